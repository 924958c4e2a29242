"""Accounts of who wrote what, saved from the window: of a record, of everything, narrowed, cancelled, refused."""

from __future__ import annotations

import csv
import datetime as dt
from functools import partial
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.account_rows import Narrowing, account_of
from desktop.flows.accounts import _of_all
from desktop.histories import all_lines
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, Family
from tests.desktop.driving import Hands
from widgets.dialogs.account_dialog import AccountDialog, AccountForm
from widgets.panels.inspector import Tab

ENGLISH = Catalogue.load("en")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def choose_file(hands: Hands, path: Path) -> None:
    (dialog,) = hands.dialogs(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    hands.finish_jobs()


def test_the_history_of_the_chosen_record_is_saved_as_a_table(hands: Hands, tmp_path: Path) -> None:
    hands.app.session.edit_task(hands.task(1).id, {"text": "=改过"})
    hands.click_task(1)
    hands.app.parts.inspector.show_tab(Tab.HISTORY)
    hands.app.parts.inspector.history.save.click()
    choose_file(hands, tmp_path / "一.csv")
    rows = table(tmp_path / "一.csv")
    assert rows[0]["Who"] == "张三"
    assert rows[0]["Details"] == "Text: 建设统一的港口数据平台 → =改过"
    assert rows[0]["Machine and session"]
    assert "一.csv" in hands.said()


def test_it_is_saved_as_a_document_too(hands: Hands, tmp_path: Path) -> None:
    hands.app.session.edit_task(hands.task(1).id, {"text": "改过"})
    hands.app.flows.accounts.save_record(hands.task(1).id)
    choose_file(hands, tmp_path / "一.docx")
    document = docx.Document(str(tmp_path / "一.docx"))
    assert "task 1" in document.paragraphs[0].text
    assert "改过" in document.tables[0].rows[1].cells[6].text


def test_the_page_of_history_offers_the_records_around_the_chosen_one(hands: Hands) -> None:
    task = hands.task(1).id
    hands.app.session.add_evidence(hands.shown.policy.id, {"type": "document", "title": "方案", "tasks": [task]})
    hands.click_task(1)
    hands.app.parts.inspector.show_tab(Tab.HISTORY)
    panel = hands.app.parts.inspector.history
    offered = [panel.subjects.itemText(at) for at in range(panel.subjects.count())]
    assert offered[0].startswith("Task 1")
    assert "方案" in offered[1]
    assert hands.shown.policy.title in offered[-1]
    panel.subjects.setCurrentIndex(1)
    panel.subjects.activated.emit(1)
    assert {line.family for line in panel.model.rows} == {Family.EVIDENCE, Family.EVIDENCE_USE}
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "新题"})
    hands.settle()
    assert panel.subject() == hands.evidence().id


def test_all_changes_are_asked_for_with_filters(hands: Hands, tmp_path: Path) -> None:
    hands.app.session.annotate(hands.shown.policy.id, hands.select("坚持服务企业"), AnnotationKind.ISSUE, "一")
    hands.app.actions.account.trigger()
    dialog = hands.dialog(AccountDialog)
    assert [dialog.person.itemText(at) for at in range(dialog.person.count())][1:-1] == ["张三", "李四"]
    dialog.person.setCurrentIndex(dialog.person.findData("张三"))
    dialog.family.setCurrentIndex(dialog.family.findData(Family.ANNOTATION))
    dialog.accept()
    choose_file(hands, tmp_path / "全.csv")
    (row,) = table(tmp_path / "全.csv")
    assert (row["Who"], row["Kind"]) == ("张三", "Annotation")


def test_the_period_must_begin_before_it_ends(hands: Hands) -> None:
    hands.app.actions.account.trigger()
    dialog = hands.dialog(AccountDialog)
    for field, text in ((dialog.first, "2014-01-02"), (dialog.last, "2014-01-01")):
        field.setText(text)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.problem_shown()
    dialog.last.setText("2014-01-02")
    assert dialog.problem() == ""
    assert dialog.form() == AccountForm(None, None, None, dt.date(2014, 1, 2), dt.date(2014, 1, 2))


@pytest.mark.parametrize("suffix", ["csv", "docx"])
def test_a_cancelled_account_leaves_nothing_behind(hands: Hands, tmp_path: Path, suffix: str) -> None:
    hands.app.jobs.started.connect(lambda control: control.cancel())
    target = tmp_path / "folder" / f"a.{suffix}"
    target.parent.mkdir()
    hands.app.flows.accounts.write(partial(_of_all, Narrowing()), target)
    hands.finish_jobs()
    assert list(target.parent.iterdir()) == []
    assert hands.said() == "The account was not written."


def test_a_place_that_refuses_is_told(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.accounts.write(partial(_of_all, Narrowing()), tmp_path / "nowhere" / "a.csv")
    hands.finish_jobs()
    assert "nowhere" in hands.said()


def test_what_an_import_read_is_one_row_for_each_kind(hands: Hands) -> None:
    hands.app.session.edit_task(hands.task(1).id, {"text": "改过"})
    lines = all_lines(hands.workspace, ENGLISH)
    account = account_of("a", "w", lines, ENGLISH, Narrowing())
    assert account.count == len(lines)
    tasks = [row for row in account.rows if row.family == "Task" and not row.who]
    assert [(row.count, row.record) for row in tasks] == [(3, "3 × Task")]
    assert [row.details for row in account.rows if row.who == "张三" and row.family == "Task"]


def test_an_account_holds_what_it_was_narrowed_to(hands: Hands) -> None:
    hands.app.session.edit_task(hands.task(1).id, {"text": "改过"})
    lines = all_lines(hands.workspace, ENGLISH)
    today = dt.datetime.now().astimezone().date()
    day = dt.timedelta(days=1)

    def held(**wanted: object) -> int:
        return account_of("a", "w", lines, ENGLISH, Narrowing(**wanted)).count  # type: ignore[arg-type]

    assert held() == held(first=today - day, last=today + day) == len(lines)
    assert held(last=today - day) == held(first=today + day) == held(policy="another", family=Family.TASK) == 0
    assert held(person="张三", family=Family.TASK) == 1
    assert held(person="") == len([line for line in lines if not line.who])
