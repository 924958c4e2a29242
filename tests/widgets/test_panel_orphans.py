"""The tray of what waits for its place: what it shows, and what its buttons and keys ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from policy.model import Span
from policy.places import Outcome
from resources.catalogue import Catalogue
from storage.records import AnnotationKind, Family
from widgets.models.place_model import PlaceRow, Target, Targets
from widgets.palette import DARK
from widgets.panels.inspector import Inspector, Tab
from widgets.panels.orphans_panel import OrphansPanel

LOST = PlaceRow(
    "a1",
    Family.ANNOTATION,
    Outcome.ORPHAN,
    "取消不合理收费项目",
    "清单尚未公布",
    "张三",
    "（六）清理涉港收费",
    kind=AnnotationKind.ISSUE,
    targets=(Target.WORDS,),
)
DOUBTFUL = PlaceRow(
    "a2",
    Family.ANNOTATION,
    Outcome.FUZZY,
    "自动化率达到80%",
    "口径是什么？",
    "李四",
    "（二）主要目标",
    "自动化率达到85%以上",
    0.9,
    AnnotationKind.QUESTION,
    Span(3, 9),
    targets=(Target.WORDS,),
)
USE = PlaceRow("u1", Family.EVIDENCE_USE, Outcome.ORPHAN, "收费目录", targets=(Target.TASK, Target.CLAUSE))
LINK = PlaceRow("l1", Family.LINK, Outcome.ORPHAN, "4 取消收费", targets=(Target.PAIR,))


@pytest.fixture
def panel(qtbot: QtBot) -> OrphansPanel:
    panel = OrphansPanel(Catalogue.load("en"))
    panel.set_palette_tokens(DARK)
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    panel.show()
    return panel


def shown(panel: OrphansPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel) and label.text()]


def choose(panel: OrphansPanel, key: str) -> None:
    place = panel.model.place_of(key)
    assert place is not None
    panel.view.setCurrentIndex(panel.model.index(place, 0))


def test_what_has_no_place_stands_before_what_is_in_doubt(panel: OrphansPanel) -> None:
    panel.set_rows([DOUBTFUL, LOST, USE])
    assert [row.key for row in panel.model.rows] == ["a1", "u1", "a2"]
    assert panel.chosen() == LOST


def test_an_orphan_is_told_with_its_words_its_author_and_where_it_stood(panel: OrphansPanel) -> None:
    panel.set_rows([LOST])
    assert shown(panel) == [
        "Issue · no place · 张三",
        "In the old version: （六）清理涉港收费",
        "取消不合理收费项目",
        "清单尚未公布",
    ]
    assert not panel.confirm.isVisibleTo(panel)
    assert not panel.go.isVisibleTo(panel)


def test_a_doubtful_one_shows_both_wordings_and_how_much_they_are_alike(panel: OrphansPanel) -> None:
    panel.set_rows([DOUBTFUL])
    assert "Question · in doubt, 90 % · 李四" in shown(panel)
    assert {"自动化率达到80%", "自动化率达到85%以上", "Found here, 90 % alike:"} <= set(shown(panel))


def test_the_keyboard_shows_confirms_places_and_puts_aside(panel: OrphansPanel, qtbot: QtBot) -> None:
    panel.set_rows([DOUBTFUL])
    panel.set_targets(Targets(words="自动化率"))
    for key, signal in (
        (Qt.Key.Key_Return, panel.go_requested),
        (Qt.Key.Key_Space, panel.confirm_requested),
        (Qt.Key.Key_Delete, panel.aside_requested),
    ):
        with qtbot.waitSignal(signal) as told:
            QTest.keyClick(panel.view, key)
        assert told.args == ["a2"]
    with qtbot.waitSignal(panel.place_requested) as placed:
        QTest.keyClick(panel.view, Qt.Key.Key_Insert)
    assert placed.args == ["a2", Target.WORDS]


def test_a_remark_is_placed_only_when_words_are_selected(panel: OrphansPanel, qtbot: QtBot) -> None:
    panel.set_rows([LOST])
    button = panel.place[Target.WORDS]
    assert (button.isVisibleTo(panel), button.isEnabled()) == (True, False)
    with qtbot.assertNotEmitted(panel.place_requested):
        panel.place_now()
    panel.set_targets(Targets(words="收费目录清单"))
    with qtbot.waitSignal(panel.place_requested) as placed:
        button.click()
    assert placed.args == ["a1", Target.WORDS]


def test_evidence_is_placed_on_the_task_or_the_clause_chosen(panel: OrphansPanel, qtbot: QtBot) -> None:
    panel.set_rows([USE])
    panel.set_targets(Targets(clause="（三）"))
    assert not panel.place[Target.TASK].isEnabled()
    with qtbot.waitSignal(panel.place_requested) as placed:
        panel.place[Target.CLAUSE].click()
    assert placed.args == ["u1", Target.CLAUSE]
    assert panel.place[Target.CLAUSE].text() == "Place on （三）"
    assert not panel.place[Target.WORDS].isVisibleTo(panel)


def test_a_link_that_lost_both_its_ends_needs_both(panel: OrphansPanel) -> None:
    panel.set_rows([LINK])
    panel.set_targets(Targets(task="3"))
    assert not panel.place[Target.PAIR].isEnabled()
    panel.set_targets(Targets(task="3", clause="（四）"))
    assert panel.place[Target.PAIR].isEnabled()
    assert panel.place[Target.PAIR].text() == "Tie task 3 to （四）"


def test_what_is_done_gives_way_to_the_next(panel: OrphansPanel) -> None:
    panel.set_rows([LOST, USE, DOUBTFUL])
    choose(panel, "u1")
    panel.set_rows([LOST, DOUBTFUL])
    chosen = panel.chosen()
    assert chosen is not None
    assert chosen.key != "u1"
    panel.set_rows([])
    assert panel.chosen() is None
    assert shown(panel) == []
    assert not any(button.isVisibleTo(panel) for button in (panel.go, panel.confirm, panel.aside, *panel.place.values()))


def test_a_place_that_is_confirmed_elsewhere_is_shown_as_it_is_now(panel: OrphansPanel) -> None:
    panel.set_rows([DOUBTFUL])
    panel.set_rows([replace(DOUBTFUL, confidence=0.7)])
    assert "Question · in doubt, 70 % · 李四" in shown(panel)


def test_nothing_can_be_written_into_a_workspace_that_is_read_only(panel: OrphansPanel, qtbot: QtBot) -> None:
    panel.set_rows([DOUBTFUL])
    panel.set_targets(Targets(words="自动化率"))
    panel.set_read_only(True)
    assert not any(button.isEnabled() for button in (panel.confirm, panel.aside, *panel.place.values()))
    assert panel.go.isEnabled()
    with qtbot.assertNotEmitted(panel.place_requested):
        QTest.keyClick(panel.view, Qt.Key.Key_Insert)


def test_the_tab_is_there_only_while_something_waits(qtbot: QtBot) -> None:
    inspector = Inspector(Catalogue.load("en"))
    qtbot.addWidget(inspector)
    assert not inspector.waiting()
    inspector.set_waiting(3)
    assert inspector.waiting()
    assert inspector.tabs.tabText(Tab.PLACE) == "To place 3"
    inspector.set_waiting(0)
    assert not inspector.tabs.isTabVisible(Tab.PLACE)
