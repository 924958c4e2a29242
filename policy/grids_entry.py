"""What the rows of a table say of their tasks, before departments and timing are read."""

from __future__ import annotations

from dataclasses import dataclass

from policy.departments_names import Lexicon
from policy.model import Doubt, Span
from policy.rows_header import Column


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says of its task, cell by cell. ``departments`` are the cells with the columns they stand under; ``columns``
    are all that the table has; ``confidence`` is how sure the reading is, from 0 to 1."""

    number: int | None
    category: str | None
    title: str
    text: str
    departments: tuple[tuple[Column, str], ...]
    timing: str
    columns: frozenset[Column]
    confidence: float
    doubts: tuple[Doubt, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The tasks of a table, or of several that page breaks made of one, and where they stand. ``lexicon`` tells the names that
    had to be told from the words before them; without it the cells were known."""

    span: Span
    entries: tuple[Entry, ...]
    lexicon: Lexicon | None = None
