"""The remarks that a policy view shows, and the shape of each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from policy.model import Span
from storage.records import AnnotationKind
from widgets.policy_view.intervals import IntervalIndex


class MarkShape(StrEnum):
    """How a kind of remark is drawn; shape and colour together tell the kind, never colour alone."""

    FILL = "fill"
    SOLID = "solid"
    DOTTED = "dotted"
    WAVY = "wavy"
    DASHED = "dashed"


SHAPES = {
    AnnotationKind.HIGHLIGHT: MarkShape.FILL,
    AnnotationKind.COMMENT: MarkShape.SOLID,
    AnnotationKind.QUESTION: MarkShape.DOTTED,
    AnnotationKind.ISSUE: MarkShape.WAVY,
    AnnotationKind.SUGGESTION: MarkShape.DASHED,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark as the policy view shows it: ``span`` in code points of canonical text, ``author`` by name, ``tags`` as pairs of
    name and ``#RRGGBB``, ``replies`` their number. A ``provisional`` one was found again with doubt."""

    id: str
    span: Span
    kind: AnnotationKind
    author: str
    created: dt.datetime
    body: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    replies: int = 0
    resolved: bool = False
    provisional: bool = False

    @property
    def shape(self) -> MarkShape:
        """How the mark is drawn."""
        return SHAPES[self.kind]


class MarkSet:
    """All marks of a page with their interval index; hidden ones (by tag or kind) stay in the index and are only passed over."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks = {mark.id: mark for mark in marks}
        self._index = IntervalIndex({key: mark.span for key, mark in self._marks.items()})
        self._hidden_tags: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self._marks)

    def get(self, mark_id: str | None) -> Mark | None:
        """The mark of that id."""
        return self._marks.get(mark_id) if mark_id is not None else None

    def put(self, mark: Mark) -> None:
        """Add a mark, or replace the one of the same id."""
        self._marks[mark.id] = mark
        self._index.put(mark.id, mark.span)

    def remove(self, mark_id: str) -> None:
        """Take a mark out."""
        self._marks.pop(mark_id, None)
        self._index.remove(mark_id)

    def hide_tags(self, names: frozenset[str]) -> None:
        """Leave out the marks all of whose tags are among ``names`` (those without a tag stay)."""
        self._hidden_tags = names

    def touching(self, span: Span) -> list[Mark]:
        """The marks to show that share a code point with ``span``, by start."""
        marks = [self._marks[key] for key in self._index.touching(span.start, span.end)]
        return [mark for mark in marks if self.shown(mark)] if self._hidden_tags else marks

    def shown(self, mark: Mark) -> bool:
        """Whether the mark is not left out by its tags."""
        return not mark.tags or not all(name in self._hidden_tags for name, _ in mark.tags)

    def at(self, offset: int) -> list[Mark]:
        """The marks over one character, the innermost first."""
        return sorted(self.touching(Span(offset, offset + 1)), key=lambda mark: (len(mark.span), -mark.span.start, mark.id))

    def neighbour(self, mark_id: str | None, step: int) -> Mark | None:
        """The next (1) or previous (-1) mark in the order of the text that is not hidden."""
        current = self.get(mark_id)
        for _ in range(len(self._marks)):
            place = (current.span.start, current.span.end, current.id) if current else None
            current = self.get(self._index.neighbour(place, step))
            if current is None or self.shown(current):
                return current
        return None
