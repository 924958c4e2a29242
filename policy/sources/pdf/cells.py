"""Puts the lines inside the cells of a table together, and the cells to a grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from policy.canonical import fold
from policy.outline_marks import marker_at
from policy.sources.blocks import Grid, GridCell, Paragraph
from policy.sources.pdf.flow import ends_sentence
from policy.sources.pdf.letters import joined
from policy.sources.pdf.lines import Line
from policy.sources.pdf.parts import Sheet, TableCell

_ROOM: Final = 0.6
_PADDING: Final = 8.0
_USUAL_PADDING: Final = 5.5
_EVEN: Final = 1.0


def grid_of(sheet: Sheet) -> Grid:
    """The table as a grid: rows and columns in which no cell begins are left out, and lines broken for the width of a cell are one
    paragraph again."""
    rows = {row: place for place, row in enumerate(sorted({cell.row for cell in sheet.cells}))}
    columns = {column: place for place, column in enumerate(sorted({cell.column for cell in sheet.cells}))}
    reaches = _reaches(sheet)
    cells = tuple(
        GridCell(
            rows[cell.row],
            columns[cell.column],
            paragraphs(cell.lines, *_inside(cell, reaches)),
            sum(cell.row <= row < cell.row + cell.rows for row in rows),
            sum(cell.column <= column < cell.column + cell.columns for column in columns),
        )
        for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.column))
    )
    return Grid(cells)


def _reaches(sheet: Sheet) -> Mapping[int, tuple[float, float]]:
    """For each column how far its lines may reach to both sides, counted from the borders of its cells (points inwards)."""
    lefts, rights = defaultdict[int, list[float]](list), defaultdict[int, list[float]](list)
    for cell in sheet.cells:
        if cell.columns == 1:
            lefts[cell.column] += [line.left - cell.left for line in cell.lines]
            rights[cell.column] += [cell.right - line.right for line in cell.lines]
    found: dict[int, tuple[float, float]] = {}
    for column, inner in lefts.items():
        if not inner:
            continue
        before, after = min(inner), min(rights[column])
        padding = before if 0 <= before <= _PADDING else _USUAL_PADDING
        found[column] = (min(before, padding), min(after, padding) if sheet.ruled else after)
    return found


def _inside(cell: TableCell, reaches: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    """The edges between which the lines of a cell run."""
    usual = (_USUAL_PADDING, _USUAL_PADDING)
    before, after = reaches.get(cell.column, usual)[0], reaches.get(cell.column + cell.columns - 1, usual)[1]
    return cell.left + before, cell.right - after


def paragraphs(lines: Sequence[Line], left: float, right: float) -> tuple[Paragraph, ...]:
    """The paragraphs of a cell whose lines run from ``left`` to ``right``. Its lines are one paragraph unless one of them plainly
    had room for what follows, or ends a sentence before a number."""
    found: list[str] = []
    before: Line | None = None
    for line in lines:
        words = line.text.lstrip("\u3000")
        if before is not None and not _breaks(before, line, left, right):
            found[-1] = joined(found[-1], words)
        else:
            found.append(words)
        before = line
    return tuple(Paragraph(text.replace("\u00ad", "").strip(" \u3000")) for text in found)


def _breaks(above: Line, below: Line, left: float, right: float) -> bool:
    room, before = right - above.right, above.left - left
    if before > 0.3 * above.size and abs(room - before) < _EVEN * above.size:
        room += before
    if room > below.need + _ROOM * below.size:
        return True
    return ends_sentence(above.text) and marker_at(fold(below.text[:20]), 0) is not None
