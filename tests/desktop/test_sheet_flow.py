"""A spreadsheet brought in as tasks of the policy on screen."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QUrl

from desktop.flows import sheets
from desktop.flows.importing import PATTERNS
from desktop.jobs import Control
from policy.rows_header import Column
from tests.desktop.driving import Hands
from widgets.dialogs.encoding_dialog import EncodingDialog
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.job_dialog import JobDialog
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


TRADITIONAL = (
    "序號,工作任務,責任單位,完成時限\n"
    "11,建設船舶岸電設施並開放給所有靠泊的船舶使用,市交通局,2023年底前完成\n"
    "12,開通港口數據接口並實現單證電子化,市商務局,持續推進\n"
)


def in_big5(tmp_path: Path) -> Path:
    path = tmp_path / "分工.csv"
    path.write_bytes(TRADITIONAL.encode("big5"))
    return path


def test_a_table_in_an_unknown_encoding_is_shown_in_several_and_read_in_the_one_chosen(hands: Hands, tmp_path: Path) -> None:
    before = numbers(hands)
    hands.app.flows.sheets.take(in_big5(tmp_path))
    choice = hands.dialog(EncodingDialog)
    assert "建設船舶岸電設施" in choice.preview.toPlainText()
    choice.accept()
    read(hands).accept()
    hands.finish_jobs()
    assert numbers(hands) == [*before, 11, 12]
    assert hands.task(11).text.startswith("建設船舶岸電設施")


def test_choosing_no_encoding_for_a_table_leaves_everything_as_it_was(hands: Hands, tmp_path: Path) -> None:
    before = numbers(hands)
    hands.app.flows.sheets.take(in_big5(tmp_path))
    hands.dialog(EncodingDialog).reject()
    hands.finish_jobs()
    assert not hands.dialogs(SheetDialog)
    assert numbers(hands) == before
    assert hands.said() == ""


def test_the_reading_of_a_table_says_how_far_it_is_and_can_be_called_off(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, whole = threading.Event(), sheets._read_sheets

    def slow(path: Path, encoding: str | None, control: Control) -> sheets.Sheets:
        assert go_on.wait(10)
        return whole(path, encoding, control)

    monkeypatch.setattr(sheets, "_read_sheets", slow)
    hands.app.flows.sheets.take(book(tmp_path / "分工.xlsx"))
    dialog = hands.dialog(JobDialog)
    assert "分工.xlsx" in dialog.step()
    dialog.cancel_button.click()
    go_on.set()
    hands.finish_jobs()
    assert "stopped" in hands.said()
    assert not hands.dialogs(JobDialog)
    assert not hands.dialogs(SheetDialog)


def test_every_task_table_can_be_chosen_as_a_policy_too() -> None:
    assert {f"*{suffix}" for suffix in sheets.SUFFIXES} <= set(PATTERNS.split())
