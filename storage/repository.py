"""What all repositories share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from sqlite3 import Row
from typing import Any, TypeVar

from policy.model import Department, Span
from storage.errors import StorageError
from storage.records import Draft, Family, Written
from storage.schema import TABLES
from storage.store import Store

R = TypeVar("R")
SUBJECT_LENGTH = 20


class Repository:
    """Reads one family as records and writes it as drafts. Records marked deleted are left out everywhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _select(self, family: Family, where: str, parameters: Sequence[object], order: str) -> list[Row]:
        names = ", ".join(f'"{name}"' for name in TABLES[family].names)
        return self._store.rows(f'SELECT {names} FROM "{family.value}" WHERE deleted = 0 AND {where} ORDER BY {order}', parameters)

    def _row(self, family: Family, record: str) -> Row:
        rows = self._select(family, "id = ?", (record,), "id")
        if not rows:
            raise StorageError("unknown_policy" if family is Family.POLICY else "unknown_record", record=record)
        return rows[0]

    def _made(self, make: Callable[[Any], R], rows: Iterable[Any]) -> tuple[R, ...]:
        """Rows as records. Raises ``StorageError("damaged")`` for a row that says what no record can."""
        try:
            return tuple(map(make, rows))
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError("damaged", name=self._store.conn.name) from error

    def _known(self, family: Family, record: str) -> bool:
        return bool(self._store.row(f'SELECT 1 FROM "{family.value}" WHERE id = ?', (record,)))

    def _edit(self, family: Family, record: str, label: str, fields: Mapping[str, object], subject: str = "") -> Written:
        self._row(family, record)
        return self._store.write(label, [Draft(family, record, plain(family, fields))], short(subject))


def plain(family: Family, fields: Mapping[str, object]) -> dict[str, object]:
    """Fields as JSON values: enums by value, dates as ISO text, departments and spans as lists.

    Raises ``TypeError`` on an unknown field.
    """
    columns = {column.name for column in TABLES[family].columns} | {"deleted"}
    unknown = sorted(set(fields) - columns)
    if unknown:
        raise TypeError(f"{family.value} has no {', '.join(unknown)}")
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Department):
        return [value.name, value.role.value]
    if isinstance(value, Span):
        return [value.start, value.end]
    raise TypeError(f"cannot be written: {value!r}")


def short(text: str) -> str:
    """The first characters of ``text`` on one line, to name it in a menu."""
    line = " ".join(text.split())
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"
