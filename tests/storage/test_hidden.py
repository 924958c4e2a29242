"""Work under something that a colleague removed meanwhile: the merge says so on both sides, and it can be shown again."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.checks import check
from storage.merge import merge
from storage.merge_report import Hidden, report_json, report_of
from storage.records import AnnotationKind, Draft, EvidenceType, Family, LinkState
from storage.sharing import Selection, share
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]


@dataclasses.dataclass(frozen=True)
class Start:
    """What both know before they part."""

    policy: str
    task: str
    note: str
    evidence: str
    tag: str


@pytest.fixture
def start(desk: Workspace, policy: Policy) -> Start:
    note = desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "问题", ["重点"]).changes[0].record
    evidence = desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片").changes[0].record
    [tag] = [tag.id for tag in desk.codebook.tags()]
    return Start(policy.id, desk.tasks.of(policy.id)[0].id, note, evidence, tag)


@pytest.fixture
def other(desk: Workspace, start: Start, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy."""
    path = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        yield opened


def judge(ws: Workspace, start: Start) -> None:
    ws.assessments.set(start.task, percent=30)


def answer(ws: Workspace, start: Start) -> None:
    ws.annotations.reply(start.note, "答")


def prove(ws: Workspace, start: Start) -> None:
    ws.evidence.use_for(start.evidence, tasks=[start.task], provisions=[])


def attach(ws: Workspace, start: Start) -> None:
    ws.evidence.attach(start.evidence, [("a.png", b"x")])


def tie(ws: Workspace, start: Start) -> None:
    ws.tasks.set_link(start.task, "sec_1__cl_1", LinkState.CONFIRMED)


def tagged(ws: Workspace, start: Start) -> None:
    ws.annotations.add(start.policy, Span(9, 12), AnnotationKind.COMMENT, "又", ["重点"])


def remark(ws: Workspace, start: Start) -> None:
    ws.annotations.add(start.policy, Span(9, 12), AnnotationKind.COMMENT, "又")


def no_task(ws: Workspace, start: Start) -> None:
    ws.tasks.remove(start.task)


def no_note(ws: Workspace, start: Start) -> None:
    ws.annotations.remove(start.note)


def no_evidence(ws: Workspace, start: Start) -> None:
    ws.evidence.remove(start.evidence)


def no_tag(ws: Workspace, start: Start) -> None:
    ws.codebook.remove(start.tag)


def no_policy(ws: Workspace, start: Start) -> None:
    ws.policies.remove(start.policy)


Work = Callable[[Workspace, Start], None]
CASES = [
    (no_task, judge, Family.TASK, "task"),
    (no_task, prove, Family.TASK, "task"),
    (no_task, tie, Family.TASK, "task"),
    (no_note, answer, Family.ANNOTATION, "note"),
    (no_evidence, prove, Family.EVIDENCE, "evidence"),
    (no_evidence, attach, Family.EVIDENCE, "evidence"),
    (no_tag, tagged, Family.TAG, "tag"),
    (no_policy, judge, Family.POLICY, "policy"),
    (no_policy, remark, Family.POLICY, "policy"),
]


def removed_owners(ws: Workspace, hidden: tuple[Hidden, ...]) -> list[str]:
    return [
        one.record
        for one in hidden
        if ws.store.rows(f'SELECT 1 FROM "{one.family.value}" WHERE deleted = 1 AND id = ?', (one.record,))
    ]


@pytest.mark.parametrize(("remove", "work", "family", "owner"), CASES)
def test_both_sides_are_told_the_same_whoever_merges_first(
    desk: Workspace, other: Workspace, start: Start, remove: Work, work: Work, family: Family, owner: str
) -> None:
    remove(desk, start)
    work(other, start)
    told = (Hidden(family, getattr(start, owner), ("李审阅",), "王审阅", 1),)
    assert merge(desk, other.path, dry_run=True).hidden == told
    here = merge(desk, other.path)
    assert (here.hidden, here.conflicts) == (told, ())
    assert merge(other, desk.path, dry_run=True).hidden == told
    assert merge(other, desk.path).hidden == told
    assert merge(desk, other.path).hidden == ()


def test_what_is_shown_again_shows_on_both_sides_and_undo_hides_it(desk: Workspace, other: Workspace, start: Start) -> None:
    no_task(desk, start)
    judge(other, start)
    told = merge(desk, other.path).hidden
    merge(other, desk.path)
    assert desk.assessments.of(start.policy) == other.assessments.of(start.policy) == ()
    written = other.history.show_again([(one.family, one.record) for one in told])
    assert len(other.assessments.of(start.policy)) == 1
    report = merge(desk, other.path)
    assert (report.hidden, report.conflicts) == ((), ())
    assert [one.percent for one in desk.assessments.of(start.policy)] == [30]
    assert desk.history.show_again([(one.family, one.record) for one in told]).changes == ()
    other.reverse(written)
    assert other.assessments.of(start.policy) == ()
    assert other.history.rows_equal_history()
    desk.close()
    assert check(desk.path).sound


def test_a_policy_and_what_is_in_it_are_shown_and_hidden_again_together(desk: Workspace, other: Workspace, start: Start) -> None:
    no_note(desk, start)
    no_policy(desk, start)
    answer(other, start)
    told = merge(desk, other.path).hidden
    assert [one.record for one in told] == [start.policy, start.note]
    written = desk.history.show_again([(one.family, one.record) for one in told])
    assert [reply.body for reply in desk.annotations.replies(start.note)] == ["答"]
    hidden = desk.reverse(written)
    assert removed_owners(desk, told) == [start.policy, start.note]
    again = desk.reverse(hidden)
    assert removed_owners(desk, told) == []
    desk.reverse(again)
    assert removed_owners(desk, told) == [start.policy, start.note]


def test_what_one_removes_oneself_is_known(desk: Workspace, other: Workspace, start: Start) -> None:
    judge(other, start)
    no_task(other, start)
    assert merge(desk, other.path).hidden == ()


def test_what_an_import_made_is_nobodys_work(desk: Workspace, other: Workspace, start: Start) -> None:
    no_task(desk, start)
    remark(other, start)
    assert merge(desk, other.path).hidden == ()


def test_what_was_hidden_here_before_is_not_told_again(desk: Workspace, other: Workspace, start: Start) -> None:
    judge(other, start)
    merge(desk, other.path)
    no_task(desk, start)
    remark(other, start)
    assert merge(desk, other.path).hidden == ()


def test_new_work_of_a_colleague_under_what_is_removed_is_told_each_time(desk: Workspace, other: Workspace, start: Start) -> None:
    no_task(desk, start)
    judge(other, start)
    assert len(merge(desk, other.path).hidden) == 1
    other.assessments.set(start.task, percent=60)
    assert [one.count for one in merge(desk, other.path).hidden] == [1]


def test_a_third_who_gets_both_at_once_is_told(
    desk: Workspace, other: Workspace, start: Start, tmp_path: Path, profile_of: Colleague
) -> None:
    no_task(desk, start)
    judge(other, start)
    prove(other, start)
    merge(desk, other.path)
    with Workspace.create(tmp_path / "third.clausedesk", profile_of("赵审阅")) as third:
        assert merge(third, desk.path, dry_run=True).hidden == merge(third, desk.path).hidden
        assert [(one.record, one.people, one.count) for one in third.merges.all()[0].report.hidden] == [
            (start.task, ("李审阅",), 2)
        ]


def test_a_task_that_was_edited_meanwhile_stays_and_is_a_conflict_only(desk: Workspace, other: Workspace, start: Start) -> None:
    no_task(desk, start)
    judge(other, start)
    other.tasks.edit(start.task, text="改")
    report = merge(desk, other.path)
    assert [one.field for one in report.conflicts] == ["deleted"]
    assert report.hidden == ()


def test_a_stored_report_keeps_it_and_an_older_one_says_nothing(desk: Workspace, other: Workspace, start: Start) -> None:
    no_task(desk, start)
    judge(other, start)
    report = merge(desk, other.path)
    assert desk.merges.all()[0].report.hidden == report.hidden
    older = json.loads(report_json(report))
    del older["hidden"]
    assert report_of(json.dumps(older)).hidden == ()


def test_packages_tell_it_too(desk: Workspace, other: Workspace, start: Start, tmp_path: Path) -> None:
    no_task(desk, start)
    judge(other, start)
    told = (Hidden(Family.TASK, start.task, ("李审阅",), "王审阅", 1),)
    packages = [tmp_path / "王.package.clausedesk", tmp_path / "李.package.clausedesk"]
    for source, package in zip((desk, other), packages, strict=True):
        share(source, Selection(frozenset({start.policy})), package)
    for target, package in zip((other, desk), packages, strict=True):
        assert merge(target, package, dry_run=True).hidden == told
        assert merge(target, package).hidden == told


def test_new_words_of_who_removed_it_are_no_work_of_others(desk: Workspace, other: Workspace, start: Start) -> None:
    judge(other, start)
    judgement = other.assessments.of(start.policy)[0].id
    merge(desk, other.path)
    no_task(desk, start)
    assert [one.people for one in merge(other, desk.path).hidden] == [("李审阅",)]
    # As an older file of records does that is applied.
    desk.store.write("change.apply", [Draft(Family.ASSESSMENT, judgement, {"note": "补"})])
    report = merge(other, desk.path)
    assert (report.new, report.hidden) == (1, ())


def test_a_second_removal_of_what_is_removed_here_hides_nothing_more(
    desk: Workspace, other: Workspace, start: Start, tmp_path: Path, profile_of: Colleague
) -> None:
    judge(other, start)
    merge(desk, other.path)
    path = tmp_path / "third.clausedesk"
    shutil.copyfile(desk.path, path)
    no_task(desk, start)
    with Workspace.open(path, profile_of("赵审阅")) as third:
        no_task(third, start)
        assert merge(desk, third.path).hidden == ()
