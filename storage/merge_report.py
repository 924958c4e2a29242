"""What a merge did, or would do: counted by file, person and family, with every conflict and everything that was not taken in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.changes import canonical
from storage.clock import moment
from storage.records import Family, Touched
from storage.topics import topic_of
from storage.vetting import Fault, Rejected


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: the value, and the change that set it with the person and clock behind it."""

    change: str
    value: object
    person: str
    clock: int

    @property
    def at(self) -> dt.datetime:
        """When it was set, by the clock of who set it; UTC."""
        return moment(self.clock)


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A field that both sides set without knowing of each other; the side that shows stands first. ``source`` is the file that
    brought the newest of the sides that are new here."""

    family: Family
    record: str
    field: str
    sides: tuple[Side, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class MergeCount:
    """How many changes of one file, reviewer (by name; empty for imports) and family came in, or did not.

    ``new`` are changes of records unknown here, ``changed`` new changes of records that are here; ``identical`` were here already
    or stand in an earlier file of the same merge. ``conflicts`` are decisions to be made, counted for everybody who brings a side.
    """

    source: str
    person: str
    family: Family
    new: int
    changed: int
    identical: int
    conflicts: int
    rejected: int


@dataclass(frozen=True, slots=True)
class OddClock:
    """Somebody whose computer's clock was far off: ``seconds`` ahead of ours, or behind by so many if below zero, at the worst."""

    person: str
    machine: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """What ``remover`` removed, ``record``, and how much ``people`` (by name) wrote under it that is not shown because of that."""

    family: Family
    record: str
    people: tuple[str, ...]
    remover: str
    count: int


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, or would do. ``id`` and ``backup`` are set when something was written.

    ``sources`` are the names of the files. ``lost_attachments`` are hashes whose bytes were not right in the other file. A report
    that was read back names no single records in ``touched``.
    """

    id: str | None
    at: dt.datetime
    sources: tuple[str, ...]
    counts: tuple[MergeCount, ...]
    conflicts: tuple[MergeConflict, ...]
    rejected: tuple[Rejected, ...]
    lost_attachments: tuple[str, ...]
    new_attachments: int
    touched: Touched
    backup: Path | None
    odd_clocks: tuple[OddClock, ...] = ()
    new_texts: int = 0
    hidden: tuple[Hidden, ...] = ()

    @property
    def disputed(self) -> int:
        """How many decisions there are to make: fields that belong together, such as those of a place, are one."""
        return len({(one.record, topic_of(one.family, one.field)) for one in self.conflicts})

    @property
    def new(self) -> int:
        """How many changes were new here, of records known and unknown."""
        return sum(count.new + count.changed for count in self.counts)

    @property
    def identical(self) -> int:
        """How many changes were here already."""
        return sum(count.identical for count in self.counts)

    @property
    def brings(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.new_attachments or self.new_texts)


def report_json(report: MergeReport) -> str:
    """The report as JSON, made piece by piece so that a long one holds nobody up."""
    head = {
        "id": report.id,
        "at": report.at.isoformat(),
        "sources": report.sources,
        "lost_attachments": report.lost_attachments,
        "new_attachments": report.new_attachments,
        "new_texts": report.new_texts,
        "families": sorted(report.touched.families),
        "policies": sorted(report.touched.policies),
        "backup": str(report.backup) if report.backup else None,
        "odd_clocks": [[odd.person, odd.machine, odd.seconds] for odd in report.odd_clocks],
        "hidden": [[one.family, one.record, one.people, one.remover, one.count] for one in report.hidden],
        "counts": [[getattr(count, name) for name in _COUNT] for count in report.counts],
    }
    conflicts = ",".join(canonical(_conflict_json(conflict)) for conflict in report.conflicts)
    rejected = ",".join(canonical([getattr(item, name) for name in _REJECTED]) for item in report.rejected)
    return f'{canonical(head)[:-1]},"conflicts":[{conflicts}],"rejected":[{rejected}]}}'


_COUNT = ("source", "person", "family", "new", "changed", "identical", "conflicts", "rejected")
_REJECTED = ("change", "fault", "person", "source", "family")


def _conflict_json(conflict: MergeConflict) -> list[object]:
    sides = [[side.change, side.value, side.person, side.clock] for side in conflict.sides]
    return [conflict.family, conflict.record, conflict.field, sides, conflict.source]


def report_of(text: str) -> MergeReport:
    """The report that ``report_json`` wrote. Raises ``ValueError``, ``KeyError`` or ``TypeError`` when it is none."""
    found: Mapping[str, Any] = json.loads(text)
    families = frozenset(map(Family, found["families"]))
    return MergeReport(
        id=found["id"],
        at=dt.datetime.fromisoformat(found["at"]),
        sources=tuple(found["sources"]),
        counts=tuple(MergeCount(source, person, Family(family), *numbers) for source, person, family, *numbers in found["counts"]),
        conflicts=tuple(_conflict(*item) for item in found["conflicts"]),
        rejected=tuple(_rejected(*item) for item in found["rejected"]),
        lost_attachments=tuple(found["lost_attachments"]),
        new_attachments=found["new_attachments"],
        touched=Touched(families, frozenset(), frozenset(found["policies"])),
        backup=Path(found["backup"]) if found["backup"] else None,
        odd_clocks=tuple(OddClock(*odd) for odd in found["odd_clocks"]),
        new_texts=found["new_texts"],
        # Reports of older merges say nothing of it.
        hidden=tuple(_hidden(*one) for one in found.get("hidden", ())),
    )


def _conflict(family: str, record: str, field: str, sides: list[list[Any]], source: str) -> MergeConflict:
    return MergeConflict(Family(family), record, field, tuple(Side(*side) for side in sides), source)


def _hidden(family: str, record: str, people: list[str], remover: str, count: int) -> Hidden:
    return Hidden(Family(family), record, tuple(people), remover, count)


def _rejected(change: str, fault: str, person: str, source: str, family: str | None) -> Rejected:
    return Rejected(change, Fault(fault), person, source, Family(family) if family else None)
