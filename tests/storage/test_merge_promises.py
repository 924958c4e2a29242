"""What people count on in a merge: copies stay apart, clocks decide nothing, no deletion swallows work, the report adds up."""

from __future__ import annotations

import itertools
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.checks import check
from storage.clock import Clock
from storage.incoming import receive
from storage.merge import MergeReport, look, merge, merge_all
from storage.records import AnnotationKind, EvidenceType, Family
from storage.schema import TABLES
from storage.vetting import Fault
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]
Tamper = Callable[[Path, str], None]
YEAR = 365 * 86_400_000


@pytest.fixture
def copies(desk: Workspace, tmp_path: Path) -> Iterator[Callable[[Profile], Workspace]]:
    """Opens copies of the workspace, each a file of its own."""
    opened: list[Workspace] = []

    def copy(profile: Profile) -> Workspace:
        path = tmp_path / f"{len(opened)}.clausedesk"
        shutil.copyfile(desk.path, path)
        opened.append(Workspace.open(path, profile))
        return opened[-1]

    yield copy
    for workspace in opened:
        workspace.close()


def ids(workspace: Workspace) -> set[str]:
    return {change.id for change in workspace.history.changes()}


def rows(workspace: Workspace) -> dict[Family, set[tuple[object, ...]]]:
    found = {}
    for family in Family:
        names = ", ".join(f'"{name}"' for name in TABLES[family].names)
        found[family] = {tuple(row) for row in workspace.store.rows(f'SELECT {names} FROM "{family.value}"')}
    return found


def at_work(workspace: Workspace, policy: Policy, dice: random.Random) -> str:
    """One thing that somebody does; the id of its first change."""
    notes = workspace.annotations.of(policy.id)
    tasks = workspace.tasks.of(policy.id)
    act = dice.randrange(5)
    if act == 0 or not notes:
        start = dice.randrange(20)
        written = workspace.annotations.add(policy.id, Span(start, start + 5), AnnotationKind.COMMENT, f"话{dice.random()}")
    elif act == 1:
        written = workspace.annotations.edit(dice.choice(notes).id, body=f"改{dice.random()}")
    elif act == 2:
        written = workspace.tasks.edit(dice.choice(tasks).id, text=f"任务{dice.random()}")
    elif act == 3:
        written = workspace.annotations.reply(dice.choice(notes).id, f"答{dice.random()}")
    else:
        written = workspace.assessments.set(dice.choice(tasks).id, note=f"注{dice.random()}")
    return written.changes[0].id


def test_a_file_and_its_copy_under_one_name_keep_every_change_of_both(
    desk: Workspace, policy: Policy, profile: Profile, copies: Callable[[Profile], Workspace], nightly: bool
) -> None:
    number = 200 if nightly else 40
    twin = copies(profile)
    before = ids(desk)
    assert desk.reviewer == twin.reviewer
    assert desk.writer != twin.writer
    done: dict[str, set[str]] = {"here": set(), "there": set()}
    for name, workspace, seed in (("here", desk, 1), ("there", twin, 2)):
        dice = random.Random(seed)
        while len(done[name]) < number:
            done[name].add(at_work(workspace, policy, dice))
    assert not done["here"] & done["there"]
    forth, back = merge(desk, twin.path), merge(twin, desk.path)
    assert forth.rejected == back.rejected == ()
    assert ids(desk) == ids(twin) >= before | done["here"] | done["there"]
    assert len(done["here"] | done["there"]) == 2 * number
    assert rows(desk) == rows(twin)
    assert {conflict.record for conflict in desk.history.conflicts()} == {c.record for c in twin.history.conflicts()}
    assert desk.history.rows_equal_history()
    assert twin.history.rows_equal_history()


def off_by(years: float) -> Clock:
    return Clock(lambda: int(time.time_ns() // 1_000_000 + years * YEAR))


@pytest.mark.parametrize("years", [-10, -1, -0.01, 0.01, 1, 10])
def test_whoever_wrote_having_seen_the_other_shows_whatever_the_clocks_say(
    desk: Workspace, policy: Policy, profile_of: Colleague, copies: Callable[[Profile], Workspace], years: float
) -> None:
    theirs = copies(profile_of("李审阅"))
    theirs.store.clock = off_by(years)
    task = desk.tasks.of(policy.id)[0].id
    for turn in range(4):
        writer, reader = (theirs, desk) if turn % 2 else (desk, theirs)
        writer.tasks.edit(task, text=f"第{turn}次")
        assert merge(reader, writer.path).conflicts == ()
        assert desk.tasks.get(task).text == theirs.tasks.get(task).text == f"第{turn}次"
    own = desk.tasks.edit(task, text="本机后写").changes[0]
    assert desk.tasks.get(task).text == "本机后写"
    assert abs((own.clock >> 16) - time.time_ns() // 1_000_000) < 120_000, "nobody's clock drags ours along"


@pytest.mark.parametrize("years", [-10, 10])
def test_whoever_sets_the_clock_in_between_sees_the_last_edit(desk: Workspace, policy: Policy, years: float) -> None:
    task = desk.tasks.of(policy.id)[0].id
    desk.tasks.edit(task, text="先")
    desk.store.clock = off_by(years)
    desk.tasks.edit(task, text="后")
    desk.store.clock = Clock()
    desk.tasks.edit(task, text="最后")
    assert desk.tasks.get(task).text == "最后"
    assert desk.history.conflicts() == ()
    assert desk.history.rows_equal_history()


def test_a_clock_that_is_off_is_told_once(
    desk: Workspace, policy: Policy, profile_of: Colleague, copies: Callable[[Profile], Workspace]
) -> None:
    theirs = copies(profile_of("李审阅"))
    theirs.store.clock = off_by(2)
    for number in range(5):
        theirs.tasks.add(policy.id, f"新{number}")
    assert [odd.person for odd in merge(desk, theirs.path).odd_clocks] == ["李审阅"]
    assert merge(desk, theirs.path).odd_clocks == ()


ORDERS = list(itertools.product([True, False], repeat=3))


def begun(desk: Workspace, policy: Policy, attached: bool) -> str:
    files = [("a.png", b"png")] if attached else []
    return desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="原题", files=files).changes[0].record


@pytest.mark.parametrize(("deleted_first", "attached", "into_deleter"), ORDERS)
def test_an_edit_that_a_deletion_had_not_seen_stays_visible_and_flagged(
    desk: Workspace,
    policy: Policy,
    profile_of: Colleague,
    copies: Callable[[Profile], Workspace],
    deleted_first: bool,
    attached: bool,
    into_deleter: bool,
) -> None:
    evidence = begun(desk, policy, attached)
    theirs = copies(profile_of("李审阅"))
    if deleted_first:
        desk.evidence.remove(evidence)
    theirs.evidence.edit(evidence, title="改题")
    if not deleted_first:
        desk.evidence.remove(evidence)
    target, source = (desk, theirs) if into_deleter else (theirs, desk)
    report = merge(target, source.path)
    assert [found.title for found in target.evidence.of(policy.id)] == ["改题"]
    assert len(target.evidence.attachments(policy.id)) == attached
    assert {(conflict.record, conflict.field) for conflict in report.conflicts} >= {(evidence, "deleted")}
    assert {(conflict.record, conflict.field) for conflict in target.history.conflicts()} >= {(evidence, "deleted")}
    merge(source, target.path)
    assert rows(source) == rows(target)
    target.history.decide(evidence, "deleted", True)
    merge(source, target.path)
    assert source.evidence.of(policy.id) == target.evidence.of(policy.id) == ()
    assert source.history.conflicts() == target.history.conflicts() == ()


@pytest.mark.parametrize(("edited_before", "attached", "into_deleter"), ORDERS)
def test_what_was_seen_and_then_deleted_stays_deleted_until_it_is_restored(
    desk: Workspace,
    policy: Policy,
    profile_of: Colleague,
    copies: Callable[[Profile], Workspace],
    edited_before: bool,
    attached: bool,
    into_deleter: bool,
) -> None:
    evidence = begun(desk, policy, attached)
    if edited_before:
        desk.evidence.edit(evidence, title="改题")
    theirs = copies(profile_of("李审阅"))
    removed = desk.evidence.remove(evidence)
    target, source = (desk, theirs) if into_deleter else (theirs, desk)
    assert merge(target, source.path).conflicts == ()
    merge(source, target.path)
    assert target.evidence.of(policy.id) == source.evidence.of(policy.id) == ()
    assert len(target.evidence.attachments(policy.id)) == 0
    desk.reverse(removed)
    assert merge(theirs, desk.path).conflicts == ()
    for workspace in (desk, theirs):
        assert [found.title for found in workspace.evidence.of(policy.id)] == ["改题" if edited_before else "原题"]
        assert [workspace.evidence.read_attachment(held.sha256) for held in workspace.evidence.attachments(policy.id)] == (
            [b"png"] if attached else []
        )
        assert workspace.history.rows_equal_history()


def reckoned(target: Workspace, sources: list[Workspace], bad: set[str]) -> Counter[tuple[str, str]]:
    """What the report must count, by sets of ids alone."""
    known, records = ids(target), {change.record for change in target.history.changes()}
    found: Counter[tuple[str, str]] = Counter()
    for source in sources:
        fresh = set()
        for change in source.history.changes():
            if change.id in bad:
                kind = "rejected"
            elif change.id in known:
                kind = "identical"
            else:
                kind = "changed" if change.record in records else "new"
                fresh.add(change.id)
            found[source.path.name, kind] += 1
        known |= fresh
    return found


def told(report: MergeReport) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for count in report.counts:
        for kind in ("new", "changed", "identical", "rejected"):
            found[count.source, kind] += getattr(count, kind)
    return +found


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_of_the_report_are_those_of_the_sets_and_each_refusal_has_its_reason(
    desk: Workspace, policy: Policy, profile_of: Colleague, copies: Callable[[Profile], Workspace], tamper: Tamper, seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        at_work(desk, policy, dice)
    sources = [copies(profile_of("李审阅")), copies(profile_of("赵审阅"))]
    for workspace in (desk, *sources):
        for _ in range(25):
            at_work(workspace, policy, dice)
    merge(sources[1], sources[0].path)
    people = {change.id for change in sources[0].history.changes() if change.family is Family.REVIEWER}
    fresh = sorted(ids(sources[0]) - ids(desk) - people)
    bad = set(dice.sample(fresh, 3))
    for workspace in sources:
        workspace.close()
    for source, key in itertools.product(sources, bad):
        tamper(source.path, f"UPDATE change SET label = label || ' ' WHERE id = '{key}'")
    for at, source in enumerate(sources):
        sources[at] = Workspace.open(source.path, None)
    try:
        expected = reckoned(desk, sources, bad)
        paths = [source.path for source in sources]
        with receive(paths) as incoming:
            foretold = look(desk, incoming)
        before = ids(desk)
        report = merge_all(desk, paths)
        assert told(report) == told(foretold) == +expected
        assert {item.change for item in report.rejected} == bad
        assert {item.fault for item in report.rejected} == {Fault.ALTERED}
        assert all(item.source in {path.name for path in paths} for item in report.rejected)
        brought = set().union(*(ids(source) for source in sources)) - bad
        assert ids(desk) == before | brought
        here = ids(desk)
        for conflict in report.conflicts:
            assert len(conflict.sides) >= 2
            assert all(side.person and side.change in here for side in conflict.sides)
            assert len({str(side.value) for side in conflict.sides}) >= 2
            assert all(side.at.year > 2000 for side in conflict.sides)
    finally:
        for source in sources:
            source.close()
    assert desk.history.rows_equal_history()
    assert check(desk.path).sound
