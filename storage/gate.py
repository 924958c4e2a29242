"""A received file is hostile until checked: copied aside, identified, its schema compared, its pages verified."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.connect import Connection, pragma
from storage.errors import StorageError
from storage.faults import translated
from storage.opening import look_at, open_writing
from storage.shape import strange_parts

_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 256 << 20),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 100),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
)


@contextmanager
def received(source: Path) -> Iterator[Connection]:
    """A connection to a checked private copy of ``source``, which itself stays as it is. Raises ``StorageError``."""
    look_at(source)
    with translated(source.name), tempfile.TemporaryDirectory(prefix="clausedesk-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / source.name
        shutil.copyfile(source, copy)
        # Whoever sends a file while it is being written sends its journal too, or else it cannot be read.
        journal = source.with_name(f"{source.name}-journal")
        if journal.is_file():
            shutil.copyfile(journal, copy.with_name(journal.name))
        conn = open_writing(copy)
        try:
            _check(conn, source.name)
            yield conn
        finally:
            conn.close()


def _check(conn: Connection, name: str) -> None:
    if strange_parts(conn):
        raise StorageError("foreign_schema", name=name)
    if pragma(conn, "integrity_check") != "ok":
        raise StorageError("damaged", name=name)
    conn.execute("PRAGMA query_only = ON")
    for limit, value in _LIMITS:
        conn.setlimit(limit, value)
