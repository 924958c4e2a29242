"""Large files, taken into the workspace in the background before a record names them, and written out of it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.jobs import Control, Jobs
from desktop.session import Session
from exporters.cancelled import Cancelled
from storage.attachments import Incoming, Prepared, stow
from storage.errors import StorageError
from storage.records import AttachmentRecord
from storage.workspace import Workspace
from widgets import dialogs

AT_ONCE = 2 << 20
"""Files of so many bytes together are stored in a few milliseconds; more would make the window wait."""

Ready = Callable[[Sequence[Incoming | Prepared]], object]


class Stowing(QObject):
    """Gets files ready to be attached: small ones as they are, large ones with their bytes in the workspace already; and writes
    attached files out.

    Signals: ``starting()`` while the workspace can still be written; ``failed(ClauseDeskError)``; ``said(str)`` when the person
    called it off. Either way nothing is attached.
    """

    starting = Signal()
    failed = Signal(object)
    said = Signal(str)

    def __init__(self, window: QWidget, session: Session, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs

    def ready(self, files: Sequence[Incoming], then: Ready) -> None:
        """Call ``then`` with the files as soon as attaching them is quick, provided the same workspace is still open."""
        workspace = self._session.workspace
        total = sum(map(_size, files))
        if workspace is None or total <= AT_ONCE:
            then(files)
            return
        self.starting.emit()
        path = workspace.path
        dialog = dialogs.JobDialog(self.tr("Attaching files"), self._window)
        # Nothing else may be written meanwhile: it would have to wait for the large file. So it stands there from the start.
        dialog.setModal(True)
        dialog.set_step(self.tr("Taking the files into the workspace"))
        control = self._jobs.run(
            lambda control: stow(path, files, _Watch(control, 2 * total)),
            lambda prepared: self._done(dialog, lambda: then(prepared) if self._session.workspace is workspace else None),
            lambda error: self._done(dialog, lambda: self.failed.emit(error)),
            lambda: self._done(dialog, lambda: self.said.emit(self.tr("The files were not attached."))),
        )
        control.progressed.connect(lambda done, of: dialog.set_step(dialog.step(), done, of))
        dialog.cancel_requested.connect(control.cancel)
        dialog.show()

    def write_out(self, record: AttachmentRecord, target: Path, then: Callable[[], None]) -> None:
        """Write an attached file to ``target`` and call ``then``; the window does not wait for a large one, and stays usable."""
        workspace = self._session.workspace
        if workspace is None:
            return
        if record.size <= AT_ONCE:
            try:
                workspace.evidence.save_attachment(record.sha256, target)
            except StorageError as error:
                self.failed.emit(error)
            else:
                then()
            return
        path = workspace.path
        self._jobs.run(lambda _: _write_out(path, record.sha256, target), lambda _: then(), self.failed.emit)

    def _done(self, dialog: dialogs.JobDialog, act: Callable[[], object]) -> None:
        dialog.finish()
        dialog.deleteLater()
        act()


class _Watch:
    """Reports, in thousandths, how much of ``total`` bytes was read, and ends the work when that is asked for."""

    def __init__(self, control: Control, total: int) -> None:
        self._control = control
        self._total = total
        self._done = 0

    def __call__(self, length: int) -> None:
        if self._control.cancelled():
            raise Cancelled
        self._done += length
        self._control.report(self._done * 1000 // self._total, 1000)


def _write_out(workspace: Path, sha256: str, target: Path) -> None:
    with Workspace.open(workspace, None) as reading:
        reading.evidence.save_attachment(sha256, target)


def _size(file: Incoming) -> int:
    """The bytes of a file; 0 for one that cannot be looked at, which attaching will explain."""
    if not isinstance(file, Path):
        return len(file[1])
    try:
        return file.stat().st_size
    except OSError:
        return 0
