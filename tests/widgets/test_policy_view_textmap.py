"""Positions on the screen and offsets of the canonical text: they agree, also beyond the first Unicode plane."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from policy.model import Span
from policy.page import Block, BlockKind
from widgets.policy_view.textmap import TextMap, unit_slice

LABEL = "table　raw"


def page(text: str, *blocks: Block) -> TextMap:
    return TextMap(text, blocks, lambda _block: LABEL)


def paragraph(*pieces: tuple[int, int]) -> Block:
    return Block(BlockKind.PARAGRAPH, tuple(Span(*piece) for piece in pieces))


@pytest.fixture
def astral() -> TextMap:
    return page("甲𠮷乙\n丙", paragraph((0, 3)), paragraph((4, 5)))


def test_an_astral_character_takes_two_positions_and_one_offset(astral: TextMap) -> None:
    assert [astral.position(offset) for offset in (0, 1, 2, 4)] == [0, 1, 3, 5]
    assert [astral.offset(position) for position in (0, 1, 3, 5)] == [0, 1, 2, 4]
    assert astral.positions(Span(1, 2)) == (1, 3)
    assert astral.span(1, 3) == Span(1, 2)
    assert astral.length == 6


def test_positions_are_those_of_a_document_of_qt(astral: TextMap) -> None:
    document = QTextDocument()
    document.setPlainText(astral.shown)
    assert document.characterCount() - 1 == astral.length
    assert document.findBlock(astral.position(4)).text() == "丙"
    assert astral.block_index(astral.position(4)) == 1
    assert astral.block_start(1) == document.findBlockByNumber(1).position()


def test_joined_pieces_are_one_run_and_a_span_over_the_break_keeps_it() -> None:
    text = "推进建\n设工作"
    joined = page(text, paragraph((0, 3), (4, 7)))
    assert joined.shown == "推进建设工作"
    assert joined.positions(Span(2, 5)) == (2, 4)
    assert joined.span(2, 4) == Span(2, 5)
    assert joined.span(0, 3) == Span(0, 3)


def test_what_the_page_leaves_out_has_the_nearest_place_and_no_width() -> None:
    text = "[code]题目"
    left = page(text, paragraph((6, 8)))
    assert left.positions(Span(0, 5)) == (0, 0)
    assert left.positions(Span(3, 7)) == (0, 1)


def test_a_line_that_stands_for_hidden_text_maps_as_a_whole() -> None:
    text = "正文\n表一表二表三"
    folded = page(text, paragraph((0, 2)), Block(BlockKind.ANNEX_FOLD, (Span(3, 9),), "att_1"))
    assert folded.positions(Span(5, 6)) == (3, 3 + len(LABEL))
    assert folded.span(0, 5) == Span(0, 9)
    assert folded.find("table") == []


def test_finding_gives_positions_and_disregards_latin_case(astral: TextMap) -> None:
    assert astral.find("乙") == [(3, 4)]
    assert page("IPTV与iptv", paragraph((0, 9))).find("iptv") == [(0, 4), (5, 9)]
    assert astral.find("") == []


def test_the_clipboard_gets_a_line_per_block(astral: TextMap) -> None:
    assert astral.selected_text(1, 6) == "𠮷乙\n丙"


def test_an_empty_page_answers_too() -> None:
    empty = page("")
    assert (empty.position(3), empty.offset(3), empty.span(0, 0), empty.block_index(0)) == (0, 0, None, -1)


@given(st.lists(st.text("甲𠮷aB，𝟙", min_size=1, max_size=6), min_size=1, max_size=6), st.data())
def test_every_offset_shown_comes_back_from_its_position(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        cut = data.draw(st.integers(0, len(line)))
        spans = [span for span in (Span(start, start + cut), Span(start + cut, start + len(line))) if len(span)]
        blocks.append(Block(BlockKind.PARAGRAPH, tuple(spans)))
        start += len(line) + 1
    made = page(text, *blocks)
    for offset, sign in enumerate(text):
        if sign != "\n":
            assert made.offset(made.position(offset)) == offset
            assert made.offset(made.position(offset + 1, ends=True), ends=True) == offset + 1
            first, last = made.positions(Span(offset, offset + 1))
            assert unit_slice(made.shown, first, last) == sign
