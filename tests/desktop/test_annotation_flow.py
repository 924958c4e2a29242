"""Remarks: made in every way, changed, answered and removed, and never lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.inspector_filler import annotation_rows
from policy.model import Span
from resources.catalogue import Catalogue
from storage.records import AnnotationKind
from tests.desktop.driving import Hands
from widgets.dialogs.annotation_dialog import AnnotationDialog
from widgets.dialogs.tags_dialog import TagsDialog
from widgets.panels.inspector import Tab

WORDS = "推广电子提单和电子仓单"
CTRL = Qt.KeyboardModifier.ControlModifier
KEYS = dict(zip(AnnotationKind, (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5), strict=True))


def fill(hands: Hands, body: str, tags: tuple[str, ...] = ()) -> None:
    dialog = hands.dialog(AnnotationDialog)
    dialog.body.setPlainText(body)
    dialog.tags.set_tags(tags)
    dialog.accept()


def comment(hands: Hands, body: str = "缺少数据", words: str = WORDS) -> str:
    """A comment made through the window; its id."""
    hands.select(words)
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    fill(hands, body)
    hands.settle()
    return next(note.id for note in hands.shown.annotations.values() if note.body == body)


@pytest.mark.parametrize("kind", AnnotationKind)
@pytest.mark.parametrize("way", ["action", "menu", "key"])
def test_every_kind_can_be_made_in_every_way(hands: Hands, kind: AnnotationKind, way: str) -> None:
    span = hands.select(WORDS)
    if way == "action":
        hands.app.actions.annotate[kind].trigger()
    elif way == "menu":
        menu = hands.app.parts.text.context_menu()
        next(action for action, offered in menu.kinds.items() if offered is kind).trigger()
    else:
        hands.key(hands.app.parts.text.area, KEYS[kind], CTRL)
    if kind is not AnnotationKind.HIGHLIGHT:
        assert hands.shown.annotations == {}, "nothing is stored before it is accepted"
        fill(hands, "缺少数据")
    note = hands.note()
    assert (note.kind, note.span, note.quote) == (kind, span, WORDS)
    assert note.body == ("" if kind is AnnotationKind.HIGHLIGHT else "缺少数据")
    assert note.provision is not None
    assert note.provision.startswith(hands.clause("（四）"))
    (mark,) = hands.app.parts.text.area.marks.at(span.start)
    assert (mark.id, mark.kind, mark.author) == (note.id, kind, "张三")


def test_without_a_selection_the_window_says_what_to_do(hands: Hands) -> None:
    hands.unselect()
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    assert "Select the words" in hands.said()
    assert hands.dialogs(AnnotationDialog) == []


def test_a_remark_is_edited_with_its_kind_and_tags_in_one_step(hands: Hands) -> None:
    key = comment(hands)
    hands.app.actions.edit_annotation.trigger()
    dialog = hands.dialog(AnnotationDialog)
    assert dialog.form().body == "缺少数据"
    dialog.kind_button(AnnotationKind.ISSUE).click()
    fill(hands, "缺少农村数据", ("数据", "督查"))
    note = hands.shown.annotations[key]
    assert (note.kind, note.body) == (AnnotationKind.ISSUE, "缺少农村数据")
    assert {hands.shown.tags[use.tag].name for use in hands.shown.tag_uses.values()} == {"数据", "督查"}
    hands.app.actions.undo.trigger()
    note = hands.shown.annotations[key]
    assert (note.kind, note.body) == (AnnotationKind.COMMENT, "缺少数据")
    assert hands.shown.tag_uses == {}
    hands.app.actions.redo.trigger()
    assert hands.shown.annotations[key].body == "缺少农村数据"
    assert len(hands.shown.tag_uses) == 2


def test_accepting_an_unchanged_remark_writes_nothing(hands: Hands) -> None:
    comment(hands)
    steps = hands.app.session.undo_stack.count()
    hands.app.actions.edit_annotation.trigger()
    hands.dialog(AnnotationDialog).accept()
    assert hands.app.session.undo_stack.count() == steps


def test_undo_and_redo_have_the_name_of_the_step(hands: Hands) -> None:
    comment(hands)
    label = Catalogue.load("en").text("change.annotation.add")
    assert label in hands.app.actions.undo.text()
    assert WORDS[:4] in hands.app.actions.undo.text()
    hands.app.actions.undo.trigger()
    assert hands.shown.annotations == {}
    assert list(hands.app.parts.text.area.marks.at(hands.shown.text.index(WORDS))) == []
    assert label in hands.app.actions.redo.text()
    hands.app.actions.redo.trigger()
    assert hands.note().body == "缺少数据"


def test_a_remark_is_removed_and_comes_back(hands: Hands) -> None:
    comment(hands)
    hands.key(hands.app.parts.text.area, Qt.Key.Key_Backspace, CTRL)
    assert hands.shown.annotations == {}
    assert not hands.app.actions.remove_annotation.isEnabled()
    hands.app.actions.undo.trigger()
    assert hands.note().body == "缺少数据"
    assert hands.app.actions.remove_annotation.isEnabled()


def test_a_remark_is_answered_settled_and_opened_again_in_the_inspector(hands: Hands) -> None:
    key = comment(hands)
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    editor = hands.app.parts.inspector.annotations.editor
    editor.reply.setText("已补充")
    editor.reply_button.click()
    (reply,) = hands.shown.replies.values()
    assert (reply.annotation, reply.body) == (key, "已补充")
    editor.resolve_button.click()
    assert hands.shown.annotations[key].resolved
    hands.settle()
    editor.resolve_button.click()
    assert not hands.shown.annotations[key].resolved


def test_a_cancelled_remark_comes_back_for_the_same_words_only(hands: Hands) -> None:
    hands.select(WORDS)
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    dialog = hands.dialog(AnnotationDialog)
    dialog.body.setPlainText("写了一半")
    dialog.reject()
    assert hands.shown.annotations == {}
    hands.select("坚持服务企业")
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    dialog = hands.dialog(AnnotationDialog)
    assert dialog.body.toPlainText() == ""
    dialog.reject()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(AnnotationDialog))
    hands.select(WORDS)
    hands.app.actions.annotate[AnnotationKind.ISSUE].trigger()
    dialog = hands.dialog(AnnotationDialog)
    assert dialog.form().body == "写了一半"
    assert dialog.form().kind is AnnotationKind.ISSUE
    dialog.accept()
    assert hands.note().body == "写了一半"


def test_a_new_remark_that_storage_refuses_is_kept(hands: Hands) -> None:
    before = hands.shown
    hands.select(WORDS)
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    with hands.full_disk():
        fill(hands, "磁盘满了", ("数据",))
    hands.settle()
    assert "disk is full" in hands.said()
    assert hands.shown == before
    assert not hands.app.session.undo_stack.canUndo()
    hands.select(WORDS)
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    dialog = hands.dialog(AnnotationDialog)
    assert (dialog.form().body, dialog.form().tags) == ("磁盘满了", ("数据",))
    dialog.accept()
    assert hands.note().body == "磁盘满了"


def test_an_edit_that_storage_refuses_is_kept(hands: Hands) -> None:
    key = comment(hands)
    steps = hands.app.session.undo_stack.count()
    hands.app.actions.edit_annotation.trigger()
    with hands.full_disk():
        fill(hands, "改了很多")
    hands.settle()
    assert "disk is full" in hands.said()
    assert hands.app.session.undo_stack.count() == steps, "an empty step would undo nothing"
    assert hands.shown.annotations[key].body == "缺少数据"
    for _ in range(2):
        hands.app.flows.annotations.edit(key)
        dialog = hands.dialog(AnnotationDialog)
        assert dialog.form().body == "改了很多", "a look at it does not lose it"
        dialog.reject()
        hands.qtbot.waitUntil(lambda: not hands.dialogs(AnnotationDialog))
    hands.app.flows.annotations.edit(key)
    hands.dialog(AnnotationDialog).accept()
    assert hands.shown.annotations[key].body == "改了很多"
    hands.app.actions.undo.trigger()
    hands.app.flows.annotations.edit(key)
    assert hands.dialog(AnnotationDialog).form().body == "缺少数据", "what was stored is refused no more"


def test_what_is_typed_in_the_inspector_is_kept_when_storage_refuses(hands: Hands) -> None:
    first, second = comment(hands), comment(hands, "另一条", "坚持服务企业")
    inspector = hands.app.parts.inspector
    inspector.show_tab(Tab.ANNOTATIONS)
    hands.app.presenter.choose_annotation(first)
    editor = inspector.annotations.editor
    with hands.full_disk():
        editor.body.setPlainText("新写的字")
        inspector.flush()
        hands.settle()
        assert "disk is full" in hands.said()
        assert editor.body.toPlainText() == "新写的字"
        hands.app.presenter.choose_annotation(second)
        assert editor.body.toPlainText() == "另一条"
        hands.settle()
    hands.app.presenter.choose_annotation(first)
    assert editor.body.toPlainText() == "新写的字"
    assert hands.shown.annotations[first].body == "缺少数据"
    inspector.flush()
    assert hands.shown.annotations[first].body == "新写的字"


def test_an_answer_that_storage_refuses_stays_in_its_field(hands: Hands) -> None:
    comment(hands)
    inspector = hands.app.parts.inspector
    inspector.show_tab(Tab.ANNOTATIONS)
    editor = inspector.annotations.editor
    editor.reply.setText("答复")
    with hands.full_disk():
        editor.reply_button.click()
    assert editor.reply.text() == "答复"
    editor.reply_button.click()
    assert [reply.body for reply in hands.shown.replies.values()] == ["答复"]
    assert editor.reply.text() == ""


def test_a_kind_that_storage_refuses_is_shown_as_it_was(hands: Hands) -> None:
    comment(hands)
    inspector = hands.app.parts.inspector
    inspector.show_tab(Tab.ANNOTATIONS)
    kind = inspector.annotations.editor.kind
    with hands.full_disk():
        kind.setCurrentIndex(list(AnnotationKind).index(AnnotationKind.ISSUE))
        kind.activated.emit(kind.currentIndex())
    hands.settle()
    assert kind.currentData() == AnnotationKind.COMMENT


def test_the_codebook_is_changed_in_one_step(hands: Hands) -> None:
    hands.app.session.annotate(hands.shown.policy.id, hands.select(WORDS), AnnotationKind.COMMENT, "字", ["数据", "督查"])
    before = {tag.name: tag.color for tag in hands.shown.tags.values()}
    hands.app.actions.tags.trigger()
    dialog = hands.dialog(TagsDialog)
    dialog.accept()
    assert {tag.name: tag.color for tag in hands.shown.tags.values()} == before
    steps = hands.app.session.undo_stack.count()
    with hands.app.session.together("x"):
        pass
    assert hands.app.session.undo_stack.count() == steps


def test_the_rows_of_remarks_are_made_anew_only_when_they_tell_something_new(hands: Hands) -> None:
    note = comment(hands)
    panel = hands.app.parts.inspector.annotations
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    (before,) = panel.model.rows
    hands.app.session.edit_task(hands.task(1).id, {"text": "另一项任务"})
    hands.settle()
    (after,) = panel.model.rows
    assert after is before
    hands.app.session.reply(note, "已补充")
    hands.settle()
    (after,) = panel.model.rows
    assert [reply.record.body for reply in after.replies] == ["已补充"]
    hands.app.session.edit_annotation(note, {"body": "数据已齐"})
    hands.settle()
    (after,) = panel.model.rows
    assert after.record.body == "数据已齐"


def test_an_edit_makes_only_its_own_row_of_the_list_anew(hands: Hands) -> None:
    app, policy = hands.app, hands.shown.policy.id
    for at in range(3):
        app.session.annotate(policy, Span(60 + 10 * at, 66 + 10 * at), AnnotationKind.COMMENT, f"意见{at}", ["口径"] if at else [])
    app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    hands.settle()

    def rows() -> list[object]:
        hands.settle()
        return list(app.parts.inspector.annotations.model.rows)

    before = rows()
    second = next(key for key, record in hands.shown.annotations.items() if record.body == "意见1")
    app.session.edit_annotation(second, {"body": "改过的意见"})
    after = rows()
    assert [new is old for new, old in zip(after, before, strict=True)] == [True, False, True]
    app.session.reply(second, "同意")
    app.session.tag_annotation(second, [])
    assert rows() == annotation_rows(hands.shown), "what hangs on it shows too"
    app.session.remove_annotation(second)
    assert rows() == annotation_rows(hands.shown)
    app.actions.undo.trigger()
    assert rows() == annotation_rows(hands.shown)
