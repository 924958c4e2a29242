"""The annotations of a policy or clause: a list with filters, and the chosen one beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import TagRecord
from widgets.empty_state import EmptyState
from widgets.models.annotation_model import AnnotationFilter, AnnotationModel, AnnotationQuery, AnnotationRow, ReplyRow
from widgets.models.keyed import ROW_ROLE
from widgets.palette import MARK_TOKENS
from widgets.panels.annotation_editor import AnnotationEditor
from widgets.panels.annotation_filter_bar import AnnotationFilterBar
from widgets.panels.line_delegate import LineDelegate, Lines, line_list
from widgets.panels.panel import Panel

__all__ = ["AnnotationPanel", "AnnotationRow", "ReplyRow"]


class AnnotationPanel(Panel):
    """All annotations of the policy, or those of the chosen clause.

    Emits ``chosen(str)`` when the user moves to an annotation, and the wishes of its editor: ``edit_requested(str, object)``,
    ``tags_requested(str, object)``, ``reply_requested(str, str)``, ``remove_requested(str)``, ``resolve_requested(str, bool)``.
    Filling emits nothing, except text that was typed and would otherwise be lost.
    """

    chosen = Signal(str)
    edit_requested = Signal(str, object)
    tags_requested = Signal(str, object)
    reply_requested = Signal(str, str)
    remove_requested = Signal(str)
    resolve_requested = Signal(str, bool)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self._chosen: str | None = None
        self._quiet = False
        self._given: Sequence[AnnotationRow] | None = None
        self._tags: tuple[TagRecord, ...] = ()
        self.model = AnnotationModel(catalogue, self)
        self.proxy = AnnotationFilter(self.model, self)
        self.filters = AnnotationFilterBar(catalogue)
        self.editor = AnnotationEditor(catalogue)
        self._delegate = LineDelegate(self._lines, self)
        self.view = line_list(self._delegate, self.tr("Annotations"))
        self.view.setModel(self.proxy)
        self._none = EmptyState(self.tr("No annotations yet. Select words in the text to annotate them."))
        self._no_match = EmptyState(self.tr("No annotation passes the filters."), self.tr("Clear filters"))
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self.set_rows(())

    def set_rows(self, rows: Sequence[AnnotationRow]) -> None:
        """Show these annotations, in the order of the text. The same ones again, which is what most choices and writes bring, are
        not looked through anew."""
        with self._silently():
            if rows is not self._given:
                self._given = rows
                self.model.set_annotations(rows)
                self.filters.set_choices(self.model.rows, self._tags)
            if self._chosen is not None and self.model.place_of(self._chosen) is None:
                self._chosen = None
        self._after()

    def set_tags(self, tags: Sequence[TagRecord]) -> None:
        """Offer the tags of the codebook."""
        if tuple(tags) != self._tags:
            self._tags = tuple(tags)
            self.editor.set_known_tags(tags)
            self.filters.set_choices(self.model.rows, self._tags)

    def set_clause(self, eid: str | None) -> None:
        """Say which clause is chosen in the text; it filters only while "this clause" is on."""
        self.filters.set_clause(eid)
        self._apply(self.filters.query())

    def choose(self, annotation_id: str | None) -> bool:
        """Show this annotation; ``False`` when there is none of that id or a filter hides it."""
        known = annotation_id is not None and self.model.place_of(annotation_id) is not None
        with self._silently():
            self._chosen = annotation_id if known else None
        self._show()
        return self._index().isValid()

    def keep(self, annotation: str, fields: Mapping[str, object]) -> None:
        """Take back what was typed of an annotation and could not be stored."""
        self.editor.keep(annotation, fields)

    @override
    def unsaved(self) -> tuple[str, ...]:
        return self.editor.unsaved()

    def unsent(self) -> tuple[str, ...]:
        """The replies that were written and not sent."""
        return self.editor.unsent()

    @override
    def flush(self) -> None:
        self.editor.flush()

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.editor.set_read_only(read_only)

    @override
    def refresh(self) -> None:
        self._delegate.palette = self.palette_tokens
        self.view.viewport().update()
        self.editor.set_palette_tokens(self.palette_tokens)
        self.filters.set_palette_tokens(self.palette_tokens)

    def _build(self) -> None:
        listing = QWidget()
        layout = QVBoxLayout(listing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        split = QSplitter()
        split.addWidget(self.view)
        split.addWidget(self.editor)
        split.setChildrenCollapsible(False)
        split.setSizes([240, 360])
        layout.addWidget(split, 1)
        for page in (listing, self._none, self._no_match):
            self._pages.addWidget(page)
        self.page.addWidget(self.filters)
        self.page.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.editor.edit_requested.connect(self.edit_requested)
        self.editor.remove_requested.connect(self.remove_requested)
        self.editor.reply_requested.connect(self.reply_requested)
        self.editor.resolve_requested.connect(self.resolve_requested)
        self.editor.tags_requested.connect(self.tags_requested)
        self.filters.query_changed.connect(self._apply)
        self._no_match.pressed.connect(self.filters.clear)
        self.view.selectionModel().currentChanged.connect(self._on_current)

    @contextmanager
    def _silently(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
            index = self._index()
            if not index.isValid():
                self.view.selectionModel().clear()
            elif index != self.view.currentIndex():
                self.view.setCurrentIndex(index)
        finally:
            self._quiet = False

    def _index(self) -> QModelIndex:
        place = self.model.place_of(self._chosen) if self._chosen is not None else None
        return self.proxy.mapFromSource(self.model.index(place, 0)) if place is not None else QModelIndex()

    def _apply(self, query: AnnotationQuery) -> None:
        with self._silently():
            self.proxy.set_query(query)
        self._after()

    def _after(self) -> None:
        total, shown = self.model.rowCount(), self.proxy.rowCount()
        self.filters.set_shown(shown, total)
        self.filters.setVisible(total > 0)
        self._pages.setCurrentIndex(1 if not total else 0 if shown else 2)
        self._show()

    def _show(self) -> None:
        place = self.model.place_of(self._chosen) if self._chosen is not None else None
        self.editor.set_row(self.model.row_at(place) if place is not None else None)

    def _on_current(self, current: QModelIndex) -> None:
        row = current.data(ROW_ROLE) if current.isValid() else None
        if not self._quiet and isinstance(row, AnnotationRow) and row.key != self._chosen:
            self._chosen = row.key
            self._show()
            self.chosen.emit(row.key)

    def _lines(self, row: object) -> Lines:
        if not isinstance(row, AnnotationRow):
            return Lines("", "")
        second = " · ".join((self.model.kind(row), self.model.headline(row)))
        return Lines(self.model.line(row), second, MARK_TOKENS[row.record.kind], row.record.resolved)
