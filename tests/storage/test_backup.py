"""Backups are whole copies beside the workspace, or elsewhere where that is not allowed, thinned out with age."""

from __future__ import annotations

import datetime as dt
import errno
import os
import resource
import signal
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.backup import back_up, copy_whole, folder_of, held, second_folder
from storage.connect import Mode, connect
from storage.errors import StorageError
from storage.records import AnnotationKind, EvidenceType
from storage.workspace import Profile, Workspace

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
NAMES = ["审阅", "国发[2013]32号", "a*b?c", "a.b", "with space", "(x)+", "长" * 70, "-"]


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.parametrize("name", NAMES)
def test_old_backups_are_thinned_out_whatever_the_workspace_is_called(tmp_path: Path, profile: Profile, name: str) -> None:
    with Workspace.create(tmp_path / f"{name}.clausedesk", profile) as workspace:
        made = [
            back_up(workspace.store.conn, workspace.path, "backup", NOW - age)
            for age in (dt.timedelta(days=5, hours=2), dt.timedelta(days=5, hours=1), dt.timedelta())
        ]
    assert [copy.exists() for copy in made] == [False, True, True]
    assert [backup.path for backup in held(workspace.path)] == [made[2], made[1]]
    assert [backup.made for backup in held(workspace.path)] == [NOW, NOW - dt.timedelta(days=5, hours=1)]


class StopError(Exception):
    """What a watch raises when somebody cancels."""


def test_looking_through_old_backups_can_be_ended_and_costs_none(desk: Workspace) -> None:
    for age in (dt.timedelta(days=5, hours=2), dt.timedelta(days=5, hours=1)):
        back_up(desk.store.conn, desk.path, "backup", NOW - age)

    def watch(share: float) -> None:
        if len(held(desk.path)) > 2:
            raise StopError

    with pytest.raises(StopError):
        back_up(desk.store.conn, desk.path, "backup", NOW, watch)
    assert len(held(desk.path)) == 3
    back_up(desk.store.conn, desk.path, "backup", NOW + dt.timedelta(minutes=1))
    assert len(held(desk.path)) == 3


def test_one_workspace_never_takes_the_backups_of_another_for_its_own(tmp_path: Path, profile: Profile) -> None:
    for name in ("a", "a.b", "A"):
        with Workspace.create(tmp_path / f"{name}.clausedesk", profile) as workspace:
            workspace.back_up()
    assert len({backup.path for name in ("a", "a.b", "A") for backup in held(tmp_path / f"{name}.clausedesk")}) == 3
    assert len(held(tmp_path / "a.clausedesk")) == 1


@pytest.mark.parametrize(("number", "told"), [(errno.EINVAL, None), (errno.EACCES, None), (errno.EIO, "disk_error")])
def test_a_place_that_waits_for_no_names_takes_backups(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, number: int, told: str | None
) -> None:
    real = os.fsync

    def no_names(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", no_names)
    if told is None:
        assert desk.back_up().exists()
    else:
        with pytest.raises(StorageError) as raised:
            desk.back_up()
        assert raised.value.code == told


def test_backups_are_found_when_the_workspace_is_gone(desk: Workspace) -> None:
    made = desk.back_up("before-merge")
    desk.close()
    desk.path.unlink()
    [backup] = held(desk.path)
    assert (backup.path, backup.reason, backup.size) == (made, "before-merge", made.stat().st_size)


def test_strange_files_in_the_folder_are_left_alone(desk: Workspace) -> None:
    made = desk.back_up()
    stamp = made.name.split(".")[-3]
    names = ("note.txt", f"x{made.name}", made.name.replace(stamp, "99999999-999999-000000"))
    strangers = [made.with_name(name) for name in names]
    for stranger in strangers:
        stranger.write_text("x", encoding="utf-8")
    made.with_suffix(".clausedesk.d").mkdir()
    desk.back_up()
    assert all(stranger.exists() for stranger in strangers)
    assert len(held(desk.path)) == 2


def test_where_nothing_can_be_written_beside_it_goes_to_the_users_own_folder(desk: Workspace, own_home: Path) -> None:
    # A file in the folder's place refuses everybody, also who may write everywhere.
    folder_of(desk.path).write_text("x", encoding="utf-8")
    made = desk.back_up()
    assert made.parent == second_folder(desk.path)
    assert made.is_relative_to(own_home)
    assert [backup.path for backup in held(desk.path)] == [made]


def test_a_folder_that_is_gone_is_not_made_anew(desk: Workspace, own_home: Path) -> None:
    gone = desk.path.parent / "stick" / desk.path.name
    assert back_up(desk.store.conn, gone, "backup", NOW).is_relative_to(own_home)
    assert not gone.parent.exists()


def test_a_full_disk_leaves_nothing_half_done_and_the_work_as_it_is(desk: Workspace, policy: Policy) -> None:
    with full_disk(desk.path.stat().st_size // 2), pytest.raises(StorageError) as raised:
        desk.back_up()
    assert raised.value.code in ("disk_full", "disk_error")
    assert list(folder_of(desk.path).iterdir()) == []
    desk.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, "照写")
    assert desk.back_up().exists()


def test_what_a_killed_process_left_half_done_is_cleaned_away(desk: Workspace) -> None:
    made = desk.back_up()
    name = made.name.replace(made.name.split(".")[-3], "20200101-000000-000000")
    half = [made.with_name(f".{name}.part"), made.with_name(f".{name}.part-journal")]
    for part in half:
        part.write_bytes(b"half")
    desk.back_up()
    assert [part for part in half if part.exists()] == []


def test_a_damaged_workspace_gives_no_backup(desk: Workspace, tmp_path: Path) -> None:
    desk.close()
    content = bytearray(desk.path.read_bytes())
    content[8192 : 8192 + 4096] = b"\xff" * 4096
    desk.path.write_bytes(content)
    conn = connect(desk.path, Mode.READ)
    with pytest.raises(StorageError) as raised:
        copy_whole(conn, tmp_path / "copy")
    conn.close()
    assert raised.value.code == "damaged"
    assert not (tmp_path / "copy").exists()


def test_a_copy_that_has_to_begin_anew_all_the_time_is_given_up(desk: Workspace, policy: Policy, tmp_path: Path) -> None:
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="大", files=[("big", bytes(range(256)) * 40_000)])
    reader = connect(desk.path, Mode.READ)

    def disturb(_share: float) -> None:
        desk.codebook.add_tag(f"标签{len(desk.codebook.tags())}", "#000000")

    with pytest.raises(StorageError) as raised:
        copy_whole(reader, tmp_path / "copy", disturb)
    reader.close()
    assert raised.value.code == "file_in_use"
    assert not (tmp_path / "copy").exists()


def test_a_backup_is_as_private_as_the_workspace(desk: Workspace) -> None:
    desk.path.chmod(0o600)
    assert desk.back_up().stat().st_mode & 0o777 == 0o600


def test_a_backup_can_be_read_by_sqlite_itself(desk: Workspace) -> None:
    made = desk.back_up()
    conn = sqlite3.connect(made)
    found = conn.execute("PRAGMA integrity_check").fetchone(), conn.execute("SELECT count(*) FROM task").fetchone()
    conn.close()
    assert found == (("ok",), (3,))
