"""What of received histories is new here: read in two passes over each file, so that little of it is in memory at any time."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

from storage import schema
from storage.changes import COLUMNS, canonical, from_row
from storage.connect import Connection
from storage.graph import SUMMARY
from storage.history_write import FoldedRecord, fold_all, load_changes
from storage.pace import Pace
from storage.records import Change, Family, WriterRecord
from storage.store import moment_of
from storage.vetting import Fault, Rejected, vetted

_ROWS: Final = 1_000
_RECORDS: Final = 200
_FAMILIES: Final = {family.value: family for family in Family}
SELECT_PLACED: Final = f'SELECT {", ".join(COLUMNS)}, seq FROM "{schema.CHANGE}"'


class Kind(IntEnum):
    """What a received change is here."""

    NEW = 0
    CHANGED = 1
    IDENTICAL = 2
    REJECTED = 3


@dataclass(slots=True)
class Source:
    """One received file: its name, a connection to it, and the places (``seq``) in it of the changes that are taken in."""

    name: str
    conn: Connection
    accepted: array[int] = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class Gathered:
    """What is new of all files together.

    ``sources_of`` says of every new change which file it is taken from and ``hashes`` its hash, ``families`` of every record that
    it is about (in the order of arrival) of which family. ``tally`` counts by file, writer and family for each ``Kind``.
    ``left_out`` are changes that were rejected and are not here.
    """

    sources: list[Source]
    writers: dict[str, WriterRecord]
    sources_of: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    known_records: set[str] = field(default_factory=set)
    tally: tuple[Counter[tuple[int, str, str]], ...] = field(default_factory=lambda: tuple(Counter() for _ in Kind))
    rejected: list[Rejected] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    def person(self, writer: str) -> str:
        """The name behind a writer; empty when nobody knows."""
        return self.writers[writer].person if writer in self.writers else ""


def gather(conn: Connection, writer: str, sources: list[Source], pace: Pace) -> Gathered:
    """Compare the files with what is here; ``writer`` is who writes here. Nothing is written."""
    writers: dict[str, WriterRecord] = {}
    for source in reversed(sources):
        writers |= _writers(source.conn)
    gathered = Gathered(sources, writers | _writers(conn))
    for number, source in enumerate(sources):
        # Received places are no promise of a number of rows, so that they serve to tell how far it is and for nothing else.
        last = source.conn.execute(f'SELECT coalesce(max(seq), 0) FROM "{schema.CHANGE}"').fetchone()[0] or 1
        for rows in streamed(source.conn, f'SELECT seq, id, sha256, writer, family FROM "{schema.CHANGE}" ORDER BY seq'):
            unknown = _compare(conn, gathered, number, rows)
            if unknown:
                _vet(conn, writer, gathered, number, unknown, (rows[0][0], rows[-1][0]))
            pace.reach((number + rows[-1][0] / last) / len(sources))
    return gathered


def streamed(conn: Connection, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query as plain tuples, so many at a time."""
    cursor = conn.execute(sql, parameters)
    cursor.row_factory = None
    while rows := cursor.fetchmany(_ROWS):
        yield rows


def tuples(conn: Connection, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query as plain tuples."""
    cursor = conn.execute(sql, parameters)
    cursor.row_factory = None
    return cursor.fetchall()


def _writers(conn: Connection) -> dict[str, WriterRecord]:
    rows = tuples(conn, f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"')
    return {row[0]: WriterRecord(row[0], row[1], row[2], row[3], moment_of(row[4])) for row in rows}


def _compare(conn: Connection, gathered: Gathered, number: int, rows: Sequence[tuple[Any, ...]]) -> set[int]:
    """Count what is here already; the places of what is not."""
    wanted = canonical([row[1] for row in rows])
    here, aside = (
        dict(tuples(conn, f'SELECT id, sha256 FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (wanted,)))
        for table in (schema.CHANGE, schema.ASIDE)
    )
    unknown: set[int] = set()
    identical = gathered.tally[Kind.IDENTICAL]
    for seq, key, sha256, writer, family in rows:
        known = here.get(key) or gathered.hashes.get(key)
        if (known or aside.get(key, sha256)) != sha256:
            _reject(gathered, number, (key, writer, family), Fault.ALTERED, known=known is not None)
        elif known is None:
            unknown.add(seq)
        elif family in _FAMILIES:
            identical[number, writer, family] += 1
    return unknown


def _vet(conn: Connection, writer: str, gathered: Gathered, number: int, unknown: set[int], places: tuple[int, int]) -> None:
    """Judge the changes at these places, all between the first and the last of ``places``."""
    source = gathered.sources[number]
    rows = [
        row for row in tuples(source.conn, f"{SELECT_PLACED} WHERE seq BETWEEN ? AND ? ORDER BY seq", places) if row[10] in unknown
    ]
    here = _families(conn, {str(row[4]) for row in rows} - gathered.families.keys())
    gathered.known_records |= here.keys()
    ours = _set_aside(conn, [row[0] for row in rows if writer and row[2] == writer])
    for row in rows:
        # A package tells again what was written here, in the name of who wrote it.
        change = vetted(row[:10], "" if row[0] in ours or row[7] == SUMMARY else writer)
        if isinstance(change, Change):
            if (gathered.families.get(change.record) or here.get(change.record, change.family)) is change.family:
                _accept(gathered, number, change, row[10], row[3])
                continue
            change = Fault.OTHER_FAMILY
        _reject(gathered, number, (row[0], row[2], row[3]), change, known=False)


def _families(conn: Connection, records: Iterable[str]) -> dict[str, Family]:
    sql = f'SELECT DISTINCT record, family FROM "{schema.CHANGE}" WHERE record IN (SELECT value FROM json_each(?))'
    return {record: Family(family) for record, family in tuples(conn, sql, (canonical(list(records)),))}


def _set_aside(conn: Connection, changes: Sequence[str]) -> set[str]:
    """Which of these changes were here once and were set aside with a merge; only those can be ours without being here."""
    sql = f'SELECT id FROM "{schema.ASIDE}" WHERE id IN (SELECT value FROM json_each(?))'
    return {row[0] for row in tuples(conn, sql, (canonical(changes),))} if changes else set()


def _accept(gathered: Gathered, number: int, change: Change, seq: int, family: str) -> None:
    gathered.sources[number].accepted.append(seq)
    gathered.sources_of[change.id] = number
    gathered.hashes[change.id] = change.sha256
    gathered.families.setdefault(change.record, change.family)
    kind = Kind.CHANGED if change.record in gathered.known_records else Kind.NEW
    gathered.tally[kind][number, change.writer, family] += 1


def _reject(gathered: Gathered, number: int, what: tuple[str, str, str], fault: Fault, *, known: bool) -> None:
    key, writer, family = what
    named = _FAMILIES.get(family)
    gathered.rejected.append(Rejected(key, fault, gathered.person(writer), gathered.sources[number].name, named))
    if named is not None:
        gathered.tally[Kind.REJECTED][number, writer, family] += 1
    if not known:
        gathered.left_out.add(key)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of the records that new changes are about: their whole histories as they will be, and what those amount to."""

    histories: dict[str, list[Change]]
    folded: list[FoldedRecord]


def united(conn: Connection, gathered: Gathered, pace: Pace) -> Iterator[Batch]:
    """The records that new changes are about, as they will be with them."""
    records = list(gathered.families)
    accepted = [set(source.accepted) for source in gathered.sources]
    for start in range(0, len(records), _RECORDS):
        some = records[start : start + _RECORDS]
        histories = load_changes(conn, some)
        sql = f"{SELECT_PLACED} WHERE record IN ({', '.join('?' * len(some))}) ORDER BY seq"
        for source, places in zip(gathered.sources, accepted, strict=True):
            for row in tuples(source.conn, sql, some):
                if row[10] in places:
                    histories.setdefault(row[4], []).append(from_row(row[:10]))
        yield Batch(histories, fold_all(histories))
        pace.reach((start + len(some)) / len(records))
