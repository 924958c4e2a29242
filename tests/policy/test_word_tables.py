"""Tables of Word become grids of what shows; tables that only lay out a page are its paragraphs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy.sources.blocks import Grid, Paragraph
from tests.policy.word_builder import blocks_of, cells_of, lines_of, p, tbl, tc, tr

DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"
HEAD = tr("序号", "任务", "负责单位", properties="<w:tblHeader/>")


def test_cells_cover_rows_and_columns() -> None:
    table = tbl(
        HEAD,
        tr(tc("一、总体", '<w:gridSpan w:val="3"/>')),
        tr(tc("1", DOWN), "甲", "财政部"),
        tr(tc("", ON), "乙", "商务部"),
        tr(tc("", ON), tc("丙", DOWN), "民政部"),
    )
    (grid,) = blocks_of(table).blocks
    assert cells_of(grid) == [
        (0, 0, 1, 1, "序号"),
        (0, 1, 1, 1, "任务"),
        (0, 2, 1, 1, "负责单位"),
        (1, 0, 1, 3, "一、总体"),
        (2, 0, 3, 1, "1"),
        (2, 1, 1, 1, "甲"),
        (2, 2, 1, 1, "财政部"),
        (3, 1, 1, 1, "乙"),
        (3, 2, 1, 1, "商务部"),
        (4, 1, 1, 1, "丙"),
        (4, 2, 1, 1, "民政部"),
    ]


def test_rows_may_begin_late_and_merge_the_old_way() -> None:
    table = tbl(
        tr("a", "b", "c"),
        tr("y", "z", properties='<w:gridBefore w:val="1"/>'),
        tr(tc("m", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "n"),
    )
    (grid,) = blocks_of(table).blocks
    assert cells_of(grid)[3:] == [(1, 1, 1, 1, "y"), (1, 2, 1, 1, "z"), (2, 0, 1, 2, "m"), (2, 2, 1, 1, "n")]


def test_columns_that_no_cell_begins_at_are_not_counted() -> None:
    wide = '<w:gridSpan w:val="7"/>'
    (grid,) = blocks_of(tbl(*(tr(tc("a", wide), tc("b", '<w:gridSpan w:val="999999999"/>')) for _ in range(2)))).blocks
    assert [cell[:4] for cell in cells_of(grid)] == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_covered_cell_with_nothing_above_it_stands_for_itself() -> None:
    (grid,) = blocks_of(tbl(tr(tc("a", ON), "b"), tr("c", tc("d", '<w:gridSpan w:val="2"/><w:vMerge/>')))).blocks
    assert [cell[-1] for cell in cells_of(grid)] == ["a", "b", "c", "d"]


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_stay() -> None:
    table = tbl(
        tr("a", "b"),
        tr("x", "y", properties='<w:del w:id="1"/>'),
        tr("c", "d", properties='<w:ins w:id="2"/>'),
        tr(tc("z", '<w:cellDel w:id="3"/>'), "e", tc("f", '<w:cellIns w:id="4"/>')),
        tr(tc("g", '<w:cellMerge w:id="5" w:vMerge="rest"/>'), "h"),
        tr(tc("", '<w:cellMerge w:id="6" w:vMerge="cont"/>'), "i"),
    )
    found = blocks_of(table)
    assert [cell[-1] for cell in cells_of(found.blocks[0])] == ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
    assert cells_of(found.blocks[0])[6][2] == 2
    assert [(finding.kind.value, finding.facts) for finding in found.findings] == [("changes_accepted", (("number", "6"),))]


def test_rows_and_cells_in_controls_are_read() -> None:
    row = tr("c", "d")
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt>"
    (grid,) = blocks_of(tbl(tr("a", cell), f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>")).blocks
    assert [cell[-1] for cell in cells_of(grid)] == ["a", "b", "c", "d"]


def test_a_table_in_a_cell_is_paragraphs_of_the_cell() -> None:
    inner = tbl(tr("x", "y"), tr("z", "")) + p("后")
    (grid,) = blocks_of(tbl(tr("a", tc(p("前") + inner)), tr("c", "d"), tr("e", "f"))).blocks
    assert cells_of(grid)[1][-1].split("|") == ["前", "x", "y", "z", "", "后"]


def test_a_table_of_one_column_that_holds_the_article_is_unwrapped() -> None:
    data = tbl(*(tr(str(row), "任务", "财政部") for row in range(4)))
    article = p("标题") + p("一、总则") + data + p("落款")
    for layout in (tbl(tr(tc(article))), tbl(tr("", tc(article), ""), tr("", "", ""))):
        found = blocks_of(layout).blocks
        assert [block.text for block in found if isinstance(block, Paragraph) and block.text] == ["标题", "一、总则", "落款"]
        assert sum(isinstance(block, Grid) for block in found) == 1


def test_the_two_ends_of_a_letterhead_are_lines() -> None:
    assert lines_of(tbl(tr("江政发〔2021〕7号", "签发人：李某"))) == ["江政发〔2021〕7号", "签发人：李某"]


def test_a_register_card_is_a_line_for_each_label() -> None:
    card = tbl(
        tr("索引号：", "0001", "主题：", "综合"),
        tr("标题：", tc("关于某事的通知", '<w:gridSpan w:val="3"/>')),
        tr("主题词：", "", "", ""),
    )
    assert lines_of(card) == ["索引号：0001", "主题：综合", "标题：关于某事的通知", "主题词："]


@given(st.lists(st.lists(st.integers(1, 3), min_size=2, max_size=4), min_size=2, max_size=6), st.data())
def test_cells_never_overlap(spans: list[list[int]], data: st.DataObject) -> None:
    rows = [
        tr(*(tc("x", f'<w:gridSpan w:val="{span}"/>{data.draw(st.sampled_from(["", DOWN, ON]))}') for span in row)) for row in spans
    ]
    for block in blocks_of(tbl(*rows)).blocks:
        if isinstance(block, Grid):
            taken = [
                (row, column)
                for cell in block.cells
                for row in range(cell.row, cell.row + cell.rows)
                for column in range(cell.column, cell.column + cell.columns)
            ]
            assert len(taken) == len(set(taken))
