"""What carrying over will do with everything on the old version of a policy. Pure: it follows the plan as storage does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.snapshot import Snapshot
from policy.places import Outcome
from storage.records import AssessmentRecord, EvidenceUseRecord, Family, LinkRecord, LinkState, TaskRecord
from storage.ties import Ranked, Stand, by_hand, found_by, says, standing
from widgets.models.carry_model import CarryItem
from widgets.models.compare_lines import Place

if TYPE_CHECKING:
    from policy.compare_carry import CarryPlan, Match

Tie = LinkRecord | EvidenceUseRecord | AssessmentRecord
SHORT = 24


def outlook(old: Snapshot, new_tasks: Iterable[TaskRecord], plan: CarryPlan) -> list[CarryItem]:
    """What is found exactly, with doubt or not at all, of the remarks, evidence, judgements and links of ``old``."""
    teller = _Teller(old, frozenset(task.eid for task in new_tasks), plan)
    return [*teller.annotations(), *teller.evidence(), *teller.assessments(), *teller.links()]


@dataclass(frozen=True, slots=True)
class _Teller:
    old: Snapshot
    tasks: frozenset[str]
    plan: CarryPlan

    def annotations(self) -> list[CarryItem]:
        """The remarks, in the order of the text."""
        items = []
        for record in sorted(self.old.annotations.values(), key=lambda record: (record.start, record.id)):
            place = self.plan.places.get(record.id)
            if place is None:
                continue
            percent = f"{round(place.confidence * 100)}%" if place.found is Outcome.FUZZY else ""
            author = self.old.reviewers.get(record.reviewer)
            parts = (self._number(record.provision), author.name if author else "", percent)
            note = " · ".join(part for part in parts if part)
            where = Place(old=record.start)
            items.append(CarryItem(record.id, Family.ANNOTATION, place.found, record.body or record.quote, note, where))
        return items

    def evidence(self) -> list[CarryItem]:
        """The uses of evidence, those that had lost their place before among them."""
        uses = [use for use in self.old.evidence_uses.values() if use.evidence in self.old.evidence]
        titles = {use.id: self.old.evidence[use.evidence].title for use in uses}
        return [
            self._item(Family.EVIDENCE_USE, use, found, titles[use.id]) for use, found in self._found(Family.EVIDENCE_USE, uses)
        ]

    def assessments(self) -> list[CarryItem]:
        """The judgements, those that had lost their task before among them."""
        lost = [one.record for one in self.old.orphans.values() if isinstance(one.record, AssessmentRecord)]
        judged = [record for record in self.old.assessments.values() if record.task in self.old.tasks]
        found = self._found(Family.ASSESSMENT, [*judged, *lost])
        return [self._item(Family.ASSESSMENT, record, outcome, self._task_words(record.task)) for record, outcome in found]

    def links(self) -> list[CarryItem]:
        """The ties that a reviewer confirmed, made or rejected; suggestions are made anew."""
        lost = [one.record for one in self.old.orphans.values() if isinstance(one.record, LinkRecord)]
        decided = [link for link in (*self.old.links.values(), *lost) if link.state is not LinkState.SUGGESTED]
        words = {link.id: f"{self._task_words(link.task)} ↔ {self._number(link.provision)}" for link in decided}
        return [self._item(Family.LINK, link, found, words[link.id]) for link, found in self._found(Family.LINK, decided)]

    def _found(self, family: Family, ties: Iterable[Tie]) -> list[tuple[Tie, Outcome]]:
        """How each is found; of several that become one, those that say something else than the surest lose their place."""
        ranked = [self._ranked(family, tie) for tie in ties if not self._is_gone(tie)]
        return [(tie, Outcome.ORPHAN if stand is Stand.LOST else found) for (tie, found), stand in standing(ranked)]

    def _is_gone(self, tie: Tie) -> bool:
        """Whether a tie went with its task, which was removed."""
        return bool(tie.task) and tie.task not in self.old.tasks

    def _ranked(self, family: Family, tie: Tie) -> Ranked[tuple[Tie, Outcome]]:
        """A tie with how it is found, and to what it ties in the new version."""
        task = self.old.tasks.get(getattr(tie, "task", None) or "")
        provision = getattr(tie, "provision", None)
        matches: list[Match | None] = []
        if getattr(tie, "task", None):
            match = self.plan.tasks.get(task.eid) if task else None
            if task is not None and match is None and by_hand(task.source, task.eid):
                match = _own(task.eid)
                matches.append(match)
            else:
                matches.append(match if match is not None and match.eid in self.tasks else None)
        if provision:
            matches.append(self.plan.provisions.get(provision))
        said = says(family, partial(getattr, tie))
        found = found_by(family, matches)
        if found is None:
            return Ranked((tie, Outcome.ORPHAN), tie.id, 0.0, None, said)
        target = (*(match.eid for match in matches if match is not None), *_whose(tie))
        return Ranked((tie, found[1]), tie.id, found[0], target, said)

    def _item(self, family: Family, tie: Tie, found: Outcome, text: str) -> CarryItem:
        task = self.old.tasks.get(getattr(tie, "task", None) or "")
        eid = getattr(tie, "provision", None)
        unit = self.old.places.get(eid) if eid else None
        note = ""
        if isinstance(tie, EvidenceUseRecord):
            note = self._number(eid) if eid else self._task_words(tie.task)
        elif isinstance(tie, AssessmentRecord):
            reviewer = self.old.reviewers.get(tie.reviewer)
            note = reviewer.name if reviewer else ""
        where = Place(old_task=task.eid) if task is not None else Place(old=unit.start) if unit is not None else Place()
        return CarryItem(tie.id, family, found, text, note, where)

    def _task_words(self, task: str | None) -> str:
        record = self.old.tasks.get(task or "")
        if record is None:
            return ""
        words = record.title or record.text
        short = words if len(words) <= SHORT else f"{words[:SHORT]}…"
        return f"{record.number} {short}" if record.number is not None else short

    def _number(self, eid: str | None) -> str:
        unit = self.old.places.get(eid) if eid else None
        return (unit.number or unit.heading or "") if unit is not None else ""


def _own(eid: str) -> Match:
    """What a task that a person added becomes, where none of the new version is it: itself."""
    from policy.compare_carry import Match

    return Match(eid, True, 1.0)


def _whose(tie: Tie) -> tuple[object, ...]:
    if isinstance(tie, AssessmentRecord):
        return ("agreed",) if tie.agreed else (tie.reviewer,)
    return (tie.evidence,) if isinstance(tie, EvidenceUseRecord) else ()


def carried_words(items: Iterable[CarryItem]) -> Mapping[Outcome, int]:
    """How many things there are of each outcome."""
    counts = dict.fromkeys(Outcome, 0)
    for item in items:
        counts[item.found] += 1
    return counts
