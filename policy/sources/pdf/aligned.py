"""Finds tables without ruling lines: columns are where the same gaps stand in line after line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from policy.sources.pdf.lines import Line, Segment
from policy.sources.pdf.parts import Sheet, Stretch, TableCell

_COLUMNS: Final = 3
_ROWS: Final = 3
_GUTTER: Final = 0.5
_FAR_BELOW: Final = 4.0
_SERIAL: Final = re.compile(r"[0-9０-９]{1,4}[.、．]?")
_SERIAL_SHARE: Final = 0.6
_LONGEST_CATEGORY: Final = 40
_LONGEST_HEAD: Final = 4
_HEAD_END: Final = re.compile(r"[时期]限|时间|单位|部门|进度|安排|要求|内容|任务|节点|[（(].*[)）]")


@dataclass(slots=True)
class _Run:
    """Lines that share their gaps. ``columns`` are the stretches that each column covers; ``spanning`` the places of lines that
    run across columns."""

    lines: list[Line]
    columns: list[list[float]]
    spanning: set[int] = field(default_factory=set)

    def take(self, line: Line, following: Line | None) -> bool:
        """Take a line when it keeps to the columns, or is a short one across them with rows below it."""
        fitted = _fitted(self.columns, line)
        if fitted is not None:
            self.columns = fitted
            self.lines.append(line)
            return True
        short = len(line.segments) == 1 and len(line.text) <= _LONGEST_CATEGORY
        if not short or following is None or len(following.pieces) < _COLUMNS or _fitted(self.columns, following) is None:
            return False
        self.spanning.add(len(self.lines))
        self.lines.append(line)
        return True

    def trim(self) -> None:
        """Leave lines at the end to the text below: those of one stretch in a first column of numbers, and those across columns."""
        while (
            self.lines
            and len(self.lines[-1].segments) == 1
            and (len(self.lines) - 1 in self.spanning or self._is_text(self.lines[-1]))
        ):
            self.spanning.discard(len(self.lines) - 1)
            self.lines.pop()

    def _is_text(self, line: Line) -> bool:
        return self.column(line.pieces[0]) == 0 and self.serial and _SERIAL.fullmatch(line.text.strip()) is None

    @property
    def serial(self) -> bool:
        """Whether the first column holds numbers."""
        first = [line.pieces[0].text for line in self.lines if self.column(line.pieces[0]) == 0]
        numbers = sum(_SERIAL.fullmatch(text) is not None for text in first)
        return numbers >= 2 and numbers >= _SERIAL_SHARE * (len(first) - 1 - len(self.spanning))

    @property
    def is_table(self) -> bool:
        """Whether enough lines have enough columns."""
        many = sum(len(line.segments) >= _COLUMNS for line in self.lines)
        several = sum(len(line.segments) > 1 for line in self.lines)
        return len(self.columns) >= _COLUMNS and several >= _ROWS and many >= 2

    def column(self, segment: Segment) -> int:
        """The column that a stretch of a line stands in."""
        return max(
            range(len(self.columns)),
            key=lambda place: min(segment.right, self.columns[place][1]) - max(segment.left, self.columns[place][0]),
        )


def parts_of(stretch: Stretch) -> Iterator[Stretch | Sheet]:
    """The lines of a stretch with the tables in it set apart."""
    lines, start, place = stretch.lines, 0, 0
    while place < len(lines):
        run = _run_from(lines, place) if len(lines[place].segments) >= _COLUMNS else None
        if run is None:
            place += 1
            continue
        if start < place:
            yield _some(stretch, start, place)
        yield _sheet(run, stretch.page)
        start = place = place + len(run.lines)
    if start < len(lines):
        yield _some(stretch, start, len(lines))


def _some(stretch: Stretch, start: int, end: int) -> Stretch:
    return Stretch(stretch.page, stretch.frame, stretch.lines[start:end], stretch.width, stretch.edges)


def _run_from(lines: Sequence[Line], place: int) -> _Run | None:
    run = _Run([lines[place]], [[one.left, one.right] for one in lines[place].segments])
    for index in range(place + 1, len(lines)):
        far = lines[index].y - lines[index - 1].y > _FAR_BELOW * lines[index].size or lines[index].y < lines[index - 1].y
        if far or not run.take(lines[index], lines[index + 1] if index + 1 < len(lines) else None):
            break
    run.trim()
    return run if run.is_table else None


def _fitted(columns: Sequence[Sequence[float]], line: Line) -> list[list[float]] | None:
    """The columns as wide as the line makes them; ``None`` when a stretch of it lies across two of them."""
    wider = [list(column) for column in columns]
    for segment in line.pieces:
        met = [column for column in wider if segment.left < column[1] and column[0] < segment.right]
        if len(met) > 1:
            return None
        if met:
            met[0][:] = [min(met[0][0], segment.left), max(met[0][1], segment.right)]
        else:
            wider.append([segment.left, segment.right])
    wider.sort()
    return wider if all(right[0] - left[1] >= _GUTTER * line.size for left, right in pairwise(wider)) else None


def _sheet(run: _Run, page: int) -> Sheet:
    cells: list[TableCell] = []
    for row, lines in enumerate(_rows(run)):
        if len(lines) == 1 and lines[0] in run.spanning:
            line = run.lines[lines[0]]
            cells.append(TableCell(row, 0, 1, len(run.columns), run.columns[0][0], run.columns[-1][1], [line]))
        else:
            cells += _row(run, [run.lines[place] for place in lines], row)
    edges = [column[0] for column in run.columns] + [run.columns[-1][1]]
    return Sheet(page, edges, cells, run.lines[0].top, run.lines[-1].bottom, ruled=False)


def _row(run: _Run, lines: Sequence[Line], row: int) -> list[TableCell]:
    cells = [TableCell(row, place, 1, 1, left, right) for place, (left, right) in enumerate(run.columns)]
    for line in lines:
        for part in line.pieces:
            cell = cells[run.column(part)]
            cell.lines.append(
                Line(part.text, part.left, part.right, line.y, line.size, (part,), line.size, part.left, pieces=(part,))
            )
    return cells


def _rows(run: _Run) -> list[list[int]]:
    """The places of the lines that make up each row."""
    starts = _serial_starts(run) if run.serial else _plain_starts(run)
    if starts and min(starts) > 1 and _is_rest(run):
        starts = [1, *starts]
    bounds = sorted({0, *starts, *run.spanning, *(place + 1 for place in run.spanning), len(run.lines)})
    return [list(range(start, end)) for start, end in pairwise(bounds) if start < end <= len(run.lines)]


def _is_rest(run: _Run) -> bool:
    """Whether the words below a header, above the first number, are the rest of a row that a page break cut: a header that is
    repeated has all its columns in its first line, and what follows is not how the second line of a header reads."""
    return len(run.lines[0].pieces) == len(run.columns) and not all(
        len(part.text) <= _LONGEST_HEAD and _HEAD_END.search(part.text) for part in run.lines[1].pieces
    )


def _plain_starts(run: _Run) -> list[int]:
    """A row begins where the first column says something."""
    return [place for place, line in enumerate(run.lines) if run.column(line.pieces[0]) == 0]


def _serial_starts(run: _Run) -> list[int]:
    """A row begins at its number or, where the numbers stand half way down their rows, at the widest gap before it."""
    numbered = [
        place
        for place, line in enumerate(run.lines)
        if run.column(line.pieces[0]) == 0 and _SERIAL.fullmatch(line.pieces[0].text) and place not in run.spanning
    ]
    if all(len(run.lines[place].segments) > 1 for place in numbered) and not _text_above(run, numbered[0]):
        return numbered
    starts: list[int] = []
    for before, place in pairwise([-1, *numbered]):
        between = range(max(before + 1, 1), place + 1)
        starts.append(max(between, key=lambda index: run.lines[index].y - run.lines[index - 1].y, default=place))
    return starts


def _text_above(run: _Run, first: int) -> bool:
    """Whether words that are no header stand above the first number: more than one line of which none is in the first column."""
    above = [line for place, line in enumerate(run.lines[:first]) if place not in run.spanning]
    headed = [place for place, line in enumerate(above) if run.column(line.pieces[0]) == 0]
    return bool(headed) and len(above) > headed[-1] + 1
