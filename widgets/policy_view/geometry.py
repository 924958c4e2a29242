"""Where the characters of a document stand in the viewport."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextLine
from PySide6.QtWidgets import QTextEdit


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line, in pixels of the viewport."""

    left: float
    right: float
    baseline: float


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """A block of the document that is at least partly in sight, with its rectangle in the viewport."""

    index: int
    block: QTextBlock
    rect: QRectF

    def line_top(self, position: int) -> float:
        """The upper edge of the line that holds a position."""
        line = self.block.layout().lineForTextPosition(max(0, position - self.block.position()))
        return self.rect.top() + (line.y() if line.isValid() else 0.0)

    def runs(self, start: int, end: int) -> list[Run]:
        """The lines' stretches between two positions of the document; none where they miss the block."""
        first = max(0, start - self.block.position())
        last = min(self.block.length() - 1, end - self.block.position())
        if first >= last:
            return []
        layout = self.block.layout()
        origin = self.rect.topLeft()
        runs: list[Run] = []
        number = layout.lineForTextPosition(first).lineNumber()
        while number < layout.lineCount():
            line = layout.lineAt(number)
            if line.textStart() >= last:
                break
            runs.append(_run(line, origin, max(first, line.textStart()), min(last, line.textStart() + line.textLength())))
            number += 1
        return runs


def _run(line: QTextLine, origin: QPointF, start: int, end: int) -> Run:
    left, right = _x(line, start), _x(line, end)
    return Run(origin.x() + min(left, right), origin.x() + max(left, right), origin.y() + line.y() + line.ascent())


def _x(line: QTextLine, position: int) -> float:
    # PySide gives the position back beside the coordinate, because the C++ function may move it; its stub says otherwise.
    found: object = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


class Geometry:
    """Asks the document's layout, for what is in sight only; the layout of a long text is finished as far as needed."""

    def __init__(self, edit: QTextEdit) -> None:
        self._edit = edit

    def _top(self) -> int:
        return self._edit.verticalScrollBar().value()

    def seen(self, top: float, bottom: float) -> Iterator[SeenBlock]:
        """The blocks between two heights of the viewport."""
        document = self._edit.document()
        layout = document.documentLayout()
        shift = self._top()
        block = self._block_at(top + shift)
        # A point in the space between two blocks finds the lower one or the upper one: begin one block early.
        block = block.previous() if block.previous().isValid() else block
        while block.isValid():
            rect = layout.blockBoundingRect(block).translated(0, -shift)
            if rect.top() > bottom:
                return
            if rect.bottom() >= top:
                yield SeenBlock(block.blockNumber(), block, rect)
            block = block.next()

    def _block_at(self, height: float) -> QTextBlock:
        """The block at a height of the document."""
        document = self._edit.document()
        if height <= document.documentMargin():
            return document.begin()
        layout = document.documentLayout()
        point = QPointF(1, height)
        block = document.findBlock(max(0, layout.hitTest(point, Qt.HitTestAccuracy.FuzzyHit)))
        # While a long text is still being laid out, a hit may be a block that has no place yet; asking for its rectangle gives
        # it one, and then the next hit is right.
        if layout.blockBoundingRect(block).top() > height + 2 * self._edit.fontMetrics().height():
            block = document.findBlock(max(0, layout.hitTest(point, Qt.HitTestAccuracy.FuzzyHit)))
        return block

    def block_rect(self, position: int) -> SeenBlock:
        """The block that holds a position, in sight or not."""
        document = self._edit.document()
        block = document.findBlock(position)
        rect = document.documentLayout().blockBoundingRect(block).translated(0, -self._top())
        return SeenBlock(block.blockNumber(), block, rect)

    def line_rect(self, position: int) -> QRectF:
        """The line that holds a position, as wide as its block."""
        seen = self.block_rect(position)
        line = seen.block.layout().lineForTextPosition(max(0, position - seen.block.position()))
        if not line.isValid():
            return seen.rect
        return QRectF(seen.rect.left(), seen.rect.top() + line.y(), seen.rect.width(), line.height())

    def under(self, point: QPointF) -> tuple[int, bool]:
        """The position of the character under a point of the viewport, and whether the point is really on its line's words."""
        layout = self._edit.document().documentLayout()
        position = max(0, layout.hitTest(QPointF(point.x(), point.y() + self._top()), Qt.HitTestAccuracy.FuzzyHit))
        seen = self.block_rect(position)
        words = seen.block.layout()
        inside = QPointF(point.x() - seen.rect.left(), point.y() - seen.rect.top())
        for number in range(words.lineCount()):
            line = words.lineAt(number)
            if inside.y() < line.y() + line.height() or number == words.lineCount() - 1:
                first = _x(line, line.textStart())
                last = _x(line, line.textStart() + line.textLength())
                place = line.xToCursor(inside.x(), QTextLine.CursorPosition.CursorOnCharacter)
                return seen.block.position() + place, first <= inside.x() <= last
        return position, False
