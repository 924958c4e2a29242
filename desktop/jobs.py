"""The one way to run work in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from typing_extensions import override

from exporters.cancelled import Cancelled
from policy.errors import ClauseDeskError
from storage.watch import Watch

T = TypeVar("T")
STEPS = 1_000
"""How finely a job tells how far it is."""
log = logging.getLogger(__name__)


class Control(QObject):
    """What a job holds of its starter: it reports its steps and asks whether it should stop.

    Signal ``progressed(done, total)`` is emitted from the worker thread and so arrives queued.
    """

    progressed = Signal(int, int)
    # Each says whose outcome it is: a signal under way when the job is stopped arrives without a sender.
    _done = Signal(object, object)
    _failed = Signal(object, object)
    _cancelled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cancel = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps are over."""
        self.progressed.emit(done, total)

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancel.set()


def watch_of(control: Control) -> Watch:
    """A watch that tells a job's starter how far it is, in thousandths, and ends the work when that is asked for."""

    def watch(share: float) -> None:
        if control.cancelled():
            raise Cancelled
        control.report(round(share * STEPS), STEPS)

    return watch


class _Runner(QRunnable, Generic[T]):
    def __init__(self, func: Callable[[Control], T], control: Control) -> None:
        super().__init__()
        self._func = func
        self._control = control

    @override
    def run(self) -> None:
        try:
            result = self._func(self._control)
        except ClauseDeskError as error:
            self._control._failed.emit(self._control, error)
        except Cancelled:
            self._control._cancelled.emit(self._control)
        except Exception as error:
            log.exception("A background job failed.")
            self._control._failed.emit(self._control, error)
        else:
            self._control._done.emit(self._control, result)


def _nothing() -> None:
    """What follows a cancelled job unless something is asked for."""


class _Callbacks(NamedTuple):
    on_done: Callable[[Any], None]
    on_error: Callable[[ClauseDeskError], None]
    on_cancelled: Callable[[], None]


class Jobs(QObject):
    """Runs functions on a pool of threads and delivers their outcome on the GUI thread.

    A function takes a ``Control`` and plain values, opens its own connection, and touches no widget. Signals: ``started(Control)``,
    ``finished(Control)``; ``crashed(exception)`` when a job failed by a bug rather than by the world.
    """

    started = Signal(object)
    finished = Signal(object)
    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._callbacks: dict[Control, _Callbacks] = {}

    def run(
        self,
        func: Callable[[Control], T],
        on_done: Callable[[T], None],
        on_error: Callable[[ClauseDeskError], None],
        on_cancelled: Callable[[], None] = _nothing,
    ) -> Control:
        """Start ``func`` in the background; exactly one of the callbacks is called later, on the GUI thread."""
        control = Control()
        control.setParent(self)
        self._callbacks[control] = _Callbacks(on_done, on_error, on_cancelled)
        control._done.connect(self._deliver)
        control._failed.connect(self._deliver_failure)
        control._cancelled.connect(self._deliver_end)
        self.started.emit(control)
        self._pool.start(_Runner(func, control))
        return control

    def look(
        self,
        func: Callable[[Control], T],
        on_done: Callable[[T], None],
        on_error: Callable[[ClauseDeskError], None],
        on_cancelled: Callable[[], None] = _nothing,
    ) -> Control:
        """Like ``run``, for work that writes nothing: a result that arrives after the user asked to stop counts as cancelled."""

        def deliver(result: T) -> None:
            if control.cancelled():
                on_cancelled()
            else:
                on_done(result)

        control = self.run(func, deliver, on_error, on_cancelled)
        return control

    def busy(self) -> bool:
        """Whether any job has not delivered its outcome yet."""
        return bool(self._callbacks)

    def stop(self) -> None:
        """Ask every job to stop and wait until the threads have ended; outcomes not yet delivered are dropped."""
        for control in list(self._callbacks):
            control.cancel()
        self._pool.waitForDone()
        for control in list(self._callbacks):
            self._take(control)

    @Slot(object, object)
    def _deliver(self, control: Control, result: object) -> None:
        callbacks = self._take(control)
        if callbacks is not None:
            callbacks.on_done(result)
            self.finished.emit(control)

    @Slot(object, object)
    def _deliver_failure(self, control: Control, error: Exception) -> None:
        callbacks = self._take(control)
        if callbacks is None:
            return
        if isinstance(error, ClauseDeskError):
            callbacks.on_error(error)
        else:
            callbacks.on_cancelled()
            self.crashed.emit(error)
        self.finished.emit(control)

    @Slot(object)
    def _deliver_end(self, control: Control) -> None:
        callbacks = self._take(control)
        if callbacks is not None:
            callbacks.on_cancelled()
            self.finished.emit(control)

    def _take(self, control: Control) -> _Callbacks | None:
        """The callbacks of a job that has ended; none when it was stopped while its outcome was under way."""
        callbacks = self._callbacks.pop(control, None)
        if callbacks is not None:
            control.deleteLater()
        return callbacks
