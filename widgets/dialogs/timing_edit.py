"""A timing phrase with its meaning below, read while it is typed."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from policy.model import Timing
from policy.timing import read_timing
from widgets.labels import Labels


class TimingEdit(QWidget):
    """The phrase as the document writes it; what it means stands below and follows the typing.

    ``edited()`` says that the person changed the phrase.
    """

    edited = Signal()

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._date: dt.date | None = None
        self._timing: Timing | None = None
        self._line = QLineEdit(self)
        self._line.setAccessibleName(self.tr("Timing as written"))
        self._meaning = QLabel(self)
        self._meaning.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line)
        column.addWidget(self._meaning)
        self.setFocusProxy(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._line.textEdited.connect(self._typed)
        self._show()

    def set_document_date(self, date: dt.date | None) -> None:
        """The day of the document, from which phrases without a year count."""
        self._date = date
        self._timing = read_timing(self._line.text().strip(), date)
        self._show()

    def set_phrase(self, phrase: str) -> None:
        """Show ``phrase`` and its meaning."""
        self._line.setText(phrase)
        self._line.setCursorPosition(0)
        self._timing = read_timing(phrase.strip(), self._date)
        self._show()

    def phrase(self) -> str:
        """The phrase as typed."""
        return self._line.text().strip()

    def timing(self) -> Timing | None:
        """What the phrase means; ``None`` for an empty one."""
        return self._timing

    def meaning(self) -> str:
        """The sentence shown below the phrase."""
        return self._meaning.text()

    def line(self) -> QLineEdit:
        """The field itself."""
        return self._line

    def _typed(self) -> None:
        self._timing = read_timing(self.phrase(), self._date)
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        self._meaning.setText(self._labels.timing(self._timing) or self.tr("No timing"))
