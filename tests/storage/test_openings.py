"""What a connection is set to, what comes of a file that another program set otherwise, and who may copy one when."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage import gate_limits
from storage.backup import held
from storage.checks import check
from storage.connect import Connection, Mode, connect, pragma
from storage.errors import StorageError
from storage.incoming import receive
from storage.opening import open_reading, open_writing
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace

EVERY = {
    "busy_timeout": 5_000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 0,
    "mmap_size": 0,
    "foreign_keys": 1,
    "journal_mode": "delete",
}
WRITING = {**EVERY, "synchronous": 3, "secure_delete": 1}
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 128 << 20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 3,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


def read_back(conn: Connection, names: dict[str, object]) -> dict[str, object]:
    return {name: pragma(conn, name) for name in names}


@pytest.mark.parametrize(("opened", "expected"), [(open_writing, WRITING), (open_reading, EVERY)], ids=["writing", "reading"])
def test_every_setting_reads_back_as_it_should(
    desk: Workspace, opened: Callable[[Path], Connection], expected: dict[str, object]
) -> None:
    desk.close()
    with closing(opened(desk.path)) as conn:
        assert read_back(conn, expected) == expected


def test_the_connections_of_a_workspace_are_those(desk: Workspace) -> None:
    assert read_back(desk.store.conn, WRITING) == WRITING
    with desk.aside().open() as beside:
        assert read_back(beside.store.conn, WRITING) == WRITING
    with Workspace.open(desk.path, None) as reader:
        assert read_back(reader.store.conn, EVERY) == EVERY


def test_a_new_file_is_made_with_the_settings_of_one_that_is_written(workspace: Workspace) -> None:
    assert read_back(workspace.store.conn, WRITING) == WRITING


def test_a_connection_to_a_received_file_has_its_limits(desk: Workspace) -> None:
    desk.close()
    with receive([desk.path]) as incoming, incoming.opened(incoming.files[0]) as conn:
        assert {limit: conn.getlimit(limit) for limit in LIMITS} == LIMITS
    with closing(connect(desk.path, Mode.READ)) as conn:
        gate_limits.limit(conn)
        gate_limits.only_reads(conn)
        for forbidden in ("PRAGMA journal_mode", "ATTACH ':memory:' AS a", "DELETE FROM task", "SELECT randomblob(5)"):
            with pytest.raises(StorageError):
                conn.execute(forbidden)


def test_a_setting_that_sqlite_does_not_take_is_an_error(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.connect._SETTINGS", (("cell_size_check", "OFF", 1),))
    with pytest.raises(StorageError) as raised:
        connect(desk.path, Mode.READ)
    assert raised.value.code == "database_error"


LOGGED = """
import os, sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
assert conn.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
conn.execute("PRAGMA wal_autocheckpoint = 0")
conn.execute("UPDATE reviewer SET organisation = '在日志里'")
sys.stdout.flush()
os._exit(0) if sys.argv[2] == "cut short" else conn.close()
"""


@pytest.fixture(params=["cut short", "closed"])
def logged(request: pytest.FixtureRequest, desk: Workspace) -> Path:
    """A workspace that some other program has set to a write-ahead log; what it wrote last may still stand there alone."""
    desk.close()
    subprocess.run([sys.executable, "-c", LOGGED, str(desk.path), request.param], check=True)
    assert desk.path.read_bytes()[18:20] == b"\2\2"
    assert desk.path.with_name(f"{desk.path.name}-wal").exists() == (request.param == "cut short")
    return desk.path


def organisations(workspace: Workspace) -> list[str]:
    return [row[0] for row in workspace.store.rows("SELECT organisation FROM reviewer")]


def test_a_file_with_a_log_of_writes_ahead_is_copied_and_then_set_right(logged: Path, profile: Profile, policy: Policy) -> None:
    with Workspace.open(logged, profile) as workspace:
        assert pragma(workspace.store.conn, "journal_mode") == "delete"
        assert organisations(workspace) == ["在日志里"]
        workspace.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, "新")
    assert logged.read_bytes()[18:20] == b"\1\1"
    assert not list(logged.parent.glob(f"{logged.name}-*"))
    [kept] = held(logged)
    assert kept.path.read_bytes()[18:20] == b"\1\1"
    with Workspace.open(kept.path, None) as before:
        assert pragma(before.store.conn, "integrity_check") == "ok"
        assert organisations(before) == ["在日志里"]
        assert before.annotations.of(policy.id) == ()


def test_opened_for_reading_its_bytes_stay(logged: Path) -> None:
    before = logged.read_bytes()
    with Workspace.open(logged, None) as reader:
        assert organisations(reader) == ["在日志里"]
    assert logged.read_bytes() == before


def test_one_that_is_received_with_its_log_is_sent_back_in_a_word(logged: Path) -> None:
    before = logged.read_bytes()
    with pytest.raises(StorageError) as raised:
        receive([logged])
    assert raised.value.code == "not_closed"
    assert logged.read_bytes() == before


def test_a_copy_made_by_anybody_while_nothing_is_written_is_whole(
    desk: Workspace, policy: Policy, tmp_path: Path, nightly: bool
) -> None:
    dice = random.Random(11)
    acknowledged: set[str] = set()
    copy = tmp_path / "stick" / "副本.clausedesk"
    copy.parent.mkdir()
    with Workspace.open(desk.path, None) as reader:
        for _ in range(100 if nightly else 10):
            for _ in range(dice.randint(1, 6)):
                written = desk.annotations.add(
                    policy.id, Span(0, 2), AnnotationKind.COMMENT, "话" * dice.randint(1, 3_000), ["重点"]
                )
                acknowledged.add(written.changes[0].record)
            assert len(reader.annotations.of(policy.id)) == len(acknowledged)
            subprocess.run(["cp", str(desk.path), str(copy)], check=True)
            with Workspace.open(copy, None) as opened:
                assert {record.id for record in opened.annotations.of(policy.id)} == acknowledged
                assert pragma(opened.store.conn, "integrity_check") == "ok"
            assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert check(copy).sound
