"""Paragraphs and tables of any format become canonical text, and every cell, heading and remark is found in it again."""

from __future__ import annotations

import datetime as dt
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from policy.model import Span
from policy.sources.blocks import Block, Comment, Grid, GridCell, Paragraph
from policy.sources.compose import Composed, compose

WORDS = st.text("国务院办公厅，。、（一）123 \u3000\u00a0AB\u0301e\n\t", max_size=12)
CELLS = st.lists(WORDS, min_size=1, max_size=4)


def grid_of(rows: list[list[str]]) -> Grid:
    return Grid(
        tuple(
            GridCell(row, column, tuple(Paragraph(part) for part in words.split("\n")))
            for row, cells in enumerate(rows)
            for column, words in enumerate(cells)
        )
    )


def bare(text: str) -> str:
    """The characters of a text, however its accents are put together and its words laid out."""
    return "".join(unicodedata.normalize("NFD", text).split())


def words_of(whole: Composed, span: Span) -> str:
    return whole.text[span.start : span.end]


def test_each_paragraph_is_a_line_without_the_layout_spaces_inside_words() -> None:
    whole = compose([Paragraph("国 务 院 文 件"), Paragraph(""), Paragraph("　　一、总体要求")])
    assert whole.text == "国务院文件\n\n　　一、总体要求"


def test_empty_paragraphs_around_the_document_are_left_out() -> None:
    assert compose([Paragraph(" "), Paragraph("通知"), Paragraph("\u3000"), Paragraph("")]).text == "通知"
    assert compose([Paragraph("")]).text == ""


def test_a_line_break_inside_a_paragraph_does_not_make_a_second_line() -> None:
    assert compose([Paragraph("one\ntwo"), Paragraph("甲\r\n乙")]).text == "one two\n甲乙"


def test_a_row_is_a_line_with_tabs_and_the_paragraphs_of_a_cell_are_lines() -> None:
    whole = compose([Paragraph("附件"), grid_of([["序号", "任务"], ["1", " 甲\n乙 "]]), Paragraph("完")])
    assert whole.text == "附件\n序号\t任务\n1\t甲\n乙\n完"
    (table,) = whole.structure.tables
    assert words_of(whole, table.span) == "序号\t任务\n1\t甲\n乙"
    assert [words_of(whole, cell.span) for cell in table.cells] == ["序号", "任务", "1", "甲\n乙"]


def test_a_row_that_says_one_thing_is_that_line_and_the_other_cells_are_empty() -> None:
    whole = compose([grid_of([["一、重点", "", ""], ["1", "甲", "乙"]])])
    assert whole.text == "一、重点\n1\t甲\t乙"
    assert [words_of(whole, cell.span) for cell in whole.structure.tables[0].cells[:3]] == ["一、重点", "", ""]


def test_cells_that_are_covered_from_above_leave_their_tabs() -> None:
    cells = (
        GridCell(0, 0, (Paragraph("类"),), rows=2),
        GridCell(0, 1, (Paragraph("甲"),)),
        GridCell(1, 1, (Paragraph("乙"),)),
        GridCell(2, 0, (Paragraph("合计"),), columns=2),
    )
    whole = compose([Grid(cells)])
    assert whole.text == "类\t甲\n\t乙\n合计"
    found = whole.structure.tables[0].cells
    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in found] == [
        (0, 0, 2, 1),
        (0, 1, 1, 1),
        (1, 1, 1, 1),
        (2, 0, 1, 2),
    ]


def test_a_box_of_one_cell_is_its_paragraphs() -> None:
    whole = compose([Grid((GridCell(0, 0, (Paragraph("专栏1 重点工程"), Paragraph("　　1.建设"))),))])
    assert whole.text == "专栏1重点工程\n　　1.建设"
    assert whole.structure.tables == ()


def test_headings_keep_their_level_and_empty_ones_are_none() -> None:
    whole = compose([Paragraph("通 知", level=0), Paragraph("", level=1), Paragraph("总则", level=1)])
    assert [(words_of(whole, heading.span), heading.level) for heading in whole.structure.headings] == [("通知", 0), ("总则", 1)]


def test_a_remark_stands_on_the_words_that_it_stood_on() -> None:
    when = dt.datetime(2024, 5, 6, 7, 8)
    reply = Comment(0, 0, "乙", None, "同意")
    comment = Comment(4, 9, "甲", when, "为何？", (reply,))
    whole = compose([Paragraph("题"), Paragraph("国 务 院 办 公厅", comments=(comment,))])
    (remark,) = whole.remarks
    assert words_of(whole, remark.span) == "院办公"
    assert (remark.author, remark.date, remark.body) == ("甲", when, "为何？")
    assert [(answer.author, answer.body) for answer in remark.replies] == [("乙", "同意")]


def test_a_remark_in_a_cell_is_found_behind_the_indent_that_the_cell_loses() -> None:
    paragraph = Paragraph("　　建设网络", comments=(Comment(2, 4, "甲", None, "？"),))
    whole = compose([Grid((GridCell(0, 0, (Paragraph("1"),)), GridCell(0, 1, (paragraph,))))])
    assert words_of(whole, whole.remarks[0].span) == "建设"


@given(st.lists(st.one_of(WORDS.map(Paragraph), st.lists(CELLS, min_size=1, max_size=4).map(grid_of)), max_size=6))
def test_every_word_is_kept_in_order_and_every_cell_is_where_it_says(blocks: list[Block]) -> None:
    whole = compose(blocks)
    said = "".join(
        paragraph.text
        for block in blocks
        for paragraph in ([block] if isinstance(block, Paragraph) else [p for cell in block.cells for p in cell.paragraphs])
    )
    assert bare(whole.text) == bare(said)
    for table in whole.structure.tables:
        edges = [edge for cell in table.cells for edge in (cell.span.start, cell.span.end)]
        assert edges == sorted(edges)
        assert all(table.span.start <= edge <= table.span.end for edge in edges)
        assert all(words_of(whole, cell.span) == words_of(whole, cell.span).strip(" \u3000") for cell in table.cells)


@given(st.text("国务院 办\u3000公厅", min_size=1, max_size=12), st.data())
def test_a_remark_never_leaves_its_paragraph(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    whole = compose([Paragraph("前"), Paragraph(words, comments=(Comment(start, end, "甲", None, ""),)), Paragraph("后")])
    span = whole.remarks[0].span
    bare = "".join(words[start:end].split())
    assert "".join(words_of(whole, span).split()) == bare
    assert 2 <= span.start <= span.end <= len(whole.text) - 2
