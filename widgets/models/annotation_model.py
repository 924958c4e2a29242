"""The annotations of a policy, and which of them are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import AnnotationKind, AnnotationRecord, ReplyRecord, TagRecord
from widgets.models.filtering import filter_changes
from widgets.models.keyed import ROW_ROLE, AnyIndex, KeyedModel
from widgets.models.words import moment_text


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """An answer with its author's name."""

    record: ReplyRecord
    author: str


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """A remark with its author's name, its tags, its thread and the number of the clause it stands in.

    ``clauses`` holds the eId of the clause and of all units around it, so that a section finds the remarks of its clauses.
    """

    record: AnnotationRecord
    author: str
    tags: tuple[TagRecord, ...] = ()
    replies: tuple[ReplyRow, ...] = ()
    clause: str = ""
    clauses: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The annotation's id."""
        return self.record.id

    def stands_in(self, eid: str) -> bool:
        """Whether the remark stands in this unit of the outline."""
        return self.record.provision == eid or eid in self.clauses


@dataclass(frozen=True, slots=True)
class AnnotationQuery:
    """The filters of the list; they combine, ``None`` lets everything pass. ``clause`` is an eId, ``tag`` a tag id."""

    clause: str | None = None
    kind: AnnotationKind | None = None
    tag: str | None = None
    author: str | None = None
    words: tuple[str, ...] = ()

    def passes(self, row: AnnotationRow) -> bool:
        """Whether ``row`` is shown."""
        record = row.record
        if self.clause is not None and not row.stands_in(self.clause):
            return False
        if self.kind is not None and record.kind is not self.kind:
            return False
        if self.tag is not None and all(tag.id != self.tag for tag in row.tags):
            return False
        if self.author is not None and row.author != self.author:
            return False
        if not self.words:
            return True
        texts = [
            record.body,
            record.quote,
            row.author,
            *(tag.name for tag in row.tags),
            *(reply.record.body for reply in row.replies),
        ]
        haystack = "\n".join(texts).casefold()
        return all(word.casefold() in haystack for word in self.words)


ORDER = attrgetter("record.start", "record.end", "record.created", "record.id")
"""Where an annotation stands in the text."""


class AnnotationModel(KeyedModel[AnnotationRow]):
    """One column: the remark, or its quotation where it has no words of its own."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def set_annotations(self, rows: Sequence[AnnotationRow]) -> None:
        """Show these in the order of the text."""
        self.set_rows(sorted(rows, key=ORDER))

    @override
    def value(self, row: AnnotationRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.line(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(part for part in (self.kind(row), self.headline(row), row.record.body, row.record.quote) if part)
        return None

    def line(self, row: AnnotationRow) -> str:
        """What the list shows: the words of the remark, else those it is about."""
        return row.record.body or row.record.quote

    def kind(self, row: AnnotationRow) -> str:
        """The label of the kind."""
        return self._catalogue.text(f"kind.{row.record.kind}")

    def headline(self, row: AnnotationRow) -> str:
        """Clause, author and moment; one that has no place says so."""
        moment = moment_text(row.record.created, self._catalogue.language)
        where = row.clause if row.record.placed else self.tr("no place")
        return " · ".join(part for part in (where, row.author, moment) if part)


class AnnotationFilter(QSortFilterProxyModel):
    """The annotations that pass an ``AnnotationQuery``, in the order of the text."""

    def __init__(self, model: AnnotationModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = AnnotationQuery()
        self._everything = True
        self.setSourceModel(model)

    @property
    def query(self) -> AnnotationQuery:
        """The filters in force."""
        return self._query

    def set_query(self, query: AnnotationQuery) -> None:
        """Show only what passes."""
        if query != self._query:
            with filter_changes(self):
                self._query, self._everything = query, query == AnnotationQuery()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        if self._everything:
            return True
        row = self.sourceModel().index(source_row, 0, source_parent).data(ROW_ROLE)
        return isinstance(row, AnnotationRow) and self._query.passes(row)
