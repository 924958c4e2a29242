"""The table model of the preview."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from policy.corrections import blank_task
from policy.model import Department, Doubt, DoubtKind, Role, Task
from resources.catalogue import Catalogue
from widgets.labels import Labels
from widgets.models.preview_model import DOUBTFUL_ROLE, EID_ROLE, Column, Order, PreviewModel


def tasks(number: int) -> tuple[Task, ...]:
    return tuple(
        replace(
            blank_task(f"t{n}"),
            number=n,
            text=f"任务{n}",
            departments=(Department("财政部", Role.LEAD), Department("科技部", Role.JOINT)),
            doubts=(Doubt(DoubtKind.BOUNDARY, "建设"),) if n % 3 == 0 else (),
        )
        for n in range(1, number + 1)
    )


@pytest.fixture
def model(qtbot: QtBot) -> PreviewModel:
    model = PreviewModel(Labels(Catalogue.load("zh")))
    model.set_rows(tasks(6))
    return model


def test_the_model_keeps_qts_rules(model: PreviewModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_rows(tasks(3))
    model.set_rows(())


def test_a_row_shows_the_task_and_its_doubts_in_words(model: PreviewModel) -> None:
    assert model.index(0, Column.NUMBER).data() == "3"
    assert model.index(0, Column.DEPARTMENTS).data() == "财政部、科技部"
    assert "建设" in str(model.index(0, Column.DOUBTS).data())
    assert model.index(0, 0).data(DOUBTFUL_ROLE)
    assert model.index(2, Column.DOUBTS).data() == ""
    assert model.index(2, 0).data(EID_ROLE) == "t1"


def test_every_column_has_a_name(model: PreviewModel) -> None:
    assert all(model.headerData(column, Qt.Orientation.Horizontal) for column in Column)


def test_a_changed_row_is_drawn_anew_alone(model: PreviewModel, qtbot: QtBot) -> None:
    before = tasks(6)
    changed: list[int] = []

    def note(index: QModelIndex) -> None:
        changed.append(index.row())

    model.set_rows(before)
    model.dataChanged.connect(note)
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows((*before[:4], replace(before[4], text="新"), before[5]))
    # Row 5 of the document stands behind the two doubtful ones.
    assert changed == [5]


def shown(model: PreviewModel) -> list[object]:
    return [model.index(row, 0).data(EID_ROLE) for row in range(model.rowCount())]


def test_only_the_rows_doubtful_at_first_are_left_even_when_settled(model: PreviewModel) -> None:
    model.set_order(Order.DOUBTFUL_ONLY)
    model.set_rows(tuple(replace(task, doubts=()) for task in tasks(6)))
    assert shown(model) == ["t3", "t6"]
    model.set_order(Order.DOCUMENT)
    assert shown(model) == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert model.row_of("t4") == 3


def test_doubtful_rows_come_first_and_stay_there_until_they_are_sorted_anew(model: PreviewModel) -> None:
    assert shown(model) == ["t3", "t6", "t1", "t2", "t4", "t5"]
    model.set_rows(tuple(replace(task, doubts=()) if task.eid == "t3" else task for task in tasks(6)))
    assert shown(model)[0] == "t3"
    model.set_order(Order.DOUBTFUL_FIRST)
    assert shown(model) == ["t6", "t1", "t2", "t3", "t4", "t5"]
