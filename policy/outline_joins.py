"""Puts the lines of a paragraph together again where they were broken for the width of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.outline_lines import Piece, Role
from policy.outline_marks import marker_at

_STOPS: Final = frozenset("。!?;:…")
_OPEN: Final = frozenset(",、“(《—-")
_CLOSERS: Final = ")”》’"
_PAGE_WIDTH: Final = 60
_FEW: Final = 5
# Signs that are ASCII in folded text and full-width in print.
_WIDE_SIGNS: Final = b",;:()!?%"


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was broken into lines: the width of a full line (0: it was not), and whether blank lines part paragraphs."""

    width: float
    blank_lines: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the pieces it was broken into; page numbers between them are left out."""

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> int:
        """Where the first piece begins."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the last piece ends."""
        return self.pieces[-1].end

    @property
    def role(self) -> Role:
        """What the paragraph is for."""
        return self.pieces[0].role

    def words(self, text: str, start: int = 0) -> str:
        """The words of the paragraph from ``start`` on, without its line breaks."""
        return "".join(text[max(piece.start, start) : piece.end] for piece in self.pieces if piece.end > start)


def wrapping_of(folded: str, pieces: Sequence[Piece]) -> Wrapping:
    """Whether and how the running text was broken into lines."""
    running = [piece for piece in pieces if piece.role is Role.TEXT]
    measured = [_width(folded, piece) for piece in running]
    widths = sorted(measured)
    if len(widths) < _FEW * 2:
        return Wrapping(0, blank_lines=True)
    full = widths[int(len(widths) * 0.9)]
    filled = [piece for piece, width in zip(running, measured, strict=True) if full - 2 <= width <= full + 2]
    broken = [piece for piece in filled if folded[piece.end - 1] not in _STOPS]
    enough = len(filled) >= max(_FEW, 0.2 * len(running)) and len(broken) > 0.6 * len(filled)
    wrapped = full <= _PAGE_WIDTH and enough and widths[-1] <= full * 1.5
    blank = sum(piece.gap for piece in running) > 0.08 * len(running)
    return Wrapping(full if wrapped else 0, blank)


def _width(folded: str, piece: Piece) -> float:
    """The width of the line up to the end of a piece, in full-width characters; a very long line is not measured to its end."""
    line = folded.rfind("\n", max(0, piece.end - 4 * _PAGE_WIDTH), piece.end) + 1 if piece.inline else 0
    start = line or piece.start
    words = folded[start : min(piece.end, start + 4 * _PAGE_WIDTH)].strip()
    return len(words) - len(words.encode("ascii", "ignore").translate(None, _WIDE_SIGNS)) / 2


def join_lines(folded: str, pieces: Sequence[Piece]) -> list[Paragraph]:
    """The paragraphs of a text, in order."""
    wrapping = wrapping_of(folded, pieces)
    groups: list[list[Piece]] = []
    for piece in pieces:
        if piece.role is Role.FURNITURE:
            continue
        if groups and _continues(folded, groups[-1], piece, wrapping):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [Paragraph(tuple(group)) for group in groups]


def _continues(folded: str, group: list[Piece], piece: Piece, wrapping: Wrapping) -> bool:
    last = group[-1]
    if piece.role is not Role.TEXT or last.role is not Role.TEXT or piece.inline or marker_at(folded, piece.start):
        return False
    final = folded[last.end - 1]
    if final in _OPEN:
        return not (piece.gap and piece.indent)
    if not wrapping.width or (piece.indent and not last.indent and not marker_at(folded, last.start)):
        return False
    return _runs_on(folded, last, piece, wrapping)


def _runs_on(folded: str, last: Piece, piece: Piece, wrapping: Wrapping) -> bool:
    stopped = folded[last.end - 1] in _STOPS or folded[last.start : last.end].rstrip(_CLOSERS)[-1:] in _STOPS
    filled = _width(folded, last) >= wrapping.width - 3
    if piece.gap:
        return filled and not stopped
    if piece.indent:
        return filled and not stopped and last.indent
    if stopped:
        return filled or wrapping.blank_lines
    return filled or not marker_at(folded, last.start)
