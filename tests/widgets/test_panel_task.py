"""The panel that shows one task in full."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from policy.model import Provision, ProvisionKind
from policy.timing import read_timing
from resources.catalogue import Catalogue
from storage.records import IndicatorRecord, LinkRecord, LinkState, TaskRecord
from widgets.models.task_model import TaskRow
from widgets.palette import Palette
from widgets.panels.task_panel import LinkedClause, TaskDetails, TaskPanel


def linked(eid: str, number: str, heading: str, state: LinkState) -> LinkedClause:
    return LinkedClause(LinkRecord(f"link-{eid}", "policy-1", "task-1", eid, 0.9, state), number, heading)


@pytest.fixture
def details(task_record: Callable[..., TaskRecord]) -> TaskDetails:
    record = task_record(1, confidence=0.5, doubts=("boundary:战略",))
    clauses = (linked("cl_4", "（四）", "完善宽带", LinkState.SUGGESTED), linked("cl_5", "（五）", "移动通信", LinkState.CONFIRMED))
    indicator = IndicatorRecord("i", "policy-1", "cl_3", "task-1", "信息消费规模", ">", 3.2, "万亿元", "2015", "")
    return TaskDetails(TaskRow(record), clauses, (indicator,), "1发布实施\n“宽带中国”战略", {"工业和信息化部": "工信部"})


@pytest.fixture
def panel(qtbot: QtBot, catalogue: Catalogue, light: Palette, details: TaskDetails) -> TaskPanel:
    panel = TaskPanel(catalogue)
    qtbot.addWidget(panel)
    panel.set_palette_tokens(light)
    panel.set_provisions([Provision("cl_6", ProvisionKind.CLAUSE, "（六）", "三网融合", None, 0, 1)])
    panel.set_details(details)
    panel.show()
    return panel


def words(panel: TaskPanel) -> str:
    return "\n".join(made.text() for made in panel.findChildren(QLabel) if made.isVisible())


def tools(panel: TaskPanel, name: str) -> list[QToolButton]:
    return [made for made in panel.findChildren(QToolButton) if made.accessibleName() == name or made.text().startswith(name)]


def click(qtbot: QtBot, tool: QToolButton) -> None:
    qtbot.mouseClick(tool, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def test_a_target_says_when_its_year_or_name_stands_before_and_its_figure_in_full(panel: TaskPanel, details: TaskDetails) -> None:
    (stated,) = details.indicators
    inherited = replace(stated, id="j", name="用户数", value=12_345_678.0, unit="户", inherited=True)
    panel.hide()
    panel.set_details(replace(details, indicators=(stated, inherited)))
    panel.show()
    assert "用户数 more than 12345678 户 by 2015 (year or name from the words before)" in words(panel)
    assert words(panel).count("from the words before") == 1


def test_everything_that_is_known_is_shown(panel: TaskPanel) -> None:
    shown = words(panel)
    for part in (
        "Task 1",
        "宽带网络",
        "发布实施“宽带中国”战略",
        "发展改革委 (Lead)",
        "today 工信部",
        "2013年第三季度",
        "by 2013-09-30",
    ):
        assert part in shown
    assert "信息消费规模 more than 3.2 万亿元 by 2015" in shown
    assert "and others" in shown


def test_the_phases_of_a_time_are_shown_with_their_days(panel: TaskPanel, details: TaskDetails, qtbot: QtBot) -> None:
    timing = read_timing("2013年研究，2014年底前发布")
    assert timing is not None
    panel.set_details(dataclasses.replace(details, phases=timing.phases))
    lines = "2013年研究: 2013-01-01 to 2013-12-31\n2014年底前发布: by 2014-12-31"
    qtbot.waitUntil(lambda: lines in words(panel))


def test_doubts_stand_beside_the_row_as_it_is_in_the_file(panel: TaskPanel, details: TaskDetails) -> None:
    assert panel.doubts.text() == "Uncertain where the cell ends: 战略"
    assert "1发布实施" in panel.raw.text()
    panel.set_details(dataclasses.replace(details, row=dataclasses.replace(details.row, corrected=True)))
    assert not panel.doubts.isVisible()


def test_filling_asks_for_nothing(panel: TaskPanel, details: TaskDetails, qtbot: QtBot) -> None:
    names = ("provision_chosen", "link_requested", "edit_requested", "remove_requested", "add_requested")
    heard: list[str] = []
    for name in names:
        getattr(panel, name).connect(lambda *_, name=name: heard.append(name))
    for each in (details, None, details):
        panel.set_details(each)
    panel.set_provisions([])
    panel.set_read_only(True)
    assert heard == []


def test_a_clause_is_a_link_to_the_text(panel: TaskPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.provision_chosen) as heard:
        click(qtbot, tools(panel, "（四）")[0])
    assert heard.args == ["cl_4"]


def test_a_suggested_clause_is_confirmed_or_rejected_and_a_confirmed_one_only_rejected(panel: TaskPanel, qtbot: QtBot) -> None:
    assert len(tools(panel, "Confirm")) == 1
    assert len(tools(panel, "Reject")) == 2
    with qtbot.waitSignal(panel.link_requested) as heard:
        click(qtbot, tools(panel, "Confirm")[0])
    assert heard.args == ["task-1", "cl_4", LinkState.CONFIRMED]
    with qtbot.waitSignal(panel.link_requested) as heard:
        click(qtbot, tools(panel, "Reject")[1])
    assert heard.args == ["task-1", "cl_5", LinkState.REJECTED]


def test_the_view_may_be_filled_anew_from_within_its_own_wish(panel: TaskPanel, qtbot: QtBot, details: TaskDetails) -> None:
    panel.link_requested.connect(lambda *_: panel.set_details(dataclasses.replace(details, clauses=details.clauses[1:])))
    click(qtbot, tools(panel, "Confirm")[0])
    assert tools(panel, "Confirm") == []


def test_another_clause_is_picked_from_the_outline(panel: TaskPanel, qtbot: QtBot) -> None:
    panel.add_clause.drop()
    popup = panel.add_clause.popup
    with qtbot.waitSignal(panel.link_requested) as heard:
        popup.list.itemClicked.emit(popup.list.item(0))
    assert heard.args == ["task-1", "cl_6", LinkState.CONFIRMED]
    assert panel.add_clause.text().startswith("Add clause")


def test_edit_and_remove_name_the_task(panel: TaskPanel, qtbot: QtBot) -> None:
    for control, signal in ((panel.edit_button, panel.edit_requested), (panel.remove_button, panel.remove_requested)):
        with qtbot.waitSignal(signal) as heard:
            control.click()
        assert heard.args == ["task-1"]


def test_without_a_task_there_is_a_way_to_add_one(panel: TaskPanel, qtbot: QtBot) -> None:
    panel.set_details(None)
    assert not panel.edit_button.isVisible()
    with qtbot.waitSignal(panel.add_requested):
        panel.add_button.click()


def test_read_only_leaves_reading(panel: TaskPanel) -> None:
    panel.set_read_only(True)
    assert not panel.edit_button.isEnabled()
    assert "read only" in panel.edit_button.toolTip()
    assert not tools(panel, "Confirm")[0].isEnabled()
    assert tools(panel, "（四）")[0].isEnabled()
