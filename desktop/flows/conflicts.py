"""Open conflicts: how many there are, the window that shows them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.blind import concealed, reviewer_of
from desktop.conflict_words import conflict_rows
from desktop.flows.storing import Steps, Storing, Told
from desktop.jobs import Control, Jobs
from desktop.presenter import Presenter
from desktop.session import Session
from policy.errors import ClauseDeskError
from policy.model import Span
from resources.catalogue import Catalogue
from storage.accounts import named, open_count
from storage.disputes import Dispute
from storage.errors import StorageError
from storage.history import Decision
from storage.records import Family, Touched, Written
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_beside
from widgets.models.conflict_model import ConflictRow
from widgets.policy_view.burst import burst

FEW: Final = 20
"""So many decisions are written at once; more in the background, while the window goes on."""
PAUSE_MS: Final = 50
"""What was decided here is taken out of the list meanwhile, and needs no reading."""


class ConflictsFlow(QObject):
    """Counts what is open after every write, and owns the window that stays beside the text while conflicts are decided.

    Signals: ``counted(int)`` tells how many decisions are open; ``failed(ClauseDeskError)``; ``said(str)``;
    ``undo_requested()`` and ``redo_requested()`` come from the window of conflicts.
    """

    counted = Signal(int)
    failed = Signal(object)
    said = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        session: Session,
        presenter: Presenter,
        jobs: Jobs,
        catalogue: Catalogue,
        storing: Storing,
        selection: Callable[[], Span | None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._catalogue = catalogue
        self._storing = storing
        self._selection = selection
        self._dialog: dialogs.ConflictsDialog | None = None
        self._reading = self._stale = False
        self._count = 0
        self._touched: frozenset[str] = frozenset()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._look_again)

    def open(self) -> None:
        """Show what is open."""
        if self._session.workspace is None:
            return
        if self._dialog is None:
            self._dialog = self._made()
        self._read()
        show_beside(self._dialog)
        self._dialog.raise_()
        self._dialog.activateWindow()

    def follow_workspace(self) -> None:
        """Count anew: another workspace was opened, or none is open."""
        self._later.stop()
        if self._dialog is not None and self._session.workspace is None:
            self._dialog.deleteLater()
            self._dialog = None
        self._tell_count()

    def follow(self, touched: Touched) -> None:
        """Take in a write: it may have decided something, or brought something new."""
        self._tell_count()
        self._touched |= touched.records
        if self._dialog is not None and self._dialog.isVisible():
            self._later.start()

    def stop(self) -> None:
        """Look no more: the window has been closed."""
        self._later.stop()

    def _look_again(self) -> None:
        """Read what is open anew when it is not what is listed."""
        touched, self._touched = self._touched, frozenset()
        if self._dialog is None:
            return
        listed = self._dialog.model.conflicts
        if len(listed) != self._count or any(row.dispute.record in touched for row in listed):
            self._read()

    def decide(self, settled: dialogs.Settled) -> None:
        """Settle conflicts, one or many, as one step."""
        decisions = [
            Decision(dispute.record, field, value)
            for dispute, values in settled
            for field, value in _needed(dispute, values).items()
        ]
        done = partial(self._decided, {dispute.key for dispute, _ in settled})
        if len(settled) <= FEW:
            written = self._session.decide(decisions)
            done([written] if written is not None else None)
        else:
            title = self.tr("Deciding conflicts")
            self._store(lambda workspace: [workspace.history.decide_many(decisions)], title, done)

    def keep_both(self, dispute: Dispute) -> None:
        """Keep both values of an annotation: the one that does not show becomes an annotation of its own."""
        title = self.tr("Deciding conflicts")
        conflict = dispute.conflicts[0]
        done = partial(self._decided, {dispute.key})
        self._store(lambda workspace: [workspace.history.keep_both(conflict)], title, done)

    def _store(self, steps: Steps, title: str, done: Told) -> None:
        """Write in the background, where the policy on screen is read again too."""
        shown = self._presenter.snapshot
        self._storing.store(steps, title, done, shown.policy.id if shown is not None else None)

    def place(self, row: ConflictRow) -> None:
        """Put a contested annotation at the words selected in the text."""
        shown, span = self._presenter.snapshot, self._selection()
        if shown is None or shown.policy.id != row.policy or span is None:
            self.said.emit(self.tr("Select the words in the text of this policy first."))
            return
        written = self._session.place_annotation(row.dispute.record, span)
        self._decided({row.key}, [written] if written is not None else None)

    def go_to(self, row: ConflictRow) -> None:
        """Show the record of a conflict in the window."""
        workspace = self._session.workspace
        if workspace is None:
            return
        family, record = row.dispute.family, row.dispute.record
        found = self._session.read(lambda: (named(workspace, {family: [record]})[family].get(record, {}), workspace.policies.all()))
        if found is None:
            return
        leads, policies = found
        if not row.policy:
            self.said.emit(self.tr("This belongs to no policy; it is in “Edit → Tags” or “Edit → Reviewer”."))
        elif all(policy.id != row.policy for policy in policies):
            self.failed.emit(StorageError("unknown_policy", record=row.policy))
        else:
            self._show(row.policy, {**leads, family.value: record})

    def _show(self, policy: str, leads: Mapping[str, object]) -> None:
        presenter = self._presenter
        if presenter.snapshot is None or presenter.snapshot.policy.id != policy:
            presenter.show_policy(policy)
        for name, show in (
            (Family.ANNOTATION, presenter.choose_annotation),
            (Family.TASK, presenter.choose_task),
            (Family.EVIDENCE, presenter.choose_evidence),
        ):
            key = leads.get(name.value)
            if isinstance(key, str) and key:
                show(key)
                return

    def _decided(self, keys: set[str], written: Sequence[Written] | None) -> None:
        if written is not None and self._dialog is not None:
            self._dialog.drop(keys)

    def _made(self) -> dialogs.ConflictsDialog:
        dialog = dialogs.ConflictsDialog(self._catalogue, self._window)
        dialog.decided.connect(self.decide)
        dialog.both_requested.connect(self.keep_both)
        dialog.place_requested.connect(self.place)
        dialog.go_requested.connect(self.go_to)
        dialog.undo_requested.connect(self.undo_requested)
        dialog.redo_requested.connect(self.redo_requested)
        return dialog

    def _tell_count(self) -> None:
        workspace = self._session.workspace
        found = self._session.read(lambda: open_count(workspace, concealed(workspace))) if workspace is not None else 0
        if found is not None:
            self._count = found
            self.counted.emit(found)

    def _read(self) -> None:
        """Read what is open in the background; once more afterwards when something is written meanwhile."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self._stale = self._reading
        if self._reading:
            return
        hidden = self._session.read(lambda: concealed(workspace))
        if hidden is None:
            return
        self._reading = True
        work = partial(_rows, workspace.path, self._catalogue, reviewer_of(workspace), hidden)
        self._jobs.run(work, partial(self._fill, workspace), self._not_read, self._given_up)

    def _fill(self, workspace: Workspace, rows: list[ConflictRow]) -> None:
        again = self._over()
        if not again and self._dialog is not None and self._session.workspace is workspace:
            self._dialog.set_conflicts(rows, writable=self._session.writable)

    def _not_read(self, error: ClauseDeskError) -> None:
        self._over()
        self.failed.emit(error)

    def _given_up(self) -> None:
        self._over()

    def _over(self) -> bool:
        """Take in that the reading is over; whether it begins anew."""
        self._reading, again = False, self._stale
        self._stale = False
        if again:
            self._read()
        return again


def _rows(path: Path, catalogue: Catalogue, me: str | None, hidden: frozenset[str], _control: Control) -> list[ConflictRow]:
    with burst(), Workspace.open(path, None, read_only=True) as workspace:
        return conflict_rows(workspace, catalogue, me, hidden)


def _needed(dispute: Dispute, values: Mapping[str, object]) -> dict[str, object]:
    """The fields to be written: those that are contested, and those that belong with them and are not what shows."""
    contested, shown = {conflict.field for conflict in dispute.conflicts}, dispute.shown.values
    return {name: value for name, value in values.items() if name in contested or name not in shown or value != shown[name]}
