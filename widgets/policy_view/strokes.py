"""The strokes of underlines as small tiles: tiling is many times quicker than stroking a dashed or wavy line anew."""

from __future__ import annotations

from math import pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from widgets.policy_view.marks import MarkShape

PERIODS = {MarkShape.SOLID: 16, MarkShape.DOTTED: 4, MarkShape.DASHED: 10, MarkShape.WAVY: 6}
HEIGHT = 5
DASH = 6.5
WAVE = 1.3
THIN = 1.5
BOLD = 2.2


class Strokes:
    """Draws underlines in the shape of a kind; keeps one tile for each shape, colour, weight and screen density."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[MarkShape, int, bool, float], QPixmap] = {}

    def draw(self, painter: QPainter, shape: MarkShape, color: QColor, line: tuple[float, float, float], *, bold: bool) -> None:
        """Draw from ``line``'s left to its right with its height as the middle of the stroke."""
        left, right, height = line
        tile = self._tile(shape, color, bold, painter.device().devicePixelRatioF())
        period = PERIODS[shape]
        # The pattern is fixed to the page, not to the stretch, so that two stretches side by side join without a step.
        painter.drawTiledPixmap(QRectF(left, round(height) - HEIGHT / 2, right - left, HEIGHT), tile, QPointF(left % period, 0))

    def _tile(self, shape: MarkShape, color: QColor, bold: bool, density: float) -> QPixmap:
        key = (shape, color.rgba(), bold, density)
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = _drawn(shape, color, BOLD if bold else THIN, density)
        return tile


def _drawn(shape: MarkShape, color: QColor, width: float, density: float) -> QPixmap:
    period = PERIODS[shape]
    tile = QPixmap(round(period * density), round(HEIGHT * density))
    tile.setDevicePixelRatio(density)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = HEIGHT / 2
    if shape is MarkShape.DOTTED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(period / 2, middle), (width + 0.5) / 2, (width + 0.5) / 2)
    elif shape is MarkShape.WAVY:
        painter.setPen(QPen(color, width - 0.3))
        steps = [step / 4 for step in range(-4, 4 * (period + 1) + 1)]
        painter.drawPolyline(QPolygonF([QPointF(x, middle + WAVE * sin(2 * pi * x / period)) for x in steps]))
    else:
        length = DASH if shape is MarkShape.DASHED else period
        painter.fillRect(QRectF(0, middle - width / 2, length, width), color)
    painter.end()
    return tile
