"""What is typed is stored by itself: while typing goes on, when the editor is left, before a dialog, whoever kills the program."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from desktop.profile import store_profile
from desktop.settings import LANGUAGE, Settings
from policy.model import Span
from storage.checks import check
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace
from tests.desktop.driving import Hands
from tests.desktop.robot import BETWEEN_KEYS, words
from widgets.panels.autosave import AutosaveEdit
from widgets.panels.inspector import Tab

ROOT = Path(__file__).resolve().parents[2]
A_SECOND_OF_TYPING = 1_000 // BETWEEN_KEYS
WORDS = "统一的港口数据平台"


def annotated(hands: Hands) -> str:
    hands.app.session.annotate(hands.shown.policy.id, hands.select(WORDS), AnnotationKind.COMMENT, "", ())
    hands.settle()
    return hands.note().id


def body(hands: Hands) -> AutosaveEdit:
    hands.app.parts.inspector.show_tab(Tab.ANNOTATIONS)
    hands.app.presenter.choose_annotation(annotated(hands))
    return hands.app.parts.inspector.annotations.editor.body


def note(hands: Hands) -> AutosaveEdit:
    hands.click_task(1)
    hands.app.parts.inspector.show_tab(Tab.ASSESSMENT)
    return hands.app.parts.inspector.assessment.note


def stored(path: Path) -> list[str]:
    """The texts of the remarks and of the judgements, as another reader finds them in the file."""
    with Workspace.open(path, None) as reader:
        policy = reader.policies.all()[0].id
        return [record.body for record in reader.annotations.of(policy)] + [one.note for one in reader.assessments.of(policy)]


EDITORS = pytest.mark.parametrize("editor", [body, note])
Editor = Callable[[Hands], AutosaveEdit]


@EDITORS
def test_within_a_second_of_the_last_key_it_is_in_the_file(hands: Hands, editor: Editor) -> None:
    found = editor(hands)
    found.insertPlainText("写下的话")
    assert "写下的话" not in stored(hands.workspace.path)
    hands.qtbot.wait(1_000)
    assert "写下的话" in stored(hands.workspace.path)


@EDITORS
def test_when_the_editor_is_left_it_is_in_the_file_at_once(hands: Hands, editor: Editor) -> None:
    found = editor(hands)
    hands.app.window.activateWindow()
    hands.qtbot.waitUntil(hands.app.window.isActiveWindow)
    found.setFocus()
    hands.qtbot.waitUntil(found.hasFocus)
    found.insertPlainText("写下的话")
    hands.app.parts.table.view.setFocus()
    assert not found.hasFocus()
    assert "写下的话" in stored(hands.workspace.path)


OPENERS: dict[str, Callable[[Hands], object]] = {
    "annotation": lambda hands: hands.app.actions.annotate[AnnotationKind.COMMENT].trigger(),
    "evidence": lambda hands: hands.app.actions.record_evidence.trigger(),
    "export": lambda hands: hands.app.actions.export.trigger(),
    "backups": lambda hands: hands.app.actions.backups.trigger(),
    "share": lambda hands: hands.app.actions.share.trigger(),
    "merge": lambda hands: hands.app.actions.merge.trigger(),
    "settings": lambda hands: hands.app.actions.settings.trigger(),
    "search": lambda hands: hands.app.actions.search.trigger(),
    "conflicts": lambda hands: hands.app.flows.conflicts.open(),
    "about the policy": lambda hands: hands.app.actions.about_policy.trigger(),
    "manual": lambda hands: hands.app.actions.manual.trigger(),
    "tags": lambda hands: hands.app.actions.tags.trigger(),
}


@pytest.mark.parametrize("opener", OPENERS)
@EDITORS
def test_before_a_dialog_is_open_it_is_in_the_file(hands: Hands, editor: Editor, opener: str) -> None:
    found = editor(hands)
    hands.select("推广电子提单")
    hands.app.window.activateWindow()
    hands.qtbot.waitUntil(hands.app.window.isActiveWindow)
    found.setFocus()
    hands.qtbot.waitUntil(found.hasFocus)
    found.insertPlainText("写下的话")
    OPENERS[opener](hands)
    hands.qtbot.waitUntil(lambda: bool(hands.dialogs(QDialog)), timeout=10_000)
    assert "写下的话" in stored(hands.workspace.path)


@EDITORS
def test_what_was_stored_while_typing_is_undone_in_order(hands: Hands, editor: Editor) -> None:
    found = editor(hands)
    for piece in ("一", "二"):
        found.insertPlainText(piece)
        found.flush()
    hands.app.actions.undo.trigger()
    hands.settle()
    assert found.toPlainText() == "一"
    hands.app.actions.redo.trigger()
    hands.settle()
    assert found.toPlainText() == "一二"


def robot(workspace: Path, editor: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "tests.desktop.robot", str(workspace), editor]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def typed_until_killed(process: subprocess.Popen[str], keys: int) -> int:
    """How much the robot had typed when it was killed, soon after so many keys."""
    assert process.stdout is not None
    typed = 0
    for line in process.stdout:
        typed = int(line)
        if typed >= keys:
            break
    assert typed >= keys, "it ended by itself"
    process.kill()
    rest = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    return int(rest[-1]) if rest else keys


def test_killed_while_it_types_the_program_loses_at_most_a_second(workspace_file: Path, profile: Profile, nightly: bool) -> None:
    settings = Settings(workspace_file.with_name("settings.json"))
    store_profile(settings, "张三", "评估中心")
    settings.set(LANGUAGE, "en")
    with Workspace.open(workspace_file, profile) as workspace:
        policy = workspace.policies.all()[0].id
        workspace.annotations.add(policy, Span(1, 5), AnnotationKind.COMMENT, "")
    before = workspace_file.read_bytes()
    dice = random.Random(7)
    for number in range(50 if nightly else 5):
        workspace_file.write_bytes(before)
        typed = typed_until_killed(robot(workspace_file, "body" if number % 2 else "note"), dice.randint(2, 90))
        with Workspace.open(workspace_file, profile) as workspace:
            assert workspace.left_open
        kept = max(stored(workspace_file), key=len, default="")
        assert words(typed + 1).startswith(kept)
        assert typed - len(kept) <= A_SECOND_OF_TYPING
        assert check(workspace_file).sound
