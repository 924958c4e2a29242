"""One annotation in full: its kind, its words, its tags and its thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AnnotationKind, TagRecord
from widgets.models.annotation_model import AnnotationRow
from widgets.models.words import moment_text
from widgets.panels.autosave import AutosaveEdit
from widgets.panels.panel import Panel
from widgets.panels.parts import WheelGuard, button, column, empty_layout, label, scrolled, set_reason
from widgets.tags_edit import TagsEdit

BODY_HEIGHT = 80
QUOTE_LENGTH = 160


class AnnotationEditor(Panel):
    """The chosen annotation with its controls.

    Emits, each with the annotation's id first, ``edit_requested(str, object)`` with a dict of ``kind`` or ``body``,
    ``tags_requested(str, object)`` with names, ``reply_requested(str, str)``, ``remove_requested(str)`` and
    ``resolve_requested(str, bool)``. The body follows within 0.8 s of every key, on leaving it, and on ``flush()``; an unsent reply
    and an unfinished tag wait with their annotation.
    """

    edit_requested = Signal(str, object)
    tags_requested = Signal(str, object)
    reply_requested = Signal(str, str)
    remove_requested = Signal(str)
    resolve_requested = Signal(str, bool)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self._row: AnnotationRow | None = None
        self._drafts: dict[str, str] = {}
        self._begun: dict[str, str] = {}
        self._refused: set[str] = set()
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind"))
        self.headline = label(role="muted")
        self.resolve_button = button(self.tr("Resolve"), self.tr("Mark as settled, or open it again"))
        self.remove_button = button(self.tr("Remove"), self.tr("Remove this annotation; this can be undone"))
        self.quote = label(role="muted")
        self.body = AutosaveEdit()
        self.body.setAccessibleName(self.tr("Text of the annotation"))
        self.body.setPlaceholderText(self.tr("Your words; kept as you type"))
        self.body.setFixedHeight(BODY_HEIGHT)
        self.tags = TagsEdit()
        self.reply = QLineEdit()
        self.reply.setPlaceholderText(self.tr("Reply"))
        self.reply.setAccessibleName(self.tr("Reply"))
        self.reply_button = button(self.tr("Send"))
        self._thread = QVBoxLayout()
        self._content, self._layout = column(spacing=8)
        self._guard = WheelGuard(self)
        self._guard.watch(self.kind)
        self._build()
        self._connect()
        self.set_row(None)

    def set_known_tags(self, tags: Sequence[TagRecord]) -> None:
        """Complete the names of the codebook."""
        self.tags.set_codebook(tags)

    def set_row(self, row: AnnotationRow | None) -> None:
        """Show this annotation; typed text of the last one is handed on first."""
        same = row is not None and self._row is not None and row.key == self._row.key
        if row is not None and row == self._row:
            # What storage refused is shown as it is stored.
            self.tags.set_tags(tag.name for tag in row.tags)
            self.kind.setCurrentIndex(list(AnnotationKind).index(row.record.kind))
            return
        self.body.load(row.key if row is not None else None, row.record.body if row is not None else "")
        self._row = row
        self._content.setVisible(row is not None)
        if row is None:
            return
        if not same:
            self.reply.setText(self._drafts.get(row.key, ""))
            self.tags.field.setText(self._begun.get(row.key, ""))
        self.kind.setCurrentIndex(list(AnnotationKind).index(row.record.kind))
        moment = moment_text(row.record.created, self.catalogue.language)
        self.headline.setText(" · ".join(part for part in (row.author, moment, row.clause) if part))
        self.quote.setText(self.tr("“{quote}”").format(quote=_cut(row.record.quote)))
        self.resolve_button.setText(self.tr("Reopen") if row.record.resolved else self.tr("Resolve"))
        self.tags.set_tags(tag.name for tag in row.tags)
        self._show_thread(row)
        self.refresh()

    def keep(self, annotation: str, fields: Mapping[str, object]) -> None:
        """Take back ``body`` or ``reply`` of an annotation that could not be stored."""
        if "body" in fields:
            self.body.keep(annotation, str(fields["body"]))
        if "reply" in fields:
            self._drafts[annotation] = str(fields["reply"])
            self._refused.add(annotation)
            if self._row is not None and self._row.key == annotation:
                self.reply.setText(self._drafts[annotation])

    @override
    def unsaved(self) -> tuple[str, ...]:
        return (*self.body.unsaved(), *(self._drafts[key] for key in self._refused if self._drafts.get(key)))

    def unsent(self) -> tuple[str, ...]:
        """The replies, to any annotation, that were written and not sent."""
        return tuple(text for text in self._drafts.values() if text.strip())

    @override
    def flush(self) -> None:
        self.body.flush()

    @override
    def refresh(self) -> None:
        writing = [self.kind, self.resolve_button, self.remove_button, self.reply, self.reply_button]
        set_reason(writing, not self.read_only, self.reason())
        self.body.setReadOnly(self.read_only)
        self.body.setToolTip(self.reason() if self.read_only else "")
        self.tags.set_read_only(self.read_only)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, 80)

    def _build(self) -> None:
        for kind in AnnotationKind:
            self.kind.addItem(self.catalogue.text(f"kind.{kind}"), kind)
        head = QHBoxLayout()
        head.setSpacing(8)
        for made in (self.kind, self.resolve_button, self.remove_button):
            head.addWidget(made)
        head.addStretch()
        answer = QHBoxLayout()
        answer.addWidget(self.reply, 1)
        answer.addWidget(self.reply_button)
        self._thread.setSpacing(4)
        self._layout.addLayout(head)
        for widget in (self.headline, self.quote, self.body, self.tags):
            self._layout.addWidget(widget)
        self._layout.addLayout(self._thread)
        self._layout.addLayout(answer)
        self._layout.addStretch()
        self.page.addWidget(scrolled(self._content))

    def _connect(self) -> None:
        self.kind.activated.connect(self._on_kind)
        self.body.text_committed.connect(self._on_body)
        self.tags.edited.connect(self._on_tags)
        self.tags.field.textChanged.connect(self._on_tag_typed)
        self.resolve_button.clicked.connect(self._on_resolve)
        self.remove_button.clicked.connect(self._on_remove)
        self.reply.textEdited.connect(self._on_reply_typed)
        self.reply.returnPressed.connect(self._on_reply)
        self.reply_button.clicked.connect(self._on_reply)

    def _show_thread(self, row: AnnotationRow) -> None:
        empty_layout(self._thread)
        for reply in row.replies:
            moment = moment_text(reply.record.created, self.catalogue.language)
            self._thread.addWidget(label(self.tr("{author}, {moment}").format(author=reply.author, moment=moment), "muted"))
            self._thread.addWidget(label(reply.record.body))

    def _on_kind(self) -> None:
        if self._row is not None:
            self.edit_requested.emit(self._row.key, {"kind": AnnotationKind(self.kind.currentData())})

    def _on_body(self, annotation: str, text: str) -> None:
        self.edit_requested.emit(annotation, {"body": text})

    def _on_tags(self) -> None:
        if self._row is not None:
            self.tags_requested.emit(self._row.key, list(self.tags.chosen()))

    def _on_tag_typed(self, text: str) -> None:
        if self._row is not None:
            self._begun[self._row.key] = text

    def _on_resolve(self) -> None:
        if self._row is not None:
            self.resolve_requested.emit(self._row.key, not self._row.record.resolved)

    def _on_remove(self) -> None:
        if self._row is not None:
            self.remove_requested.emit(self._row.key)

    def _on_reply_typed(self, text: str) -> None:
        if self._row is not None:
            self._drafts[self._row.key] = text

    def _on_reply(self) -> None:
        text = self.reply.text().strip()
        if self._row is not None and text:
            self._drafts.pop(self._row.key, None)
            self._refused.discard(self._row.key)
            self.reply.clear()
            self.reply_requested.emit(self._row.key, text)


def _cut(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= QUOTE_LENGTH else flat[: QUOTE_LENGTH - 1] + "…"
