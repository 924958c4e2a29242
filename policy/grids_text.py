"""Finds the tables that plain text holds with a tab or a bar between the cells of each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policy.departments import read_departments
from policy.departments_names import looks_like_name
from policy.grids_words import meaning_of
from policy.model import Span
from policy.rows_header import Column
from policy.structure import Cell, Table
from policy.timing_grammar import is_phrase

_MOST_BETWEEN = 12
_LOOKED_AT = 80
_RULE = re.compile(r"[\s|｜:+\-—=]*")
_BARS = re.compile(r"[|｜]")
_LEAST_BARS = 2
_LONGEST_NAMES = 200
_MARKED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|第[一二三四五六七八九十]{1,3}[部章类编]|附件|附表|备?注\s*[:：])"
)
_NUMBER = re.compile(r"\s*[（(]?\d{1,5}(?:[.．]\d+)?[)）.、]?\s*$")
_NAMES = (Column.DEPARTMENTS, Column.LEAD, Column.JOINT)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with something in it: its place, the places of the marks between its cells, and whether a blank line is above it."""

    start: int
    end: int
    marks: tuple[int, ...]
    gap: bool


def written_tables(text: str, where: Span, is_wanted: Callable[[Table], bool]) -> Iterator[Table]:
    """The tables in a stretch of ``text`` whose rows have tabs or bars between their cells, in order. A row whose cells are of
    several lines is one row; a line without marks between rows is a row of one cell. ``is_wanted`` is asked with the first lines
    of each table, so that the others cost little."""
    if text.find("\t", where.start, where.end) < 0 and not _BARS.search(text, where.start, where.end):
        return
    for lines in _blocks(text, list(_lines(text, where))):
        if is_wanted(_table(text, lines[:_LOOKED_AT])):
            yield _table(text, lines)


def _table(text: str, lines: Sequence[_Line]) -> Table:
    width = 1 + max(len(line.marks) for line in lines)
    rows = _rows(text, lines, width)
    cells = tuple(cell for row, parts in enumerate(rows) for cell in _cells(row, parts, width))
    return Table(Span(lines[0].start, lines[-1].end), cells)


def _lines(text: str, where: Span) -> Iterator[_Line]:
    gap, here = False, where.start
    while here < where.end:
        stop = text.find("\n", here, where.end)
        stop = where.end if stop < 0 else stop
        words = text[here:stop]
        if words.strip() and not (_RULE.fullmatch(words) and _BARS.search(words)):
            yield _line(words, here, gap)
            gap = False
        elif not words.strip(" \r\u3000"):
            gap = True
        here = stop + 1


def _line(words: str, start: int, gap: bool) -> _Line:
    tabs = tuple(start + place for place, char in enumerate(words) if char == "\t")
    if len(tabs) == 1 and not words[: tabs[0] - start].strip():
        return _Line(start, start + len(words), (), gap)
    bars = [start + match.start() for match in _BARS.finditer(words)]
    if tabs or len(bars) < _LEAST_BARS:
        return _Line(start, start + len(words), tabs, gap)
    first, last = start + len(words) - len(words.lstrip()), start + len(words.rstrip()) - 1
    begin, end = start, start + len(words)
    if bars[0] == first:
        begin = bars.pop(0) + 1
    if bars and bars[-1] == last:
        end = bars.pop()
    return _Line(begin, end, tuple(bars), gap)


def _blocks(text: str, lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """The lines of each table: from a line with marks to the last one, with few lines without marks between."""
    first: int | None = None
    last = 0
    for place, line in enumerate(lines):
        if not line.marks:
            continue
        if first is not None and not _joins(text, lines, last, place):
            yield lines[first : _last_of(text, lines, first, last) + 1]
            first = None
        first = place if first is None else first
        last = place
    if first is not None:
        yield lines[first : _last_of(text, lines, first, last) + 1]


def _joins(text: str, lines: Sequence[_Line], last: int, place: int) -> bool:
    """Whether a line with marks goes on with the table that had its last one above: not beyond running text."""
    between = lines[last + 1 : place]
    if len(between) > _MOST_BETWEEN or any(text.startswith("附件", line.start) for line in between):
        return False
    apart = between and between[0].gap
    return not (apart and (any("。" in text[line.start : line.end] for line in between) or _is_header(text, _parts(lines[place]))))


def _is_header(text: str, parts: Sequence[Span]) -> bool:
    return sum(meaning_of(text[part.start : part.end]) is not None for part in parts) > 1


def _last_of(text: str, lines: Sequence[_Line], first: int, last: int) -> int:
    """The last line of a table: further names or a phrase right below its last row belong to that row's last cell."""
    head = _parts(lines[first])[-1]
    while last + 1 < len(lines) and not lines[last + 1].gap and _goes_on(text, head, _parts(lines[last + 1])[0]):
        last += 1
    return last


def _goes_on(text: str, head: Span, part: Span) -> bool:
    """Whether a part of a line could be a line of a cell under ``head``, by the names or the phrase that it is."""
    words = text[part.start : part.end].strip()
    kind = meaning_of(text[head.start : head.end])
    if _MARKED.match(words) or len(words) > _LONGEST_NAMES:
        return False
    if kind is Column.TIMING:
        return is_phrase(words)
    bodies = read_departments(words) if kind in _NAMES else None
    return bodies is not None and bool(bodies.names or bodies.open_ended) and all(map(looks_like_name, bodies.names))


def _parts(line: _Line) -> list[Span]:
    """The stretches between the marks of a line."""
    edges = (line.start - 1, *line.marks, line.end)
    return [Span(before + 1, after) for before, after in pairwise(edges)]


def _rows(text: str, lines: Sequence[_Line], width: int) -> Iterator[list[Span]]:
    """The cells of each row. Lines with too few marks make one row together until they have enough."""
    head = _parts(next(line for line in lines if len(line.marks) == width - 1))
    row: list[Span] = []
    for line in lines:
        parts = _parts(line)
        if row and _belongs(text, row, line, width, head):
            row[-1] = Span(row[-1].start, parts[0].end)
            row += parts[1:]
            continue
        if row:
            yield row
        row = parts
    if row:
        yield row


def _belongs(text: str, row: Sequence[Span], line: _Line, width: int, head: Sequence[Span]) -> bool:
    """Whether a line goes on with the row above."""
    if len(row) + len(line.marks) > width:
        return False
    if len(row) == 1:
        return _goes_on(text, head[0], row[0]) and _goes_on(text, head[0], _parts(line)[0])
    if len(row) == width:
        return not line.marks and _goes_on(text, head[-1], _parts(line)[0])
    if not line.marks and _MARKED.match(text, line.start, line.end):
        return False
    if _is_header(text, row) and not _is_header(text, _parts(line)):
        return False
    first = _parts(line)[0]
    numbered = meaning_of(text[head[0].start : head[0].end]) is Column.NUMBER
    return not (line.marks and numbered and _NUMBER.match(text, first.start, first.end))


def _cells(row: int, parts: Sequence[Span], width: int) -> Iterator[Cell]:
    for column, part in enumerate(parts):
        yield Cell(row, column, part)
    for column in range(len(parts), width):
        yield Cell(row, column, Span(parts[-1].end, parts[-1].end))
