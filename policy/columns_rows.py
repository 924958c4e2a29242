"""Reads the rows of a table whose columns ran together: each divided into cells by what all of them teach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policy.columns import Division, Splitter
from policy.columns_around import Around
from policy.columns_cells import DEPARTMENT_COLUMNS
from policy.columns_geometry import Strip, strip_of
from policy.grids_entry import Entry, Reading
from policy.grids_matrix import listed, said, unspaced
from policy.model import Doubt, DoubtKind, Span
from policy.rows import Row, with_end_last
from policy.rows_header import Column

_DOUBTFUL = 0.8
_MOST_MOVED = 3
_BETTER = 2.0
_NEARLY = 0.8


def read_divided(text: str, rows: Sequence[Row], around: Around, heard: Mapping[str, int]) -> Reading:
    """The tasks of ``rows``, those of one table. ``around`` has gone to them in the same text; ``heard`` are names that its
    other tables use, with how often."""
    strips = [strip_of(text, row) for row in rows]
    columns = [_after_number(row.columns) for row in rows]
    splitter = Splitter(strips, columns, around.pairs(strip.text for strip in strips), Counter(heard) + around.names())
    divided = [*map(_Cells, rows, strips, columns, splitter.divide())]
    remarked = _is_remarked(divided)
    cells = [_mended(text, row, splitter, remarked) for row in divided]
    is_name = splitter.lexicon.is_known
    span = Span(rows[0].spans[0].start, rows[-1].spans[-1].end)
    return Reading(span, tuple(_entries(cells, is_name)), splitter.lexicon)


def _mended(text: str, cells: _Cells, splitter: Splitter, remarked: bool) -> _Cells:
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
        if (
            _begins_cell(division, cells.columns, moved, remarked)
            and division.score > max(best.division.score, usual.score) + _BETTER
        ):
            best = _Cells(row, strip, cells.columns, division)
    return best


def _begins_cell(division: Division, columns: Sequence[Column], place: int, remarked: bool) -> bool:
    """Whether a cell begins there that must be somewhere: that of remarks only where nearly every row has one."""
    starts = zip(division.cuts[1:-1], columns[1:], strict=True)
    return any(cut == place and (remarked or column is not Column.OTHER) for cut, column in starts)


def _is_remarked(rows: Sequence[_Cells]) -> bool:
    """Whether nearly every row has a remark."""
    said_in = sum(bool(cells.text(Column.OTHER)) for cells in rows)
    return said_in >= _NEARLY * len(rows)


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row with its division into cells."""

    row: Row
    strip: Strip
    columns: tuple[Column, ...]
    division: Division

    def lines(self, place: int) -> list[str]:
        """The lines of a cell."""
        pieces = self.strip.lines(*self.division.cuts[place : place + 2])
        return [line for start, end in pieces if (line := self.strip.text[start:end].strip(" \t|　"))]

    def texts(self) -> list[str]:
        """The words of each cell."""
        return [self.strip.text[start:end].strip(" \t|　") for start, end in pairwise(self.division.cuts)]

    def text(self, column: Column) -> str:
        """The words under one column, empty where there is no such column."""
        return dict(zip(self.columns, self.texts(), strict=True)).get(column, "")

    def has(self, *columns: Column) -> bool:
        """Whether the table has one of the columns."""
        return not set(columns).isdisjoint(self.columns)


def _after_number(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a row as its text has them, from one number to the next: those before the number are printed behind the cells
    of the row above."""
    if Column.NUMBER not in columns:
        return tuple(columns)
    place = columns.index(Column.NUMBER)
    return (*columns[place + 1 :], *columns[:place])


def _entries(rows: Sequence[_Cells], is_name: Callable[[str], bool]) -> Iterator[Entry]:
    """The rows with the category that holds for each: a cell that covers several rows is printed in one of them only."""
    category: str | None = None
    for cells in rows:
        own = cells.text(Column.CATEGORY) or None
        ahead = cells.strip.ahead
        category = category if ahead else own or category
        yield _entry(cells, category or cells.row.category, is_name)
        category = own or category if ahead else category


def _entry(cells: _Cells, category: str | None, is_name: Callable[[str], bool]) -> Entry:
    return Entry(
        cells.row.number,
        category,
        cells.text(Column.TITLE),
        cells.text(Column.TASK),
        tuple(
            (column, words)
            for place, column in enumerate(cells.columns)
            if column in DEPARTMENT_COLUMNS and (words := said(listed(cells.lines(place), is_name)))
        ),
        unspaced(said(cells.text(Column.TIMING))),
        frozenset(cells.row.columns),
        round(cells.division.confidence, 3),
        (*cells.row.doubts, *_boundary_doubts(cells)),
        cells.row.spans,
    )


def _boundary_doubts(cells: _Cells) -> list[Doubt]:
    """The words that lie between the boundary chosen and the next best one, when the two are close."""
    if cells.division.confidence >= _DOUBTFUL or cells.division.rival is None:
        return []
    own, other = next(pair for pair in zip(cells.division.cuts, cells.division.rival, strict=True) if pair[0] != pair[1])
    return [Doubt(DoubtKind.BOUNDARY, cells.strip.text[min(own, other) : max(own, other)])]
