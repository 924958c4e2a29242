"""Pages, titles and words: the small decisions of the layout."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.phrases import Phrases
from exporters.word.front import balanced
from exporters.word.gb9704 import CHARACTER_SPACE, LANDSCAPE, LINE_PITCH, PORTRAIT, page_number, section
from exporters.word.pages import Pager, line_count
from exporters.word.workbook import column_name
from policy.model import Department, Role
from resources.catalogue import Catalogue

MILLIMETRE = 1440 / 25.4


@pytest.fixture
def phrases(chinese: Catalogue) -> Phrases:
    return Phrases(chinese)


def test_the_page_is_that_of_the_standard() -> None:
    for page in (PORTRAIT, LANDSCAPE):
        sides = {round(page.text_width / MILLIMETRE), round(page.text_height / MILLIMETRE)}
        assert sides == {156, 225}
    assert (round(PORTRAIT.top / MILLIMETRE), round(PORTRAIT.left / MILLIMETRE)) == (37, 28)
    assert PORTRAIT.text_height // LINE_PITCH == 22
    assert int(PORTRAIT.text_width / ((16 + CHARACTER_SPACE / 4096) * 20)) == 28


def test_a_section_says_its_page_like_this() -> None:
    assert section(LANDSCAPE) == (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooterOdd"/><w:footerReference w:type="even" r:id="rIdFooterEven"/>'
        '<w:type w:val="nextPage"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="1588" w:right="1984" w:bottom="1474" w:left="2098" w:header="851" w:footer="936" w:gutter="0"/>'
        '<w:cols w:space="425"/><w:docGrid w:linePitch="579"/></w:sectPr>'
    )


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_page_number_stands_one_character_in_from_its_side(side: str) -> None:
    assert f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>' in page_number(side)


def test_a_title_is_broken_between_words_of_the_document() -> None:
    title = "《国务院关于促进信息消费扩大内需的若干意见》"
    assert balanced(title, "拓展信息消费，扩大内需，促进信息消费") == ["《国务院关于促进信息消费", "扩大内需的若干意见》"]
    assert balanced("某市意见", "") == ["某市意见"]


@given(st.text("国务院关于促进信息消费的若干意见、《》", max_size=90), st.text("信息消费扩大内需", max_size=40))
def test_breaking_a_title_loses_nothing_and_every_line_fits(title: str, corpus: str) -> None:
    lines = balanced(title, corpus)
    assert "".join(lines) == title
    assert all(len(line) <= 20 + 3 for line in lines)


@given(st.lists(st.integers(1, 30_000), max_size=40), st.integers(0, 2_000))
def test_a_page_is_never_more_than_full(heights: list[int], header: int) -> None:
    pager = Pager(PORTRAIT)
    before = 0
    for height in heights:
        pager.take(height)
        assert 0 <= pager.used <= PORTRAIT.text_height
        assert pager.number >= before
        before = pager.number
    pager.rows(header, heights)
    assert pager.used <= PORTRAIT.text_height


def test_lines_are_counted_by_the_width_of_characters() -> None:
    assert line_count("一" * 28, 28 * 320, 32) == 1
    assert line_count("一" * 29, 28 * 320, 32) == 2
    assert line_count("a" * 56, 28 * 320, 32) == 1
    assert line_count("一\n\n二", 28 * 320, 32) == 3


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_of_a_sheet_are_named(index: int, name: str) -> None:
    assert column_name(index) == name


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 字节"), (1023, "1023 字节"), (1024, "1 KB"), (1536, "1.5 KB"), (5 << 20, "5 MB")]
)
def test_sizes_of_files(phrases: Phrases, size: int, text: str) -> None:
    assert phrases.size(size) == text


@pytest.mark.parametrize(("value", "text"), [(3.2, "3.2"), (20.0, "20"), (1e9, "1000000000"), (0.00001, "0.00001"), (100.0, "100")])
def test_figures_have_neither_exponent_nor_idle_zeros(phrases: Phrases, value: float, text: str) -> None:
    assert phrases.number(value) == text


@given(st.floats(0, 1e15).map(lambda value: round(value, 4)))
def test_a_figure_is_still_the_same_number(value: float) -> None:
    assert Decimal(Phrases(Catalogue.load("zh")).number(value)) == Decimal(repr(value))


@pytest.mark.parametrize(
    ("by", "text"), [("2015", "2015年"), ("2015-12-31", "2015年12月31日"), ("“十二五”末", "“十二五”末"), (None, "—")]
)
def test_time_limits_of_indicators(phrases: Phrases, by: str | None, text: str) -> None:
    assert phrases.by(by) == text


def test_departments_show_who_leads_and_whether_the_list_is_open(phrases: Phrases) -> None:
    pair = (Department("发展改革委", Role.LEAD), Department("财政部", Role.JOINT))
    assert phrases.departments(pair, "", open_ended=False) == "发展改革委（牵头）、财政部"
    assert phrases.departments(pair[1:], "", open_ended=True) == "财政部等"
    assert phrases.departments((), "各有关方面", open_ended=True) == "各有关方面"
    assert phrases.departments((), "", open_ended=False) == "—"
