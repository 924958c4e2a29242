"""A button that opens a list to choose from, with a search field and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from widgets.palette import LIGHT, Palette

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)
COUNT_ROLE = VALUE_ROLE + 1
SEARCH_FROM = 10
LONGEST = 12
POPUP_WIDTH = 240
ROW = 28


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: what it stands for, its text, and how many it would show (``None``: not counted)."""

    value: object
    text: str
    count: int | None = None


class CountDelegate(QStyledItemDelegate):
    """Writes the count of a choice at the right edge, muted."""

    palette: Palette = LIGHT

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(POPUP_WIDTH - 16, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        count = index.data(COUNT_ROLE)
        if isinstance(count, int):
            painter.save()
            painter.setPen(self.palette.color("muted"))
            rect = option.rect.adjusted(0, 0, -8, 0)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(count))
            painter.restore()


class ChoicePopup(QFrame):
    """The list that drops down. Emits ``picked(object)`` with the value of the line that was clicked or entered."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "paper")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the list"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Choices"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.delegate = CountDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textEdited.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._pick)
        self.list.itemActivated.connect(self._pick)

    def fill(self, choices: Sequence[Choice], current: object) -> None:
        """Show these choices, the present one marked."""
        self.list.clear()
        self.search.clear()
        self.search.setVisible(len(choices) > SEARCH_FROM)
        for choice in choices:
            item = QListWidgetItem(choice.text)
            item.setData(VALUE_ROLE, choice)
            item.setData(COUNT_ROLE, choice.count)
            item.setToolTip(choice.text)
            self.list.addItem(item)
            if choice.value == current:
                self.list.setCurrentItem(item)

    def open_at(self, place: QPoint) -> None:
        """Drop down at a place of the screen, inside its edges."""
        rows = min(max(self.list.count(), 1), LONGEST)
        # The search field's visibility is asked of the widget itself: before the first show nothing in the popup is visible yet.
        self.resize(POPUP_WIDTH, rows * ROW + 16 + (0 if self.search.isHidden() else 36))
        screen = self.screen().availableGeometry()
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        place.setY(max(screen.top(), min(place.y(), screen.bottom() - self.height())))
        self.move(place)
        self.show()
        (self.list if self.search.isHidden() else self.search).setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        first: QListWidgetItem | None = None
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(wanted not in item.text().casefold())
            first = item if first is None and not item.isHidden() else first
        if first is not None:
            self.list.setCurrentItem(first)

    def _pick(self, item: QListWidgetItem) -> None:
        self.hide()
        self.picked.emit(item.data(VALUE_ROLE).value)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if self.list.currentRow() >= 0 and not item.isHidden():
                    self._pick(item)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)


class ChoiceButton(QToolButton):
    """A quiet button that names a filter and drops down its choices; once chosen it shows the choice.

    Emits ``chosen(object)`` with the value when the user picks one; setting it from outside emits nothing. With ``remember`` off
    the button only asks, and always shows its title.
    """

    chosen = Signal(object)

    def __init__(self, title: str, everything: str | None = None, parent: QWidget | None = None, *, remember: bool = True) -> None:
        super().__init__(parent)
        self._title = title
        self._everything = everything
        self._remember = remember
        self._choices: tuple[Choice, ...] = ()
        self._value: object = None
        self._label()
        self.setToolTip(title)
        self.setAccessibleName(title)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.popup = ChoicePopup(self)
        self.popup.picked.connect(self._take)
        self.clicked.connect(self.drop)

    @property
    def value(self) -> object:
        """What is chosen; ``None`` for everything."""
        return self._value

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices, the one for everything included."""
        return self._choices

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these, after the line for everything where there is one."""
        head = (Choice(None, self._everything),) if self._everything is not None else ()
        self._choices = (*head, *choices)
        self._label()

    def set_value(self, value: object) -> None:
        """Show this as chosen."""
        self._value = value if self._remember else None
        self._label()

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.popup.delegate.palette = palette

    def drop(self) -> None:
        """Open the list under the button."""
        self.popup.fill(self._choices, self._value)
        self.popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _take(self, value: object) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def _label(self) -> None:
        active = self._value is not None
        text = (
            next((choice.text for choice in self._choices if choice.value == self._value), self._title) if active else self._title
        )
        self.setText(f"{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'} ▾")
        font = self.font()
        font.setBold(active)
        self.setFont(font)
        self.setAccessibleDescription(text if active else "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.drop()
            return
        super().keyPressEvent(event)
