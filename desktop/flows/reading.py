"""Policies waiting to be read, one after the other, in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.file_reading import ReadPolicy, read_file
from desktop.jobs import Control, Jobs
from desktop.session import Session
from exporters.cancelled import Cancelled
from policy.errors import ClauseDeskError
from policy.sources.blocks import Progress
from storage.workspace import Workspace
from widgets import dialogs
from widgets.dialogs.shown import show_modal

THOUSANDTHS = 1000
UNKNOWN = "unknown_encoding"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A policy to be read: how, what it is called, the file it is in, and which of how many it is. ``then`` is called with its id
    when it is in the workspace."""

    read: Callable[[Progress], ReadPolicy]
    name: str
    path: Path | None = None
    number: int = 1
    total: int = 1
    then: Callable[[str], None] | None = None


class Reading(QObject):
    """Reads what waits, one at a time; each that was read goes to ``then``, and ``go_on`` asks for the next.

    A reading that takes a while shows how far it is and can be called off, with all that still waits. A file whose encoding
    nobody knows is shown in several, to choose from. Signals: ``failed(ClauseDeskError)``, ``said(str)``, ``started(Control)``.
    """

    failed = Signal(object)
    said = Signal(str)
    started = Signal(object)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs, then: Callable[[ReadPolicy, Waiting], None]) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._then = then
        self._waiting: list[Waiting] = []
        self._busy = False

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Read these after those that wait already."""
        self._waiting.extend(waiting)
        self._next()

    def clear(self) -> None:
        """Drop what was still to be read."""
        self._waiting.clear()

    def go_on(self) -> None:
        """The one that was read is done with: read the next."""
        self._busy = False
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._busy and self._session.workspace is not None:
            self._busy = True
            self._read(self._waiting.pop(0))

    def _read(self, one: Waiting) -> None:
        dialog = dialogs.JobDialog(self.tr("Reading policies"), self._window)
        dialog.set_step(self._step(one))
        done = partial(self._done, one, self._session.workspace)
        control = self._jobs.run(
            lambda control: _prepared(one.read(Follow(control))),
            lambda found: self._end(dialog, lambda: done(found)),
            lambda error: self._end(dialog, lambda: self._failed(error, one)),
            lambda: self._end(dialog, self._stopped),
        )
        control.progressed.connect(lambda done, total: dialog.set_step(dialog.step(), done, total))
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()
        self.started.emit(control)

    def _step(self, one: Waiting) -> str:
        if one.total == 1:
            return self.tr("Reading {name}").format(name=one.name)
        return self.tr("Reading {name} ({number} of {total})").format(name=one.name, number=one.number, total=one.total)

    def _end(self, dialog: dialogs.JobDialog, act: Callable[[], None]) -> None:
        dialog.finish()
        dialog.deleteLater()
        act()

    def _done(self, one: Waiting, meant_for: Workspace | None, found: ReadPolicy) -> None:
        if self._session.workspace is meant_for:
            self._then(found, one)
        else:
            self.go_on()

    def _stopped(self) -> None:
        self._waiting.clear()
        self.said.emit(self.tr("The reading was stopped; nothing was imported."))
        self.go_on()

    def _failed(self, error: ClauseDeskError, one: Waiting) -> None:
        if error.code == UNKNOWN and one.path is not None:
            self._try_encodings(one.path, one)
            return
        self.failed.emit(error)
        self.go_on()

    def _try_encodings(self, path: Path, one: Waiting) -> None:
        from desktop.encodings import trials

        meant_for = self._session.workspace

        def ask(found: list[dialogs.Trial]) -> None:
            if self._session.workspace is not meant_for:
                self.go_on()
                return
            dialog = dialogs.EncodingDialog(one.name, found, self._window)
            dialog.accepted.connect(lambda: self._read_as(path, one, dialog.encoding()))
            dialog.rejected.connect(self.go_on)
            show_modal(dialog)

        self.started.emit(self._jobs.run(lambda _: trials(path), ask, lambda error: self._failed(error, one), self.go_on))

    def _read_as(self, path: Path, one: Waiting, encoding: str) -> None:
        self._waiting.insert(0, replace(one, read=partial(read_file, path, encoding=encoding)))
        self.go_on()


def _prepared(found: ReadPolicy) -> ReadPolicy:
    """The policy with all that its preview and its storing would otherwise make the window wait for."""
    from storage.importing import ready_import

    import_module("widgets.dialogs.import_preview")
    return replace(found, ready=ready_import(found.policy, found.original))


class Follow:
    """Tells the starter of a job how far a reading is, and ends it when that is asked for."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._told = -1

    def __call__(self, share: float) -> None:
        """Report a share from 0 to 1. Raises ``Cancelled``."""
        if self._control.cancelled():
            raise Cancelled
        done = round(share * THOUSANDTHS)
        if done != self._told:
            self._told = done
            self._control.report(done, THOUSANDTHS)
