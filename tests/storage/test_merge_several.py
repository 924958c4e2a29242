"""Several files merged together, what is rejected and why, clocks that are off, and faults in the middle."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Policy
from storage.accounts import open_count
from storage.changes import canonical, digest, make
from storage.checks import check
from storage.clock import Clock, uuid7
from storage.connect import writing
from storage.errors import StorageError
from storage.history_write import INSERT_CHANGE, refold
from storage.incoming import receive
from storage.merge import MergeReport, look, merge, merge_all, merge_in
from storage.merge_report import report_json, report_of
from storage.records import Family
from storage.vetting import Fault, vetted
from storage.workspace import Profile, Workspace

Colleague = Callable[[str], Profile]
Tamper = Callable[[Path, str], None]
YEAR = 365 * 86_400_000


@pytest.fixture
def copy_of(desk: Workspace, tmp_path: Path, profile_of: Colleague) -> Callable[[str], Workspace]:
    """Opens a copy of the workspace for a colleague of this name."""

    def make_copy(name: str) -> Workspace:
        path = tmp_path / f"{name}.clausedesk"
        shutil.copyfile(desk.path, path)
        return Workspace.open(path, profile_of(name))

    return make_copy


def ids(workspace: Workspace) -> set[str]:
    return {change.id for change in workspace.history.changes()}


def first_task(workspace: Workspace, policy: Policy) -> str:
    return workspace.tasks.of(policy.id)[0].id


def put_change(workspace: Workspace, record: str, parents: tuple[str, ...], patch: dict[str, object], **identity: object) -> str:
    """Write a change that claims whatever is wanted."""
    writer, clock = str(identity.get("writer", workspace.writer)), identity.get("clock", 5 << 16)
    assert isinstance(clock, int)
    change, row = make((uuid7(), clock, writer), (Family.TASK, record), parents, patch, ("change.task.edit", uuid7()))
    with writing(workspace.store.conn) as conn:
        conn.execute(INSERT_CHANGE, row)
        refold(conn, [record])
    return change.id


def numbers(report: MergeReport, source: str) -> tuple[int, int, int, int]:
    counts = [count for count in report.counts if count.source == source]
    sums = [(c.new, c.changed, c.identical, c.rejected) for c in counts]
    return tuple(map(sum, zip(*sums, strict=True)))  # type: ignore[return-value]


def test_a_change_in_several_files_counts_for_the_first(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy
) -> None:
    before = ids(desk)
    with copy_of("甲") as one, copy_of("乙") as two:
        one.tasks.add(policy.id, "新")
        one.tasks.edit(first_task(one, policy), text="改")
        merge(two, one.path)
        two.tasks.add(policy.id, "又新")
        theirs, all_of_them = ids(one), ids(two)
        paths = [one.path, two.path]
    report = merge_all(desk, paths)
    names = [path.name for path in paths]
    assert report.sources == tuple(names)
    # A reviewer and a task, and an edit of a task that was here.
    assert numbers(report, names[0]) == (2, 1, len(before), 0)
    assert numbers(report, names[1]) == (2, 0, len(theirs), 0)
    assert ids(desk) == before | theirs | all_of_them
    assert len(desk.merges.all()) == 1
    assert check(desk.path).sound


def test_what_is_foretold_of_several_files_is_what_happens(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, tamper: Tamper
) -> None:
    paths = []
    for name in "甲乙丙":
        with copy_of(name) as theirs:
            theirs.tasks.edit(first_task(theirs, policy), text=f"{name}说")
            bad = theirs.tasks.add(policy.id, "坏").changes[0].id
        tamper(theirs.path, f"UPDATE change SET patch = replace(patch, '坏', '歪') WHERE id = '{bad}'")
        paths.append(theirs.path)
    foretold = merge_all(desk, paths, dry_run=True)
    done = merge_all(desk, paths)
    for name in ("sources", "counts", "conflicts", "rejected", "touched", "new_attachments", "lost_attachments", "odd_clocks"):
        assert getattr(foretold, name) == getattr(done, name)
    [conflict] = done.conflicts
    assert {side.value for side in conflict.sides} == {"甲说", "乙说", "丙说"}
    assert conflict.source == paths[2].name
    assert [(item.fault, item.person, item.source) for item in done.rejected] == [
        (Fault.ALTERED, path.stem, path.name) for path in paths
    ]
    assert sum(count.rejected for count in done.counts) == 3
    assert [count.person for count in done.counts if count.conflicts] == ["甲", "乙", "丙"]
    assert check(desk.path).sound


def test_two_files_of_one_name_are_told_apart(desk: Workspace, copy_of: Callable[[str], Workspace], tmp_path: Path) -> None:
    with copy_of("甲") as theirs:
        (tmp_path / "x").mkdir()
    twin = shutil.copyfile(theirs.path, tmp_path / "x" / theirs.path.name)
    report = merge_all(desk, [theirs.path, twin], dry_run=True)
    assert report.sources == ("甲.clausedesk", "甲.clausedesk (2)")


def test_one_bad_file_keeps_all_out(desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, tmp_path: Path) -> None:
    with copy_of("甲") as theirs:
        theirs.tasks.add(policy.id, "新")
    bad = tmp_path / "坏.clausedesk"
    bad.write_bytes(b"SQLite format 3\0" + bytes(300))
    before = ids(desk)
    with pytest.raises(StorageError):
        merge_all(desk, [theirs.path, bad])
    assert (ids(desk), desk.merges.all()) == (before, ())


def test_nobody_else_writes_as_this_session(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, tamper: Tamper
) -> None:
    with copy_of("甲") as theirs:
        forged = put_change(theirs, first_task(theirs, policy), (), {"text": "冒名"}, writer=desk.writer)
    tamper(theirs.path, f"INSERT INTO writer VALUES ('{desk.writer}', 'x', '冒名者', 'm', '') ON CONFLICT DO NOTHING")
    report = merge(desk, theirs.path)
    assert [(item.change, item.fault) for item in report.rejected] == [(forged, Fault.OUR_WRITER)]
    assert desk.history.of(forged) == ()
    assert "冒名者" not in {writer.person for writer in desk.history.writers().values()}


def test_what_this_session_wrote_may_come_home_after_it_was_set_aside(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy
) -> None:
    with copy_of("甲") as theirs:
        task = theirs.tasks.add(policy.id, "新").changes[0].record
        report = merge(desk, theirs.path)
        desk.tasks.edit(task, text="我改")
        merge(theirs, desk.path)
    desk.merges.take_back(str(report.id))
    again = merge(desk, theirs.path)
    assert again.rejected == ()
    assert desk.tasks.get(task).text == "我改"


@pytest.mark.parametrize(("clock", "fault"), [((1 << 63) - 1, Fault.CLOCK), (32_472_144_000_000 << 16, None)])
def test_a_time_beyond_the_calendar_is_rejected(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, clock: int, fault: Fault | None
) -> None:
    with copy_of("甲") as theirs:
        put_change(theirs, first_task(theirs, policy), (), {"text": "x"}, clock=clock)
    report = merge(desk, theirs.path)
    assert [item.fault for item in report.rejected] == ([fault] if fault else [])
    assert check(desk.path).sound


@pytest.mark.parametrize(
    ("clock", "parents", "patch", "fault"),
    [
        (1, "[]", '{"text":"\\ud800"}', Fault.UNREADABLE),
        (1, "[]", '{"mood":NaN}', Fault.UNREADABLE),
        (1, "[]", '{"position":1e999}', Fault.UNFIT_VALUE),
        (1, "[]", '{"text":"a"} x', Fault.UNREADABLE),
        (1, "[]", "[" * 100_000, Fault.UNREADABLE),
        (1, "[]", "", Fault.UNREADABLE),
        (1, "[]", "7", Fault.UNREADABLE),
        (1, "{}", "{}", Fault.UNREADABLE),
        (1, "[" * 100_000, "{}", Fault.UNREADABLE),
        (-1, "[]", "{}", Fault.CLOCK),
        ("1", "[]", "{}", Fault.UNREADABLE),
    ],
)
def test_what_nobody_can_read_is_never_taken_for_a_change(clock: int, parents: str, patch: str, fault: Fault) -> None:
    row = ("id", clock, "w", "task", "r", parents, patch, "l", "b")
    assert vetted((*row, digest(row)), "") is fault


def test_a_child_of_a_rejected_change_is_kept_and_the_check_is_sound(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, tamper: Tamper
) -> None:
    with copy_of("甲") as theirs:
        bad = theirs.tasks.add(policy.id, "坏").changes[0]
        child = theirs.tasks.edit(bad.record, text="改好").changes[0]
        whole = shutil.copyfile(theirs.path, theirs.path.with_name("whole.clausedesk"))
    tamper(theirs.path, f"UPDATE change SET patch = replace(patch, '坏', '歪') WHERE id = '{bad.id}'")
    merge(desk, theirs.path)
    assert [change.id for change in desk.history.of(bad.record)] == [child.id]
    assert check(desk.path).sound
    assert merge(desk, whole).new == 1
    assert desk.store.rows("SELECT * FROM omitted") == []
    assert check(desk.path).sound


@pytest.mark.parametrize("years", [-10, 2, 10])
def test_a_colleagues_clock_does_not_move_ours_and_is_told(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, years: int
) -> None:
    with copy_of("甲") as theirs:
        wrong = Clock(lambda: time.time_ns() // 1_000_000 + years * YEAR)
        task = first_task(theirs, policy)
        seen = theirs.tasks.edit(task, text="先").changes[0].id
        odd = put_change(theirs, task, (seen,), {"text": "钟错"}, clock=wrong.tick())
    report = merge(desk, theirs.path)
    assert [odd.person for odd in report.odd_clocks] == ["甲"]
    assert report.odd_clocks[0].seconds / 86_400 / 365 == pytest.approx(years, abs=0.1)
    assert desk.tasks.get(task).text == "钟错"
    mine = desk.tasks.edit(task, text="后见").changes[0]
    assert odd in mine.parents
    assert abs((mine.clock >> 16) - time.time_ns() // 1_000_000) < 86_400_000
    assert desk.tasks.get(task).text == "后见"
    with copy_of("乙") as right:
        right.tasks.add(policy.id, "新")
    assert merge(desk, right.path).odd_clocks == ()


@pytest.mark.parametrize(
    "fault",
    [
        "CREATE TEMP TRIGGER f AFTER INSERT ON main.change BEGIN UPDATE change SET label = 'x' WHERE seq = new.seq; END",
        "CREATE TEMP TRIGGER f AFTER INSERT ON main.change BEGIN DELETE FROM change WHERE seq = new.seq; END",
        "CREATE TEMP TRIGGER f AFTER INSERT ON main.task BEGIN DELETE FROM task WHERE id = new.id; END",
    ],
)
def test_what_does_not_read_back_as_it_was_sent_is_not_merged(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, fault: str
) -> None:
    with copy_of("甲") as theirs:
        theirs.tasks.add(policy.id, "新")
    before = ids(desk)
    desk.store.conn.execute(fault)
    with pytest.raises(StorageError, match="merge_unverified"):
        merge(desk, theirs.path)
    desk.store.conn.execute("DROP TRIGGER f")
    assert (ids(desk), desk.merges.all()) == (before, ())
    assert check(desk.path).sound
    assert merge(desk, theirs.path).new == 2


def test_what_is_written_here_while_the_files_are_read_is_not_lost(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.pace._SECONDS", 0.0)
    with copy_of("甲") as theirs:
        task = first_task(theirs, policy)
        theirs.tasks.edit(task, text="同事的")
    wrote: list[str] = []

    def watch(share: float) -> None:
        if share >= 0.1 and not wrote:
            wrote.append(desk.tasks.edit(task, text="自己的").changes[0].id)

    with receive([theirs.path]) as incoming, desk.aside().open() as aside:
        report = merge_in(aside, incoming, watch)
    assert [{side.value for side in conflict.sides} for conflict in report.conflicts] == [{"同事的", "自己的"}]
    assert wrote[0] in ids(desk)
    assert desk.history.rows_equal_history()


class EnoughError(Exception):
    """The user has had enough."""


@pytest.mark.parametrize("moment", range(12))
def test_cancelling_at_any_moment_leaves_everything_as_it_was(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.pace._SECONDS", 0.0)
    monkeypatch.setattr("storage.pace._STEPS", 50)
    with copy_of("甲") as theirs:
        for number in range(5):
            theirs.tasks.add(policy.id, f"新{number}")
    before = ids(desk)
    heard: list[float] = []

    def count(share: float) -> None:
        heard.append(share)

    def watch(share: float) -> None:
        heard.append(share)
        if len(heard) > total * moment // 12:
            raise EnoughError

    with receive([theirs.path]) as incoming:
        look(desk, incoming, count)
        foreseen = len(heard)
        heard.clear()
        total = foreseen * 2
        with pytest.raises(EnoughError):
            merge_in(desk, incoming, watch)
        assert ids(desk) == before
        assert desk.history.rows_equal_history()
        heard.clear()
        assert merge_in(desk, incoming, count).new == 6
    assert heard == sorted(heard)


def test_a_report_is_read_back_as_it_was_written(desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy) -> None:
    task = first_task(desk, policy)
    with copy_of("甲") as theirs:
        desk.tasks.edit(task, text="自己的")
        theirs.tasks.edit(task, text="同事的")
        put_change(theirs, task, (), {"text": "x"}, clock=(1 << 63) - 1)
    report = merge(desk, theirs.path)
    again = report_of(report_json(report))
    assert report_json(again) == report_json(report)
    assert again.rejected == report.rejected
    assert canonical([side.value for side in again.conflicts[0].sides]) == canonical(["同事的", "自己的"])


def test_a_conflict_counts_for_everybody_who_brings_a_side(
    desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy
) -> None:
    paths = []
    for name in ("甲", "乙"):
        with copy_of(name) as copy:
            copy.tasks.edit(first_task(copy, policy), text=name)
            paths.append(copy.path)
    desk.tasks.edit(first_task(desk, policy), text="丙")
    with receive(paths) as incoming:
        report = look(desk, incoming)
    counted = {(count.source, count.person): count.conflicts for count in report.counts if count.conflicts}
    assert counted == {("甲.clausedesk", "甲"): 1, ("乙.clausedesk", "乙"): 1}
    assert len(report.conflicts) == 1


def test_fields_that_belong_together_are_one_decision(desk: Workspace, copy_of: Callable[[str], Workspace], policy: Policy) -> None:
    with copy_of("甲") as copy:
        copy.tasks.edit(first_task(copy, policy), timing="2014年年底前完成", due="2014-12-31", text="甲")
        path = copy.path
    desk.tasks.edit(first_task(desk, policy), timing="2015年年底前完成", due="2015-12-31", text="丙")
    with receive([path]) as incoming:
        report = merge_in(desk, incoming)
    assert sorted(one.field for one in report.conflicts) == ["due", "text", "timing"]
    assert (report.disputed, open_count(desk)) == (2, 2)
    assert sum(count.conflicts for count in report.counts) == 2
