"""A remark on a quotation: its kind, its words, its tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AnnotationKind, TagRecord
from widgets.dialogs.form_dialog import FormDialog
from widgets.labels import Labels
from widgets.tags_edit import TagsEdit

QUOTE_LENGTH = 240


@dataclass(frozen=True, slots=True)
class AnnotationForm:
    """What the person said about a quotation."""

    kind: AnnotationKind = AnnotationKind.COMMENT
    body: str = ""
    tags: tuple[str, ...] = ()


class AnnotationDialog(FormDialog):
    """Shows the quotation and takes a remark. Ctrl+Enter accepts from any field; Alt+1 … Alt+5 choose the kind.

    ``form()`` is what was said; ``draft()`` the same after a cancel, to be given back with ``set_form`` at the next opening.
    """

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Annotation"), self.tr("&Save annotation"), self.tr("Cancel"))
        self._labels = Labels(catalogue)
        self._quote = QLabel(self)
        self._quote.setProperty("role", "quote")
        self._quote.setWordWrap(True)
        self._kinds = QButtonGroup(self)
        self.body = QPlainTextEdit(self)
        self.body.setTabChangesFocus(True)
        self.body.setMinimumHeight(112)
        self.tags = TagsEdit(self)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept)
        self.set_form(AnnotationForm())
        self.setMinimumWidth(520)
        self.body.setFocus()

    def set_quote(self, quote: str) -> None:
        """The words that the remark is about; long ones are shortened in the middle."""
        half = QUOTE_LENGTH // 2
        self._quote.setText(quote if len(quote) <= QUOTE_LENGTH else f"{quote[:half]} …… {quote[-half:]}")

    def set_codebook(self, tags: Iterable[TagRecord]) -> None:
        """The tags that complete while one is typed."""
        self.tags.set_codebook(tags)

    def set_form(self, form: AnnotationForm) -> None:
        """Show a remark."""
        self.kind_button(form.kind).setChecked(True)
        self.body.setPlainText(form.body)
        self.tags.set_tags(form.tags)

    def form(self) -> AnnotationForm:
        """The remark as it stands."""
        kind = tuple(AnnotationKind)[self._kinds.checkedId()]
        return AnnotationForm(kind, self.body.toPlainText().strip(), self.tags.tags())

    def draft(self) -> AnnotationForm:
        """What was typed, whether it was accepted or not."""
        return self.form()

    def kind_button(self, kind: AnnotationKind) -> QPushButton:
        """The button of one kind."""
        button = self._kinds.button(tuple(AnnotationKind).index(kind))
        assert isinstance(button, QPushButton)
        return button

    @override
    def problem(self) -> str:
        form = self.form()
        if form.kind is AnnotationKind.HIGHLIGHT or form.body or form.tags:
            return ""
        return self.tr("Write something or give it a tag; a highlight needs neither.")

    def _lay_out(self) -> None:
        self.content.addWidget(self._quote)
        row = QHBoxLayout()
        row.setSpacing(4)
        for place, kind in enumerate(AnnotationKind):
            button = QPushButton(self._labels.of(kind), self)
            button.setProperty("small", True)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setShortcut(f"Alt+{place + 1}")
            button.setToolTip(f"Alt+{place + 1}")
            self._kinds.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)
        self.add_row(self.tr("Te&xt:"), self.body)
        self.add_row(self.tr("&Tags:"), self.tags)
        self.content.addLayout(self.form_layout)
