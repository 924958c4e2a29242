"""Policies waiting to be read, one after the other, in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TypeVar

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

T = TypeVar("T")
THOUSANDTHS = 1000
UNKNOWN = "unknown_encoding"
"""The code of the refusal to read a file whose encoding nobody knows."""


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
        control = run_shown(
            (self._window, self._jobs),
            (self.tr("Reading policies"), self._step(one)),
            lambda control: _prepared(one.read(Follow(control))),
            partial(self._done, one, self._session.workspace),
            lambda error: self._failed(error, one),
            self._stopped,
        )
        self.started.emit(control)

    def _step(self, one: Waiting) -> str:
        if one.total == 1:
            return self.tr("Reading {name}").format(name=one.name)
        return self.tr("Reading {name} ({number} of {total})").format(name=one.name, number=one.number, total=one.total)

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
        meant_for = self._session.workspace
        control = choose_encoding(
            (self._window, self._jobs),
            path,
            lambda: self._session.workspace is meant_for,
            lambda encoding: self._read_as(path, one, encoding),
            lambda error: self._failed(error, one),
            self.go_on,
        )
        self.started.emit(control)

    def _read_as(self, path: Path, one: Waiting, encoding: str) -> None:
        self._waiting.insert(0, replace(one, read=partial(read_file, path, encoding=encoding)))
        self.go_on()


def run_shown(
    where: tuple[QWidget, Jobs],
    words: tuple[str, str],
    work: Callable[[Control], T],
    done: Callable[[T], None],
    failed: Callable[[ClauseDeskError], None],
    stopped: Callable[[], None],
) -> Control:
    """Do ``work`` in the background under a dialog that shows how far it is and can stop it; ``words`` are its title and step."""
    window, jobs = where
    dialog = dialogs.JobDialog(words[0], window)
    dialog.set_step(words[1])

    def end(act: Callable[[], None]) -> None:
        dialog.finish()
        dialog.deleteLater()
        act()

    control = jobs.run(work, lambda found: end(lambda: done(found)), lambda error: end(lambda: failed(error)), lambda: end(stopped))
    control.progressed.connect(lambda done, total: dialog.set_step(dialog.step(), done, total))
    dialog.cancel_requested.connect(control.cancel)
    dialog.start()
    return control


def choose_encoding(
    where: tuple[QWidget, Jobs],
    path: Path,
    wanted: Callable[[], bool],
    chosen: Callable[[str], None],
    failed: Callable[[ClauseDeskError], None],
    passed: Callable[[], None],
) -> Control:
    """Show a file in the encodings that it may be in. ``passed`` is called when none is chosen, or when the file is not ``wanted``
    any more by the time that they are found."""
    from desktop.encodings import trials

    window, jobs = where

    def ask(found: list[dialogs.Trial]) -> None:
        if not wanted():
            passed()
            return
        dialog = dialogs.EncodingDialog(path.name, found, window)
        dialog.accepted.connect(lambda: chosen(dialog.encoding()))
        dialog.rejected.connect(passed)
        show_modal(dialog)

    return jobs.run(lambda _: trials(path), ask, failed, passed)


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
