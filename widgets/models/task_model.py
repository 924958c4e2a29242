"""The table of tasks with the headings of their categories between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from typing_extensions import override

from policy.department_words import carried_today_by
from policy.model import Department
from resources.catalogue import Catalogue
from widgets.models.keyed import AnyIndex, KeyedModel
from widgets.models.task_order import Column, Entry, Heading, Order, TaskRow, arranged
from widgets.models.task_words import TaskWords

__all__ = ["Column", "Entry", "Heading", "TaskModel", "TaskRow"]

RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TaskModel(KeyedModel[Entry]):
    """Tasks in an ``Order``, a heading row before each category while they stand by number.

    Headings are passed over by keyboard and mouse. Emits ``tasks_set()`` when all the changes of ``set_tasks`` are through.
    """

    tasks_set = Signal()

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = TaskWords(catalogue, self)
        self.order = Order()
        self.tasks: tuple[TaskRow, ...] = ()

    def set_tasks(self, rows: Sequence[TaskRow]) -> None:
        """Show these tasks, given in the order of the document, in the order in force."""
        self.tasks = tuple(rows)
        self.set_rows(arranged(self.tasks, self.order))
        self.tasks_set.emit()

    def set_order(self, order: Order) -> None:
        """Stand in this order; the headings come and go with it."""
        if order != self.order:
            self.order = order
            self.set_rows(arranged(self.tasks, order))

    def task(self, task_id: str) -> TaskRow | None:
        """The task with this id."""
        place = self.place_of(task_id)
        row = self.row_at(place) if place is not None else None
        return row if isinstance(row, TaskRow) else None

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if isinstance(self.row_at(index.row()), Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.hints()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in (Column.NUMBER, Column.EVIDENCE, Column.ANNOTATIONS) else LEFT
        return None

    def titles(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return (
            self.tr("No."),
            self.tr("Task"),
            self.tr("Departments"),
            self.tr("Timing"),
            self.tr("Progress"),
            self.tr("Verdict"),
            self.tr("Evid."),
            self.tr("Notes"),
            self.tr("Clauses"),
        )

    def hints(self) -> tuple[str, ...]:
        """What the columns hold, in full."""
        return (
            self.tr("Number; click to restore the order of the document"),
            self.tr("Task as written"),
            self.tr("Departments responsible"),
            self.tr("Timing as written"),
            self.tr("Reported progress"),
            self.tr("Verified result"),
            self.tr("Pieces of evidence"),
            self.tr("Annotations on the linked clauses"),
            self.tr("Linked clauses"),
        )

    @override
    def value(self, row: Entry, column: int, role: int) -> object:
        if isinstance(row, Heading):
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return self.heading_text(row) if role in shown and column == Column.NUMBER else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(row, Column(column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(row, Column(column))
        return None

    def heading_text(self, heading: Heading) -> str:
        """The category, or that there is none."""
        return heading.category or self.tr("Without category")

    def text(self, row: TaskRow, column: Column) -> str:
        """What the cell says; counts of nothing stay empty."""
        record, words = row.record, self.words
        if column in (Column.PROGRESS, Column.VERDICT):
            return words.progress(row.progress) if column is Column.PROGRESS else words.verdict(row.verdict)
        if column in (Column.EVIDENCE, Column.ANNOTATIONS):
            count = row.evidence if column is Column.EVIDENCE else row.annotations
            return str(count) if count else ""
        texts = {
            Column.NUMBER: str(record.number) if record.number is not None else "",
            Column.TASK: words.task(record),
            Column.DEPARTMENTS: words.departments(record),
            Column.TIMING: words.timing(record),
            Column.CLAUSES: words.listed(list(row.clauses)),
        }
        return texts[column]

    def tip(self, row: TaskRow, column: Column) -> str:
        """What the cell says on hover: all of its text, and the reasons behind its signs."""
        record, words = row.record, self.words
        if column is Column.NUMBER:
            return "\n".join(self._reasons(row))
        if column is Column.TASK:
            clauses = [self.tr("Clauses: {list}").format(list=words.listed(list(row.clauses)))] if row.clauses else []
            return "\n".join([words.task(record), *clauses])
        if column is Column.DEPARTMENTS:
            return "\n".join([words.departments(record), *map(self._department, record.departments)])
        if column is Column.TIMING:
            return "\n".join(filter(None, (words.timing(record), words.meaning(record), words.warning(row.warning))))
        if column is Column.PROGRESS and row.percent is not None:
            return self.tr("{progress}, {percent} %").format(progress=words.progress(row.progress), percent=row.percent)
        return self.text(row, column)

    def _department(self, department: Department) -> str:
        """A department with its role, and who carries its duties today where that is another body."""
        shown, now = self.words.department(department), self.words.listed(list(carried_today_by(department.name)))
        return self.tr("{name}, today {now}").format(name=shown, now=now) if now else shown

    def _reasons(self, row: TaskRow) -> list[str]:
        if not row.doubtful:
            return []
        return [self.tr("Read from the file with little confidence; please check."), *self.words.doubts(row.record)]
