"""A running window, and how long it holds still."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from desktop.app import App
from desktop.profile import store_profile
from desktop.settings import Settings

D = TypeVar("D", bound=QDialog)
BEAT_MS = 2
SETTLED_S = 2


class Gaps:
    """The longest time between two beats of the event loop since it was asked last."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._worst = 0.0
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def worst(self) -> float:
        """In ms; starts anew."""
        self._beat()
        worst, self._worst = self._worst, 0.0
        return worst

    def _beat(self) -> None:
        now = time.perf_counter()
        self._worst = max(self._worst, (now - self._last) * 1000)
        self._last = now


class Desk:
    """A window of 王审阅 with a workspace open in it, after all that opening it set going."""

    def __init__(self, workspace: Path) -> None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        qt = QApplication.instance() or QApplication([])
        assert isinstance(qt, QApplication)
        settings = Settings(workspace.with_name("settings.json"))
        store_profile(settings, "王审阅", "督查室")
        self._qt = qt
        self.app = App(qt, settings)
        self.app.window.show()
        self.app.flows.files.open_path(workspace)
        self._gaps = Gaps()
        # The window is painted for the first time, and its findings are judged.
        self.rest(SETTLED_S)

    def measured(self, begin: Callable[[], object], over: Callable[[], bool] = lambda: True) -> float:
        """The longest gap in ms from ``begin`` until ``over``, ``begin`` itself included."""
        self._gaps.worst()
        begin()
        while not over() or self.app.jobs.busy():
            self._qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for _ in range(5):
            self._qt.processEvents()
        return self._gaps.worst()

    def rest(self, seconds: float) -> None:
        """Let the window do what it put off."""
        ready = time.monotonic() + seconds
        self.measured(lambda: None, lambda: time.monotonic() > ready)

    def dialogs(self, kind: type[D]) -> list[D]:
        """The dialogs of a kind that are open."""
        return [one for one in self.app.window.findChildren(kind) if one.isVisible()]

    def close(self) -> None:
        """End everything."""
        self.app.window.close()
