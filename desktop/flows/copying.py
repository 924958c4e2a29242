"""Local copies of workspaces in places that bite: taken, and called to mind while they hold unpublished work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.jobs import Control, Jobs, watch_of
from desktop.notices import RESUME
from desktop.paths import copies_folder
from desktop.session import Session
from policy.errors import ClauseDeskError
from storage.published import pending
from storage.working_copy import WorkingCopy, known_copy, take
from storage.workspace import Profile
from widgets import dialogs
from widgets.message_bar import Message, MessageKind

MOST_TOLD = 3
"""Of so many workspaces with unpublished work is told at a start; the next ones are told of when these are done."""


class CopyFlow(QObject):
    """Takes local copies, and tells of those that hold what is not published.

    Signals: ``taken(WorkingCopy, Profile)`` when a local copy is to be opened; ``unopened(Path, ClauseDeskError)`` when none can be
    taken; ``failed(ClauseDeskError)``; ``offered(Message)``; ``reopen_requested(Path)``; ``working(Control)`` while one is taken.
    """

    taken = Signal(object, object)
    unopened = Signal(object, object)
    failed = Signal(object)
    offered = Signal(object)
    reopen_requested = Signal(object)
    working = Signal(object)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs

    def open(self, origin: Path, profile: Profile) -> None:
        """Take a local copy of a workspace in a place that bites, or the one there is, and have it opened."""
        known = known_copy(origin, copies_folder())
        if known is not None:
            if not (self._session.holds(known.path) and self._session.writable):
                self.taken.emit(known, profile)
            return
        title = self.tr("Copying the workspace to this computer")
        dialog = dialogs.JobDialog(title, self._window)
        dialog.setModal(True)
        dialog.set_step(origin.name)

        def end(copy: WorkingCopy | None = None) -> None:
            dialog.finish()
            dialog.deleteLater()
            if copy is not None:
                self.taken.emit(copy, profile)

        def fail(error: ClauseDeskError) -> None:
            end()
            self.unopened.emit(origin, error)

        def work(control: Control) -> WorkingCopy:
            return take(origin, copies_folder(), watch_of(control))

        control = self._jobs.run(work, end, fail, end)
        control.progressed.connect(lambda share, total: dialog.set_step(origin.name, share, total))
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()
        self.working.emit(control)

    def tell_pending(self) -> None:
        """Say which other workspaces hold work that is not published yet."""
        workspace = self._session.workspace
        shown = workspace.path if workspace is not None else None
        self._jobs.run(lambda _: pending(copies_folder(), shown), self._tell_pending, self.failed.emit)

    def _tell_pending(self, found: Sequence[WorkingCopy]) -> None:
        for copy in [copy for copy in found if not self._session.holds(copy.path)][:MOST_TOLD]:
            text = self.tr("Work on {name} is kept on this computer and not published to {place} yet.")
            said = text.format(name=copy.origin.stem, place=folder_called(copy))
            self.offered.emit(Message(said, MessageKind.OFFER, self.tr("Open it"), f"{RESUME}{copy.origin}"))

    def carry_out(self, action: str) -> None:
        """Do what the button of a message offers."""
        if action.startswith(RESUME):
            self.reopen_requested.emit(Path(action.removeprefix(RESUME)))


def folder_called(copy: WorkingCopy) -> str:
    """What the place of a published workspace is called."""
    return copy.origin.parent.name or str(copy.origin.parent)
