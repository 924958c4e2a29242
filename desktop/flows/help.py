"""The manual and what the program is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.cli import version
from desktop.settings import LANGUAGE, Settings
from widgets import dialogs
from widgets.dialogs.shown import show_beside, show_modal

LIBRARIES = {
    "PySide6-Essentials": "LGPL-3.0",
    "sqlite-utils": "Apache-2.0",
    "python-docx": "MIT",
    "lxml": "BSD-3-Clause",
    "platformdirs": "MIT",
    "rapidfuzz": "MIT",
    "openpyxl": "MIT",
    "pypdfium2": "BSD-3-Clause, Apache-2.0",
    "pyrage": "MIT",
    "nltk": "Apache-2.0",
    "typing-extensions": "PSF-2.0",
}


class HelpFlow(QObject):
    """Shows the manual beside the window, and the licences."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._manual: dialogs.HelpDialog | None = None

    def manual(self) -> None:
        """Open the manual; it stays open while one works."""
        if self._manual is None:
            self._manual = dialogs.HelpDialog(self._settings.get(LANGUAGE), self._window)
        show_beside(self._manual)
        self._manual.raise_()

    def about(self) -> None:
        """Show name, version and licences."""
        show_modal(dialogs.AboutDialog(version(), components(), self._window))


def components() -> list[dialogs.Component]:
    """The libraries that the program is built on, as installed, with their licences."""
    from importlib import metadata

    found = []
    for name, licence in LIBRARIES.items():
        try:
            found.append(dialogs.Component(name, metadata.version(name), licence))
        except metadata.PackageNotFoundError:
            continue
    return found
