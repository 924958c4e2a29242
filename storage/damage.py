"""Damage: proved before it is believed, and set aside whole."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import closing
from pathlib import Path

from storage import schema
from storage.backup import STAMP, duplicate, sync_folder
from storage.connect import Connection
from storage.errors import StorageError
from storage.faults import translated
from storage.gate_copy import PrivateFolder

# Codes of a file that no longer is a workspace; what the disk or its owner refuses is none of them.
SPOILT = frozenset({"damaged", "truncated", "not_a_workspace", "other_program"})
# Up to this size all pages are checked before the first write, which takes a quarter of a second at most. Of larger files those of
# attachments are left to the check in the background: nothing that is written changes them.
_ALL_PAGES = 512 << 20


def examine(conn: Connection, path: Path, *, all_pages: bool = False) -> None:
    """Check the pages of a workspace that was not closed properly, before anything is written to it; in a large file
    without those of attachments, unless ``all_pages`` are wanted.

    Raises ``StorageError``: ``damaged`` when what stands in the file is wrong, another code when the disk could not be read.
    """
    if all(_pages_sound(conn, part) for part in ([""] if all_pages else _parts(conn, path))):
        return
    prove(conn, path)


def prove(conn: Connection, path: Path) -> None:
    """Raise ``StorageError("damaged")`` if a copy of the file, all of whose pages could be read, is damaged too.

    A check calls a page damaged that the disk did not give out. If the copy is sound, that is what happened: ``disk_error``.
    """
    with (
        translated(path.name),
        closing(PrivateFolder()) as folder,
        closing(duplicate(conn, folder.path / "copy")) as copy,
    ):
        whole = _pages_sound(copy, "")
    raise StorageError("disk_error" if whole else "damaged", name=path.name)


def journal_of(database: Path) -> Path:
    """Where SQLite keeps what is needed to undo a write to ``database`` that was cut short."""
    return database.with_name(f"{database.name}-journal")


def name_aside(path: Path) -> Path:
    """The name that a damaged file gets now."""
    return path.with_name(f"{path.stem}.damaged-{dt.datetime.now(dt.UTC).strftime(STAMP)}{path.suffix}")


def set_aside(path: Path) -> Path:
    """Give a damaged file that nobody has open another name, together with its journal; returns it. Never overwrites anything.

    Raises ``StorageError``; then at least the file stands under its old name, and its journal beside it or beside nothing.
    """
    aside, journal = name_aside(path), journal_of(path)
    with translated(path.name):
        if os.path.lexists(aside):
            raise StorageError("already_exists", name=aside.name)
        moved = journal.exists()
        if moved:
            # First, so that the file never stands without it: a file whose journal is gone looks whole and is not.
            journal.rename(journal_of(aside))
        try:
            path.rename(aside)
        except BaseException:
            if moved:
                journal_of(aside).rename(journal)
            raise
        sync_folder(path.parent)
    return aside


def _parts(conn: Connection, path: Path) -> list[str]:
    """What to check: everything (an empty word), or the tables by name."""
    with translated(path.name):
        if path.stat().st_size <= _ALL_PAGES:
            return [""]
    tables = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
    return [str(row[0]) for row in tables if row[0] != schema.BLOB_CHUNK]


def _pages_sound(conn: Connection, part: str) -> bool:
    quoted = part.replace('"', '""')
    sql = f'PRAGMA integrity_check("{quoted}")' if part else "PRAGMA integrity_check"
    try:
        return [row[0] for row in conn.execute(sql).fetchall()] == ["ok"]
    except StorageError as error:
        if error.code != "damaged":
            raise
        return False
