"""Puts the paragraphs and tables of a document together into canonical text, and says where each of them came to stand."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from policy.canonical import canonical
from policy.model import Span
from policy.sources.blocks import Block, Comment, Grid, GridCell, Paragraph
from policy.structure import Cell, Heading, Structure, Table

_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_TABS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_EDGES = re.compile(rf"^[{_BLANK}]+|[{_BLANK}]+$")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of the source at its place in canonical text."""

    span: Span
    author: str
    date: dt.datetime | None
    body: str
    replies: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A document put together: its canonical text, its structure, and the remarks that it came with."""

    text: str
    structure: Structure
    remarks: tuple[Remark, ...]


def compose(blocks: Iterable[Block]) -> Composed:
    """The canonical text of a document.

    Each paragraph is a line. A row of a table is one line with tabs between its cells, and the further paragraphs of a cell are
    lines of their own; a table of a single cell is its paragraphs. Empty paragraphs are left out at both ends of the document.
    """
    writer = _Writer()
    for block in _trimmed(list(blocks)):
        if isinstance(block, Paragraph):
            writer.paragraph(block)
        elif len(block.cells) == 1:
            for paragraph in block.cells[0].paragraphs:
                writer.paragraph(paragraph)
        else:
            writer.grid(block)
    return writer.composed()


def _trimmed(blocks: Sequence[Block]) -> Sequence[Block]:
    said = [index for index, block in enumerate(blocks) if not isinstance(block, Paragraph) or block.text.strip()]
    return blocks[said[0] : said[-1] + 1] if said else ()


@dataclass(slots=True)
class _Writer:
    """Canonical text as it grows."""

    parts: list[str] = field(default_factory=list)
    here: int = 0
    tables: list[Table] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def composed(self) -> Composed:
        structure = Structure(tuple(self.tables), tuple(self.headings))
        return Composed("".join(self.parts), structure, tuple(self.remarks))

    def paragraph(self, paragraph: Paragraph) -> None:
        self._next_line()
        span = self._words(paragraph, trim=False)
        if paragraph.level is not None and span:
            self.headings.append(Heading(span, paragraph.level))

    def grid(self, grid: Grid) -> None:
        self._next_line()
        start, cells = self.here, list[Cell]()
        ordered = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
        for place, (_, row) in enumerate(groupby(ordered, key=lambda cell: cell.row)):
            if place:
                self._put("\n")
            cells += self._row(list(row))
        self.tables.append(Table(Span(start, self.here), tuple(cells)))

    def _row(self, row: Sequence[GridCell]) -> list[Cell]:
        cells, column = list[Cell](), 0
        # A row that says one thing only, such as a category, is that line without the tabs of its empty cells.
        said = [cell for cell in row if any(paragraph.text.strip() for paragraph in cell.paragraphs)]
        alone = len(said) == 1 and said[0].column == 0
        for cell in row:
            if column < cell.column and not alone:
                self._put("\t" * (cell.column - column))
                column = cell.column
            cells.append(Cell(cell.row, cell.column, self._cell(cell), cell.rows, cell.columns))
        return cells

    def _cell(self, cell: GridCell) -> Span:
        start = self.here
        for paragraph in cell.paragraphs:
            if not paragraph.text.strip():
                continue
            if self.here > start:
                self._put("\n")
            self._words(paragraph, trim=True)
        return Span(start, self.here)

    def _words(self, paragraph: Paragraph, *, trim: bool) -> Span:
        """Write a paragraph down. A line break inside it becomes a space; in a cell a tab does too, and there is no indent."""
        raw = (_TABS if trim else _BREAKS).sub(lambda found: " " * len(found.group()), paragraph.text)
        words = canonical(raw)
        if trim:
            words = _EDGES.sub("", words)
        start = self.here
        self._put(words)
        self.remarks += [_remark(comment, raw, words, start) for comment in paragraph.comments]
        return Span(start, self.here)

    def _next_line(self) -> None:
        if self.parts:
            self._put("\n")

    def _put(self, words: str) -> None:
        self.parts.append(words)
        self.here += len(words)


def _remark(comment: Comment, raw: str, words: str, start: int) -> Remark:
    first, last = _moved(raw, words, comment.start), _moved(raw, words, comment.end)
    while first < last and words[first].isspace():
        first += 1
    replies = tuple(_remark(reply, raw, words, start) for reply in comment.replies)
    return Remark(Span(start + first, start + max(first, last)), comment.author, comment.date, comment.body, replies)


def _moved(raw: str, words: str, place: int) -> int:
    """Where a place of the raw paragraph is in its canonical words: behind as many characters that are no space."""
    wanted = sum(not char.isspace() for char in unicodedata.normalize("NFC", raw[:place]))
    seen = 0
    for index, char in enumerate(words):
        if seen == wanted:
            return index
        seen += not char.isspace()
    return len(words)
