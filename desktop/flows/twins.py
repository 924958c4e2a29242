"""The same policy under two ids: recognised before a merge, after an import and on request; joined, and kept joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.storing import Storing
from desktop.jobs import Control, Jobs, watch_of
from desktop.notices import JOIN
from desktop.presenter import Presenter
from desktop.session import Session
from policy import kin
from policy.errors import ClauseDeskError
from policy.places import Outcome
from storage.errors import StorageError
from storage.incoming import Incoming
from storage.merge_report import MergeReport
from storage.records import Written
from storage.twins import Twin, join, joined, outcomes, refresh, twins, twins_here
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.merge_preview import MergePreview
from widgets.dialogs.shown import show_modal
from widgets.dialogs.twins_section import TwinsSection, TwinWords

Pair = tuple[str, str]
"""The id of the policy that goes and of the one that it is joined into."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a search for policies that are the same found."""

    found: tuple[Twin, ...]


class TwinsFlow(QObject):
    """Recognises policies that are the same document and joins them.

    Signals: ``failed(ClauseDeskError)``; ``said(str)``; ``found(Twin)``: a policy just imported is one that is here already;
    ``unlike(str)``: a policy just imported is none of those that are here.
    """

    failed = Signal(object)
    said = Signal(str)
    found = Signal(object)
    unlike = Signal(str)

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs, storing: Storing) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._storing = storing
        self._wished: tuple[Pair, ...] = ()

    def open(self) -> None:
        """Look whether the policy on screen is here under another id too, and ask whether to join the two."""
        shown, workspace = self._presenter.snapshot, self._session.workspace
        if shown is None or workspace is None or not self._session.may_write():
            return
        dialog = dialogs.JobDialog(self.tr("Looking for the same policy"), self._window)
        dialog.set_step(shown.policy.title)

        def end(looked: _Looked | None = None) -> None:
            dialog.finish()
            dialog.deleteLater()
            if looked is not None and self._session.workspace is workspace:
                self.ask(shown.policy.title, looked.found)

        def fail(error: ClauseDeskError) -> None:
            end()
            self.failed.emit(error)

        control = self._jobs.look(partial(_here, workspace.path, shown.policy.id), end, fail, end)
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()

    def ask(self, title: str, found: Sequence[Twin]) -> None:
        """Ask which of the pairs found are to be joined."""
        dialog = dialogs.TwinsDialog(title, [self._words(twin) for twin in found], self._window)
        dialog.accepted.connect(lambda: self._join_all(_pairs(found, dialog.section.chosen())))
        show_modal(dialog)

    def look_at_import(self, policy: str) -> None:
        """See in the background whether a policy just imported is here under another id."""
        workspace = self._session.workspace
        if workspace is None:
            return

        def done(looked: _Looked) -> None:
            if self._session.workspace is not workspace:
                return
            if looked.found:
                self.found.emit(looked.found[0])
            else:
                self.unlike.emit(policy)

        self._jobs.run(partial(_here, workspace.path, policy), done, self.failed.emit)

    def look_at_merge(self, dialog: MergePreview, _: object, incoming: Incoming) -> None:
        """See in the background whether what would be merged holds policies that are here under another id, and ask about them in
        the preview."""
        self._wished = ()
        workspace = self._session.workspace
        if workspace is None:
            return
        open_still = [True]

        def done(looked: _Looked) -> None:
            if not open_still[0] or not looked.found:
                return
            heading = self.tr("The same policy under another id: join after merging?")
            section = TwinsSection(heading, [self._words(twin) for twin in looked.found], dialog)
            dialog.set_twins(section)
            dialog.accepted.connect(lambda: self._wish(_pairs(looked.found, section.chosen())))

        def fail(error: ClauseDeskError) -> None:
            if open_still[0]:
                self.failed.emit(error)

        control = self._jobs.look(partial(_received, workspace.path, incoming), done, fail)

        def close() -> None:
            open_still[0] = False
            control.cancel()

        dialog.finished.connect(close)

    def follow_merge(self, report: MergeReport) -> None:
        """Join what was wished for when a merge has been made, and bring what it brought to policies that are joined."""
        pairs = self._wished
        self._wished = ()
        if report.id is None and not pairs:
            return
        workspace = self._session.workspace
        if workspace is not None and (pairs or self._session.read(lambda: joined(workspace))):
            self._join_all(pairs)

    def carry_out(self, action: str) -> None:
        """Do what the button of a message offers."""
        if action.startswith(JOIN):
            twin, kept = action.removeprefix(JOIN).split()
            self._join_all(((twin, kept),))

    def _wish(self, pairs: tuple[Pair, ...]) -> None:
        self._wished = pairs

    def _join_all(self, pairs: tuple[Pair, ...]) -> None:
        shown = self._presenter.snapshot
        kept = pairs[-1][1] if pairs else shown.policy.id if shown is not None else None
        title = self.tr("Joining the same policy")
        self._storing.store(partial(_joined, pairs), title, partial(self._tell, pairs, kept), kept)

    def _tell(self, pairs: tuple[Pair, ...], kept: str | None, written: Sequence[Written] | None) -> None:
        if written is None or not any(one.changes for one in written):
            return
        if pairs and kept is not None:
            self._presenter.show_policy(kept)
        counts = outcomes(written)
        sentence = self.tr("Joined: {exact} certain, {fuzzy} in doubt, {orphan} to place.")
        self.said.emit(sentence.format(**{found.value: counts.get(found, 0) for found in Outcome}))

    def _words(self, twin: Twin) -> TwinWords:
        parts = (kin.told_apart(twin.there), twin.source)
        facts = [" · ".join(dict.fromkeys(part for part in parts if part))]
        likeness = self.tr("the same words") if twin.sure else self.tr("{percent}% alike").format(percent=int(twin.likeness * 100))
        counts = {found.value: twin.counts.get(found, 0) for found in Outcome}
        if any(counts.values()):
            found = self.tr("{likeness}; of what was written there {exact} certain, {fuzzy} in doubt, {orphan} to place")
        else:
            found = self.tr("{likeness}; nothing was written there")
        facts.append(found.format(likeness=likeness, **counts))
        return TwinWords(f"{twin.there.id} {twin.here.id}", twin.here.title, tuple(facts), twin.sure)


def _pairs(found: Sequence[Twin], chosen: Sequence[str]) -> tuple[Pair, ...]:
    return tuple((twin.there.id, twin.here.id) for twin in found if f"{twin.there.id} {twin.here.id}" in chosen)


def _joined(pairs: Sequence[Pair], workspace: Workspace) -> list[Written]:
    """Join pairs, and bring what came since to those joined before; what is not here (any more) stays as it is."""
    written = []
    for twin, kept in pairs:
        try:
            written.append(join(workspace, twin, kept))
        except StorageError as error:
            if error.code not in ("unknown_policy", "same_version"):
                raise
    again = refresh(workspace)
    return [*written, *([again] if again is not None else [])]


def _here(path: Path, policy: str, control: Control) -> _Looked:
    """The pairs that a policy of a workspace is one of, read through a connection of its own. Raises ``Cancelled``."""
    with Workspace.open(path, None) as workspace:
        return _Looked(twins_here(workspace, policy, watch_of(control)))


def _received(path: Path, incoming: Incoming, control: Control) -> _Looked:
    """The policies of received files that are here under another id. Raises ``Cancelled``."""
    with Workspace.open(path, None) as workspace:
        return _Looked(twins(workspace, incoming, watch_of(control)))
