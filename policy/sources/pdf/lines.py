"""Puts characters that share a baseline together to lines, and the gaps inside a line to spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from policy.canonical import HAN, fold
from policy.outline_marks import marker_at
from policy.sources.pdf.content import Glyph
from policy.sources.pdf.letters import is_latin

WIDE_GAP: Final = 1.2
"""A gap this wide, in characters, parts two stretches of a line that may be columns."""

NARROW_GAP: Final = 0.6
"""A gap this wide may still part two columns where others stand below and above it."""

_SAME_BASE: Final = 0.3
_RAISED_SIZE: Final = 0.85
_ASCENT, _DESCENT = 0.85, 0.15
_GAP: Final = 0.9
_WORD_GAP: Final = 0.17
_MARK_GAP: Final = 0.12
"""How much wider than the others of its line a gap behind ``第一章`` is when a space was printed there and is not told."""
_UNIT: Final = re.compile(r"第[〇零一二三四五六七八九十百千0-9]{1,8}[编篇章节条]")
_IDEOGRAPH: Final = re.compile(f"[{HAN}]")
_DRAWN_TWICE: Final = 0.45
_OPENING: Final = frozenset("（〔【《〈“‘「『([{")
_CLOSING: Final = frozenset("，。、；：？！）〕】》〉”’」』,.;:?!)]}%％…—·")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line without a wide gap."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words with the spaces that its gaps stand for, its edges and baseline in points, and the size of most of
    its characters. ``need`` is the width of what cannot be parted at its beginning: where the line above has room for it, that
    line was not broken for want of room. ``hang`` is where the words after an outline marker begin, ``indent`` are the ideographic
    spaces that are written in front of it, ``pieces`` its stretches without even a narrow gap."""

    text: str
    left: float
    right: float
    y: float
    size: float
    segments: tuple[Segment, ...]
    need: float
    hang: float
    indent: str = ""
    pieces: tuple[Segment, ...] = ()

    @property
    def top(self) -> float:
        """The upper edge of its characters."""
        return self.y - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its characters."""
        return self.y + _DESCENT * self.size

    @property
    def middle(self) -> float:
        """Half way between the edges."""
        return (self.left + self.right) / 2

    def moved(self, shift: float) -> Line:
        """The same line ``shift`` points further to the right."""
        parts = tuple(Segment(one.text, one.left + shift, one.right + shift) for one in self.segments)
        return replace(self, left=self.left + shift, right=self.right + shift, hang=self.hang + shift, segments=parts)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that the characters make, from top to bottom. Small raised or lowered characters (a square, a note's number)
    belong to the line that they touch; a character drawn twice to look bold is one."""
    rows = _raised(_rows(glyphs))
    found = [_line(row) for row in rows if any(not glyph.char.isspace() for glyph in row)]
    return sorted(found, key=lambda line: (line.y, line.left))


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    base = 0.0
    for glyph in sorted(glyphs, key=lambda one: one.y):
        if rows and glyph.y - base <= _SAME_BASE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            base = glyph.y
    return rows


def _raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Give each row of small characters that stands beside larger ones, a little higher or lower, to the row of those."""
    sizes = [_size(row) for row in rows]
    kept: list[list[Glyph]] = []
    homes = dict[int, list[Glyph]]()
    for index, row in enumerate(rows):
        home = next((other for other in (index + 1, index - 1) if _belongs(rows, sizes, index, other)), None)
        if home is None:
            kept.append(row)
        else:
            homes.setdefault(home, []).extend(row)
    for home, extra in homes.items():
        rows[home] += extra
    return kept


def _belongs(rows: Sequence[Sequence[Glyph]], sizes: Sequence[float], index: int, other: int) -> bool:
    if not 0 <= other < len(rows) or sizes[index] > _RAISED_SIZE * sizes[other]:
        return False
    base, size, row = rows[other][0].y, sizes[other], rows[index]
    middle = row[0].y - _ASCENT / 2 * sizes[index]
    if not base - (_ASCENT + 0.1) * size <= middle <= base + (_DESCENT + 0.1) * size:
        return False
    edges = sorted((glyph.left, glyph.right) for glyph in rows[other] if not glyph.char.isspace())
    return all(any(left - size <= one.right and one.left <= right + size for left, right in edges) for one in row[:3])


def _size(row: Sequence[Glyph]) -> float:
    return Counter(round(glyph.size, 1) for glyph in row).most_common(1)[0][0]


def _line(row: list[Glyph]) -> Line:
    row.sort(key=lambda glyph: glyph.left)
    printed = _once([glyph for glyph in row if not glyph.char.isspace()])
    spaces = [glyph.left for glyph in row if glyph.char.isspace()]
    size = _size(printed)
    words = _spaced(printed, spaces, size)
    segments, pieces = (_segments(printed, words, gap * size) for gap in (WIDE_GAP, NARROW_GAP))
    text = "".join(words)
    if spaces and spaces[-1] > printed[-1].left:
        text += " "
    base = Counter(round(glyph.y, 2) for glyph in printed if glyph.size >= _RAISED_SIZE * size).most_common(1)[0][0]
    right = max(glyph.right for glyph in printed)
    indent = "".join(glyph.char for glyph in row if glyph.char == "\u3000" and glyph.left < printed[0].left)
    return Line(
        text, printed[0].left, right, base, size, segments, _need(printed, words), _hang(text, words, printed), indent, pieces
    )


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without those drawn again over the same one."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = _DRAWN_TWICE * max(glyph.right - glyph.left, 0.1)
        if not any(other.char == glyph.char and glyph.left - other.left < reach for other in kept[-4:]):
            kept.append(glyph)
    return kept


def _segments(glyphs: Sequence[Glyph], words: Sequence[str], gap: float) -> tuple[Segment, ...]:
    """The stretches of a line between gaps of so many points."""
    cuts = [0, *(index for index in range(1, len(glyphs)) if glyphs[index].left - glyphs[index - 1].right >= gap), len(glyphs)]
    return tuple(
        Segment("".join(words[start:end]).strip(" \u3000"), glyphs[start].left, glyphs[end - 1].right)
        for start, end in pairwise(cuts)
    )


def _spaced(glyphs: Sequence[Glyph], spaces: Sequence[float], size: float) -> list[str]:
    """The characters with the spaces in front of each."""
    words, seen = [glyphs[0].char], 0
    for before, glyph in pairwise(glyphs):
        said = False
        while seen < len(spaces) and spaces[seen] < glyph.left:
            said = said or spaces[seen] >= before.left
            seen += 1
        gap = (glyph.left - before.right) / size
        words.append(_gap(gap, before.char[-1], glyph.char[0], said=said) + glyph.char)
    unit = _UNIT.match("".join(words))
    if unit is not None:
        _part_unit(glyphs, words, size, unit.end())
    return words


def _part_unit(glyphs: Sequence[Glyph], words: list[str], size: float, length: int) -> None:
    """Put a space behind the first ``length`` characters, the number of a unit, when the line has a gap there: programs leave
    out the space itself, and without it ``第二章 规划`` reads like a sentence about the chapter."""
    place = next((index for index, end in enumerate(accumulate(map(len, words)), 1) if end == length), 0)
    if not 0 < place < len(words) or words[place][0] in " \u3000":
        return
    gaps = [(right.left - left.right) / size for left, right in pairwise(glyphs)]
    others = sorted(gap for index, gap in enumerate(gaps, 1) if index != place)
    if gaps[place - 1] > max(others[len(others) // 2] if others else 0.0, 0.0) + _MARK_GAP:
        words[place] = f" {words[place]}"


def _gap(gap: float, before: str, after: str, *, said: bool) -> str:
    if gap >= _GAP:
        # Half a character more or less tells a gap between words from the one that parts paragraphs on one line.
        halves = round(2 * gap)
        return "\u3000" * (halves // 2) + " " * (halves % 2)
    latin = is_latin(before) and is_latin(after)
    return " " if said or (latin and gap > _WORD_GAP) else ""


def _need(glyphs: Sequence[Glyph], words: Sequence[str]) -> float:
    """The width of what stands before the first place where the line could have been broken: a Chinese character with the brackets
    before it and the signs after it, or all up to the first space or Chinese character."""
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].char[-1] in _OPENING:
        end += 1
    if _IDEOGRAPH.match(glyphs[end].char):
        while end < len(glyphs) - 1 and glyphs[end + 1].char[0] in _CLOSING:
            end += 1
    else:
        while end < len(glyphs) - 1 and not _IDEOGRAPH.match(words[end + 1]) and words[end + 1][0] not in " \u3000":
            end += 1
    return glyphs[end].right - glyphs[0].left


def _hang(text: str, words: Sequence[str], glyphs: Sequence[Glyph]) -> float:
    marker = marker_at(fold(text[:20]), 0)
    length = 0
    for word, glyph in zip(words, glyphs, strict=False):
        length += len(word)
        if marker is None or length > marker.content:
            return glyph.left
    return glyphs[0].left
