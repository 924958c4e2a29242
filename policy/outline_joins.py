"""Tells which lines go on in the next: those that were broken for the width of a page, or in the middle of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.outline_marks import marker_at
from policy.outline_names import (
    ANNEX_LABEL,
    ANNEX_LINE,
    CONTENTS_LINE,
    DATE_LINE,
    NOTE_LINE,
    NUMBER_LINE,
    SIGNATORY,
    SIGNED_DATE,
    TITLE_END,
    TITLE_GOES_ON,
)

_STOPS: Final = frozenset("。!?;:…")
_OPEN: Final = frozenset(",、“(《—-")
_CLOSERS: Final = ")”》’"
_PAGE_WIDTH: Final = 100
_MEASURED: Final = 4 * _PAGE_WIDTH
_FEW: Final = 5
_SHORT: Final = 80
# Signs that are ASCII in folded text and full-width in print.
_WIDE_SIGNS: Final = b",;:()!?%"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: from ``begin`` to ``stop`` with its spaces, from ``start`` to ``end`` without. ``gap``: an empty line
    stands above it; ``tail``: wide spaces end it, as they do between the paragraphs of a text on one line; ``furniture``: a page
    number or the like; ``table``: it belongs to a table."""

    begin: int
    start: int
    end: int
    stop: int
    gap: bool
    tail: bool
    furniture: bool
    table: bool

    @property
    def indent(self) -> bool:
        """Whether spaces stand before the first word."""
        return self.begin < self.start


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was broken into lines: the width of a full line (0: it was not), and whether blank lines part paragraphs."""

    width: float
    blank_lines: bool


def wrapping_of(folded: str, lines: Sequence[Line]) -> Wrapping:
    """Whether and how the running text was broken into lines."""
    running = [line for line in lines if not (line.table or line.furniture)]
    measured = [_width(folded, line) for line in running]
    widths = sorted(measured)
    if len(widths) < _FEW * 2:
        return Wrapping(0, blank_lines=True)
    full = widths[int(len(widths) * 0.9)]
    filled = [line for line, width in zip(running, measured, strict=True) if full - 2 <= width <= full + 2]
    broken = [line for line in filled if folded[line.end - 1] not in _STOPS]
    enough = len(filled) >= max(_FEW, 0.2 * len(running)) and len(broken) > 0.6 * len(filled)
    wrapped = full <= _PAGE_WIDTH and enough and widths[-1] <= full * 1.5
    blank = sum(line.gap for line in running) > 0.08 * len(running)
    return Wrapping(full if wrapped else 0, blank)


def _width(folded: str, line: Line) -> float:
    """The width of a line in full-width characters; a very long line is not measured to its end."""
    words = folded[line.start : min(line.end, line.start + _MEASURED)]
    return len(words) - len(words.encode("ascii", "ignore").translate(None, _WIDE_SIGNS)) / 2 + 2 * line.indent


def joins(folded: str, group: Sequence[Line], line: Line, following: Sequence[Line], wrapping: Wrapping) -> bool:
    """Whether ``line`` goes on with the paragraph of which ``group`` are the lines so far."""
    last = group[-1]
    if line.table or last.table or last.tail or _stands_alone(folded, line, following) or _is_whole(folded, group, line):
        return False
    marked = marker_at(folded, line.start) is not None
    if folded[last.end - 1] in _OPEN:
        return not marked and not (line.gap and line.indent)
    if not wrapping.width or (line.indent and not last.indent and not marker_at(folded, last.start)):
        return False
    filled = _width(folded, last) >= wrapping.width - 3
    stopped = folded[last.end - 1] in _STOPS or folded[last.start : last.end].rstrip(_CLOSERS)[-1:] in _STOPS
    if marked:
        return filled and not stopped and not line.indent
    return _runs_on(folded, group, line, wrapping, filled=filled, stopped=stopped)


def _runs_on(folded: str, group: Sequence[Line], line: Line, wrapping: Wrapping, *, filled: bool, stopped: bool) -> bool:
    last = group[-1]
    if line.gap:
        return filled and not stopped
    if line.indent:
        return filled and not stopped and last.indent
    if stopped:
        return filled or (wrapping.blank_lines and not marker_at(folded, last.start))
    return filled or _is_sentence(folded, group)


def _is_sentence(folded: str, group: Sequence[Line]) -> bool:
    """Whether the lines so far have the signs of a sentence: it may go on although its last line is short."""
    return any(sign in folded[line.start : line.end] for line in group[-3:] for sign in ",。;")


def _stands_alone(folded: str, line: Line, following: Sequence[Line]) -> bool:
    """Whether a line is one of those around a text that never go on with the line above."""
    if line.end - line.start > _SHORT:
        return False
    words = folded[line.start : line.end]
    if ANNEX_LABEL.fullmatch(words) or CONTENTS_LINE.fullmatch(words) or NUMBER_LINE.fullmatch(words):
        return True
    return NOTE_LINE.fullmatch(words) is not None or _is_dated(words) or _signs(folded, words, following)


def _is_dated(words: str) -> bool:
    return DATE_LINE.fullmatch(words) is not None or SIGNED_DATE.fullmatch(words) is not None


def _signs(folded: str, words: str, following: Sequence[Line]) -> bool:
    """Whether a line names who signed: a date stands below it, or another name and then a date."""
    if not SIGNATORY.fullmatch(words):
        return False
    for line in following:
        below = folded[line.start : min(line.end, line.start + _SHORT)]
        if _is_dated(below):
            return True
        if not SIGNATORY.fullmatch(below):
            return False
    return False


def _is_whole(folded: str, group: Sequence[Line], line: Line) -> bool:
    """Whether the lines so far end by what they are: a date, a number, an annex's label or title, a document's title."""
    last = group[-1]
    if len(group) > _FEW or last.end - last.start > _SHORT:
        return False
    words = folded[last.start : last.end]
    if _is_dated(words) or NUMBER_LINE.fullmatch(words) or ANNEX_LABEL.fullmatch(words) or NOTE_LINE.fullmatch(words):
        return True
    if ANNEX_LINE.fullmatch(words) and len(group) == 1:
        return TITLE_END.search(words) is not None
    said = "".join(folded[part.start : part.end] for part in group)
    plain = not any(sign in said for sign in "。,;:") and said.count("《") == said.count("》")
    plain = plain and marker_at(folded, group[0].start) is None
    return plain and TITLE_END.search(said) is not None and not TITLE_GOES_ON.match(folded, line.start)
