"""The window: what it remembers, what it says about itself, and that nothing typed in it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop.app import App
from desktop.settings import APPEARANCE, AS_OF, LANGUAGE, Settings
from policy.judging import Progress, WarningLevel
from storage.records import AnnotationKind
from storage.workspace import Workspace
from tests.desktop.driving import Hands
from widgets.dialogs.export_dialog import ExportDialog
from widgets.models.task_model import Column
from widgets.palette import DARK, LIGHT
from widgets.panels.inspector import Tab


def note_of(workspace: Path) -> list[str]:
    with Workspace.open(workspace, None) as held:
        (policy,) = held.policies.all()
        return [record.note for record in held.assessments.of(policy.id)]


def type_note(hands: Hands, words: str) -> QPlainTextEdit:
    """Words typed into the note of task 1 that are not stored yet."""
    hands.click_task(1)
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    note = hands.app.parts.inspector.assessment.note
    note.insertPlainText(words)
    assert note.pending
    assert hands.shown.assessments == {}
    return note


def test_the_layout_comes_back(hands: Hands, qapp: QApplication, settings: Settings) -> None:
    app, parts = hands.app, hands.app.parts
    # Within the screen that tests have.
    app.window.resize(780, 700)
    app.actions.show_outline.trigger()
    parts.columns.setSizes([0, 450, 330])
    parts.right.setSizes([500, 200])
    parts.table.view.setColumnWidth(Column.DEPARTMENTS, 133)
    hands.settle()
    expected = (app.window.size(), parts.columns.sizes(), parts.right.sizes())
    app.window.close()
    again = App(qapp, Settings(settings._path))
    again.window.show()
    hands.qtbot.wait(20)
    try:
        found = again.parts
        again.flows.files.open_path(again.flows.files.recent()[0])
        hands.qtbot.wait(20)
        assert (again.window.size(), found.columns.sizes(), found.right.sizes()) == expected
        assert found.table.view.columnWidth(Column.DEPARTMENTS) == 133
        assert not found.left.isVisible()
        assert not again.actions.show_outline.isChecked()
        assert found.inspector.isVisible()
    finally:
        again.window.close()
        again.window.deleteLater()


@pytest.mark.parametrize("name", ["outline", "text", "table", "inspector"])
def test_every_pane_can_be_hidden_and_shown(hands: Hands, name: str) -> None:
    parts = hands.app.parts
    pane = {"outline": parts.left, "text": parts.text, "table": parts.table, "inspector": parts.inspector}[name]
    toggle = hands.app.actions.panes()[name]
    assert pane.isVisible()
    toggle.trigger()
    assert not pane.isVisible()
    toggle.trigger()
    assert pane.isVisible()


def test_everything_essential_is_visible_at_the_usual_size(hands: Hands) -> None:
    hands.app.window.resize(1366, 768)
    hands.settle()
    parts = hands.app.parts
    for part in (parts.outline, parts.text, parts.table, parts.inspector):
        assert part.isVisible()
        assert part.width() >= 180
        assert part.height() >= 100
    assert hands.app.window.width() == 1366


def test_the_language_is_switched_with_the_policy_on_screen_and_undo_alive(hands: Hands) -> None:
    app, old = hands.app, hands.app.window
    app.session.annotate(hands.shown.policy.id, hands.select("推广电子提单"), AnnotationKind.ISSUE, "缺目标")
    hands.click_task(2)
    hands.app.actions.show_outline.trigger()
    shown = hands.shown
    app.settings.set(LANGUAGE, "zh")
    app.flows.preferences.language_changed.emit()
    hands.qtbot.waitUntil(lambda: app.window is not old)
    assert app.window.isVisible()
    assert "报告" in app.actions.export.text()
    assert app.parts.inspector.titles()[0] == "任务"
    assert hands.shown == shown
    assert hands.chosen() == 2
    assert not app.parts.left.isVisible(), "the layout stays"
    app.actions.undo.trigger()
    assert hands.shown.annotations == {}
    app.actions.redo.trigger()
    assert hands.note().body == "缺目标"
    hands.select("坚持服务企业")
    app.actions.annotate[AnnotationKind.HIGHLIGHT].trigger()
    assert len(hands.shown.annotations) == 2, "one window writes, once"


def test_a_crash_is_still_told_after_the_language_was_switched(hands: Hands) -> None:
    old = hands.app.window
    hands.app.settings.set(LANGUAGE, "zh")
    hands.app.rebuild()
    assert hands.app.window is not old
    hands.app.show_crash("Traceback: …")
    message = hands.app.parts.messages.message()
    assert message is not None
    assert message.action == "copy:Traceback: …"
    hands.app.parts.messages.action_requested.emit(message.action)
    assert QApplication.clipboard().text() == "Traceback: …"


def test_light_and_dark_repaint_everything(hands: Hands) -> None:
    app = hands.app
    app.actions.dark.setChecked(False)
    for dark, palette in ((True, DARK), (False, LIGHT)):
        app.actions.dark.trigger()
        hands.settle()
        assert app.actions.dark.isChecked() is dark
        picture = app.window.grab().toImage()
        for part, token in ((app.parts.text.area.viewport(), "paper"), (app.parts.outline.viewport(), "window")):
            corner = part.mapTo(app.window, part.rect().bottomLeft())
            ratio = picture.devicePixelRatio()
            assert picture.pixelColor(int(corner.x() * ratio) + 1, int(corner.y() * ratio) - 1) == palette.color(token)
        assert app.settings.get(APPEARANCE) == ("dark" if dark else "light")


def test_the_text_is_set_larger_and_smaller(hands: Hands) -> None:
    area, actions = hands.app.parts.text.area, hands.app.actions
    size = area.look.size
    actions.larger.trigger()
    actions.larger.trigger()
    assert area.look.size == size + 2
    actions.smaller.trigger()
    assert area.look.size == size + 1


def test_the_as_of_date_moves_the_deadlines(hands: Hands) -> None:
    counts = hands.app.parts.counts
    for day, overdue in (("2021-06-01", 0), ("2021-11-01", 1), ("2022-01-10", 2)):
        hands.app.settings.set(AS_OF, day)
        hands.app.flows.preferences.reckoning_changed.emit()
        assert f"{overdue} overdue" in counts.text()
        rows = [hands.row(number) for number in (1, 2, 3)]
        assert sum(row.warning is WarningLevel.OVERDUE for row in rows) == overdue


def test_the_status_bar_counts_and_says_when_it_was_saved(hands: Hands) -> None:
    assert "3 tasks" in hands.app.parts.counts.text()
    assert "0 judged" in hands.app.parts.counts.text()
    assert hands.app.parts.saved.text() == ""
    hands.app.flows.tasks.set_progress(hands.task(1).id, Progress.DONE)
    hands.settle()
    assert "1 judged" in hands.app.parts.counts.text()
    assert hands.app.parts.saved.text().startswith("Saved ")
    hands.app.flows.files.close()
    assert hands.app.parts.counts.text() == ""
    assert hands.app.parts.saved.text() == ""
    assert hands.app.parts.pages.currentWidget() is hands.app.parts.start


def test_typed_text_is_stored_when_the_window_closes(hands: Hands, workspace_file: Path) -> None:
    type_note(hands, "没有写完")
    hands.app.window.close()
    assert note_of(workspace_file) == ["没有写完"]


def test_typed_text_is_stored_when_the_workspace_is_left(hands: Hands, workspace_file: Path, tmp_path: Path) -> None:
    type_note(hands, "没有写完")
    hands.app.flows.files.create_at(tmp_path / "另一个")
    assert note_of(workspace_file) == ["没有写完"]


def test_typed_text_is_stored_when_the_workspace_is_closed(hands: Hands, workspace_file: Path) -> None:
    type_note(hands, "没有写完")
    hands.app.actions.close_workspace.trigger()
    assert note_of(workspace_file) == ["没有写完"]


def test_typed_text_is_stored_when_another_task_is_chosen(hands: Hands) -> None:
    type_note(hands, "第一项")
    hands.click_task(2)
    assert [record.note for record in hands.shown.assessments.values()] == ["第一项"]
    assert next(iter(hands.shown.assessments.values())).task == hands.task(1).id


def test_typed_text_is_stored_before_a_report(hands: Hands) -> None:
    type_note(hands, "写进报告")
    hands.app.actions.export.trigger()
    hands.dialog(ExportDialog)
    assert [record.note for record in hands.shown.assessments.values()] == ["写进报告"]


def test_undo_takes_back_what_is_being_typed_and_not_the_step_before_it(hands: Hands) -> None:
    policy = hands.shown.policy.id
    hands.app.session.annotate(policy, hands.select("推广电子提单"), AnnotationKind.COMMENT, "原先")
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    hands.settle()
    hands.app.parts.inspector.annotations.editor.body.setPlainText("改过")
    hands.app.actions.undo.trigger()
    assert hands.note().body == "原先"
    hands.app.actions.redo.trigger()
    assert hands.note().body == "改过"
    assert hands.said() == ""


def test_undo_and_redo_are_offered_when_there_is_a_step(hands: Hands) -> None:
    undo, redo = hands.app.actions.undo, hands.app.actions.redo
    assert (undo.isEnabled(), redo.isEnabled(), undo.text()) == (False, False, "Undo")
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "R&D"})
    assert (undo.isEnabled(), redo.isEnabled(), undo.iconText()) == (True, False, "Undo")
    assert undo.text().startswith("Undo ")
    undo.trigger()
    assert (undo.isEnabled(), redo.isEnabled(), undo.text()) == (False, True, "Undo")
    assert redo.text().startswith("Redo ")


def test_typed_text_is_stored_when_the_language_is_switched(hands: Hands) -> None:
    type_note(hands, "没有写完")
    hands.app.rebuild()
    assert [record.note for record in hands.shown.assessments.values()] == ["没有写完"]


def test_typed_text_is_stored_a_moment_after_the_last_key(hands: Hands) -> None:
    type_note(hands, "停了一下")
    hands.qtbot.waitUntil(lambda: bool(hands.shown.assessments), timeout=3000)
    assert next(iter(hands.shown.assessments.values())).note == "停了一下"


def test_the_title_names_the_workspace_and_the_list_of_policies_is_hidden_for_one(hands: Hands) -> None:
    assert hands.app.window.windowTitle() == "审阅 — ClauseDesk"
    assert not hands.app.parts.policies.isVisible()


def test_finding_in_the_text_goes_from_place_to_place(hands: Hands) -> None:
    parts, actions = hands.app.parts, hands.app.actions
    actions.find.trigger()
    assert parts.text.find_bar.isVisible()
    assert parts.text.set_find("港口数据平台") > 1
    first = parts.text.area.textCursor().position()
    actions.find_next.trigger()
    assert parts.text.area.textCursor().position() != first


def test_a_folded_annex_leads_to_the_table(hands: Hands) -> None:
    hands.app.window.activateWindow()
    hands.qtbot.waitUntil(hands.app.window.isActiveWindow)
    hands.app.parts.text.table_requested.emit()
    assert hands.app.parts.table.view.hasFocus()


def test_every_action_has_a_name_and_no_key_means_two_things(hands: Hands) -> None:
    actions = [action for action in hands.app.window.actions() if action.shortcut().toString()]
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert all(action.text().replace("&", "") for action in actions)


def test_keys_move_through_the_tasks(hands: Hands) -> None:
    hands.key(hands.app.parts.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert hands.chosen() == 1
    hands.key(hands.app.parts.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert hands.chosen() == 2
    hands.key(hands.app.parts.table.view, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert hands.row(2).progress is list(Progress)[4]
