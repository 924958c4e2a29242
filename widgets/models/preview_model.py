"""The table of an import preview."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
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


class PreviewModel(QAbstractTableModel):
    """Shows the tasks of an imported policy with the doubts about each in words."""

    def __init__(self, labels: Labels, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._tasks: tuple[Task, ...] = ()
        self._amber = LIGHT.color("amber")

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._amber = palette.color("amber")

    def set_rows(self, tasks: Sequence[Task]) -> None:
        """Show ``tasks``; when the same rows stand there, only those that changed are drawn anew."""
        before, after = self._tasks, tuple(tasks)
        if [task.eid for task in before] != [task.eid for task in after]:
            self.beginResetModel()
            self._tasks = after
            self.endResetModel()
            return
        self._tasks = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old is not new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def row_of(self, eid: str) -> int:
        """The row of a task; −1 when it is not shown."""
        return next((row for row, task in enumerate(self._tasks) if task.eid == eid), -1)

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


class DoubtfulRows(QSortFilterProxyModel):
    """Leaves only the rows that were doubtful when it was switched on, so that a row just put right stays in sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only: frozenset[str] | None = None

    def show_only(self, eids: frozenset[str] | None) -> None:
        """Leave the tasks ``eids``; all for ``None``."""
        self._only = eids
        self.invalidate()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        if self._only is None:
            return True
        return self.sourceModel().index(source_row, 0, source_parent).data(EID_ROLE) in self._only
