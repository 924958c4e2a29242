"""The task model: headings, cells, and the smallest change."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from policy.judging import Progress
from policy.model import Department, Role
from resources.catalogue import Catalogue
from storage.records import TaskRecord
from widgets.models.task_model import Column, Heading, TaskModel, TaskRow
from widgets.models.task_order import Order, arranged


def filled(catalogue: Catalogue, rows: list[TaskRow]) -> TaskModel:
    model = TaskModel(catalogue)
    model.set_tasks(rows)
    return model


def test_the_model_keeps_the_rules_of_qt_while_it_changes(
    catalogue: Catalogue, task_rows: list[TaskRow], qtmodeltester: ModelTester
) -> None:
    model = TaskModel(catalogue)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_tasks(task_rows)
    model.set_tasks(task_rows[2:] + task_rows[:1])
    model.set_tasks(list(reversed(task_rows)))
    model.set_tasks([])
    model.set_tasks(task_rows)


def test_a_heading_stands_before_each_category(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    entries = arranged(task_rows, Order())
    headings = [(at, entry.category, entry.count) for at, entry in enumerate(entries) if isinstance(entry, Heading)]
    assert headings == [(0, "宽带网络", 3), (4, "信息产品", 3)]


def test_tasks_without_any_category_have_no_headings(task_record: Callable[..., TaskRecord]) -> None:
    assert not any(isinstance(entry, Heading) for entry in arranged([TaskRow(task_record(1, category=None))], Order()))


def test_a_category_that_comes_back_is_another_heading(task_record: Callable[..., TaskRecord]) -> None:
    rows = [TaskRow(task_record(n, category=c)) for n, c in ((1, "甲"), (2, "乙"), (3, "甲"))]
    keys = [entry.key for entry in arranged(rows, Order())]
    assert len(set(keys)) == 6


def test_headings_can_be_neither_chosen_nor_entered(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    model = filled(catalogue, task_rows)
    assert not model.flags(model.index(0, 0)) & (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_cells_show_the_words_of_the_task(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    model = filled(catalogue, task_rows)
    shown = [model.index(1, column).data() for column in Column]
    assert shown[:4] == ["1", "发布实施“宽带中国”战略", "发展改革委、工业和信息化部会同有关部门", "2013年第三季度"]
    assert shown[4:] == ["Slow", "Partly true", "2", "1", "（四）"]


def test_a_task_nobody_judged_says_so_and_counts_of_nothing_stay_empty(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    model = filled(catalogue, task_rows)
    assert [model.index(2, column).data() for column in (Column.PROGRESS, Column.VERDICT, Column.EVIDENCE)] == [
        "Not reported",
        "Unchecked",
        "",
    ]


def test_a_title_heads_the_text_unless_the_text_begins_with_it(
    catalogue: Catalogue, task_record: Callable[..., TaskRecord]
) -> None:
    rows = [
        TaskRow(task_record(1, category=None, title="宽带", text="宽带网络升级")),
        TaskRow(task_record(2, category=None, title="电信", text="资费下降")),
    ]
    model = filled(catalogue, rows)
    assert [model.index(at, Column.TASK).data() for at in (0, 1)] == ["宽带网络升级", "电信\u3000资费下降"]


def test_the_reason_of_a_doubtful_row_is_its_tip_until_it_is_corrected(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    doubtful = task_rows[5]
    model = filled(catalogue, task_rows)
    place = model.place_of(doubtful.key)
    assert place is not None
    tip = model.index(place, Column.NUMBER).data(Qt.ItemDataRole.ToolTipRole)
    assert "加快" in tip
    assert "No timing found" in tip
    model.set_tasks([*task_rows[:5], dataclasses.replace(doubtful, corrected=True)])
    assert model.index(place, Column.NUMBER).data(Qt.ItemDataRole.ToolTipRole) == ""


def test_the_timing_tip_says_what_the_phrase_means(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    model = filled(catalogue, task_rows)
    tip = model.index(1, Column.TIMING).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.split("\n") == ["2013年第三季度", "Within the quarter: by 2013-09-30", "Overdue"]
    starting = model.place_of("task-4")
    assert starting is not None
    assert "to be started by 2013-12-31" in model.index(starting, Column.TIMING).data(Qt.ItemDataRole.ToolTipRole)


def test_the_tip_of_departments_says_who_carries_the_duty_today(
    catalogue: Catalogue, task_record: Callable[..., TaskRecord]
) -> None:
    departments = (Department("环境保护部", Role.LEAD), Department("财政部", Role.RESPONSIBLE))
    record = dataclasses.replace(task_record(1), departments=departments, departments_raw="环境保护部会同财政部")
    model = filled(catalogue, [TaskRow(record)])
    tip = model.index(1, Column.DEPARTMENTS).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.split("\n") == ["环境保护部会同财政部", "环境保护部 (Lead), today 生态环境部", "财政部 (Responsible)"]


def test_one_changed_task_changes_one_row(catalogue: Catalogue, task_rows: list[TaskRow], qtbot: QtBot) -> None:
    model = filled(catalogue, task_rows)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.layoutChanged):
        model.set_tasks([task_rows[0], dataclasses.replace(task_rows[1], progress=Progress.DONE), *task_rows[2:]])
    assert changed == [(2, 2)]


def test_setting_the_same_rows_says_nothing(catalogue: Catalogue, task_rows: list[TaskRow], qtbot: QtBot) -> None:
    model = filled(catalogue, task_rows)
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.set_tasks([dataclasses.replace(row) for row in task_rows])


def test_an_index_follows_its_task_through_removal_insertion_and_reordering(catalogue: Catalogue, task_rows: list[TaskRow]) -> None:
    model = filled(catalogue, task_rows)
    held = QPersistentModelIndex(model.index(model.place_of("task-4") or 0, Column.TASK))
    model.set_tasks(task_rows[1:])
    model.set_tasks([task_rows[5], task_rows[3], *task_rows[:3]])
    assert held.isValid()
    entry = model.row_at(held.row())
    assert isinstance(entry, TaskRow)
    assert entry.key == "task-4"
