"""Finds who signed a text and when, also where the signature stands in the middle of a line, and what the text sends out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policy.model import Span
from policy.outline_lines import Piece, Role
from policy.outline_marks import marker_at
from policy.outline_names import (
    ANNEX_LINE,
    BODY,
    CONTENTS_LINE,
    DATE,
    DATE_LINE,
    KINDS,
    MONTH_LINE,
    NOTE,
    NOTE_LINE,
    PERSON,
    SIGNATORY,
    SIGNED_DATE,
    SIGNED_MONTH,
    TABLE_HEAD,
)

TAIL: Final = 160
SHORT: Final = 60
_SIGNED_TAIL: Final = re.compile(rf"(?<=[。)”])(?:{SIGNED_DATE.pattern})$")
# A date in a sentence is followed by what happened on it.
_HAPPENED: Final = "|".join(
    (
        "印发|发布|公布|批准|下发|出台|召开|审议|通过|颁布|制定|正式|施行|实施|修订|修正",
        "以[来前后内]|起|前|后|至|到|[,、—~-]|在|的|第|[(][^()]{0,40}以下简称",
    )
)
_SIGNED_INSIDE: Final = re.compile(
    rf"(?<=[。)”])[ \u3000]*((?:{BODY}|{PERSON})(?:[ \u3000]+{BODY})*)[ \u3000]*({DATE})(?!{_HAPPENED})"
)
_SIGNED_LEAD: Final = re.compile(rf"({BODY})[ \u3000]*({DATE})(?!{_HAPPENED})")
_LISTED: Final = re.compile(rf"附件\d{{0,2}} *[:.][^。\n]{{4,600}}?({DATE})(?!{_HAPPENED})")
_LONGEST_NAME, _SHORTEST_NAME = 24, 3
_HEAD: Final = 1000
_FORWARDED: Final = 20_000
_DATE_START: Final = re.compile(DATE)
_NOTE_START: Final = re.compile(NOTE)
_NAMED: Final = re.compile(r"《([^《》]{4,80})》")
_ANNEX_START: Final = re.compile(
    "附(?:件|表|录)(?:[0-9]{1,2}(?![0-9]*(?:项|个|条|张))|[一二三四五六七八九十]{1,2}(?=[:、.]))? *[:.、]?"
)
_TITLE_START: Final = re.compile(
    rf"[^。;:,\n]{{2,70}}?(?:{KINDS})[》”]?(?:\([^()]{{1,20}}\))?(?= *(?:第[一1][编章条篇]|第一部分|一、|序号|附件|\())"
    r"|[^。;:,\n]{2,70}?[表单](?= *序号)"
)
_MOST_SIGNATORIES: Final = 60
_LONG_NOTE: Final = 600
_PASSED: Final = re.compile(rf"\({DATE}[^()]{{2,500}}\)")
_STOPS: Final = "。;:,、"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when, as spans into the text."""

    signatories: tuple[Span, ...]
    date: Span


def split_signatures(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with a signature that was glued to a sentence, and what was glued to its date, on pieces of their own."""
    found: list[Piece] = []
    inside = False
    for piece in pieces:
        tail = _SIGNED_TAIL.search(folded, max(piece.start, piece.end - TAIL), piece.end)
        opening = _DATE_START.match(folded, piece.start, piece.end)
        if tail and tail.start() > piece.start:
            found += piece.cut(tail.start(), folded)
        elif opening and _is_title_after(folded, found, piece, opening.end()):
            signed, below = piece.cut(opening.end(), folded)
            found += [signed, *_split_below(folded, below)]
        elif not inside and (glued := _signed_inside(folded, piece)):
            inside = True
            found += _cut_inside(folded, piece, glued)
        else:
            found.append(piece)
    return found


def _is_title_after(folded: str, before: Sequence[Piece], piece: Piece, position: int) -> bool:
    signed = bool(before) and SIGNATORY.fullmatch(folded, before[-1].start, before[-1].end) is not None
    return signed and position < piece.end and folded[position] not in "(,。"


def _signed_inside(folded: str, piece: Piece) -> tuple[int, Span] | None:
    """Where a signature begins and where its date stands in a piece that goes on below it."""
    if piece.inline or len(piece) > TAIL:
        leading = _SIGNED_LEAD.match(folded, piece.start, piece.end)
        if leading and leading.end() < piece.end:
            return piece.start, Span(*leading.span(2))
    if len(piece) <= TAIL:
        return None
    glued = _SIGNED_INSIDE.search(folded, piece.start, piece.end)
    if glued:
        return glued.start(1), Span(*glued.span(2))
    listed = _LISTED.search(folded, piece.start, piece.end)
    if listed is None:
        return None
    # Behind the title of an annex nothing parts the signatory from it, but the document's own title began with its name.
    for length in range(_LONGEST_NAME, _SHORTEST_NAME - 1, -1):
        begin = listed.start(1) - length
        if folded.find(folded[begin : listed.start(1)] + "关于", 0, _HEAD) >= 0:
            return begin, Span(*listed.span(1))
    return None


def _cut_inside(folded: str, piece: Piece, glued: tuple[int, Span]) -> list[Piece]:
    begin, date = glued
    cuts = [begin, date.start, date.end]
    found: list[Piece] = []
    rest: Piece | None = piece
    for position in cuts:
        if rest and rest.start < position < rest.end:
            head, rest = _cut_at(folded, rest, position)
            found.append(head)
    if rest is None or date.end >= piece.end:
        return [*found, rest] if rest else found
    return [*found, *_split_below(folded, rest)]


def _split_below(folded: str, piece: Piece) -> list[Piece]:
    """What follows a date on its line: a note in brackets, the label of an annex, the title of a document, its text."""
    found: list[Piece] = []
    rest: Piece | None = piece
    for pattern in (_NOTE_START, _ANNEX_START):
        if rest and (match := pattern.match(folded, rest.start, rest.end)) and match.end() > rest.start:
            head, rest = _cut_at(folded, rest, match.end())
            found.append(head)
    end = _title_end(folded, rest) if rest else None
    if rest and end:
        head, rest = _cut_at(folded, rest, end)
        found.append(head)
        passed = _PASSED.match(folded, rest.start, rest.end) if rest else None
        if rest and passed:
            head, rest = _cut_at(folded, rest, passed.end())
            found.append(head)
    return [*found, rest] if rest else found


def _cut_at(folded: str, piece: Piece, end: int) -> tuple[Piece, Piece | None]:
    return piece.cut(end, folded) if end < piece.end else (piece, None)


def _title_end(folded: str, piece: Piece) -> int | None:
    """Where a title at the beginning of a piece ends: the text above named it in 《》, or the first unit follows it."""
    for named in _NAMED.finditer(folded, max(0, piece.start - _FORWARDED), piece.start):
        if folded.startswith(named[1], piece.start):
            return piece.start + len(named[1])
    match = _TITLE_START.match(folded, piece.start, piece.end)
    return match.end() if match else None


def find_signature(folded: str, pieces: list[Piece], body: int) -> Signature | None:
    """The signature below the text that begins at ``body``; its pieces are marked, and so is the title of what it sends out."""
    best: tuple[int, int, re.Match[str]] | None = None
    for index, piece in enumerate(pieces):
        if piece.start < body or len(piece) > TAIL or piece.role is not Role.TEXT:
            continue
        signed = SIGNED_DATE.fullmatch(folded, piece.start, piece.end) or SIGNED_MONTH.fullmatch(folded, piece.start, piece.end)
        dated = signed or DATE_LINE.fullmatch(folded, piece.start, piece.end)
        monthly = None if dated else MONTH_LINE.fullmatch(folded, piece.start, piece.end)
        found = dated or monthly
        if found is None:
            continue
        first = index if signed else _first_signatory(folded, pieces, index, body)
        if signed or first < index:
            return _mark(folded, pieces, first, index, found, glued=signed is not None)
        if dated:
            best = best or (first, index, dated)
    return _mark(folded, pieces, *best, glued=False) if best else None


def _first_signatory(folded: str, pieces: Sequence[Piece], index: int, body: int) -> int:
    first = index
    while first > 0 and index - first < _MOST_SIGNATORIES:
        above = pieces[first - 1]
        if above.start < body or len(above) > SHORT or not SIGNATORY.fullmatch(folded, above.start, above.end):
            break
        first -= 1
    return first


def _mark(folded: str, pieces: list[Piece], first: int, last: int, dated: re.Match[str], *, glued: bool) -> Signature:
    names = [Span(piece.start, piece.end) for piece in pieces[first:last]]
    if glued:
        names.append(Span(*dated.span(1)))
    for index in range(first, last + 1):
        pieces[index] = replace(pieces[index], role=Role.SIGNATURE)
    _mark_after(folded, pieces, last + 1)
    _mark_annex_list(folded, pieces, first)
    return Signature(tuple(names), Span(*dated.span(2 if glued else 1)))


def _mark_after(folded: str, pieces: list[Piece], index: int) -> None:
    """Mark the note below a signature, and the title and subtitle of the document that it sends out."""
    titled = False
    for position in range(index, min(index + 8, len(pieces))):
        piece = pieces[position]
        words = folded[piece.start : piece.end]
        subtitle = titled and (words[0] == "(" or (words[-1] == ")" and len(words) < SHORT))
        if piece.role is not Role.TEXT:
            break
        if NOTE_LINE.fullmatch(words) or (subtitle and len(words) <= _LONG_NOTE and marker_at(folded, piece.start) is None):
            pieces[position] = replace(piece, role=Role.TITLE)
        elif is_title(folded, piece):
            titled = True
            pieces[position] = replace(piece, role=Role.TITLE)
        else:
            break


def is_title(folded: str, piece: Piece) -> bool:
    """Whether a piece may be a title: short, without a stop at its end, and nothing else that is known by its looks."""
    words = folded[piece.start : piece.end]
    if len(words) > SHORT or words[-1] in _STOPS or marker_at(folded, piece.start) or piece.role is Role.TABLE:
        return False
    return not (ANNEX_LINE.fullmatch(words) or TABLE_HEAD.match(words) or CONTENTS_LINE.fullmatch(words))


def _mark_annex_list(folded: str, pieces: list[Piece], signature: int) -> None:
    """Mark the ``附件：`` lines above a signature."""
    for index in range(signature - 1, max(signature - 30, -1), -1):
        piece = pieces[index]
        if len(piece) > TAIL or folded[piece.end - 1] == "。":
            return
        if ANNEX_LINE.match(folded, piece.start, piece.end):
            for listed in range(index, signature):
                pieces[listed] = replace(pieces[listed], role=Role.ANNEX_LIST)
            return
