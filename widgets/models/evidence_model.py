"""The pieces of evidence of a task or clause."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AttachmentRecord, EvidenceRecord
from widgets.models.keyed import KeyedModel
from widgets.models.words import date_text


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence with its files, who recorded it, and what it serves (task and clause numbers in words)."""

    record: EvidenceRecord
    files: tuple[AttachmentRecord, ...] = ()
    reviewer: str = ""
    uses: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The evidence's id."""
        return self.record.id


class EvidenceModel(KeyedModel[EvidenceRow]):
    """One column: the title; the second line with type, source and date stands in ``facts``."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def facts(self, row: EvidenceRow) -> list[str]:
        """Type, source, number, date and number of files, those there are."""
        record = row.record
        date = date_text(record.date, self._catalogue.language) if record.date else ""
        files = self.tr("%n file(s)", "", len(row.files)) if row.files else ""
        kind = self._catalogue.text(f"evidence.{record.type}")
        return [part for part in (kind, record.source, record.doc_number, date, files) if part]

    def title(self, row: EvidenceRow) -> str:
        """The title, or that there is none."""
        return row.record.title or self.tr("Untitled")

    @override
    def value(self, row: EvidenceRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join([self.title(row), " · ".join(self.facts(row))])
        return None
