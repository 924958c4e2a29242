"""The history as it is read: of a record, of late, in conflict; and whether the rows agree with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from storage import schema
from storage.changes import from_row
from storage.errors import StorageError
from storage.graph import fold
from storage.history_write import SELECT_CHANGES, conflict_rows, grouped
from storage.records import Change, Draft, Family, WriterRecord, Written
from storage.repository import Repository
from storage.rows import Row, folded_row
from storage.schema import TABLES
from storage.store import moment_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was set differently by writers who did not know of each other; what shows stands first."""

    family: Family
    record: str
    field: str
    changes: tuple[Change, ...]

    def values(self) -> tuple[object, ...]:
        """The value of each change, in their order; for a contested deletion whether the change deletes."""
        return tuple(change.patch.get(self.field, False if self.field == "deleted" else None) for change in self.changes)


class HistoryRepository(Repository):
    """Every change ever written. ``Change.clock`` is read with ``storage.clock.moment``."""

    def of(self, record: str) -> tuple[Change, ...]:
        """The changes of one record, oldest first."""
        return self._changes("WHERE record = ? ORDER BY seq", record)

    def recent(self, limit: int = 100) -> tuple[Change, ...]:
        """The changes that came last into this workspace, newest first."""
        return self._changes("ORDER BY seq DESC LIMIT ?", limit)

    def changes(self) -> tuple[Change, ...]:
        """All changes in the order in which they came into this workspace."""
        return self._changes("ORDER BY seq")

    def writers(self) -> dict[str, WriterRecord]:
        """Who stands behind each ``Change.writer``; imports have none."""
        rows = self._store.rows(f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"')
        return {row["id"]: WriterRecord(row[0], row[1], row[2], row[3], moment_of(row[4])) for row in rows}

    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has decided yet."""
        found: list[Conflict] = []
        for row in self._store.rows(f'SELECT family, record, field, changes FROM "{schema.CONFLICT}" ORDER BY record, field'):
            by_id = {change.id: change for change in self.of(row["record"])}
            changes = tuple(by_id[key] for key in json.loads(row["changes"]) if key in by_id)
            found.append(Conflict(Family(row["family"]), row["record"], row["field"], changes))
        return tuple(found)

    def decide(self, record: str, field: str, value: object) -> Written:
        """Settle a conflict: one more change that has seen all sides."""
        row = self._store.row(f'SELECT family FROM "{schema.CHANGE}" WHERE record = ?', (record,))
        if row is None:
            raise StorageError("unknown_record", record=record)
        family = Family(row["family"])
        return self._store.write("change.conflict.resolve", [Draft(family, record, {field: value})])

    def rows_equal_history(self) -> bool:
        """Whether folding every record anew gives exactly the current rows and conflicts."""
        return not self.differing()

    def differing(self, changes: Iterable[Change] | None = None) -> tuple[tuple[Family, str], ...]:
        """The records whose rows are not what their history says; also rows without any history."""
        rows, disputes = _expected(self.changes() if changes is None else changes)
        wrong: set[tuple[Family, str]] = set()
        for family, expected in rows.items():
            names = ", ".join(f'"{name}"' for name in TABLES[family].names)
            actual = {row[0]: tuple(row) for row in self._store.rows(f'SELECT {names} FROM "{family.value}"')}
            wrong |= {(family, key) for key in expected.keys() | actual.keys() if expected.get(key) != actual.get(key)}
        stored = {tuple(row) for row in self._store.rows(f'SELECT record, field, family, changes FROM "{schema.CONFLICT}"')}
        wrong |= {(Family(str(item[2])), str(item[0])) for item in disputes ^ stored}
        return tuple(sorted(wrong))

    def _changes(self, tail: str, *parameters: object) -> tuple[Change, ...]:
        return tuple(map(from_row, self._store.rows(f"{SELECT_CHANGES} {tail}", parameters)))


def _expected(changes: Iterable[Change]) -> tuple[dict[Family, dict[str, Row]], set[tuple[str, ...]]]:
    rows: dict[Family, dict[str, Row]] = {family: {} for family in Family}
    disputes: set[tuple[str, ...]] = set()
    for record, history in grouped(changes).items():
        folded = fold(history)
        family = history[0].family
        rows[family][record] = folded_row(TABLES[family], record, folded)
        disputes.update(conflict_rows(record, family, folded))
    return rows, disputes
