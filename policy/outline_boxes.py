"""Boxes (专栏) and notes below tables: their numbered lines are no units of the outline around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policy.outline_lines import Piece, Role
from policy.outline_marks import NUMERAL, SIGNS, Marker, Style, marker_at

_BOX: Final = re.compile(r"专 *栏 *(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?![期目日版])")
_NOTE: Final = re.compile(r"(?:表|附|备)?注 *[:1]|说明 *: *1[.、]")
_INSIDE: Final = re.compile(rf"\({NUMERAL}{{1,4}}\)|\(\d{{1,2}}\)|{SIGNS}|(?<![\d.])\d{{1,2}}\.(?!\d)")


def mark_boxes(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those of boxes and notes marked as such: they belong to the unit around them."""
    found: list[Piece] = []
    state = _State()
    for piece in pieces:
        if piece.role is not Role.TEXT:
            found.append(piece)
            continue
        boxed = state.is_boxed(folded, piece)
        found.append(replace(piece, role=Role.BOX) if boxed else piece)
    return found


class _State:
    """Whether a box is open, and which numbers come next inside it."""

    def __init__(self) -> None:
        self._inside = self._started = False
        self._inner: dict[Style, int] = {}

    def is_boxed(self, folded: str, piece: Piece) -> bool:
        if _BOX.match(folded, piece.start, piece.end) or _NOTE.match(folded, piece.start, piece.end):
            self._inside, self._started, self._inner = True, False, {}
            self._note_inside(folded, piece)
            return True
        marker = marker_at(folded, piece.start)
        if marker is None:
            # Unnumbered words below a box's title may be in the box or below it: they belong to the same unit either way.
            self._started = True
            if self._inside:
                self._note_inside(folded, piece)
            return self._inside and piece.inline
        if self._inside and self._goes_on(marker):
            self._started = True
            self._inner = {style: number for style, number in self._inner.items() if style <= marker.style}
            self._inner[marker.style] = marker.number
            self._note_inside(folded, piece)
            return True
        self._inside = False
        return False

    def _note_inside(self, folded: str, piece: Piece) -> None:
        """Follow the numbers inside a piece whose lines ran together."""
        for found in _INSIDE.finditer(folded, piece.start + 1, piece.end):
            marker = marker_at(folded, found.start())
            if marker and marker.number in (1, self._inner.get(marker.style, 0) + 1):
                self._inner[marker.style] = marker.number

    def _goes_on(self, marker: Marker) -> bool:
        """Whether a marker numbers a line of the box: the first one or the next one there, and not the next one outside."""
        if marker.style in self._inner:
            return marker.number == self._inner[marker.style] + 1
        if marker.number != 1 or marker.style <= Style.ARTICLE:
            return False
        return bool(self._inner) or not self._started
