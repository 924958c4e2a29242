"""What a reader of a format finds: paragraphs and tables in reading order, before they are canonical text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from policy.model import Finding

Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1; whatever it raises ends the reading."""


def unheard(share: float) -> None:
    """Progress that nobody follows."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark that the file already had. ``start`` and ``end`` are code points of its paragraph's ``text``, equal for a remark on
    a place; ``date`` as the file says it; ``replies`` are answers, whose own places mean nothing."""

    start: int
    end: int
    author: str
    date: dt.datetime | None
    body: str
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its words as one line, its automatic number written out in front of them. ``level`` is the one that its
    style gives a heading (0 the title, 1 the first level), ``None`` for running text."""

    text: str
    level: int | None = None
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its top left place counted from 0, its paragraphs, and how many rows and columns it covers."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of cells that do not overlap. A table that only lays out a page is not a grid: its reader gives its paragraphs."""

    cells: tuple[GridCell, ...]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Blocks:
    """A document as its reader gives it. ``encoding`` names what its text was read in; ``findings`` are what the reviewer should
    know about the reading itself, such as accepted tracked changes."""

    blocks: tuple[Block, ...]
    encoding: str
    findings: tuple[Finding, ...] = ()
