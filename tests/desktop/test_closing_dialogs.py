"""Nothing asks about a workspace that has been closed behind the question."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from desktop.profile import new_reviewer
from policy.model import Span
from storage.incoming import Incoming
from storage.records import AnnotationKind
from storage.sharing_crypt import lock_up
from storage.workspace import Profile, Workspace
from tests.desktop.driving import Hands
from widgets import dialogs
from widgets.dialogs.passphrase_dialog import PassphraseDialog

Shown = Callable[[Hands], QDialog]


def by_action(name: str, kind: type[QDialog]) -> Shown:
    """What an action of the window opens."""

    def shown(hands: Hands) -> QDialog:
        getattr(hands.app.actions, name).trigger()
        hands.finish_jobs()
        return hands.dialog(kind)

    return shown


def annotating(hands: Hands) -> QDialog:
    hands.select("数据平台")
    hands.app.actions.annotate[AnnotationKind.COMMENT].trigger()
    return hands.dialog(dialogs.AnnotationDialog)


def theirs(hands: Hands) -> Path:
    """A copy of the workspace in which somebody else has written."""
    path = hands.workspace.path.with_name("李四.clausedesk")
    shutil.copy(hands.workspace.path, path)
    with Workspace.open(path, Profile(new_reviewer("李四"))) as workspace:
        workspace.annotations.add(hands.shown.policy.id, Span(60, 64), AnnotationKind.COMMENT, "意见")
    return path


def previewing(hands: Hands) -> QDialog:
    hands.app.flows.merging.start([theirs(hands)])
    return hands.dialog(dialogs.MergePreview)


@pytest.mark.parametrize(
    "shown",
    [
        by_action("account", dialogs.AccountDialog),
        by_action("agreement", dialogs.AgreementDialog),
        by_action("backups", dialogs.BackupsDialog),
        by_action("merges", dialogs.MergesDialog),
        by_action("share", dialogs.ShareDialog),
        by_action("tags", dialogs.TagsDialog),
        annotating,
        previewing,
    ],
    ids=["account", "agreement", "backups", "merges", "share", "tags", "annotation", "preview"],
)
def test_a_dialog_goes_with_its_workspace(hands: Hands, shown: Shown) -> None:
    dialog = shown(hands)
    assert dialog.isVisible()
    hands.app.session.close()
    hands.settle()
    assert hands.dialogs(QDialog) == []
    assert hands.said() == ""


def test_a_question_for_a_passphrase_leaves_no_private_copy_while_other_work_goes_on(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    leave = Incoming.close

    def told(incoming: Incoming) -> None:
        closed.extend(vetted.name for vetted in incoming.files)
        leave(incoming)

    monkeypatch.setattr(Incoming, "close", told)
    path, locked, goes_on = theirs(hands), tmp_path / "锁.clausedesk.age", threading.Event()
    locked.write_bytes(lock_up(path.read_bytes(), "四个不相干的词"))
    hands.app.flows.merging.start([path, locked])
    hands.qtbot.waitUntil(lambda: bool(hands.dialogs(PassphraseDialog)), timeout=60_000)
    hands.app.jobs.run(lambda _: goes_on.wait(20), lambda _: None, lambda _: None)
    hands.app.session.close()
    assert closed == ["李四.clausedesk"]
    assert hands.dialogs(QDialog) == []
    goes_on.set()
    hands.finish_jobs()
    assert hands.dialogs(QDialog) == []
