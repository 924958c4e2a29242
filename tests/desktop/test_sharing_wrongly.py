"""Sharing used as nobody should: too fast, in the middle of something else, and with the ground taken away underneath."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtWidgets import QDialog

from desktop.file_reading import read_file
from desktop.settings import APPEARANCE, LANGUAGE
from policy.judging import Progress
from policy.model import Span
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace
from tests.desktop.copies import Edit, edited, somebody
from tests.desktop.driving import SAMPLE, Hands
from widgets.dialogs.agreement_dialog import AgreementDialog
from widgets.dialogs.backups_dialog import BackupsDialog
from widgets.dialogs.conflicts_dialog import ConflictsDialog
from widgets.dialogs.job_dialog import JobDialog
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog
from widgets.dialogs.merges_dialog import MergesDialog
from widgets.panels.inspector import Tab
from widgets.panels.line_delegate import LineDelegate
from widgets.style import tokens_in_use

LI, WANG = somebody("李复核"), somebody("王晓明")
Copied = Callable[..., Path]


@pytest.fixture
def theirs(hands: Hands) -> Copied:
    """Makes a copy of the open workspace in which somebody else has written."""

    def make(name: str, edit: Edit, who: Profile = LI) -> Path:
        path = hands.workspace.path.with_name(f"{name}.clausedesk")
        copyfile(hands.workspace.path, path)
        edited(path, who, edit)
        return path

    return make


def task(workspace: Workspace, at: int = 0) -> str:
    return workspace.tasks.of(workspace.policies.all()[0].id)[at].id


def remark(workspace: Workspace) -> None:
    workspace.annotations.add(workspace.policies.all()[0].id, Span(4, 9), AnnotationKind.COMMENT, "意见")


def finish(hands: Hands) -> None:
    for _ in range(4):
        hands.finish_jobs()


def merge(hands: Hands, *paths: Path) -> None:
    hands.app.flows.merging.start(paths)
    hands.dialog(MergePreview).accept()
    finish(hands)
    hands.dialog(MergeReportDialog).accept()
    hands.settle()


def quarrel(hands: Hands, theirs: Copied) -> ConflictsDialog:
    """Open the conflicts after a task was written here and elsewhere."""
    copy = theirs("李", lambda ws: ws.tasks.edit(task(ws), text="乙"))
    hands.app.session.edit_task(hands.task(1).id, {"text": "甲"})
    merge(hands, copy)
    hands.app.actions.conflicts.trigger()
    finish(hands)
    return hands.dialog(ConflictsDialog)


def test_files_that_come_while_others_are_looked_at_lead_to_one_preview(hands: Hands, theirs: Copied) -> None:
    first, second = theirs("李", remark), theirs("王", lambda ws: ws.tasks.edit(task(ws), text="乙"), WANG)
    hands.app.flows.merging.start([first])
    hands.app.flows.merging.start([second])
    assert "when that is done" in hands.said()
    finish(hands)
    (preview,) = hands.dialogs(MergePreview)
    preview.accept()
    finish(hands)
    hands.dialog(MergeReportDialog).accept()
    assert len(hands.workspace.merges.all()) == 1
    assert hands.dialogs(QDialog) == []


def test_asking_twice_for_the_agreement_shows_it_once(hands: Hands) -> None:
    hands.app.actions.agreement.trigger()
    hands.app.actions.agreement.trigger()
    finish(hands)
    (dialog,) = hands.dialogs(AgreementDialog)
    dialog.reject()
    assert hands.dialogs(QDialog) == []


def test_closing_the_window_in_a_merge_leaves_it_whole_and_closed(hands: Hands, theirs: Copied) -> None:
    path, place = theirs("李", remark), hands.workspace.path
    hands.app.flows.merging.start([path])
    preview = hands.dialog(MergePreview)
    preview.accept()
    hands.app.window.close()
    finish(hands)
    assert hands.app.session.workspace is None
    with Workspace.open(place, None) as workspace:
        assert workspace.history.rows_equal_history()


def test_closing_the_window_while_files_are_looked_at(hands: Hands, theirs: Copied) -> None:
    path = theirs("李", remark)
    hands.app.flows.merging.start([path])
    hands.app.window.close()
    finish(hands)
    assert hands.app.session.workspace is None
    assert hands.dialogs(MergePreview) == []


def test_taking_back_a_merge_that_brought_the_policy_on_screen(hands: Hands, theirs: Copied) -> None:
    found = read_file(SAMPLE)
    merge(hands, theirs("李", lambda ws: ws.policies.add(found.policy, found.name, found.original)))
    mine = hands.shown.policy.id
    hands.app.presenter.show_policy(found.policy.id)
    hands.settle()
    assert hands.shown.policy.id == found.policy.id
    hands.app.actions.undo.trigger()
    finish(hands)
    assert hands.shown.policy.id == mine
    hands.app.actions.redo.trigger()
    finish(hands)
    assert {policy.id for policy in hands.workspace.policies.all()} == {mine, found.policy.id}


def test_a_conflict_of_a_task_removed_meanwhile_is_decided_without_harm(hands: Hands, theirs: Copied) -> None:
    dialog = quarrel(hands, theirs)
    hands.app.session.remove_task(hands.task(1).id)
    dialog.page.cards[1].keep.click()
    finish(hands)
    assert list(dialog.model.conflicts) == []
    assert {task.number for task in hands.shown.tasks.values()} == {2, 3}
    for _ in range(2):
        hands.app.actions.undo.trigger()
        finish(hands)
    assert hands.task(1).text in ("甲", "乙")


def test_a_conflict_whose_merge_was_taken_back_disappears(hands: Hands, theirs: Copied) -> None:
    dialog = quarrel(hands, theirs)
    keep = dialog.page.cards[1].keep
    hands.app.flows.merges.open()
    listed = hands.dialog(MergesDialog)
    hands.finish_jobs()
    listed.turn.click()
    keep.click()
    finish(hands)
    listed.reject()
    assert list(dialog.model.conflicts) == []
    assert not hands.app.parts.conflicts.isVisible()


def test_restoring_a_backup_while_conflicts_are_open_closes_their_window(hands: Hands, theirs: Copied) -> None:
    quarrel(hands, theirs)
    hands.app.actions.backups.trigger()
    backups = hands.dialog(BackupsDialog)
    finish(hands)
    backups.restore.click()
    finish(hands)
    assert hands.dialogs(ConflictsDialog) == []
    assert hands.task(1).text == "甲"
    assert hands.workspace.history.conflicts() == ()
    assert not hands.app.parts.conflicts.isVisible()


def test_closing_the_window_in_a_restore_leaves_a_workspace(hands: Hands, theirs: Copied) -> None:
    merge(hands, theirs("李", remark))
    place = hands.workspace.path
    hands.app.actions.backups.trigger()
    backups = hands.dialog(BackupsDialog)
    finish(hands)
    backups.restore.click()
    hands.app.window.close()
    finish(hands)
    with Workspace.open(place, None) as workspace:
        assert workspace.history.rows_equal_history()


def test_the_language_and_the_colours_change_while_conflicts_are_open(hands: Hands, theirs: Copied) -> None:
    dialog = quarrel(hands, theirs)
    hands.app.settings.set(APPEARANCE, "light")
    hands.app.actions.dark.trigger()
    hands.settle()
    assert tokens_in_use().dark
    delegate = dialog.view.itemDelegate()
    assert isinstance(delegate, LineDelegate)
    assert delegate.palette is tokens_in_use()
    hands.app.settings.set(LANGUAGE, "zh")
    hands.app.rebuild()
    hands.settle()
    assert hands.app.parts.conflicts.text() == "1 处冲突"
    hands.app.actions.conflicts.trigger()
    finish(hands)
    again = hands.dialog(ConflictsDialog)
    assert again.windowTitle() == "冲突"
    again.page.cards[1].keep.click()
    finish(hands)
    assert hands.workspace.history.conflicts() == ()
    hands.app.actions.dark.trigger()


def test_the_review_becomes_blind_while_the_queue_is_open(hands: Hands, theirs: Copied) -> None:
    copy = theirs("李", lambda ws: ws.assessments.set(task(ws), progress=Progress.DONE))
    hands.app.session.assess(hands.task(1).id, {"progress": Progress.SLOW})
    merge(hands, copy)
    hands.app.actions.agreement.trigger()
    finish(hands)
    dialog = hands.dialog(AgreementDialog)
    assert len(list(dialog.queue.model.rows)) == 1
    hands.app.flows.agreement.set_blind(True)
    finish(hands)
    assert list(dialog.queue.model.rows) == []
    assert dialog.hidden.isVisible()
    dialog.undo_requested.emit()
    finish(hands)
    assert len(dialog.queue.model.rows) == 1
    dialog.reject()


def test_many_steps_around_a_merge_are_undone_and_redone(hands: Hands, theirs: Copied, nightly: bool) -> None:
    many = 200 if nightly else 20
    session, number = hands.app.session, hands.task(2).id
    copy = theirs("李", remark)
    for at in range(many):
        session.edit_task(number, {"text": f"前{at}"})
    merge(hands, copy)
    for at in range(many):
        session.edit_task(number, {"text": f"后{at}"})
    hands.settle()
    end = dict(hands.shown.tasks), dict(hands.shown.annotations)
    for _ in range(2 * many + 1):
        hands.app.actions.undo.trigger()
    finish(hands)
    for dialog in hands.dialogs(QDialog):
        dialog.accept()
    finish(hands)
    assert hands.shown.annotations == {}
    while session.undo_stack.canRedo():
        hands.app.actions.redo.trigger()
        finish(hands)
    assert hands.shown.tasks[number].text == f"后{many - 1}"
    assert dict(hands.shown.annotations) == end[1]


def test_an_announced_job_can_be_closed_by_its_window(hands: Hands, theirs: Copied) -> None:
    path = theirs("李", remark)
    hands.app.flows.merging.start([path])
    for dialog in hands.dialogs(JobDialog):
        dialog.reject()
    finish(hands)
    for preview in hands.dialogs(MergePreview):
        preview.reject()
    assert hands.workspace.merges.all() == ()
    assert hands.dialogs(QDialog) == []


def test_the_tabs_have_room_for_the_counts_of_another_workspace(hands: Hands, theirs: Copied) -> None:
    def many(workspace: Workspace) -> None:
        for _ in range(12):
            remark(workspace)

    path = theirs("李", many)
    hands.app.flows.files.open_path(path)
    hands.settle()
    bar = hands.app.parts.inspector.tabs.tabBar()
    assert bar.tabText(Tab.ANNOTATIONS) == "Annotations 12"
    assert [bar.tabRect(tab).width() for tab in Tab if tab is not Tab.PLACE] == [
        bar.tabSizeHint(tab).width() for tab in Tab if tab is not Tab.PLACE
    ]
