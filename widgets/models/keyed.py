"""A table model over keyed records that always makes the smallest change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

AnyIndex = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
KEY_ROLE = ROW_ROLE + 1


class Keyed(Protocol):
    """A record with an identity that outlives its values."""

    @property
    def key(self) -> str:
        """What stays the same when the record's values change."""


T = TypeVar("T", bound=Keyed)


class KeyedModel(QAbstractTableModel, Generic[T]):
    """Rows with keys. ``set_rows`` removes, moves, inserts and updates only what differs, so views keep selection and scroll.

    ``ROW_ROLE`` gives the row itself, ``KEY_ROLE`` its key.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[T] = []
        self._places_cache: dict[str, int] | None = {}

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == KEY_ROLE:
            return row.key
        return self.value(row, index.column(), role)

    def value(self, row: T, column: int, role: int) -> object:
        """What ``row`` shows in ``column`` for a role of Qt; ``None`` where it shows nothing."""
        return None

    @property
    def rows(self) -> tuple[T, ...]:
        """All rows in order."""
        return tuple(self._rows)

    def row_at(self, place: int) -> T | None:
        """The row at this place, or ``None`` outside the model."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, key: str) -> int | None:
        """Where the row with this key stands."""
        return self._places.get(key)

    @property
    def _places(self) -> dict[str, int]:
        if self._places_cache is None:
            self._places_cache = {row.key: place for place, row in enumerate(self._rows)}
        return self._places_cache

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show these rows instead of the present ones; unchanged rows cause no signal."""
        new = list({row.key: row for row in rows}.values())
        keys = [row.key for row in new]
        if keys != [row.key for row in self._rows]:
            self._reshape(new, keys)
        self._update(new)

    def _reshape(self, new: list[T], keys: list[str]) -> None:
        wanted = set(keys)
        if not any(row.key in wanted for row in self._rows):
            self.beginResetModel()
            self._store(new)
            self.endResetModel()
            return
        self._remove(wanted)
        self._reorder(keys)
        self._insert(new)

    def _remove(self, wanted: set[str]) -> None:
        gone = [place for place, row in enumerate(self._rows) if row.key not in wanted]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._store(self._rows[:first] + self._rows[last + 1 :])
            self.endRemoveRows()

    def _reorder(self, keys: list[str]) -> None:
        order = {key: place for place, key in enumerate(keys)}
        sorted_rows = sorted(self._rows, key=lambda row: order[row.key])
        if sorted_rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self._rows[index.row()].key, index.column()) for index in before]
        self._store(sorted_rows)
        self.changePersistentIndexList(before, [self.index(self._places[key], column) for key, column in held])
        self.layoutChanged.emit()

    def _insert(self, new: list[T]) -> None:
        known = set(self._places)
        added = [place for place, row in enumerate(new) if row.key not in known]
        for first, last in _runs(added):
            self.beginInsertRows(QModelIndex(), first, last)
            self._store(self._rows[:first] + new[first : last + 1] + self._rows[first:])
            self.endInsertRows()

    def _update(self, new: list[T]) -> None:
        changed = [place for place, (old, row) in enumerate(zip(self._rows, new, strict=True)) if old is not row and old != row]
        if not changed:
            return
        rows = list(self._rows)
        for place in changed:
            rows[place] = new[place]
        self._store(rows)
        last_column = self.columnCount() - 1
        for first, last in _runs(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, last_column))

    def _store(self, rows: list[T]) -> None:
        self._rows = rows
        self._places_cache = None


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of neighbouring places, each as first and last."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[start], places[at - 1]
            start = at
