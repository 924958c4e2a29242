"""Blind review: what one reviewer sees of the others' judgements, and that nothing shows them by another way."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import snapshot
from desktop.blind import SUBMITTED, concealed, seen, seen_orphans
from desktop.histories import all_lines, history_lines
from desktop.merge_words import MergeWords, Tense
from desktop.profile import new_reviewer
from desktop.report_input import report_input
from exporters.assembly import assemble
from policy.judging import Progress, ReviewState, Verdict
from policy.places import Outcome
from resources.catalogue import Catalogue
from storage.incoming import receive
from storage.merge import look, merge_in
from storage.records import AssessmentRecord, Family, Orphan
from storage.search_index import INDEXED
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import Run

ROOT = Path(__file__).parents[2]
CATALOGUE = Catalogue.load("en")
WHEN = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
STATES = st.sampled_from(list(ReviewState))


def judged(reviewer: str, state: ReviewState, *, task: str = "t1", agreed: bool = False) -> AssessmentRecord:
    return AssessmentRecord(
        id=f"{task}-{'agreed' if agreed else reviewer}",
        task=task,
        policy="p",
        reviewer=reviewer,
        progress=Progress.DONE,
        percent=None,
        verdict=Verdict.TRUE,
        reason=None,
        state=state,
        note="",
        modified=WHEN,
        agreed=agreed,
    )


def readers(me: str | None, *records: AssessmentRecord) -> set[str]:
    return {record.reviewer for record in seen(records, me, blind=True).shown.values() if not record.agreed}


PENDING, APPROVED, RECHECK = ReviewState.IN_REVIEW, ReviewState.APPROVED, ReviewState.TO_RECHECK


def test_without_blind_review_everybody_sees_everything() -> None:
    records = [judged("a", PENDING), judged("b", PENDING)]
    found = seen(records, "a", blind=False)
    assert (set(found.shown), found.hidden) == ({"t1-a", "t1-b"}, {})


@pytest.mark.parametrize(("mine", "theirs"), [(PENDING, PENDING), (PENDING, APPROVED), (RECHECK, PENDING)])
def test_another_judgement_is_hidden_until_both_have_submitted(mine: ReviewState, theirs: ReviewState) -> None:
    found = seen([judged("a", mine), judged("b", theirs)], "a", blind=True)
    assert (set(found.shown), found.hidden) == ({"t1-a"}, {"t1": 1})


def test_both_having_submitted_see_each_other_and_not_a_third_who_has_not() -> None:
    records = (judged("a", RECHECK), judged("b", APPROVED), judged("c", PENDING))
    assert readers("a", *records) == {"a", "b"}
    assert readers("b", *records) == {"a", "b"}
    assert readers("c", *records) == {"c"}


def test_who_has_not_judged_sees_nothing_and_is_told_how_many_have() -> None:
    assert seen([judged("a", APPROVED), judged("b", APPROVED)], "z", blind=True).hidden == {"t1": 2}


def test_one_task_says_nothing_of_another() -> None:
    assert readers("a", judged("a", APPROVED), judged("b", APPROVED, task="t2")) == {"a"}


def test_the_agreed_judgement_is_seen_by_those_who_have_submitted() -> None:
    agreed = judged("b", APPROVED, agreed=True)
    for mine, shown in ((PENDING, False), (RECHECK, True)):
        assert (agreed.id in seen([judged("a", mine), agreed], "a", blind=True).shown) is shown
    assert seen([agreed], "b", blind=True).shown == {}  # who agreed and did not judge is no exception


def test_who_has_no_name_here_sees_what_all_have_submitted() -> None:
    assert readers(None, judged("a", APPROVED), judged("b", RECHECK)) == {"a", "b"}
    assert readers(None, judged("a", APPROVED), judged("b", PENDING)) == set()
    assert readers(None, judged("a", APPROVED)) == set()


@given(st.dictionaries(st.sampled_from("abcd"), STATES, min_size=1), st.sampled_from("abcd"))
def test_seeing_is_mutual_and_oneself_is_always_seen(states: dict[str, ReviewState], me: str) -> None:
    records = [judged(who, state) for who, state in states.items()]
    shown = readers(me, *records)
    assert (me in shown) == (me in states)
    for other in shown - {me}:
        assert me in readers(other, *records)
        assert states[me] in SUBMITTED
        assert states[other] in SUBMITTED
    assert len(shown) + seen(records, me, blind=True).hidden.get("t1", 0) == len(states)


def test_a_judgement_that_lost_its_task_is_only_its_writers() -> None:
    orphans = [Orphan(Family.ASSESSMENT, judged(who, APPROVED, task=f"t-{who}"), None, None) for who in "ab"]
    assert set(seen_orphans(orphans, "a", blind=True)) == {"t-a-a"}
    assert set(seen_orphans(orphans, "a", blind=False)) == {"t-a-a", "t-b-b"}
    assert orphans[0].record.found is Outcome.EXACT


@pytest.fixture
def blind_file(workspace_file: Path, profile: Profile) -> Path:
    """A blind review in which 李四 has submitted a judgement of the first task, and 张三 has one that is not submitted."""
    with Workspace.open(workspace_file, Profile(new_reviewer("李四"))) as workspace:
        [policy] = workspace.policies.all()
        task = workspace.tasks.of(policy.id)[0].id
        workspace.policies.edit(policy.id, blind=True)
        workspace.assessments.set(task, progress=Progress.DONE, note="隐藏的理由", state=ReviewState.APPROVED)
    with Workspace.open(workspace_file, profile) as workspace:
        workspace.assessments.set(task, progress=Progress.SLOW)
    return workspace_file


def hidden_words(workspace: Workspace, shown: snapshot.Snapshot) -> bool:
    """Whether anything that is shown of the workspace holds the other's words."""
    task = next(task.id for task in sorted(shown.tasks.values(), key=lambda task: task.position))
    told = [
        repr(shown.assessments),
        repr(history_lines(workspace, CATALOGUE, task, concealed(workspace))),
        repr(all_lines(workspace, CATALOGUE, hidden=concealed(workspace))),
        repr(assemble(report_input(shown, dt.date(2024, 3, 1), 30))),
        repr(workspace.search("隐藏的理由")),
    ]
    return any("隐藏的理由" in words or "Progress.DONE" in repr(shown.assessments) for words in told)


def test_nothing_shows_the_others_words_until_both_have_submitted(blind_file: Path, profile: Profile) -> None:
    with Workspace.open(blind_file, profile) as workspace:
        [policy] = workspace.policies.all()
        before = snapshot.load(workspace, policy.id)
        assert not hidden_words(workspace, before)
        assert list(before.hidden.values()) == [1]
        written = workspace.assessments.submit(policy.id)
        after = snapshot.refreshed(before, workspace, written.touched)
        assert hidden_words(workspace, after)
        assert (after.hidden, after) == ({}, snapshot.load(workspace, policy.id))
        back = snapshot.refreshed(after, workspace, workspace.reverse(written).touched)
        assert not hidden_words(workspace, back)
        open_again = workspace.policies.edit(policy.id, blind=False)
        assert hidden_words(workspace, snapshot.refreshed(back, workspace, open_again.touched))


def test_the_command_line_shows_no_more(blind_file: Path, run: Run) -> None:
    assert "隐藏的理由" not in run("show", blind_file, "--json").out


def test_submitting_hands_in_what_says_something_and_once(blind_file: Path, profile: Profile) -> None:
    with Workspace.open(blind_file, profile) as workspace:
        [policy] = workspace.policies.all()
        tasks = workspace.tasks.of(policy.id)
        workspace.assessments.set(tasks[1].id, note="只写了说明")
        workspace.assessments.set(tasks[2].id, percent=None)
        written = workspace.assessments.submit(policy.id)
        assert len(written.changes) == 2
        mine = {
            record.task: record.state for record in workspace.assessments.of(policy.id) if record.reviewer == profile.reviewer.id
        }
        assert mine == {tasks[0].id: RECHECK, tasks[1].id: RECHECK, tasks[2].id: ReviewState.PENDING}
        assert workspace.assessments.submit(policy.id).changes == ()


READS = re.compile(
    r"\bassessments\.(of|beside|blind)\(|\bcarried\.orphans\(|\bhistory\.(of|recent|changes|conflicts)\("
    r"|\b(entries|history_lines|all_lines|conflict_rows|open_count)\("
)
DOORS = {
    "desktop/blind.py",  # decides
    "desktop/snapshot.py",  # asks desktop.blind
    "desktop/histories.py",  # is told what is hidden
    "desktop/conflict_words.py",  # likewise
}


def test_judgements_are_read_for_showing_through_the_blind_review_only() -> None:
    """Whoever else reads judgements or the history has to ask which are concealed."""
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("desktop", "widgets", "exporters")
        for path in (ROOT / package).rglob("*.py")
        if READS.search(text := path.read_text(encoding="utf-8")) and "concealed(" not in text
    }
    assert found == DOORS - {"desktop/blind.py"}


def test_what_is_concealed_is_known_by_id(blind_file: Path, profile: Profile) -> None:
    with Workspace.open(blind_file, profile) as workspace:
        [policy] = workspace.policies.all()
        [theirs] = [record.id for record in workspace.assessments.of(policy.id) if record.reviewer != profile.reviewer.id]
        assert concealed(workspace) == {theirs}
        taken_back = workspace.assessments.remove(theirs)
        assert concealed(workspace) == {theirs}
        workspace.reverse(taken_back)
        without = workspace.policies.remove(policy.id)
        assert concealed(workspace) == {theirs}
        workspace.reverse(without)
        workspace.assessments.submit(policy.id)
        assert concealed(workspace) == frozenset()


def test_the_search_knows_no_judgements() -> None:
    assert Family.ASSESSMENT not in INDEXED


@pytest.fixture
def two_copies(blind_file: Path) -> list[Path]:
    """Two copies in which 李四 has changed their judgement of a task, and judged another, unknown to each other."""
    paths = []
    for name, progress in (("甲", Progress.STOPPED), ("乙", Progress.PARTLY_DONE)):
        copy = blind_file.with_name(f"{name}.clausedesk")
        copy.write_bytes(blind_file.read_bytes())
        with Workspace.open(copy, Profile(new_reviewer("李四"))) as workspace:
            first, second = workspace.tasks.of(workspace.policies.all()[0].id)[:2]
            for task in (first, second):
                workspace.assessments.set(task.id, progress=progress, note=f"隐藏的理由{name}", state=ReviewState.APPROVED)
        paths.append(copy)
    return paths


def test_a_merge_tells_of_a_conflict_between_hidden_judgements_but_not_what_they_say(
    blind_file: Path, two_copies: list[Path], profile: Profile, run: Run
) -> None:
    words = MergeWords(CATALOGUE)
    with Workspace.open(blind_file, profile) as workspace, receive(two_copies) as incoming:
        report = look(workspace, incoming)
        assert report.disputed == 4
        before = words.told(workspace, report, Tense.WILL)
        merged = merge_in(workspace, incoming)
        after = words.told(workspace, merged, Tense.DID)
        for told in (before, after):
            assert "隐藏的理由" not in repr(told)
            assert "Stopped" not in repr(told)
            assert {side.value for row in told.shown.conflicts for side in row.sides} == {"blind review: not shown yet"}
        first = workspace.tasks.of(workspace.policies.all()[0].id)[0].id
        workspace.assessments.set(first, state=ReviewState.TO_RECHECK)
        mine = words.told(workspace, merged, Tense.DID)
        assert "隐藏的理由" in repr(mine)
    fresh = blind_file.with_name("另一份.clausedesk")
    said = run("merge", blind_file, *two_copies, "--dry-run", "--json", "--reviewer", "张三").out
    fresh.write_bytes(next(blind_file.with_name("审阅.backups").glob("*before-merge*")).read_bytes())
    said += run("merge", fresh, *two_copies, "--json", "--reviewer", "张三").out
    assert '"conflicts"' in said
    assert "隐藏的理由" not in said
