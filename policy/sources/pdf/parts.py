"""The parts of a page in reading order: stretches of lines in one column, and tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from policy.sources.pdf.lines import Line


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that follow one another in one column of a page. ``frame`` names the columns of all pages that have the same edges:
    lines are measured against the edges of their frame; ``edges`` are given where the page itself draws them, as a box does."""

    page: int
    frame: tuple[int, ...]
    lines: tuple[Line, ...]
    width: float
    edges: tuple[float, float] | None = None


@dataclass(slots=True)
class TableCell:
    """A cell while its table is put together: its place counted from 0, how many rows and columns it covers, its edges in points
    and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words without any space, to compare cells by."""
        return "".join("".join(line.text for line in self.lines).split())


@dataclass(slots=True)
class Sheet:
    """A table, or the part of it that one page holds. ``edges`` are the x of its column borders; ``ruled`` whether lines were drawn
    between its cells. ``page`` is the last page it reaches."""

    page: int
    edges: list[float]
    cells: list[TableCell]
    top: float
    bottom: float
    ruled: bool

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)


Part = Stretch | Sheet
