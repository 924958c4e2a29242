"""What happens when the program itself is wrong: nothing is lost, it is logged with its traceback, and said once."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class CrashHandler(QObject):
    """Receives every exception that nobody caught, on any thread.

    Signal ``caught(text)`` carries the traceback to the GUI thread (queued when the exception happened elsewhere). The same
    exception again is logged but not told again: a failing paint must not open a hundred dialogs.
    """

    caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._fault_file: TextIO | None = None

    def install(self, folder: Path) -> None:
        """Take over the hooks of the process; a hard crash leaves Python stacks in ``faults.log`` in ``folder``."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        # A file, not stderr: a windowed build has none.
        self._fault_file = (folder / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(self._fault_file)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def report(self, error: BaseException) -> None:
        """Treat ``error`` as one that nobody caught."""
        self._on_exception(type(error), error, error.__traceback__)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.critical("An exception that nobody caught:\n%s", text)
        place = text.rsplit("File ", 1)[-1]
        if place not in self._told:
            self._told.add(place)
            self.caught.emit(text)

    def _on_thread_exception(self, details: threading.ExceptHookArgs) -> None:
        error = details.exc_value or details.exc_type()
        self._on_exception(details.exc_type, error, details.exc_traceback)
