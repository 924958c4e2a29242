"""The lines of a comparison as a table of two versions, with what is the same in both folded away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from typing_extensions import override

from policy.compare_model import RowKind
from widgets.labels import join_names
from widgets.models.compare_lines import Line, Place
from widgets.models.keyed import KEY_ROLE, ROW_ROLE, AnyIndex

INDENT = "\u2002"


class Column(IntEnum):
    """What became of it, the old version, the new version."""

    WHAT = 0
    OLD = 1
    NEW = 2


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that are the same in both versions: how many, the place of the first among all lines, and whether they are shown."""

    first: int
    count: int
    unfolded: bool

    @property
    def key(self) -> str:
        """Its identity in the table."""
        return f"fold:{self.first}"


class CompareModel(QAbstractTableModel):
    """One row for each line that differs and one for each run of lines that do not, which ``toggle`` unfolds.

    ``ROW_ROLE`` gives the ``Line`` or ``Fold`` of a row, ``KEY_ROLE`` its key.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._runs: dict[int, int] = {}
        self._unfolded: set[int] = set()
        self._rows: list[tuple[int, bool]] = []
        self._names: Mapping[RowKind, str] = {}
        self._titles = ("", "")
        self._same = "{count}"

    def set_words(self, names: Mapping[RowKind, str], titles: tuple[str, str], same: str) -> None:
        """Say how kinds are called, what stands above the two sides, and how many lines are the same (``{count}``)."""
        self._names, self._titles, self._same = names, titles, same

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, those that are the same folded away."""
        self.beginResetModel()
        self._lines = list(lines)
        self._runs = _runs(self._lines)
        self._unfolded = set()
        self._rows = self._arranged()
        self.endResetModel()

    def counts(self) -> Mapping[RowKind, int]:
        """How many lines there are of each kind."""
        return Counter(line.kind for line in self._lines)

    def row(self, place: int) -> Line | Fold | None:
        """What stands in a row of the table; ``None`` outside of it."""
        if not 0 <= place < len(self._rows):
            return None
        first, is_fold = self._rows[place]
        return Fold(first, self._runs[first], first in self._unfolded) if is_fold else self._lines[first]

    def toggle(self, place: int) -> None:
        """Show or hide the lines of the fold in this row; nothing for any other row."""
        fold = self.row(place)
        if not isinstance(fold, Fold):
            return
        index, first, last = QModelIndex(), place + 1, place + fold.count
        if fold.unfolded:
            self.beginRemoveRows(index, first, last)
            self._unfolded.discard(fold.first)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        else:
            self.beginInsertRows(index, first, last)
            self._unfolded.add(fold.first)
            self._rows[first:first] = [(at, False) for at in range(fold.first, fold.first + fold.count)]
            self.endInsertRows()
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def unfold_all(self, unfolded: bool) -> None:
        """Show or hide everything that is the same."""
        self.beginResetModel()
        self._unfolded = set(self._runs) if unfolded else set()
        self._rows = self._arranged()
        self.endResetModel()

    def neighbour(self, place: int, step: int) -> int | None:
        """The row of the next (1) or previous (-1) difference from a row on (-1: before the first); ``None`` when there is none."""
        at = place + step
        while 0 <= at < len(self._rows):
            first, is_fold = self._rows[at]
            if not is_fold and self._lines[first].kind is not RowKind.SAME:
                return at
            at += step
        return None

    def find(self, where: Place) -> int | None:
        """The row that holds a place, unfolded if it was not; ``None`` when no line does."""
        line = next((at for at, line in enumerate(self._lines) if where.on(line)), None)
        if line is None:
            return None
        if self._lines[line].kind is RowKind.SAME:
            run = max(first for first in self._runs if first <= line)
            if run not in self._unfolded:
                self.toggle(self._rows.index((run, True)))
        return self._rows.index((line, False))

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.row(index.row()) if index.isValid() else None
        if found is None:
            return None
        if role == ROW_ROLE:
            return found
        if role == KEY_ROLE:
            return found.key
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(found, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._differing(found, Column(index.column()))
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            # Moved in to where the words below begin.
            return ("", *(f"{INDENT}{title}" for title in self._titles))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _words(self, found: Line | Fold, column: Column) -> str:
        if isinstance(found, Fold):
            return self._same.format(count=found.count) if column is Column.OLD else ""
        if column is Column.WHAT:
            return f"{self._names.get(found.kind, found.kind.value)} {found.note}".strip()
        cell = found.old if column is Column.OLD else found.new
        return cell.text if cell is not None else ""

    def _differing(self, found: Line | Fold, column: Column) -> str:
        """The words of a side that the other does not have: what a tint says to the eye."""
        cell = None if isinstance(found, Fold) or column is Column.WHAT else found.old if column is Column.OLD else found.new
        return join_names(cell.text[start:end] for start, end, _ in cell.strokes) if cell is not None else ""

    def _arranged(self) -> list[tuple[int, bool]]:
        rows: list[tuple[int, bool]] = []
        at = 0
        while at < len(self._lines):
            if at in self._runs:
                rows.append((at, True))
                if at in self._unfolded:
                    rows += [(line, False) for line in range(at, at + self._runs[at])]
                at += self._runs[at]
            else:
                rows.append((at, False))
                at += 1
        return rows


def _runs(lines: Sequence[Line]) -> dict[int, int]:
    """Where lines that are the same begin, and how many follow each other."""
    found: dict[int, int] = {}
    start: int | None = None
    for at, line in enumerate(lines):
        if line.kind is not RowKind.SAME:
            start = None
        elif start is None:
            start = at
            found[at] = 1
        else:
            found[start] += 1
    return found
