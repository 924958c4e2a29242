"""What was carried over onto the policy on screen and waits for its place, as the tray lists it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.snapshot import Snapshot
from policy.model import Provision
from policy.places import Outcome
from storage.records import (
    AnnotationRecord,
    AssessmentRecord,
    EvidenceUseRecord,
    Family,
    LinkRecord,
    Orphan,
    TaskRecord,
)
from widgets.labels import Labels
from widgets.models.place_model import PlaceRow, Target

SHORT = 120


@dataclass(frozen=True, slots=True)
class Before:
    """The remarks of the older version by id, and its outline by eId: where things stood."""

    annotations: Mapping[str, AnnotationRecord]
    provisions: Mapping[str, Provision]


NOTHING = Before({}, {})


def waiting(shown: Snapshot) -> int:
    """How many things wait for a reviewer."""
    families = (shown.annotations, shown.links, shown.evidence_uses, shown.assessments)
    doubtful = sum(record.found is Outcome.FUZZY for family in families for record in family.values())
    return doubtful + len(shown.orphans)


def waiting_rows(shown: Snapshot, before: Before, labels: Labels) -> list[PlaceRow]:
    """Everything that has no certain place, remarks first, in the order of the text."""
    return list(_Rows(shown, before, labels).all())


@dataclass(frozen=True, slots=True)
class _Rows:
    shown: Snapshot
    before: Before
    labels: Labels

    def all(self) -> Iterator[PlaceRow]:
        for orphan in self.shown.orphans.values():
            yield self._orphan(orphan)
        for record in sorted(self.shown.annotations.values(), key=lambda record: (record.start, record.id)):
            if record.found is Outcome.FUZZY:
                yield self._annotation(record, self._origin(record))
        for family, records in (
            (Family.EVIDENCE_USE, self.shown.evidence_uses),
            (Family.ASSESSMENT, self.shown.assessments),
            (Family.LINK, self.shown.links),
        ):
            for tie in records.values():
                if tie.found is Outcome.FUZZY:
                    yield self._tie(family, tie)

    def _origin(self, record: AnnotationRecord) -> Provision | None:
        old = self.before.annotations.get(record.origin or "")
        return self.before.provisions.get(old.provision or "") if old else None

    def _orphan(self, orphan: Orphan) -> PlaceRow:
        if isinstance(orphan.record, AnnotationRecord):
            return self._annotation(orphan.record, orphan.provision)
        return self._tie(orphan.family, orphan.record, orphan)

    def _annotation(self, record: AnnotationRecord, stood: Provision | None) -> PlaceRow:
        old = self.before.annotations.get(record.origin or "")
        quote = old.quote if old is not None else record.quote
        return PlaceRow(
            record.id,
            Family.ANNOTATION,
            record.found,
            quote,
            record.body,
            self._name(record.reviewer),
            _unit_words(stood),
            record.quote if record.placed else "",
            record.confidence if record.placed else None,
            record.kind,
            record.span if record.placed else None,
            provision=record.provision if record.placed else None,
            targets=(Target.WORDS,),
        )

    def _tie(
        self, family: Family, tie: LinkRecord | EvidenceUseRecord | AssessmentRecord, orphan: Orphan | None = None
    ) -> PlaceRow:
        task = self.shown.tasks.get(tie.task or "")
        eid = getattr(tie, "provision", None) or None
        unit = self.shown.places.get(eid) if eid else None
        lost = [_task_words(orphan.task), _unit_words(orphan.provision)] if orphan else []
        now = " ↔ ".join(words for words in (_task_words(task), _unit_words(unit)) if words)
        return PlaceRow(
            tie.id,
            family,
            tie.found,
            self._about(tie) or " ↔ ".join(words for words in lost if words) or now,
            self._said(tie),
            self._name(self._writer(tie)),
            " ↔ ".join(words for words in lost if words),
            now if self._about(tie) or orphan else "",
            task=task.id if task else None,
            provision=eid,
            targets=_targets(tie) if orphan else (),
        )

    def _about(self, tie: LinkRecord | EvidenceUseRecord | AssessmentRecord) -> str:
        evidence = self.shown.evidence.get(tie.evidence) if isinstance(tie, EvidenceUseRecord) else None
        return evidence.title if evidence else ""

    def _said(self, tie: LinkRecord | EvidenceUseRecord | AssessmentRecord) -> str:
        if isinstance(tie, LinkRecord):
            return self.labels.of(tie.state)
        if isinstance(tie, EvidenceUseRecord):
            return ""
        parts = [self.labels.of(tie.progress)] if tie.progress else []
        parts += [f"{tie.percent}%"] if tie.percent is not None else []
        return " · ".join([*parts, self.labels.of(tie.verdict), *([tie.note] if tie.note else [])])

    def _writer(self, tie: LinkRecord | EvidenceUseRecord | AssessmentRecord) -> str:
        if isinstance(tie, AssessmentRecord):
            return tie.reviewer
        evidence = self.shown.evidence.get(tie.evidence) if isinstance(tie, EvidenceUseRecord) else None
        return evidence.reviewer if evidence else ""

    def _name(self, reviewer: str) -> str:
        known = self.shown.reviewers.get(reviewer)
        return known.name if known else ""


def _targets(tie: LinkRecord | EvidenceUseRecord | AssessmentRecord) -> tuple[Target, ...]:
    """On what something that lost its task or clause can be placed; a link keeps the one it still has."""
    if isinstance(tie, AssessmentRecord):
        return (Target.TASK,)
    if isinstance(tie, EvidenceUseRecord):
        return (Target.TASK, Target.CLAUSE)
    if tie.task:
        return (Target.CLAUSE,)
    return (Target.TASK,) if tie.provision else (Target.PAIR,)


def _unit_words(unit: Provision | None) -> str:
    return "".join(part for part in (unit.number, unit.heading) if part) if unit is not None else ""


def _task_words(task: TaskRecord | None) -> str:
    if task is None:
        return ""
    words = task.title or task.text
    short = words if len(words) <= SHORT else f"{words[:SHORT]}…"
    return f"{task.number} {short}" if task.number is not None else short
