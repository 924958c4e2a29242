"""Which changes of a received history can be taken in: their hashes are right and their values fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.changes import ChangeRow, digest, from_row
from storage.errors import StorageError
from storage.graph import DELETED
from storage.records import Change
from storage.rows import encode
from storage.schema import TABLES

_COLUMNS = {family: {column.name: column for column in table.columns} for family, table in TABLES.items()}


class Fault(StrEnum):
    """Why a change was not taken in."""

    ALTERED = "altered"
    UNREADABLE = "unreadable"
    UNFIT_VALUE = "unfit_value"
    OTHER_FAMILY = "other_family"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A change that was not taken in."""

    change: str
    fault: Fault

    @property
    def phrase(self) -> str:
        """The key of the reason's phrase."""
        return f"fault.{self.fault.value}"


class Vetting:
    """Sorts received rows into changes and rejects. ``families`` says of which family the records here already are."""

    def __init__(self, families: Mapping[str, str]) -> None:
        self._families = dict(families)
        self.rejected: list[Rejected] = []

    def accept(self, rows: Iterable[ChangeRow]) -> list[Change]:
        """The changes that can be taken in, in their order."""
        accepted: list[Change] = []
        for row in rows:
            found = self._read(row)
            if isinstance(found, Change):
                accepted.append(found)
            else:
                self.rejected.append(Rejected(str(row[0]), found))
        return accepted

    def _read(self, row: ChangeRow) -> Change | Fault:
        if digest(row) != row[9]:
            return Fault.ALTERED
        try:
            change = from_row(row)
            fits(change)
        except ValueError:
            return Fault.UNREADABLE
        except StorageError:
            return Fault.UNFIT_VALUE
        if self._families.setdefault(change.record, change.family.value) != change.family.value:
            return Fault.OTHER_FAMILY
        return change


def fits(change: Change) -> None:
    """Raise ``StorageError("invalid_value")`` when a field that this version knows does not fit its column."""
    columns = _COLUMNS[change.family]
    for name, value in change.patch.items():
        column = columns.get(name)
        if column is not None:
            encode(column, value)
        elif name == DELETED and not isinstance(value, bool):
            raise StorageError("invalid_value", field=name)
