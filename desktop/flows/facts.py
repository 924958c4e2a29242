"""About the policy on screen: its findings as they stand after corrections, its targets, and its facts to be put right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.jobs import Jobs
from desktop.open_findings import open_findings
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.errors import ClauseDeskError
from policy.model import Finding, FindingKind
from resources.catalogue import Catalogue
from storage.records import Family, Touched
from widgets import dialogs
from widgets.dialogs.shown import show_beside
from widgets.models.target_model import TargetRow

JUDGED = frozenset({Family.POLICY, Family.TASK, Family.LINK, Family.INDICATOR})
"""The records that findings are judged from."""
PAUSE_MS = 300
"""Long enough for the window to be painted, and for a row of corrections to be judged once."""


class FactsFlow(QObject):
    """Judges the findings in the background whenever what they are judged from changes, and owns the dialog that shows them.

    Signals: ``counted(int)`` tells how many findings there are, 0 while nobody knows; ``failed(ClauseDeskError)``: they could not
    be judged; ``undo_requested()`` and ``redo_requested()`` come from the dialog.
    """

    counted = Signal(int)
    failed = Signal(object)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._catalogue = catalogue
        self._dialog: dialogs.PolicyDialog | None = None
        self._policy: str | None = None
        self._stored: tuple[Finding, ...] = ()
        self._found: tuple[Finding, ...] | None = None
        self._judging = self._stale = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._judge)

    def open(self) -> None:
        """Show the findings, targets and facts of the policy on screen, on the page of the last time."""
        if self._presenter.snapshot is None:
            return
        if self._dialog is None:
            self._dialog = self._made()
        self._fill()
        show_beside(self._dialog)
        self._dialog.raise_()
        self._dialog.activateWindow()

    def open_findings(self) -> None:
        """Show the findings."""
        self.open()
        if self._dialog is not None:
            self._dialog.show_page(dialogs.PolicyPage.FINDINGS)

    def flush(self) -> None:
        """Store a fact that is being typed."""
        if self._dialog is not None:
            self._dialog.flush()

    def stop(self) -> None:
        """Judge nothing more: the window has been closed, and what a job brings would find nobody."""
        self.flush()
        self._later.stop()

    def follow_policy(self) -> None:
        """Show another policy, or none; what was found in the one before no longer counts."""
        shown = self._presenter.snapshot
        policy = shown.policy.id if shown is not None else None
        if policy != self._policy:
            self.flush()
            self._policy, self._found, self._stored = policy, None, ()
            self.counted.emit(0)
        self._stale = self._judging
        self._refresh()

    def follow(self, touched: Touched) -> None:
        """Take in what a write touched."""
        if touched.families & JUDGED and self._presenter.snapshot is not None:
            self._stale = self._judging
            self._refresh()

    def _refresh(self) -> None:
        if self._dialog is not None:
            self._fill()
        if self._presenter.snapshot is not None:
            self._later.start()
        else:
            self._later.stop()
            if self._dialog is not None:
                self._dialog.hide()

    def _made(self) -> dialogs.PolicyDialog:
        dialog = dialogs.PolicyDialog(self._catalogue, self._window)
        dialog.finding_chosen.connect(self._go_to_finding)
        dialog.target_chosen.connect(self._go_to_target)
        dialog.fact_edited.connect(self._edit)
        dialog.copy_requested.connect(_copy)
        dialog.undo_requested.connect(self.undo_requested)
        dialog.redo_requested.connect(self.redo_requested)
        return dialog

    def _fill(self) -> None:
        shown, dialog = self._presenter.snapshot, self._dialog
        if dialog is not None:
            dialog.set_policy(shown.policy if shown is not None else None, writable=self._session.writable)
            dialog.set_targets(_targets(shown) if shown is not None else ())
            dialog.set_findings(self._found)

    def _edit(self, name: str, value: object) -> None:
        if self._policy is None or self._dialog is None:
            return
        if self._session.edit_policy(self._policy, {name: value}) is None:
            self._dialog.facts.keep(name)
        else:
            self._fill()

    def _judge(self) -> None:
        """Look at the records in the background; once more afterwards if they change meanwhile."""
        shown, workspace = self._presenter.snapshot, self._session.workspace
        if shown is None or workspace is None or self._judging:
            return
        if not self._stored:
            self._stored = self._session.read(lambda: workspace.policies.findings(shown.policy.id)) or ()
        stored, self._judging = self._stored, True
        self._jobs.run(lambda _: open_findings(shown, stored), self._judged, self._not_judged, self._given_up)

    def _judged(self, found: tuple[Finding, ...]) -> None:
        if self._looks_again():
            return
        self._found = found
        self.counted.emit(len(found))
        if self._dialog is not None:
            self._dialog.set_findings(found)

    def _not_judged(self, error: ClauseDeskError) -> None:
        self._looks_again()
        self.failed.emit(error)

    def _given_up(self) -> None:
        self._looks_again()

    def _looks_again(self) -> bool:
        """Take in that the judging is over: what changed meanwhile is judged anew."""
        self._judging, again = False, self._stale
        self._stale = False
        if again:
            self._later.start()
        return again

    def _go_to_finding(self, finding: Finding) -> None:
        from widgets.dialogs.preview_findings import task_of

        shown, dialog = self._presenter.snapshot, self._dialog
        if shown is None or dialog is None:
            return
        tasks = sorted(shown.tasks.values(), key=lambda task: task.position)
        eid = task_of(finding, tasks)
        task = next((record.id for record in tasks if record.eid == eid), None) if eid is not None else None
        unit = shown.places.get(finding.provision) if finding.provision is not None else None
        if finding.kind is FindingKind.NO_TITLE:
            dialog.show_page(dialogs.PolicyPage.FACTS)
        elif task is not None:
            self._presenter.choose_task(task)
            if unit is not None:
                self._presenter.reveal(unit.span)
        elif unit is not None:
            self._presenter.go_to_provision(unit.eid)

    def _go_to_target(self, row: TargetRow) -> None:
        shown, record = self._presenter.snapshot, row.record
        if shown is None:
            return
        if record.task is not None and record.task in shown.tasks:
            self._presenter.choose_task(record.task)
        elif record.provision is not None:
            self._presenter.choose_provision(record.provision)
        if record.provision is not None and record.span:
            self._presenter.reveal(record.span)


def _targets(shown: Snapshot) -> Sequence[TargetRow]:
    """The targets in the order of the text, each with the number of the clause around it and of its task."""
    rows = []
    for record in shown.indicators.values():
        cited = shown.places.cited(record.span) if record.provision is not None else None
        task = shown.tasks.get(record.task) if record.task is not None else None
        clause = (cited.number or cited.heading or "") if cited is not None else ""
        rows.append(TargetRow(record, clause, str(task.number) if task is not None and task.number is not None else ""))
    return rows


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
