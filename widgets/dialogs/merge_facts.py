"""What a merge does or did, on the screen: a sentence, warnings, the counts, and below them conflicts and what is left out."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QSplitter, QTableView, QTabWidget, QVBoxLayout, QWidget

from widgets.models.merge_model import (
    ConflictWords,
    ConflictWordsModel,
    CountColumn,
    CountModel,
    MergeShown,
    RejectedModel,
)

ROW_HEIGHT = 28
LINE_HEIGHT = 20
CELL_PADDING = 8
MOST_LINES = 6
NUMBER_WIDTH = 96
FIELD = 1
GAP = 8
COUNTS_SHARE, LISTS_SHARE = 300, 240


class MergeFactsView(QWidget):
    """Shows one merge. ``twins`` is an empty place between the counts and the lists, for what else is to be asked."""

    def __init__(self, shown: MergeShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = CountModel(self)
        self.conflicts = ConflictWordsModel(self)
        self.conflicts.over = shown.over
        self.rejected = RejectedModel(self)
        self.counts_view = boxed_table(self.counts, self.tr("What comes from whom"), self)
        self.conflicts_view = boxed_table(self.conflicts, self.tr("Conflicts"), self)
        self.rejected_view = boxed_table(self.rejected, self.tr("Left out"), self)
        self.tabs = QTabWidget(self)
        self.twins = QVBoxLayout()
        self.counts.set_rows(shown.rows)
        self.conflicts.set_rows(shown.conflicts)
        self.rejected.set_rows(shown.rejected)
        self._dress()
        self._lay_out(shown)

    def _dress(self) -> None:
        header = self.counts_view.horizontalHeader()
        header.setSectionResizeMode(CountColumn.NAME, QHeaderView.ResizeMode.Stretch)
        for column in CountColumn:
            if column is not CountColumn.NAME:
                self.counts_view.setColumnWidth(column, NUMBER_WIDTH)
        for view in (self.conflicts_view, self.rejected_view):
            view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.conflicts_view.horizontalHeader().setSectionResizeMode(FIELD, QHeaderView.ResizeMode.Fixed)
        self.conflicts_view.setColumnWidth(FIELD, NUMBER_WIDTH)
        self.conflicts_view.verticalHeader().setDefaultSectionSize(2 * LINE_HEIGHT + CELL_PADDING)
        for place, row in enumerate(self.conflicts.rows):
            if len(row.sides) > 2:
                self.conflicts_view.setRowHeight(place, _height(row))

    def _lay_out(self, shown: MergeShown) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(sentence(shown.summary, "heading", self))
        column.addWidget(sentence(shown.sources, "muted", self))
        for warning in shown.warnings:
            column.addWidget(sentence(warning, "warning", self))
        column.addLayout(self.twins)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.counts_view)
        self.tabs.setVisible(bool(shown.conflicts or shown.rejected))
        self.conflicts_view.setVisible(bool(shown.conflicts))
        self.rejected_view.setVisible(bool(shown.rejected))
        if shown.conflicts:
            self.tabs.addTab(self.conflicts_view, self.tr("Conflicts {count}").format(count=f"{len(shown.conflicts):,}"))
        if shown.rejected:
            self.tabs.addTab(self.rejected_view, self.tr("Left out {count}").format(count=f"{len(shown.rejected):,}"))
        split.addWidget(self.tabs)
        split.setSizes([COUNTS_SHARE, LISTS_SHARE])
        self.counts_view.setVisible(bool(shown.rows))
        split.setVisible(bool(shown.rows or shown.conflicts or shown.rejected))
        column.addWidget(split, 1)
        for fact in shown.facts:
            column.addWidget(sentence(fact, "muted", self))
        if split.isHidden():
            column.addStretch(1)


def sentence(text: str, role: str, parent: QWidget) -> QLabel:
    """A sentence that breaks into lines; nothing in it is taken for markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setVisible(bool(text))
    return label


def boxed_table(model: QAbstractTableModel, name: str, parent: QWidget) -> QTableView:
    """A table that is read and not written; ``name`` is for screen readers."""
    view = QTableView(parent)
    view.setModel(model)
    view.setProperty("role", "boxed")
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
    view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    view.horizontalHeader().setHighlightSections(False)
    return view


def _height(row: ConflictWords) -> int:
    return min(2 * (len(row.sides) - 1), MOST_LINES) * LINE_HEIGHT + CELL_PADDING
