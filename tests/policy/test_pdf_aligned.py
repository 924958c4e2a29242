"""Tables that a PDF prints without lines between their cells come out as the grids they were, whole over all pages."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy.sources.blocks import Block, Grid, Paragraph, unheard
from policy.sources.pdf.reader import read_pdf
from tests.policy.pdf_writer import PdfWriter, Printer, wrapped

HEAD = ["序号", "工作任务", "负责部门", "时间进度"]
WIDTHS = [44.0, 162.0, 128.0, 92.0]
LEFTS = [60.0, 100.0, 280.0, 440.0]
TASKS = ["推进宽带网络升级改造和下一代互联网规模商用", "加快建设", "完善信息网络基础设施和相关配套政策以及保障措施，尽快见效"]
OFFICES = ["工业和信息化部、财政部、科技部", "商务部", "民政部、国家发展改革委、住房城乡建设部、公安部"]


def blocks_of(writer: PdfWriter) -> tuple[Block, ...]:
    return read_pdf(writer.save(), "a.pdf", None, unheard).blocks


def texts_of(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append("".join(paragraph.text for paragraph in cell.paragraphs))
    return [rows[row] for row in sorted(rows)]


def tasks_of(count: int) -> list[list[str]]:
    due = ("长期坚持", "2014年底前完成")
    return [[str(n), f"{TASKS[n % 3]}第{n}项", f"{OFFICES[n * 5 % 3]}第{n}司", due[n % 2]] for n in range(1, count + 1)]


class Columns:
    """Prints rows into columns, each cell at the top or half way down its row, with so much room between rows. ``alone`` counts the
    rows of the last page."""

    def __init__(self, lefts: list[float], room: float, centred: bool, repeated: list[str]) -> None:
        self.writer, self.lefts, self.room, self.centred = PdfWriter(), lefts, room, centred
        self.repeated, self.y, self.page = repeated, 0.0, self.writer.page()
        self.y, self.alone = 80.0, 0

    def row(self, cells: list[str]) -> tuple[float, float]:
        """Print a row, on a new page if it does not fit; where it begins and ends."""
        broken = [wrapped(cell, 12) for cell in cells]
        height = max(map(len, broken)) * 16
        if self.y + height > 760:
            self.page, self.y, self.alone = self.writer.page(), 80.0, 0
            if self.repeated:
                self.row(self.repeated)
                self.alone = 0
        self.alone += 1
        top = self.y
        for x, lines in zip(self.lefts, broken, strict=True):
            for place, words in enumerate(lines):
                lower = (height - 16 * len(lines)) / 2 if self.centred else 0
                if words:
                    self.page.text(x, top + lower + 16 * place, words)
        self.y = top + height + self.room
        return top, self.y


@settings(deadline=None, max_examples=25)
@given(st.integers(6, 60), st.booleans(), st.booleans(), st.sampled_from((0.0, 3.0, 10.0)))
def test_rows_are_told_by_their_numbers_and_gaps(count: int, centred: bool, repeat: bool, room: float) -> None:
    printer = Columns(LEFTS, room, centred, HEAD if repeat else [])
    rows = [HEAD, *tasks_of(count)]
    for row in rows:
        printer.row(row)
    # A last page with a single row whose lines lie as close as those of a cell does not tell where that row begins.
    assume(room or not centred or printer.alone > 1)
    blocks = blocks_of(printer.writer)
    assert [texts_of(block) for block in blocks if isinstance(block, Grid)] == [rows]
    assert len(blocks) == 1


@settings(deadline=None, max_examples=15)
@given(st.integers(2, 40), st.integers(1, 5), st.booleans())
def test_a_table_of_paragraph_cells_over_pages_is_one_grid(count: int, longest: int, repeat: bool) -> None:
    writer = PdfWriter()
    printer = Printer(writer, 36, left=80)
    printer.paragraph("附件")
    rows = [HEAD]
    for number in range(1, count + 1):
        words = f"推进第{number}号工程建设" + "，完善信息网络基础设施和相关配套政策" * (number * 7 % longest)
        rows.append([str(number), words, "、".join(("发展改革委", "工业和信息化部", "财政部")[: number % 3 + 1]), "长期坚持"])
    printer.table(rows, WIDTHS, repeat=repeat, rules=False)
    assert [texts_of(block) for block in blocks_of(writer) if isinstance(block, Grid)] == [rows]


@pytest.mark.parametrize("centred", [False, True])
def test_rows_that_name_a_category_stay_where_they_are(centred: bool) -> None:
    printer = Columns(LEFTS, 10, centred, HEAD)
    printer.row(HEAD)
    wanted = [HEAD]
    for row in tasks_of(30):
        if row[0] in ("1", "11", "21"):
            wanted.append([f"（{row[0]}）加快信息基础设施演进升级和推广"])
            if printer.y > 700:
                printer.y = 800
            if printer.y > 760:
                printer.page, printer.y = printer.writer.page(), 80.0
                printer.row(HEAD)
            printer.page.text(60, printer.y, wanted[-1][0])
            printer.y += 26
        wanted.append(row)
        printer.row(row)
    (grid,) = blocks_of(printer.writer)
    assert isinstance(grid, Grid)
    assert texts_of(grid) == wanted


def test_a_column_of_categories_reaches_over_the_rows_around_each_name() -> None:
    printer = Columns([130.0, 170.0, 330.0, 480.0], 10, True, [])
    head = printer.row(HEAD)
    printer.page.text(60, head[0], "类别")
    spans: list[tuple[float, float]] = [printer.row(row) for row in tasks_of(12)]
    for name, start, end in (("基础设施", 0, 3), ("产品供给", 3, 8), ("消费环境", 8, 12)):
        middle = (spans[start][0] + spans[end - 1][1] - 26) / 2
        printer.page.text(60, middle, name)
    (grid,) = blocks_of(printer.writer)
    assert isinstance(grid, Grid)
    named = {cell.paragraphs[0].text: (cell.row, cell.rows) for cell in grid.cells if cell.column == 0}
    assert named == {"类别": (0, 1), "基础设施": (1, 3), "产品供给": (4, 5), "消费环境": (9, 4)}


def test_a_header_with_words_over_several_columns_has_two_rows_and_is_dropped_where_it_is_repeated() -> None:
    printer = Columns(LEFTS, 10, True, [])
    for start in (1, 21):
        page = printer.page if start == 1 else printer.writer.page()
        page.text(240, 80, "任务分工")
        page.text(60, 92, "序号")
        page.text(440, 92, "时间进度")
        page.text(140, 104, "工作任务")
        page.text(310, 104, "负责部门")
        printer.page, printer.y = page, 132.0
        for row in tasks_of(40)[start - 1 : start + 11]:
            printer.row(row)
    (grid,) = blocks_of(printer.writer)
    assert isinstance(grid, Grid)
    assert texts_of(grid)[:3] == [["序号", "任务分工", "时间进度"], ["工作任务", "负责部门"], tasks_of(1)[0]]
    assert len(texts_of(grid)) == 2 + 24


def test_lines_drawn_between_rows_only_part_the_rows() -> None:
    printer = Columns(LEFTS, 0, True, [])
    rows = [["项目", "工作任务", "负责部门", "备注"], *([f"项目{row[0]}", *row[1:]] for row in tasks_of(9))]
    for row in rows:
        top, bottom = printer.row(row)
        printer.page.line(50, top - 12, 560, top - 12)
        printer.page.line(50, bottom - 12, 560, bottom - 12)
    (grid,) = blocks_of(printer.writer)
    assert isinstance(grid, Grid)
    assert texts_of(grid) == rows


def test_a_heading_centred_over_cells_that_stand_at_the_left_is_their_heading() -> None:
    writer = PdfWriter()
    page = writer.page()
    for x, words in ((75, "序号"), (180, "工作任务"), (360, "负责部门"), (490, "时间进度")):
        page.text(x, 100, words)
    for number, row in enumerate(tasks_of(8)):
        for x, words in zip((60, 120, 320, 450), (row[0], "加快建设信息网络"[: 4 + number % 4], "商务部", "长期"), strict=True):
            page.text(x, 130 + 26 * number, words)
    (grid,) = blocks_of(writer)
    assert isinstance(grid, Grid)
    assert [row[0] for row in texts_of(grid)] == ["序号", *map(str, range(1, 9))]
    assert {len(row) for row in texts_of(grid)} == {4}


def test_text_below_a_table_without_lines_stays_text() -> None:
    printer = Columns(LEFTS, 10, False, [])
    for row in [HEAD, *tasks_of(5)]:
        printer.row(row)
    printer.page.text(60, printer.y + 20, "以上任务由各部门负责落实。")
    blocks = blocks_of(printer.writer)
    assert [block.text for block in blocks if isinstance(block, Paragraph) and block.text] == ["以上任务由各部门负责落实。"]
