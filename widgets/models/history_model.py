"""The changes of a record, newest first, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from resources.change_words import ChangeWords
from storage.records import Family
from widgets.models.keyed import KeyedModel
from widgets.models.words import moment_text


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as it was and as it became; plain JSON values, ``None`` for nothing."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: when, by whom, its phrase key (``change.annotation.edit``), and the fields it set. ``id`` is the change's id.

    ``subject`` is what the record is called, ``machine`` where it was written, ``where`` the machine and session in words, ``note``
    how it came here where that is to be told, ``policy`` the id of the policy it belongs to.
    """

    when: dt.datetime
    who: str
    label: str
    details: tuple[FieldChange, ...] = ()
    id: str = ""
    family: Family | None = None
    record: str = ""
    subject: str = ""
    machine: str = ""
    where: str = ""
    note: str = ""
    policy: str = ""

    @property
    def key(self) -> str:
        """The change's id, or its moment where none was given."""
        return self.id or f"{self.when.isoformat()}/{self.label}"


class HistoryModel(KeyedModel[HistoryLine]):
    """One column: what was done; ``details`` gives the fields in words."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = catalogue.language
        self._words = ChangeWords(catalogue)

    @override
    def value(self, row: HistoryLine, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.what(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join([self.what(row), self.whence(row), *self.told(row)])
        return None

    def what(self, row: HistoryLine) -> str:
        """The label of the change."""
        return self._words.label(row.label)

    def whence(self, row: HistoryLine) -> str:
        """Who made it, on which machine, and when; an import is nobody's."""
        when = moment_text(row.when, self._language)
        if not row.who:
            return when
        who = self.tr("{who} ({machine})").format(who=row.who, machine=row.machine) if row.machine else row.who
        return self.tr("{who}, {when}").format(who=who, when=when)

    def told(self, row: HistoryLine) -> list[str]:
        """All there is to tell of a change: its record, its fields, its session, and how it came here."""
        return [line for line in (row.subject, *self.details(row), row.where, row.note) if line]

    def details(self, row: HistoryLine) -> list[str]:
        """The fields that changed: old and new where there was something before, else only the new value."""
        changed = [change for change in row.details if change.old != change.new]
        return [self._words.sentence(change.name, change.old, change.new) for change in changed]
