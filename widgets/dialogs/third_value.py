"""A value that nobody wrote yet, in the fields that fit what a conflict is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from policy.model import Department, Role
from resources.catalogue import Catalogue
from resources.change_words import VALUE_AREAS, ChangeWords
from storage.disputes import Dispute
from storage.schema import TABLES, Column, Kind
from storage.topics import DEPARTMENTS, TIMING
from widgets.dialogs.date_field import DateField
from widgets.dialogs.departments_edit import DepartmentsEdit
from widgets.dialogs.timing_edit import TimingEdit
from widgets.labels import Labels, join_names
from widgets.panels.parts import WheelGuard

LONG = frozenset({"body", "note", "text", "quote", "title"})
DATES = frozenset({"date", "start", "due"})
# What a person writes; the rest of a record follows from it or says where it belongs.
WRITTEN = frozenset(
    {
        "addressees",
        "agreed",
        "annex_title",
        "body",
        "by",
        "category",
        "citation_code",
        "color",
        "date",
        "doc_number",
        "issuer",
        "kind",
        "name",
        "note",
        "number",
        "operator",
        "organisation",
        "original",
        "percent",
        "period",
        "progress",
        "quote",
        "reason",
        "resolved",
        "source",
        "source_url",
        "state",
        "text",
        "title",
        "type",
        "unit",
        "value",
        "verdict",
    }
)
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
TEXT_HEIGHT = 84


@dataclass(frozen=True, slots=True)
class _Field:
    """A field on the screen: ``read`` gives its JSON value, or raises ``ValueError`` where what stands there is none."""

    widget: QWidget
    read: Callable[[], dict[str, object]]


@dataclass(slots=True)
class _Form:
    """The fields for one dispute, and whether the person changed something there."""

    holder: QWidget
    dispute: Dispute
    fields: dict[str, _Field]
    edited: bool = False


def offers(dispute: Dispute) -> bool:
    """Whether another value can be written for what a conflict is about; a place is chosen in the text, a deletion is yes or no."""
    whole = dispute.topic in (TIMING, DEPARTMENTS)
    return whole or (bool(dispute.fields) and set(dispute.fields) <= WRITTEN)


class ThirdValue(QWidget):
    """One field for each of the dispute's, filled with what shows. ``edited()`` says that the person changed something.

    What was changed stays with its dispute as it stands, also what is no value yet, while another one is shown.
    """

    edited = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._labels = Labels(catalogue)
        self._words = ChangeWords(catalogue)
        self._form: _Form | None = None
        self._begun: dict[str, _Form] = {}
        self._guard = WheelGuard(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def set_dispute(self, dispute: Dispute | None, values: Mapping[str, object], date: dt.date | None = None) -> None:
        """Offer the fields of ``dispute``, filled with ``values``, or with what was begun there; nothing without one. ``date`` is
        that of the document, from which timing phrases count."""
        begun = self._begun.get(dispute.key) if dispute is not None else None
        if begun is not None and begun is self._form:
            return
        self._put_away()
        if dispute is None or not offers(dispute):
            return
        if begun is not None and (begun.dispute.topic, begun.dispute.fields) == (dispute.topic, dispute.fields):
            self._form = begun
            begun.holder.show()
            return
        self._form = self._made(dispute, values, date)
        self._column.addWidget(self._form.holder)

    def begun(self, key: str) -> bool:
        """Whether something was changed for the dispute of this key."""
        return key in self._begun

    def forget(self, keys: Iterable[str]) -> None:
        """Forget what was changed for disputes that have been decided."""
        for key in keys:
            form = self._begun.pop(key, None)
            if form is not None:
                form.edited = False
                if form is not self._form:
                    form.holder.deleteLater()

    def values(self) -> dict[str, object]:
        """What stands in the fields, as JSON values by field. Raises ``ValueError`` with a sentence where it is no value."""
        found: dict[str, object] = {}
        for field in self._shown().values():
            found.update(field.read())
        return found

    def widget(self, name: str) -> QWidget:
        """The field called so."""
        return self._shown()[name].widget

    def focus(self) -> None:
        """Give the first field the keyboard."""
        for field in self._shown().values():
            field.widget.setFocus()
            return

    def _shown(self) -> dict[str, _Field]:
        return self._form.fields if self._form is not None else {}

    def _put_away(self) -> None:
        form, self._form = self._form, None
        if form is None:
            return
        form.holder.hide()
        if not form.edited:
            form.holder.deleteLater()

    def _made(self, dispute: Dispute, values: Mapping[str, object], date: dt.date | None) -> _Form:
        holder = QWidget(self)
        made = _Form(holder, dispute, {})
        form = QFormLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        if dispute.topic == TIMING:
            made.fields["timing"] = self._add(form, "timing", self._timing(values, date))
        elif dispute.topic == DEPARTMENTS:
            made.fields["departments"] = self._add(form, "departments", self._departments(values, dispute.fields))
        else:
            columns = {column.name: column for column in TABLES[dispute.family].columns}
            for name in dispute.fields:
                made.fields[name] = self._add(form, name, self._field(columns[name], values.get(name)))
        return made

    def _on_edited(self) -> None:
        if self._form is not None:
            self._form.edited = True
            self._begun[self._form.dispute.key] = self._form
        self.edited.emit()

    def _add(self, form: QFormLayout, name: str, field: _Field) -> _Field:
        words = self._words.field(name)
        field.widget.setAccessibleName(words)
        caption = QLabel(words)
        caption.setProperty("role", "muted")
        form.addRow(caption, field.widget)
        return field

    def _timing(self, values: Mapping[str, object], date: dt.date | None) -> _Field:
        edit = TimingEdit(self._labels)
        edit.set_document_date(date)
        edit.set_phrase(str(values.get("timing") or ""))
        edit.edited.connect(self._on_edited)

        def read() -> dict[str, object]:
            timing = edit.timing()
            if timing is None:
                return {"timing": None, "timing_kind": "unknown", "start": None, "due": None, "starts_only": False}
            dates = {name: day.isoformat() if day else None for name, day in (("start", timing.start), ("due", timing.due))}
            return {"timing": timing.phrase, "timing_kind": timing.kind.value, **dates, "starts_only": timing.starts_only}

        return _Field(edit, read)

    def _departments(self, values: Mapping[str, object], fields: tuple[str, ...]) -> _Field:
        edit = DepartmentsEdit(self._labels)
        listed = values.get("departments")
        pairs = listed if isinstance(listed, list | tuple) else ()
        edit.set_departments([Department(name, Role(role)) for name, role in pairs], bool(values.get("open_ended")))
        edit.edited.connect(self._on_edited)

        def read() -> dict[str, object]:
            named = edit.departments()
            told: dict[str, object] = {
                "departments": [[one.name, one.role.value] for one in named],
                "departments_raw": join_names(one.name for one in named),
                "open_ended": edit.open_ended(),
            }
            return {name: value for name, value in told.items() if name in fields}

        return _Field(edit, read)

    def _field(self, column: Column, value: object) -> _Field:
        if column.choices is not None or column.kind is Kind.FLAG:
            return self._choice(column, value)
        if column.name in DATES:
            return self._date(column.name, value)
        if column.kind in (Kind.INTEGER, Kind.REAL):
            return self._number(column, value)
        return self._text(column, value)

    def _choice(self, column: Column, value: object) -> _Field:
        box = QComboBox()
        choices: list[object] = [True, False] if column.kind is Kind.FLAG else self._ordered(column)
        if column.optional:
            box.addItem(self._words.value(column.name, None), None)
        for choice in choices:
            box.addItem(self._words.value(column.name, choice), choice)
        box.setCurrentIndex(max(box.findData(value), 0))
        self._guard.watch(box)
        box.activated.connect(self._on_edited)
        return _Field(box, lambda: {column.name: box.currentData()})

    def _ordered(self, column: Column) -> list[object]:
        """The choices in the order of the catalogue, which is that of the domain."""
        areas = tuple(f"{area}." for area in VALUE_AREAS.get(column.name, ()))
        known = [key.rpartition(".")[2] for key in self._catalogue.phrases if key.startswith(areas)]
        choices = column.choices or frozenset()
        return [*dict.fromkeys(key for key in known if key in choices), *sorted(choices - set(known))]

    def _date(self, name: str, value: object) -> _Field:
        field = DateField()
        field.setText(str(value or ""))
        field.textEdited.connect(self._on_edited)

        def read() -> dict[str, object]:
            if not field.is_valid():
                raise ValueError(self.tr("This is no day; write it like 2013-08-08, or leave it empty."))
            day = field.date()
            return {name: day.isoformat() if day is not None else None}

        return _Field(field, read)

    def _number(self, column: Column, value: object) -> _Field:
        line = QLineEdit("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))
        line.textEdited.connect(self._on_edited)

        def read() -> dict[str, object]:
            text = line.text().strip().rstrip("%％")
            if not text and column.optional:
                return {column.name: None}
            try:
                number = int(text) if column.kind is Kind.INTEGER else float(text)
            except ValueError:
                raise ValueError(self.tr("This is no number.")) from None
            if column.name == "percent" and not 0 <= number <= 100:
                raise ValueError(self.tr("A percentage lies between 0 and 100."))
            return {column.name: number}

        return _Field(line, read)

    def _text(self, column: Column, value: object) -> _Field:
        edit: QPlainTextEdit | QLineEdit
        if column.name in LONG:
            edit = QPlainTextEdit(str(value or ""))
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(TEXT_HEIGHT)
            edit.textChanged.connect(self._on_edited)
        else:
            edit = QLineEdit(str(value or ""))
            edit.textEdited.connect(self._on_edited)

        def read() -> dict[str, object]:
            text = edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text().strip()
            if column.name == "color" and not COLOUR.fullmatch(text):
                raise ValueError(self.tr("A colour is written as # and six digits (0–9, A–F)."))
            if column.name in ("title", "name") and not text.strip():
                raise ValueError(self.tr("This may not be empty."))
            return {column.name: text if text or not column.optional else None}

        return _Field(edit, read)
