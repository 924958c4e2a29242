"""The tasks of an import preview as a table with the count of doubtful rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
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
from widgets.models.preview_model import EID_ROLE, Column, Order, PreviewModel
from widgets.palette import Palette

ROW_HEIGHT = 34
WIDTHS = {Column.NUMBER: 52, Column.DEPARTMENTS: 136, Column.TIMING: 120, Column.DOUBTS: 176}


class PreviewTable(QWidget):
    """Shows the rows; ``bar``, which stands where its owner puts it, says how many are doubtful and sorts them.

    ``row_chosen(str)`` carries the eId of the row the person went to, ``next_requested()`` asks for the next doubtful one.
    """

    row_chosen = Signal(str)
    next_requested = Signal()

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PreviewModel(labels, self)
        self.view = QTableView(self)
        self.count = QLabel(self)
        self.order = QComboBox(self)
        self.order.setAccessibleName(self.tr("Order of the rows"))
        for order, name in (
            (Order.DOUBTFUL_FIRST, self.tr("Doubtful rows first")),
            (Order.DOCUMENT, self.tr("Order of the document")),
            (Order.DOUBTFUL_ONLY, self.tr("Only doubtful rows")),
        ):
            self.order.addItem(name, order)
        self.next = QPushButton(self.tr("Ne&xt doubtful (F8)"), self)
        self.next.setAutoDefault(False)
        self.bar = QWidget(self)
        self.empty = EmptyState(
            self.tr("No tasks were found in this document. They can be added by hand, here or later."), "", self
        )
        self._stack = QStackedWidget(self)
        self._dress()
        self._lay_out()
        self.order.activated.connect(self._arrange)
        self.next.clicked.connect(self.next_requested)
        self.view.selectionModel().currentRowChanged.connect(self._tell)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.model.set_palette_tokens(palette)
        self.empty.set_palette_tokens(palette)

    def set_rows(self, tasks: Sequence[Task], doubtful: Sequence[str]) -> None:
        """Show ``tasks``, of which ``doubtful`` are; keeps the row chosen where it still is. Asks for nothing."""
        chosen = self.chosen()
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.model.set_rows(tasks)
        selection.blockSignals(False)
        if chosen is not None:
            self.choose(chosen)
        self._stack.setCurrentWidget(self.view if tasks else self.empty)
        self.count.setText(self.tr("%n doubtful row(s) left", "", len(doubtful)) if doubtful else self.tr("No doubtful rows left"))
        self.next.setEnabled(bool(doubtful))

    def choose(self, eid: str) -> None:
        """Go to a row; it comes into sight. Asks for nothing."""
        if self.model.row_of(eid) < 0 and self.model.order() is Order.DOUBTFUL_ONLY:
            self.set_order(Order.DOUBTFUL_FIRST)
        index = self.model.index(self.model.row_of(eid), 0)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(index)
        selection.blockSignals(False)
        if index.isValid():
            self.view.selectRow(index.row())
            self.view.scrollTo(index)
        self.view.viewport().update()

    def set_order(self, order: Order) -> None:
        """Show the rows in another order, or only those that are doubtful now."""
        self.order.setCurrentIndex(self.order.findData(order))
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.model.set_order(order)
        selection.blockSignals(False)

    def chosen(self) -> str | None:
        """The eId of the row chosen."""
        eid = self.view.currentIndex().siblingAtColumn(0).data(EID_ROLE)
        return str(eid) if eid is not None else None

    def _dress(self) -> None:
        view = self.view
        view.setModel(self.model)
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
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        bar.addWidget(self.count)
        bar.addWidget(self.order)
        bar.addWidget(self.next)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._stack, 1)

    def _arrange(self, place: int) -> None:
        chosen = self.chosen()
        self.set_order(Order(self.order.itemData(place)))
        if chosen is not None and self.model.row_of(chosen) >= 0:
            self.choose(chosen)

    def _tell(self, current: QModelIndex) -> None:
        eid = current.siblingAtColumn(0).data(EID_ROLE)
        if eid is not None:
            self.row_chosen.emit(str(eid))
