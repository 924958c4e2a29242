"""Makes cells of the lines of a table that has no lines between its columns."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from policy.sources.pdf.lines import Line, Segment
from policy.sources.pdf.parts import Sheet, Stretch, TableCell
from policy.sources.pdf.rows import Bit, Cluster, blocks, is_heading, is_number, lead_of, names_columns, rows_of

_SERIAL_SHARE: Final = 0.6
_LAST_SERIAL: Final = 2
_SHORT_HEAD: Final = 4
_LEVEL: Final = 0.5
_HEAD_MARK: Final = re.compile(r"序号|编号|序")


@dataclass(slots=True)
class Run:
    """Lines that share their gaps. ``columns`` are the stretches that each column covers; ``spanning`` the places of lines that
    run across columns; ``forward`` how many of the lines were found from the first line with all columns on."""

    lines: list[Line]
    columns: list[list[float]]
    spanning: set[int] = field(default_factory=set)
    forward: int = 0

    @property
    def serial(self) -> int | None:
        """The column that holds the numbers of the rows, if one does."""
        for column in range(min(_LAST_SERIAL + 1, len(self.columns) - 1)):
            said = [piece.text for line in self.plain for piece in line.pieces if self.column(piece) == column]
            numbers = sum(map(is_number, said))
            headed = any(_HEAD_MARK.fullmatch(text) for text in said)
            if numbers >= (1 if headed or len(said) == 1 else 2) and numbers >= _SERIAL_SHARE * (len(said) - 1):
                return column
        return None

    @property
    def plain(self) -> list[Line]:
        """The lines that keep to the columns."""
        return [line for place, line in enumerate(self.lines) if place not in self.spanning]

    def column(self, segment: Segment) -> int:
        """The column that a stretch of a line stands in."""
        return max(
            range(len(self.columns)),
            key=lambda place: min(segment.right, self.columns[place][1]) - max(segment.left, self.columns[place][0]),
        )

    def covered(self, segment: Segment) -> list[int]:
        """The columns that a stretch of a line touches."""
        return [place for place, (left, right) in enumerate(self.columns) if segment.left < right and left < segment.right]

    def bits(self) -> list[Bit]:
        """What the lines say in each column, without those across all of them."""
        found: list[Bit] = []
        for line in self.plain:
            for part in line.pieces:
                own = Line(part.text, part.left, part.right, line.y, line.size, (part,), line.size, part.left, pieces=(part,))
                covered = self.covered(part)
                several = len(covered) > 1
                found.append(Bit(covered[0] if several else self.column(part), own, len(covered) if several else 1))
        return found


def sheet_of(run: Run, stretch: Stretch) -> Sheet:
    """The table of a run of lines, with the lines that are drawn among them as borders of its rows."""
    serial = run.serial
    bits = run.bits()
    # What stands in front of the numbers names groups of rows, and may stand half way down its group.
    groups = [bit for bit in bits if serial is not None and bit.column + bit.columns <= serial]
    data = [bit for bit in bits if serial is None or bit.column + bit.columns > serial]
    across = [run.lines[place] for place in sorted(run.spanning)]
    rules = [rule for rule in stretch.rules if run.lines[0].top < rule < run.lines[-1].bottom]
    cuts = [edge for line in across for edge in (line.top, line.bottom)]
    rows = rows_of(data, serial, rules, cuts) if data else []
    body = _with_head(rows, serial, len(run.columns) - (serial or 0))
    cells = _cells(run, body, across, groups, serial or 0)
    edges = [column[0] for column in run.columns] + [run.columns[-1][1]]
    top, bottom = run.lines[0].top, run.lines[-1].bottom
    return Sheet(stretch.page, edges, cells, top, bottom, ruled=False, columns=run.columns)


def _with_head(rows: list[Cluster], serial: int | None, width: int) -> list[Cluster]:
    """The rows with the parts of the header in one: what stands above the first number, unless a header that has all its columns
    is followed by the rest of a row that a page break cut."""
    if serial is None or not rows:
        return rows
    count = next((place for place, row in enumerate(rows) if _has_number(row, serial)), 0)
    if count < 2 or not names_columns(bit.line for row in rows[:count] for bit in row):
        return rows
    head: Cluster = []
    for place, row in enumerate(rows[:count]):
        full = len({column for bit in head for column in range(bit.column, bit.column + bit.columns)}) >= width
        if full and not any(bit.columns > 1 for bit in head) and not all(_is_head_end(bit) for bit in row):
            return [head, *rows[place:]]
        head = head + row
    return [head, *rows[count:]]


def _is_head_end(bit: Bit) -> bool:
    return (len(bit.line.text) <= _SHORT_HEAD and is_heading(bit.line.text)) or bit.line.text[:1] in "（("


def _has_number(row: Cluster, serial: int) -> bool:
    return any(bit.column == serial and is_number(bit.line.text) for bit in row)


def _cells(run: Run, rows: list[Cluster], across: Sequence[Line], groups: Sequence[Bit], first: int) -> list[TableCell]:
    """The cells of the table from row to row. ``first`` is the column of the numbers, before which groups are named."""
    bands: list[Cluster | Line] = sorted([*rows, *across], key=_top_of)
    cells: list[TableCell] = []
    places: list[tuple[int, Cluster]] = []
    height = 0
    for band in bands:
        if isinstance(band, Line):
            cells.append(TableCell(height, 0, 1, len(run.columns), run.columns[0][0], run.columns[-1][1], [band]))
            height += 1
            continue
        tall = 2 if any(bit.columns > 1 for bit in band) else 1
        cells += _row(run, band, height, first, tall)
        places.append((height, band))
        height += tall
    for column in range(first):
        own = [bit for bit in groups if bit.column == column]
        cells += _named(run, own, places, column, height, first)
    return cells


def _named(
    run: Run, bits: Sequence[Bit], rows: Sequence[tuple[int, Cluster]], column: int, height: int, serial: int
) -> list[TableCell]:
    """The cells of a column that names groups of rows, with that of its header."""
    if len(rows) < 2 or _has_number(rows[0][1], serial) or not names_columns(bit.line for bit in rows[0][1]):
        return _grouped(run, bits, rows, column, height)
    (first, head), (second, below) = rows[:2]
    edge = (max(bit.bottom for bit in head) + _top_of(below)) / 2
    left, right = run.columns[column]
    above = [bit.line for bit in bits if bit.middle < edge]
    cell = TableCell(first, column, second - first, 1, left, right, above)
    return [cell, *_grouped(run, [bit for bit in bits if bit.middle >= edge], rows[1:], column, height)]


def _top_of(band: Cluster | Line) -> float:
    return band.top if isinstance(band, Line) else min(bit.top for bit in band)


def _row(run: Run, bits: Cluster, row: int, first: int, tall: int) -> list[TableCell]:
    """The cells of one row; a header with words across several columns comes to two rows."""
    cells: dict[int, TableCell] = {}
    below: set[int] = set()
    for bit in bits:
        if bit.columns > 1:
            left, right = run.columns[bit.column][0], run.columns[bit.column + bit.columns - 1][1]
            home = cells.setdefault(-1 - bit.column, TableCell(row, bit.column, 1, bit.columns, left, right))
            home.lines.append(bit.line)
            below |= set(range(bit.column, bit.column + bit.columns))
    for column in range(first, len(run.columns)):
        left, right = run.columns[column]
        lower = tall - 1 if column in below else 0
        cells[column] = TableCell(row + lower, column, tall - lower, 1, left, right)
    for bit in sorted(bits, key=lambda one: one.line.y):
        if bit.columns == 1:
            cells[bit.column].lines.append(bit.line)
    return list(cells.values())


def _grouped(run: Run, bits: Sequence[Bit], rows: Sequence[tuple[int, Cluster]], column: int, height: int) -> list[TableCell]:
    """The cells of a column that names groups of rows."""
    left, right = run.columns[column]
    tops = [_top_of(row) for _, row in rows]
    ends = [max(bit.bottom for bit in row) for _, row in rows]
    edges = [tops[0], *((end + top) / 2 for end, top in zip(ends, tops[1:], strict=False)), ends[-1]]
    held = list(blocks(bits, lead_of(bits)))
    starts = _starts(held, edges, tops)
    cells: list[TableCell] = []
    if not starts or starts[0] > 0:
        starts, held = [0, *starts], [[], *held]
    for block, (start, end) in zip(held, pairwise([*starts, len(rows)]), strict=False):
        top, bottom = rows[start][0], rows[end][0] if end < len(rows) else height
        cells.append(TableCell(top, column, bottom - top, 1, left, right, [bit.line for bit in block]))
    return cells


def _starts(held: Sequence[Cluster], edges: Sequence[float], tops: Sequence[float]) -> list[int]:
    """The row that each group begins at, so that their names stand as near as can be to the top or the middle of their rows."""
    best: dict[int, tuple[float, list[int]]] = {}
    for place, block in enumerate(held):
        top, middle = block[0].top, (block[0].top + block[-1].bottom) / 2
        size = block[0].line.size
        nxt = held[place + 1][0].top if place + 1 < len(held) else float("inf")
        found: dict[int, tuple[float, list[int]]] = {}
        for start in range(len(tops)):
            if edges[start] > middle:
                break
            # The first name on a page stands for its first rows, unless it is plainly further down.
            before = best.get(start) if place else (size if start else 0.0, list[int]())
            if before is None:
                continue
            for end in range(start + 1, len(tops) + 1):
                if edges[end] < middle or (end < len(tops) and edges[end] > nxt + size):
                    continue
                cost = min(abs(middle - (edges[start] + edges[end]) / 2), abs(top - tops[start]))
                known = found.get(end)
                if known is None or before[0] + cost < known[0] - 0.01:
                    found[end] = (before[0] + cost, [*before[1], start])
        best = found
    whole = best.get(len(tops)) or min(best.values(), default=None)
    if whole is not None:
        return whole[1]
    middles = [(block[0].top + block[-1].bottom) / 2 for block in held]
    return [max(bisect(edges[1:-1], middle), place) for place, middle in enumerate(middles) if place < len(tops)]
