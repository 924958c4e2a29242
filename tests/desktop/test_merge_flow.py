"""Merging in the window: choosing, previewing, merging, undoing, and what is said about it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import docx
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QDialog, QLabel

from desktop.profile import new_reviewer
from policy.judging import Progress
from policy.model import Span
from storage.errors import StorageError
from storage.incoming import Incoming
from storage.merge import MergeReport, merge_in
from storage.merges import MergeRepository
from storage.records import AnnotationKind
from storage.sharing_crypt import lock_up
from storage.watch import Watch
from storage.workspace import Profile, Workspace
from tests.desktop.driving import Hands
from widgets.dialogs.confirm_dialog import ConfirmDialog
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.job_dialog import JobDialog
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog
from widgets.dialogs.merges_dialog import MergesDialog
from widgets.dialogs.passphrase_dialog import PassphraseDialog
from widgets.panels.inspector import Tab

Work = Callable[[Workspace, str], object]
Colleague = Callable[..., Path]


def remarks(count: int = 3) -> Work:
    """So many remarks on the policy."""

    def write(workspace: Workspace, policy: str) -> None:
        for at in range(count):
            workspace.annotations.add(policy, Span(at * 4, at * 4 + 3), AnnotationKind.COMMENT, f"意见{at}")

    return write


def timing(words: str) -> Work:
    """Another timing of the first task."""

    def write(workspace: Workspace, policy: str) -> None:
        workspace.tasks.edit(workspace.tasks.of(policy)[0].id, timing=words)

    return write


@pytest.fixture
def colleague(workspace_file: Path, tmp_path: Path) -> Colleague:
    """A copy of the workspace in which somebody else has worked."""
    start = workspace_file.read_bytes()

    def copied(name: str, *works: Work) -> Path:
        path = tmp_path / f"{name}.clausedesk"
        path.write_bytes(start)
        with Workspace.open(path, Profile(new_reviewer(name))) as workspace:
            for work in works:
                work(workspace, workspace.policies.all()[0].id)
        return path

    return copied


def state(hands: Hands) -> tuple[object, ...]:
    """Everything that the screen knows of the policy, and what is disputed."""
    shown = hands.shown
    conflicts = tuple((one.record, one.field) for one in hands.workspace.history.conflicts())
    return dict(shown.annotations), dict(shown.tasks), dict(shown.assessments), conflicts


def finish(hands: Hands) -> None:
    """Let everything in the background come to its end, one job after the other."""
    for _ in range(3):
        hands.finish_jobs()


def merge(hands: Hands, *paths: Path) -> MergeReportDialog:
    """Merge files as a person does who agrees to everything."""
    hands.app.flows.merging.start(paths)
    hands.dialog(MergePreview).accept()
    finish(hands)
    return hands.dialog(MergeReportDialog)


def unlocked(hands: Hands, passphrase: str, before: PassphraseDialog | None = None) -> tuple[PassphraseDialog, str]:
    """Give a passphrase to the question for one that follows ``before``, and what that said; locks take their time on purpose."""

    def asked() -> list[PassphraseDialog]:
        return [dialog for dialog in hands.dialogs(PassphraseDialog) if dialog is not before]

    hands.qtbot.waitUntil(lambda: bool(asked()), timeout=60_000)
    dialog = asked()[0]
    said = dialog.problem_shown()
    dialog.field.setText(passphrase)
    dialog.accept()
    return dialog, said


def previewed(hands: Hands) -> MergePreview:
    """The preview of locked files."""
    hands.qtbot.waitUntil(lambda: bool(hands.dialogs(MergePreview)), timeout=60_000)
    return hands.dialog(MergePreview)


def _full(*_arguments: object) -> NoReturn:
    raise StorageError("disk_full", name="w")


def texts(dialog: QDialog) -> str:
    """Every sentence of a dialog."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def test_two_colleagues_are_merged_at_once_and_one_undo_takes_it_back(hands: Hands, colleague: Colleague) -> None:
    first = colleague("李四", remarks(3), timing("2022年年底前完成"))
    second = colleague("王五", remarks(2), timing("2023年年底前完成"))
    before = state(hands)
    report = merge(hands, first, second)
    after = state(hands)
    assert len(hands.shown.annotations) == 5
    conflicts = hands.workspace.history.conflicts()
    assert "timing" in [one.field for one in conflicts]
    assert report.facts.conflicts.rowCount() == len(conflicts)
    assert "李四, 王五" in texts(report)
    assert "before-merge" in texts(report)
    assert hands.app.session.undo_stack.undoText() == "Merge of 李四.clausedesk, 王五.clausedesk"
    report.accept()
    hands.app.actions.undo.trigger()
    hands.settle()
    assert state(hands) == before
    hands.app.actions.redo.trigger()
    hands.settle()
    assert state(hands) == after
    assert hands.app.session.undo_stack.count() == 1


def test_merging_the_same_again_says_that_there_is_nothing_new(hands: Hands, colleague: Colleague) -> None:
    path = colleague("李四", remarks())
    merge(hands, path).accept()
    steps = hands.app.session.undo_stack.count()
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    assert "nothing new" in texts(preview)
    assert not preview.accept_button.isVisible()
    preview.reject()
    assert hands.app.session.undo_stack.count() == steps


def test_the_preview_writes_nothing_and_cancelling_it_leaves_everything(hands: Hands, colleague: Colleague) -> None:
    path = colleague("李四", remarks(), timing("2022年年底前完成"))
    before = hands.workspace.history.changes()
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    rows = {row.name: row.numbers[:2] for row in preview.facts.counts.rows}
    assert rows["李四"][1] == 1
    assert rows["Annotations"] == (3, 0)
    assert rows["Tasks"] == (0, 1)
    preview.reject()
    assert hands.workspace.history.changes() == before
    assert not hands.app.session.undo_stack.canUndo()


def test_a_conflict_is_shown_with_both_values_and_who_wrote_them(hands: Hands, colleague: Colleague) -> None:
    path = colleague("李四", timing("2022年年底前完成"))
    hands.app.session.edit_task(hands.task(1).id, {"timing": "长期坚持"})
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    row = next(row for row in preview.facts.conflicts.rows if row.field == "Timing")
    assert {side.value for side in row.sides} == {"2022年年底前完成", "长期坚持"}
    assert {side.whence.split(",")[0] for side in row.sides} == {"张三", "李四"}
    assert "建设统一的港口数据平台" in row.where
    preview.accept()
    finish(hands)
    asked: list[bool] = []
    hands.app.flows.merges.conflicts_requested.connect(lambda: asked.append(True))
    message = hands.app.parts.messages.message()
    assert message is not None
    assert message.action == "decide:"
    report = hands.dialog(MergeReportDialog)
    report.decide.click()
    assert asked == [True]
    for dialog in hands.dialogs(QDialog):
        dialog.reject()


def test_what_is_typed_is_stored_before_the_merge(hands: Hands, colleague: Colleague) -> None:
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    hands.click_task(2)
    hands.app.parts.inspector.assessment.note.setPlainText("尚未推广")
    merge(hands, colleague("李四", remarks())).accept()
    assert [one.note for one in hands.shown.assessments.values()] == ["尚未推广"]


def test_a_wrong_file_beside_a_right_one_is_named_and_the_rest_is_merged(
    hands: Hands, colleague: Colleague, tmp_path: Path
) -> None:
    right, wrong = colleague("李四", remarks()), tmp_path / "照片.clausedesk"
    wrong.write_bytes(b"\xff\xd8\xff\xe0 no workspace" * 20)
    hands.app.flows.merging.start([wrong, right])
    asked = hands.dialog(ConfirmDialog)
    assert "照片.clausedesk" in texts(asked)
    assert "李四.clausedesk" not in texts(asked)
    asked.accept()
    hands.dialog(MergePreview).accept()
    finish(hands)
    hands.dialog(MergeReportDialog).accept()
    assert len(hands.shown.annotations) == 3


def test_calling_it_off_at_a_wrong_file_merges_nothing(hands: Hands, colleague: Colleague, tmp_path: Path) -> None:
    hands.app.flows.merging.start([tmp_path / "没有.clausedesk", colleague("李四", remarks())])
    hands.dialog(ConfirmDialog).reject()
    finish(hands)
    assert hands.dialogs(MergePreview) == []


def test_a_wrong_file_alone_is_said_in_the_message_bar(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.merging.start([tmp_path / "没有.clausedesk"])
    finish(hands)
    assert "没有.clausedesk" in hands.said()
    hands.close_messages()
    hands.app.flows.merging.start([hands.workspace.path])
    finish(hands)
    assert "choose another file" in hands.said()


def test_only_wrong_files_leave_nothing_to_go_on_with(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.merging.start([tmp_path / "甲.clausedesk", tmp_path / "乙.clausedesk"])
    asked = hands.dialog(ConfirmDialog)
    assert not asked.accept_button.isVisible()
    asked.reject()


def locked(path: Path, passphrase: str) -> Path:
    target = path.with_name(f"{path.name}.age")
    target.write_bytes(lock_up(path.read_bytes(), passphrase))
    return target


def test_a_locked_file_asks_for_its_passphrase_until_it_is_right(hands: Hands, colleague: Colleague) -> None:
    path = locked(colleague("李四", remarks()), "海阔天空")
    hands.app.flows.merging.start([path])
    first, said = unlocked(hands, "错的")
    assert said == ""
    _, said = unlocked(hands, "海阔天空", first)
    assert said != ""
    previewed(hands).accept()
    finish(hands)
    hands.dialog(MergeReportDialog).accept()
    assert len(hands.shown.annotations) == 3


def test_a_locked_file_without_its_passphrase_is_left_and_nothing_is_said(hands: Hands, colleague: Colleague) -> None:
    hands.app.flows.merging.start([locked(colleague("李四", remarks()), "海阔天空")])
    hands.qtbot.waitUntil(lambda: bool(hands.dialogs(PassphraseDialog)), timeout=60_000)
    hands.dialog(PassphraseDialog).reject()
    finish(hands)
    assert hands.dialogs(QDialog) == []
    assert hands.said() == ""


def test_a_passphrase_given_before_is_not_asked_for_again(hands: Hands, colleague: Colleague) -> None:
    paths = [locked(colleague("李四", remarks(1)), "海阔天空"), colleague("王五", remarks(1))]
    hands.app.flows.merging.start(paths, "海阔天空")
    previewed(hands).accept()
    finish(hands)
    hands.dialog(MergeReportDialog).accept()
    assert len(hands.shown.annotations) == 2


def test_nothing_is_merged_into_a_workspace_that_is_only_read(hands: Hands, colleague: Colleague) -> None:
    path = colleague("李四", remarks())
    hands.app.session.open(hands.workspace.path, None)
    assert not hands.app.actions.merge.isEnabled()
    hands.app.flows.merging.start([path])
    finish(hands)
    assert "read" in hands.said()
    assert hands.dialogs(MergePreview) == []


def test_stopping_the_merge_leaves_the_old_state(hands: Hands, colleague: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    path = colleague("李四", remarks(40))
    stopped = threading.Event()

    def waiting(workspace: Workspace, incoming: Incoming, watch: Watch) -> MergeReport:
        def after_the_stop(share: float) -> None:
            # Told at a steady pace, work in a hurry would tell of nothing but its begin.
            time.sleep(0.06)
            if share > 0.5:
                assert stopped.wait(20)
            watch(share)

        return merge_in(workspace, incoming, after_the_stop)

    monkeypatch.setattr("desktop.flows.merging.merge_in", waiting)
    before = hands.workspace.history.changes()
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    preview.accept()
    (job,) = [dialog for dialog in hands.dialogs(JobDialog) if dialog.windowTitle() == "Merging"]
    job.cancel_button.click()
    stopped.set()
    finish(hands)
    assert hands.workspace.history.changes() == before
    assert hands.dialogs(QDialog) == []
    assert not hands.app.session.undo_stack.canUndo()


def test_closing_the_workspace_ends_a_merge_on_its_way(hands: Hands, colleague: Colleague) -> None:
    path, place = colleague("李四", remarks(40)), hands.workspace.path
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    hands.app.flows.merging.aside.working.connect(lambda _: hands.app.session.close())
    preview.accept()
    finish(hands)
    assert hands.app.session.workspace is None
    assert hands.dialogs(QDialog) == []
    with Workspace.open(place, None) as workspace:
        assert workspace.history.rows_equal_history()


def test_dropped_files_are_merged_into_the_open_workspace(hands: Hands, colleague: Colleague, policy_file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(policy_file))])
    assert not hands.app.flows.merging.take_dropped(mime)
    mime.setUrls([QUrl.fromLocalFile(str(colleague("李四", remarks())))])
    assert hands.app.flows.merging.take_dropped(mime)
    hands.dialog(MergePreview).reject()


def test_a_dropped_workspace_is_opened_where_none_is(free_hands: Hands, workspace_file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(workspace_file))])
    assert not free_hands.app.flows.merging.take_dropped(mime)
    locked_file = workspace_file.with_name("包.age")
    shutil.copyfile(workspace_file, locked_file)
    mime.setUrls([QUrl.fromLocalFile(str(locked_file))])
    assert free_hands.app.flows.merging.take_dropped(mime)
    assert "Open the workspace first" in free_hands.said()


def test_the_action_asks_for_files(hands: Hands) -> None:
    hands.app.actions.merge.trigger()
    asked = hands.dialog(FileDialog)
    assert any("*.age" in pattern for pattern in asked.nameFilters())
    asked.reject()


def test_own_work_that_goes_with_a_merge_is_told_before(hands: Hands, colleague: Colleague) -> None:
    merge(hands, colleague("李四", remarks(1))).accept()
    note = hands.note()
    before = state(hands)
    hands.app.session.edit_annotation(note.id, {"body": "我改过"})
    hands.app.session.undo_stack.undo()
    hands.app.actions.undo.trigger()
    asked = hands.dialog(ConfirmDialog)
    assert "go with it: 2" in texts(asked)
    asked.reject()
    assert state(hands) == before
    hands.app.actions.undo.trigger()
    hands.dialog(ConfirmDialog).accept()
    hands.settle()
    assert hands.shown.annotations == {}


def test_what_another_merge_brought_on_top_of_one_is_told_before_that_is_taken_back(
    hands: Hands, colleague: Colleague, tmp_path: Path
) -> None:
    first = colleague("李四", remarks(1))
    merge(hands, first).accept()
    second = tmp_path / "王五.clausedesk"
    shutil.copyfile(first, second)
    with Workspace.open(second, Profile(new_reviewer("王五"))) as workspace:
        [note] = workspace.annotations.of(hands.shown.policy.id)
        workspace.annotations.edit(note.id, body="王五改过")
    merge(hands, second).accept()
    before = state(hands)
    hands.app.actions.merges.trigger()
    finish(hands)
    listed = hands.dialog(MergesDialog)
    listed.view.setCurrentIndex(listed.model.index(1, 0))
    listed.turn.click()
    finish(hands)
    asked = hands.dialog(ConfirmDialog)
    assert "Take back work of other merges too?" in texts(asked)
    assert "Changes of other merges" in texts(asked)
    assert "written here" not in texts(asked)
    asked.reject()
    assert state(hands) == before
    listed.reject()


def test_a_large_merge_is_undone_and_redone_in_the_background(
    hands: Hands, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.flows.merges.AT_ONCE", 5)
    before = state(hands)
    merge(hands, colleague("李四", remarks(6))).accept()
    after = state(hands)
    hands.app.actions.undo.trigger()
    finish(hands)
    assert state(hands) == before
    assert "Taken back" in hands.said()
    hands.close_messages()
    assert hands.app.actions.redo.text() == "Redo Merge of 李四.clausedesk"
    hands.app.actions.redo.trigger()
    finish(hands)
    assert state(hands) == after
    assert "Brought back" in hands.said()
    assert hands.app.session.undo_stack.count() == 1


def test_the_merges_so_far_can_be_taken_back_and_brought_back(hands: Hands, colleague: Colleague) -> None:
    before = state(hands)
    merge(hands, colleague("李四", remarks(2))).accept()
    after = state(hands)
    hands.app.actions.merges.trigger()
    finish(hands)
    listed = hands.dialog(MergesDialog)
    (line,) = listed.model.rows
    assert (line.who, line.sources, line.standing) == ("张三", "李四.clausedesk", True)
    listed.turn.click()
    finish(hands)
    assert state(hands) == before
    assert [row.standing for row in listed.model.rows] == [False]
    listed.turn.click()
    finish(hands)
    assert state(hands) == after
    assert [row.standing for row in listed.model.rows] == [True]
    listed.accept()
    for expected in (before, after, before):
        hands.app.actions.undo.trigger()
        finish(hands)
        assert state(hands) == expected


def test_the_report_of_an_earlier_merge_is_shown_and_written(hands: Hands, colleague: Colleague, tmp_path: Path) -> None:
    hands.app.session.edit_task(hands.task(1).id, {"timing": "长期坚持"})
    merge(hands, colleague("李四", remarks(2), timing("2022年年底前完成"))).accept()
    hands.app.actions.merges.trigger()
    finish(hands)
    listed = hands.dialog(MergesDialog)
    listed.report.click()
    finish(hands)
    report = hands.dialogs(MergeReportDialog)[0] if hands.dialogs(MergeReportDialog) else listed.findChild(MergeReportDialog)
    assert isinstance(report, MergeReportDialog)
    assert report.facts.conflicts.rowCount() > 0
    report.save.click()
    asked = hands.dialog(FileDialog)
    target = tmp_path / "报告.docx"
    asked.fileSelected.emit(str(target))
    asked.reject()
    finish(hands)
    said = "\n".join(cell.text for table in docx.Document(str(target)).tables for row in table.rows for cell in row.cells)
    assert "李四" in said
    assert "长期坚持" in said
    assert "2022年年底前完成" in said
    report.accept()
    listed.accept()


def test_a_merge_that_is_refused_by_the_disk_changes_nothing(
    hands: Hands, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = colleague("李四", remarks())
    hands.app.flows.merging.start([path])
    monkeypatch.setattr("desktop.flows.merging.merge_in", _full)
    hands.dialog(MergePreview).accept()
    finish(hands)
    assert hands.said() != ""
    assert not hands.app.session.undo_stack.canUndo()


def test_the_policy_on_screen_stays_when_another_one_comes(hands: Hands, colleague: Colleague, tmp_path: Path) -> None:
    from desktop.file_reading import read_file
    from tests.desktop.driving import SAMPLE

    def another(workspace: Workspace, _policy: str) -> None:
        found = read_file(SAMPLE)
        workspace.policies.add(found.policy, found.name, found.original)

    shown = hands.shown.policy.id
    hands.app.session.assess(hands.task(1).id, {"progress": Progress.DONE})
    merge(hands, colleague("李四", another)).accept()
    assert hands.shown.policy.id == shown
    assert hands.app.parts.policies.count() == 2
    hands.app.actions.undo.trigger()
    finish(hands)
    assert hands.app.parts.policies.count() == 1


@pytest.mark.parametrize("at_once", [200, 0], ids=["at once", "in the background"])
def test_a_merge_that_storage_refuses_to_turn_can_be_turned_later(
    hands: Hands, colleague: Colleague, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("desktop.flows.merges.AT_ONCE", at_once)
    before, stack = state(hands), hands.app.session.undo_stack
    merge(hands, colleague("李四", remarks())).accept()
    after = state(hands)
    for action, index, left, come in ((hands.app.actions.undo, 1, after, before), (hands.app.actions.redo, 0, before, after)):
        for _ in range(2):
            hands.close_messages()
            with monkeypatch.context() as patch:
                patch.setattr(MergeRepository, "take_back", _full)
                patch.setattr(MergeRepository, "bring_back", _full)
                action.trigger()
                finish(hands)
            assert "disk is full" in hands.said()
            assert (stack.index(), stack.count()) == (index, 1)
            assert state(hands) == left
        action.trigger()
        finish(hands)
        assert (stack.index(), stack.count()) == (1 - index, 1)
        assert state(hands) == come


def test_closing_the_workspace_at_a_question_leaves_no_private_copy(
    hands: Hands, colleague: Colleague, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    leave = Incoming.close

    def told(incoming: Incoming) -> None:
        closed.extend(vetted.name for vetted in incoming.files)
        leave(incoming)

    monkeypatch.setattr(Incoming, "close", told)
    hands.app.flows.merging.start([colleague("李四", remarks()), tmp_path / "没有.clausedesk"])
    hands.dialog(ConfirmDialog)
    hands.app.session.close()
    assert closed == ["李四.clausedesk"]
    finish(hands)
    assert hands.dialogs(QDialog) == []
