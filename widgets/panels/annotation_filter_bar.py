"""The filters above the list of annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from resources.catalogue import Catalogue
from storage.records import AnnotationKind, TagRecord
from widgets.choice import Choice, ChoiceButton
from widgets.models.annotation_model import AnnotationQuery, AnnotationRow
from widgets.palette import Palette


class AnnotationFilterBar(QWidget):
    """This clause or all, kind, tag, author, words.

    Emits ``query_changed(object)`` with an ``AnnotationQuery`` when the user changes a filter.
    """

    query_changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._clause: str | None = None
        self.here = QToolButton()
        self.here.setText(self.tr("This clause"))
        self.here.setToolTip(self.tr("Only the annotations of the chosen clause"))
        self.here.setCheckable(True)
        self.here.setEnabled(False)
        self.kind = ChoiceButton(self.tr("Kind"), self.tr("All kinds"))
        self.tag = ChoiceButton(self.tr("Tag"), self.tr("All tags"))
        self.author = ChoiceButton(self.tr("Author"), self.tr("All authors"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find"))
        self.search.setAccessibleName(self.tr("Find in the annotations"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(72)
        self.search.setMaximumWidth(200)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        for widget in (self.here, self.kind, self.tag, self.author):
            layout.addWidget(widget)
        layout.addWidget(self.search, 1)
        layout.addStretch()
        layout.addWidget(self.count)
        self.here.clicked.connect(self._emit)
        self.search.textEdited.connect(self._emit)
        for button in (self.kind, self.tag, self.author):
            button.chosen.connect(self._emit)

    def query(self) -> AnnotationQuery:
        """The filters as they stand on the bar."""
        kind, tag, author = self.kind.value, self.tag.value, self.author.value
        return AnnotationQuery(
            clause=self._clause if self.here.isChecked() else None,
            kind=kind if isinstance(kind, AnnotationKind) else None,
            tag=tag if isinstance(tag, str) else None,
            author=author if isinstance(author, str) else None,
            words=tuple(self.search.text().split()),
        )

    def set_clause(self, eid: str | None) -> None:
        """Say which clause "this clause" is."""
        self._clause = eid
        self.here.setEnabled(eid is not None)

    def clear(self) -> None:
        """Drop all filters, as the user's own wish."""
        self.here.setChecked(False)
        for button in (self.kind, self.tag, self.author):
            button.set_value(None)
        self.search.clear()
        self._emit()

    def set_choices(self, rows: Sequence[AnnotationRow], tags: Sequence[TagRecord]) -> None:
        """Offer the kinds, tags and authors that occur, with how often."""
        kinds = Counter(row.record.kind for row in rows)
        used = Counter(tag.id for row in rows for tag in row.tags)
        authors = Counter(row.author for row in rows)
        self.kind.set_choices([Choice(kind, self._catalogue.text(f"kind.{kind}"), kinds[kind]) for kind in AnnotationKind])
        self.tag.set_choices([Choice(tag.id, tag.name, used[tag.id]) for tag in tags])
        self.author.set_choices([Choice(name, name, authors[name]) for name in sorted(authors)])

    def set_shown(self, shown: int, total: int) -> None:
        """Say how many of all annotations are shown."""
        if shown == total:
            self.count.setText(str(total))
        else:
            self.count.setText(self.tr("{shown} of {total}").format(shown=shown, total=total))

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        for button in (self.kind, self.tag, self.author):
            button.set_palette_tokens(palette)

    def _emit(self) -> None:
        self.query_changed.emit(self.query())
