"""Automatic numbers of Word stand in front of the words, as a reader of the page sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.numerals import to_int
from policy.sources.word.number_formats import number_words
from policy.sources.word.numbering import joint
from tests.policy.word_builder import abstract, blocks_of, cells_of, lines_of, listed, lvl, num, p, tbl, tc, tr

OUTLINE = abstract(
    1,
    lvl(0, "chineseCountingThousand", "第%1章"),
    lvl(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'),
    lvl(2, "chineseCounting", "（%3）"),
    lvl(3, "decimal", "%4."),
)


def outline(*depths: int) -> list[str]:
    return lines_of("".join(p("文", listed(1, depth)) for depth in depths), {"numbering": OUTLINE + num(1, 1)})


@pytest.mark.parametrize(
    ("style", "value", "words"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 10, "１０"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 10, "⑩"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一○五"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("japaneseCounting", 11, "十一"),
        ("taiwaneseCountingThousand", 110, "一百一十"),
        ("ideographDigital", 20, "二○"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 3, "參"),
        ("ideographTraditional", 2, "乙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("ideographEnclosedCircle", 4, "㊃"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 26, "z"),
        ("upperRoman", 1949, "MCMXLIX"),
        ("lowerRoman", 4, "iv"),
        ("ordinal", 22, "22nd"),
        ("bullet", 5, ""),
        ("none", 5, ""),
        ("hebrew1", 5, "5"),
    ],
)
def test_each_format_writes_its_own_signs(style: str, value: int, words: str) -> None:
    assert number_words(style, value) == words


@given(
    st.integers(1, 9999), st.sampled_from(["chineseCounting", "chineseCountingThousand", "taiwaneseDigital", "decimalFullWidth"])
)
def test_chinese_numbers_mean_what_was_counted(value: int, style: str) -> None:
    assert to_int(number_words(style, value)) == value


def test_levels_count_within_those_above_them() -> None:
    assert outline(0, 1, 2, 2, 3, 3, 2, 3, 0, 1, 2) == [
        "第一章\u3000文",
        "第一条\u3000文",
        "（一）文",
        "（二）文",
        "1.文",
        "2.文",
        "（三）文",
        "1.文",
        "第二章\u3000文",
        "第二条\u3000文",
        "（一）文",
    ]


def test_a_level_may_start_anew_only_below_a_certain_one() -> None:
    numbering = abstract(
        1, lvl(0, "decimal", "%1、"), lvl(1, "decimal", "（%2）"), lvl(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
    ) + num(1, 1)
    found = lines_of("".join(p("", listed(1, depth)) for depth in (0, 1, 2, 1, 2, 0, 2)), {"numbering": numbering})
    assert found == ["1、", "（1）", "1)", "（2）", "2)", "2、", "1)"]


def test_numbers_of_several_levels_stand_in_one_label() -> None:
    levels = abstract(1, lvl(0, "chineseCounting", "%1、"), lvl(1, "decimal", "%1.%2", "<w:isLgl/>"), lvl(2, "decimal", "%1-%2-%3"))
    body = "".join(p("目标", listed(1, depth)) for depth in (0, 1, 1, 2))
    assert lines_of(body, {"numbering": levels + num(1, 1)}) == ["一、目标", "1.1 目标", "1.2 目标", "一-2-1 目标"]


def test_a_level_that_is_skipped_counts_as_used() -> None:
    levels = abstract(1, lvl(0, "decimal", "%1", '<w:start w:val="3"/>'), lvl(1, "decimal", "%1.%2"))
    assert lines_of(p("x", listed(1, 1)) + p("y", listed(1)), {"numbering": levels + num(1, 1)}) == ["3.1 x", "4 y"]


def test_lists_of_one_definition_go_on_counting_unless_told_to_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(1, lvl(0, "decimal", "%1.")) + num(1, 1) + num(2, 1) + num(3, 1, anew)
    body = "".join(p("", listed(name)) for name in (1, 2, 1, 3, 3, 1))
    assert lines_of(body, {"numbering": numbering}) == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_a_list_may_have_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1）")}</w:lvlOverride>'
    numbering = abstract(1, lvl(0, "decimal", "%1.")) + num(1, 1) + num(2, 1, own)
    assert lines_of(p("甲", listed(1)) + p("乙", listed(2)), {"numbering": numbering}) == ["1.甲", "B）乙"]


def test_numbers_come_with_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="条"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="D"><w:basedOn w:val="A"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    levels = abstract(
        1, lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）"), lvl(2, "decimal", "%3.", '<w:pStyle w:val="C"/>')
    )
    body = "".join(p("文", f'<w:pStyle w:val="{name}"/>') for name in "ABCD") + p("文", f'<w:pStyle w:val="A"/>{listed(0)}')
    found = lines_of(body, {"numbering": levels + num(1, 1), "styles": styles})
    assert found == ["一、文", "（一）文", "1.文", "文", "文"]


def test_a_definition_may_point_to_the_list_of_a_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>' + lvl(0, "chineseCounting", "（%1）") + "</w:abstractNum>"
    )
    body = p("甲", listed(3)) + p("乙", listed(7))
    assert lines_of(body, {"numbering": numbering + num(3, 1) + num(7, 2), "styles": styles}) == ["（一）甲", "（二）乙"]


def test_definitions_that_point_in_a_circle_number_nothing() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    numbering = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>' + num(3, 1)
    assert lines_of(p("甲", listed(3)), {"numbering": numbering, "styles": styles}) == ["甲"]


def test_deleted_paragraphs_are_not_counted() -> None:
    mark, words = '<w:rPr><w:del w:id="1"/></w:rPr>', "<w:r><w:delText>乙</w:delText></w:r>"
    gone = f'<w:p><w:pPr>{listed(1)}{mark}</w:pPr><w:del w:id="2">{words}</w:del></w:p>'
    numbering = abstract(1, lvl(0, "decimal", "%1.")) + num(1, 1)
    assert lines_of(p("甲", listed(1)) + gone + p("丙", listed(1)), {"numbering": numbering}) == ["1.甲", "2.丙"]


def test_bullets_leave_no_sign_and_custom_patterns_keep_their_width() -> None:
    custom = (
        '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1号"/></w:lvl></w:abstractNum>'
    )
    numbering = abstract(1, lvl(0, "bullet", "\uf0b7")) + custom + num(1, 1) + num(2, 2)
    assert lines_of(p("甲", listed(1)) + p("乙", listed(2)), {"numbering": numbering}) == ["甲", "001号\u3000乙"]


def test_numbers_alone_fill_the_cells_of_a_column() -> None:
    numbering = abstract(1, lvl(0, "decimal", "%1")) + num(1, 1)
    rows = [tr(tc(p("", listed(1))), f"任务{row}", "财政部") for row in range(2)]
    (grid,) = blocks_of(tbl(*rows), {"numbering": numbering}).blocks
    assert [cell[-1] for cell in cells_of(grid)] == ["1", "任务0", "财政部", "2", "任务1", "财政部"]


@pytest.mark.parametrize(
    ("label", "words", "between"),
    [
        ("第一条", "为了", "\u3000"),
        ("一、", "总则", ""),
        ("（一）", "总则", ""),
        ("1.", "总则", ""),
        ("1.", "2013年", " "),
        ("1.1", "总则", " "),
        ("①", "总则", ""),
        ("一", "总则", " "),
        ("A", "总则", " "),
        ("", "总则", ""),
        ("1", "", ""),
    ],
)
def test_number_and_words_are_parted_as_in_print(label: str, words: str, between: str) -> None:
    assert joint(label, words) == between


def test_an_indent_of_spaces_goes_when_a_number_comes_before_it() -> None:
    numbering = abstract(1, lvl(0, "chineseCounting", "%1、")) + num(1, 1)
    assert lines_of(p("　　总则", listed(1)) + p("　　正文"), {"numbering": numbering}) == ["一、总则", "　　正文"]


def test_numbers_that_would_swell_a_document_are_cut_off() -> None:
    many = p("文", listed(1)) * 300
    assert max(map(len, lines_of(many, {"numbering": abstract(1, lvl(0, "decimal", "长" * 100_000)) + num(1, 1)}))) < 300
    custom = f'<w:numFmt w:val="custom" w:format="{"0" * 100_000}1"/>'
    level = abstract(1, f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{custom}<w:lvlText w:val="%1."/></w:lvl>') + num(1, 1)
    assert max(map(len, lines_of(many, {"numbering": level}))) < 300
