"""Reads the tasks of a policy: the rows of its annex's table or, where it has none, what its clauses assign."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy.columns import Division, Splitter
from policy.columns_cells import DEPARTMENT_COLUMNS
from policy.columns_geometry import Strip, strip_of
from policy.departments import read_departments
from policy.departments_names import Lexicon
from policy.inline import read_inline
from policy.links import TaskWords, find_links
from policy.model import Department, Doubt, DoubtKind, Provision, ProvisionKind, Role, Span, Task, TaskSource, Timing, TimingKind
from policy.places import CITED
from policy.rows import Row, read_tables, with_end_last
from policy.rows_header import Column
from policy.structure import Table
from policy.timing import read_timing

_ROLES = {Column.DEPARTMENTS: Role.RESPONSIBLE, Column.LEAD: Role.LEAD, Column.JOINT: Role.JOINT}
_DOUBTFUL = 0.8
_MOST_MOVED = 3
_BETTER = 2.0


def read_tasks(
    text: str,
    annexes: Sequence[Span],
    provisions: tuple[Provision, ...],
    date: dt.date | None,
    tables: Sequence[Table] = (),
) -> tuple[Task, ...]:
    """The tasks of canonical ``text`` in order, each tied to the clauses it carries out; of ``tables`` the cells are known.

    Tables are looked for in ``annexes``, or in the whole text without any; only when there is no table are the assignments at
    the ends of clauses read. ``date`` is the document's own, from which relative deadlines count.
    """
    used: set[str] = set()
    tasks: list[Task] = []
    attached = [provision for provision in provisions if provision.kind is ProvisionKind.ANNEX]
    for where in annexes or (Span(0, len(text)),):
        eid = _annex_at(attached, where.start)
        for rows in read_tables(text, where.start, where.end):
            tasks += _table_tasks(text, rows, where.start, _Names(eid, used), date)
    return _linked(tasks, text, provisions) if tasks else read_inline(text, provisions, date)


@dataclass(frozen=True, slots=True)
class _Names:
    """Gives the rows of an annex ids that no other row has."""

    annex: str
    used: set[str]

    def free(self, number: int) -> str:
        wanted = eid = f"{self.annex}__task_{number}"
        times = 1
        while eid in self.used:
            times += 1
            eid = f"{wanted}_{times}"
        self.used.add(eid)
        return eid


def _table_tasks(text: str, rows: Sequence[Row], start: int, names: _Names, date: dt.date | None) -> tuple[Task, ...]:
    strips = [strip_of(text, row) for row in rows]
    columns = [tuple(column for column in row.columns if column is not Column.NUMBER) for row in rows]
    splitter = Splitter(strips, columns, text[:start])
    cells = map(_Cells, rows, strips, columns, splitter.divide())
    return tuple(
        _task(names.free(row.row.number or place), _mended(text, row, splitter), splitter.lexicon, date)
        for place, row in enumerate(cells, start=1)
    )


def _mended(text: str, cells: _Cells, splitter: Splitter) -> _Cells:
    """The cells of a row whose last cell was printed above a page break and the rest below it, when that explains it better."""
    best, usual = cells, None
    for count in range(1, _MOST_MOVED + 1):
        row = with_end_last(cells.row, count)
        if row is None:
            break
        strip = strip_of(text, row)
        division = splitter.divide_row(strip, cells.columns)
        moved = len(strip.text) - sum(line.end - line.start for line in row.lines[-count:])
        usual = usual or splitter.divide_row(cells.strip, cells.columns)
        if moved in division.cuts[1:-1] and division.score > max(best.division.score, usual.score) + _BETTER:
            best = _Cells(row, strip, cells.columns, division)
    return best


def _linked(tasks: Sequence[Task], text: str, provisions: tuple[Provision, ...]) -> tuple[Task, ...]:
    """The tasks with the clauses they carry out, or with a doubt where none of the clauses fits."""
    doubtful = (Doubt(DoubtKind.NO_CLAUSE),) if any(unit.kind in CITED for unit in provisions) else ()
    links = find_links([TaskWords(task.text, task.category) for task in tasks], text, provisions)
    return tuple(
        replace(task, clauses=found, doubts=task.doubts if found else (*task.doubts, *doubtful))
        for task, found in zip(tasks, links, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row with its division into cells."""

    row: Row
    strip: Strip
    columns: tuple[Column, ...]
    division: Division

    def texts(self) -> list[str]:
        """The words of each cell."""
        return [self.strip.text[start:end].strip(" \t|　") for start, end in pairwise(self.division.cuts)]

    def text(self, column: Column) -> str:
        """The words under one column, empty where there is no such column."""
        return dict(zip(self.columns, self.texts(), strict=True)).get(column, "")

    def has(self, *columns: Column) -> bool:
        """Whether the table has one of the columns."""
        return not set(columns).isdisjoint(self.columns)


def _task(eid: str, cells: _Cells, lexicon: Lexicon, date: dt.date | None) -> Task:
    departments, raw, open_ended = _departments(cells.columns, cells.texts())
    timing = read_timing(cells.text(Column.TIMING), date)
    doubts = [*cells.row.doubts, *_boundary_doubts(cells)]
    if not cells.text(Column.TASK):
        doubts.append(Doubt(DoubtKind.NO_TEXT))
    if cells.has(*DEPARTMENT_COLUMNS):
        doubts += _department_doubts(departments, open_ended, lexicon)
    if cells.has(Column.TIMING):
        doubts += _timing_doubts(timing)
    return Task(
        eid=eid,
        number=cells.row.number,
        category=cells.row.category,
        title=cells.text(Column.TITLE) or None,
        text=cells.text(Column.TASK),
        departments=departments,
        departments_raw=raw,
        open_ended=open_ended,
        timing=timing,
        source=TaskSource.TABLE,
        clauses=(),
        confidence=round(cells.division.confidence, 3),
        doubts=tuple(doubts),
        spans=cells.row.spans,
    )


def _boundary_doubts(cells: _Cells) -> list[Doubt]:
    """The words that lie between the boundary chosen and the next best one, when the two are close."""
    if cells.division.confidence >= _DOUBTFUL or cells.division.rival is None:
        return []
    own, other = next(pair for pair in zip(cells.division.cuts, cells.division.rival, strict=True) if pair[0] != pair[1])
    return [Doubt(DoubtKind.BOUNDARY, cells.strip.text[min(own, other) : max(own, other)])]


def _department_doubts(departments: Sequence[Department], open_ended: bool, lexicon: Lexicon) -> list[Doubt]:
    if not departments and not open_ended:
        return [Doubt(DoubtKind.NO_DEPARTMENT)]
    names = (department.name for department in departments)
    unheard = (name for name in names if not (lexicon.is_known(name) or lexicon.is_registered(name)))
    return [Doubt(DoubtKind.UNKNOWN_DEPARTMENT, name) for name in unheard]


def _timing_doubts(timing: Timing | None) -> list[Doubt]:
    if timing is None:
        return [Doubt(DoubtKind.NO_TIMING)]
    return [Doubt(DoubtKind.UNKNOWN_TIMING, timing.phrase)] if timing.kind is TimingKind.UNKNOWN else []


def _departments(columns: tuple[Column, ...], cells: Sequence[str]) -> tuple[tuple[Department, ...], str, bool]:
    found: dict[str, Department] = {}
    raws: list[str] = []
    open_ended = False
    for column, cell in zip(columns, cells, strict=True):
        if column in _ROLES and cell:
            bodies = read_departments(cell, role=_ROLES[column])
            raws.append(cell)
            open_ended = open_ended or bodies.open_ended
            for department in bodies.departments:
                found.setdefault(department.name, department)
    return tuple(found.values()), "；".join(raws), open_ended


def _annex_at(annexes: Sequence[Provision], place: int) -> str:
    """The id of the annex that a place lies in, or of the first one."""
    spot = bisect_right(annexes, place, key=lambda annex: annex.start) - 1
    if spot >= 0 and place < max(annexes[spot].end, annexes[spot].start + 1):
        return annexes[spot].eid
    return annexes[0].eid if annexes else "att_1"
