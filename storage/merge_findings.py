"""What a merge finds out while it folds: new conflicts, clocks that were off, what was touched; and the report of it all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from storage.clock import moment
from storage.graph import DELETED, Contested
from storage.merge_plan import Batch, Gathered, Kind
from storage.merge_report import MergeConflict, MergeCount, MergeReport, OddClock, Side
from storage.records import Change, Family, Touched

_FAR: Final = dt.timedelta(days=1)
# No change was written before there was a program to write it.
_BEGINNING: Final = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


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

    def add(self, batch: Batch) -> None:
        """Take note of what one batch shows."""
        for item in batch.folded:
            owner = item.record if item.family is Family.POLICY else item.folded.fields.get("policy")
            if isinstance(owner, str) and owner:
                self.policies.add(owner)
            history = {change.id: change for change in batch.histories[item.record]}
            for contested in item.folded.contested:
                self._dispute(item.family, item.record, contested, history)
            self._look_at_clocks(history)

    def _dispute(self, family: Family, record: str, contested: Contested, history: dict[str, Change]) -> None:
        """A conflict counts when one of its sides is new."""
        sources = self.gathered.sources_of
        fresh = next((key for key in contested.changes if key in sources), None)
        if fresh is None:
            return
        sides = tuple(self._side(history[key], contested.field) for key in contested.changes)
        self.conflicts.append(MergeConflict(family, record, contested.field, sides, self.gathered.sources[sources[fresh]].name))
        self.disputed[sources[fresh], history[fresh].writer, family] += 1

    def _side(self, change: Change, name: str) -> Side:
        value = change.patch.get(name, False if name == DELETED else None)
        return Side(change.id, value, self.gathered.person(change.writer), change.clock)

    def _look_at_clocks(self, history: dict[str, Change]) -> None:
        sources = self.gathered.sources_of
        for change in history.values():
            if change.id not in sources:
                continue
            if not self.gathered.left_out.isdisjoint(change.parents):
                self.needed.update(self.gathered.left_out.intersection(change.parents))
            seconds = self._off(change, (history[key] for key in change.parents if key in history))
            if abs(seconds) > abs(self.odd.get(change.writer, 0)):
                self.odd[change.writer] = seconds

    def _off(self, change: Change, parents: Iterable[Change]) -> int:
        """How many seconds a clock was ahead, or behind what its writer had seen already; 0 when it may have been right."""
        at = moment(change.clock)
        if at > self.now + _FAR:
            return int((at - self.now).total_seconds())
        seen = [moment(parent.clock) for parent in parents]
        last = max((when for when in seen if when <= self.now + _FAR), default=at)
        if at < last - _FAR:
            return -int((last - at).total_seconds())
        return -int((self.now - at).total_seconds()) if at < _BEGINNING and change.clock else 0

    def report(
        self, key: str | None = None, backup: Path | None = None, attachments: tuple[int, tuple[str, ...]] = (0, ()), texts: int = 0
    ) -> MergeReport:
        """The report; ``attachments`` are the number of the new ones and the hashes of those that were lost."""
        gathered = self.gathered
        return MergeReport(
            id=key,
            at=self.now,
            sources=tuple(source.name for source in gathered.sources),
            counts=self._counts(),
            conflicts=tuple(sorted(self.conflicts, key=lambda conflict: (conflict.record, conflict.field))),
            rejected=tuple(gathered.rejected),
            lost_attachments=attachments[1],
            new_attachments=attachments[0],
            touched=Touched(frozenset(gathered.families.values()), frozenset(gathered.families), frozenset(self.policies)),
            backup=backup,
            odd_clocks=self._odd_clocks(),
            new_texts=texts,
        )

    def _counts(self) -> tuple[MergeCount, ...]:
        """In the order of the files, then by person and family."""
        numbers: Counter[tuple[int, str, Family, Kind | None]] = Counter()
        for (source, writer, family, kind), count in self.gathered.tally.items():
            numbers[source, self.gathered.person(writer), family, kind] += count
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
        for writer, seconds in self.odd.items():
            known = self.gathered.writers.get(writer)
            key = (known.person, known.machine) if known else ("", "")
            if abs(seconds) > abs(worst.get(key, 0)):
                worst[key] = seconds
        return tuple(OddClock(*key, seconds) for key, seconds in sorted(worst.items()))
