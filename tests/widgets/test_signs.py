"""The drawn signs differ by shape, not by colour alone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from policy.judging import Progress, WarningLevel
from widgets.palette import Palette
from widgets.signs import SIGN_SIZE, Sign, progress_sign, sign_icon, sign_pixmap, warning_sign


def shape(sign: Sign, palette: Palette) -> tuple[int, ...]:
    """Where the sign has ink, whatever its colour."""
    image = sign_pixmap(sign, palette, 24).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return tuple(image.pixelColor(x, y).alpha() // 128 for y in range(24) for x in range(24))


def test_every_sign_has_a_shape_of_its_own(qtbot: QtBot, light: Palette) -> None:
    assert len({shape(sign, light) for sign in Sign}) == len(Sign)


def test_a_sign_has_the_same_shape_in_both_palettes(qtbot: QtBot, light: Palette, dark: Palette) -> None:
    assert shape(Sign.SLOW, light) == shape(Sign.SLOW, dark)


@pytest.mark.parametrize(
    ("fuller", "emptier"), [(Sign.DONE, Sign.PARTLY_DONE), (Sign.PARTLY_DONE, Sign.ON_TRACK), (Sign.ON_TRACK, Sign.NOT_STARTED)]
)
def test_the_circle_fills_with_progress(qtbot: QtBot, light: Palette, fuller: Sign, emptier: Sign) -> None:
    assert sum(shape(fuller, light)) > sum(shape(emptier, light))


def test_overdue_is_filled_and_due_soon_is_not(qtbot: QtBot, light: Palette) -> None:
    assert sum(shape(Sign.OVERDUE, light)) > sum(shape(Sign.DUE_SOON, light))


def test_every_progress_and_every_warning_has_its_sign() -> None:
    assert len({progress_sign(progress) for progress in Progress}) == len(Progress)
    assert warning_sign(WarningLevel.NONE) is None
    assert warning_sign(WarningLevel.OVERDUE) is Sign.OVERDUE


def test_icons_stay_sharp_on_dense_screens(qtbot: QtBot, light: Palette) -> None:
    assert {size.width() for size in sign_icon(Sign.DONE, light).availableSizes()} == {SIGN_SIZE, 2 * SIGN_SIZE}
