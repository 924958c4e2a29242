"""A task added or changed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from policy.model import Department, Timing
from resources.catalogue import Catalogue
from widgets.dialogs.check_list import CheckList, Choice
from widgets.dialogs.departments_edit import DepartmentsEdit
from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.timing_edit import TimingEdit
from widgets.labels import Labels


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What the person said about a task; ``clauses`` are the keys of the clauses given to the dialog."""

    number: int | None = None
    category: str | None = None
    text: str = ""
    departments: tuple[Department, ...] = ()
    open_ended: bool = False
    timing: Timing | None = None
    clauses: tuple[str, ...] = ()


class TaskDialog(FormDialog):
    """Takes number, category, text, departments, timing and clauses of a task.

    ``form()`` is what was said; ``draft()`` the same after a cancel, to be given back with ``set_form`` at the next opening.
    """

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Task"), self.tr("&Save task"), self.tr("Cancel"))
        labels = Labels(catalogue)
        self.number = QLineEdit(self)
        self.number.setValidator(QIntValidator(0, 9999, self))
        self.number.setMaximumWidth(96)
        self.category = QComboBox(self)
        self.category.setEditable(True)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(104)
        self.departments = DepartmentsEdit(labels, self)
        self.timing = TimingEdit(labels, self)
        self.clauses = CheckList(self.tr("Clauses"), self)
        self._lay_out()
        self.resize(840, 480)

    def set_categories(self, names: Sequence[str]) -> None:
        """The categories in use, to choose from; another may be typed."""
        typed = self.category.currentText()
        self.category.clear()
        self.category.addItems(list(names))
        self.category.setEditText(typed)

    def set_clauses(self, clauses: Sequence[Choice], chosen: Sequence[str] = ()) -> None:
        """The clauses of the policy, and which of them the task carries out."""
        self.clauses.set_choices(clauses, chosen)

    def set_document_date(self, date: dt.date | None) -> None:
        """The day from which timing phrases without a year count."""
        self.timing.set_document_date(date)

    def set_form(self, form: TaskForm) -> None:
        """Show a task."""
        self.number.setText("" if form.number is None else str(form.number))
        self.category.setEditText(form.category or "")
        self.text.setPlainText(form.text)
        self.departments.set_departments(form.departments, form.open_ended)
        self.timing.set_phrase(form.timing.phrase if form.timing else "")
        self.clauses.set_chosen(form.clauses)

    def form(self) -> TaskForm:
        """The task as it stands."""
        number = self.number.text().strip()
        return TaskForm(
            number=int(number) if number else None,
            category=self.category.currentText().strip() or None,
            text="".join(self.text.toPlainText().split("\n")).strip(),
            departments=self.departments.departments(),
            open_ended=self.departments.open_ended(),
            timing=self.timing.timing(),
            clauses=self.clauses.chosen(),
        )

    def draft(self) -> TaskForm:
        """What was typed, whether it was accepted or not."""
        return self.form()

    @override
    def problem(self) -> str:
        return "" if self.form().text else self.tr("Please write what the task is.")

    def _lay_out(self) -> None:
        self.add_row(self.tr("&Number:"), self.number)
        self.add_row(self.tr("&Category:"), self.category)
        self.add_row(self.tr("Tas&k:"), self.text)
        self.add_row(self.tr("&Departments:"), self.departments)
        self.add_row(self.tr("&Timing:"), self.timing)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(self.form_layout, 3)
        caption = QLabel(self.tr("C&lauses that it carries out:"), self)
        caption.setBuddy(self.clauses)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(caption)
        right.addWidget(self.clauses, 1)
        columns.addLayout(right, 2)
        self.content.addLayout(columns)
