"""The evidence of the chosen task or clause, with its files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AttachmentRecord
from widgets.empty_state import EmptyState
from widgets.models.evidence_model import EvidenceModel, EvidenceRow
from widgets.models.keyed import ROW_ROLE
from widgets.models.words import date_text, moment_text, size_text
from widgets.panels.intake import DropList, PastedImage, local_files, pasted_image
from widgets.panels.line_delegate import LineDelegate, Lines
from widgets.panels.panel import Panel
from widgets.panels.parts import button, column, empty_form, empty_layout, label, link, scrolled, set_reason

__all__ = ["EvidencePanel", "EvidenceRow", "PastedImage"]


class EvidencePanel(Panel):
    """Pieces of evidence and, beside, the chosen one in full.

    Emits ``add_requested()``, ``edit_requested(str)``, ``remove_requested(str)``, ``attach_requested(str)`` with an evidence id,
    ``files_dropped(object, object)`` with a list of paths and the evidence id they were dropped on (``None``: they want a new one),
    ``pasted(object)`` with a ``PastedImage``, ``open_file_requested(str)`` and ``save_file_requested(str)`` with an attachment id.
    Pasted files come as ``files_dropped`` on the chosen evidence. Filling emits nothing.
    """

    add_requested = Signal()
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    attach_requested = Signal(str)
    files_dropped = Signal(object, object)
    pasted = Signal(object)
    open_file_requested = Signal(str)
    save_file_requested = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self.model = EvidenceModel(catalogue, self)
        self._delegate = LineDelegate(self._lines, self)
        self.view = DropList()
        self.add_button = button(self.tr("Record evidence…"), self.tr("Record a piece of evidence for the chosen task or clause"))
        self.paste_button = button(self.tr("Paste"), self.tr("Take a picture or files from the clipboard"))
        self.edit_button = button(self.tr("Edit…"))
        self.remove_button = button(self.tr("Remove"), self.tr("Remove this evidence; this can be undone"))
        self.attach_button = button(self.tr("Attach files…"))
        self._empty = EmptyState(
            self.tr("No evidence yet. Drop files here, paste a screenshot, or record it."), self.tr("Record evidence…")
        )
        self._list_pages = QStackedWidget()
        self._detail, self._detail_layout = column()
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.set_rows(())

    def set_rows(self, rows: Sequence[EvidenceRow]) -> None:
        """Show these pieces of evidence."""
        self.model.set_rows(rows)
        self._list_pages.setCurrentIndex(0 if rows else 1)
        if rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._show()

    def choose(self, evidence_id: str) -> bool:
        """Choose a piece of evidence; ``False`` when it is not in the list."""
        place = self.model.place_of(evidence_id)
        if place is None:
            return False
        self.view.setCurrentIndex(self.model.index(place, 0))
        return True

    def chosen(self) -> str | None:
        """The id of the chosen piece of evidence."""
        row = self._row()
        return row.key if row is not None else None

    def paste(self) -> None:
        """Ask for what the clipboard holds: files first, else a picture; nothing when it holds neither."""
        mime = QGuiApplication.clipboard().mimeData()
        if self.read_only:
            return
        paths = local_files(mime)
        image = pasted_image(mime) if not paths else None
        if paths:
            self.files_dropped.emit(paths, self.chosen())
        elif image is not None:
            self.pasted.emit(image)

    @override
    def refresh(self) -> None:
        self._delegate.palette = self.palette_tokens
        self.view.viewport().update()
        writing = [self.add_button, self.paste_button, self.edit_button, self.remove_button, self.attach_button, self._empty.button]
        set_reason(writing, not self.read_only, self.reason())
        self.setAcceptDrops(not self.read_only)
        self.view.setAcceptDrops(not self.read_only)
        self._show()

    def _build(self) -> None:
        self.view.setItemDelegate(self._delegate)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Evidence"))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setUniformItemSizes(True)
        left = QWidget()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(0, 0, 0, 0)
        left_layout.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(self.add_button)
        bar.addWidget(self.paste_button)
        bar.addStretch()
        left_layout.addLayout(bar)
        left_layout.addWidget(self.view, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(scrolled(self._detail))
        split.setChildrenCollapsible(False)
        split.setSizes([260, 340])
        self._list_pages.addWidget(split)
        self._list_pages.addWidget(self._empty)
        self.page.addWidget(self._list_pages)
        self._fill_detail_frame()

    def _fill_detail_frame(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for made in (self.attach_button, self.edit_button, self.remove_button):
            bar.addWidget(made)
        bar.addStretch()
        self.title = label(role="heading")
        self._detail_layout.addLayout(bar)
        self._detail_layout.addWidget(self.title)
        facts = QWidget()
        self._facts = QFormLayout(facts)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setVerticalSpacing(4)
        files = QWidget()
        self._files = QVBoxLayout(files)
        self._files.setContentsMargins(0, 0, 0, 0)
        self._files.setSpacing(0)
        self._detail_layout.addWidget(facts)
        self._detail_layout.addWidget(files)
        self._detail_layout.addStretch()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._ask_add)
        self._empty.pressed.connect(self._ask_add)
        self.paste_button.clicked.connect(self.paste)
        self.edit_button.clicked.connect(self._ask_edit)
        self.remove_button.clicked.connect(self._ask_remove)
        self.attach_button.clicked.connect(self._ask_attach)
        self.view.dropped.connect(self._on_dropped)
        self.view.activated.connect(self._ask_edit)
        self.view.selectionModel().currentChanged.connect(self._show)
        self.model.dataChanged.connect(self._show)

    def _lines(self, row: object) -> Lines:
        if not isinstance(row, EvidenceRow):
            return Lines("", "")
        return Lines(self.model.title(row), " · ".join(self.model.facts(row)), "green" if row.files else "line")

    def _row(self) -> EvidenceRow | None:
        index: QModelIndex = self.view.currentIndex()
        row = index.data(ROW_ROLE) if index.isValid() else None
        return row if isinstance(row, EvidenceRow) else None

    def _show(self) -> None:
        row = self._row()
        self._detail.setVisible(row is not None)
        empty_form(self._facts)
        empty_layout(self._files)
        if row is None:
            return
        self.title.setText(self.model.title(row))
        for caption, text in self._fact_lines(row):
            if text:
                self._facts.addRow(label(caption, "muted", wrap=False), label(text))
        for attachment in row.files:
            self._files.addWidget(self._file_row(attachment))

    def _fact_lines(self, row: EvidenceRow) -> list[tuple[str, str]]:
        record, language = row.record, self.catalogue.language
        return [
            (self.tr("Type"), self.catalogue.text(f"evidence.{record.type}")),
            (self.tr("Source"), record.source),
            (self.tr("Number"), record.doc_number),
            (self.tr("Date"), date_text(record.date, language) if record.date else ""),
            (self.tr("Period"), record.period),
            (self.tr("Copy"), "" if record.original else self.tr("This is a copy, not the original")),
            (self.tr("Quotation"), record.quote),
            (self.tr("Note"), record.note),
            (self.tr("Serves"), self.catalogue.text("format.enumeration").join(row.uses)),
            (self.tr("Recorded"), " · ".join(part for part in (row.reviewer, moment_text(record.created, language)) if part)),
        ]

    def _file_row(self, attachment: AttachmentRecord) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        opener = link(attachment.name, self.tr("Open this file"))
        opener.setStyleSheet(f"color: {self.palette_tokens.blue}; padding: 1px 2px;")
        opener.clicked.connect(partial(self._ask_open, attachment.id))
        saver = link(self.tr("Save as…"))
        saver.clicked.connect(partial(self._ask_save, attachment.id))
        layout.addWidget(opener)
        layout.addWidget(label(size_text(attachment.size), "muted", wrap=False))
        layout.addStretch()
        layout.addWidget(saver)
        return row

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        if event.key() == Qt.Key.Key_Delete and not self.read_only:
            self._ask_remove()
            return
        super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths, None)

    def _on_dropped(self, paths: list[Path], place: int) -> None:
        row = self.model.row_at(place)
        self.files_dropped.emit(paths, row.key if row is not None else None)

    def _ask_add(self) -> None:
        self.add_requested.emit()

    def _ask_edit(self) -> None:
        chosen = self.chosen()
        if chosen is not None and not self.read_only:
            self.edit_requested.emit(chosen)

    def _ask_remove(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.remove_requested.emit(chosen)

    def _ask_attach(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.attach_requested.emit(chosen)

    def _ask_open(self, attachment: str, checked: bool = False) -> None:
        self.open_file_requested.emit(attachment)

    def _ask_save(self, attachment: str, checked: bool = False) -> None:
        self.save_file_requested.emit(attachment)
