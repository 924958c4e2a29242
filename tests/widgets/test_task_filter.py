"""Which tasks pass, in which order, under which headings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from policy.judging import Progress, Verdict
from policy.model import TimingKind
from resources.catalogue import Catalogue
from storage.records import TaskRecord
from widgets.models.keyed import KEY_ROLE
from widgets.models.task_filter import TaskFilter, TaskQuery, TimingGroup, timing_groups
from widgets.models.task_model import Column, TaskModel, TaskRow

FIRST, SECOND = "heading/1/宽带网络", "heading/1/信息产品"


@pytest.fixture
def model(catalogue: Catalogue, task_rows: list[TaskRow]) -> TaskModel:
    model = TaskModel(catalogue)
    model.set_tasks(task_rows)
    return model


@pytest.fixture
def proxy(model: TaskModel, as_of: dt.date) -> TaskFilter:
    return TaskFilter(model, as_of)


def keys(proxy: TaskFilter) -> list[str]:
    return [proxy.index(row, 0).data(KEY_ROLE) for row in range(proxy.rowCount())]


def tasks(proxy: TaskFilter) -> list[int]:
    return [int(key.removeprefix("task-")) for key in keys(proxy) if key.startswith("task-")]


def test_the_proxy_keeps_the_rules_of_qt_while_it_filters_and_sorts(
    proxy: TaskFilter, model: TaskModel, task_rows: list[TaskRow], qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(proxy)  # type: ignore[no-untyped-call]
    proxy.set_query(TaskQuery(department="财政部"))
    proxy.sort(Column.PROGRESS, Qt.SortOrder.DescendingOrder)
    model.set_tasks(task_rows[1:])
    proxy.set_query(TaskQuery())
    proxy.sort(Column.NUMBER)


def test_without_filters_everything_stands_under_its_heading(proxy: TaskFilter) -> None:
    assert keys(proxy) == [FIRST, "task-1", "task-2", "task-3", SECOND, "task-4", "task-5", "task-6"]
    assert proxy.shown_count() == 6


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (TaskQuery(department="财政部"), [3, 4, 5]),
        (TaskQuery(timing=TimingGroup.OVERDUE), [1]),
        (TaskQuery(timing=TimingGroup.CONTINUOUS), [2]),
        (TaskQuery(timing=TimingGroup.THIS_QUARTER), [4, 5]),
        (TaskQuery(timing=TimingGroup.LATER), [3]),
        (TaskQuery(timing=TimingGroup.UNDATED), [6]),
        (TaskQuery(progress=Progress.DONE, by_progress=True), [5]),
        (TaskQuery(progress=None, by_progress=True), [2, 3, 4, 6]),
        (TaskQuery(verdict=Verdict.UNCHECKED), [2, 3, 4, 6]),
        (TaskQuery(doubtful=True), [6]),
        (TaskQuery(words=("宽带",)), [1, 2, 3]),
        (TaskQuery(words=("slow", "（四）")), [1]),
        (TaskQuery(department="财政部", words=("税",)), [5]),
        (TaskQuery(department="财政部", words=("下一代",), verdict=Verdict.TRUE), []),
    ],
)
def test_filters_combine_over_all_fields(proxy: TaskFilter, query: TaskQuery, expected: list[int]) -> None:
    proxy.set_query(query)
    assert tasks(proxy) == expected
    assert proxy.shown_count() == len(expected)


def test_a_heading_without_a_shown_task_goes(proxy: TaskFilter) -> None:
    proxy.set_query(TaskQuery(department="税务总局"))
    assert keys(proxy) == [SECOND, "task-5"]


def test_a_heading_comes_back_when_a_change_lets_its_task_pass(
    proxy: TaskFilter, model: TaskModel, task_rows: list[TaskRow]
) -> None:
    proxy.set_query(TaskQuery(progress=Progress.DONE, by_progress=True))
    assert keys(proxy) == [SECOND, "task-5"]
    model.set_tasks([dataclasses.replace(task_rows[0], progress=Progress.DONE), *task_rows[1:]])
    assert keys(proxy) == [FIRST, "task-1", SECOND, "task-5"]
    model.set_tasks(
        [dataclasses.replace(task_rows[0], progress=Progress.DONE), *(row for row in task_rows[1:] if row.key != "task-5")]
    )
    assert keys(proxy) == [FIRST, "task-1"]


def test_sorting_by_another_column_drops_the_headings_and_the_number_brings_them_back(proxy: TaskFilter) -> None:
    proxy.sort(Column.EVIDENCE, Qt.SortOrder.DescendingOrder)
    assert keys(proxy) == ["task-5", "task-1", "task-3", "task-2", "task-4", "task-6"]
    proxy.sort(Column.NUMBER)
    assert keys(proxy)[0] == FIRST
    assert tasks(proxy) == [1, 2, 3, 4, 5, 6]


def test_downwards_by_number_each_heading_still_stands_above_its_tasks(proxy: TaskFilter) -> None:
    proxy.sort(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    assert keys(proxy) == [SECOND, "task-6", "task-5", "task-4", FIRST, "task-3", "task-2", "task-1"]


def test_timing_sorts_by_date_with_undated_tasks_last(proxy: TaskFilter) -> None:
    proxy.sort(Column.TIMING)
    assert tasks(proxy)[:4] == [1, 5, 4, 3]
    assert set(tasks(proxy)[4:]) == {2, 6}
    proxy.sort(Column.TIMING, Qt.SortOrder.DescendingOrder)
    assert tasks(proxy)[0] == 3
    assert set(tasks(proxy)[4:]) == {2, 6}


def test_new_rows_come_in_sorted_and_filtered(proxy: TaskFilter, model: TaskModel, task_rows: list[TaskRow]) -> None:
    proxy.sort(Column.EVIDENCE)
    proxy.set_query(TaskQuery(department="财政部"))
    model.set_tasks([dataclasses.replace(task_rows[4], evidence=0), *task_rows[:4]])
    assert tasks(proxy) == [5, 4, 3]


def test_the_as_of_date_moves_the_periods(proxy: TaskFilter) -> None:
    proxy.set_query(TaskQuery(timing=TimingGroup.THIS_YEAR))
    assert tasks(proxy) == [1, 4, 5]
    proxy.set_as_of(dt.date(2014, 2, 1))
    assert tasks(proxy) == [3]


def test_counts_are_over_all_tasks_whatever_is_shown(proxy: TaskFilter) -> None:
    proxy.set_query(TaskQuery(words=("北斗",)))
    counts = proxy.counts()
    assert counts.total == 6
    assert counts.departments["财政部"] == 3
    assert counts.progress[None] == 4
    assert counts.verdicts[Verdict.UNCHECKED] == 4
    assert counts.timing[TimingGroup.OVERDUE] == 1
    assert counts.doubtful == 1


def test_a_rolling_task_with_a_date_is_both_continuous_and_due(task_record: Callable[..., TaskRecord]) -> None:
    row = TaskRow(task_record(1, timing_kind=TimingKind.ROLLING, due=dt.date(2015, 12, 31)))
    assert timing_groups(row, dt.date(2013, 12, 1)) == {TimingGroup.CONTINUOUS, TimingGroup.LATER}


def test_an_index_outside_the_model_is_answered_calmly(proxy: TaskFilter) -> None:
    proxy.set_query(TaskQuery(words=("宽带",)))
    assert not proxy.filterAcceptsRow(99, QModelIndex())
