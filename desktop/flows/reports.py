"""Word reports: what is asked for, written in the background, cancelled or done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.jobs import Control, Jobs
from desktop.paths import documents_folder
from desktop.presenter import Presenter
from desktop.report_input import report_input
from desktop.session import Session
from desktop.settings import DUE_SOON_DAYS, EXPORT_FOLDER, LANGUAGE, REPORT_BODY_FONT, REPORT_TITLE_FONT, Settings
from desktop.snapshot import Snapshot
from policy.errors import ClauseDeskError
from policy.model import Finding
from resources.catalogue import Catalogue
from widgets import dialogs
from widgets.dialogs.shown import show_modal

STEM_LENGTH = 40


class ReportFlow(QObject):
    """Writes documents about the policy on screen.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``written(Path)`` when a document is complete.
    """

    failed = Signal(object)
    said = Signal(str)
    written = Signal(object)

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

    def export(self) -> None:
        """Ask what goes where, and write it."""
        shown = self._presenter.snapshot
        if shown is None:
            return
        from exporters.kinds import KINDS

        kinds = [dialogs.ExportKind(kind.name, self._catalogue.text(kind.title), kind.suffix) for kind in KINDS.values()]
        dialog = dialogs.ExportDialog(kinds, self._window)
        dialog.set_proposal(self._folder(), _stem(shown), self._presenter.as_of(), self._settings.get(LANGUAGE))
        dialog.accepted.connect(lambda: self.write(dialog.form()))
        show_modal(dialog)

    def write(self, form: dialogs.ExportForm) -> None:
        """Write the document in the background, with a dialog that can stop it."""
        shown = self._presenter.snapshot
        if shown is None:
            return
        self._settings.set(EXPORT_FOLDER, str(form.path.parent))
        dialog = dialogs.JobDialog(self.tr("Writing the report"), self._window)
        dialog.set_step(form.path.name)
        job = _Job(shown, form, self._settings, self._stored(shown) if form.findings else None)
        control = self._jobs.run(
            job.run,
            lambda path: self._done(dialog, path),
            lambda error: self._failed(dialog, error),
            lambda: self._cancelled(dialog),
        )
        control.progressed.connect(lambda done, total: dialog.set_step(form.path.name, done, total))
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()

    def open_written(self, path: str) -> None:
        """Open a document that was written, with the program for it."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _done(self, dialog: dialogs.JobDialog, path: Path) -> None:
        _close(dialog)
        self.written.emit(path)

    def _failed(self, dialog: dialogs.JobDialog, error: ClauseDeskError) -> None:
        _close(dialog)
        self.failed.emit(error)

    def _cancelled(self, dialog: dialogs.JobDialog) -> None:
        _close(dialog)
        self.said.emit(self.tr("The report was not written."))

    def _stored(self, shown: Snapshot) -> tuple[Finding, ...] | None:
        """What was found when the policy was imported."""
        workspace = self._session.workspace
        return self._session.read(lambda: workspace.policies.findings(shown.policy.id)) if workspace is not None else None

    def _folder(self) -> Path:
        chosen = Path(self._settings.get(EXPORT_FOLDER))
        return chosen if chosen.is_absolute() and chosen.is_dir() else documents_folder()


class _Job:
    """What the worker thread needs: plain values, no widget."""

    def __init__(self, shown: Snapshot, form: dialogs.ExportForm, settings: Settings, stored: tuple[Finding, ...] | None) -> None:
        self._stored = stored
        self._shown = shown
        self._form = form
        self._due_soon_days = settings.get(DUE_SOON_DAYS)
        self._faces = (settings.get(REPORT_TITLE_FONT), settings.get(REPORT_BODY_FONT))

    def run(self, control: Control) -> Path:
        from desktop.writing_report import write_report

        as_of = self._form.as_of or dt.date.today()
        source = report_input(self._shown, as_of, self._due_soon_days, stored=self._stored)
        catalogue = Catalogue.load(self._form.language)
        write_report(self._form.kind, source, self._form.path, catalogue, control.report, control.cancelled, self._faces)
        return self._form.path


def _close(dialog: dialogs.JobDialog) -> None:
    dialog.finish()
    dialog.deleteLater()


def _stem(shown: Snapshot) -> str:
    kept = "".join(character for character in shown.policy.title if character.isalnum() or character in "（）() -—、，")
    return kept[:STEM_LENGTH].strip() or "report"
