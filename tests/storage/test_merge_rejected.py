"""Changes of received files that contradict what is known: what lies aside, another file, or what the check of the file said."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy
from storage.changes import digest
from storage.checks import check
from storage.errors import StorageError
from storage.incoming import receive
from storage.merge import look, merge, merge_all, merge_in
from storage.vetting import Fault
from storage.workspace import Profile, Workspace
from tests.storage.received import alter, put_change

Colleague = Callable[[str], Profile]
WORDS = '{"name":"%s"}'


@pytest.fixture
def other(desk: Workspace, tmp_path: Path, profile_of: Colleague) -> Iterator[Workspace]:
    """A colleague's copy of the same workspace."""
    path = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        yield opened


def reword(conn: sqlite3.Connection, key: str, old: str, new: str) -> None:
    """Give a change other words and the hash that goes with them."""
    row = list(
        conn.execute("SELECT id, clock, writer, family, record, parents, patch, label, batch FROM change WHERE id = ?", (key,))
    )
    columns = [*row[0]]
    columns[6] = columns[6].replace(old, new)
    conn.execute("UPDATE change SET patch = ?, sha256 = ? WHERE id = ?", (columns[6], digest(columns), key))


def test_a_change_that_differs_from_the_copy_that_lies_aside_is_altered(desk: Workspace, other: Workspace, policy: Policy) -> None:
    added = other.tasks.add(policy.id, "新").changes[0]
    first = merge(desk, other.path)
    desk.merges.take_back(str(first.id))
    other.close()
    alter(other.path, lambda conn: reword(conn, added.id, "新", "假"))
    foretold = merge(desk, other.path, dry_run=True)
    again = merge(desk, other.path)
    for report in (foretold, again):
        assert [(item.change, item.fault) for item in report.rejected] == [(added.id, Fault.ALTERED)]
        assert (report.new, sum(count.rejected for count in report.counts)) == (first.new - 1, 1)
    assert desk.history.of(added.record) == ()
    assert check(desk.path).sound
    # What lies aside is still as it was written.
    desk.merges.bring_back(str(first.id))
    assert desk.tasks.get(added.record).text == "新"
    assert check(desk.path).sound


def test_what_the_check_of_a_file_kept_quiet_about_is_found_when_it_was_written(
    desk: Workspace, other: Workspace, policy: Policy
) -> None:
    added = other.tasks.add(policy.id, "新").changes[0]
    other.close()
    alter(other.path, lambda conn: conn.execute("UPDATE change SET patch = replace(patch, '新', '假') WHERE id = ?", (added.id,)))
    before = {change.id for change in desk.history.changes()}
    with receive([other.path], rows=False) as incoming:
        assert [item.change for item in incoming.files[0].rejected] == [added.id]
        incoming.files = tuple(dataclasses.replace(vetted, rejected=()) for vetted in incoming.files)
        with pytest.raises(StorageError, match="merge_unverified"):
            merge_in(desk, incoming)
    assert ({change.id for change in desk.history.changes()}, desk.merges.all()) == (before, ())
    assert check(desk.path).sound


def test_where_nothing_can_be_taken_in_nothing_is_written(desk: Workspace, other: Workspace) -> None:
    # The colleague is already known here.
    merge(desk, other.path)
    other.close()
    alter(other.path, lambda conn: put_change(conn, id="unfit", patch='{"name":7}'))
    made, copies = desk.merges.all(), len(list(desk.path.with_suffix(".backups").glob("*")))
    with receive([other.path], rows=False) as incoming:
        foretold, report = look(desk, incoming), merge_in(desk, incoming)
    assert foretold.brings is False
    assert (report.id, report.backup, desk.merges.all()) == (None, None, made)
    assert [(item.change, item.fault) for item in report.rejected] == [("unfit", Fault.UNFIT_VALUE)]
    assert (foretold.rejected, foretold.counts) == (report.rejected, report.counts)
    assert len(list(desk.path.with_suffix(".backups").glob("*"))) == copies


def test_a_change_that_makes_another_kind_of_thing_of_a_record_is_not_taken_in(
    desk: Workspace, other: Workspace, policy: Policy
) -> None:
    task = desk.tasks.of(policy.id)[0]
    other.close()
    alter(other.path, lambda conn: put_change(conn, id="elsewise", record=task.id, patch=WORDS % "标签"))
    alter(other.path, lambda conn: put_change(conn, id="first", record="r", patch=WORDS % "标签"))
    alter(other.path, lambda conn: put_change(conn, id="then", record="r", family="annotation", patch='{"body":"批注"}'))
    report = merge(desk, other.path)
    assert {item.change: item.fault for item in report.rejected} == dict.fromkeys(("elsewise", "then"), Fault.OTHER_FAMILY)
    assert desk.tasks.get(task.id) == task
    assert check(desk.path).sound


@pytest.mark.parametrize(
    ("first", "record", "fault", "named"),
    [(WORDS % "甲", "a", Fault.ALTERED, "two"), ('{"name":7}', "b", Fault.UNFIT_VALUE, "one")],
)
def test_of_two_contents_under_one_id_the_first_that_can_be_taken_in_counts(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, record: str, fault: Fault, named: str
) -> None:
    monkeypatch.setattr("storage.merge_plan._RECORDS", 1)
    one, two = (Path(shutil.copyfile(desk.path, tmp_path / f"{name}.clausedesk")) for name in ("one", "two"))
    alter(one, lambda conn: put_change(conn, id="before", record="b", patch=WORDS % "先"))
    alter(one, lambda conn: put_change(conn, id="twice", record="a", patch=first))
    alter(two, lambda conn: put_change(conn, id="twice", record="b", patch=WORDS % "乙"))
    foretold = merge_all(desk, [one, two], dry_run=True)
    done = merge_all(desk, [one, two])
    for report in (foretold, done):
        assert [(item.change, item.fault, item.source) for item in report.rejected] == [("twice", fault, f"{named}.clausedesk")]
    assert [change.record for change in desk.history.changes() if change.id == "twice"] == [record]
    assert check(desk.path).sound
