"""Share packages written, looked into and merged at the window."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from desktop.jobs import Control
from desktop.notices import MERGE_PACKAGE, REOPEN
from policy.model import Span
from storage.checks import check
from storage.incoming import Incoming, receive
from storage.records import AnnotationKind
from storage.sharing import Selection, share_file
from storage.workspace import Workspace
from tests.desktop.driving import Hands
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.passphrase_dialog import PassphraseDialog
from widgets.dialogs.share_dialog import ShareDialog
from widgets.message_bar import Message, MessageKind


def annotate(hands: Hands, body: str) -> None:
    assert hands.app.session.annotate(hands.shown.policy.id, Span(0, 4), AnnotationKind.COMMENT, body) is not None


def message(hands: Hands) -> Message:
    found = hands.app.parts.messages.message()
    assert found is not None
    return found


def write_package(hands: Hands, target: Path, passphrase: str = "") -> None:
    """Share the whole workspace through the dialog."""
    hands.app.actions.share.trigger()
    hands.finish_jobs()
    dialog = hands.dialog(ShareDialog)
    if passphrase:
        dialog.lock.setChecked(True)
        dialog.passphrase.setText(passphrase)
        dialog.again.setText(passphrase)
    dialog.path.setText(str(target))
    dialog.accept()
    assert dialog.problem_shown() == ""
    hands.finish_jobs()


def look_into(hands: Hands, path: Path) -> None:
    hands.app.flows.sharing.open_package(path)
    hands.finish_jobs()


def test_a_package_is_written_and_told(hands: Hands, tmp_path: Path) -> None:
    annotate(hands, "给同事看的批注")
    target = tmp_path / "包.clausedesk"
    write_package(hands, target)
    assert "包.clausedesk" in hands.said()
    assert message(hands).kind is MessageKind.INFO
    assert check(target).problems == ()
    with Workspace.open(target, None) as package:
        assert [found.body for found in package.annotations.of(hands.shown.policy.id)] == ["给同事看的批注"]


def test_what_cannot_be_written_is_told(hands: Hands) -> None:
    path = hands.workspace.path
    hands.app.actions.share.trigger()
    hands.finish_jobs()
    dialog = hands.dialog(ShareDialog)
    dialog._take_path(str(path))
    dialog.accept()
    hands.finish_jobs()
    assert message(hands).kind is MessageKind.ERROR
    assert check(path).problems == ()


def test_a_package_opens_for_reading_and_the_way_back_is_offered(hands: Hands, tmp_path: Path) -> None:
    path, recent = hands.workspace.path, hands.app.flows.files.recent()
    target = tmp_path / "收到的.clausedesk"
    share_file(path, Selection(), target)
    before = target.read_bytes()
    look_into(hands, target)
    copy = hands.workspace.path
    assert copy != target
    assert hands.workspace.read_only
    assert "收到的" in hands.app.window.windowTitle()
    assert not hands.app.actions.import_policy.isEnabled()
    assert hands.app.flows.files.recent() == recent
    assert message(hands).action == f"{MERGE_PACKAGE}{path}"
    assert message(hands).second == f"{REOPEN}{path}"
    hands.app.parts.messages.action_requested.emit(message(hands).second)
    hands.settle()
    assert hands.workspace.path == path
    assert hands.app.session.writable
    assert not copy.exists()
    assert target.read_bytes() == before
    assert [entry.name for entry in target.parent.iterdir() if "收到的" in entry.name] == [target.name]


def test_a_look_that_is_stopped_at_its_end_opens_nothing_and_leaves_no_copy(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = hands.workspace.path, tmp_path / "收到的.clausedesk"
    share_file(path, Selection(), target)
    received: list[Incoming] = []

    def whole(*arguments: object) -> Incoming:
        received.append(receive(*arguments))  # type: ignore[arg-type]
        return received[0]

    monkeypatch.setattr("desktop.flows.sharing.receive", whole)
    controls: list[Control] = []
    hands.app.flows.sharing.working.connect(controls.append)
    hands.app.flows.sharing.open_package(target)
    deadline = time.monotonic() + 20
    # The event loop does not turn: what the job brings is under way when it is stopped.
    while not received and time.monotonic() < deadline:
        time.sleep(0.01)
    controls[0].cancel()
    hands.finish_jobs()
    assert (hands.workspace.path, hands.app.session.writable) == (path, True)
    assert not received[0].files[0].path.exists()


def test_looking_from_package_to_package_leads_back_to_the_workspace(hands: Hands, tmp_path: Path) -> None:
    path = hands.workspace.path
    for name in ("一.clausedesk", "二.clausedesk"):
        share_file(path, Selection(), tmp_path / name)
        look_into(hands, tmp_path / name)
    assert message(hands).second == f"{REOPEN}{path}"
    copy = hands.workspace.path
    hands.app.session.close()
    assert not copy.exists()


def test_what_is_looked_at_can_be_merged(hands: Hands, tmp_path: Path) -> None:
    path = hands.workspace.path
    annotate(hands, "会被撤销的批注")
    target = tmp_path / "收到的.clausedesk.age"
    share_file(path, Selection(), target, "口令")
    hands.app.actions.undo.trigger()
    hands.settle()
    look_into(hands, target)
    asked = hands.dialog(PassphraseDialog)
    asked.field.setText("错的")
    asked.accept()
    hands.finish_jobs()
    again = hands.dialog(PassphraseDialog)
    assert again.problem_shown() != ""
    again.field.setText("口令")
    again.accept()
    hands.finish_jobs()
    assert hands.workspace.read_only
    hands.app.parts.messages.action_requested.emit(message(hands).action)
    hands.finish_jobs()
    assert hands.workspace.path == path
    hands.dialog(MergePreview).reject()


def test_a_wrong_file_is_told_and_the_workspace_stays(hands: Hands, tmp_path: Path) -> None:
    path = hands.workspace.path
    wrong = tmp_path / "照片.clausedesk"
    wrong.write_bytes(b"\x89PNG" * 100)
    look_into(hands, wrong)
    assert message(hands).kind is MessageKind.ERROR
    assert hands.workspace.path == path
    assert hands.dialogs(QDialog) == []


@pytest.mark.parametrize("locked", [False, True])
def test_a_package_altered_on_its_way_opens_nowhere(hands: Hands, tmp_path: Path, locked: bool) -> None:
    path = hands.workspace.path
    target = tmp_path / "坏.clausedesk"
    share_file(path, Selection(), target, "口令" if locked else None)
    raw = target.read_bytes()
    target.write_bytes(raw[:-100])
    hands.app.flows.sharing.open_package(target, "口令" if locked else None)
    hands.finish_jobs()
    assert message(hands).kind is MessageKind.ERROR
    assert hands.workspace.path == path
