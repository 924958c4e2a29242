"""Tasks: added, corrected and removed by hand, judged, and tied to clauses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop import arrange
from desktop.flows.evidence import clause_choices
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.department_words import departments_cell
from policy.judging import Progress
from policy.model import DoubtKind, Span, TimingKind
from resources.catalogue import Catalogue
from storage.records import LinkState, TaskRecord
from widgets import dialogs
from widgets.dialogs.shown import show_modal
from widgets.policy_view.view import PolicyView

SETTLED = (DoubtKind.NUMBER_GAP, DoubtKind.NUMBER_REPEATED)


class TaskFlow(QObject):
    """Carries out what the reviewer wants to do with tasks.

    Signals: ``said(str)``: why there is nothing to do it with; ``refused()``: storage refused what a dialog gave;
    ``unsaved(str, dict)``: what was judged of a task in the inspector and storage refused. A form that was cancelled while adding,
    or that storage refused, comes back at the next opening.
    """

    said = Signal(str)
    refused = Signal()
    unsaved = Signal(str, object)

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, text: PolicyView, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._text = text
        self._catalogue = catalogue
        self._drafts: dict[str, dialogs.TaskForm] = {}
        self._refused: dict[str, dialogs.TaskForm] = {}
        self._unwritten: set[str] = set()

    def add(self) -> None:
        """Add a task by hand, below the others."""
        shown = self._presenter.snapshot
        if shown is not None:
            clause = self._presenter.clause
            blank = dialogs.TaskForm(number=_next_number(shown), clauses=(clause,) if clause else ())
            self._ask_new(shown, self._drafts.get(shown.policy.id, blank))

    def add_from_selection(self) -> None:
        """Make a task of the selected words, tied to their clause."""
        shown, span = self._presenter.snapshot, self._text.selected_span()
        if shown is None or not self._session.may_write():
            return
        if span is None:
            self.said.emit(self.tr("Select the words in the policy text first."))
            return
        cited = shown.places.cited(Span(span.start, span.start + 1))
        clauses = (cited.eid,) if cited else ()
        self._ask_new(shown, dialogs.TaskForm(number=_next_number(shown), text=self._text.quote(span), clauses=clauses))

    def edit(self, task: str) -> None:
        """Open a task for correction."""
        shown = self._presenter.snapshot
        record = shown.tasks.get(task) if shown else None
        if shown is None or record is None or not self._session.may_write():
            return
        dialog = self._dialog(shown, self._refused.get(task) or _form_of(shown, record))
        dialog.accepted.connect(lambda: self._keep(record, dialog.form()))
        show_modal(dialog)

    def edit_chosen(self) -> None:
        """Open the chosen task for correction."""
        self._with_chosen(self.edit)

    def remove(self, task: str) -> None:
        """Take a task out of the table; undo brings it back."""
        self._session.remove_task(task)

    def remove_chosen(self) -> None:
        """Take the chosen task out of the table."""
        self._with_chosen(self.remove)

    def set_progress(self, task: str, progress: Progress) -> None:
        """Set the reported progress of a task."""
        self._session.assess(task, {"progress": progress})

    def set_progress_by_action(self) -> None:
        """Set the action's progress on the chosen task."""
        action = self.sender()
        if isinstance(action, QAction):
            progress = Progress(action.data())
            self._with_chosen(lambda task: self.set_progress(task, progress))

    def assess(self, task: str, fields: dict[str, object]) -> None:
        """Store what was judged in the inspector."""
        if self._session.assess(task, fields) is None:
            self.unsaved.emit(task, fields)

    def link(self, task: str, provision: str, state: LinkState) -> None:
        """Confirm, add or reject the tie between a task and a clause."""
        self._session.link(task, provision, state)

    def _with_chosen(self, act: Callable[[str], None]) -> None:
        if self._presenter.task is None:
            self.said.emit(self.tr("Choose a task in the table first."))
        else:
            act(self._presenter.task)

    def _ask_new(self, shown: Snapshot, form: dialogs.TaskForm) -> None:
        if not self._session.may_write():
            return
        dialog = self._dialog(shown, form)
        policy = shown.policy.id
        dialog.accepted.connect(lambda: self._add(policy, dialog.form()))
        dialog.rejected.connect(lambda: self._remember(policy, dialog.draft()))
        show_modal(dialog)

    def waiting(self) -> tuple[str, ...]:
        """The texts of dialogs that storage refused."""
        drafts = [self._drafts[key] for key in self._unwritten if key in self._drafts]
        return tuple(form.text for form in (*drafts, *self._refused.values()) if form.text)

    def store_again(self) -> None:
        """Write once more what storage refused; corrections of a task of another policy than the one on screen wait."""
        shown = self._presenter.snapshot
        for policy in tuple(self._unwritten):
            if policy in self._drafts:
                self._add(policy, self._drafts[policy])
        for task, form in tuple(self._refused.items()):
            if shown is not None and task in shown.tasks:
                self._keep(shown.tasks[task], form)

    def _remember(self, policy: str, draft: dialogs.TaskForm) -> None:
        if draft.text:
            self._drafts[policy] = draft
        else:
            self._drafts.pop(policy, None)

    def _add(self, policy: str, form: dialogs.TaskForm) -> None:
        with self._session.together(self.tr("Add task")):
            raw = departments_cell(form.departments, form.open_ended)
            written = self._session.add_task(policy, _fields(form) | {"departments_raw": raw})
            if written is None:
                self._drafts[policy] = form
                self._unwritten.add(policy)
                self.refused.emit()
            else:
                self._drafts.pop(policy, None)
                self._unwritten.discard(policy)
                for eid in form.clauses:
                    self._session.link(written.changes[0].record, eid, LinkState.CONFIRMED)

    def _keep(self, record: TaskRecord, form: dialogs.TaskForm) -> None:
        shown = self._presenter.snapshot
        if shown is None:
            return
        before = set(arrange.provisions_of_task(shown, record.id))
        fields = _corrections(record, form)
        rejected, confirmed = before - set(form.clauses), set(form.clauses) - before
        with self._session.together(self.tr("Edit task")):
            written = [
                *([self._session.edit_task(record.id, fields)] if fields else ()),
                *(self._session.link(record.id, eid, LinkState.REJECTED) for eid in sorted(rejected)),
                *(self._session.link(record.id, eid, LinkState.CONFIRMED) for eid in sorted(confirmed)),
            ]
        if None in written:
            self._refused[record.id] = form
            self.refused.emit()
        else:
            self._refused.pop(record.id, None)

    def _dialog(self, shown: Snapshot, form: dialogs.TaskForm) -> dialogs.TaskDialog:
        dialog = dialogs.TaskDialog(self._catalogue, self._window)
        tasks = sorted(shown.tasks.values(), key=lambda task: task.position)
        dialog.set_categories(list(dict.fromkeys(task.category for task in tasks if task.category)))
        dialog.set_clauses(clause_choices(shown))
        dialog.set_document_date(shown.policy.date)
        dialog.set_form(form)
        return dialog


def _form_of(shown: Snapshot, record: TaskRecord) -> dialogs.TaskForm:
    # Loaded here: reading phrases is not needed before a task is edited.
    from policy.timing import read_timing

    timing = read_timing(record.timing, shown.policy.date) if record.timing else None
    clauses = tuple(arrange.provisions_of_task(shown, record.id))
    return dialogs.TaskForm(record.number, record.category, record.text, record.departments, record.open_ended, timing, clauses)


def _corrections(record: TaskRecord, form: dialogs.TaskForm) -> dict[str, object]:
    """The fields in which ``form`` differs from ``record``, and what follows from them; empty when nothing was corrected."""
    fields = {name: value for name, value in _fields(form).items() if value != getattr(record, name)}
    if set(form.departments) == set(record.departments):
        # The dialog lists them by role; that alone is no correction.
        fields.pop("departments", None)
    if fields.keys() & {"departments", "open_ended"}:
        fields["departments_raw"] = departments_cell(form.departments, form.open_ended, record.departments_raw)
    if fields:
        # Whoever corrects a row has looked at it: what remains doubtful is only what the numbers say.
        fields |= {"confidence": 1.0, "doubts": [doubt for doubt in record.doubts if doubt.split(":")[0] in SETTLED]}
    return fields


def _fields(form: dialogs.TaskForm) -> dict[str, object]:
    timing = form.timing
    return {
        "number": form.number,
        "category": form.category,
        "text": form.text,
        "departments": form.departments,
        "open_ended": form.open_ended,
        "timing": timing.phrase if timing else None,
        "timing_kind": timing.kind if timing else TimingKind.UNKNOWN,
        "starts_only": bool(timing and timing.starts_only),
        "start": timing.start if timing else None,
        "due": timing.due if timing else None,
    }


def _next_number(shown: Snapshot) -> int:
    return max((task.number or 0 for task in shown.tasks.values()), default=0) + 1
