"""The look of the whole application, filled from a palette."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources
from widgets.palette import DARK, LIGHT, Palette

FOLDER = Path(resources.__file__).parent / "styles"
HALF_LIGHT = 128
TOKENS = ("window", "paper", "text", "muted", "line", "accent", "blue", "green", "amber", "purple")
SOFT = {
    "hover": ("text", 0.06),
    "pressed": ("text", 0.12),
    "chosen": ("blue", 0.16),
    "ring": ("accent", 0.35),
    "grip": ("muted", 0.45),
}
SIGN_TOKENS = {"down": "muted", "up": "muted", "right": "muted", "check": "paper", "some": "paper", "dot": "paper"}


def stylesheet(palette: Palette) -> str:
    """The style sheet of the application in the colours of ``palette``."""
    values = {token: getattr(palette, token) for token in TOKENS}
    values |= {name: _rgba(palette.color(token, alpha)) for name, (token, alpha) in SOFT.items()}
    values["signs"] = signs_folder(palette).as_posix()
    return Template((FOLDER / "application.qss").read_text(encoding="utf-8")).substitute(values)


def apply(app: QApplication, palette: Palette) -> None:
    """Give ``app`` the look: style, palette and style sheet."""
    _colour(app, palette)
    app.setStyleSheet(stylesheet(palette))


def tokens_in_use() -> Palette:
    """The palette that the application has at present, for windows that are made while it runs."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < HALF_LIGHT else LIGHT


def prepare(app: QApplication, palette: Palette) -> None:
    """Give ``app`` style and palette without the style sheet, for the time in which widgets are built.

    With a style sheet set, each would be dressed anew whenever it finds its place, and a window would take three times as long.
    """
    _colour(app, palette)
    if app.styleSheet():
        app.setStyleSheet("")


def _colour(app: QApplication, palette: Palette) -> None:
    # Fusion, because its shapes are the same everywhere.
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette.qt())


def signs_folder(palette: Palette) -> Path:
    """Where the small signs of controls lie for ``palette``: a style sheet takes images only from files."""
    return FOLDER / ("dark" if palette.dark else "light")


def sign(name: str, palette: Palette) -> str:
    """The SVG of the sign ``name`` in the colour it has under ``palette``."""
    drawing = (FOLDER / "signs" / f"{name}.svg").read_text(encoding="utf-8")
    return drawing.replace("currentColor", getattr(palette, SIGN_TOKENS[name]))


def _rgba(color: QColor) -> str:
    return f"rgba({color.red()}, {color.green()}, {color.blue()}, {color.alpha()})"
