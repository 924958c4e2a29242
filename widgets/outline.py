"""The outline beside the text: sections and clauses, with what has been said and is to be done about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget
from typing_extensions import override

from policy.model import Provision
from widgets.models.outline_model import OutlineModel, OutlineRole
from widgets.palette import LIGHT, Palette

ROW = 28
COUNT_WIDTH = 22
SIDE = 8
BAR = 3

Index = QModelIndex | QPersistentModelIndex


class OutlineDelegate(QStyledItemDelegate):
    """A heading, and at the right the number of tasks and, with a stroke under it like a remark, that of annotations."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette_tokens = LIGHT

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self.palette_tokens.color("blue", 0.10))
            painter.fillRect(QRect(0, rect.top(), BAR, rect.height()), self.palette_tokens.color("blue"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self.palette_tokens.color("line", 0.5))
        font = QFont(option.font)
        first = index.data(OutlineRole.LEVEL) == 0
        font.setWeight(QFont.Weight.DemiBold if first else QFont.Weight.Normal)
        counted = self._counts(painter, rect, index, QFont(option.font))
        painter.setFont(font)
        painter.setPen(self.palette_tokens.color("text"))
        room = rect.adjusted(SIDE - 2, 0, -counted - SIDE, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _counts(self, painter: QPainter, rect: QRect, index: Index, font: QFont) -> int:
        """Paint the counts and give the width that they take."""
        tasks, annotations = index.data(OutlineRole.COUNTS) or (0, 0)
        if not tasks and not annotations:
            return 0
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        right = rect.right() - SIDE
        for number, remark in ((annotations, True), (tasks, False)):
            place = QRect(right - COUNT_WIDTH, rect.top(), COUNT_WIDTH, rect.height())
            right -= COUNT_WIDTH
            if number:
                painter.setPen(self.palette_tokens.color("muted"))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(number))
                if remark:
                    width = painter.fontMetrics().horizontalAdvance(str(number))
                    level = rect.center().y() + painter.fontMetrics().height() // 2
                    painter.setPen(self.palette_tokens.color("accent"))
                    painter.drawLine(place.right() - width + 1, level, place.right(), level)
        return 2 * COUNT_WIDTH if tasks else COUNT_WIDTH


class OutlineView(QTreeView):
    """The outline as a tree.

    Signal: ``provision_chosen(str)`` when the user chooses a row, by click, arrow keys or Enter; never when it follows the text.
    """

    provision_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = OutlineModel(self)
        self._delegate = OutlineDelegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Outline"))
        self.clicked.connect(self._choose)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show the outline in these colours."""
        self._delegate.palette_tokens = palette
        colors = palette.qt()
        colors.setColor(colors.ColorRole.Base, palette.color("window"))
        self.setPalette(colors)
        self.viewport().setPalette(colors)

    def set_provisions(self, provisions: Sequence[Provision], counts: Mapping[str, tuple[int, int]]) -> None:
        """Show an outline, all unfolded; ``counts`` are tasks and annotations by eId. The same one keeps what was folded."""
        before = self._model.index(0, 0)
        first = self._model.eid(before)
        rows = self._model.rowCount()
        self._model.set_provisions(provisions, counts)
        if self._model.rowCount() != rows or self._model.eid(self._model.index(0, 0)) != first or not before.isValid():
            self.expandAll()

    def set_counts(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Show other counts beside the same outline."""
        self._model.set_counts(counts)

    def set_current(self, eid: str) -> None:
        """Follow the text: show this unit (or the folded one it stands in) as the current one."""
        index = self._model.index_of(eid)
        while index.parent().isValid() and not self.isExpanded(index.parent()):
            index = index.parent()
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def current(self) -> str:
        """The eId of the current row."""
        return self._model.eid(self.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        eid = self._model.eid(index)
        if eid:
            self.provision_chosen.emit(eid)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self.currentIndex() != before:
            self._choose(self.currentIndex())
