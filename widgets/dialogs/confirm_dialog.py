"""A question before something that has consequences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets.dialogs.form_dialog import FormDialog

WIDTH = 480
LIST_HEIGHT = 240
FEW = 4


class ConfirmDialog(FormDialog):
    """Says in sentences what is about to happen; accepting lets it happen. Without ``accept`` there is nothing to be asked, and it
    can only be closed."""

    def __init__(
        self, title: str, question: str, sentences: Sequence[str] = (), accept: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entitle(title, accept, self.tr("Cancel") if accept else self.tr("Close"))
        if not accept:
            self.accept_button.hide()
            self.cancel_button.setDefault(True)
        self.content.addWidget(self._sentence(question, "heading"))
        if len(sentences) > FEW:
            self.content.addWidget(self._list(sentences), 1)
        else:
            for text in sentences:
                self.content.addWidget(self._sentence(text, ""))
            self.content.addStretch(1)
        self.setMinimumWidth(WIDTH)

    def _list(self, sentences: Sequence[str]) -> QScrollArea:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for text in sentences:
            column.addWidget(self._sentence(text, ""))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(LIST_HEIGHT)
        return area

    def _sentence(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label
