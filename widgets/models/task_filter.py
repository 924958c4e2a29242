"""Which tasks the table shows, and in which order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from typing_extensions import override

from policy.judging import Progress, Verdict, WarningLevel
from policy.model import TimingKind
from widgets.models.filtering import filter_changes
from widgets.models.keyed import AnyIndex
from widgets.models.task_model import TaskModel
from widgets.models.task_order import Column, Heading, Order, TaskRow, arranged


class TimingGroup(Enum):
    """What a reviewer asks about time; a task may belong to several groups."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    BEHIND = "behind"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    LATER = "later"
    CONTINUOUS = "continuous"
    CONDITIONAL = "conditional"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """The filters of the task table; they combine. ``None`` lets everything pass; ``words`` must all occur somewhere in the row.

    ``progress`` filters only when ``by_progress`` is set, since ``None`` is itself a value: nothing reported.
    """

    department: str | None = None
    timing: TimingGroup | None = None
    progress: Progress | None = None
    by_progress: bool = False
    verdict: Verdict | None = None
    words: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return self == TaskQuery()


def timing_groups(row: TaskRow, as_of: dt.date) -> frozenset[TimingGroup]:
    """The groups that a task belongs to on the as-of date."""
    groups = {TimingGroup(row.warning.value)} if row.warning is not WarningLevel.NONE else set()
    kind, due = row.record.timing_kind, row.record.due
    if kind in (TimingKind.CONTINUOUS, TimingKind.ROLLING):
        groups.add(TimingGroup.CONTINUOUS)
    elif kind is TimingKind.CONDITIONAL:
        groups.add(TimingGroup.CONDITIONAL)
    elif due is None:
        groups.add(TimingGroup.UNDATED)
    if due is not None and due.year == as_of.year:
        groups.add(TimingGroup.THIS_YEAR)
        if (due.month - 1) // 3 == (as_of.month - 1) // 3:
            groups.add(TimingGroup.THIS_QUARTER)
    elif due is not None and due.year > as_of.year:
        groups.add(TimingGroup.LATER)
    return frozenset(groups)


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many of all tasks each choice of each filter would show."""

    departments: Counter[str]
    timing: Counter[TimingGroup]
    progress: Counter[Progress | None]
    verdicts: Counter[Verdict]
    doubtful: int
    total: int


@dataclass(frozen=True, slots=True)
class Passed:
    """The keys of the tasks that pass, and of the headings that keep a task."""

    tasks: frozenset[str]
    headings: frozenset[str]


class TaskFilter(QSortFilterProxyModel):
    """The tasks that pass a ``TaskQuery``, and the headings that still have a task.

    Sorting is handed to the model underneath, which sorts by keys; comparing row by row from here costs a second at 5,000 rows.
    """

    def __init__(self, model: TaskModel, as_of: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._as_of = as_of
        self._query = TaskQuery()
        self._haystacks: dict[str, tuple[TaskRow, str]] = {}
        self._passed: Passed | None = None
        self._passed_of: tuple[TaskRow, ...] = ()
        self._applied: frozenset[str] = frozenset()
        self.setSourceModel(model)
        model.tasks_set.connect(self._recheck_headings)

    @property
    def query(self) -> TaskQuery:
        """The filters in force."""
        return self._query

    @property
    def as_of(self) -> dt.date:
        """The date as of which deadlines are grouped."""
        return self._as_of

    def set_query(self, query: TaskQuery) -> None:
        """Show only what passes."""
        if query != self._query:
            with filter_changes(self):
                self._query = query
                self._note_applied()

    def set_as_of(self, as_of: dt.date) -> None:
        """Ask for time as it stands on this date."""
        if as_of != self._as_of:
            with filter_changes(self):
                self._as_of = as_of
                self._note_applied()

    def counts(self) -> FilterCounts:
        """The numbers beside the choices, over all tasks."""
        rows = self._model.tasks
        return FilterCounts(
            Counter(name for row in rows for name in {department.name for department in row.record.departments}),
            Counter(group for row in rows for group in timing_groups(row, self._as_of)),
            Counter(row.progress for row in rows),
            Counter(row.verdict or Verdict.UNCHECKED for row in rows),
            sum(row.doubtful for row in rows),
            len(rows),
        )

    def shown_count(self) -> int:
        """How many tasks pass the filters, headings not counted."""
        return len(self._model.tasks) if self._query.empty else len(self._pass().tasks)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        by = Column(column) if 0 <= column < len(Column) else Column.NUMBER
        self._model.set_order(Order(by, order is Qt.SortOrder.DescendingOrder and column >= 0))

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        if self._query.empty:
            return True
        row = self._model.row_at(source_row)
        passed = self._pass()
        return row is not None and row.key in (passed.tasks if isinstance(row, TaskRow) else passed.headings)

    def _note_applied(self) -> None:
        """Note which headings Qt is about to be told of; without filters nobody asks."""
        self._passed = None
        self._applied = frozenset() if self._query.empty else self._pass().headings

    def _pass(self) -> Passed:
        """What passes, worked out once per query and set of tasks."""
        tasks = self._model.tasks
        if self._passed is None or self._passed_of is not tasks:
            kept = frozenset(row.key for row in tasks if self._passes(row))
            headings: set[str] = set()
            heading = ""
            for entry in arranged(tasks, Order()):
                if isinstance(entry, Heading):
                    heading = entry.key
                elif entry.key in kept:
                    headings.add(heading)
            self._passed, self._passed_of = Passed(kept, frozenset(headings)), tasks
        return self._passed

    def _recheck_headings(self) -> None:
        """A heading comes or goes with its tasks, which Qt cannot know when it looks at the changed rows alone."""
        if self._query.empty:
            return
        headings = self._pass().headings
        if headings != self._applied:
            with filter_changes(self):
                self._applied = headings

    def _passes(self, row: TaskRow) -> bool:
        query = self._query
        if query.empty:
            return True
        if query.by_progress and row.progress is not query.progress:
            return False
        if query.verdict is not None and (row.verdict or Verdict.UNCHECKED) is not query.verdict:
            return False
        if query.doubtful and not row.doubtful:
            return False
        if query.department is not None and all(item.name != query.department for item in row.record.departments):
            return False
        if query.timing is not None and query.timing not in timing_groups(row, self._as_of):
            return False
        if not query.words:
            return True
        haystack = self._haystack(row)
        return all(word.casefold() in haystack for word in query.words)

    def _haystack(self, row: TaskRow) -> str:
        """All the words of the row in folded case, kept while the row stays the same."""
        known = self._haystacks.get(row.key)
        if known is not None and (known[0] is row or known[0] == row):
            return known[1]
        model, record = self._model, row.record
        names = [department.name for department in record.departments]
        shown = [model.text(row, column) for column in Column if column not in (Column.EVIDENCE, Column.ANNOTATIONS)]
        text = "\n".join([*shown, *names, record.category or "", model.words.warning(row.warning)]).casefold()
        self._haystacks[row.key] = (row, text)
        return text
