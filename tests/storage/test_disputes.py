"""Conflicts as decisions: which fields go together, and what each side would have."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from storage.disputes import Dispute, disputes
from storage.graph import fold
from storage.history import Conflict
from storage.records import Change, Family
from storage.topics import DEPARTMENTS, JUDGEMENT, PLACE, TIMING, topic_of

NUMBERS = count(1)


def change(patch: dict[str, object], *parents: Change, clock: int = 0, family: Family = Family.ASSESSMENT) -> Change:
    number = next(NUMBERS)
    ids = tuple(parent.id for parent in parents)
    return Change(f"{number:08}", clock or number, "w", family, "r", ids, patch, "change.apply", "b", "")


def open_ones(*changes: Change) -> tuple[Dispute, ...]:
    by_id = {one.id: one for one in changes}
    family = changes[0].family
    contested = fold(changes).contested
    conflicts = [Conflict(family, "r", item.field, tuple(by_id[key] for key in item.changes)) for item in contested]
    return disputes(conflicts, {"r": changes})


def test_fields_that_make_sense_only_together_are_one_decision() -> None:
    assert topic_of(Family.ANNOTATION, "start") == topic_of(Family.ANNOTATION, "suffix") == PLACE
    assert topic_of(Family.TASK, "due") == topic_of(Family.TASK, "timing") == TIMING
    assert topic_of(Family.TASK, "departments_raw") == DEPARTMENTS
    assert topic_of(Family.ASSESSMENT, "percent") == topic_of(Family.ASSESSMENT, "verdict") == JUDGEMENT
    assert topic_of(Family.ANNOTATION, "body") == "body"


def test_a_side_takes_along_what_its_writer_had_in_the_other_fields() -> None:
    base = change({"progress": "on_track", "percent": 40})
    mine = change({"progress": "done", "percent": 100}, base)
    theirs = change({"progress": "slow"}, base)
    (found,) = open_ones(base, mine, theirs)
    assert found.topic == JUDGEMENT
    assert [dict(side.values) for side in found.sides if side.changes] == [
        {"progress": "slow", "percent": 40, "verdict": "unchecked", "reason": None},
        {"progress": "done", "percent": 100, "verdict": "unchecked", "reason": None},
    ]


def test_where_the_fields_that_show_come_from_two_writers_that_mixture_can_be_kept_too() -> None:
    base = change({"progress": "on_track", "percent": 40})
    mine = change({"progress": "done", "percent": 100}, base)
    theirs = change({"progress": "slow"}, base)
    (found,) = open_ones(base, mine, theirs)
    assert found.shown.changes == ()
    assert found.shown.values["progress"] == "slow"
    assert found.shown.values["percent"] == 100
    assert [side.shows for side in found.sides] == [True, False, False]


def test_a_field_decided_since_is_left_alone() -> None:
    base = change({"progress": "on_track", "verdict": "unchecked"})
    mine = change({"progress": "done", "verdict": "true"}, base)
    theirs = change({"progress": "slow", "verdict": "false"}, base)
    decided = change({"verdict": "partly_true"}, mine, theirs)
    (found,) = open_ones(base, mine, theirs, decided)
    assert "progress" in found.fields
    assert "verdict" not in found.fields


def test_several_changes_of_one_writer_are_one_side() -> None:
    base = change({"progress": "on_track"})
    first = change({"progress": "slow"}, base)
    last = change({"verdict": "true"}, first)
    theirs = change({"progress": "done", "verdict": "false"}, base)
    (found,) = open_ones(base, first, last, theirs)
    assert [side.changes for side in found.sides] == [(theirs,), (last,)]


def test_writers_who_wrote_the_same_are_one_side() -> None:
    base = change({"body": "a"}, family=Family.REPLY)
    one, two, other = (change({"body": body}, base, family=Family.REPLY) for body in ("b", "b", "c"))
    (found,) = open_ones(base, one, two, other)
    assert [(side.values["body"], len(side.changes)) for side in found.sides] == [("c", 1), ("b", 2)]


def test_a_contested_deletion_is_a_decision_between_keeping_and_deleting() -> None:
    base = change({"body": "a"}, family=Family.REPLY)
    edited = change({"body": "b"}, base, family=Family.REPLY)
    again = change({"body": "c"}, edited, family=Family.REPLY)
    removed = change({"deleted": True}, base, family=Family.REPLY)
    (found,) = open_ones(base, edited, again, removed)
    keeps, deletes = found.sides
    assert (keeps.values, keeps.changes, keeps.shows) == ({"deleted": False}, (again,), True)
    assert (deletes.values, deletes.changes, deletes.shows) == ({"deleted": True}, (removed,), False)


def test_a_field_of_a_newer_version_can_be_read_and_not_be_written() -> None:
    base = change({"body": "a"}, family=Family.REPLY)
    one, two = (change({"mood": mood}, base, family=Family.REPLY) for mood in ("good", "bad"))
    (found,) = open_ones(base, one, two)
    assert not found.known


@given(
    st.lists(st.fixed_dictionaries({}, optional={f: st.sampled_from(("a", "b")) for f in ("body", "quote", "start")}), max_size=5)
)
def test_every_conflict_is_in_exactly_one_decision_and_one_side_shows(patches: list[dict[str, object]]) -> None:
    base = change({"body": "", "quote": ""}, family=Family.ANNOTATION)
    heads = [change(patch, base, family=Family.ANNOTATION) for patch in patches]
    found = open_ones(base, *heads)
    settled = [conflict.field for dispute in found for conflict in dispute.conflicts]
    assert sorted(settled) == sorted(item.field for item in fold([base, *heads]).contested)
    for dispute in found:
        assert [side.shows for side in dispute.sides] == [True] + [False] * (len(dispute.sides) - 1)
        assert len(dispute.sides) > 1
        assert all(set(side.values) == set(dispute.fields) for side in dispute.sides)
