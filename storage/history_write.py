"""Writing history and rows together: append local drafts, take in changes made elsewhere, fold records anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from storage import schema, search_index
from storage.changes import COLUMNS, ChangeRow, canonical, from_row, make
from storage.clock import Clock, uuid7
from storage.connect import Connection
from storage.graph import Folded, fold
from storage.records import Change, Draft, Family, Touched
from storage.rows import Draftable, Row, folded_row, load, save
from storage.schema import TABLES

SELECT_CHANGES = f'SELECT {", ".join(COLUMNS)} FROM "{schema.CHANGE}"'
NO_TEXTS: Mapping[str, str] = MappingProxyType({})
INSERT_CHANGE = f'INSERT INTO "{schema.CHANGE}" ({", ".join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'


@dataclass(slots=True)
class Outcome:
    """Changes written, the values they replaced and what they touched."""

    changes: list[Change] = field(default_factory=list)
    before: list[dict[str, object]] = field(default_factory=list)
    touched: Touched = field(default_factory=Touched)

    def __iadd__(self, other: Outcome) -> Outcome:
        self.changes += other.changes
        self.before += other.before
        self.touched |= other.touched
        return self


class Appender:
    """Appends drafts to the history: every new change has seen all heads of its record, so it simply lies on top."""

    def __init__(self, conn: Connection, clock: Clock, writer: str, action: tuple[str, str]) -> None:
        self._conn = conn
        self._clock = clock
        self._writer = writer
        self._action = action

    def append(self, drafts: Sequence[Draft]) -> Outcome:
        """Write the drafts inside the caller's transaction. Raises ``StorageError("invalid_value")``."""
        records = [draft.record for draft in drafts]
        heads = self._heads(records)
        tables = self._tables(drafts)
        outcome = Outcome()
        written: list[ChangeRow] = []
        for draft in drafts:
            table = tables[draft.family]
            patch, before = table.put(draft.record, draft.fields)
            identity = (uuid7(), self._clock.tick(), self._writer)
            change, row = make(identity, (draft.family, draft.record), heads.get(draft.record, ()), patch, self._action)
            heads[draft.record] = (change.id,)
            outcome.changes.append(change)
            outcome.before.append(before)
            written.append(row)
        self._conn.executemany(INSERT_CHANGE, written)
        self._save(tables, outcome.changes)
        outcome.touched = _touched(tables)
        return outcome

    def _heads(self, records: Sequence[str]) -> dict[str, tuple[str, ...]]:
        sql = f'SELECT record, id, parents, clock FROM "{schema.CHANGE}" WHERE record IN (SELECT value FROM json_each(?))'
        found = self._conn.execute(sql, (canonical(records),))
        known: dict[str, set[str]] = {}
        seen: set[str] = set()
        for record, key, parents, clock in found.fetchall():
            known.setdefault(record, set()).add(key)
            seen.update(json.loads(parents))
            self._clock.observe(clock)
        return {record: tuple(sorted(keys - seen)) for record, keys in known.items()}

    def _tables(self, drafts: Sequence[Draft]) -> dict[Family, Draftable]:
        by_family: dict[Family, list[str]] = {}
        for draft in drafts:
            by_family.setdefault(draft.family, []).append(draft.record)
        return {family: load(self._conn, TABLES[family], records) for family, records in by_family.items()}

    def _save(self, tables: dict[Family, Draftable], changes: Sequence[Change]) -> None:
        decided = [(change.record, name) for change in changes for name in change.patch]
        self._conn.executemany(f'DELETE FROM "{schema.CONFLICT}" WHERE record = ? AND field = ?', decided)
        for table in tables.values():
            save(self._conn, table.table, list(table.rows.values()))
            search_index.update(self._conn, table.table, list(table.rows.values()))


@dataclass(frozen=True, slots=True)
class Made:
    """Records as single changes make them, worked out before anything is written: their rows, and the words by which the search
    finds them, both by family and record."""

    rows: Mapping[Family, Mapping[str, Row]]
    words: Mapping[Family, Mapping[str, str]]


def made(changes: Sequence[Change], texts: Mapping[str, str] = NO_TEXTS) -> Made:
    """What ``changes`` make of records that have no history yet; of several for one record the last counts.

    ``texts`` are the canonical texts of policies among them, by id.
    """
    rows: dict[Family, dict[str, Row]] = {}
    for change in changes:
        rows.setdefault(change.family, {})[change.record] = folded_row(TABLES[change.family], change.record, fold([change]))
    words = {family: search_index.words(TABLES[family], list(group.values()), texts) for family, group in rows.items()}
    return Made(rows, {family: found for family, found in words.items() if found})


def take_in(conn: Connection, changes: Sequence[tuple[Change, ChangeRow]], ready: Made) -> tuple[list[Change], Touched]:
    """Add those changes that are not here yet, with the rows that follow, inside the caller's transaction; returns the new ones.

    Records without a history become what is ``ready`` for them, without being read or folded.
    """
    ids, known = _here(conn, changes)
    fresh = [(change, row) for change, row in changes if change.id not in ids]
    seen: set[str] = set()
    for change, _ in fresh:
        (known if change.record in seen else seen).add(change.record)
    conn.executemany(INSERT_CHANGE, [row for _, row in fresh])
    # A package may have left out what an import makes again.
    arrived = (canonical([change.id for change, _ in fresh]),)
    conn.execute(f'DELETE FROM "{schema.OMITTED}" WHERE change IN (SELECT value FROM json_each(?))', arrived)
    touched = _write_made(conn, ready, seen - known)
    again = seen & known
    return [change for change, _ in fresh], touched | refold(conn, again) if again else touched


def _here(conn: Connection, changes: Sequence[tuple[Change, ChangeRow]]) -> tuple[set[str], set[str]]:
    """Which of these changes are here already, and which of their records have a history."""
    found = []
    for column, wanted in (("id", [change.id for change, _ in changes]), ("record", [change.record for change, _ in changes])):
        sql = f'SELECT DISTINCT {column} FROM "{schema.CHANGE}" WHERE {column} IN (SELECT value FROM json_each(?))'
        found.append({row[0] for row in conn.execute(sql, (canonical(wanted),)).fetchall()})
    return found[0], found[1]


def _write_made(conn: Connection, ready: Made, records: set[str]) -> Touched:
    touched: dict[Family, Draftable] = {}
    for family, group in ready.rows.items():
        rows = {record: row for record, row in group.items() if record in records}
        if rows:
            save(conn, TABLES[family], list(rows.values()))
            words = ready.words.get(family, NO_TEXTS)
            search_index.add(conn, family, {record: words[record] for record in rows if record in words})
            touched[family] = Draftable(TABLES[family], rows)
    return _touched(touched)


def load_changes(conn: Connection, records: Iterable[str]) -> dict[str, list[Change]]:
    """The whole history of these records."""
    found = conn.execute(f"{SELECT_CHANGES} WHERE record IN (SELECT value FROM json_each(?))", (canonical(list(records)),))
    return grouped(map(from_row, found.fetchall()))


def grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by record."""
    histories: dict[str, list[Change]] = {}
    for change in changes:
        histories.setdefault(change.record, []).append(change)
    return histories


def refold(conn: Connection, records: Iterable[str]) -> Touched:
    """Write the rows and conflicts of these records anew from their whole history, inside the caller's transaction."""
    return write_folded(conn, fold_all(load_changes(conn, records)))


@dataclass(frozen=True, slots=True)
class FoldedRecord:
    """One record and what its history amounts to."""

    family: Family
    record: str
    folded: Folded


def fold_all(histories: Mapping[str, Sequence[Change]]) -> list[FoldedRecord]:
    """Fold the histories of many records."""
    return [FoldedRecord(history[0].family, record, fold(history)) for record, history in histories.items()]


def write_folded(conn: Connection, records: Sequence[FoldedRecord]) -> Touched:
    """Write the rows and conflicts of folded records, inside the caller's transaction."""
    rows: dict[Family, list[Row]] = {}
    for item in records:
        rows.setdefault(item.family, []).append(folded_row(TABLES[item.family], item.record, item.folded))
    conn.executemany(f'DELETE FROM "{schema.CONFLICT}" WHERE record = ?', [(item.record,) for item in records])
    disputes = [row for item in records for row in conflict_rows(item.record, item.family, item.folded)]
    conn.executemany(f'INSERT INTO "{schema.CONFLICT}" VALUES (?, ?, ?, ?)', disputes)
    touched: dict[Family, Draftable] = {}
    for family, group in rows.items():
        save(conn, TABLES[family], group)
        search_index.update(conn, TABLES[family], group)
        touched[family] = Draftable(TABLES[family], {str(row[0]): row for row in group})
    return _touched(touched)


def conflict_rows(record: str, family: Family, folded: Folded) -> list[tuple[str, str, str, str]]:
    """The conflicts of one record as the columns of their table."""
    return [(record, item.field, family.value, canonical(item.changes)) for item in folded.contested]


def _touched(tables: dict[Family, Draftable]) -> Touched:
    records = frozenset(record for table in tables.values() for record in table.rows)
    policies: set[str] = set()
    for family, table in tables.items():
        owners = table.rows if family is Family.POLICY else (table.value(record, "policy") for record in table.rows)
        policies.update(owner for owner in owners if isinstance(owner, str))
    return Touched(frozenset(tables), records, frozenset(policies))
