"""Finds the units of a body that was written on one line, by the order of their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy.outline_lines import Piece, Role
from policy.outline_marks import NUMERAL, Marker, Style, marker_at

_CANDIDATE: Final = re.compile(
    rf"(?:(?<=[。;:!?)”])|(?<=[。;:!?)”] ))(?:{NUMERAL}{{1,4}}、|\d{{1,3}}\.(?!\d)|第{NUMERAL}{{1,6}}[编章节条])"
    rf"|\({NUMERAL}{{1,4}}\)|第{NUMERAL}{{1,6}}[节条][ \u3000]"
)
_STOP: Final = frozenset("。;:!?)”")
_HEADING_LENGTH: Final = 60
_HEADED: Final = (Style.PART, Style.CHAPTER, Style.SECTION, Style.HEADING)


class _Order:
    """The numbers seen so far, to tell a marker from a bracketed list or a citation inside a sentence."""

    def __init__(self, folded: str, start: int, end: int) -> None:
        self._folded = folded
        self._ever: dict[Style, int] = {}
        self._open: dict[Style, int] = {}
        self._latest: Marker | None = None
        self._last_second = {Style.HEADING: folded.rfind("二、", start, end), Style.NUMBER: folded.rfind("2.", start, end)}

    def note(self, marker: Marker) -> None:
        self._open = {style: number for style, number in self._open.items() if style < marker.style}
        self._open[marker.style] = self._ever[marker.style] = marker.number
        self._latest = marker

    def expects(self, marker: Marker, *, glued: bool) -> bool:
        """Whether a marker inside a line is the next one of its kind in a place where one may stand."""
        if marker.style is Style.NUMBER and not glued:
            return False
        if not self._is_next(marker):
            return False
        return self._after_stop(marker) or (marker.style in (Style.BRACKET, Style.ARTICLE) and self._ends_heading(marker))

    def _is_next(self, marker: Marker) -> bool:
        if marker.style in self._open:
            return marker.number == self._open[marker.style] + 1
        if marker.number == 1:
            return self._last_second.get(marker.style, len(self._folded)) > marker.start
        return marker.number == self._ever.get(marker.style, -1) + 1

    def _after_stop(self, marker: Marker) -> bool:
        before = self._folded[marker.start - 1]
        if before == " " and marker.start > 1:
            before = self._folded[marker.start - 2]
        if marker.style is Style.ARTICLE:
            return before == "。"
        return before in _STOP

    def _ends_heading(self, marker: Marker) -> bool:
        latest = self._latest
        if latest is None or latest.style not in _HEADED or marker.start - latest.content > _HEADING_LENGTH:
            return False
        between = self._folded[latest.content : marker.start]
        return len(between) > 1 and not any(stop in between for stop in "。;\n")


def split_glued(folded: str, pieces: Sequence[Piece], fresh: frozenset[int] = frozenset()) -> list[Piece]:
    """The pieces with every unit on a piece of its own, also those whose markers stand in the middle of a line."""
    if not pieces:
        return []
    order = _Order(folded, pieces[0].start, pieces[-1].end)
    found: list[Piece] = []
    for piece in pieces:
        if piece.role is not Role.TEXT:
            found.append(piece)
            continue
        own = marker_at(folded, piece.start)
        if own is not None:
            order.note(own)
        found += _split(folded, piece, order)
    return found


def _split(folded: str, piece: Piece, order: _Order) -> list[Piece]:
    found: list[Piece] = []
    rest = piece
    for candidate in _CANDIDATE.finditer(folded, piece.start + 1, piece.end):
        marker = marker_at(folded, candidate.start())
        if marker is None or not order.expects(marker, glued=bool(found)):
            continue
        left, rest = rest.cut(marker.start, folded)
        found.append(left)
        order.note(marker)
    return [*found, rest]
