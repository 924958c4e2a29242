"""The manual against the program: whatever can be pressed, typed or written in a file stands in it, in both languages."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path

import pytest
from PySide6.QtGui import QShortcut, QUndoStack
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop.actions import Actions
from desktop.cli import COMMANDS
from desktop.commands.apply_lines import Intake
from desktop.profile import new_reviewer
from desktop.snapshot import load
from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import Policy
from policy.parse import read_policy
from resources.catalogue import LANGUAGES, Catalogue
from storage.records import AnnotationKind, EvidenceType, LinkState
from storage.workspace import Profile, Workspace
from widgets.dialogs.help_dialog import HelpDialog
from widgets.dialogs.import_preview import ImportPreview
from widgets.icons import Icons
from widgets.palette import LIGHT

FOLDER = Path(resources.__file__).parent
AXES: tuple[type[StrEnum], ...] = (AnnotationKind, EvidenceType, LinkState, Progress, Reason, ReviewState, Verdict)
ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter"}


@pytest.fixture(params=LANGUAGES)
def manual(request: pytest.FixtureRequest) -> str:
    return (FOLDER / "help" / f"{request.param}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample() -> Policy:
    return read_policy(next((FOLDER / "sample").glob("*.txt")))


def test_both_manuals_have_the_same_build() -> None:
    shapes = []
    for language in LANGUAGES:
        lines = (FOLDER / "help" / f"{language}.md").read_text(encoding="utf-8").splitlines()
        shapes.append([match[0] for line in lines if (match := re.match(r"#+ |\| |- |```|\d\. ", line))])
    assert shapes[0] == shapes[1]


def test_every_command_is_described(manual: str) -> None:
    described = set(re.findall(r"^\| `(\w+)[ `]", manual, re.MULTILINE))
    assert set(COMMANDS) <= described


def test_every_value_of_a_line_is_named(manual: str) -> None:
    listed = manual[manual.index("`kind`") :]
    assert [value for axis in AXES for value in axis if not re.search(rf"\b{value}\b", listed)] == []


def test_the_lines_shown_can_be_applied(manual: str, sample: Policy, tmp_path: Path) -> None:
    (tmp_path / "方案.pdf").write_bytes(b"%PDF-1.7")
    lines = re.findall(r"^\{.*\}$", manual, re.MULTILINE)
    with Workspace.create(tmp_path / "w.clausedesk", Profile(new_reviewer("张三"))) as workspace:
        workspace.policies.add(sample, "sample.txt", sample.text.encode())
        intake = Intake([load(workspace, sample.id)], "r", tmp_path, "2013-12-01T00:00:00+00:00")
        families = [json.loads(line)["family"] for line in lines]
        made = [intake.take(number, json.loads(line)) for number, line in enumerate(lines, 1)]
    assert families == ["tag", "annotation", "reply", "evidence", "assessment", "link"]
    assert len(set(made)) == len(lines)


def test_every_key_of_the_preview_is_described(manual: str, sample: Policy, qtbot: QtBot) -> None:
    preview = ImportPreview(sample, "sample.txt", Catalogue.load("zh"))
    qtbot.addWidget(preview)
    for shortcut in preview.findChildren(QShortcut):
        *modifiers, key = shortcut.key().toString().split("+")
        assert "+".join([*modifiers, ARROWS.get(key, key)]) in manual.replace("/ →", "Alt+Shift+→")


def test_every_key_of_the_window_is_described(manual: str, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window, Icons(LIGHT), Catalogue.load("zh"), QUndoStack(window))
    keys = {action.shortcut().toString() for action in window.actions()} - {""}
    # The keys that close and quit are the platform's own; rows of digits are described by their first and last.
    keys -= {action.shortcut().toString() for action in (actions.close_workspace, actions.quit)}
    for name, arrow in ARROWS.items():
        keys = {key.replace(name, arrow) for key in keys}
    assert {key for key in keys if key not in manual and not re.fullmatch(r"\S+\+[2-6]", key)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_is_shown_with_its_headings(language: str, qtbot: QtBot) -> None:
    dialog = HelpDialog(language)
    qtbot.addWidget(dialog)
    text = (FOLDER / "help" / f"{language}.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"^#+ (.+)$", text, re.MULTILINE) if not dialog.show_section(name)] == []
    assert "**" not in dialog.page.toPlainText()
