"""Writing what a merge brings, and reading it again before it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from storage import schema
from storage.changes import COLUMNS, canonical, digest
from storage.connect import Connection
from storage.errors import StorageError
from storage.history_write import INSERT_CHANGE, write_folded
from storage.merge_aside import Piece
from storage.merge_contents import Contents, add_blob, add_omitted, add_text, add_writers, arrived, leave_out
from storage.merge_findings import Findings
from storage.merge_plan import SELECT_PLACED, Gathered, Source, streamed, tuples, united
from storage.pace import Pace
from storage.records import Family

_ROWS: Final = 1_000
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


def write_rows(conn: Connection, gathered: Gathered, findings: Findings, pace: Pace) -> None:
    """Write the rows that follow from all changes, here and new, before those are written; inside the caller's transaction."""
    for batch in united(conn, gathered, pace):
        findings.add(batch)
        write_folded(conn, batch.folded)


def write_changes(conn: Connection, gathered: Gathered, needed: set[str], pace: Pace) -> Piece:
    """Write the new changes as they are, in the order of the files; inside the caller's transaction. Returns their places."""
    first = conn.execute(f'SELECT coalesce(max(seq), 0) + 1 FROM "{schema.CHANGE}"').fetchone()[0]
    done = 0
    for rows in _new_rows(gathered):
        conn.executemany(INSERT_CHANGE, rows)
        arrived(conn, [row[0] for row in rows])
        done += len(rows)
        pace.reach(done / len(gathered.sources_of))
    add_omitted(conn, gathered.sources)
    leave_out(conn, needed)
    return Piece(first, first + done - 1)


def _new_rows(gathered: Gathered) -> Iterator[list[tuple[Any, ...]]]:
    for source in gathered.sources:
        for start in range(0, len(source.accepted), _ROWS):
            yield _rows_at(source, start)


def _rows_at(source: Source, start: int) -> list[tuple[Any, ...]]:
    places = source.accepted[start : start + _ROWS]
    wanted = set(places)
    found = tuples(source.conn, f"{SELECT_PLACED} WHERE seq BETWEEN ? AND ? ORDER BY seq", (places[0], places[-1]))
    return [row[:-1] for row in found if row[-1] in wanted]


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
