"""How a line of two versions is painted: what became of it, the old words, the new words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from math import ceil

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from policy.compare_model import RowKind
from widgets.models.compare_lines import Cell, Line, Stroke
from widgets.models.compare_model import Column, Fold
from widgets.models.keyed import ROW_ROLE
from widgets.models.utf16 import Units
from widgets.palette import LIGHT, Palette

PADDING = 12
TOP = 8
BAR = 3
SPACING = 1.5
FOLD_HEIGHT = 28
KEPT = 400
TINT = {False: 0.13, True: 0.24}
TOKENS = {
    RowKind.SAME: "line",
    RowKind.MOVED: "blue",
    RowKind.RENUMBERED: "blue",
    RowKind.CHANGED: "amber",
    RowKind.SPLIT: "purple",
    RowKind.MERGED: "purple",
    RowKind.ADDED: "green",
    RowKind.REMOVED: "accent",
}


class CompareDelegate(QStyledItemDelegate):
    """Sets the words of a line in the face of the policy. Only rows in sight are set; a few hundred are kept."""

    def __init__(self, names: Mapping[RowKind, str], same: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._same = same
        self._palette: Palette = LIGHT
        self._font = QFont()
        self._layouts: OrderedDict[tuple[str, int, int], QTextLayout] = OrderedDict()

    def set_look(self, palette: Palette, font: QFont) -> None:
        """Take these colours and this face for the words of the policy."""
        self._palette, self._font = palette, QFont(font)
        self._layouts.clear()

    def forget(self) -> None:
        """Drop what was set: other lines are shown."""
        self._layouts.clear()

    def height(self, row: Line | Fold | None, widths: tuple[int, int], font: QFont) -> int:
        """How high a row is whose old and new side are so wide, in pixels; ``font`` is that of the interface."""
        if not isinstance(row, Line):
            return FOLD_HEIGHT
        sides = zip((Column.OLD, Column.NEW), (row.old, row.new), widths, strict=True)
        highest = max(
            (self._set(row.key, side, cell, width).boundingRect().height() for side, cell, width in sides if cell), default=0.0
        )
        words = QFontMetricsF(font).height() * (2 if row.note else 1)
        return ceil(max(highest, words) + 2 * TOP)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, FOLD_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row, rect = index.data(ROW_ROLE), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, self._palette.color("window" if isinstance(row, Fold) else "paper"))
        if chosen:
            painter.fillRect(rect, self._palette.color("text", 0.06))
        if isinstance(row, Fold):
            self._fold(painter, option, row, index.column())
        elif isinstance(row, Line) and index.column() == Column.WHAT:
            self._what(painter, option, row, chosen=chosen)
        elif isinstance(row, Line):
            self._side(painter, rect, row, Column(index.column()))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._palette.color("line"))
        painter.restore()

    def _fold(self, painter: QPainter, option: QStyleOptionViewItem, row: Fold, column: int) -> None:
        rect: QRect = option.rect
        painter.setFont(option.font)
        painter.setPen(self._palette.color("muted"))
        if column == Column.WHAT:
            sign = "▾" if row.unfolded else "▸"
            painter.drawText(rect.adjusted(PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, sign)
        elif column == Column.OLD:
            words = self._same.format(count=row.count)
            painter.drawText(rect.adjusted(PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _what(self, painter: QPainter, option: QStyleOptionViewItem, row: Line, *, chosen: bool) -> None:
        rect: QRect = option.rect
        token = TOKENS[row.kind]
        painter.fillRect(rect.left(), rect.top(), BAR + (2 if chosen else 0), rect.height() - 1, self._palette.color(token))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        line = QFontMetricsF(font).height()
        inner = QRectF(rect.left() + PADDING, rect.top() + TOP, rect.width() - PADDING - 4, line)
        if row.kind is not RowKind.SAME:
            painter.setFont(font)
            painter.setPen(self._palette.color(token))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self._names.get(row.kind, ""))
            inner = inner.translated(0, line)
        painter.setFont(option.font)
        painter.setPen(self._palette.color("muted"))
        note = QFontMetricsF(option.font).elidedText(row.note, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, note)

    def _side(self, painter: QPainter, rect: QRect, row: Line, side: Column) -> None:
        painter.fillRect(rect.left(), rect.top(), 1, rect.height(), self._palette.color("line"))
        cell = row.old if side is Column.OLD else row.new
        if cell is None:
            return
        layout = self._set(row.key, side, cell, rect.width())
        painter.setPen(self._palette.color("muted" if row.kind is RowKind.SAME else "text"))
        layout.draw(painter, QPointF(rect.left() + PADDING, rect.top() + TOP))

    def _set(self, key: str, side: Column, cell: Cell, width: int) -> QTextLayout:
        known = self._layouts.get((key, side, width))
        if known is not None:
            self._layouts.move_to_end((key, side, width))
            return known
        layout = QTextLayout(cell.text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats(cell))
        self._break(layout, width - 2 * PADDING)
        self._layouts[key, side, width] = layout
        if len(self._layouts) > KEPT:
            self._layouts.popitem(last=False)
        return layout

    def _break(self, layout: QTextLayout, width: int) -> None:
        step = QFontMetricsF(self._font).height() * SPACING / 1.25
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 40))
            line.setPosition(QPointF(0, top))
            top += step
        layout.endLayout()

    def _formats(self, cell: Cell) -> list[QTextLayout.FormatRange]:
        units = Units(cell.text)
        ranges = []
        if cell.lead:
            lead = QTextCharFormat()
            lead.setFontWeight(QFont.Weight.DemiBold)
            ranges.append(_range(0, units.of(cell.lead), lead))
        for start, end, stroke in cell.strokes:
            ranges.append(_range(units.of(start), units.of(end), self._format(stroke)))
        return ranges

    def _format(self, stroke: Stroke) -> QTextCharFormat:
        made, palette = QTextCharFormat(), self._palette
        if stroke is Stroke.LAYOUT:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            made.setUnderlineColor(palette.color("muted"))
            return made
        token = "accent" if stroke is Stroke.REMOVED else "green"
        made.setBackground(palette.color(token, TINT[palette.dark]))
        made.setForeground(palette.color(token))
        if stroke is Stroke.REMOVED:
            made.setFontStrikeOut(True)
        else:
            made.setFontUnderline(True)
        return made


def _range(start: int, end: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, form
    return made
