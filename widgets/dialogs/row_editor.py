"""One row of an import preview: its raw text beside its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from policy.model import Provision, Task
from widgets.dialogs.clauses_edit import ClausesEdit
from widgets.dialogs.departments_edit import DepartmentsEdit
from widgets.dialogs.form_dialog import plain
from widgets.dialogs.raw_row_view import RawRowView
from widgets.dialogs.timing_edit import TimingEdit
from widgets.labels import Labels
from widgets.models.row_cut import Cell, RowCut
from widgets.palette import Palette

RAW_WIDTH = 244
TEXT_HEIGHT = 64


class RowEditor(QWidget):
    """Shows a task of the preview for checking. ``fields_edited(object)`` carries the fields of ``Task`` that the person changed,
    ``cut_edited(object)`` the ``RowCut`` after a boundary was moved.
    """

    fields_edited = Signal(object)
    cut_edited = Signal(object)

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self.raw = RawRowView(self)
        self.number = QLineEdit(self)
        self.number.setMaximumWidth(72)
        self.category = QComboBox(self)
        self.category.setEditable(True)
        self.category.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(TEXT_HEIGHT)
        self.departments = DepartmentsEdit(labels, self)
        self.timing = TimingEdit(labels, self)
        self.clauses = ClausesEdit(self)
        self.doubts = QLabel(self)
        self.doubts.setProperty("role", "warning")
        self.doubts.setWordWrap(True)
        self.cell_buttons: dict[Cell, QPushButton] = {}
        self._filling = False
        self._lay_out()
        self._connect()

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.raw.set_palette_tokens(palette)

    def set_document_date(self, date: dt.date | None) -> None:
        """The day from which timing phrases without a year count."""
        self.timing.set_document_date(date)

    def set_categories(self, names: Sequence[str]) -> None:
        """The categories to choose from."""
        self._filling = True
        self.category.clear()
        self.category.addItems(list(names))
        self._filling = False

    def set_departments(self, names: Sequence[str]) -> None:
        """Names of departments to complete while one is typed."""
        self.departments.set_names(names)

    def set_provisions(self, provisions: Sequence[Provision]) -> None:
        """The clauses to which a task may be linked."""
        self.clauses.set_provisions(provisions)

    def show_task(self, task: Task | None, cut: RowCut) -> None:
        """Show ``task`` and its raw row; asks for nothing."""
        self._filling = True
        self.setEnabled(task is not None)
        self.raw.set_cut(cut)
        self.number.setText("" if task is None or task.number is None else str(task.number))
        self.category.setEditText(task.category or "" if task else "")
        if self.text.toPlainText() != (task.text if task else ""):
            self.text.setPlainText(task.text if task else "")
        if task is None or self.departments.departments() != task.departments or self.departments.open_ended() != task.open_ended:
            self.departments.set_departments(task.departments if task else (), task.open_ended if task else False)
        phrase = task.timing.phrase if task and task.timing else ""
        if self.timing.phrase() != phrase:
            self.timing.set_phrase(phrase)
        self.clauses.set_links(task.clauses if task else ())
        self.show_doubts(task)
        self._filling = False

    def show_doubts(self, task: Task | None) -> None:
        """Say what is doubtful about ``task``."""
        doubts = [self._labels.doubt(doubt) for doubt in task.doubts] if task else []
        self.doubts.setText("\n".join(doubts))
        self.doubts.setVisible(bool(doubts))

    def _lay_out(self) -> None:
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addLayout(self._raw_column())
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.doubts)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addLayout(self._words(), 1)
        fields.addLayout(self._duties(), 1)
        column.addLayout(fields, 1)
        columns.addLayout(column, 1)

    def _raw_column(self) -> QVBoxLayout:
        names = {Cell.TEXT: self.tr("Task"), Cell.DEPARTMENTS: self.tr("Departments"), Cell.TIMING: self.tr("Timing")}
        hint = QLabel(self.tr("Make the selected words the"), self)
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(4)
        for cell, name in names.items():
            button = QPushButton(name, self)
            button.setProperty("small", True)
            button.setAutoDefault(False)
            button.setShortcut(f"Alt+{cell + 1}")
            button.setToolTip(self.tr("Select words in the raw text first (%1)").replace("%1", f"Alt+{cell + 1}"))
            self.cell_buttons[cell] = button
            row.addWidget(button)
        row.addStretch(1)
        self.raw.setFixedWidth(RAW_WIDTH)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.raw, 1)
        column.addWidget(hint)
        column.addLayout(row)
        return column

    def _words(self) -> QFormLayout:
        form = self._form()
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.category.setMinimumContentsLength(8)
        pair = QGridLayout()
        pair.setVerticalSpacing(4)
        pair.setHorizontalSpacing(8)
        for column, (name, field) in enumerate(((self.tr("N&umber:"), self.number), (self.tr("&Category:"), self.category))):
            pair.addWidget(self._caption(name, field), 0, column)
            pair.addWidget(field, 1, column)
        pair.setColumnStretch(1, 1)
        form.addRow(pair)
        self._row(form, self.tr("Tas&k:"), self.text)
        self._row(form, self.tr("Claus&es:"), self.clauses)
        return form

    def _duties(self) -> QFormLayout:
        form = self._form()
        self._row(form, self.tr("&Departments:"), self.departments)
        self._row(form, self.tr("&Timing:"), self.timing)
        return form

    def _form(self) -> QFormLayout:
        """Fields below their names: beside them there would be no room for words."""
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        return form

    def _row(self, form: QFormLayout, label: str, field: QWidget) -> None:
        form.addRow(self._caption(label, field), field)

    def _caption(self, label: str, field: QWidget) -> QLabel:
        caption = QLabel(label, self)
        caption.setBuddy(field)
        field.setAccessibleName(plain(label))
        return caption

    def _connect(self) -> None:
        self.number.textEdited.connect(self._number_edited)
        self.category.editTextChanged.connect(self._category_edited)
        self.text.textChanged.connect(self._text_edited)
        self.departments.edited.connect(self._departments_edited)
        self.timing.edited.connect(self._timing_edited)
        self.clauses.edited.connect(self._clauses_edited)
        self.raw.cut_changed.connect(self.cut_edited)
        self.cell_buttons[Cell.TEXT].clicked.connect(self._make_text)
        self.cell_buttons[Cell.DEPARTMENTS].clicked.connect(self._make_departments)
        self.cell_buttons[Cell.TIMING].clicked.connect(self._make_timing)

    def _tell(self, **fields: object) -> None:
        if not self._filling:
            self.fields_edited.emit(fields)

    def _number_edited(self, typed: str) -> None:
        if not typed.strip() or typed.strip().isdecimal():
            self._tell(number=int(typed) if typed.strip() else None)

    def _category_edited(self, typed: str) -> None:
        self._tell(category=typed.strip() or None)

    def _text_edited(self) -> None:
        self._tell(text="".join(self.text.toPlainText().splitlines()))

    def _departments_edited(self) -> None:
        self._tell(departments=self.departments.departments(), open_ended=self.departments.open_ended())

    def _timing_edited(self) -> None:
        self._tell(timing=self.timing.timing())

    def _clauses_edited(self) -> None:
        self._tell(clauses=self.clauses.links())

    def _make_text(self) -> None:
        self.raw.make_cell(Cell.TEXT)

    def _make_departments(self) -> None:
        self.raw.make_cell(Cell.DEPARTMENTS)

    def _make_timing(self) -> None:
        self.raw.make_cell(Cell.TIMING)
