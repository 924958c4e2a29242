"""The facts of an imported policy, to be put right before it is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from policy.model import Metadata, Policy, ProvisionKind
from policy.places import CITED
from widgets.dialogs.date_field import DateField
from widgets.dialogs.form_dialog import plain

SECTIONS = frozenset({ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION})


class PreviewHead(QWidget):
    """Title, number, issuer and date of a policy as fields, the rarer facts in a row that unfolds; below them what was counted.

    ``edited()`` says that the person changed a fact.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metadata = Metadata(title="")
        self._policy = Policy("", "", "", self._metadata, ())
        self.title = QLineEdit(self)
        self.doc_number = QLineEdit(self)
        self.issuer = QLineEdit(self)
        self.date = DateField(self)
        self.addressees = QLineEdit(self)
        self.citation_code = QLineEdit(self)
        self.source_url = QLineEdit(self)
        self.annex_title = QLineEdit(self)
        self.more = QToolButton(self)
        self.more.setText(self.tr("More &facts"))
        self.more.setCheckable(True)
        self.counts = QLabel(self)
        self.counts.setProperty("role", "muted")
        self._rare = QWidget(self)
        self._lay_out()
        self.more.toggled.connect(self._rare.setVisible)
        for field in self._lines().values():
            field.textEdited.connect(self.edited)
        self.date.textEdited.connect(self._date_edited)

    def set_policy(self, policy: Policy) -> None:
        """Show the facts of ``policy``."""
        self._policy = policy
        self.set_metadata(policy.metadata)

    def set_metadata(self, metadata: Metadata) -> None:
        """Put facts into the fields that say something else; asks for nothing."""
        self._metadata = metadata
        for name, field in self._lines().items():
            words = getattr(metadata, name) or ""
            if field.text().strip() != words:
                field.setText(words)
                field.setCursorPosition(0)
        if not self.date.is_valid() or self.date.date() != metadata.date:
            self.date.set_date(metadata.date)

    def metadata(self) -> Metadata:
        """The facts as they stand in the fields; a date that is no day is the one before it was typed."""
        typed: dict[str, Any] = {name: field.text().strip() or None for name, field in self._lines().items()}
        typed["title"] = typed["title"] or ""
        typed["date"] = self.date.date() if self.date.is_valid() else self._metadata.date
        return replace(self._metadata, **typed)

    def show_counts(self, tasks: int, doubtful: int) -> None:
        """Say how much was found, with the tasks as they stand."""
        kinds = [provision.kind for provision in self._policy.provisions]
        counted = (
            self.tr("%n section(s)", "", sum(kind in SECTIONS for kind in kinds)),
            self.tr("%n clause(s)", "", sum(kind in CITED for kind in kinds)),
            self.tr("%n task(s)", "", tasks),
            self.tr("%n doubtful", "", doubtful),
            self.tr("%n indicator(s)", "", len(self._policy.indicators)),
            self.tr("%n finding(s)", "", len(self._policy.findings)),
            self.tr("%n character(s)", "", len(self._policy.text)),
        )
        self.counts.setText("  ·  ".join(counted))

    def problem(self) -> str:
        """What is wrong with the facts, as a sentence."""
        if not self.title.text().strip():
            return self.tr("Please give the document a title.")
        if not self.date.is_valid():
            return self.tr("The date of the document is not a day; leave it empty if there is none.")
        return ""

    def _date_edited(self) -> None:
        if self.date.is_valid():
            self._metadata = replace(self._metadata, date=self.date.date())
        self.edited.emit()

    def _lines(self) -> dict[str, QLineEdit]:
        """The fields of words by the names of the facts."""
        return {
            "title": self.title,
            "doc_number": self.doc_number,
            "issuer": self.issuer,
            "addressees": self.addressees,
            "citation_code": self.citation_code,
            "source_url": self.source_url,
            "annex_title": self.annex_title,
        }

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._row((self.tr("Tit&le:"), self.title, 5), (self.tr("Document num&ber:"), self.doc_number, 2)))
        second = self._row((self.tr("Issue&r:"), self.issuer, 5), (self.tr("D&ate:"), self.date, 2))
        second.addWidget(self.more)
        column.addLayout(second)
        rare = QVBoxLayout(self._rare)
        rare.setContentsMargins(0, 0, 0, 0)
        rare.setSpacing(8)
        rare.addLayout(self._row((self.tr("Addressees:"), self.addressees, 5), (self.tr("Citation code:"), self.citation_code, 2)))
        rare.addLayout(self._row((self.tr("Title of the annex:"), self.annex_title, 3), (self.tr("Link:"), self.source_url, 4)))
        self._rare.hide()
        column.addWidget(self._rare)
        column.addWidget(self.counts)

    def _row(self, *fields: tuple[str, QWidget, int]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for text, field, stretch in fields:
            row.addWidget(self._caption(text, field))
            row.addWidget(field, stretch)
        return row

    def _caption(self, text: str, field: QWidget) -> QLabel:
        caption = QLabel(text, self)
        caption.setBuddy(field)
        field.setAccessibleName(plain(text))
        return caption
