"""Large files are taken in without making the window wait, and can be called off."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop.flows import evidence as evidence_flow
from desktop.flows import stowing
from storage import attachments
from storage.checks import check
from tests.desktop.driving import Hands
from widgets.dialogs.evidence_dialog import EvidenceDialog
from widgets.dialogs.job_dialog import JobDialog
from widgets.panels.inspector import Tab

LARGE = 40 << 20


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "录像.bin"
    with path.open("wb") as file:
        file.truncate(LARGE)
    return path


def fill(hands: Hands, *files: Path) -> EvidenceDialog:
    hands.click_task(1)
    hands.app.actions.record_evidence.trigger()
    dialog = hands.dialog(EvidenceDialog)
    dialog.title.setText("现场录像")
    dialog.files.add_paths(files)
    return dialog


def test_a_large_file_is_attached_as_one_step_and_undo_takes_it_back(hands: Hands, large: Path) -> None:
    fill(hands, large).accept()
    assert not hands.shown.evidence, "the window does not wait for it"
    hands.qtbot.waitUntil(lambda: bool(hands.shown.evidence), timeout=20_000)
    (file,) = hands.shown.attachments.values()
    assert (file.name, file.size) == (large.name, LARGE)
    assert hands.workspace.evidence.read_attachment(file.sha256) == bytes(LARGE)
    hands.app.actions.undo.trigger()
    assert not hands.shown.evidence
    hands.app.actions.redo.trigger()
    assert len(hands.shown.attachments) == 1


def test_the_event_loop_turns_while_a_large_file_is_taken_in(hands: Hands, large: Path) -> None:
    turns: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(1))
    dialog = fill(hands, large)
    timer.start(1)
    dialog.accept()
    hands.qtbot.waitUntil(lambda: bool(hands.shown.evidence), timeout=20_000)
    timer.stop()
    assert len(turns) > 10


def test_while_a_large_file_is_taken_in_nothing_else_is_written(hands: Hands, large: Path) -> None:
    dialog = fill(hands, large)
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    hands.app.parts.inspector.assessment.note.insertPlainText("没有写完")
    assert not hands.shown.assessments
    dialog.accept()
    assert [record.note for record in hands.shown.assessments.values()] == ["没有写完"], "what was typed is stored before"
    (job,) = hands.dialogs(JobDialog)
    assert job.isModal()
    hands.qtbot.waitUntil(lambda: bool(hands.shown.evidence), timeout=20_000)


def test_called_off_nothing_is_attached_and_the_form_comes_back(hands: Hands, large: Path) -> None:
    fill(hands, large).accept()
    for job in hands.app.window.findChildren(JobDialog):
        job.cancel_requested.emit()
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=20_000)
    hands.settle()
    assert not hands.shown.evidence
    assert check(hands.workspace.path).sound
    hands.app.actions.record_evidence.trigger()
    again = hands.dialog(EvidenceDialog)
    assert (again.title.text(), [file.name for file in again.files.files()]) == ("现场录像", [large.name])
    again.reject()


def test_a_file_too_large_for_a_workspace_is_one_sentence(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "SIZE_LIMIT", 3 << 20)
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(4 << 20)
    fill(hands, path).accept()
    hands.qtbot.waitUntil(lambda: hands.app.parts.messages.message() is not None, timeout=30_000)
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=20_000)
    message = hands.app.parts.messages.message()
    assert message is not None
    assert "huge.bin" in message.text
    assert not hands.shown.evidence


def test_small_files_are_attached_at_once(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes(b"x" * (stowing.AT_ONCE - 1))
    fill(hands, path).accept()
    assert len(hands.shown.evidence) == 1


def test_a_large_file_is_saved_and_opened_without_making_the_window_wait(
    hands: Hands, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    content = b"%PDF-1.7\n".ljust(LARGE)
    hands.app.session.add_evidence(hands.shown.policy.id, {"type": "photo", "title": "录像", "files": [("录像.pdf", content)]})
    (held,) = hands.shown.attachments
    target = tmp_path / "副本.pdf"
    hands.app.flows.evidence.save_file(held)
    chooser = hands.dialog(QFileDialog)
    chooser.fileSelected.emit(str(target))
    chooser.close()
    assert not target.exists()
    hands.qtbot.waitUntil(lambda: "副本.pdf" in hands.said(), timeout=20_000)
    assert target.read_bytes() == content
    hands.app.flows.evidence.open_file(held)
    assert not opened
    hands.qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].stat().st_size == LARGE


def test_a_private_copy_that_cannot_be_made_is_one_sentence(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_record: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(evidence_flow, "private_copy_path", refuse)
    hands.app.session.add_evidence(hands.shown.policy.id, {"type": "photo", "title": "照片", "files": [("照片.png", b"x")]})
    (held,) = hands.shown.attachments
    hands.app.flows.evidence.open_file(held)
    assert "照片.png" in hands.said()
