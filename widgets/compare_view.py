"""Two versions side by side, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from policy.compare_model import RowKind
from widgets.compare_delegate import CompareDelegate
from widgets.models.compare_lines import Line, Place
from widgets.models.compare_model import Column, CompareModel
from widgets.palette import Palette

WHAT_WIDTH = 132
GUESS = 64
PASSES = 3
TOGGLES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CompareView(QTableView):
    """A table of what became of each line, its old words and its new words; what is the same is folded away.

    Enter, Space or a click unfolds. Rows take their height when they come into sight, so thousands of lines open at once.
    """

    def __init__(self, name: str, titles: tuple[str, str], same: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = self.names()
        self.lines = CompareModel(self)
        self.lines.set_words(names, titles, same)
        self.delegate = CompareDelegate(names, same, self)
        self._fitting = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.fit)
        self.setAccessibleName(name)
        self.setModel(self.lines)
        self.setItemDelegate(self.delegate)
        self._dress()
        self.verticalScrollBar().valueChanged.connect(self.fit)
        for changed in (self.lines.modelReset, self.lines.rowsInserted, self.lines.rowsRemoved):
            changed.connect(self._later.start)
        self.clicked.connect(self._click)

    def names(self) -> Mapping[RowKind, str]:
        """What each kind of line is called."""
        return {
            RowKind.SAME: self.tr("unchanged"),
            RowKind.MOVED: self.tr("moved"),
            RowKind.RENUMBERED: self.tr("renumbered"),
            RowKind.CHANGED: self.tr("changed"),
            RowKind.SPLIT: self.tr("split"),
            RowKind.MERGED: self.tr("merged"),
            RowKind.ADDED: self.tr("added"),
            RowKind.REMOVED: self.tr("removed"),
        }

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, the first difference chosen."""
        self.delegate.forget()
        self.lines.set_lines(lines)
        first = self.lines.neighbour(-1, 1)
        self.setCurrentIndex(self.lines.index(first, Column.WHAT) if first is not None else QModelIndex())

    def set_look(self, palette: Palette, font: QFont) -> None:
        """Take these colours and this face."""
        self.delegate.set_look(palette, font)
        self.fit()
        self.viewport().update()

    def step(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) difference; ``False`` when there is none on that side."""
        current = self.currentIndex().row()
        found = self.lines.neighbour(current if current >= 0 or step > 0 else self.lines.rowCount(), step)
        if found is not None:
            self._go(found)
        return found is not None

    def go_to(self, place: Place) -> bool:
        """Bring the line of a place into sight; whether there is one."""
        found = self.lines.find(place)
        if found is not None:
            self._go(found)
        return found is not None

    def fit(self) -> None:
        """Give the rows in sight the height of their words."""
        if self._fitting or not self.lines.rowCount():
            return
        self._fitting = True
        try:
            widths = (self.columnWidth(Column.OLD), self.columnWidth(Column.NEW))
            # Rows that grow push others out of sight, those that shrink let others in.
            for _ in range(PASSES):
                if not self._fit_rows(widths):
                    break
        finally:
            self._fitting = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in TOGGLES:
            self.lines.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(760, 480)

    def _fit_rows(self, widths: tuple[int, int]) -> bool:
        """Fit the rows in sight; whether any was of another height."""
        header = self.verticalHeader()
        first = max(0, self.rowAt(0))
        changed, top = False, self.rowViewportPosition(first)
        for row in range(first, self.lines.rowCount()):
            if top > self.viewport().height():
                break
            height = self.delegate.height(self.lines.row(row), widths, self.font())
            if height != header.sectionSize(row):
                header.resizeSection(row, height)
                changed = True
            top += height
        return changed

    def _go(self, row: int) -> None:
        index = self.lines.index(row, Column.WHAT)
        self.setCurrentIndex(index)
        # The second time, the rows around it have their heights.
        for _ in range(2):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.fit()

    def _click(self, index: QModelIndex) -> None:
        self.lines.toggle(index.row())

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(GUESS)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(Column.WHAT, WHAT_WIDTH)
