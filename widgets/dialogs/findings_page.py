"""The findings of a policy, to go from one to the next beside the text."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from policy.findings import TO_KNOW
from policy.model import Finding
from widgets.labels import Labels
from widgets.models.findings_model import FindingLine, FindingsModel
from widgets.models.keyed import ROW_ROLE
from widgets.style import tokens_in_use

HEADING_HEIGHT = 36
PADDING = 8
INDENT = 12
BAR = 3
MOST_LINES = 3
LINE = 1.2
"""Chinese characters out of another face stand higher than the lines of the interface's own."""
OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
AnyIndex = QModelIndex | QPersistentModelIndex


class FindingsPage(QWidget):
    """A filter, a count, and the findings under a heading for each kind.

    ``finding_chosen(Finding)`` says to which one the person went, by click or key; ``copy_requested(str)`` carries the findings
    that pass the filter as text.
    """

    finding_chosen = Signal(object)
    copy_requested = Signal(str)

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FindingsModel(labels, self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter findings"))
        self.filter.setAccessibleName(self.tr("Filter findings"))
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.copy = QPushButton(self.tr("&Copy as text"), self)
        self.copy.setAutoDefault(False)
        self.view = FindingsView(self)
        self.view.setModel(self.model)
        self._none = QLabel(self)
        self._none.setProperty("role", "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setWordWrap(True)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.filter.textChanged.connect(self._filter)
        self.copy.clicked.connect(lambda: self.copy_requested.emit(self.model.as_text()))
        self.view.line_chosen.connect(self._choose)
        self._known = False
        self._show_count()

    def set_findings(self, findings: Sequence[Finding] | None) -> None:
        """Show ``findings``; ``None`` while they are being looked for."""
        self._known = findings is not None
        self.model.set_findings(findings or ())
        self._show_count()

    def _filter(self, words: str) -> None:
        self.model.set_filter(words)
        self._show_count()

    def _choose(self, line: FindingLine) -> None:
        if line.finding is not None:
            self.finding_chosen.emit(line.finding)
        else:
            self.model.toggle(line.kind)

    def _show_count(self) -> None:
        shown, total = self.model.shown(), self.model.total()
        counted = self.tr("%n finding(s)", "", total)
        if shown < total:
            counted = self.tr("{shown} of {total}").format(shown=shown, total=counted)
        self.count.setText(counted if total else "")
        self.copy.setEnabled(bool(shown))
        self._none.setText(self._nothing())
        self._stack.setCurrentWidget(self.view if shown else self._none)

    def _nothing(self) -> str:
        if not self._known:
            return self.tr("Looking for findings…")
        if self.model.total():
            return self.tr("No finding holds these words.")
        return self.tr("Nothing is left to look at: clauses, tasks and targets agree.")

    def _lay_out(self) -> None:
        for widget in (self.view, self._none):
            self._stack.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.filter, 1)
        top.addWidget(self.count)
        top.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._stack, 1)


class FindingsView(QListView):
    """Headings and sentences. ``line_chosen(FindingLine)`` tells where the person went by click or key, or which group to fold."""

    line_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_LineDelegate(self))
        self.setAccessibleName(self.tr("Findings"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.clicked.connect(self.choose)

    def choose(self, index: AnyIndex) -> None:
        """Go to a line as a click does."""
        line = index.data(ROW_ROLE)
        if isinstance(line, FindingLine):
            self.line_chosen.emit(line)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        if event.key() in OPENERS:
            self.choose(before)
            return
        super().keyPressEvent(event)
        line = self.currentIndex().data(ROW_ROLE)
        if self.currentIndex() != before and isinstance(line, FindingLine) and line.finding is not None:
            self.choose(self.currentIndex())


class _LineDelegate(QStyledItemDelegate):
    """Paints a heading with its count, or a sentence in as many lines as it needs, three at most."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        line = index.data(ROW_ROLE)
        if not isinstance(line, FindingLine) or line.finding is None:
            return QSize(0, HEADING_HEIGHT)
        metrics = QFontMetricsF(option.font)
        view = self.parent()
        width = (view.viewport().width() if isinstance(view, QListView) else 600) - BAR - INDENT - PADDING
        # Counted, not set: thousands of lines take their height at once. Words break a little before the end of a line.
        lines = ceil(metrics.horizontalAdvance(line.text) * 1.04 / max(width, 1))
        return QSize(0, round(min(max(lines, 1), MOST_LINES) * metrics.lineSpacing() * LINE) + 2 * PADDING)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line, rect, palette = index.data(ROW_ROLE), option.rect, tokens_in_use()
        if not isinstance(line, FindingLine):
            return
        painter.save()
        painter.fillRect(rect, palette.color("paper" if line.finding is not None else "window"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color("text", 0.09))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, palette.color("text", 0.05))
        if line.finding is None:
            self._heading(painter, option, line)
        else:
            painter.fillRect(
                rect.left(), rect.top() + 4, BAR, rect.height() - 9, palette.color("line" if line.kind in TO_KNOW else "amber")
            )
            painter.setFont(option.font)
            painter.setPen(palette.color("text"))
            inner = rect.adjusted(BAR + INDENT, PADDING, -PADDING, -PADDING)
            how = QTextOption(Qt.AlignmentFlag.AlignVCenter)
            how.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            painter.drawText(QRectF(inner), line.text, how)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, palette.color("line"))
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, line: FindingLine) -> None:
        palette, rect = tokens_in_use(), QRect(option.rect)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(option.font)
        painter.setPen(palette.color("muted"))
        painter.drawText(rect.adjusted(BAR, 0, 0, 0), middle, "▸" if line.folded else "▾")
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(palette.color("text"))
        left = BAR + INDENT + 6
        painter.drawText(rect.adjusted(left, 0, 0, 0), middle, line.text)
        painter.setFont(option.font)
        painter.setPen(palette.color("muted"))
        left += round(QFontMetricsF(font).horizontalAdvance(line.text)) + 10
        painter.drawText(rect.adjusted(left, 0, 0, 0), middle, str(line.count))
