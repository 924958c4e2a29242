"""The facts of an imported policy, to be put right before it is stored."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from policy.model import Metadata, Policy
from policy.places import CITED
from widgets.dialogs.date_field import DateField
from widgets.dialogs.form_dialog import plain
from widgets.labels import Labels

FINDINGS_SHOWN = 2


class PreviewHead(QWidget):
    """Title, number, issuer and date of a policy as fields; below them what was counted and noticed.

    ``date_edited()`` says that the person changed the day of the document.
    """

    date_edited = Signal()

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._metadata = Metadata(title="")
        self.title = QLineEdit(self)
        self.doc_number = QLineEdit(self)
        self.issuer = QLineEdit(self)
        self.date = DateField(self)
        self.counts = QLabel(self)
        self.findings = QLabel(self)
        for label in (self.counts, self.findings):
            label.setProperty("role", "muted")
        self.findings.setWordWrap(True)
        self.date.textEdited.connect(self.date_edited)
        self._lay_out()

    def set_policy(self, policy: Policy) -> None:
        """Show the facts of ``policy``."""
        self.set_metadata(policy.metadata)
        self._show_counts(policy)

    def set_metadata(self, metadata: Metadata) -> None:
        """Put facts into the fields."""
        self._metadata = metadata
        self.title.setText(metadata.title)
        self.doc_number.setText(metadata.doc_number or "")
        self.issuer.setText(metadata.issuer or "")
        self.date.set_date(metadata.date)
        for field in (self.title, self.doc_number, self.issuer):
            field.setCursorPosition(0)

    def metadata(self) -> Metadata:
        """The facts as they stand in the fields."""
        return replace(
            self._metadata,
            title=self.title.text().strip(),
            doc_number=self.doc_number.text().strip() or None,
            issuer=self.issuer.text().strip() or None,
            date=self.date.date(),
        )

    def problem(self) -> str:
        """What is wrong with the facts, as a sentence."""
        if not self.title.text().strip():
            return self.tr("Please give the document a title.")
        if not self.date.is_valid():
            return self.tr("The date of the document is not a day; leave it empty if there is none.")
        return ""

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow(self._caption(self.tr("Tit&le:"), self.title), self.title)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.doc_number, 2)
        for text, field, stretch in ((self.tr("Issue&r:"), self.issuer, 3), (self.tr("D&ate:"), self.date, 1)):
            row.addWidget(self._caption(text, field))
            row.addWidget(field, stretch)
        form.addRow(self._caption(self.tr("Document num&ber:"), self.doc_number), row)
        column.addLayout(form)
        notes = QHBoxLayout()
        notes.setSpacing(16)
        notes.addWidget(self.counts)
        notes.addWidget(self.findings, 1)
        column.addLayout(notes)

    def _caption(self, text: str, field: QWidget) -> QLabel:
        caption = QLabel(text, self)
        caption.setBuddy(field)
        field.setAccessibleName(plain(text))
        return caption

    def _show_counts(self, policy: Policy) -> None:
        clauses = sum(provision.kind in CITED for provision in policy.provisions)
        counted = (
            self.tr("%n clause(s)", "", clauses),
            self.tr("%n task(s)", "", len(policy.tasks)),
            self.tr("%n indicator(s)", "", len(policy.indicators)),
            self.tr("%n character(s)", "", len(policy.text)),
        )
        self.counts.setText("  ·  ".join(counted))
        noticed = [self._labels.finding(finding) for finding in policy.findings]
        self.findings.setText("  ·  ".join(noticed[:FINDINGS_SHOWN]))
        self.findings.setToolTip("\n".join(noticed))
        self.findings.setVisible(bool(noticed))
