"""Share packages: writing one, and looking into one that was received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.asking import ask_open
from desktop.flows.receiving import LOCKED
from desktop.flows.watched import run_watched
from desktop.jobs import Control, Jobs, watch_of
from desktop.notices import MERGE_PACKAGE
from desktop.paths import SUFFIX, documents_folder, home_of
from desktop.session import Session
from policy.errors import ClauseDeskError
from storage.errors import StorageError
from storage.incoming import Incoming, receive
from storage.sharing import Offer, Shared, offered, share_file
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.models.words import size_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Looking:
    """The package that is looked at: its file, what opened it, its private copy, and the workspace that was open before."""

    path: Path
    passphrase: str | None
    incoming: Incoming
    before: Path | None

    @property
    def copy(self) -> Path:
        """The private copy."""
        return self.incoming.files[0].path


class SharingFlow(QObject):
    """Writes share packages and opens received ones for reading.

    Signals: ``starting()``: what is being typed is to be stored now; ``failed(ClauseDeskError)``; ``said(str)``; ``looking(str,
    Path or None)`` when a package is open, with the workspace that was open before; ``titled(str)``: how the window is called then;
    ``reopen_requested(Path)`` and then ``merge_requested(list of paths, passphrase or None)`` when the package is to be merged;
    ``working(Control)`` while something is done in the background.
    """

    starting = Signal()
    failed = Signal(object)
    said = Signal(str)
    looking = Signal(str, object)
    titled = Signal(str)
    reopen_requested = Signal(object)
    merge_requested = Signal(object, object)
    working = Signal(object)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._looking: _Looking | None = None
        session.workspace_closed.connect(self._let_go)

    def share(self) -> None:
        """Ask what goes into a package, and write it."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self.starting.emit()
        path = workspace.path
        self._jobs.run(lambda _: offered(path), partial(self._ask, path), self.failed.emit)

    def look_into(self) -> None:
        """Ask for a package and look into it."""
        filters = self.tr("Share packages and workspaces ({patterns});;All files (*)").format(patterns=f"*{SUFFIX} *.age")
        workspace = self._session.workspace
        folder = home_of(workspace.path) if workspace is not None and self._looking is None else documents_folder()
        ask_open(self._window, self.tr("Look into a package"), folder, filters, lambda paths: self.open_package(paths[0]))

    def open_package(self, path: Path, passphrase: str | None = None) -> None:
        """Receive a package and open its private copy for reading; asks for the passphrase of a locked one."""
        title = self.tr("Looking into a package")

        def fail(error: ClauseDeskError) -> None:
            if error.code in LOCKED:
                self._ask_passphrase(path, wrong=error.code != "passphrase_needed" and passphrase is not None)
            else:
                self.failed.emit(error)

        def work(control: Control) -> Incoming:
            return receive([path], passphrase, watch_of(control))

        def done(incoming: Incoming) -> None:
            if control.cancelled() or self._session.workspace is not workspace:
                incoming.close()
            else:
                self._open(path, passphrase, incoming)

        workspace = self._session.workspace
        control = self._run(title, title, work, done, fail)

    def carry_out(self, action: str) -> None:
        """Do what the button of a message offers: merge the package that is looked at."""
        held = self._looking
        if held is None or not action.startswith(MERGE_PACKAGE):
            return
        workspace = Path(action.removeprefix(MERGE_PACKAGE))
        self.reopen_requested.emit(workspace)
        if self._session.holds(workspace):
            self.merge_requested.emit([held.path], held.passphrase)

    def _ask(self, workspace: Path, offer: Offer) -> None:
        if not self._session.holds(workspace):
            return
        dialog = dialogs.ShareDialog(offer, self._window)
        own = self._looking is None
        stem = self.tr("{name} shared").format(name=workspace.stem)
        dialog.set_proposal(home_of(workspace) if own else documents_folder(), stem)
        dialog.accepted.connect(lambda: self._write(workspace, dialog.form()))
        show_modal(dialog)

    def _write(self, workspace: Path, form: dialogs.ShareForm) -> None:
        def work(control: Control) -> Shared:
            return share_file(workspace, form.selection, form.path, form.passphrase, watch_of(control))

        step = self.tr("Writing {name}").format(name=form.path.name)
        self._run(self.tr("Share package"), step, work, self._tell, self.failed.emit)

    def _tell(self, shared: Shared) -> None:
        found = shared.contains
        parts = (
            self.tr("%n policy(ies)", "", found.policies),
            self.tr("%n annotation(s)", "", found.annotations),
            self.tr("%n piece(s) of evidence", "", found.evidence),
            self.tr("%n assessment(s)", "", found.assessments),
            self.tr("%n file(s)", "", found.files),
        )
        text = self.tr("{name} is written, {size}, with {parts}.")
        sentence = text.format(name=shared.path.name, size=size_text(shared.size), parts=self.tr(", ").join(parts))
        if found.lost:
            sentence += " " + self.tr("%n file(s) are missing or damaged here and were left out.", "", found.lost)
        self.said.emit(sentence)

    def _ask_passphrase(self, path: Path, *, wrong: bool) -> None:
        dialog = dialogs.PassphraseDialog(path.name, wrong, self._window)
        dialog.accepted.connect(lambda: self.open_package(path, dialog.passphrase()))
        show_modal(dialog)

    def _open(self, path: Path, passphrase: str | None, incoming: Incoming) -> None:
        held, workspace = self._looking, self._session.workspace
        before = held.before if held is not None else workspace.path if workspace is not None else None
        now = _Looking(path, passphrase, incoming, before)
        self.starting.emit()
        try:
            # Closes what was open before, which may be another package.
            self._session.open(now.copy, None)
        except StorageError as error:
            incoming.close()
            self.failed.emit(error)
            return
        self._looking = now
        name = now.copy.stem
        self.titled.emit(self.tr("{name} (package, read only) — ClauseDesk").format(name=name))
        text = self.tr("You are looking into the package {name}; nothing can be changed here.").format(name=name)
        self.looking.emit(text, before)

    def _run(
        self,
        title: str,
        step: str,
        work: Callable[[Control], T],
        done: Callable[[T], None],
        failed: Callable[[ClauseDeskError], None],
    ) -> Control:
        """Do work in the background behind a dialog that says how far it is and can end it."""
        control = run_watched(self._window, self._jobs, (title, step), work, done, failed)
        self.working.emit(control)
        return control

    def _let_go(self) -> None:
        """Remove the private copy of a package that is not open any more."""
        held, self._looking = self._looking, None
        if held is not None:
            held.incoming.close()
