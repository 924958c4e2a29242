"""Headings without a usual marker: ``2 要求`` above ``2.1``, and paragraphs that the source's own style makes headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from policy.outline_flow import Flow
from policy.outline_lines import Piece, Role
from policy.outline_marks import Marker, Style, marker_at
from policy.outline_names import ANNEX_LINE, DATE_LINE, NUMBER_LINE
from policy.structure import Heading

_BARE: Final = re.compile(r"(?P<label>\d{1,2})[ \t\u3000]*(?=[\u4e00-\u9fff“《])")
_DECIMAL: Final = re.compile(r"(\d{1,2})\.(\d{1,2})")
_FEW: Final = 2
_LONGEST: Final = 40
_LONGEST_LINE: Final = 60
_MOST_SHARE: Final = 0.5
_STOPS: Final = "。;:,、!?"


def bare_heads(folded: str, pieces: Sequence[Piece]) -> dict[int, Marker]:
    """The headings ``1``, ``2`` … of an outline whose further levels are ``2.1``, ``2.1.3``: by where they begin. There are none in
    a text that does not number so."""
    found: dict[int, Marker] = {}
    bare: list[Marker] = []
    parents: list[int] = []
    for piece in pieces:
        if piece.role is not Role.TEXT:
            continue
        decimal = _DECIMAL.match(folded, piece.start, piece.end)
        marker = marker_at(folded, piece.start) if decimal else None
        if decimal and marker and marker.style is Style.DECIMAL:
            if marker.number == 1:
                found |= {head.start: head for head in bare if head.number == int(decimal[1])}
            parents.append(int(decimal[1]))
            continue
        match = _BARE.match(folded, piece.start, piece.end)
        if match and len(piece) <= _LONGEST and folded[piece.end - 1] not in _STOPS:
            bare.append(Marker(Style.NUMBER, int(match["label"]), piece.start, match.end("label"), match.end()))
    if len(parents) < _FEW or not found:
        return {}
    return _in_order(bare, found)


def _in_order(bare: Sequence[Marker], known: Mapping[int, Marker]) -> dict[int, Marker]:
    """The heads that count up from 1, those without a second level among them."""
    found: dict[int, Marker] = {}
    last = 0
    for head in bare:
        if head.number == last + 1 or (head.start in known and head.number > last):
            found[head.start] = head
            last = head.number
    return found


def styled_heads(flow: Flow, pieces: Sequence[Piece], headings: Sequence[Heading]) -> dict[int, float]:
    """The unnumbered headings among ``headings``: where each begins, and its level on the scale of ``Style``.

    A level is worth the style of marker that most of its numbered headings bear, else a little less than the level above it. Styles
    that make headings of most unnumbered paragraphs say nothing.
    """
    levels = {flow.found(heading.span.start): heading.level for heading in headings if heading.level > 0}
    styled = [(piece, levels[piece.start]) for piece in pieces if piece.role is Role.TEXT and piece.start in levels]
    worth = _worth(flow.folded, styled)
    found = {piece.start: worth[level] for piece, level in styled if _may_head(flow.folded, piece)}
    unnumbered = sum(piece.role is Role.TEXT and marker_at(flow.folded, piece.start) is None for piece in pieces) if found else 0
    return found if len(found) <= _MOST_SHARE * unnumbered else {}


def _may_head(folded: str, piece: Piece) -> bool:
    words = folded[piece.start : piece.end]
    if len(words) > _LONGEST_LINE or words[-1] in _STOPS or marker_at(folded, piece.start):
        return False
    return not (ANNEX_LINE.fullmatch(words) or DATE_LINE.fullmatch(words) or NUMBER_LINE.fullmatch(words))


def _worth(folded: str, styled: Sequence[tuple[Piece, int]]) -> dict[int, float]:
    marked: dict[int, Counter[Style]] = defaultdict(Counter)
    for piece, level in styled:
        marker = marker_at(folded, piece.start)
        if marker:
            marked[level][marker.style] += 1
    worth: dict[int, float] = {}
    above = Style.HEADING - 0.5
    for level in sorted({level for _, level in styled}):
        own = marked[level].most_common(1)
        above = float(own[0][0]) if own else above + 0.5
        worth[level] = above
    return worth
