"""Whole copies of a workspace, made through SQLite and swapped in only when they are complete."""

from __future__ import annotations

import datetime as dt
import os
import sys
from glob import escape
from pathlib import Path

from storage.connect import Connection, Mode, connect, pragma
from storage.errors import StorageError
from storage.faults import translated

_STAMP = "%Y%m%d-%H%M%S-%f"
_PAGES_PER_STEP = 4_096
# Everything of the last two days is kept, then one a day, a week, a month.
_KEEP_ALL_DAYS = 2
_KEEP_DAILY_DAYS = 14
_KEEP_WEEKLY_DAYS = 90


def folder_of(workspace: Path) -> Path:
    """Where the backups of a workspace stand: in a folder beside it."""
    return workspace.with_name(f"{workspace.stem}.backups")


def back_up(conn: Connection, workspace: Path, reason: str, now: dt.datetime) -> Path:
    """Copy the workspace into its backup folder and return the copy; ``reason`` becomes part of its name.

    Older copies are thinned out.
    """
    folder = folder_of(workspace)
    with translated(workspace.name):
        folder.mkdir(exist_ok=True)
        target = folder / f"{workspace.stem}.{now.strftime(_STAMP)}.{reason}{workspace.suffix}"
        copy_whole(conn, target)
        for old in superseded(sorted(folder.glob(f"{escape(workspace.stem)}.*{escape(workspace.suffix)}")), now):
            old.unlink(missing_ok=True)
    return target


def copy_whole(conn: Connection, target: Path) -> None:
    """Copy a database to ``target``, which is there completely or not at all. Raises ``StorageError``."""
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with translated(target.name):
            copy = duplicate(conn, beside)
            try:
                if pragma(copy, "integrity_check") != "ok":
                    raise StorageError("damaged", name=conn.name)
            finally:
                copy.close()
            _sync(beside)
            beside.replace(target)
            _sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)
        beside.with_name(f"{beside.name}-journal").unlink(missing_ok=True)


def duplicate(conn: Connection, target: Path) -> Connection:
    """A connection to a copy of a database, new at ``target``, of one moment and damaged where the database is.

    Others can write to the database in between. What SQLite raises is the caller's to translate.
    """
    copy = connect(target, Mode.CREATE)
    try:
        copy.name = conn.name
        conn.backup(copy, pages=_PAGES_PER_STEP)
        return copy
    except BaseException:
        copy.close()
        raise


def superseded(copies: list[Path], now: dt.datetime) -> list[Path]:
    """Those of the backups that thinning drops: of each day, week or month the newest stays."""
    kept: set[str] = set()
    gone: list[Path] = []
    for copy in sorted(copies, key=lambda path: path.name, reverse=True):
        made = _made(copy)
        if made is None:
            continue
        slot = _slot(made, now)
        if slot in kept:
            gone.append(copy)
        kept.add(slot)
    return gone


def _made(copy: Path) -> dt.datetime | None:
    for part in copy.name.split("."):
        try:
            return dt.datetime.strptime(part, _STAMP).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
    return None


def _slot(made: dt.datetime, now: dt.datetime) -> str:
    age = (now - made).days
    if age < _KEEP_ALL_DAYS:
        return made.isoformat()
    if age < _KEEP_DAILY_DAYS:
        return made.strftime("day %Y-%m-%d")
    return made.strftime("week %G-%V" if age < _KEEP_WEEKLY_DAYS else "month %Y-%m")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
