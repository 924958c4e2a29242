"""The codebook: the tags that all reviewers of a workspace share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from storage.records import TagRecord
from widgets.dialogs.form_dialog import FormDialog
from widgets.palette import LIGHT
from widgets.tags_edit import swatch

ID = Qt.ItemDataRole.UserRole
COLOR = Qt.ItemDataRole.UserRole + 1
NEW_COLORS = (LIGHT.blue, LIGHT.green, LIGHT.amber, LIGHT.purple, LIGHT.accent)


@dataclass(frozen=True, slots=True)
class TagChanges:
    """What the person changed in the codebook: new tags as name and colour, the others by tag id."""

    added: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str], ...]
    recoloured: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]


class TagsDialog(FormDialog):
    """Adds, renames, recolours and removes tags. ``changes()`` is what was changed; nothing happens before it is accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Tags"), self.tr("&Save tags"), self.tr("Cancel"))
        self._before: tuple[TagRecord, ...] = ()
        self.table = QTableWidget(0, 2, self)
        self.add_button = self._button(self.tr("&Add"))
        self.rename_button = self._button(self.tr("&Rename"))
        self.color_button = self._button(self.tr("&Colour…"))
        self.remove_button = self._button(self.tr("Re&move"))
        self._lay_out()
        self.add_button.clicked.connect(self.add_tag)
        self.rename_button.clicked.connect(self._rename)
        self.color_button.clicked.connect(self._ask_color)
        self.remove_button.clicked.connect(self.remove_tag)
        self.resize(480, 440)

    def set_tags(self, tags: Sequence[TagRecord], uses: Mapping[str, int] | None = None) -> None:
        """Show the codebook; ``uses`` says how many remarks carry a tag, by its id."""
        self._before = tuple(tags)
        self.table.setRowCount(0)
        for tag in tags:
            self._append(tag.name, tag.color, tag.id, (uses or {}).get(tag.id, 0))
        if tags:
            self.table.setCurrentCell(0, 0)

    def changes(self) -> TagChanges:
        """What differs from the codebook shown at first."""
        now = {str(item.data(ID)): item for item in self._items() if item.data(ID)}
        added = tuple((item.text().strip(), str(item.data(COLOR))) for item in self._items() if not item.data(ID))
        kept = [(tag, now[tag.id]) for tag in self._before if tag.id in now]
        return TagChanges(
            added=added,
            renamed=tuple((tag.id, item.text().strip()) for tag, item in kept if item.text().strip() != tag.name),
            recoloured=tuple((tag.id, str(item.data(COLOR))) for tag, item in kept if item.data(COLOR) != tag.color),
            removed=tuple(tag.id for tag in self._before if tag.id not in now),
        )

    def add_tag(self) -> None:
        """Add a tag with a name to be typed over and a colour of its own."""
        names = {item.text() for item in self._items()}
        name = next(name for n in count(1) if (name := self.tr("New tag %1").replace("%1", str(n))) not in names)
        self._append(name, NEW_COLORS[self.table.rowCount() % len(NEW_COLORS)], "", 0)
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self._rename()

    def remove_tag(self) -> None:
        """Take the chosen tag out; remarks lose it when the dialog is accepted."""
        self.table.removeRow(self.table.currentRow())

    def recolour(self, color: QColor) -> None:
        """Give the chosen tag a colour."""
        item = self.table.item(self.table.currentRow(), 0)
        if item is not None and color.isValid():
            item.setData(COLOR, color.name().upper())
            item.setIcon(swatch(color.name(), 14))

    @override
    def problem(self) -> str:
        names = [item.text().strip() for item in self._items()]
        if not all(names):
            return self.tr("Every tag needs a name.")
        repeated = next((name for name in names if names.count(name) > 1), "")
        return self.tr("There are two tags called %1.").replace("%1", repeated) if repeated else ""

    def _items(self) -> list[QTableWidgetItem]:
        items = (self.table.item(row, 0) for row in range(self.table.rowCount()))
        return [item for item in items if item is not None]

    def _append(self, name: str, color: str, tag_id: str, uses: int) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        item = QTableWidgetItem(swatch(color, 14), name)
        item.setData(ID, tag_id)
        item.setData(COLOR, color)
        self.table.setItem(row, 0, item)
        used = QTableWidgetItem(self.tr("%n annotation(s)", "", uses))
        used.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.table.setItem(row, 1, used)

    def _rename(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        if item is not None:
            self.table.editItem(item)

    def _ask_color(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        if item is None:
            return
        dialog = QColorDialog(QColor(str(item.data(COLOR))), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self.recolour)
        dialog.open()

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("small", True)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self.add_note(self.tr("All reviewers of this workspace share these tags. Removing one takes it off every annotation."))
        table = self.table
        table.setProperty("role", "boxed")
        table.setAccessibleName(self.tr("Tags"))
        table.setHorizontalHeaderLabels([self.tr("Tag"), self.tr("Used in")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setIconSize(QSize(14, 14))
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.content.addWidget(table, 1)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.add_button, self.rename_button, self.color_button, self.remove_button):
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)
