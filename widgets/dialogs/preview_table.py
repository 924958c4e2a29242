"""The tasks of an import preview as a table with the count of doubtful rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from policy.model import Task
from widgets.empty_state import EmptyState
from widgets.labels import Labels
from widgets.models.preview_model import EID_ROLE, Column, DoubtfulRows, PreviewModel
from widgets.palette import Palette

ROW_HEIGHT = 34
WIDTHS = {Column.NUMBER: 52, Column.DEPARTMENTS: 136, Column.TIMING: 120, Column.DOUBTS: 128}


class PreviewTable(QWidget):
    """Shows the rows and how many are doubtful. ``row_chosen(str)`` carries the eId of the row the person went to,
    ``next_requested()`` asks for the next doubtful one.
    """

    row_chosen = Signal(str)
    next_requested = Signal()

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doubtful: tuple[str, ...] = ()
        self.model = PreviewModel(labels, self)
        self._proxy = DoubtfulRows(self)
        self._proxy.setSourceModel(self.model)
        self.view = QTableView(self)
        self.count = QLabel(self)
        self.only = QCheckBox(self.tr("&Only doubtful rows"), self)
        self.next = QPushButton(self.tr("Ne&xt doubtful (F8)"), self)
        self.next.setAutoDefault(False)
        self.empty = EmptyState(
            self.tr("No tasks were found in this document. They can be added by hand, here or later."), "", self
        )
        self._stack = QStackedWidget(self)
        self._dress()
        self._lay_out()
        self.only.clicked.connect(self._narrow)
        self.next.clicked.connect(self.next_requested)
        self.view.selectionModel().currentRowChanged.connect(self._tell)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.model.set_palette_tokens(palette)
        self.empty.set_palette_tokens(palette)

    def set_rows(self, tasks: Sequence[Task], doubtful: Sequence[str]) -> None:
        """Show ``tasks``, of which ``doubtful`` are; keeps the row chosen where it still is. Asks for nothing."""
        chosen = self.chosen()
        self._doubtful = tuple(doubtful)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.model.set_rows(tasks)
        selection.blockSignals(False)
        if chosen is not None:
            self.choose(chosen)
        self._stack.setCurrentWidget(self.view if tasks else self.empty)
        self.count.setText(self.tr("%n doubtful row(s) left", "", len(doubtful)) if doubtful else self.tr("No doubtful rows left"))
        self.next.setEnabled(bool(doubtful))
        self.only.setEnabled(bool(doubtful) or self.only.isChecked())

    def choose(self, eid: str) -> None:
        """Go to a row; it comes into sight. Asks for nothing."""
        index = self._proxy.mapFromSource(self.model.index(self.model.row_of(eid), 0))
        if not index.isValid() and self.only.isChecked() and self.model.row_of(eid) >= 0:
            self.only.setChecked(False)
            self._proxy.show_only(None)
            index = self._proxy.mapFromSource(self.model.index(self.model.row_of(eid), 0))
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(index)
        selection.blockSignals(False)
        if index.isValid():
            self.view.selectRow(index.row())
            self.view.scrollTo(index)
        self.view.viewport().update()

    def chosen(self) -> str | None:
        """The eId of the row chosen."""
        eid = self.view.currentIndex().siblingAtColumn(0).data(EID_ROLE)
        return str(eid) if eid is not None else None

    def _dress(self) -> None:
        view = self.view
        view.setModel(self._proxy)
        view.setAccessibleName(self.tr("Tasks understood"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setIconSize(QSize(16, 16))
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in WIDTHS.items():
            view.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.TEXT, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.count)
        bar.addStretch(1)
        bar.addWidget(self.only)
        bar.addWidget(self.next)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _narrow(self, only: bool) -> None:
        self._proxy.show_only(frozenset(self._doubtful) if only else None)

    def _tell(self, current: QModelIndex) -> None:
        eid = current.siblingAtColumn(0).data(EID_ROLE)
        if eid is not None:
            self.row_chosen.emit(str(eid))
