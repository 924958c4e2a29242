"""The filters as they stand on the bar."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from policy.judging import Progress, Verdict
from resources.catalogue import Catalogue
from widgets.choice import ChoiceButton
from widgets.filter_bar import FilterBar
from widgets.models.task_filter import FilterCounts, TaskQuery, TimingGroup


@pytest.fixture
def bar(qtbot: QtBot, catalogue: Catalogue) -> FilterBar:
    bar = FilterBar(catalogue)
    qtbot.addWidget(bar)
    departments = Counter({f"第{number}局": number for number in range(1, 15)})
    timing = Counter({TimingGroup.OVERDUE: 3, TimingGroup.CONTINUOUS: 2})
    bar.set_counts(FilterCounts(departments, timing, Counter({None: 4, Progress.DONE: 1}), Counter({Verdict.TRUE: 1}), 0, 5))
    bar.show()
    return bar


FULL = TaskQuery("第3局", TimingGroup.OVERDUE, Progress.DONE, True, Verdict.TRUE, ("宽带", "网络"), True)


@pytest.mark.parametrize("query", [TaskQuery(), FULL, TaskQuery(by_progress=True)])
def test_what_is_set_is_what_the_bar_says_and_nobody_hears_of_it(bar: FilterBar, qtbot: QtBot, query: TaskQuery) -> None:
    with qtbot.assertNotEmitted(bar.query_changed, wait=200):
        bar.set_query(query)
    assert bar.query() == query


def test_departments_stand_by_count_and_only_timings_that_occur_are_offered(bar: FilterBar) -> None:
    assert [(choice.text, choice.count) for choice in bar.department.choices[:3]] == [
        ("All departments", None),
        ("第14局", 14),
        ("第13局", 13),
    ]
    assert [choice.value for choice in bar.timing.choices] == [None, TimingGroup.OVERDUE, TimingGroup.CONTINUOUS]


def test_picking_a_department_filters_and_picking_all_frees(bar: FilterBar, qtbot: QtBot) -> None:
    for line, expected in ((2, "第13局"), (0, None)):
        bar.department.drop()
        popup = bar.department.popup
        with qtbot.waitSignal(bar.query_changed) as heard:
            popup.list.itemClicked.emit(popup.list.item(line))
        assert heard.args == [TaskQuery(department=expected)]


def test_a_department_is_found_by_typing(bar: FilterBar, qtbot: QtBot) -> None:
    bar.department.drop()
    popup = bar.department.popup
    qtbot.keyClicks(popup.search, "7")  # type: ignore[no-untyped-call]
    shown = [popup.list.item(at).text() for at in range(popup.list.count()) if not popup.list.item(at).isHidden()]
    assert shown == ["第7局"]
    with qtbot.waitSignal(bar.query_changed) as heard:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert heard.args == [TaskQuery(department="第7局")]
    assert not popup.isVisible()


def test_the_chosen_value_is_the_text_of_its_button(bar: FilterBar) -> None:
    bar.set_query(TaskQuery(verdict=Verdict.TRUE))
    assert bar.verdict.text().startswith("True")
    assert bar.progress.text().startswith("Progress")


def test_words_are_sent_once_when_the_typing_rests(bar: FilterBar, qtbot: QtBot) -> None:
    heard: list[TaskQuery] = []
    bar.query_changed.connect(heard.append)
    qtbot.keyClicks(bar.search, "ab cd")  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: len(heard) > 0)
    assert heard == [TaskQuery(words=("ab", "cd"))]


def test_clear_frees_everything_and_is_there_only_when_needed(bar: FilterBar, qtbot: QtBot) -> None:
    assert not bar.clear_button.isVisible()
    bar.set_query(FULL)
    assert bar.clear_button.isVisible()
    with qtbot.waitSignal(bar.query_changed) as heard:
        qtbot.mouseClick(bar.clear_button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    assert heard.args == [TaskQuery()]
    assert not bar.clear_button.isVisible()


def test_the_filter_for_doubtful_rows_is_there_only_when_there_are_some(bar: FilterBar, qtbot: QtBot) -> None:
    assert not bar.doubtful.isVisible()
    bar.set_counts(FilterCounts(Counter(), Counter(), Counter(), Counter(), 2, 5))
    assert bar.doubtful.isVisible()
    with qtbot.waitSignal(bar.query_changed) as heard:
        qtbot.mouseClick(bar.doubtful, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    assert heard.args == [TaskQuery(doubtful=True)]


def test_the_bar_asks_for_no_more_width_than_a_small_screen_has(bar: FilterBar) -> None:
    bar.set_counts(FilterCounts(Counter(), Counter(), Counter(), Counter(), 99, 999))
    bar.set_query(TaskQuery(words=("x",)))
    bar.set_shown(888, 999)
    assert bar.minimumSizeHint().width() <= 600


def test_every_control_has_a_name_for_screen_readers(bar: FilterBar) -> None:
    named = [*bar.findChildren(ChoiceButton), bar.search, bar.clear_button, bar.doubtful]
    assert all(widget.accessibleName() for widget in named)
