"""The typeset page of a policy: which blocks it shows, and from which stretches of canonical text each is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from policy import page_lines
from policy.model import Provision, ProvisionKind, Span
from policy.page_lines import Line
from policy.page_outline import HEADS, PageOutline


class BlockKind(StrEnum):
    """How a block is set."""

    TITLE = "title"
    DOC_NUMBER = "doc_number"
    ADDRESSEES = "addressees"
    HEADING = "heading"
    RUN_IN = "run_in"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"
    DATE = "date"
    ANNEX_LABEL = "annex_label"
    ANNEX_TITLE = "annex_title"
    ANNEX_FOLD = "annex_fold"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the page.

    ``pieces`` are the stretches of canonical text whose concatenation the block shows; a line end inside a piece is shown as a
    space (it stands between two Latin words). The pieces of an ``ANNEX_FOLD`` are the text that it hides, not what it shows.
    ``eid`` is the innermost provision the block begins in, ``level`` the depth of a heading (1 is ``一、``), ``lead`` the number
    of characters at the beginning that are set as heading.
    """

    kind: BlockKind
    pieces: tuple[Span, ...]
    eid: str | None = None
    level: int = 0
    lead: int = 0

    @property
    def span(self) -> Span:
        """From the first to the last character of the block in the canonical text."""
        return Span(self.pieces[0].start, self.pieces[-1].end)


def page_blocks(text: str, provisions: Sequence[Provision], unfolded: Collection[str] = ()) -> tuple[Block, ...]:
    """The blocks of the page in order. ``unfolded`` are the eIds of annexes whose raw text is wanted: a RAW block per line."""
    return tuple(_Setter(text, provisions, frozenset(unfolded)).blocks())


def joined(text: str, block: Block) -> str:
    """What the block shows: its pieces put together, line ends between Latin words as spaces. Empty for a folded annex."""
    if block.kind is BlockKind.ANNEX_FOLD:
        return ""
    return "".join(text[piece.start : piece.end] for piece in block.pieces).replace("\n", " ")


class _Setter:
    """Walks the lines of one text and puts them into blocks."""

    def __init__(self, text: str, provisions: Sequence[Provision], unfolded: frozenset[str]) -> None:
        self.text = text
        self.unfolded = unfolded
        self.outline = PageOutline(provisions)
        starts = [p.start for p in provisions if p.kind is not ProvisionKind.ANNEX]
        self.body_start = min(starts, default=len(text))
        self.annexes = sorted((p for p in provisions if p.kind is ProvisionKind.ANNEX), key=lambda p: p.start)

    def blocks(self) -> Iterator[Block]:
        body_end = self.annexes[0].start if self.annexes else len(self.text)
        yield from self._main(page_lines.split(self.text, Span(0, body_end), self.outline.cuts))
        for number, annex in enumerate(self.annexes):
            following = self.annexes[number + 1].start if number + 1 < len(self.annexes) else len(self.text)
            yield from self._annex(annex, Span(annex.start, following))

    def _main(self, lines: Sequence[Line]) -> Iterator[Block]:
        front = page_lines.front_length(self.text, lines, self.body_start)
        yield from self._front(lines[:front])
        yield from self._body(lines[front:])

    def _front(self, lines: Sequence[Line]) -> Iterator[Block]:
        """The title once, the number, the addressees; the lines that a law database put above them are left out."""
        titles: list[Line] = []
        addressees: list[Line] = []
        numbers: list[Line] = []
        for line in lines:
            words = self.text[line.start : line.end]
            if page_lines.is_metadata(words):
                continue
            if page_lines.is_doc_number(words):
                numbers.append(line)
            elif numbers or page_lines.ends_address(words):
                addressees.append(line)
            else:
                titles.append(line)
        for group, kind in ((page_lines.once(self.text, titles), BlockKind.TITLE), (numbers, BlockKind.DOC_NUMBER)):
            if group:
                yield self._block(kind, group)
        if addressees:
            yield self._block(BlockKind.ADDRESSEES, addressees)

    def _body(self, lines: Sequence[Line]) -> Iterator[Block]:
        blocks: list[Block] = []
        for group in self._paragraphs(lines):
            block = self._body_block(group)
            if block.kind is BlockKind.DATE:
                self._sign(blocks)
            blocks.append(block)
        yield from blocks

    def _sign(self, blocks: list[Block]) -> None:
        """Turn the short lines straight above a date into its signature."""
        for index in range(len(blocks) - 1, max(-1, len(blocks) - 4), -1):
            block = blocks[index]
            words = joined(self.text, block)
            if block.kind is not BlockKind.PARAGRAPH or not page_lines.may_sign(words):
                return
            blocks[index] = replace(block, kind=BlockKind.SIGNATURE)

    def _paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """Lines that make one paragraph: those which a page's width broke are put together again."""
        group: list[Line] = []
        for line in lines:
            if group and not self._continues(group, line):
                yield group
                group = []
            group.append(line)
        if group:
            yield group

    def _continues(self, group: list[Line], line: Line) -> bool:
        last = group[-1]
        if self.outline.begins(line.indent_start, line.start) or page_lines.is_date(self.text[line.start : line.end]):
            return False
        leaf = self.outline.innermost(group[0].start)
        if leaf is not None and leaf.kind is ProvisionKind.PARAGRAPH:
            return line.start < leaf.end
        here = self.outline.innermost(line.start)
        return here is leaf and leaf is not None and page_lines.flows_on(self.text, last, line)

    def _body_block(self, group: list[Line]) -> Block:
        first = group[0]
        words = self.text[first.start : first.end]
        if page_lines.is_date(words):
            return self._block(BlockKind.DATE, group)
        head = self.outline.head_at(first.indent_start, first.start)
        if head is None:
            return self._block(BlockKind.PARAGRAPH, group)
        block = self._block(BlockKind.RUN_IN, group)
        shown = joined(self.text, block)
        lead = page_lines.heading_length(shown, head.number, head.heading)
        kind = BlockKind.HEADING if lead == len(shown) and head.heading else BlockKind.RUN_IN
        return replace(block, kind=kind, level=HEADS[head.kind], lead=lead)

    def _annex(self, annex: Provision, span: Span) -> Iterator[Block]:
        lines = page_lines.split(self.text, span, self.outline.cuts)
        table = page_lines.table_start(self.text, lines)
        above = lines if table is None else lines[:table]
        heads = page_lines.annex_head_length(self.text, above, self.outline.begins)
        for number, line in enumerate(above[:heads]):
            yield self._block(BlockKind.ANNEX_LABEL if number == 0 else BlockKind.ANNEX_TITLE, [line])
        yield from self._body(above[heads:])
        if table is None:
            return
        hidden = lines[table:]
        yield Block(BlockKind.ANNEX_FOLD, (Span(hidden[0].start, hidden[-1].end),), annex.eid)
        if annex.eid in self.unfolded:
            for line in hidden:
                yield Block(BlockKind.RAW, (Span(line.start, line.end),), annex.eid)

    def _block(self, kind: BlockKind, group: Sequence[Line]) -> Block:
        leaf = self.outline.innermost(group[0].start)
        return Block(kind, page_lines.pieces(self.text, group), leaf.eid if leaf else None)

