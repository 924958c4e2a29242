"""How a local copy stands to what is published, in the status bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget


class PlaceStatus(QWidget):
    """A sentence and a button to publish; hidden while there is nothing to say. Signal ``publish_requested()``."""

    publish_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(self.tr("Publish"), self)
        self.button.setProperty("small", True)
        self.button.setToolTip(self.tr("Publish this workspace now (Ctrl+Alt+P)"))
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self.publish_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text)
        row.addWidget(self.button)
        self.hide()

    def show_standing(self, text: str, place: str, may_publish: bool) -> None:
        """Say how the local copy stands to ``place``; nothing without a text."""
        self.text.setText(text)
        self.text.setToolTip(place)
        self.button.setVisible(may_publish)
        self.setVisible(bool(text))
