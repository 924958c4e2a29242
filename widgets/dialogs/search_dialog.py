"""Search in everything that the workspace holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from policy.model import Span
from resources.catalogue import Catalogue
from storage.search import Hit
from widgets.labels import Labels
from widgets.style import tokens_in_use

HIT = Qt.ItemDataRole.UserRole
HEAD = Qt.ItemDataRole.UserRole + 1
TYPING_MS = 150
ROW_HEIGHT = 52


class SearchDialog(QDialog):
    """A field, and the places found in policies, tasks, remarks and evidence.

    ``search_requested(str)`` asks for hits while the person types; ``hit_chosen(object)`` carries the ``Hit`` to go to.
    The dialog stays open beside the window, so that one hit after the other can be looked at.
    """

    search_requested = Signal(str)
    hit_chosen = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Search everything"))
        self._labels = Labels(catalogue)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Words in policies, tasks, annotations and evidence"))
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(self.tr("Search for"))
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._ask)
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._enter)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (self.field, self.count, self.list):
            column.addWidget(widget)
        self.resize(640, 520)
        self.field.setFocus()

    def set_query(self, query: str) -> None:
        """Put words into the field; asks for nothing."""
        self.field.setText(query)
        self.field.selectAll()

    def set_hits(self, hits: Sequence[Hit], titles: Mapping[str, str]) -> None:
        """Show what was found; ``titles`` are the titles of the policies by id."""
        self.list.clear()
        for hit in hits:
            head = "  ·  ".join(part for part in (self._labels.of(hit.family), titles.get(hit.policy, "")) if part)
            item = QListWidgetItem(hit.snippet)
            item.setData(HIT, hit)
            item.setData(HEAD, head)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{head}\n{hit.snippet}")
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.list.addItem(item)
        self.count.setText(self.tr("%n place(s) found", "", len(hits)) if hits else self.tr("Nothing found"))

    def hits(self) -> tuple[Hit, ...]:
        """What is listed."""
        return tuple(self.list.item(row).data(HIT) for row in range(self.list.count()))

    def _typed(self) -> None:
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        query = self.field.text().strip()
        if query:
            self.search_requested.emit(query)
        else:
            self.list.clear()
            self.count.clear()

    def _enter(self) -> None:
        if self._timer.isActive():
            self._ask()
        elif self.list.count():
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            self._choose(self.list.currentItem())

    def _choose(self, item: QListWidgetItem) -> None:
        self.hit_chosen.emit(item.data(HIT))


class _HitDelegate(QStyledItemDelegate):
    """Draws a hit in two lines, the words found in the accent colour."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        tokens = tokens_in_use()
        document = QTextDocument()
        document.setDefaultFont(option.font)
        document.setDocumentMargin(0)
        document.setDefaultStyleSheet(
            f"p {{ color: {tokens.text}; margin: 0 }} p.head {{ color: {tokens.muted} }} b {{ color: {tokens.accent} }}"
        )
        document.setHtml(f"<p class='head'>{escape(index.data(HEAD))}</p><p>{marked(hit.snippet, hit.spans)}</p>")
        painter.save()
        painter.translate(option.rect.left() + 8, option.rect.top() + 6)
        document.drawContents(painter, QRectF(0, 0, option.rect.width() - 16, option.rect.height() - 8))
        painter.restore()


def marked(snippet: str, spans: Sequence[Span]) -> str:
    """``snippet`` as HTML with the words found in bold."""
    parts, at = [], 0
    for span in sorted(spans):
        parts += [escape(snippet[at : span.start]), "<b>", escape(snippet[span.start : span.end]), "</b>"]
        at = span.end
    return "".join((*parts, escape(snippet[at:])))
