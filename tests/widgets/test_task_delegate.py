"""Two lines of text in a row, broken where Chinese may be broken."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from widgets.models.task_model import Column, TaskRow
from widgets.palette import Palette
from widgets.task_delegate import ROW_HEIGHT, TwoLines
from widgets.task_table import TaskTable


def test_a_text_that_fits_is_one_line(qtbot: QtBot) -> None:
    assert TwoLines().of("宽带", 200, QFont()) == ("宽带",)
    assert TwoLines().of("", 200, QFont()) == ()


def test_a_long_text_is_two_lines_of_the_width_and_then_cut(qtbot: QtBot) -> None:
    text = "推进光纤入户，统筹提高城乡宽带网络普及水平和接入能力，开展下一代互联网示范城市建设" * 2
    lines = TwoLines().of(text, 150, QFont())
    assert len(lines) == 2
    assert text.startswith(lines[0])
    assert lines[1].endswith("…")
    assert all(QFontMetricsF(QFont()).horizontalAdvance(line) <= 151 for line in lines)


def test_a_line_never_begins_with_a_comma(qtbot: QtBot) -> None:
    text = "一二三四五六，七八九十"
    font = QFont()
    width = int(QFontMetricsF(font).horizontalAdvance("一二三四五六")) + 1
    assert not TwoLines().of(text, width, font)[1].startswith("，")


@given(st.text(alphabet="甲𠮷乙 a，。\n", max_size=40), st.integers(10, 200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_and_no_width_breaks_a_character(qtbot: QtBot, text: str, width: int) -> None:
    lines = TwoLines().of(text, width, QFont())
    assert len(lines) <= 2
    "".join(lines).encode("utf-8")


def test_rows_are_painted_at_their_height_in_both_palettes(
    qtbot: QtBot, catalogue: Catalogue, task_rows: list[TaskRow], light: Palette, dark: Palette, as_of: dt.date
) -> None:
    table = TaskTable(catalogue, as_of)
    qtbot.addWidget(table)
    table.set_rows(task_rows)
    table.resize(700, 400)
    grounds = []
    for palette in (light, dark):
        table.set_palette_tokens(palette)
        rect = table.view.visualRect(table.proxy.index(2, Column.EVIDENCE))
        assert rect.height() == ROW_HEIGHT
        grounds.append(table.view.viewport().grab(rect).toImage().pixelColor(3, 3).name().upper())
    assert grounds == [light.paper, dark.paper]


def test_a_doubtful_row_carries_a_sign_until_it_is_corrected(
    qtbot: QtBot, catalogue: Catalogue, task_rows: list[TaskRow], light: Palette, as_of: dt.date
) -> None:
    table = TaskTable(catalogue, as_of)
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.set_palette_tokens(light)

    def inked() -> bool:
        index = table.proxy.mapFromSource(table.model.index(table.model.place_of("task-6") or 0, Column.NUMBER))
        rect = table.view.visualRect(index)
        image = table.view.viewport().grab(rect).toImage()
        purple = light.color("purple")
        return any(
            abs(image.pixelColor(x, y).red() - purple.red()) + abs(image.pixelColor(x, y).blue() - purple.blue()) < 40
            for x in range(image.width() // 2)
            for y in range(image.height())
        )

    table.set_rows(task_rows)
    assert inked()
    table.set_rows([*task_rows[:5], dataclasses.replace(task_rows[5], corrected=True)])
    assert not inked()
