"""What all dialogs share: a form, one sentence when something is wrong, and two buttons."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

MARGIN = 16
GAP = 8
MNEMONIC = re.compile(r"\(&\w\)")


class FormDialog(QDialog):
    """A dialog whose default button accepts only what ``problem`` finds nothing wrong with; Esc cancels and asks nothing.

    Subclasses fill ``content`` (a column) or ``form_layout`` (labelled rows) and override ``problem``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = QVBoxLayout()
        self.content.setSpacing(GAP)
        self.form_layout = QFormLayout()
        self.form_layout.setHorizontalSpacing(2 * GAP)
        self.form_layout.setVerticalSpacing(GAP)
        self.form_layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.form_layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.buttons = QDialogButtonBox(self)
        self.accept_button = QPushButton(self)
        self.accept_button.setDefault(True)
        self.cancel_button = QPushButton(self)
        self.cancel_button.setAutoDefault(False)
        self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        self._problem = QLabel(self)
        self._lay_out_frame()

    def entitle(self, title: str, accept: str, cancel: str) -> None:
        """Set the title and the words of the two buttons."""
        self.setWindowTitle(title)
        self.accept_button.setText(accept)
        self.cancel_button.setText(cancel)

    def problem(self) -> str:
        """What keeps the dialog from being accepted, as one sentence; empty when nothing does."""
        return ""

    def problem_shown(self) -> str:
        """The sentence that the dialog shows at present."""
        return self._problem.text()

    def show_problem(self, sentence: str) -> None:
        """Show ``sentence`` beside the buttons; an empty one hides it."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def add_row(self, label: str, field: QWidget) -> QLabel:
        """A labelled row of the form. The label carries the mnemonic and names the field for screen readers."""
        caption = QLabel(label, self)
        caption.setBuddy(field)
        field.setAccessibleName(plain(label))
        self.form_layout.addRow(caption, field)
        return caption

    def add_note(self, sentence: str) -> QLabel:
        """A quiet sentence across the dialog."""
        note = QLabel(sentence, self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        self.content.addWidget(note)
        return note

    @override
    def accept(self) -> None:
        sentence = self.problem()
        self.show_problem(sentence)
        if not sentence:
            super().accept()

    def _lay_out_frame(self) -> None:
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(self.content, 1)
        column.addWidget(self._problem)
        column.addWidget(self.buttons)


def plain(label: str) -> str:
    """A label without its mnemonic, dots and colon: ``&Title:`` and ``标题(&T)：`` are ``Title`` and ``标题``."""
    return MNEMONIC.sub("", label).replace("&", "").rstrip("…:：")


def hairline(parent: QWidget) -> QFrame:
    """A line of one pixel."""
    line = QFrame(parent)
    line.setProperty("role", "hairline")
    return line
