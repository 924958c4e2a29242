"""Reads the tasks of a policy: the rows of its tables or, where it has none, what its clauses assign."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policy.columns_around import Around
from policy.columns_cells import DEPARTMENT_COLUMNS
from policy.columns_rows import read_divided
from policy.departments import FirstLeads, read_departments
from policy.departments_names import Lexicon, looks_like_name
from policy.grids import is_task_table, read_grids
from policy.grids_entry import Entry, Reading
from policy.grids_text import written_tables
from policy.inline import read_inline
from policy.links import TaskWords, find_links
from policy.model import Department, Doubt, DoubtKind, Provision, ProvisionKind, Role, Span, Task, TaskSource, Timing, TimingKind
from policy.places import CITED
from policy.rows import read_tables
from policy.rows_header import Column
from policy.structure import Table
from policy.timing import read_timing
from policy.traditional import Writing, simplified

_ROLES = {Column.DEPARTMENTS: Role.RESPONSIBLE, Column.LEAD: Role.LEAD, Column.JOINT: Role.JOINT}


def read_tasks(
    text: str,
    annexes: Sequence[Span],
    provisions: tuple[Provision, ...],
    date: dt.date | None,
    tables: Sequence[Table] = (),
) -> tuple[Task, ...]:
    """The tasks of canonical ``text`` in order, each tied to the clauses it carries out; of ``tables`` the cells are known.

    Tables with known cells are read wherever they stand. Those whose columns ran together are looked for in ``annexes``, or in the
    whole text without any; only when there is no table are the assignments at the ends of clauses read. ``date`` is the document's
    own, from which relative deadlines count. Traditional characters are read like simplified ones and kept.
    """
    plain = simplified(text)
    if plain == text:
        return _read(text, annexes, provisions, date, tables)
    units = tuple(replace(unit, heading=simplified(unit.heading)) if unit.heading else unit for unit in provisions)
    writing = Writing(text)
    return tuple(writing.task(task) for task in _read(plain, annexes, units, date, tables))


def _read(
    text: str, annexes: Sequence[Span], provisions: tuple[Provision, ...], date: dt.date | None, tables: Sequence[Table]
) -> tuple[Task, ...]:
    readings = _readings(text, annexes, tables)
    attached = [provision for provision in provisions if provision.kind is ProvisionKind.ANNEX]
    rule = FirstLeads(text, [reading.span for reading in readings])
    lexicon = Lexicon(_clean_names(readings))
    seen: Counter[str] = Counter()
    tasks: list[Task] = []
    for place, reading in enumerate(readings):
        annex, first_leads = _annex_at(attached, reading.span.start), rule.holds_for(place)
        for count, entry in enumerate(reading.entries, start=1):
            eid = f"{annex}__task_{entry.number or count}"
            seen[eid] += 1
            eid = eid if seen[eid] == 1 else f"{eid}_{seen[eid]}"
            tasks.append(_task(eid, entry, reading.lexicon or lexicon, date, first_leads))
    return _linked(tasks, text, provisions) if tasks else read_inline(text, provisions, date)


def _readings(text: str, annexes: Sequence[Span], tables: Sequence[Table]) -> list[Reading]:
    """The tasks of all tables in the order of the text: those with known cells, then those that run together around them."""
    outside = _around(Span(0, len(text)), [table.span for table in tables])
    plain = [table for free in outside for table in written_tables(text, free, lambda table: is_task_table(text, table))]
    readings = [*read_grids(text, tables), *read_grids(text, plain)]
    heard = _clean_names(readings)
    known = sorted(table.span for table in (*tables, *plain))
    around = Around(text)
    spans = annexes or (Span(0, len(text)),)
    for free in sorted(free for where in spans for free in _around(where, known)):
        around.go_to(free.start)
        readings += [read_divided(text, rows, around, heard) for rows in read_tables(text, free.start, free.end)]
    return sorted(readings, key=lambda reading: reading.span)


def _around(where: Span, known: Sequence[Span]) -> Iterator[Span]:
    """What of a stretch lies outside the known tables."""
    here = where.start
    first = bisect_right(known, where.start, key=lambda span: span.end)
    for span in known[first:]:
        if span.start >= where.end:
            break
        if here < span.start:
            yield Span(here, span.start)
        here = span.end
    if here < where.end:
        yield Span(here, where.end)


def _clean_names(readings: Iterable[Reading]) -> Counter[str]:
    """The names in cells that are known, with how often."""
    cells = [
        words for reading in readings if reading.lexicon is None for entry in reading.entries for _, words in entry.departments
    ]
    return Counter(name for words in cells for name in read_departments(words).names if looks_like_name(name))


def _linked(tasks: Sequence[Task], text: str, provisions: tuple[Provision, ...]) -> tuple[Task, ...]:
    """The tasks with the clauses they carry out, or with a doubt where none of the clauses fits."""
    doubtful = (Doubt(DoubtKind.NO_CLAUSE),) if any(unit.kind in CITED for unit in provisions) else ()
    links = find_links([TaskWords(task.text, task.category) for task in tasks], text, provisions)
    return tuple(
        replace(task, clauses=found, doubts=task.doubts if found else (*task.doubts, *doubtful))
        for task, found in zip(tasks, links, strict=True)
    )


def _task(eid: str, entry: Entry, lexicon: Lexicon, date: dt.date | None, first_leads: bool) -> Task:
    departments, open_ended = _departments(entry, first_leads)
    timing = read_timing(entry.timing, date)
    doubts = list(entry.doubts)
    if not entry.text:
        doubts.append(Doubt(DoubtKind.NO_TEXT))
    if not entry.columns.isdisjoint(DEPARTMENT_COLUMNS):
        doubts += _department_doubts(departments, open_ended, lexicon)
    if Column.TIMING in entry.columns:
        doubts += _timing_doubts(timing)
    return Task(
        eid=eid,
        number=entry.number,
        category=entry.category,
        title=entry.title or None,
        text=entry.text,
        departments=departments,
        departments_raw="；".join(words for _, words in entry.departments),
        open_ended=open_ended,
        timing=timing,
        source=TaskSource.TABLE,
        clauses=(),
        confidence=entry.confidence,
        doubts=tuple(doubts),
        spans=entry.spans,
    )


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


def _departments(entry: Entry, first_leads: bool) -> tuple[tuple[Department, ...], bool]:
    found: dict[str, Department] = {}
    open_ended = False
    for column, cell in entry.departments:
        bodies = read_departments(cell, role=_ROLES[column], lead_first=first_leads and column is Column.DEPARTMENTS)
        open_ended = open_ended or bodies.open_ended
        for department in bodies.departments:
            found.setdefault(department.name, department)
    return tuple(found.values()), open_ended


def _annex_at(annexes: Sequence[Provision], place: int) -> str:
    """The id of the annex that a place lies in, or of the first one."""
    spot = bisect_right(annexes, place, key=lambda annex: annex.start) - 1
    if spot >= 0 and place < max(annexes[spot].end, annexes[spot].start + 1):
        return annexes[spot].eid
    return annexes[0].eid if annexes else "att_1"
