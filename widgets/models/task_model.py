"""The table of tasks with the headings of their categories between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from policy.judging import Progress, ReviewState, Verdict, WarningLevel
from resources.catalogue import Catalogue
from storage.records import TaskRecord
from widgets.models.keyed import AnyIndex, KeyedModel
from widgets.models.task_words import TaskWords

DOUBTFUL_BELOW = 0.75
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Column(IntEnum):
    """The columns of the task table, in order."""

    NUMBER = 0
    TASK = 1
    DEPARTMENTS = 2
    TIMING = 3
    PROGRESS = 4
    VERDICT = 5
    EVIDENCE = 6
    ANNOTATIONS = 7
    CLAUSES = 8


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with all that the table shows of it.

    ``evidence`` and ``annotations`` are counts, ``clauses`` the numbers of the linked clauses (``（四）``); ``corrected`` says that
    a reviewer has already looked at the row as it was read and set it right.
    """

    record: TaskRecord
    progress: Progress | None = None
    verdict: Verdict | None = None
    percent: int | None = None
    state: ReviewState | None = None
    evidence: int = 0
    annotations: int = 0
    warning: WarningLevel = WarningLevel.NONE
    clauses: tuple[str, ...] = ()
    corrected: bool = False

    @property
    def key(self) -> str:
        """The task's id."""
        return self.record.id

    @property
    def doubtful(self) -> bool:
        """Whether the row was read with little confidence and nobody has corrected it since."""
        return self.record.confidence < DOUBTFUL_BELOW and not self.corrected


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that stands above the tasks of one category; ``occurrence`` tells apart categories that come twice."""

    category: str
    occurrence: int
    count: int

    @property
    def key(self) -> str:
        """An identity that no task id can have."""
        return f"heading/{self.occurrence}/{self.category}"


Entry = TaskRow | Heading


def with_headings(rows: Sequence[TaskRow]) -> list[Entry]:
    """The rows in order, a heading before each new category; no headings when no row has a category."""
    if not any(row.record.category for row in rows):
        return list(rows)
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at].record.category == rows[start].record.category:
            continue
        category = rows[start].record.category or ""
        seen[category] = seen.get(category, 0) + 1
        entries.append(Heading(category, seen[category], at - start))
        entries.extend(rows[start:at])
        start = at
    return entries


class TaskModel(KeyedModel[Entry]):
    """Tasks in the order of the annex, a heading row before each category. Headings are passed over by keyboard and mouse."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = TaskWords(catalogue, self)

    def set_tasks(self, rows: Sequence[TaskRow]) -> None:
        """Show these tasks, which must stand in the order of their positions."""
        self.set_rows(with_headings(rows))

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
            return "\n".join([words.departments(record), *map(words.department, record.departments)])
        if column is Column.TIMING:
            return "\n".join(filter(None, (words.timing(record), words.meaning(record), words.warning(row.warning))))
        if column is Column.PROGRESS and row.percent is not None:
            return self.tr("{progress}, {percent} %").format(progress=words.progress(row.progress), percent=row.percent)
        return self.text(row, column)

    def _reasons(self, row: TaskRow) -> list[str]:
        if not row.doubtful:
            return []
        return [self.tr("Read from the file with little confidence; please check."), *self.words.doubts(row.record)]
