"""The tasks of tables whose cells are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policy.grids_bands import LONGEST_BAND
from policy.grids_entry import Reading
from policy.grids_head import Head, goes_on_below, head_of
from policy.grids_matrix import Matrix, matrix_of
from policy.grids_rows import RowReader
from policy.model import Span
from policy.rows import is_page_mark
from policy.rows_bands import level_of, plain_category
from policy.structure import Table

_LOOKED_AT = 60
_HEADING_REACH = 200
_SENTENCE = re.compile(r"[。；;：:，]")


def is_task_table(text: str, table: Table) -> bool:
    """Whether a ``table`` of canonical ``text`` holds tasks: by its header or, without one, by its cells. Tables of figures, lists
    of names and the like do not. Looks at the first rows only, so that it takes no longer for a long table."""
    matrix = matrix_of(text, table, _LOOKED_AT)
    return matrix is not None and head_of(matrix) is not None


def read_grids(text: str, tables: Sequence[Table]) -> Iterator[Reading]:
    """The tasks of each table of tasks among ``tables``, in order."""
    for parts in _joined(text, tables):
        reader = RowReader(_heading_above(text, parts[0][0].start))
        for _, matrix, head in parts:
            reader.read(matrix, head)
        entries = reader.entries()
        if entries:
            yield Reading(Span(parts[0][0].start, parts[-1][0].end), entries)


def _heading_above(text: str, start: int) -> str:
    """The numbered heading that stands right above a table and so heads its rows; empty where other words do."""
    above = text[max(0, start - _HEADING_REACH) : start].rstrip()
    line = plain_category(above[above.rfind("\n") + 1 :].strip())
    marked = level_of(line) is not None and not _SENTENCE.search(line) and len(line) <= LONGEST_BAND
    return line if marked else ""


_Part = tuple[Span, Matrix, Head]


def _joined(text: str, tables: Sequence[Table]) -> Iterator[list[_Part]]:
    """The tables of tasks, those without a header together with the one that they go on with on the page before."""
    parts: list[_Part] = []
    for table in tables:
        matrix = matrix_of(text, table)
        head = head_of(matrix) if matrix else None
        before = parts[-1] if parts else None
        if matrix and before and _is_next_page(text[before[0].end : table.span.start], before, matrix, head):
            parts.append((table.span, matrix, replace(before[2], end=0)))
            continue
        if parts:
            yield parts
        parts = [(table.span, matrix, head)] if matrix and head else []
    if parts:
        yield parts


def _is_next_page(between: str, before: _Part, matrix: Matrix, head: Head | None) -> bool:
    """Whether a table right below another is its next page: with as many columns, and without a header or with the same one."""
    if not all(is_page_mark(line) for line in between.split("\n") if line.strip()) or matrix.width != before[1].width:
        return False
    if head and head.rows:
        return head.rows == before[2].rows
    return goes_on_below(matrix, before[2])
