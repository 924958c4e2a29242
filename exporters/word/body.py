"""The body of a document as it grows: blocks, headings, charts, and the page on which each heading falls."""

from __future__ import annotations

from dataclasses import dataclass, field

from exporters.word import styles
from exporters.word.chart import Chart, drawing
from exporters.word.gb9704 import PORTRAIT, Page, section
from exporters.word.markup import EMPTY, Markup, join, paragraph, run
from exporters.word.pages import Pager, line_count
from exporters.word.parts import CAPTION_HEIGHT, Table

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

    def __post_init__(self) -> None:
        self.pager = Pager(self.page)

    def add(self, markup: Markup) -> None:
        """Add a block whose height has been told to the pager."""
        self._blocks.append(markup)

    def heading(self, level: int, text: str, new_page: bool = False, room: int = HEADING_ROOM) -> None:
        """Add a heading of ``level`` (1 to 3), marked for the table of contents; ``room`` twips are kept together from it on."""
        number = len(self.headings) + 1
        bookmark = f"_Toc{number:06d}"
        if not new_page:
            self.pager.hold(room)
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

    def caption(self, text: str, room: int = 2000) -> None:
        """Add a caption above a table or chart, of which at least ``room`` twips stand on the same page."""
        self.pager.hold(room)
        self.add(paragraph(styles.CAPTION, run(text)))
        self.pager.take(CAPTION_HEIGHT)

    def table(self, table: Table) -> None:
        """Add a table."""
        self.add(table.markup())
        if table.whole:
            self.pager.hold(table.header_height + sum(table.heights))
        self.pager.rows(table.header_height, table.heights)

    def opening(self, heading: str, lead: str, caption: str, table: Table) -> None:
        """Add a section that begins with a sentence and a table, kept together as far as the first row."""
        count = line_count(f"　　{lead}", self.page.text_width, 32)
        self.heading(1, heading, room=(2 + count) * styles.BODY_LINE + CAPTION_HEIGHT + table.room)
        self.add(paragraph(styles.BODY, run(lead), props=Markup("<w:keepNext/>")))
        self.pager.lines(count, styles.BODY_LINE)
        self.caption(caption, table.room)
        self.table(table)

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

    def markup(self) -> Markup:
        """All blocks without the properties of the last section, for a body that another one follows."""
        return join(self._blocks)

    def finished(self) -> Markup:
        """All blocks and, last, the properties of the last section."""
        return Markup(self.markup() + section(self.page))

    def _close(self, properties: Markup) -> None:
        last = self._blocks[-1] if self._blocks else EMPTY
        if not last.startswith("<w:p>"):
            # A section ends in a paragraph; one of 1 pt makes no page of its own.
            self._blocks.append(Markup(f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{properties}</w:pPr></w:p>'))
            return
        before, end, after = last.partition("</w:pPr>")
        self._blocks[-1] = Markup(f"{before}{properties}{end}{after}")
