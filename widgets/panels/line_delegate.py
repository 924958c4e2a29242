"""How the lists of the panels are painted: a line, a muted line below, a hairline between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from widgets.models.keyed import ROW_ROLE
from widgets.palette import LIGHT, Palette

PADDING = 8
ROW_HEIGHT = 44
BASELINES = (18, 35)
BAR = 3
SMALLER = 0.92


@dataclass(frozen=True, slots=True)
class Lines:
    """What one row of a list says: its line, the muted line below, the palette token of its bar, and whether it is settled."""

    first: str
    second: str
    token: str = "line"
    faded: bool = False


class LineDelegate(QStyledItemDelegate):
    """Paints each row from the ``Lines`` that ``describe`` makes of it."""

    def __init__(self, describe: Callable[[object], Lines], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self.palette: Palette = LIGHT

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        lines = self._describe(index.data(ROW_ROLE))
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, self.palette.color("paper"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self.palette.color("text", 0.09))
        painter.fillRect(rect.left(), rect.top() + 4, BAR, rect.height() - 9, self.palette.color(lines.token))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.palette.color("line"))
        inner = rect.adjusted(BAR + PADDING, 0, -PADDING, 0)
        self._line(painter, inner, lines.first, option.font, "muted" if lines.faded else "text", BASELINES[0])
        small = QFont(option.font)
        if small.pixelSize() > 0:
            small.setPixelSize(round(small.pixelSize() * SMALLER))
        else:
            small.setPointSizeF(small.pointSizeF() * SMALLER)
        self._line(painter, inner, lines.second, small, "muted", BASELINES[1])
        painter.restore()

    def _line(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, baseline: int) -> None:
        painter.setFont(font)
        painter.setPen(self.palette.color(token))
        flat = " ".join(text.split())
        shown = QFontMetrics(font).elidedText(flat, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QPoint(rect.left(), rect.top() + baseline), shown)


def line_list(delegate: LineDelegate, name: str) -> QListView:
    """A list view painted by ``delegate``; ``name`` is for screen readers."""
    view = QListView()
    view.setItemDelegate(delegate)
    view.setAccessibleName(name)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setUniformItemSizes(True)
    return view
