"""How the window shows its dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from widgets.panels.autosave import AutosaveEdit


def show_modal(dialog: QDialog) -> None:
    """Open ``dialog`` above its window. It is deleted when it closes, and nothing waits for it in an event loop of its own."""
    _hand_on_typed()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_beside(dialog: QDialog) -> None:
    """Show ``dialog`` beside its window, which stays usable."""
    _hand_on_typed()
    dialog.show()


def _hand_on_typed() -> None:
    """What is being typed is stored before a dialog shows, not only when the window system has moved the keyboard to it."""
    editor = QApplication.focusWidget()
    if isinstance(editor, AutosaveEdit):
        editor.flush()
