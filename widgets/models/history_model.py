"""The changes of a record, newest first, in words."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import Family
from widgets.models.keyed import KeyedModel
from widgets.models.words import moment_text

LONGEST = 120
# Which words name the values of a field; ``state`` means one thing of a link and another of an assessment.
VALUE_AREAS = {
    "progress": ("progress",),
    "verdict": ("verdict",),
    "reason": ("reason",),
    "state": ("state", "link"),
    "kind": ("kind",),
    "type": ("evidence",),
    "timing_kind": ("timing",),
    "source": ("source",),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as it was and as it became; plain JSON values, ``None`` for nothing."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: when, by whom, its phrase key (``change.annotation.edit``), and the fields it set. ``id`` is the change's id."""

    when: dt.datetime
    who: str
    label: str
    details: tuple[FieldChange, ...] = ()
    id: str = ""
    family: Family | None = None

    @property
    def key(self) -> str:
        """The change's id, or its moment where none was given."""
        return self.id or f"{self.when.isoformat()}/{self.label}"


class HistoryModel(KeyedModel[HistoryLine]):
    """One column: what was done; ``details`` gives the fields in words."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    @override
    def value(self, row: HistoryLine, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.what(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join([self.what(row), self.whence(row), *self.details(row)])
        return None

    def what(self, row: HistoryLine) -> str:
        """The label of the change."""
        return self._catalogue.text(row.label) if self._catalogue.knows(row.label) else self.tr("Change")

    def whence(self, row: HistoryLine) -> str:
        """Who made it, and when; an import is nobody's."""
        when = moment_text(row.when, self._catalogue.language)
        return self.tr("{who}, {when}").format(who=row.who, when=when) if row.who else when

    def details(self, row: HistoryLine) -> list[str]:
        """The fields that changed: old and new where there was something before, else only the new value."""
        lines = []
        for change in row.details:
            if change.old == change.new:
                continue
            facts = {"field": self.field_name(change.name), "old": self.shown(change.name, change.old)}
            facts["new"] = self.shown(change.name, change.new)
            first = change.old in (None, "", [], ())
            sentence = self.tr("{field}: {new}") if first else self.tr("{field}: {old} → {new}")
            lines.append(sentence.format(**facts))
        return lines

    def shown(self, name: str, value: object) -> str:
        """A value in words."""
        if value is None or value in ("", [], ()):
            return "–"
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        if name == "departments" and isinstance(value, (list, tuple)):
            return _short(self._catalogue.text("format.enumeration").join(map(self._department, value)))
        for area in VALUE_AREAS.get(name, ()):
            if self._catalogue.knows(f"{area}.{value}"):
                return self._catalogue.text(f"{area}.{value}")
        return _short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))

    def field_name(self, name: str) -> str:
        """The name of a field as the screen writes it; an unknown field keeps its own."""
        names = {
            "agreed": self.tr("Agreed"),
            "body": self.tr("Text"),
            "category": self.tr("Category"),
            "color": self.tr("Colour"),
            "date": self.tr("Date"),
            "deleted": self.tr("Removed"),
            "departments": self.tr("Departments"),
            "departments_raw": self.tr("Departments as written"),
            "doc_number": self.tr("Document number"),
            "due": self.tr("Due"),
            "kind": self.tr("Kind"),
            "name": self.tr("Name"),
            "note": self.tr("Note"),
            "number": self.tr("Number"),
            "open_ended": self.tr("Further departments"),
            "original": self.tr("Original"),
            "percent": self.tr("Percent"),
            "period": self.tr("Period"),
            "progress": self.tr("Progress"),
            "quote": self.tr("Quotation"),
            "reason": self.tr("Reason"),
            "resolved": self.tr("Resolved"),
            "source": self.tr("Source"),
            "start": self.tr("Start"),
            "starts_only": self.tr("To be started only"),
            "state": self.tr("State"),
            "text": self.tr("Text"),
            "timing": self.tr("Timing"),
            "timing_kind": self.tr("Kind of timing"),
            "title": self.tr("Title"),
            "type": self.tr("Type"),
            "verdict": self.tr("Verdict"),
        }
        return names.get(name, name)

    def _department(self, part: tuple[str, str]) -> str:
        name, role = part
        return self.tr("{name} ({role})").format(name=name, role=self._catalogue.text(f"role.{role}"))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
