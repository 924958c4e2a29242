"""Backups shown, looked into and restored."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.flows.asking import ask_open
from desktop.flows.watched import run_watched
from desktop.jobs import Control, Jobs, watch_of
from desktop.messages import sentence
from desktop.notices import BACKUPS, REOPEN, RESTORE
from desktop.paths import SUFFIX, documents_folder, looked_at_folder
from desktop.session import Session
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.backup import folder_of
from storage.backups import Backup, Glance, back_up_now, contents, glance, held, private_copy, restore, soundest
from storage.errors import StorageError
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.models.words import moment_text

LOST = frozenset({"damaged", "set_aside", "truncated", "missing_file", "not_a_workspace", "empty_workspace"})
"""Why a workspace could not be opened that a backup may help with."""


class BackupsFlow(QObject):
    """Shows the backups of a workspace and carries out what is asked for there.

    Signals: ``failed(ClauseDeskError)``; ``starting()`` before the workspace is closed, while it can still be written;
    ``reopen_requested(Path)`` when a restored workspace, or the one left as it was, is to be opened; ``restored(str, Path, Path)``
    with a sentence, the workspace and the backup of what was there before, if it could be made; ``looking(str, Path)`` with a
    sentence and the workspace to go back to; ``offered(ClauseDeskError, Path)`` when a workspace that has backups could not be
    opened; ``merge_requested(list of paths)`` of a backup to merge into the open workspace.
    """

    failed = Signal(object)
    starting = Signal()
    reopen_requested = Signal(object)
    restored = Signal(str, object, object)
    looking = Signal(str, object)
    offered = Signal(object, object)
    merge_requested = Signal(object)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._catalogue = catalogue
        self._dialog: dialogs.BackupsDialog | None = None
        self._reading: Control | None = None
        self._searching: Control | None = None

    def open(self) -> None:
        """Show the backups of the open workspace; without one, of that whose file or backup is chosen."""
        workspace = self._session.workspace
        if workspace is not None:
            self.starting.emit()
            self._show(workspace.path)
            return
        title, filters = self.tr("Choose a workspace or one of its backups"), self.tr("ClauseDesk workspaces (*%1)")
        ask_open(
            self._window, title, documents_folder(), filters.replace("%1", SUFFIX), lambda paths: self.open_for(_origin(paths[0]))
        )

    def open_for(self, path: Path) -> None:
        """Show the backups of a workspace that is damaged or gone, with the newest that is whole chosen."""
        real = Path(os.path.realpath(path))
        dialog = self._show(real)
        if self._session.holds(real):
            return
        dialog.set_writable(False)
        if held(real):
            dialog.set_intro(self.tr("Looking for the newest backup that is whole…"))
            found = partial(self._choose_soundest, dialog)
            self._searching = self._jobs.run(lambda control: soundest(real, watch_of(control)), found, lambda _: found(None))

    def tell_unopened(self, path: Path, error: ClauseDeskError) -> None:
        """Tell that a workspace could not be opened, with an offer where a backup may help."""
        if error.code in LOST and held(path):
            self.offered.emit(error, path)
        else:
            self.failed.emit(error)

    def tell_lost(self, path: Path) -> None:
        """Offer the backups, if there are any, of the workspace worked on last that is no longer there."""
        if held(path):
            self.offered.emit(StorageError("missing_file", name=path.name), path)

    def carry_out(self, action: str) -> None:
        """Do what the button of a message about backups offers."""
        if action.startswith(BACKUPS):
            self.open_for(Path(action.removeprefix(BACKUPS)))
        elif action.startswith(RESTORE):
            workspace, kept = map(Path, action.removeprefix(RESTORE).split("\n"))
            self.restore(workspace, next((backup for backup in held(workspace) if backup.path == kept), None))
        elif action.startswith(REOPEN):
            self.reopen_requested.emit(Path(action.removeprefix(REOPEN)))

    def restore(self, workspace: Path, backup: Backup | None) -> None:
        """Put a backup in the workspace's place, for which the workspace must be closed, and open it again."""
        if backup is None:
            self.failed.emit(StorageError("missing_file", name=workspace.name))
            return
        self.starting.emit()
        self._close_dialog()
        if self._session.holds(workspace):
            self._session.close()
        job = dialogs.JobDialog(self.tr("Restoring"), self._window)
        # Whatever is opened or written now would be in the way.
        job.setModal(True)
        job.must_finish()
        job.set_step(self.tr("The backup takes the workspace's place"))
        self._jobs.run(
            lambda _: restore(workspace, backup),
            lambda kept: self._done(job, workspace, lambda: self._tell_restored(workspace, backup, kept)),
            lambda error: self._done(job, workspace, lambda: self.failed.emit(error)),
            lambda: self._done(job, workspace, lambda: None),
        )
        job.show()

    def _show(self, workspace: Path) -> dialogs.BackupsDialog:
        self._close_dialog()
        self._dialog = dialog = dialogs.BackupsDialog(workspace, self._catalogue, self._window)
        dialog.set_writable(self._session.holds(workspace))
        dialog.chosen.connect(partial(self._read, dialog, workspace))
        dialog.restore_requested.connect(partial(self.restore, workspace))
        dialog.look_requested.connect(partial(self._look, workspace))
        dialog.merge_requested.connect(self._merge)
        dialog.backup_requested.connect(partial(self._back_up, dialog, workspace))
        dialog.folder_requested.connect(partial(self._open_folder, dialog, workspace))
        dialog.finished.connect(self._forget)
        self._fill(dialog, workspace)
        show_modal(dialog)
        return dialog

    def _fill(self, dialog: dialogs.BackupsDialog, workspace: Path) -> None:
        backups = held(workspace)
        dialog.set_backups(backups)
        dialog.folder.setEnabled(bool(backups))
        self._jobs.run(lambda control: _glances(backups, control), partial(self._tell_glances, dialog), self.failed.emit)

    def _tell_glances(self, dialog: dialogs.BackupsDialog, found: list[tuple[Backup, Glance]]) -> None:
        if dialog is self._dialog:
            for backup, seen in found:
                dialog.set_glance(backup, seen)

    def _read(self, dialog: dialogs.BackupsDialog, workspace: Path, backup: Backup) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._jobs.run(
            lambda control: contents(backup, workspace, watch_of(control)),
            lambda found: self._if_open(dialog, lambda: dialog.show_contents(backup, found)),
            lambda error: self._if_open(dialog, lambda: dialog.show_problem(backup, self._why(error))),
        )

    def _why(self, error: ClauseDeskError) -> str:
        """Why a backup cannot be read; that it is damaged is said already."""
        return "" if error.code in LOST else sentence(error, self._catalogue)

    def _choose_soundest(self, dialog: dialogs.BackupsDialog, backup: Backup | None) -> None:
        def tell() -> None:
            if backup is None:
                dialog.set_intro(self.tr("No backup is whole. Look inside the newest ones, and keep all files as they are."))
                return
            dialog.set_intro(self.tr("The newest backup that is whole is chosen. Restoring it keeps the present file beside it."))
            dialog.choose(backup)

        self._if_open(dialog, tell)

    def _back_up(self, dialog: dialogs.BackupsDialog, workspace: Path) -> None:
        self.starting.emit()
        dialog.now.setEnabled(False)
        dialog.show_failure("")

        def end(problem: str) -> None:
            dialog.now.setEnabled(True)
            dialog.show_failure(problem)
            self._fill(dialog, workspace)

        self._jobs.run(
            lambda control: back_up_now(workspace, watch=watch_of(control)),
            lambda _: self._if_open(dialog, lambda: end("")),
            lambda error: self._if_open(dialog, lambda: end(sentence(error, self._catalogue))),
            lambda: self._if_open(dialog, lambda: end("")),
        )

    def _merge(self, backup: Backup) -> None:
        self._close_dialog()
        self.merge_requested.emit([backup.path])

    def _look(self, workspace: Path, backup: Backup) -> None:
        """Open a private copy of a backup for reading, in place of the workspace."""
        self._close_dialog()
        self.starting.emit()

        def work(control: Control) -> Path:
            return private_copy(backup.path, looked_at_folder(), watch_of(control))

        def done(copy: Path) -> None:
            if not control.cancelled() and self._session.workspace is held_now:
                self._open_copy(workspace, backup, copy)

        held_now = self._session.workspace
        words = self.tr("Looking into a backup"), self.tr("Copying the backup of {time}").format(time=self._time(backup))
        control = run_watched(self._window, self._jobs, words, work, done, self.failed.emit)

    def _open_copy(self, workspace: Path, backup: Backup, copy: Path) -> None:
        try:
            self._session.open(copy, None)
        except StorageError as error:
            self.failed.emit(error)
            return
        text = self.tr("You are looking at the backup of {time}; nothing can be changed here.").format(time=self._time(backup))
        self.looking.emit(text, workspace)

    def _open_folder(self, dialog: dialogs.BackupsDialog, workspace: Path) -> None:
        backup = dialog.backup()
        folder = backup.path.parent if backup is not None else folder_of(workspace)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _tell_restored(self, workspace: Path, backup: Backup, kept: Path | None) -> None:
        good = any(one.path == kept for one in held(workspace))
        if kept is None:
            text = self.tr("Restored to {time}.")
        elif good:
            text = self.tr(
                "Restored to {time}. What was before is now a backup, from which what was written since can be merged back."
            )
        else:
            text = self.tr("Restored to {time}. The damaged file is kept as {name}.").replace("{name}", kept.name)
        self.restored.emit(text.replace("{time}", self._time(backup)), workspace, kept if good else None)

    def _done(self, job: dialogs.JobDialog, workspace: Path, tell: Callable[[], None]) -> None:
        job.finish()
        job.deleteLater()
        if self._session.workspace is None and workspace.exists():
            self.reopen_requested.emit(workspace)
        tell()

    def _time(self, backup: Backup) -> str:
        return moment_text(backup.made, self._catalogue.language, seconds=True)

    def _if_open(self, dialog: dialogs.BackupsDialog, act: Callable[[], None]) -> None:
        if dialog is self._dialog:
            act()

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    def _forget(self) -> None:
        self._dialog = None
        for control in (self._reading, self._searching):
            if control is not None:
                control.cancel()
        self._reading = self._searching = None


def _glances(backups: tuple[Backup, ...], control: Control) -> list[tuple[Backup, Glance]]:
    found: list[tuple[Backup, Glance]] = []
    for backup in backups:
        seen = None if control.cancelled() else glance(backup)
        if seen is not None:
            found.append((backup, seen))
    return found


def _origin(path: Path) -> Path:
    """The workspace that a file chosen belongs to: itself, or the one whose backup it is."""
    beside = path.parent.with_suffix(SUFFIX)
    return beside if path.parent == folder_of(beside) else path
