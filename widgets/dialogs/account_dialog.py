"""Which changes an account of all changes shall hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from storage.records import Family
from widgets.dialogs.date_field import DateField
from widgets.dialogs.form_dialog import FormDialog
from widgets.labels import Labels

# What people ask for; what hangs on these records is told with the whole.
KINDS = (
    Family.POLICY,
    Family.TASK,
    Family.LINK,
    Family.ANNOTATION,
    Family.REPLY,
    Family.TAG,
    Family.TAG_USE,
    Family.EVIDENCE,
    Family.EVIDENCE_USE,
    Family.ATTACHMENT,
    Family.ASSESSMENT,
    Family.REVIEWER,
)


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What was asked for; ``None`` for all. ``policy`` is an id; a ``person`` is a name, empty for imports."""

    policy: str | None
    person: str | None
    family: Family | None
    first: dt.date | None
    last: dt.date | None


class AccountDialog(FormDialog):
    """Takes policy, person, kind of record and period."""

    def __init__(
        self, labels: Labels, policies: Sequence[tuple[str, str]], people: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Account of all changes"), self.tr("Save…"), self.tr("Cancel"))
        self.policy, self.person, self.family = QComboBox(), QComboBox(), QComboBox()
        self.first, self.last = DateField(self), DateField(self)
        self.policy.addItem(self.tr("The whole workspace"), None)
        for key, title in policies:
            self.policy.addItem(title, key)
        self.person.addItem(self.tr("Everybody, and imports"), None)
        for person in people:
            self.person.addItem(person, person)
        self.person.addItem(self.tr("Imports only"), "")
        self.family.addItem(self.tr("All kinds"), None)
        for kind in KINDS:
            self.family.addItem(labels.of(kind), kind)
        self.policy.setMinimumContentsLength(24)
        self.policy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.add_note(self.tr("Who wrote how much and when, and then every change with what it was and became."))
        self.content.addLayout(self.form_layout)
        self.add_row(self.tr("&Of:"), self.policy)
        self.add_row(self.tr("&By:"), self.person)
        self.add_row(self.tr("&Kind:"), self.family)
        self.add_row(self.tr("&From:"), self.first)
        self.add_row(self.tr("&To:"), self.last)
        self.resize(440, self.sizeHint().height())

    def choose_policy(self, policy: str | None) -> None:
        """Propose this policy, or the whole workspace."""
        self.policy.setCurrentIndex(max(self.policy.findData(policy), 0))

    def form(self) -> AccountForm:
        """What was asked for."""
        family = self.family.currentData()
        kind = Family(family) if family is not None else None
        return AccountForm(self.policy.currentData(), self.person.currentData(), kind, self.first.date(), self.last.date())

    @override
    def problem(self) -> str:
        if not self.first.is_valid() or not self.last.is_valid():
            return self.tr("This is no day; write it like 2013-08-08, or leave it empty.")
        form = self.form()
        if form.first is not None and form.last is not None and form.first > form.last:
            return self.tr("The period ends before it begins.")
        return ""
