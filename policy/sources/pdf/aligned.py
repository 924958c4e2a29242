"""Finds tables without ruling lines: columns are where the same gaps stand in line after line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from policy.sources.pdf.flow import ends_sentence
from policy.sources.pdf.lines import Line, Segment
from policy.sources.pdf.parts import Sheet, Stretch
from policy.sources.pdf.rows import is_number, names_columns
from policy.sources.pdf.unruled import Run, sheet_of

_COLUMNS: Final = 3
_ROWS: Final = 3
_GUTTER: Final = 0.5
_CLOSEST: Final = 0.15
_FAR_BELOW: Final = 4.0
_LONGEST_CATEGORY: Final = 40
_LONGEST_HEAD: Final = 12
_NEAR_HEAD: Final = 3.0
_SAME_SIZE: Final = 0.08
_AHEAD: Final = 6


def parts_of(stretch: Stretch, above: Sheet | None = None) -> Iterator[Stretch | Sheet]:
    """The lines of a stretch with the tables in it set apart. ``above`` is a table without lines at the end of the page before, of
    which the first lines may be the rest."""
    lines, start, place = stretch.lines, 0, 0
    rest = _rest_of(above, lines) if above is not None else None
    if rest is not None:
        yield sheet_of(rest, stretch)
        start = place = len(rest.lines)
    while place < len(lines):
        run = _run_from(lines, place, start) if len(lines[place].segments) >= _COLUMNS else None
        if run is None:
            place += 1
            continue
        first = place - (len(run.lines) - run.forward)
        if start < first:
            yield replace(stretch, lines=lines[start:first])
        yield sheet_of(run, stretch)
        start = place = place + run.forward
    if start < len(lines):
        yield replace(stretch, lines=lines[start:])


def _rest_of(above: Sheet, lines: Sequence[Line]) -> Run | None:
    """The lines at the top of a page that keep to the columns of the table above the break."""
    run = Run([], [list(column) for column in above.columns])
    _extend(run, lines, 0)
    if any(len(line.pieces) > 1 for line in run.lines) or (run.lines and _is_cut(above, run)):
        return run
    return None


def _is_cut(above: Sheet, run: Run) -> bool:
    """Whether lines in one column are the rest of a cell that the page break cut: its last line is full and ends no sentence."""
    first = run.lines[0]
    cell = next((cell for cell in above.tail if cell.column == run.column(first.pieces[0]) and cell.lines), None)
    if cell is None:
        return False
    last, (left, right) = cell.lines[-1], above.columns[cell.column]
    reach = _GUTTER * first.size
    full = right - last.right < first.need + reach and abs(first.left - left) < reach
    return full and abs(first.size - last.size) < reach and not ends_sentence(last.text)


def _run_from(lines: Sequence[Line], place: int, floor: int) -> Run | None:
    run = Run([lines[place]], [[one.left, one.right] for one in lines[place].segments])
    _extend(run, lines, place + 1)
    _join_heads(run)
    if not _is_table(run):
        return None
    run.forward = len(run.lines)
    _take_above(run, lines[floor:place], whole=floor == 0)
    return run


def _extend(run: Run, lines: Sequence[Line], start: int) -> None:
    """Take the lines from ``start`` on that belong to the table."""
    for index in range(start, len(lines)):
        if run.lines and not 0 <= lines[index].y - run.lines[-1].y <= _FAR_BELOW * lines[index].size:
            break
        if not _take(run, lines, index):
            break
    _trim(run)
    run.forward = len(run.lines)


def _take(run: Run, lines: Sequence[Line], index: int) -> bool:
    """Take a line when it keeps to the columns, or is a short one across them with rows below it."""
    line = lines[index]
    fitted = _fitted(run.columns, line)
    if fitted is None and run.lines:
        _join_heads(run)
        fitted = _fitted(run.columns, line)
    if fitted is not None:
        run.columns = fitted
        run.lines.append(line)
        return True
    if _is_head(line) and names_columns(lines[index + 1 : index + 3]) and _may_stand_above(run, line):
        run.lines.append(line)
        return True
    if (
        len(line.segments) != 1
        or len(line.text) > _LONGEST_CATEGORY
        or not _rows_follow(run, lines[index + 1 : index + 1 + _AHEAD])
    ):
        return False
    run.spanning.add(len(run.lines))
    run.lines.append(line)
    return True


def _rows_follow(run: Run, lines: Sequence[Line]) -> bool:
    """Whether the next lines keep to the columns, up to one that stands in several."""
    columns: list[list[float]] | None = run.columns
    for line in lines:
        columns = _fitted(columns, line) if columns is not None else None
        if columns is None or len(columns) > len(run.columns):
            return False
        if len(line.pieces) > 1:
            return True
    return False


def _trim(run: Run) -> None:
    """Leave lines at the end to the text below: those of one stretch in the first column, unless it is a number or one of several
    lines of a category, and those across columns."""
    serial = run.serial
    while run.lines and len(run.lines[-1].segments) == 1:
        last = run.lines[-1]
        text = serial is not None and run.column(last.pieces[0]) <= serial and not is_number(last.text)
        if len(run.lines) - 1 not in run.spanning and not text:
            break
        run.spanning.discard(len(run.lines) - 1)
        run.lines.pop()


def _is_table(run: Run) -> bool:
    """Whether enough lines have enough columns."""
    many = sum(len(line.segments) >= _COLUMNS for line in run.lines)
    several = sum(len(line.segments) > 1 for line in run.lines)
    return len(run.columns) >= _COLUMNS and several >= _ROWS and many >= 2


def _take_above(run: Run, lines: Sequence[Line], whole: bool) -> None:
    """Take the lines above the first one that has three columns: those of a header, or of the rest of a row at the top of a page
    (``whole``: the lines begin there)."""
    taken: list[Line] = []
    for line in reversed(lines):
        below = taken[0] if taken else run.lines[0]
        if below.y - line.y > _NEAR_HEAD * line.size or not _may_stand_above(run, line):
            break
        taken.insert(0, line)
    rest = whole and len(taken) == len(lines) and not names_columns(run.lines[:1])
    if not rest and not names_columns(run.lines[:1]):
        while taken and not _is_head(taken[0]):
            taken.pop(0)
        rest = names_columns(taken)
    if not rest:
        return
    run.lines[:0] = taken
    run.spanning = {place + len(taken) for place in run.spanning}


def _is_head(line: Line) -> bool:
    return all(len(piece.text) <= _LONGEST_HEAD for piece in line.pieces)


def _may_stand_above(run: Run, line: Line) -> bool:
    """Whether a line keeps to the columns without making one, or stands across some as the heading of several columns does."""
    if run.lines and abs(line.size - run.lines[0].size) > _SAME_SIZE * line.size:
        return False
    covered = [run.covered(piece) for piece in line.pieces]
    if any(len(columns) == len(run.columns) or not columns for columns in covered):
        return False
    within = all(len(columns) == 1 for columns in covered)
    first = any(0 in columns for columns in covered)
    return (within and (not first or len(line.pieces) > 1 or is_number(line.text))) or _is_head(line)


def _fitted(columns: Sequence[Sequence[float]], line: Line) -> list[list[float]] | None:
    """The columns as wide as the line makes them; ``None`` when a stretch of it lies across two of them. What stands hardly beside
    a column belongs to it: words may be centred in one line and not in the next."""
    wider = [list(column) for column in columns]
    gutter = _GUTTER * line.size
    for segment in line.pieces:
        met = _met(wider, segment, 0.0) or _met(wider, segment, gutter)
        if len(met) > 1:
            return None
        if met:
            met[0][:] = [min(met[0][0], segment.left), max(met[0][1], segment.right)]
        else:
            wider.append([segment.left, segment.right])
    wider.sort()
    return wider if all(right[0] - left[1] >= _CLOSEST * line.size for left, right in pairwise(wider)) else None


def _met(columns: Sequence[list[float]], segment: Segment, reach: float) -> list[list[float]]:
    return [column for column in columns if segment.left < column[1] + reach and column[0] < segment.right + reach]


def _join_heads(run: Run) -> None:
    """Make one column of two where one holds only a word of the header, which stands elsewhere in the column than what is below."""
    head = run.lines[0]
    if not names_columns([head]):
        return
    named = {run.column(piece) for piece in head.pieces}
    filled = {run.column(piece) for line in run.plain[1:] for piece in line.pieces}
    place = 0
    while place + 1 < len(run.columns):
        pair = {place, place + 1}
        if len(pair & named) == 1 and len(pair & filled) == 1 and pair <= named | filled:
            run.columns[place : place + 2] = [[run.columns[place][0], run.columns[place + 1][1]]]
            named, filled = ({one - (one > place) for one in held} for held in (named, filled))
        place += 1
