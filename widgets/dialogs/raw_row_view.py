"""The raw row of a task as text, with the boundaries of its cells."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

from widgets.models.row_cut import Boundary, Cell, RowCut
from widgets.palette import LIGHT, Palette

CELL_COLORS = {Cell.DEPARTMENTS: "blue", Cell.TIMING: "amber"}
CELL_ALPHA = 0.16
BAR_WIDTH = 3
TAB_WIDTH = 24


class RawRowView(QPlainTextEdit):
    """Shows the line ends of the document, tints departments and timing, and draws a bar where each begins.

    The bar that the keys move is drawn full. ``cut_changed(object)`` carries the new ``RowCut`` after the person moved a boundary.
    """

    cut_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cut = RowCut("", 0, 0, 0)
        self._boundary = Boundary.DEPARTMENTS
        self._palette = LIGHT
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        option = QTextOption()
        option.setFlags(QTextOption.Flag.ShowLineAndParagraphSeparators)
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        option.setTabStopDistance(TAB_WIDTH)
        self.document().setDefaultTextOption(option)
        self.setAccessibleName(self.tr("Raw text of the row"))
        self.setTabChangesFocus(True)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._palette = palette
        self._tint()

    def set_cut(self, cut: RowCut) -> None:
        """Show a row and its cells; asks for nothing."""
        if cut.raw != self._cut.raw:
            self.setPlainText(cut.raw)
        self._cut = cut
        self._tint()
        self._reveal()

    def row_cut(self) -> RowCut:
        """The row with its cells as they stand."""
        return self._cut

    def boundary(self) -> Boundary:
        """The boundary that the keys move."""
        return self._boundary

    def choose_boundary(self, boundary: Boundary) -> None:
        """Let the keys move ``boundary``."""
        self._boundary = boundary
        self._reveal()
        self.viewport().update()

    def move_boundary(self, step: int) -> None:
        """Move the chosen boundary by so many characters."""
        self._change(self._cut.moved(self._boundary, step))

    def move_boundary_word(self, step: int) -> None:
        """Move the chosen boundary over the next or previous word."""
        self._change(self._cut.moved_word(self._boundary, step))

    def move_boundary_line(self, step: int) -> None:
        """Move the chosen boundary to the next or previous line end."""
        self._change(self._cut.moved_line(self._boundary, step))

    def make_cell(self, cell: Cell) -> bool:
        """Make what is selected this cell; ``False`` when nothing is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return False
        begin, end = self._points(cursor.selectionStart()), self._points(cursor.selectionEnd())
        self._change(self._cut.with_cell(cell, begin, end))
        return True

    def caret(self) -> int:
        """The caret in code points of the raw text."""
        return self._points(self.textCursor().position())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._cut.raw:
            return
        painter = QPainter(self.viewport())
        for boundary in Boundary:
            chosen = boundary is self._boundary
            color = self._palette.color("accent") if chosen else self._palette.color("muted")
            painter.setPen(QPen(color, BAR_WIDTH if chosen else 1))
            self._draw_bar(painter, self._cut.at(boundary))
        painter.end()

    def _reveal(self) -> None:
        """Bring the chosen boundary into sight without moving the caret."""
        line = self._cursor(self._cut.at(self._boundary)).block().firstLineNumber()
        bar = self.verticalScrollBar()
        if not bar.value() <= line < bar.value() + bar.pageStep():
            bar.setValue(max(0, line - bar.pageStep() // 2))

    def _draw_bar(self, painter: QPainter, offset: int) -> None:
        cursor = self._cursor(offset)
        rect = self.cursorRect(cursor)
        painter.drawLine(QPoint(rect.left(), rect.top() + 1), QPoint(rect.left(), rect.bottom() - 1))

    def _change(self, cut: RowCut) -> None:
        if cut != self._cut:
            self._cut = cut
            self._tint()
            self._reveal()
            self.cut_changed.emit(cut)

    def _tint(self) -> None:
        selections = []
        for cell, token in CELL_COLORS.items():
            begin, end = self._cut.range_of(cell)
            if begin < end:
                selections.append(self._selection(begin, end, self._palette.color(token, CELL_ALPHA)))
        self.setExtraSelections(selections)
        self.viewport().update()

    def _selection(self, begin: int, end: int, color: QColor) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        tint = QTextCharFormat()
        tint.setBackground(color)
        cursor = self._cursor(begin)
        cursor.setPosition(self._units(end), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = tint
        return selection

    def _cursor(self, offset: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._units(offset))
        return cursor

    def _units(self, offset: int) -> int:
        """UTF-16 units of the document for code points of the row."""
        return len(self._cut.raw[:offset].encode("utf-16-le")) // 2

    def _points(self, units: int) -> int:
        """Code points of the row for UTF-16 units of the document."""
        return len(self._cut.raw.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
