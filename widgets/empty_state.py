"""What stands where there is nothing to show: a sentence, and the button for the next step."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.icons import Icons
from widgets.palette import Palette

ICON_SIZE = 32
TEXT_WIDTH = 360


class EmptyState(QWidget):
    """A quiet sentence in the middle of an empty pane, with up to two buttons for what to do next and an icon above.

    ``pressed()`` and ``second_pressed()`` say that a button was used.
    """

    pressed = Signal()
    second_pressed = Signal()

    def __init__(self, sentence: str = "", action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons: Icons | None = None
        self._icon_name = ""
        self._icon = QLabel(self)
        self.label = QLabel(self)
        self.label.setProperty("role", "muted")
        self.label.setWordWrap(True)
        self.label.setMaximumWidth(TEXT_WIDTH)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._press)
        self.second = QPushButton(self)
        self.second.setAutoDefault(False)
        self.second.setFlat(True)
        self.second.clicked.connect(self._press_second)
        self._lay_out()
        self.set_state(sentence, action)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._icons = Icons(palette)
        self._draw()

    def set_state(self, sentence: str, action: str = "", icon: str = "", second: str = "") -> None:
        """Say ``sentence`` and offer the buttons ``action`` and ``second``; a button without text is not there."""
        self.set_sentence(sentence)
        for button, text in ((self.button, action), (self.second, second)):
            button.setText(text)
            button.setVisible(bool(text))
        self._icon_name = icon
        self._draw()

    def set_sentence(self, sentence: str) -> None:
        """Say this instead."""
        self.label.setText(sentence)
        self.setAccessibleName(sentence)

    def sentence(self) -> str:
        """What it says."""
        return self.label.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.label, 100)
        line.addStretch(1)
        column.addLayout(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.button)
        buttons.addWidget(self.second)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)

    def _draw(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name and self._icons is not None:
            icon = self._icons.icon(self._icon_name, "muted")
            self._icon.setPixmap(icon.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatioF()))

    def _press(self) -> None:
        self.pressed.emit()

    def _press_second(self) -> None:
        self.second_pressed.emit()
