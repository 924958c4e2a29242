"""Merging colleagues' work: the files, a preview, the merge itself, and the report on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.flows.aside_jobs import AsideJobs, Carried
from desktop.flows.asking import ask_open
from desktop.flows.merges import MergesFlow
from desktop.flows.receiving import Receiving
from desktop.jobs import Jobs
from desktop.merge_words import MergeTold, MergeWords, Tense
from desktop.paths import SUFFIX, home_of
from desktop.session import Session
from resources.catalogue import Catalogue
from storage.incoming import Incoming
from storage.merge import look, merge_in
from storage.merge_report import MergeReport
from storage.watch import Watch
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal

LOCKED_SUFFIX = ".age"


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a merge would do, as counted and in words."""

    report: MergeReport
    told: MergeTold


class MergeFlow(QObject):
    """Merges files into the open workspace after showing what that will do.

    Signals: ``starting()``: what is being typed is to be stored now; ``failed(ClauseDeskError)``; ``said(str)`` when it is done, or
    ``disputed(str)`` when there are conflicts to decide; ``previewed(MergePreview, Foretold, Incoming)``: the preview is about to
    be shown; ``merged(MergeReport)`` when a merge has become a step that can be undone.
    """

    starting = Signal()
    failed = Signal(object)
    said = Signal(str)
    disputed = Signal(str)
    previewed = Signal(object, object, object)
    merged = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, jobs: Jobs, catalogue: Catalogue, aside: AsideJobs, merges: MergesFlow
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._catalogue = catalogue
        self._words = MergeWords(catalogue)
        self.aside = aside
        aside.starting.connect(self.starting)
        aside.failed.connect(self.failed)
        self._merges = merges
        self.receiving = Receiving(window, session, jobs, catalogue)
        self.receiving.failed.connect(self.failed)
        self._held: Incoming | None = None
        session.workspace_closing.connect(self._let_go)

    def choose(self) -> None:
        """Ask for the files and merge them."""
        workspace = self._session.workspace
        if workspace is None or not self._session.may_write():
            return
        filters = self.tr("Workspaces and share packages ({patterns});;All files (*)")
        filters = filters.format(patterns=f"*{SUFFIX} *{LOCKED_SUFFIX}")
        ask_open(self._window, self.tr("Merge colleagues' work"), home_of(workspace.path), filters, self.start)

    def start(self, paths: Sequence[Path], passphrase: str | None = None) -> None:
        """Show what merging these files would do, and merge them when that is wished for; one merge after the other."""
        if not self._session.may_write():
            return
        if self._held is not None or self.receiving.busy():
            self.said.emit(self.tr("Other files are being looked at; merge these when that is done."))
        else:
            self.receiving.receive(paths, self.preview, passphrase)

    def take_dropped(self, mime: QMimeData) -> bool:
        """Merge workspaces and packages dropped on a workspace that can be written; whether there were any."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        taken = [path for path in paths if path.suffix.lower() in (SUFFIX, LOCKED_SUFFIX)]
        locked = any(path.suffix.lower() == LOCKED_SUFFIX for path in taken)
        if not taken or not (self._session.writable or locked):
            return False
        if self._session.workspace is None:
            self.said.emit(self.tr("Open the workspace first that the package is to be merged into."))
        else:
            self.start(taken)
        return True

    def preview(self, incoming: Incoming) -> None:
        """Look at files that were received, show what is new, and merge them when that is wished for. Closes them."""
        self._let_go()
        self._held = incoming
        work = partial(_foretold, incoming, self._words)
        self.aside.run(self.tr("Comparing with this workspace"), work, self._show, self._let_go)

    def merge(self, incoming: Incoming) -> None:
        """Merge files that were received. Closes them."""
        work = partial(_merged, incoming, self._words)
        self._held = incoming
        self.aside.run(self.tr("Merging"), work, self._adopt, self._let_go)

    def _show(self, carried: Carried[Foretold]) -> None:
        incoming = self._held
        if incoming is None:
            return
        found = carried.result
        dialog = dialogs.MergePreview(found.told.shown, self._window)
        dialog.accepted.connect(lambda: self.merge(incoming))
        dialog.rejected.connect(self._let_go)
        self.previewed.emit(dialog, found, incoming)
        show_modal(dialog)

    def _adopt(self, carried: Carried[Foretold]) -> None:
        self._let_go()
        report, told = carried.result.report, carried.result.told
        if report.id is not None:
            self.aside.tell(report.touched, carried)
            self._merges.push(report.id, report.new, report.sources)
        if report.conflicts:
            self.disputed.emit(self._words.message(report))
        else:
            self.said.emit(self._words.message(report))
        self.merged.emit(report)
        self._merges.show_later(told)

    def _let_go(self) -> None:
        """Close the files that were received."""
        held, self._held = self._held, None
        if held is not None:
            held.close()


def _foretold(incoming: Incoming, words: MergeWords, workspace: Workspace, watch: Watch) -> Foretold:
    report = look(workspace, incoming, watch)
    return Foretold(report, words.told(workspace, report, Tense.WILL))


def _merged(incoming: Incoming, words: MergeWords, workspace: Workspace, watch: Watch) -> Foretold:
    report = merge_in(workspace, incoming, watch)
    reviewer = workspace.reviewer
    return Foretold(report, words.told(workspace, report, Tense.DID, reviewer.name if reviewer is not None else ""))
