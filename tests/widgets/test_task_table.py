"""The task table as its user meets it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from policy.judging import Progress
from resources.catalogue import Catalogue
from storage.records import TaskRecord
from widgets.models.keyed import KEY_ROLE
from widgets.models.task_filter import TaskQuery
from widgets.models.task_model import Column, TaskRow
from widgets.palette import Palette
from widgets.task_table import TaskTable


@pytest.fixture
def table(qtbot: QtBot, catalogue: Catalogue, light: Palette, task_rows: list[TaskRow], as_of: dt.date) -> TaskTable:
    table = TaskTable(catalogue, as_of)
    qtbot.addWidget(table)
    table.set_palette_tokens(light)
    table.resize(800, 400)
    table.set_rows(task_rows)
    table.show()
    return table


class Ear:
    """Hears every signal of a table."""

    def __init__(self, table: TaskTable) -> None:
        self.heard: list[tuple[object, ...]] = []
        for name in ("task_chosen", "task_activated", "add_requested", "edit_requested", "remove_requested", "evidence_requested"):
            getattr(table, name).connect(lambda *args, name=name: self.heard.append((name, *args)))
        table.progress_requested.connect(lambda task, progress: self.heard.append(("progress_requested", task, progress)))


def selected(table: TaskTable) -> list[str]:
    return [index.data(KEY_ROLE) for index in table.view.selectionModel().selectedRows()]


def actions(menu: QMenu) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def test_filling_and_choosing_from_outside_ask_for_nothing(table: TaskTable, task_rows: list[TaskRow]) -> None:
    ear = Ear(table)
    table.set_rows(task_rows[1:])
    table.choose("task-3")
    table.set_lit(["task-2"])
    table.set_query(TaskQuery(department="财政部"))
    table.set_query(TaskQuery())
    table.set_rows(task_rows)
    table.set_as_of(dt.date(2014, 1, 1))
    table.set_rows([])
    assert ear.heard == []


def test_moving_by_keyboard_passes_over_headings_and_tells_of_each_task(table: TaskTable, qtbot: QtBot) -> None:
    ear = Ear(table)
    table.choose("task-3")
    qtbot.keyClick(table.view, Qt.Key.Key_Down)  # type: ignore[no-untyped-call]
    assert ear.heard == [("task_chosen", "task-4")]
    assert table.chosen() == "task-4"


def test_a_click_chooses_the_task(table: TaskTable, qtbot: QtBot) -> None:
    place = table.view.visualRect(table.proxy.index(2, Column.TASK)).center()
    with qtbot.waitSignal(table.task_chosen) as heard:
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)  # type: ignore[no-untyped-call]
    assert heard.args == ["task-2"]


@pytest.mark.parametrize(
    ("key", "heard"),
    [
        (Qt.Key.Key_Return, ("task_activated", "task-2")),
        (Qt.Key.Key_F2, ("edit_requested", "task-2")),
        (Qt.Key.Key_Delete, ("remove_requested", "task-2")),
        (Qt.Key.Key_Insert, ("add_requested",)),
    ],
)
def test_keys_ask_for_the_chosen_task(table: TaskTable, qtbot: QtBot, key: Qt.Key, heard: tuple[object, ...]) -> None:
    table.choose("task-2")
    ear = Ear(table)
    qtbot.keyClick(table.view, key)  # type: ignore[no-untyped-call]
    assert ear.heard == [heard]


def test_nothing_is_asked_of_a_read_only_workspace(table: TaskTable, qtbot: QtBot) -> None:
    table.choose("task-2")
    table.set_read_only(True)
    ear = Ear(table)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Insert):
        qtbot.keyClick(table.view, key)  # type: ignore[no-untyped-call]
    assert ear.heard == []
    assert not any(actions(table.context_menu()).values())


def test_the_menu_sets_progress_and_asks_for_evidence(table: TaskTable) -> None:
    table.choose("task-2")
    ear = Ear(table)
    menu = table.context_menu()
    progress = menu.actions()[0].menu()
    assert isinstance(progress, QMenu)
    assert [action.text() for action in progress.actions()][:2] == ["Not started", "On track"]
    progress.actions()[4].trigger()
    next(action for action in menu.actions() if "evidence" in action.text()).trigger()
    assert ear.heard == [("progress_requested", "task-2", Progress.DONE), ("evidence_requested", "task-2")]


def test_without_a_chosen_task_the_menu_only_adds(table: TaskTable) -> None:
    assert [text for text, enabled in actions(table.context_menu()).items() if enabled] == ["Add task…"]


def test_the_keyboard_opens_the_menu_beside_the_row(table: TaskTable, qtbot: QtBot) -> None:
    table.choose("task-2")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(table.view.menu_wanted) as heard:
        QApplication.sendEvent(table.view.viewport(), event)
    rect = table.view.visualRect(table.view.currentIndex())
    assert heard.args is not None
    assert rect.contains(table.view.viewport().mapFromGlobal(heard.args[0]))
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


def test_selection_and_scroll_stay_through_a_change(table: TaskTable, task_record: Callable[..., TaskRecord]) -> None:
    rows = [TaskRow(task_record(number)) for number in range(1, 201)]
    table.set_rows(rows)
    table.choose("task-100")
    place = table.view.verticalScrollBar().value()
    assert place > 0
    table.set_rows([dataclasses.replace(row, evidence=1) if row.key == "task-100" else row for row in rows])
    assert table.view.verticalScrollBar().value() == place
    assert selected(table) == ["task-100"]


def test_the_chosen_task_stays_chosen_while_a_filter_hides_it(table: TaskTable) -> None:
    table.choose("task-1")
    table.set_query(TaskQuery(department="外汇局"))
    assert selected(table) == []
    assert table.chosen() == "task-1"
    table.set_query(TaskQuery())
    assert selected(table) == ["task-1"]


def test_choosing_says_whether_the_task_can_be_seen(table: TaskTable) -> None:
    table.set_query(TaskQuery(department="外汇局"))
    assert table.choose("task-6")
    assert not table.choose("task-1")
    assert not table.choose("no such task")
    assert table.chosen() is None


def test_a_removed_task_is_no_longer_chosen(table: TaskTable, task_rows: list[TaskRow]) -> None:
    table.choose("task-1")
    table.set_rows(task_rows[1:])
    assert table.chosen() is None
    assert selected(table) == []


def test_an_empty_policy_offers_to_add_a_task(table: TaskTable, qtbot: QtBot) -> None:
    table.set_rows([])
    assert table.no_tasks.isVisible()
    with qtbot.waitSignal(table.add_requested):
        qtbot.mouseClick(table.no_tasks.button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def test_an_empty_result_offers_to_clear_the_filters(table: TaskTable, qtbot: QtBot) -> None:
    table.set_query(TaskQuery(words=("没有这个词",)))
    assert table.no_match.isVisible()
    qtbot.mouseClick(table.no_match.button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    assert table.view.isVisible()
    assert table.filters.count.text().startswith("6")


def test_the_bar_says_how_many_are_shown(table: TaskTable) -> None:
    table.set_query(TaskQuery(department="财政部"))
    assert table.filters.count.text() == "3 of 6 tasks"


def test_stepping_follows_the_rows_as_they_are_shown(table: TaskTable) -> None:
    assert table.neighbour("task-3", 1) == "task-4"
    assert table.neighbour(None, 1) == "task-1"
    assert table.neighbour(None, -1) == "task-6"
    assert table.neighbour("task-6", 1) is None
    table.set_query(TaskQuery(department="财政部"))
    table.view.sortByColumn(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    assert table.neighbour("task-5", 1) == "task-4"


def test_widths_hidden_columns_and_sorting_are_remembered(
    table: TaskTable, qtbot: QtBot, catalogue: Catalogue, task_rows: list[TaskRow]
) -> None:
    table.view.setColumnWidth(Column.DEPARTMENTS, 177)
    next(action for action in table.view.columns_menu().actions() if action.text() == "Verdict").trigger()
    table.view.sortByColumn(Column.EVIDENCE, Qt.SortOrder.DescendingOrder)
    other = TaskTable(catalogue)
    qtbot.addWidget(other)
    other.resize(900, 300)
    other.set_rows(task_rows)
    assert other.restore_state(table.save_state())
    other.show()
    assert other.view.columnWidth(Column.DEPARTMENTS) == 177
    assert other.view.isColumnHidden(Column.VERDICT)
    assert other.proxy.index(0, 0).data(KEY_ROLE) == "task-5"


@pytest.mark.parametrize("state", [b"", b"nonsense", b"task-table-1:own:", b"task-table-1:own:nonsense"])
def test_a_state_from_elsewhere_changes_nothing(table: TaskTable, state: bytes) -> None:
    width = table.view.columnWidth(Column.DEPARTMENTS)
    assert not table.restore_state(state)
    assert table.view.columnWidth(Column.DEPARTMENTS) == width


def test_the_task_takes_what_the_other_columns_leave(table: TaskTable) -> None:
    total = sum(table.view.columnWidth(column) for column in Column if not table.view.isColumnHidden(column))
    assert total == table.view.viewport().width()
    assert table.view.columnWidth(Column.TASK) > table.view.columnWidth(Column.DEPARTMENTS)


def test_lit_rows_and_the_chosen_row_look_different(table: TaskTable) -> None:
    def pixel(row: int) -> str:
        rect = table.view.visualRect(table.proxy.index(row, Column.EVIDENCE))
        return table.view.viewport().grab(rect).toImage().pixelColor(2, 2).name()

    plain = pixel(3)
    table.set_lit(["task-2"])
    table.choose("task-1")
    assert len({plain, pixel(1), pixel(2)}) == 3
    assert pixel(3) == plain


def test_the_document_order_shows_no_arrow_and_another_order_does(table: TaskTable) -> None:
    header = table.view.horizontalHeader()
    assert not header.isSortIndicatorShown()
    table.view.sortByColumn(Column.TASK, Qt.SortOrder.AscendingOrder)
    assert header.isSortIndicatorShown()
