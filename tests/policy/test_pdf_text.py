"""The running text of a PDF comes out as the paragraphs that were printed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.model import Finding, FindingKind
from policy.sources.blocks import Blocks, Paragraph, unheard
from policy.sources.pdf.letters import joined, letters_of
from policy.sources.pdf.reader import read_pdf
from tests.policy.pdf_writer import PdfWriter, Printer, width_of, wrapped

CLAUSES = [
    "各地区、各部门要充分认识",
    "促进信息消费的重要意义",
    "切实加强组织领导",
    "和协调配合",
    "明确任务",
    "落实责任",
    "尽快制定具体实施方案",
    "完善信息网络基础设施",
    "推进TD-LTE商用进程",
    "2015年达到3.2万亿元以上",
    "年均增长20%",
    "（含试点）",
]
BODY = "各地区、各部门要充分认识促进信息消费的重要意义，切实加强组织领导和协调配合，明确任务，落实责任，尽快制定具体实施方案。"


def prose(seed: int, clauses: int) -> str:
    """A paragraph of so many clauses."""
    chance = random.Random(seed)
    return "，".join(chance.choice(CLAUSES) for _ in range(clauses)) + "。"


def blocks_of(writer: PdfWriter) -> Blocks:
    return read_pdf(writer.save(), "a.pdf", None, unheard)


def said(writer: PdfWriter) -> list[str]:
    """The paragraphs without indents and blank ones."""
    blocks = blocks_of(writer).blocks
    assert all(isinstance(block, Paragraph) for block in blocks)
    words = [block.text.strip("\u3000 ") for block in blocks if isinstance(block, Paragraph)]
    return [word for word in words if word]


def one_page(*placed: tuple[float, float, str]) -> PdfWriter:
    writer = PdfWriter()
    page = writer.page()
    for x, y, words in placed:
        page.text(x, y, words)
    return writer


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.integers(1, 40), min_size=3, max_size=12),
    st.integers(0, 999),
    st.integers(22, 34),
    st.sampled_from((10.5, 12.0, 16.0)),
)
def test_paragraphs_come_back_whatever_the_measure(clauses: list[int], seed: int, measure: int, size: float) -> None:
    writer = PdfWriter()
    width = measure * size
    printer = Printer(writer, measure, size, left=80, page_width=width + 160)
    wanted = [prose(seed + place, count) for place, count in enumerate([*clauses, 30])]
    for words in wanted:
        printer.paragraph(words)
    assert said(writer) == wanted


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_and_running_titles_are_dropped() -> None:
    writer = PdfWriter()
    printer = Printer(writer, header="某某文件汇编")
    paragraphs = [f"{number}、{prose(number, 40)}" for number in range(1, 10)]
    for words in paragraphs:
        printer.paragraph(words)
    assert len(writer.sheets) > 3
    assert said(writer) == paragraphs


@pytest.mark.parametrize("numbers", ["{}", "第 {} 页 共 9 页", "－{}－", "{}/9", "Page {}"])
def test_page_numbers_of_every_kind_are_dropped(numbers: str) -> None:
    writer = PdfWriter()
    printer = Printer(writer, numbers=numbers)
    paragraphs = [prose(number, 70) for number in range(4)]
    for words in paragraphs:
        printer.paragraph(words)
    assert said(writer) == paragraphs


def test_numbers_at_the_foot_of_the_text_that_do_not_count_the_pages_stay() -> None:
    writer = PdfWriter()
    rows = ["加快推进注册资本认缴", "63", "完善认定管理办法", "12", "落实研发费用政策", "80"]
    for words, number in zip(rows[::2], rows[1::2], strict=True):
        page = writer.page()
        page.text(90, 700, words)
        page.text(90, 812, number)
    assert said(writer) == rows


def test_lines_broken_by_hand_stay_lines() -> None:
    lines = ["票据和中小企业私募债券发", "行证监会、工业和信息化部、", "发展改革委、人民银行、科", "技部", "2013年年底前启动"]
    writer = one_page(*((60, 100 + 18 * place, line) for place, line in enumerate(lines)))
    assert said(writer) == lines


def test_the_space_of_a_blank_line_is_one() -> None:
    blocks = blocks_of(one_page((60, 100, "甲乙丙"), (60, 118, "丁戊己"), (60, 160, "庚辛壬"))).blocks
    assert blocks == (Paragraph("甲乙丙"), Paragraph("丁戊己"), Paragraph(""), Paragraph("庚辛壬"))


def test_a_short_line_an_indent_a_larger_size_and_a_centred_line_begin_a_paragraph() -> None:
    writer = PdfWriter()
    printer = Printer(writer)
    printer.centred("关于开展试点工作的通知", 18)
    printer.paragraph("各省、自治区、直辖市人民政府：", indent=0)
    printer.paragraph(BODY * 3)
    printer.paragraph("一、总体要求")
    printer.paragraph(BODY[:28] + BODY)
    assert said(writer) == ["关于开展试点工作的通知", "各省、自治区、直辖市人民政府：", BODY * 3, "一、总体要求", BODY[:28] + BODY]


def test_an_unindented_paragraph_with_a_marker_begins_after_a_full_line_that_ends_a_sentence() -> None:
    writer = PdfWriter()
    printer = Printer(writer)
    paragraphs = [prose(1, 20), "一、" + BODY[:27] + "。", "二、" + BODY]
    for words in paragraphs:
        printer.paragraph(words, indent=0)
    assert said(writer) == paragraphs


def test_a_centred_title_too_long_for_a_line_is_one() -> None:
    writer = PdfWriter()
    printer = Printer(writer)
    printer.centred("国务院办公厅关于进一步加强某某某某工作", 18.5)
    printer.centred("若干事项的通知", 18.5)
    printer.paragraph(BODY * 4)
    assert said(writer)[0] == "国务院办公厅关于进一步加强某某某某工作若干事项的通知"


def test_a_hanging_indent_belongs_to_its_marker() -> None:
    writer = PdfWriter()
    printer = Printer(writer)
    printer.paragraph(BODY * 3)
    page, y = printer.sheet, printer.y
    words = "1.推进下一代信息网络基础设施建设并且大力促进信息消费持续快速发展"
    page.text(printer.left, y + 19.2, words[:2] + words[2:31])
    page.text(printer.left + 12, y + 38.4, words[31:])
    assert said(writer)[-1] == words


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_printed_sideways_is_read_along_its_words(angle: int) -> None:
    writer = PdfWriter()
    page = writer.page(rotate=90)
    down = {90: (20, 0), 180: (0, -20), 270: (-20, 0)}[angle]
    start = {90: (60, 740), 180: (500, 700), 270: (500, 60)}[angle]
    for number, words in enumerate(("附件一", "任务分工表", "以上")):
        page.text(start[0] + number * down[0], start[1] + number * down[1], words, angle=angle)
    assert said(writer) == ["附件一", "任务分工表", "以上"]


def test_a_watermark_across_the_page_is_no_text() -> None:
    writer = one_page((60, 100, "为贯彻落实有关精神，现通知如下"))
    writer.sheets[0].text(200, 500, "内部资料", 60, angle=45)
    assert said(writer) == ["为贯彻落实有关精神，现通知如下"]


def test_raised_and_lowered_characters_stay_in_their_line() -> None:
    writer = one_page((60, 100, "每个站点占地100m"), (60, 130, "细颗粒物PM"))
    writer.sheets[0].text(60 + 8 * 12, 95, "2", 7)
    writer.sheets[0].text(60 + 8 * 12 + 4, 100, "以上")
    writer.sheets[0].text(60 + 60, 133, "2.5", 7)
    assert said(writer) == ["每个站点占地100m2以上", "细颗粒物PM2.5"]


def test_words_drawn_twice_to_look_bold_are_said_once_and_repeated_characters_stay() -> None:
    words = "人人参与，层层落实WWW111llliii"
    writer = one_page((60, 100, words), (60.4, 100.2, words))
    assert said(writer) == [words]


def test_one_sign_that_means_several_characters_gives_all_of_them() -> None:
    writer = one_page((60, 100, "甲Ω乙Ψ丙"))
    writer.meanings = {"Ω": "——", "Ψ": "fi"}
    assert said(writer) == ["甲——乙fi丙"]


def test_radicals_compatibility_characters_and_rare_ones_are_the_plain_characters() -> None:
    assert [letters_of(ord(char)) for char in "⼀⺠⻓豈ﬁ\u00a0\u200b\x02"] == ["一", "民", "长", "豈", "fi", " ", " ", "-"]
    writer = one_page((60, 100, "甲⻓Ω⼈"))
    writer.meanings = {"Ω": "𠮷"}
    assert said(writer) == ["甲长𠮷人"]


def test_the_gaps_of_a_line_are_spaces() -> None:
    writer = one_page(
        (60, 100, "第一章"),
        (60 + 48, 100, "总则"),
        (60, 140, "use"),
        (60 + 21, 140, "Wi"),
        (240, 200, "财政部"),
        (324, 200, "科技部"),
    )
    assert said(writer) == ["第一章　总则", "use Wi", "财政部　　　　科技部"]


def test_a_gap_of_half_a_character_more_is_told_from_one_that_parts_paragraphs() -> None:
    writer = one_page((60, 100, "核定。"), (114, 100, "②数据"), (60, 130, "核定。"), (120, 130, "②数据"))
    assert said(writer) == ["核定。　 ②数据", "核定。　　②数据"]


def test_a_heading_at_the_end_of_a_line_is_parted_from_its_text_by_the_room_that_the_gap_took() -> None:
    width = 39
    full = ("各地要认真落实河湖保护责任并切实加强日常巡查及时整改" * 2)[:width]

    def printed(before: str, heading: str) -> list[str]:
        room = "　" * (width - 1 - len(before) - len(heading))
        lines = [full, full, full, before + room + heading, full, full]
        return said(one_page(*((60, 100 + 18 * place, words) for place, words in enumerate(lines))))

    above, below = printed("定期开展技能竞赛。", "七、实施重大环保工程")
    assert (above.endswith("七、实施重大环保工程"), below) == (True, full * 2)
    assert len(printed("定期开展技能竞赛。", "实施重大环保工程")) == 1


def test_a_small_gap_behind_the_number_of_a_unit_is_a_space_and_the_stretch_of_a_whole_line_is_none() -> None:
    spread = [(60 + 12.3 * place, 240, char) for place, char in enumerate("第三条规定的事项由市人民政府另行公布")]
    stretched = [(60 + 15 * place, 270, char) for place, char in enumerate("第四条规定的事项由市人民政府另行公布")]
    writer = one_page(
        (60, 100, "第二章"), (99, 100, "规划和建设"), (60, 170, "第十二条"), (111, 170, "本办法"), *spread, *stretched
    )
    assert said(writer) == [
        "第二章 规划和建设",
        "第十二条 本办法",
        "第三条规定的事项由市人民政府另行公布",
        "第四条规定的事项由市人民政府另行公布",
    ]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("推进信息", "消费", "推进信息消费"),
        ("the local", "network", "the local network"),
        ("infor-", "mation", "information"),
        ("TD-", "LTE", "TD-LTE"),
        ("infor\u00ad", "mation", "information"),
        ("http://www.gov.cn/zheng", "ce/2015", "http://www.gov.cn/zhengce/2015"),
        ("20", "13年", "2013年"),
        ("version ", "2", "version 2"),
        ("see this,", "too", "see this, too"),
        ("使用", "Wi-Fi", "使用Wi-Fi"),
    ],
)
def test_words_are_joined_over_a_line_end(above: str, below: str, whole: str) -> None:
    assert joined(above, below) == whole


def test_two_columns_are_read_one_after_the_other_below_their_title() -> None:
    writer = PdfWriter()
    page = writer.page()
    page.text(200, 80, "关于加快推进建设的通知全文如下", 14)
    text = prose(1, 200).replace("TD-LTE", "网络")
    rows = [*wrapped(text, 18)[:39], "全文完。"]
    for place, row in enumerate(rows):
        page.text(70 if place < 20 else 320, 120 + 19 * (place % 20), row)
    assert said(writer) == ["关于加快推进建设的通知全文如下", "".join(rows)]


def test_text_unseen_over_a_picture_is_read_with_a_finding_and_elsewhere_it_is_not() -> None:
    writer = PdfWriter()
    for number in range(3):
        page = writer.page()
        page.picture()
        page.text(60, 100, f"第{number}份识别出来的文字内容", mode=3)
    plain = writer.page()
    plain.text(60, 100, "这一页的文字是看得见的文字")
    plain.text(60, 140, "看不见的", mode=3)
    blocks = blocks_of(writer)
    assert [block.text for block in blocks.blocks if isinstance(block, Paragraph)][-1] == "这一页的文字是看得见的文字"
    assert blocks.findings == (Finding(FindingKind.TEXT_RECOGNISED, facts=(("pages", "1-3"),)),)


def test_pages_that_are_pictures_among_others_are_named() -> None:
    writer = PdfWriter()
    for number in range(1, 8):
        page = writer.page()
        if number in (2, 5, 6):
            page.picture()
        else:
            page.text(60, 100, f"这是文件正文的内容{number * 7}号")
    assert blocks_of(writer).findings == (Finding(FindingKind.PAGES_WITHOUT_TEXT, facts=(("pages", "2, 5-6"),)),)


def test_progress_is_told_page_by_page_and_may_end_the_reading() -> None:
    writer = PdfWriter()
    for number in range(4):
        writer.page().text(60, 100, prose(number, 3))
    shares: list[float] = []
    read_pdf(writer.save(), "a.pdf", None, shares.append)
    assert shares == [0.25, 0.5, 0.75, 1.0]

    def stop(share: float) -> None:
        raise InterruptedError(share)

    with pytest.raises(InterruptedError):
        read_pdf(writer.save(), "a.pdf", None, stop)
    assert said(writer)


def test_ideographic_spaces_that_are_written_in_front_of_a_paragraph_stay_and_an_indent_of_the_layout_is_none() -> None:
    blocks = blocks_of(one_page((60, 100, "　　一、总体要求"), (84, 120, "二、主要任务"))).blocks
    assert blocks == (Paragraph("　　一、总体要求"), Paragraph("二、主要任务"))


def test_a_date_at_the_right_is_not_gone_on_with_at_the_left() -> None:
    writer = PdfWriter()
    printer = Printer(writer)
    printer.paragraph(BODY * 4)
    page, y = printer.sheet, printer.y
    for place, words in enumerate(("国务院办公厅", "2018年10月27日")):
        page.text(printer.right - width_of(words) * 12, y + 19.2 * (place + 1), words)
    page.text(printer.left + 24, y + 19.2 * 3, "（此件公开发布）")
    assert said(writer)[-3:] == ["国务院办公厅", "2018年10月27日", "（此件公开发布）"]


def test_text_that_a_program_broke_well_before_the_margin_is_one_paragraph() -> None:
    writer = PdfWriter()
    printer = Printer(writer, 26, left=40)
    paragraphs = [prose(number, 30).replace("TD-LTE", "网络") for number in range(6)]
    for words in paragraphs:
        printer.paragraph(words)
    assert said(writer) == paragraphs


def test_the_card_above_a_document_becomes_lines_of_labels_and_values() -> None:
    page = [
        [("索引", "号：", "000014349/2018-00207"), ("主题分", "类：", "综合政务")],
        [("发文机", "关：", "国务院办公厅"), ("成文日", "期：", "2018年10月27日")],
        [("标", "题：", "国务院办公厅关于印发工作方案的通知")],
        [("发文字", "号：", "国办函〔2018〕71号"), ("发布日", "期：", "2018年11月09日")],
    ]
    placed: list[tuple[float, float, str]] = []
    for row, labels in enumerate(page):
        for place, (upper, lower, value) in enumerate(labels):
            x, y = 60 + 260 * place, 80 + 40 * row
            placed += [(x, y, upper), (x + 50, y + 8, value), (x, y + 16, lower)]
    writer = one_page(*placed, (200, 290, "国务院办公厅关于印发工作方案的通知"), (60, 320, BODY[:20]))
    assert said(writer)[:9] == [
        "索引号：000014349/2018-00207",
        "主题分类：综合政务",
        "发文机关：国务院办公厅",
        "成文日期：2018年10月27日",
        "标题：国务院办公厅关于印发工作方案的通知",
        "发文字号：国办函〔2018〕71号",
        "发布日期：2018年11月09日",
        "国务院办公厅关于印发工作方案的通知",
        BODY[:20],
    ]
