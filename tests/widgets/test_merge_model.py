"""The tables of a merge: figures, conflicts with their sides, and the merges made so far."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from widgets.models.merge_model import (
    ConflictWords,
    ConflictWordsModel,
    CountColumn,
    CountModel,
    MergeLine,
    MergeRow,
    MergesModel,
    RejectedModel,
    RejectedWords,
    SideWords,
)

DISPLAY = Qt.ItemDataRole.DisplayRole


def said(model: CountModel | ConflictWordsModel | RejectedModel | MergesModel) -> list[list[object]]:
    return [[model.index(row, column).data(DISPLAY) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_figures_have_their_thousands_set_apart_and_nothing_is_a_dash(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = CountModel()
    model.set_rows([MergeRow("a", "李四", (12_345, 1, 0, 2, 0), heading=True), MergeRow("a/task", "Tasks", (0, 1, 0, 2, 0))])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert said(model) == [["李四", "12,345", "1", "–", "2", "–"], ["　Tasks", "–", "1", "–", "2", "–"]]
    fonts = [model.index(row, CountColumn.NEW).data(Qt.ItemDataRole.FontRole) for row in (0, 1)]
    assert isinstance(fonts[0], QFont)
    assert fonts[1] is None


def test_a_conflict_shows_what_stands_beside_all_else_that_was_written(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = ConflictWordsModel()
    sides = (SideWords("持续推进", "张三, 9:00"), SideWords("2022年", "李四, 8:00"), SideWords("2023年", "王五, 7:00"))
    model.set_rows([ConflictWords("r/timing", "Task 1", "Timing", sides)])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert said(model) == [["Task 1", "Timing", "持续推进\n张三, 9:00", "2022年\n李四, 8:00\n2023年\n王五, 7:00"]]


def test_what_will_show_before_a_merge_shows_after_it(qtbot: QtBot) -> None:
    model = ConflictWordsModel()
    heads = [model.headerData(2, Qt.Orientation.Horizontal)]
    model.over = True
    heads.append(model.headerData(2, Qt.Orientation.Horizontal))
    assert heads == ["Will be shown", "Shown now"]


def test_what_is_left_out_says_why(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = RejectedModel()
    model.set_rows([RejectedWords("0", "Tasks by 李四", "its hash does not match")])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert said(model) == [["Tasks by 李四", "its hash does not match"]]


def test_a_merge_that_was_taken_back_is_muted(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = MergesModel()
    lines = [MergeLine(key, "9:00", "张三", "a.clausedesk", "1,200", "3", "Merged", key == "m") for key in ("m", "n")]
    model.set_rows(lines)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    colours = [model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) for row in (0, 1)]
    assert colours[0] is None
    assert colours[1] is not None
    assert said(model)[0] == ["9:00", "张三", "a.clausedesk", "1,200", "3", "Merged"]
