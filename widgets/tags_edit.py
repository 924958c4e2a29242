"""Tags as chips, with a field that completes the names of the codebook."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from storage.records import TagRecord
from widgets.flow_layout import FlowLayout
from widgets.labels import split_names

SWATCH = 10
SEPARATORS = tuple(",，;；、")


class TagField(QLineEdit):
    """A line in which Enter, or a comma, finishes a tag.

    Signals: ``named(str)`` with what was typed, ``emptied()`` for Backspace at nothing.
    """

    named = Signal(str)
    emptied = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.text().strip():
            self.named.emit(self.text())
            event.accept()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)
            if self.text()[-1:] in SEPARATORS and self.text().strip():
                self.named.emit(self.text())


class TagsEdit(QWidget):
    """The tags chosen, each a chip that a click removes; typed names complete from the codebook and may be new.

    ``edited()`` says that the person added or removed one.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._colors: dict[str, str] = {}
        self._read_only = False
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field = TagField(self)
        self.field.setCompleter(completer)
        self.field.setPlaceholderText(self.tr("Add a tag and press Enter"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._chips)
        self.setFocusProxy(self.field)
        self.field.named.connect(self._add_typed)
        self.field.emptied.connect(self._remove_last)
        # Queued, because the completer writes its choice into the field after this signal.
        completer.activated.connect(self._add_completed, Qt.ConnectionType.QueuedConnection)
        self._rebuild()

    def set_codebook(self, tags: Iterable[TagRecord]) -> None:
        """The tags that are known, with their colours."""
        self._colors = {tag.name: tag.color for tag in tags}
        self._known.setStringList(sorted(self._colors))
        self._rebuild()

    def set_tags(self, names: Iterable[str]) -> None:
        """Show these tags; what stands in the field unfinished stays there."""
        shown = list(dict.fromkeys(names))
        if shown != self._names:
            self._names = shown
            self._rebuild()

    def chosen(self) -> tuple[str, ...]:
        """The names chosen."""
        return tuple(self._names)

    def tags(self) -> tuple[str, ...]:
        """The names chosen, and what stands in the field unfinished."""
        return tuple(dict.fromkeys((*self._names, *split_names(self.field.text()))))

    def set_read_only(self, read_only: bool) -> None:
        """Show the tags only."""
        self._read_only = read_only
        self.field.setVisible(not read_only)
        for chip in self.chips():
            chip.setEnabled(not read_only)

    def chips(self) -> list[QToolButton]:
        """The chips in order."""
        return [button for button in self._chips.findChildren(QToolButton) if not button.isHidden()]

    def _add_typed(self, typed: str) -> None:
        before = self._names
        known = {name.casefold(): name for name in (*self._colors, *before)}
        self._names = list(dict.fromkeys((*before, *(known.get(name.casefold(), name) for name in split_names(typed)))))
        self.field.clear()
        popup = self.field.completer().popup()
        if popup is not None:
            popup.hide()
        if self._names != before:
            self._rebuild()
            self.edited.emit()

    def _add_completed(self, name: str) -> None:
        if self.field.text():
            self._add_typed(name)

    def _remove_last(self) -> None:
        if self._names:
            self._remove(self._names[-1])

    def _remove(self, name: str) -> None:
        self._names.remove(name)
        self._rebuild()
        self.edited.emit()

    def _rebuild(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for name in self._names:
            self._flow.addWidget(self._chip(name))
        self._chips.setVisible(bool(self._names))
        self._chips.updateGeometry()

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton(self._chips)
        chip.setProperty("role", "chip")
        chip.setText(f"{name}  ×")
        chip.setToolTip(self.tr("Remove this tag"))
        chip.setAccessibleName(self.tr("Remove the tag %1").replace("%1", name))
        if name in self._colors:
            chip.setIcon(swatch(self._colors[name]))
            chip.setIconSize(QSize(SWATCH, SWATCH))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setEnabled(not self._read_only)
        chip.clicked.connect(partial(self._remove, name))
        chip.show()
        return chip


def swatch(color: str, size: int = SWATCH) -> QIcon:
    """A square of one colour."""
    pixmap = QPixmap(size, size)
    pixmap.fill(QColor(color))
    return QIcon(pixmap)
