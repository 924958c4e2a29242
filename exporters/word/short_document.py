"""Short documents of headings, paragraphs and tables, on the page of GB/T 9704-2012: what is no review report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from docx.document import Document

from exporters.cancelled import Cancelled
from exporters.files import replace_file
from exporters.phrases import Phrases
from exporters.word import package, parts, styles
from exporters.word.body import Body
from exporters.word.fonts import Fonts
from exporters.word.front import TITLE_LINE, balanced
from exporters.word.gb9704 import LANDSCAPE, PORTRAIT, new_document
from exporters.word.markup import paragraph, run
from exporters.word.pages import line_count
from resources.catalogue import Catalogue

# Below the title, with and without lines of their own under it; twips.
TITLE_GAP = 400
# After so many rows of a table it is asked whether to go on.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what its columns are called, its cells as text (a line end begins a new line), and how wide the columns are in
    proportion to one another. ``centred`` are the columns, from 0, that hold figures or single words; ``caption`` stands above it,
    numbered; ``strong`` are the rows that sum others up. A table without rows is left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    centred: frozenset[int] = frozenset()
    caption: str = ""
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (none when empty), paragraphs, and a table after them; ``wide`` sets it on pages turned sideways."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    level: int = 1
    wide: bool = False


@dataclass(frozen=True, slots=True)
class ShortDocument:
    """A document: its title, the lines below it, and what it holds. ``date`` is that of the file's properties, today without."""

    title: str
    subtitle: tuple[str, ...]
    sections: tuple[Section, ...]
    author: str = ""
    date: dt.date | None = None


def write_short(
    document: ShortDocument,
    target: Path,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    fonts: Fonts = Fonts(),  # noqa: B008 - frozen, so it can be shared
) -> None:
    """Write ``document`` to ``target`` in the language of ``catalogue``; equal documents with a date give equal bytes.

    ``progress`` is told steps done and steps in all. Raises ``Cancelled`` soon after ``cancelled`` says so, ``ExportError`` when
    the file cannot be written; either way an older file stays as it was.
    """
    steps = _Steps(len(document.sections) + 2, progress, cancelled)
    built = _build(document, catalogue, fonts, steps)

    def fill(stream: BinaryIO) -> None:
        package.save(built, stream)

    replace_file(target, fill, before_swap=steps.done)


@dataclass(slots=True)
class _Steps:
    total: int
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None
    count: int = 0

    def go_on(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled

    def done(self) -> None:
        self.go_on()
        self.count += 1
        if self.progress is not None:
            self.progress(self.count, self.total)


def _build(document: ShortDocument, catalogue: Catalogue, fonts: Fonts, steps: _Steps) -> Document:
    body = Body(LANDSCAPE if document.sections and document.sections[0].wide else PORTRAIT)
    phrases = Phrases(catalogue)
    _head(body, document)
    for section in document.sections:
        page = LANDSCAPE if section.wide else PORTRAIT
        if page is not body.page:
            body.turn_to(page)
        _write(body, section, phrases, steps)
        steps.done()
    built = new_document(fonts, body.finished())
    date = document.date or dt.datetime.now().astimezone().date()
    package.describe(built, document.title, document.author, date, catalogue.language)
    steps.done()
    return built


def _head(body: Body, document: ShortDocument) -> None:
    lines = balanced(document.title, " ".join(document.subtitle))
    body.add(paragraph(styles.TITLE, run("\n".join(lines))))
    body.pager.take(TITLE_LINE * len(lines) + TITLE_GAP)
    for line in document.subtitle:
        body.add(paragraph(styles.SUBTITLE, run(line)))
        body.pager.lines(line_count(line, body.page.text_width, 28), styles.SUBTITLE_LINE)


def _write(body: Body, section: Section, phrases: Phrases, steps: _Steps) -> None:
    if section.heading:
        body.heading(section.level, section.heading)
    for text in section.paragraphs:
        body.text(text)
    table = section.table
    if table is None or not table.rows:
        return
    built = _table(body, table, steps)
    if table.caption:
        body.caption(phrases.caption(body.next_number("table"), "table", table.caption), built.room)
    body.table(built)


def _table(body: Body, table: Table, steps: _Steps) -> parts.Table:
    widths = parts.spread(body.page.text_width, table.widths)
    built = parts.Table(
        [
            parts.Column(head, width, styles.CELL_CENTRE if place in table.centred else styles.CELL)
            for place, (head, width) in enumerate(zip(table.header, widths, strict=True))
        ]
    )
    _fill(built, table, steps)
    return built


def _fill(built: parts.Table, table: Table, steps: _Steps) -> None:
    for number, row in enumerate(table.rows):
        if number % ROWS_AT_ONCE == 0:
            steps.go_on()
        built.row(row, strong=number in table.strong)
