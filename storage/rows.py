"""Current rows: from JSON values to columns and back, read and written in bulk."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from storage.changes import canonical
from storage.connect import Connection
from storage.errors import StorageError
from storage.graph import DELETED, Folded
from storage.schema import TABLES, Column, Kind, Table

Raw = str | int | float | None
Row = tuple[Raw, ...]
_UNSET: Final = object()


def encode(column: Column, value: object) -> Raw:
    """A JSON value as the column stores it. Raises ``StorageError("invalid_value")`` when it does not fit."""
    if value is None and column.optional:
        return None
    if column.kind is Kind.TEXT and isinstance(value, str) and (column.choices is None or value in column.choices):
        return value
    if column.kind is Kind.JSON and isinstance(value, list | tuple):
        return canonical(value)
    if isinstance(value, int | float):
        number = _encode_number(column.kind, value)
        if number is not None:
            return number
    raise StorageError("invalid_value", field=column.name)


def _encode_number(kind: Kind, value: float) -> Raw:
    if isinstance(value, bool):
        return int(value) if kind is Kind.FLAG else None
    if kind is Kind.REAL and math.isfinite(value):
        return float(value)
    if kind is Kind.INTEGER and isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
        return value
    return None


def decode(column: Column, raw: Raw) -> object:
    """The JSON value that a column holds; the reverse of ``encode``."""
    if column.kind is Kind.FLAG:
        return bool(raw)
    if column.kind is Kind.JSON:
        return json.loads(raw) if isinstance(raw, str) else []
    return raw


def folded_row(table: Table, record: str, folded: Folded) -> Row:
    """The row that a folded history amounts to; fields that this version does not know stay in the history."""
    fields = folded.fields
    row: list[Raw] = [record, int(folded.deleted)]
    for column, raw in _BLANKS[table.family]:
        value = fields.get(column.name, _UNSET)
        if value is _UNSET:
            row.append(raw)
        elif isinstance(value, str) and column.kind is Kind.TEXT and column.choices is None:
            # Most values are words, and a merge has hundreds of thousands of them.
            row.append(value)
        else:
            row.append(encode(column, value))
    return tuple(row)


# Per family its columns, with what stands in them when nothing was ever set.
_BLANKS = {family: tuple((column, encode(column, column.default)) for column in table.columns) for family, table in TABLES.items()}


class Draftable:
    """One table's rows by record, changed field by field in memory and then saved together."""

    def __init__(self, table: Table, rows: Mapping[str, Row]) -> None:
        self.table = table
        self.rows = dict(rows)
        self._at = {column.name: (i, column) for i, column in enumerate(table.columns, start=2)}
        self._blank: Row = tuple(raw for _, raw in _BLANKS[table.family])

    def put(self, record: str, fields: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
        """Set fields of a record, making it when it is new.

        Returns the fields as they read back (``1`` in a REAL column is ``1.0``) and the values they replace. Raises
        ``StorageError("invalid_value")``.
        """
        old = self.rows.get(record)
        row: list[Raw] = list(old) if old is not None else [record, 0, *self._blank]
        patch: dict[str, object] = {}
        before: dict[str, object] = {} if old is not None else {DELETED: True}
        for name, value in fields.items():
            if name == DELETED:
                patch[name] = value is True
                if old is not None:
                    before[name] = bool(old[1])
                row[1] = int(value is True)
                continue
            at, column = self._at[name]
            if old is not None:
                before[name] = decode(column, old[at])
            row[at] = encode(column, _sound_text(value) if isinstance(value, str) else value)
            patch[name] = decode(column, row[at])
        self.rows[record] = tuple(row)
        return patch, before

    def value(self, record: str, name: str) -> Raw:
        """One stored value of a record, ``None`` when the family has no such column."""
        at = self._at.get(name)
        return self.rows[record][at[0]] if at else None


def _sound_text(text: str) -> str:
    """Text that UTF-8 can hold: halves of surrogate pairs are joined, lone ones become the replacement character."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def load(conn: Connection, table: Table, records: Iterable[str]) -> Draftable:
    """The rows of these records, as far as there are any."""
    names = ", ".join(f'"{name}"' for name in table.names)
    wanted = canonical(list(records))
    found = conn.execute(f'SELECT {names} FROM "{table.name}" WHERE id IN (SELECT value FROM json_each(?))', (wanted,))
    return Draftable(table, {row[0]: tuple(row) for row in found.fetchall()})


def save(conn: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write whole rows over what is there."""
    names = ", ".join(f'"{name}"' for name in table.names)
    marks = ", ".join("?" * len(table.names))
    conn.executemany(f'INSERT OR REPLACE INTO "{table.name}" ({names}) VALUES ({marks})', rows)


def clear(conn: Connection) -> None:
    """Empty the rows of every family, before they are folded anew."""
    for table in TABLES.values():
        conn.execute(f'DELETE FROM "{table.name}"')
