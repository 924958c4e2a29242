"""What of received histories is new here: read in two passes over each file, so that little of it is in memory at any time.

The first pass compares ids and hashes; the second takes what is not here yet record by record, judges it and folds it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Final

from storage import schema
from storage.changes import COLUMNS, canonical
from storage.connect import Connection
from storage.graph import SUMMARY
from storage.history_write import FoldedRecord, fold_all, load_changes
from storage.importing import JOINED_BY
from storage.merge_own import is_ours
from storage.pace import Pace
from storage.records import Change, Family, WriterRecord
from storage.store import moment_of
from storage.vetting import Fault, Rejected, vetted

_ROWS: Final = 1_000
_RECORDS: Final = 200
_FAMILIES: Final = {family.value: family for family in Family}
_NAMES: Final = ", ".join(COLUMNS)
_AT_ONCE: Final = 500
_COMPARED: Final = f'SELECT seq, id, sha256, writer, family, record FROM "{schema.CHANGE}" ORDER BY seq'

ReceivedRow = tuple[Any, ...]


class Kind(IntEnum):
    """What a received change is here."""

    NEW = 0
    CHANGED = 1
    IDENTICAL = 2
    REJECTED = 3


@dataclass(slots=True)
class Source:
    """One received file: its name, a connection to it, and the changes in it that are known not to be as they were written.

    ``places`` (``seq``) are those of the changes that are not here, ascending; ``numbers`` counts them by record, from 0.
    """

    name: str
    conn: Connection
    altered: frozenset[str] = frozenset()
    places: array[int] = field(default_factory=lambda: array("q"))
    numbers: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Gathered:
    """What is new of all files together.

    ``records`` are those that changes are about which are not here, in the order of arrival; ``claims`` are the hashes of such
    changes, where there are several files. Of those that were judged good,
    ``sources_of`` says of every change which file it is taken from and ``hashes`` its hash, ``families`` of every record of which
    family it is. ``tally`` counts by file, writer and family for each ``Kind``. ``rejected`` are changes by file and place;
    ``left_out`` are those of them that are not here.
    """

    sources: list[Source]
    writers: dict[str, WriterRecord]
    records: dict[str, None] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    sources_of: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    tally: tuple[Counter[tuple[int, str, str]], ...] = field(default_factory=lambda: tuple(Counter() for _ in Kind))
    rejected: list[tuple[int, int, Rejected]] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    def person(self, writer: str) -> str:
        """The name behind a writer; empty when nobody knows."""
        key = writer.removeprefix(JOINED_BY)
        return self.writers[key].person if key in self.writers else ""

    def unjudged(self) -> Gathered:
        """The same, to be judged on its own; of one that was not judged yet."""
        tally = tuple(Counter(counted) for counted in self.tally)
        kept = replace(self, tally=tally, rejected=list(self.rejected), left_out=set(self.left_out))
        return replace(kept, sources_of={}, hashes={}, families={})


def gather(conn: Connection, writer: str, sources: list[Source], pace: Pace) -> Gathered:
    """Compare the files with what is here; ``writer`` is who writes here. Nothing is written."""
    writers: dict[str, WriterRecord] = {}
    for source in reversed(sources):
        writers |= _writers(source.conn)
    gathered = Gathered(sources, writers | _writers(conn))
    for number, source in enumerate(sources):
        # Received places are no promise of a number of rows, so that they serve to tell how far it is and for nothing else.
        last = source.conn.execute(f'SELECT coalesce(max(seq), 0) FROM "{schema.CHANGE}"').fetchone()[0] or 1
        for rows in streamed(source.conn, _COMPARED):
            _compare(conn, gathered, (number, writer), rows)
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


def _compare(conn: Connection, gathered: Gathered, reading: tuple[int, str], rows: Sequence[ReceivedRow]) -> None:
    """Count what is here already, and note the places of what is not. ``reading`` is the number of the file and who writes here."""
    number, _ = reading
    source = gathered.sources[number]
    wanted = canonical([row[1] for row in rows])
    here, aside = (
        dict(tuples(conn, f'SELECT id, sha256 FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (wanted,)))
        for table in (schema.CHANGE, schema.ASIDE)
    )
    identical, several = gathered.tally[Kind.IDENTICAL], len(gathered.sources) > 1
    for seq, key, sha256, writer, family, record in rows:
        known = here.get(key)
        if known is None:
            claimed = gathered.claims.setdefault(key, sha256) if several else sha256
            if aside.get(key, sha256) != sha256 or (claimed != sha256 and _comes_first(conn, gathered, reading, key)):
                _reject(gathered, (number, seq), (key, writer, family), Fault.ALTERED, known=False)
                continue
            if key in source.altered:
                gathered.left_out.add(key)
            gathered.records[record] = None
            source.numbers.setdefault(record, []).append(len(source.places))
            source.places.append(seq)
        elif known != sha256:
            _reject(gathered, (number, seq), (key, writer, family), Fault.ALTERED, known=True)
        elif family in _FAMILIES:
            identical[number, writer, family] += 1


def _comes_first(conn: Connection, gathered: Gathered, reading: tuple[int, str], key: str) -> bool:
    """Whether a change of this id in an earlier file than the one that is read can be taken in, so that no other can."""
    number, writer = reading
    for source in gathered.sources[:number]:
        for row in tuples(source.conn, f'SELECT {_NAMES} FROM "{schema.CHANGE}" WHERE id = ?', (key,)):
            ours = _set_aside(conn, [key])
            if key not in source.altered and isinstance(_verdict(conn, row, ours, writer), Change):
                return True
    return False


def _set_aside(conn: Connection, changes: Sequence[str]) -> set[str]:
    """Which of these changes were here once and were set aside with a merge; only those can be ours without being here."""
    sql = f'SELECT id FROM "{schema.ASIDE}" WHERE id IN (SELECT value FROM json_each(?))'
    return {row[0] for row in tuples(conn, sql, (canonical(changes),))} if changes else set()


def _verdict(conn: Connection, row: ReceivedRow, ours: set[str], writer: str) -> Change | Fault:
    # A package tells again what was written here, in the name of who wrote it. That the hash is right was found out when the file
    # was received, and is found out once more when it was written.
    known = row[0] in ours
    verdict = vetted(row, "" if known or row[7] == SUMMARY else writer, hashed=True)
    if known or not isinstance(verdict, Change) or verdict.writer != writer or is_ours(conn, verdict):
        return verdict
    return Fault.OUR_WRITER


def _reject(gathered: Gathered, at: tuple[int, int], what: tuple[str, str, str], fault: Fault, *, known: bool) -> None:
    number, place = at
    key, writer, family = what
    named = _FAMILIES.get(family)
    gathered.rejected.append((number, place, Rejected(key, fault, gathered.person(writer), gathered.sources[number].name, named)))
    if named is not None:
        gathered.tally[Kind.REJECTED][number, writer, family] += 1
    if not known:
        gathered.left_out.add(key)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of the records that new changes are about: their whole histories as they will be, and what those amount to.

    ``fresh`` are the new changes as they stand in the files, each with its number among all that are not here, before its columns.
    """

    histories: dict[str, list[Change]]
    folded: list[FoldedRecord]
    fresh: list[ReceivedRow]


def united(conn: Connection, writer: str, gathered: Gathered, pace: Pace) -> Iterator[Batch]:
    """Judge what is not here, and tell the records that good changes are about as they will be with them; ``writer`` is who writes
    here. What is written meanwhile of one batch changes nothing for the next."""
    records = list(gathered.records)
    for start in range(0, len(records), _RECORDS):
        some = records[start : start + _RECORDS]
        histories = load_changes(conn, some)
        known = {record: history[0].family for record, history in histories.items()}
        fresh: list[ReceivedRow] = []
        touched: dict[str, None] = {}
        before = 0
        for number, source in enumerate(gathered.sources):
            for at, row in _rows_of(source, some, pace):
                change = _judged(conn, writer, gathered, (number, source.places[at]), row, known)
                if change is not None:
                    kind = _kind(change, known, histories)
                    gathered.tally[kind][number, change.writer, change.family.value] += 1
                    touched[change.record] = None
                    histories.setdefault(change.record, []).append(change)
                    fresh.append((before + at, *row))
            before += len(source.places)
        changed = {record: histories[record] for record in touched}
        yield Batch(changed, fold_all(changed), fresh)
        pace.reach((start + len(some)) / len(records))


def _rows_of(source: Source, records: Sequence[str], pace: Pace) -> Iterator[tuple[int, ReceivedRow]]:
    """The changes of these records that are not here, in the order of the file, each with its number."""
    numbers = sorted(number for record in records for number in source.numbers.get(record, ()))
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        sql = f'SELECT {_NAMES} FROM "{schema.CHANGE}" WHERE seq IN ({", ".join("?" * len(some))}) ORDER BY seq'
        yield from zip(some, tuples(source.conn, sql, [source.places[number] for number in some]), strict=True)
        pace.beat()


def _judged(
    conn: Connection, writer: str, gathered: Gathered, at: tuple[int, int], row: ReceivedRow, known: dict[str, Family]
) -> Change | None:
    """The change in a row, when it is to be taken in, which the caller counts; every other verdict is counted here."""
    number, (key, _, author, family), record = at[0], row[:4], row[4]
    accepted = gathered.hashes.get(key)
    if accepted == row[9]:
        gathered.tally[Kind.IDENTICAL][number, author, family] += 1
        return None
    change: Change | Fault = Fault.ALTERED
    if key not in gathered.sources[number].altered:
        change = _verdict(conn, row, _set_aside(conn, [key]) if author == writer else set(), writer)
    if isinstance(change, Change):
        if accepted is not None:
            change = Fault.ALTERED
        elif (gathered.families.get(record) or known.get(record, change.family)) is not change.family:
            change = Fault.OTHER_FAMILY
    if isinstance(change, Fault):
        _reject(gathered, at, (key, author, family), change, known=accepted is not None)
        return None
    gathered.sources_of[key] = number
    gathered.hashes[key] = row[9]
    gathered.families[record] = change.family
    return change


def _kind(change: Change, known: Mapping[str, Family], histories: Mapping[str, Sequence[Change]]) -> Kind:
    """How a change that is taken in counts: a summary of what is all here says nothing new."""
    if change.record not in known:
        return Kind.NEW
    if change.label == SUMMARY and {one.id for one in histories[change.record]}.issuperset(change.parents):
        return Kind.IDENTICAL
    return Kind.CHANGED
