"""Lines and tables of a page stand as a browser shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.sources.blocks import Grid, Paragraph, unheard
from policy.sources.web.reader import read_web


def lines(page: str) -> list[str]:
    """The lines of a page; those of a table's row are joined by bars, its further paragraphs by slashes."""
    found: list[str] = []
    for block in read_web(page.encode(), "a.html", None, unheard).blocks:
        found += [block.text] if isinstance(block, Paragraph) else rows(block)
    return found


def rows(grid: Grid) -> list[str]:
    numbers = sorted({cell.row for cell in grid.cells})
    return ["|".join("/".join(p.text for p in cell.paragraphs) for cell in grid.cells if cell.row == number) for number in numbers]


def grid_of(page: str) -> Grid:
    return next(block for block in read_web(page.encode(), "a.html", None, unheard).blocks if isinstance(block, Grid))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>甲<br>乙</p>丙<div>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<p>甲<b>乙</b><i>丙</i> <span>丁</span></p>", ["甲乙丙 丁"]),
        ("<p>甲\n   乙\t丙</p>", ["甲 乙 丙"]),
        ("<p>&nbsp;&nbsp;甲</p><p>　　乙</p><p>&emsp;丙</p>", ["\u00a0\u00a0甲", "　　乙", "\u2003丙"]),
        ("<p>甲<br><br>乙<p>&nbsp;<p><p>丙", ["甲", "", "乙", "", "丙"]),
        ("<p>甲<span style='display: none'>乙<b>丙</b></span>丁<span hidden>戊</span></p>", ["甲丁"]),
        ("<p>甲<script>乙</script><style>丙</style><!-- 丁 --><![if x]>戊<![endif]><noscript>己</noscript></p>", ["甲戊"]),
        ("<pre>甲\n乙\r\n\r\n丙</pre>", ["甲", "乙", "", "丙"]),
        (
            "<p>10<sup>8</sup>立方米、m<sup>3</sup>、CO<sub>2</sub>，增长<sup>1</sup>较快<sup><a href='#1'>2</a></sup></p>",
            ["10⁸立方米、m³、CO2，增长[1]较快[2]"],
        ),
        ("<ruby>汉<rp>(</rp><rt>han</rt></ruby>", ["汉"]),
        ("<p>甲<p>乙</div></p></b>丙</td>丁", ["甲", "乙", "丙丁"]),
        ("<p>A&B &lt;甲&gt; &#20061; &hellip; &unknown; &copy;</p>", ["A&B <甲> 九 … &unknown; ©"]),
        ("<h2>第一章<br>总则</h2><h3>一、甲<br>和乙</h3><h3>丙。<br>丁</h3>", ["第一章　总则", "一、甲和乙", "丙。", "丁"]),
    ],
)
def test_lines(page: str, expected: list[str]) -> None:
    found = lines(f"<body>{page}</body>")
    assert [line for line in found if line or "" in expected] == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲<li>乙<li>丙</ol>", ["1. 甲", "2. 乙", "3. 丙"]),
        ("<ol start=4 type=A><li>甲<li value=9>乙<li>丙</ol>", ["D. 甲", "I. 乙", "J. 丙"]),
        ("<ol type=i reversed><li>甲</li><li>乙</li></ol>", ["ii. 甲", "i. 乙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", ["一、 甲", "二、 乙"]),
        ("<ol style='list-style: none'><li>甲</ol><ul><li>乙</ul>", ["甲", "乙"]),
        ("<ol style='color:red;list-style:none inside'><li>甲</ol>", ["甲"]),
        ("<ol style='list-style: inside upper-roman'><li>甲</ol>", ["I. 甲"]),
        (f"<ol style='{'list-style:' * 50_000}!'><li>甲</ol>", ["1. 甲"]),
        ("<ol><li>（一）甲<li>2.乙<li><p>丙</p><p>丁</p></ol>", ["（一）甲", "2.乙", "3. 丙", "丁"]),
        ("<ol><li>甲<ol type=a><li>乙<li>丙</ol><li>丁</ol>", ["1. 甲", "a. 乙", "b. 丙", "2. 丁"]),
    ],
)
def test_numbers_of_lists_are_written_out(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


HEAD = "<tr><th>序号<th>任务<th>单位</tr>"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (f"{HEAD}<tr><td>1<td>甲<td>乙局", ["序号|任务|单位", "1|甲|乙局"]),
        (
            f"<tfoot><tr><td>计<td>2<td></tfoot><tbody><tr><td>1<td>甲<td>乙局</tbody><thead>{HEAD}</thead>",
            ["序号|任务|单位", "1|甲|乙局", "计|2|"],
        ),
        (
            f"<caption>表一</caption>{HEAD}<tr><td>1<td><p>甲</p><p>乙</p><td>丙局<br>丁局",
            ["表一", "序号|任务|单位", "1|甲/乙|丙局/丁局"],
        ),
        (
            f"{HEAD}<tr><td>1<td>甲<table><tr><td>子<td>一<tr><td>丑<td>二</table><td>乙局",
            ["序号|任务|单位", "1|甲/子 一/丑 二|乙局"],
        ),
        ("<th>序号<th>任务<tr><td>1<td>甲", ["序号|任务", "1|甲"]),
        (f"{HEAD}<tr><td>1<td><div>甲<td>乙局<tr><td>2<td><b>丙<td>丁局", ["序号|任务|单位", "1|甲|乙局", "2|丙|丁局"]),
        (f"错放{HEAD}<tr><td>1<td>甲<td>乙局", ["错放", "序号|任务|单位", "1|甲|乙局"]),
        ("<tr><td>甲<tr><td>乙", ["甲", "乙"]),
        ("<tr><td>专栏1<p>甲。</p><p>乙。</p>", ["专栏1", "甲。", "乙。"]),
        (
            "<tr><td>一、甲。<td>" + "".join(f"<p>第{n}段，做好工作。</p>" for n in range(6)),
            ["一、甲。", *(f"第{n}段，做好工作。" for n in range(6))],
        ),
    ],
)
def test_tables(table: str, expected: list[str]) -> None:
    assert lines(f"<table>{table}</table>") == expected


def test_spans_are_cells_that_cover_others() -> None:
    grid = grid_of(
        "<table><tr><td rowspan=2>序号<td colspan=2>任务<td rowspan=9>备注<tr><td>甲<td>乙"
        "<tr><td rowspan=0>1<td colspan=2>丙<tr><td>丁<td>戊</table>"
    )
    found = {cell.paragraphs[0].text: (cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells}
    assert found == {
        "序号": (0, 0, 2, 1),
        "任务": (0, 1, 1, 2),
        "备注": (0, 3, 4, 1),
        "甲": (1, 1, 1, 1),
        "乙": (1, 2, 1, 1),
        "1": (2, 0, 2, 1),
        "丙": (2, 1, 1, 2),
        "丁": (3, 1, 1, 1),
        "戊": (3, 2, 1, 1),
    }


CELL = st.tuples(st.integers(0, 5), st.integers(0, 5))


@given(st.lists(st.lists(CELL, max_size=5), max_size=6))
def test_cells_never_overlap_and_no_word_is_lost(spans: list[list[tuple[int, int]]]) -> None:
    words = [f"词{row}号{column}" for row, line in enumerate(spans) for column in range(len(line))]
    body = "".join(
        "<tr>" + "".join(f"<td colspan={wide} rowspan={high}>词{row}号{column}" for column, (wide, high) in enumerate(line))
        for row, line in enumerate(spans)
    )
    blocks = read_web(f"<table><tr><th>序号<th>任务<th>时限</tr>{body}</table>".encode(), "a.html", None, unheard).blocks
    (grid,) = blocks
    assert isinstance(grid, Grid)
    taken = [
        (cell.row + down, cell.column + right) for cell in grid.cells for down in range(cell.rows) for right in range(cell.columns)
    ]
    assert len(taken) == len(set(taken))
    assert [p.text for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)) for p in cell.paragraphs] == [
        "序号",
        "任务",
        "时限",
        *words,
    ]


TAGS = "p /p div /div table /table tr td /td td_colspan=2 li ol /ol b /b br h2 /h2 a_href=x /a pre /pre p_hidden= span_style='x"
WORDS = ["甲乙。", "一、", "丙丁，", "-->", "<", "&amp;", " ", '">', "\n", "戊", "</"]
PIECES = st.sampled_from([*(f"<{tag.replace('_', ' ')}>" for tag in TAGS.split()), *WORDS])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_page_however_broken_is_more_than_refused(page: str) -> None:
    words = "一、关于工作的通知，坚持稳中求进。"
    assert words in "".join(lines(f"<p>{words}</p>{page}<p>（一）末段，做好工作。</p>"))
