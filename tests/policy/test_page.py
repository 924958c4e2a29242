"""What a typeset page shows, and that nothing of the document is lost or invented."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.canonical import canonical
from policy.model import Provision, ProvisionKind, Span
from policy.page import Block, BlockKind, joined, page_blocks
from policy.parse import parse_text

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "guofa-2013-32.txt"
TEXT = """【法宝引证码】CLI.2.1
原文链接：https://example.org/1
关于促进信息消费的意见
关于促进信息消费的意见

（国发〔2013〕32号）

各省、自治区、直辖市人民政府：

　　近年来，信息技术不断加快。
　　一、总体要求

　　（一）指导思想。以改革为动
力，推进TD
LTE建设。
　　到2015年，规模增长。
国务院

2013年8月8日

　　附件

　　任务分工
序号工作任务负责部门时间进度
1
发布并落实
战略工业和信息化部
2013年年底前启动
"""


def provision(kind: ProvisionKind, words: str, until: str, **fields: str | None) -> Provision:
    start = TEXT.index(words)
    named: dict[str, str | None] = {"eid": words, "number": None, "heading": None, "parent": None} | fields
    end = TEXT.index(until) + len(until)
    return Provision(named["eid"] or "", kind, named["number"], named["heading"], named["parent"], start, end)


@pytest.fixture
def provisions() -> tuple[Provision, ...]:
    return (
        provision(ProvisionKind.PARAGRAPH, "近年来", "不断加快。", eid="preamble__para_1"),
        provision(ProvisionKind.SECTION, "一、总体要求", "规模增长。", eid="sec_1", number="一", heading="总体要求"),
        provision(
            ProvisionKind.CLAUSE, "（一）", "规模增长。", eid="sec_1__cl_1", number="（一）", heading="指导思想", parent="sec_1"
        ),
        provision(ProvisionKind.ANNEX, "附件\n", "年底前启动", eid="att_1"),
    )


def shown(blocks: tuple[Block, ...], kind: BlockKind) -> list[str]:
    return [joined(TEXT, block) for block in blocks if block.kind is kind]


def test_the_title_stands_once_and_what_a_law_database_added_is_left_out(provisions: tuple[Provision, ...]) -> None:
    blocks = page_blocks(TEXT, provisions)
    assert blocks[0].kind is BlockKind.TITLE
    assert shown(blocks, BlockKind.TITLE) == ["关于促进信息消费的意见"]
    assert not any("法宝" in joined(TEXT, block) or "原文链接" in joined(TEXT, block) for block in blocks)


def test_number_addressees_signature_and_date_have_their_own_kinds(provisions: tuple[Provision, ...]) -> None:
    blocks = page_blocks(TEXT, provisions)
    assert shown(blocks, BlockKind.DOC_NUMBER) == ["（国发〔2013〕32号）"]
    assert shown(blocks, BlockKind.ADDRESSEES) == ["各省、自治区、直辖市人民政府："]
    assert shown(blocks, BlockKind.SIGNATURE) == ["国务院"]
    assert shown(blocks, BlockKind.DATE) == ["2013年8月8日"]


def test_a_section_is_a_heading_and_a_clause_runs_its_heading_in(provisions: tuple[Provision, ...]) -> None:
    blocks = page_blocks(TEXT, provisions)
    section = next(block for block in blocks if block.kind is BlockKind.HEADING)
    clause = next(block for block in blocks if block.kind is BlockKind.RUN_IN)
    assert (joined(TEXT, section), section.level, section.eid) == ("一、总体要求", 1, "sec_1")
    assert joined(TEXT, clause)[: clause.lead] == "（一）指导思想。"
    assert (clause.level, clause.eid) == (2, "sec_1__cl_1")


def test_lines_broken_inside_words_are_joined_and_latin_words_keep_their_space(provisions: tuple[Provision, ...]) -> None:
    clause = next(block for block in page_blocks(TEXT, provisions) if block.kind is BlockKind.RUN_IN)
    assert joined(TEXT, clause) == "（一）指导思想。以改革为动力，推进TD LTE建设。"
    assert "".join(TEXT[piece.start : piece.end] for piece in clause.pieces) == "（一）指导思想。以改革为动力，推进TD\nLTE建设。"


def test_an_indented_line_begins_a_paragraph_of_its_own(provisions: tuple[Provision, ...]) -> None:
    assert "到2015年，规模增长。" in shown(page_blocks(TEXT, provisions), BlockKind.PARAGRAPH)


def test_a_table_that_ran_together_is_folded_into_one_line_below_its_title(provisions: tuple[Provision, ...]) -> None:
    blocks = page_blocks(TEXT, provisions)
    assert [block.kind for block in blocks[-3:]] == [BlockKind.ANNEX_LABEL, BlockKind.ANNEX_TITLE, BlockKind.ANNEX_FOLD]
    hidden = blocks[-1].span
    assert TEXT[hidden.start : hidden.end].startswith("序号工作任务")
    assert TEXT[hidden.start : hidden.end].endswith("年底前启动")
    assert joined(TEXT, blocks[-1]) == ""


def test_unfolding_shows_the_raw_lines_of_that_annex(provisions: tuple[Provision, ...]) -> None:
    blocks = page_blocks(TEXT, provisions, {"att_1"})
    raw = ["序号工作任务负责部门时间进度", "1", "发布并落实", "战略工业和信息化部", "2013年年底前启动"]
    assert shown(blocks, BlockKind.RAW) == raw
    assert shown(page_blocks(TEXT, provisions, {"att_2"}), BlockKind.RAW) == []


def test_title_number_and_addressees_that_ran_together_are_set_apart() -> None:
    text = "国务院关于印发规划的通知国发〔2011〕42号各省、自治区人民政府：现将规划印发给你们。"
    start = text.index("现将")
    blocks = page_blocks(text, [Provision("p", ProvisionKind.PARAGRAPH, None, None, None, start, len(text))])
    assert [joined(text, block) for block in blocks] == [
        "国务院关于印发规划的通知",
        "国发〔2011〕42号",
        "各省、自治区人民政府：",
        "现将规划印发给你们。",
    ]


def test_what_a_notice_hands_on_has_a_title_behind_the_date() -> None:
    signed = "国务院\n\n二〇〇四年六月二十六日\n\n（此件公开发布）\n\n"
    text = f"关于印发规则的通知\n\n各部门：\n\n现予印发。\n\n{signed}工作规则\n\n总则如下。\n"
    start = text.index("现予")
    blocks = page_blocks(text, [Provision("p", ProvisionKind.PARAGRAPH, None, None, None, start, start + 5)])
    assert [joined(text, block) for block in blocks if block.kind is BlockKind.ANNEX_TITLE] == ["工作规则"]
    assert joined(text, blocks[-1]) == "总则如下。"


def test_the_sample_is_set_as_the_document_is_built() -> None:
    policy = parse_text(SAMPLE.read_text(encoding="utf-8"))
    blocks = page_blocks(policy.text, policy.provisions)
    kinds = [block.kind for block in blocks]
    assert kinds[:3] == [BlockKind.TITLE, BlockKind.DOC_NUMBER, BlockKind.ADDRESSEES]
    assert sum(block.level == 1 for block in blocks) == 7
    assert sum(block.level == 2 for block in blocks) == 25
    assert kinds[-5:] == [
        BlockKind.SIGNATURE,
        BlockKind.DATE,
        BlockKind.ANNEX_LABEL,
        BlockKind.ANNEX_TITLE,
        BlockKind.ANNEX_FOLD,
    ]


def test_everything_but_metadata_and_the_second_title_can_be_reached_in_the_sample() -> None:
    policy = parse_text(SAMPLE.read_text(encoding="utf-8"))
    blocks = page_blocks(policy.text, policy.provisions, {p.eid for p in policy.provisions})
    left = left_out(policy.text, blocks)
    assert re.sub(r"\s|【.*】.*|原文链接.*", "", left) == "国务院关于促进信息消费扩大内需的若干意见"


def left_out(text: str, blocks: tuple[Block, ...]) -> str:
    reached = bytearray(len(text))
    for block in blocks:
        if block.kind is not BlockKind.ANNEX_FOLD:
            for piece in block.pieces:
                reached[piece.start : piece.end] = b"\1" * len(piece)
    return "".join(sign for place, sign in enumerate(text) if not reached[place])


WORDS = ["一、总体", "（一）目标。", "　　", "加快", "。", "\n", "\n\n", "国务院", "2013年8月8日", "𠮷", " ", "第一条 ", "：", "TD"]
PIECES = st.sampled_from(WORDS)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_text_no_character_is_lost_doubled_or_out_of_order(text: str) -> None:
    policy = parse_text(text)
    blocks = page_blocks(policy.text, policy.provisions, {p.eid for p in policy.provisions})
    pieces = [piece for block in blocks if block.kind is not BlockKind.ANNEX_FOLD for piece in block.pieces]
    assert all(first.end <= second.start for first, second in pairwise(pieces))
    front = next((block.span for block in blocks if block.kind is BlockKind.TITLE), Span(0, 0))
    said = re.sub(r"\s", "", policy.text[front.start : front.end])
    assert all(line.strip() == "" or re.sub(r"\s", "", line) in said for line in left_out(policy.text, blocks).split("\n"))


NOTICE = """【法宝引证码】CLI.12.345
时效性：现行有效
关于印发甲行动方案的通知
江南政办发〔2022〕15号
各市：
现印发给你们。
甲厅
2022年5月6日
甲行动方案
一、要求
（一）目标。如下表。
指标\t2020年\t2025年
二、水质\t80%\t90%
（二）原则。坚持。
专栏1　工程
1.\t光纤。建设。
（三）平台。建设。
附1
指标体系
一、说明
附2
分工表
序号\t任务\t责任单位\t完成时限
1\t建设\t财政部\t2023年底前
"""


def test_a_notice_with_tables_boxes_and_annexes_is_set_line_by_line() -> None:
    text = canonical(NOTICE)
    policy = parse_text(text)
    shown = [(block.kind, joined(text, block)) for block in page_blocks(text, policy.provisions)]
    assert shown == [
        (BlockKind.TITLE, "关于印发甲行动方案的通知"),
        (BlockKind.DOC_NUMBER, "江南政办发〔2022〕15号"),
        (BlockKind.ADDRESSEES, "各市："),
        (BlockKind.PARAGRAPH, "现印发给你们。"),
        (BlockKind.SIGNATURE, "甲厅"),
        (BlockKind.DATE, "2022年5月6日"),
        (BlockKind.ANNEX_TITLE, "甲行动方案"),
        (BlockKind.HEADING, "一、要求"),
        (BlockKind.RUN_IN, "（一）目标。如下表。"),
        (BlockKind.RAW, "指标\t2020年\t2025年"),
        (BlockKind.RAW, "二、水质\t80%\t90%"),
        (BlockKind.RUN_IN, "（二）原则。坚持。"),
        (BlockKind.PARAGRAPH, "专栏1工程"),
        (BlockKind.PARAGRAPH, "1.\t光纤。建设。"),
        (BlockKind.RUN_IN, "（三）平台。建设。"),
        (BlockKind.ANNEX_LABEL, "附1"),
        (BlockKind.ANNEX_TITLE, "指标体系"),
        (BlockKind.HEADING, "一、说明"),
        (BlockKind.ANNEX_LABEL, "附2"),
        (BlockKind.ANNEX_TITLE, "分工表"),
        (BlockKind.ANNEX_FOLD, ""),
    ]
