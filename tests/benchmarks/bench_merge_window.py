"""How long the window holds still while a large merge is looked at, merged, taken back and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QDialog

from desktop.file_reading import read_file
from desktop.paths import sample_policy
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.histories import reviewer, write_pair
from tests.benchmarks.windows import Desk
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.merge_report import MergeReportDialog

CHANGES = 100_000
# The window may hold still for so long, in ms.
LIMIT = 100.0


class Merging:
    """A window with a workspace that much is merged into, step by step."""

    def __init__(self, folder: Path, changes: int) -> None:
        target, self._source = folder / "target.clausedesk", folder / "source.clausedesk"
        found = read_file(sample_policy())
        with Workspace.create(target, reviewer("王审阅")) as workspace:
            workspace.policies.add(found.policy, found.name, found.original)
        write_pair(target, self._source, changes)
        self._desk = Desk(target)
        self._app = self._desk.app

    def look(self) -> float:
        """Until the preview is there."""
        return self._desk.measured(
            lambda: self._app.flows.merging.start([self._source]), lambda: bool(self._desk.dialogs(MergePreview))
        )

    def merge(self) -> float:
        """From the preview until the report is there."""
        (preview,) = self._desk.dialogs(MergePreview)
        worst = self._desk.measured(preview.accept, lambda: bool(self._desk.dialogs(MergeReportDialog)))
        for dialog in self._desk.dialogs(QDialog):
            dialog.reject()
        return worst

    def undo(self) -> float:
        """Until the merge is taken back."""
        return self._desk.measured(self._app.flows.merges.undo, lambda: not self._app.session.undo_stack.canUndo())

    def redo(self) -> float:
        """Until the merge is brought back."""
        return self._desk.measured(self._app.flows.merges.redo, lambda: self._app.session.undo_stack.canUndo())

    def close(self) -> None:
        """End everything."""
        self._desk.close()


def cases() -> Iterator[Case]:
    """The four steps in their order; each can be measured once."""
    with TemporaryDirectory() as folder:
        merging = Merging(Path(folder), CHANGES)
        steps = (("look at", merging.look), ("merge", merging.merge), ("take back", merging.undo), ("bring back", merging.redo))
        known: dict[str, float] = {}

        def once(name: str, step: Callable[[], float]) -> float:
            if name not in known:
                known[name] = step()
            return known[name]

        for name, step in steps:
            yield Case(f"window, longest gap: {name} {CHANGES:,} changes", partial(once, name, step), lambda: LIMIT, 1.0)
        merging.close()
