"""What a pane shows while there is nothing in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.icons import Icons
from widgets.palette import Palette

ICON_SIZE = 32
TEXT_WIDTH = 360


class EmptyState(QWidget):
    """A quiet sentence in the middle of an empty pane, with up to two buttons for what to do next.

    ``action_requested()`` and ``second_requested()`` say that a button was pressed.
    """

    action_requested = Signal()
    second_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons: Icons | None = None
        self._icon_name = ""
        self._icon = QLabel(self)
        self._sentence = QLabel(self)
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        self._sentence.setFixedWidth(TEXT_WIDTH)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.action_requested)
        self._second = QPushButton(self)
        self._second.setFlat(True)
        self._second.clicked.connect(self.second_requested)
        self._lay_out()
        self.set_state("")

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._icons = Icons(palette)
        self._draw()

    def set_state(self, sentence: str, action_text: str = "", icon: str = "", second_text: str = "") -> None:
        """Say ``sentence``; a button without text is not there."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        for button, text in ((self._button, action_text), (self._second, second_text)):
            button.setText(text)
            button.setVisible(bool(text))
        self._icon_name = icon
        self._draw()

    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._button)
        buttons.addWidget(self._second)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)

    def _draw(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name and self._icons is not None:
            icon = self._icons.icon(self._icon_name, "muted")
            self._icon.setPixmap(icon.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatioF()))
