"""What a source says of its text beside the words: where its tables and their cells are, and what its styles call a heading."""

from __future__ import annotations

from dataclasses import dataclass

from policy.model import Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``row`` and ``column`` count from 0 and name its top left corner; ``rows`` and ``columns`` say how many it
    covers. ``span`` is its words in canonical text, where each paragraph of the cell is a line."""

    row: int
    column: int
    span: Span
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its whole stretch of canonical text, and its cells in the order of the rows. Empty cells are there too; those that
    another cell covers are not. Cells do not overlap."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that the source's own style makes a heading; ``level`` 0 is the document's title, 1 the first level."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure of one canonical text, in its order; plain text has none."""

    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()


UNSTRUCTURED = Structure()
