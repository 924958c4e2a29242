"""The shape of a row on the page: its lines, how wide they are, and what that says about where cells end."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policy.rows import Row
from policy.rows_header import Column

_SLACK = 0.5


def width(text: str) -> float:
    """How many full-width characters ``text`` takes; narrow ones count half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


@dataclass(frozen=True, slots=True)
class Strip:
    """A row's lines put end to end: ``text`` without breaks, where each line starts in it, and which starts follow a blank line."""

    text: str
    starts: tuple[int, ...]
    gaps: frozenset[int]
    glued: bool

    def breaks_inside(self, start: int, end: int) -> int:
        """How many line breaks lie strictly between two places."""
        return max(0, bisect_left(self.starts, end) - bisect_right(self.starts, start))

    def lines(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The pieces of lines that make up a stretch."""
        inner = self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, end)]
        edges = (start, *inner, end)
        return tuple(zip(edges[:-1], edges[1:], strict=True)) if end > start else ()

    def is_break(self, place: int) -> bool:
        """Whether a line begins or the row ends there."""
        spot = bisect_left(self.starts, place)
        return place == len(self.text) or spot < len(self.starts) and self.starts[spot] == place


def strip_of(text: str, row: Row) -> Strip:
    """The strip of a row of ``text``."""
    pieces, starts, gaps, here = [], [], set(), 0
    for line in row.lines:
        piece = text[line.start : line.end]
        starts.append(here)
        if line.gap:
            gaps.add(here)
        pieces.append(piece)
        here += len(piece)
    return Strip("".join(pieces), tuple(starts), frozenset(gaps), row.glued)


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
        cells = [strip.lines(start, end) for start, end in zip(cuts[:-1], cuts[1:], strict=True)]
        total = sum(self._fit(strip, place, lines) for place, lines in enumerate(cells))
        return total + self._edges(strip, cuts, cells)

    def _fit(self, strip: Strip, place: int, lines: Sequence[tuple[int, int]]) -> float:
        known = self.widths.get(place)
        total = -self.gap * 3 * sum(start in strip.gaps for start, _ in lines[1:])
        if known is None or not lines:
            return total
        wide, trust = known
        for start, end in lines[:-1]:
            total += trust * _full_line(strip.text[start:end], wide)
        start, end = lines[-1]
        if width(strip.text[start:end]) > wide + _SLACK:
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


def _full_line(text: str, wide: float) -> float:
    """A line that is not its cell's last is full: exactly as wide as the column, a little less before half-width words or marks
    that may not begin a line."""
    off = width(text) - wide
    if abs(off) < 0.25:
        return 1.5
    slack = 1.0 if text.isascii() or any(char < "\u2000" for char in text) else _SLACK
    if -slack <= off <= 0.5:
        return 0.0
    return -2.5 if off < 0 else -4.0


def learn_geometry(samples: Iterable[tuple[Strip, Cuts, float]], columns: int) -> Geometry:
    """The geometry that trusted divisions (strip, cuts, trust 0…1) have in common."""
    widths: list[Counter[float]] = [Counter() for _ in range(columns)]
    ruled = broken = clean = joints = gap_inside = gap_between = 0.0
    for strip, cuts, trust in samples:
        cells = [strip.lines(start, end) for start, end in zip(cuts[:-1], cuts[1:], strict=True)]
        tallest = max(1, *(len(lines) for lines in cells))
        for place, lines in enumerate(cells):
            inner = lines[:-1] if strip.is_break(cuts[place]) else lines[1:-1]
            widths[place].update({width(strip.text[a:b]): 0.0 for a, b in inner})
            for a, b in inner:
                widths[place][width(strip.text[a:b])] += trust  # type: ignore[assignment]
            gap_inside += sum(a in strip.gaps for a, _ in lines[1:])
            gap_between += cuts[place] in strip.gaps and place > 0
            if place + 1 < columns and lines and any(cells[place + 1 :]):
                joined = not strip.is_break(cuts[place + 1])
                fits = joined == (len(lines) == tallest)
                ruled += trust * fits
                broken += trust * (not fits)
                clean += trust * (not joined)
                joints += trust
    rule = ruled / joints if joints else 0.0
    cleanness = clean / joints if joints else 0.0
    learnt = {place: fit for place, counts in enumerate(widths) if (fit := _typical(counts))}
    informative = gap_between and gap_inside <= 0.1 * (gap_inside + gap_between)
    return Geometry(learnt, _height_weight(rule, cleanness, broken), 5.0 if cleanness > 0.97 and rule < 0.9 else 0.0, 0.7 if informative else 0.0)


def _height_weight(rule: float, cleanness: float, broken: float) -> float:
    if cleanness > 0.97 and rule < 0.9:
        return 0.0
    return 4.0 if rule > 0.9 else 1.5 if rule > 0.75 else 0.0


def _typical(counts: Counter[float]) -> tuple[float, float] | None:
    """The commonest width and how far it can be trusted: by its share and by how often it was seen."""
    total = sum(counts.values())
    if total < 2:
        return None
    wide, often = max(counts.items(), key=lambda item: (item[1], item[0]))
    near = sum(times for other, times in counts.items() if abs(other - wide) <= 1.0)
    return wide, (near / total) * min(1.0, total / 6)
