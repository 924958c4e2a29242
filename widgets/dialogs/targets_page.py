"""The targets of a policy, to look at beside the text and to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.catalogue import Catalogue
from widgets.models.target_model import Column, TargetModel, TargetRow

ROW_HEIGHT = 34
WIDTHS = {Column.TARGET: 140, Column.BY: 80, Column.SAID: 110, Column.PLACE: 130}
AnyIndex = QModelIndex | QPersistentModelIndex


class TargetsPage(QWidget):
    """A row for each target, and below them the words in which the chosen one is said.

    ``target_chosen(TargetRow)`` says to which one the person went; ``copy_requested(str)`` carries rows as text.
    """

    target_chosen = Signal(object)
    copy_requested = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TargetModel(catalogue, self)
        self.view = TargetsView(self)
        self.view.setModel(self.model)
        self.quote = QLabel(self)
        self.quote.setProperty("role", "quote")
        self.quote.setWordWrap(True)
        self.quote.setTextFormat(Qt.TextFormat.PlainText)
        self.quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.copy = QPushButton(self.tr("C&opy as text"), self)
        self.copy.setToolTip(self.tr("The rows chosen, or all, for a spreadsheet (Ctrl+C)"))
        self.copy.setAutoDefault(False)
        self._none = QLabel(self.tr("No quantified targets were found in this document."), self)
        self._none.setProperty("role", "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.view.copied.connect(self._copy)
        self.view.row_activated.connect(self._activate)
        self.view.selectionModel().currentChanged.connect(self._show_quote)
        self.set_targets(())

    def set_targets(self, rows: Sequence[TargetRow]) -> None:
        """Show these targets."""
        self.model.set_rows(rows)
        self.count.setText(self.tr("%n target(s)", "", len(rows)) if rows else "")
        self.copy.setEnabled(bool(rows))
        self._stack.setCurrentWidget(self.view if rows else self._none)
        self._show_quote(self.view.currentIndex())

    def _copy(self) -> None:
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        several = len(places) > 1
        rows = [row for place in places if (row := self.model.row_at(place)) is not None] if several else self.model.rows
        self.copy_requested.emit(self.model.as_text(rows))

    def _activate(self, place: int) -> None:
        row = self.model.row_at(place)
        if row is not None:
            self.target_chosen.emit(row)

    def _show_quote(self, index: AnyIndex) -> None:
        row = self.model.row_at(index.row()) if index.isValid() else None
        self.quote.setText(row.record.quote if row is not None else "")
        self.quote.setVisible(row is not None and bool(row.record.quote))

    def _lay_out(self) -> None:
        for widget in (self.view, self._none):
            self._stack.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.count, 1)
        top.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(self.quote)


class TargetsView(QTableView):
    """The rows. ``row_activated(int)`` comes by click, Enter and the keys that go from row to row; ``copied()`` by Ctrl+C."""

    row_activated = Signal(int)
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Targets"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(lambda index: self.row_activated.emit(index.row()))

    @override
    def setModel(self, model: TargetModel | None) -> None:  # type: ignore[override]
        super().setModel(model)
        header = self.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_activated.emit(before)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)
            if self.currentIndex().row() != before and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.row_activated.emit(self.currentIndex().row())
