"""The program's icons: one family of line drawings that follow the text colour."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from widgets.palette import Palette

FOLDER = Path(resources.__file__).parent / "icons"
SIZE = 20
SCALES = (1, 2)
DISABLED_OPACITY = 0.4


class Icons:
    """Icons by name, drawn for one palette. Each file is read and drawn when it is first asked for, then kept."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._drawn: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, token: str = "text") -> QIcon:
        """The icon called ``name`` in the palette colour ``token``; ``FileNotFoundError`` when there is none of that name."""
        key = (name, token)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, token)
        return self._drawn[key]

    def _draw(self, name: str, token: str) -> QIcon:
        color: str = getattr(self._palette, token)
        svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
        renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
        icon = QIcon()
        for scale in SCALES:
            pixmap = _blank(scale)
            _paint(pixmap, renderer, 1.0)
            icon.addPixmap(pixmap, QIcon.Mode.Normal)
            faded = _blank(scale)
            _paint(faded, renderer, DISABLED_OPACITY)
            icon.addPixmap(faded, QIcon.Mode.Disabled)
        return icon


def names() -> tuple[str, ...]:
    """The names of all icons that ship with the program."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


def _blank(scale: int) -> QPixmap:
    pixmap = QPixmap(SIZE * scale, SIZE * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _paint(pixmap: QPixmap, renderer: QSvgRenderer, opacity: float) -> None:
    painter = QPainter(pixmap)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, SIZE, SIZE))
    painter.end()
