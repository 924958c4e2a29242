"""How the window shows its dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog


def show_modal(dialog: QDialog) -> None:
    """Open ``dialog`` above its window. It is deleted when it closes, and nothing waits for it in an event loop of its own."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
