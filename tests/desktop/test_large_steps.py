"""Large steps are undone, redone and decided beside the window, which only paints what they gave."""

from __future__ import annotations

import threading

import pytest

from desktop import arrange, snapshot
from policy.model import Span
from storage.errors import StorageError
from storage.records import AnnotationKind
from storage.workspace import Workspace
from tests.desktop.driving import Hands
from widgets.dialogs import JobDialog
from widgets.policy_view.marks import Mark

MANY = 12


@pytest.fixture
def large(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Hands at a window that takes a step of a few changes for a large one, after such a step."""
    monkeypatch.setattr("desktop.flows.merges.AT_ONCE", MANY - 1)
    policy, session = hands.shown.policy.id, hands.app.session
    with session.together("many"):
        for at in range(MANY):
            session.annotate(policy, Span(60 + 4 * at, 63 + 4 * at), AnnotationKind.COMMENT, f"意见{at}")
    hands.settle()
    return hands


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the window itself read or arranged that grows with the policy."""
    read: list[str] = []
    refreshed, marks = snapshot.refreshed, arrange.marks

    def note_refreshed(*arguments: object) -> snapshot.Snapshot:
        read.append("records")
        return refreshed(*arguments)  # type: ignore[arg-type]

    def note_marks(shown: snapshot.Snapshot) -> list[Mark]:
        if threading.current_thread() is threading.main_thread():
            read.append("marks")
        return marks(shown)

    monkeypatch.setattr(snapshot, "refreshed", note_refreshed)
    monkeypatch.setattr(arrange, "marks", note_marks)
    return read


def state(hands: Hands) -> tuple[object, ...]:
    """What is on screen, which is what the workspace holds."""
    hands.settle()
    shown, stack = hands.shown, hands.app.session.undo_stack
    assert shown == snapshot.load(hands.workspace, shown.policy.id)
    painted = hands.app.parts.text.area.marks
    assert len(painted) == len(shown.annotations)
    assert all(painted.get(key) is not None for key in shown.annotations)
    return len(shown.annotations), stack.index(), stack.count()


def test_a_large_step_is_undone_and_redone_beside_the_window(large: Hands, read: list[str]) -> None:
    assert state(large) == (MANY, 1, 1)
    for action, after in ((large.app.actions.undo, (0, 0, 1)), (large.app.actions.redo, (MANY, 1, 1))) * 2:
        action.trigger()
        assert large.dialog(JobDialog).isModal()
        large.finish_jobs()
        assert state(large) == after
    assert read == []


def test_a_large_step_that_storage_refuses_can_be_tried_again(large: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise StorageError("disk_full", name="w")

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "reverse", refuse)
        large.app.actions.undo.trigger()
        large.finish_jobs()
    assert "disk is full" in large.said()
    assert state(large) == (MANY, 1, 1)
    large.app.actions.undo.trigger()
    large.finish_jobs()
    assert state(large) == (0, 0, 1)


def test_a_step_before_a_large_one_is_undone_at_once(large: Hands) -> None:
    large.app.session.annotate(large.shown.policy.id, Span(200, 204), AnnotationKind.COMMENT, "一条")
    large.app.actions.undo.trigger()
    assert large.dialogs(JobDialog) == []
    assert state(large) == (MANY, 1, 2)
