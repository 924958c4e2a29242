"""Opening, making and closing workspaces, and bringing policies in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.file_reading import ReadPolicy, read_file, read_pasted
from desktop.flows.asking import ask_open, ask_save
from desktop.jobs import Control, Jobs
from desktop.paths import SUFFIX, documents_folder, sample_policy
from desktop.presenter import Presenter
from desktop.profile import store_profile, stored_profile
from desktop.session import Session
from desktop.settings import RECENT, Settings
from policy.corrections import Correction
from policy.errors import ClauseDeskError
from policy.model import Metadata
from resources.catalogue import Catalogue
from storage.errors import StorageError
from storage.workspace import Profile
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.palette import LIGHT, Palette


class FileFlow(QObject):
    """What the file menu does.

    Signals: ``failed(ClauseDeskError)``; ``recent_changed(list of paths)``; ``reviewer_changed(Profile)``;
    ``reading(Control)`` while a policy file is read in the background.
    """

    failed = Signal(object)
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
        self._waiting: list[Path] = []
        self._drafts: dict[str, tuple[tuple[Correction, ...], Metadata]] = {}
        self._palette = LIGHT

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show previews in these colours."""
        self._palette = palette

    def with_profile(self, then: Callable[[Profile], None]) -> None:
        """Call ``then`` with the reviewer's profile, which is asked for the first time."""
        profile = stored_profile(self._settings)
        if profile is not None:
            then(profile)
            return
        dialog = dialogs.ReviewerDialog(parent=self._window)
        dialog.accepted.connect(lambda: then(self._keep_profile(dialog)))
        show_modal(dialog)

    def edit_reviewer(self) -> None:
        """Ask for name and organisation again; what was written before keeps its author."""
        known = stored_profile(self._settings)
        dialog = dialogs.ReviewerDialog(parent=self._window)
        if known is not None:
            dialog.set_reviewer(known.reviewer.name, known.reviewer.organisation)
        dialog.accepted.connect(lambda: self._keep_profile(dialog))
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
        """Open a workspace; a failure leaves the one before open and is told."""
        self.with_profile(lambda profile: self._open(path, profile))

    def open_sample(self) -> None:
        """Open the sample's workspace in the user's documents, made from the sample policy the first time."""
        path = documents_folder() / (self.tr("Sample") + SUFFIX)
        if path.exists():
            self.open_path(path)
        else:
            self.with_profile(lambda profile: self._make_sample(path, profile))

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
        self._waiting.extend(paths)
        self._read_next()

    def paste_policy(self) -> None:
        """Read the text of the clipboard as a policy."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._read(lambda _: read_pasted(text, self.tr("Clipboard")))

    def take_dropped(self, mime: QMimeData) -> bool:
        """Open a workspace or import policies dropped on the window; whether there were any."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        workspaces = [path for path in paths if path.suffix == SUFFIX]
        if workspaces:
            self.open_path(workspaces[0])
        elif self._session.workspace is not None:
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

    def _create(self, path: Path, profile: Profile) -> None:
        self._adopt(path, lambda: self._session.create(path, profile))

    def _open(self, path: Path, profile: Profile) -> None:
        self._adopt(path, lambda: self._session.open(path, profile))

    def _adopt(self, path: Path, adopt: Callable[[], None]) -> None:
        try:
            adopt()
        except StorageError as error:
            self.failed.emit(error)
            return
        self._settings.remember_workspace(path.resolve())
        self.recent_changed.emit(self.recent())

    def _make_sample(self, path: Path, profile: Profile) -> None:
        self._create(path, profile)
        if self._session.workspace is not None and self._session.workspace.path == path:
            self._read(lambda _: read_file(sample_policy()), self._store)

    def _read_next(self) -> None:
        if self._waiting and self._session.workspace is not None:
            path = self._waiting.pop(0)
            self._read(lambda _: read_file(path))

    def _read(self, read: Callable[[Control], ReadPolicy], then: Callable[[ReadPolicy], None] | None = None) -> None:
        control = self._jobs.run(read, then or self._preview, self._reading_failed)
        self.reading.emit(control)

    def _reading_failed(self, error: ClauseDeskError) -> None:
        self.failed.emit(error)
        self._read_next()

    def _preview(self, found: ReadPolicy) -> None:
        dialog = dialogs.ImportPreview(found.policy, found.name, self._catalogue, self._window)
        dialog.set_palette_tokens(self._palette)
        draft = self._drafts.pop(found.policy.id, None)
        if draft is not None:
            dialog.restore(*draft)
        dialog.accepted.connect(lambda: self._store(found, dialog))
        dialog.rejected.connect(lambda: self._remember(found.policy.id, dialog))
        dialog.finished.connect(lambda _: self._read_next())
        show_modal(dialog)

    def _remember(self, policy: str, dialog: dialogs.ImportPreview) -> None:
        """Keep the corrections of a preview that was cancelled, for the next time the same document is read."""
        if dialog.corrections():
            self._drafts[policy] = (dialog.corrections(), dialog.metadata())

    def _store(self, found: ReadPolicy, dialog: dialogs.ImportPreview | None = None) -> None:
        if dialog is None:
            self._session.import_policy(found.policy, found.name, found.original)
            return
        with self._session.together(self._catalogue.text("change.policy.import")):
            written = self._session.import_policy(found.policy, found.name, found.original, dialog.corrections())
            facts = _changed_facts(found.policy.metadata, dialog.metadata())
            if written is not None and facts:
                self._session.edit_policy(found.policy.id, facts)

    def _filter(self) -> str:
        return self.tr("ClauseDesk workspaces (*{suffix})").format(suffix=SUFFIX)


def _changed_facts(before: Metadata, after: Metadata) -> dict[str, object]:
    """The facts of a document that were corrected in the preview."""
    names = [field.name for field in dataclasses.fields(Metadata)]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
