"""What a history amounts to, said again from the law alone and by other means than the program: for tests of merging.

A *note* is one change with everything of its record that its writer had seen, told by whoever let it be written. Nothing here looks
at parents, heads or graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FIELDS = ("name", "color")


@dataclass(frozen=True)
class Note:
    """One acknowledged change of one record."""

    id: str
    clock: int
    record: str
    patch: tuple[tuple[str, object], ...]
    seen: frozenset[str]

    def sets(self, field: str) -> bool:
        return any(name == field for name, _ in self.patch)

    def value(self, field: str) -> object:
        return dict(self.patch)[field]


@dataclass(frozen=True)
class Verdict:
    """What a record says, and which notes contest which field; ``deleted`` stands among the fields."""

    values: tuple[object, ...]
    deleted: bool
    contested: tuple[tuple[str, frozenset[str]], ...]


def unbeaten(notes: Iterable[Note]) -> list[Note]:
    """The notes that no other of them had seen, the one that shows first."""
    group = list(notes)
    left = [note for note in group if not any(note.id in other.seen for other in group)]
    return sorted(left, key=lambda note: (note.clock, note.id), reverse=True)


def verdict(notes: Sequence[Note]) -> Verdict:
    """What the notes of one record amount to."""
    values: list[object] = []
    contested: list[tuple[str, frozenset[str]]] = []
    for field in FIELDS:
        newest = unbeaten(note for note in notes if note.sets(field))
        values.append(newest[0].value(field) if newest else "")
        if len({note.value(field) for note in newest}) > 1:
            contested.append((field, frozenset(note.id for note in newest)))
    sayers = unbeaten(note for note in notes if note.sets("deleted"))
    removing = [note for note in sayers if note.value("deleted")]
    strangers = [
        note
        for note in notes
        if not note.sets("deleted") and not any(note.id in other.seen or other.id in note.seen for other in sayers)
    ]
    keeping = [note for note in sayers if note not in removing] + strangers
    if removing and keeping:
        contested.append(("deleted", frozenset(note.id for note in (*removing, *keeping))))
    return Verdict(tuple(values), bool(removing) and not keeping, tuple(sorted(contested)))


def by_record(notes: Iterable[Note]) -> dict[str, list[Note]]:
    """Notes by what they are about."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.record, []).append(note)
    return found


def descendants(roots: Iterable[str], notes: Iterable[Note]) -> set[str]:
    """The ids of the roots and of every note whose writer had seen one of them."""
    wanted = set(roots)
    return wanted | {note.id for note in notes if note.seen & wanted}
