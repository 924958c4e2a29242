"""Tells what stands around the outline: contents, signature, titles of attached documents, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policy.model import Span
from policy.outline_lines import Piece, Role
from policy.outline_marks import Style, marker_at
from policy.outline_names import (
    ANNEX_LINE,
    CONTENTS_LINE,
    DATE,
    DATE_LINE,
    NOTE_LINE,
    SIGNATORY,
    SIGNED_DATE,
    TABLE_HEAD,
    TITLE_END,
)

_TAIL: Final = 160
_SHORT: Final = 60
_LIST_LABEL: Final = re.compile("附(?:件|表|录) *:.")
_SIGNED_TAIL: Final = re.compile(rf"(?<=[。)”])(?:{SIGNED_DATE.pattern})$")
_DATE_START: Final = re.compile(DATE)
_MOST_SIGNATORIES: Final = 60
_SECOND_LINE: Final = 6
_STOPS: Final = "。;:,、"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when, as spans into the text."""

    signatories: tuple[Span, ...]
    date: Span


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its label as written, its title, its whole span, and whether it holds a table."""

    label: Span
    title: Span | None
    span: Span
    table: bool


def split_signatures(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with a signature that was glued to the last sentence, or a title glued to the date, on pieces of their own."""
    found: list[Piece] = []
    for piece in pieces:
        tail = _SIGNED_TAIL.search(folded, max(piece.start, piece.end - _TAIL), piece.end)
        opening = _DATE_START.match(folded, piece.start, piece.end)
        if tail and tail.start() > piece.start:
            found += piece.cut(tail.start(), folded)
        elif opening and _is_title_after(folded, found, piece, opening.end()):
            found += piece.cut(opening.end(), folded)
        else:
            found.append(piece)
    return found


def _is_title_after(folded: str, before: Sequence[Piece], piece: Piece, position: int) -> bool:
    signed = bool(before) and SIGNATORY.fullmatch(folded, before[-1].start, before[-1].end) is not None
    return signed and position < piece.end and folded[position] not in "(,。"


def find_signature(folded: str, pieces: list[Piece], body: int) -> Signature | None:
    """The signature below the text that begins at ``body``; its pieces are marked, and so is the title of what it sends out."""
    best: tuple[int, int, re.Match[str]] | None = None
    for index, piece in enumerate(pieces):
        if piece.start < body or len(piece) > _TAIL or piece.role is not Role.TEXT:
            continue
        signed = SIGNED_DATE.fullmatch(folded, piece.start, piece.end)
        dated = signed or DATE_LINE.fullmatch(folded, piece.start, piece.end)
        if dated is None:
            continue
        first = index if signed else _first_signatory(folded, pieces, index, body)
        if signed or first < index:
            return _mark(folded, pieces, first, index, dated)
        best = best or (first, index, dated)
    return _mark(folded, pieces, *best) if best else None


def _first_signatory(folded: str, pieces: Sequence[Piece], index: int, body: int) -> int:
    first = index
    while first > 0 and index - first < _MOST_SIGNATORIES:
        above = pieces[first - 1]
        if above.start < body or len(above) > _SHORT or not SIGNATORY.fullmatch(folded, above.start, above.end):
            break
        first -= 1
    return first


def _mark(folded: str, pieces: list[Piece], first: int, last: int, dated: re.Match[str]) -> Signature:
    names = [Span(piece.start, piece.end) for piece in pieces[first:last]]
    signed = dated.re is SIGNED_DATE
    if signed:
        names.append(Span(*dated.span(1)))
    for index in range(first, last + 1):
        pieces[index] = replace(pieces[index], role=Role.SIGNATURE)
    _mark_after(folded, pieces, last + 1)
    _mark_annex_list(folded, pieces, first)
    return Signature(tuple(names), Span(*dated.span(2 if signed else 1)))


def _mark_after(folded: str, pieces: list[Piece], index: int) -> None:
    """Mark the note below a signature, and the title and subtitle of the document that it sends out."""
    titled = False
    for position in range(index, min(index + 8, len(pieces))):
        piece = pieces[position]
        words = folded[piece.start : piece.end]
        subtitle = titled and (words[0] == "(" or (words[-1] == ")" and len(words) < _SHORT))
        if NOTE_LINE.fullmatch(words) or (subtitle and marker_at(folded, piece.start) is None):
            pieces[position] = replace(piece, role=Role.TITLE)
        elif _is_title(folded, piece):
            titled = True
            pieces[position] = replace(piece, role=Role.TITLE)
        else:
            break


def _is_title(folded: str, piece: Piece) -> bool:
    words = folded[piece.start : piece.end]
    if len(words) > _SHORT or words[-1] in _STOPS or marker_at(folded, piece.start):
        return False
    return not (ANNEX_LINE.fullmatch(words) or TABLE_HEAD.match(words) or CONTENTS_LINE.fullmatch(words))


def _mark_annex_list(folded: str, pieces: list[Piece], signature: int) -> None:
    """Mark the ``附件：`` lines above a signature."""
    for index in range(signature - 1, max(signature - 30, -1), -1):
        piece = pieces[index]
        if len(piece) > _TAIL or folded[piece.end - 1] == "。":
            return
        if ANNEX_LINE.match(folded, piece.start, piece.end):
            for listed in range(index, signature):
                pieces[listed] = replace(pieces[listed], role=Role.ANNEX_LIST)
            return


def mark_contents(folded: str, pieces: list[Piece]) -> None:
    """Mark a table of contents: from its heading to where its first entry comes again."""
    for index, piece in enumerate(pieces):
        if len(piece) > _SHORT or not CONTENTS_LINE.fullmatch(folded, piece.start, piece.end):
            continue
        label = next((label for other in pieces[index + 1 :] if (label := _label(folded, other))), None)
        again = [other for other in range(index + 1, len(pieces)) if label and _label(folded, pieces[other]) == label]
        for listed in range(index, again[1] if len(again) > 1 else index + 1):
            pieces[listed] = replace(pieces[listed], role=Role.CONTENTS)
        return


def _label(folded: str, piece: Piece) -> tuple[Style, int] | None:
    marker = marker_at(folded, piece.start)
    return (marker.style, marker.number) if marker else None


def find_annexes(folded: str, pieces: list[Piece], after: int) -> list[Annex]:
    """The annexes that begin behind ``after``; their pieces are marked. The line that lists several annexes is none itself."""
    starts = [i for i, piece in enumerate(pieces) if piece.start >= after and _opens_annex(folded, piece)]
    if len(starts) > 1 and _LIST_LABEL.match(folded, pieces[starts[0]].start):
        for listed in range(starts[0], starts[1]):
            pieces[listed] = replace(pieces[listed], role=Role.ANNEX_LIST)
        starts = starts[1:]
    if not starts:
        starts = _table_start(folded, pieces, after)
    if not starts:
        return []
    found = []
    for index, following in zip(starts, [*starts[1:], len(pieces)], strict=True):
        found.append(_annex(folded, pieces, index, following))
        for inside in range(index, following):
            pieces[inside] = replace(pieces[inside], role=Role.ANNEX)
    return found


def _opens_annex(folded: str, piece: Piece) -> bool:
    if piece.role not in (Role.TEXT, Role.TITLE) or len(piece) > _TAIL:
        return False
    match = ANNEX_LINE.fullmatch(folded, piece.start, piece.end)
    return match is not None and not match["title"].endswith(("。", ";", ","))


def _table_start(folded: str, pieces: list[Piece], after: int) -> list[int]:
    """Where an annex begins that has no label of its own: at the short lines above the first head of a table. A table with tabs
    between its cells is no annex where a section stands below it."""
    for index, piece in enumerate(pieces):
        if piece.start >= after and piece.role is Role.TEXT and TABLE_HEAD.match(folded, piece.start) and len(piece) < _SHORT:
            if _goes_on_below(folded, pieces, index):
                _set_tables_aside(folded, pieces, index)
                return []
            while index > 0 and pieces[index - 1].start >= after and pieces[index - 1].role is Role.TITLE:
                index -= 1
            return [index]
    return []


def _goes_on_below(folded: str, pieces: Sequence[Piece], head: int) -> bool:
    """Whether a section begins below the last row of the tables with tabs that begin at ``head``."""
    if folded.find("\t", pieces[head].start, pieces[head].end) < 0:
        return False
    for piece in reversed(pieces[head:]):
        if folded.find("\t", piece.start, piece.end) >= 0:
            return False
        marker = marker_at(folded, piece.start)
        if marker and marker.style <= Style.HEADING:
            return True
    return False


def _set_tables_aside(folded: str, pieces: list[Piece], head: int) -> None:
    """Mark the tables with tabs from ``head`` on, each from its head to its last row, so that the outline goes on around them."""
    first = None
    last = head
    for index in [*range(head, len(pieces)), len(pieces)]:
        opens = index == len(pieces) or TABLE_HEAD.match(folded, pieces[index].start) is not None
        if opens and first is not None:
            pieces[first : last + 1] = [replace(piece, role=Role.ANNEX) for piece in pieces[first : last + 1]]
            first = None
        if index < len(pieces) and folded.find("\t", pieces[index].start, pieces[index].end) >= 0:
            first, last = (index if opens and first is None else first), index


def _annex(folded: str, pieces: Sequence[Piece], index: int, following: int) -> Annex:
    first, last = pieces[index], pieces[following - 1]
    match = ANNEX_LINE.match(folded, first.start, first.end)
    span = Span(first.start, last.end)
    table = TABLE_HEAD.search(folded, span.start, span.end) is not None and _has_table(folded, pieces[index:following])
    if match is None:
        return Annex(Span(first.start, first.start), None, span, table)
    stops = (match.start(name) for name in ("stop", "stop1", "stop2", "stop3"))
    label = Span(first.start, next(stop for stop in stops if stop >= 0))
    if match["title"].strip():
        return Annex(label, Span(match.start("title"), first.end), span, table)
    return Annex(label, _title_below(folded, pieces[index + 1 : following]), span, table)


def _has_table(folded: str, pieces: Sequence[Piece]) -> bool:
    return any(TABLE_HEAD.match(folded, piece.start) for piece in pieces)


def _title_below(folded: str, pieces: Sequence[Piece]) -> Span | None:
    """The title below a label; a second line belongs to it when the first does not end like a title."""
    lines = pieces[:2]
    if not lines or not _is_title(folded, lines[0]):
        return None
    complete = TITLE_END.search(folded[lines[0].start : lines[0].end]) or len(lines) < 2 or len(lines[1]) < _SECOND_LINE
    last = lines[0] if complete or not _is_title(folded, lines[1]) else lines[1]
    return Span(lines[0].start, last.end)
