"""The tabs of the inspector, and the panel of history."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from widgets.palette import Palette
from widgets.panels.history_panel import FieldChange, HistoryLine, HistoryPanel
from widgets.panels.inspector import Inspector, Tab

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def inspector(qtbot: QtBot, catalogue: Catalogue, light: Palette) -> Inspector:
    inspector = Inspector(catalogue)
    qtbot.addWidget(inspector)
    inspector.set_palette_tokens(light)
    return inspector


def line(minute: int, *details: FieldChange) -> HistoryLine:
    return HistoryLine(NOON + dt.timedelta(minutes=minute), "王晓明", "progress.done", details, f"change-{minute}")


def test_the_tabs_stand_in_order_and_count(inspector: Inspector) -> None:
    assert [inspector.tabs.tabText(tab) for tab in Tab] == ["Task", "Evidence", "Assessment", "Annotations", "History", "To place"]
    inspector.set_count(Tab.EVIDENCE, 3)
    assert inspector.tabs.tabText(Tab.EVIDENCE) == "Evidence 3"
    inspector.set_count(Tab.EVIDENCE, 0)
    assert inspector.tabs.tabText(Tab.EVIDENCE) == "Evidence"


def test_leaving_a_tab_hands_on_what_was_typed(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_tab(Tab.ASSESSMENT)
    inspector.assessment.set_task("task-1", None)
    inspector.assessment.note.setPlainText("typed")
    with qtbot.waitSignal(inspector.assessment.assess_requested) as heard:
        inspector.show_tab(Tab.TASK)
    assert heard.args == ["task-1", {"note": "typed"}]


def test_read_only_reaches_every_panel(inspector: Inspector) -> None:
    inspector.set_read_only(True)
    assert all(panel.read_only for panel in inspector.panels())
    assert not inspector.evidence.add_button.isEnabled()
    assert inspector.annotations.editor.read_only


def test_both_palettes_reach_every_panel(inspector: Inspector, dark: Palette) -> None:
    inspector.set_palette_tokens(dark)
    assert {panel.palette_tokens for panel in inspector.panels()} == {dark}


def test_history_reads_newest_first_with_the_fields_of_the_chosen_change(qtbot: QtBot, catalogue: Catalogue) -> None:
    panel = HistoryPanel(catalogue)
    qtbot.addWidget(panel)
    panel.set_lines([line(1, FieldChange("percent", 10, 20)), line(2, FieldChange("percent", 20, 40))])
    assert panel.details.text() == "Percent done: 20 → 40"
    panel.view.setCurrentIndex(panel.model.index(1, 0))
    assert panel.details.text() == "Percent done: 10 → 20"
    panel.set_lines([])
    assert panel.details.text() == ""


def test_history_of_another_record_replaces_the_first(qtbot: QtBot, catalogue: Catalogue) -> None:
    panel = HistoryPanel(catalogue)
    qtbot.addWidget(panel)
    panel.set_lines([line(1, FieldChange("note", "", "一"))])
    panel.set_lines([line(9, FieldChange("note", "", "九"))])
    assert panel.details.text() == "Note: 九"
