"""Workspaces opened, made and left, and policies brought in through the preview."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from desktop.paths import documents_folder
from desktop.settings import REVIEWER_ID, REVIEWER_NAME
from policy.model import Department, Role
from storage import connect
from storage.checks import check
from storage.connect import Mode
from storage.lock import lock_path
from storage.workspace import Workspace
from tests.desktop.conftest import POLICY
from tests.desktop.driving import Hands
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.reviewer_dialog import ReviewerDialog

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from desktop.profile import new_reviewer
from storage.workspace import Profile, Workspace
with Workspace.open(Path(sys.argv[1]), Profile(new_reviewer("王五"))) as workspace:
    assert not workspace.read_only
    print("open", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held_by_somebody_else(path: Path) -> Iterator[None]:
    """Another process, of 王五, has the workspace open."""
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield
        other.communicate("\n")
    assert other.returncode == 0


def preview(hands: Hands, *paths: Path) -> ImportPreview:
    hands.app.flows.importing.import_paths(list(paths))
    return hands.dialog(ImportPreview)


def gone(hands: Hands) -> None:
    hands.qtbot.waitUntil(lambda: not hands.dialogs(ImportPreview))
    hands.finish_jobs()


def titles(hands: Hands) -> list[str]:
    return [policy.title for policy in hands.workspace.policies.all()]


def policy_called(folder: Path, title: str) -> Path:
    path = folder / f"{title}.txt"
    path.write_text(POLICY.replace("星海市人民政府关于推进数字港口建设的意见", title), encoding="utf-8")
    return path


@pytest.fixture
def empty(free_hands: Hands, tmp_path: Path) -> Hands:
    """Hands at an empty workspace."""
    free_hands.app.flows.files.create_at(tmp_path / "空")
    return free_hands


def test_a_new_workspace_gets_our_suffix_and_asks_for_a_policy(empty: Hands, tmp_path: Path) -> None:
    assert (tmp_path / "空.clausedesk").exists()
    assert empty.app.parts.pages.currentWidget() is empty.app.parts.empty
    assert empty.app.window.windowTitle().startswith("空")
    assert not empty.app.actions.export.isEnabled()


def test_a_new_workspace_never_overwrites(hands: Hands, workspace_file: Path) -> None:
    before = workspace_file.read_bytes()
    hands.app.flows.files.create_at(workspace_file)
    assert "exists already" in hands.said()
    assert hands.shown.policy.title
    assert workspace_file.read_bytes() == before


def test_what_was_put_right_in_the_preview_is_what_is_stored(empty: Hands, policy_file: Path) -> None:
    dialog = preview(empty, policy_file)
    first, second = dialog.draft.rows[0].eid, dialog.draft.rows[1].eid
    dialog.choose(first)
    dialog.editor.departments.line(Role.RESPONSIBLE).setText("市港口局")
    dialog.editor.departments.edited.emit()
    dialog.choose(second)
    dialog.editor.text.setPlainText("推广电子提单")
    dialog.head.title.setText("数字港口意见")
    assert empty.workspace.policies.all() == ()
    dialog.accept()
    empty.finish_jobs()
    assert empty.task(1).departments == (Department("市港口局", Role.RESPONSIBLE),)
    assert empty.task(1).departments_raw == "市港口局"
    assert empty.task(2).text == "推广电子提单"
    assert empty.task(3).text == "建立网络安全监测制度"
    assert titles(empty) == ["数字港口意见"]
    assert check(empty.workspace.path).sound
    undo, redo = empty.app.actions.undo, empty.app.actions.redo
    undo.trigger()
    assert titles(empty) == ["星海市人民政府关于推进数字港口建设的意见"], "the facts are a step of their own"
    undo.trigger()
    empty.settle()
    assert empty.task(2).text == "推广电子提单和电子仓单", "each row put right is a step of its own"
    assert empty.task(1).departments_raw == "市港口局"
    undo.trigger()
    empty.settle()
    assert empty.task(1).departments_raw == "市数据局、市交通运输局"
    undo.trigger()
    assert titles(empty) == []
    assert empty.app.parts.pages.currentWidget() is empty.app.parts.empty
    assert not empty.app.session.undo_stack.canUndo()
    for _ in range(4):
        redo.trigger()
    empty.settle()
    assert titles(empty) == ["数字港口意见"]
    assert empty.task(2).text == "推广电子提单"


def test_corrections_of_a_cancelled_preview_come_back(empty: Hands, policy_file: Path) -> None:
    dialog = preview(empty, policy_file)
    dialog.choose(dialog.draft.rows[0].eid)
    dialog.editor.text.setPlainText("改过的任务")
    dialog.head.title.setText("改过的标题")
    dialog.reject()
    gone(empty)
    assert titles(empty) == []
    dialog = preview(empty, policy_file)
    assert dialog.draft.rows[0].text == "改过的任务"
    assert dialog.metadata().title == "改过的标题"


def test_a_corrected_title_alone_comes_back_too(empty: Hands, policy_file: Path) -> None:
    dialog = preview(empty, policy_file)
    dialog.head.title.setText("改过的标题")
    dialog.reject()
    gone(empty)
    assert preview(empty, policy_file).metadata().title == "改过的标题"


def test_corrections_of_a_preview_that_storage_refuses_come_back(empty: Hands, policy_file: Path) -> None:
    dialog = preview(empty, policy_file)
    dialog.choose(dialog.draft.rows[0].eid)
    dialog.editor.text.setPlainText("改过的任务")
    with empty.full_disk():
        dialog.accept()
        empty.finish_jobs()
    assert "disk is full" in empty.said()
    assert titles(empty) == []
    assert not empty.app.session.undo_stack.canUndo()
    gone(empty)
    assert preview(empty, policy_file).draft.rows[0].text == "改过的任务"


def test_several_files_are_shown_one_after_the_other(empty: Hands, tmp_path: Path) -> None:
    names = ["甲市港口意见", "乙市港口意见", "丙市港口意见"]
    first = preview(empty, *(policy_called(tmp_path, name) for name in names[:2]))
    assert first.metadata().title == names[0]
    empty.app.flows.importing.import_paths([policy_called(tmp_path, names[2])])
    empty.qtbot.wait(200)
    assert len(empty.dialogs(ImportPreview)) == 1, "one preview at a time"
    first.accept()
    gone_or_next = empty.dialog(ImportPreview)
    assert gone_or_next.metadata().title == names[1]
    gone_or_next.reject()
    empty.qtbot.waitUntil(lambda: any(found.metadata().title == names[2] for found in empty.dialogs(ImportPreview)))
    empty.dialog(ImportPreview).accept()
    gone(empty)
    assert titles(empty) == [names[0], names[2]]
    assert empty.shown.policy.title == names[2]
    assert empty.app.parts.policies.count() == 2


def test_a_file_that_is_in_the_workspace_already_is_said(hands: Hands, policy_file: Path) -> None:
    hands.app.flows.importing.import_paths([policy_file])
    hands.qtbot.waitUntil(lambda: "already" in hands.said())
    assert hands.dialogs(ImportPreview) == []


def test_an_unreadable_file_is_said_and_the_next_one_is_read(empty: Hands, tmp_path: Path) -> None:
    broken = tmp_path / "空白.txt"
    broken.write_bytes(b"")
    dialog = preview(empty, tmp_path / "没有.txt", broken, policy_called(tmp_path, "甲市港口意见"))
    assert dialog.metadata().title == "甲市港口意见"
    assert empty.said() != ""
    assert empty.app.parts.messages.waiting() == 1


def test_a_policy_comes_from_the_clipboard(empty: Hands) -> None:
    QGuiApplication.clipboard().setText(POLICY)
    empty.app.actions.paste_policy.trigger()
    empty.dialog(ImportPreview).accept()
    empty.finish_jobs()
    assert len(empty.shown.tasks) == 3


def test_an_empty_clipboard_is_said(empty: Hands) -> None:
    QGuiApplication.clipboard().setText("  \n")
    empty.app.actions.paste_policy.trigger()
    assert "clipboard" in empty.said()


def test_a_dropped_policy_is_imported_and_a_dropped_workspace_opened(empty: Hands, policy_file: Path, workspace_file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(policy_file))])
    assert empty.app.flows.importing.take_dropped(mime)
    empty.dialog(ImportPreview).reject()
    mime.setUrls([QUrl.fromLocalFile(str(workspace_file))])
    assert empty.app.flows.importing.take_dropped(mime)
    assert empty.workspace.path == workspace_file.resolve()


def test_what_was_read_for_a_workspace_that_was_closed_is_dropped(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.importing.import_paths([policy_called(tmp_path, "甲市港口意见"), policy_called(tmp_path, "乙市港口意见")])
    hands.app.flows.files.create_at(tmp_path / "另一个")
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy())
    hands.settle()
    assert hands.dialogs(ImportPreview) == []


def test_a_second_opener_reads_only_and_is_told_who_writes(free_hands: Hands, workspace_file: Path) -> None:
    hands, actions = free_hands, free_hands.app.actions
    with held_by_somebody_else(workspace_file):
        hands.app.flows.files.open_path(workspace_file)
        assert "王五" in hands.said()
        assert hands.app.parts.saved.text() == "Read only"
        assert len(hands.shown.tasks) == 3
        hands.click_task(1)
        hands.select("推广电子提单")
        writing = [
            *actions.write_policy(),
            *actions.need_task(),
            actions.import_policy,
            actions.paste_policy,
            actions.remove_policy,
        ]
        assert [action.text() for action in writing if action.isEnabled()] == []
        assert actions.export.isEnabled()
        menu = hands.app.parts.text.context_menu()
        assert [action.text() for action in (*menu.kinds, menu.evidence, menu.task) if action.isEnabled()] == []
        assert menu.copy.isEnabled()
        assert hands.app.parts.inspector.assessment.note.isReadOnly()
        hands.close_messages()
        hands.app.parts.table.task_activated.emit(hands.task(1).id)
        assert "for reading only" in hands.said()
    hands.app.flows.files.open_path(workspace_file)
    assert not hands.workspace.read_only
    assert actions.import_policy.isEnabled()


def test_the_lock_of_another_machine_can_be_taken_over_when_asked(free_hands: Hands, workspace_file: Path) -> None:
    lock_path(workspace_file).write_text('{"person": "赵六", "host": "elsewhere", "pid": 7}', encoding="utf-8")
    free_hands.app.flows.files.open_path(workspace_file)
    assert "赵六" in free_hands.said()
    assert free_hands.workspace.read_only
    message = free_hands.app.parts.messages.message()
    assert message is not None
    free_hands.app.parts.messages.action_requested.emit(message.action)
    assert not free_hands.workspace.read_only


def test_opening_the_open_workspace_again_leaves_it_writable(hands: Hands, workspace_file: Path) -> None:
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "新题"})
    hands.app.flows.files.open_path(workspace_file)
    assert not hands.workspace.read_only
    assert hands.app.session.undo_stack.canUndo()


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "other program", "truncated", "newer"])
def test_what_is_no_workspace_of_ours_is_said_and_the_open_one_stays(hands: Hands, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "别的.clausedesk"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "text":
        path.write_text("不是数据库" * 400, encoding="utf-8")
    elif kind == "other program":
        with_pragma(path, "application_id = 7")
    elif kind == "truncated":
        whole = hands.workspace.path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "newer":
        path.write_bytes(hands.workspace.path.read_bytes())
        with_pragma(path, "user_version = 9000")
    before, held = path.read_bytes() if path.exists() else None, hands.workspace
    hands.app.flows.files.open_path(path)
    assert hands.said() != ""
    assert "went wrong" not in hands.said()
    assert hands.app.session.workspace is held
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "仍可写"})
    assert hands.shown.policy.title == "仍可写"
    assert (path.read_bytes() if path.exists() else None) == before


def with_pragma(path: Path, pragma: str) -> None:
    conn = connect.connect(path, Mode.WRITE if path.exists() else Mode.CREATE)
    conn.execute(f"PRAGMA {pragma}")
    conn.execute("CREATE TABLE IF NOT EXISTS something (x)")
    conn.commit()
    conn.close()


def test_a_workspace_that_was_left_open_is_checked_and_a_whole_one_not_mentioned(free_hands: Hands, workspace_file: Path) -> None:
    leave_behind(workspace_file)
    free_hands.app.flows.files.open_path(workspace_file)
    assert free_hands.app.jobs.busy()
    free_hands.qtbot.waitUntil(lambda: not free_hands.app.jobs.busy())
    assert free_hands.said() == ""


def test_what_is_wrong_in_a_workspace_that_was_left_open_is_said_and_repaired(free_hands: Hands, workspace_file: Path) -> None:
    hands = free_hands
    with Workspace.open(workspace_file, None) as workspace:
        (policy,) = workspace.policies.all()
        text = workspace.tasks.of(policy.id)[0].text
    conn = connect.connect(workspace_file, Mode.WRITE)
    conn.execute("UPDATE task SET text = '被改动' WHERE text = ?", (text,))
    conn.commit()
    conn.close()
    leave_behind(workspace_file)
    hands.app.flows.files.open_path(workspace_file)
    hands.qtbot.waitUntil(lambda: "not closed properly" in hands.said())
    assert hands.task(1).text == "被改动"
    message = hands.app.parts.messages.message()
    assert message is not None
    assert message.action_text == "Repair"
    hands.app.parts.messages.close_message()
    hands.app.parts.messages.action_requested.emit(message.action)
    hands.qtbot.waitUntil(lambda: "in order again" in hands.said(), timeout=10_000)
    assert hands.task(1).text == text
    assert not hands.workspace.read_only


def leave_behind(workspace: Path) -> None:
    """The lock of a process of this machine that died."""
    import json
    import platform

    facts = {"person": "张三", "host": platform.node(), "pid": 999_999}
    lock_path(workspace).write_text(json.dumps(facts), encoding="utf-8")


def test_recent_workspaces_are_offered_newest_first(hands: Hands, workspace_file: Path, tmp_path: Path) -> None:
    hands.app.flows.files.create_at(tmp_path / "第二个")
    menu = hands.app.window._recent
    assert [Path(action.data()).stem for action in menu.actions()] == ["第二个", "审阅"]
    menu.actions()[1].trigger()
    assert hands.workspace.path == workspace_file.resolve()
    assert [Path(action.data()).stem for action in menu.actions()] == ["审阅", "第二个"]
    (tmp_path / "第二个.clausedesk").unlink()
    assert [path.stem for path in hands.app.flows.files.recent()] == ["审阅"]


def test_a_removed_policy_leaves_the_others_and_comes_back(hands: Hands, tmp_path: Path) -> None:
    preview(hands, policy_called(tmp_path, "甲市港口意见")).accept()
    gone(hands)
    assert hands.shown.policy.title == "甲市港口意见"
    hands.app.actions.remove_policy.trigger()
    assert hands.shown.policy.title == "星海市人民政府关于推进数字港口建设的意见"
    hands.app.actions.undo.trigger()
    assert hands.shown.policy.title == "甲市港口意见"


def test_the_sample_is_made_once_and_opened_again(free_hands: Hands, own_home: Path) -> None:
    hands = free_hands
    hands.app.actions.sample.trigger()
    hands.qtbot.waitUntil(lambda: hands.app.presenter.snapshot is not None, timeout=10_000)
    assert len(hands.shown.tasks) == 77
    first = hands.workspace.path
    assert first.is_relative_to(own_home.resolve())
    hands.app.flows.files.close()
    assert hands.app.parts.pages.currentWidget() is hands.app.parts.start
    hands.app.actions.sample.trigger()
    assert hands.workspace.path == first
    assert len(hands.workspace.policies.all()) == 1


@pytest.fixture
def nameless(free_hands: Hands) -> Hands:
    """Somebody who has not said who they are."""
    free_hands.app.settings.set(REVIEWER_NAME, "")
    free_hands.app.settings.set(REVIEWER_ID, "")
    return free_hands


def test_the_sample_can_be_read_before_a_name_is_given(nameless: Hands) -> None:
    nameless.app.actions.sample.trigger()
    dialog = nameless.dialog(ReviewerDialog)
    assert len(nameless.shown.tasks) == 77
    assert nameless.workspace.read_only
    dialog.reject()
    message = nameless.app.parts.messages.message()
    assert message is not None
    nameless.app.parts.messages.action_requested.emit(message.action)
    again = nameless.dialog(ReviewerDialog)
    again.set_reviewer("钱七", "督查室")
    again.accept()
    assert nameless.workspace.reviewer is not None
    assert len(nameless.shown.tasks) == 77


def test_a_workspace_that_cannot_be_read_asks_for_no_name(nameless: Hands, tmp_path: Path) -> None:
    nameless.app.flows.files.open_path(tmp_path / "gone.clausedesk")
    nameless.settle()
    assert nameless.dialogs(ReviewerDialog) == []
    assert nameless.app.parts.messages.message() is not None


def test_who_writes_is_asked_once_while_the_workspace_can_be_read(nameless: Hands, workspace_file: Path) -> None:
    free_hands = nameless
    free_hands.app.flows.files.open_path(workspace_file)
    dialog = free_hands.dialog(ReviewerDialog)
    assert free_hands.workspace.read_only
    dialog.set_reviewer("钱七", "督查室")
    dialog.accept()
    assert free_hands.workspace.reviewer is not None
    assert free_hands.workspace.reviewer.name == "钱七"
    assert free_hands.app.parts.reviewer.text() == "钱七"


def reviewer_dialog(hands: Hands, name: str) -> None:
    hands.app.actions.reviewer.trigger()
    dialog = hands.dialog(ReviewerDialog)
    dialog.set_reviewer(name, "督查室")
    dialog.accept()


def test_a_corrected_name_is_that_of_the_next_write(hands: Hands, tmp_path: Path) -> None:
    preview(hands, policy_called(tmp_path, "甲市港口意见")).accept()
    gone(hands)
    reviewer_dialog(hands, "张三丰")
    assert hands.shown.policy.title == "甲市港口意见"
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "乙市港口意见"})
    assert [reviewer.name for reviewer in hands.workspace.reviewers.all() if reviewer.organisation == "督查室"] == ["张三丰"]


def test_the_same_name_again_keeps_what_can_be_undone(hands: Hands) -> None:
    hands.app.session.edit_policy(hands.shown.policy.id, {"title": "乙市港口意见"})
    held = hands.workspace
    hands.app.actions.reviewer.trigger()
    hands.dialog(ReviewerDialog).accept()
    assert hands.workspace is held
    assert hands.app.actions.undo.isEnabled()


def test_a_name_given_by_the_menu_lets_the_workspace_shown_be_written(nameless: Hands, workspace_file: Path) -> None:
    nameless.app.flows.files.open_path(workspace_file)
    nameless.dialog(ReviewerDialog).reject()
    nameless.qtbot.waitUntil(lambda: not nameless.dialogs(ReviewerDialog))
    reviewer_dialog(nameless, "钱七")
    assert nameless.workspace.reviewer is not None
    assert nameless.workspace.reviewer.name == "钱七"
    assert nameless.said() == ""


def offer(hands: Hands) -> str:
    """The action of the message shown, whose button is about to be pressed."""
    message = hands.app.parts.messages.message()
    assert message is not None
    assert message.action
    return message.action


def test_a_message_about_a_workspace_goes_with_it(free_hands: Hands, workspace_file: Path, tmp_path: Path) -> None:
    hands, files = free_hands, free_hands.app.flows.files
    lock_path(workspace_file).write_text('{"person": "赵六", "host": "elsewhere", "pid": 7}', encoding="utf-8")
    files.open_path(workspace_file)
    action, messages = offer(hands), hands.app.parts.messages
    hands.app.window.notices.say_written(tmp_path / "report.docx")
    files.create_at(tmp_path / "另一个")
    other = hands.workspace
    assert "report.docx" in hands.said()
    assert messages.waiting() == 0
    messages.action_requested.emit(action)
    assert hands.workspace is other
    assert hands.said() == "The report report.docx is written."


def test_a_repair_offered_for_another_workspace_leaves_the_open_one_alone(hands: Hands, tmp_path: Path) -> None:
    first = hands.workspace.path
    hands.app.window.notices.offer_repair("damaged", first)
    action = offer(hands)
    hands.app.flows.files.create_at(tmp_path / "另一个")
    other = hands.workspace
    assert hands.said() == ""
    hands.app.parts.messages.action_requested.emit(action)
    assert hands.workspace is other
    assert not hands.app.jobs.busy()


def test_a_repair_that_ends_late_does_not_take_the_place_of_another_workspace(hands: Hands, tmp_path: Path) -> None:
    hands.app.flows.care.repair(hands.workspace.path)
    hands.app.flows.files.create_at(tmp_path / "另一个")
    other = hands.workspace
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=10_000)
    assert "in order again" in hands.said()
    assert hands.workspace is other


def test_a_second_wish_for_the_sample_waits_for_the_first(free_hands: Hands) -> None:
    hands = free_hands
    hands.app.actions.sample.trigger()
    hands.app.actions.sample.trigger()
    hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=10_000)
    assert hands.said() == ""
    assert [file.name for file in hands.workspace.path.parent.iterdir() if not file.name.startswith(".")] == ["Sample.clausedesk"]


def test_a_sample_that_is_made_late_does_not_take_the_place_of_another_workspace(free_hands: Hands, workspace_file: Path) -> None:
    hands = free_hands
    hands.app.actions.sample.trigger()
    hands.app.flows.files.open_path(workspace_file)
    hands.finish_jobs()
    assert hands.workspace.path == workspace_file
    assert (documents_folder() / "Sample.clausedesk").exists()


def test_a_sample_that_cannot_be_made_leaves_nothing_and_can_be_made_again(free_hands: Hands) -> None:
    hands, folder = free_hands, documents_folder()
    with hands.full_disk():
        hands.app.actions.sample.trigger()
        hands.qtbot.waitUntil(lambda: not hands.app.jobs.busy(), timeout=10_000)
    assert "disk is full" in hands.said()
    assert list(folder.iterdir()) == []
    hands.app.actions.sample.trigger()
    hands.qtbot.waitUntil(lambda: hands.app.presenter.snapshot is not None, timeout=10_000)
    assert len(hands.shown.tasks) == 77
