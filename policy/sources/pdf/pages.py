"""Takes a page apart: its tables, its boxes, and its lines in one column or in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policy.sources.pdf.content import Content, Glyph
from policy.sources.pdf.lines import Line, lines_of
from policy.sources.pdf.parts import Part, Stretch
from policy.sources.pdf.ruled import Ruled, ruled_tables, sheet_of

_FEWEST: Final = 6
_MIDDLE: Final = (0.3, 0.7)
_FILLED: Final = 0.55
_NARROW_GUTTER: Final = 0.9
_FULL: Final = 0.75
_ACROSS: Final = 0.3
_LEVEL: Final = 0.5
_TOUCHING: Final = 0.1


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was taken apart: its parts from top to bottom, and its size in points."""

    parts: tuple[Part, ...]
    width: float
    height: float


def page_of(content: Content, number: int) -> Page:
    """The parts of a page, which is the ``number``-th of its document, counted from 0."""
    tables = ruled_tables(content)
    rules = _across(content)
    held: list[list[Glyph]] = [[] for _ in tables]
    free: list[Glyph] = []
    home: int | None = None
    before: Glyph | None = None
    for glyph in content.glyphs:
        inside = next((place for place, table in enumerate(tables) if table.holds(glyph)), None)
        # A word that is wider than its cell juts out of the table: it belongs to it all the same.
        home = home if inside is None and before is not None and _follows(before, glyph) else inside
        (free if home is None else held[home]).append(glyph)
        before = glyph
    parts: list[tuple[float, Part]] = []
    borders = [table.ys[0] for table in tables]
    for table, glyphs in zip(tables, held, strict=True):
        parts.append(
            (table.ys[0], _boxed(table, glyphs, number, content.width, rules) if table.is_box else sheet_of(table, glyphs, number))
        )
    for band in _bands(free, borders):
        for place, stretch in enumerate(_stretches(band, number, content.width, rules)):
            if stretch.lines:
                parts.append((min(glyph.y for glyph in band) + place / 1000, stretch))
    return Page(tuple(part for _, part in sorted(parts, key=lambda one: one[0])), content.width, content.height)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character goes on with the word of the one before it."""
    return abs(glyph.y - before.y) < _LEVEL and abs(glyph.left - before.right) < _TOUCHING * glyph.size and not glyph.char.isspace()


def _boxed(table: Ruled, glyphs: Sequence[Glyph], page: int, width: float, rules: tuple[float, ...]) -> Part:
    """The lines in a box, which run between its own edges."""
    lines = tuple(lines_of(glyphs))
    return Stretch(page, (round(width), 0, page, round(table.ys[0])), lines, width, (table.xs[0], table.xs[-1]), rules)


def _bands(glyphs: Sequence[Glyph], borders: Sequence[float]) -> list[list[Glyph]]:
    """The characters between one table and the next."""
    bands: list[list[Glyph]] = [[] for _ in range(len(borders) + 1)]
    for glyph in glyphs:
        bands[sum(border < glyph.y for border in borders)].append(glyph)
    return [band for band in bands if band]


def _across(content: Content) -> tuple[float, ...]:
    """The heights of the level lines that reach over a good part of the page."""
    covered: Counter[int] = Counter()
    for rule in content.rules:
        if rule.horizontal:
            covered[round(rule.at)] += round(rule.end - rule.start)
    return tuple(float(at) for at in sorted(covered) if covered[at] > _ACROSS * content.width)


def _stretches(glyphs: Sequence[Glyph], page: int, width: float, rules: tuple[float, ...]) -> Iterator[Stretch]:
    lines = lines_of(glyphs)
    gutter = _gutter(lines)
    if gutter is None:
        yield Stretch(page, (round(width),), tuple(lines), width, rules=rules)
        return
    bounds = [line.y for line in lines if line.left < gutter < line.right and len(_apart(line, gutter)) < 2]
    edges = [float("-inf"), *bounds, float("inf")]
    for above, below in pairwise(edges):
        inside = [glyph for glyph in glyphs if above + 1 < glyph.y < below - 1]
        for side in (0, 1):
            half = [glyph for glyph in inside if (glyph.left > gutter) == bool(side)]
            yield Stretch(page, (round(width), side + 1), tuple(lines_of(half)), width)
        across = tuple(line for line in lines if line.y == below)
        yield Stretch(page, (round(width),), across, width)


def _apart(line: Line, gutter: float) -> list[int]:
    """The sides of the gutter that a line's stretches stand on; fewer than two when one of them lies across."""
    if any(part.left < gutter < part.right for part in line.segments):
        return []
    return sorted({int(part.left > gutter) for part in line.segments})


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x between two columns of text: lines on both sides of it fill their column, and hardly any crosses it."""
    if len(lines) < _FEWEST:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    starts = sorted(
        part.left for line in lines for part in line.segments[1:] if _MIDDLE[0] < (part.left - left) / width < _MIDDLE[1]
    )
    if len(starts) < _FEWEST // 2:
        return None
    gutter = starts[len(starts) // 10] - 1
    halves = [line for line in lines if _apart(line, gutter) == [0, 1] and len(line.segments) == 2]
    crossing = sum(not _apart(line, gutter) for line in lines)
    if len(halves) < _FEWEST or crossing > 0.4 * len(lines):
        return None
    filled = [
        line
        for line in halves
        if line.segments[0].right - left > _FULL * (gutter - left) and line.segments[1].right - gutter > _FULL * (right - gutter)
    ]
    return gutter if len(filled) >= _FILLED * len(halves) else None
