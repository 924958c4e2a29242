"""Reads a saved web page: its article as paragraphs and tables, with title, number and date from above it where it lacks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy.errors import PolicyError
from policy.metadata_labels import Label
from policy.sources.blocks import Block, Blocks, Grid, Paragraph, Progress
from policy.sources.decoding import decode
from policy.sources.levels import levels_of
from policy.sources.web.article import article_of
from policy.sources.web.flow import Entry, flow_of
from policy.sources.web.head import completed, title_of_page
from policy.sources.web.labels import facts_of
from policy.sources.web.opening import documents_in
from policy.sources.web.tree import TooComplexError, page_of

_SOURCE: Final = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>]|<head[\s>])", re.IGNORECASE)
_LABEL_LINES: Final = 600


def read_web(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    """The article of a saved page or of a web archive (MHTML).

    ``encoding`` is a person's choice; without it a byte order mark, UTF-8 that is sound, the page's own word and the usual guesses
    decide in turn. Raises ``PolicyError`` ``page_too_complex``, ``page_without_article``, ``garbled_text``, ``unknown_encoding``
    and ``binary_file``.
    """
    documents = documents_in(data, name, encoding)
    try:
        found = [_read(html, progress) for html, _ in documents]
    except TooComplexError as error:
        raise PolicyError("page_too_complex", name=name) from error
    except UnicodeEncodeError as error:
        raise PolicyError("garbled_text", name=name) from error
    best = max(range(len(found)), key=lambda index: _size(found[index]))
    words = "\n".join(_words(block) for block in found[best])
    if not words.strip():
        raise PolicyError("page_without_article", name=name)
    decode(words.encode(), name, "utf-8")
    progress(1.0)
    return Blocks(tuple(found[best]), documents[best][1])


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(_words(block)) for block in blocks)


def _words(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join(paragraph.text for cell in block.cells for paragraph in cell.paragraphs)


def _read(html: str, progress: Progress) -> list[Block]:
    page = page_of(html, progress)
    entries = flow_of(page.body, progress)
    source = _source_in(entries)
    if source:
        # The view of a page's source, saved as a page.
        page = page_of(source, progress)
        entries = flow_of(page.body, progress)
    lines = [entry.text for entry in entries]
    facts = facts_of(lines[:_LABEL_LINES])
    title = title_of_page(page, entries, facts.get(Label.TITLE, ""))
    article = article_of(page.body, entries, title)
    levels = levels_of([(entry.text, entry.rank) for entry in article.entries])
    blocks = [_block(entry, level) for entry, level in zip(article.entries, levels, strict=True)]
    return completed(blocks, article.above, title, facts)


def _source_in(entries: Sequence[Entry]) -> str:
    first = next((entry.text for entry in entries[:3] if entry.text.strip() and not entry.text.strip().isdigit()), "")
    grid = entries[0].block if entries and isinstance(entries[0].block, Grid) else None
    if grid is not None:
        lines = [paragraph.text for cell in grid.cells if cell.column == 1 for paragraph in cell.paragraphs]
        return "\n".join(lines) if lines and _SOURCE.match("\n".join(lines[:3])) else ""
    return "\n".join(entry.text for entry in entries) if _SOURCE.match(first) else ""


def _block(entry: Entry, level: int | None) -> Block:
    return Paragraph(entry.text, level) if isinstance(entry.block, Paragraph) and level is not None else entry.block
