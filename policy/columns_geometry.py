"""The shape of a row on the page: its lines, how wide they are, and what that says about where cells end."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise

from policy.rows import Row
from policy.rows_header import Column

_SLACK = 0.5
_QUOTES = "“”‘’"
_OPENERS = "“‘《（(〔【"
_NEVER_FIRST = tuple("，。、；：”’》）)〕】！？")


@cache
def _char_width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


@dataclass(frozen=True, slots=True)
class Strip:
    """A row's lines put end to end: ``text`` without breaks, where each line starts in it, which starts follow a blank line,
    whether the number stood on the first line, how wide the text is up to each place (in full-width characters; narrow ones
    count half), and whether the last cell is what stands before the number of the row below."""

    text: str
    starts: tuple[int, ...]
    gaps: frozenset[int]
    glued: bool
    reach: tuple[float, ...]
    ahead: bool = False

    def lines(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The pieces of lines that make up a stretch."""
        if end <= start:
            return ()
        edges = (start, *self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, end)], end)
        return tuple(pairwise(edges))

    def is_break(self, place: int) -> bool:
        """Whether a line begins or the row ends there."""
        spot = bisect_left(self.starts, place)
        return place == len(self.text) or (spot < len(self.starts) and self.starts[spot] == place)

    def width(self, start: int, end: int) -> float:
        """How many full-width characters a stretch takes."""
        return self.reach[end] - self.reach[start]


def strip_of(text: str, row: Row) -> Strip:
    """The strip of a row of ``text``."""
    pieces, starts, gaps, here = list[str](), list[int](), set[int](), 0
    for line in row.lines:
        piece = text[line.start : line.end]
        starts.append(here)
        if line.gap:
            gaps.add(here)
        pieces.append(piece)
        here += len(piece)
    joined = "".join(pieces)
    reach = tuple(accumulate(map(_char_width, joined), initial=0.0))
    return Strip(joined, tuple(starts), frozenset(gaps), row.glued, reach, _is_ahead(row.columns))


def _is_ahead(columns: Sequence[Column]) -> bool:
    """Whether the category stands before the number, and so behind the row above."""
    if Column.NUMBER not in columns or Column.CATEGORY not in columns:
        return False
    return columns.index(Column.CATEGORY) < columns.index(Column.NUMBER)


Cuts = tuple[int, ...]
"""Where the cells of a strip begin, with its end at last: one more than there are cells."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """What the rows of one document taught about their shape.

    ``widths`` are (width, trust 0…1) of each column by its place; ``height`` weighs the rule that a column shares its last line
    with the next one exactly when it is the tallest of the row; ``clean`` weighs that every cell ends with its line; ``gap`` weighs
    that blank lines stand between cells only.
    """

    widths: dict[int, tuple[float, float]] = field(default_factory=dict)
    height: float = 1.5
    clean: float = 0.0
    gap: float = 0.5

    def score(self, strip: Strip, cuts: Cuts) -> float:
        """How well a division of the row fits."""
        cells = [strip.lines(start, end) for start, end in pairwise(cuts)]
        total = sum(self._fit(strip, place, lines) for place, lines in enumerate(cells))
        return total + self._edges(strip, cuts, cells)

    def _fit(self, strip: Strip, place: int, lines: Sequence[tuple[int, int]]) -> float:
        total = 0.0
        if strip.gaps and self.gap:
            total -= self.gap * 3 * sum(start in strip.gaps for start, _ in lines[1:])
        known = self.widths.get(place)
        if known is None or not lines:
            return total
        wide, trust = known
        for start, end in lines[:-1]:
            total += trust * _full_line(strip, start, end, wide)
        if strip.width(*lines[-1]) > wide + _SLACK:
            total -= 4.0 * trust
        return total

    def _edges(self, strip: Strip, cuts: Cuts, cells: Sequence[Sequence[tuple[int, int]]]) -> float:
        tallest = max(1, *(len(lines) for lines in cells))
        total = 0.0
        if strip.glued != (tallest == 1) and not self.clean:
            total -= self.height
        for place in range(len(cells) - 1):
            if not cells[place] or not any(cells[place + 1 :]):
                continue
            joined = not strip.is_break(cuts[place + 1])
            if joined:
                total -= self.clean
            if joined != (len(cells[place]) == tallest):
                total -= self.height
            if cuts[place + 1] in strip.gaps:
                total += self.gap
        return total


TOGETHER = Geometry()
"""What a table is like whose columns run together, before anything is learnt of it."""
APART = Geometry(height=0.0, clean=5.0)
"""What a table is like of which every cell begins a line."""


def _full_line(strip: Strip, start: int, end: int, wide: float) -> float:
    """A line that is not its cell's last is full: exactly as wide as the column, a little less before half-width words or marks
    that may not begin a line. Texts from a PDF are also broken where quotation marks stand."""
    off = strip.width(start, end) - wide
    if -0.25 < off < 0.25:
        return 1.5
    if off > 0:
        return -4.0
    if strip.text[end] in _QUOTES or strip.text[start] in _QUOTES or strip.text[end - 1] in _QUOTES:
        return 0.0
    narrow = strip.width(start, end) < end - start or strip.text[end] in _OPENERS or strip.text[end + 1 : end + 2] in _NEVER_FIRST
    return 0.0 if off >= -(1.0 if narrow else _SLACK) else -2.5


class _Tally:
    """What the trusted divisions of a document have in common, counted."""

    def __init__(self, columns: int) -> None:
        self.widths: list[dict[float, float]] = [{} for _ in range(columns)]
        self.joints = self.ruled = self.clean = 0.0
        self.gaps_inside = self.gaps_between = 0

    def add(self, strip: Strip, cuts: Cuts, trust: float) -> None:
        """Count one division, as far as it is trusted."""
        cells = [strip.lines(start, end) for start, end in pairwise(cuts)]
        tallest = max(1, *(len(lines) for lines in cells))
        for place, lines in enumerate(cells):
            inner = lines[:-1] if strip.is_break(cuts[place]) else lines[1:-1]
            for start, end in inner:
                wide = strip.width(start, end)
                self.widths[place][wide] = self.widths[place].get(wide, 0.0) + trust
            self.gaps_inside += sum(start in strip.gaps for start, _ in lines[1:])
            self.gaps_between += cuts[place] in strip.gaps and place > 0
            if lines and any(cells[place + 1 :]):
                joined = not strip.is_break(cuts[place + 1])
                self.ruled += trust * (joined == (len(lines) == tallest))
                self.clean += trust * (not joined)
                self.joints += trust


def learn_geometry(samples: Iterable[tuple[Strip, Cuts, float]], columns: int) -> Geometry:
    """The geometry that divisions (strip, cuts, trust 0…1) have in common."""
    tally = _Tally(columns)
    for strip, cuts, trust in samples:
        tally.add(strip, cuts, trust)
    rule = tally.ruled / tally.joints if tally.joints else 0.0
    apart = bool(tally.joints) and tally.clean / tally.joints > 0.97 and rule < 0.9
    learnt = {place: fit for place, counts in enumerate(tally.widths) if (fit := _typical(counts))}
    telling = tally.gaps_between > 9 * tally.gaps_inside
    height = 0.0 if apart else 4.0 if rule > 0.9 else 1.5 if rule > 0.75 else 0.0
    return Geometry(learnt, height, 5.0 if apart else 0.0, 0.7 if telling else 0.0)


def _typical(counts: dict[float, float]) -> tuple[float, float] | None:
    """The commonest width and how far it can be trusted: by its share and by how often it was seen."""
    total = sum(counts.values())
    if total < 2:
        return None
    wide, _ = max(counts.items(), key=lambda item: (item[1], item[0]))
    near = sum(times for other, times in counts.items() if abs(other - wide) <= 1.0)
    return wide, (near / total) * min(1.0, total / 6)
