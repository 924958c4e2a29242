"""The dialog of two versions: what is folded away, stepping through differences, and what carrying over will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from policy.compare_model import RowKind
from policy.model import Span
from policy.places import Outcome
from resources.catalogue import Catalogue
from storage.records import Family
from widgets.dialogs.compare_dialog import Compared, CompareDialog
from widgets.dialogs.version_dialog import Candidate, VersionDialog
from widgets.models.carry_model import CarryItem
from widgets.models.compare_lines import Cell, Line, Place, Stroke
from widgets.models.compare_model import Column, CompareModel, Fold
from widgets.palette import DARK, LIGHT, Palette

Open = Callable[..., CompareDialog]


def same(at: int) -> Line:
    cell = Cell(f"第{at}条未变。")
    return Line(f"text:{at}", RowKind.SAME, cell, cell, "", Span(at * 10, at * 10 + 10), Span(at * 10, at * 10 + 10))


def changed(at: int) -> Line:
    old, new = Cell("到八成为止", ((1, 3, Stroke.REMOVED),)), Cell("到九成为止", ((1, 3, Stroke.ADDED),))
    return Line(f"text:{at}", RowKind.CHANGED, old, new, "（三）", Span(at * 10, at * 10 + 10), Span(at * 10, at * 10 + 10))


TEXTS = (changed(0), same(1), same(2), changed(3), same(4), changed(5))
TASKS = (Line("task:0", RowKind.REMOVED, Cell("取消收费"), None, "4", old_eids=("task_4",)),)
ITEMS = (
    CarryItem("a1", Family.ANNOTATION, Outcome.EXACT, "甲", "", Place(old=31)),
    CarryItem("a2", Family.ANNOTATION, Outcome.FUZZY, "乙", "", Place(old=12)),
    CarryItem("u1", Family.EVIDENCE_USE, Outcome.ORPHAN, "丙", "", Place(old_task="task_4")),
)


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    def make(items: Sequence[CarryItem] = ITEMS, **facts: bool) -> CompareDialog:
        dialog = CompareDialog(Compared("旧", "新", TEXTS, TASKS, items, **facts), Catalogue.load("en"))
        dialog.set_look(LIGHT, QFont())
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def rows(model: CompareModel) -> list[str]:
    found = [model.row(at) for at in range(model.rowCount())]
    return [f"{row.count} same" if isinstance(row, Fold) else row.key for row in found if row is not None]


def test_what_is_the_same_is_folded_away_and_unfolds_in_its_place(opened: Open) -> None:
    view = opened().texts
    assert rows(view.lines) == ["text:0", "2 same", "text:3", "1 same", "text:5"]
    view.setCurrentIndex(view.lines.index(1, Column.WHAT))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert rows(view.lines) == ["text:0", "2 same", "text:1", "text:2", "text:3", "1 same", "text:5"]
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert rows(view.lines) == ["text:0", "2 same", "text:3", "1 same", "text:5"]


def test_a_click_unfolds_as_well(opened: Open) -> None:
    view = opened().texts
    place = view.visualRect(view.lines.index(1, Column.OLD)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert "text:1" in rows(view.lines)


def test_everything_can_be_shown(opened: Open) -> None:
    dialog = opened()
    dialog.unchanged.setChecked(True)
    assert [row for row in rows(dialog.texts.lines) if "same" not in row] == [line.key for line in TEXTS]
    dialog.unchanged.setChecked(False)
    assert "text:1" not in rows(dialog.texts.lines)


def test_f7_goes_from_difference_to_difference_and_back(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    view, keys = dialog.texts, []
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    keys.append(view.lines.row(view.currentIndex().row()))
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        QTest.keyClick(view, Qt.Key.Key_F7, modifier)
        keys.append(view.lines.row(view.currentIndex().row()))
    assert [key.key if key else "" for key in keys] == ["text:0", "text:3", "text:5", "text:3"]
    assert not (view.step(1) and view.step(1))


def test_the_differences_are_counted_in_words(opened: Open) -> None:
    dialog = opened()
    assert dialog.counts.text() == "changed 3 · unchanged 3"
    assert [dialog.tabs.tabText(at) for at in range(2)] == ["Provisions 3", "Tasks 1"]
    dialog.tabs.setCurrentWidget(dialog.tasks)
    assert dialog.counts.text() == "removed 1"


def test_two_copies_say_so(qtbot: QtBot) -> None:
    dialog = CompareDialog(Compared("旧", "新", [same(0)], [], []), Catalogue.load("en"))
    qtbot.addWidget(dialog)
    assert dialog.counts.text() == "Both versions say the same."
    assert not dialog.following.isEnabled()


def test_it_says_how_many_things_are_certain_doubtful_or_lost(opened: Open) -> None:
    dialog = opened()
    assert dict(dialog.tally()) == {
        (Family.ANNOTATION, Outcome.EXACT): 1,
        (Family.ANNOTATION, Outcome.FUZZY): 1,
        (Family.EVIDENCE_USE, Outcome.ORPHAN): 1,
    }
    assert [item.key for item in dialog.items.rows] == ["u1", "a2"]


def test_what_is_doubtful_leads_to_its_line_even_when_that_is_folded(opened: Open) -> None:
    dialog = opened()
    dialog.list.setCurrentIndex(dialog.items.index(1, 0))
    line = dialog.texts.lines.row(dialog.texts.currentIndex().row())
    assert dialog.view() is dialog.texts
    assert line is not None
    assert line.key == "text:1"


def test_what_hung_on_a_task_leads_to_the_tasks(opened: Open) -> None:
    dialog = opened()
    dialog.list.selectionModel().setCurrentIndex(dialog.items.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert dialog.view() is dialog.tasks
    assert dialog.tasks.currentIndex().row() == 0


def test_enter_in_the_list_goes_to_the_line_and_carries_nothing_over(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    dialog.list.setCurrentIndex(dialog.items.index(1, 0))
    dialog.texts.setCurrentIndex(dialog.texts.lines.index(0, Column.WHAT))
    with qtbot.assertNotEmitted(dialog.accepted):
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    line = dialog.texts.lines.row(dialog.texts.currentIndex().row())
    assert line is not None
    assert line.key == "text:1"


def test_words_that_differ_are_told_to_who_cannot_see_them(opened: Open) -> None:
    lines = opened().texts.lines
    told = [lines.index(0, side).data(Qt.ItemDataRole.AccessibleDescriptionRole) for side in Column]
    assert told == ["", "八成", "九成"]


def test_a_workspace_that_cannot_be_written_carries_nothing_over(opened: Open) -> None:
    dialog = opened(writable=False)
    assert not dialog.accept_button.isEnabled()
    dialog.accept()
    assert dialog.isVisible()


def test_accepting_is_carrying_over(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_button.click()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_removed_and_added_words_differ_in_shape_and_in_colour(opened: Open, palette: Palette) -> None:
    dialog = opened()
    dialog.set_look(palette, QFont())
    view = dialog.texts
    pictures = [picture(dialog, view.visualRect(view.lines.index(0, side))) for side in (Column.OLD, Column.NEW)]
    assert near(pictures[0], palette.color("accent")) > 20 * max(1, near(pictures[0], palette.color("green")))
    assert near(pictures[1], palette.color("green")) > 20 * max(1, near(pictures[1], palette.color("accent")))
    formats = [view.delegate._format(stroke) for stroke in (Stroke.REMOVED, Stroke.ADDED)]
    assert [form.fontStrikeOut() for form in formats] == [True, False]
    assert [form.fontUnderline() for form in formats] == [False, True]


def picture(dialog: CompareDialog, rect: QRect) -> QImage:
    return dialog.texts.viewport().grab(rect).toImage()


def near(image: QImage, color: QColor) -> int:
    """How many pixels are of this colour, or nearly."""
    wanted = (color.red(), color.green(), color.blue())
    found = 0
    for x in range(image.width()):
        for y in range(image.height()):
            pixel = image.pixelColor(x, y)
            found += all(abs(a - b) < 24 for a, b in zip((pixel.red(), pixel.green(), pixel.blue()), wanted, strict=True))
    return found


def test_a_long_line_has_room_for_all_its_words(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    long = Line("text:9", RowKind.CHANGED, Cell("建设" * 200), Cell("建设"), "")
    dialog.texts.set_lines([changed(0), long])
    qtbot.waitUntil(lambda: dialog.texts.rowHeight(1) > 4 * dialog.texts.rowHeight(0))
    wide = dialog.texts.rowHeight(1)
    dialog.resize(900, 700)
    qtbot.waitUntil(lambda: dialog.texts.rowHeight(1) > wide)


def test_only_lines_in_sight_are_set(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    many = [changed(at) for at in range(5000)]
    dialog.texts.set_lines(many)
    qtbot.waitUntil(lambda: bool(dialog.texts.delegate._layouts))
    assert dialog.texts.go_to(Place(old=49_990))
    assert len(dialog.texts.delegate._layouts) <= 400
    assert dialog.texts.visualRect(dialog.texts.currentIndex()).intersects(dialog.texts.viewport().rect())


def test_the_likeliest_new_version_is_chosen_already(qtbot: QtBot) -> None:
    dialog = VersionDialog("意见", [Candidate("p2", "意见", "印发稿"), Candidate("p3", "办法", "")])
    dialog.set_palette_tokens(DARK)
    qtbot.addWidget(dialog)
    assert dialog.chosen() == "p2"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()


def test_a_new_version_may_come_from_a_file(qtbot: QtBot) -> None:
    dialog = VersionDialog("意见", [])
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    with qtbot.waitSignals([dialog.rejected, dialog.file_requested]):
        dialog.file.click()
