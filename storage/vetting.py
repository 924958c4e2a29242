"""Which changes of a received history can be taken in: their hashes are right and their values fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from storage.changes import canonical, digest, from_row
from storage.errors import StorageError
from storage.graph import DELETED
from storage.records import Change, Family
from storage.rows import encode
from storage.schema import TABLES, Kind

_COLUMNS = {family: {column.name: column for column in table.columns} for family, table in TABLES.items()}
# Most values are words, which need no look at what kinds there are.
_WORDS = {
    family: frozenset(column.name for column in table.columns if column.kind is Kind.TEXT and column.choices is None)
    for family, table in TABLES.items()
}
# The first moment of the year 3000, as a clock stamp.
_CLOCK_END: Final = 32_503_680_000_000 << 16


class Fault(StrEnum):
    """Why a change was not taken in."""

    ALTERED = "altered"
    UNREADABLE = "unreadable"
    UNFIT_VALUE = "unfit_value"
    OTHER_FAMILY = "other_family"
    CLOCK = "clock"
    OUR_WRITER = "our_writer"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A change that was not taken in: why, who is said to have written it, the file it stood in, and its family where it names one
    that there is."""

    change: str
    fault: Fault
    person: str = ""
    source: str = ""
    family: Family | None = None

    @property
    def phrase(self) -> str:
        """The key of the reason's phrase."""
        return f"fault.{self.fault.value}"


def vetted(row: Sequence[object], writer: str, *, hashed: bool = False) -> Change | Fault:
    """The change in a received row, or why it cannot be taken in. ``writer`` is who writes here: nobody else may write as such.

    ``hashed`` says that the hash was found right already.
    """
    if not hashed and digest(row) != row[9]:
        return Fault.ALTERED
    try:
        change = from_row(row)
        if "\\u" in str(row[6]) or "NaN" in str(row[6]) or "Infinity" in str(row[6]):
            # What no file of text can hold, or no other program can read back.
            canonical(change.patch).encode("utf-8")
        fits(change)
    except (ValueError, RecursionError):
        return Fault.UNREADABLE
    except StorageError:
        return Fault.UNFIT_VALUE
    if not 0 <= change.clock < _CLOCK_END:
        return Fault.CLOCK
    return Fault.OUR_WRITER if writer and change.writer == writer else change


def fits(change: Change) -> None:
    """Raise ``StorageError("invalid_value")`` when a field that this version knows does not fit its column."""
    columns, words = _COLUMNS[change.family], _WORDS[change.family]
    for name, value in change.patch.items():
        if name in words and isinstance(value, str):
            continue
        column = columns.get(name)
        if column is not None:
            encode(column, value)
        elif name == DELETED and not isinstance(value, bool):
            raise StorageError("invalid_value", field=name)
