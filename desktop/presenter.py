"""Brings the records of the open policy to the views, and keeps clause and task lit together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import arrange, snapshot
from desktop.arranging import Arranging
from desktop.inspector_filler import Chosen, InspectorFiller
from desktop.session import Session
from desktop.settings import Settings
from desktop.snapshot import Snapshot
from policy.model import Span
from storage.records import Family, PolicyRecord, Touched
from widgets.models.task_model import TaskRow
from widgets.outline import OutlineView
from widgets.panels.inspector import Inspector, Tab
from widgets.policy_view.view import PolicyView
from widgets.task_table import TaskTable

ROW_FAMILIES = frozenset(
    {Family.TASK, Family.LINK, Family.ASSESSMENT, Family.EVIDENCE, Family.EVIDENCE_USE, Family.ANNOTATION, Family.POLICY}
)
MARK_FAMILIES = frozenset({Family.ANNOTATION, Family.TAG, Family.TAG_USE, Family.REPLY, Family.REVIEWER})


@dataclass(frozen=True, slots=True)
class Views:
    """The views that show one policy."""

    text: PolicyView
    outline: OutlineView
    table: TaskTable
    inspector: Inspector


class Presenter(QObject):
    """Shows one policy of the session's workspace and refreshes the views by what a write touched.

    Records that cannot be read leave what is on screen as it is; the session tells why.

    Signals: ``policies_changed(records, chosen id)`` when the list of policies or the chosen one is another; ``policy_shown(bool)``
    tells whether there is a policy on screen; ``counts_changed(tasks, judged, overdue)``; ``selection_changed()`` when another
    task, clause or annotation was chosen.
    """

    policies_changed = Signal(object, str)
    policy_shown = Signal(bool)
    counts_changed = Signal(int, int, int)
    selection_changed = Signal()

    def __init__(
        self, session: Session, settings: Settings, views: Views, filler: InspectorFiller, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.arranging = Arranging(settings)
        self._views = views
        self._filler = filler
        self._snapshot: Snapshot | None = None
        self._policies: tuple[PolicyRecord, ...] = ()
        self._rows: dict[str, TaskRow] = {}
        self.task: str | None = None
        self.clause: str | None = None
        self.annotation: str | None = None
        # Rows and counts follow a write in the next turn of the event loop: the mark itself must be on screen at once.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.refresh_rows)

    @property
    def snapshot(self) -> Snapshot | None:
        """The records on screen."""
        return self._snapshot

    def as_of(self) -> dt.date:
        """The day as of which deadlines are judged: the one set, else today."""
        return self.arranging.as_of()

    def on_workspace_opened(self, policy: str | None = None) -> None:
        """Show a policy of the workspace just opened, by default the first."""
        self._list_policies()
        self.show_policy(policy or next((known.id for known in self._policies), None))

    def on_workspace_closed(self) -> None:
        """Empty every view."""
        self._policies = ()
        self.show_policy(None)

    def show_policy(self, policy: str | None) -> None:
        """Put a policy on screen, or nothing; one read beforehand (``arranging``) view by view, each in a turn of its own of
        the event loop."""
        workspace = self._session.workspace
        self.task = self.clause = self.annotation = None
        self._snapshot = None
        known = self.arranging.take(policy)
        if policy is not None and workspace is not None:
            self._snapshot = known or self._session.read(lambda: snapshot.load(workspace, policy))
        if self._snapshot is None:
            self._clear()
        else:
            self._fill_policy(self._snapshot, in_turns=known is not None)
        self.policies_changed.emit(self._policies, self._snapshot.policy.id if self._snapshot else "")
        self._show_inspector()
        self.policy_shown.emit(self._snapshot is not None)

    def on_changed(self, touched: Touched) -> None:
        """Refresh what a write touched."""
        workspace = self._session.workspace
        if workspace is None:
            return
        if Family.POLICY in touched.families and self._policies_changed(touched):
            return
        before = self._snapshot
        if before is None:
            return
        known = self.arranging.take(before.policy.id)
        after = known or self._session.read(lambda: snapshot.refreshed(before, workspace, touched))
        if after is None:
            return
        self._snapshot = after
        self._forget_what_is_gone(self._snapshot)
        if MARK_FAMILIES & touched.families:
            self._refresh_marks(before, self._snapshot, touched)
        self._choose_what_is_new(before, self._snapshot)
        if ROW_FAMILIES & touched.families:
            self._later.start()
        else:
            self._show_inspector()

    def refresh_rows(self) -> None:
        """Fill the rows again: the as-of date or a threshold has changed."""
        self._fill_rows()
        self._show_inspector()

    def refresh_later(self) -> None:
        """Fill rows and inspector again in the next turn of the event loop: they show what storage refused."""
        if self._snapshot is not None:
            self._later.start()

    def choose_task(self, task: str) -> None:
        """Show a task in the inspector and bring its first clause into view."""
        shown = self._snapshot
        if shown is None or task not in shown.tasks:
            return
        self.task = task
        self._leave_annotation()
        clauses = arrange.provisions_of_task(shown, task)
        self.clause = clauses[0] if clauses else None
        self._views.text.set_lit(clauses)
        if clauses:
            self._reveal(clauses[0])
            self._views.outline.set_current(clauses[0])
        self._views.table.choose(task)
        self._views.table.set_lit([])
        self._show_inspector()
        self.selection_changed.emit()

    def choose_provision(self, eid: str) -> None:
        """Light up the tasks of a provision."""
        shown = self._snapshot
        if shown is None:
            return
        self.clause = eid
        self._leave_annotation()
        tasks = arrange.tasks_of_provision(shown, eid)
        if self.task not in tasks:
            # Not chosen in the table either: a click on the same row must choose it again.
            self.task = None
            self._views.table.choose(None)
        self._views.table.set_lit(tasks)
        self._views.text.set_lit([eid] if tasks else [])
        self._show_inspector()
        self.selection_changed.emit()

    def go_to_provision(self, eid: str) -> None:
        """Bring a provision into view and light up its tasks."""
        self._reveal(eid)
        self.choose_provision(eid)

    def choose_annotation(self, annotation: str) -> None:
        """Show a remark in the inspector and bring its words into view."""
        shown = self._snapshot
        record = shown.annotations.get(annotation) if shown else None
        if shown is None or record is None:
            return
        self.annotation = annotation
        cited = shown.places.cited(record.span) if record.placed else None
        self.clause = cited.eid if cited else record.provision
        self._views.text.choose_mark(annotation)
        if record.placed:
            self._views.text.reveal(record.span, flash=False)
        self._show_inspector()
        self._views.inspector.show_tab(Tab.ANNOTATIONS)
        self.selection_changed.emit()

    def choose_example(self) -> None:
        """Choose the first remark of a clause that has tasks, and the first of these: a view of how things hang together."""
        found = arrange.example(self._snapshot) if self._snapshot is not None else None
        if found is not None:
            self.choose_task(found[0])
            self.choose_annotation(found[1])
            self._views.inspector.show_tab(Tab.TASK)

    def reveal(self, span: Span) -> None:
        """Bring a stretch of the text into view."""
        self._views.text.reveal(span)

    def step_task(self, step: int) -> None:
        """Choose the task ``step`` rows below the chosen one in the table as it is filtered and sorted."""
        task = self._views.table.neighbour(self.task, step)
        if task is not None:
            self.choose_task(task)

    def choose_evidence(self, evidence: str) -> None:
        """Show a piece of evidence in the inspector, with the task or clause that it serves."""
        task, clause = arrange.served_by(self._snapshot, evidence) if self._snapshot is not None else (None, None)
        if task is not None:
            self.choose_task(task)
        elif clause is not None:
            self.go_to_provision(clause)
        self._views.inspector.show_tab(Tab.EVIDENCE)
        self._views.inspector.evidence.choose(evidence)

    def fill_front(self) -> None:
        """Fill the inspector's panel that has come to the front."""
        self._session.read(self._filler.fill_front)

    def chosen_evidence(self) -> str | None:
        """The piece of evidence chosen in the inspector."""
        return self._views.inspector.evidence.chosen()

    def _show_inspector(self) -> None:
        row = self._rows.get(self.task) if self.task else None
        chosen = Chosen(self.task, self.clause, self.annotation, row)
        self._session.read(lambda: self._filler.show(self._session.workspace, self._snapshot, chosen))

    def _reveal(self, eid: str) -> None:
        shown = self._snapshot
        provision = next((p for p in shown.provisions if p.eid == eid), None) if shown else None
        if provision is not None:
            self._views.text.reveal(provision.span)

    def _policies_changed(self, touched: Touched) -> bool:
        """Refresh the list of policies; whether another one had to be put on screen."""
        before = {policy.id for policy in self._policies}
        self._list_policies()
        now = {policy.id for policy in self._policies}
        shown = self._snapshot.policy.id if self._snapshot else None
        added = sorted(now - before, key=lambda policy: policy in touched.records)
        # What came with a merge takes nobody's policy off the screen.
        stays = shown in now and (not added or self.arranging.expects(shown))
        if not stays:
            self.show_policy(added[-1] if added else next((policy.id for policy in self._policies), None))
            return True
        self.policies_changed.emit(self._policies, shown)
        return False

    def _list_policies(self) -> None:
        workspace = self._session.workspace
        listed = self._session.read(workspace.policies.all) if workspace else None
        if listed is not None:
            self._policies = tuple(listed)

    def _leave_annotation(self) -> None:
        self.annotation = None
        self._views.text.choose_mark(None)

    def _forget_what_is_gone(self, shown: Snapshot) -> None:
        chosen = (self.task, self.annotation)
        if self.task not in shown.tasks:
            self.task = None
        if self.annotation is not None and self.annotation not in shown.annotations:
            self._leave_annotation()
        if chosen != (self.task, self.annotation):
            self.selection_changed.emit()

    def _choose_what_is_new(self, before: Snapshot, shown: Snapshot) -> None:
        """A remark just made is the one that is talked about, as is one that undo has brought back."""
        new = shown.annotations.keys() - before.annotations.keys()
        if len(new) == 1:
            self.annotation = next(iter(new))
            self._views.text.choose_mark(self.annotation)
            self.selection_changed.emit()

    def _fill_policy(self, shown: Snapshot, *, in_turns: bool = False) -> None:
        self._views.text.set_policy(shown.text, shown.provisions)
        self._views.text.set_marks(self.arranging.marks(shown))
        if in_turns:
            self._later.start()
        else:
            self._fill_rows()

    def _refresh_marks(self, before: Snapshot, shown: Snapshot, touched: Touched) -> None:
        changed = arrange.looks_changed(before, shown, touched)
        if changed is None:
            self._views.text.set_marks(self.arranging.marks(shown))
            return
        marks = arrange.marks_of(shown, changed)
        for gone in changed - {mark.id for mark in marks}:
            self._views.text.remove_mark(gone)
        for mark in marks:
            self._views.text.upsert_mark(mark)

    def _fill_rows(self) -> None:
        shown = self._snapshot
        if shown is None:
            return
        found = self.arranging.of(shown)
        self._rows = {row.key: row for row in found.rows}
        self._views.table.set_as_of(found.as_of)
        self._views.table.set_rows(found.rows)
        self._views.outline.set_provisions(shown.provisions, found.counts)
        self.counts_changed.emit(*arrange.status_counts(found.rows))

    def _clear(self) -> None:
        self._later.stop()
        self._rows = {}
        self._views.text.clear()
        self._views.table.set_rows([])
        self._views.outline.set_provisions((), {})
        self.counts_changed.emit(0, 0, 0)
