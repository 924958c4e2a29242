"""Header wordings of offices, companies and schools, and columns that only look like duties or times."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path

import pytest

from policy.grids_words import meaning_of
from policy.model import Role, Span, Task
from policy.rows_header import Column
from policy.tasks import read_tasks

BUILD = runpy.run_path(str(Path(__file__).with_name("grid_builder.py")))


def read(*rows: Sequence[str]) -> tuple[Task, ...]:
    done = BUILD["composed"]("附件", BUILD["grid"](rows), "完")
    return read_tasks(done.text, (Span(0, len(done.text)),), (), None, done.structure.tables)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("牵头部室", Column.LEAD),
        ("参与部室", Column.JOINT),
        ("责任院系", Column.DEPARTMENTS),
        ("责任县（市、区）", Column.DEPARTMENTS),
        ("督导单位", Column.OTHER),
        ("责任单位及责任人", Column.DEPARTMENTS),
        ("牵头单位/责任人", Column.LEAD),
        ("责任人", Column.OTHER),
        ("督办事项编号", Column.NUMBER),
        ("验收销号单位", Column.OTHER),
        ("一季度进度", Column.OTHER),
        ("时间进度", Column.TIMING),
    ],
)
def test_what_a_header_says(words: str, column: Column) -> None:
    assert meaning_of(words) is column


def test_rooms_of_a_bank_lead_and_take_part() -> None:
    (task,) = read(
        ("序号", "工作内容", "牵头部室", "参与部室", "时间要求"), ("1", "优化审批流程", "普惠金融部", "各分行", "年底前")
    )
    assert [(body.name, body.role) for body in task.departments] == [("普惠金融部", Role.LEAD), ("各分行", Role.JOINT)]
    assert task.doubts == ()


def test_who_only_watches_does_not_carry_the_task() -> None:
    (task,) = read(
        ("序号", "整改措施", "整改时限", "责任单位", "督导单位"), ("1", "新建处理厂", "年底前", "市水利局", "省生态环境厅")
    )
    assert [body.name for body in task.departments] == ["市水利局"]


def test_the_steps_of_each_quarter_are_no_deadline() -> None:
    (task,) = read(
        ("序号", "项目名称", "建设内容", "一季度进度", "二季度进度", "牵头单位"),
        ("1", "滨江大道", "改造道路", "完成招标", "开工建设", "市交通局"),
    )
    assert (task.text, task.timing) == ("改造道路", None)


def test_a_numbered_heading_right_above_a_table_is_the_category_of_its_rows() -> None:
    header = ("序号", "重点工作", "责任单位", "完成时限")
    tables = [BUILD["grid"]([header, ("1", task, "市司法局", "年底前")]) for task in ("推行电子证照", "清理文件", "开展评议")]
    blocks = ["一、优化服务", tables[0], "二、强化保障", tables[1], "三、其他工作如下：", tables[2]]
    done = BUILD["composed"](*blocks)
    tasks = read_tasks(done.text, (Span(0, len(done.text)),), (), None, done.structure.tables)
    assert [task.category for task in tasks] == ["一、优化服务", "二、强化保障", None]
    same = read_tasks(done.text, (Span(0, len(done.text)),), (), None)
    assert [task.category for task in same][:2] == ["一、优化服务", "二、强化保障"]
