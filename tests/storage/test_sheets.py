"""A sheet of tasks is taken in once; what it changes later never goes over a reviewer's words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policy.corrections import blank_task
from policy.model import ClauseLink, Department, Policy, Role, Task
from storage.checks import check
from storage.errors import StorageError
from storage.merge import merge
from storage.records import RowsWritten
from storage.workspace import Profile, Workspace


def row(number: int | None, text: str, department: str = "财政部") -> Task:
    made = blank_task(f"row_{number}")
    lead = (Department(department, Role.LEAD),)
    return replace(made, number=number, text=text, departments=lead, departments_raw=department, category="甲类")


SHEET = (row(11, "建立工作台账"), row(12, "按季度通报进展"), row(None, "没有序号的任务"))


def counts(report: RowsWritten) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.kept


def texts(workspace: Workspace, policy: Policy) -> list[str]:
    return [task.text for task in workspace.tasks.of(policy.id)][3:]


def test_rows_become_tasks_behind_those_that_are_here(desk: Workspace, policy: Policy) -> None:
    linked = replace(SHEET[0], clauses=(ClauseLink("sec_1__cl_1", 0.7),))
    report = desk.tasks.import_rows(policy.id, (linked, *SHEET[1:]), "分工表.xlsx")
    assert counts(report) == (3, 0, 0, 0)
    assert texts(desk, policy) == [task.text for task in SHEET]
    added = desk.tasks.of(policy.id)[3]
    assert (added.number, added.category, added.departments) == (11, "甲类", SHEET[0].departments)
    assert [link.provision for link in desk.tasks.links(policy.id) if link.task == added.id] == ["sec_1__cl_1"]


def test_the_same_sheet_again_writes_nothing(desk: Workspace, policy: Policy) -> None:
    desk.tasks.import_rows(policy.id, SHEET, "分工表.xlsx")
    again = desk.tasks.import_rows(policy.id, SHEET, "改名.xlsx")
    assert again.changes == ()
    assert counts(again) == (0, 0, 3, 0)


def test_a_row_that_the_document_has_already_is_not_doubled(desk: Workspace, policy: Policy) -> None:
    own = policy.tasks[0]
    report = desk.tasks.import_rows(policy.id, [row(own.number, own.text.replace("：", "：\n"))], "分工表.xlsx")
    assert counts(report) == (0, 0, 1, 0)


def test_what_the_sheet_changed_is_written_and_what_a_reviewer_wrote_stays(desk: Workspace, policy: Policy) -> None:
    desk.tasks.import_rows(policy.id, SHEET, "分工表.xlsx")
    first, second = (task for task in desk.tasks.of(policy.id) if task.number in (11, 12))
    desk.tasks.edit(first.id, category="乙类")
    changed = (replace(row(11, "建立工作台账", "审计署"), category="丙类"), row(12, "按月通报进展"), SHEET[2])
    report = desk.tasks.import_rows(policy.id, changed, "分工表.xlsx")
    assert counts(report) == (0, 2, 1, 0)
    now = desk.tasks.get(first.id)
    assert (now.category, now.departments_raw) == ("乙类", "审计署")
    assert desk.tasks.get(second.id).text == "按月通报进展"
    assert len(texts(desk, policy)) == 3
    again = desk.tasks.import_rows(policy.id, changed, "分工表.xlsx")
    assert counts(again) == (0, 0, 2, 1)
    assert again.changes == ()


def test_a_reworded_row_goes_not_over_a_reviewers_words(desk: Workspace, policy: Policy) -> None:
    desk.tasks.import_rows(policy.id, SHEET[:1], "分工表.xlsx")
    task = desk.tasks.of(policy.id)[3]
    desk.tasks.edit(task.id, text="审阅人的说法")
    report = desk.tasks.import_rows(policy.id, [row(11, "表里的新说法")], "分工表.xlsx")
    assert counts(report) == (0, 0, 0, 1)
    assert texts(desk, policy) == ["审阅人的说法"]


def test_a_row_that_a_reviewer_removed_stays_away_and_one_that_was_undone_comes_back(desk: Workspace, policy: Policy) -> None:
    written = desk.tasks.import_rows(policy.id, SHEET[:1], "分工表.xlsx")
    desk.reverse(written)
    assert texts(desk, policy) == []
    assert counts(desk.tasks.import_rows(policy.id, SHEET[:1], "分工表.xlsx")) == (1, 0, 0, 0)
    desk.tasks.remove(desk.tasks.of(policy.id)[3].id)
    assert counts(desk.tasks.import_rows(policy.id, SHEET[:1], "分工表.xlsx")) == (0, 0, 0, 1)
    assert texts(desk, policy) == []


def test_a_row_that_comes_back_brings_its_clauses_and_says_what_the_sheet_says_now(desk: Workspace, policy: Policy) -> None:
    first = replace(SHEET[0], clauses=(ClauseLink("sec_1__cl_1", 0.7),))
    now = replace(row(11, SHEET[0].text, "审计署"), clauses=(*first.clauses, ClauseLink("sec_1__cl_2", 0.6)))
    desk.reverse(desk.tasks.import_rows(policy.id, [first], "分工表.xlsx"))
    assert counts(desk.tasks.import_rows(policy.id, [now], "分工表.xlsx")) == (1, 0, 0, 0)
    task = desk.tasks.of(policy.id)[3]
    assert task.departments_raw == "审计署"
    tied = [link.provision for link in desk.tasks.links(policy.id) if link.task == task.id]
    assert sorted(tied) == ["sec_1__cl_1", "sec_1__cl_2"]
    assert desk.tasks.import_rows(policy.id, [now], "分工表.xlsx").changes == ()


def test_two_reviewers_who_take_in_the_same_sheet_have_the_same_tasks(
    desk: Workspace, policy: Policy, tmp_path: Path, profile_of: Callable[[str], Profile]
) -> None:
    copy = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, copy)
    desk.tasks.import_rows(policy.id, SHEET, "分工表.xlsx")
    desk.tasks.edit(desk.tasks.of(policy.id)[3].id, text="改过")
    with Workspace.open(copy, profile_of("李审阅")) as other:
        other.tasks.import_rows(policy.id, SHEET, "分工表.xlsx")
        report = merge(desk, other.path)
    assert report.conflicts == ()
    assert texts(desk, policy) == ["改过", *(task.text for task in SHEET[1:])]
    desk.close()
    assert check(desk.path).sound


def test_a_sheet_for_a_policy_that_is_not_here_is_refused(desk: Workspace) -> None:
    with pytest.raises(StorageError, match="unknown_policy"):
        desk.tasks.import_rows("nobody", SHEET, "分工表.xlsx")
