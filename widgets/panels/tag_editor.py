"""Tags as chips, with a field that completes the names of the codebook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget

from storage.records import TagRecord
from widgets.panels.parts import FlowLayout, empty_layout, link

DOT = 10
FIELD_WIDTH = 120
SEPARATORS = ",，;；、"


class TagEditor(QWidget):
    """The tags of one annotation.

    Emits ``tags_edited(object)`` with the list of names when the user adds or removes one. A name is added by Enter, by picking a
    completion, or by typing a comma; a chip is removed by pressing it. Filling emits nothing.
    """

    tags_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[TagRecord, ...] = ()
        self._names: list[str] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Add tag"))
        self.field.setAccessibleName(self.tr("Add tag"))
        self.field.setToolTip(self.tr("Enter adds the tag"))
        self.field.setFixedWidth(FIELD_WIDTH)
        self._model = QStringListModel(self)
        self._completer = completer = QCompleter(self._model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        # Queued, because the field itself writes the completion into its line when it hears of it.
        completer.activated.connect(self._add_completed, Qt.ConnectionType.QueuedConnection)
        self.field.setCompleter(completer)
        self.chips: list[QToolButton] = []
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.field)
        self.field.returnPressed.connect(self._add_typed)
        self.field.textEdited.connect(self._on_typed)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tags shown."""
        return tuple(self._names)

    def set_known(self, tags: Sequence[TagRecord]) -> None:
        """Complete the names of the codebook."""
        self._tags = tuple(tags)
        self._model.setStringList(sorted(tag.name for tag in tags))

    def set_tags(self, tags: Sequence[TagRecord]) -> None:
        """Show these tags."""
        self._names = [tag.name for tag in tags]
        colors = {tag.name: tag.color for tag in (*self._tags, *tags)}
        self._draw(colors)

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self.field.setVisible(not read_only)
        for chip in self.chips:
            chip.setEnabled(not read_only)

    def _draw(self, colors: dict[str, str]) -> None:
        self._flow.removeWidget(self.field)
        empty_layout(self._flow)
        self.chips = [self._chip(name, colors.get(name, "")) for name in self._names]
        for widget in (*self.chips, self.field):
            self._flow.addWidget(widget)
        self.updateGeometry()

    def _chip(self, name: str, color: str) -> QToolButton:
        chip = link(f"{name} ×", self.tr("Remove the tag {name}").format(name=name))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIconSize(QSize(DOT, DOT))
        chip.setAccessibleName(self.tr("Remove the tag {name}").format(name=name))
        chip.setProperty("tag", name)
        if color:
            chip.setIcon(_dot(QColor(color)))
        chip.clicked.connect(partial(self._remove, name))
        return chip

    def _add_completed(self, name: str) -> None:
        self._add(name)

    def _add_typed(self) -> None:
        self._add(self.field.text())

    def _on_typed(self, text: str) -> None:
        if text and text[-1] in SEPARATORS:
            self._add(text[:-1])

    def _add(self, text: str) -> None:
        name = text.strip()
        self.field.clear()
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
        if not name:
            return
        known = next((tag.name for tag in self._tags if tag.name.casefold() == name.casefold()), name)
        if known not in self._names:
            self.tags_edited.emit([*self._names, known])

    def _remove(self, name: str, checked: bool = False) -> None:
        self.tags_edited.emit([other for other in self._names if other != name])


def _dot(color: QColor) -> QIcon:
    pixmap = QPixmap(DOT * 2, DOT * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(1, 1, DOT - 2, DOT - 2)
    painter.end()
    return QIcon(pixmap)
