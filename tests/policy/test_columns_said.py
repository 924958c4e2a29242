"""Rows with columns of every kind come apart: titles, categories, remarks, other orders, other numbers."""

from __future__ import annotations

import random
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from policy.departments_names import Lexicon, looks_like_name
from policy.model import Span, Task
from policy.tasks import read_tasks

HEADS = {
    "number": "序号",
    "category": "类别",
    "title": "重点任务",
    "task": "工作任务",
    "bodies": "责任单位",
    "lead": "牵头单位",
    "joint": "配合单位",
    "timing": "完成时限",
    "remark": "备注",
    "result": "成果形式",
}
WIDTHS = {
    "number": (4, 4),
    "category": (4, 7),
    "title": (5, 9),
    "task": (9, 20),
    "bodies": (9, 18),
    "lead": (9, 12),
    "joint": (9, 14),
    "timing": (6, 11),
    "remark": (5, 8),
    "result": (5, 8),
}
USUAL = ("number", "task", "bodies", "timing")
TITLES = ("完善信用档案", "推进电子证照互认", "建设产业园区", "开展改革试点", "优化办理流程", "提升服务能力")
REMARKS = ("实施方案", "专项报告", "管理办法", "平台上线运行")
Said = tuple[int | None, str | None, str | None, str, str, str | None]


@pytest.fixture(scope="module")
def made() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("table_builder.py"))))


def names_of(made: SimpleNamespace, kind: str, chance: random.Random) -> list[str]:
    known = {"central": made.CENTRAL, "city": made.LOCAL, "province": made.PROVINCE}.get(kind)
    return list(known or made.made_up_names(chance))


def printed(made: SimpleNamespace, cells: list[str], widths: list[int], chance: random.Random, *, glued: bool) -> str:
    """A row as text: a column shares its last line with the next exactly when it is the tallest."""
    lines = [made.wrapped(cell, wide) if cell else [] for cell, wide in zip(cells, widths, strict=True)]
    tallest = max(map(len, lines))
    out = ""
    for place, cell in enumerate(lines):
        if cell:
            shared = glued and len(cell) == tallest and any(lines[place + 1 :])
            out += "\n".join(cell) + ("" if shared else "\n" + ("\n" if chance.random() < 0.3 else ""))
    return out


def table(
    made: SimpleNamespace, seed: str, kind: str, columns: tuple[str, ...], number: Callable[[int], str] = str, *, glued: bool = True
) -> tuple[str, list[Said]]:
    """A made-up table of forty rows with such columns as text, and what it says."""
    chance = random.Random(f"{seed} {kind} {columns}")
    widths = [chance.randint(*WIDTHS[column]) for column in columns]
    text, wanted, category = "".join(HEADS[column] for column in columns) + "\n", list[Said](), ""
    for row in made.made_rows(chance, 40, names_of(made, kind, chance)):
        if "category" not in columns and row.category != category:
            category = row.category
            text += category + "\n"
        first, _, rest = row.departments.replace("会同有关部门", "").removesuffix("等").replace("会同", "、").partition("、")
        said = {
            "number": number(row.number),
            "category": row.category,
            "title": TITLES[row.number % len(TITLES)],
            "task": row.task,
            "bodies": row.departments,
            "lead": first,
            "joint": rest,
            "timing": row.timing,
            "remark": chance.choice((*REMARKS, "", "")),
            "result": chance.choice(REMARKS),
        }
        text += printed(made, [said[column] for column in columns], widths, chance, glued=glued)
        bodies = row.departments if "bodies" in columns else "；".join(filter(None, (first, rest)))
        title = said["title"] if "title" in columns else None
        wanted.append(
            (
                row.number if "number" in columns else None,
                row.category,
                title,
                row.task,
                bodies,
                row.timing if "timing" in columns else None,
            )
        )
    return text, wanted


def said_by(task: Task) -> Said:
    return (task.number, task.category, task.title, task.text, task.departments_raw, task.timing.phrase if task.timing else None)


def share(text: str, wanted: list[Said]) -> float:
    found = {said_by(task) for task in read_tasks(text, (Span(0, len(text)),), (), None)}
    return sum(row in found for row in wanted) / len(wanted)


KINDS = ("central", "city", "province", "made up")


@pytest.mark.parametrize(
    "columns",
    [
        ("number", "title", "task", "bodies", "timing"),
        ("number", "category", "task", "bodies", "timing"),
        ("number", "task", "result", "bodies", "timing"),
        (*USUAL, "result"),
        (*USUAL, "remark"),
        ("number", "task", "timing", "bodies"),
        ("number", "bodies", "task", "timing"),
        ("number", "task", "lead", "joint", "timing"),
        ("number", "task", "bodies"),
        ("task", "bodies", "timing"),
        ("task", "bodies"),
    ],
)
def test_columns_of_every_kind_come_apart(made: SimpleNamespace, columns: tuple[str, ...]) -> None:
    shares = [share(*table(made, "k", kind, columns)) for kind in KINDS]
    assert sum(shares) / len(shares) >= 0.95


CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵"
NUMBERS: dict[str, Callable[[int], str]] = {
    "full width": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "with a stop": lambda number: f"{number}.",
    "in brackets": lambda number: f"（{number}）",
    "in circles": lambda number: CIRCLES[number - 1],
}


@pytest.mark.parametrize("form", NUMBERS)
def test_numbers_are_told_however_they_are_written(made: SimpleNamespace, form: str) -> None:
    assert min(share(*table(made, "n", kind, USUAL, NUMBERS[form])) for kind in KINDS) >= 0.97


@pytest.mark.parametrize("glued", [True, False])
def test_numbers_broken_over_two_lines_are_one(made: SimpleNamespace, glued: bool) -> None:
    for kind in KINDS:
        text, wanted = table(made, "b", kind, USUAL, glued=glued)
        broken = re.sub(r"(?m)^(\d)(\d)(?=\D|$)(?![年月日])", r"\1\n\2", text)
        assert share(broken, wanted) >= 0.97


def test_a_note_in_the_header_is_no_column_and_is_obeyed(made: SimpleNamespace) -> None:
    text, wanted = table(made, "h", "central", USUAL)
    noted = text.replace("责任单位", "责任单位（列第一位\n者为牵头单位，下同）", 1)
    assert share(noted, wanted) >= 0.97
    tasks = read_tasks(noted, (Span(0, len(noted)),), (), None)
    assert all(task.lead for task in tasks if len(task.departments) > 1)


def test_a_header_over_lead_and_joint_bodies_heads_both(made: SimpleNamespace) -> None:
    text, wanted = table(made, "two", "central", ("number", "task", "lead", "joint", "timing"))
    below = text.replace("序号工作任务牵头单位配合单位完成时限", "序号\n工作任务\n责任单位\n完成时限\n牵头单位\n配合单位", 1)
    assert share(below, wanted) >= 0.95


def test_two_levels_of_categories_between_rows() -> None:
    head = (
        "序号工作任务责任单位完成时限\n一、夯实基础\n（一）平台\n1完善制度财政部2021年底前\n（二）制度\n2开展试点商务部持续推进\n"
    )
    text = head + "二、提升服务\n（一）窗口\n3优化流程民政部2022年底前\n4总结推广公安部年内完成\n"
    tasks = read_tasks(text, (Span(0, len(text)),), (), None)
    assert [task.category for task in tasks] == [
        "一、夯实基础 / （一）平台",
        "一、夯实基础 / （二）制度",
        "二、提升服务 / （一）窗口",
        "二、提升服务 / （一）窗口",
    ]
    assert [task.departments_raw for task in tasks] == ["财政部", "商务部", "民政部", "公安部"]


def left(
    rows: list[tuple[str, str, str, str]], header: str = "类别序号工作任务责任单位完成时限\n"
) -> list[tuple[str | None, str, str, str | None]]:
    """What is read of rows (category, task, bodies, time), the category printed before the number where it changes."""
    out, before = header, ""
    for number, (category, task, bodies, time) in enumerate(rows, start=1):
        above = "" if category == before else "\n".join([category[:4], category[4:]]).strip()
        out, before = f"{out}{above}{number}\n{task}\n{bodies}\n{time}\n", category
    tasks = read_tasks(out, (Span(0, len(out)),), (), None)
    return [(task.category, task.text, task.departments_raw, task.timing.phrase if task.timing else None) for task in tasks]


def test_a_category_to_the_left_that_ran_together_with_the_number() -> None:
    rows = [
        ("稳定经济增长", "招引亿元项目20个，培育规上企业", "县商务局、县财政局", "2024年12月底前完成"),
        ("稳定经济增长", "改造老旧市场，扩大社会消费", "县商务局", "持续推进"),
        ("深化改革开放", "清理规范性文件，优化办事流程", "县司法局、县财政局", "2024年6月底前完成"),
        ("深化改革开放", "推行电子证照，压减审批时限", "县财政局、县公安局", "立行立改"),
        ("民生", "新增托位500个，办好社区食堂", "县民政局、县教育局", "2025年底前"),
    ]
    assert left(rows) == rows


def test_the_end_of_a_phrase_on_a_line_of_its_own_is_no_remark() -> None:
    head = "序号工作任务责任单位完成时限备注\n"
    deeds = ("完善制度", "开展试点", "优化流程", "总结推广", "建设平台", "清理文件")
    rows = [f"{n}\n{deed}，提高水平\n县财政局、县商务局\n2024年6月底\n前完成\n" for n, deed in enumerate(deeds, start=1)]
    text = head + "".join(rows) + "7\n编制方案，报批实施\n县公安局、县民政局\n2024年12月\n底前完成\n新增\n"
    tasks = read_tasks(text, (Span(0, len(text)),), (), None)
    assert [task.timing and task.timing.phrase for task in tasks] == ["2024年6月底前完成"] * 6 + ["2024年12月底前完成"]


def test_a_name_that_the_registry_has_does_not_take_a_longer_one_apart() -> None:
    lexicon = Lexicon({"安全环保部": 2, "物资采购中心": 2})
    assert lexicon.score("安全环保部") > lexicon.score("环保部")
    assert looks_like_name("校友工作办公室")
    assert looks_like_name("纪检监察室")
    assert not looks_like_name("多媒体教室")
