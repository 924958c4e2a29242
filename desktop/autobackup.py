"""Backups that nobody asks for: made in the background, while the work goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import Control, Jobs, watch_of
from desktop.session import Session
from policy.errors import ClauseDeskError
from storage.backups import back_up_if_due

FIRST_MS = 60_000
"""Late enough not to be in the way of opening; what was written the last time and not backed up then is backed up now."""
EVERY_MS = 5 * 60_000
"""How often is looked whether a backup is due; how old the newest must be is the storage's to say."""
PASSING = frozenset({"file_in_use"})
"""What is over the next time and not worth a word."""


class AutoBackup(QObject):
    """Looks now and then whether the open workspace is due for a backup, and makes it in a job, never while another one works.

    ``failed(ClauseDeskError)`` is told once for each workspace and cause, and again only after a backup went well meanwhile.
    """

    failed = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._control: Control | None = None
        self._told: set[tuple[Path, str]] = set()
        self._looked_at: tuple[Path, int] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.run)
        session.workspace_opened.connect(self._begin)
        session.workspace_closed.connect(self._end)
        if session.workspace is not None:
            self._begin()

    def run(self) -> None:
        """Make a backup if one is due, unless other work is going on in the background."""
        workspace = self._session.workspace
        if workspace is None or workspace.read_only:
            return
        if self._jobs.busy():
            self.timer.start(FIRST_MS)
            return
        path, writes = workspace.path, self._session.writes
        if self._looked_at == (path, writes):
            self.timer.start(EVERY_MS)
            return
        self._control = self._jobs.run(
            lambda control: back_up_if_due(path, watch_of(control)),
            lambda made: self._done(path, writes, made),
            lambda error: self._failed(path, error),
            self._stopped,
        )

    def _begin(self) -> None:
        self.timer.start(FIRST_MS)

    def _end(self) -> None:
        self.timer.stop()
        if self._control is not None:
            self._control.cancel()

    def _done(self, path: Path, writes: int, made: Path | None) -> None:
        self._stopped()
        if made is not None:
            # Nothing needs to be looked at again before something is written.
            self._looked_at = (path, writes)
            self._told = {told for told in self._told if told[0] != path}

    def _failed(self, path: Path, error: ClauseDeskError) -> None:
        self._stopped()
        if error.code not in PASSING and (path, error.code) not in self._told:
            self._told.add((path, error.code))
            self.failed.emit(error)

    def _stopped(self) -> None:
        self._control = None
        if self._session.workspace is not None:
            self.timer.start(EVERY_MS)
