"""The whole of a document at a glance: head, paragraphs of the body, signature, annexes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from policy.canonical import fold
from policy.metadata import Head, read_head
from policy.model import Span
from policy.outline_glue import split_glued
from policy.outline_joins import Paragraph, join_lines
from policy.outline_lines import Piece, Role, pieces_of
from policy.outline_regions import Annex, Signature, find_annexes, find_signature, mark_contents, split_signatures
from policy.structure import UNSTRUCTURED, Structure


@dataclass(frozen=True, slots=True)
class Layout:
    """A document before its outline is built. ``body`` are the paragraphs of the main text; ``inside`` holds, for each annex,
    its paragraphs, and nothing for an annex that is a table; ``listed`` are the lines that announce the annexes; ``attached`` is
    the title of a document that stands below the signature."""

    folded: str
    head: Head
    signature: Signature | None
    annexes: tuple[Annex, ...]
    body: tuple[Paragraph, ...]
    inside: tuple[tuple[Paragraph, ...], ...]
    listed: tuple[Piece, ...]
    attached: str

    @property
    def tables(self) -> tuple[Span, ...]:
        """The spans of the annexes that hold a table."""
        return tuple(annex.span for annex in self.annexes if annex.table)


def lay_out(text: str, structure: Structure = UNSTRUCTURED) -> Layout:
    """The layout of a canonical text. Words in the tables of its ``structure`` are no paragraphs of the outline."""
    folded = fold(text)
    pieces = split_signatures(folded, pieces_of(folded))
    mark_contents(folded, pieces)
    head = read_head(text, folded, pieces)
    pieces = _below_head(folded, pieces, head.end)
    signature = find_signature(folded, pieces, head.end)
    after = signature.date.end if signature else head.end
    annexes = find_annexes(folded, pieces, after)
    body = [piece for piece in pieces if piece.role is not Role.ANNEX]
    return Layout(
        folded,
        head,
        signature,
        tuple(annexes),
        _paragraphs(folded, body),
        tuple(() if annex.table else _paragraphs(folded, _inside(annex, pieces)) for annex in annexes),
        tuple(piece for piece in pieces if piece.role is Role.ANNEX_LIST),
        next((text[piece.start : piece.end] for piece in pieces if piece.role is Role.TITLE and folded[piece.start] != "("), ""),
    )


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


def _paragraphs(folded: str, pieces: list[Piece]) -> tuple[Paragraph, ...]:
    joined = join_lines(folded, split_glued(folded, pieces))
    return tuple(paragraph for paragraph in joined if paragraph.role is Role.TEXT)


def _inside(annex: Annex, pieces: list[Piece]) -> list[Piece]:
    below = annex.title.end if annex.title else annex.label.end
    first = bisect_left(pieces, below, key=lambda piece: piece.start)
    last = bisect_left(pieces, annex.span.end, key=lambda piece: piece.start)
    return [replace(piece, role=Role.TEXT) for piece in pieces[first:last] if piece.role is Role.ANNEX]
