"""Who is writing, asked once."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from widgets.dialogs.form_dialog import FormDialog


class ReviewerDialog(FormDialog):
    """Asks for the reviewer's name and organisation, which stand beside everything that he or she writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Who is reviewing?"), self.tr("&Continue"), self.tr("Cancel"))
        self.add_note(
            self.tr("Your name stands beside your annotations and assessments, so that colleagues can tell them from theirs.")
        )
        self.name_field = QLineEdit(self)
        self.organisation_field = QLineEdit(self)
        self.add_row(self.tr("&Name:"), self.name_field)
        self.add_row(self.tr("&Organisation:"), self.organisation_field)
        self.content.addLayout(self.form_layout)
        self.setMinimumWidth(440)

    def set_reviewer(self, name: str, organisation: str) -> None:
        """Show what is known already."""
        self.name_field.setText(name)
        self.organisation_field.setText(organisation)

    def name(self) -> str:
        """The name, without spaces around it."""
        return self.name_field.text().strip()

    def organisation(self) -> str:
        """The organisation; may be empty."""
        return self.organisation_field.text().strip()

    @override
    def problem(self) -> str:
        return "" if self.name() else self.tr("Please give a name: colleagues must be able to tell your annotations from theirs.")
