"""The cards in the margin: what stands on them, how high they are, and where they come to stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from resources.catalogue import Catalogue
from widgets.palette import Palette
from widgets.policy_view.marks import Mark
from widgets.policy_view.textmap import unit_slice

GAP = 8
PADDING = 8
RULE = 2
TEXT_LEFT = 12
LINES = 2
FULL_LINES = 40


class CardWords(QObject):
    """The words of cards in the user's language; a ``QObject`` because only its ``tr`` finds plurals."""

    def when(self, mark: Mark) -> str:
        """What a card says about time: its age now, or that the remark is resolved or its place in doubt."""
        if mark.provisional:
            return self.tr("check")
        if mark.resolved:
            return self.tr("resolved")
        return self.age(mark.created, dt.datetime.now(mark.created.tzinfo))

    def age(self, created: dt.datetime, now: dt.datetime) -> str:
        """How long ago ``created`` was, as a phrase; from a week on the date itself."""
        seconds = int((now - created).total_seconds())
        minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
        if minutes < 1:
            return self.tr("now")
        if hours < 1:
            return self.tr("%n min ago", "", minutes)
        if days < 1:
            return self.tr("%n h ago", "", hours)
        if days < 7:
            return self.tr("%n d ago", "", days)
        return created.date().isoformat()

    def replies(self, number: int) -> str:
        """How many answers a remark has."""
        return self.tr("%n reply(ies)", "", number)


def age(created: dt.datetime, now: dt.datetime) -> str:
    """How long ago ``created`` was, in the user's language."""
    return CardWords().age(created, now)


def when_words(mark: Mark) -> str:
    """What a card says about time, in the user's language."""
    return CardWords().when(mark)


def stack(anchors: Sequence[float], heights: Sequence[float], pinned: int | None = None) -> list[float]:
    """The tops of cards that want to stand at ``anchors`` (ascending) without overlapping; the pinned one stands exactly there."""
    tops: list[float] = []
    floor = float("-inf")
    for anchor, height in zip(anchors, heights, strict=True):
        tops.append(max(anchor, floor))
        floor = tops[-1] + height + GAP
    if pinned is None:
        return tops
    tops[pinned] = anchors[pinned]
    ceiling = tops[pinned]
    for index in range(pinned - 1, -1, -1):
        tops[index] = min(tops[index], ceiling - GAP - heights[index])
        ceiling = tops[index]
    floor = tops[pinned] + heights[pinned] + GAP
    for index in range(pinned + 1, len(tops)):
        tops[index] = max(anchors[index], floor)
        floor = tops[index] + heights[index] + GAP
    return tops


@dataclass(frozen=True, slots=True)
class Card:
    """A card as laid out: the lines of its body, and its height in pixels."""

    mark: Mark
    lines: tuple[str, ...]
    height: float


class CardFace:
    """Lays out and paints cards of one width."""

    def __init__(self, catalogue: Catalogue, font: QFont) -> None:
        self._catalogue = catalogue
        self._body = QFont(font)
        self._head = QFont(font)
        self._head.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self._body)
        self._line = self._metrics.height() + 2

    def card(self, mark: Mark, width: float, *, full: bool) -> Card:
        """The card of ``mark``: two lines of its body, or all of it."""
        lines = self._wrap(mark.body, width - TEXT_LEFT - PADDING, FULL_LINES if full else LINES)
        extra = 1 if full and (mark.tags or mark.replies) else 0
        return Card(mark, lines, 2 * PADDING - 4 + self._line * (1 + len(lines) + extra))

    def _wrap(self, words: str, width: float, most: int) -> tuple[str, ...]:
        lines: list[str] = []
        paragraphs = [part for part in words.splitlines() if part.strip()]
        for paragraph in paragraphs:
            layout = QTextLayout(paragraph, self._body)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                lines.append(unit_slice(paragraph, line.textStart(), line.textStart() + line.textLength()).strip())
                if len(lines) > most:
                    break
            layout.endLayout()
        if len(lines) <= most:
            return tuple(lines)
        last = self._metrics.elidedText(lines[most - 1] + lines[most], Qt.TextElideMode.ElideRight, width)
        return (*lines[: most - 1], last)

    def paint(self, painter: QPainter, card: Card, rect: QRectF, palette: Palette, when: str, *, chosen: bool) -> None:
        """Paint ``card`` into ``rect``, ``when`` at its right; the chosen one stands on the window's colour."""
        mark = card.mark
        color = palette.mark(mark.kind)
        if chosen:
            painter.fillRect(rect, palette.color("window"))
        painter.fillRect(QRectF(rect.left(), rect.top(), RULE + (1 if chosen else 0), rect.height()), color)
        left, width = rect.left() + TEXT_LEFT, rect.width() - TEXT_LEFT - PADDING
        top = rect.top() + PADDING - 2
        self._heading(painter, mark, QRectF(left, top, width, self._line), palette, when)
        painter.setFont(self._body)
        painter.setPen(palette.color("muted" if mark.resolved else "text"))
        for words in card.lines:
            top += self._line
            painter.drawText(QRectF(left, top, width, self._line), Qt.AlignmentFlag.AlignVCenter, words)
        if chosen and (mark.tags or mark.replies):
            self._footer(painter, mark, QRectF(left, top + self._line, width, self._line), palette)

    def _heading(self, painter: QPainter, mark: Mark, rect: QRectF, palette: Palette, when: str) -> None:
        painter.setFont(self._body)
        if not self._fits(mark, when, rect.width()):
            # Who says it counts for more than when.
            when = ""
        room = rect.width() - self._metrics.horizontalAdvance(when) - 8
        painter.setPen(palette.color("muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, when)
        kind = self._metrics.elidedText(self._catalogue.text(f"kind.{mark.kind.value}"), Qt.TextElideMode.ElideRight, room)
        kind_width = self._metrics.horizontalAdvance(kind)
        painter.setPen(palette.mark(mark.kind))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, kind)
        painter.setFont(self._head)
        painter.setPen(palette.color("text"))
        head = QFontMetricsF(self._head)
        author = head.elidedText(mark.author, Qt.TextElideMode.ElideRight, max(0.0, room - kind_width - 8))
        painter.drawText(rect.translated(kind_width + 8, 0), Qt.AlignmentFlag.AlignVCenter, author)

    def _fits(self, mark: Mark, when: str, width: float) -> bool:
        """Whether kind, name and moment stand side by side in full."""
        kind = self._catalogue.text(f"kind.{mark.kind.value}")
        name = QFontMetricsF(self._head).horizontalAdvance(mark.author)
        return self._metrics.horizontalAdvance(kind) + name + self._metrics.horizontalAdvance(when) + 16 <= width

    def _footer(self, painter: QPainter, mark: Mark, rect: QRectF, palette: Palette) -> None:
        painter.setFont(self._body)
        left = rect.left()
        for name, color in mark.tags:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_tag_color(color, palette))
            painter.drawEllipse(QPointF(left + 4, rect.center().y()), 3.5, 3.5)
            painter.setPen(palette.color("muted"))
            room = QRectF(left + 12, rect.top(), max(0.0, rect.right() - left - 12), rect.height())
            words = self._metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            left += 24 + self._metrics.horizontalAdvance(words)
        if mark.replies:
            painter.setPen(palette.color("muted"))
            words = CardWords().replies(mark.replies)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)


def _tag_color(color: str, palette: Palette) -> QColor:
    # A tag's colour is the reviewers' own data; a broken one reads as muted.
    chosen = QColor.fromString(color)
    return chosen if chosen.isValid() else palette.color("muted")
