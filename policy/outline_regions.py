"""Tells what stands around the outline: tables, contents and annexes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policy.model import Span
from policy.outline_lines import Piece, Role
from policy.outline_marks import Marker, Style, marker_at
from policy.outline_names import ANNEX_LINE, CONTENTS_LINE, DOTTED, LEADER, TABLE_HEAD, TITLE_END, TITLE_GOES_ON
from policy.outline_signatures import SHORT, TAIL, is_title

_LIST_LABEL: Final = re.compile("附(?:件|表|录) *:.")
_TABLE_TITLE: Final = re.compile(r"[^。;:,\n]{2,70}?[表单](?= *序号)")
_SECOND_LINE: Final = 6
_MOST_CONTENTS: Final = 400


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its label as written, its title, its whole span, and whether it holds a table of tasks."""

    label: Span
    title: Span | None
    span: Span
    table: bool


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table whose cells the source knows, and whether it holds tasks."""

    span: Span
    tasks: bool


def mark_tables(pieces: list[Piece], tables: Sequence[Tabled]) -> None:
    """Mark what stands in a table."""
    for table in tables:
        first = bisect_left(pieces, table.span.start, key=lambda piece: piece.start)
        last = bisect_left(pieces, table.span.end, key=lambda piece: piece.start)
        pieces[first:last] = [replace(piece, role=Role.TABLE) for piece in pieces[first:last]]


def mark_rows(folded: str, pieces: list[Piece]) -> None:
    """Mark lines with tabs between their cells as a table, two at least; one with the header ``序号`` is found by that."""
    first = 0
    for index in range(len(pieces) + 1):
        if index < len(pieces) and _is_row(folded, pieces[index]):
            continue
        if index - first > 1 and not any(TABLE_HEAD.match(folded, piece.start) for piece in pieces[first:index]):
            pieces[first:index] = [replace(piece, role=Role.TABLE) for piece in pieces[first:index]]
        first = index + 1


def _is_row(folded: str, piece: Piece) -> bool:
    """Whether tabs stand between the words of a piece; one behind its marker makes no row."""
    tab = folded.rfind("\t", piece.start, piece.end)
    if tab < 0 or piece.role is not Role.TEXT:
        return False
    marker = marker_at(folded, piece.start)
    return marker is None or marker.content <= tab


def mark_contents(folded: str, pieces: list[Piece]) -> None:
    """Mark a table of contents: from its heading to where its first entry comes again, or as far as its page numbers go."""
    for index, piece in enumerate(pieces):
        if len(piece) > SHORT or not CONTENTS_LINE.fullmatch(folded, piece.start, piece.end):
            continue
        for listed in range(index, _contents_end(folded, pieces, index + 1)):
            pieces[listed] = replace(pieces[listed], role=Role.CONTENTS)
        return
    leaders = [i for i, piece in enumerate(pieces) if len(piece) <= TAIL and DOTTED.search(folded, piece.start, piece.end)]
    if len(leaders) > 2 and leaders[-1] - leaders[0] < 2 * len(leaders):
        for listed in range(leaders[0], leaders[-1] + 1):
            pieces[listed] = replace(pieces[listed], role=Role.CONTENTS)


def _contents_end(folded: str, pieces: Sequence[Piece], first: int) -> int:
    end = first
    for index in range(first, min(first + _MOST_CONTENTS, len(pieces))):
        if _is_leader(folded, pieces[index]):
            end = index + 1
        elif len(pieces[index]) > SHORT:
            break
    if end > first:
        return end
    label = next((label for other in pieces[first:] if (label := _label(folded, other))), None)
    again = [other for other in range(first, len(pieces)) if label and _label(folded, pieces[other]) == label]
    if len(again) < 2:
        return first
    ends = (index for index in range(first, again[1]) if folded[pieces[index].end - 1] == "。" and len(pieces[index]) > SHORT)
    return next(ends, again[1])


def _is_leader(folded: str, piece: Piece) -> bool:
    return len(piece) <= TAIL and LEADER.search(folded, piece.start, piece.end) is not None


def _label(folded: str, piece: Piece) -> tuple[Style, int] | None:
    marker = marker_at(folded, piece.start)
    return (marker.style, marker.number) if marker else None


def find_annexes(folded: str, pieces: list[Piece], after: int, tables: Sequence[Tabled] = ()) -> list[Annex]:
    """The annexes that begin behind ``after``; their pieces are marked. The line that lists several annexes is none itself."""
    _part_titles(folded, pieces, after)
    starts = [i for i, piece in enumerate(pieces) if piece.start >= after and _opens_annex(folded, piece)]
    if len(starts) > 1 and _LIST_LABEL.match(folded, pieces[starts[0]].start):
        for listed in range(starts[0], starts[1]):
            pieces[listed] = replace(pieces[listed], role=Role.ANNEX_LIST)
        starts = starts[1:]
    if not starts:
        starts = _table_start(folded, pieces, after, tables)
    found = []
    for index, following in zip(starts, [*starts[1:], len(pieces)], strict=bool(starts)):
        found.append(_annex(folded, pieces, index, following, tables))
        for inside in range(index, following):
            if pieces[inside].role is not Role.TABLE:
                pieces[inside] = replace(pieces[inside], role=Role.ANNEX)
    return found


def _part_titles(folded: str, pieces: list[Piece], after: int) -> None:
    """Cut the line below the label of an annex where the title ends and the header of its table begins."""
    for index in range(len(pieces) - 2, -1, -1):
        title = pieces[index + 1]
        if pieces[index].start < after or title.role is not Role.TEXT or not _opens_annex(folded, pieces[index]):
            continue
        match = _TABLE_TITLE.match(folded, title.start, title.end)
        if match:
            pieces[index + 1 : index + 2] = title.cut(match.end(), folded)


def _opens_annex(folded: str, piece: Piece) -> bool:
    if piece.role not in (Role.TEXT, Role.TITLE) or len(piece) > TAIL:
        return False
    match = ANNEX_LINE.fullmatch(folded, piece.start, piece.end)
    return match is not None and not match["title"].endswith(("。", ";", ","))


def _table_start(folded: str, pieces: list[Piece], after: int, tables: Sequence[Tabled]) -> list[int]:
    """Where an annex begins that has no label of its own: at the short lines above the first head of a table. A table is no annex
    where the sections of the text go on below it."""
    for index, piece in enumerate(pieces):
        titled = index > 0 and pieces[index - 1].role is Role.TITLE
        if piece.start >= after and _heads_table(folded, piece, tables, titled=titled):
            if _goes_on_below(folded, pieces, index):
                _set_tables_aside(folded, pieces, index)
                return []
            if not titled and not _is_split(folded, pieces[index]) and _counts_on(folded, pieces, index):
                _set_rows_aside(folded, pieces, index)
                return []
            while index > 0 and pieces[index - 1].start >= after and pieces[index - 1].role is Role.TITLE:
                index -= 1
            return [index]
    return []


def _heads_table(folded: str, piece: Piece, tables: Sequence[Tabled], *, titled: bool) -> bool:
    """Whether the header of a table begins a piece; below a title the rows may stand on the same line."""
    if piece.role is Role.TABLE:
        known = bisect_right(tables, piece.start, key=lambda table: table.span.start) - 1
        return known >= 0 and tables[known].tasks and tables[known].span.start <= piece.start < tables[known].span.end
    return piece.role is Role.TEXT and (titled or len(piece) < SHORT) and TABLE_HEAD.match(folded, piece.start) is not None


def _goes_on_below(folded: str, pieces: Sequence[Piece], head: int) -> bool:
    """Whether a section begins below the last row of the tables with tabs that begin at ``head``, or between them in the count of
    those above."""
    if not _is_split(folded, pieces[head]):
        return False
    for piece in reversed(pieces[head:]):
        if folded.find("\t", piece.start, piece.end) >= 0 or piece.role is Role.TABLE:
            break
        marker = marker_at(folded, piece.start)
        if marker and marker.style <= Style.HEADING:
            return True
    return _counts_on(folded, pieces, head)


def _is_split(folded: str, piece: Piece) -> bool:
    """Whether the cells of a row are known: by its source or by tabs."""
    return piece.role is Role.TABLE or folded.find("\t", piece.start, piece.end) >= 0


def _counts_on(folded: str, pieces: Sequence[Piece], head: int) -> bool:
    """Whether the first section between or below the rows is the next in number to the last one above them."""
    last = _last_section(folded, pieces[:head])
    below = (marker for piece in pieces[head:] if (marker := _section(folded, piece)))
    first = next((marker for marker in below if last and marker.style == last.style), None)
    return last is not None and first is not None and first.number == last.number + 1


def _last_section(folded: str, pieces: Sequence[Piece]) -> Marker | None:
    """The marker of the last section of the pieces; none when a signature stands below it."""
    for piece in reversed(pieces):
        marker = _section(folded, piece)
        if marker or piece.role is Role.SIGNATURE:
            return marker
    return None


def _section(folded: str, piece: Piece) -> Marker | None:
    """The marker of a section that begins a piece outside of tables."""
    if piece.role is not Role.TEXT or folded.find("\t", piece.start, piece.end) >= 0:
        return None
    marker = marker_at(folded, piece.start)
    return marker if marker and marker.style <= Style.HEADING else None


def _set_tables_aside(folded: str, pieces: list[Piece], head: int) -> None:
    """Mark the tables with tabs from ``head`` on, each from its head to its last row, so that the outline goes on around them."""
    first = None
    last = head
    for index in [*range(head, len(pieces)), len(pieces)]:
        opens = index == len(pieces) or TABLE_HEAD.match(folded, pieces[index].start) is not None
        if opens and first is not None:
            pieces[first : last + 1] = [replace(piece, role=Role.TABLE) for piece in pieces[first : last + 1]]
            first = None
        if index < len(pieces) and folded.find("\t", pieces[index].start, pieces[index].end) >= 0:
            first, last = (index if opens and first is None else first), index


def _set_rows_aside(folded: str, pieces: list[Piece], head: int) -> None:
    """Mark the tables whose cells ran together from ``head`` on, each from its head to the next section in the count."""
    last = _last_section(folded, pieces[:head])
    rows = False
    for index in range(head, len(pieces)):
        piece = pieces[index]
        marker = _section(folded, piece)
        if marker and last and (marker.style, marker.number) == (last.style, last.number + 1):
            rows, last = False, marker
        rows = (rows or TABLE_HEAD.match(folded, piece.start) is not None) and piece.role is Role.TEXT
        if rows:
            pieces[index] = replace(piece, role=Role.TABLE)


def rows_among_sections(folded: str, pieces: Sequence[Piece], tables: Sequence[Tabled]) -> list[Span]:
    """The tables set aside whose cells ran together, each from its head to its last row; those in ``tables`` are none of them."""
    known = [table.span for table in tables]
    found: list[Span] = []
    above: Piece | None = None
    for piece in pieces:
        index = bisect_right(known, piece.start, key=lambda span: span.start) - 1
        cells_known = folded.find("\t", piece.start, piece.end) >= 0 or (index >= 0 and piece.start < known[index].end)
        if piece.role is not Role.TABLE or cells_known:
            above = None
            continue
        if TABLE_HEAD.match(folded, piece.start):
            found.append(Span(piece.start, piece.end))
            above = piece
        elif above is not None:
            found[-1] = Span(found[-1].start, piece.end)
    return found


def _annex(folded: str, pieces: Sequence[Piece], index: int, following: int, tables: Sequence[Tabled]) -> Annex:
    first, last = pieces[index], pieces[following - 1]
    match = ANNEX_LINE.match(folded, first.start, first.end) if first.role is not Role.TABLE else None
    span = Span(first.start, last.end)
    inside = pieces[index:following]
    table = _has_head(folded, inside) or any(known.tasks and span.contains(known.span) for known in tables)
    if match is None:
        called = [piece for piece in inside if piece.role is Role.TITLE and folded[piece.start] != "("]
        title = Span(called[0].start, called[-1].end) if called else None
        return Annex(Span(first.start, first.start), title, span, table)
    stops = (match.start(name) for name in ("stop", "stop1", "stop2", "stop3"))
    label = Span(first.start, next(stop for stop in stops if stop >= 0))
    if match["title"].strip():
        return Annex(label, Span(match.start("title"), first.end), span, table)
    return Annex(label, _title_below(folded, inside[1:]), span, table)


def _has_head(folded: str, pieces: Sequence[Piece]) -> bool:
    """Whether the header of a table stands among lines whose cells nobody knows."""
    return any(piece.role is not Role.TABLE and TABLE_HEAD.match(folded, piece.start) for piece in pieces)


def _title_below(folded: str, pieces: Sequence[Piece]) -> Span | None:
    """The title below a label; a second line belongs to it when the first does not end like a title."""
    lines = pieces[:2]
    if not lines or not is_title(folded, lines[0]):
        return None
    complete = TITLE_END.search(folded[lines[0].start : lines[0].end]) or len(lines) < 2 or len(lines[1]) < _SECOND_LINE
    goes_on = len(lines) > 1 and TITLE_GOES_ON.match(folded, lines[1].start)
    last = lines[0] if (complete and not goes_on) or not is_title(folded, lines[1]) else lines[1]
    return Span(lines[0].start, last.end)
