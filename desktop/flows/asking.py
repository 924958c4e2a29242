"""File dialogs that nobody waits for: the answer comes as a call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.shown import show_modal


def ask_open(window: QWidget, title: str, folder: Path | None, filters: str, then: Callable[[list[Path]], None]) -> QFileDialog:
    """Ask for existing files; ``then`` is called with them when the user chose any."""
    dialog = FileDialog(window, title, str(folder or ""), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    show_modal(dialog)
    return dialog


def ask_save(window: QWidget, title: str, proposal: Path, filters: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask where a file goes, with a proposal; ``then`` is called with the place when the user chose one."""
    dialog = FileDialog(window, title, str(proposal.parent), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(proposal.name)
    if proposal.suffix:
        dialog.setDefaultSuffix(proposal.suffix.lstrip("."))
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    show_modal(dialog)
    return dialog
