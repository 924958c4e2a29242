"""Taking the tasks of a spreadsheet into the policy on screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.asking import ask_open
from desktop.flows.reading import UNKNOWN, Follow, choose_encoding, run_shown
from desktop.flows.storing import Storing
from desktop.jobs import Control, Jobs
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.errors import ClauseDeskError
from policy.model import Task
from resources.catalogue import Catalogue
from storage.records import RowsWritten, Written
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.palette import LIGHT, Palette

if TYPE_CHECKING:
    from policy.sources.sheet.book import Sheet
    from policy.sources.sheet.mapping import ColumnMapping

SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv")
Sheets = list[tuple["Sheet", "ColumnMapping"]]


class SheetFlow(QObject):
    """Reads a spreadsheet in the background, lets the person say what its columns hold, and stores its rows as tasks.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``: why there is nothing to do, or what came of it; ``own_requested(Path)``: a
    file is to be imported as a document of its own.
    """

    failed = Signal(object)
    said = Signal(str)
    own_requested = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs, catalogue: Catalogue, storing: Storing
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._catalogue = catalogue
        self._storing = storing
        self._dialog: dialogs.SheetDialog | None = None
        self._palette = LIGHT

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show task tables in these colours."""
        self._palette = palette

    def choose(self) -> None:
        """Ask for a spreadsheet and read it."""
        filters = self.tr("Task tables ({patterns})").format(patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES))
        ask_open(self._window, self.tr("Import task table"), None, filters, lambda paths: self.take(paths[0]))

    def takes(self, path: Path) -> bool:
        """Whether a file is a spreadsheet and there is a policy on screen that can have its tasks."""
        return path.suffix.lower() in SUFFIXES and self._presenter.snapshot is not None and self._session.writable

    def take(self, path: Path) -> None:
        """Read the spreadsheet at ``path`` for the policy on screen."""
        shown = self._presenter.snapshot
        if shown is None:
            self.said.emit(self.tr("Import the policy first; then its task table."))
        elif self._session.may_write():
            self._open(path, shown)

    def _open(self, path: Path, shown: Snapshot, encoding: str | None = None) -> None:
        run_shown(
            (self._window, self._jobs),
            (self.tr("Import task table"), self.tr("Reading {name}").format(name=path.name)),
            partial(_read_sheets, path, encoding),
            lambda found: self._ask(path, shown, found),
            lambda error: self._not_opened(error, path, shown),
            lambda: self.said.emit(self.tr("The reading was stopped; nothing was imported.")),
        )

    def _not_opened(self, error: ClauseDeskError, path: Path, shown: Snapshot) -> None:
        if error.code != UNKNOWN:
            self.failed.emit(error)
            return
        choose_encoding(
            (self._window, self._jobs),
            path,
            lambda: self._still(shown),
            lambda encoding: self._open(path, shown, encoding),
            self.failed.emit,
            lambda: None,
        )

    def _still(self, shown: Snapshot) -> bool:
        """Whether the policy that a table is meant for is the one on screen."""
        now = self._presenter.snapshot
        return now is not None and now.policy.id == shown.policy.id

    def _ask(self, path: Path, shown: Snapshot, found: Sheets) -> None:
        if not self._still(shown):
            return
        dialog = dialogs.SheetDialog(path.name, found, shown.policy.title, self._catalogue, self._window)
        dialog.set_palette_tokens(self._palette)
        self._dialog = dialog
        dialog.read_requested.connect(lambda sheet, mapping: self._read(shown, sheet, mapping))
        dialog.accepted.connect(lambda: self._store(shown, dialog.tasks(), path.name))
        dialog.own_requested.connect(lambda: self.own_requested.emit(path))
        dialog.finished.connect(self._end)
        show_modal(dialog)

    def _read(self, shown: Snapshot, sheet: Sheet, mapping: ColumnMapping) -> None:
        dialog = self._dialog

        def read(_: Control) -> tuple[Task, ...]:
            from policy.sources.sheet.mapping import sheet_tasks

            return sheet_tasks(sheet, mapping, shown.text, shown.provisions, shown.policy.date)

        def fail(error: ClauseDeskError) -> None:
            if dialog is not None and dialog is self._dialog:
                dialog.set_failure(sheet, mapping, self._catalogue.text(f"error.{error.code}", **error.facts))

        def show(tasks: tuple[Task, ...]) -> None:
            if dialog is not None and dialog is self._dialog:
                dialog.set_tasks(sheet, mapping, tasks)

        self._jobs.run(read, show, fail)

    def _end(self) -> None:
        """Pass over answers that come after the dialog was closed."""
        self._dialog = None

    def _store(self, shown: Snapshot, tasks: tuple[Task, ...], name: str) -> None:
        policy = shown.policy.id
        title = self.tr("Storing {name}").format(name=name)
        self._storing.store(lambda workspace: [workspace.tasks.import_rows(policy, tasks, name)], title, self._say_counts)

    def _say_counts(self, written: Sequence[Written] | None) -> None:
        for one in written or ():
            if isinstance(one, RowsWritten):
                sentence = self.tr(
                    "{added} task(s) added, {changed} changed, {unchanged} as before, {kept} kept as a reviewer left them."
                )
                counts = {"added": one.added, "changed": one.changed, "unchanged": one.unchanged, "kept": one.kept}
                self.said.emit(sentence.format(**counts))


def _read_sheets(path: Path, encoding: str | None, control: Control) -> Sheets:
    # Loaded here: what reads tables is not needed before there is one.
    from policy.sources.sheet.mapping import guess_mapping
    from policy.sources.sheet.reader import open_sheets

    return [(sheet, guess_mapping(sheet)) for sheet in open_sheets(path, encoding, Follow(control))]
