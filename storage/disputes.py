"""What stands open between writers, as one decision each: the fields that belong together, and what each side would have.

Pure: it sees conflicts and histories and reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.graph import DELETED, fold
from storage.history import Conflict
from storage.records import Change, Family
from storage.schema import TABLES
from storage.topics import kin_of, topic_of

_DEFAULTS: Final = {family: {DELETED: False, **{c.name: c.default for c in table.columns}} for family, table in TABLES.items()}


@dataclass(frozen=True, slots=True)
class Side:
    """What one writer, or several who wrote the same, would have: the value of every field of the dispute.

    ``changes`` are the changes that say so, newest first; there are none for a side that only shows, because its values come from
    several writers. ``shows`` tells that the record has these values at present.
    """

    changes: tuple[Change, ...]
    values: Mapping[str, object]
    shows: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """Fields of one record that writers set differently without knowing of each other.

    ``topic`` is the name of the field, or of the fields that belong together; ``sides`` begin with the one that shows.
    ``conflicts`` are those that are settled with it.
    """

    family: Family
    record: str
    topic: str
    fields: tuple[str, ...]
    sides: tuple[Side, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def key(self) -> str:
        """Its identity."""
        return f"{self.record}/{self.topic}"

    @property
    def known(self) -> bool:
        """Whether this version knows the fields and so can write them."""
        return set(self.fields) <= _DEFAULTS[self.family].keys()

    @property
    def shown(self) -> Side:
        """The side that shows."""
        return self.sides[0]


def disputes(conflicts: Sequence[Conflict], histories: Mapping[str, Sequence[Change]]) -> tuple[Dispute, ...]:
    """The conflicts as decisions, in their order. ``histories`` holds all changes of their records."""
    grouped: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in conflicts:
        if conflict.changes:
            grouped.setdefault((conflict.record, topic_of(conflict.family, conflict.field)), []).append(conflict)
    ancestry = {record: _Ancestry(histories.get(record, ())) for record in {conflict.record for conflict in conflicts}}
    return tuple(_dispute(topic, group, ancestry[record]) for (record, topic), group in grouped.items())


class _Ancestry:
    """The changes of one record, and which of them each had seen."""

    def __init__(self, history: Sequence[Change]) -> None:
        self.by_id = {change.id: change for change in history}
        self._seen: dict[str, frozenset[str]] = {}
        self.now = fold(history).fields if history else {}

    def seen(self, change: str) -> frozenset[str]:
        """The ids of all changes that a change had seen."""
        if change not in self._seen:
            found: set[str] = set()
            waiting = [change]
            while waiting:
                known = self.by_id.get(waiting.pop())
                fresh = [p for p in (known.parents if known is not None else ()) if p in self.by_id and p not in found]
                found.update(fresh)
                waiting += fresh
            self._seen[change] = frozenset(found - {change})
        return self._seen[change]

    def view(self, change: Change) -> Mapping[str, object]:
        """The fields of the record as whoever wrote ``change`` had it then."""
        seen = self.seen(change.id)
        return fold([*(self.by_id[key] for key in self.by_id if key in seen), change]).fields

    def last(self, changes: Sequence[Change]) -> list[Change]:
        """Those of ``changes`` that none of the others had seen."""
        before = {key for change in changes for key in self.seen(change.id)}
        return [change for change in changes if change.id not in before]

    def older(self, field: str, sides: Sequence[Change]) -> bool:
        """Whether whatever set a field is one of the sides or was known to one: nothing was decided about it since."""
        known = {change.id for change in sides}.union(*(self.seen(change.id) for change in sides))
        return all(key in known for key, change in self.by_id.items() if field in change.patch)


def _dispute(topic: str, group: Sequence[Conflict], ancestry: _Ancestry) -> Dispute:
    family, record = group[0].family, group[0].record
    if topic == DELETED:
        return Dispute(family, record, topic, (DELETED,), _deletion(group[0], ancestry), tuple(group))
    contested = [conflict.field for conflict in group]
    spoken = ancestry.last(list({change.id: change for conflict in group for change in conflict.changes}.values()))
    kin = kin_of(family, contested[0])
    fields = tuple(field for field in kin if field in contested or ancestry.older(field, spoken))
    now = _of(family, fields, ancestry.now)
    return Dispute(family, record, topic, fields, _sides(family, spoken, ancestry, now), tuple(group))


def _of(family: Family, fields: Iterable[str], said: Mapping[str, object]) -> dict[str, object]:
    """What stands in these fields, also where it was never said."""
    return {field: said.get(field, _DEFAULTS[family].get(field)) for field in fields}


def _sides(family: Family, spoken: Sequence[Change], ancestry: _Ancestry, now: Mapping[str, object]) -> tuple[Side, ...]:
    sides: list[Side] = []
    for change in sorted(spoken, key=lambda change: (change.clock, change.id), reverse=True):
        values = _of(family, now, ancestry.view(change))
        place = next((at for at, side in enumerate(sides) if side.values == values), None)
        if place is None:
            sides.append(Side((change,), values, values == now))
        else:
            sides[place] = Side((*sides[place].changes, change), values, values == now)
    if not any(side.shows for side in sides):
        sides.append(Side((), now, shows=True))
    return tuple(sorted(sides, key=lambda side: not side.shows))


def _deletion(conflict: Conflict, ancestry: _Ancestry) -> tuple[Side, ...]:
    says = [change for change in conflict.changes if change.patch.get(DELETED) is True]
    keeps = ancestry.last([change for change in conflict.changes if change not in says])
    return (Side(tuple(keeps), {DELETED: False}, shows=True), Side(tuple(says), {DELETED: True}, shows=False))
