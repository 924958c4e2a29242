"""The facts of a policy that is in the workspace, to be put right one by one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import PolicyRecord
from widgets.dialogs.date_field import DateField
from widgets.dialogs.form_dialog import plain
from widgets.models.words import moment_text


class FactsPage(QWidget):
    """A field for each fact. ``fact_edited(str, object)`` carries the name of a field of ``PolicyRecord`` and what was typed
    (``None`` for nothing), when the person leaves the field or presses Enter; what cannot be is said below and not carried."""

    fact_edited = Signal(str, object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._record: PolicyRecord | None = None
        self._typed: set[str] = set()
        self.date = DateField(self)
        self.lines = {
            name: QLineEdit(self)
            for name in ("title", "doc_number", "issuer", "addressees", "citation_code", "source_url", "annex_title")
        }
        self.note = QLabel(self)
        self.note.setProperty("role", "error")
        self.note.setWordWrap(True)
        self.origin = QLineEdit(self)
        self.origin.setReadOnly(True)
        self._lay_out()
        for name, field in self.fields().items():
            field.editingFinished.connect(lambda name=name: self._finished(name))
            field.textChanged.connect(lambda _, name=name: self._changed(name))
            field.installEventFilter(self)

    def fields(self) -> dict[str, QLineEdit]:
        """The fields by the names of the facts."""
        return {**self.lines, "date": self.date}

    def set_record(self, record: PolicyRecord | None, *, writable: bool) -> None:
        """Show the facts of a policy; what is being typed for the same policy stays."""
        same = record is not None and self._record is not None and record.id == self._record.id
        self._record = record
        for name, field in self.fields().items():
            field.setReadOnly(not writable or record is None)
            if not same or name not in self._typed:
                self._show(name)
        self.note.clear()
        self.origin.setText(self._whence(record) if record is not None else "")

    def keep(self, name: str) -> None:
        """Leave what was typed in a field, which could not be stored: leaving the field tries again."""
        self._typed.add(name)

    def flush(self) -> None:
        """Carry what is typed in a field and not left yet."""
        for name in self.fields():
            self._finished(name)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A field takes back only what is being typed in it; a step back beyond that is one of the window.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            keys = QKeySequence.StandardKey
            if (event.matches(keys.Undo) or event.matches(keys.Redo)) and not watched.isModified():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _changed(self, name: str) -> None:
        # Not the field's own mark: a date that writes itself anew loses it.
        self._typed.add(name)
        self.note.clear()

    def _finished(self, name: str) -> None:
        field, record = self.fields()[name], self._record
        if record is None or name not in self._typed:
            return
        value: object = field.text().strip() or None
        if name == "title" and value is None:
            self._refuse(name, self.tr("A document needs a title; the one before stays."))
            return
        if name == "date":
            if not self.date.is_valid():
                self._refuse(name, self.tr("That is not a day; the date before stays."))
                return
            value = self.date.date()
        self._typed.discard(name)
        field.setModified(False)
        if value != getattr(record, name):
            self.fact_edited.emit(name, value)
        else:
            self._show(name)

    def _refuse(self, name: str, sentence: str) -> None:
        self._show(name)
        self.note.setText(sentence)

    def _show(self, name: str) -> None:
        """Put what is stored into a field."""
        if name == "date":
            self.date.set_date(self._record.date if self._record is not None else None)
        else:
            self.lines[name].setText(getattr(self._record, name, None) or "")
            self.lines[name].setCursorPosition(0)
        self._typed.discard(name)

    def _whence(self, record: PolicyRecord) -> str:
        when = moment_text(record.imported_at, self._catalogue.language)
        return f"{record.source_name}  ·  {when}"

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for caption, field in (
            (self.tr("Tit&le:"), self.lines["title"]),
            (self.tr("Document num&ber:"), self.lines["doc_number"]),
            (self.tr("Issue&r:"), self.lines["issuer"]),
            (self.tr("D&ate:"), self.date),
            (self.tr("Addr&essees:"), self.lines["addressees"]),
            (self.tr("Citation co&de:"), self.lines["citation_code"]),
            (self.tr("Title of the anne&x:"), self.lines["annex_title"]),
            (self.tr("Lin&k:"), self.lines["source_url"]),
            (self.tr("Read &from:"), self.origin),
        ):
            label = QLabel(caption, self)
            label.setBuddy(field)
            field.setAccessibleName(plain(caption))
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addStretch(1)
