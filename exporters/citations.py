"""How tasks, clauses and evidence cite one another by number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from exporters.report import ClauseRef, ReportInput
from policy.model import Provision, ProvisionKind
from policy.places import CITED
from storage.records import EvidenceUseRecord, LinkRecord, LinkState

SUGGESTIONS_SHOWN = 2

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Citations:
    """The numbers by which one record of a report names another. ``clauses`` are the eIds of the cited level in reading order."""

    provisions: dict[str, Provision]
    clauses: tuple[str, ...]
    task_numbers: dict[str, int | None]
    evidence_numbers: dict[str, int]
    by_task: dict[str, tuple[LinkRecord, ...]]
    by_clause: dict[str, tuple[LinkRecord, ...]]
    uses_by_evidence: dict[str, tuple[EvidenceUseRecord, ...]]
    evidence_by_owner: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, source: ReportInput) -> Citations:
        """Index ``source``, whose tasks and evidence are already in their final order."""
        provisions = {provision.eid: provision for provision in source.provisions}
        numbers = {record.id: index for index, record in enumerate(source.evidence, 1)}
        links = [link for link in source.links if link.state is not LinkState.REJECTED and link.provision in provisions]
        links.sort(key=lambda link: (-link.score, provisions[link.provision].start, link.id))
        uses = [use for use in source.evidence_uses if use.evidence in numbers]
        owners = ((use.task or use.provision or "", numbers[use.evidence]) for use in uses)
        return cls(
            provisions,
            tuple(p.eid for p in sorted(provisions.values(), key=lambda p: (p.start, -p.end)) if p.kind in CITED),
            {task.id: task.number for task in source.tasks},
            numbers,
            _group((link.task, link) for link in links),
            _group((link.provision, link) for link in links),
            _group((use.evidence, use) for use in uses),
            {owner: tuple(sorted(set(found))) for owner, found in _group(owners).items()},
        )

    def label(self, eid: str | None) -> str | None:
        """How a provision is cited: ``（四）``, ``第三条``, and below these with what is above: ``（四）1.``."""
        provision = self.provisions.get(eid) if eid else None
        if provision is None:
            return None
        number = provision.number or provision.heading or ""
        if provision.kind in (ProvisionKind.ITEM, ProvisionKind.PARAGRAPH):
            return (self.label(provision.parent) or "") + number
        return number or None

    def clause_of(self, eid: str | None) -> str | None:
        """The eId of the clause that ``eid`` is or lies in; the provision itself where there is no clause above it."""
        provision = self.provisions.get(eid) if eid else None
        found = provision
        while found is not None and found.kind not in CITED:
            found = self.provisions.get(found.parent) if found.parent else None
        chosen = found or provision
        return chosen.eid if chosen else None

    def section_of(self, eid: str) -> str | None:
        """Number and heading of the outermost unit that ``eid`` lies in, or ``None`` when it is one itself."""
        above = self.provisions[eid]
        while above.parent and above.parent in self.provisions:
            above = self.provisions[above.parent]
        if above.eid == eid:
            return None
        separator = "、" if above.kind is ProvisionKind.SECTION and above.number and not above.number.startswith("第") else " "
        return separator.join(part for part in (above.number, above.heading) if part) or None

    def outline_order(self, eids: Iterable[str]) -> list[str]:
        """``eids`` as they follow one another in the text."""
        return sorted(eids, key=lambda eid: (self.provisions[eid].start, -self.provisions[eid].end))

    def clauses_with_task(self) -> frozenset[str]:
        """The eIds of the clauses that at least one task carries out."""
        return frozenset(self.clauses) & self.by_clause.keys()

    def clauses_of_task(self, task: str) -> tuple[ClauseRef, ...]:
        """The clauses that a reviewer confirmed for the task; while there are none, the best suggestions, marked as such."""
        links = self.by_task.get(task, ())
        confirmed = [link for link in links if link.state is LinkState.CONFIRMED]
        chosen = confirmed or list(links[:SUGGESTIONS_SHOWN])
        order = self.outline_order({link.provision for link in chosen})
        return tuple(ClauseRef(label, not confirmed) for eid in order if (label := self.label(eid)))

    def tasks_of_clause(self, eid: str) -> tuple[int, ...]:
        """The numbers of the tasks tied to the clause, ascending."""
        return _numbers(self.task_numbers.get(link.task) for link in self.by_clause.get(eid, ()))

    def evidence_of_task(self, task: str) -> tuple[int, ...]:
        """The numbers of the evidence that serves the task."""
        return self.evidence_by_owner.get(task, ())

    def evidence_of_clause(self, eid: str) -> tuple[int, ...]:
        """The numbers of the evidence that serves the clause."""
        return self.evidence_by_owner.get(eid, ())

    def tasks_of_evidence(self, evidence: str) -> tuple[int, ...]:
        """The numbers of the tasks that the evidence serves, ascending."""
        uses = self.uses_by_evidence.get(evidence, ())
        return _numbers(self.task_numbers.get(use.task) for use in uses if use.task)

    def clauses_of_evidence(self, evidence: str) -> tuple[str, ...]:
        """How the clauses that the evidence serves are cited, in reading order."""
        found = {use.provision for use in self.uses_by_evidence.get(evidence, ()) if use.provision in self.provisions}
        return tuple(label for eid in self.outline_order(e for e in found if e) if (label := self.label(eid)))


def _group(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _numbers(found: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted({number for number in found if number is not None}))
