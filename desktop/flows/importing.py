"""Bringing policies in: reading them, checking them, storing them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.file_reading import ReadPolicy, has_structure, read_file, read_pasted, read_pasted_page
from desktop.flows.asking import ask_open
from desktop.flows.files import FileFlow
from desktop.flows.reading import Reading, Waiting
from desktop.flows.sheets import SheetFlow
from desktop.flows.storing import Storing
from desktop.import_write import ImportWrite
from desktop.jobs import Jobs
from desktop.paths import SUFFIX, documents_folder
from desktop.presenter import Presenter
from desktop.session import Session
from policy.corrections import Correction, apply
from policy.department_words import departments_cell
from policy.model import Metadata, Policy, Task
from resources.catalogue import Catalogue
from storage.errors import StorageError
from storage.records import Written
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.palette import LIGHT, Palette

Draft = tuple[tuple[Correction, ...], Metadata]
PATTERNS = "*.txt *.md *.markdown *.html *.htm *.mht *.mhtml *.docx *.docm *.pdf *.xlsx *.xlsm *.csv *.tsv"


class ImportFlow(QObject):
    """Reads policies in the background, shows each in a preview, and stores what was accepted there.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``: why there is nothing to do; ``reading(Control)`` while a policy is read;
    ``imported(str)``: the id of a policy that was stored.
    """

    failed = Signal(object)
    said = Signal(str)
    reading = Signal(object)
    imported = Signal(str)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        presenter: Presenter,
        jobs: Jobs,
        catalogue: Catalogue,
        files: FileFlow,
        sheets: SheetFlow,
        storing: Storing,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._catalogue = catalogue
        self._files = files
        self._sheets = sheets
        self._storing = storing
        self._queue = Reading(window, session, jobs, self._preview)
        self._queue.failed.connect(self.failed)
        self._queue.said.connect(self.said)
        self._queue.started.connect(self.reading)
        self._drafts: dict[str, Draft] = {}
        self._palette = LIGHT

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show previews in these colours."""
        self._palette = palette

    def remove_policy(self) -> None:
        """Take the policy on screen out of the workspace; undo brings it back."""
        if self._presenter.snapshot is not None:
            self._session.remove_policy(self._presenter.snapshot.policy.id)

    def import_policy(self) -> None:
        """Ask for policy files and read them."""
        filters = self.tr("Policies ({patterns});;All files (*)").format(patterns=PATTERNS)
        ask_open(self._window, self.tr("Import policy"), None, filters, self.import_paths)

    def import_paths(self, paths: list[Path]) -> None:
        """Read policy files one after the other, each shown in a preview before it is stored. A spreadsheet by itself is read as
        the task table of the policy on screen.

        Without a workspace the place of a new one is asked for first.
        """
        if len(paths) == 1 and self._sheets.takes(paths[0]):
            self._sheets.take(paths[0])
        else:
            self._import(paths)

    def import_document(self, path: Path, then: Callable[[str], None] | None = None) -> None:
        """Read a file, even a spreadsheet, as a policy of its own.

        ``then`` is called with its id when it is in the workspace, where it may have been before.
        """
        self._import([path], then)

    def _import(self, paths: list[Path], then: Callable[[str], None] | None = None) -> None:
        if self._session.workspace is None:
            proposal = documents_folder() / (paths[0].stem + SUFFIX)
            self._files.ask_new(proposal, lambda place: self._files.create_at(place, lambda: self._import(paths, then)))
        elif self._session.may_write():
            places = enumerate(paths, 1)
            total = len(paths)
            self._queue.add(Waiting(partial(read_file, path), path.name, path, number, total, then) for number, path in places)

    def paste_policy(self) -> None:
        """Read what the clipboard holds as a policy: a page with tables or headings as such, everything else as text."""
        mime = QGuiApplication.clipboard().mimeData()
        text, html = mime.text(), mime.html() if mime.hasHtml() else ""
        name = self.tr("Clipboard")
        if not text.strip():
            self.said.emit(self.tr("The clipboard holds no text. Copy the policy's text first."))
        elif self._session.may_write():
            if has_structure(html):
                self._queue.add([Waiting(partial(read_pasted_page, html, text, name), name)])
            else:
                self._queue.add([Waiting(lambda _: read_pasted(text, name), name)])

    def take_dropped(self, mime: QMimeData) -> bool:
        """Open a workspace or import policies dropped on the window; whether there were any."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        workspaces = [path for path in paths if path.suffix == SUFFIX]
        if workspaces:
            self._files.open_path(workspaces[0])
        elif paths:
            self.import_paths(paths)
        return bool(paths)

    def forget_waiting(self) -> None:
        """Drop what was still to be read: the workspace that it was meant for is closed."""
        self._queue.clear()

    def _preview(self, found: ReadPolicy, one: Waiting) -> None:
        held = self._session.workspace
        stored = self._session.read(held.policies.all) if held is not None else None
        if stored is None:
            self._queue.go_on()
            return
        known = next((policy for policy in stored if policy.id == found.policy.id), None)
        if known is not None and one.then is not None:
            self._queue.go_on()
            one.then(known.id)
            return
        if known is not None:
            self.failed.emit(StorageError("already_imported", title=known.title))
            self._queue.go_on()
            return
        dialog = dialogs.ImportPreview(found.policy, found.name, self._catalogue, self._window)
        dialog.set_palette_tokens(self._palette)
        dialog.set_place(one.number, one.total)
        dialog.offer_remarks(len(found.remarks))
        draft = self._drafts.pop(found.policy.id, None)
        if draft is not None:
            dialog.restore(*draft)
        dialog.accepted.connect(lambda: self._store(found, dialog, one.then))
        dialog.rejected.connect(lambda: self._remember(found, self._draft(dialog)))
        dialog.rejected.connect(self._queue.go_on)
        show_modal(dialog)

    def _draft(self, dialog: dialogs.ImportPreview) -> Draft:
        return dialog.corrections(), dialog.metadata()

    def _remember(self, found: ReadPolicy, draft: Draft) -> None:
        """Keep the corrections of a preview that came to nothing, for the next time the same document is read."""
        if draft[0] or _changed_facts(found.policy.metadata, draft[1]):
            self._drafts[found.policy.id] = draft

    def _store(self, found: ReadPolicy, dialog: dialogs.ImportPreview, then: Callable[[str], None] | None) -> None:
        draft = self._draft(dialog)
        new = ImportWrite(
            found.policy,
            found.name,
            found.original,
            self._catalogue.text,
            _with_departments_written(found.policy, draft[0]),
            found.remarks if dialog.takes_remarks() else (),
            _changed_facts(found.policy.metadata, draft[1]),
            found.ready,
        )

        def told(written: Sequence[Written] | None) -> None:
            if written is None:
                self._remember(found, draft)
            elif then is not None:
                then(found.policy.id)
            else:
                self.imported.emit(found.policy.id)
            self._queue.go_on()

        self._storing.store(new, self.tr("Storing {name}").format(name=found.name), told, found.policy.id)


def _with_departments_written(policy: Policy, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections with the departments' cells as they read now, which the table shows and the search finds."""
    corrections = tuple(corrections)
    rows = {task.eid: task for task in apply(policy, corrections)}
    return tuple(
        dataclasses.replace(one, fields={**one.fields, "departments_raw": _cell(rows[one.task])})
        if one.fields.keys() & {"departments", "open_ended"}
        else one
        for one in corrections
    )


def _cell(row: Task) -> str:
    return departments_cell(row.departments, row.open_ended, row.departments_raw)


def _changed_facts(before: Metadata, after: Metadata) -> dict[str, object]:
    """The facts of a document that were corrected in the preview."""
    names = [field.name for field in dataclasses.fields(Metadata)]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
