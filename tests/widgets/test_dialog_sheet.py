"""The dialog in which a person says what the columns of a spreadsheet hold."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from policy.model import Task
from policy.rows_header import Column
from policy.sources.sheet.book import Sheet
from policy.sources.sheet.mapping import ColumnMapping, guess_mapping, sheet_tasks
from resources.catalogue import Catalogue
from widgets.dialogs.sheet_dialog import MEANINGS, SheetDialog
from widgets.models.sheet_model import SheetModel, column_name
from widgets.palette import DARK, LIGHT

SHEET = Sheet(
    "分工",
    (
        ("落实意见任务分工表", "", "", ""),
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "加快宽带网络建设", "财政部", "2013年底前"),
        ("2", "推进三网融合", "广电总局", "持续推进"),
    ),
)
OTHER = Sheet("附表", (("甲", "乙"), ("1", "2")))


def read(sheet: Sheet, mapping: ColumnMapping) -> tuple[Task, ...]:
    return sheet_tasks(sheet, mapping, "", (), None)


@pytest.fixture
def dialog(qtbot: QtBot) -> SheetDialog:
    made = SheetDialog("分工.xlsx", [(one, guess_mapping(one)) for one in (SHEET, OTHER)], "若干意见", Catalogue.load("zh"))
    made.set_palette_tokens(LIGHT)
    qtbot.addWidget(made)
    return made


def test_the_sheet_is_asked_for_as_guessed_and_its_tasks_are_taken(dialog: SheetDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.read_requested) as asked:
        dialog.show()
    assert asked.args == [SHEET, guess_mapping(SHEET)]
    assert dialog.problem()
    dialog.set_tasks(SHEET, dialog.mapping(), read(SHEET, dialog.mapping()))
    assert dialog.rows.model.rowCount() == 2
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    assert [task.text for task in dialog.tasks()] == ["加快宽带网络建设", "推进三网融合"]


def test_another_meaning_and_another_first_row_are_asked_for_once(dialog: SheetDialog, qtbot: QtBot) -> None:
    asked: list[ColumnMapping] = []
    dialog.read_requested.connect(lambda _, mapping: asked.append(mapping))
    choose(dialog, 2, Column.LEAD)
    dialog.first.setValue(4)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [ColumnMapping(3, (Column.NUMBER, Column.TASK, Column.LEAD, Column.TIMING))]
    assert dialog.model.headerData(2, Qt.Orientation.Horizontal) == "Lead departments"


def test_an_answer_to_what_is_not_asked_any_more_is_passed_over(dialog: SheetDialog) -> None:
    before = dialog.mapping()
    tasks = read(SHEET, before)
    choose(dialog, 0, Column.OTHER)
    dialog.set_tasks(SHEET, before, tasks)
    assert dialog.tasks() == ()
    assert dialog.problem()


def test_a_failure_is_told_and_keeps_the_dialog_open(dialog: SheetDialog) -> None:
    dialog.set_failure(SHEET, dialog.mapping(), "没有任务")
    dialog.accept()
    assert dialog.problem_shown() == "没有任务"
    assert dialog.result() == 0


def test_every_sheet_keeps_what_was_said_of_its_columns(dialog: SheetDialog) -> None:
    choose(dialog, 3, Column.OTHER)
    said = dialog.mapping()
    dialog.sheet.setCurrentIndex(1)
    assert dialog.mapping() == guess_mapping(OTHER)
    assert dialog.model.columnCount() == 2
    dialog.sheet.setCurrentIndex(0)
    assert dialog.mapping() == said
    assert dialog.first.value() == 3


def test_what_is_not_read_is_muted(qtbot: QtBot, dialog: SheetDialog) -> None:
    model = dialog.model
    colours = {place: model.data(model.index(*place), Qt.ItemDataRole.ForegroundRole) for place in ((0, 0), (1, 1), (2, 1), (3, 3))}
    assert colours[0, 0] == colours[1, 1] == LIGHT.color("muted")
    assert colours[2, 1] == colours[3, 3] == LIGHT.color("text")
    dialog.set_palette_tokens(DARK)
    assert model.data(model.index(2, 1), Qt.ItemDataRole.ForegroundRole) == DARK.color("text")


def test_it_is_filled_in_with_the_keyboard_alone(dialog: SheetDialog, qtbot: QtBot) -> None:
    dialog.show()
    dialog._combos[0].setFocus()
    QTest.keyClick(dialog._combos[0], Qt.Key.Key_Up)
    assert dialog.mapping().columns[0] is Column.OTHER
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [column_name(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = SheetModel({Column.TASK: "任务"})
    model.set_sheet(SHEET, guess_mapping(SHEET))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def choose(dialog: SheetDialog, column: int, meaning: Column) -> None:
    dialog._combos[column].setCurrentIndex(MEANINGS.index(meaning))
