"""Tables of any length: fixed columns, repeated headings, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from exporters.word import styles
from exporters.word.colours import BAND_FILL, HEADER_FILL
from exporters.word.markup import EMPTY, Markup, join, paragraph, run
from exporters.word.pages import line_count

# Above and below the text of a cell, and at its sides, as the table style sets them; twips.
CELL_PADDING = 80
CELL_SIDES = 140
CAPTION_HEIGHT = 600
# A heading over figures may come closer to its neighbours than text.
_NARROW = '<w:tcMar><w:left w:w="20" w:type="dxa"/><w:right w:w="20" w:type="dxa"/></w:tcMar>'
_KEEP_NEXT = Markup("<w:keepNext/>")
_SMALL = (styles.CELL_SMALL, styles.CELL_SMALL_CENTRE, styles.CELL_HEAD_SMALL)
SIZES = dict.fromkeys(_SMALL, (18, styles.SMALL_LINE))
DEFAULT_SIZE = (21, styles.CELL_LINE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its heading says, its width in twips, and the paragraph styles of plain text in it and of the heading."""

    head: str
    width: int
    style: str = styles.CELL
    head_style: str = styles.CELL_HEAD


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a cell in its own style; ``props`` are ``rPr`` children."""

    text: str
    style: str = styles.CELL
    props: Markup = EMPTY


Cell = str | Sequence[Line]


def halved(text: str, width: int, half_points: int = 18) -> str:
    """A Chinese heading that is too long for its column, broken into lines of about equal length; others as they are."""
    lines = line_count(text, width - CELL_SIDES, half_points)
    if lines < 2 or " " in text or text.isascii():
        return text
    length = -(-len(text) // lines)
    return "\n".join(text[start : start + length] for start in range(0, len(text), length))


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Widths in proportion to ``weights`` that add up to exactly ``total``."""
    edges = [0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    marks = [edge * total // edges[-1] for edge in edges]
    return [right - left for left, right in pairwise(marks)]


@dataclass(slots=True)
class Table:
    """A table under construction. Rows are added in order; ``markup`` and ``heights`` (twips) are asked for at the end. A table
    that is kept ``whole`` stands on one page; only for few rows."""

    columns: Sequence[Column]
    whole: bool = False
    rows: list[Markup] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)

    def row(self, cells: Sequence[Cell], strong: bool = False) -> None:
        """Add a row with one cell per column; ``strong`` sets plain text in the heading face, for totals."""
        height = styles.CELL_LINE
        # Keeping every row with what follows it keeps the last one with the paragraph below, which is its note or chart.
        keep = _KEEP_NEXT if self.whole else EMPTY
        parts = []
        for column, cell in zip(self.columns, cells, strict=True):
            lines = [Line(cell, column.style)] if isinstance(cell, str) else cell
            text = "".join([_paragraph(line, strong, keep) for line in lines]) or paragraph(column.style)
            parts.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{column.width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'
            )
            height = max(height, sum([_height(line, column.width) for line in lines]))
        self.rows.append(Markup(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(parts)}</w:tr>"))
        self.heights.append(height + CELL_PADDING)

    def band(self, text: str) -> None:
        """Add a heading row across all columns."""
        total = sum(column.width for column in self.columns)
        self.rows.append(
            Markup(
                f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{total}" w:type="dxa"/>'
                f'<w:gridSpan w:val="{len(self.columns)}"/><w:shd w:val="clear" w:color="auto" w:fill="{BAND_FILL}"/>'
                f'<w:vAlign w:val="center"/></w:tcPr>{paragraph(styles.CELL_BAND, run(text))}</w:tc></w:tr>'
            )
        )
        self.heights.append(_height(Line(text), total) + CELL_PADDING)

    @property
    def header_height(self) -> int:
        """The height of the heading row in twips."""
        return max(_height(Line(column.head, column.head_style), column.width) for column in self.columns) + CELL_PADDING

    @property
    def room(self) -> int:
        """How much of the table, in twips, has to stand on the page of its caption."""
        return self.header_height + (sum(self.heights) if self.whole else sum(self.heights[:1])) + CAPTION_HEIGHT

    def markup(self) -> Markup:
        """The whole ``w:tbl``."""
        total = sum(column.width for column in self.columns)
        grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in self.columns)
        return Markup(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Ledger"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{self._header()}{join(self.rows)}</w:tbl>"
        )

    def _header(self) -> Markup:
        if not any(column.head for column in self.columns):
            return EMPTY
        cells = "".join(map(_head, self.columns))
        return Markup(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")


def _head(column: Column) -> str:
    margins = _NARROW if column.head_style == styles.CELL_HEAD_SMALL else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{column.width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{HEADER_FILL}"/>'
        f'{margins}<w:vAlign w:val="center"/></w:tcPr>{paragraph(column.head_style, run(column.head))}</w:tc>'
    )


def _paragraph(line: Line, strong: bool, keep: Markup) -> Markup:
    props = Markup("<w:b/><w:bCs/>") if strong and not line.props else line.props
    return paragraph(line.style, run(line.text, props), props=keep) if line.text else paragraph(line.style, props=keep)


def _height(line: Line, width: int) -> int:
    size, pitch = SIZES.get(line.style, DEFAULT_SIZE)
    return line_count(line.text, width - CELL_SIDES, size) * pitch
