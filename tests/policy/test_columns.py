"""Rows whose columns ran together, made up in many layouts, come apart again."""

from __future__ import annotations

import random
import runpy
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from policy.columns import Splitter
from policy.columns_geometry import strip_of
from policy.rows import read_rows
from policy.rows_header import Column

HEADERS = ("序号工作任务负责部门时间进度\n", "序号\n重点任务\n责任单位\n完成时限\n", "序号主要任务责任部门时间节点\n")
LAYOUTS: dict[str, dict[str, Any]] = {
    "usual": {},
    "no blank lines": {"gaps": 0.0},
    "blank lines everywhere": {"gaps": 1.0},
    "one cell after another": {"glued": False},
    "page breaks everywhere": {"pages": 0.5},
    "narrow": {"widths": (7, 6, 5)},
    "wide": {"widths": (24, 20, 14)},
}


@pytest.fixture(scope="module")
def made() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("table_builder.py"))))


def names_of(made: SimpleNamespace, kind: str, chance: random.Random) -> list[str]:
    known = {"central": made.CENTRAL, "city": made.LOCAL, "province": made.PROVINCE}.get(kind)
    return list(known or made.made_up_names(chance))


def divided(text: str) -> list[tuple[int | None, str | None, tuple[str, ...], float]]:
    """(number, category, cells, confidence) of every row of a table."""
    rows = read_rows(text, 0, len(text))
    strips = [strip_of(text, row) for row in rows]
    splitter = Splitter(strips, [tuple(column for column in row.columns if column is not Column.NUMBER) for row in rows])
    return [
        (
            row.number,
            row.category,
            tuple(strip.text[a:b] for a, b in zip(done.cuts, done.cuts[1:], strict=False)),
            done.confidence,
        )
        for row, strip, done in zip(rows, strips, splitter.divide(), strict=True)
    ]


def outcome(made: SimpleNamespace, seed: int, kind: str, count: int, layout: dict[str, Any]) -> list[tuple[bool, float]]:
    """(exact, confidence) of each made-up row."""
    chance = random.Random(seed)
    rows = made.made_rows(chance, count, names_of(made, kind, chance))
    widths = (chance.randint(9, 20), chance.randint(9, 18), chance.randint(6, 11))
    settings = {"widths": widths, "header": chance.choice(HEADERS), "page_marks": ("", "— 3 —", "# Page 12:"), **layout}
    found = {number: rest for number, *rest in divided(made.printed(rows, made.Layout(**settings), chance))}
    missing: list[Any] = [None, (), 1.0]
    results = []
    for row in rows:
        category, cells, confidence = found.get(row.number, missing)
        results.append(((category, cells) == (row.category, (row.task, row.departments, row.timing)), confidence))
    return results


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["central", "city", "province", "made up"])
def test_made_up_tables_come_apart_exactly(made: SimpleNamespace, kind: str, layout: str) -> None:
    results = [result for seed in range(2) for result in outcome(made, seed, kind, 50, LAYOUTS[layout])]
    assert sum(exact for exact, _ in results) >= 0.97 * len(results)


def test_confidence_tells_right_from_wrong(made: SimpleNamespace) -> None:
    kinds = ("central", "city", "province", "made up")
    tables = [(seed, kind, count) for seed in range(4) for kind in kinds for count in (12, 40)]
    results = [result for seed, kind, count in tables for result in outcome(made, seed, kind, count, {})]
    right = [confidence for exact, confidence in results if exact]
    wrong = [confidence for exact, confidence in results if not exact]
    assert sum(confidence >= 0.8 for confidence in right) >= 0.9 * len(right)
    assert wrong, "short tables of unheard-of names must leave something to doubt"
    assert sum(confidence < 0.8 for confidence in wrong) >= 0.8 * len(wrong)


def test_time_grows_evenly_with_the_table(made: SimpleNamespace) -> None:
    chance = random.Random(5)
    rows = made.made_rows(chance, 320, made.CENTRAL)
    seconds = []
    for count in (80, 320):
        text = made.printed(rows[:count], made.Layout(), random.Random(1))
        begin = time.process_time()
        divided(text)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 10 * seconds[0]


def test_what_is_too_long_for_a_row_is_kept_whole_and_doubted() -> None:
    prose = "推进信息消费，完善统计监测、发展改革委、财政部的职责。\n" * 4000
    begin = time.process_time()
    ((_, _, row, confidence),) = divided("序号工作任务负责部门时间进度\n1\n" + prose)
    assert time.process_time() - begin < 3
    assert row == (prose.replace("\n", ""), "", "")
    assert confidence < 0.5


def cells(text: str) -> list[tuple[str, ...]]:
    return [found for _, _, found, _ in divided(text)]


def bare(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in row) for row in cells(text)]


def test_tabs_and_wide_blanks_keep_cells_apart() -> None:
    text = "序号\t任务\t牵头单位\t配合单位\n1\t完善制度\t财政部\t\n2\t开展试点\t\t商务部、公安部\n"
    assert bare(text) == [("完善制度", "财政部", ""), ("开展试点", "", "商务部、公安部")]
    text = "序号  任务  责任单位\n1  完善制度  星海事务局\n2  开展试点  云山办\n"
    assert bare(text) == [("完善制度", "星海事务局"), ("开展试点", "云山办")]


def test_columns_in_another_order_and_without_timing() -> None:
    text = "序号重点任务完成时限责任单位\n" + "".join(
        f"{number}{task}{timing}{who}\n"
        for number, task, timing, who in (
            (1, "完善信用档案", "2014年底前完成", "财政部、商务部"),
            (2, "开展绿色标准试点", "持续推进", "公安部"),
            (3, "推进电子证照共享", "2014年6月底前", "民政部等"),
        )
    )
    assert cells(text)[0] == ("完善信用档案", "2014年底前完成", "财政部、商务部")
    assert cells(text)[2] == ("推进电子证照共享", "2014年6月底前", "民政部等")
    text = "序号工作任务责任单位\n1完善信用档案财政部、商务部\n2开展试点公安部\n"
    assert cells(text) == [("完善信用档案", "财政部、商务部"), ("开展试点", "公安部")]


def test_a_last_column_of_origins_is_not_taken_for_departments() -> None:
    rows = "".join(
        f"{number}\n改革事项名\n{'推行新的办理方式和管理制度并且在全市范围内' * 2}\n全面推开\n{place}\n"
        for number, place in enumerate(("安徽省", "上海市", "安徽省", "北京市"), start=1)
    )
    found = cells("序号\n改革事项\n具体措施\n来源\n" + rows)
    assert [row[2] for row in found] == ["安徽省", "上海市", "安徽省", "北京市"]
    assert {row[0] for row in found} == {"改革事项名"}


def test_names_headed_by_their_place_keep_it() -> None:
    names = ("市数据局、市财政局", "市发展改革委", "市证监会、市统计局", "市财政局、市数据局", "市税务局")
    rows = zip(range(1, 6), "甲乙丙丁戊", names, strict=True)
    text = "序号工作任务负责部门时间进度\n" + "".join(f"{number}推进{kind}类项目{who}持续实施\n" for number, kind, who in rows)
    assert [row[1] for row in cells(text)] == list(names)
