"""Unfolds a text: broken lines are put together again, page numbers and what a web site put around it are left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, NamedTuple

from policy.canonical import fold
from policy.metadata_card import card_rows
from policy.model import Span
from policy.outline_joins import Line, joins, wrapping_of
from policy.outline_lines import FURNITURE, FURNITURE_LENGTH, SPACE
from policy.outline_names import ANNEX_LABEL, TABLE_HEAD
from policy.outline_site import below_document, is_furniture
from policy.structure import Structure

_LINE: Final = re.compile(r"[^\n]+")
_LETTER: Final = re.compile("[A-Za-z]")
_LINK: Final = re.compile(r"://[^\s\u3000-\uffff]*$")
_WIDE_CELLS: Final = 4


class _Cut(NamedTuple):
    """A stretch that is left out; ``spaced``: a space stands for it, because two Latin words met."""

    start: int
    end: int
    spaced: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """A text without the line breaks that mean nothing. ``folded`` is ``fold(text)``; ``fresh`` are the places where a line of the
    source began in the middle of a paragraph. ``place`` leads back into the source."""

    text: str
    folded: str
    fresh: frozenset[int]
    here: tuple[int, ...]
    there: tuple[int, ...]

    def place(self, offset: int) -> int:
        """Where the character at ``offset`` stands in the source."""
        index = bisect_right(self.here, offset) - 1
        return self.there[index] + offset - self.here[index]

    def span(self, start: int, end: int) -> Span:
        """A stretch of this text as a span of the source."""
        if start >= end:
            place = self.place(start)
            return Span(place, place)
        return Span(self.place(start), self.place(end - 1) + 1)

    def found(self, place: int) -> int:
        """Where a place of the source is in this text; what was left out is where the text goes on."""
        index = bisect_right(self.there, place) - 1
        following = self.here[index + 1] if index + 1 < len(self.here) else len(self.text)
        return min(self.here[index] + place - self.there[index], following)


def unfold(text: str, structure: Structure) -> Flow:
    """The flow of a canonical text. Nothing changes inside the tables of its ``structure``, in a card
    of labels above it, nor where a table's header stands."""
    folded = fold(text)
    lines = list(_lines(folded, _zones(folded, structure)))
    site = below_document(folded, lines)
    lines[site:] = [replace(line, furniture=True) for line in lines[site:]]
    wrapping = wrapping_of(folded, lines)
    cuts: list[_Cut] = []
    group: list[Line] = []
    aside: list[_Cut] = []
    for number, line in enumerate(lines):
        if line.furniture:
            aside.append(_Cut(line.begin, min(line.stop + 1, len(text)), spaced=False))
            continue
        if group and joins(folded, group, line, lines[number + 1 : number + 4], wrapping):
            last = group[-1]
            latin = _LETTER.match(folded[last.end - 1]) and _LETTER.match(folded[line.start])
            spaced = bool(latin and not _LINK.search(folded, last.start, last.end))
            cuts.append(_Cut(last.end, line.start, spaced))
        else:
            cuts += aside
            group.clear()
        aside.clear()
        group.append(line)
    return _without(text, folded, [*cuts, *aside])


def _zones(folded: str, structure: Structure) -> Iterator[Span]:
    """The tables, and the card of labels that a site put above the document."""
    cards = [row.span for row in card_rows(folded)]
    return iter(sorted([*cards, *(table.span for table in structure.tables)], key=lambda span: span.start))


def _lines(folded: str, zones: Iterator[Span]) -> Iterator[Line]:
    """The lines with words on them. A header such as ``序号`` begins a stretch of table rows that ends at the next annex."""
    zone = next(zones, None)
    last, rows = -1, False
    for found in _LINE.finditer(folded):
        raw = found.group()
        bare = raw.strip()
        if not bare:
            continue
        begin = found.start()
        start = begin + len(raw) - len(raw.lstrip())
        while zone is not None and zone.end <= start:
            zone = next(zones, None)
        if ANNEX_LABEL.match(bare):
            rows = False
        cell = zone is not None and zone.start <= start
        rows = rows or TABLE_HEAD.match(folded, start) is not None
        gap = last < 0 or folded.count("\n", last, begin) > 1
        last = found.end()
        yield Line(
            begin,
            start,
            start + len(bare),
            last,
            gap=gap,
            tail=_cells(raw[len(raw.rstrip()) :]) >= _WIDE_CELLS,
            furniture=_is_page_number(bare) or (not cell and is_furniture(bare)),
            table=rows or cell or "\t" in bare,
        )


def _is_page_number(bare: str) -> bool:
    return len(bare) <= FURNITURE_LENGTH and FURNITURE.fullmatch(bare) is not None


def _cells(blank: str) -> int:
    return sum(2 if char == "\u3000" else 1 for char in blank if char in SPACE)


def _without(text: str, folded: str, cuts: Sequence[_Cut]) -> Flow:
    if not cuts:
        return Flow(text, folded, frozenset(), (0,), (0,))
    kept: list[str] = []
    kept_folded: list[str] = []
    there: list[int] = []
    lengths: list[int] = []
    fresh: list[int] = []
    begin = length = 0
    for cut in cuts:
        blank = " " * cut.spaced
        there.append(begin)
        kept.append(text[begin : cut.start] + blank)
        kept_folded.append(folded[begin : cut.start] + blank)
        lengths.append(len(kept[-1]))
        length += lengths[-1]
        fresh.append(length)
        begin = cut.end
    there.append(begin)
    kept.append(text[begin:])
    kept_folded.append(folded[begin:])
    here = [0, *accumulate(lengths)]
    return Flow("".join(kept), "".join(kept_folded), frozenset(fresh), tuple(here), tuple(there))
