"""Which tasks the table shows, and in which order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from typing_extensions import override

from policy.judging import Progress, Verdict, WarningLevel
from policy.model import TimingKind
from widgets.models.keyed import AnyIndex
from widgets.models.task_model import Column, Heading, TaskModel, TaskRow


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
class TaskFacts:
    """What filtering asks of a row, worked out once; ``haystack`` holds all its words in folded case."""

    departments: frozenset[str]
    timing: frozenset[TimingGroup]
    haystack: str


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many of all tasks each choice of each filter would show."""

    departments: Counter[str]
    timing: Counter[TimingGroup]
    progress: Counter[Progress | None]
    verdicts: Counter[Verdict]
    doubtful: int
    total: int


class TaskFilter(QSortFilterProxyModel):
    """The tasks that pass a ``TaskQuery``, in the order of a column.

    Sorted by number, tasks stand under their category headings, of which only those with a shown task appear; sorted by any other
    column the headings vanish. Acceptance and ranks are worked out once per change, so asking for a row is a look-up.
    """

    def __init__(self, model: TaskModel, as_of: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._as_of = as_of
        self._query = TaskQuery()
        self._facts: dict[str, tuple[TaskRow, TaskFacts]] = {}
        self._seen = -1
        self._shown: list[bool] = []
        self._ranks: list[int] = []
        self._headings: tuple[str, ...] = ()
        self._applied: tuple[str, ...] = ()
        self.setSourceModel(model)
        model.modelReset.connect(self._recheck_headings)
        model.dataChanged.connect(self._recheck_headings)
        model.rowsInserted.connect(self._recheck_headings)
        model.rowsRemoved.connect(self._recheck_headings)
        super().sort(Column.NUMBER)

    @property
    def query(self) -> TaskQuery:
        """The filters in force."""
        return self._query

    def set_query(self, query: TaskQuery) -> None:
        """Show only what passes."""
        if query != self._query:
            self._query = query
            self._apply()

    def set_as_of(self, as_of: dt.date) -> None:
        """Ask for time as it stands on this date."""
        if as_of != self._as_of:
            self._as_of = as_of
            self._facts.clear()
            self._apply()

    def counts(self) -> FilterCounts:
        """The numbers beside the choices, over all tasks."""
        rows = [row for row in self._model.rows if isinstance(row, TaskRow)]
        facts = [self._facts_of(row) for row in rows]
        return FilterCounts(
            Counter(name for fact in facts for name in fact.departments),
            Counter(group for fact in facts for group in fact.timing),
            Counter(row.progress for row in rows),
            Counter(row.verdict or Verdict.UNCHECKED for row in rows),
            sum(row.doubtful for row in rows),
            len(rows),
        )

    def shown_count(self) -> int:
        """How many tasks pass the filters, headings not counted."""
        self._ensure()
        return sum(shown and isinstance(row, TaskRow) for shown, row in zip(self._shown, self._model.rows, strict=True))

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._seen = -1
        super().sort(column, order)
        self._recheck_headings()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        self._ensure()
        return source_row < len(self._shown) and self._shown[source_row]

    @override
    def lessThan(self, left: AnyIndex, right: AnyIndex) -> bool:
        self._ensure()
        return self._ranks[left.row()] < self._ranks[right.row()]

    def _with_headings(self) -> bool:
        return self.sortColumn() in (-1, Column.NUMBER)

    def _ensure(self) -> None:
        if self._seen != self._model.version:
            self._refresh()

    def _refresh(self) -> None:
        rows = self._model.rows
        self._seen = self._model.version
        self._shown = [isinstance(row, TaskRow) and self._passes(row) for row in rows]
        if self._with_headings():
            shown_heading: int | None = None
            for place, row in enumerate(rows):
                if isinstance(row, Heading):
                    shown_heading = place
                elif self._shown[place] and shown_heading is not None:
                    self._shown[shown_heading] = True
        self._headings = tuple(row.key for row, shown in zip(rows, self._shown, strict=True) if shown and isinstance(row, Heading))
        self._ranks = self._ranked()

    def _ranked(self) -> list[int]:
        rows, column = self._model.rows, self.sortColumn()
        descending = self.sortOrder() is Qt.SortOrder.DescendingOrder
        if self._with_headings():
            return _section_ranks(rows, descending)
        keys = [_sort_value(column, row) if isinstance(row, TaskRow) else () for row in rows]
        order = sorted(range(len(rows)), key=lambda place: keys[place])
        ranks = [0] * len(rows)
        rank = 0
        for at, place in enumerate(order):
            rank += at > 0 and keys[place] != keys[order[at - 1]]
            ranks[place] = rank
        return ranks

    def _recheck_headings(self) -> None:
        """A heading comes or goes with its tasks, which Qt cannot know when it looks at the changed rows alone."""
        self._ensure()
        if self._headings != self._applied:
            self._apply()

    def _apply(self) -> None:
        self._refresh()
        self._applied = self._headings
        self.invalidateRowsFilter()

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
        facts = self._facts_of(row)
        if query.department is not None and query.department not in facts.departments:
            return False
        if query.timing is not None and query.timing not in facts.timing:
            return False
        return all(word.casefold() in facts.haystack for word in query.words)

    def _facts_of(self, row: TaskRow) -> TaskFacts:
        known = self._facts.get(row.key)
        if known is not None and known[0] is row:
            return known[1]
        facts = TaskFacts(
            frozenset(department.name for department in row.record.departments),
            timing_groups(row, self._as_of),
            self._haystack(row),
        )
        self._facts[row.key] = (row, facts)
        return facts

    def _haystack(self, row: TaskRow) -> str:
        model, record = self._model, row.record
        names = [department.name for department in record.departments]
        shown = [model.text(row, column) for column in Column if column not in (Column.EVIDENCE, Column.ANNOTATIONS)]
        return "\n".join([*shown, *names, record.category or "", model.words.warning(row.warning)]).casefold()


def _section_ranks(rows: tuple[TaskRow | Heading, ...], descending: bool) -> list[int]:
    """Places of the document; downwards each heading still stands above its tasks."""
    ranks = list(range(len(rows)))
    if not descending:
        return ranks
    end = len(rows)
    for place in range(len(rows) - 1, -1, -1):
        if isinstance(rows[place], Heading):
            ranks[place] = end - 1
            ranks[place + 1 : end] = range(place, end - 1)
            end = place
    return ranks


def _sort_value(column: int, row: TaskRow) -> tuple[object, ...]:
    return SORT_VALUES[Column(column)](row)


PROGRESS_ORDER: dict[Progress | None, int] = {None: -1} | {progress: place for place, progress in enumerate(Progress)}
VERDICT_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}

SORT_VALUES: dict[Column, Callable[[TaskRow], tuple[object, ...]]] = {
    Column.NUMBER: lambda row: (row.record.position,),
    Column.TASK: lambda row: (row.record.text,),
    Column.DEPARTMENTS: lambda row: (row.record.departments_raw, *(department.name for department in row.record.departments)),
    Column.TIMING: lambda row: (row.record.due or dt.date.max, row.record.timing or ""),
    Column.PROGRESS: lambda row: (PROGRESS_ORDER[row.progress], -1 if row.percent is None else row.percent),
    Column.VERDICT: lambda row: (VERDICT_ORDER[row.verdict or Verdict.UNCHECKED],),
    Column.EVIDENCE: lambda row: (row.evidence,),
    Column.ANNOTATIONS: lambda row: (row.annotations,),
    Column.CLAUSES: lambda row: row.clauses,
}
