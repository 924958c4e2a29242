"""Open conflicts as lines under headings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from resources.catalogue import Catalogue
from storage.disputes import Dispute, Side
from storage.records import Change, Family
from widgets.models.conflict_model import ConflictModel, ConflictRow, SideRow

Made = Callable[..., ConflictRow]


def side(person: str, value: object, field: str, *, shows: bool = False, mine: bool = False) -> SideRow:
    change = Change(f"{person}-{value}", 1, person, Family.TASK, "r", (), {field: value}, "change.apply", "b", "")
    return SideRow(Side((change,), {field: value}, shows), (f"{person} · 12:00",), (person,), ((field, str(value)),), mine)


def conflict(record: str, family: Family = Family.TASK, field: str = "text", context: str = "") -> ConflictRow:
    sides = (side("王审阅", "甲", field, shows=True, mine=True), side("李复核", "乙", field))
    dispute = Dispute(family, record, field, (field,), tuple(one.side for one in sides), ())
    return ConflictRow(dispute, context or f"task {record}", field, "", "p", sides)


@pytest.fixture
def model(catalogue: Catalogue) -> ConflictModel:
    return ConflictModel(catalogue)


def texts(model: ConflictModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_model_keeps_the_rules_of_qt(model: ConflictModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_conflicts([conflict("1"), conflict("2"), conflict("3", Family.TAG, "name")])
    model.drop({"1/text"})
    model.set_conflicts([conflict("2"), conflict("1")])


def test_conflicts_stand_under_the_kind_of_their_record_with_its_number(model: ConflictModel) -> None:
    model.set_conflicts([conflict("t", Family.TAG, "name", "“tag”"), conflict("1"), conflict("2")])
    assert texts(model) == ["Task: 2", "task 1", "task 2", "Tag: 1", "“tag”"]


def test_a_heading_cannot_be_selected(model: ConflictModel) -> None:
    model.set_conflicts([conflict("1")])
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_one_that_is_decided_goes_with_its_heading(model: ConflictModel) -> None:
    model.set_conflicts([conflict("1"), conflict("t", Family.TAG, "name")])
    model.drop({"t/name"})
    assert texts(model) == ["Task: 1", "task 1"]


@pytest.mark.parametrize(("words", "left"), [("TASK 1", ["1"]), ("李复核", ["1", "2"]), ("乙", ["1", "2"]), ("nothing", [])])
def test_the_filter_looks_at_context_persons_and_values(model: ConflictModel, words: str, left: list[str]) -> None:
    model.set_conflicts([conflict("1"), conflict("2")])
    model.set_filter(words)
    assert [row.dispute.record for row in model.shown()] == left
    assert len(model.conflicts) == 2


def test_a_row_says_all_its_values_to_who_hears_it(model: ConflictModel) -> None:
    model.set_conflicts([conflict("1")])
    said = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "王审阅: 甲" in said
    assert "李复核: 乙" in said
