"""What a merge finds out while it folds: new conflicts, clocks that were off, what was touched; and the report of it all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Final

from storage.connect import Connection
from storage.graph import DELETED, Contested
from storage.hidden import Hiding, hidden_by_merge
from storage.merge_plan import Batch, Gathered, Kind
from storage.merge_report import MergeConflict, MergeCount, MergeReport, OddClock, Side
from storage.records import Change, Family, Touched
from storage.topics import topic_of

# As clock stamps: a day; and the first of 2025, before which no change was written, since there was no program to write it.
_SECOND: Final = 1_000 << 16
_FAR: Final = 86_400 * _SECOND
_BEGINNING: Final = 1_735_689_600 * _SECOND


@dataclass(slots=True)
class Findings:
    """Gathers from batch after batch; ``needed`` are changes that were left out although others had seen them."""

    gathered: Gathered
    now: dt.datetime
    conflicts: list[MergeConflict] = field(default_factory=list)
    disputed: Counter[tuple[int, str, Family]] = field(default_factory=Counter)
    odd: dict[str, int] = field(default_factory=dict)
    policies: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    hiding: Hiding = field(init=False)
    _now: int = field(init=False)

    def __post_init__(self) -> None:
        self.hiding = Hiding(self.gathered)
        self._now = int(self.now.timestamp()) * _SECOND

    def add(self, batch: Batch) -> None:
        """Take note of what one batch shows."""
        for item in batch.folded:
            owner = item.record if item.family is Family.POLICY else item.folded.fields.get("policy")
            if isinstance(owner, str) and owner:
                self.policies.add(owner)
            history = {change.id: change for change in batch.histories[item.record]}
            self.hiding.add(item, batch.histories[item.record])
            bringing = [self._dispute(item.family, item.record, contested, history) for contested in item.folded.contested]
            # Fields that belong together are one decision; it counts once for each who brings a side of it.
            for source, writer, _ in set[tuple[int, str, str]]().union(*bringing):
                self.disputed[source, writer, item.family] += 1
            self._look_at_clocks(history)

    def _dispute(self, family: Family, record: str, contested: Contested, history: dict[str, Change]) -> set[tuple[int, str, str]]:
        """A conflict counts when one of its sides is new: by which file and writer, and what it is about."""
        sources = self.gathered.sources_of
        fresh = next((key for key in contested.changes if key in sources), None)
        if fresh is None:
            return set()
        sides = tuple(self._side(history[key], contested.field) for key in contested.changes)
        self.conflicts.append(MergeConflict(family, record, contested.field, sides, self.gathered.sources[sources[fresh]].name))
        topic = topic_of(family, contested.field)
        return {(sources[key], history[key].writer, topic) for key in contested.changes if key in sources}

    def _side(self, change: Change, name: str) -> Side:
        value = change.patch.get(name, False if name == DELETED else None)
        return Side(change.id, value, self.gathered.person(change.writer), change.clock)

    def _look_at_clocks(self, history: dict[str, Change]) -> None:
        sources, left_out = self.gathered.sources_of, self.gathered.left_out
        for change in history.values():
            if change.id not in sources:
                continue
            if left_out and not left_out.isdisjoint(change.parents):
                self.needed.update(left_out.intersection(change.parents))
            off = self._off(change.clock, [history[key].clock for key in change.parents if key in history])
            if off and abs(off) > abs(self.odd.get(change.writer, 0)):
                self.odd[change.writer] = off

    def _off(self, clock: int, seen: Iterable[int]) -> int:
        """By how much a clock was ahead, or behind what its writer had seen already; 0 when it may have been right. An import has
        no clock."""
        now = self._now
        latest = now + _FAR
        if clock > latest:
            return clock - now
        last = clock
        for parent in seen:
            if last < parent <= latest:
                last = parent
        if clock < last - _FAR:
            return clock - last
        return clock - now if 0 < clock < _BEGINNING else 0

    def report(
        self,
        conn: Connection,
        key: str | None = None,
        backup: Path | None = None,
        attachments: tuple[int, tuple[str, ...]] = (0, ()),
        texts: int = 0,
    ) -> MergeReport:
        """The report on the merge into ``conn``; ``attachments`` are the number of the new ones and the hashes of those that were
        lost."""
        gathered = self.gathered
        return MergeReport(
            id=key,
            at=self.now,
            sources=tuple(source.name for source in gathered.sources),
            counts=self._counts(),
            conflicts=tuple(sorted(self.conflicts, key=lambda conflict: (conflict.record, conflict.field))),
            rejected=tuple(item for *_, item in sorted(gathered.rejected, key=itemgetter(0, 1))),
            lost_attachments=attachments[1],
            new_attachments=attachments[0],
            touched=Touched(frozenset(gathered.families.values()), frozenset(gathered.families), frozenset(self.policies)),
            backup=backup,
            odd_clocks=self._odd_clocks(),
            new_texts=texts,
            hidden=hidden_by_merge(conn, self.hiding),
        )

    def _counts(self) -> tuple[MergeCount, ...]:
        """In the order of the files, then by person and family."""
        numbers: Counter[tuple[int, str, Family, Kind | None]] = Counter()
        for kind in Kind:
            for (source, writer, name), count in self.gathered.tally[kind].items():
                numbers[source, self.gathered.person(writer), Family(name), kind] += count
        for (source, writer, family), count in self.disputed.items():
            numbers[source, self.gathered.person(writer), family, None] += count
        keys = sorted({key[:3] for key in numbers})
        kinds = (Kind.NEW, Kind.CHANGED, Kind.IDENTICAL, None, Kind.REJECTED)
        names = [source.name for source in self.gathered.sources]
        return tuple(
            MergeCount(names[source], person, family, *(numbers[source, person, family, kind] for kind in kinds))
            for source, person, family in keys
        )

    def _odd_clocks(self) -> tuple[OddClock, ...]:
        """The worst of each person and machine."""
        worst: dict[tuple[str, str], int] = {}
        for writer, off in self.odd.items():
            seconds = int(off / _SECOND)
            known = self.gathered.writers.get(writer)
            key = (known.person, known.machine) if known else ("", "")
            if abs(seconds) > abs(worst.get(key, 0)):
                worst[key] = seconds
        return tuple(OddClock(*key, seconds) for key, seconds in sorted(worst.items()))
