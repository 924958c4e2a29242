"""Whole copies of a workspace, made through SQLite and swapped in only when they are complete."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import platformdirs

from storage.connect import Connection, Mode, connect, pragma
from storage.errors import StorageError
from storage.faults import real_path, translated
from storage.pace import Pace
from storage.thinning import Backup, newest_first, thin
from storage.watch import Watch, unwatched

# How a moment stands in the name of a file.
STAMP = "%Y%m%d-%H%M%S-%f"
# Small enough that who writes meanwhile waits for a few milliseconds only.
_PAGES_PER_STEP = 1_024
# What SQLite says of a step that was carried out and was not the last.
_DONE_STEP = 0
# Every write from outside makes SQLite begin the copy anew.
_NEW_STARTS = 25
# A name of Chinese characters has three bytes for each, and file systems take 255 for a name.
_LABEL_BYTES = 150
# What was left half done by a process that was killed is nobody's work any more after so long.
_LEFT_BEHIND = dt.timedelta(days=1)
# What cannot be written beside the workspace goes to the user's own folder.
_ELSEWHERE = frozenset({"permission", "read_only_place", "already_exists", "missing_file", "name_too_long", "not_a_plain_file"})
_NO_FOLDER_SYNC = frozenset(
    (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES, errno.EPERM, errno.EBADF, errno.EISDIR)
)
BEFORE_RESTORE = "before-restore"


def folder_of(workspace: Path) -> Path:
    """Where the backups of a workspace stand: in a folder beside it."""
    return workspace.with_name(f"{workspace.stem}.backups")


def second_folder(workspace: Path) -> Path:
    """Where the backups stand of a workspace beside which nothing can be written: in the user's own folder, by its path."""
    key = hashlib.sha256(str(workspace).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Path(platformdirs.user_data_dir("ClauseDesk", appauthor=False)) / "backups" / f"{_label(workspace)}-{key}"


def held(workspace: Path) -> tuple[Backup, ...]:
    """The backups of a workspace, newest first; also of one that is gone or damaged itself. What cannot be listed is left out."""
    real = workspace.absolute()
    with suppress(StorageError):
        real = real_path(workspace)
    return tuple(newest_first(backup for folder in (folder_of(real), second_folder(real)) for backup in _listed(folder, real)))


def back_up(conn: Connection, workspace: Path, reason: str, now: dt.datetime, watch: Watch = unwatched) -> Path:
    """Copy the workspace into its backup folder and return the copy; ``reason`` becomes part of its name.

    Older copies are thinned out. Raises ``StorageError``, and what ``watch`` raises; then nothing new is there, unless the watch
    ended only the thinning out.
    """
    name = f"{_label(workspace)}.{now.strftime(STAMP)}.{reason}{workspace.suffix}"
    try:
        target = _made(conn, folder_of(workspace) / name, watch)
    except StorageError as error:
        if error.code not in _ELSEWHERE:
            raise
        target = second_folder(workspace) / name
        with translated(name):
            target.parent.mkdir(parents=True, exist_ok=True)
        target = _made(conn, target, watch)
    with suppress(OSError):
        shutil.copymode(workspace, target)
    # What is about to be restored may be among the old ones.
    if reason != BEFORE_RESTORE:
        _thin(workspace, now, watch)
    return target


def copy_whole(conn: Connection, target: Path, watch: Watch = unwatched) -> None:
    """Copy a database to ``target``, which is there completely or not at all. Raises ``StorageError``."""
    beside = target.with_name(f".{target.name}.part")
    try:
        with translated(target.name):
            _drop(beside)
            copy = duplicate(conn, beside, watch)
            try:
                with Pace(watch).part(1.0, 1.0).over(copy):
                    if pragma(copy, "integrity_check") != "ok":
                        raise StorageError("damaged", name=conn.name)
                # One file and nothing beside it, however some other program had set the original.
                copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            finally:
                copy.close()
            sync(beside)
            beside.replace(target)
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            _drop(beside)


def duplicate(conn: Connection, target: Path, watch: Watch = unwatched) -> Connection:
    """A connection to a copy of a database, new at ``target``, of one moment and damaged where the database is.

    Others can write to the database in between; who writes all the time makes it end with ``file_in_use``. What SQLite raises is
    the caller's to translate, and to wait until the disk has the copy is the caller's to do.
    """
    copy = connect(target, Mode.CREATE, conn.name)
    try:
        # SQLite would wait for the disk at the end while it still keeps writers out of the original.
        copy.execute("PRAGMA synchronous = OFF")
        conn.backup(copy, pages=_PAGES_PER_STEP, progress=_followed(conn.name, watch))
        return copy
    except BaseException:
        copy.close()
        raise


def sync(path: Path) -> None:
    """Wait until the disk has the file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where that can be asked for. Raises ``OSError`` when the disk fails."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some network file systems know no such thing, and Windows does not either.
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def _made(conn: Connection, target: Path, watch: Watch) -> Path:
    with translated(target.name):
        # Not its parents: a stick that was pulled out must not come to be a folder.
        target.parent.mkdir(exist_ok=True)
    copy_whole(conn, target, watch)
    return target


def _followed(name: str, watch: Watch) -> Callable[[int, int, int], None]:
    """Tells ``watch`` how far a copy is, and ends one that has to begin anew over and over."""
    last, starts = sys.maxsize, 0

    def follow(status: int, remaining: int, total: int) -> None:
        nonlocal last, starts
        # A step that was not refused and yet left as much to do as before began anew.
        starts += remaining >= last and status == _DONE_STEP
        last = remaining
        if starts > _NEW_STARTS:
            raise StorageError("file_in_use", name=name)
        watch(1 - remaining / total if total else 1.0)

    return follow


def _label(workspace: Path) -> str:
    """What the names of a workspace's backups begin with: its own name, cut where a name would become too long."""
    return os.fsencode(workspace.stem)[:_LABEL_BYTES].decode("utf-8", "ignore")


def _listed(folder: Path, workspace: Path, before: str = "", after: str = "") -> Iterator[Backup]:
    """The backups in a folder; with words around their names, what else is there of them."""
    name = rf"{re.escape(_label(workspace))}\.(\d{{8}}-\d{{6}}-\d{{6}})\.([\w-]+){re.escape(workspace.suffix)}"
    shape = re.compile(f"{before}{name}{after}")
    with suppress(OSError):
        for path in folder.iterdir():
            match = shape.fullmatch(path.name)
            # The stamp may be no time, and the file may just have been removed.
            with suppress(ValueError, OSError):
                if match and path.is_file():
                    made = dt.datetime.strptime(match[1], STAMP).replace(tzinfo=dt.UTC)
                    yield Backup(path, made, match[2], path.stat().st_size)


def _thin(workspace: Path, now: dt.datetime, watch: Watch) -> None:
    """Remove what is too much in each of the folders; one that cannot be removed does no harm. Raises what ``watch`` raises."""
    for folder in (folder_of(workspace), second_folder(workspace)):
        half = [part for part in _listed(folder, workspace, r"\.", r"\.part(?:-journal)?") if now - part.made > _LEFT_BEHIND]
        for old in (*thin(tuple(_listed(folder, workspace)), now, partial(_whole, watch)), *half):
            with suppress(OSError):
                old.path.unlink(missing_ok=True)


def _whole(watch: Watch, backup: Backup) -> bool:
    try:
        with closing(connect(backup.path, Mode.READ)) as conn, Pace(watch).part(1.0, 1.0).over(conn):
            return pragma(conn, "quick_check") == "ok"
    except StorageError:
        return False


def _drop(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
