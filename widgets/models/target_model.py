"""The targets of a policy as rows: what is to reach how much by when, and where that is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import IndicatorRecord
from widgets.models.keyed import AnyIndex, KeyedModel
from widgets.models.words import number_text


class Column(IntEnum):
    """The columns of the list of targets, from left to right."""

    NAME = 0
    TARGET = 1
    BY = 2
    SAID = 3
    PLACE = 4


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target, the number of its clause, and the number of its task; empty where it has none."""

    record: IndicatorRecord
    clause: str = ""
    task: str = ""

    @property
    def key(self) -> str:
        """The id of the record."""
        return self.record.id


class TargetModel(KeyedModel[TargetRow]):
    """Targets in the order in which they are given."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(Column):
            return self.headings()[section]
        return None

    def headings(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (self.tr("Indicator"), self.tr("Target"), self.tr("By when"), self.tr("Year and name"), self.tr("Where"))

    @override
    def value(self, row: TargetRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(row)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == Column.SAID and row.record.inherited:
                return self.tr("The year or the name stands in words before this figure and not beside it")
            return row.record.quote or row.record.name
        return None

    def cells(self, row: TargetRow) -> tuple[str, ...]:
        """What stands in the columns."""
        record = row.record
        operator = self._catalogue.text(f"operator.{record.operator}")
        facts = {"operator": operator, "value": number_text(record.value), "unit": record.unit}
        said = self.tr("from before") if record.inherited else self.tr("stated")
        task = self.tr("task {number}").format(number=row.task) if row.task else ""
        place = " · ".join(part for part in (row.clause, task) if part)
        return (record.name, self._catalogue.text("report.indicators.value", **facts).strip(), record.by or "", said, place)

    def as_text(self, rows: Iterable[TargetRow]) -> str:
        """Rows as lines with tabs between, below the names of the columns: what a spreadsheet takes in."""
        lines = [self._plain(record) for record in rows]
        heads = [
            self.tr("Indicator"),
            self.tr("Comparison"),
            self.tr("Value"),
            self.tr("Unit"),
            self.tr("By when"),
            self.tr("Year and name"),
            self.tr("Where"),
            self.tr("Text"),
        ]
        return "\n".join("\t".join(line) for line in (heads, *lines))

    def _plain(self, row: TargetRow) -> list[str]:
        record, cells = row.record, self.cells(row)
        operator = self._catalogue.text(f"operator.{record.operator}")
        parts = (record.name, operator, number_text(record.value), record.unit, *cells[Column.BY :], record.quote)
        return [" ".join(part.split()) for part in parts]
