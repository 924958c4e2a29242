"""Reads the tasks of a policy: the rows of its annex's table or, where it has none, what its clauses assign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from policy.columns import Division, Splitter
from policy.columns_cells import DEPARTMENT_COLUMNS
from policy.columns_geometry import Strip, strip_of
from policy.departments import read_departments
from policy.departments_names import Lexicon
from policy.inline import read_inline
from policy.links import TaskWords, find_links
from policy.model import Department, Doubt, DoubtKind, Provision, ProvisionKind, Role, Span, Task, TaskSource, TimingKind
from policy.rows import Row, read_rows
from policy.rows_header import Column
from policy.timing import read_timing

_ROLES = {Column.DEPARTMENTS: Role.RESPONSIBLE, Column.LEAD: Role.LEAD, Column.JOINT: Role.JOINT}
_DOUBTFUL = 0.8


def read_tasks(text: str, annex: Span | None, provisions: tuple[Provision, ...], date: dt.date | None) -> tuple[Task, ...]:
    """The tasks of canonical ``text`` in order, each tied to the clauses it carries out.

    The table is looked for in ``annex``, or in the whole text without one; only when there is no table are the assignments at
    the ends of clauses read. ``date`` is the document's own, from which relative deadlines count.
    """
    where = annex or Span(0, len(text))
    rows = read_rows(text, where.start, where.end)
    if not rows:
        return read_inline(text, provisions, date)
    tasks = _table_tasks(text, rows, _annex_eid(provisions, where), date)
    return _linked(tasks, text, provisions)


def _table_tasks(text: str, rows: Sequence[Row], eid: str, date: dt.date | None) -> tuple[Task, ...]:
    strips = [strip_of(text, row) for row in rows]
    columns = [tuple(column for column in row.columns if column is not Column.NUMBER) for row in rows]
    splitter = Splitter(strips, columns)
    divisions = splitter.divide()
    tasks: list[Task] = []
    used: set[str] = set()
    for place, (row, strip, division) in enumerate(zip(rows, strips, divisions, strict=True)):
        own = _free_eid(f"{eid}__task_{row.number if row.number is not None else place + 1}", used)
        tasks.append(_task(own, row, strip, division, columns[place], splitter.lexicon, date))
    return tuple(tasks)


def _linked(tasks: Sequence[Task], text: str, provisions: tuple[Provision, ...]) -> tuple[Task, ...]:
    """The tasks with the clauses they carry out, or with a doubt where none fits."""
    links = find_links([TaskWords(task.text, task.category) for task in tasks], text, provisions)
    return tuple(
        replace(task, clauses=found, doubts=task.doubts if found or not provisions else (*task.doubts, Doubt(DoubtKind.NO_CLAUSE)))
        for task, found in zip(tasks, links, strict=True)
    )


def _free_eid(wanted: str, used: set[str]) -> str:
    eid, times = wanted, 1
    while eid in used:
        times += 1
        eid = f"{wanted}_{times}"
    used.add(eid)
    return eid


def _task(eid: str, row: Row, strip: Strip, division: Division, columns: tuple[Column, ...], lexicon: Lexicon, date: dt.date | None) -> Task:
    cells = [strip.text[start:end].strip(" \t|　") for start, end in zip(division.cuts[:-1], division.cuts[1:], strict=True)]
    by_column = dict(zip(columns, cells, strict=True))
    departments, raw, open_ended = _departments(columns, cells)
    timing = read_timing(by_column.get(Column.TIMING, ""), date)
    doubts = [*row.doubts]
    confidence = division.confidence
    if confidence < _DOUBTFUL and division.rival:
        doubts.append(Doubt(DoubtKind.BOUNDARY, _between(strip, division)))
    if not by_column.get(Column.TASK):
        doubts.append(Doubt(DoubtKind.NO_TEXT))
    if not departments and not open_ended and any(column in DEPARTMENT_COLUMNS for column in columns):
        doubts.append(Doubt(DoubtKind.NO_DEPARTMENT))
    doubts += [Doubt(DoubtKind.UNKNOWN_DEPARTMENT, d.name) for d in departments if not lexicon.is_known(d.name) and not lexicon.is_registered(d.name)]
    if Column.TIMING in columns:
        if timing is None:
            doubts.append(Doubt(DoubtKind.NO_TIMING))
        elif timing.kind is TimingKind.UNKNOWN:
            doubts.append(Doubt(DoubtKind.UNKNOWN_TIMING, timing.phrase))
    return Task(
        eid=eid,
        number=row.number,
        category=row.category,
        title=by_column.get(Column.TITLE) or None,
        text=by_column.get(Column.TASK, ""),
        departments=departments,
        departments_raw=raw,
        open_ended=open_ended,
        timing=timing,
        source=TaskSource.TABLE,
        clauses=(),
        confidence=round(confidence, 3),
        doubts=tuple(doubts),
        spans=row.spans,
    )


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


def _between(strip: Strip, division: Division) -> str:
    """The words that lie between the boundary chosen and the next best one."""
    for own, other in zip(division.cuts, division.rival or (), strict=False):
        if own != other:
            return strip.text[min(own, other) : max(own, other)]
    return ""


def _annex_eid(provisions: tuple[Provision, ...], where: Span) -> str:
    for provision in provisions:
        if provision.kind is ProvisionKind.ANNEX and provision.start <= where.start < max(provision.end, provision.start + 1):
            return provision.eid
    return next((provision.eid for provision in provisions if provision.kind is ProvisionKind.ANNEX), "att_1")
