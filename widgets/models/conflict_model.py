"""Open conflicts as lines: under a heading for each kind of record, filtered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.disputes import Dispute, Side
from storage.records import Family
from widgets.models.keyed import AnyIndex, KeyedModel

SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side in words: who wrote it and when (a line for each writer), its fields with their values, and whether it is the
    reviewer's own. ``people`` are the names of those who wrote it."""

    side: Side
    whence: tuple[str, ...]
    people: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    mine: bool

    @property
    def short(self) -> str:
        """Its values on one line."""
        return SEPARATOR.join(" ".join(value.split()) for _, value in self.values)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One decision to be made: what it is about in words, and its sides, the one that shows first.

    ``words`` are those that the record stands on or says, ``context`` its name and clause, ``topic`` the field in words.
    ``policy`` is empty for what belongs to no policy, ``date`` that of its document.
    """

    dispute: Dispute
    context: str
    topic: str
    words: str
    policy: str
    sides: tuple[SideRow, ...]
    date: dt.date | None = None

    @property
    def key(self) -> str:
        """What it is known by."""
        return self.dispute.key

    def of(self, person: str) -> SideRow | None:
        """The side of a person; ``None`` where they have none."""
        return next((side for side in self.sides if person in side.people), None)

    @property
    def mine(self) -> SideRow | None:
        """The reviewer's own side."""
        return next((side for side in self.sides if side.mine), None)


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict, or a heading with the number of conflicts below it."""

    key: str
    family: Family
    text: str
    row: ConflictRow | None = None
    count: int = 0


class ConflictModel(KeyedModel[ConflictLine]):
    """Headings in the order of ``Family``, below each its conflicts in the order given."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._conflicts: tuple[ConflictRow, ...] = ()
        self._lines: dict[str, ConflictLine] = {}
        self._words = ""

    @property
    def conflicts(self) -> tuple[ConflictRow, ...]:
        """All conflicts, filtered or not."""
        return self._conflicts

    def set_conflicts(self, rows: Sequence[ConflictRow]) -> None:
        """Show these conflicts; those shown already keep their lines."""
        known = self._lines
        self._lines = {row.key: self._line(known.get(row.key), row) for row in rows}
        self._conflicts = tuple(line.row for line in self._lines.values() if line.row is not None)
        self._arrange()

    def drop(self, keys: set[str]) -> None:
        """Take conflicts out that have just been decided."""
        self.set_conflicts([row for row in self._conflicts if row.key not in keys])

    def set_filter(self, words: str) -> None:
        """Show only conflicts that hold these words in their context, field, values or persons."""
        self._words = words.strip().casefold()
        self._arrange()

    def shown(self) -> list[ConflictRow]:
        """The conflicts that pass the filter, in order."""
        return [line.row for line in self.rows if line.row is not None]

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        line = self.row_at(index.row())
        return super().flags(index) if line is not None and line.row is not None else Qt.ItemFlag.NoItemFlags

    @override
    def value(self, row: ConflictLine, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if row.row is not None else self.tr("{name}: {count}").format(name=row.text, count=row.count)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and row.row is not None:
            return "\n".join(
                [row.text, row.row.topic, *(f"{' / '.join(side.people)}: {side.short[:200]}" for side in row.row.sides)]
            )
        return None

    def _arrange(self) -> None:
        groups: dict[Family, list[ConflictRow]] = {}
        for row in self._conflicts:
            if not self._words or self._words in _searched(row):
                groups.setdefault(row.dispute.family, []).append(row)
        lines: list[ConflictLine] = []
        for family in Family:
            group = groups.get(family, ())
            if group:
                lines.append(ConflictLine(family.value, family, self._catalogue.text(f"family.{family}"), None, len(group)))
                lines += [self._lines[row.key] for row in group]
        self.set_rows(lines)

    def _line(self, known: ConflictLine | None, row: ConflictRow) -> ConflictLine:
        if known is not None and (known.row is row or known.row == row):
            return known
        return ConflictLine(row.key, row.dispute.family, row.context, row)


def _searched(row: ConflictRow) -> str:
    parts = [row.context, row.topic, row.words]
    for side in row.sides:
        parts += [*side.people, side.short]
    return "\n".join(parts).casefold()
