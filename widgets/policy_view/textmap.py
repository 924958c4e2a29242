"""Where a place on the screen stands in the canonical text: the only module that knows UTF-16."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policy.model import Span
from policy.page import Block, BlockKind, joined

ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Segment(NamedTuple):
    """A run of shown characters and the canonical text behind it; lengths differ only where a line stands for hidden text."""

    shown: int
    shown_length: int
    canonical: int
    canonical_length: int

    @property
    def opaque(self) -> bool:
        """Whether the shown words are the program's own and stand for text that is hidden."""
        return self.shown_length != self.canonical_length


class TextMap:
    """The shown text of a page, and the way between its positions and canonical offsets.

    A *position* is what ``QTextCursor`` counts (UTF-16 units); an *offset* counts code points of the canonical text; a *place*
    counts code points of ``shown``. Each block of the page is one block of the document. All questions are answered by bisection.
    """

    def __init__(self, text: str, blocks: Sequence[Block], fold_label: Callable[[Block], str]) -> None:
        self.blocks = tuple(blocks)
        folds = BlockKind.ANNEX_FOLD
        self.block_texts = tuple(fold_label(block) if block.kind is folds else joined(text, block) for block in blocks)
        self.shown = "\n".join(self.block_texts)
        self._block_places: list[int] = []
        self._segments: list[Segment] = []
        self._lay_out()
        self._shown_starts = [segment.shown for segment in self._segments]
        self._canonical_starts = [segment.canonical for segment in self._segments]
        self._astral = [found.start() for found in ASTRAL.finditer(self.shown)] if _has_astral(self.shown) else []
        self._astral_positions = [place + number for number, place in enumerate(self._astral)]

    def _lay_out(self) -> None:
        place = 0
        for number, block in enumerate(self.blocks):
            words = self.block_texts[number]
            self._block_places.append(place)
            if block.kind is BlockKind.ANNEX_FOLD:
                unfolded = number + 1 < len(self.blocks) and self.blocks[number + 1].kind is BlockKind.RAW
                self._segments.append(Segment(place, len(words), block.span.start, 0 if unfolded else len(block.span)))
            else:
                at = place
                for piece in block.pieces:
                    length = piece.end - piece.start
                    self._segments.append(Segment(at, length, piece.start, length))
                    at += length
            place += len(words) + 1

    @property
    def length(self) -> int:
        """The number of positions of the page."""
        return self._position(len(self.shown))

    def _position(self, place: int) -> int:
        return place + bisect_left(self._astral, place)

    def _place(self, position: int) -> int:
        return position - bisect_left(self._astral_positions, position)

    def position(self, offset: int, *, ends: bool = False) -> int:
        """Where ``offset`` is shown. One that the page leaves out gives the next one shown, or with ``ends`` the last before."""
        if not self._segments:
            return 0
        index = bisect_right(self._canonical_starts, offset - 1 if ends else offset) - 1
        if index < 0:
            return 0
        segment = self._segments[index]
        inside = offset - segment.canonical
        if inside < segment.canonical_length or (ends and inside == segment.canonical_length):
            if segment.opaque:
                return self._position(segment.shown + (segment.shown_length if ends else 0))
            return self._position(segment.shown + inside)
        if ends:
            return self._position(segment.shown + (segment.canonical_length and segment.shown_length))
        following = self._segments[index + 1] if index + 1 < len(self._segments) else None
        return self._position(following.shown if following else len(self.shown))

    def positions(self, span: Span) -> tuple[int, int]:
        """First and end position of ``span``; both are equal when the page leaves all of it out."""
        start = self.position(span.start)
        return start, max(start, self.position(span.end, ends=True))

    def offset(self, position: int, *, ends: bool = False) -> int:
        """The canonical offset shown at ``position``; at the end of a block with ``ends`` the offset after its last character."""
        if not self._segments:
            return 0
        place = self._place(position)
        index = max(0, bisect_right(self._shown_starts, place - 1 if ends else place) - 1)
        segment = self._segments[index]
        inside = place - segment.shown
        if segment.opaque:
            return segment.canonical + (segment.canonical_length if inside > 0 and ends else 0)
        return segment.canonical + min(inside, segment.canonical_length)

    def span(self, start: int, end: int) -> Span | None:
        """The canonical stretch selected between two positions, or ``None`` when nothing of the document lies between them."""
        first, last = self.offset(start), self.offset(end, ends=True)
        return Span(first, last) if first < last else None

    def block_index(self, position: int) -> int:
        """The index of the block shown at ``position``; -1 when the page is empty."""
        return bisect_right(self._block_places, self._place(position)) - 1

    def block_start(self, index: int) -> int:
        """The first position of a block."""
        return self._position(self._block_places[index])

    def block_span(self, index: int) -> Span:
        """The canonical stretch of a block."""
        return self.blocks[index].span

    def selected_text(self, start: int, end: int) -> str:
        """What is shown between two positions, for the clipboard: a line per block."""
        return self.shown[self._place(start) : self._place(end)]

    def find(self, words: str) -> list[tuple[int, int]]:
        """All positions where ``words`` is shown, regardless of Latin case; never in lines that stand for hidden text."""
        if not words:
            return []
        found = re.finditer(re.escape(words), self.shown, re.IGNORECASE)
        return [(self._position(hit.start()), self._position(hit.end())) for hit in found if not self._in_opaque(hit.start())]

    def _in_opaque(self, place: int) -> bool:
        index = bisect_right(self._shown_starts, place) - 1
        return index >= 0 and self._segments[index].opaque


def _has_astral(words: str) -> bool:
    # Encoding is far quicker than searching a long text that has none, which is nearly every text.
    return len(words.encode("utf-16-le", "surrogatepass")) != 2 * len(words)


def unit_slice(words: str, start: int, end: int) -> str:
    """The part of ``words`` between two positions as Qt counts them."""
    if not _has_astral(words):
        return words[start:end]
    return words.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "replace")
