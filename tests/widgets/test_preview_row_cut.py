"""Cutting a raw row into its cells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.corrections import blank_task
from policy.departments import read_departments
from policy.model import Span, Task
from policy.timing import read_timing
from widgets.models.row_cut import (
    Boundary,
    Cell,
    RowCut,
    bare,
    cut_of,
    joined,
    leading_number,
    raw_text,
    source_offset,
    split_spans,
)

RAW = "44\n推动远程医疗和居民\n健康卡建设卫生计生委、中医\n药局2013年年底前启动"
PREFIX = "序号工作任务\n"
TEXT = PREFIX + RAW + "\n45\n推进养老机构"


def task(text: str = "推动远程医疗和居民健康卡建设", raw: str = "卫生计生委、中医药局", phrase: str = "2013年年底前启动") -> Task:
    span = Span(len(PREFIX), len(PREFIX) + len(RAW))
    return replace(
        blank_task("att_1__task_44"),
        number=44,
        text=text,
        departments=read_departments(raw).departments,
        departments_raw=raw,
        timing=read_timing(phrase),
        spans=(span,),
    )


CUT = cut_of(task(), TEXT)
rows = st.text(alphabet="甲乙𠮷A \n", max_size=30)


@st.composite
def cuts(draw: st.DrawFn) -> RowCut:
    raw = draw(rows)
    edges = sorted(draw(st.tuples(*[st.integers(0, len(raw))] * 3)))
    return RowCut(raw, *edges)


def test_the_cells_are_found_where_they_stand_whatever_lines_part_them() -> None:
    assert CUT.raw == RAW
    assert CUT.cell(Cell.TEXT) == "推动远程医疗和居民健康卡建设"
    assert CUT.cell(Cell.DEPARTMENTS) == "卫生计生委、中医药局"
    assert CUT.cell(Cell.TIMING) == "2013年年底前启动"


def test_a_text_put_right_by_hand_leaves_the_other_cells_in_place() -> None:
    cut = cut_of(task(text="推动远程医疗"), TEXT)
    edited = cut_of(task(text="完全不同的任务"), TEXT)
    assert cut.cell(Cell.TEXT) == "推动远程医疗"
    assert edited.cell(Cell.DEPARTMENTS) == "卫生计生委、中医药局"


def test_a_row_without_timing_ends_with_its_departments() -> None:
    cut = cut_of(task(raw="卫生计生委、中医药局2013年年底前启动", phrase=""), TEXT)
    assert cut.cell(Cell.TIMING) == ""


def test_a_boundary_moves_by_characters_and_skips_line_ends() -> None:
    cut = CUT.moved(Boundary.DEPARTMENTS, -6)
    assert cut.cell(Cell.TEXT) == "推动远程医疗和居"
    assert cut.cell(Cell.DEPARTMENTS).startswith("民健康卡建设卫生")
    assert cut.moved(Boundary.DEPARTMENTS, 6).cell(Cell.TEXT) == CUT.cell(Cell.TEXT)


def test_a_boundary_moves_to_the_ends_of_lines() -> None:
    back = CUT.moved_line(Boundary.DEPARTMENTS, -1)
    assert back.cell(Cell.TEXT) == "推动远程医疗和居民"
    assert CUT.moved_line(Boundary.TIMING, 1).cell(Cell.TIMING) == ""


def test_a_selection_becomes_a_cell() -> None:
    begin, end = RAW.index("中医"), RAW.index("2013")
    cut = CUT.with_cell(Cell.DEPARTMENTS, begin, end)
    assert cut.cell(Cell.DEPARTMENTS) == "中医药局"
    assert cut.cell(Cell.TEXT).endswith("卫生计生委、")
    assert CUT.with_cell(Cell.TIMING, begin, len(RAW)).cell(Cell.DEPARTMENTS) == "卫生计生委、"


def test_latin_words_parted_by_a_line_end_keep_their_space() -> None:
    assert joined("基于TD\nLTE的\n网络") == "基于TD LTE的网络"


def test_the_number_of_a_row_is_read_from_its_head() -> None:
    assert (leading_number("45推进"), leading_number(" \n7\n甲"), leading_number("推进"), leading_number("20131231")) == (
        45,
        7,
        None,
        None,
    )


@given(cuts(), st.sampled_from(Boundary), st.integers(-40, 40))
def test_boundaries_stay_inside_the_row_and_in_order(cut: RowCut, boundary: Boundary, step: int) -> None:
    for moved in (cut.moved(boundary, step), cut.moved_line(boundary, 1 if step > 0 else -1), cut.placed(boundary, step)):
        assert 0 <= moved.start <= moved.departments <= moved.timing <= len(moved.raw)


@given(cuts())
def test_the_cells_together_are_the_row(cut: RowCut) -> None:
    assert "".join(cut.raw[slice(*cut.range_of(cell))] for cell in Cell) == cut.raw[cut.start :]


@given(st.lists(rows, min_size=1, max_size=3), st.data())
def test_splitting_the_stretches_loses_no_word(pieces: list[str], data: st.DataObject) -> None:
    text, spans = "", []
    for piece in pieces:
        spans.append(Span(len(text) + 1, len(text) + 1 + len(piece)))
        text += f"|{piece}"
    raw = raw_text(text, spans)
    at = data.draw(st.integers(0, len(raw)))
    before, behind = split_spans(text, spans, at)
    assert "".join((raw_text(text, before) + raw_text(text, behind)).split()) == "".join(raw.split())
    assert all(part.end <= source_offset(text, spans, at) for part in before)


def test_a_boundary_moves_from_word_to_word() -> None:
    cut = RowCut("1\n建设平台财政部、\n科技部2013年底前", 1, 6, 15)
    stops = []
    for _ in range(6):
        cut = cut.moved_word(Boundary.DEPARTMENTS, 1)
        stops.append(cut.raw[: cut.departments].replace("\n", "")[-3:])
    assert stops == ["财政部", "政部、", "科技部", "013", "年底前", "年底前"]


@given(st.text(alphabet="建设，。a1 \n", max_size=20), st.integers(0, 20))
def test_every_word_is_passed_and_the_ends_are_kept(raw: str, at: int) -> None:
    cut = RowCut(raw, 0, min(at, len(raw)), len(raw))
    for step, end in ((1, len(raw)), (-1, 0)):
        moved = cut
        for _ in range(len(raw) + 1):
            moved = moved.moved_word(Boundary.DEPARTMENTS, step)
        assert moved.departments == end


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("（负责部门：商务部、铁路局）", "负责部门：商务部、铁路局"),
        ("（商务部牵头，铁路局等负责，", "商务部牵头，铁路局等负责"),
        ("2015年底前完成）。", "2015年底前完成"),
        ("发展改革委（能源局）", "发展改革委（能源局）"),
        ("（发展改革委（能源局）、财政部）", "发展改革委（能源局）、财政部"),
        ("财政部、", "财政部"),
        ("", ""),
    ],
)
def test_a_cell_is_bare_of_the_brackets_around_it(cell: str, words: str) -> None:
    assert bare(cell) == words
