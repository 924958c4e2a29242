"""What a connection to a received file may do: read tables, with a few harmless functions, within limits."""

from __future__ import annotations

import sqlite3

from storage import schema
from storage.connect import Connection

LONGEST_VALUE = 128 << 20
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 100),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)
_OF_JSON = frozenset(("json_each", "json_extract"))
_FUNCTIONS = _OF_JSON.union(
    ("count", "min", "max", "sum", "total", "length", "substr", "coalesce", "ifnull", "instr", "lower", "char"),
)
_INDEX_PARTS = tuple(f"{schema.SEARCH_INDEX}{end}" for end in ("_data", "_idx", "_docsize", "_config"))


def limit(conn: Connection) -> None:
    """Set the limits on sizes and depths."""
    for number, value in _LIMITS:
        conn.setlimit(number, value)


def only_reads(conn: Connection) -> None:
    """Let the connection read from now on, and nothing else: no pragma, no write, no other file, no function but harmless ones."""
    conn.execute("PRAGMA query_only = ON")
    conn.set_authorizer(_allowed)


def may_do_all(conn: Connection) -> None:
    """Take ``only_reads`` back, for writing to a private copy what was found out about it."""
    conn.set_authorizer(None)
    conn.execute("PRAGMA query_only = OFF")


def _allowed(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    if trigger is not None:
        return sqlite3.SQLITE_DENY
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and first not in _INDEX_PARTS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
