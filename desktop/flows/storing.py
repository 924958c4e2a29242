"""Writes that take a while, carried out in the background so that the window goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import snapshot
from desktop.arrange import Arranged
from desktop.jobs import Jobs
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.snapshot import Snapshot
from policy.errors import ClauseDeskError
from storage.errors import StorageError
from storage.records import Written
from storage.workspace import Aside, Workspace
from widgets import dialogs
from widgets.policy_view.burst import burst

log = logging.getLogger(__name__)
Steps = Callable[[Workspace], Sequence[Written]]
Told = Callable[[Sequence[Written] | None], None]


@dataclass(frozen=True, slots=True)
class _Stored:
    written: Sequence[Written]
    arranged: Arranged | None


@dataclass(eq=False, slots=True)
class _Task:
    """One write on its way. Whoever acquires ``claim`` carries it out; ``ended`` is set when its transaction is over."""

    steps: Steps
    workspace: Workspace
    aside: Aside
    policy: str | None
    arranger: Callable[[Snapshot], Arranged]
    writes: int
    told: Told
    claim: threading.Lock = field(default_factory=threading.Lock)
    ended: threading.Event = field(default_factory=threading.Event)


class Storing(QObject):
    """Carries out writes in the background, each in one transaction through a connection of its own, and hands the outcome to the
    session.

    What was asked for is stored or refused, never called off: who closes the workspace or the program waits for it. What is written
    on the window's side meanwhile waits for the transaction, which holds nothing but finished rows.
    """

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._running: list[_Task] = []
        self._waiting: list[Callable[[], None]] = []
        session.workspace_closing.connect(self.finish)

    def store(self, steps: Steps, title: str, told: Told, policy: str | None = None) -> None:
        """Carry out ``steps``, called ``title`` meanwhile, and call ``told`` with what was written as soon as it can be undone;
        or with ``None`` when nothing was, after the session has told why.

        ``policy`` is the one that will be shown afterwards: its records are read in the background too.
        """
        workspace = self._session.workspace
        if workspace is None or not self._session.may_write():
            told(None)
            return
        task = _Task(steps, workspace, workspace.aside(), policy, self._presenter.arranging.arranger(), self._session.writes, told)
        self._running.append(task)
        dialog = dialogs.JobDialog(title, self._window)
        dialog.must_finish()
        dialog.set_step(title)
        end = partial(self._end, task, dialog)
        self._jobs.run(lambda _: _carry_out(task), end, partial(end, None), end)
        dialog.start()

    def after(self, act: Callable[[], None]) -> None:
        """Call ``act`` when everything asked for is stored or refused, at once where nothing is on its way; never in another
        workspace."""
        if self._running:
            self._waiting.append(act)
        else:
            act()

    def finish(self) -> None:
        """Wait until everything asked for is stored or refused; what has not begun is stored here and now."""
        self._waiting.clear()
        for task in list(self._running):
            if task.claim.acquire(blocking=False):
                self._running.remove(task)
                self._at_once(task)
            else:
                task.ended.wait()

    def _at_once(self, task: _Task) -> None:
        try:
            written = task.steps(task.workspace)
        except StorageError as error:
            self._session.failed.emit(error)
            task.told(None)
        else:
            task.told(written)
        finally:
            task.ended.set()

    def _end(
        self, task: _Task, dialog: dialogs.JobDialog, stored: _Stored | None = None, error: ClauseDeskError | None = None
    ) -> None:
        dialog.finish()
        dialog.deleteLater()
        if task not in self._running:
            return
        self._running.remove(task)
        if error is not None:
            self._session.failed.emit(error)
        if stored is not None and self._session.workspace is task.workspace:
            # What was written on this side meanwhile may not be in it.
            self._presenter.arranging.expect(stored.arranged if self._session.writes == task.writes else None)
            self._session.adopt(stored.written)
            self._presenter.arranging.expect(None)
        task.told(stored.written if stored is not None else None)
        self._go_on()

    def _go_on(self) -> None:
        """Do what waited, in turn; what it stores in its turn is waited for too."""
        while self._waiting and not self._running:
            self._waiting.pop(0)()


def _carry_out(task: _Task) -> _Stored | None:
    """The work of the background thread; nothing when the write was carried out already."""
    if not task.claim.acquire(blocking=False):
        return None
    try:
        with burst(), task.aside.open() as workspace:
            written = task.steps(workspace)
            return _Stored(written, _arranged(workspace, task))
    finally:
        task.ended.set()


def _arranged(workspace: Workspace, task: _Task) -> Arranged | None:
    if task.policy is None:
        return None
    try:
        return task.arranger(snapshot.load(workspace, task.policy))
    except StorageError:
        # What was written stands all the same; the window reads again and tells.
        log.exception("A policy just stored could not be read.")
        return None
