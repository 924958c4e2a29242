"""The same policy from two files: recognised in the window, joined, and kept joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.file_reading import read_file
from desktop.profile import new_reviewer
from policy.judging import Verdict
from policy.model import Span
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace
from tests.desktop.conftest import POLICY
from tests.desktop.driving import Hands, import_into
from widgets.dialogs.import_preview import ImportPreview
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog
from widgets.dialogs.twins_section import TwinsDialog, TwinsSection
from widgets.message_bar import MessageKind

BROKEN = POLICY.replace("整合码头、海关", "整合码头、\n海关").replace("，减少纸质", "，\n减少纸质")


@pytest.fixture
def broken_file(tmp_path: Path) -> Path:
    """The same policy with other line breaks, as another program saved it."""
    path = tmp_path / "港口（另存）.txt"
    path.write_text(BROKEN, encoding="utf-8")
    return path


@pytest.fixture
def colleague_file(tmp_path: Path, broken_file: Path) -> Path:
    """The workspace of a colleague who imported that and worked on it."""
    path = tmp_path / "李.clausedesk"
    found = read_file(broken_file)
    with Workspace.create(path, Profile(new_reviewer("李审阅"))) as workspace:
        workspace.policies.add(found.policy, found.name, found.original)
        policy = found.policy.id
        note(workspace, policy, "推广电子提单", "李的意见")
        workspace.assessments.set(workspace.tasks.of(policy)[0].id, verdict=Verdict.FALSE, note="李的判断")
    return path


def note(workspace: Workspace, policy: str, words: str, body: str) -> None:
    start = workspace.policies.text(policy).index(words)
    workspace.annotations.add(policy, Span(start, start + len(words)), AnnotationKind.COMMENT, body)


def preview(hands: Hands, path: Path) -> tuple[MergePreview, TwinsSection]:
    """The preview of a merge, with what it asks about policies that are here under another id."""
    hands.app.flows.merging.start([path])
    dialog = hands.dialog(MergePreview)
    hands.finish_jobs()
    (section,) = dialog.findChildren(TwinsSection)
    return dialog, section


def finish(hands: Hands) -> None:
    for _ in range(4):
        hands.finish_jobs()


def bodies(hands: Hands) -> set[str]:
    return {record.body for record in hands.shown.annotations.values()}


def test_a_colleagues_work_on_the_same_policy_stands_on_ones_own_after_merging(hands: Hands, colleague_file: Path) -> None:
    own = hands.shown.policy.id
    note(hands.workspace, own, "推广电子提单", "我的意见")
    dialog, section = preview(hands, colleague_file)
    assert len(section.chosen()) == 1
    dialog.accept()
    finish(hands)
    hands.dialog(MergeReportDialog)
    assert [policy.id for policy in hands.workspace.policies.all()] == [own]
    assert hands.shown.policy.id == own
    assert bodies(hands) == {"我的意见", "李的意见"}
    assert {record.note for record in hands.shown.assessments.values()} == {"李的判断"}
    assert hands.said() == "Joined: 2 certain, 0 in doubt, 0 to place."
    undo = hands.app.session.undo_stack
    undo.undo()
    assert len(hands.workspace.policies.all()) == 2
    undo.redo()
    assert bodies(hands) == {"我的意见", "李的意见"}


def test_without_the_check_both_stay(hands: Hands, colleague_file: Path) -> None:
    dialog, section = preview(hands, colleague_file)
    for box in section.boxes.values():
        box.setChecked(False)
    dialog.accept()
    finish(hands)
    assert len(hands.workspace.policies.all()) == 2


def test_what_the_colleague_writes_later_comes_with_the_next_merge(hands: Hands, colleague_file: Path) -> None:
    dialog, _ = preview(hands, colleague_file)
    dialog.accept()
    finish(hands)
    hands.dialog(MergeReportDialog).reject()
    with Workspace.open(colleague_file, Profile(new_reviewer("李审阅"))) as workspace:
        note(workspace, workspace.policies.all()[0].id, "推广电子提单", "后来的意见")
    hands.app.flows.merging.start([colleague_file])
    again = hands.dialog(MergePreview)
    hands.finish_jobs()
    assert not again.findChildren(TwinsSection)
    again.accept()
    finish(hands)
    assert bodies(hands) == {"李的意见", "后来的意见"}


def test_an_import_of_the_same_policy_offers_to_join_it(hands: Hands, broken_file: Path) -> None:
    own = hands.shown.policy.id
    note(hands.workspace, own, "推广电子提单", "我的意见")
    hands.app.flows.importing.import_paths([broken_file])
    hands.dialog(ImportPreview).accept()
    bar = hands.app.parts.messages
    hands.qtbot.waitUntil(lambda: (message := bar.message()) is not None and message.kind is MessageKind.OFFER, timeout=20_000)
    assert "same policy" in hands.said()
    bar._action.click()
    finish(hands)
    assert hands.shown.policy.id == own
    assert [policy.id for policy in hands.workspace.policies.all()] == [own]


def test_the_menu_finds_the_same_policy_and_says_when_there_is_none(hands: Hands, broken_file: Path) -> None:
    own = hands.shown.policy.id
    hands.app.actions.join.trigger()
    none = hands.dialog(TwinsDialog)
    assert not none.section.boxes
    none.reject()
    found = read_file(broken_file)
    import_into(hands.app.session, found.policy, found.name, found.original)
    note(hands.workspace, found.policy.id, "推广电子提单", "写在另一份上")
    hands.finish_jobs()
    hands.app.actions.join.trigger()
    hands.finish_jobs()
    dialog = next(dialog for dialog in hands.dialogs(TwinsDialog) if dialog.section.boxes)
    for box in dialog.section.boxes.values():
        box.setChecked(False)
    dialog.accept()
    assert dialog.problem_shown()
    for box in dialog.section.boxes.values():
        box.setChecked(True)
    dialog.accept()
    finish(hands)
    assert hands.shown.policy.id == own
    assert bodies(hands) == {"写在另一份上"}


def test_a_preview_closed_early_leaves_nothing_behind(hands: Hands, colleague_file: Path) -> None:
    hands.app.flows.merging.start([colleague_file])
    hands.dialog(MergePreview).reject()
    finish(hands)
    assert hands.said() == ""
