"""The picture of the window shows a review, not an empty desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop.picture import picture_of_window
from desktop.settings import APPEARANCE, Settings
from widgets.palette import DARK


def test_the_window_is_painted_with_text_and_table(
    qapp: QApplication, workspace_file: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.set(APPEARANCE, "dark")
    picture = picture_of_window(workspace_file, settings)
    assert (picture.width(), picture.height()) == (1366, 768)
    image = picture.toImage()
    seen = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 3)}
    colors = {QColor(pixel).name() for pixel in seen}
    assert {DARK.color("paper").name(), DARK.color("window").name()} <= colors
    assert len(colors) > 30, "words are painted"
    assert picture.save(str(tmp_path / "window.png"))
    assert not [window for window in qapp.topLevelWidgets() if window.isVisible()]
