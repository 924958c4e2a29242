"""Corrections made in a preview are stored as what the reviewer saw, and as changes that can be taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from policy.corrections import Correction, apply
from policy.model import ClauseLink, Department, Policy, Role, Task, TaskSource, Timing, TimingKind
from policy.parse import parse_text
from storage.correcting import correction_drafts
from storage.importing import IMPORT_WRITER
from storage.records import LinkState, ReviewerRecord, TaskRecord
from storage.workspace import Profile, Workspace

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "guofa-2013-32.txt"
TIMING = Timing("2014年6月底前", TimingKind.BY_DATE, None, dt.date(2014, 6, 30))


@pytest.fixture(scope="module")
def policy() -> Policy:
    return parse_text(SAMPLE.read_text(encoding="utf-8"))


def corrections_of(policy: Policy) -> list[Correction]:
    first, second, third = policy.tasks[:3]
    clauses = (*first.clauses[1:], ClauseLink("sec_1__cl_1", 1.0))
    return [
        Correction(first.eid, {"text": "改正后的任务", "clauses": clauses}),
        Correction(second.eid, {"departments": (Department("财政部", Role.LEAD),), "departments_raw": "财政部", "timing": TIMING}),
        Correction(third.eid, removed=True),
        Correction("task_new_1", {"text": "漏读的任务", "number": 99}, added=True, after=first.eid),
        Correction("task_new_2", {"text": "又一项"}, added=True, after="task_new_1"),
        Correction("task_new_0", {"text": "最前"}, added=True),
    ]


def told(task: Task | TaskRecord) -> tuple[object, ...]:
    timing = task.timing.phrase if isinstance(task.timing, Timing) else task.timing
    return (task.eid, task.number, task.category, task.text, task.departments, task.open_ended, timing, task.source)


def store(path: Path, policy: Policy, corrections: list[Correction]) -> Workspace:
    workspace = Workspace.create(path, Profile(ReviewerRecord("r", "审阅人", "")))
    workspace.policies.add(policy, "x.txt", b"x", correction_drafts(policy, corrections))
    return workspace


def test_the_stored_table_is_the_corrected_one_in_its_order(tmp_path: Path, policy: Policy) -> None:
    corrections = corrections_of(policy)
    with store(tmp_path / "w.clausedesk", policy, corrections) as workspace:
        assert [told(task) for task in workspace.tasks.of(policy.id)] == [told(task) for task in apply(policy, corrections)]
        assert workspace.history.rows_equal_history()


def test_a_clause_taken_away_is_rejected_and_one_given_is_confirmed(tmp_path: Path, policy: Policy) -> None:
    first = policy.tasks[0]
    with store(tmp_path / "w.clausedesk", policy, corrections_of(policy)) as workspace:
        task = next(task for task in workspace.tasks.of(policy.id) if task.eid == first.eid)
        states = {link.provision: link.state for link in workspace.tasks.links(policy.id) if link.task == task.id}
    assert states[first.clauses[0].provision] is LinkState.REJECTED
    assert states["sec_1__cl_1"] is LinkState.CONFIRMED


def test_corrections_are_changes_of_their_own_behind_the_import(tmp_path: Path, policy: Policy) -> None:
    with store(tmp_path / "w.clausedesk", policy, corrections_of(policy)) as workspace:
        task = next(task for task in workspace.tasks.of(policy.id) if task.text == "改正后的任务")
        imported, corrected = workspace.history.of(task.id)
    assert (imported.writer, corrected.parents) == (IMPORT_WRITER, (imported.id,))
    assert set(corrected.patch) == {"text"}


def test_no_correction_makes_no_change(policy: Policy) -> None:
    assert correction_drafts(policy, [Correction(policy.tasks[0].eid, {"text": policy.tasks[0].text})]) == []


def test_a_row_that_is_not_there_is_an_error_of_the_caller(policy: Policy) -> None:
    with pytest.raises(ValueError, match="no task"):
        correction_drafts(policy, [Correction("att_9__task_1", {"text": "x"})])


def test_an_added_row_is_by_hand(tmp_path: Path, policy: Policy) -> None:
    with store(tmp_path / "w.clausedesk", policy, corrections_of(policy)) as workspace:
        added = [task for task in workspace.tasks.of(policy.id) if task.eid.startswith("task_new")]
    assert [task.text for task in added] == ["最前", "漏读的任务", "又一项"]
    assert {task.source for task in added} == {TaskSource.MANUAL}
