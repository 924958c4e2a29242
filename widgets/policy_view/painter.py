"""Paints the marks of the blocks in sight under their text; the document itself is never touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from policy.page import BlockKind
from widgets.palette import LIGHT, Palette
from widgets.policy_view.geometry import Geometry, Run, SeenBlock
from widgets.policy_view.marks import Mark, MarkSet, MarkShape
from widgets.policy_view.strokes import Strokes
from widgets.policy_view.textmap import TextMap

LANE_HEIGHT = 4.0
LANES = 4
FIRST_LANE = 0.22
ASCENT = 0.94
DESCENT = 0.2
BAR_LEFT = 12
BAR_WIDTH = 3
FILL = {False: 0.20, True: 0.26}
CHOSEN_FILL = {False: 0.16, True: 0.24}
LIT_WASH = {False: 0.05, True: 0.08}
RESOLVED = 0.45
DASHES = (3.0, 2.5)


@dataclass(slots=True)
class Look:
    """What is shown beside the text itself: view state that the painter reads.

    ``hits`` and ``flash`` are pairs of positions; ``glow`` says how strong the flash still is, from 1 to 0.
    """

    palette: Palette = LIGHT
    size: int = 17
    chosen: str | None = None
    lit: frozenset[int] = frozenset()
    hits: Sequence[tuple[int, int]] = ()
    hit_blocks: dict[int, list[int]] = field(default_factory=dict)
    hit: int = -1
    flash: tuple[int, int] | None = None
    glow: float = 0.0


def lanes(marks: Iterable[Mark]) -> dict[str, int]:
    """The height at which each underline is drawn: marks sorted by start, each on the first lane that is free there."""
    ends: list[int] = []
    found: dict[str, int] = {}
    for mark in marks:
        if mark.shape is MarkShape.FILL:
            continue
        lane = next((number for number, end in enumerate(ends) if end <= mark.span.start), len(ends))
        if lane == len(ends):
            ends.append(mark.span.end)
        ends[lane] = mark.span.end
        found[mark.id] = lane % LANES
    return found


class MarkPainter:
    """Paints lit clauses, highlights, hits and underlines for a stretch of the viewport."""

    def __init__(self, geometry: Geometry, look: Look) -> None:
        self._geometry = geometry
        self._look = look
        self._strokes = Strokes()

    def paint(self, painter: QPainter, clip: QRectF, page: TextMap, marks: MarkSet) -> None:
        """Paint what lies in ``clip`` (viewport pixels)."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Underlines hang below the baseline of their line, into the space of the block that follows.
        room = self._look.size * 2
        for seen in self._geometry.seen(clip.top() - room, clip.bottom() + room):
            if seen.index < len(page.blocks):
                self._block(painter, seen, page, marks)

    def _block(self, painter: QPainter, seen: SeenBlock, page: TextMap, marks: MarkSet) -> None:
        if seen.index in self._look.lit:
            self._lit(painter, seen)
        if page.blocks[seen.index].kind is BlockKind.ANNEX_FOLD:
            self._fold(painter, seen)
            return
        self._fills(painter, seen, page, marks)
        self._hits(painter, seen)

    def _fills(self, painter: QPainter, seen: SeenBlock, page: TextMap, marks: MarkSet) -> None:
        here = marks.touching(page.block_span(seen.index))
        runs = {mark.id: seen.runs(*page.positions(mark.span)) for mark in here}
        for mark in here:
            alpha = self._fill_alpha(mark)
            if alpha:
                self._fill(painter, runs[mark.id], _faded(self._look.palette.mark(mark.kind), alpha))
        heights = lanes(here)
        for mark in here:
            if mark.shape is not MarkShape.FILL:
                self._underline(painter, mark, runs[mark.id], heights[mark.id])
            if mark.provisional:
                self._outline(painter, mark, runs[mark.id])

    def _fill_alpha(self, mark: Mark) -> float:
        dark = self._look.palette.dark
        alpha = CHOSEN_FILL[dark] if mark.id == self._look.chosen else 0.0
        if mark.shape is MarkShape.FILL:
            alpha += FILL[dark] * (RESOLVED if mark.resolved else 1.0)
        return alpha

    def _fill(self, painter: QPainter, runs: Iterable[Run], color: QColor) -> None:
        for run in runs:
            painter.fillRect(self._band(run), color)

    def _band(self, run: Run) -> QRectF:
        size = self._look.size
        return QRectF(run.left, run.baseline - ASCENT * size, run.right - run.left, (ASCENT + DESCENT) * size)

    def _underline(self, painter: QPainter, mark: Mark, runs: Iterable[Run], lane: int) -> None:
        color = self._look.palette.mark(mark.kind)
        if mark.resolved:
            color.setAlphaF(RESOLVED)
        drop = FIRST_LANE * self._look.size + lane * LANE_HEIGHT
        for run in runs:
            line = (run.left, run.right, run.baseline + drop)
            self._strokes.draw(painter, mark.shape, color, line, bold=mark.id == self._look.chosen)

    def _outline(self, painter: QPainter, mark: Mark, runs: Iterable[Run]) -> None:
        """A dashed frame: the words were found with doubt, and nobody has said yet that these are the ones."""
        pen = QPen(self._look.palette.mark(mark.kind), 1)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in runs:
            band = self._band(run)
            painter.drawRect(QRectF(round(band.left()) + 0.5, round(band.top()) + 0.5, band.width() - 1, band.height() - 1))

    def _hits(self, painter: QPainter, seen: SeenBlock) -> None:
        look = self._look
        for number in look.hit_blocks.get(seen.index, ()):
            strength = 0.34 if number == look.hit else 0.14
            self._fill(painter, seen.runs(*look.hits[number]), look.palette.color("blue", strength))
        if look.flash is not None and look.glow > 0:
            self._fill(painter, seen.runs(*look.flash), look.palette.color("amber", 0.4 * look.glow))

    def _lit(self, painter: QPainter, seen: SeenBlock) -> None:
        palette = self._look.palette
        below = seen.rect.adjusted(0, 2, 0, 6)
        wash = QRectF(BAR_LEFT, below.top(), below.right() - BAR_LEFT + 8, below.height())
        painter.fillRect(wash, palette.color("blue", LIT_WASH[palette.dark]))
        painter.fillRect(QRectF(BAR_LEFT, below.top(), BAR_WIDTH, below.height()), palette.color("blue"))

    def _fold(self, painter: QPainter, seen: SeenBlock) -> None:
        painter.setPen(QPen(self._look.palette.color("line"), 1))
        for height in (seen.rect.top() - 3, seen.rect.bottom() + 9):
            level = round(height) + 0.5
            painter.drawLine(QPointF(seen.rect.left(), level), QPointF(seen.rect.right(), level))


def _faded(color: QColor, alpha: float) -> QColor:
    color.setAlphaF(min(1.0, alpha))
    return color
