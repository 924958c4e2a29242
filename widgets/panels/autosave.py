"""A text field that hands on what was typed by itself and never loses it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

SAVE_MS = 800
"""So long after the first character that is not stored yet it is handed on: whoever types without a pause loses no more either."""


class AutosaveEdit(QPlainTextEdit):
    """A field for one record's text.

    Emits ``text_committed(str, str)`` with the record's key and the text: 0.8 s after the first key that was not handed on yet,
    also while typing goes on, when the focus leaves, when another record is loaded, and on ``flush()``; only when the user typed.
    Loading emits nothing of the loaded text, and while something typed is still unsaved the same record's incoming text does not
    replace it. Text that could not be stored comes back by ``keep``; it waits with its record and is handed on again at the next
    occasion.
    """

    text_committed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: str | None = None
        self._saved = ""
        self._loading = False
        self._kept: dict[str, str] = {}
        self._due = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._due.timeout.connect(self.flush)
        self.textChanged.connect(self._on_changed)
        self.setTabChangesFocus(True)

    @property
    def key(self) -> str | None:
        """The record whose text is shown."""
        return self._key

    @property
    def pending(self) -> bool:
        """Whether something was typed that has not been handed on yet."""
        return self._key is not None and self._due.isActive()

    def load(self, key: str | None, text: str) -> None:
        """Show the text of a record; of another record only after handing on what was typed for the last one."""
        if key != self._key:
            self.flush()
        elif self.pending:
            self._saved = text
            return
        self._key = key
        self._saved = text
        shown = self._kept.get(key, text) if key is not None else text
        if self.toPlainText() != shown:
            self._replace(shown)

    def keep(self, key: str, text: str) -> None:
        """Take back the text of a record that could not be stored."""
        self._kept[key] = text

    def unsaved(self) -> tuple[str, ...]:
        """The texts, of any record, that could not be stored."""
        return tuple(self._kept.values())

    def flush(self) -> None:
        """Hand on now what was typed."""
        self._due.stop()
        key, text, before = self._key, self.toPlainText(), self._saved
        if key is None:
            return
        self._kept.pop(key, None)
        if text == before:
            return
        self._saved = text
        self.text_committed.emit(key, text)
        if key in self._kept and key == self._key:
            self._saved = before

    def _replace(self, text: str) -> None:
        place = self.textCursor().position()
        self._loading = True
        self.setPlainText(text)
        self._loading = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, max(0, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)

    def _on_changed(self) -> None:
        if not self._loading and self._key is not None and not self.isReadOnly() and not self._due.isActive():
            self._due.start()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
