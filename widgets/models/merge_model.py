"""What a merge does or did, as tables that a person can read; and the merges made so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from widgets.models.keyed import KeyedModel
from widgets.style import tokens_in_use

NONE = "–"
AnyIndex = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
PAIR = 2
OF_SIDES = 2
SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class MergeRow:
    """Changes of one kind by one person in one file; with ``heading`` the sum of all that this person's changes are."""

    key: str
    name: str
    numbers: tuple[int, int, int, int, int]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class SideWords:
    """One side of a conflict: the value, and who set it when."""

    value: str
    whence: str


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """A conflict: the record it is in, the field, and its sides; the one that shows after merging stands first."""

    key: str
    where: str
    field: str
    sides: tuple[SideWords, ...]


@dataclass(frozen=True, slots=True)
class RejectedWords:
    """Something that is not taken in, and why."""

    key: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeShown:
    """All that the dialogs say of one merge: a sentence, the files, warnings and facts, one sentence each, and the tables.

    ``new`` tells whether there is anything to merge, or was; ``over`` that it has been merged. ``hidden`` tells that what
    somebody wrote does not show since somebody else removed what it stands under.
    """

    summary: str
    sources: str
    rows: tuple[MergeRow, ...]
    conflicts: tuple[ConflictWords, ...] = ()
    rejected: tuple[RejectedWords, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    new: bool = True
    over: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One merge made here: when, by whom, of which files, how many changes and open questions it brought, and whether it stands."""

    key: str
    when: str
    who: str
    sources: str
    changes: str
    conflicts: str
    state: str
    standing: bool


class CountColumn(IntEnum):
    """The columns of the counts."""

    NAME = 0
    NEW = 1
    CHANGED = 2
    IDENTICAL = 3
    CONFLICTS = 4
    REJECTED = 5


class CountModel(KeyedModel[MergeRow]):
    """Who brings how much of what."""

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(CountColumn)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = CountColumn(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if column is CountColumn.NAME else RIGHT
        return self._heads()[column][role == Qt.ItemDataRole.ToolTipRole] if role in SAID else None

    @override
    def value(self, row: MergeRow, column: int, role: int) -> object:
        if column == CountColumn.NAME:
            return _name(row, role)
        number = row.numbers[column - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{number:,}" if number else NONE
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(CountColumn(column), number)
        return _bold(role) if row.heading else None

    def _heads(self) -> dict[CountColumn, tuple[str, str]]:
        return {
            CountColumn.NAME: (self.tr("From whom"), self.tr("Whose work it is, and of which kind; counted are single changes")),
            CountColumn.NEW: (self.tr("New"), self.tr("Changes of what is not here yet")),
            CountColumn.CHANGED: (self.tr("Changed"), self.tr("New changes of what is here")),
            CountColumn.IDENTICAL: (self.tr("Here already"), self.tr("Changes that are here already")),
            CountColumn.CONFLICTS: (
                self.tr("Conflicts"),
                self.tr("Fields set by persons who did not know of each other"),
            ),
            CountColumn.REJECTED: (self.tr("Left out"), self.tr("Changes that cannot be taken in")),
        }


class ConflictWordsModel(KeyedModel[ConflictWords]):
    """Conflicts: where, what is shown, and what else was written. ``over`` tells that it shows already."""

    over = False

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        heads = (
            self.tr("Where"),
            self.tr("Field"),
            self.tr("Shown now") if self.over else self.tr("Will be shown"),
            self.tr("Other versions"),
        )
        return _head(heads, section, orientation, role)

    @override
    def value(self, row: ConflictWords, column: int, role: int) -> object:
        if column < OF_SIDES:
            text = (row.where, row.field)[column]
        else:
            sides = row.sides[:1] if column == OF_SIDES else row.sides[1:]
            text = "\n".join(f"{side.value}\n{side.whence}" for side in sides)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if len(row.sides) <= PAIR else TOP
        return text if role in SAID else None


class RejectedModel(KeyedModel[RejectedWords]):
    """What is not taken in, and why."""

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 2

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return _head((self.tr("What"), self.tr("Why it is left out")), section, orientation, role)

    @override
    def value(self, row: RejectedWords, column: int, role: int) -> object:
        return (row.what, row.reason)[column] if role in SAID else None


class MergesModel(KeyedModel[MergeLine]):
    """The merges made so far."""

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 6

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        heads = (
            self.tr("When"),
            self.tr("Merged by"),
            self.tr("Files"),
            self.tr("Changes"),
            self.tr("Conflicts"),
            self.tr("State"),
        )
        return _head(heads, section, orientation, role, right=frozenset({3, 4}))

    @override
    def value(self, row: MergeLine, column: int, role: int) -> object:
        if role in SAID:
            return (row.when, row.who, row.sources, row.changes, row.conflicts, row.state)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (3, 4):
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and not row.standing:
            return tokens_in_use().color("muted")
        return None


def _head(
    heads: Sequence[str], section: int, orientation: Qt.Orientation, role: int, right: frozenset[int] = frozenset()
) -> object:
    if orientation is not Qt.Orientation.Horizontal:
        return None
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return RIGHT if section in right else LEFT
    return heads[section] if role == Qt.ItemDataRole.DisplayRole else None


def _name(row: MergeRow, role: int) -> object:
    if role in SAID:
        return row.name if row.heading or role == Qt.ItemDataRole.ToolTipRole else f"　{row.name}"
    return _bold(role) if row.heading else None


def _bold(role: int) -> QFont | None:
    if role != Qt.ItemDataRole.FontRole:
        return None
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _colour(column: CountColumn, number: int) -> object:
    palette = tokens_in_use()
    if not number or column is CountColumn.IDENTICAL:
        return palette.color("muted")
    return palette.color("amber") if column in (CountColumn.CONFLICTS, CountColumn.REJECTED) else None
