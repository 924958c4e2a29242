"""Where the rows of a task table begin and end."""

from __future__ import annotations

import pytest

from policy.model import DoubtKind
from policy.rows import Row, read_rows, read_tables
from policy.rows_header import Column, find_headers


def rows_of(text: str) -> tuple[Row, ...]:
    return read_rows(text, 0, len(text))


def words(text: str, row: Row) -> list[str]:
    return [text[line.start : line.end] for line in row.lines]


HEADER = "序号工作任务负责部门时间进度\n"


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (["序号工作任务负责部门时间进度"], [Column.NUMBER, Column.TASK, Column.DEPARTMENTS, Column.TIMING]),
        (["序号", "重点任务", "责任单位", "完成时限"], [Column.NUMBER, Column.TASK, Column.DEPARTMENTS, Column.TIMING]),
        (["序", "号", "改革事项", "具体措施", "来源"], [Column.NUMBER, Column.TITLE, Column.TASK, Column.OTHER]),
        (["序号\t任务\t牵头单位\t配合单位"], [Column.NUMBER, Column.TASK, Column.LEAD, Column.JOINT]),
        (["序号  主要措施  时间节点  责任部门"], [Column.NUMBER, Column.TASK, Column.TIMING, Column.DEPARTMENTS]),
    ],
)
def test_headers_in_many_wordings(lines: list[str], columns: list[Column]) -> None:
    (header,) = find_headers(["附件", *lines, "1"])
    assert (header.first, header.end) == (1, 1 + len(lines))
    assert list(header.columns) == columns


@pytest.mark.parametrize("line", ["重点任务分工及时间进度", "序号", "任务措施", "落实责任单位，明确完成时限"])
def test_other_lines_are_no_header(line: str) -> None:
    assert find_headers([line]) == ()


def test_a_repeated_header_does_not_swallow_a_cell_that_reads_like_one() -> None:
    lines = ["序号工作任务负责部门时间进度", "1", "完善配套", "序号工作任务负责部门时间进度", "措施"]
    assert [(header.first, header.end) for header in find_headers(lines)] == [(0, 1), (3, 4)]


def test_rows_with_their_number_alone_or_glued() -> None:
    text = HEADER + (
        "一、夯实基础\n1\n\n完善制度\n财政部\n持续实施\n\n2组建公司新闻出版广电总局2014年底前完成\n3\n开展试点\n商务部\n长期坚持\n"
    )
    rows = rows_of(text)
    assert [(row.number, row.glued, row.category) for row in rows] == [
        (1, False, "一、夯实基础"),
        (2, True, "一、夯实基础"),
        (3, False, "一、夯实基础"),
    ]
    assert words(text, rows[1]) == ["组建公司新闻出版广电总局2014年底前完成"]


def test_figures_inside_the_text_start_no_row() -> None:
    text = HEADER + (
        "1\n在\n47\n个县推广\n财政部\n2013年底前完成\n2\n建设\n100个城市和\n3\n个园区\n商务部\n2013\n年底前完成\n"
        "3\n试点\n公安部\n持续实施\n"
    )
    rows = rows_of(text)
    assert [row.number for row in rows] == [1, 2, 3]
    assert words(text, rows[0])[:3] == ["在", "47", "个县推广"]
    assert "2013" in words(text, rows[1])
    assert words(text, rows[2]) == ["试点", "公安部", "持续实施"]


def test_gaps_and_repeats_of_numbers_are_told_and_lose_nothing() -> None:
    numbered = ((1, "甲"), (2, "乙"), (2, "丙"), (5, "丁"), (6, "戊"))
    text = HEADER + "".join(f"{number}\n任务{name}\n财政部\n持续实施\n" for number, name in numbered)
    rows = rows_of(text)
    assert [words(text, row)[0] for row in rows] == ["任务甲", "任务乙", "任务丙", "任务丁", "任务戊"]
    assert [[(doubt.kind, doubt.subject) for doubt in row.doubts] for row in rows] == [
        [],
        [],
        [(DoubtKind.NUMBER_REPEATED, "2")],
        [(DoubtKind.NUMBER_GAP, "3–4")],
        [],
    ]


def test_a_page_break_inside_a_row_leaves_two_spans() -> None:
    text = HEADER + "1\n完善制度，加强\n— 3 —\n" + HEADER + "监管\n财政部\n持续实施\n"
    (row,) = rows_of(text)
    assert words(text, row) == ["完善制度，加强", "监管", "财政部", "持续实施"]
    assert [text[span.start : span.end] for span in row.spans] == ["1\n完善制度，加强", "监管\n财政部\n持续实施"]


def test_categories_stand_between_rows_and_may_be_broken() -> None:
    text = HEADER + "一、夯实基础\n1\n甲任务\n财政部\n持续实施\n"
    text += HEADER + "二、提升公共服务信\n息化水平\n2\n统\n一、规范市场\n商务部\n持续实施\n"
    rows = rows_of(text)
    assert [row.category for row in rows] == ["一、夯实基础", "二、提升公共服务信息化水平"]
    assert words(text, rows[1])[:2] == ["统", "一、规范市场"]


def test_what_stands_after_the_table_is_no_row() -> None:
    text = HEADER + "1\n甲任务\n财政部\n持续实施\n\n注：下同。\n"
    assert words(text, rows_of(text)[-1]) == ["甲任务", "财政部", "持续实施"]


def test_no_header_no_rows() -> None:
    assert rows_of("1\n甲任务\n财政部\n") == ()
    assert rows_of("") == ()


def test_a_gap_or_a_repeat_among_rows_of_one_line_swallows_no_row() -> None:
    text = HEADER + (
        "1修建社区养老站民政部、财政部2021年底前\n2培训护理人员卫生健康委2022年底前\n"
        "5制定服务标准民政部长期坚持\n5开通服务热线民政部2021年底前\n8发布评估结果民政部2023年底前\n"
    )
    rows = rows_of(text)
    assert [row.number for row in rows] == [1, 2, 5, 5, 8]
    kinds = [[(doubt.kind, doubt.subject) for doubt in row.doubts] for row in rows]
    assert kinds == [
        [],
        [],
        [(DoubtKind.NUMBER_GAP, "3–4")],
        [(DoubtKind.NUMBER_REPEATED, "5")],
        [(DoubtKind.NUMBER_GAP, "6–7")],
    ]


def test_a_table_of_tabs_ends_where_its_rows_end_and_the_text_goes_on() -> None:
    head = "序号\t工作任务\t责任单位\t时间进度\n"
    text = (
        f"一、养老\n\n{head}1\t修建养老站\t民政部\t2021年底前\n\n二、托育\n（二）扩大供给。\n\n"
        f"{head}1\t增加托位\t卫生健康委\t2022年底前\n\n三、保障\n"
    )
    tables = [[words(text, row) for row in rows] for rows in read_tables(text, 0, len(text))]
    assert tables == [[["修建养老站\t民政部\t2021年底前"]], [["增加托位\t卫生健康委\t2022年底前"]]]


def test_numbers_that_fall_back_swallow_no_row() -> None:
    numbers = (1, 2, 3, 7, 8, 4, 5)
    text = HEADER + "".join(
        f"{number}完善制度{name}财政部2021年底前\n" for number, name in zip(numbers, "甲乙丙丁戊己庚", strict=True)
    )
    assert [row.number for row in rows_of(text)] == list(numbers)


def test_a_row_may_begin_with_what_reads_like_a_unit() -> None:
    starts = ("年度考核办法", "个体户登记改革", "项目审批改革", "家庭医生签约", "条码追溯体系")
    rows = "".join(f"{number}{words}财政部2021年底前\n" for number, words in enumerate(starts, start=1))
    text = HEADER + rows + "6完善制度\n覆盖\n3个县\n商务部\n3年内完成\n"
    rows_found = rows_of(text)
    assert [row.number for row in rows_found] == [1, 2, 3, 4, 5, 6]
    assert words(text, rows_found[0]) == ["年度考核办法财政部2021年底前"]
