"""What was written on policies that were joined, as changes of the one that shows.

Every change has one image there, which follows from it and from the contents of the policies alone, ids included. The images stand
in the order of the originals, and beside what was written on the policy that shows. So the images of a union of histories are the
union of their images: whoever joins when and in whatever order has the same, and what contradicts itself is an ordinary conflict.
An image names the change it stands for by its ``batch``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Final

from policy.identity import derived_id
from storage.carrying import CARRY_WRITER
from storage.changes import ChangeRow, canonical, make
from storage.graph import SUMMARY
from storage.importing import IMPORT_WRITER, JOINED_BY
from storage.records import Change, Family
from storage.twin_places import Fields, Places
from storage.twin_sides import Side

JOIN_LABEL: Final = "change.policy.join"
FACTS: Final = frozenset(
    {"title", "doc_number", "issuer", "addressees", "date", "citation_code", "source_url", "annex_title", "blind"}
)
_TIES: Final = frozenset({Family.LINK, Family.EVIDENCE_USE, Family.ASSESSMENT})
_READ: Final = frozenset({Family.TASK, Family.LINK, Family.INDICATOR})
Image = tuple[Change, ChangeRow]


class Mirror:
    """The images on ``kept`` of what was written on the policies joined into it."""

    def __init__(self, kept: Side, others: Sequence[Side]) -> None:
        self._kept = kept
        self._sides = {side.policy.id: side for side in (kept, *others)}
        self._all = {change.id: change for side in self._sides.values() for h in side.histories.values() for change in h}
        self._owner = {record: key for key, side in self._sides.items() for record in side.histories}
        self._copies = dict(self._found_copies())
        self._places = {side.policy.id: Places(side, kept) for side in others}
        self._worked = self._worked_tasks()
        self._summaries = self._seen_summaries()
        self.images: dict[str, tuple[str, ...]] = {}
        self.places: dict[str, str] = {}
        """By original record, the record that it is on ``kept``."""

    def all(self) -> Iterator[Image]:
        """All images, each after those that it follows."""
        for key in self._order():
            change = self._all[key]
            if self._owner[change.record] == self._kept.policy.id:
                self.images[key] = (key,)
                continue
            made = self._image(change)
            if made is not None:
                self.images[key] = (made[0].id,)
                yield made

    def original(self, change: Change) -> Change:
        """The change that an image stands for, or the change itself."""
        seen: set[str] = set()
        while _came_along(change) and change.batch in self._all and change.id not in seen:
            seen.add(change.id)
            change = self._all[change.batch]
        return change

    def _found_copies(self) -> Iterator[tuple[str, str]]:
        """The records that consist of images from their beginning, with what they are images of."""
        for side in self._sides.values():
            for record, history in side.histories.items():
                firsts = [change for change in history if not change.parents]
                sources = {self.original(change).record for change in firsts if self.original(change) is not change}
                if firsts and len(sources) == 1 and all(self.original(change) is not change for change in firsts):
                    yield record, sources.pop()

    def home(self, record: str) -> str:
        """What a record is an image of, or itself."""
        seen: set[str] = set()
        while record in self._copies and record not in seen:
            seen.add(record)
            record = self._copies[record]
        return record

    def target(self, record: str) -> str:
        """The record of the kept policy that stands for one of the others."""
        home = self.home(record)
        owner = self._owner.get(home)
        if owner is None or owner == self._kept.policy.id:
            return home
        found = self.places.get(home)
        if found is None:
            found = self.places[home] = self._places[owner].target(home, self._sides[owner].families[home], self)
        return found

    def _order(self) -> list[str]:
        """The originals, each after those it had seen."""
        originals = {key: change for key, change in self._all.items() if self.original(change) is change}
        needs = {
            key: {p for p in (self._source(parent) for parent in change.parents) if p in originals and p != key}
            | {s for s in self._summaries.get(change.id, ()) if s in originals}
            for key, change in originals.items()
        }
        by_clock = sorted(originals, key=lambda key: (originals[key].clock, key))
        try:
            return list(TopologicalSorter({key: needs[key] for key in by_clock}).static_order())
        except CycleError:
            return by_clock

    def _source(self, key: str) -> str:
        return self.original(self._all[key]).id if key in self._all else key

    def _seen_summaries(self) -> dict[str, list[str]]:
        """By change, the summaries that it had seen all of, without having seen themselves."""
        found: dict[str, list[str]] = {}
        for side in self._sides.values():
            for history in side.histories.values():
                stands = [change for change in history if change.label == SUMMARY and change.parents]
                if not stands:
                    continue
                seen = _seen(history)
                for change in history:
                    for one in stands:
                        mine, other = seen[change.id], seen[one.id]
                        if one.id != change.id and other <= mine and (other != mine or _told_first(one, change)):
                            found.setdefault(change.id, []).append(one.id)
        return found

    def _parents(self, change: Change) -> tuple[str, ...]:
        found: set[str] = set()
        for parent in (*change.parents, *self._summaries.get(change.id, ())):
            found.update(self.images.get(self._source(parent), ()))
        return tuple(sorted(found))

    def _image(self, change: Change) -> Image | None:
        """The image of a change; ``None`` where it needs none, which is then noted in ``images``."""
        parents = self._parents(change)
        self.images[change.id] = parents
        side = self._sides[self._owner[change.record]]
        if change.label == SUMMARY and all(parent in self._all for parent in change.parents):
            return None
        if change.family in _READ and change.writer == IMPORT_WRITER:
            there = self._kept.imported.get(self.target(change.record))
            if there is not None:
                self.images[change.id] = (there.id,)
                return None
            if not self._wanted(side, change.record):
                return None
        patch = self._patch(side, change)
        if not patch:
            return None
        record = self.target(change.record)
        key = derived_id(self._kept.policy.id, "join", change.id, record, canonical(patch), *parents)
        identity = (key, change.clock, _writer(change))
        return make(identity, (change.family, record), parents, patch, (JOIN_LABEL, change.id))

    def _wanted(self, side: Side, record: str) -> bool:
        """Whether something that the reader found here alone has to do with what people wrote."""
        if any(change.writer != IMPORT_WRITER for change in side.histories[record]):
            return True
        return record in self._worked

    def _worked_tasks(self) -> frozenset[str]:
        found: set[str] = set()
        for side in self._sides.values():
            for record, history in side.histories.items():
                if history[0].family in _TIES and any(change.writer != IMPORT_WRITER for change in history):
                    found.add(self.home(str(side.folded[record].fields.get("task") or "")))
        return frozenset(found)

    def _patch(self, side: Side, change: Change) -> Fields:
        fields: Fields = dict(change.patch)
        if change.family is Family.POLICY:
            return {name: value for name, value in fields.items() if name in FACTS}
        if "policy" in fields:
            fields["policy"] = self._kept.policy.id
        for name in ("annotation", "evidence"):
            if fields.get(name):
                fields[name] = self.target(str(fields[name]))
        return self._places[side.policy.id].translated(change, fields, self)


def _came_along(change: Change) -> bool:
    return change.writer == CARRY_WRITER or change.writer.startswith(JOINED_BY)


def _writer(change: Change) -> str:
    """Who an image is by: it tells the person, and is nobody's own writer."""
    nobody = change.writer in (IMPORT_WRITER, CARRY_WRITER)
    return CARRY_WRITER if nobody else f"{JOINED_BY}{change.writer}"


def _seen(history: Sequence[Change]) -> dict[str, frozenset[str]]:
    """By change, all that it had seen, also of what is not here."""
    by_id = {change.id: change for change in history}
    found: dict[str, frozenset[str]] = {}
    for first in history:
        path = [first.id]
        while path:
            key = path[-1]
            missing = [p for p in by_id[key].parents if p in by_id and p not in found and p not in path]
            if missing:
                path.append(missing[0])
                continue
            path.pop()
            mine = set(by_id[key].parents)
            for parent in by_id[key].parents:
                mine |= found.get(parent, frozenset())
            found[key] = frozenset(mine)
    return found


def _told_first(one: Change, other: Change) -> bool:
    """Of two that had seen the same, of which at least the first is a summary, which comes first."""
    if other.label != SUMMARY:
        return False
    return (one.clock, one.id) < (other.clock, other.id)
