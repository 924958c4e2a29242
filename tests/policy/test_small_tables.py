"""Tables of a few rows come apart too, though they have little to teach: by their lines, their places and their own names."""

from __future__ import annotations

import random
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from policy.canonical import canonical
from policy.model import DoubtKind, Span, Task
from policy.tasks import read_tasks

KINDS = ("central", "city", "province", "made up", "mixed", "county", "placed")
SHORT = (
    "开通企业服务热线",
    "完成码头自动化改造",
    "建设统一的港口数据平台",
    "建成市级政务云",
    "改造老旧市场",
    "完善全省信用信息平台",
)
Outcome = tuple[bool, float]


@pytest.fixture(scope="module")
def made() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("table_builder.py"))))


def names_of(made: SimpleNamespace, kind: str, chance: random.Random) -> list[str]:
    city = [name for name in made.LOCAL if name.startswith("市")]
    kinds = {
        "central": made.CENTRAL,
        "city": made.LOCAL,
        "province": made.PROVINCE,
        "mixed": chance.sample(made.LOCAL, 6) + chance.sample(made.CENTRAL, 6),
        "county": [f"县{name[1:]}" for name in city],
        "placed": [chance.choice(("星海市", "云山县"))[:3] + name[1:] for name in city],
    }
    return list(kinds.get(kind) or made.made_up_names(chance))


def read(text: str) -> tuple[Task, ...]:
    return read_tasks(text, [Span(0, len(text))], (), None)


def outcome(made: SimpleNamespace, seed: str, kind: str, count: int, *, timed: bool, joined: bool) -> list[Outcome]:
    """(exact, confidence) of each row of a made-up table; ``joined`` tables have columns of a fixed width that run together."""
    chance = random.Random(f"{seed} {kind} {count} {timed} {joined}")
    widths = (chance.randint(9, 20), chance.randint(9, 18), chance.randint(6, 11))
    gaps = chance.choice((0.0, 0.0, 0.3, 1.0))
    out, wanted = "序号工作任务责任单位" + ("时间进度\n" if timed else "\n"), {}
    for row in made.made_rows(chance, count, names_of(made, kind, chance)):
        task = row.task if joined or chance.random() < 0.4 else chance.choice(SHORT)
        cells = [str(row.number), task, row.departments, *([row.timing] if timed else [])]
        wanted[row.number] = (task, row.departments, row.timing if timed else None)
        lines = [[cells[0]], *(made.wrapped(cell, wide if joined else 999) for cell, wide in zip(cells[1:], widths, strict=False))]
        tallest = max(len(cell) for cell in lines) if joined else 0
        for place, cell in enumerate(lines):
            shared = len(cell) == tallest and place + 1 < len(lines)
            out += "\n".join(cell) + ("" if shared else "\n\n" if joined and chance.random() < gaps else "\n")
    found = {task.number: task for task in read(out)}
    return [
        (cells_of(found.get(number)) == cells, found[number].confidence if number in found else 0.0)
        for number, cells in wanted.items()
    ]


def cells_of(task: Task | None) -> tuple[str, str, str | None] | None:
    return (task.text, task.departments_raw, task.timing.phrase if task.timing else None) if task else None


@pytest.fixture(scope="module")
def results(made: SimpleNamespace) -> dict[tuple[str, bool], list[Outcome]]:
    """The outcome of every row of tables of 1 to 12 rows, by the kind of names and whether columns ran together."""
    return {
        (kind, joined): [
            result
            for count in range(1, 13)
            for timed in (True, False)
            for result in outcome(made, "a", kind, count, timed=timed, joined=joined)
        ]
        for kind in KINDS
        for joined in (False, True)
    }


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


@pytest.mark.parametrize("kind", KINDS)
def test_cells_that_each_begin_a_line_stay_whole(results: dict[tuple[str, bool], list[Outcome]], kind: str) -> None:
    rows = results[kind, False]
    assert share([exact for exact, _ in rows]) >= 0.97
    assert share([confidence >= 0.8 for exact, confidence in rows if exact]) >= 0.95


def test_columns_that_ran_together_come_apart(results: dict[tuple[str, bool], list[Outcome]]) -> None:
    by_kind = {kind: share([exact for exact, _ in results[kind, True]]) for kind in KINDS}
    assert by_kind.pop("made up") >= 0.85, "nothing but widths tells the first names that nobody knows from the words before them"
    assert min(by_kind.values()) >= 0.95


def test_what_came_out_wrong_is_doubted(results: dict[tuple[str, bool], list[Outcome]]) -> None:
    wrong = [confidence for rows in results.values() for exact, confidence in rows if not exact]
    assert wrong
    assert share([confidence < 0.8 for confidence in wrong]) >= 0.95


def test_a_registered_name_does_not_take_a_local_one_apart() -> None:
    rows = "1\n建设统一的港口数据平台\n市数据局、市交通运输局\n2021年年底前完成\n2\n推广电子提单\n市商务局\n2021年第三季度启动\n"
    for table in (rows, rows.split("2\n推广")[0]):
        first = read(f"序号工作任务责任单位时间进度\n{table}")[0]
        assert (first.text, first.departments_raw) == ("建设统一的港口数据平台", "市数据局、市交通运输局")


def test_a_place_that_nothing_else_names_is_doubted() -> None:
    (task,) = read("序号工作任务责任单位\n1\n研究制定行政审批事项清理，降低\n制度性成本星海市税务局\n")
    assert task.confidence < 0.8
    assert DoubtKind.BOUNDARY in {doubt.kind for doubt in task.doubts}


def test_the_text_around_a_table_tells_which_characters_belong_together() -> None:
    table = "序号工作任务责任单位\n1\n研究制定电子证照办法，提高服务\n水平望江事务委\n"
    body = "要提高治理水平。着力提升服务水平。\n"
    (task,) = read_tasks(body + table, [Span(len(body), len(body + table))], (), None)
    assert (task.text, task.departments_raw) == ("研究制定电子证照办法，提高服务水平", "望江事务委")


def test_columns_that_single_spaces_keep_apart() -> None:
    text = canonical(
        "序号 任务 牵头单位 配合单位 完成时限\n1 修建社区养老站 养老司 规划司、财务司 2021年6月\n"
        "2 培训护理人员 人事司 规划司 2022年底前\n5 制定服务标准 科技司 养老司 长期坚持\n5 开通服务热线 信息司 养老司 2021年底前\n"
    )
    assert canonical(text) == text
    tasks = read(text)
    assert [(task.number, task.text, task.departments_raw, task.timing and task.timing.phrase) for task in tasks] == [
        (1, "修建社区养老站", "养老司；规划司、财务司", "2021年6月"),
        (2, "培训护理人员", "人事司；规划司", "2022年底前"),
        (5, "制定服务标准", "科技司；养老司", "长期坚持"),
        (5, "开通服务热线", "信息司；养老司", "2021年底前"),
    ]
    assert [[d.kind for d in task.doubts if d.kind in (DoubtKind.NUMBER_GAP, DoubtKind.NUMBER_REPEATED)] for task in tasks] == [
        [],
        [],
        [DoubtKind.NUMBER_GAP],
        [DoubtKind.NUMBER_REPEATED],
    ]


def test_the_place_that_heads_the_names_of_a_table_heads_the_first_one_too() -> None:
    rows = (
        "1降低企业成本东岭渔政委持续推进\n2开展试点东岭港航局、东岭粮储办、东岭经贸署2021年底前\n"
        "3总结经验南浦林草局、东岭盐业部年内\n"
    )
    tasks = read("序号工作任务责任单位时间进度\n" + rows)
    assert [task.departments_raw for task in tasks][:2] == ["东岭渔政委", "东岭港航局、东岭粮储办、东岭经贸署"]


def test_names_that_clauses_use_are_known_in_the_table() -> None:
    body = "（一）降低成本。（东岭渔政委、南浦粮储办牵头，云山署配合）\n"
    table = "序号工作任务责任单位\n1降低企业成本东岭渔政委\n2支持产业发展南浦粮储办\n"
    tasks = read_tasks(body + table, [Span(len(body), len(body + table))], (), None)
    assert [(task.text, task.departments_raw) for task in tasks] == [("降低企业成本", "东岭渔政委"), ("支持产业发展", "南浦粮储办")]
