"""Judgements: what agreed ones take account of, and handing one's own in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.judging import Progress, ReviewState, Verdict
from policy.model import Policy
from storage.judgements import counting_assessments
from storage.merge import merge
from storage.workspace import Profile, Workspace

Of = Callable[[str], Profile]


@pytest.fixture
def task(desk: Workspace, policy: Policy) -> str:
    return desk.tasks.of(policy.id)[0].id


def copied(path: Path, name: str) -> Path:
    target = path.with_name(f"{name}.clausedesk")
    shutil.copy(path, target)
    return target


def names(workspace: Workspace, policy: Policy) -> set[str]:
    """Who judged anew after what was agreed."""
    people = {person.id: person.name for person in workspace.reviewers.all()}
    whose = {record.id: people[record.reviewer] for record in workspace.assessments.of(policy.id)}
    return {whose[record] for record in workspace.assessments.judged_since(policy.id)}


def test_an_agreed_judgement_counts_and_keeps_who_wrote_it(desk: Workspace, policy: Policy, task: str) -> None:
    desk.assessments.set(task, progress=Progress.DONE)
    desk.assessments.set(task, agreed=True, progress=Progress.SLOW, note="合议")
    agreed = counting_assessments(desk.assessments.of(policy.id))[task]
    assert (agreed.agreed, agreed.progress, agreed.note) == (True, Progress.SLOW, "合议")
    assert desk.reviewer is not None
    assert agreed.reviewer == desk.reviewer.id


def test_only_another_judgement_is_one_anew(desk: Workspace, policy: Policy, task: str) -> None:
    desk.assessments.set(task, progress=Progress.DONE)
    assert desk.assessments.judged_since(policy.id) == frozenset()
    desk.assessments.set(task, agreed=True, progress=Progress.SLOW)
    desk.assessments.set(task, state=ReviewState.APPROVED, note="只补说明")
    assert names(desk, policy) == set()
    again = desk.assessments.set(task, verdict=Verdict.FALSE)
    assert names(desk, policy) == {"王审阅"}
    desk.assessments.set(task, agreed=True, note="看过了")
    assert names(desk, policy) == set()
    desk.reverse(again)
    assert names(desk, policy) == {"王审阅"}


def test_what_whoever_agreed_had_not_seen_is_told_on_every_machine(
    desk: Workspace, path: Path, policy: Policy, task: str, profile_of: Of
) -> None:
    """Written before the agreement by the clock, but not known where it was agreed."""
    theirs = copied(path, "李")
    with Workspace.open(theirs, profile_of("李")) as other:
        other.assessments.set(task, progress=Progress.STOPPED)
    desk.assessments.set(task, progress=Progress.DONE)
    desk.assessments.set(task, agreed=True, progress=Progress.DONE)
    merge(desk, theirs)
    assert names(desk, policy) == {"李"}


def test_what_whoever_agreed_had_seen_is_not_anew_elsewhere(
    desk: Workspace, path: Path, policy: Policy, task: str, profile_of: Of
) -> None:
    theirs = copied(path, "李")
    with Workspace.open(theirs, profile_of("李")) as other:
        other.assessments.set(task, progress=Progress.STOPPED)
    merge(desk, theirs)
    desk.assessments.set(task, progress=Progress.DONE)
    desk.assessments.set(task, agreed=True, progress=Progress.DONE)
    mine = copied(path, "王")
    with Workspace.open(theirs, profile_of("李")) as other:
        merge(other, mine)
        assert names(other, policy) == set()
        other.assessments.set(task, progress=Progress.DONE)
        assert names(other, policy) == {"李"}


def test_judgements_beside_each_other_are_read_by_any_of_them(desk: Workspace, policy: Policy, task: str) -> None:
    written = desk.assessments.set(task, progress=Progress.DONE)
    agreed = desk.assessments.set(task, agreed=True, progress=Progress.SLOW)
    record = written.changes[0].record
    assert desk.assessments.beside(policy.id, {record}) == (frozenset({task}), desk.assessments.of(policy.id))
    desk.reverse(written)
    tasks, left = desk.assessments.beside(policy.id, {record})
    assert tasks == {task}
    assert [one.id for one in left] == [agreed.changes[0].record]
    assert desk.assessments.beside(policy.id, {"unknown"}) == (frozenset(), ())


def test_handing_in_is_one_step_and_leaves_others_alone(
    desk: Workspace, path: Path, policy: Policy, task: str, profile_of: Of
) -> None:
    theirs = copied(path, "李")
    with Workspace.open(theirs, profile_of("李")) as other:
        other.assessments.set(task, progress=Progress.STOPPED)
    merge(desk, theirs)
    for one in desk.tasks.of(policy.id):
        desk.assessments.set(one.id, progress=Progress.DONE)
    desk.assessments.set(task, state=ReviewState.APPROVED)
    written = desk.assessments.submit(policy.id)
    assert written.label == "change.assessment.submit"
    assert len(written.changes) == len(desk.tasks.of(policy.id)) - 1
    assert desk.reviewer is not None
    states = {(record.reviewer == desk.reviewer.id, record.state) for record in desk.assessments.of(policy.id)}
    assert states == {(True, ReviewState.TO_RECHECK), (True, ReviewState.APPROVED), (False, ReviewState.PENDING)}
    desk.reverse(written)
    assert sum(record.state is ReviewState.TO_RECHECK for record in desk.assessments.of(policy.id)) == 0


def test_blindness_travels_with_the_workspace_and_to_a_new_version(
    desk: Workspace, path: Path, policy: Policy, policy_of: Callable[..., Policy], profile_of: Of
) -> None:
    from policy.compare import compare
    from policy.compare_carry import carry

    theirs = copied(path, "李")
    desk.policies.edit(policy.id, blind=True)
    with Workspace.open(theirs, profile_of("李")) as other:
        merge(other, path)
        assert other.policies.get(policy.id).blind
    newer = policy_of(policy.text.replace("若干意见", "若干意见（修订）"))
    desk.policies.add(newer, "新.txt", newer.text.encode())
    versions = desk.policies.version(policy.id), desk.policies.version(newer.id)
    plan = carry(compare(*versions), *versions, desk.annotations.anchors(policy.id))
    desk.policies.carry_over(policy.id, newer.id, plan)
    assert desk.policies.get(newer.id).blind
    assert desk.policies.get(newer.id).replaces == policy.id
