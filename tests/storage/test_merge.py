"""Merging two workspaces: what comes over, what the report says, what is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.backup import back_up
from storage.checks import check
from storage.connect import Connection
from storage.errors import StorageError
from storage.merge import merge
from storage.records import AnnotationKind, EvidenceType, Family
from storage.vetting import Fault
from storage.watch import Watch
from storage.workspace import Profile, Workspace

Tamper = Callable[[Path, str], None]


@pytest.fixture
def other(desk: Workspace, tmp_path: Path, profile_of: Callable[[str], Profile]) -> Iterator[Workspace]:
    """A colleague's copy of the same workspace."""
    path = tmp_path / "同事.clausedesk"
    shutil.copyfile(desk.path, path)
    with Workspace.open(path, profile_of("李审阅")) as opened:
        yield opened


def first_task(workspace: Workspace, policy: Policy) -> str:
    return workspace.tasks.of(policy.id)[0].id


def test_what_a_colleague_wrote_comes_over_with_its_files(desk: Workspace, other: Workspace, policy: Policy) -> None:
    note = other.annotations.add(policy.id, Span(3, 8), AnnotationKind.ISSUE, "问题", ["重点"]).changes[0].record
    other.annotations.reply(note, "答")
    content = b"x" * 2_500_000
    other.evidence.add(
        policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", content)], tasks=[first_task(other, policy)]
    )
    other.assessments.set(first_task(other, policy), percent=30)
    report = merge(desk, other.path)
    assert desk.annotations.get(note).body == "问题"
    assert len(desk.annotations.replies(note)) == len(desk.codebook.uses(policy.id)) == len(desk.assessments.of(policy.id)) == 1
    [kept] = desk.evidence.attachments(policy.id)
    assert desk.evidence.read_attachment(kept.sha256) == content
    assert {reviewer.name for reviewer in desk.reviewers.all()} == {"王审阅", "李审阅"}
    assert report.new_attachments == 1
    assert desk.search("问题")
    assert check(desk.path).sound
    assert report.touched.policies == {policy.id}


def test_a_policy_imported_elsewhere_comes_with_its_text(
    workspace: Workspace, tmp_path: Path, profile_of: Callable[[str], Profile], policy_of: Callable[..., Policy]
) -> None:
    theirs = policy_of(policy_of().text + "附件：\n")
    with Workspace.create(tmp_path / "b.clausedesk", profile_of("李")) as other:
        other.policies.add(theirs, "b.txt", b"bytes")
    merge(workspace, tmp_path / "b.clausedesk")
    assert workspace.policies.text(theirs.id) == theirs.text
    assert workspace.policies.original(theirs.id) == b"bytes"
    assert len(workspace.tasks.of(theirs.id)) == 3
    assert check(workspace.path).sound


def test_the_report_counts_by_person_and_family(desk: Workspace, other: Workspace, policy: Policy) -> None:
    other.tasks.add(policy.id, "新")
    other.tasks.add(policy.id, "又新")
    report = merge(desk, other.path)
    by_key = {(count.person, count.family): count for count in report.counts}
    assert by_key["李审阅", Family.TASK].new == 2
    assert by_key["", Family.TASK].identical == 3
    assert report.new + report.identical == len(other.history.changes())


def test_a_conflict_shows_both_values_and_is_listed_until_decided(desk: Workspace, other: Workspace, policy: Policy) -> None:
    task = first_task(desk, policy)
    desk.tasks.edit(task, text="甲说")
    other.tasks.edit(task, text="乙说")
    report = merge(desk, other.path)
    [conflict] = report.conflicts
    assert (conflict.family, conflict.record, conflict.field) == (Family.TASK, task, "text")
    assert [(side.value, side.person) for side in conflict.sides] == [("乙说", "李审阅"), ("甲说", "王审阅")]
    assert desk.tasks.get(task).text == "乙说"
    [listed] = desk.history.conflicts()
    assert listed.values() == ("乙说", "甲说")
    decided = desk.history.decide(task, "text", "甲说")
    assert desk.history.conflicts() == ()
    assert set(decided.changes[0].parents) == {side.change for side in conflict.sides}
    assert desk.history.rows_equal_history()


@pytest.mark.parametrize("deleter_first", [True, False])
def test_an_edit_unknown_to_a_deletion_keeps_the_record(
    desk: Workspace, other: Workspace, policy: Policy, deleter_first: bool
) -> None:
    task = first_task(desk, policy)
    desk.tasks.remove(task)
    other.tasks.edit(task, text="改")
    target, source = (desk, other) if deleter_first else (other, desk)
    report = merge(target, source.path)
    assert target.tasks.get(task).text == "改"
    assert [conflict.field for conflict in report.conflicts] == ["deleted"]


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Workspace, other: Workspace, policy: Policy) -> None:
    desk.tasks.edit(first_task(desk, policy), text="甲说")
    other.tasks.edit(first_task(other, policy), text="乙说")
    other.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"x")])
    before = hashlib.sha256(desk.path.read_bytes()).digest()
    dry = merge(desk, other.path, dry_run=True)
    assert hashlib.sha256(desk.path.read_bytes()).digest() == before
    wet = merge(desk, other.path)
    assert (dry.counts, dry.conflicts, dry.new_attachments) == (wet.counts, wet.conflicts, wet.new_attachments)
    assert (dry.backup, dry.touched) == (None, wet.touched)


def test_a_backup_from_before_is_kept_and_the_source_stays_as_it_is(desk: Workspace, other: Workspace, policy: Policy) -> None:
    other.tasks.add(policy.id, "新")
    before = hashlib.sha256(other.path.read_bytes()).digest()
    report = merge(desk, other.path)
    assert hashlib.sha256(other.path.read_bytes()).digest() == before
    assert report.backup is not None
    with Workspace.open(report.backup, None) as backup:
        assert len(backup.tasks.of(policy.id)) == 3


@pytest.mark.parametrize("all_of_it", [True, False])
def test_what_is_written_between_looking_and_writing_is_not_taken_in_twice(
    desk: Workspace, other: Workspace, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, all_of_it: bool
) -> None:
    other.tasks.add(policy.id, "先写的")
    early = tmp_path / "先发的.clausedesk"
    shutil.copyfile(other.path, early)
    if not all_of_it:
        other.tasks.add(policy.id, "后写的")

    def meanwhile(conn: Connection, path: Path, reason: str, now: dt.datetime, watch: Watch) -> Path:
        made = back_up(conn, path, reason, now, watch)
        monkeypatch.setattr("storage.merge.back_up", back_up)
        with desk.aside().open() as there:
            merge(there, early)
        return made

    monkeypatch.setattr("storage.merge.back_up", meanwhile)
    report = merge(desk, other.path)
    assert report.new == (0 if all_of_it else 1)
    assert {task.text for task in desk.tasks.of(policy.id)} == {task.text for task in other.tasks.of(policy.id)}
    assert [made.changes for made in desk.merges.all()] == ([2] if all_of_it else [1, 2])
    assert check(desk.path).sound


def test_merging_a_file_with_itself_is_refused(desk: Workspace) -> None:
    with pytest.raises(StorageError) as raised:
        merge(desk, desk.path)
    assert raised.value.code == "same_workspace"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        "CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM change; END",
        "CREATE TABLE extra (a)",
        "DROP TABLE tag; CREATE VIEW tag AS SELECT 1 AS id, 0 AS deleted, 'x' AS name, 'y' AS color",
        "DROP TABLE tag; CREATE TABLE tag (id TEXT, deleted INTEGER, name TEXT, color TEXT AS (hex(zeroblob(1000000000))))",
        "CREATE INDEX i ON change (length(patch))",
    ],
)
def test_a_file_with_a_schema_of_its_own_is_refused(desk: Workspace, other: Workspace, tamper: Tamper, sql: str) -> None:
    other.close()
    tamper(other.path, sql)
    before = hashlib.sha256(desk.path.read_bytes()).digest()
    with pytest.raises(StorageError) as raised:
        merge(desk, other.path)
    assert raised.value.code == "foreign_schema"
    assert hashlib.sha256(desk.path.read_bytes()).digest() == before


def test_an_altered_change_is_rejected_and_named(desk: Workspace, other: Workspace, policy: Policy, tamper: Tamper) -> None:
    good = other.tasks.add(policy.id, "好").changes[0]
    bad = other.tasks.add(policy.id, "坏").changes[0]
    other.close()
    tamper(other.path, f"UPDATE change SET patch = replace(patch, '坏', '歪') WHERE id = '{bad.id}'")
    report = merge(desk, other.path)
    assert [(reject.change, reject.fault) for reject in report.rejected] == [(bad.id, Fault.ALTERED)]
    assert desk.tasks.get(good.record).text == "好"
    assert desk.history.of(bad.record) == ()


def test_bytes_that_are_not_what_their_hash_says_are_not_taken(
    desk: Workspace, other: Workspace, policy: Policy, tamper: Tamper
) -> None:
    other.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"abc")])
    other.close()
    tamper(other.path, "UPDATE blob_chunk SET data = X'00'")
    report = merge(desk, other.path)
    assert len(report.lost_attachments) == 1
    assert desk.store.rows("SELECT count(*) FROM blob_chunk")[0][0] == 0
    assert len(desk.evidence.of(policy.id)) == 1


def test_a_read_only_workspace_takes_nothing_in(desk: Workspace, other: Workspace, policy: Policy) -> None:
    other.tasks.add(policy.id, "新")
    with Workspace.open(desk.path, None) as reader:
        assert merge(reader, other.path, dry_run=True).new == 2
        with pytest.raises(StorageError) as raised:
            merge(reader, other.path)
        assert raised.value.code == "read_only"
