"""The bar under the toolbar that says in one sentence what happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from widgets.icons import Icons
from widgets.palette import Palette

STAY_MS = 6000


class MessageKind(StrEnum):
    """What a message says: something to know, something done, something that could be done next, something that failed."""

    INFO = "info"
    SUCCESS = "success"
    OFFER = "offer"
    ERROR = "error"


SIGNS = {
    MessageKind.INFO: ("info", "blue"),
    MessageKind.SUCCESS: ("check", "green"),
    MessageKind.OFFER: ("info", "blue"),
    MessageKind.ERROR: ("warning", "accent"),
}


LASTING = frozenset({MessageKind.OFFER, MessageKind.ERROR})


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence; ``action`` is given back by ``action_requested`` when the button ``action_text`` is pressed, ``second`` when
    the other one is, if there are two."""

    text: str
    kind: MessageKind
    action_text: str = ""
    action: str = ""
    second_text: str = ""
    second: str = ""


class MessageBar(QFrame):
    """Shows one message at a time and keeps the others waiting.

    Information and successes go away after a while and give way at once to what comes next; errors stay until they are closed, and
    so do offers, which let others pass before them.
    Esc closes. ``action_requested(str)`` carries the action of the message whose button was pressed, ``dismissed(str)`` the text of
    a message that went away.
    """

    action_requested = Signal(str)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._icons: Icons | None = None
        self._waiting: list[Message] = []
        self._shown: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAY_MS)
        self._timer.timeout.connect(self.close_message)
        self._build()
        self.hide()

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._icons = Icons(palette)
        self._close.setIcon(self._icons.icon("close"))
        self._refresh()

    def show_message(self, text: str, kind: MessageKind = MessageKind.INFO, action_text: str = "", action: str = "") -> None:
        """Show ``text`` now, or after the errors that are still unread. The same message is not shown twice."""
        self.show_offer(Message(text, kind, action_text, action))

    def show_offer(self, message: Message) -> None:
        """Show a message that may have two buttons, as ``show_message`` does."""
        if message == self._shown or message in self._waiting:
            return
        if self._shown is not None and self._shown.kind is MessageKind.ERROR:
            self._waiting.append(message)
            self._refresh()
        else:
            if self._shown is not None and self._shown.kind is MessageKind.OFFER:
                self._waiting.insert(0, self._shown)
            self._show(message)

    def message(self) -> Message | None:
        """What is shown now."""
        return self._shown

    def holds(self, action: str) -> bool:
        """Whether a message shown or waiting offers an action that begins so."""
        shown = [self._shown] if self._shown is not None else []
        return any(message.action.startswith(action) for message in (*shown, *self._waiting))

    def waiting(self) -> int:
        """How many messages wait behind the one shown."""
        return len(self._waiting)

    def close_message(self) -> None:
        """Close the message shown; the next one takes its place."""
        closed = self._shown
        if closed is None:
            return
        self._show(self._waiting.pop(0) if self._waiting else None)
        self.dismissed.emit(closed.text)

    def clear(self) -> None:
        """Drop every message."""
        self._waiting.clear()
        self._show(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._start_timer()
        super().leaveEvent(event)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        self._sign = QLabel(self)
        self._sign.setFixedSize(20, 20)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setWordWrap(True)
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._action = QPushButton(self)
        self._action.setProperty("small", True)
        self._action.clicked.connect(lambda: self._ask_action(second=False))
        self._second = QPushButton(self)
        self._second.setProperty("small", True)
        self._second.clicked.connect(lambda: self._ask_action(second=True))
        self._close = QToolButton(self)
        self._close.setIconSize(QSize(16, 16))
        self._close.setToolTip(self.tr("Close this message (Esc)"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.close_message)
        for widget in (self._sign, self._text, self._count, self._action, self._second, self._close):
            row.addWidget(widget, 1 if widget is self._text else 0)

    def _show(self, message: Message | None) -> None:
        self._timer.stop()
        self._shown = message
        self._refresh()
        self.setVisible(message is not None)
        if message is not None:
            self._start_timer()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.text))

    def _refresh(self) -> None:
        message = self._shown
        if message is None:
            return
        self._text.setText(message.text)
        self.setAccessibleName(message.text)
        self._action.setText(message.action_text)
        self._action.setVisible(bool(message.action_text))
        self._second.setText(message.second_text)
        self._second.setVisible(bool(message.second_text))
        self._count.setText(self.tr("%n more", "", len(self._waiting)))
        self._count.setVisible(bool(self._waiting))
        self.setProperty("kind", message.kind.value)
        self.style().unpolish(self)
        self.style().polish(self)
        if self._icons is not None:
            self._sign.setPixmap(self._icons.icon(*SIGNS[message.kind]).pixmap(QSize(20, 20), self.devicePixelRatioF()))

    def _start_timer(self) -> None:
        if self._shown is not None and self._shown.kind not in LASTING:
            self._timer.start()

    def _ask_action(self, *, second: bool) -> None:
        if self._shown is not None:
            action = self._shown.second if second else self._shown.action
            self.close_message()
            self.action_requested.emit(action)
