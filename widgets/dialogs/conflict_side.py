"""One side of a conflict as it is read: who says it, when, and what, with the words that the other side does not have."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from policy.compare_model import PieceKind
from policy.compare_pieces import pieces
from widgets.models.conflict_model import SideRow
from widgets.panels.parts import button, label
from widgets.style import tokens_in_use

LONG_EQUAL = 240
"""So many characters that both sides have are shown whole; of more, the ends."""
KEPT = 80


class SideCard(QFrame):
    """A side with a button to keep it. ``keep_requested()`` asks for that."""

    keep_requested = Signal()

    def __init__(self, row: SideRow, other: SideRow | None, keep: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.row = row
        whence = "\n".join(row.whence) if row.whence else self.tr("As it is shown now, from several writers")
        self.keep = button(keep)
        self.keep.clicked.connect(self.keep_requested)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(whence, "muted"), 1)
        right = QHBoxLayout()
        right.setSpacing(8)
        if row.side.shows:
            right.addWidget(label(self.tr("shown now"), "good", wrap=False))
        right.addWidget(self.keep)
        head.addLayout(right)
        head.setAlignment(right, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        column.addLayout(head)
        self.texts: list[QLabel] = []
        others = dict(other.values) if other is not None else {}
        for name, value in row.values:
            text = QLabel(_rich(name, value, others.get(name), alone=len(row.values) == 1))
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.texts.append(text)
            column.addWidget(text)


def _rich(name: str, value: str, other: str | None, *, alone: bool) -> str:
    """A value with what the other one lacks underlined; its name before it unless it stands alone."""
    palette = tokens_in_use()
    marked = _marked(value, other, palette.blue)
    return marked if alone else f'<span style="color:{palette.muted}">{escape(name)}&nbsp;&nbsp;</span>{marked}'


def _marked(value: str, other: str | None, colour: str) -> str:
    if other is None or other == value:
        return _html(value if other is None else _folded(value))
    # What both begin and end with is taken off first, but for what may be part of a word or number that differs.
    before = max(_alike(other, value) - KEPT, 0)
    after = max(_alike(other[before:][::-1], value[before:][::-1]) - KEPT, 0)
    middle = value[before : len(value) - after]
    parts = [_html(_folded(value[:before]))]
    for piece in pieces(other[before : len(other) - after], middle):
        words = middle[piece.new.start : piece.new.end]
        if piece.kind is PieceKind.EQUAL:
            parts.append(_html(_folded(words)))
        elif words:
            parts.append(f'<u style="color:{colour}">{_html(words)}</u>')
    parts.append(_html(_folded(value[len(value) - after :])))
    return "".join(parts)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))


def _folded(words: str) -> str:
    """A long stretch that both sides have, without its middle."""
    return words if len(words) <= LONG_EQUAL else f"{words[:KEPT]} … {words[-KEPT:]}"


def _html(words: str) -> str:
    return escape(words).replace("\n", "<br>")
