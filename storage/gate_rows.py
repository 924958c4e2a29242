"""Making the rows of a private copy what its history says, so that looking into a received file shows nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from storage import schema
from storage.changes import canonical, from_row
from storage.connect import Connection, writing
from storage.errors import StorageError
from storage.gate_reading import Over, batches
from storage.graph import fold
from storage.history_write import SELECT_CHANGES, FoldedRecord, conflict_rows, write_folded
from storage.records import Change, Family
from storage.rows import Row, folded_row
from storage.schema import TABLES
from storage.vetting import fits
from storage.watch import Watch

_TOGETHER = 1_000


@dataclass(slots=True)
class _Found:
    """What the history says, against the rows: records that must be written anew, all records there are, all conflicts."""

    differing: list[FoldedRecord] = field(default_factory=list)
    records: dict[Family, set[str]] = field(default_factory=lambda: {family: set() for family in Family})
    conflicts: set[tuple[str, str, str, str]] = field(default_factory=set)


def make_true(conn: Connection, altered: set[str], watch: Watch, over: Over) -> None:
    """Compare every row and conflict with the history, without the ``altered`` changes, and write anew what differs. What the
    sender merged and took back is theirs, and removed."""
    found = _compared(conn, altered, watch, over)
    extra = {family: _ids(conn, family) - found.records[family] for family in Family}
    with writing(conn):
        for family, records in extra.items():
            conn.executemany(f'DELETE FROM "{TABLES[family].name}" WHERE id = ?', [(record,) for record in records])
        write_folded(conn, found.differing)
        conn.execute(f'DELETE FROM "{schema.CONFLICT}"')
        conn.executemany(f'INSERT INTO "{schema.CONFLICT}" VALUES (?, ?, ?, ?)', sorted(found.conflicts))
        for table in (schema.ASIDE, schema.MERGE):
            conn.execute(f'DELETE FROM "{table}"')


def _compared(conn: Connection, altered: set[str], watch: Watch, over: Over) -> _Found:
    whole = conn.execute(f'SELECT count(DISTINCT record) FROM "{schema.CHANGE}"').fetchone()[0]
    found = _Found()
    waiting: dict[Family, list[FoldedRecord]] = {family: [] for family in Family}
    for done, item in enumerate(_folded(conn, altered, over)):
        group = waiting[item.family]
        group.append(item)
        found.records[item.family].add(item.record)
        found.conflicts.update(conflict_rows(item.record, item.family, item.folded))
        if len(group) >= _TOGETHER:
            found.differing += _differing(conn, item.family, group)
            group.clear()
            watch(min(1.0, done / max(whole, 1)))
    for family, group in waiting.items():
        found.differing += _differing(conn, family, group)
    return found


def _folded(conn: Connection, altered: set[str], over: Over) -> Iterator[FoldedRecord]:
    for record, changes in groupby(_sound(conn, altered, over), key=attrgetter("record")):
        history = list(changes)
        family = history[0].family
        yield FoldedRecord(family, record, fold([change for change in history if change.family is family]))


def _sound(conn: Connection, altered: set[str], over: Over) -> Iterator[Change]:
    """The changes that can be taken in, those of a record together."""
    for rows in batches(conn, f"{SELECT_CHANGES} ORDER BY record, seq", over):
        for row in rows:
            try:
                change = from_row(row)
                fits(change)
            except (ValueError, StorageError):
                continue
            if change.id not in altered:
                yield change


def _differing(conn: Connection, family: Family, items: Iterable[FoldedRecord]) -> list[FoldedRecord]:
    table = TABLES[family]
    expected: Mapping[str, tuple[FoldedRecord, Row]] = {
        item.record: (item, folded_row(table, item.record, item.folded)) for item in items
    }
    names = ", ".join(f'"{name}"' for name in table.names)
    sql = f'SELECT {names} FROM "{table.name}" WHERE id IN (SELECT value FROM json_each(?))'
    actual = {row[0]: tuple(row) for row in conn.execute(sql, (canonical(list(expected)),)).fetchall()}
    return [item for record, (item, row) in expected.items() if actual.get(record) != row]


def _ids(conn: Connection, family: Family) -> set[str]:
    return {row[0] for row in conn.execute(f'SELECT id FROM "{TABLES[family].name}"').fetchall()}
