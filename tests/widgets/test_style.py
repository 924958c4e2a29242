"""The style sheet: filled from the palette, and its images in the palette's colours."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QImageReader, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from widgets import style
from widgets.palette import DARK, LIGHT, Palette

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_every_token_is_filled_and_every_colour_is_the_palettes(palette: Palette) -> None:
    sheet = style.stylesheet(palette)
    assert "${" not in sheet
    tokens = {getattr(palette, token) for token in style.TOKENS}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= tokens


def test_the_template_names_no_colour() -> None:
    template = (style.FOLDER / "application.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", template)


@BOTH
def test_the_signs_of_controls_are_drawn_in_the_palettes_colours(palette: Palette) -> None:
    for name in style.SIGN_TOKENS:
        path = style.signs_folder(palette) / f"{name}.svg"
        assert path.read_text(encoding="utf-8") == style.sign(name, palette), name
        assert not QImageReader(str(path)).read().isNull()


def test_the_sheets_of_the_two_palettes_differ() -> None:
    assert style.stylesheet(LIGHT) != style.stylesheet(DARK)


@BOTH
def test_applying_gives_controls_the_colours(qtbot: QtBot, qapp: QApplication, palette: Palette) -> None:
    sheet, colours = qapp.styleSheet(), qapp.palette()
    try:
        style.apply(qapp, palette)
        button, combo = QPushButton("确定"), QComboBox()
        qtbot.addWidget(button)
        qtbot.addWidget(combo)
        button.setDefault(True)
        button.ensurePolished()
        image = button.grab().toImage()
        assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == palette.window
        assert combo.palette().color(QPalette.ColorRole.Base).name().upper() == palette.paper
        assert image.pixelColor(image.width() // 2, 3).name().upper() in {palette.paper, palette.accent}
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(colours)
