"""Finds the tables that a page draws with ruling lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policy.sources.pdf.content import Content, Glyph, Rule
from policy.sources.pdf.lines import lines_of
from policy.sources.pdf.parts import Sheet, TableCell

_NEAR: Final = 3.0
_OPEN_SIDE: Final = 12.0
_OPEN_END: Final = 8.0
_COVERED: Final = 0.6
_MOST_PAIRS: Final = 1_000_000
_MOST_CELLS: Final = 20_000
_FRAME: Final = 0.7
_MIDDLE: Final = 0.35


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as its lines draw it: the borders of its columns and rows, and the cells as stretches of them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def is_box(self) -> bool:
        """Whether it is a frame around text and no table."""
        return len(self.cells) == 1

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        middle = glyph.y - _MIDDLE * glyph.size
        return self.xs[0] <= (glyph.left + glyph.right) / 2 <= self.xs[-1] and self.ys[0] <= middle <= self.ys[-1]

    def contains(self, other: Ruled) -> bool:
        """Whether another table lies inside."""
        across = self.xs[0] - _NEAR <= other.xs[0] and other.xs[-1] <= self.xs[-1] + _NEAR
        return across and self.ys[0] - _NEAR <= other.ys[0] and other.ys[-1] <= self.ys[-1] + _NEAR


def ruled_tables(content: Content) -> list[Ruled]:
    """The tables and boxes of a page from top to bottom: each a set of lines that touch. Frames around the whole page, boxes
    around a table and tables inside a cell are left out."""
    level = _merged([rule for rule in content.rules if rule.horizontal])
    upright = _merged([rule for rule in content.rules if not rule.horizontal])
    if len(level) * len(upright) > _MOST_PAIRS:
        return []
    found = [table for group in _touching(level, upright) if (table := _table(*group)) is not None]
    found = [table for table in found if not (table.is_box and _is_frame(table, content))]
    found = [table for table in found if any(table.holds(glyph) for glyph in content.glyphs)]
    kept = [table for table in found if not any(_gives_way(table, other) for other in found if other is not table)]
    return sorted(kept, key=lambda table: table.ys[0])


def sheet_of(table: Ruled, glyphs: Iterable[Glyph], page: int) -> Sheet:
    """A table with the characters that stand in each of its cells."""
    owner = {
        (row, column): place
        for place, (top, left, bottom, right) in enumerate(table.cells)
        for row in range(top, bottom)
        for column in range(left, right)
    }
    inside: list[list[Glyph]] = [[] for _ in table.cells]
    for glyph in glyphs:
        row = bisect_right(table.ys, glyph.y - _MIDDLE * glyph.size) - 1
        column = bisect_right(table.xs, (glyph.left + glyph.right) / 2) - 1
        row, column = min(max(row, 0), len(table.ys) - 2), min(max(column, 0), len(table.xs) - 2)
        inside[owner[row, column]].append(glyph)
    cells = [
        TableCell(top, left, bottom - top, right - left, table.xs[left], table.xs[right], lines_of(held))
        for (top, left, bottom, right), held in zip(table.cells, inside, strict=True)
    ]
    return Sheet(page, list(table.xs), cells, table.ys[0], table.ys[-1], ruled=True)


def _gives_way(table: Ruled, other: Ruled) -> bool:
    """Whether a table is not to be read because of another: a box around a table, or what is drawn inside a cell."""
    if table.is_box and not other.is_box:
        return table.contains(other)
    return not (other.is_box and not table.is_box) and other.contains(table) and (not table.contains(other) or other.xs < table.xs)


def _is_frame(table: Ruled, content: Content) -> bool:
    wide = table.xs[-1] - table.xs[0] > _FRAME * content.width
    return wide and table.ys[-1] - table.ys[0] > _FRAME * content.height


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """The lines, each in one piece: stretches and doublings at one place are put together."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if rows and rule.at - rows[-1][0].at <= _NEAR:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    found: list[Rule] = []
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        start, end = row[0].start, row[0].end
        for rule in sorted(row, key=lambda one: one.start):
            if rule.start <= max(end, start) + _NEAR and rule.start >= start:
                end = max(end, rule.end)
                continue
            if rule.start >= start:
                found.append(Rule(rule.horizontal, at, start, end))
            start, end = rule.start, rule.end
        found.append(Rule(row[0].horizontal, at, start, end))
    return found


class _Groups:
    """Things that belong together, by their numbers from 0."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, thing: int) -> int:
        """The thing that stands for the group of this one."""
        while self._above[thing] != thing:
            self._above[thing] = self._above[self._above[thing]]
            thing = self._above[thing]
        return thing

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two things; that of the first stands for both."""
        self._above[self.of(other)] = self.of(one)


def _touching(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The groups of lines that meet, each as its level and its upright ones."""
    groups = _Groups(len(level) + len(upright))
    for row, across in enumerate(level):
        for column, down in enumerate(upright, start=len(level)):
            if across.start - _NEAR <= down.at <= across.end + _NEAR and down.start - _NEAR <= across.at <= down.end + _NEAR:
                groups.join(row, column)
    found = dict[int, tuple[list[Rule], list[Rule]]]()
    for place, rule in enumerate([*level, *upright]):
        found.setdefault(groups.of(place), ([], []))[0 if rule.horizontal else 1].append(rule)
    return list(found.values())


def _table(level: list[Rule], upright: list[Rule]) -> Ruled | None:
    if len(level) < 2 or not upright:
        return None
    left, right = min(rule.start for rule in level), max(rule.end for rule in level)
    level += _open_ends(level, upright, left, right)
    top, bottom = min(rule.at for rule in level), max(rule.at for rule in level)
    xs, ys = _clustered(rule.at for rule in upright), _clustered(rule.at for rule in level)
    # Many tables have no lines at their sides: the level ones reach out beyond the outermost upright ones.
    sides = {edge for edge, outer in ((left, xs[0] - left), (right, right - xs[-1])) if outer > _OPEN_SIDE}
    upright += [Rule(False, edge, top, bottom) for edge in sorted(sides)]
    xs = _clustered(rule.at for rule in upright)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    return Ruled(tuple(xs), tuple(ys), _cells(xs, ys, level, upright))


def _open_ends(level: Sequence[Rule], upright: Sequence[Rule], left: float, right: float) -> list[Rule]:
    """The borders that are missing where a page break cuts a row: the upright lines of both sides run on past the level ones."""
    sides = [[rule for rule in upright if abs(rule.at - edge) <= _NEAR] for edge in (left, right)]
    if not all(sides):
        return []
    first, last = min(rule.at for rule in level), max(rule.at for rule in level)
    top = max(min(rule.start for rule in side) for side in sides)
    bottom = min(max(rule.end for rule in side) for side in sides)
    beyond = [at for at, past in ((top, first - top), (bottom, bottom - last)) if past > _OPEN_END]
    return [Rule(True, at, left, right) for at in beyond]


def _clustered(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


class _Lattice:
    """The fields between the borders of a table, put together to cells: rectangles of (top, left, bottom, right) borders."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._count = width, width * height
        self._groups = _Groups(self._count)
        self._boxes = [(row, column, row + 1, column + 1) for row in range(height) for column in range(width)]

    def join(self, one: int, other: int) -> bool:
        """Make one cell of two; whether they were two."""
        one, other = self._groups.of(one), self._groups.of(other)
        if one == other:
            return False
        self._groups.join(one, other)
        tops, lefts, bottoms, rights = zip(self._boxes[one], self._boxes[other], strict=True)
        self._boxes[one] = (min(tops), min(lefts), max(bottoms), max(rights))
        return True

    def square(self) -> bool:
        """Let every cell take in what stands inside its box; whether any did."""
        changed = False
        for place in {self._groups.of(place) for place in range(self._count)}:
            top, left, bottom, right = self._boxes[self._groups.of(place)]
            for row in range(top, bottom):
                for column in range(left, right):
                    changed = self.join(place, row * self._width + column) or changed
        return changed

    def cells(self) -> tuple[tuple[int, int, int, int], ...]:
        """The cells from the top left one on."""
        return tuple(sorted(self._boxes[place] for place in {self._groups.of(place) for place in range(self._count)}))


def _cells(xs: list[float], ys: list[float], level: list[Rule], upright: list[Rule]) -> tuple[tuple[int, int, int, int], ...]:
    """The cells of a table: fields that no line parts are one, and what is then no rectangle is made one."""
    width, height = len(xs) - 1, len(ys) - 1
    down, across = _parting(upright, xs, ys), _parting(level, ys, xs)
    lattice = _Lattice(width, height)
    for row in range(height):
        for column in range(width):
            if column + 1 < width and (column + 1, row) not in down:
                lattice.join(row * width + column, row * width + column + 1)
            if row + 1 < height and (row + 1, column) not in across:
                lattice.join(row * width + column, (row + 1) * width + column)
    while lattice.square():
        pass
    return lattice.cells()


def _parting(rules: Iterable[Rule], places: list[float], steps: list[float]) -> set[tuple[int, int]]:
    """Which lines stand between fields: pairs of the place among ``places`` and the step of ``steps`` that is covered there."""
    found = set[tuple[int, int]]()
    for rule in rules:
        place = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
        for step, (start, end) in enumerate(pairwise(steps)):
            if min(rule.end, end) - max(rule.start, start) >= _COVERED * (end - start):
                found.add((place, step))
    return found
