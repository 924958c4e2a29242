"""The icons: complete, in the text colour, drawn once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from widgets.icons import FOLDER, Icons, names
from widgets.palette import DARK, LIGHT, Palette

NEEDED = (
    "open",
    "import",
    "new",
    "find",
    "annotate",
    "highlight",
    "comment",
    "question",
    "issue",
    "suggestion",
    "evidence",
    "attach",
    "report",
    "share",
    "undo",
    "redo",
    "add",
    "edit",
    "remove",
    "settings",
    "outline",
    "table",
    "inspector",
    "close",
    "previous",
    "next",
    "check",
    "warning",
    "history",
    "tag",
    "reply",
    "reviewer",
    "dark",
    "light",
    "help",
    "link",
    "copy",
    "paste",
    "filter",
    "clear",
    "info",
)


def strongest(image: QImage) -> QColor:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(pixels, key=QColor.alpha)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_icon_is_drawn_in_the_text_colour(qtbot: QtBot, palette: Palette) -> None:
    icons = Icons(palette)
    for name in NEEDED:
        image = icons.icon(name).pixmap(QSize(20, 20), 2.0).toImage()
        drawn = strongest(image)
        assert drawn.alpha() > 200, name
        assert abs(drawn.lightness() - QColor(palette.text).lightness()) < 12, name


def test_the_family_has_one_stroke_and_no_colour_of_its_own() -> None:
    for name in names():
        svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        assert 'stroke-width="1.5"' in svg, name
        assert svg.count("stroke-width") == 1, name
        assert "#" not in svg, name


def test_high_resolution_screens_get_more_pixels(qtbot: QtBot) -> None:
    assert Icons(LIGHT).icon("find").pixmap(QSize(20, 20), 2.0).size() == QSize(40, 40)


def test_a_disabled_icon_is_fainter(qtbot: QtBot) -> None:
    icon = Icons(LIGHT).icon("undo")
    faded = strongest(icon.pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled).toImage())
    assert faded.alpha() < strongest(icon.pixmap(QSize(20, 20), 1.0).toImage()).alpha()


def test_an_icon_is_drawn_once_and_may_take_another_colour(qtbot: QtBot) -> None:
    icons = Icons(LIGHT)
    assert icons.icon("add") is icons.icon("add")
    accent = strongest(icons.icon("add", "accent").pixmap(QSize(20, 20)).toImage())
    assert abs(accent.hue() - QColor(LIGHT.accent).hue()) < 8


def test_an_unknown_icon_is_a_mistake_of_the_program(qtbot: QtBot) -> None:
    with pytest.raises(FileNotFoundError):
        Icons(LIGHT).icon("no-such-icon")
