"""The dialogs of a merge: the preview, the report, the merges so far, and the questions on the way."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from widgets.dialogs.confirm_dialog import ConfirmDialog
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog
from widgets.dialogs.merges_dialog import MergesDialog
from widgets.dialogs.passphrase_dialog import PassphraseDialog
from widgets.models.merge_model import ConflictWords, MergeLine, MergeRow, MergeShown, RejectedWords, SideWords

SIDES = (SideWords("持续推进", "张三"), SideWords("2022年", "李四"), SideWords("2023年", "王五"))
SHOWN = MergeShown(
    "Merging brings 3 new.",
    "a.clausedesk",
    (MergeRow("a", "李四", (3, 0, 0, 1, 1), heading=True), MergeRow("a/task", "Tasks", (3, 0, 0, 1, 1))),
    (ConflictWords("r/timing", "Task 1", "Timing", SIDES),),
    (RejectedWords("0", "Tasks by 李四", "its hash does not match"),),
    ("李四's computer is 3 days ahead.",),
    ("A backup is made first.",),
)
NOTHING = MergeShown("There is nothing new.", "a.clausedesk", (), new=False)


def shown(qtbot: QtBot, widget: QWidget) -> str:
    """Put a dialog on the screen; all its sentences."""
    qtbot.addWidget(widget)
    widget.show()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_preview_says_everything_and_merges_when_accepted(qtbot: QtBot) -> None:
    dialog = MergePreview(SHOWN)
    said = shown(qtbot, dialog)
    assert all(sentence in said for sentence in (SHOWN.summary, SHOWN.sources, *SHOWN.warnings, *SHOWN.facts))
    assert dialog.facts.counts.rowCount() == 2
    assert [dialog.facts.tabs.tabText(tab) for tab in range(2)] == ["Conflicts 1", "Left out 1"]
    view = dialog.facts.conflicts_view
    assert view.rowHeight(0) > view.verticalHeader().defaultSectionSize(), "a conflict of three needs more room"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_button.click()


def test_nothing_new_leaves_only_closing(qtbot: QtBot) -> None:
    dialog = MergePreview(NOTHING)
    assert NOTHING.summary in shown(qtbot, dialog)
    assert not dialog.accept_button.isVisible()
    assert dialog.cancel_button.text() == "Close"
    assert not dialog.facts.counts_view.isVisible()


def test_without_conflicts_there_is_no_list_of_them(qtbot: QtBot) -> None:
    dialog = MergePreview(dataclasses.replace(SHOWN, conflicts=(), rejected=()))
    shown(qtbot, dialog)
    assert dialog.facts.counts_view.isVisible()
    assert not dialog.facts.tabs.isVisible()
    assert not dialog.facts.rejected_view.isVisible()


def test_another_question_finds_its_place_above_the_counts(qtbot: QtBot) -> None:
    dialog = MergePreview(SHOWN)
    asked = QLineEdit()
    dialog.set_twins(asked)
    shown(qtbot, dialog)
    assert asked.isVisible()
    assert asked.mapTo(dialog, asked.rect().bottomLeft()).y() < dialog.facts.counts_view.mapTo(dialog, dialog.rect().topLeft()).y()


def test_what_a_file_says_is_never_taken_for_markup(qtbot: QtBot) -> None:
    dialog = MergePreview(dataclasses.replace(SHOWN, sources="<b>a</b>.clausedesk"))
    qtbot.addWidget(dialog)
    label = next(label for label in dialog.findChildren(QLabel) if "<b>" in label.text())
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_report_leads_to_the_conflicts_and_into_word(qtbot: QtBot) -> None:
    dialog = MergeReportDialog(SHOWN)
    shown(qtbot, dialog)
    with qtbot.waitSignal(dialog.save_requested):
        dialog.save.click()
    assert dialog.isVisible()
    with qtbot.waitSignals([dialog.accepted, dialog.conflicts_requested]):
        dialog.decide.click()


@pytest.mark.parametrize(("facts", "decidable"), [(NOTHING, True), (SHOWN, False)])
def test_the_report_offers_to_decide_only_what_can_be(facts: MergeShown, decidable: bool, qtbot: QtBot) -> None:
    dialog = MergeReportDialog(facts, decidable)
    shown(qtbot, dialog)
    assert not dialog.decide.isVisible()


def line(key: str, standing: bool = True) -> MergeLine:
    return MergeLine(key, "9:00", "张三", f"{key}.clausedesk", "12", "1", "Merged" if standing else "Taken back", standing)


def test_the_merges_so_far_are_asked_for_by_their_id(qtbot: QtBot) -> None:
    dialog = MergesDialog(writable=True)
    dialog.set_lines([line("new"), line("old", standing=False)])
    shown(qtbot, dialog)
    assert (dialog.chosen(), dialog.turn.text()) == ("new", "&Take back")
    dialog.view.selectRow(1)
    assert (dialog.chosen(), dialog.turn.text()) == ("old", "&Bring back")
    for button, signal in (
        (dialog.report, dialog.report_requested),
        (dialog.save, dialog.save_requested),
        (dialog.turn, dialog.turn_requested),
    ):
        with qtbot.waitSignal(signal) as asked:
            button.click()
        assert asked.args == ["old"]
    dialog.set_lines([line("newest"), line("new"), line("old")])
    assert (dialog.chosen(), dialog.turn.text()) == ("old", "&Take back")


def test_without_merges_it_says_so(qtbot: QtBot) -> None:
    dialog = MergesDialog(writable=True)
    dialog.set_lines([])
    assert "Nothing has been merged" in shown(qtbot, dialog)
    assert not any(button.isEnabled() for button in (dialog.report, dialog.save, dialog.turn))


def test_where_nothing_was_merged_yet_merging_is_offered(qtbot: QtBot) -> None:
    dialog = MergesDialog(writable=True)
    shown(qtbot, dialog)
    dialog.set_lines([])
    assert dialog.none.button.isVisible()
    assert not dialog.turn.isVisible()
    with qtbot.waitSignal(dialog.merge_requested):
        dialog.none.button.click()
    assert not dialog.isVisible()
    only_read = MergesDialog(writable=False)
    shown(qtbot, only_read)
    only_read.set_lines([])
    assert not only_read.none.button.isVisible()


def test_what_is_left_to_do_stands_out(qtbot: QtBot) -> None:
    settled, disputed = (MergeReportDialog(dataclasses.replace(SHOWN, conflicts=found)) for found in ((), SHOWN.conflicts))
    for dialog in (settled, disputed):
        qtbot.addWidget(dialog)
    assert settled.accept_button.isDefault()
    assert disputed.decide.isDefault()
    assert not disputed.accept_button.isDefault()


def test_where_nothing_can_be_written_no_merge_is_taken_back(qtbot: QtBot) -> None:
    dialog = MergesDialog(writable=False)
    dialog.set_lines([line("new")])
    shown(qtbot, dialog)
    assert dialog.report.isEnabled()
    assert not dialog.turn.isEnabled()


def test_a_question_is_answered_or_only_closed(qtbot: QtBot) -> None:
    asked = ConfirmDialog("Take back", "Really?", ["One.", "Two."], "&Take back")
    assert "One.\nTwo." in shown(qtbot, asked)
    with qtbot.waitSignal(asked.accepted):
        asked.accept_button.click()
    told = ConfirmDialog("Files", "None can be taken.", [f"Reason {number}." for number in range(20)])
    shown(qtbot, told)
    assert not told.accept_button.isVisible()
    assert told.findChild(QScrollArea) is not None


def test_a_passphrase_is_hidden_until_it_is_asked_for(qtbot: QtBot) -> None:
    dialog = PassphraseDialog("a.age", wrong=True)
    assert "not right" in shown(qtbot, dialog)
    dialog.accept()
    assert dialog.isVisible(), "an empty one opens nothing"
    dialog.field.setText(" 海阔天空 ")
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password
    dialog.show_box.setChecked(True)
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Normal
    assert dialog.passphrase() == " 海阔天空 "
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_button.click()
