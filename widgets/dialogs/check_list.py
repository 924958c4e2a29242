"""A long list to tick in, with a filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tick: ``key`` is what is returned, ``text`` what is read."""

    key: str
    text: str


class CheckList(QWidget):
    """Choices with a box each and a field that narrows them; ticked ones stay ticked while they are hidden.

    ``changed()`` says that the person ticked or unticked something.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = QLineEdit(self)
        self._filter.setPlaceholderText(self.tr("Filter"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setAccessibleName(self.tr("Filter of %1").replace("%1", name))
        self._list = QListWidget(self)
        self._list.setAccessibleName(name)
        self._list.setUniformItemSizes(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._filter, self._list, self._count):
            column.addWidget(widget)
        self.setFocusProxy(self._filter)
        self._filter.textChanged.connect(self._narrow)
        self._list.itemChanged.connect(self._tell)
        self._show_count()

    def set_choices(self, choices: Sequence[Choice], chosen: Iterable[str] = ()) -> None:
        """Fill the list; ``chosen`` are the keys ticked."""
        ticked = set(chosen)
        self._list.blockSignals(True)
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.text)
            item.setToolTip(choice.text)
            item.setData(KEY, choice.key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if choice.key in ticked else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._narrow(self._filter.text())
        self._show_count()

    def chosen(self) -> tuple[str, ...]:
        """The keys ticked, in the order of the list."""
        return tuple(str(item.data(KEY)) for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def set_chosen(self, keys: Iterable[str]) -> None:
        """Tick exactly ``keys``."""
        ticked = set(keys)
        self._list.blockSignals(True)
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.data(KEY) in ticked else Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self._show_count()

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def _tell(self) -> None:
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        self._count.setText(self.tr("%n chosen", "", len(self.chosen())))
