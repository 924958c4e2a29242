"""Which column of a sheet holds what of a task, and the tasks that its rows are then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from policy.errors import PolicyError
from policy.grids_head import head_of
from policy.grids_matrix import matrix_of
from policy.links import TaskWords, find_links
from policy.model import Doubt, DoubtKind, Provision, Task, TaskSource
from policy.places import CITED
from policy.rows_header import Column
from policy.sources.blocks import Grid, GridCell, Paragraph
from policy.sources.compose import compose
from policy.sources.sheet.book import Sheet, cells_of
from policy.tasks import read_tasks

HEADINGS: Final[Mapping[Column, str]] = MappingProxyType(
    {
        Column.NUMBER: "序号",
        Column.CATEGORY: "类别",
        Column.TITLE: "任务名称",
        Column.TASK: "工作任务",
        Column.DEPARTMENTS: "责任单位",
        Column.LEAD: "牵头单位",
        Column.JOINT: "配合单位",
        Column.TIMING: "完成时限",
    }
)
"""The usual header of each kind of column that a task has; a column of any other kind is left out."""

_BESIDE: Final = (Column.NUMBER, Column.TITLE, Column.DEPARTMENTS, Column.LEAD, Column.TIMING)
_LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How a sheet is read: its first row of tasks, counted from 0, and what each column holds (``OTHER``: nothing of a task)."""

    first: int
    columns: tuple[Column, ...]

    def fits(self) -> bool:
        """Whether tasks can be read so: one column holds them, and another says their number, name, departments or timing."""
        return self.columns.count(Column.TASK) == 1 and any(column in self.columns for column in _BESIDE)


def guess_mapping(sheet: Sheet) -> ColumnMapping:
    """How a sheet is probably read, by its header and its cells; without a sign of tasks, every column is left out."""
    whole = compose([_grid(sheet, range(min(len(sheet.rows), _LOOKED_AT)))])
    matrix = matrix_of(whole.text, whole.structure.tables[0]) if whole.structure.tables else None
    head = head_of(matrix) if matrix else None
    if head is None:
        return ColumnMapping(0, (Column.OTHER,) * sheet.width)
    columns = head.columns + (Column.OTHER,) * (sheet.width - len(head.columns))
    return ColumnMapping(head.end, tuple(column if column in HEADINGS else Column.OTHER for column in columns[: sheet.width]))


def sheet_tasks(
    sheet: Sheet, mapping: ColumnMapping, text: str, provisions: Sequence[Provision], date: dt.date | None
) -> tuple[Task, ...]:
    """The tasks that the rows of a sheet are, in order, tied to the clauses of the policy with this ``text`` and ``provisions``.

    ``date`` is the policy's, from which relative deadlines count. The tasks have no spans: their words are not the policy's. Raises
    ``PolicyError`` ``mapping_without_task`` for a ``mapping`` that does not fit, ``sheet_without_tasks`` when no row holds one.
    """
    if not mapping.fits():
        raise PolicyError("mapping_without_task", name=sheet.name)
    kept = [place for place, column in enumerate(mapping.columns) if column in HEADINGS]
    head = [GridCell(0, place, (Paragraph(HEADINGS[mapping.columns[column]]),)) for place, column in enumerate(kept)]
    body = _grid(sheet, range(mapping.first, len(sheet.rows)), kept).cells
    whole = compose([Grid((*head, *(replace(cell, row=cell.row + 1) for cell in body)))])
    found = read_tasks(whole.text, (), (), date, whole.structure.tables)
    tasks = [task for task in found if task.source is TaskSource.TABLE]
    if not tasks:
        raise PolicyError("sheet_without_tasks", name=sheet.name)
    links = find_links([TaskWords(task.text, task.category) for task in tasks], text, provisions)
    unlinked = (Doubt(DoubtKind.NO_CLAUSE),) if any(unit.kind in CITED for unit in provisions) else ()
    return tuple(
        replace(
            task,
            eid=task.eid.replace("att_1__", "sheet__", 1),
            clauses=tied,
            doubts=task.doubts if tied else (*task.doubts, *unlinked),
            spans=(),
        )
        for task, tied in zip(tasks, links, strict=True)
    )


def _grid(sheet: Sheet, rows: Sequence[int], kept: Sequence[int] | None = None) -> Grid:
    """Some rows of a sheet as a table, of the ``kept`` columns only, moved together."""
    said = [row for row in rows if any(sheet.rows[row])]
    places = range(sheet.width) if kept is None else kept
    cells = []
    for row, column, words, high, wide in cells_of(sheet, said):
        mine = [place for place, wanted in enumerate(places) if column <= wanted < column + wide]
        if mine:
            cells.append(GridCell(row, mine[0], tuple(map(Paragraph, words.splitlines())), high, len(mine)))
    return Grid(tuple(cells))
