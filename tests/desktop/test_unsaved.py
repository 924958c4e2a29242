"""What was typed outlives a disk that refuses it: the window stays, the text can be copied out, and a step can be undone later."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from desktop.notices import AGAIN, CLOSE
from storage.records import AnnotationKind, EvidenceType
from storage.workspace import Workspace
from tests.desktop.driving import Hands
from widgets.dialogs import AnnotationDialog, AnnotationForm, EvidenceDialog, TaskDialog
from widgets.message_bar import Message, MessageKind
from widgets.panels.inspector import Tab

WORDS = "统一的港口数据平台"


def comment(hands: Hands, body: str = "缺少数据") -> str:
    hands.select(WORDS)
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    dialog = hands.dialog(AnnotationDialog)
    dialog.set_form(AnnotationForm(AnnotationKind.COMMENT, body, ()))
    dialog.accept()
    hands.settle()
    return next(iter(hands.shown.annotations), "")


def type_body(hands: Hands) -> None:
    comment(hands)
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    hands.app.parts.inspector.annotations.editor.body.setPlainText("没有存下的字")


def type_reply(hands: Hands) -> None:
    comment(hands)
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    editor = hands.app.parts.inspector.annotations.editor
    editor.reply.setText("没有存下的字")
    with hands.full_disk():
        editor.reply_button.click()


def type_note(hands: Hands) -> None:
    hands.click_task(1)
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    hands.app.parts.inspector.assessment.note.setPlainText("没有存下的字")


def type_dialog(hands: Hands) -> None:
    with hands.full_disk():
        comment(hands, "没有存下的字")


@pytest.mark.parametrize("typed", [type_body, type_reply, type_note, type_dialog])
def test_the_window_stays_open_with_what_could_not_be_stored(hands: Hands, typed: Callable[[Hands], None]) -> None:
    typed(hands)
    with hands.full_disk():
        hands.app.window.close()
        hands.settle()
        assert hands.app.window.isVisible()
        assert hands.app.session.workspace is not None
        assert "could not be stored" in hands.said()
        message = hands.app.parts.messages.message()
        assert message is not None
        assert message.action == f"{CLOSE}没有存下的字"
        hands.app.window.carry_out(message.action)
    assert QGuiApplication.clipboard().text() == "没有存下的字"
    assert not hands.app.window.isVisible()
    assert hands.app.session.workspace is None


@pytest.mark.parametrize("typed", [type_body, type_note, type_dialog])
def test_when_there_is_room_again_closing_stores_it(hands: Hands, typed: Callable[[Hands], None]) -> None:
    typed(hands)
    workspace = hands.workspace.path
    with hands.full_disk():
        hands.app.window.close()
        assert hands.app.window.isVisible()
    hands.app.window.close()
    assert not hands.app.window.isVisible()
    with Workspace.open(workspace, None) as again:
        policy = again.policies.all()[0].id
        stored = [note.body for note in again.annotations.of(policy)] + [one.note for one in again.assessments.of(policy)]
    assert "没有存下的字" in stored


def test_the_window_stays_open_with_a_reply_that_is_not_sent(hands: Hands) -> None:
    comment(hands, "原来的话")
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    editor = hands.app.parts.inspector.annotations.editor
    hands.qtbot.keyClicks(editor.reply, "half a reply")  # type: ignore[no-untyped-call]
    hands.app.parts.messages.show_offer(Message("两个", MessageKind.OFFER, "一", "one", "二", "two"))
    for _ in range(2):
        hands.app.window.close()
        assert hands.app.window.isVisible()
    message, waiting = hands.app.parts.messages.message(), hands.app.parts.messages.waiting()
    assert message is not None
    assert (message.action, waiting) == (f"{CLOSE}half a reply", 1)
    assert "“half a reply” is not sent yet" in message.text
    hands.app.parts.messages.close_message()
    other = hands.app.parts.messages.message()
    assert other is not None
    assert other.second == "two", "it keeps its second button"
    editor.reply_button.click()
    hands.app.window.close()
    assert not hands.app.window.isVisible()


def test_the_language_is_not_changed_over_what_could_not_be_stored(hands: Hands) -> None:
    type_body(hands)
    window = hands.app.window
    with hands.full_disk():
        hands.app.rebuild()
    assert hands.app.window is window
    assert hands.app.parts.inspector.annotations.editor.body.toPlainText() == "没有存下的字"


def test_a_step_that_storage_refuses_to_undo_can_be_undone_later(hands: Hands) -> None:
    comment(hands, "第一条")
    stack = hands.app.session.undo_stack
    for _ in range(2):
        with hands.full_disk():
            hands.app.actions.undo.trigger()
            hands.settle()
        assert "disk is full" in hands.said()
        assert (stack.index(), stack.count()) == (1, 1)
        assert len(hands.shown.annotations) == 1
    hands.app.actions.undo.trigger()
    hands.settle()
    assert not hands.shown.annotations
    with hands.full_disk():
        hands.app.actions.redo.trigger()
        hands.settle()
    assert (stack.index(), stack.count()) == (0, 1)
    hands.app.actions.redo.trigger()
    hands.settle()
    assert hands.note().body == "第一条"


def write_evidence(hands: Hands, evidence: str | None) -> None:
    flow = hands.app.flows.evidence
    flow.edit(evidence) if evidence else flow.record()
    dialog = hands.dialog(EvidenceDialog)
    dialog.title.setText("没有存下的字")
    dialog.accept()


def write_task(hands: Hands, task: str | None) -> None:
    flow = hands.app.flows.tasks
    flow.edit(task) if task else flow.add()
    dialog = hands.dialog(TaskDialog)
    dialog.text.setPlainText("没有存下的字")
    dialog.accept()


def write_remark(hands: Hands, remark: str | None) -> None:
    if remark is None:
        hands.select("电子提单")
        hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    else:
        hands.app.flows.annotations.edit(remark)
    dialog = hands.dialog(AnnotationDialog)
    dialog.set_form(AnnotationForm(AnnotationKind.COMMENT, "没有存下的字", ()))
    dialog.accept()


def test_what_storage_refused_of_a_dialog_is_written_by_a_button_when_there_is_room(hands: Hands) -> None:
    remark = comment(hands)
    hands.app.session.add_evidence(hands.shown.policy.id, {"title": "台账", "type": EvidenceType.DOCUMENT})
    hands.settle()
    evidence, task = hands.evidence().id, hands.task(1).id
    hands.close_messages()
    with hands.full_disk():
        for write, record in ((write_remark, remark), (write_evidence, evidence), (write_task, task)):
            for key in (None, record):
                write(hands, key)
                hands.qtbot.waitUntil(lambda: not hands.dialogs(QDialog))
        message = hands.app.parts.messages.message()
        assert message is not None
        assert (message.action_text, message.action) == ("Try again", AGAIN)
        hands.app.window.carry_out(message.action)
        again = hands.app.parts.messages.message()
        assert again is not None
        assert again.action == AGAIN
    hands.app.window.carry_out(again.action)
    hands.settle()
    shown = hands.shown
    assert sorted(found.body for found in shown.annotations.values()) == ["没有存下的字"] * 2
    assert sorted(found.title for found in shown.evidence.values()) == ["没有存下的字"] * 2
    assert sum(found.text == "没有存下的字" for found in shown.tasks.values()) == 2
    hands.app.window.carry_out(AGAIN)
    hands.settle()
    assert hands.shown == shown, "once is enough"
    flows = hands.app.flows
    assert [flow.waiting() for flow in (flows.annotations, flows.evidence, flows.tasks)] == [(), (), ()]


def test_the_offer_to_decide_conflicts_goes_when_there_are_none(hands: Hands) -> None:
    notices = hands.app.window.notices
    notices.offer_conflicts("冲突 1 处")
    notices.follow_conflicts(1)
    assert hands.said() == "冲突 1 处"
    notices.follow_conflicts(0)
    assert hands.said() == ""
    notices.say("别的")
    hands.app.flows.conflicts.counted.emit(0)
    assert hands.said() == "别的"
