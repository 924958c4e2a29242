"""The panel in which a reviewer judges a task."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from policy.judging import Progress, Reason, ReviewState, Verdict
from resources.catalogue import Catalogue
from storage.records import AssessmentRecord
from widgets.palette import Palette
from widgets.panels.assessment_panel import AssessmentPanel


@pytest.fixture
def panel(qtbot: QtBot, catalogue: Catalogue, light: Palette, assessment: AssessmentRecord) -> AssessmentPanel:
    panel = AssessmentPanel(catalogue)
    qtbot.addWidget(panel)
    panel.set_palette_tokens(light)
    panel.set_task("task-1", assessment)
    panel.show()
    return panel


@pytest.fixture
def heard(panel: AssessmentPanel) -> list[tuple[str, dict[str, object]]]:
    heard: list[tuple[str, dict[str, object]]] = []
    panel.assess_requested.connect(lambda task, fields: heard.append((task, fields)))
    return heard


Heard = list[tuple[str, dict[str, object]]]


def pick(panel: AssessmentPanel, box: str, value: object) -> None:
    combo = getattr(panel, box)
    at = next(at for at in range(combo.count()) if combo.itemData(at) == value)
    combo.setCurrentIndex(at)
    combo.activated.emit(at)


def test_filling_asks_for_nothing(panel: AssessmentPanel, heard: Heard, assessment: AssessmentRecord) -> None:
    changed = dataclasses.replace(assessment, progress=Progress.DONE, percent=100, verdict=Verdict.FALSE, note="别的")
    for own in (assessment, changed, None):
        panel.set_task("task-1", own)
    panel.set_task("task-2", None)
    panel.set_others([("李华", changed)])
    panel.set_read_only(True)
    panel.flush()
    assert heard == []


def test_it_shows_what_was_judged(panel: AssessmentPanel) -> None:
    checked = panel.progress.checkedButton()
    assert checked is not None
    assert checked.text() == "Slow"
    assert panel.percent.value() == 40
    assert panel.verdict.currentText() == "Partly true"
    assert panel.note.toPlainText() == "只有部署，未见成效。"


def test_a_task_not_judged_yet_has_nothing_chosen(panel: AssessmentPanel) -> None:
    panel.set_task("task-2", None)
    assert panel.progress.checkedId() == -1
    assert panel.percent.text() == "– %"
    assert panel.verdict.currentText() == "Unchecked"


def test_each_axis_asks_for_its_own_field(panel: AssessmentPanel, heard: Heard, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.progress.button(4), Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
    panel.percent.setValue(80)
    pick(panel, "verdict", Verdict.FALSE)
    pick(panel, "reason_box", Reason.NO_EFFECT)
    pick(panel, "state", ReviewState.APPROVED)
    assert heard == [
        ("task-1", {"progress": Progress.DONE}),
        ("task-1", {"percent": 80}),
        ("task-1", {"verdict": Verdict.FALSE}),
        ("task-1", {"reason": Reason.NO_EFFECT}),
        ("task-1", {"state": ReviewState.APPROVED}),
    ]


def test_percent_can_be_taken_back(panel: AssessmentPanel, heard: Heard) -> None:
    panel.percent.setValue(panel.percent.minimum())
    assert heard == [("task-1", {"percent": None})]


def test_a_reason_is_asked_only_where_the_report_was_not_true(panel: AssessmentPanel, heard: Heard) -> None:
    assert panel.reason_box.isVisible()
    pick(panel, "reason_box", Reason.MISSING)
    pick(panel, "verdict", Verdict.TRUE)
    assert not panel.reason_box.isVisible()
    assert heard[-1] == ("task-1", {"verdict": Verdict.TRUE, "reason": None})
    pick(panel, "verdict", Verdict.UNVERIFIABLE)
    assert panel.reason_box.isVisible()


def test_a_note_goes_to_the_task_it_was_typed_for(panel: AssessmentPanel, heard: Heard) -> None:
    panel.note.setPlainText("新的说明")
    panel.set_task("task-2", None)
    assert heard == [("task-1", {"note": "新的说明"})]
    assert panel.note.toPlainText() == ""


def test_a_percent_being_typed_goes_to_its_task(panel: AssessmentPanel, heard: Heard) -> None:
    panel.percent.lineEdit().setText("55 %")
    panel.set_task("task-2", None)
    assert heard == [("task-1", {"percent": 55})]


def test_scrolling_past_a_field_changes_nothing(panel: AssessmentPanel, heard: Heard) -> None:
    for field in (panel.percent, panel.verdict, panel.state):
        field.clearFocus()
        place = QPointF(field.rect().center())
        wheel = QWheelEvent(
            place, field.mapToGlobal(place), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, wheel)
    assert heard == []


def test_read_only_disables_and_says_why(panel: AssessmentPanel) -> None:
    panel.set_read_only(True)
    for field in (panel.percent, panel.verdict, panel.state, panel.progress.button(0)):
        assert not field.isEnabled()
        assert "read only" in field.toolTip()
    assert panel.note.isReadOnly()
    panel.set_read_only(False)
    assert panel.percent.isEnabled()
    assert panel.percent.toolTip() == "Percent done"


def test_the_agreed_judgement_comes_first_and_says_so(panel: AssessmentPanel, assessment: AssessmentRecord) -> None:
    agreed = dataclasses.replace(assessment, id="b", agreed=True, reason=Reason.MISSING)
    panel.set_others([("李华", assessment), ("组长", agreed)])
    texts = [made.text() for made in panel.others.findChildren(QLabel)]
    assert "Agreed" in texts[0]
    assert "组长" in texts[0]
    assert texts[1] == "Slow · 40 % · Partly true · Material missing · In review"
    panel.set_others([])
    assert not panel.others.isVisible()
