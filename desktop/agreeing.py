"""What agreement is worked out from: the records of a snapshot as plain values, and the queue of what reviewers disagree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from desktop.blind import SUBMITTED
from desktop.snapshot import Snapshot
from policy.agreement_table import Mark, Table, Topic, Work
from policy.disagreement import Agreement, Case, Disagreement, Opinion, Person, disagreement
from storage.records import AssessmentRecord


def work_of(shown: Snapshot) -> dict[str, Work]:
    """What each reviewer did, by id: everybody who judged a task or marked the text. Agreed judgements are nobody's own."""
    progress: dict[str, dict[str, str]] = defaultdict(dict)
    verdict: dict[str, dict[str, str]] = defaultdict(dict)
    for record in shown.assessments.values():
        if record.agreed or not record.task:
            continue
        said = _opinion(record, "", 0).values()
        if Topic.PROGRESS in said:
            progress[record.reviewer][record.task] = said[Topic.PROGRESS]
        if Topic.VERDICT in said:
            verdict[record.reviewer][record.task] = said[Topic.VERDICT]
    marks = _marks(shown)
    people = sorted(progress.keys() | verdict.keys() | marks.keys())
    return {one: Work(progress.get(one, {}), verdict.get(one, {}), tuple(marks.get(one, ()))) for one in people}


def _marks(shown: Snapshot) -> dict[str, list[Mark]]:
    tags: dict[str, set[str]] = defaultdict(set)
    for use in shown.tag_uses.values():
        if use.tag in shown.tags:
            tags[use.annotation].add(use.tag)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for record in sorted(shown.annotations.values(), key=lambda record: (record.start, record.end, record.id)):
        if record.placed and record.start < record.end:
            marks[record.reviewer].append(Mark(record.span, record.kind.value, frozenset(tags[record.id])))
    return marks


def agreement(shown: Snapshot, work: Mapping[str, Work], table: Table, anew: Collection[str], me: str | None) -> Agreement:
    """All that is told of the agreement on the policy of ``shown``; ``anew`` are the judgements made after the agreed ones."""
    people = (
        Person(one, _name(shown, one), len(theirs.progress.keys() | theirs.verdict.keys()), len(theirs.marks))
        for one, theirs in work.items()
    )
    return Agreement(
        shown.policy.title,
        tuple(sorted(people, key=lambda person: (person.name, person.id))),
        table,
        tuple(queue(shown, anew)),
        shown.policy.blind,
        sum(shown.hidden.values()),
        sum(_waits(record, me) for record in shown.assessments.values()),
    )


def queue(shown: Snapshot, anew: Collection[str]) -> list[Case]:
    """The tasks judged differently and those agreed upon, the widest disagreement first."""
    by_task: dict[str, list[AssessmentRecord]] = defaultdict(list)
    for record in shown.assessments.values():
        by_task[record.task].append(record)
    evidence = _evidence(shown)
    cases = []
    for task, records in by_task.items():
        if task in shown.tasks and len(records) > 1:
            case = _case(shown, task, records, anew, evidence)
            if case.apart.axes or case.agreed is not None:
                cases.append(case)
    return sorted(cases, key=lambda case: (*case.apart.rank, shown.tasks[case.key].position))


def _case(
    shown: Snapshot, task: str, records: list[AssessmentRecord], anew: Collection[str], evidence: Mapping[tuple[str, str], int]
) -> Case:
    own = [record for record in records if not record.agreed]
    opinions = [_opinion(record, _name(shown, record.reviewer), evidence.get((task, record.reviewer), 0)) for record in own]
    said = tuple(sorted((one for one in opinions if one.values() or one.note), key=lambda one: (one.name, one.reviewer)))
    apart: Disagreement = disagreement(one.values() for one in said)
    agreed = next((record for record in records if record.agreed), None)
    since = sorted(_name(shown, record.reviewer) for record in own if record.id in anew) if agreed is not None else ()
    outcome = _opinion(agreed, _name(shown, agreed.reviewer), 0) if agreed is not None else None
    record = shown.tasks[task]
    return Case(task, record.number, record.text, said, apart, outcome, tuple(since))


def _evidence(shown: Snapshot) -> Counter[tuple[str, str]]:
    """How many pieces of evidence each reviewer recorded for a task, by task and reviewer."""
    return Counter(
        (use.task, shown.evidence[use.evidence].reviewer)
        for use in shown.evidence_uses.values()
        if use.task is not None and use.evidence in shown.evidence
    )


def _opinion(record: AssessmentRecord, name: str, evidence: int) -> Opinion:
    return Opinion(
        record.reviewer,
        name,
        record.progress,
        record.percent,
        record.verdict,
        record.reason,
        record.state,
        record.note,
        record.modified,
        evidence,
    )


def _waits(record: AssessmentRecord, me: str | None) -> bool:
    opinion = _opinion(record, "", 0)
    says_something = bool(opinion.values()) or bool(record.note) or record.percent is not None
    return record.reviewer == me and not record.agreed and record.state not in SUBMITTED and says_something


def _name(shown: Snapshot, reviewer: str) -> str:
    known = shown.reviewers.get(reviewer)
    return known.name if known else ""
