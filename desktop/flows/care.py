"""Looking after a workspace that was not closed properly: it is checked in the background, and put right when asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.watched import run_watched
from desktop.jobs import Jobs
from desktop.session import Session
from policy.errors import ClauseDeskError
from storage import checks, repairs
from storage.backup import held
from storage.checks import CheckReport
from storage.errors import StorageError
from storage.repairs import RepairReport


class CareFlow(QObject):
    """Checks and repairs workspaces.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``damage_found(str, Path)`` with one sentence, when a check found something
    in the workspace there that ``repair`` may put right; ``damaged(ClauseDeskError, Path)`` when the workspace there has damaged
    pages and there are backups; ``reopen_requested(Path)`` when a repair, for which the workspace must be
    closed, is over and no other one was opened meanwhile.
    """

    failed = Signal(object)
    said = Signal(str)
    damage_found = Signal(str, object)
    damaged = Signal(object, object)
    reopen_requested = Signal(object)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs

    def look_after(self) -> None:
        """Check the workspace just opened if it was not closed properly the last time; a whole one is not worth a word."""
        workspace = self._session.workspace
        if workspace is None or not workspace.left_open:
            return
        workspace.left_open = False
        path = workspace.path
        self._jobs.run(lambda _: checks.check(path), partial(self._tell, path), self.failed.emit)

    def repair(self, path: Path) -> None:
        """Close the workspace at ``path``, rebuild its rows from its history after a backup, and open it again.

        Nothing happens when it is not the one open.
        """
        if not self._session.holds(path):
            return
        self._session.close()
        words = self.tr("Repairing"), self.tr("Putting {name} right from its history").format(name=path.name)
        told, failed = partial(self._tell_repaired, path), partial(self._tell_failed, path)
        # Nothing may be opened meanwhile: it would be in the way, or be taken for what is being repaired.
        run_watched(self._window, self._jobs, words, lambda _: repairs.repair(path), told, failed, stoppable=False)

    def _tell(self, path: Path, report: CheckReport) -> None:
        if report.sound or not self._session.holds(path):
            return
        if held(path) and any(problem.code == "pages_damaged" for problem in report.problems):
            self.damaged.emit(StorageError("damaged", name=path.name), path)
            return
        count = len(report.problems)
        text = self.tr("The workspace was not closed properly, and %n thing(s) in it are not in order.", "", count)
        self.damage_found.emit(text, path)

    def _reopen(self, path: Path) -> None:
        """Open the workspace again, unless another one was opened meanwhile."""
        if self._session.workspace is None:
            self.reopen_requested.emit(path)

    def _tell_repaired(self, path: Path, report: RepairReport) -> None:
        if report.rescued is not None:
            self._reopen(report.rescued)
            text = self.tr("What could be read of {name} is in {rescued}; the damaged file is untouched. A backup may hold more.")
            self.said.emit(text.format(name=path.name, rescued=report.rescued.name))
            return
        self._reopen(path)
        if report.sound:
            backup = report.backup.name if report.backup else ""
            self.said.emit(self.tr("The workspace is in order again; what it was before is kept as {name}.").format(name=backup))
        else:
            left = len(report.problems)
            self.said.emit(self.tr("%n thing(s) could not be put right; restore a copy from the backup folder.", "", left))

    def _tell_failed(self, path: Path, error: ClauseDeskError) -> None:
        self._reopen(path)
        self.failed.emit(error)
