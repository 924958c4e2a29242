"""What the program is, and on whose work it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)


@dataclass(frozen=True, slots=True)
class Component:
    """A library that the program is built on."""

    name: str
    version: str
    licence: str


class AboutDialog(QDialog):
    """Shows name and version of the program and the licences of what it is built on."""

    def __init__(self, version: str, components: Sequence[Component], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About ClauseDesk"))
        title = QLabel(self.tr("ClauseDesk %1").replace("%1", version), self)
        title.setProperty("role", "heading")
        purpose = QLabel(
            self.tr("A desk for reviewing how a policy is carried out. It works offline; nothing leaves this computer."), self
        )
        purpose.setWordWrap(True)
        licence = QLabel(self.tr("Released under the MIT licence. It is built on:"), self)
        licence.setProperty("role", "muted")
        close = QPushButton(self.tr("&Close"), self)
        close.setDefault(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (title, purpose, licence, self._table(components), buttons):
            column.addWidget(widget)
        self.resize(520, 400)

    def _table(self, components: Sequence[Component]) -> QTableWidget:
        table = QTableWidget(len(components), 3, self)
        table.setProperty("role", "boxed")
        table.setAccessibleName(self.tr("Libraries and their licences"))
        table.setHorizontalHeaderLabels([self.tr("Library"), self.tr("Version"), self.tr("Licence")])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for row, component in enumerate(components):
            for column, text in enumerate((component.name, component.version, component.licence)):
                table.setItem(row, column, QTableWidgetItem(text))
        return table
