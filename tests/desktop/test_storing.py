"""An import is stored beside the window: it goes on meanwhile, nothing is lost, and each step can be undone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from desktop import snapshot
from desktop.file_reading import read_file
from desktop.import_write import ImportWrite
from policy.model import Span
from storage.checks import check
from storage.errors import StorageError
from storage.policies import PolicyRepository
from storage.records import AnnotationKind, Written
from storage.store import Action
from storage.workspace import Profile, Workspace
from tests.desktop.driving import SAMPLE, Hands
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.job_dialog import JobDialog


class Gate:
    """Holds a write inside its transaction until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        assert self.opened.wait(20)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A gate in the way of everything that an import writes."""
    gate, add = Gate(), Action.add_foreign

    def slow(self: Action, *arguments: object, **named: object) -> None:
        add(self, *arguments, **named)  # type: ignore[arg-type]
        gate()

    monkeypatch.setattr(Action, "add_foreign", slow)
    return gate


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The threads in which policies were stored."""
    seen: list[threading.Thread] = []
    add = PolicyRepository.add_in_steps

    def watched(self: PolicyRepository, *arguments: object, **named: object) -> tuple[Written, ...]:
        seen.append(threading.current_thread())
        return add(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(PolicyRepository, "add_in_steps", watched)
    return seen


def preview(hands: Hands) -> ImportPreview:
    """The preview of the sample."""
    hands.app.flows.importing.import_document(SAMPLE)
    return hands.dialog(ImportPreview)


def stored(path: Path) -> list[str]:
    """The titles that a workspace holds, after it was checked."""
    assert check(path).sound
    with Workspace.open(path, None) as workspace:
        return [policy.title for policy in workspace.policies.all()]


def sample_write() -> ImportWrite:
    found = read_file(SAMPLE)
    return ImportWrite(found.policy, found.name, found.original, str)


def test_the_transaction_is_not_the_windows(hands: Hands, threads: list[threading.Thread]) -> None:
    preview(hands).accept()
    hands.finish_jobs()
    assert len(hands.shown.tasks) == 77
    assert threads
    assert threading.main_thread() not in threads


def test_the_event_loop_turns_while_an_import_is_stored(hands: Hands, gate: Gate) -> None:
    dialog, turns = preview(hands), list[int]()
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(1))
    dialog.accept()
    assert gate.reached.wait(20)
    timer.start(1)
    hands.qtbot.waitUntil(lambda: len(turns) > 5)
    assert len(hands.shown.tasks) == 3
    assert len(hands.workspace.policies.all()) == 1, "what is not committed is not seen, and does not lock out who reads"
    gate.opened.set()
    hands.finish_jobs()
    assert len(hands.shown.tasks) == 77


def test_a_long_storing_is_told_and_cannot_be_called_off(hands: Hands, gate: Gate) -> None:
    preview(hands).accept()
    assert gate.reached.wait(20)
    told = hands.dialog(JobDialog)
    assert SAMPLE.name in told.step()
    assert not told.cancel_button.isVisible()
    told.reject()
    assert SAMPLE.name in told.step()
    gate.opened.set()
    hands.finish_jobs()
    assert hands.dialogs(JobDialog) == []
    assert len(hands.shown.tasks) == 77


def test_what_is_written_in_the_window_meanwhile_stands_and_is_shown(hands: Hands, gate: Gate) -> None:
    before = hands.shown.policy.id
    preview(hands).accept()
    assert gate.reached.wait(20)
    threading.Timer(0.1, gate.opened.set).start()
    assert hands.app.session.annotate(before, Span(100, 106), AnnotationKind.COMMENT, "其间写的", ["其间"]) is not None
    hands.finish_jobs()
    assert len(hands.shown.tasks) == 77
    assert [tag.name for tag in hands.shown.tags.values()] == ["其间"], "read again, since it came after the reading"
    assert [note.body for note in hands.workspace.annotations.of(before)] == ["其间写的"]
    assert hands.workspace.history.rows_equal_history()


def test_undo_waits_for_what_is_being_stored_and_takes_that_back(hands: Hands, gate: Gate) -> None:
    before = hands.shown.policy.id
    hands.app.session.annotate(before, Span(100, 106), AnnotationKind.COMMENT, "先写的")
    preview(hands).accept()
    assert gate.reached.wait(20)
    hands.app.actions.undo.trigger()
    gate.opened.set()
    hands.finish_jobs()
    hands.settle()
    assert [note.body for note in hands.workspace.annotations.of(before)] == ["先写的"]
    assert [policy.id for policy in hands.workspace.policies.all()] == [before]
    hands.app.actions.redo.trigger()
    hands.settle()
    assert len(hands.workspace.policies.all()) == 2


def test_an_undo_that_waits_ends_with_its_workspace(hands: Hands, gate: Gate) -> None:
    before, path = hands.shown.policy.id, hands.workspace.path
    hands.app.session.annotate(before, Span(100, 106), AnnotationKind.COMMENT, "先写的")
    preview(hands).accept()
    assert gate.reached.wait(20)
    hands.app.actions.undo.trigger()
    threading.Timer(0.1, gate.opened.set).start()
    hands.app.flows.files.close()
    hands.finish_jobs()
    hands.settle()
    assert len(stored(path)) == 2


def test_closing_the_workspace_waits_for_what_was_accepted(hands: Hands, gate: Gate) -> None:
    path = hands.workspace.path
    preview(hands).accept()
    assert gate.reached.wait(20)
    threading.Timer(0.1, gate.opened.set).start()
    hands.app.flows.files.close()
    assert len(stored(path)) == 2
    hands.finish_jobs()
    assert hands.app.session.workspace is None
    assert hands.app.presenter.snapshot is None
    assert not hands.app.session.undo_stack.canUndo()


def test_closing_the_program_waits_for_what_was_accepted(hands: Hands, gate: Gate) -> None:
    path = hands.workspace.path
    preview(hands).accept()
    assert gate.reached.wait(20)
    threading.Timer(0.1, gate.opened.set).start()
    hands.app.window.close()
    assert len(stored(path)) == 2


def test_what_has_not_begun_is_stored_when_the_workspace_is_closed(
    hands: Hands, threads: list[threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = hands.workspace.path, list[Sequence[Written] | None]()
    monkeypatch.setattr(hands.app.jobs, "run", lambda *_: None)
    hands.app.flows.storing.store(sample_write(), "存", told.append)
    assert not threads
    hands.app.flows.files.close()
    assert threads == [threading.main_thread()]
    assert told[0]
    assert len(stored(path)) == 2


def test_an_import_that_cannot_be_stored_is_told_and_its_corrections_come_back(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Action, *_arguments: object, **_named: object) -> None:
        raise StorageError("disk_full", name="x")

    dialog = preview(hands)
    dialog.choose(dialog.draft.rows[0].eid)
    dialog.editor.text.setPlainText("改过的任务")
    with monkeypatch.context() as patch:
        patch.setattr(Action, "add_foreign", refuse)
        dialog.accept()
        hands.finish_jobs()
    assert "disk is full" in hands.said()
    assert len(stored(hands.workspace.path)) == 1
    assert not hands.app.session.undo_stack.canUndo()
    again = preview(hands)
    assert again.draft.rows[0].text == "改过的任务"
    again.accept()
    hands.finish_jobs()
    assert hands.task(1).text == "改过的任务"


def test_a_fault_of_the_program_while_storing_keeps_the_corrections_too(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_self: Action, *_arguments: object, **_named: object) -> None:
        raise RuntimeError("broken")

    crashes: list[Exception] = []
    hands.app.jobs.crashed.connect(crashes.append)
    dialog = preview(hands)
    dialog.head.title.setText("改过的题")
    with monkeypatch.context() as patch:
        patch.setattr(Action, "add_foreign", fail)
        dialog.accept()
        hands.finish_jobs()
    assert [type(crash) for crash in crashes] == [RuntimeError]
    assert "background job" in caplog.text
    assert len(stored(hands.workspace.path)) == 1
    assert preview(hands).metadata().title == "改过的题"


def test_facts_then_each_correction_then_the_import_are_taken_back_one_by_one(hands: Hands) -> None:
    dialog = preview(hands)
    words = [row.text for row in dialog.draft.rows[:2]]
    for row, text in zip(dialog.draft.rows[:2], ("改一", "改二"), strict=True):
        dialog.choose(row.eid)
        dialog.editor.text.setPlainText(text)
    title = dialog.metadata().title
    dialog.head.title.setText("改过的题")
    dialog.accept()
    hands.finish_jobs()
    undo, states = hands.app.actions.undo, list[tuple[str, str, str]]()

    def state() -> tuple[str, str, str]:
        return hands.shown.policy.title, hands.task(1).text, hands.task(2).text

    states.append(state())
    for _ in range(3):
        undo.trigger()
        states.append(state())
    assert states == [
        ("改过的题", "改一", "改二"),
        (title, "改一", "改二"),
        (title, "改一", words[1]),
        (title, words[0], words[1]),
    ]
    undo.trigger()
    assert len(hands.workspace.policies.all()) == 1
    assert not hands.app.session.undo_stack.canUndo()
    for _ in range(4):
        hands.app.actions.redo.trigger()
    assert state() == ("改过的题", "改一", "改二")
    assert hands.workspace.history.rows_equal_history()


def test_the_views_are_filled_from_what_was_read_beside_the_window(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[threading.Thread] = []
    load = snapshot.load

    def watched(workspace: Workspace, policy: str) -> snapshot.Snapshot:
        loads.append(threading.current_thread())
        return load(workspace, policy)

    monkeypatch.setattr(snapshot, "load", watched)
    preview(hands).accept()
    hands.finish_jobs()
    assert len(loads) == 1
    assert loads[0] is not threading.main_thread()
    assert hands.row(77).record.number == 77
    assert hands.shown == load(hands.workspace, hands.shown.policy.id)


def test_a_task_table_is_stored_beside_the_window_and_closing_waits(hands: Hands, gate: Gate) -> None:
    tasks = read_file(SAMPLE).policy.tasks[:2]
    path, policy = hands.workspace.path, hands.shown.policy.id
    told: list[Sequence[Written] | None] = []
    hands.app.flows.storing.store(lambda ws: [ws.tasks.import_rows(policy, tasks, "表")], "存", told.append)
    assert gate.reached.wait(20)
    threading.Timer(0.1, gate.opened.set).start()
    hands.app.flows.files.close()
    with Workspace.open(path, None) as workspace:
        assert len(workspace.tasks.of(policy)) == 5


def test_a_workspace_open_for_reading_stores_nothing(reading_hands: Hands) -> None:
    told: list[Sequence[Written] | None] = []
    reading_hands.app.flows.storing.store(sample_write(), "存", told.append)
    assert told == [None]
    assert "read" in reading_hands.said()


@pytest.fixture
def reading_hands(free_hands: Hands, workspace_file: Path, profile: Profile) -> Hands:
    """Hands at a workspace that somebody else holds."""
    holder = Workspace.open(workspace_file, profile)
    free_hands.app.flows.files.open_path(workspace_file)
    holder.close()
    return free_hands
