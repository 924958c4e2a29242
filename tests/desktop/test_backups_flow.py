"""Backups shown, made, looked into and restored at the window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from desktop.app import App, _open_first
from desktop.autobackup import AutoBackup
from policy.model import Span
from storage.backup import folder_of, held
from storage.merge import merge
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace
from tests.desktop.driving import Hands
from widgets.dialogs.backups_dialog import BackupsDialog
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.job_dialog import JobDialog
from widgets.dialogs.merge_preview import MergePreview
from widgets.message_bar import Message


def annotate(hands: Hands, words: str) -> None:
    shown = hands.shown
    start = shown.text.index(words)
    assert hands.app.session.annotate(shown.policy.id, Span(start, start + len(words)), AnnotationKind.COMMENT, words) is not None


def remarks(hands: Hands) -> set[str]:
    return {record.body for record in hands.shown.annotations.values()}


def shown_backups(hands: Hands) -> BackupsDialog:
    """The dialog, once everything in it has been read."""
    hands.app.actions.backups.trigger()
    dialog = hands.dialog(BackupsDialog)
    hands.finish_jobs()
    return dialog


def message(hands: Hands) -> Message:
    found = hands.app.parts.messages.message()
    assert found is not None
    return found


def press_message(hands: Hands) -> None:
    hands.app.parts.messages.action_requested.emit(message(hands).action)
    hands.finish_jobs()


def spoil(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    content[8192:24576] = b"\xff" * 16384
    path.write_bytes(content)
    return bytes(content)


@pytest.fixture
def saved(hands: Hands) -> Hands:
    """Hands at a workspace with one remark, a backup of it, and a second remark."""
    annotate(hands, "数字港口")
    hands.workspace.back_up()
    annotate(hands, "电子提单")
    return hands


def test_a_backup_is_restored_taken_back_and_merged_back(saved: Hands, profile: Profile) -> None:
    path, title = saved.workspace.path, saved.shown.policy.title
    dialog = shown_backups(saved)
    assert dialog.state().startswith("Whole")
    assert dialog.facts()["Policies"] == title
    assert dialog.facts()["Annotations"] == "1"
    assert "1 change written since" in dialog.difference()
    dialog.restore.click()
    saved.finish_jobs()
    assert saved.workspace.path == path
    assert not saved.workspace.read_only
    assert remarks(saved) == {"数字港口"}
    assert "What was before is now a backup" in message(saved).text
    kept = held(path)[0]
    press_message(saved)
    assert remarks(saved) == {"数字港口", "电子提单"}
    saved.app.flows.backups.restore(path, held(path)[-1])
    saved.finish_jobs()
    annotate(saved, "铁路")
    merge(saved.workspace, kept.path)
    assert {record.body for record in saved.workspace.annotations.of(saved.shown.policy.id)} == {"数字港口", "电子提单", "铁路"}


def test_what_was_written_since_is_merged_back_from_the_dialog(saved: Hands) -> None:
    path = saved.workspace.path
    saved.app.flows.backups.restore(path, held(path)[0])
    saved.finish_jobs()
    annotate(saved, "铁路")
    dialog = shown_backups(saved)
    assert dialog.model.rows[0].backup.reason == "before-restore"
    assert "1 change in it is missing" in dialog.difference()
    dialog.merge.click()
    saved.dialog(MergePreview).accept()
    saved.qtbot.waitUntil(lambda: "电子提单" in remarks(saved), timeout=10_000)
    saved.finish_jobs()
    assert remarks(saved) == {"数字港口", "电子提单", "铁路"}
    for left in saved.dialogs(QDialog):
        left.close()


def test_what_is_being_typed_is_kept_before_a_restore(saved: Hands) -> None:
    flushed: list[bool] = []
    saved.app.flows.backups.starting.connect(lambda: flushed.append(saved.app.session.workspace is not None))
    saved.app.flows.backups.restore(saved.workspace.path, held(saved.workspace.path)[0])
    saved.finish_jobs()
    assert flushed == [True]


def writable(hands: Hands) -> bool:
    return hands.app.session.writable


def test_a_backup_is_looked_into_and_left_again(saved: Hands) -> None:
    path = saved.workspace.path
    dialog = shown_backups(saved)
    dialog.look.click()
    saved.finish_jobs()
    assert not writable(saved)
    assert remarks(saved) == {"数字港口"}
    assert message(saved).text.startswith("You are looking at the backup of")
    assert saved.app.flows.files.recent() == [path]
    press_message(saved)
    assert saved.workspace.path == path
    assert writable(saved)
    assert remarks(saved) == {"数字港口", "电子提单"}


def test_looking_into_a_backup_can_be_stopped_and_lets_nothing_else_be_done(saved: Hands) -> None:
    path, dialog = saved.workspace.path, shown_backups(saved)
    dialog.look.click()
    (copying,) = saved.app.window.findChildren(JobDialog)
    assert copying.isModal()
    copying.cancel_requested.emit()
    saved.finish_jobs()
    assert (saved.workspace.path, writable(saved)) == (path, True)
    assert saved.said() == ""


def test_a_backup_takes_no_place_of_a_workspace_that_was_closed_meanwhile(saved: Hands) -> None:
    dialog = shown_backups(saved)
    dialog.look.click()
    saved.app.session.close()
    saved.finish_jobs()
    assert saved.app.session.workspace is None


def test_a_backup_is_made_by_hand(hands: Hands) -> None:
    dialog = shown_backups(hands)
    assert dialog.state() == "There are no backups yet. Press “Back up now” to make one."
    assert not dialog.restore.isEnabled()
    assert not dialog.look.isEnabled()
    dialog.now.click()
    hands.finish_jobs()
    assert [row.backup.reason for row in dialog.model.rows] == ["backup"]
    assert "exactly the changes" in dialog.difference()
    assert dialog.now.isEnabled()


def test_a_backup_that_cannot_be_made_is_told_in_the_dialog(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = shown_backups(hands)
    monkeypatch.setattr("storage.backup.folder_of", lambda path: path / "none")
    monkeypatch.setattr("storage.backup.second_folder", lambda path: path / "none")
    dialog.now.click()
    hands.finish_jobs()
    assert "cannot be found" in dialog._problem.text()
    assert dialog.now.isEnabled()
    annotate(hands, "铁路")


def test_the_folder_is_opened(saved: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog = shown_backups(saved)
    dialog.folder.click()
    assert opened == [str(folder_of(saved.workspace.path))]


@pytest.mark.parametrize("harm", ["spoilt", "cut short", "gone"])
def test_a_workspace_that_cannot_be_opened_is_restored_from_its_best_backup(
    free_hands: Hands, workspace_file: Path, profile: Profile, harm: str
) -> None:
    with Workspace.open(workspace_file, profile) as workspace:
        good = workspace.back_up()
        bad = workspace.back_up()
    spoil(bad)
    harmed = b""
    if harm == "spoilt":
        harmed = bytes(1000) + workspace_file.read_bytes()[1000:]
        workspace_file.write_bytes(harmed)
    elif harm == "cut short":
        harmed = workspace_file.read_bytes()[:30_000]
        workspace_file.write_bytes(harmed)
    else:
        workspace_file.unlink()
    free_hands.app.flows.files.open_path(workspace_file)
    assert message(free_hands).action_text == "Restore from a backup…"
    free_hands.app.parts.messages.action_requested.emit(message(free_hands).action)
    dialog = free_hands.dialog(BackupsDialog)
    free_hands.finish_jobs()
    chosen = dialog.backup()
    assert chosen is not None
    assert chosen.path == good
    assert not dialog.now.isEnabled()
    free_hands.close_messages()
    dialog.restore.click()
    free_hands.finish_jobs()
    assert free_hands.workspace.path == workspace_file
    assert not free_hands.workspace.read_only
    assert len(free_hands.shown.tasks) == 3
    aside = list(workspace_file.parent.glob("*.damaged-*"))
    assert [path.read_bytes() for path in aside] == ([harmed] if harmed else [])


def test_a_damaged_backup_cannot_be_restored(saved: Hands) -> None:
    spoil(held(saved.workspace.path)[0].path)
    dialog = shown_backups(saved)
    assert not dialog.restore.isEnabled()
    assert "amaged" in dialog.state()


def test_a_workspace_without_backups_that_cannot_be_opened_is_only_told(free_hands: Hands, tmp_path: Path) -> None:
    free_hands.app.flows.files.open_path(tmp_path / "无.clausedesk")
    assert message(free_hands).action == ""
    assert "cannot be found" in message(free_hands).text


def test_a_start_offers_the_backups_of_the_last_workspace_when_it_is_gone(hands: Hands, app: App) -> None:
    path = hands.workspace.path
    hands.workspace.back_up()
    app.session.close()
    path.unlink()
    _open_first(app, None)
    assert message(hands).action_text == "Restore from a backup…"
    assert path.name in message(hands).text
    press_message(hands)
    hands.dialog(BackupsDialog).restore.click()
    hands.finish_jobs()
    assert hands.workspace.path == path


def test_a_restore_that_fails_leaves_the_workspace_open_as_it_was(saved: Hands) -> None:
    path = saved.workspace.path
    [backup] = held(path)
    spoil(backup.path)
    saved.app.flows.backups.restore(path, backup)
    saved.finish_jobs()
    assert saved.workspace.path == path
    assert remarks(saved) == {"数字港口", "电子提单"}
    assert "damaged" in message(saved).text
    saved.app.flows.backups.restore(path, None)
    assert saved.workspace.path == path


def test_without_a_workspace_a_backup_is_chosen_whose_workspace_is_shown(
    free_hands: Hands, workspace_file: Path, profile: Profile
) -> None:
    with Workspace.open(workspace_file, profile) as workspace:
        made = workspace.back_up()
    workspace_file.unlink()
    free_hands.app.actions.backups.trigger()
    free_hands.dialog(FileDialog).fileSelected.emit(str(made))
    free_hands.dialog(FileDialog).filesSelected.emit([str(made)])
    dialog = free_hands.dialog(BackupsDialog)
    free_hands.finish_jobs()
    assert [row.backup.path for row in dialog.model.rows] == [made]
    assert workspace_file.stem in dialog.windowTitle()
    free_hands.dialog(FileDialog).reject()
    dialog.reject()


def test_backups_are_made_by_the_clock_only_when_there_is_something_new(hands: Hands) -> None:
    auto, path = hands.app.flows.autobackup, hands.workspace.path
    assert auto.timer.isActive()
    auto.run()
    hands.finish_jobs()
    assert [backup.reason for backup in held(path)] == ["periodic"]
    annotate(hands, "铁路")
    auto.run()
    hands.finish_jobs()
    assert len(held(path)) == 1
    assert auto.timer.isActive()
    hands.app.session.close()
    assert not auto.timer.isActive()
    auto.run()
    hands.finish_jobs()
    assert len(held(path)) == 1


def test_the_clock_waits_while_other_work_is_done(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands.app.jobs, "busy", lambda: True)
    hands.app.flows.autobackup.run()
    monkeypatch.undo()
    hands.finish_jobs()
    assert held(hands.workspace.path) == ()
    assert hands.app.flows.autobackup.timer.isActive()


def test_a_full_disk_is_told_once_and_never_in_the_way(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(hands.workspace.path.parent)._replace(free=1)
    monkeypatch.setattr("storage.backups.shutil.disk_usage", lambda _: usage)
    auto: AutoBackup = hands.app.flows.autobackup
    said: list[object] = []
    auto.failed.connect(said.append)
    for _ in range(3):
        auto.run()
        hands.finish_jobs()
    assert len(said) == 1
    assert "nearly full" in message(hands).text
    annotate(hands, "铁路")
    monkeypatch.undo()

    def backed_up() -> bool:
        # It gives way to other work, and what is written sets some going a moment later.
        auto.run()
        hands.finish_jobs()
        return len(held(hands.workspace.path)) == 1

    hands.qtbot.waitUntil(backed_up)
