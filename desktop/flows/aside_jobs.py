"""Work on the open workspace in the background, behind a dialog that keeps the person from writing meanwhile."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import snapshot
from desktop.arrange import Arranged
from desktop.jobs import Control, Jobs, watch_of
from desktop.presenter import Presenter
from desktop.session import Session
from desktop.snapshot import Snapshot
from exporters.cancelled import Cancelled
from policy.errors import ClauseDeskError
from storage.errors import StorageError
from storage.records import Touched
from storage.watch import Watch
from storage.workspace import Aside, Workspace
from widgets import dialogs
from widgets.policy_view.burst import burst

T = TypeVar("T")
log = logging.getLogger(__name__)
GIVING_WAY = 0.000_5
"""How soon, in seconds, the work lets the window have its turn: each time that painting goes from Qt to Python waits for one."""


def _nothing() -> None:
    """What follows work that came to nothing unless something is asked for."""


@dataclass(frozen=True, slots=True)
class Carried(Generic[T]):
    """What the work gave, the policy on screen as it is after it, and how much had been written on the window's side before it."""

    result: T
    arranged: Arranged | None
    writes: int


@dataclass(eq=False, slots=True)
class _Task(Generic[T]):
    work: Callable[[Workspace, Watch], T]
    workspace: Workspace
    aside: Aside
    policy: str | None
    arranger: Callable[[Snapshot], Arranged]
    writes: int
    ended: threading.Event = field(default_factory=threading.Event)


class AsideJobs(QObject):
    """Carries out work on the open workspace through a connection of its own. Whoever closes the workspace ends it first.

    Signals: ``starting()``: what is being typed is to be stored now; ``failed(ClauseDeskError)``; ``working(Control)``.
    """

    starting = Signal()
    failed = Signal(object)
    working = Signal(object)

    def __init__(self, window: QWidget, session: Session, presenter: Presenter, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._presenter = presenter
        self._jobs = jobs
        self._running: list[threading.Event] = []
        self._controls: list[Control] = []
        self._usual = sys.getswitchinterval()
        session.workspace_closing.connect(self.stop)

    def run(
        self,
        title: str,
        work: Callable[[Workspace, Watch], T],
        done: Callable[[Carried[T]], None],
        otherwise: Callable[[], None] = _nothing,
        stop: str = "",
    ) -> None:
        """Carry out ``work``, called ``title`` meanwhile: ``done`` is called with what it gave, or else, when it failed or was
        stopped or the workspace was closed, ``otherwise``. ``stop`` is what the button to stop it says."""
        workspace = self._session.workspace
        if workspace is None or not self._session.may_write():
            otherwise()
            return
        self.starting.emit()
        shown = self._presenter.snapshot
        policy = shown.policy.id if shown is not None else None
        task = _Task(work, workspace, workspace.aside(), policy, self._presenter.arranging.arranger(), self._session.writes)
        dialog = dialogs.JobDialog(title, self._window)
        dialog.setModal(True)
        dialog.set_step(title)
        dialog.cancel_button.setText(stop or dialog.cancel_button.text())

        def end(carried: Carried[T] | None = None) -> None:
            dialog.finish()
            dialog.deleteLater()
            self._running.remove(task.ended)
            if not self._running:
                sys.setswitchinterval(self._usual)
            self._controls.remove(control)
            if carried is not None and self._session.workspace is workspace:
                done(carried)
            else:
                otherwise()

        def fail(error: ClauseDeskError) -> None:
            end()
            self.failed.emit(error)

        if not self._running:
            sys.setswitchinterval(GIVING_WAY)
        self._running.append(task.ended)
        control = self._jobs.run(lambda held: _carry_out(task, held), end, fail, end)
        self._controls.append(control)
        control.progressed.connect(lambda share, total: dialog.set_step(title, share, total))
        dialog.cancel_requested.connect(control.cancel)
        dialog.show()
        self.working.emit(control)

    def tell(self, touched: Touched, carried: Carried[T]) -> None:
        """Have the window show what was carried out."""
        # What was written on this side meanwhile may not be in it.
        self._presenter.arranging.expect(carried.arranged if carried.writes == self._session.writes else None)
        self._session.tell(touched)
        self._presenter.arranging.expect(None)

    def stop(self) -> None:
        """End all work and wait for it."""
        for control in self._controls:
            control.cancel()
        for ended in self._running:
            ended.wait()


def _carry_out(task: _Task[T], control: Control) -> Carried[T]:
    """The work of the background thread. Raises ``Cancelled``, ``StorageError``."""
    try:
        if control.cancelled():
            raise Cancelled
        with task.aside.open() as workspace:
            result = task.work(workspace, watch_of(control))
            with burst():
                return Carried(result, _arranged(workspace, task), task.writes)
    finally:
        task.ended.set()


def _arranged(workspace: Workspace, task: _Task[T]) -> Arranged | None:
    if task.policy is None:
        return None
    try:
        return task.arranger(snapshot.load(workspace, task.policy))
    except StorageError as error:
        # It may be gone with what was taken back; and what was written stands all the same: the window reads again.
        log.info("The policy on screen could not be read: %s", error.code)
        return None
