"""The parts of a page in reading order: stretches of lines in one column, and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from policy.sources.pdf.lines import Line

_OPENING_ROWS: Final = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that follow one another in one column of a page. ``frame`` names the columns of all pages that have the same edges:
    lines are measured against the edges of their frame; ``edges`` are given where the page itself draws them, as a box does;
    ``rules`` are the heights of level lines drawn among the lines that belong to no table."""

    page: int
    frame: tuple[int, ...]
    lines: tuple[Line, ...]
    width: float
    edges: tuple[float, float] | None = None
    rules: tuple[float, ...] = ()


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
    """A table, or the part of it that one page holds. ``page`` is the last page it reaches; ``edges`` are the x of its column
    borders; ``ruled`` whether lines were drawn between its cells; ``serial`` the column of its numbers, once that is known;
    ``columns`` what the words of each column cover, where no lines were drawn; ``height`` the number of its rows; ``opening`` what
    the first of them say; ``tail`` the cells that reach its lower border."""

    page: int
    edges: list[float]
    cells: list[TableCell]
    top: float
    bottom: float
    ruled: bool
    serial: int | None = None
    columns: list[list[float]] = field(default_factory=list)
    height: int = field(init=False)
    opening: list[list[str]] = field(init=False)
    tail: list[TableCell] = field(init=False)

    def __post_init__(self) -> None:
        """Note how many rows there are, what the first of them say, and which cells reach the lower border."""
        self.height = max((cell.row + cell.rows for cell in self.cells), default=0)
        ordered = sorted(self.cells, key=lambda cell: cell.column)
        self.opening = [[cell.text for cell in ordered if cell.row == row] for row in range(min(self.height, _OPENING_ROWS))]
        self.tail = [cell for cell in self.cells if cell.row + cell.rows == self.height]


Part = Stretch | Sheet
