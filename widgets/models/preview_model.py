"""The table of an import preview."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from policy.model import Task
from widgets.labels import Labels
from widgets.palette import LIGHT, Palette

EID_ROLE = Qt.ItemDataRole.UserRole + 1
DOUBTFUL_ROLE = Qt.ItemDataRole.UserRole + 2
AnyIndex = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the preview."""

    NUMBER = 0
    TEXT = 1
    DEPARTMENTS = 2
    TIMING = 3
    DOUBTS = 4


class Order(StrEnum):
    """Which rows the preview shows, and which of them first."""

    DOUBTFUL_FIRST = "doubtful_first"
    DOCUMENT = "document"
    DOUBTFUL_ONLY = "doubtful_only"


class PreviewModel(QAbstractTableModel):
    """Shows the tasks of an imported policy with the doubts about each in words.

    A row counts as doubtful by what it was when the order was set, so that one just put right stays where it is.
    """

    def __init__(self, labels: Labels, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._all: tuple[Task, ...] = ()
        self._tasks: tuple[Task, ...] = ()
        self._places: dict[str, int] = {}
        self._order = Order.DOUBTFUL_FIRST
        self._first: frozenset[str] = frozenset()
        self._amber = LIGHT.color("amber")

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._amber = palette.color("amber")

    def order(self) -> Order:
        """The order in which the rows stand."""
        return self._order

    def set_order(self, order: Order) -> None:
        """Sort the rows anew, by the doubts that they have now."""
        self._order = order
        self._first = frozenset(task.eid for task in self._all if task.doubts)
        self._show(self._sorted())

    def set_rows(self, tasks: Sequence[Task]) -> None:
        """Show ``tasks``; when the same rows stand there, only those that changed are drawn anew."""
        fresh = not self._all
        self._all = tuple(tasks)
        if fresh:
            self._first = frozenset(task.eid for task in self._all if task.doubts)
        self._show(self._sorted())

    def row_of(self, eid: str) -> int:
        """The row of a task; −1 when it is not shown."""
        return self._places.get(eid, -1)

    def _sorted(self) -> tuple[Task, ...]:
        if self._order is Order.DOCUMENT:
            return self._all
        first = tuple(task for task in self._all if task.eid in self._first)
        if self._order is Order.DOUBTFUL_ONLY:
            return first
        return first + tuple(task for task in self._all if task.eid not in self._first)

    def _show(self, after: tuple[Task, ...]) -> None:
        before = self._tasks
        if [task.eid for task in before] != [task.eid for task in after]:
            self.beginResetModel()
            self._tasks = after
            self._places = {task.eid: row for row, task in enumerate(after)}
            self.endResetModel()
            return
        self._tasks = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old is not new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._tasks)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        names = (self.tr("No."), self.tr("Task"), self.tr("Departments"), self.tr("Timing"), self.tr("To check"))
        return names[section]

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._tasks):
            return None
        task, column = self._tasks[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(task, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._doubts(task, "\n") if column is Column.DOUBTS else self._text(task, column)
        if role == EID_ROLE:
            return task.eid
        if role == DOUBTFUL_ROLE:
            return bool(task.doubts)
        return self._look(column, role)

    def _look(self, column: Column, role: int) -> QColor | Qt.AlignmentFlag | None:
        if role == Qt.ItemDataRole.ForegroundRole and column is Column.DOUBTS:
            return self._amber
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column is Column.NUMBER else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, task: Task, column: Column) -> str:
        if column is Column.NUMBER:
            return "" if task.number is None else str(task.number)
        if column is Column.TEXT:
            return task.text
        if column is Column.DEPARTMENTS:
            return self._labels.departments(task.departments)
        if column is Column.TIMING:
            return task.timing.phrase if task.timing else ""
        return self._doubts(task, " · ")

    def _doubts(self, task: Task, divider: str) -> str:
        return divider.join(self._labels.doubt(doubt) for doubt in task.doubts)
