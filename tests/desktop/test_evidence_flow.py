"""Evidence: recorded for tasks and clauses, with files that come in every way and go out only harmlessly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from desktop.flows import evidence as evidence_flow
from storage.records import EvidenceType
from tests.desktop.driving import Hands, second_policy
from widgets.dialogs.evidence_dialog import EvidenceDialog
from widgets.panels.inspector import Tab


def record(hands: Hands, *files: Path, title: str = "实施方案") -> str:
    """A piece of evidence for task 1 made through the window; its id."""
    hands.click_task(1)
    hands.app.actions.record_evidence.trigger()
    dialog = hands.dialog(EvidenceDialog)
    dialog.title.setText(title)
    dialog.files.add_paths(files)
    dialog.accept()
    hands.settle()
    return next(found.id for found in hands.shown.evidence.values() if found.title == title)


def file_of(folder: Path, name: str, content: bytes = b"content") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def picture() -> QImage:
    image = QImage(12, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


def uses(hands: Hands) -> set[str | None]:
    return {use.task or use.provision for use in hands.shown.evidence_uses.values()}


def names(hands: Hands) -> set[str]:
    return {file.name for file in hands.shown.attachments.values()}


def test_evidence_is_recorded_for_the_chosen_task(hands: Hands, tmp_path: Path) -> None:
    record(hands, file_of(tmp_path, "方案.txt", "全文".encode()))
    assert uses(hands) == {hands.task(1).id}
    (held,) = hands.shown.attachments.values()
    assert hands.workspace.evidence.read_attachment(held.sha256).decode() == "全文"
    assert hands.row(1).evidence == 1
    hands.app.actions.undo.trigger()
    assert hands.shown.evidence == {}
    assert hands.row(1).evidence == 0
    hands.app.actions.redo.trigger()
    assert names(hands) == {"方案.txt"}


def test_evidence_is_recorded_for_the_chosen_clause_and_for_the_selection(hands: Hands) -> None:
    hands.click_text("坚持服务企业")
    hands.app.actions.record_evidence.trigger()
    dialog = hands.dialog(EvidenceDialog)
    assert (dialog.form().tasks, dialog.form().provisions) == ((), (hands.clause("（一）"),))
    dialog.reject()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))
    hands.select("推广电子提单和电子仓单")
    hands.app.parts.text.context_menu().evidence.trigger()
    dialog = hands.dialog(EvidenceDialog)
    assert dialog.form().provisions == (hands.clause("（四）"),)
    dialog.title.setText("通知")
    dialog.type.setCurrentIndex(list(EvidenceType).index(EvidenceType.INTERVIEW))
    dialog.accept()
    assert hands.evidence().type is EvidenceType.INTERVIEW
    assert uses(hands) == {hands.clause("（四）")}


def test_files_dropped_on_the_panel_begin_a_piece_of_evidence(hands: Hands, tmp_path: Path) -> None:
    hands.click_task(2)
    hands.app.parts.inspector.show_tab(Tab.EVIDENCE)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file_of(tmp_path, "会议纪要.txt")))])
    nothing = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, nothing)
    hands.app.parts.inspector.evidence.dropEvent(drop)
    dialog = hands.dialog(EvidenceDialog)
    assert dialog.form().title == "会议纪要"
    dialog.accept()
    assert names(hands) == {"会议纪要.txt"}
    assert uses(hands) == {hands.task(2).id}


def test_several_files_come_by_the_button_in_one_step(hands: Hands, tmp_path: Path) -> None:
    key = record(hands)
    hands.app.parts.inspector.show_tab(Tab.EVIDENCE)
    hands.app.parts.inspector.evidence.attach_button.click()
    chooser = hands.dialog(QFileDialog)
    paths = [file_of(tmp_path, name, name.encode()) for name in ("甲.txt", "乙.txt")]
    chooser.filesSelected.emit([str(path) for path in paths])
    chooser.close()
    assert names(hands) == {"甲.txt", "乙.txt"}
    hands.app.actions.undo.trigger()
    assert names(hands) == set()
    assert key in hands.shown.evidence


def test_a_screenshot_is_pasted(hands: Hands) -> None:
    hands.click_task(3)
    hands.app.parts.inspector.show_tab(Tab.EVIDENCE)
    QGuiApplication.clipboard().setImage(picture())
    hands.app.parts.inspector.evidence.paste_button.click()
    dialog = hands.dialog(EvidenceDialog)
    dialog.title.setText("系统截图")
    dialog.accept()
    hands.settle()
    hands.app.parts.inspector.evidence.paste()
    files = list(hands.shown.attachments.values())
    assert len(files) == 2, "a second picture goes to the chosen piece"
    assert len(hands.shown.evidence) == 1
    image = QImage.fromData(hands.workspace.evidence.read_attachment(files[0].sha256))
    assert (image.width(), image.height()) == (12, 8)


def test_an_edit_with_its_files_is_one_step(hands: Hands, tmp_path: Path) -> None:
    key = record(hands, file_of(tmp_path, "旧.txt"))
    hands.app.flows.evidence.edit(key)
    dialog = hands.dialog(EvidenceDialog)
    dialog.title.setText("修订方案")
    dialog.tasks.set_chosen([hands.task(1).id, hands.task(2).id])
    dialog.files._list.setCurrentRow(0)
    dialog.files.remove_button.click()
    dialog.files.add_paths([file_of(tmp_path, "新.txt", b"new")])
    dialog.accept()
    assert hands.evidence().title == "修订方案"
    assert names(hands) == {"新.txt"}
    assert uses(hands) == {hands.task(1).id, hands.task(2).id}
    hands.app.actions.undo.trigger()
    assert hands.evidence().title == "实施方案"
    assert names(hands) == {"旧.txt"}
    assert uses(hands) == {hands.task(1).id}


def test_accepting_evidence_as_it_is_writes_nothing(hands: Hands, tmp_path: Path) -> None:
    key = record(hands, file_of(tmp_path, "方案.txt"))
    steps = hands.app.session.undo_stack.count()
    hands.app.flows.evidence.edit(key)
    hands.dialog(EvidenceDialog).accept()
    assert hands.app.session.undo_stack.count() == steps


def test_a_file_is_saved_where_the_user_says(hands: Hands, tmp_path: Path) -> None:
    record(hands, file_of(tmp_path, "方案.txt", b"words"))
    (held,) = hands.shown.attachments
    hands.app.flows.evidence.save_file(held)
    chooser = hands.dialog(QFileDialog)
    target = tmp_path / "副本.txt"
    chooser.fileSelected.emit(str(target))
    chooser.close()
    assert target.read_bytes() == b"words"
    assert "副本.txt" in hands.said()


def test_a_file_that_cannot_be_read_is_said_and_nothing_is_stored(hands: Hands, tmp_path: Path) -> None:
    gone = file_of(tmp_path, "已删.txt")
    hands.click_task(1)
    hands.app.actions.record_evidence.trigger()
    dialog = hands.dialog(EvidenceDialog)
    dialog.title.setText("证明")
    dialog.files.add_paths([gone])
    gone.unlink()
    dialog.accept()
    assert "已删.txt" in hands.said()
    assert hands.shown.evidence == {}
    hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))
    hands.app.actions.record_evidence.trigger()
    assert hands.dialog(EvidenceDialog).form().title == "证明"


def test_cancelled_evidence_comes_back_with_files_dropped_since(hands: Hands, tmp_path: Path) -> None:
    hands.click_task(1)
    hands.app.actions.record_evidence.trigger()
    dialog = hands.dialog(EvidenceDialog)
    dialog.note.setPlainText("写了一半")
    dialog.reject()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))
    hands.app.flows.evidence.take_files([file_of(tmp_path, "纪要.txt")], None)
    form = hands.dialog(EvidenceDialog).form()
    assert form.note == "写了一半"
    assert [file.name for file in form.files] == ["纪要.txt"]


def test_evidence_that_storage_refuses_is_kept_whether_new_or_edited(hands: Hands, tmp_path: Path) -> None:
    key = record(hands, title="早先")
    steps, before = hands.app.session.undo_stack.count(), hands.shown
    for begin in (hands.app.flows.evidence.record, lambda: hands.app.flows.evidence.edit(key)):
        with hands.full_disk():
            begin()
            dialog = hands.dialog(EvidenceDialog)
            dialog.title.setText("磁盘满了")
            dialog.accept()
            hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))
        assert "disk is full" in hands.said()
        assert hands.shown == before
        assert hands.app.session.undo_stack.count() == steps
        begin()
        dialog = hands.dialog(EvidenceDialog)
        assert dialog.form().title == "磁盘满了"
        dialog.reject()
        hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))


def test_removed_evidence_comes_back_with_its_files(hands: Hands, tmp_path: Path) -> None:
    key = record(hands, file_of(tmp_path, "方案.txt"))
    hands.app.parts.inspector.show_tab(Tab.EVIDENCE)
    hands.app.parts.inspector.evidence.remove_button.click()
    assert (hands.shown.evidence, hands.shown.attachments, hands.shown.evidence_uses) == ({}, {}, {})
    hands.app.actions.undo.trigger()
    assert hands.evidence().id == key
    assert names(hands) == {"方案.txt"}


def test_the_choices_of_the_dialog_are_those_of_the_policy(hands: Hands) -> None:
    tasks = evidence_flow.task_choices(hands.shown)
    assert [choice.key for choice in tasks] == [hands.task(number).id for number in (1, 2, 3)]
    assert "建设统一的港口数据平台" in tasks[0].text
    assert len(evidence_flow.clause_choices(hands.shown)) == 5


def cancelled(hands: Hands, dialog: EvidenceDialog) -> None:
    dialog.reject()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))


def begun(hands: Hands) -> EvidenceDialog:
    hands.app.flows.evidence.record()
    return hands.dialog(EvidenceDialog)


@pytest.mark.parametrize("field", ["source", "doc_number", "period"])
def test_one_field_alone_is_worth_keeping(hands: Hands, field: str) -> None:
    dialog = begun(hands)
    getattr(dialog, field).setText("星政发")
    cancelled(hands, dialog)
    again = begun(hands)
    assert getattr(again.form(), field) == "星政发"
    cancelled(hands, again)


def test_files_or_a_date_alone_are_worth_keeping(hands: Hands, tmp_path: Path) -> None:
    dialog = begun(hands)
    dialog.files.add_paths([file_of(tmp_path, "纪要.txt")])
    cancelled(hands, dialog)
    dialog = begun(hands)
    assert [file.name for file in dialog.form().files] == ["纪要.txt"]
    dialog.files.set_files([])
    dialog.date.set_date(dt.date(2021, 3, 5))
    cancelled(hands, dialog)
    dialog = begun(hands)
    assert (dialog.form().date, dialog.form().files) == (dt.date(2021, 3, 5), ())
    cancelled(hands, dialog)


def test_a_cancelled_form_comes_back_with_its_own_policy_only(hands: Hands) -> None:
    first = hands.shown.policy.id
    dialog = begun(hands)
    dialog.note.setPlainText("写了一半")
    cancelled(hands, dialog)
    second_policy(hands)
    dialog = begun(hands)
    assert dialog.form().note == ""
    cancelled(hands, dialog)
    hands.app.presenter.show_policy(first)
    dialog = begun(hands)
    assert dialog.form().note == "写了一半"
    cancelled(hands, dialog)


def test_a_refused_form_outlives_a_look_at_it_and_still_takes_its_files_out(hands: Hands, tmp_path: Path) -> None:
    key = record(hands, file_of(tmp_path, "旧.txt"))
    with hands.full_disk():
        hands.app.flows.evidence.edit(key)
        dialog = hands.dialog(EvidenceDialog)
        dialog.title.setText("修订方案")
        dialog.files._list.setCurrentRow(0)
        dialog.files.remove_button.click()
        dialog.accept()
        hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))
    assert names(hands) == {"旧.txt"}
    for _ in range(2):
        hands.app.flows.evidence.edit(key)
        dialog = hands.dialog(EvidenceDialog)
        assert dialog.form().title == "修订方案"
        assert dialog.files._list.count() == 0
        cancelled(hands, dialog)
    hands.app.flows.evidence.edit(key)
    hands.dialog(EvidenceDialog).accept()
    hands.qtbot.waitUntil(lambda: not hands.dialogs(EvidenceDialog))
    assert hands.evidence().title == "修订方案"
    assert names(hands) == set()
    hands.app.actions.undo.trigger()
    hands.app.flows.evidence.edit(key)
    dialog = hands.dialog(EvidenceDialog)
    assert dialog.form().title == "实施方案", "what was stored is refused no more"
    cancelled(hands, dialog)
