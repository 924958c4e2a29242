"""A check proves that rows are what the history says; a repair makes them so and never touches the history."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage import checks
from storage.checks import check
from storage.errors import StorageError
from storage.history import HistoryRepository
from storage.records import AnnotationKind, Change, EvidenceType, Family
from storage.repairs import repair
from storage.workspace import Profile, Workspace

Tamper = Callable[[Path, str], None]


@pytest.fixture
def full(desk: Workspace, policy: Policy) -> Workspace:
    """A closed workspace with something of everything."""
    desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, "话", ["重点"])
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"x" * 2_000_000)])
    desk.assessments.set(desk.tasks.of(policy.id)[0].id, percent=10)
    desk.close()
    return desk


def test_a_sound_workspace_has_no_problems(full: Workspace) -> None:
    report = check(full.path)
    assert report.problems == ()
    assert report.sound
    assert report.changes > report.records - 1 > 10
    assert report.attachments == 1


class StopError(Exception):
    """What a watch raises when somebody cancels."""


@pytest.mark.parametrize("limit", [0.0, 0.1, 0.3, 0.6])
def test_a_check_ends_when_the_watch_says_so(
    full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: float
) -> None:
    monkeypatch.setattr("storage.pace._SECONDS", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = sorted(tmp_path.iterdir())
    told: list[float] = []

    def watch(share: float) -> None:
        told.append(share)
        if share >= limit:
            raise StopError

    with pytest.raises(StopError):
        check(full.path, watch)
    assert told == sorted(told)
    assert sorted(tmp_path.iterdir()) == before


TAMPERED = {
    "UPDATE annotation SET body = '改'": "row_differs",
    "UPDATE task SET deleted = 1 WHERE number = 2": "row_differs",
    "DELETE FROM evidence": "row_differs",
    "INSERT INTO tag VALUES ('x', 0, 'x', '#000')": "history_missing",
    "DELETE FROM change WHERE family = 'task'": "history_missing",
    "DELETE FROM change": "history_missing",
    "UPDATE policy_text SET provisions = '['": "text_altered",
    "UPDATE policy_text SET provisions = '[{}]'": "text_altered",
    "DELETE FROM policy_source": "text_altered",
    "DROP TABLE search_index": "schema_differs",
    "CREATE TRIGGER t AFTER INSERT ON tag BEGIN DELETE FROM evidence; END": "schema_differs",
    "INSERT INTO conflict SELECT id, 'body', 'annotation', '[]' FROM annotation": "row_differs",
    "UPDATE change SET patch = replace(patch, '话', '谎') WHERE family = 'annotation'": "change_altered",
    "UPDATE change SET clock = clock + 1 WHERE family = 'annotation'": "change_altered",
    "UPDATE change SET patch = '[' WHERE family = 'annotation'": "change_altered",
    "UPDATE policy_text SET text = replace(text, '3.2', '9.9')": "text_altered",
    "UPDATE policy_source SET bytes = X'00'": "text_altered",
    "UPDATE policy_text SET text = '　' || text": "anchor_differs",
    "UPDATE blob_chunk SET data = X'00' WHERE part = 1": "attachment_damaged",
    "DELETE FROM blob_chunk; DELETE FROM blob": "attachment_missing",
    "DELETE FROM search_doc WHERE family = 'task'": "index_incomplete",
}


@pytest.mark.parametrize("sql", TAMPERED)
def test_tampering_is_found(full: Workspace, tamper: Tamper, sql: str) -> None:
    tamper(full.path, sql)
    assert TAMPERED[sql] in {problem.code for problem in check(full.path).problems}


@pytest.mark.parametrize("sql", [sql for sql, code in TAMPERED.items() if code in ("row_differs", "index_incomplete")])
def test_a_repair_rebuilds_rows_and_index_after_a_backup(
    full: Workspace, tamper: Tamper, policy: Policy, profile: Profile, sql: str
) -> None:
    tamper(full.path, sql)
    report = repair(full.path)
    assert report.sound
    assert report.backup is not None
    assert report.backup.is_file()
    with Workspace.open(full.path, profile) as again:
        assert again.annotations.of(policy.id)[0].body == "话"
        assert [task.number for task in again.tasks.of(policy.id)] == [1, 2, 3]
        assert again.search("组建")


def test_a_repair_leaves_the_rows_of_an_altered_history_as_they_stand(
    full: Workspace, tamper: Tamper, policy: Policy, profile: Profile
) -> None:
    tamper(full.path, "UPDATE change SET patch = replace(patch, '话', '谎') WHERE family = 'annotation'; UPDATE task SET text = ''")
    report = repair(full.path)
    assert {problem.code for problem in report.problems} == {"change_altered"}
    with Workspace.open(full.path, profile) as again:
        assert again.annotations.of(policy.id)[0].body == "话"
        assert again.tasks.of(policy.id)[0].text


def test_a_repair_discards_nothing_whose_history_is_lost(full: Workspace, tamper: Tamper, policy: Policy, profile: Profile) -> None:
    tamper(full.path, "DELETE FROM change")
    assert not repair(full.path).sound
    with Workspace.open(full.path, profile) as again:
        assert again.annotations.of(policy.id)[0].body == "话"
        assert [task.number for task in again.tasks.of(policy.id)] == [1, 2, 3]


@pytest.mark.parametrize(
    "sql", ["UPDATE task SET timing_kind = 'zz'", "UPDATE task SET departments = '{'", "UPDATE task SET doubts = '5'"]
)
def test_a_row_that_no_record_can_be_made_of_is_damage(
    full: Workspace, tamper: Tamper, policy: Policy, profile: Profile, sql: str
) -> None:
    tamper(full.path, sql)
    with Workspace.open(full.path, profile) as again, pytest.raises(StorageError) as raised:
        again.tasks.of(policy.id)
    assert raised.value.code == "damaged"
    assert repair(full.path).sound


def test_a_workspace_in_use_is_not_repaired(workspace: Workspace) -> None:
    with pytest.raises(StorageError) as raised:
        repair(workspace.path)
    assert raised.value.code == "busy"
    assert raised.value.facts["person"] == "王审阅"


def test_the_rows_are_those_that_the_schema_names(workspace: Workspace) -> None:
    from storage.schema import TABLES

    for table in TABLES.values():
        columns = tuple(row["name"] for row in workspace.store.rows(f'PRAGMA table_info("{table.name}")'))
        assert columns == table.names


def test_what_is_written_during_a_check_is_no_problem(desk: Workspace, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    really = HistoryRepository.differing

    def differing(history: HistoryRepository, changes: Iterable[Change]) -> tuple[tuple[Family, str], ...]:
        desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, "同时")
        return really(history, changes)

    monkeypatch.setattr(HistoryRepository, "differing", differing)
    assert check(desk.path).problems == ()
    assert [note.body for note in desk.annotations.of(policy.id)] == ["同时"]


def test_nobody_waits_for_a_check(desk: Workspace, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(check: checks._Check) -> tuple[checks.Problem, ...]:
        rows = check._conn.execute("SELECT * FROM change")
        assert rows.fetchone() is not None
        desk.store.conn.execute("PRAGMA busy_timeout = 0")
        desk.annotations.add(policy.id, Span(3, 8), AnnotationKind.COMMENT, "同时")
        return ()

    monkeypatch.setattr(checks._Check, "_pages", pages)
    assert check(desk.path).sound


def test_a_check_leaves_nothing_behind(full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    beside = sorted(full.path.parent.iterdir())
    assert check(full.path).sound
    assert list(folder.iterdir()) == []
    assert sorted(full.path.parent.iterdir()) == beside


def test_damaged_pages_are_reported(desk: Workspace) -> None:
    [root] = desk.store.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'link_policy'")[0]
    [size] = desk.store.rows("PRAGMA page_size")[0]
    desk.close()
    content = bytearray(desk.path.read_bytes())
    # The lower byte of the number of entries that this page of an index says it has.
    content[(root - 1) * size + 4] -= 1
    desk.path.write_bytes(content)
    problems = check(desk.path).problems
    assert {problem.code for problem in problems} == {"pages_damaged"}
    assert desk.path.read_bytes() == content
