"""Which tables with figures beside the work are tables of tasks."""

from __future__ import annotations

import pytest

from policy.tasks import read_tasks

WORK = (
    ("1", "网络", "加快建设覆盖全市的宽带网络，提升质量。", "未建成不得分", "5", "市数据局", "2025年12月底"),
    ("2", "制度", "完善数据共享制度", "出台得10分", "10", "市财政局", "2025年6月底"),
)
FIGURES = (
    ("1", "就业", "城镇登记失业率（%）", "按年统计", "5", "市数据局", "2025年12月底"),
    ("2", "产业", "数字经济核心产业增加值占比", "按年统计", "10", "市财政局", "2025年6月底"),
)


def tasks_of(head: str, rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, str, str | None]]:
    text = "\n".join("\t".join(row) for row in (tuple(head.split()), *rows))
    tasks = read_tasks(text, (), (), None)
    return [(task.text, task.departments[0].name, task.timing.phrase if task.timing else None) for task in tasks]


@pytest.mark.parametrize(
    "head",
    [
        "序号 考核指标 考核内容 评分标准 分值 责任单位 完成时限",
        "序号 一级指标 内容 评分标准 权重 责任单位 完成时限",
        "序号 指标 工作安排 评分细则 得分 牵头单位 时间节点",
        "序号 项目 具体措施 评分标准 分值 责任单位 完成时限",
    ],
)
def test_work_that_is_scored_is_a_table_of_tasks(head: str) -> None:
    assert tasks_of(head, WORK) == [
        ("加快建设覆盖全市的宽带网络，提升质量。", "市数据局", "2025年12月底"),
        ("完善数据共享制度", "市财政局", "2025年6月底"),
    ]


def test_figures_that_somebody_answers_for_are_no_tasks() -> None:
    assert tasks_of("序号 领域 内容 口径 目标值 责任单位 完成时限", FIGURES) == []


def test_a_scheme_of_scores_without_times_is_no_table_of_tasks() -> None:
    assert tasks_of("序号 考核指标 考核内容 评分标准 分值 责任单位", tuple(row[:-1] for row in WORK)) == []
