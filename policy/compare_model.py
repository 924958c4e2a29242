"""What a comparison of two versions of a policy says: rows to be read side by side, tasks, and the differences inside each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from policy.model import Department, Provision, Span, Timing


class RowKind(StrEnum):
    """What became of a stretch of the old version. ``SAME`` stands for the same characters whatever the line breaks and spaces."""

    SAME = "same"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


SWAPPED: Mapping[RowKind, RowKind] = {
    RowKind.ADDED: RowKind.REMOVED,
    RowKind.REMOVED: RowKind.ADDED,
    RowKind.SPLIT: RowKind.MERGED,
    RowKind.MERGED: RowKind.SPLIT,
}
"""What a kind is called when old and new change places; kinds that are missing here keep their name."""

UNTOUCHED = frozenset({RowKind.SAME, RowKind.MOVED, RowKind.RENUMBERED})


class PieceKind(StrEnum):
    """Whether a piece stands in both versions as it is, in both with other words, or in one of them only."""

    EQUAL = "equal"
    CHANGED = "changed"
    ONLY_OLD = "only_old"
    ONLY_NEW = "only_new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the one side and what stands for it on the other; ``EQUAL`` pieces are the same text to the character.

    ``layout`` marks a difference of nothing but spaces, line breaks, punctuation or the width of characters.
    """

    kind: PieceKind
    old: Span
    new: Span
    layout: bool = False

    def swapped(self) -> Piece:
        """The piece when old and new change places."""
        other = {PieceKind.ONLY_OLD: PieceKind.ONLY_NEW, PieceKind.ONLY_NEW: PieceKind.ONLY_OLD}
        return Piece(other.get(self.kind, self.kind), self.new, self.old, self.layout)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a side-by-side view.

    ``old`` and ``new`` are stretches of the two canonical texts (``None`` where the row has no such side); the rows together cover
    both texts without gap or overlap. ``old_eids`` and ``new_eids`` are the provisions that begin in them. ``pieces`` cover both
    stretches in order. ``likeness`` goes from 0 to 1. A ``MOVED`` row may have differences too.
    """

    kind: RowKind
    old: Span | None
    new: Span | None
    old_eids: tuple[str, ...]
    new_eids: tuple[str, ...]
    pieces: tuple[Piece, ...]
    likeness: float

    @property
    def differs(self) -> bool:
        """Whether the words differ, not only spaces, line breaks, punctuation and widths."""
        return any(piece.kind is not PieceKind.EQUAL and not piece.layout for piece in self.pieces)

    def swapped(self) -> Row:
        """The row when old and new change places."""
        return Row(
            SWAPPED.get(self.kind, self.kind),
            self.new,
            self.old,
            self.new_eids,
            self.old_eids,
            tuple(piece.swapped() for piece in self.pieces),
            self.likeness,
        )


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What became of a task; several eIds on a side for a task that was split or joined, none for one that is not there.

    ``old_text`` and ``new_text`` are the tasks' words (of several, joined by line breaks), ``pieces`` their differences, with spans
    into these. ``fields`` names what differs of a pair: ``number``, ``category``, ``title``, ``text``, ``departments``, ``timing``.
    """

    kind: RowKind
    old_eids: tuple[str, ...]
    new_eids: tuple[str, ...]
    old_text: str
    new_text: str
    pieces: tuple[Piece, ...]
    fields: tuple[str, ...]
    likeness: float

    def swapped(self) -> TaskRow:
        """The row when old and new change places."""
        kind, pieces = SWAPPED.get(self.kind, self.kind), tuple(piece.swapped() for piece in self.pieces)
        sides = (self.new_eids, self.old_eids, self.new_text, self.old_text)
        return TaskRow(kind, *sides, pieces, self.fields, self.likeness)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a policy compared: ``rows`` of the text in reading order, ``tasks`` in the order of the new version; what is
    only in the old version stands behind what it followed there."""

    rows: tuple[Row, ...]
    tasks: tuple[TaskRow, ...]

    @property
    def same(self) -> bool:
        """Whether the new version is a copy of the same text and the same tasks, whatever its line breaks and spaces."""
        return all(row.kind is RowKind.SAME for row in self.rows) and all(row.kind is RowKind.SAME for row in self.tasks)

    def counts(self) -> Mapping[RowKind, int]:
        """How many rows of the text there are of each kind."""
        return Counter(row.kind for row in self.rows)


class TaskLike(Protocol):
    """A task as it was read (``policy.model.Task``) or as a workspace holds it (``storage.records.TaskRecord``)."""

    @property
    def eid(self) -> str:
        """Its eId, unique in its policy."""

    @property
    def number(self) -> int | None:
        """Its number in the table."""

    @property
    def category(self) -> str | None:
        """The category it stands under."""

    @property
    def title(self) -> str | None:
        """Its title, where the table has a column for it."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def departments(self) -> tuple[Department, ...]:
        """Who carries it."""

    @property
    def timing(self) -> Timing | str | None:
        """Its timing, or the timing's phrase."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where it stands in the canonical text."""


class PolicyLike(Protocol):
    """What of a policy is compared; ``policy.model.Policy`` is one, and so is a ``Version``."""

    @property
    def text(self) -> str:
        """The canonical text."""

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The outline."""

    @property
    def tasks(self) -> Sequence[TaskLike]:
        """The tasks in their order."""


@dataclass(frozen=True, slots=True)
class Version:
    """A policy as it is compared: text, outline and tasks; a workspace gives it by ``policies.version``."""

    text: str
    provisions: tuple[Provision, ...]
    tasks: tuple[TaskLike, ...]


def moved_by(piece: Piece, old: int, new: int) -> Piece:
    """The piece with its spans moved on by so many characters."""
    return replace(
        piece,
        old=Span(piece.old.start + old, piece.old.end + old),
        new=Span(piece.new.start + new, piece.new.end + new),
    )
