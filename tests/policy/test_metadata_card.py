"""The card of labels above a document, whole or with its labels broken in two around their values."""

from __future__ import annotations

import datetime as dt

import pytest

from policy.canonical import canonical
from policy.model import Metadata, Policy
from policy.page import BlockKind, joined, page_blocks
from policy.parse import parse_text

BODY = """江南省人民政府关于促进山区
高质量发展若干措施的意见
江南政发〔2021〕7号

各市人民政府：
为了促进山区发展，现提出以下意见。
一、总体要求
坚持保护第一。
二、重点任务
加强巡查。
"""
WIDE = "　" * 16
FIRST = "索引{w}主题分\n0001/2021-00007{w}农业、林业\\水利\n号：{w}类：\n\n"
NEXT = "发文机{w}成文日\n江南省人民政府{w}2021年06月03日\n关：{w}期：\n\n"
TITLE = "标\n江南省人民政府关于促进山区高质量发展若干措施的意见\n题：\n\n"
LAST = "发文字{w}发布日\n江南政发〔2021〕7号{w}2021年06月08日\n号：{w}期：\n\n主题\n\n词：\n"
BROKEN = (FIRST + NEXT + TITLE + LAST).format(w=WIDE)
WHOLE = """索引号：0001/2021-00007
主题分类：农业、林业
发文机关：江南省人民政府
成文日期：2021年06月03日
标题：江南省人民政府关于促进山区高质量发展若干措施的意见
发文字号：江南政发〔2021〕7号
发布日期：2021年06月08日
主题词：
"""
EXPECTED = Metadata(
    "江南省人民政府关于促进山区高质量发展若干措施的意见",
    "江南政发〔2021〕7号",
    "江南省人民政府",
    "各市人民政府",
    dt.date(2021, 6, 3),
)
FORMS = {
    "whole": WHOLE + "\n\n\n",
    "no empty line below": WHOLE,
    "broken": BROKEN,
    "one cell in a row": WHOLE.replace("标题：", "标\n").replace("意见\n发文", "意见\n题：\n发文"),
    "a whole label beside a broken one": WHOLE.replace(
        "发文字号：江南政发〔2021〕7号\n发布日期：2021年06月08日\n",
        f"发布日\n文号：江南政发〔2021〕7号{WIDE}2021年06月08日\n期：\n",
    ),
}


def read(text: str) -> Policy:
    return parse_text(canonical(text))


@pytest.mark.parametrize("card", FORMS.values(), ids=FORMS.keys())
def test_a_card_says_what_the_document_says_and_is_no_part_of_it(card: str) -> None:
    policy = read(card + BODY)
    assert policy.metadata == EXPECTED
    assert [unit.eid for unit in policy.provisions] == ["preamble__para_1", "sec_1", "sec_1__para_1", "sec_2", "sec_2__para_1"]


@pytest.mark.parametrize("card", [BROKEN, WHOLE + "\n"])
def test_a_broken_card_is_not_shown_on_the_page(card: str) -> None:
    policy = read(card + BODY)
    blocks = page_blocks(policy.text, policy.provisions)
    shown = [(block.kind, joined(policy.text, block)) for block in blocks]
    assert shown[:3] == [
        (BlockKind.TITLE, "江南省人民政府关于促进山区高质量发展若干措施的意见"),
        (BlockKind.DOC_NUMBER, "江南政发〔2021〕7号"),
        (BlockKind.ADDRESSEES, "各市人民政府："),
    ]


def test_a_stated_title_that_the_document_does_not_print_counts() -> None:
    text = WHOLE.replace("标题：江南省人民政府关于促进山区高质量发展若干措施的意见", "标题：山区条例") + "\n\n"
    assert read(text + "第一章　总则\n第一条　为了甲。\n").metadata.title == "山区条例"


def test_the_printed_title_is_whole_where_the_stated_one_differs() -> None:
    assert read(WHOLE.replace("促进山区", "促进林区") + "\n\n" + BODY).metadata.title == EXPECTED.title


def test_a_value_below_its_label_is_still_read() -> None:
    text = "索引号：\n0001\n主题词：\n农业\n标题：\n江南省人民政府关于促进山区高质量发展若干措施的意见\n"
    policy = read(text + BODY)
    assert (policy.metadata.title, policy.metadata.doc_number) == (EXPECTED.title, EXPECTED.doc_number)


@pytest.mark.parametrize(
    ("printed", "title", "issuer"),
    [
        ("江南省人民政府\n关于加强巡查的意见", "江南省人民政府关于加强巡查的意见", "江南省人民政府"),
        ("江南省人民政府办公厅\n印发《巡查办法》的通知", "江南省人民政府办公厅印发《巡查办法》的通知", "江南省人民政府办公厅"),
        (
            "江南省人民政府办公厅\n转发省水利厅关于巡查意见的通知",
            "江南省人民政府办公厅转发省水利厅关于巡查意见的通知",
            "江南省人民政府办公厅",
        ),
        (
            "江南省水利厅\n江南省财政厅\n关于加强巡查的意见",
            "江南省水利厅 江南省财政厅关于加强巡查的意见",
            "江南省水利厅、江南省财政厅",
        ),
        (
            "江南省水利厅　江南省财政厅\n关于加强\n巡查的意见",
            "江南省水利厅　江南省财政厅关于加强巡查的意见",
            "江南省水利厅、江南省财政厅",
        ),
        (
            "江南省人民政府\n江南省人民政府办公厅\n关于加强巡查的意见",
            "江南省人民政府办公厅关于加强巡查的意见",
            "江南省人民政府办公厅",
        ),
    ],
)
def test_the_bodies_above_a_title_belong_to_it(printed: str, title: str, issuer: str) -> None:
    for card in ("", "索引号：0001\n主题词：\n"):
        found = read(card + printed + "\n" + BODY.split("\n", 2)[2]).metadata
        assert (found.title, found.issuer) == (title, issuer)
