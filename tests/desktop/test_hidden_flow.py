"""Work that a merge hides under what somebody removed: both are told, and either can show it again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from desktop.profile import new_reviewer
from storage.checks import check
from storage.merge import merge
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import Run
from tests.desktop.driving import Hands
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog
from widgets.dialogs.merges_dialog import MergesDialog


@pytest.fixture
def theirs(workspace_file: Path, tmp_path: Path) -> tuple[Path, Profile]:
    """A colleague's copy, in which the first task is judged."""
    path, profile = tmp_path / "李四.clausedesk", Profile(new_reviewer("李四"))
    shutil.copyfile(workspace_file, path)
    with Workspace.open(path, profile) as workspace:
        first = next(task for task in workspace.tasks.of(workspace.policies.all()[0].id) if task.number == 1)
        workspace.assessments.set(first.id, percent=40)
    return path, profile


def texts(dialog: QDialog) -> str:
    """Every sentence of a dialog."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def finish(hands: Hands) -> None:
    """Let everything in the background come to its end."""
    for _ in range(3):
        hands.finish_jobs()


def judged(hands: Hands) -> list[int | None]:
    """How far the tasks on the screen are judged to be."""
    return [one.percent for one in hands.shown.assessments.values()]


def merged(hands: Hands, path: Path) -> MergeReportDialog:
    """Merge a file after a preview that says what will not be shown."""
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    assert "removed task 1 " in texts(preview)
    assert "not shown after the merge: 1." in texts(preview)
    preview.accept()
    finish(hands)
    return hands.dialog(MergeReportDialog)


def test_what_was_removed_is_shown_again_here_and_there_and_undo_hides_it(hands: Hands, theirs: tuple[Path, Profile]) -> None:
    path, profile = theirs
    hands.app.session.remove_task(hands.task(1).id)
    report = merged(hands, path)
    assert "Written under it by 李四, and therefore not shown: 1." in texts(report)
    assert judged(hands) == []
    with Workspace.open(path, profile) as other:
        assert [one.count for one in merge(other, hands.workspace.path).hidden] == [1]
    report.restore.click()
    assert not report.restore.isEnabled()
    report.accept()
    hands.settle()
    assert judged(hands) == [40]
    assert hands.app.session.undo_stack.undoText() == "Show what was removed again"
    with Workspace.open(path, profile) as other:
        again = merge(other, hands.workspace.path)
        assert (again.hidden, again.conflicts) == ((), ())
        assert [one.percent for one in other.assessments.of(other.policies.all()[0].id)] == [40]
        assert other.history.rows_equal_history()
    assert check(path).sound
    hands.app.actions.undo.trigger()
    hands.settle()
    assert judged(hands) == []
    hands.app.actions.redo.trigger()
    hands.settle()
    assert judged(hands) == [40]
    assert hands.workspace.history.conflicts() == ()


def test_it_can_be_shown_again_later_from_the_list_of_merges(hands: Hands, theirs: tuple[Path, Profile]) -> None:
    hands.app.session.remove_task(hands.task(1).id)
    merged(hands, theirs[0]).accept()
    hands.app.flows.merges.open()
    finish(hands)
    listed = hands.dialog(MergesDialog)
    listed.report_requested.emit(hands.workspace.merges.all()[0].id)
    finish(hands)
    hands.dialog(MergeReportDialog).restore.click()
    for dialog in hands.dialogs(QDialog):
        dialog.reject()
    hands.settle()
    assert judged(hands) == [40]


def test_a_second_time_there_is_nothing_left_to_show(hands: Hands, theirs: tuple[Path, Profile]) -> None:
    hands.app.session.remove_task(hands.task(1).id)
    report = merged(hands, theirs[0])
    report.restore.click()
    steps = hands.app.session.undo_stack.count()
    report.restore_requested.emit()
    report.accept()
    assert hands.said() == "All of it is shown already."
    assert hands.app.session.undo_stack.count() == steps


def test_the_button_is_there_only_when_something_is_hidden(hands: Hands, theirs: tuple[Path, Profile]) -> None:
    hands.app.flows.merging.start([theirs[0]])
    hands.dialog(MergePreview).accept()
    finish(hands)
    report = hands.dialog(MergeReportDialog)
    assert not report.restore.isVisibleTo(report)
    report.accept()
    assert judged(hands) == [40]


def test_the_command_tells_it_too(run: Run, workspace_file: Path, theirs: tuple[Path, Profile]) -> None:
    with Workspace.open(workspace_file, Profile(new_reviewer("张三"))) as workspace:
        first = next(task for task in workspace.tasks.of(workspace.policies.all()[0].id) if task.number == 1)
        workspace.tasks.remove(first.id)
    told = json.loads(run("merge", workspace_file, theirs[0], "--dry-run", "--json").out)["hidden"]
    assert told == [{"family": "task", "record": first.id, "people": ["李四"], "remover": "张三", "count": 1}]
    assert "what it stands under: 1;" in run("--language", "en", "merge", workspace_file, theirs[0]).out
