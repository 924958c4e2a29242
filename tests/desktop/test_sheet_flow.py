"""A spreadsheet brought in as tasks of the policy on screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QUrl

from policy.rows_header import Column
from tests.desktop.driving import Hands
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.sheet_dialog import MEANINGS, SheetDialog

ROWS = (
    ("港口任务分工表", "", "", ""),
    ("序号", "工作任务", "责任单位", "完成时限"),
    (11, "建设船舶岸电设施", "市交通局", "2023年底前完成"),
    (12, "开通港口数据接口", "市数据局牵头，市商务局配合", "持续推进"),
)


def book(path: Path, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def read(hands: Hands) -> SheetDialog:
    """The dialog once its tasks have been read."""
    dialog = hands.dialog(SheetDialog)
    hands.qtbot.waitUntil(lambda: bool(dialog.tasks()) or bool(dialog.problem_shown()))
    return dialog


def numbers(hands: Hands) -> list[int | None]:
    hands.settle()
    return [task.number for task in sorted(hands.shown.tasks.values(), key=lambda task: task.position)]


def test_a_task_table_that_is_dropped_becomes_tasks_that_undo_takes_away(hands: Hands, tmp_path: Path) -> None:
    before = numbers(hands)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(book(tmp_path / "分工.xlsx")))])
    assert hands.app.flows.importing.take_dropped(mime)
    read(hands).accept()
    hands.finish_jobs()
    assert numbers(hands) == [*before, 11, 12]
    added = hands.task(12)
    assert [(department.name, department.role.value) for department in added.departments] == [
        ("市数据局", "lead"),
        ("市商务局", "joint"),
    ]
    assert hands.task(11).due is not None
    hands.app.session.undo_stack.undo()
    assert numbers(hands) == before
    hands.app.session.undo_stack.redo()
    assert numbers(hands) == [*before, 11, 12]


def test_the_same_table_again_adds_nothing(hands: Hands, tmp_path: Path) -> None:
    path = book(tmp_path / "分工.xlsx")
    for _ in range(2):
        hands.app.flows.sheets.take(path)
        read(hands).accept()
        hands.finish_jobs()
    assert numbers(hands).count(11) == 1
    assert not hands.dialogs(SheetDialog)


def test_the_columns_are_read_as_the_person_says(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.sheets.take(book(tmp_path / "分工.xlsx"))
    dialog = read(hands)
    dialog._combos[2].setCurrentIndex(MEANINGS.index(Column.JOINT))
    hands.qtbot.waitUntil(lambda: bool(dialog.tasks()))
    dialog.accept()
    hands.finish_jobs()
    assert [department.role.value for department in hands.task(11).departments] == ["joint"]


def test_a_mapping_without_tasks_is_told_in_the_dialog_and_nothing_is_stored(hands: Hands, tmp_path: Path) -> None:
    before = numbers(hands)
    hands.app.flows.sheets.take(book(tmp_path / "分工.xlsx"))
    dialog = read(hands)
    dialog._combos[1].setCurrentIndex(MEANINGS.index(Column.OTHER))
    hands.qtbot.waitUntil(lambda: bool(dialog.problem_shown()))
    dialog.accept()
    assert dialog.isVisible()
    dialog.reject()
    assert numbers(hands) == before


def test_a_spreadsheet_can_still_be_a_document_of_its_own(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.importing.import_paths([book(tmp_path / "分工.xlsx")])
    read(hands).own.click()
    preview = hands.dialog(ImportPreview)
    preview.accept()
    hands.finish_jobs()
    assert hands.shown.policy.title == "港口任务分工表"


@pytest.mark.parametrize("name", ["坏.xlsx", "不是表.docx"])
def test_what_is_no_spreadsheet_is_told_and_changes_nothing(hands: Hands, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 broken word/ xl/")
    before = numbers(hands)
    with hands.qtbot.waitSignal(hands.app.flows.sheets.failed):
        hands.app.flows.sheets.take(path)
    assert not hands.dialogs(SheetDialog)
    assert numbers(hands) == before
