"""In which order tasks stand, and where the headings of their categories go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from policy.judging import Progress, ReviewState, Verdict, WarningLevel
from storage.records import TaskRecord

DOUBTFUL_BELOW = 0.75


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


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, and which way. Only the order by number keeps the headings."""

    column: Column = Column.NUMBER
    descending: bool = False


def arranged(rows: Sequence[TaskRow], order: Order) -> list[Entry]:
    """Tasks given in the order of the document, in ``order``; equal ones stay in the order of the document."""
    if order.column is not Column.NUMBER:
        # Without a date there is nothing to compare, so those tasks stand last whichever way the others run.
        undated = [row for row in rows if order.column is Column.TIMING and row.record.due is None]
        dated = [row for row in rows if order.column is not Column.TIMING or row.record.due is not None]
        key = _sort_key(order.column)
        return [*sorted(dated, key=key, reverse=order.descending), *sorted(undated, key=key)]
    sections: list[tuple[Heading | None, Sequence[TaskRow]]] = [*_sections(rows)]
    if order.descending:
        sections = [(heading, tasks[::-1]) for heading, tasks in reversed(sections)]
    if not any(row.record.category for row in rows):
        sections = [(None, tasks) for _, tasks in sections]
    entries: list[Entry] = []
    for heading, tasks in sections:
        entries.extend([heading] if heading is not None else [])
        entries.extend(tasks)
    return entries


def _sections(rows: Sequence[TaskRow]) -> list[tuple[Heading, Sequence[TaskRow]]]:
    """The stretches of rows of one category, each with its heading."""
    sections: list[tuple[Heading, Sequence[TaskRow]]] = []
    seen: dict[str, int] = {}
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at].record.category == rows[start].record.category:
            continue
        category = rows[start].record.category or ""
        seen[category] = seen.get(category, 0) + 1
        sections.append((Heading(category, seen[category], at - start), rows[start:at]))
        start = at
    return sections


def _sort_key(column: Column) -> Callable[[TaskRow], Any]:
    return SORT_VALUES[column]


PROGRESS_ORDER: dict[Progress | None, int] = {None: -1} | {progress: place for place, progress in enumerate(Progress)}
VERDICT_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}

SORT_VALUES: dict[Column, Callable[[TaskRow], tuple[object, ...]]] = {
    Column.TASK: lambda row: (row.record.text,),
    Column.DEPARTMENTS: lambda row: (row.record.departments_raw, *(department.name for department in row.record.departments)),
    Column.TIMING: lambda row: (row.record.due or dt.date.max, row.record.timing or ""),
    Column.PROGRESS: lambda row: (PROGRESS_ORDER[row.progress], -1 if row.percent is None else row.percent),
    Column.VERDICT: lambda row: (VERDICT_ORDER[row.verdict or Verdict.UNCHECKED],),
    Column.EVIDENCE: lambda row: (row.evidence,),
    Column.ANNOTATIONS: lambda row: (row.annotations,),
    Column.CLAUSES: lambda row: row.clauses,
}
