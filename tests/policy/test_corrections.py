"""Corrections of an imported table: what they change, what they settle, what they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.corrections import Correction, apply, blank_task, changed_fields, corrected, new_eid
from policy.model import Department, Doubt, DoubtKind, Metadata, Policy, Role, Task, TaskSource

DOUBTFUL = replace(
    blank_task("att_1__task_2"),
    number=2,
    text="推进宽带网络建设",
    source=TaskSource.TABLE,
    confidence=0.4,
    doubts=(Doubt(DoubtKind.BOUNDARY, "建设"), Doubt(DoubtKind.NO_TIMING)),
)


def policy_of(*tasks: Task) -> Policy:
    return Policy(id="p", text="", sha256="", metadata=Metadata(title="意见"), provisions=(), tasks=tasks)


def numbered(*numbers: int) -> Policy:
    return policy_of(*(replace(blank_task(f"att_1__task_{n}"), number=n, text=f"任务{n}") for n in numbers))


def test_no_corrections_leave_the_tasks_as_read() -> None:
    policy = numbered(1, 2, 3)
    assert apply(policy, ()) == policy.tasks


def test_an_edit_changes_its_fields_and_no_other() -> None:
    policy = numbered(1, 2)
    after = apply(policy, [Correction("att_1__task_2", {"text": "新任务"})])
    assert after == (policy.tasks[0], replace(policy.tasks[1], text="新任务"))


def test_a_removed_row_is_gone_and_the_rest_keep_their_order() -> None:
    after = apply(numbered(1, 2, 3), [Correction("att_1__task_2", removed=True)])
    assert [task.number for task in after] == [1, 3]


def test_an_added_row_stands_behind_the_one_named_and_counts_as_written_by_hand() -> None:
    after = apply(numbered(1, 3), [Correction("new", {"number": 2}, added=True, after="att_1__task_1")])
    assert [task.number for task in after] == [1, 2, 3]
    assert after[1].source is TaskSource.MANUAL


def test_an_added_row_without_a_place_comes_first() -> None:
    after = apply(numbered(2), [Correction("new", {"number": 1}, added=True)])
    assert [task.number for task in after] == [1, 2]


def test_an_edit_settles_only_the_doubts_it_answers() -> None:
    task = corrected(DOUBTFUL, {"departments": (Department("发展改革委", Role.RESPONSIBLE),)})
    assert [doubt.kind for doubt in task.doubts] == [DoubtKind.NO_TIMING]
    assert task.confidence == DOUBTFUL.confidence


def test_a_row_without_doubts_left_is_certain() -> None:
    assert corrected(DOUBTFUL, {"doubts": ()}).confidence == 1.0


def test_an_unknown_task_or_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no task"):
        apply(numbered(1), [Correction("att_1__task_9", {"text": "甲"})])
    with pytest.raises(ValueError, match="colour"):
        apply(numbered(1), [Correction("att_1__task_1", {"colour": "red"})])


def test_rows_added_by_two_people_are_not_the_same_row() -> None:
    assert new_eid() != new_eid()


@given(st.text(), st.integers(min_value=0, max_value=999), st.booleans())
def test_changed_fields_lead_from_one_task_to_the_other(text: str, number: int, open_ended: bool) -> None:
    wanted = replace(blank_task("att_1__task_1"), text=text, number=number, open_ended=open_ended)
    changes = changed_fields(blank_task("att_1__task_1"), wanted)
    assert corrected(blank_task("att_1__task_1"), changes) == wanted
