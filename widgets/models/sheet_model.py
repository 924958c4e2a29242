"""The cells of a spreadsheet, with what each column was said to hold above them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from policy.rows_header import Column
from policy.sources.sheet.book import Sheet
from policy.sources.sheet.mapping import HEADINGS, ColumnMapping
from widgets.palette import LIGHT, Palette

AnyIndex = QModelIndex | QPersistentModelIndex
SHOWN = 500
NOTHING = ColumnMapping(0, ())


class SheetModel(QAbstractTableModel):
    """Shows the first ``SHOWN`` rows of a sheet; what is not read, above the tasks or in a column left out, is muted.

    ``meanings`` are the words for the columns, which stand in the header.
    """

    def __init__(self, meanings: dict[Column, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._meanings = meanings
        self._sheet = Sheet("", ())
        self._mapping = NOTHING
        self._palette = LIGHT

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._palette = palette

    def set_sheet(self, sheet: Sheet, mapping: ColumnMapping) -> None:
        """Show another sheet, read as ``mapping`` says."""
        self.beginResetModel()
        self._sheet, self._mapping = sheet, mapping
        self.endResetModel()

    def set_mapping(self, mapping: ColumnMapping) -> None:
        """Show how the same sheet is read now."""
        self._mapping = mapping
        if self.rowCount() and self.columnCount():
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else min(len(self._sheet.rows), SHOWN)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._sheet.width

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._sheet.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._palette.color("text" if self._is_read(index.row(), index.column()) else "muted")
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        meaning = self._meanings.get(self._mapping.columns[section], "") if section < len(self._mapping.columns) else ""
        return meaning or column_name(section)

    def _is_read(self, row: int, column: int) -> bool:
        return row >= self._mapping.first and self._mapping.columns[column] in HEADINGS


def column_name(place: int) -> str:
    """The letters by which spreadsheets name a column, counted from 0: A, B … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
