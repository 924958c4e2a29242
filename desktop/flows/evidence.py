"""Evidence: recorded for tasks and clauses, with files by button, dropped or pasted, and opened again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.flows.asking import ask_open, ask_save
from desktop.flows.stowing import Stowing
from desktop.opening_files import holds_what_it_says, is_safe_to_open, private_copy_path, seal
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.file_names import safe_name
from policy.model import Span
from policy.places import CITED
from resources.catalogue import Catalogue
from storage.attachments import Incoming, Prepared
from storage.faults import file_fault
from storage.records import AttachmentRecord, EvidenceRecord
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.panels.intake import PastedImage
from widgets.policy_view.view import PolicyView

OWN_FIELDS = ("type", "title", "source", "doc_number", "date", "period", "original", "quote", "note")
TYPED_FIELDS = ("title", "source", "doc_number", "date", "period", "quote", "note", "files")


class EvidenceFlow(QObject):
    """Carries out what the reviewer wants to do with evidence. Signals: ``said(str)``; ``failed(ClauseDeskError)``;
    ``refused()``: storage refused what a dialog gave."""

    said = Signal(str)
    failed = Signal(object)
    refused = Signal()

    def __init__(
        self, window: QWidget, session: Session, presenter: Presenter, text: PolicyView, catalogue: Catalogue, stowing: Stowing
    ) -> None:
        super().__init__(window)
        self._stowing = stowing
        self._window = window
        self._session = session
        self._presenter = presenter
        self._text = text
        self._catalogue = catalogue
        self._drafts: dict[str, dialogs.EvidenceForm] = {}
        self._refused: dict[str, dialogs.EvidenceForm] = {}
        self._stored: dict[str, dialogs.EvidenceForm] = {}
        self._unwritten: set[str] = set()

    def record(self) -> None:
        """Record evidence for the chosen task, else for the chosen clause."""
        self._ask_new(self._form_for_choice())

    def record_for_task(self, task: str) -> None:
        """Record evidence for a task."""
        self._ask_new(dialogs.EvidenceForm(tasks=(task,)))

    def record_for_selection(self) -> None:
        """Record evidence for the clause of the selected words."""
        shown, span = self._presenter.snapshot, self._text.selected_span()
        if shown is None or span is None:
            self.record()
            return
        cited = shown.places.cited(Span(span.start, span.start + 1))
        self._ask_new(dialogs.EvidenceForm(provisions=(cited.eid,) if cited else ()))

    def edit(self, evidence: str) -> None:
        """Open a piece of evidence for editing."""
        shown = self._presenter.snapshot
        record = shown.evidence.get(evidence) if shown else None
        if shown is None or record is None or not self._session.may_write():
            return
        dialog = self._dialog(shown)
        stored = _form_of(shown, record)
        form = self._refused.get(evidence, stored)
        # What a form that storage refused took out is still there, and is still to go.
        held = [file for file in shown.attachments.values() if file.evidence == evidence]
        removed = tuple(file.id for file in held if file.id in form.removed)
        dialog.set_attachments(file for file in held if file.id not in removed)
        dialog.set_form(form)
        dialog.accepted.connect(lambda: self._keep(evidence, stored, _without(dialog.form(), removed)))
        show_modal(dialog)

    def remove(self, evidence: str) -> None:
        """Delete a piece of evidence; undo brings it back."""
        self._session.remove_evidence(evidence)

    def ask_files(self, evidence: str) -> None:
        """Ask for files to attach."""
        ask_open(self._window, self.tr("Attach files"), None, "", lambda paths: self._attach(evidence, paths))

    def take_files(self, paths: Sequence[Path], evidence: str | None) -> None:
        """Attach files that were dropped on a piece of evidence; without one they begin a new piece."""
        if evidence is not None:
            self._attach(evidence, paths)
        elif paths:
            files = tuple(dialogs.NewFile(path.name, path=path) for path in paths)
            form = self._form_for_choice()
            self._ask_new(dataclasses.replace(form, title=paths[0].stem, files=files))

    def take_pasted(self, image: PastedImage, evidence: str | None = None) -> None:
        """Attach a picture from the clipboard to the chosen evidence, or begin a new piece with it."""
        target = evidence or self._presenter.chosen_evidence()
        if target is not None:
            self._attach(target, [(image.name, image.data)])
        else:
            self._ask_new(dataclasses.replace(self._form_for_choice(), files=(dialogs.NewFile(image.name, data=image.data),)))

    def open_file(self, attachment: str) -> None:
        """Open a read-only copy of an attached file when its kind is harmless; else offer to save it."""
        record = self._attachment(attachment)
        if record is None:
            return
        if not is_safe_to_open(record.name):
            self.said.emit(self.tr("Files of this kind may run programs, so they are only saved, not opened."))
            self.save_file(attachment)
            return
        try:
            path = private_copy_path(record)
        except OSError as error:
            self.failed.emit(file_fault(error, record.name))
            return
        self._stowing.write_out(record, path, lambda: self._hand_over(record, path))

    def save_file(self, attachment: str) -> None:
        """Ask where an attached file goes and write it there."""
        record = self._attachment(attachment)
        if record is None:
            return
        ask_save(self._window, self.tr("Save file"), Path(safe_name(record.name)), "", lambda path: self._save_as(record, path))

    def _hand_over(self, record: AttachmentRecord, path: Path) -> None:
        """Give a file to the program for its kind, which cannot write it; unless it is something else than its name says."""
        try:
            if holds_what_it_says(path):
                seal(path)
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
                return
            path.unlink()
        except OSError as error:
            self.failed.emit(file_fault(error, path.name))
            return
        warning = self.tr("“{name}” does not hold what its name says, or it has macros, so it is only saved, not opened.")
        self.said.emit(warning.format(name=record.name))
        self.save_file(record.id)

    def _save_as(self, record: AttachmentRecord, target: Path) -> None:
        self._stowing.write_out(record, target, lambda: self.said.emit(self.tr("Saved {name}.").format(name=target.name)))

    def _attachment(self, attachment: str) -> AttachmentRecord | None:
        shown = self._presenter.snapshot
        return shown.attachments.get(attachment) if shown else None

    def _form_for_choice(self) -> dialogs.EvidenceForm:
        if self._presenter.task is not None:
            return dialogs.EvidenceForm(tasks=(self._presenter.task,))
        clause = self._presenter.clause
        return dialogs.EvidenceForm(provisions=(clause,) if clause else ())

    def _ask_new(self, form: dialogs.EvidenceForm) -> None:
        shown = self._presenter.snapshot
        if shown is None or not self._session.may_write():
            return
        policy = shown.policy.id
        draft = self._drafts.get(policy)
        if draft is not None:
            title, files = draft.title or form.title, (*draft.files, *form.files)
            form = dataclasses.replace(draft, title=title, files=files, tasks=form.tasks, provisions=form.provisions)
        dialog = self._dialog(shown)
        dialog.set_form(form)
        dialog.accepted.connect(lambda: self._add(policy, dialog.form()))
        dialog.rejected.connect(lambda: self._remember(policy, dialog.draft()))
        show_modal(dialog)

    def _dialog(self, shown: Snapshot) -> dialogs.EvidenceDialog:
        dialog = dialogs.EvidenceDialog(self._catalogue, self._window)
        dialog.set_served(task_choices(shown), clause_choices(shown))
        return dialog

    def waiting(self) -> tuple[str, ...]:
        """The texts of dialogs that storage refused."""
        drafts = [self._drafts[key] for key in self._unwritten if key in self._drafts]
        return tuple(_typed(form) for form in (*drafts, *self._refused.values()))

    def store_again(self) -> None:
        """Write once more what storage refused; large files are read in the background first."""
        for policy in tuple(self._unwritten):
            if policy in self._drafts:
                self._add(policy, self._drafts[policy])
        for evidence, form in tuple(self._refused.items()):
            self._keep(evidence, self._stored[evidence], form)

    def _remember(self, policy: str, draft: dialogs.EvidenceForm) -> None:
        # What it serves was chosen for it, not typed.
        if any(getattr(draft, name) for name in TYPED_FIELDS):
            self._drafts[policy] = draft
        else:
            self._drafts.pop(policy, None)

    def _add(self, policy: str, form: dialogs.EvidenceForm) -> None:
        # Until it is stored the form is a draft: storage may refuse, or a large file be called off.
        self._drafts[policy] = form
        files = [_incoming(file) for file in form.files]
        self._stowing.ready(files, lambda ready: self._add_with(policy, form, ready))

    def _add_with(self, policy: str, form: dialogs.EvidenceForm, files: Sequence[Incoming | Prepared]) -> None:
        fields = {name: getattr(form, name) for name in OWN_FIELDS}
        served = {"tasks": form.tasks, "provisions": form.provisions}
        if self._session.add_evidence(policy, {**fields, **served, "files": files}) is not None:
            self._drafts.pop(policy, None)
            self._unwritten.discard(policy)
        else:
            self._unwritten.add(policy)
            self.refused.emit()

    def _keep(self, evidence: str, stored: dialogs.EvidenceForm, form: dialogs.EvidenceForm) -> None:
        self._refused[evidence], self._stored[evidence] = form, stored
        files = [_incoming(file) for file in form.files]
        self._stowing.ready(files, lambda ready: self._keep_with(evidence, (stored, form), ready))

    def _keep_with(
        self, evidence: str, forms: tuple[dialogs.EvidenceForm, dialogs.EvidenceForm], files: Sequence[Incoming | Prepared]
    ) -> None:
        stored, form = forms
        fields = {name: getattr(form, name) for name in OWN_FIELDS if getattr(form, name) != getattr(stored, name)}
        served = (set(form.tasks), set(form.provisions)) != (set(stored.tasks), set(stored.provisions))
        with self._session.together(self.tr("Edit evidence")):
            written = [
                *([self._session.edit_evidence(evidence, fields)] if fields else ()),
                *([self._session.use_evidence(evidence, form.tasks, form.provisions)] if served else ()),
                *map(self._session.detach, form.removed),
                *([self._session.attach(evidence, files)] if files else ()),
            ]
        if None not in written:
            self._refused.pop(evidence, None)
        else:
            self.refused.emit()

    def _attach(self, evidence: str, files: Sequence[Incoming]) -> None:
        self._stowing.ready(files, lambda ready: self._session.attach(evidence, ready))


def task_choices(shown: Snapshot) -> list[dialogs.Choice]:
    """The tasks of a policy to tick, in the table's order."""
    tasks = sorted(shown.tasks.values(), key=lambda task: task.position)
    return [
        dialogs.Choice(task.id, f"{task.number}  {task.title or task.text}" if task.number else task.title or task.text)
        for task in tasks
    ]


def clause_choices(shown: Snapshot) -> list[dialogs.Choice]:
    """The clauses of a policy to tick, in the text's order."""
    cited = [provision for provision in shown.provisions if provision.kind in CITED]
    return [dialogs.Choice(provision.eid, f"{provision.number or ''}{provision.heading or ''}") for provision in cited]


def _form_of(shown: Snapshot, record: EvidenceRecord) -> dialogs.EvidenceForm:
    uses = [use for use in shown.evidence_uses.values() if use.evidence == record.id]
    own = {name: getattr(record, name) for name in OWN_FIELDS}
    tasks = tuple(use.task for use in uses if use.task)
    return dialogs.EvidenceForm(**own, tasks=tasks, provisions=tuple(use.provision for use in uses if use.provision))


def _without(form: dialogs.EvidenceForm, removed: tuple[str, ...]) -> dialogs.EvidenceForm:
    """The form that takes these attachments out too."""
    return dataclasses.replace(form, removed=(*removed, *form.removed))


def _incoming(file: dialogs.NewFile) -> Incoming:
    return file.path if file.path is not None else (file.name, file.data or b"")


def _typed(form: dialogs.EvidenceForm) -> str:
    """What was typed into a form, in lines."""
    values = (getattr(form, name) for name in TYPED_FIELDS)
    return "\n".join(value for value in values if isinstance(value, str) and value)
