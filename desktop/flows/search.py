"""Search in everything the workspace holds, and going to what was found."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.presenter import Presenter
from desktop.session import Session
from resources.catalogue import Catalogue
from storage.errors import StorageError
from storage.records import Family
from storage.search import Hit
from widgets import dialogs
from widgets.dialogs.shown import show_beside

LIMIT = 200


class SearchFlow(QObject):
    """Finds words in policies, tasks, annotations and evidence. Signal ``failed(ClauseDeskError)``."""

    failed = Signal(object)

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._catalogue = catalogue
        self._dialog: dialogs.SearchDialog | None = None

    def open(self) -> None:
        """Open the search, with the words of the last time."""
        if self._dialog is None:
            self._dialog = dialogs.SearchDialog(self._catalogue, self._window)
            self._dialog.search_requested.connect(self._search)
            self._dialog.hit_chosen.connect(self._go_to)
        show_beside(self._dialog)
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _search(self, words: str) -> None:
        workspace = self._session.workspace
        if workspace is None or self._dialog is None:
            return
        found = self._session.read(lambda: (workspace.search(words, LIMIT), workspace.policies.all()))
        if found is not None:
            hits, policies = found
            self._dialog.set_hits(hits, {policy.id: policy.title for policy in policies})

    def _go_to(self, hit: Hit) -> None:
        presenter, workspace = self._presenter, self._session.workspace
        policies = self._session.read(workspace.policies.all) if workspace is not None else ()
        if policies is None:
            return
        if all(policy.id != hit.policy for policy in policies):
            # The list may be older than a removal, or of the workspace before.
            self.failed.emit(StorageError("unknown_policy", record=hit.policy))
            return
        if presenter.snapshot is None or presenter.snapshot.policy.id != hit.policy:
            presenter.show_policy(hit.policy)
        if hit.family is Family.POLICY and hit.place is not None:
            presenter.reveal(hit.place)
        elif hit.family is Family.TASK:
            presenter.choose_task(hit.record)
        elif hit.family is Family.ANNOTATION:
            presenter.choose_annotation(hit.record)
        elif hit.family is Family.EVIDENCE:
            presenter.choose_evidence(hit.record)
