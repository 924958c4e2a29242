"""The tables of a PDF come out as grids of cells, whole over all pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.sources.blocks import Grid, Paragraph, unheard
from policy.sources.pdf.reader import read_pdf
from tests.policy.pdf_writer import PdfWriter, Printer, Sheet, wrapped

HEAD = ["序号", "工作任务", "负责部门", "时间进度"]
WIDTHS = [44.0, 152.0, 128.0, 68.0]


def rows_of(count: int, longest: int = 4, every: int = 10) -> list[list[str]]:
    """A header and numbered rows with a category row now and then."""
    rows = [HEAD]
    for number in range(1, count + 1):
        if number % every == 1:
            rows.append([f"第{number}类：加快推进建设"])
        task = f"推进第{number}号工程建设" + "，完善信息网络基础设施和相关配套政策" * (number * 7 % longest)
        rows.append([str(number), task, "、".join(("发展改革委", "工业和信息化部", "财政部")[: number % 3 + 1]), "2014年底前完成"])
    return rows


def grids_of(writer: PdfWriter) -> list[Grid]:
    return [block for block in read_pdf(writer.save(), "a.pdf", None, unheard).blocks if isinstance(block, Grid)]


def texts_of(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append("¶".join(paragraph.text for paragraph in cell.paragraphs))
    return [rows[row] for row in sorted(rows)]


def lattice(page: Sheet, xs: list[float], ys: list[float]) -> None:
    """Lines around every field."""
    for y in ys:
        page.line(xs[0], y, xs[-1], y)
    for x in xs:
        page.line(x, ys[0], x, ys[-1])


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 60), st.integers(1, 6), st.booleans(), st.booleans(), st.sampled_from((10.0, 12.0)))
def test_a_table_over_many_pages_is_one_grid(count: int, longest: int, repeat: bool, centred: bool, size: float) -> None:
    writer = PdfWriter()
    printer = Printer(writer, size=size, page_width=842, page_height=595, bottom=520)
    printer.paragraph("附件")
    printer.table(rows_of(count, longest), WIDTHS, repeat=repeat, centred=centred)
    printer.paragraph("以上各项任务由各部门抓紧落实。")
    blocks = read_pdf(writer.save(), "a.pdf", None, unheard).blocks
    assert [block.text.strip("\u3000") for block in blocks if isinstance(block, Paragraph) and block.text] == [
        "附件",
        "以上各项任务由各部门抓紧落实。",
    ]
    assert [texts_of(block) for block in blocks if isinstance(block, Grid)] == [rows_of(count, longest)]


def test_lines_drawn_as_thin_bars_are_ruling_lines() -> None:
    writer = PdfWriter()
    page = writer.page()
    for y in (100, 130, 160):
        page.bar(60, y, 200, 0.7)
    for x in (60, 160, 260):
        page.bar(x, 100, 0.7, 60)
    for number, words in enumerate(("甲", "乙", "丙", "丁")):
        page.text(70 + 100 * (number % 2), 120 + 30 * (number // 2), words)
    assert [texts_of(grid) for grid in grids_of(writer)] == [[["甲", "乙"], ["丙", "丁"]]]


def test_cells_without_a_line_between_them_are_merged() -> None:
    writer = PdfWriter()
    page = writer.page()
    for start, y, end in ((60, 100, 360), (60, 130, 360), (160, 160, 360), (60, 190, 360), (60, 220, 360)):
        page.line(start, y, end, y)
    for x, top, bottom in ((60, 100, 220), (160, 100, 190), (260, 130, 190), (360, 100, 220)):
        page.line(x, top, x, bottom)
    upper = [(65, 120, "类别"), (170, 120, "任务"), (65, 165, "建设"), (165, 150, "一")]
    lower = [(265, 150, "甲"), (165, 180, "二"), (265, 180, "乙"), (65, 210, "说明如下")]
    for x, y, words in upper + lower:
        page.text(x, y, words)
    (grid,) = grids_of(writer)
    found = {cell.paragraphs[0].text: (cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells}
    assert found == {
        "类别": (0, 0, 1, 1),
        "任务": (0, 1, 1, 2),
        "建设": (1, 0, 2, 1),
        "一": (1, 1, 1, 1),
        "甲": (1, 2, 1, 1),
        "二": (2, 1, 1, 1),
        "乙": (2, 2, 1, 1),
        "说明如下": (3, 0, 1, 3),
    }


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    writer = PdfWriter()
    page = writer.page()
    for y in (100, 130, 160):
        page.line(60, y, 360, y)
    for x in (120, 260):
        page.line(x, 100, x, 160)
    for y, row in ((120, "序任门"), (150, "一二三")):
        for x, words in zip((70, 130, 270), row, strict=True):
            page.text(x, y, words)
    assert [texts_of(grid) for grid in grids_of(writer)] == [[["序", "任", "门"], ["一", "二", "三"]]]


def test_a_merged_category_goes_on_over_the_page() -> None:
    writer = PdfWriter()
    for number in range(2):
        page = writer.page()
        top = 640 if number == 0 else 80
        for y in (top, top + 60):
            page.line(60, y, 400, y)
        page.line(140, top + 30, 400, top + 30)
        for x in (60, 140, 180, 400):
            page.line(x, top, x, top + 60)
        if number == 0:
            page.text(64, top + 40, "基础设施")
        for row in range(2):
            page.text(150, top + 20 + 30 * row, str(2 * number + row + 1))
            page.text(184, top + 20 + 30 * row, f"推进第{2 * number + row + 1}号工程")
    (grid,) = grids_of(writer)
    assert texts_of(grid) == [
        ["基础设施", "1", "推进第1号工程"],
        ["2", "推进第2号工程"],
        ["3", "推进第3号工程"],
        ["4", "推进第4号工程"],
    ]
    assert next(cell for cell in grid.cells if cell.column == 0).rows == 4


def test_a_row_cut_at_the_page_is_one_also_when_its_number_stands_below_the_cut() -> None:
    writer = PdfWriter()
    above = [["1", "完成第一项", "财政部"], ["", "推进宽带网络", "工业和信息"]]
    for top, rows in ((600, above), (80, [["2", "升级改造", "化部"]])):
        page = writer.page()
        lattice(page, [60, 100, 184, 264], [top + 30 * row for row in range(len(rows) + 1)])
        for row, cells in enumerate(rows):
            for x, words in zip((70, 104, 188), cells, strict=True):
                page.text(x, top + 20 + 30 * row, words)
    (grid,) = grids_of(writer)
    assert texts_of(grid) == [["1", "完成第一项", "财政部"], ["2", "推进宽带网络升级改造", "工业和信息化部"]]


def test_another_table_with_the_same_columns_and_its_own_header_is_another() -> None:
    writer = PdfWriter()
    for head in (["序号", "工作任务", "责任单位"], ["序号", "指标名称", "单位"]):
        page = writer.page()
        lattice(page, [60, 100, 240, 400], [80, 110, 140])
        for y, row in ((100, head), (130, ["1", "甲", "乙"])):
            for x, words in zip((64, 104, 244), row, strict=True):
                page.text(x, y, words)
    assert len(grids_of(writer)) == 2


def test_paragraphs_in_a_cell_are_kept_where_a_line_is_plainly_short() -> None:
    writer = PdfWriter()
    page = writer.page()
    lattice(page, [60, 140, 300], [80, 200])
    for y, words in ((100, "财政部"), (120, "科技部")):
        page.text(64, y, words)
    items = [(100, "1.推进下一代互联网规模商"), (120, "用升级。"), (140, "2.组织实施应用示范工程和"), (160, "产业化。")]
    for y, words in items:
        page.text(144, y, words)
    assert [texts_of(grid) for grid in grids_of(writer)] == [
        [["财政部¶科技部", "1.推进下一代互联网规模商用升级。¶2.组织实施应用示范工程和产业化。"]]
    ]


def test_a_box_around_text_is_its_paragraphs_and_a_frame_around_the_page_nothing() -> None:
    writer = PdfWriter()
    printer = Printer(writer)
    printer.turn()
    page = printer.sheet
    lattice(page, [20, 575], [20, 822])
    lattice(page, [117, 482], [100, 190])
    page.text(180, 120, "专栏一　重点工程")
    page.text(146, 140, "实施宽带中国工程，推进城市光纤到户，加快农村地区宽带网")
    page.text(122, 160, "络建设。")
    printer.y = 200
    printer.paragraph("各地区、各部门要切实加强组织领导和协调配合，明确任务，落实责任，尽快制定具体实施方案。" * 2)
    blocks = read_pdf(writer.save(), "a.pdf", None, unheard).blocks
    words = [block.text.strip("\u3000") for block in blocks if isinstance(block, Paragraph)]
    assert words[:2] == ["专栏一　重点工程", "实施宽带中国工程，推进城市光纤到户，加快农村地区宽带网络建设。"]
    assert len(words) == len(blocks) == 3


@pytest.mark.parametrize("centred", [False, True])
def test_a_table_without_lines_has_its_columns_where_the_gaps_are(centred: bool) -> None:
    writer = PdfWriter()
    page = writer.page()
    page.text(60, 60, "附件：任务分工表")
    for x, words in zip((60, 120, 330, 470), HEAD, strict=True):
        page.text(x, 100, words)
    y = 130.0
    rows = [
        ["1", "推进宽带网络升级改造和下一代互联网规模商用", "工业和信息化部、财政部、科技部", "2015年"],
        ["2", "加快建设", "商务部", "持续"],
        ["3", "完善信息网络基础设施和相关配套政策以及保障措施，尽快见效", "民政部、国家发展改革委", "年底"],
    ]
    for row in rows:
        cells = [wrapped(cell, 10) for cell in row]
        height = max(map(len, cells))
        for x, cell in zip((60, 120, 330, 470), cells, strict=True):
            for place, words in enumerate(cell):
                page.text(x, y + 16 * (place + ((height - len(cell)) / 2 if centred else 0)), words)
        y += 16 * height + 12
    page.text(60, y + 40, "以上任务由各部门负责落实。")
    (grid,) = grids_of(writer)
    assert texts_of(grid) == [HEAD, *rows]


def test_a_table_without_lines_goes_on_over_the_page() -> None:
    writer = PdfWriter()
    for number in range(3):
        page = writer.page()
        for row in range(5):
            words = HEAD if row == 0 else [str(number * 4 + row), f"推进工程{number * 4 + row}", "财政部", "持续推进"]
            for x, cell in zip((60, 120, 330, 430), words, strict=True):
                page.text(x, 100 + 24 * row, cell)
    (grid,) = grids_of(writer)
    assert texts_of(grid) == [HEAD, *([str(number), f"推进工程{number}", "财政部", "持续推进"] for number in range(1, 13))]


def test_several_signatories_in_a_row_are_no_table() -> None:
    writer = PdfWriter()
    page = writer.page()
    for y, row in ((100, ("国家发展改革委", "财政部", "科技部")), (130, ("商务部", "人民银行", "海关总署"))):
        for x, words in zip((60, 240, 400), row, strict=True):
            page.text(x, y, words)
    page.text(60, 160, "2013年8月8日")
    assert grids_of(writer) == []


def test_a_word_wider_than_its_cell_belongs_to_the_table_whole() -> None:
    writer = PdfWriter()
    page = writer.page()
    lattice(page, [60, 140, 200], [80, 110, 140])
    for y, row in ((100, ("工作任务", "时间进度")), (130, ("甲", "2013-2015年"))):
        for x, words in zip((64, 148), row, strict=True):
            page.text(x, y, words)
    blocks = read_pdf(writer.save(), "a.pdf", None, unheard).blocks
    assert [texts_of(block) for block in blocks if isinstance(block, Grid)] == [[["工作任务", "时间进度"], ["甲", "2013-2015年"]]]
    assert len(blocks) == 1


def test_a_row_that_is_cut_at_the_page_without_a_border_is_one() -> None:
    writer = PdfWriter()
    for number, (top, rows) in enumerate(((600, [["1", "甲项"], ["2", "推进宽带网"]]), (80, [["", "络升级改造"], ["3", "乙项"]]))):
        page = writer.page()
        ys = [top + 30 * place for place in range(3)]
        for place, y in enumerate(ys):
            if place != (0 if number else 2):
                page.line(60, y, 170, y)
        for x in (60, 100, 170):
            page.line(x, ys[0], x, ys[-1])
        for row, cells in enumerate(rows):
            for x, words in zip((70, 104), cells, strict=True):
                page.text(x, top + 20 + 30 * row, words)
    (grid,) = grids_of(writer)
    assert texts_of(grid) == [["1", "甲项"], ["2", "推进宽带网络升级改造"], ["3", "乙项"]]
