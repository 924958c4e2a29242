"""The history as it is read: of a record, of late, in conflict; and whether the rows agree with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Row as RawRow

from policy.identity import NAMESPACE, derived_id
from storage import schema
from storage.changes import canonical, from_row
from storage.clock import moment
from storage.errors import StorageError
from storage.graph import DELETED, fold
from storage.history_write import SELECT_CHANGES, conflict_rows, grouped
from storage.importing import JOINED_BY
from storage.records import Change, Draft, Family, WriterRecord, Written
from storage.repository import Repository, short
from storage.rows import Row, decode, folded_row
from storage.schema import TABLES
from storage.store import moment_of
from storage.topics import kin_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was set differently by writers who did not know of each other; what shows stands first."""

    family: Family
    record: str
    field: str
    changes: tuple[Change, ...]

    def values(self) -> tuple[object, ...]:
        """The value of each change, in their order; for a contested deletion whether the change deletes."""
        return tuple(change.patch.get(self.field, False if self.field == DELETED else None) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a field of a record shall say, for ``decide_many``; ``deleted`` takes ``True`` or ``False``."""

    record: str
    field: str
    value: object


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
        """Who stands behind each ``Change.writer``; imports have none. What came from a joined policy is its writer's too."""
        rows = self._store.rows(f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"')
        found = {row["id"]: WriterRecord(row[0], row[1], row[2], row[3], moment_of(row[4])) for row in rows}
        return found | {f"{JOINED_BY}{key}": writer for key, writer in found.items()}

    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has decided yet."""
        return self._conflicts("")

    def _conflicts(self, where: str, *parameters: object) -> tuple[Conflict, ...]:
        sql = f'SELECT family, record, field, changes FROM "{schema.CONFLICT}" {where} ORDER BY record, field'
        rows = [(*row[:3], json.loads(row[3])) for row in self._store.rows(sql, parameters)]
        ids = sorted({key for *_, sides in rows for key in sides})
        changes = self._changes("WHERE id IN (SELECT value FROM json_each(?))", canonical(ids)) if ids else ()
        by_id = {change.id: change for change in changes}
        return tuple(
            Conflict(Family(family), record, field, tuple(by_id[key] for key in sides if key in by_id))
            for family, record, field, sides in rows
        )

    def decide(self, record: str, field: str, value: object) -> Written:
        """Settle a conflict: one more change that has seen all sides."""
        return self.decide_many([Decision(record, field, value)])

    def decide_many(self, decisions: Sequence[Decision]) -> Written:
        """Settle several conflicts in one action, each by a change that has seen all sides; of several decisions about one field
        the last counts. Raises ``StorageError("unknown_record")`` when there is no such record; then nothing is written."""
        families = self._families({decision.record for decision in decisions})
        fields: dict[str, dict[str, object]] = {}
        for decision in decisions:
            fields.setdefault(decision.record, {})[decision.field] = decision.value
        return self._store.write("change.conflict.resolve", [Draft(families[key], key, said) for key, said in fields.items()])

    def show_again(self, owners: Iterable[tuple[Family, str]]) -> Written:
        """Bring back, in one action, those of these records that are removed; what others wrote under them shows with them."""
        wanted: dict[Family, set[str]] = {}
        for family, record in owners:
            wanted.setdefault(family, set()).add(record)
        drafts: list[Draft] = []
        for family, records in wanted.items():
            sql = f'SELECT id FROM "{family.value}" WHERE deleted = 1 AND id IN (SELECT value FROM json_each(?)) ORDER BY id'
            gone = self._store.rows(sql, (canonical(sorted(records)),))
            drafts += [Draft(family, row["id"], {DELETED: False}) for row in gone]
        return self._store.write("change.restore.hidden", drafts)

    def keep_both(self, conflict: Conflict) -> Written:
        """Settle a conflict about an annotation by keeping what does not show as an annotation of its own, in the name of who wrote
        it; other fields that the same people contest go with it.

        The new annotation's id follows from the change that lost, so that whoever else decides the same makes the same annotation.
        Raises ``StorageError`` (``cannot_keep_both``, ``conflict_gone``).
        """
        known = (column.name for column in TABLES[Family.ANNOTATION].columns)
        if conflict.family is not Family.ANNOTATION or conflict.field not in known:
            raise StorageError("cannot_keep_both")
        open_ones = self._conflicts("WHERE record = ?", conflict.record)
        if conflict not in open_ones:
            raise StorageError("conflict_gone")
        row = self._row(Family.ANNOTATION, conflict.record)
        return self._store.write("change.conflict.keep_both", self._both(conflict, open_ones, row), short(str(row["quote"])))

    def _both(self, conflict: Conflict, open_ones: Sequence[Conflict], row: RawRow) -> list[Draft]:
        now = {column.name: decode(column, row[column.name]) for column in TABLES[Family.ANNOTATION].columns}
        kin = kin_of(Family.ANNOTATION, conflict.field)
        lost = [change for change in conflict.changes[1:] if any(change.patch.get(name, now[name]) != now[name] for name in kin)]
        gone = {change.id for change in lost}
        settled = {
            known.field: now[known.field]
            for known in open_ones
            if known.field in now and (known == conflict or gone.issuperset(change.id for change in known.changes[1:]))
        }
        # All that makes sense only together, or else half of it could be joined to half of what somebody else writes meanwhile.
        whole = {name: now[name] for field in settled for name in kin_of(Family.ANNOTATION, field)}
        drafts = [Draft(Family.ANNOTATION, conflict.record, whole)]
        for change in lost:
            drafts += self._version(change, now)
        return drafts

    def _version(self, change: Change, now: Mapping[str, object]) -> list[Draft]:
        """The drafts of an annotation that says what a change said, with the tags of the one that it was about."""
        key = derived_id(str(NAMESPACE), change.record, change.id)
        if self._known(Family.ANNOTATION, key):
            return []
        writer = self.writers().get(change.writer)
        at = moment(change.clock).isoformat()
        said = {name: value for name, value in change.patch.items() if name in now}
        fields = {**now, **said, "created": at, "modified": at}
        if writer is not None:
            fields["reviewer"] = writer.reviewer
        drafts = [Draft(Family.ANNOTATION, key, fields)]
        for use in self._select(Family.TAG_USE, "annotation = ?", (change.record,), "id"):
            tagged: dict[str, object] = {"policy": use["policy"], "annotation": key, "tag": use["tag"]}
            drafts.append(Draft(Family.TAG_USE, derived_id(key, use["tag"]), tagged))
        return drafts

    def _families(self, records: set[str]) -> dict[str, Family]:
        sql = f'SELECT DISTINCT record, family FROM "{schema.CHANGE}" WHERE record IN (SELECT value FROM json_each(?))'
        found = {row["record"]: Family(row["family"]) for row in self._store.rows(sql, (canonical(sorted(records)),))}
        for record in sorted(records - found.keys()):
            raise StorageError("unknown_record", record=record)
        return found

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
