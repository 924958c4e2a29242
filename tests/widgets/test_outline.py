"""The outline beside the text: what it shows, what it tells and what it leaves unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from policy.model import Provision, ProvisionKind
from policy.parse import parse_text
from widgets.models.outline_model import OutlineModel, OutlineRole
from widgets.outline import OutlineView
from widgets.palette import LIGHT

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "guofa-2013-32.txt"


def unit(eid: str, kind: ProvisionKind, number: str | None, heading: str | None, parent: str | None = None) -> Provision:
    return Provision(eid, kind, number, heading, parent, 0, 1)


PROVISIONS = (
    unit("preamble__para_1", ProvisionKind.PARAGRAPH, None, None),
    unit("sec_1", ProvisionKind.SECTION, "一", "总体要求"),
    unit("sec_1__cl_1", ProvisionKind.CLAUSE, "（一）", "指导思想", "sec_1"),
    unit("sec_1__cl_1__para_1", ProvisionKind.PARAGRAPH, None, None, "sec_1__cl_1"),
    unit("sec_1__cl_2", ProvisionKind.CLAUSE, "（二）", "基本原则", "sec_1"),
    unit("sec_2", ProvisionKind.SECTION, "二", "加快信息基础设施演进升级"),
    unit("sec_2__cl_3", ProvisionKind.CLAUSE, "（三）", None, "sec_2"),
    unit("att_1", ProvisionKind.ANNEX, None, "任务分工"),
)


@pytest.fixture
def model() -> OutlineModel:
    made = OutlineModel()
    made.set_provisions(PROVISIONS, {"sec_1__cl_1": (3, 0), "sec_1__cl_2": (1, 2)})
    return made


@pytest.fixture
def view(qtbot: QtBot) -> OutlineView:
    made = OutlineView()
    qtbot.addWidget(made)
    made.resize(220, 400)
    made.set_palette_tokens(LIGHT)
    made.set_provisions(PROVISIONS, {"sec_1__cl_2": (1, 2)})
    return made


def words(model: OutlineModel, parent: QModelIndex) -> list[object]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def test_the_model_keeps_the_rules_of_qt(model: OutlineModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_provisions(PROVISIONS[:4], {})
    model.set_counts({"sec_1": (1, 1)})
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_sections_and_clauses_make_a_tree_without_paragraphs(model: OutlineModel) -> None:
    assert words(model, QModelIndex()) == ["一、总体要求", "二、加快信息基础设施演进升级", "任务分工"]
    assert words(model, model.index_of("sec_1")) == ["（一）指导思想", "（二）基本原则"]
    assert words(model, model.index_of("sec_2")) == ["（三）"]
    assert model.index_of("sec_1__cl_1").parent() == model.index_of("sec_1")
    assert not model.index_of("sec_1__cl_1__para_1").isValid()


def test_a_section_counts_what_stands_below_it_unless_told_its_own(model: OutlineModel) -> None:
    assert model.index_of("sec_1").data(OutlineRole.COUNTS) == (4, 2)
    model.set_counts({"sec_1": (9, 9), "sec_1__cl_1": (1, 0)})
    assert model.index_of("sec_1").data(OutlineRole.COUNTS) == (9, 9)
    assert model.index_of("sec_1__cl_2").data(OutlineRole.COUNTS) == (0, 0)


def test_other_counts_tell_only_the_rows_that_changed(model: OutlineModel) -> None:
    changed: list[str] = []
    model.dataChanged.connect(lambda index, _last, _roles: changed.append(model.eid(index)))
    model.set_provisions(PROVISIONS, {"sec_1__cl_1": (3, 0), "sec_1__cl_2": (1, 3)})
    assert set(changed) == {"sec_1__cl_2", "sec_1"}


def test_the_tooltip_says_the_full_heading_and_the_counts(model: OutlineModel) -> None:
    tip = str(model.index_of("sec_1__cl_2").data(Qt.ItemDataRole.ToolTipRole))
    assert tip.splitlines()[0] == "（二）基本原则"
    assert len(tip.splitlines()) == 3
    assert str(model.index_of("sec_2").data(Qt.ItemDataRole.AccessibleTextRole)) == "二、加快信息基础设施演进升级"


def test_the_sample_has_seven_sections_and_twenty_five_clauses(model: OutlineModel) -> None:
    model.set_provisions(parse_text(SAMPLE.read_text(encoding="utf-8")).provisions, {})
    sections = [model.index(row, 0) for row in range(7)]
    assert sum(model.rowCount(section) for section in sections) == 25


def test_clicking_a_row_tells_it(view: OutlineView) -> None:
    told: list[str] = []
    view.provision_chosen.connect(told.append)
    place = view.visualRect(view.model().index(1, 0, QModelIndex())).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == ["sec_2"]


def test_the_arrow_keys_and_enter_choose(view: OutlineView) -> None:
    told: list[str] = []
    view.set_current("sec_1")
    view.provision_chosen.connect(told.append)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == ["sec_1__cl_1", "sec_1__cl_1"]


def test_following_the_text_and_filling_ask_for_nothing(view: OutlineView) -> None:
    told: list[str] = []
    view.provision_chosen.connect(told.append)
    view.set_current("sec_1__cl_2")
    view.set_provisions(PROVISIONS, {"sec_1": (1, 0)})
    view.set_counts({})
    assert view.current() == "sec_1__cl_2"
    view.set_provisions((), {})
    assert told == []
    assert view.current() == ""


def test_following_shows_the_section_when_it_is_folded(view: OutlineView) -> None:
    model = view.model()
    assert isinstance(model, OutlineModel)
    view.collapse(model.index_of("sec_1"))
    view.set_current("sec_1__cl_2")
    assert view.current() == "sec_1"
    assert not view.isExpanded(model.index_of("sec_1"))


def test_the_same_outline_with_other_counts_keeps_what_was_folded(view: OutlineView) -> None:
    model = view.model()
    assert isinstance(model, OutlineModel)
    view.collapse(model.index_of("sec_1"))
    view.set_provisions(PROVISIONS, {"sec_2": (1, 1)})
    assert not view.isExpanded(model.index_of("sec_1"))
    assert view.isExpanded(model.index_of("sec_2"))


def test_the_current_row_is_painted_with_its_bar(view: OutlineView) -> None:
    view.set_current("sec_2")
    assert view.selectionModel().isSelected(view.currentIndex())
    view.selectionModel().select(view.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QApplication.processEvents()
    rect = view.visualRect(view.currentIndex())
    image = view.viewport().grab().toImage()
    painted = image.pixelColor(1, rect.center().y())
    assert abs(painted.blue() - LIGHT.color("blue").blue()) < 12
