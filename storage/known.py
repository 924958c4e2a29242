"""What is known of records that are about to be written: whether they are there, and who wrote on them last."""

from __future__ import annotations

from collections.abc import Sequence

from storage import schema
from storage.changes import canonical
from storage.history_write import load_changes
from storage.importing import IMPORT_WRITER
from storage.records import Change, Draft, Family
from storage.rows import Draftable, decode, load
from storage.schema import TABLES
from storage.store import UNDO, Store


class Known:
    """The rows of drafts' records and their histories, as they stand before the drafts are written."""

    def __init__(self, store: Store, drafts: Sequence[Draft]) -> None:
        by_family: dict[Family, list[str]] = {}
        for draft in drafts:
            by_family.setdefault(draft.family, []).append(draft.record)
        self._tables: dict[str, Draftable] = {}
        for family, records in by_family.items():
            table = load(store.conn, TABLES[family], records)
            self._tables.update(dict.fromkeys(table.rows, table))
        self._histories = load_changes(store.conn, self._tables)
        order = f'SELECT id, seq FROM "{schema.CHANGE}" WHERE record IN (SELECT value FROM json_each(?))'
        self._seq = dict(tuple(row) for row in store.rows(order, (canonical(list(self._tables)),)))

    def __contains__(self, record: str) -> bool:
        return record in self._tables

    def value(self, record: str, name: str) -> object:
        """What stands in a column of a known record."""
        table = self._tables[record]
        column = next(column for column in table.table.columns if column.name == name)
        return decode(column, table.value(record, name))

    def deleted(self, record: str) -> bool:
        """Whether the record is marked deleted."""
        return bool(self._tables[record].rows[record][1])

    def history(self, record: str) -> list[Change]:
        """The record's changes as they came into this workspace."""
        return sorted(self._histories.get(record, ()), key=lambda change: self._seq[change.id])

    def undone(self, record: str) -> bool:
        """Whether the last thing that happened to the record is that something was undone."""
        history = self.history(record)
        return bool(history) and history[-1].label == UNDO

    def taken_back(self, record: str) -> bool:
        """Whether the record is gone because making it was undone, not because somebody removed it."""
        return self.deleted(record) and self.undone(record)

    def import_heads(self, record: str) -> tuple[str, ...]:
        """The changes that an import made of the record, when nobody has written on it since."""
        history = self.history(record)
        return tuple(sorted(change.id for change in history)) if all(c.writer == IMPORT_WRITER for c in history) else ()
