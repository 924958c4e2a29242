"""The margin beside the text, where the remarks in sight stand as cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from widgets.palette import LIGHT, Palette
from widgets.policy_view.cards import Card, CardFace, stack, when_words
from widgets.policy_view.marks import Mark

SIDE = 12
PICTURES = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mark in sight and the height of its first line, in pixels of the viewport."""

    mark: Mark
    top: float


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card and where it stands."""

    card: Card
    rect: QRectF


class Margin(QWidget):
    """Cards beside their lines, stacked without overlap; only those in sight are laid out and painted.

    Signals: ``mark_chosen(str)`` on a click or an arrow key, ``mark_edit_requested(str)`` on a double click or Enter,
    ``mark_remove_requested(str)`` on Delete, ``step_requested(int)`` to go to the next or previous mark of the text.
    """

    mark_chosen = Signal(str)
    mark_edit_requested = Signal(str)
    mark_remove_requested = Signal(str)
    step_requested = Signal(int)

    def __init__(self, catalogue: Catalogue, anchors: Callable[[], Iterable[Anchor]], parent: QWidget) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._anchors = anchors
        self._palette_tokens = LIGHT
        self._chosen: str | None = None
        self._placed: list[PlacedCard] | None = None
        self._cards: dict[tuple[str, bool], tuple[Mark, float, Card]] = {}
        self._pictures: dict[str, tuple[Card, str, QPixmap]] = {}
        self._face = CardFace(catalogue, self.font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Annotations beside the text"))

    def set_palette_tokens(self, palette: Palette) -> None:
        """Paint in these colours."""
        self._palette_tokens = palette
        self._pictures.clear()
        self.update()

    def set_chosen(self, mark_id: str | None) -> None:
        """Show this mark's card in full."""
        self._chosen = mark_id
        self.refresh()

    def refresh(self) -> None:
        """Lay the cards out anew with the next painting: the text was scrolled or a mark changed."""
        self._placed = None
        self.update()

    def forget(self) -> None:
        """Drop all cards laid out so far: the marks are others now."""
        self._cards.clear()
        self._pictures.clear()
        self.refresh()

    def placed(self) -> Sequence[PlacedCard]:
        """The cards in sight, from top to bottom."""
        if self._placed is None:
            self._placed = self._place()
        return self._placed

    def _place(self) -> list[PlacedCard]:
        width = float(self.width() - 2 * SIDE)
        anchors, cards = self._needed(width)
        pinned = next((number for number, anchor in enumerate(anchors) if anchor.mark.id == self._chosen), None)
        tops = stack([anchor.top for anchor in anchors], [card.height for card in cards], pinned)
        placed = [PlacedCard(card, QRectF(SIDE, top, width, card.height)) for card, top in zip(cards, tops, strict=True)]
        return [each for each in placed if each.rect.bottom() > 0 and each.rect.top() < self.height()]

    def _needed(self, width: float) -> tuple[list[Anchor], list[Card]]:
        """The anchors from the top with their cards, as many as find room, and all down to the chosen one."""
        anchors: list[Anchor] = []
        cards: list[Card] = []
        full, wait = 0.0, self._chosen is not None
        for anchor in self._anchors():
            if self._has_card(anchor.mark):
                if full > self.height() and not wait:
                    break
                anchors.append(anchor)
                cards.append(self._card(anchor.mark, width))
                full = max(full, anchor.top) + cards[-1].height
                wait = wait and anchor.mark.id != self._chosen
        return anchors, cards

    def _has_card(self, mark: Mark) -> bool:
        return bool(mark.body or mark.replies) or mark.id == self._chosen

    def _card(self, mark: Mark, width: float) -> Card:
        full = mark.id == self._chosen
        known = self._cards.get((mark.id, full))
        if known is not None and known[0] is mark and known[1] == width:
            return known[2]
        card = self._face.card(mark, width, full=full)
        self._cards[mark.id, full] = (mark, width, card)
        return card

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for each in self.placed():
            painter.drawPixmap(QPointF(each.rect.topLeft()), self._picture(each.card))
        if self.hasFocus():
            painter.fillRect(QRectF(0, 0, 1, self.height()), self._palette_tokens.color("accent"))

    def _picture(self, card: Card) -> QPixmap:
        """The card as painted before: while the text scrolls, cards move and do not change."""
        mark = card.mark
        when = when_words(mark)
        known = self._pictures.get(mark.id)
        if known is not None and known[0] is card and known[1] == when:
            return known[2]
        if len(self._pictures) > PICTURES:
            self._pictures.clear()
        density = self.devicePixelRatioF()
        picture = QPixmap(ceil((self.width() - 2 * SIDE) * density), ceil(card.height * density))
        picture.setDevicePixelRatio(density)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(0, 0, self.width() - 2 * SIDE, card.height)
        self._face.paint(painter, card, rect, self._palette_tokens, when, chosen=mark.id == self._chosen)
        painter.end()
        self._pictures[mark.id] = (card, when, picture)
        return picture

    def card_at(self, point: QPointF) -> str | None:
        """The id of the mark whose card lies under ``point``."""
        return next((each.card.mark.id for each in self.placed() if each.rect.contains(point)), None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.card_at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.mark_chosen.emit(found)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.card_at(event.position())
        if found is not None:
            self.mark_edit_requested.emit(found)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_requested.emit(1 if key == Qt.Key.Key_Down else -1)
        elif self._chosen is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.mark_edit_requested.emit(self._chosen)
        elif self._chosen is not None and key == Qt.Key.Key_Delete:
            self.mark_remove_requested.emit(self._chosen)
        else:
            super().keyPressEvent(event)
