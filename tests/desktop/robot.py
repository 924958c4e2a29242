"""A program of its own in which a robot types twenty characters a second into one editor, until it is killed.

Called as ``python -m tests.desktop.robot WORKSPACE EDITOR``; prints how many characters it has typed after each.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop.app import App
from desktop.settings import LANGUAGE, Settings
from widgets.panels.inspector import Tab

BETWEEN_KEYS = 50
"""Milliseconds."""


def words(length: int) -> str:
    """What the robot has typed after so many keys: no two places in it look alike."""
    return "".join(f"{number:05} " for number in range(length // 6 + 1))[:length]


def editor_of(app: App, name: str) -> QPlainTextEdit:
    """The editor of this name, with a record in it."""
    shown = app.presenter.snapshot
    assert shown is not None
    inspector = app.parts.inspector
    if name == "body":
        inspector.show_tab(Tab.ANNOTATIONS)
        app.presenter.choose_annotation(next(iter(shown.annotations)))
        return inspector.annotations.editor.body
    app.presenter.choose_task(min(shown.tasks))
    inspector.show_tab(Tab.ASSESSMENT)
    return inspector.assessment.note


def run(workspace: Path, name: str) -> int:
    application = QApplication([])
    settings = Settings(workspace.with_name("settings.json"))
    settings.set(LANGUAGE, "en")
    app = App(application, settings)
    app.window.show()
    app.flows.files.open_path(workspace)
    editor = editor_of(app, name)
    editor.setFocus()
    typed = 0

    def key() -> None:
        nonlocal typed
        QTest.keyClicks(editor, words(typed + 1)[typed:])
        typed += 1
        print(typed, flush=True)

    timer = QTimer(interval=BETWEEN_KEYS)
    timer.timeout.connect(key)
    timer.start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2]))
