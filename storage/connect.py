"""The one factory of database connections, and the one way to write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from typing_extensions import override

from storage.errors import StorageError
from storage.faults import database_fault

APPLICATION_ID = 0x434C4B44
BUSY_MILLISECONDS = 5_000
# Memory for pages, in KiB, while very much is written: with less of it SQLite writes the same pages over and over.
_ROOM = 16_384

# Each is set and read back: SQLite ignores a pragma it does not know without a word.
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(BUSY_MILLISECONDS), BUSY_MILLISECONDS),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("recursive_triggers", "OFF", 0),
    ("mmap_size", "0", 0),
)
# A copied file must be whole (no write-ahead log); an acknowledged write must survive a power cut (EXTRA also syncs the folder).
_WRITER_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "DELETE", "delete"),
    ("synchronous", "EXTRA", 3),
    ("secure_delete", "ON", 1),
)


class Mode(StrEnum):
    """How a file is opened; ``CREATE`` makes it when it is missing."""

    READ = "ro"
    WRITE = "rw"
    CREATE = "rwc"


class GuardedCursor(sqlite3.Cursor):
    """A cursor that raises ``StorageError`` wherever SQLite fails."""

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.Error as error:
            raise database_fault(error, getattr(self.connection, "name", "")) from error
        except UnicodeDecodeError as error:
            # SQLite's own complaint quotes the damaged words.
            raise StorageError("damaged", name=getattr(self.connection, "name", "")) from error

    @override
    def execute(self, sql: str, parameters: Any = (), /) -> GuardedCursor:
        with self._guarded():
            super().execute(sql, parameters)
        return self

    @override
    def executemany(self, sql: str, seq_of_parameters: Iterable[Any], /) -> GuardedCursor:
        with self._guarded():
            super().executemany(sql, seq_of_parameters)
        return self

    @override
    def fetchone(self) -> Any:
        with self._guarded():
            return super().fetchone()

    @override
    def fetchall(self) -> list[Any]:
        with self._guarded():
            return super().fetchall()

    @override
    def fetchmany(self, size: int | None = 1) -> list[Any]:
        with self._guarded():
            return super().fetchmany(size)

    @override
    def __next__(self) -> Any:
        with self._guarded():
            return super().__next__()


class Connection(sqlite3.Connection):
    """A connection to one workspace file, known by its ``name`` in errors."""

    name: str = ""

    @override
    def cursor(self, factory: Callable[..., Any] | None = None) -> Any:
        return super().cursor(factory or GuardedCursor)

    # The short cuts of the parent would make cursors of their own.
    @override
    def execute(self, sql: str, parameters: Any = (), /) -> GuardedCursor:
        return super().cursor(GuardedCursor).execute(sql, parameters)

    @override
    def executemany(self, sql: str, parameters: Iterable[Any], /) -> GuardedCursor:
        return super().cursor(GuardedCursor).executemany(sql, parameters)


def connect(path: Path, mode: Mode, name: str = "") -> Connection:
    """Open ``path``, which is called ``name`` in sentences if it has another than its own; every setting is read back.

    Raises ``StorageError``.
    """
    name = name or path.name
    posix = path.absolute().as_posix()
    uri = f"file://{'' if posix.startswith('/') else '/'}{quote(os.fsencode(posix))}?mode={mode.value}"
    try:
        conn = sqlite3.connect(uri, uri=True, isolation_level=None, factory=Connection, cached_statements=256)
    except sqlite3.Error as error:
        raise database_fault(error, name) from error
    conn.name = name
    try:
        _apply(conn, _SETTINGS if mode is Mode.READ else _SETTINGS + _WRITER_SETTINGS)
    except BaseException:
        conn.close()
        raise
    return conn


def in_memory() -> Connection:
    """An empty database that is gone when it is closed."""
    conn = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    conn.name = ":memory:"
    return conn


def settle(conn: Connection) -> Connection:
    """Turn on what must wait until the tables are as this version knows them; returns ``conn`` ready for repositories."""
    _apply(conn, (("foreign_keys", "ON", 1),))
    conn.row_factory = sqlite3.Row
    return conn


def pragma(conn: Connection, name: str) -> object:
    """The value of a pragma."""
    row = conn.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def _apply(conn: Connection, settings: Iterable[tuple[str, str, object]]) -> None:
    for name, value, expected in settings:
        conn.execute(f"PRAGMA {name}={value}").fetchall()
        found = pragma(conn, name)
        if found is not None and found != expected:
            raise StorageError("database_error", name=conn.name, reason=f"{name}={found}")


@contextmanager
def writing(conn: Connection) -> Iterator[Connection]:
    """One transaction that holds the write lock from its start; rolled back when anything is raised inside."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield conn
        conn.execute("COMMIT")
    except BaseException:
        _take_back(conn)
        raise


@contextmanager
def one_moment(conn: Connection) -> Iterator[None]:
    """Let all that is read inside be of one moment, whatever others write meanwhile."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        _take_back(conn)


@contextmanager
def roomy(conn: Connection) -> Iterator[Connection]:
    """Give a connection more memory for as long as very much is written."""
    usual = pragma(conn, "cache_size")
    conn.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield conn
    finally:
        conn.execute(f"PRAGMA cache_size = {usual}")


def _take_back(conn: Connection) -> None:
    """Roll back what was not committed, so that the connection can be used again as soon as the disk can."""
    # What made it fail is raised, not what comes of that. SQLite rolls back by itself when the disk is full.
    with suppress(StorageError):
        if conn.in_transaction:
            conn.execute("ROLLBACK")
    # Where the disk refused even that, the first to read is told so once more; better nobody who asked for something.
    with suppress(StorageError):
        conn.execute("SELECT 1 FROM sqlite_schema").fetchall()
