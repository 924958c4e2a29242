"""The body of a document as it grows: blocks, headings, charts, and the page on which each heading falls."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from exporters.word import styles
from exporters.word.chart import Chart, drawing
from exporters.word.gb9704 import PORTRAIT, Page, section
from exporters.word.markup import EMPTY, Markup, W, join, paragraph, parse, run
from exporters.word.pages import Pager, line_count
from exporters.word.parts import Table

_PPR, _P = f"{{{W}}}pPr", f"{{{W}}}p"
HEADING_ROOM = 3 * styles.BODY_LINE


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the table of contents; ``page`` counts from 0 at the start of its body."""

    level: int
    text: str
    bookmark: str
    page: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A chart and the relationship by which the text shows it."""

    relationship: str
    chart: Chart


@dataclass(slots=True)
class Body:
    """Collects the blocks of a document in order. Heights are twips and only serve to know the pages."""

    page: Page = PORTRAIT
    numbers: dict[str, int] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    charts: list[Placed] = field(default_factory=list)
    pager: Pager = field(init=False)
    _blocks: list[Markup] = field(default_factory=list)
    _done: list[etree._Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pager = Pager(self.page)

    def add(self, markup: Markup) -> None:
        """Add a block whose height has been told to the pager."""
        self._blocks.append(markup)

    def heading(self, level: int, text: str, new_page: bool = False) -> None:
        """Add a heading of ``level`` (1 to 3), marked for the table of contents."""
        number = len(self.headings) + 1
        bookmark = f"_Toc{number:06d}"
        if not new_page:
            self.pager.hold(HEADING_ROOM)
        self.headings.append(Heading(level, text, bookmark, self.pager.number))
        marked = Markup(f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{run(text)}<w:bookmarkEnd w:id="{number}"/>')
        props = Markup("<w:pageBreakBefore/>") if new_page else EMPTY
        self.add(paragraph(styles.HEADINGS[level - 1], marked, props=props))
        self.pager.take((240, 160, 0)[level - 1] if self.pager.used else 0)
        self.pager.lines(line_count(f"　　{text}", self.page.text_width, 32), styles.BODY_LINE)

    def text(self, text: str, style: str = styles.BODY, half_points: int = 32, pitch: int = styles.BODY_LINE) -> None:
        """Add a paragraph of plain text; size and pitch are those of the style."""
        self.write(style, run(text), text, half_points, pitch)

    def write(self, style: str, runs: Markup, text: str, half_points: int = 32, pitch: int = styles.BODY_LINE) -> None:
        """Add a paragraph of ``runs``, which read ``text``."""
        self.add(paragraph(style, runs))
        self.pager.lines(line_count(f"　　{text}", self.page.text_width, half_points), pitch)

    def next_number(self, kind: str) -> int:
        """Count tables and figures apart: the number of the next one of ``kind``."""
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return self.numbers[kind]

    def caption(self, text: str) -> None:
        """Add a caption above a table or chart."""
        self.pager.hold(2000)
        self.add(paragraph(styles.CAPTION, run(text)))
        self.pager.take(600)

    def table(self, table: Table) -> None:
        """Add a table."""
        self.add(table.markup())
        self.pager.rows(table.header_height, table.heights)

    def chart(self, chart: Chart) -> None:
        """Add a chart, centred on the text block."""
        number = len(self.charts) + 1
        placed = Placed(f"rIdChart{number}", chart)
        self.charts.append(placed)
        self.add(paragraph(styles.CHART, drawing(placed.relationship, number, chart)))
        self.pager.take(chart.height // 635 + 240)

    def turn_to(self, page: Page) -> None:
        """End the section here and go on, on a new page, with one of this kind."""
        self._close(section(self.page))
        self.page = page
        self.pager.turn(page)

    def elements(self) -> list[etree._Element]:
        """All blocks and, last, the properties of the last section."""
        return [*self._done, *parse(join(self._blocks)), *parse(section(self.page))]

    def blocks(self) -> list[etree._Element]:
        """All blocks without the properties of the last section, for a body that another one follows."""
        return [*self._done, *parse(join(self._blocks))]

    def _close(self, properties: Markup) -> None:
        blocks = parse(join(self._blocks))
        self._blocks.clear()
        if not blocks or blocks[-1].tag != _P:
            # A section ends in a paragraph; one of 1 pt makes no page of its own.
            blocks += parse(Markup('<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'))
        ppr = blocks[-1].find(_PPR)
        assert ppr is not None
        ppr.extend(parse(properties))
        self._done += blocks
