"""What a source says of tables and headings, next to what the text itself says."""

from __future__ import annotations

import pytest

from policy.model import Policy, ProvisionKind
from policy.parse import parse_text
from policy.sources.blocks import Block, Grid, GridCell, Paragraph
from policy.sources.compose import compose

TITLE = "江南省人民政府办公厅关于加强数字乡村建设的意见"
FIGURES = [["指标", "2020年", "2025年"], ["1.水质优良比例", "80%", "90%"], ["二、水量", "（一）甲\n（二）乙", "2"]]
TASKS = [
    ["序号", "重点任务", "责任单位", "完成时限"],
    ["1", "建设乡村网络", "省通信管理局", "2023年底前"],
    ["2", "建设数据平台", "省大数据局", "2024年底前"],
]


def text(words: str, level: int | None = None) -> Paragraph:
    return Paragraph(words, level)


def grid(rows: list[list[str]]) -> Grid:
    return Grid(
        tuple(
            GridCell(row, column, tuple(Paragraph(line) for line in cell.split("\n")))
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
        )
    )


def policy(*blocks: Block) -> Policy:
    whole = compose(blocks)
    return parse_text(whole.text, whole.structure)


def units(found: Policy) -> list[str]:
    return [unit.eid for unit in found.provisions if unit.kind is not ProvisionKind.PARAGRAPH]


def test_rows_of_a_table_are_no_units_and_belong_to_the_clause_around_them() -> None:
    found = policy(
        text(TITLE), text("一、总体要求"), text("（一）目标。见下表。"), grid(FIGURES), text("（二）原则。坚持。"), text("二、任务")
    )
    assert units(found) == ["sec_1", "sec_1__cl_1", "sec_1__cl_2", "sec_2"]
    clause = found.provisions[1]
    assert found.text[clause.start : clause.end].endswith("（二）乙\t2")
    assert not any("80%" in found.text[unit.start : unit.end] for unit in found.provisions if unit.kind is ProvisionKind.PARAGRAPH)


def test_an_annex_of_figures_keeps_its_outline_and_one_of_tasks_is_a_table() -> None:
    found = policy(
        *(
            text(words)
            for words in (TITLE, "现提出意见。", "一、要求", "甲省政府", "2022年5月6日", "附件1", "指标体系", "一、说明")
        ),
        grid(FIGURES),
        text("二、用法"),
        text("附件2"),
        text("重点任务分工表"),
        grid(TASKS),
    )
    assert units(found) == ["sec_1", "att_1", "att_1__sec_1", "att_1__sec_2", "att_2"]
    assert found.metadata.annex_title == "重点任务分工表"
    assert [task.text for task in found.tasks] == ["建设乡村网络", "建设数据平台"]


@pytest.mark.parametrize("below", [["二、任务", "（二）网络。建设。"], []])
def test_a_table_of_tasks_in_the_body_does_not_end_the_outline(below: list[str]) -> None:
    found = policy(text(TITLE), text("一、要求"), text("（一）目标。见下表。"), grid(TASKS), *map(text, below))
    assert units(found) == ["sec_1", "sec_1__cl_1", *(["sec_2", "sec_2__cl_2"] if below else ["att_1"])]


def test_an_unnumbered_heading_is_a_unit_where_its_style_says_so() -> None:
    words = [
        ("一、要求", 1),
        ("（一）目标。到2025年建成。", None),
        ("坚持数字赋能。", None),
        ("有关说明", 1),
        ("自发布之日起施行。", None),
    ]
    styled = policy(text(TITLE, 0), *(text(line, level) for line, level in words))
    plain = policy(text(TITLE), *(text(line) for line, _ in words))
    assert units(styled) == ["sec_1", "sec_1__cl_1", "head_1"]
    assert styled.provisions[-2].heading == "有关说明"
    assert units(plain) == ["sec_1", "sec_1__cl_1"]
    assert plain.text == styled.text


def test_styles_that_make_everything_a_heading_say_nothing() -> None:
    words = ["一、要求", "坚持数字赋能", "坚持统筹推进", "二、任务", "建设网络"]
    assert units(policy(text(TITLE), *(text(line, 1) for line in words))) == ["sec_1", "sec_2"]


def test_a_styled_title_counts_where_no_title_can_be_told_by_its_words() -> None:
    assert policy(text("数字乡村的明天", 0), text("一、要求"), text("二、任务")).metadata.title == "数字乡村的明天"
    assert policy(text("某处的页眉", 0), text(TITLE), text("一、要求")).metadata.title == TITLE


def test_a_table_of_metadata_above_the_title_is_read_and_no_part_of_the_text() -> None:
    labels = [
        ["索引号", "000014349/2022-00015", "主题分类", "农业、乡村"],
        ["发文机关", "江南省人民政府办公厅", "成文日期", "2022年5月6日"],
        ["标题", TITLE, "", ""],
        ["发文字号", "江南政办发〔2022〕15号", "发布日期", "2022年5月9日"],
    ]
    found = policy(grid(labels), text(TITLE), text("各设区市人民政府："), text("现提出意见。"), text("一、要求"))
    assert found.metadata.doc_number == "江南政办发〔2022〕15号"
    assert found.metadata.issuer == "江南省人民政府办公厅"
    assert str(found.metadata.date) == "2022-05-06"
    assert [unit.eid for unit in found.provisions] == ["preamble__para_1", "sec_1"]
