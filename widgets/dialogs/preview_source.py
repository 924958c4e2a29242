"""The source of an import beside what was understood of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from policy.model import Span, Task
from widgets.find_bar import FindBar
from widgets.models.utf16 import Units
from widgets.palette import LIGHT, Palette
from widgets.policy_view.typesetting import SERIF

SLICE = 16_000
"""So many characters are laid down in a turn of the event loop: a few milliseconds."""
FONT_PIXELS = 15
NEAR = 8
"""Of rows that overlap, so many are looked at."""
MARGIN = 12
TAB_WIDTH = 32
RAIL = 3
TINT = 0.20
FOUND_TINT = 0.35


@dataclass(frozen=True, slots=True)
class _Row:
    """A stretch of text from which a task was read."""

    start: int
    end: int
    eid: str
    doubtful: bool


class SourceView(QPlainTextEdit):
    """The canonical text of an import. A rail at its edge stands beside every line that became a task, amber where the task is
    doubtful; the stretches shown are tinted.

    A long text is laid down little by little, so that the window never waits for it. ``place_chosen(int)`` carries the code point
    on which the person clicked or to which they moved the caret.
    """

    place_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._laid = 0
        self._units = Units("")
        self._rows: tuple[_Row, ...] = ()
        self._starts: list[int] = []
        self._shown: tuple[Span, ...] = ()
        self._chosen = ""
        self._accent = False
        self._palette = LIGHT
        font = QFont(self.font())
        font.setFamilies(list(SERIF))
        font.setPixelSize(FONT_PIXELS)
        self.setFont(font)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(MARGIN)
        self.setTabStopDistance(TAB_WIDTH)
        self.setAccessibleName(self.tr("Source text"))
        self.setTabChangesFocus(True)
        self._more = QTimer(self)
        self._more.setInterval(0)
        self._more.timeout.connect(self._lay_down)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._palette = palette
        self._tint()

    def set_text(self, text: str) -> None:
        """Show a text from its beginning."""
        self._text, self._laid, self._units = text, 0, Units(text)
        self.clear()
        self._lay_down()

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Put a rail beside the lines of these tasks."""
        rows = [_Row(span.start, span.end, task.eid, bool(task.doubts)) for task in tasks for span in task.spans]
        self._rows = tuple(sorted(rows, key=lambda row: row.start))
        self._starts = [row.start for row in self._rows]
        self.viewport().update()

    def show_spans(self, spans: Sequence[Span], eid: str = "", *, found: bool = False) -> None:
        """Tint stretches of text, those of the task ``eid`` or of something found, and bring the first into sight."""
        self._shown, self._chosen, self._accent = tuple(spans), eid, found
        self._tint()
        if spans:
            self._reveal(spans[0])

    def task_at(self, point: int) -> str | None:
        """The eId of the task that was read from the place of a code point."""
        at = bisect_right(self._starts, point)
        near = reversed(self._rows[max(0, at - NEAR) : at])
        return next((row.eid for row in near if point < row.end), None)

    def text(self) -> str:
        """The whole text, whether it is laid down already or not."""
        return self._text

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.place_chosen.emit(self._units.point(self.textCursor().position()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.place_chosen.emit(self._units.point(self.textCursor().position()))
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset)
            if place.top() > event.rect().bottom():
                break
            row = self._row_of(block)
            if row is not None:
                token = "blue" if row.eid == self._chosen else "amber" if row.doubtful else "line"
                painter.fillRect(2, round(place.top()), RAIL, round(place.height()), self._palette.color(token))
            block = block.next()
        painter.end()

    def _row_of(self, block: QTextBlock) -> _Row | None:
        if not block.text().strip():
            return None
        start = self._units.point(block.position())
        end = start + block.length() - 1
        at = bisect_right(self._starts, end - 1) - 1
        return self._rows[at] if at >= 0 and self._rows[at].end > start else None

    def _lay_down(self) -> None:
        piece = self._text[self._laid : self._laid + SLICE]
        if piece:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(piece)
            before, self._laid = self._laid, self._laid + len(piece)
            if self._shown and before <= self._shown[-1].end:
                self.show_spans(self._shown, self._chosen, found=self._accent)
        if self._laid < len(self._text):
            self._more.start()
        else:
            self._more.stop()

    def _tint(self) -> None:
        tint = QTextCharFormat()
        tint.setBackground(self._palette.color("amber" if self._accent else "blue", FOUND_TINT if self._accent else TINT))
        selections = []
        for span in self._shown:
            selection = QTextEdit.ExtraSelection()
            selection.format = tint
            selection.cursor = self._cursor(span.start)
            selection.cursor.setPosition(self._place(span.end), QTextCursor.MoveMode.KeepAnchor)
            selections.append(selection)
        self.setExtraSelections(selections)
        self.viewport().update()

    def _reveal(self, span: Span) -> None:
        """Bring a stretch into sight, a third from the top, unless its beginning is in sight already."""
        if self._laid < min(span.end, len(self._text)):
            return
        cursor = self._cursor(span.start)
        place = self.cursorRect(cursor)
        if not self.viewport().rect().adjusted(0, 0, 0, -place.height() * 2).contains(place.center()):
            self.setTextCursor(cursor)
            self.centerCursor()

    def _cursor(self, point: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._place(point))
        return cursor

    def _place(self, point: int) -> int:
        return self._units.of(min(point, self._laid))


class SourcePane(QWidget):
    """The source with a bar that finds words in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = SourceView(self)
        self.bar = FindBar(self)
        self.bar.hide()
        self._hits: list[int] = []
        self._words = ""
        self._at = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self.bar.find_requested.connect(self.find_words)
        self.bar.next_requested.connect(lambda: self._step(1))
        self.bar.previous_requested.connect(lambda: self._step(-1))
        self.bar.closed.connect(self.close_find)

    def open_find(self) -> None:
        """Show the bar, with what is selected in the source."""
        self.bar.open(self.view.textCursor().selectedText())

    def close_find(self) -> None:
        """Hide the bar and give the keyboard back to the source."""
        self.bar.hide()
        self.view.setFocus()

    def find_words(self, words: str) -> None:
        """Go to the first place of ``words`` and count them."""
        self.bar.set_words(words)
        self._words, self._hits, self._at = words, _places(self.view.text(), words), -1
        self._step(1)

    def _step(self, step: int) -> None:
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            start = self._hits[self._at]
            self.view.show_spans((Span(start, start + len(self._words)),), found=True)
        self.bar.set_count(self._at + 1 if self._hits else 0, len(self._hits))


def _places(text: str, words: str) -> list[int]:
    places, at = list[int](), text.find(words) if words else -1
    while at >= 0:
        places.append(at)
        at = text.find(words, at + len(words))
    return places
