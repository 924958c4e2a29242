"""Finds the units of a body that was written on one line, by the order of their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy.outline_lines import Piece, Role
from policy.outline_marks import NUMERAL, SIGNS, Marker, Style, marker_at
from policy.outline_names import TITLE_END

_CANDIDATE: Final = re.compile(
    rf"(?<![\d.])\d{{1,3}}\.(?!\d)|\(\d{{1,2}}\)|{SIGNS}"
    rf"|(?<!{NUMERAL}){NUMERAL}{{1,4}}、|第{NUMERAL}{{1,6}}(?:[编篇章节条]|部分)|\({NUMERAL}{{1,4}}\)"
)
# In front of a number these make it a citation: ``（三）、（四）项``, ``第``, ``按照（二）``.
_CITING: Final = frozenset("、“《(第和及或至见按照")
_STOP: Final = frozenset("。;:!?)”")
_SENTENCE: Final = re.compile("[。;!?:\n]")
_HEADING_LENGTH: Final = 60
_TITLE_LENGTH: Final = 80
_HEADED: Final = (Style.PART, Style.CHAPTER, Style.SECTION, Style.HEADING)
_SMALL: Final = (Style.NUMBER, Style.BRACKET_NUMBER, Style.CIRCLE)
_FIRST: Final = (Style.PART, Style.CHAPTER, Style.ARTICLE, Style.HEADING)
_GAP: Final = 2


class _Order:
    """The numbers seen so far, to tell a marker from a bracketed list or a citation inside a sentence."""

    def __init__(self, folded: str, start: int, end: int, fresh: frozenset[int]) -> None:
        self._folded, self._start, self._fresh = folded, start, fresh
        self._ever: dict[Style, int] = {}
        self._open: dict[Style, int] = {}
        self._latest: Marker | None = None
        self._last_second = {
            Style.HEADING: folded.rfind("二、", start, end),
            Style.ARTICLE: folded.rfind("第二条", start, end),
            Style.NUMBER: folded.rfind("2.", start, end),
            Style.BRACKET_NUMBER: folded.rfind("(2)", start, end),
            Style.CIRCLE: folded.rfind("②", start, end),
        }

    def note(self, marker: Marker) -> None:
        self._open = {style: number for style, number in self._open.items() if style < marker.style}
        self._open[marker.style] = self._ever[marker.style] = marker.number
        self._latest = marker

    def expects(self, marker: Marker, *, glued: bool) -> bool:
        """Whether a marker inside a line is the next one of its kind in a place where one may stand."""
        fresh = marker.start in self._fresh and self._folded[marker.start - 1] not in _CITING
        if marker.style in _SMALL and not (glued or fresh):
            return False
        if not self._is_next(marker):
            return self._skips(marker)
        if fresh or self._after_stop(marker):
            return True
        return self._ends_heading(marker) or self._ends_title(marker)

    def _is_next(self, marker: Marker) -> bool:
        if marker.style in self._open:
            return marker.number == self._open[marker.style] + 1
        if marker.number == 1:
            return self._last_second.get(marker.style, len(self._folded)) > marker.start
        return marker.number == self._ever.get(marker.style, -1) + 1

    def _skips(self, marker: Marker) -> bool:
        """Whether a number was left out, or stands twice, at a place that can be nothing but the beginning of a unit."""
        expected = self._open.get(marker.style)
        if expected is None or marker.style in _SMALL or self._folded[marker.start - 1] != "。":
            return False
        listed = marker.style is Style.BRACKET and self._folded.startswith("、", marker.end)
        return expected <= marker.number <= expected + _GAP and not listed

    def _after_stop(self, marker: Marker) -> bool:
        before = self._folded[marker.start - 1]
        if before == " " and marker.start > 1:
            before = self._folded[marker.start - 2]
        if marker.style is Style.ARTICLE:
            return before == "。"
        return before in _STOP

    def _ends_heading(self, marker: Marker) -> bool:
        """Whether nothing but the heading of a higher unit stands between its marker and this one."""
        latest = self._latest
        if latest is None or latest.style not in _HEADED or marker.style <= latest.style:
            return False
        if marker.start - latest.content > _HEADING_LENGTH or marker.style in _SMALL:
            return False
        if marker.style is Style.HEADING and self._folded[marker.start - 1] in "、,":
            return False
        return marker.start - latest.content > 1 and not _SENTENCE.search(self._folded, latest.content, marker.start)

    def _ends_title(self, marker: Marker) -> bool:
        """Whether the first unit of all stands behind the title of its document."""
        if marker.number != 1 or self._open or marker.style not in _FIRST:
            return False
        if marker.style is not Style.HEADING and self._folded[marker.start - 1] == ")":
            return True
        begin = max(self._start, marker.start - _TITLE_LENGTH)
        stops = [found.end() for found in _SENTENCE.finditer(self._folded, begin, marker.start)]
        return TITLE_END.search(self._folded[stops[-1] if stops else begin : marker.start]) is not None


def split_glued(folded: str, pieces: Sequence[Piece], fresh: frozenset[int] = frozenset()) -> list[Piece]:
    """The pieces with every unit on a piece of its own, also those whose markers stand in the middle of a line. At the places in
    ``fresh`` a line of the source began."""
    if not pieces:
        return []
    order = _Order(folded, pieces[0].start, pieces[-1].end, fresh)
    found: list[Piece] = []
    for piece in pieces:
        if piece.role is not Role.TEXT:
            found.append(piece)
            continue
        own = marker_at(folded, piece.start)
        if own is not None:
            order.note(own)
        found += _split(folded, piece, order, own)
    return found


def _split(folded: str, piece: Piece, order: _Order, own: Marker | None) -> list[Piece]:
    found: list[Piece] = []
    rest = piece
    for candidate in _CANDIDATE.finditer(folded, piece.start + 1, piece.end):
        marker = marker_at(folded, candidate.start())
        if marker is None or marker.start <= rest.start:
            continue
        glued = bool(found) or (own is not None and own.style is marker.style)
        if not order.expects(marker, glued=glued):
            continue
        left, rest = rest.cut(marker.start, folded)
        found.append(left)
        order.note(marker)
    return [*found, rest]
