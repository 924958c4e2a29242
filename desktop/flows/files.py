"""Opening, making and closing workspaces, and bringing policies in."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.file_reading import ReadPolicy, read_file, read_pasted
from desktop.flows.asking import ask_open, ask_save
from desktop.jobs import Jobs
from desktop.paths import SUFFIX, documents_folder
from desktop.presenter import Presenter
from desktop.profile import store_profile, stored_profile
from desktop.sample import make_sample
from desktop.session import Session
from desktop.settings import RECENT, Settings
from policy.corrections import Correction, apply
from policy.department_words import departments_cell
from policy.errors import ClauseDeskError
from policy.model import Metadata, Policy
from resources.catalogue import Catalogue
from storage.errors import StorageError
from storage.workspace import Profile
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.palette import LIGHT, Palette


class FileFlow(QObject):
    """What the file menu does.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``: why there is nothing to do; ``recent_changed(list of paths)``;
    ``reviewer_changed(Profile)``; ``reading(Control)`` while a policy file is read in the background.
    """

    failed = Signal(object)
    said = Signal(str)
    recent_changed = Signal(object)
    reviewer_changed = Signal(object)
    reading = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs, settings: Settings, catalogue: Catalogue
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._settings = settings
        self._catalogue = catalogue
        self._waiting: list[Callable[[], ReadPolicy]] = []
        self._reading = False
        self._making_sample = False
        self._drafts: dict[str, tuple[tuple[Correction, ...], Metadata]] = {}
        self._palette = LIGHT

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show previews in these colours."""
        self._palette = palette

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
        ask_save(self._window, self.tr("New workspace"), proposal, self._filter(), self.create_at)

    def create_at(self, path: Path) -> None:
        """Make a workspace at ``path``, whose name gets our suffix when it has none."""
        named = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        self.with_profile(lambda profile: self._create(named, profile))

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

    def open_sample(self) -> None:
        """Open the sample's workspace in the user's documents, made from the sample policy the first time."""
        path = documents_folder() / (self.tr("Sample") + SUFFIX)
        if path.exists():
            self.open_path(path)
        elif not self._making_sample:
            self._making_sample = True
            self.reading.emit(self._jobs.run(lambda _: make_sample(path), self._open_made, self._making_failed, self._made))

    def close(self) -> None:
        """Close the workspace."""
        self._session.close()

    def remove_policy(self) -> None:
        """Take the policy on screen out of the workspace; undo brings it back."""
        if self._presenter.snapshot is not None:
            self._session.remove_policy(self._presenter.snapshot.policy.id)

    def import_policy(self) -> None:
        """Ask for policy files and read them."""
        filters = self.tr("Policies (*.txt *.md);;All files (*)")
        ask_open(self._window, self.tr("Import policy"), None, filters, self.import_paths)

    def import_paths(self, paths: list[Path]) -> None:
        """Read policy files one after the other, each shown in a preview before it is stored."""
        if self._session.may_write():
            self._waiting.extend(partial(read_file, path) for path in paths)
            self._read_next()

    def paste_policy(self) -> None:
        """Read the text of the clipboard as a policy."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.said.emit(self.tr("The clipboard holds no text. Copy the policy's text first."))
        elif self._session.may_write():
            self._waiting.append(partial(read_pasted, text, self.tr("Clipboard")))
            self._read_next()

    def take_dropped(self, mime: QMimeData) -> bool:
        """Open a workspace or import policies dropped on the window; whether there were any."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        workspaces = [path for path in paths if path.suffix == SUFFIX]
        if workspaces:
            self.open_path(workspaces[0])
        elif self._session.workspace is None:
            self.said.emit(self.tr("Open a workspace first; then drop the policy on it."))
        else:
            self.import_paths(paths)
        return bool(paths)

    def recent(self) -> list[Path]:
        """The workspaces opened last, newest first, those that are still there."""
        names: list[str] = self._settings.get(RECENT)
        return [path for path in map(Path, names) if path.exists()]

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

    def _create(self, path: Path, profile: Profile) -> None:
        self._adopt(path, lambda: self._session.create(path, profile))

    def ask_again(self, path: Path) -> None:
        """Ask for the name that was not given, and open the workspace at ``path`` for writing if it is the one shown."""
        if self._session.holds(path):
            self.open_path(path)

    def take_over(self, path: Path) -> None:
        """Open the workspace at ``path`` for writing if it is the one shown, although another machine left its lock there."""
        if self._session.holds(path):
            self.with_profile(lambda profile: self._adopt(path, lambda: self._session.open(path, profile, take_over=True)))

    def forget_waiting(self) -> None:
        """Drop what was still to be read: the workspace that it was meant for is closed."""
        self._waiting.clear()

    def _open(self, path: Path, profile: Profile) -> None:
        held = self._session.workspace
        # Opened again beside itself, a workspace would find its own lock.
        if held is None or held.read_only or str(held.path) != os.path.realpath(path):
            self._adopt(path, lambda: self._session.open(path, profile))

    def _adopt(self, path: Path, adopt: Callable[[], None]) -> bool:
        """Take a workspace as the open one; whether that went well."""
        try:
            adopt()
        except StorageError as error:
            self.failed.emit(error)
            return False
        self._settings.remember_workspace(path.resolve())
        self.recent_changed.emit(self.recent())
        return True

    def _made(self) -> None:
        self._making_sample = False

    def _open_made(self, sample: Path) -> None:
        self._made()
        self.open_path(sample)

    def _making_failed(self, error: ClauseDeskError) -> None:
        self._made()
        self.failed.emit(error)

    def _read_next(self) -> None:
        if self._waiting and not self._reading and self._session.workspace is not None:
            self._read(self._waiting.pop(0), self._preview)

    def _read(self, read: Callable[[], ReadPolicy], then: Callable[[ReadPolicy], None]) -> None:
        self._reading = True
        meant_for = self._session.workspace
        control = self._jobs.run(
            lambda _: read(),
            lambda found: then(found) if self._session.workspace is meant_for else self._read_on(),
            self._reading_failed,
            self._read_on,
        )
        self.reading.emit(control)

    def _read_on(self) -> None:
        self._reading = False
        self._read_next()

    def _reading_failed(self, error: ClauseDeskError) -> None:
        self.failed.emit(error)
        self._read_on()

    def _preview(self, found: ReadPolicy) -> None:
        held = self._session.workspace
        stored = self._session.read(held.policies.all) if held is not None else None
        if stored is None:
            self._read_on()
            return
        known = next((policy for policy in stored if policy.id == found.policy.id), None)
        if known is not None:
            self._reading_failed(StorageError("already_imported", title=known.title))
            return
        dialog = dialogs.ImportPreview(found.policy, found.name, self._catalogue, self._window)
        dialog.set_palette_tokens(self._palette)
        draft = self._drafts.pop(found.policy.id, None)
        if draft is not None:
            dialog.restore(*draft)
        dialog.accepted.connect(lambda: self._store(found, dialog))
        dialog.rejected.connect(lambda: self._remember(found, dialog))
        dialog.finished.connect(lambda _: self._read_on())
        show_modal(dialog)

    def _remember(self, found: ReadPolicy, dialog: dialogs.ImportPreview) -> None:
        """Keep the corrections of a preview that came to nothing, for the next time the same document is read."""
        if dialog.corrections() or _changed_facts(found.policy.metadata, dialog.metadata()):
            self._drafts[found.policy.id] = (dialog.corrections(), dialog.metadata())

    def _store(self, found: ReadPolicy, dialog: dialogs.ImportPreview) -> None:
        with self._session.together(self._catalogue.text("change.policy.import")):
            corrections = _with_departments_written(found.policy, dialog.corrections())
            written = self._session.import_policy(found.policy, found.name, found.original, corrections)
            facts = _changed_facts(found.policy.metadata, dialog.metadata())
            if written is not None and facts:
                self._session.edit_policy(found.policy.id, facts)
        if written is None:
            self._remember(found, dialog)

    def _filter(self) -> str:
        return self.tr("ClauseDesk workspaces (*{suffix})").format(suffix=SUFFIX)


def _with_departments_written(policy: Policy, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections with the departments' cells as they read now, which the table shows and the search finds."""
    corrections = tuple(corrections)
    rows = {task.eid: task for task in apply(policy, corrections)}
    cells = {eid: departments_cell(row.departments, row.open_ended, row.departments_raw) for eid, row in rows.items()}
    return tuple(
        dataclasses.replace(one, fields={**one.fields, "departments_raw": cells[one.task]})
        if one.fields.keys() & {"departments", "open_ended"}
        else one
        for one in corrections
    )


def _changed_facts(before: Metadata, after: Metadata) -> dict[str, object]:
    """The facts of a document that were corrected in the preview."""
    names = [field.name for field in dataclasses.fields(Metadata)]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
