"""The whole of a document at a glance: head, paragraphs of the body, signature, annexes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from policy.canonical import fold
from policy.grids import is_task_table
from policy.metadata import Head, read_head
from policy.model import Span
from policy.outline_boxes import mark_boxes
from policy.outline_flow import Flow, unfold
from policy.outline_glue import split_glued
from policy.outline_hints import bare_heads, styled_heads
from policy.outline_lines import Piece, Role, pieces_of
from policy.outline_marks import Marker
from policy.outline_names import TITLE_END
from policy.outline_regions import Annex, Tabled, find_annexes, mark_contents, mark_rows, mark_tables, rows_among_sections
from policy.outline_signatures import Signature, find_signature, split_signatures
from policy.structure import UNSTRUCTURED, Heading, Structure, Table


@dataclass(frozen=True, slots=True)
class Layout:
    """A document before its outline is built. All its places are those of ``flow``. ``body`` are the paragraphs of the main text;
    ``inside`` holds, for each annex, its paragraphs, and nothing for an annex that is a table; ``listed`` are the lines that
    announce the annexes; ``attached`` is the title of a document that stands below the signature. ``heads`` are headings such
    as ``2 要求`` and ``styled`` the unnumbered ones that a style makes, by where they begin; ``set_aside`` are the lines of tables
    among the paragraphs, ``rows`` the tables among them whose cells ran together."""

    flow: Flow
    head: Head
    signature: Signature | None
    annexes: tuple[Annex, ...]
    body: tuple[Piece, ...]
    inside: tuple[tuple[Piece, ...], ...]
    listed: tuple[Piece, ...]
    attached: str
    heads: Mapping[int, Marker]
    styled: Mapping[int, float]
    set_aside: tuple[Span, ...]
    rows: tuple[Span, ...]

    @property
    def tables(self) -> tuple[Span, ...]:
        """The tables whose cells may have run together, in the source: those among the sections, and the annexes that hold one."""
        spans = [*self.rows, *(annex.span for annex in self.annexes if annex.table)]
        return tuple(self.flow.span(span.start, span.end) for span in spans)


def lay_out(text: str, structure: Structure = UNSTRUCTURED) -> Layout:
    """The layout of a canonical text. Words in the tables of its ``structure`` are no paragraphs of the outline."""
    flow = unfold(text, structure)
    folded = flow.folded
    tables = [_tabled(text, flow, table) for table in structure.tables]
    pieces = pieces_of(folded)
    mark_tables(pieces, tables)
    mark_rows(folded, pieces)
    pieces = split_signatures(folded, pieces)
    mark_contents(folded, pieces)
    heads = bare_heads(folded, pieces)
    head = read_head(flow.text, folded, pieces, heads)
    head.title = _styled_title(flow, structure.headings, head.title)
    pieces = _below_head(folded, pieces, head.end)
    signature = find_signature(folded, pieces, head.end)
    after = signature.date.end if signature else head.end
    annexes = find_annexes(folded, pieces, after, tables)
    body = [piece for piece in pieces if piece.role is not Role.ANNEX]
    return Layout(
        flow,
        head,
        signature,
        tuple(annexes),
        _paragraphs(flow, body),
        tuple(() if annex.table else _paragraphs(flow, _inside(annex, pieces)) for annex in annexes),
        tuple(piece for piece in pieces if piece.role is Role.ANNEX_LIST),
        next(
            (flow.text[piece.start : piece.end] for piece in pieces if piece.role is Role.TITLE and folded[piece.start] != "("), ""
        ),
        heads,
        styled_heads(flow, pieces, structure.headings),
        _set_aside(pieces, annexes),
        tuple(rows_among_sections(folded, pieces, tables)),
    )


def _styled_title(flow: Flow, headings: Sequence[Heading], title: str) -> str:
    """The title, or what the source's style calls so when the title that was read has no end that titles have."""
    if TITLE_END.search(fold(title)):
        return title
    called = list(takewhile(lambda heading: heading.level == 0, headings))
    words = "".join(flow.text[flow.found(heading.span.start) : flow.found(heading.span.end)].strip() for heading in called)
    return words or title


def _tabled(text: str, flow: Flow, table: Table) -> Tabled:
    span = Span(flow.found(table.span.start), flow.found(table.span.end))
    return Tabled(span, is_task_table(text, table))


def _set_aside(pieces: list[Piece], annexes: list[Annex]) -> tuple[Span, ...]:
    """The stretches of table rows outside the annexes that are tables themselves."""
    whole = [annex.span for annex in annexes if annex.table]
    found: list[Span] = []
    for piece in pieces:
        if piece.role is Role.TABLE:
            index = bisect_right(whole, piece.start, key=lambda span: span.start) - 1
            if index < 0 or whole[index].end <= piece.start:
                found.append(Span(piece.start, piece.end))
    return tuple(found)


def _below_head(folded: str, pieces: list[Piece], end: int) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if piece.start >= end or piece.role is not Role.TEXT:
            found.append(piece)
        elif piece.end <= end:
            found.append(replace(piece, role=Role.HEAD))
        else:
            above, below = piece.cut(end, folded)
            found += [replace(above, role=Role.HEAD), below]
    return found


def _paragraphs(flow: Flow, pieces: list[Piece]) -> tuple[Piece, ...]:
    boxed = mark_boxes(flow.folded, pieces)
    return tuple(piece for piece in split_glued(flow.folded, boxed, flow.fresh) if piece.role in (Role.TEXT, Role.BOX))


def _inside(annex: Annex, pieces: list[Piece]) -> list[Piece]:
    below = annex.title.end if annex.title else annex.label.end
    first = bisect_left(pieces, below, key=lambda piece: piece.start)
    last = bisect_left(pieces, annex.span.end, key=lambda piece: piece.start)
    return [replace(piece, role=Role.TEXT) for piece in pieces[first:last] if piece.role is Role.ANNEX]
