"""Writing what a merge brings, and reading it again before it counts."""

from __future__ import annotations

from typing import Final

from storage import schema
from storage.changes import COLUMNS, canonical, digest
from storage.connect import Connection
from storage.errors import StorageError
from storage.history_write import write_folded
from storage.merge_aside import Piece
from storage.merge_contents import Contents, add_blob, add_omitted, add_text, add_writers, arrived, leave_out
from storage.merge_findings import Findings
from storage.merge_plan import Gathered, streamed, united
from storage.pace import Pace
from storage.records import Family

_ROWS: Final = 1_000
_INSERT: Final = f'INSERT INTO "{schema.CHANGE}" (seq, {", ".join(COLUMNS)}) VALUES ({", ".join("?" * (len(COLUMNS) + 1))})'
_SELECT: Final = f'SELECT {", ".join(COLUMNS)} FROM "{schema.CHANGE}"'


def write_contents(conn: Connection, gathered: Gathered, contents: Contents, writer: str, pace: Pace) -> None:
    """Write what stands outside the history, inside the caller's transaction. Raises ``StorageError("merge_unverified")``."""
    add_writers(conn, gathered.sources, writer)
    for policy, source in contents.texts.items():
        add_text(conn, source.conn, policy)
        pace.beat()
    for number, (sha256, source) in enumerate(contents.blobs.items()):
        if not add_blob(conn, source.conn, sha256, pace):
            raise _unverified(conn)
        pace.reach((number + 1) / len(contents.blobs))


def write_history(conn: Connection, gathered: Gathered, findings: Findings, writer: str, pace: Pace) -> Piece:
    """Write the new changes as they are, in the order of the files, and the rows that follow from all; inside the caller's
    transaction. Returns their places."""
    first = conn.execute(f'SELECT coalesce(max(seq), 0) + 1 FROM "{schema.CHANGE}"').fetchone()[0]
    last = first - 1
    for batch in united(conn, writer, gathered, pace):
        findings.add(batch)
        write_folded(conn, batch.folded)
        conn.executemany(_INSERT, [(first + number, *row) for number, *row in batch.fresh])
        arrived(conn, [row[1] for row in batch.fresh])
        last = max(last, first + max((row[0] for row in batch.fresh), default=-1))
    add_omitted(conn, gathered.sources)
    leave_out(conn, findings.needed)
    return Piece(first, last)


def verify(conn: Connection, gathered: Gathered, places: Piece, before: int, pace: Pace) -> None:
    """Read what was written again, inside the caller's transaction. Raises ``StorageError("merge_unverified")`` when anything is
    not as it was received; ``before`` is how many changes there were."""
    read: set[str] = set()
    for rows in streamed(conn, f"{_SELECT} WHERE seq BETWEEN ? AND ? ORDER BY seq", (places.first, places.last)):
        for row in rows:
            if gathered.hashes.get(row[0]) != row[9] or digest(row) != row[9]:
                raise _unverified(conn)
        read.update(row[0] for row in rows)
        pace.reach(len(read) / len(gathered.hashes))
    now = conn.execute(f'SELECT count(*) FROM "{schema.CHANGE}"').fetchone()[0]
    if len(read) != len(gathered.hashes) or now != before + len(read) or not _all_have_rows(conn, gathered):
        raise _unverified(conn)


def _all_have_rows(conn: Connection, gathered: Gathered) -> bool:
    by_family: dict[Family, list[str]] = {}
    for record, family in gathered.families.items():
        by_family.setdefault(family, []).append(record)
    for family, records in by_family.items():
        sql = f'SELECT count(*) FROM "{family.value}" WHERE id IN (SELECT value FROM json_each(?))'
        for start in range(0, len(records), _ROWS):
            some = records[start : start + _ROWS]
            if conn.execute(sql, (canonical(some),)).fetchone()[0] != len(some):
                return False
    return True


def _unverified(conn: Connection) -> StorageError:
    return StorageError("merge_unverified", name=conn.name)
