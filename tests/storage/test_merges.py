"""Merges can be taken back and brought back, in any order, and nothing is lost by it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.model import Policy, Span
from storage.checks import check
from storage.errors import StorageError
from storage.merge import merge
from storage.records import AnnotationKind, Draft, EvidenceType, Family
from storage.workspace import Profile, Workspace
from tests.storage.received import brought

Colleague = Callable[[str], Profile]
RECORDS = ("r1", "r2", "r3")


@pytest.fixture
def other(desk: Workspace, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy of the same workspace."""
    path = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        yield opened


def state(workspace: Workspace) -> tuple[object, ...]:
    """Rows of every family, conflicts and the ids of all changes."""
    rows = {family.value: set(map(tuple, workspace.store.rows(f'SELECT * FROM "{family.value}"'))) for family in Family}
    disputes = set(map(tuple, workspace.store.rows("SELECT * FROM conflict")))
    return rows, disputes, {change.id for change in workspace.history.changes()}


def first_task(workspace: Workspace, policy: Policy) -> str:
    return workspace.tasks.of(policy.id)[0].id


def test_a_merge_is_written_down_with_its_report(desk: Workspace, other: Workspace, policy: Policy) -> None:
    task = first_task(desk, policy)
    desk.tasks.edit(task, text="甲说")
    other.tasks.edit(task, text="乙说")
    report = merge(desk, other.path)
    [made] = desk.merges.all()
    assert (made.id, made.reviewer, made.sources, made.taken_back) == (report.id, "王审阅", (other.path.name,), None)
    assert made.changes == report.new == 2
    kept = made.report
    assert (kept.counts, kept.conflicts, kept.at, kept.backup) == (report.counts, report.conflicts, report.at, report.backup)
    assert [(side.value, side.person, side.at) for side in kept.conflicts[0].sides] == [
        (side.value, side.person, side.at) for side in report.conflicts[0].sides
    ]
    assert kept.touched.policies == {policy.id}


def test_a_merge_that_brought_nothing_leaves_no_trace(desk: Workspace, other: Workspace, policy: Policy) -> None:
    other.tasks.add(policy.id, "新")
    merge(desk, other.path)
    assert merge(desk, other.path).id is None
    assert len(desk.merges.all()) == 1


def test_taking_a_merge_back_leaves_what_was_before_and_bringing_it_back_what_was_after(
    desk: Workspace, other: Workspace, policy: Policy
) -> None:
    task = first_task(desk, policy)
    desk.tasks.edit(task, text="甲说")
    other.tasks.edit(task, text="乙说")
    note = other.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "只在同事那里", ["重点"]).changes[0].record
    other.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"x")])
    before = state(desk)
    report = merge(desk, other.path)
    after = state(desk)
    assert report.id is not None
    expected = desk.merges.would_take(report.id)
    assert state(desk) == after
    taken = desk.merges.take_back(report.id)
    assert (taken, taken.changes, taken.own) == (expected, report.new, 0)
    assert {task, note} <= taken.touched.records
    assert taken.touched.policies == {policy.id}
    assert state(desk) == before
    assert desk.search("只在同事那里") == ()
    assert desk.merges.all()[0].taken_back is not None
    assert check(desk.path).sound
    desk.merges.bring_back(report.id)
    assert state(desk) == after
    assert desk.search("只在同事那里")
    assert check(desk.path).sound


def test_what_was_taken_back_comes_again_as_the_first_time(desk: Workspace, other: Workspace, policy: Policy) -> None:
    other.tasks.add(policy.id, "新")
    first = merge(desk, other.path)
    after = state(desk)
    desk.merges.take_back(str(first.id))
    dry = merge(desk, other.path, dry_run=True)
    again = merge(desk, other.path)
    assert (again.new, again.counts) == (first.new, first.counts) == (dry.new, dry.counts)
    assert state(desk) == after
    assert desk.store.rows("SELECT count(*) FROM change_aside")[0][0] == 0
    assert [made.taken_back is None for made in desk.merges.all()] == [True, False]
    desk.merges.bring_back(str(first.id))
    assert state(desk) == after
    desk.merges.take_back(str(again.id))
    assert "新" not in {task.text for task in desk.tasks.of(policy.id)}
    assert check(desk.path).sound


def test_the_search_finds_what_is_here(desk: Workspace, other: Workspace, policy: Policy) -> None:
    other.tasks.add(policy.id, "汇总通报")
    made = str(merge(desk, other.path).id)
    for turn, found in ((desk.merges.take_back, 0), (desk.merges.bring_back, 1)):
        turn(made)
        assert len(desk.search("汇总通报")) == found
        assert desk.store.rows("SELECT count(*) FROM search_doc WHERE record NOT IN (SELECT record FROM change)")[0][0] == 0


def test_what_was_written_here_since_goes_and_comes_with_it(desk: Workspace, other: Workspace, policy: Policy) -> None:
    theirs = other.tasks.add(policy.id, "新").changes[0].record
    report = merge(desk, other.path)
    desk.tasks.edit(theirs, text="改过")
    kept = desk.tasks.add(policy.id, "自己的").changes[0].record
    taken = desk.merges.take_back(str(report.id))
    assert taken.own == 1
    assert desk.history.of(theirs) == ()
    assert desk.tasks.get(kept).text == "自己的"
    desk.tasks.edit(kept, text="又改")
    desk.merges.bring_back(str(report.id))
    assert (desk.tasks.get(theirs).text, desk.tasks.get(kept).text) == ("改过", "又改")
    assert desk.merges.would_take(str(report.id)).changes == taken.changes
    assert check(desk.path).sound


def test_a_policy_that_came_with_a_merge_keeps_its_text_and_can_be_imported_here(
    workspace: Workspace, tmp_path: Path, profile_of: Colleague, policy: Policy
) -> None:
    with Workspace.create(tmp_path / "b.clausedesk", profile_of("李")) as theirs:
        theirs.policies.add(policy, "b.txt", b"bytes")
    report = merge(workspace, tmp_path / "b.clausedesk")
    workspace.merges.take_back(str(report.id))
    assert workspace.policies.all() == ()
    workspace.policies.add(policy, "mine.txt", b"mine")
    workspace.tasks.edit(first_task(workspace, policy), text="改过")
    now = {change.id for change in workspace.history.changes()}
    workspace.merges.bring_back(str(report.id))
    assert now < {change.id for change in workspace.history.changes()}
    assert workspace.tasks.get(first_task(workspace, policy)).text == "改过"
    assert check(workspace.path).sound


def test_who_writes_here_keeps_their_name_when_the_merge_goes_that_told_it(
    desk: Workspace, other: Workspace, policy: Policy, tmp_path: Path
) -> None:
    mine = other.reviewer
    assert mine is not None
    other.tasks.add(policy.id, "在另一台电脑上写的")
    path = tmp_path / "单位.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, Profile(mine)) as office:
        made = merge(office, other.path)
        kept = office.tasks.add(policy.id, "在单位写的").changes[0].record
        taken = office.merges.take_back(str(made.id))
        assert mine in office.reviewers.all()
        assert mine.id in taken.touched.records
        assert kept in {task.id for task in office.tasks.of(policy.id)}
        office.merges.bring_back(str(made.id))
        assert office.history.conflicts() == ()
        assert office.history.rows_equal_history()


def test_a_merge_leaves_no_name_of_who_wrote_nothing(desk: Workspace, other: Workspace, policy: Policy, tmp_path: Path) -> None:
    mine = other.reviewer
    assert mine is not None
    other.tasks.add(policy.id, "在另一台电脑上写的")
    path = tmp_path / "单位.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, Profile(mine)) as office:
        before = state(office)
        office.merges.take_back(str(merge(office, other.path).id))
        assert state(office) == before


def test_what_there_is_not_to_take_back_is_said(desk: Workspace, other: Workspace, policy: Policy) -> None:
    with pytest.raises(StorageError, match="unknown_merge"):
        desk.merges.take_back("x")
    other.tasks.add(policy.id, "新")
    key = str(merge(desk, other.path).id)
    with pytest.raises(StorageError, match="merge_stands"):
        desk.merges.bring_back(key)
    desk.merges.take_back(key)
    for act in (desk.merges.take_back, desk.merges.would_take):
        with pytest.raises(StorageError, match="merge_taken_back"):
            act(key)
    with Workspace.open(desk.path, None) as reader, pytest.raises(StorageError, match="read_only"):
        reader.merges.bring_back(key)


def test_a_child_that_was_here_before_its_parent_stays(
    desk: Workspace, other: Workspace, policy: Policy, tmp_path: Path, tamper: Callable[[Path, str], None]
) -> None:
    parent = other.tasks.add(policy.id, "新").changes[0]
    child = other.tasks.edit(parent.record, text="改过").changes[0]
    partial = tmp_path / "部分.clausedesk"
    other.close()
    shutil.copyfile(other.path, partial)
    tamper(partial, f"DELETE FROM change WHERE id = '{parent.id}'; INSERT INTO omitted VALUES ('{parent.id}')")
    merge(desk, partial)
    assert check(desk.path).sound
    before = state(desk)
    report = merge(desk, other.path)
    assert desk.store.rows("SELECT * FROM omitted") == []
    desk.merges.take_back(str(report.id))
    assert state(desk) == before
    assert desk.tasks.get(child.record).text == "改过"
    assert check(desk.path).sound


@contextmanager
def copies(blank: Path, profiles: list[Profile]) -> Iterator[list[Workspace]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        opened = []
        for number, profile in enumerate(profiles):
            path = Path(folder) / f"{number}.clausedesk"
            shutil.copyfile(blank, path)
            opened.append(stack.enter_context(Workspace.open(path, profile)))
            opened[-1].store.introduce()
        yield opened


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory, profile_of: Colleague) -> Path:
    path = tmp_path_factory.mktemp("blank") / "blank.clausedesk"
    Workspace.create(path, profile_of("空")).close()
    return path


PATCHES = st.dictionaries(st.sampled_from(["name", "color"]), st.sampled_from(["一", "二", "三"]), min_size=1) | st.builds(
    lambda deleted: {"deleted": deleted}, st.booleans()
)
DRAFTS = st.builds(lambda record, patch: Draft(Family.TAG, record, patch), st.sampled_from(RECORDS), PATCHES)
WRITES = st.tuples(st.just("write"), st.integers(0, 2), DRAFTS)
MERGES = st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2))
TURNS = st.tuples(st.just("turn"), st.integers(0, 3), st.none())


def turned(workspace: Workspace, number: int) -> None:
    """Take one of the merges back, or bring it back."""
    made = workspace.merges.all()
    if made:
        one = made[number % len(made)]
        (workspace.merges.take_back if one.taken_back is None else workspace.merges.bring_back)(one.id)


@settings(max_examples=8)
@given(moves=st.lists(WRITES | MERGES | TURNS, max_size=14))
def test_whatever_is_taken_back_and_brought_back_nothing_is_lost_and_rows_follow(
    blank: Path, profile_of: Colleague, moves: list[tuple[str, int, object]]
) -> None:
    with copies(blank, [profile_of(name) for name in "甲乙丙"]) as desks:
        for kind, number, what in moves:
            if kind == "turn":
                turned(desks[0], number)
            elif isinstance(what, Draft):
                desks[number].write("change.tag.add", [what])
            elif isinstance(what, int) and what != number:
                brought(desks[number], desks[what])
        known = all_known(desks[0])
        assert desks[0].history.rows_equal_history()
        closed_under_parents(desks[0])
        while standing := [made for made in desks[0].merges.all() if made.taken_back is None]:
            desks[0].merges.take_back(standing[0].id)
            assert desks[0].history.rows_equal_history()
        assert all_known(desks[0]) == known
        for made in desks[0].merges.all():
            desks[0].merges.bring_back(made.id)
        assert {change.id for change in desks[0].history.changes()} == known
        assert desks[0].store.rows("SELECT * FROM change_aside") == []
        assert desks[0].history.rows_equal_history()


def all_known(workspace: Workspace) -> set[str]:
    return {row[0] for row in workspace.store.rows("SELECT id FROM change UNION SELECT id FROM change_aside")}


def closed_under_parents(workspace: Workspace) -> None:
    here = {row[0] for row in workspace.store.rows("SELECT id FROM change")}
    assert {key for row in workspace.store.rows("SELECT parents FROM change") for key in json.loads(row[0])} <= here


@settings(max_examples=8)
@given(first=st.lists(WRITES | MERGES, max_size=10), since=st.lists(DRAFTS, max_size=2))
def test_a_merge_taken_back_leaves_exactly_what_was_before(
    blank: Path, profile_of: Colleague, first: list[tuple[str, int, object]], since: list[Draft]
) -> None:
    with copies(blank, [profile_of(name) for name in "甲乙丙"]) as desks:
        for _, number, what in first:
            if isinstance(what, Draft):
                desks[number].write("change.tag.add", [what])
            elif isinstance(what, int) and what != number:
                brought(desks[number], desks[what])
        before = state(desks[0])
        one = brought(desks[0], desks[1])
        middle = state(desks[0])
        two = brought(desks[0], desks[2])
        after = state(desks[0])
        if one.id and two.id:
            desks[0].merges.take_back(one.id)
            desks[0].merges.take_back(two.id)
            assert state(desks[0]) == before
            desks[0].merges.bring_back(one.id)
            assert state(desks[0]) == middle
            desks[0].merges.bring_back(two.id)
        for made in (two.id, one.id):
            if made:
                assert state(desks[0]) == (after if made == two.id or not two.id else middle)
                desks[0].merges.take_back(made)
        assert state(desks[0]) == before
        for draft in since:
            desks[0].write("change.tag.add", [draft])
        again = brought(desks[0], desks[1])
        assert again.new == one.new
        assert desks[0].history.rows_equal_history()


@pytest.fixture
def third(other: Workspace, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A copy of the colleague's copy."""
    path = tmp_path / "第三人.clausedesk"
    shutil.copyfile(other.path, path)
    with Workspace.open(path, profile_of("赵审阅")) as opened:
        yield opened


def test_what_rests_on_another_merge_waits_for_it(desk: Workspace, other: Workspace, third: Workspace, policy: Policy) -> None:
    first = other.tasks.add(policy.id, "新").changes[0]
    merge(third, other.path)
    second = third.tasks.edit(first.record, text="第三人改").changes[0]
    one, two = str(merge(desk, other.path).id), str(merge(desk, third.path).id)
    mine = desk.tasks.edit(first.record, text="我改").changes[0]
    taken = desk.merges.take_back(one)
    assert (taken.own, desk.history.of(first.record)) == (1, ())
    for number in range(5):
        desk.tasks.add(policy.id, f"其后{number}")
    # Places that fell empty were taken by others, which the second merge did not bring.
    expected = {change.id for change in desk.history.changes()}
    assert desk.merges.would_take(two).own == 0
    desk.merges.take_back(two)
    assert {task.text for task in desk.tasks.of(policy.id)} >= {f"其后{number}" for number in range(5)}
    desk.merges.bring_back(one)
    assert [change.id for change in desk.history.of(first.record)] == [first.id]
    assert check(desk.path).sound
    desk.merges.bring_back(two)
    assert {change.id for change in desk.history.of(first.record)} == {first.id, second.id, mine.id}
    assert expected < {change.id for change in desk.history.changes()}
    assert check(desk.path).sound


def test_conflicts_of_records_that_go_go_with_them(desk: Workspace, other: Workspace, third: Workspace, policy: Policy) -> None:
    task = other.tasks.add(policy.id, "新").changes[0].record
    merge(third, other.path)
    other.tasks.edit(task, text="乙")
    third.tasks.edit(task, text="丙")
    merge(other, third.path)
    before = state(desk)
    report = merge(desk, other.path)
    assert len(report.conflicts) == len(desk.history.conflicts()) == 1
    desk.merges.take_back(str(report.id))
    assert state(desk) == before
    assert desk.history.conflicts() == ()


def test_what_was_kept_beside_what_a_merge_brought_goes_and_comes_with_it(
    desk: Workspace, other: Workspace, policy: Policy
) -> None:
    note = desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "原来的", ("重点",)).changes[0].record
    merge(other, desk.path)
    desk.annotations.edit(note, body="甲说")
    other.annotations.edit(note, body="乙说")
    before = state(desk)
    report = merge(desk, other.path)
    [conflict] = desk.history.conflicts()
    desk.history.keep_both(conflict)
    after = state(desk)
    assert {found.body for found in desk.annotations.of(policy.id)} == {"甲说", "乙说"}
    told = desk.merges.would_take(str(report.id))
    taken = desk.merges.take_back(str(report.id))
    # The decision, the second annotation and its tag.
    assert taken.own == told.own == 3
    assert state(desk) == before
    desk.merges.bring_back(str(report.id))
    assert state(desk) == after
    assert check(desk.path).sound


def test_a_decision_that_another_merge_brought_goes_with_what_it_was_about(
    desk: Workspace, other: Workspace, policy: Policy
) -> None:
    note = desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "原来的").changes[0].record
    merge(other, desk.path)
    desk.annotations.edit(note, body="甲说")
    other.annotations.edit(note, body="乙说")
    first = merge(desk, other.path)
    merge(other, desk.path)
    [conflict] = other.history.conflicts()
    other.history.keep_both(conflict)
    second = merge(desk, other.path)
    after = state(desk)
    desk.merges.take_back(str(first.id))
    assert [found.body for found in desk.annotations.of(policy.id)] == ["甲说"]
    desk.merges.bring_back(str(first.id))
    assert state(desk) == after
    desk.merges.take_back(str(second.id))
    assert [found.body for found in desk.annotations.of(policy.id)] in (["甲说"], ["乙说"])
    desk.merges.bring_back(str(second.id))
    assert state(desk) == after


def test_what_hangs_on_what_a_merge_brought_is_counted_as_going_with_it(desk: Workspace, other: Workspace, policy: Policy) -> None:
    note = other.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "乙说").changes[0].record
    task = other.tasks.add(policy.id, "新").changes[0].record
    report = merge(desk, other.path)
    desk.annotations.reply(note, "甲答")
    desk.assessments.set(task, percent=10)
    desk.evidence.add(policy.id, title="甲的证据", type=EvidenceType.DOCUMENT)
    desk.annotations.reply(desk.annotations.add(policy.id, Span(9, 12), AnnotationKind.ISSUE, "甲说").changes[0].record, "甲又答")
    assert desk.merges.would_take(str(report.id)).own == 2
    taken = desk.merges.take_back(str(report.id))
    assert (taken.changes, taken.own) == (report.new, 2)
    assert desk.assessments.of(policy.id) == ()
    desk.merges.bring_back(str(report.id))
    assert [reply.body for reply in desk.annotations.replies(note)] == ["甲答"]
    assert [one.percent for one in desk.assessments.of(policy.id)] == [10]


def test_what_other_merges_brought_that_does_not_show_without_it_is_counted(
    other: Workspace, third: Workspace, policy: Policy, tmp_path: Path, profile_of: Colleague
) -> None:
    other.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "李说")
    note = third.annotations.add(policy.id, Span(9, 12), AnnotationKind.ISSUE, "赵说").changes[0].record
    third.annotations.reply(note, "赵补")
    with Workspace.create(tmp_path / "汇总.clausedesk", profile_of("总审阅")) as desk:
        one = str(merge(desk, other.path).id)
        merge(desk, third.path)
        desk.annotations.reply(note, "总答")
        told = desk.merges.would_take(one)
        assert (told.own, told.others) == (1, 2)
        assert desk.merges.take_back(one) == told
        assert desk.policies.all() == ()
        merge(desk, third.path)
        assert [found.body for found in desk.annotations.of(policy.id)] == ["赵说"]
        assert [reply.body for reply in desk.annotations.replies(note)] == ["赵补", "总答"]


def test_changes_of_other_merges_that_go_with_it_are_counted(
    desk: Workspace, other: Workspace, third: Workspace, policy: Policy
) -> None:
    added = other.tasks.add(policy.id, "新").changes[0]
    merge(third, other.path)
    third.tasks.edit(added.record, text="第三人改")
    one = str(merge(desk, other.path).id)
    merge(desk, third.path)
    told = desk.merges.would_take(one)
    assert (told.own, told.others) == (0, 1)
    assert desk.merges.take_back(one) == told
