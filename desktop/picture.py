"""A picture of the main window, drawn without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
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
    before = qInstallMessageHandler(_pass_on)
    try:
        app = App(qt, settings)
        app.window.show()
        app.flows.files.open_path(workspace)
        app.presenter.choose_example()
        _settle()
        picture = app.window.grab()
        app.window.close()
    finally:
        qInstallMessageHandler(before)
    return picture


def _pass_on(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Tell on stderr what Qt says, but for what a platform without a screen has no use for."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def _settle() -> None:
    """Let everything that was put off to the next turn of the event loop happen."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
