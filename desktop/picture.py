"""A picture of the main window, drawn without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from desktop.app import App
from desktop.settings import Settings

SETTLE_MS = 1200


def picture_of_window(workspace: Path, settings: Settings) -> QPixmap:
    """The main window with ``workspace`` open and its first remark and that clause's first task chosen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    qt = running if isinstance(running, QApplication) else QApplication([sys.argv[0]])
    app = App(qt, settings)
    app.window.show()
    app.flows.files.open_path(workspace)
    app.presenter.choose_example()
    _settle()
    picture = app.window.grab()
    app.window.close()
    return picture


def _settle() -> None:
    """Let everything that was put off to the next turn of the event loop happen."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
