"""The bar that finds words in the policy text."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget
from typing_extensions import override


class FindBar(QWidget):
    """A field, the count of hits, and steps to the next and previous one.

    Signals: ``find_requested(str)`` while words are typed, ``next_requested()`` (Enter, F3), ``previous_requested()``
    (Shift+Enter, Shift+F3), ``closed()`` on Esc or the close button.
    """

    find_requested = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in the policy"))
        self.field.setAccessibleName(self.tr("Find in the policy"))
        self.field.setClearButtonEnabled(True)
        self.field.textEdited.connect(self.find_requested)
        # The clear button edits without ``textEdited``.
        self.field.textChanged.connect(self._cleared)
        self.count = QLabel()
        self.count.setAccessibleName(self.tr("Number of hits"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        layout.addWidget(self._button("‹", self.tr("Previous hit (Shift+Enter)"), self.previous_requested))
        layout.addWidget(self._button("›", self.tr("Next hit (Enter)"), self.next_requested))
        layout.addWidget(self._button("×", self.tr("Close (Esc)"), self.closed))

    def _button(self, sign: str, name: str, clicked: SignalInstance) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        button.clicked.connect(clicked)
        return button

    def open(self, words: str = "") -> None:
        """Show the bar with the field chosen; ``words`` (what is selected in the text) stand in it."""
        if words:
            self.field.setText(words)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self.find_requested.emit(self.field.text())

    def set_words(self, words: str) -> None:
        """Show words that were looked for from elsewhere."""
        if self.field.text() != words:
            with QSignalBlocker(self.field):
                self.field.setText(words)

    def set_count(self, current: int, total: int) -> None:
        """Show which hit of how many is chosen; ``current`` counts from 1, 0 for none."""
        if not self.field.text():
            self.count.clear()
        elif not total:
            self.count.setText(self.tr("Not found"))
        else:
            self.count.setText(self.tr("{current} of {total}").format(current=current, total=total))

    def _cleared(self, words: str) -> None:
        if not words:
            self.find_requested.emit("")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            (self.previous_requested if back else self.next_requested).emit()
        else:
            super().keyPressEvent(event)
