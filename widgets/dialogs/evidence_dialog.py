"""A piece of evidence: what it is, where it comes from, what it serves, and its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AttachmentRecord, EvidenceType
from widgets.dialogs.check_list import CheckList, Choice
from widgets.dialogs.date_field import DateField
from widgets.dialogs.files_edit import FilesEdit, NewFile
from widgets.dialogs.form_dialog import FormDialog
from widgets.labels import Labels

TEXT_HEIGHT = 68


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """What the person said about a piece of evidence. ``tasks`` and ``provisions`` are the keys of the choices given to the
    dialog, ``removed`` the ids of attachments taken out."""

    type: EvidenceType = EvidenceType.DOCUMENT
    title: str = ""
    source: str = ""
    doc_number: str = ""
    date: dt.date | None = None
    period: str = ""
    original: bool = False
    quote: str = ""
    note: str = ""
    tasks: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    files: tuple[NewFile, ...] = ()
    removed: tuple[str, ...] = ()


class EvidenceDialog(FormDialog):
    """Takes a piece of evidence; files come by button, by dropping or by pasting. Ctrl+Enter accepts.

    ``form()`` is what was said; ``draft()`` the same after a cancel, to be given back with ``set_form`` at the next opening.
    """

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Evidence"), self.tr("&Save evidence"), self.tr("Cancel"))
        self.type = QComboBox(self)
        labels = Labels(catalogue)
        for kind in EvidenceType:
            self.type.addItem(labels.of(kind), kind)
        self.title, self.source, self.doc_number, self.period = (QLineEdit(self) for _ in range(4))
        self.date = DateField(self)
        self.original = QRadioButton(self.tr("Ori&ginal"), self)
        self.copy = QRadioButton(self.tr("&Copy"), self)
        self.quote, self.note = QPlainTextEdit(self), QPlainTextEdit(self)
        for field in (self.quote, self.note):
            field.setTabChangesFocus(True)
            field.setFixedHeight(TEXT_HEIGHT)
        self.tasks = CheckList(self.tr("Tasks"), self)
        self.provisions = CheckList(self.tr("Clauses"), self)
        self.files = FilesEdit(self)
        self.setAcceptDrops(True)
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        QShortcut(QKeySequence("Ctrl+Shift+V"), self, self.files.paste)
        self.set_form(EvidenceForm())
        self.resize(960, 600)
        self.title.setFocus()

    def set_served(self, tasks: Sequence[Choice], provisions: Sequence[Choice]) -> None:
        """The tasks and clauses that the evidence may serve."""
        chosen = self.tasks.chosen(), self.provisions.chosen()
        self.tasks.set_choices(tasks, chosen[0])
        self.provisions.set_choices(provisions, chosen[1])

    def set_attachments(self, attachments: Iterable[AttachmentRecord]) -> None:
        """The files that the evidence has already."""
        self.files.set_attachments(attachments)

    def set_form(self, form: EvidenceForm) -> None:
        """Show a piece of evidence."""
        self.type.setCurrentIndex(tuple(EvidenceType).index(form.type))
        self.title.setText(form.title)
        self.source.setText(form.source)
        self.doc_number.setText(form.doc_number)
        self.date.set_date(form.date)
        self.period.setText(form.period)
        (self.original if form.original else self.copy).setChecked(True)
        self.quote.setPlainText(form.quote)
        self.note.setPlainText(form.note)
        self.tasks.set_chosen(form.tasks)
        self.provisions.set_chosen(form.provisions)
        self.files.set_files(form.files)

    def form(self) -> EvidenceForm:
        """The evidence as it stands."""
        return EvidenceForm(
            type=tuple(EvidenceType)[self.type.currentIndex()],
            title=self.title.text().strip(),
            source=self.source.text().strip(),
            doc_number=self.doc_number.text().strip(),
            date=self.date.date(),
            period=self.period.text().strip(),
            original=self.original.isChecked(),
            quote=self.quote.toPlainText().strip(),
            note=self.note.toPlainText().strip(),
            tasks=self.tasks.chosen(),
            provisions=self.provisions.chosen(),
            files=self.files.files(),
            removed=self.files.removed(),
        )

    def draft(self) -> EvidenceForm:
        """What was typed, whether it was accepted or not."""
        return self.form()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.files.dragEnterEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.files.dropEvent(event)

    @override
    def problem(self) -> str:
        if not self.title.text().strip():
            return self.tr("Please give the evidence a title.")
        if not self.date.is_valid():
            return self.tr("The date is not a day; leave it empty if it is not known.")
        return ""

    def _lay_out(self) -> None:
        self.add_row(self.tr("T&ype:"), self.type)
        self.add_row(self.tr("&Title:"), self.title)
        self.add_row(self.tr("S&ource:"), self.source)
        self.add_row(self.tr("Document n&umber:"), self.doc_number)
        self.add_row(self.tr("&Date:"), self.date)
        self.add_row(self.tr("P&eriod covered:"), self.period)
        self.period.setPlaceholderText(self.tr("for example 2013 third quarter"))
        form = QHBoxLayout()
        form.setSpacing(16)
        form.addWidget(self.original)
        form.addWidget(self.copy)
        form.addStretch(1)
        self.form_layout.addRow("", form)
        self.add_row(self.tr("&Quote:"), self.quote)
        self.add_row(self.tr("&Note:"), self.note)
        self.add_row(self.tr("Files:"), self.files)
        served = QTabWidget(self)
        served.addTab(self.tasks, self.tr("Tasks"))
        served.addTab(self.provisions, self.tr("Clauses"))
        caption = QLabel(self.tr("What it ser&ves:"), self)
        caption.setBuddy(served)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(caption)
        right.addWidget(served, 1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(self.form_layout, 3)
        columns.addLayout(right, 2)
        self.content.addLayout(columns)
