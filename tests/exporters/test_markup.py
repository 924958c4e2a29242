"""What a person wrote comes into a document whole, whatever it is."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exporters.word.fonts import Fonts
from exporters.word.gb9704 import PORTRAIT, new_document, section
from exporters.word.markup import NAMESPACES, Markup, clean, escape, paragraph, run
from exporters.word.parts import Column, Table, halved, spread

NASTY = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x00\x07\x0b\x0c\x1b\r\n\t\x85\u2028\u2029\ufffe\uffff\ud800\udfff<>&\"']]>“”—𠮷﻿ 　")
    ),
    max_size=60,
)


def read_back(block: Markup) -> list[str]:
    document = new_document(Fonts(), Markup(block + section(PORTRAIT)))
    stream = BytesIO()
    document.save(stream)
    stream.seek(0)
    again = docx.Document(stream)
    return [p.text for p in again.paragraphs] + [c.text for t in again.tables for row in t.rows for c in row.cells]


def test_any_text_is_read_back_as_cleaned(nightly: bool) -> None:
    settings(max_examples=2_000 if nightly else 200)(given(NASTY)(reads_back))()


def reads_back(text: str) -> None:
    element = etree.fromstring(f"<w:body {NAMESPACES}>{paragraph('Body', run(text))}</w:body>")
    parts = []
    for node in element.iter():
        tag = str(node.tag).rpartition("}")[2]
        parts.append({"br": "\n", "tab": "\t", "t": node.text or ""}.get(tag, ""))
    assert "".join(parts) == clean(text)


def test_word_reads_what_was_written(nightly: bool) -> None:
    settings(max_examples=500 if nightly else 40)(given(st.lists(NASTY, min_size=1, max_size=6))(word_reads))()


def word_reads(texts: list[str]) -> None:
    table = Table([Column("列", 4000)])
    for text in texts:
        table.row([text])
    markup = Markup("".join([*(paragraph("Body", run(text)) for text in texts), table.markup(), paragraph("Body")]))
    wanted = [clean(text) for text in texts]
    assert read_back(markup) == [*wanted, "", "列", *wanted]


@given(NASTY)
def test_cleaning_twice_changes_nothing_more_and_no_character_is_dropped(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) == len(text.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("甲\x00乙", "甲\ufffd乙"),
        ("甲\x0b乙\x0c丙\r\n丁\u2028戊", "甲\n乙\n丙\n丁\n戊"),
        ("\ud800\ufffe", "\ufffd\ufffd"),
        ("列\t表 𠮷", "列\t表 𠮷"),
    ],
)
def test_what_is_substituted(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_marks_of_markup_are_escaped_once() -> None:
    assert escape('<a & "b">') == "&lt;a &amp; &quot;b&quot;&gt;"


def test_a_run_and_a_paragraph_look_like_this() -> None:
    assert paragraph("Body", run("一\t二", Markup("<w:b/>")), props=Markup("<w:keepNext/>")) == (
        '<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepNext/></w:pPr><w:r><w:rPr><w:b/></w:rPr>'
        '<w:t xml:space="preserve">一</w:t><w:tab/><w:t xml:space="preserve">二</w:t></w:r></w:p>'
    )


def test_quotation_marks_among_chinese_are_set_in_the_chinese_face() -> None:
    assert '<w:rFonts w:hint="eastAsia"/>' in run("“宽带中国”")
    assert "rFonts" not in run("“Broadband”")


def test_a_table_looks_like_this() -> None:
    table = Table([Column("序号", 600, "CellCentre"), Column("任务", 3000)])
    table.band("一、宽带")
    table.row(["1", "完善"])
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>'
    )
    text = '<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p></w:tc>'
    markup = table.markup()
    assert markup.endswith(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + cell.format(600, "CellCentre")
        + text.format("1")
        + cell.format(3000, "CellText")
        + text.format("完善")
        + "</w:tr></w:tbl>"
    )
    assert markup.startswith(
        '<w:tbl><w:tblPr><w:tblStyle w:val="Ledger"/><w:tblW w:w="3600" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    )
    assert '<w:tblGrid><w:gridCol w:w="600"/><w:gridCol w:w="3000"/></w:tblGrid>' in markup
    assert markup.count("<w:tblHeader/>") == 1
    assert '<w:gridSpan w:val="2"/>' in markup


@given(st.integers(1, 20_000), st.lists(st.integers(1, 300), min_size=1, max_size=12))
def test_widths_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    widths = spread(total, weights)
    assert sum(widths) == total
    assert len(widths) == len(weights)


def test_a_narrow_chinese_heading_is_broken_in_the_middle() -> None:
    assert halved("阶段性完成", 740) == "阶段性\n完成"
    assert halved("有序推进", 740) == "有序\n推进"
    assert halved("Not reported", 740) == "Not reported"
    assert halved("已完成", 2000) == "已完成"
