"""Corrections made in a preview are stored as what the reviewer saw, and as changes that can be taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from policy.corrections import Correction, apply
from policy.model import ClauseLink, Department, Policy, Role, Task, TaskSource, Timing, TimingKind
from policy.parse import parse_text
from storage.correcting import CorrectionStep, correction_drafts, correction_steps
from storage.errors import StorageError
from storage.importing import IMPORT_WRITER
from storage.records import Draft, Family, LinkState, ReviewerRecord, TaskRecord
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


def test_rows_split_and_joined_in_the_preview_are_stored_so(tmp_path: Path, policy: Policy) -> None:
    one, two, three = policy.tasks[4:7]
    half = len(one.text) // 2
    corrections = [
        Correction(one.eid, {"text": one.text[:half]}),
        Correction(two.eid, {"text": two.text + three.text, "departments": (*two.departments, *three.departments)}),
        Correction("task_half", {"text": one.text[half:], "category": one.category}, added=True, after=one.eid),
        Correction(three.eid, removed=True),
    ]
    with store(tmp_path / "w.clausedesk", policy, corrections) as workspace:
        stored = [task.text for task in workspace.tasks.of(policy.id)][4:8]
        assert stored == [one.text[:half], one.text[half:], two.text + three.text, policy.tasks[7].text]


def test_each_correction_is_taken_back_by_itself_and_the_import_after_them(tmp_path: Path, policy: Policy) -> None:
    corrections = corrections_of(policy)
    with Workspace.create(tmp_path / "w.clausedesk", Profile(ReviewerRecord("r", "审阅人", ""))) as workspace:
        imported, *steps = workspace.policies.add_in_steps(policy, "x.txt", b"x", correction_steps(policy, corrections))
        assert len(steps) == len(corrections)
        assert [told(task) for task in workspace.tasks.of(policy.id)] == [told(task) for task in apply(policy, corrections)]
        removal = next(step for step in steps if step.changes[0].patch == {"deleted": True})
        workspace.reverse(removal)
        assert policy.tasks[2].text in [task.text for task in workspace.tasks.of(policy.id)]
        for step in reversed(steps):
            if step is not removal:
                workspace.reverse(step)
        assert [told(task) for task in workspace.tasks.of(policy.id)] == [told(task) for task in policy.tasks]
        workspace.reverse(imported)
        assert workspace.policies.all() == ()
        assert workspace.history.rows_equal_history()


def test_an_import_whose_corrections_do_not_fit_leaves_nothing(tmp_path: Path, policy: Policy) -> None:
    bad = CorrectionStep("坏", (Draft(Family.TASK, "t", {"text": 5}),))
    with Workspace.create(tmp_path / "w.clausedesk", Profile(ReviewerRecord("r", "审阅人", ""))) as workspace:
        with pytest.raises(StorageError, match="invalid_value"):
            workspace.policies.add_in_steps(policy, "x.txt", b"x", [bad])
        assert workspace.policies.all() == ()
