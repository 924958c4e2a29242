"""Taking in files that were received: each checked, passphrases asked for, and what cannot be taken named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.jobs import Control, Jobs, watch_of
from desktop.messages import sentence
from desktop.session import Session
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.connect import Connection
from storage.errors import StorageError
from storage.incoming import Incoming, Vetted, receive
from storage.watch import Watch, part
from widgets import dialogs
from widgets.dialogs.shown import show_modal

LOCKED = ("passphrase_needed", "wrong_passphrase", "bad_passphrase")
Then = Callable[[Incoming], None]


class Together(Incoming):
    """Files that were received one by one, as if they had come together."""

    def __init__(self, parts: Sequence[Incoming]) -> None:
        self.files = tuple(vetted for one in parts for vetted in one.files)
        self._parts = tuple(parts)

    @override
    @contextmanager
    def opened(self, vetted: Vetted) -> Iterator[Connection]:
        """A connection to the private copy that only reads, within limits."""
        one = next(one for one in self._parts if any(known is vetted for known in one.files))
        with one.opened(vetted) as conn:
            yield conn

    @override
    def close(self) -> None:
        """Remove the private copies; doing it twice does nothing."""
        for one in self._parts:
            one.close()


@dataclass(eq=False, slots=True)
class _Intake:
    """What was asked for, as far as it has come: files still to be looked at, those taken and those refused."""

    waiting: list[Path]
    then: Then
    several: bool
    passphrases: list[str] = field(default_factory=list)
    asked: Path | None = None
    working: bool = False
    taken: list[Incoming] = field(default_factory=list)
    refused: list[tuple[str, ClauseDeskError]] = field(default_factory=list)

    def close(self) -> None:
        for one in self.taken:
            one.close()


class Receiving(QObject):
    """Receives files and hands them on together. Nothing of it touches the workspace.

    Signals: ``failed(ClauseDeskError)``; ``working(Control)`` while files are looked at.
    """

    failed = Signal(object)
    working = Signal(object)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs, catalogue: Catalogue) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._catalogue = catalogue
        self._open: list[_Intake] = []
        session.workspace_closing.connect(self._leave)

    def receive(self, paths: Sequence[Path], then: Then, passphrase: str | None = None) -> None:
        """Look at the files, asking for passphrases where needed, and call ``then`` with those that are sound, if there are any and
        the person does not call it off. ``then`` closes them."""
        intake = _Intake(list(dict.fromkeys(paths)), then, len(paths) > 1, [passphrase] if passphrase else [])
        self._open.append(intake)
        self._go_on(intake)

    def busy(self) -> bool:
        """Whether files are being looked at or asked about."""
        return bool(self._open)

    def _go_on(self, intake: _Intake) -> None:
        """Look at the files that are still waiting, in the background."""
        title = self.tr("Looking at what was received")
        workspace = self._session.workspace
        own = workspace.path if workspace is not None else None
        dialog = dialogs.JobDialog(title, self._window)
        dialog.setModal(True)
        dialog.set_step(title)

        def end() -> None:
            intake.working = False
            dialog.finish()
            dialog.deleteLater()

        def done(locked: Path | None) -> None:
            end()
            if self._session.workspace is not workspace:
                self._close(intake)
            elif locked is not None:
                self._ask(intake, locked)
            else:
                self._finish(intake)

        def fail(error: ClauseDeskError) -> None:
            end()
            self._close(intake)
            self.failed.emit(error)

        def cancelled() -> None:
            end()
            self._close(intake)

        intake.working = True
        control = self._jobs.look(lambda held: _take_in(intake, own, held), done, fail, cancelled)
        control.progressed.connect(lambda share, total: dialog.set_step(title, share, total))
        dialog.cancel_requested.connect(control.cancel)
        dialog.start()
        self.working.emit(control)

    def _ask(self, intake: _Intake, locked: Path) -> None:
        """Ask for the passphrase of a file; without one it is not taken."""
        wrong = intake.asked == locked
        intake.asked = locked
        dialog = dialogs.PassphraseDialog(locked.name, wrong, self._window)

        def give() -> None:
            if intake in self._open:
                intake.passphrases.insert(0, dialog.passphrase())
                self._go_on(intake)

        def leave() -> None:
            if intake in self._open:
                intake.waiting.remove(locked)
                intake.refused.append((locked.name, StorageError("passphrase_needed", name=locked.name)))
                self._go_on(intake)

        dialog.accepted.connect(give)
        dialog.rejected.connect(leave)
        show_modal(dialog)

    def _finish(self, intake: _Intake) -> None:
        if not intake.refused:
            self._hand_on(intake)
        elif not intake.several:
            self._close(intake)
            if not _left_by_choice(intake):
                self.failed.emit(intake.refused[0][1])
        else:
            self._tell(intake)

    def _hand_on(self, intake: _Intake) -> None:
        if intake in self._open:
            self._open.remove(intake)
            intake.then(Together(intake.taken))

    def _close(self, intake: _Intake) -> None:
        if intake in self._open:
            self._open.remove(intake)
            intake.close()

    def _leave(self) -> None:
        """Close what is still open; a job on its way does so itself when it has come to its end."""
        for intake in list(self._open):
            if not intake.working:
                self._close(intake)

    def _reason(self, name: str, reason: str) -> str:
        """Why a file is not taken; most reasons name it already."""
        return reason if name in reason else self.tr("{name}: {reason}").format(name=name, reason=reason)

    def _tell(self, intake: _Intake) -> None:
        """Say which files are not taken and why, and offer to go on with the others."""
        reasons = [self._reason(name, sentence(error, self._catalogue)) for name, error in intake.refused]
        question = self.tr("%n file(s) cannot be taken.", "", len(reasons))
        accept = self.tr("&Go on with the others") if intake.taken else ""
        dialog = dialogs.ConfirmDialog(self.tr("Received files"), question, reasons, accept, self._window)
        dialog.accepted.connect(lambda: self._hand_on(intake))
        dialog.rejected.connect(lambda: self._close(intake))
        show_modal(dialog)


def _left_by_choice(intake: _Intake) -> bool:
    """Whether the only file was left because no passphrase was given: whoever closed the question knows."""
    return intake.asked is not None and intake.refused[0][1].code in LOCKED


def _take_in(intake: _Intake, own: Path | None, control: Control) -> Path | None:
    """Look at the waiting files in turn; ends at one that needs a passphrase nobody has given yet, which is the answer."""
    total = len(intake.taken) + len(intake.refused) + len(intake.waiting)
    watch = watch_of(control)
    while intake.waiting:
        path, done = intake.waiting[0], total - len(intake.waiting)
        watch(done / total)
        try:
            tried: list[str | None] = [*intake.passphrases] if path == intake.asked else [None, *intake.passphrases]
            intake.taken.append(_received(path, own, tried, part(watch, done / total, (done + 1) / total)))
        except StorageError as error:
            if error.code in LOCKED:
                return path
            intake.refused.append((path.name, error))
        intake.waiting.pop(0)
    return None


def _received(path: Path, own: Path | None, tried: Sequence[str | None], watch: Watch) -> Incoming:
    """One file, opened with the first of these passphrases that fits; ``None`` is for a file without one. Raises
    ``StorageError``."""
    if own is not None and path.exists() and path.samefile(own):
        raise StorageError("same_workspace", name=path.name)
    for passphrase in tried[:-1]:
        try:
            return receive([path], passphrase, watch, rows=False)
        except StorageError as error:
            if error.code not in LOCKED:
                raise
    return receive([path], tried[-1], watch, rows=False)
