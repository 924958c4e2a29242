"""Opening, making and closing workspaces."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.asking import ask_open, ask_save
from desktop.jobs import Jobs
from desktop.paths import SUFFIX, copies_folder, documents_folder, place_apart
from desktop.presenter import Presenter
from desktop.profile import store_profile, stored_profile
from desktop.sample import make_sample
from desktop.session import Session
from desktop.settings import RECENT, Settings
from policy.errors import ClauseDeskError
from storage.errors import StorageError
from storage.working_copy import WorkingCopy, begin, copy_at, known_copies, known_copy
from storage.workspace import Profile, Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal


def _nothing() -> None:
    """What follows a new workspace unless something is asked for."""


def _at_once(then: Callable[[], object]) -> None:
    """Leaves a workspace as long as nobody holds that back."""
    then()


class FileFlow(QObject):
    """What the file menu does with workspaces, and who writes in them.

    Signals: ``failed(ClauseDeskError)``; ``unopened(Path, ClauseDeskError)`` for a workspace that could not be made or opened;
    ``apart(Path, Profile)`` for one that is to be opened by a local copy, since its place bites; ``recent_changed(list of paths)``;
    ``reviewer_changed(Profile)``; ``reading(Control)``
    while the sample is read in the background.
    """

    failed = Signal(object)
    unopened = Signal(object, object)
    apart = Signal(object, object)
    recent_changed = Signal(object)
    reviewer_changed = Signal(object)
    reading = Signal(object)

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._settings = settings
        self._making_sample = False
        self.before_leaving: Callable[[Callable[[], object]], None] = _at_once

    def with_profile(self, then: Callable[[Profile], object]) -> None:
        """Call ``then`` with the reviewer's profile, which is asked for the first time."""
        profile = stored_profile(self._settings)
        if profile is not None:
            then(profile)
            return
        dialog = dialogs.ReviewerDialog(parent=self._window)
        dialog.accepted.connect(lambda: then(self._keep_profile(dialog)))
        show_modal(dialog)

    def edit_reviewer(self) -> None:
        """Ask for name and organisation again.

        The open workspace is opened anew for writing under the new name: the first write there puts it in place of the old one on
        everything that this person wrote. What was done before cannot be undone any more.
        """
        known = stored_profile(self._settings)
        dialog = dialogs.ReviewerDialog(parent=self._window)
        if known is not None:
            dialog.set_reviewer(known.reviewer.name, known.reviewer.organisation)
        dialog.accepted.connect(lambda: self._rename(known, self._keep_profile(dialog)))
        show_modal(dialog)

    def new(self) -> None:
        """Ask for a place and make a workspace there."""
        proposal = documents_folder() / (self.tr("Review") + SUFFIX)
        self.ask_new(proposal, self.create_at)

    def ask_new(self, proposal: Path, then: Callable[[Path], None]) -> None:
        """Ask for the place of a new workspace."""
        ask_save(self._window, self.tr("New workspace"), proposal, self._filter(), then)

    def create_at(self, path: Path, then: Callable[[], object] = _nothing) -> None:
        """Make a workspace at ``path``, whose name gets our suffix when it has none, and go on with ``then`` when it is open."""
        named = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        self.with_profile(lambda profile: self.before_leaving(lambda: self._create(named, profile) and then()))

    def open(self) -> None:
        """Ask for a workspace and open it."""
        ask_open(
            self._window, self.tr("Open workspace"), documents_folder(), self._filter(), lambda paths: self.open_path(paths[0])
        )

    def open_path(self, path: Path) -> None:
        """Open a workspace; a failure leaves the one before open and is told.

        Reading needs no name: who has not said theirs sees the workspace while they are asked, and writes when they have answered.
        """
        unnamed = stored_profile(self._settings) is None
        if unnamed and not self._adopt(path, lambda: self._session.open(path, None)):
            return
        self.with_profile(lambda profile: self._open(path, profile))

    def open_copy(self, copy: WorkingCopy, profile: Profile) -> None:
        """Open the local copy of a workspace in a place that bites."""
        self._adopt(copy.origin, lambda: self._session.open(copy.path, profile))

    def open_sample(self) -> None:
        """Open the sample's workspace in the user's documents, made from the sample policy the first time."""
        path = documents_folder() / (self.tr("Sample") + SUFFIX)
        if path.exists():
            self.open_path(path)
        elif not self._making_sample:
            self._making_sample = True
            open_made = partial(self._open_made, self._session.workspace)
            self.reading.emit(self._jobs.run(lambda _: make_sample(path), open_made, self._making_failed, self._made))

    def close(self) -> None:
        """Close the workspace."""
        self.before_leaving(self._session.close)

    def recent(self) -> list[Path]:
        """The workspaces opened last, newest first, those that are still there or of which there is a local copy."""
        names: list[str] = self._settings.get(RECENT)
        copied = {copy.origin for copy in known_copies(copies_folder())}
        return [path for path in map(Path, names) if path in copied or path.exists()]

    def _keep_profile(self, dialog: dialogs.ReviewerDialog) -> Profile:
        profile = store_profile(self._settings, dialog.name(), dialog.organisation())
        self.reviewer_changed.emit(profile)
        return profile

    def _rename(self, known: Profile | None, profile: Profile) -> None:
        """Let the open workspace be written by ``profile``, who was ``known`` before."""
        held, shown = self._session.workspace, self._presenter.snapshot
        if held is None or not (known is None if held.read_only else held.reviewer != profile.reviewer):
            return
        # Opened again beside itself, it would find its own lock.
        self._session.close()
        if self._adopt(held.path, lambda: self._session.open(held.path, profile)) and shown is not None:
            self._presenter.show_policy(shown.policy.id)

    def _create(self, path: Path, profile: Profile) -> bool:
        if place_apart(path) is None:
            return self._adopt(path, lambda: self._session.create(path, profile))
        return self._adopt(path, lambda: self._session.open(begin(path, copies_folder(), profile).path, profile))

    def ask_again(self, path: Path) -> None:
        """Ask for the name that was not given, and open the workspace at ``path`` for writing if it is the one shown."""
        if self._session.holds(path):
            self.open_path(path)

    def take_over(self, path: Path) -> None:
        """Open the workspace at ``path`` for writing if it is the one shown, although another machine left its lock there."""
        if self._session.holds(path):
            self.with_profile(lambda profile: self._adopt(path, lambda: self._session.open(path, profile, take_over=True)))

    def _open(self, path: Path, profile: Profile) -> None:
        held = self._session.workspace
        # Opened again beside itself, a workspace would find its own lock.
        if held is not None and not held.read_only and str(held.path) == os.path.realpath(path):
            return
        if known_copy(path, copies_folder()) is not None or place_apart(path) is not None:
            self._leave_for(path, lambda: self.apart.emit(path, profile))
        else:
            self._leave_for(path, lambda: self._adopt(path, lambda: self._session.open(path, profile)))

    def _leave_for(self, path: Path, then: Callable[[], object]) -> None:
        """Go on with ``then`` after the workspace that is open, if it is another one, may be left."""
        held = self._session.workspace
        copy = copy_at(held.path) if held is not None else None
        if copy is None or copy.origin == path:
            then()
        else:
            self.before_leaving(then)

    def _adopt(self, path: Path, adopt: Callable[[], None]) -> bool:
        """Take a workspace as the open one; whether that went well."""
        try:
            adopt()
        except StorageError as error:
            self.unopened.emit(path, error)
            return False
        copy = copy_at(path.resolve())
        self._settings.remember_workspace(copy.origin if copy is not None else path.resolve())
        self.recent_changed.emit(self.recent())
        return True

    def _made(self) -> None:
        self._making_sample = False

    def _open_made(self, before: Workspace | None, sample: Path) -> None:
        """Open the sample, unless the person has opened another workspace than the one ``before`` meanwhile."""
        self._made()
        if self._session.workspace is before:
            self.open_path(sample)

    def _making_failed(self, error: ClauseDeskError) -> None:
        self._made()
        self.failed.emit(error)

    def _filter(self) -> str:
        return self.tr("ClauseDesk workspaces (*{suffix})").format(suffix=SUFFIX)
