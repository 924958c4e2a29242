"""Documents in traditional characters are read like others, and what is read stays as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.departments import read_departments
from policy.grids import is_task_table
from policy.model import Role, Span, Task
from policy.parse import parse_text
from policy.structure import Cell, Table
from policy.tasks import read_tasks
from policy.traditional import as_written, simplified

L, J, R = Role.LEAD, Role.JOINT, Role.RESPONSIBLE


@pytest.mark.parametrize(
    ("raw", "bodies", "open_ended"),
    [
        ("財政部牽頭，商務部配合", [("財政部", L), ("商務部", J)], False),
        ("審計署會同財政部", [("審計署", L), ("財政部", J)], False),
        ("財政部、商務部等有關部門按職責分工負責", [("財政部", R), ("商務部", R)], True),
        ("責任單位：市財政局（局長張三）", [("市財政局", R)], False),
        ("財政部牽頭，商务部負責", [("財政部", L), ("商务部", J)], False),
    ],
)
def test_roles_are_known_and_names_stay_as_written(raw: str, bodies: list[tuple[str, Role]], open_ended: bool) -> None:
    read = read_departments(raw)
    assert [(body.name, body.role) for body in read.departments] == bodies
    assert read.open_ended is open_ended


def brief(tasks: tuple[Task, ...]) -> list[tuple[str, list[tuple[str, Role]], str, str | None]]:
    return [
        (
            task.text,
            [(body.name, body.role) for body in task.departments],
            task.departments_raw,
            task.timing.phrase if task.timing else None,
        )
        for task in tasks
    ]


ROWS = (
    ("1", "建设龙头企業。", "財政部", "商務部、發展改革委", "2025年底前完成"),
    ("2", "完善體系和体制。", "审计署", "財政部", "長期堅持"),
)
READ = [
    ("建设龙头企業。", [("財政部", L), ("商務部", J), ("發展改革委", J)], "財政部；商務部、發展改革委", "2025年底前完成"),
    ("完善體系和体制。", [("审计署", L), ("財政部", J)], "审计署；財政部", "長期堅持"),
]


@pytest.mark.parametrize("mark", ["\t", ""])
def test_a_table_with_traditional_labels(mark: str) -> None:
    head = ("序號", "重點任務", "牽頭單位", "配合單位", "完成時限")
    tasks = read_tasks("\n".join(mark.join(row) for row in (head, *ROWS)), (), (), None)
    assert brief(tasks) == READ
    assert not any(task.doubts for task in tasks)


def test_a_table_with_traditional_labels_is_known_for_one_of_tasks() -> None:
    words = ("責任單位", "重點任務", "財政部", "建設網絡，提升質量。")
    spans = [Span(sum(map(len, words[:at])), sum(map(len, words[: at + 1]))) for at in range(len(words))]
    cells = tuple(Cell(at // 2, at % 2, span) for at, span in enumerate(spans))
    assert is_task_table("".join(words), Table(Span(0, spans[-1].end), cells))


def test_a_clause_with_traditional_labels() -> None:
    first = "（一）網絡。加快建設網絡，\n提升質量。\n責任單位：審計署、市財政局\n完成時限：長期堅持\n"
    policy = parse_text(f"關於促進發展的意見\n一、開展工作\n{first}（二）制度。完善制度。\n牽頭單位：教育部\n")
    assert brief(policy.tasks) == [
        ("加快建設網絡，提升質量。", [("審計署", R), ("市財政局", R)], "審計署、市財政局", "長期堅持"),
        ("完善制度。", [("教育部", L)], "教育部", None),
    ]
    assert [(task.title, task.category) for task in policy.tasks] == [("網絡", "開展工作"), ("制度", "開展工作")]
    assert not any(task.doubts for task in policy.tasks)


@given(st.text(alphabet="財财務务體体龙龍 \n、一甲", max_size=30))
def test_what_is_read_of_a_text_can_be_given_back(written: str) -> None:
    plain = simplified(written)
    assert len(plain) == len(written)
    assert simplified(plain) == plain
    assert as_written(plain, written) == written
    for size in range(1, len(plain)):
        assert simplified(as_written(plain[:size], written)) == plain[:size]


def test_a_category_above_its_rows_stays_as_written() -> None:
    head, band = "序號\t重點任務\t責任單位\t完成時限", "一、優化環境"
    text = "\n".join((head, band, "1\t建設網絡。\t財政部\t長期堅持", "2\t完善制度。\t審計署\t長期堅持"))
    assert [task.category for task in read_tasks(text, (), (), None)] == [band] * 2
    assert [task.category for task in read_tasks(simplified(text), (), (), None)] == [simplified(band)] * 2
