"""Changes in words."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.modeltest import ModelTester

from resources.catalogue import Catalogue
from widgets.models.history_model import FieldChange, HistoryLine, HistoryModel

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)


def line(*details: FieldChange, label: str = "progress.done", at: int = 0) -> HistoryLine:
    return HistoryLine(NOON + dt.timedelta(minutes=at), "王晓明", label, details, f"change-{at}")


def test_the_model_keeps_the_rules_of_qt(catalogue: Catalogue, qtmodeltester: ModelTester) -> None:
    model = HistoryModel(catalogue)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_rows([line(at=0), line(at=1)])
    model.set_rows([line(at=1)])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (FieldChange("progress", "not_started", "slow"), "Progress: Not started → Slow"),
        (FieldChange("state", "pending", "approved"), "State: Pending → Approved"),
        (FieldChange("state", "suggested", "confirmed"), "State: Suggested → Confirmed"),
        (FieldChange("percent", None, 40), "Percent done: 40"),
        (FieldChange("percent", 40, None), "Percent done: 40 → –"),
        (FieldChange("percent", 40, 0), "Percent done: 40 → 0"),
        (FieldChange("resolved", False, True), "Resolved: no → yes"),
        (FieldChange("future_field", [1], [1, 2]), "future_field: [1] → [1, 2]"),
        (FieldChange("note", "一\n二", "三"), "Note: 一 二 → 三"),
    ],
)
def test_a_field_reads_as_old_and_new(catalogue: Catalogue, change: FieldChange, sentence: str) -> None:
    model = HistoryModel(catalogue)
    assert model.details(line(change)) == [sentence]


def test_a_field_that_did_not_change_is_left_out_and_a_long_one_is_cut(catalogue: Catalogue) -> None:
    details = HistoryModel(catalogue).details(line(FieldChange("title", "甲", "甲"), FieldChange("note", "", "长" * 500)))
    assert len(details) == 1
    assert details[0].endswith("…")
    assert len(details[0]) < 200


def test_a_label_of_a_later_version_is_still_a_change(catalogue: Catalogue) -> None:
    model = HistoryModel(catalogue)
    assert model.what(line(label="change.not.known.yet")) == "Change"
    assert model.what(line(label="progress.done")) == "Done"
