"""Tells which lines go on in the next: those that were broken for the width of a page, or in the middle of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.outline_marks import Marker, Style, marker_at
from policy.outline_names import (
    ANNEX_LABEL,
    ANNEX_LINE,
    CONTENTS_LINE,
    DATE_LINE,
    GLUED_KINDS,
    LEADER,
    NOTE_LINE,
    NUMBER_LINE,
    SIGNATORY,
    SIGNED_DATE,
    TITLE_END,
    TITLE_GOES_ON,
)

_STOPS: Final = frozenset("。!?;:…")
_PAUSES: Final = _STOPS | frozenset(",、")
_OPEN: Final = frozenset(",、“(《—-")
_OPENERS: Final = frozenset("“(《")
_CLOSERS: Final = ")”》’"
_ASSIGNED: Final = re.compile(r"。\([^()。]{2,70}\)$")
_NEVER_FIRST: Final = frozenset(",。、;:!?")
_LABEL: Final = re.compile(
    "(?:(?:牵头|责任|主要|配合|主办|协办|承办|参与|参加|落实|分管|完成)(?:单位|部门|处室|领导|人)"
    "|(?:完成|办结|整改|办理)?时[限间](?:要求)?|完成(?:时间|时限|节点)|时间(?:节点|安排|进度)) *:"
)
_PUBLISHED: Final = "(此"
_HANDING_ON: Final = re.compile("现[将把]|为了?")
_KIND_START: Final = re.compile(rf"(?:{GLUED_KINDS})[^〔(]")
_WORD: Final = re.compile(r"[(《〈“]*(?:[0-9A-Za-z.%/~+-]+|.)[,。、;:)》”!?]*")
_SLACK: Final = 1.5
_INDENT: Final = 4
_PAGE_WIDTH: Final = 100
_MEASURED: Final = 4 * _PAGE_WIDTH
_FEW: Final = 5
_FEWEST: Final = 3
_SHORTEST: Final = 14
_SHARE: Final = 0.1
_SPREAD: Final = 1.0
_MOSTLY: Final = 0.6
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
    """How a text was broken into lines: the width of a full line (0: it was not), and whether blank lines part paragraphs;
    ``counted``: lines were cut after so many characters, whatever their width in print."""

    width: float
    blank_lines: bool
    counted: bool = False


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
    enough = len(filled) >= max(_FEW, 0.1 * len(running)) and len(broken) > 0.6 * len(filled)
    wrapped = full <= _PAGE_WIDTH and enough and widths[-1] <= full * 1.5
    blank = sum(line.gap for line in running) > 0.08 * len(running)
    count = _counted(folded, running, measured)
    if count:
        return Wrapping(count, blank, counted=True)
    return Wrapping(full if wrapped else _rarely_full(folded, running, measured), blank)


def _counted(folded: str, lines: Sequence[Line], widths: Sequence[float]) -> int:
    """After how many characters every line was cut; 0 when lines were cut by their width, or not at all. Full lines of so many
    characters differ in width where figures stand in some."""
    count = max(line.end - line.begin for line in lines)
    full = [place for place, line in enumerate(lines) if line.end - line.begin == count]
    if not _SHORTEST <= count <= _PAGE_WIDTH or len(full) < max(_FEWEST, _SHARE * len(lines)):
        return 0
    broken = sum(folded[lines[place].end - 1] not in _STOPS for place in full)
    spread = max(widths[place] for place in full) - min(widths[place] for place in full)
    return count if spread > _SPREAD and broken > _MOSTLY * len(full) else 0


def _rarely_full(folded: str, lines: Sequence[Line], widths: Sequence[float]) -> float:
    """The width of a full line in a text with few of them: none is wider, none ends a sentence, and text goes on below each."""
    most = max(widths)
    full = [place for place, width in enumerate(widths[:-1]) if width > most - 1]
    if not _SHORTEST <= most <= _PAGE_WIDTH or len(full) < _FEWEST:
        return 0
    return most if all(_is_cut(folded, lines[place], lines[place + 1]) for place in full) else 0


def _is_cut(folded: str, line: Line, below: Line) -> bool:
    return not (folded[line.end - 1] in _STOPS or below.gap or below.indent or marker_at(folded, below.start))


def _width(folded: str, line: Line) -> float:
    """The width of a line in full-width characters; a very long line is not measured to its end."""
    return _wide(folded[line.start : min(line.end, line.start + _MEASURED)]) + _wide(folded[line.begin : line.start])


def _wide(words: str) -> float:
    """The width of words in full-width characters."""
    return len(words) - len(words.encode("ascii", "ignore").translate(None, _WIDE_SIGNS)) / 2


def joins(folded: str, group: Sequence[Line], line: Line, following: Sequence[Line], wrapping: Wrapping) -> bool:
    """Whether ``line`` goes on with the paragraph of which ``group`` are the lines so far."""
    last = group[-1]
    if line.table or last.table or last.tail:
        return False
    if folded[line.start] in _CLOSERS or (folded[line.start] in _NEVER_FIRST and folded[last.end - 1] not in _PAUSES):
        return True
    if _is_whole(folded, group, line):
        return False
    filled = bool(wrapping.width) and _is_full(folded, last, line, wrapping)
    stopped = _stops(folded, last)
    if filled and not line.gap and _is_assigned(folded, group, line):
        return True
    if _stands_alone(folded, group, line, following, cut=filled and not (stopped or line.gap or line.indent)):
        return False
    marker = marker_at(folded, line.start)
    if folded[last.end - 1] in _OPEN:
        if marker is None:
            return not (line.gap and line.indent)
        return folded[last.end - 1] in _OPENERS or (filled and not line.indent and not line.gap)
    if not wrapping.width or (line.indent and not last.indent and not marker_at(folded, last.start)):
        return False
    if marker is not None:
        return filled and not stopped and not line.indent and not _is_first(folded, last, marker)
    return _runs_on(folded, group, line, wrapping, filled=filled, stopped=stopped)


def _is_first(folded: str, last: Line, marker: Marker) -> bool:
    """Whether the first unit of all stands below a title or the brackets under it."""
    if marker.number != 1 or marker.style > Style.HEADING:
        return False
    words = folded[max(last.start, last.end - _SHORT) : last.end]
    return words[-1] == ")" or TITLE_END.search(words) is not None


def _is_assigned(folded: str, group: Sequence[Line], line: Line) -> bool:
    """Whether a line holds nothing but who is responsible for the unit that ends right above it."""
    words = folded[line.start : min(line.end, line.start + _SHORT)]
    if words[0] != "(" or words[-1] != ")" or words.startswith(_PUBLISHED):
        return False
    return folded[group[-1].end - 1] == "。" and marker_at(folded, group[0].start) is not None


def _is_full(folded: str, last: Line, line: Line, wrapping: Wrapping) -> bool:
    """Whether the first word of ``line`` had no place at the end of the line above: a sign, a number or a Latin word, with what may
    not end the line above it and what may not begin a line."""
    width = wrapping.width
    if wrapping.counted:
        return last.end - last.begin >= width - _SLACK
    word = _WORD.match(folded, line.start, min(line.end, line.start + _SHORT))
    end = word.end() if word else line.start + 1
    return _width(folded, last) + _wide(folded[line.start : end]) > width - _SLACK


def _stops(folded: str, line: Line) -> bool:
    """Whether a sentence ends at the end of a line, be it in front of a quotation mark or of who is responsible for it."""
    words = folded[max(line.start, line.end - _SHORT) : line.end]
    return words[-1] in _STOPS or words.rstrip(_CLOSERS)[-1:] in _STOPS or _ASSIGNED.search(words) is not None


def _runs_on(folded: str, group: Sequence[Line], line: Line, wrapping: Wrapping, *, filled: bool, stopped: bool) -> bool:
    last = group[-1]
    if _LABEL.match(folded, line.start) and not (stopped and filled) and not _in_brackets(folded, group):
        return False
    if line.gap:
        return filled and not stopped and not _is_heading(folded, group)
    if line.indent:
        return filled and not stopped and last.indent
    if stopped:
        return filled or (wrapping.blank_lines and not marker_at(folded, last.start))
    return filled or _is_sentence(folded, group) or _is_open(folded, last, wrapping.width)


def _in_brackets(folded: str, group: Sequence[Line]) -> bool:
    """Whether a bracket is still open at the end of the lines so far."""
    words = folded[group[-min(len(group), _FEW)].start : group[-1].end]
    return words.rfind("(") > words.rfind(")")


def _is_open(folded: str, last: Line, width: float) -> bool:
    """Whether a nearly full line ends inside a name in 《》: the indent before it is not known of every source."""
    words = folded[max(last.start, last.end - _SHORT) : last.end]
    return words.rfind("《") > words.rfind("》") and _width(folded, last) > width - _INDENT


def _is_heading(folded: str, group: Sequence[Line]) -> bool:
    """Whether the last line is the first of its unit and has no sentence: where an empty line stands it is a heading rather than
    the beginning of one."""
    marker = marker_at(folded, group[-1].start)
    return marker is not None and marker.style <= Style.BRACKET and "。" not in folded[group[-1].start : group[-1].end]


def _is_sentence(folded: str, group: Sequence[Line]) -> bool:
    """Whether the lines since the last marker have the signs of a sentence: it may go on although its last line is short."""
    for count, line in enumerate(reversed(group[-3:])):
        marked = marker_at(folded, line.start) is not None
        signs = "。;" if marked and not count else ",。;"
        if any(sign in folded[line.start : line.end] for sign in signs):
            return True
        if marked:
            return False
    return False


def _stands_alone(folded: str, group: Sequence[Line], line: Line, following: Sequence[Line], *, cut: bool) -> bool:
    """Whether a line is one of those around a text that never go on with the line above. ``cut``: the line above is full and no
    sentence ends in it, so that this one may be no more than the end of a name or a date."""
    if line.end - line.start > _SHORT:
        return False
    words = folded[line.start : line.end]
    if NUMBER_LINE.fullmatch(words):
        above = folded[group[-1].start : group[-1].end]
        return not cut or (TITLE_END.search(above) is not None and not _KIND_START.match(words))
    if ANNEX_LABEL.fullmatch(words) or CONTENTS_LINE.fullmatch(words):
        return True
    if NOTE_LINE.fullmatch(words) or DATE_LINE.fullmatch(words):
        return True
    return not cut and (SIGNED_DATE.fullmatch(words) is not None or _signs(folded, words, following))


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
    if LEADER.search(words):
        return True
    if _is_dated(words) or NUMBER_LINE.fullmatch(words) or ANNEX_LABEL.fullmatch(words) or NOTE_LINE.fullmatch(words):
        return True
    if ANNEX_LINE.fullmatch(words) and len(group) == 1:
        return TITLE_END.search(words) is not None
    said = "".join(folded[part.start : part.end] for part in group)
    plain = not any(sign in said for sign in "。,;:") and said.count("《") == said.count("》")
    plain = plain and marker_at(folded, group[0].start) is None and not _HANDING_ON.match(said)
    goes_on = TITLE_GOES_ON.match(folded, line.start) or _KIND_START.match(folded, line.start)
    return plain and TITLE_END.search(said) is not None and not goes_on
