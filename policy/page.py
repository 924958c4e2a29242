"""The typeset page of a policy: which blocks it shows, and from which stretches of canonical text each is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from policy import page_lines
from policy.model import Provision, ProvisionKind, Span
from policy.page_lines import Line
from policy.page_outline import HEADS, PageOutline, Unit


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
    """A line as the source has it: of an unfolded annex, or a row of a table in the text."""


class Block(NamedTuple):
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


def page_blocks(
    text: str, provisions: Sequence[Provision], unfolded: Collection[str] = (), outline: PageOutline | None = None
) -> tuple[Block, ...]:
    """The blocks of the page in order. ``unfolded`` are the eIds of annexes whose raw text is wanted: a RAW block per line.

    ``outline`` spares making that of ``provisions`` again.
    """
    return tuple(_Setter(text, provisions, frozenset(unfolded), outline or PageOutline(provisions)).blocks())


def joined(text: str, block: Block) -> str:
    """What the block shows: its pieces put together, line ends between Latin words as spaces. Empty for a folded annex."""
    if block.kind is BlockKind.ANNEX_FOLD:
        return ""
    if len(block.pieces) == 1:
        piece = block.pieces[0]
        return text[piece.start : piece.end]
    return "".join(text[piece.start : piece.end] for piece in block.pieces).replace("\n", " ")


NOWHERE = Unit(False, None, None)


class _Setter:
    """Walks the lines of one text and puts them into blocks."""

    def __init__(self, text: str, provisions: Sequence[Provision], unfolded: frozenset[str], outline: PageOutline) -> None:
        self.text = text
        self.unfolded = unfolded
        self.outline = outline
        starts = [p.start for p in provisions if p.kind is not ProvisionKind.ANNEX]
        self.body_start = min(starts, default=len(text))
        self.annexes = sorted((p for p in provisions if p.kind is ProvisionKind.ANNEX), key=lambda p: p.start)

    def blocks(self) -> Iterator[Block]:
        body_end = self.annexes[0].start if self.annexes else len(self.text)
        cuts = sorted({*self.outline.cuts, *page_lines.front_cuts(self.text, self.body_start)})
        yield from self._main(page_lines.split(self.text, Span(0, body_end), cuts))
        for number, annex in enumerate(self.annexes):
            following = self.annexes[number + 1].start if number + 1 < len(self.annexes) else len(self.text)
            yield from self._annex(annex, Span(annex.start, following))

    def _main(self, lines: Sequence[Line]) -> Iterator[Block]:
        lines = page_lines.without_labels(self.text, lines, self.body_start)
        front = page_lines.front_length(self.text, lines, self.body_start)
        yield from self._front(lines[:front])
        yield from self._body(lines[front:])

    def _front(self, lines: Sequence[Line]) -> Iterator[Block]:
        """The title once, the number, the addressees."""
        kinds = list(self._front_kinds(lines))
        titles = {line for line, kind in zip(lines, kinds, strict=True) if kind is BlockKind.TITLE}
        twice = titles - set(page_lines.once(self.text, [line for line in lines if line in titles]))
        group: list[Line] = []
        for line, kind, following in zip(lines, kinds, [*kinds, None][1:], strict=True):
            if line not in twice:
                group.append(line)
            if group and kind is not following:
                yield self._block(kind, group)
                group = []

    def _front_kinds(self, lines: Sequence[Line]) -> Iterator[BlockKind]:
        numbered = False
        for line in lines:
            words = self.text[line.start : line.end]
            if page_lines.is_doc_number(words):
                numbered = True
                yield BlockKind.DOC_NUMBER
            else:
                yield BlockKind.ADDRESSEES if numbered or page_lines.ends_address(words) else BlockKind.TITLE

    def _body(self, lines: Sequence[Line]) -> Iterator[Block]:
        blocks: list[Block] = []
        dated = False
        for group, unit in self._paragraphs(lines):
            block = self._body_block(group, unit)
            if block.kind is BlockKind.DATE:
                self._sign(blocks)
                dated = True
            elif dated:
                # Behind a date and its notes in brackets, a notice names what it hands on.
                words = joined(self.text, block)
                dated = page_lines.is_note(words)
                if block.kind is BlockKind.PARAGRAPH and page_lines.may_be_title(words):
                    block = block._replace(kind=BlockKind.ANNEX_TITLE)
            blocks.append(block)
        yield from blocks

    def _sign(self, blocks: list[Block]) -> None:
        """Turn the short lines straight above a date into its signature."""
        for index in range(len(blocks) - 1, max(-1, len(blocks) - 4), -1):
            block = blocks[index]
            words = joined(self.text, block)
            if block.kind is not BlockKind.PARAGRAPH or not page_lines.may_sign(words):
                return
            blocks[index] = block._replace(kind=BlockKind.SIGNATURE)

    def _paragraphs(self, lines: Sequence[Line]) -> Iterator[tuple[list[Line], Unit]]:
        """Lines that make one paragraph, with the outline where it begins: what a page's width broke is put together again."""
        group: list[Line] = []
        first = NOWHERE
        for line, here in zip(lines, self.outline.units(lines), strict=True):
            if group and not self._continues(group[-1], first.leaf, line, here):
                yield group, first
                group = []
            if not group:
                first = here
            group.append(line)
        if group:
            yield group, first

    def _continues(self, last: Line, leaf: Provision | None, line: Line, here: Unit) -> bool:
        if here.begins or leaf is None or page_lines.is_date_line(self.text, line):
            return False
        if page_lines.is_row(self.text, line) or page_lines.is_row(self.text, last):
            return False
        if leaf.kind is ProvisionKind.PARAGRAPH:
            return line.start < leaf.end
        return here.leaf is leaf and page_lines.flows_on(self.text, last, line)

    def _body_block(self, group: list[Line], unit: Unit) -> Block:
        first = group[0]
        pieces = (Span(first.start, first.end),) if len(group) == 1 else page_lines.pieces(self.text, group)
        eid = unit.leaf.eid if unit.leaf is not None else None
        if page_lines.is_date_line(self.text, first):
            return Block(BlockKind.DATE, pieces, eid)
        block = Block(BlockKind.PARAGRAPH, pieces, eid)
        if unit.head is None:
            return block._replace(kind=BlockKind.RAW) if not unit.begins and page_lines.is_row(self.text, first) else block
        shown = joined(self.text, block)
        lead = page_lines.heading_length(shown, unit.head.number, unit.head.heading)
        kind = BlockKind.HEADING if lead == len(shown) and unit.head.heading else BlockKind.RUN_IN
        return Block(kind, pieces, eid, HEADS[unit.head.kind], lead)

    def _annex(self, annex: Provision, span: Span) -> Iterator[Block]:
        lines = page_lines.split(self.text, span, self.outline.cuts)
        table = page_lines.table_start(self.text, lines)
        above = lines if table is None else lines[:table]
        heads = page_lines.annex_head_length(self.text, above, self.outline)
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
        leaf = self.outline.leaf(group[0].start)
        return Block(kind, page_lines.pieces(self.text, group), leaf.eid if leaf else None)
