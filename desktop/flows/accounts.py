"""Accounts of who wrote what: the history of one record or of everything, saved as a document or a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.account_rows import Narrowing, account_of
from desktop.blind import concealed
from desktop.flows.asking import ask_save
from desktop.histories import all_lines, history_lines
from desktop.jobs import Control, Jobs
from desktop.paths import documents_folder
from desktop.presenter import Presenter
from desktop.record_words import RecordWords
from desktop.session import Session
from desktop.settings import EXPORT_FOLDER, REPORT_BODY_FONT, REPORT_TITLE_FONT, Settings
from exporters.accounts import Account, write_csv
from exporters.cancelled import Cancelled
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.accounts import family_of, named, total
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.labels import Labels

CSV: Final = ".csv"
STEM_LENGTH: Final = 40


class AccountsFlow(QObject):
    """Writes accounts in the background. Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``written(Path)``."""

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

    def save_record(self, record: str) -> None:
        """Ask where the history of a record goes, and write it."""
        workspace = self._session.workspace
        if workspace is None or not record:
            return
        title = self._session.read(lambda: _title(workspace, self._catalogue, record))
        if title is not None:
            self._ask(title, partial(_of_record, record, title))

    def open(self) -> None:
        """Ask which of all changes are wanted, then where the account of them goes, and write it."""
        workspace, shown = self._session.workspace, self._presenter.snapshot
        if workspace is None:
            return
        found = self._session.read(lambda: (workspace.policies.all(), workspace.history.writers()))
        if found is None:
            return
        policies, writers = found
        people = sorted({writer.person for writer in writers.values()} - {""})
        listed = [(policy.id, policy.title) for policy in policies]
        dialog = dialogs.AccountDialog(Labels(self._catalogue), listed, people, self._window)
        if shown is not None and len(policies) > 1:
            dialog.choose_policy(shown.policy.id)
        dialog.accepted.connect(lambda: self.take(dialog.form()))
        show_modal(dialog)

    def take(self, form: dialogs.AccountForm) -> None:
        """Ask where the account of these changes goes, and write it."""
        narrowing = Narrowing(form.policy, form.person, form.family, form.first, form.last)
        self._ask(self._catalogue.text("account.title"), partial(_of_all, narrowing))

    def write(self, make: Make, target: Path) -> None:
        """Write an account to ``target``: a table when its name ends so, else a Word document."""
        workspace = self._session.workspace
        if workspace is None:
            return
        hidden = self._session.read(lambda: concealed(workspace))
        if hidden is None:
            return
        self._settings.set(EXPORT_FOLDER, str(target.parent))
        dialog = dialogs.JobDialog(self.tr("Writing the account"), self._window)
        dialog.set_step(target.name)
        faces = (self._settings.get(REPORT_TITLE_FONT), self._settings.get(REPORT_BODY_FONT))
        work = partial(_written, make, workspace.path, target, self._catalogue, hidden, faces)
        control = self._jobs.run(
            work,
            lambda path: self._done(dialog, path),
            lambda error: self._failed(dialog, error),
            lambda: self._cancelled(dialog),
        )
        control.progressed.connect(lambda done, of: dialog.set_step(target.name, done, of))
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()

    def _ask(self, title: str, make: Make) -> None:
        folder = Path(self._settings.get(EXPORT_FOLDER))
        place = folder if folder.is_absolute() and folder.is_dir() else documents_folder()
        filters = ";;".join((self.tr("Word document (*.docx)"), self.tr("Table (*.csv)")))
        dialog = ask_save(self._window, title, place / f"{_stem(title)}.docx", filters, lambda path: self.write(make, path))
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("csv" if CSV in chosen else "docx"))

    def _done(self, dialog: dialogs.JobDialog, path: Path) -> None:
        _close(dialog)
        self.written.emit(path)

    def _failed(self, dialog: dialogs.JobDialog, error: ClauseDeskError) -> None:
        _close(dialog)
        self.failed.emit(error)

    def _cancelled(self, dialog: dialogs.JobDialog) -> None:
        _close(dialog)
        self.said.emit(self.tr("The account was not written."))


Make = Callable[[Workspace, Catalogue, "frozenset[str]", Control], Account]


def _title(workspace: Workspace, catalogue: Catalogue, record: str) -> str:
    family = family_of(workspace, record)
    name = RecordWords(workspace, catalogue, named(workspace, {family: [record]})).name(family, record)
    return catalogue.text("account.title_of", record=name)


def _of_record(
    record: str, title: str, workspace: Workspace, catalogue: Catalogue, hidden: frozenset[str], _control: Control
) -> Account:
    lines = history_lines(workspace, catalogue, record, hidden)
    return account_of(title, workspace.path.name, lines, catalogue, None)


def _of_all(narrowing: Narrowing, workspace: Workspace, catalogue: Catalogue, hidden: frozenset[str], control: Control) -> Account:
    of = total(workspace) * 2

    def told(done: int) -> None:
        _stop_if(control)
        control.report(done, of)

    lines = all_lines(workspace, catalogue, told, hidden)
    titles = {policy.id: policy.title for policy in workspace.policies.all()}
    name = titles.get(narrowing.policy or "", "")
    title = catalogue.text("account.title_of", record=catalogue.text("record.quoted", words=name)) if name else ""
    return account_of(title or catalogue.text("account.title"), workspace.path.name, lines, catalogue, narrowing)


def _written(
    make: Make,
    path: Path,
    target: Path,
    catalogue: Catalogue,
    hidden: frozenset[str],
    faces: tuple[str, str],
    control: Control,
) -> Path:
    with Workspace.open(path, None, read_only=True) as workspace:
        account = make(workspace, catalogue, hidden, control)
    _stop_if(control)
    if target.suffix.lower() == CSV:
        write_csv(account, target, catalogue, control.report, control.cancelled)
        return target
    # Loaded here: a window that opens writes no document yet.
    from desktop.writing_report import fonts_of
    from exporters.word.account_document import write_account

    write_account(account, target, catalogue, control.report, control.cancelled, fonts_of(faces))
    return target


def _stop_if(control: Control) -> None:
    if control.cancelled():
        raise Cancelled


def _close(dialog: dialogs.JobDialog) -> None:
    dialog.finish()
    dialog.deleteLater()


def _stem(title: str) -> str:
    kept = "".join(character for character in title if character.isalnum() or character in "（）() -—、，")
    return kept[:STEM_LENGTH].strip() or "history"
