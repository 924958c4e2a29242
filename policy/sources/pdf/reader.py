"""Reads a PDF with a text layer: paragraphs and tables as they were before they were printed on pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from policy.errors import PolicyError
from policy.model import Finding, FindingKind
from policy.sources.blocks import Block, Blocks, Paragraph, Progress
from policy.sources.pdf.aligned import parts_of
from policy.sources.pdf.cards import Card, card_of
from policy.sources.pdf.cells import grid_of
from policy.sources.pdf.content import Content
from policy.sources.pdf.flow import Flow
from policy.sources.pdf.furniture import furniture
from policy.sources.pdf.lines import Line
from policy.sources.pdf.measure import Measure, measures
from policy.sources.pdf.opening import Document, opened
from policy.sources.pdf.pages import Page, page_of
from policy.sources.pdf.parts import Part, Sheet, Stretch
from policy.sources.pdf.spread import append, continues

MOST_CHARACTERS: Final = 3_000_000
_GARBLED_SHARE: Final = 0.1
_MOST_NAMED: Final = 20


def read_pdf(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    """The paragraphs and tables of a PDF in reading order.

    ``encoding`` does not matter: a PDF says what its characters mean. Raises ``PolicyError``: ``scanned_pdf`` for pages that are
    pictures only, ``garbled_pdf`` when fonts do not say what their characters mean, and what ``opened`` raises; and whatever
    ``progress`` raises. Findings name pages that are pictures among others with text, and tell text made by recognition.
    """
    del encoding
    with opened(data, name) as document:
        pages, findings = _pages(document, progress)
    parts = _without_furniture(pages)
    return Blocks(tuple(_blocks(parts)), "pdf", findings)


def _pages(document: Document, progress: Progress) -> tuple[list[Page], tuple[Finding, ...]]:
    pages: list[Page] = []
    characters = garbage = 0
    scanned, recognised = list[int](), list[int]()
    for index in range(document.pages):
        content = document.content(index)
        _note(content, index, scanned, recognised)
        characters += len(content.glyphs)
        garbage += content.garbage
        if characters > MOST_CHARACTERS:
            raise PolicyError("pdf_too_long", name=document.name, pages=document.pages, limit=index)
        pages.append(page_of(content, index))
        progress((index + 1) / document.pages)
    if garbage > _GARBLED_SHARE * max(characters, 1):
        raise PolicyError("garbled_pdf", name=document.name)
    if scanned and len(scanned) == sum(1 for page in pages if page.parts) + sum(not pages[index].parts for index in scanned):
        raise PolicyError("scanned_pdf", name=document.name)
    findings = ((FindingKind.PAGES_WITHOUT_TEXT, scanned), (FindingKind.TEXT_RECOGNISED, recognised))
    return pages, tuple(Finding(kind, facts=(("pages", _named(held)),)) for kind, held in findings if held)


def _note(content: Content, index: int, scanned: list[int], recognised: list[int]) -> None:
    if content.scanned:
        scanned.append(index)
    if content.recognised:
        recognised.append(index)


def _named(indexes: Sequence[int]) -> str:
    """The numbers of pages as a person writes them: ``3, 5-7``."""
    ranges: list[list[int]] = []
    for index in indexes:
        if ranges and index == ranges[-1][1] + 1:
            ranges[-1][1] = index
        else:
            ranges.append([index, index])
    named = [f"{start + 1}" if start == end else f"{start + 1}-{end + 1}" for start, end in ranges]
    return ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")


def _without_furniture(pages: Sequence[Page]) -> list[Part | Card]:
    """The parts of all pages without running titles and page numbers, and with tables without lines set apart."""
    lines = [
        sorted(
            (line for part in page.parts if isinstance(part, Stretch) and not part.edges for line in part.lines),
            key=lambda one: one.y,
        )
        for page in pages
    ]
    dropped = furniture(lines, [page.height for page in pages])
    found: list[Part | Card] = []
    for page, held, places in zip(pages, lines, dropped, strict=True):
        gone = {id(held[place]) for place in places}
        for part in page.parts:
            if isinstance(part, Sheet):
                found.append(part)
                continue
            kept = tuple(line for line in part.lines if id(line) not in gone)
            card = card_of(kept, part.page) if kept and part.page == 0 and not found else None
            if card is not None:
                found.append(card[0])
                kept = kept[card[1] :]
            found += parts_of(replace(part, lines=kept), _open_table(found, part)) if kept else ()
    return found


def _open_table(found: Sequence[Part | Card], part: Stretch) -> Sheet | None:
    """The table without lines that the page before this part ends with, if any."""
    last = found[-1] if found else None
    return last if isinstance(last, Sheet) and not last.ruled and last.page == part.page - 1 else None


def _blocks(parts: Sequence[Part | Card]) -> Iterator[Block]:
    stretches = [part for part in parts if isinstance(part, Stretch)]
    known = measures(stretches)
    flow = Flow(_body_size([line for stretch in stretches for line in stretch.lines]))
    table: Sheet | None = None
    for part in parts:
        if isinstance(part, Sheet):
            if table is not None and continues(table, part):
                append(table, part)
                continue
            yield from _table(table)
            yield from flow.close()
            table = part
            continue
        yield from _table(table)
        table = None
        if isinstance(part, Card):
            yield from (Paragraph(words) for words in part.said)
            continue
        yield from _running(flow, part, known[part.frame])
    yield from _table(table)
    yield from flow.close()


def _table(table: Sheet | None) -> Iterator[Block]:
    if table is not None:
        yield grid_of(table)


def _running(flow: Flow, part: Stretch, measure: Measure) -> Iterator[Paragraph]:
    if part.edges:
        yield from flow.close()
    yield from flow.take(part.lines, measure)
    if part.edges:
        yield from flow.close()


def _body_size(lines: Sequence[Line]) -> float:
    """The size that most characters of the running text have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
