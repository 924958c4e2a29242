"""Settling conflicts: several at once, and both versions of an annotation kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.checks import check
from storage.errors import StorageError
from storage.history import Conflict, Decision
from storage.merge import merge
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]


@pytest.fixture
def note(desk: Workspace, policy: Policy) -> str:
    """An annotation that both have."""
    return desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, "原来", ["重点"]).changes[0].record


@pytest.fixture
def other(desk: Workspace, note: str, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy of the same workspace."""
    path = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        yield opened


def bodies(workspace: Workspace, policy: Policy) -> list[tuple[str, str]]:
    """Reviewer and words of every annotation."""
    return sorted((one.reviewer, one.body) for one in workspace.annotations.of(policy.id))


def contested(desk: Workspace, other: Workspace, field: str) -> Conflict:
    merge(desk, other.path)
    return next(conflict for conflict in desk.history.conflicts() if conflict.field == field)


def test_several_conflicts_are_settled_in_one_action(desk: Workspace, other: Workspace, policy: Policy, note: str) -> None:
    task = desk.tasks.of(policy.id)[0].id
    for workspace, word in ((desk, "甲"), (other, "乙")):
        workspace.tasks.edit(task, text=word, title=word)
        workspace.annotations.edit(note, body=word)
    merge(desk, other.path)
    assert len(desk.history.conflicts()) == 3
    decisions = [Decision(task, "text", "甲"), Decision(task, "title", "第三个"), Decision(note, "body", "甲")]
    written = desk.history.decide_many(decisions)
    assert len(written.changes) == 2
    assert desk.history.conflicts() == ()
    assert (desk.tasks.get(task).text, desk.tasks.get(task).title, desk.annotations.get(note).body) == ("甲", "第三个", "甲")
    desk.reverse(written)
    assert desk.annotations.get(note).body == "乙"
    assert check(desk.path).sound


def test_a_decision_about_nothing_writes_nothing(desk: Workspace, note: str) -> None:
    before = desk.history.changes()
    with pytest.raises(StorageError, match="unknown_record"):
        desk.history.decide_many([Decision(note, "body", "x"), Decision("nothing", "body", "x")])
    assert desk.history.changes() == before


def test_both_versions_of_a_remark_stay_in_the_names_of_their_writers(
    desk: Workspace, other: Workspace, policy: Policy, note: str, profile_of: Colleague
) -> None:
    other.annotations.edit(note, body="乙说")
    desk.annotations.edit(note, body="甲说")
    conflict = contested(desk, other, "body")
    assert conflict.values() == ("甲说", "乙说")
    written = desk.history.keep_both(conflict)
    mine, theirs = profile_of("王审阅").reviewer.id, profile_of("李审阅").reviewer.id
    assert bodies(desk, policy) == sorted([(mine, "甲说"), (theirs, "乙说")])
    assert desk.annotations.get(note).body == "甲说"
    assert len(desk.codebook.uses(policy.id)) == 2
    assert desk.history.conflicts() == ()
    desk.reverse(written)
    assert bodies(desk, policy) == [(mine, "甲说")]
    assert check(desk.path).sound


def test_two_who_keep_both_on_two_machines_make_the_same_annotation(
    desk: Workspace, other: Workspace, policy: Policy, note: str
) -> None:
    other.annotations.edit(note, body="乙说")
    desk.annotations.edit(note, body="甲说")
    desk.history.keep_both(contested(desk, other, "body"))
    copy = shutil.copyfile(desk.path, desk.path.with_name("copy.clausedesk"))
    merge(other, copy)
    with Workspace.open(copy, None) as early:
        assert bodies(early, policy) == bodies(other, policy)
    merge(desk, other.path)
    assert desk.history.conflicts() == ()
    assert len(bodies(desk, policy)) == 2


def test_two_machines_decide_alike_without_knowing(
    desk: Workspace, other: Workspace, policy: Policy, note: str, tmp_path: Path
) -> None:
    other.annotations.edit(note, body="乙说")
    desk.annotations.edit(note, body="甲说")
    before = shutil.copyfile(desk.path, tmp_path / "before.clausedesk")
    merge(desk, other.path)
    merge(other, before)
    for workspace in (desk, other):
        [conflict] = workspace.history.conflicts()
        workspace.history.keep_both(conflict)
    merge(desk, other.path)
    merge(other, desk.path)
    assert bodies(desk, policy) == bodies(other, policy)
    assert len(bodies(desk, policy)) == 2
    assert desk.history.conflicts() == other.history.conflicts() == ()


def test_a_remark_moved_twice_stands_in_both_places(desk: Workspace, other: Workspace, policy: Policy, note: str) -> None:
    other.annotations.edit(note, span=Span(20, 26))
    desk.annotations.edit(note, span=Span(30, 33))
    desk.history.keep_both(contested(desk, other, "start"))
    assert {one.span for one in desk.annotations.of(policy.id)} == {Span(20, 26), Span(30, 33)}
    assert desk.history.conflicts() == ()
    assert check(desk.path).sound


def test_what_cannot_be_kept_twice_is_said(desk: Workspace, other: Workspace, policy: Policy, note: str) -> None:
    task = desk.tasks.of(policy.id)[0].id
    other.tasks.edit(task, text="乙")
    other.annotations.edit(note, body="乙")
    desk.tasks.edit(task, text="甲")
    desk.annotations.remove(note)
    for field in ("text", "deleted"):
        with pytest.raises(StorageError, match="cannot_keep_both"):
            desk.history.keep_both(contested(desk, other, field))


def test_a_conflict_that_was_decided_meanwhile_is_left_alone(desk: Workspace, other: Workspace, note: str) -> None:
    other.annotations.edit(note, body="乙说")
    desk.annotations.edit(note, body="甲说")
    conflict = contested(desk, other, "body")
    desk.history.decide(note, "body", "第三个")
    with pytest.raises(StorageError, match="conflict_gone"):
        desk.history.keep_both(conflict)
