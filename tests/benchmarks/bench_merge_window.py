"""How long the window holds still while a large merge is looked at, merged, taken back and brought back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from desktop.app import App
from desktop.file_reading import read_file
from desktop.paths import sample_policy
from desktop.profile import store_profile
from desktop.settings import Settings
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.histories import reviewer, write_pair
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog

CHANGES = 100_000
# The window may hold still for so long, in ms.
LIMIT = 100.0
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
    """A window with a workspace that much is merged into, step by step."""

    def __init__(self, folder: Path, changes: int) -> None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        self._qt = QApplication.instance() or QApplication([])
        target, self._source = folder / "target.clausedesk", folder / "source.clausedesk"
        found = read_file(sample_policy())
        with Workspace.create(target, reviewer("王审阅")) as workspace:
            workspace.policies.add(found.policy, found.name, found.original)
        write_pair(target, self._source, changes)
        settings = Settings(folder / "settings.json")
        store_profile(settings, "王审阅", "督查室")
        assert isinstance(self._qt, QApplication)
        self.app = App(self._qt, settings)
        self.app.window.show()
        self.app.flows.files.open_path(target)
        self._gaps = Gaps()
        # The window is painted for the first time, and its findings are judged.
        ready = time.monotonic() + SETTLED_S
        self.measured(lambda: None, lambda: time.monotonic() > ready)

    def measured(self, begin: Callable[[], None], over: Callable[[], bool]) -> float:
        """The longest gap from ``begin`` until ``over``."""
        self._gaps.worst()
        begin()
        while not over() or self.app.jobs.busy():
            self._qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for _ in range(5):
            self._qt.processEvents()
        return self._gaps.worst()

    def look(self) -> float:
        """Until the preview is there."""
        return self.measured(lambda: self.app.flows.merging.start([self._source]), lambda: bool(self._dialogs(MergePreview)))

    def merge(self) -> float:
        """From the preview until the report is there."""
        (preview,) = self._dialogs(MergePreview)
        worst = self.measured(preview.accept, lambda: bool(self._dialogs(MergeReportDialog)))
        for dialog in self._dialogs(QDialog):
            dialog.reject()
        return worst

    def undo(self) -> float:
        """Until the merge is taken back."""
        return self.measured(self.app.flows.merges.undo, lambda: not self.app.session.undo_stack.canUndo())

    def redo(self) -> float:
        """Until the merge is brought back."""
        return self.measured(self.app.flows.merges.redo, lambda: self.app.session.undo_stack.canUndo())

    def close(self) -> None:
        """End everything."""
        self.app.window.close()

    def _dialogs(self, kind: type[QDialog]) -> list[QDialog]:
        return [one for one in self.app.window.findChildren(kind) if one.isVisible()]


def cases() -> Iterator[Case]:
    """The four steps in their order; each can be measured once."""
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder), CHANGES)
        steps = (("look at", desk.look), ("merge", desk.merge), ("take back", desk.undo), ("bring back", desk.redo))
        known: dict[str, float] = {}

        def once(name: str, step: Callable[[], float]) -> float:
            if name not in known:
                known[name] = step()
            return known[name]

        for name, step in steps:
            yield Case(f"window, longest gap: {name} {CHANGES:,} changes", partial(once, name, step), lambda: LIMIT, 1.0)
        desk.close()
