"""Records arranged for the views: what a snapshot looks like as rows, marks, counts and lines. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.snapshot import Snapshot
from policy.judging import Verdict, WarningLevel
from policy.ledger import warning_level
from policy.model import Provision
from policy.places import Outcome
from storage.judgements import counting_assessments
from storage.records import AnnotationRecord, AssessmentRecord, EvidenceRecord, LinkRecord, LinkState, TaskRecord
from widgets.models.task_model import TaskRow
from widgets.policy_view.marks import Mark

# A reviewer who corrects a row settles it; the reader itself is never quite sure.
CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class Arranged:
    """A snapshot with what the table and the outline show of it, as of a day and with so many days before a deadline is near."""

    snapshot: Snapshot
    as_of: dt.date
    due_soon_days: int
    rows: list[TaskRow]
    counts: dict[str, tuple[int, int]]


def arranged(snapshot: Snapshot, as_of: dt.date, due_soon_days: int) -> Arranged:
    """``snapshot`` arranged for the views; in any thread."""
    return Arranged(snapshot, as_of, due_soon_days, task_rows(snapshot, as_of, due_soon_days), outline_counts(snapshot))


def accepted_links(links: Iterable[LinkRecord]) -> dict[str, list[LinkRecord]]:
    """Per task, its ties that nobody rejected: confirmed ones first, then by score."""
    by_task: dict[str, list[LinkRecord]] = defaultdict(list)
    for link in links:
        if link.state is not LinkState.REJECTED:
            by_task[link.task].append(link)
    for ties in by_task.values():
        ties.sort(key=lambda link: (link.state is not LinkState.CONFIRMED, -link.score))
    return by_task


def task_rows(snapshot: Snapshot, as_of: dt.date, due_soon_days: int) -> list[TaskRow]:
    """The rows of the task table, in the table's order."""
    judged = counting_assessments(snapshot.assessments.values())
    ties = accepted_links(snapshot.links.values())
    evidence = Counter(use.task for use in snapshot.evidence_uses.values() if use.task)
    remarks = annotations_by_provision(snapshot)
    numbers = {provision.eid: provision.number or provision.eid for provision in snapshot.provisions}
    rows = []
    for task in sorted(snapshot.tasks.values(), key=lambda task: task.position):
        clauses = [link.provision for link in ties.get(task.id, ())]
        rows.append(
            _task_row(
                task,
                judged.get(task.id),
                evidence[task.id],
                sum(len(remarks.get(eid, ())) for eid in clauses),
                tuple(numbers.get(eid, eid) for eid in clauses),
                (as_of, due_soon_days),
            )
        )
    return rows


def _task_row(
    task: TaskRecord,
    judged: AssessmentRecord | None,
    evidence: int,
    annotations: int,
    clauses: tuple[str, ...],
    when: tuple[dt.date, int],
) -> TaskRow:
    as_of, due_soon_days = when
    progress = judged.progress if judged else None
    percent = judged.percent if judged else None
    return TaskRow(
        record=task,
        progress=progress,
        verdict=judged.verdict if judged else None,
        percent=percent,
        state=judged.state if judged else None,
        evidence=evidence,
        annotations=annotations,
        warning=warning_level(task.starts_only, task.start, task.due, progress, percent, as_of, due_soon_days),
        clauses=clauses,
        corrected=task.confidence >= CERTAIN and not task.doubts,
    )


def annotations_by_provision(snapshot: Snapshot) -> dict[str, list[AnnotationRecord]]:
    """Per eId, the remarks in the provision or in anything below it; those without a place are in none."""
    parents = {provision.eid: provision.parent for provision in snapshot.provisions}
    found: dict[str, list[AnnotationRecord]] = defaultdict(list)
    for annotation in snapshot.annotations.values():
        eid = annotation.provision if annotation.placed else None
        while eid is not None:
            found[eid].append(annotation)
            eid = parents.get(eid)
    return found


def marks(snapshot: Snapshot) -> list[Mark]:
    """Every remark that has a place, as the text view paints it."""
    tags = _tags_by_annotation(snapshot)
    replies = Counter(reply.annotation for reply in snapshot.replies.values())
    return [_mark(snapshot, record, tags, replies) for record in snapshot.annotations.values() if record.placed]


def mark(snapshot: Snapshot, annotation: str) -> Mark | None:
    """One remark as the text view paints it; ``None`` when it is gone or has no place."""
    record = snapshot.annotations.get(annotation)
    if record is None or not record.placed:
        return None
    replies = Counter(reply.annotation for reply in snapshot.replies.values() if reply.annotation == annotation)
    return _mark(snapshot, record, _tags_by_annotation(snapshot), replies)


def _mark(
    snapshot: Snapshot, record: AnnotationRecord, tags: Mapping[str, tuple[tuple[str, str], ...]], replies: Mapping[str, int]
) -> Mark:
    author = snapshot.reviewers.get(record.reviewer)
    return Mark(
        id=record.id,
        span=record.span,
        kind=record.kind,
        author=author.name if author else "",
        created=record.created,
        body=record.body,
        tags=tags.get(record.id, ()),
        replies=replies.get(record.id, 0),
        resolved=record.resolved,
        provisional=record.found is Outcome.FUZZY,
    )


def _tags_by_annotation(snapshot: Snapshot) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for use in snapshot.tag_uses.values():
        tag = snapshot.tags.get(use.tag)
        if tag is not None:
            found[use.annotation].append((tag.name, tag.color))
    return {annotation: tuple(sorted(names)) for annotation, names in found.items()}


def outline_counts(snapshot: Snapshot) -> dict[str, tuple[int, int]]:
    """Per eId, how many tasks and how many remarks hang on the provision and what stands below it."""
    parents = {provision.eid: provision.parent for provision in snapshot.provisions}
    tasks: Counter[str] = Counter()
    for links in accepted_links(snapshot.links.values()).values():
        eid: str | None = links[0].provision
        while eid is not None:
            tasks[eid] += 1
            eid = parents.get(eid)
    remarks = annotations_by_provision(snapshot)
    return {p.eid: (tasks[p.eid], len(remarks.get(p.eid, ()))) for p in snapshot.provisions}


def tasks_of_provision(snapshot: Snapshot, eid: str) -> list[str]:
    """The ids of the tasks that carry out a provision or anything in it, in the table's order."""
    inside = _family(snapshot.provisions, eid)
    ids = {
        task for task, links in accepted_links(snapshot.links.values()).items() if any(link.provision in inside for link in links)
    }
    known = [snapshot.tasks[task] for task in ids if task in snapshot.tasks]
    return [task.id for task in sorted(known, key=lambda task: task.position)]


def provisions_of_task(snapshot: Snapshot, task: str) -> list[str]:
    """The eIds of the provisions that a task carries out, best first."""
    return [link.provision for link in accepted_links(snapshot.links.values()).get(task, ())]


def evidence_of(snapshot: Snapshot, *, task: str | None = None, provision: str | None = None) -> list[EvidenceRecord]:
    """The evidence that serves a task or a provision, oldest first."""
    ids = {
        use.evidence
        for use in snapshot.evidence_uses.values()
        if (task is not None and use.task == task) or (provision is not None and use.provision == provision)
    }
    return sorted((snapshot.evidence[i] for i in ids if i in snapshot.evidence), key=lambda record: record.created)


def served_by(snapshot: Snapshot, evidence: str) -> tuple[str | None, str | None]:
    """The first task (id) and the first provision (eId) that a piece of evidence serves."""
    uses = [use for use in snapshot.evidence_uses.values() if use.evidence == evidence]
    return next((use.task for use in uses if use.task), None), next((use.provision for use in uses if use.provision), None)


def example(snapshot: Snapshot) -> tuple[str, str] | None:
    """The first remark of a clause that has tasks: the first of these tasks, and the remark, by id."""
    for record in sorted(snapshot.annotations.values(), key=lambda record: record.start):
        cited = snapshot.places.cited(record.span) if record.placed else None
        tasks = tasks_of_provision(snapshot, cited.eid) if cited else []
        if tasks:
            return tasks[0], record.id
    return None


def _family(provisions: Iterable[Provision], eid: str) -> set[str]:
    inside = {eid}
    for provision in provisions:  # a parent always stands before its children
        if provision.parent in inside:
            inside.add(provision.eid)
    return inside


def status_counts(rows: Iterable[TaskRow]) -> tuple[int, int, int]:
    """How many tasks there are, how many are judged, how many are overdue."""
    listed = list(rows)
    judged = sum(row.progress is not None or row.verdict not in (None, Verdict.UNCHECKED) for row in listed)
    overdue = sum(row.warning is WarningLevel.OVERDUE for row in listed)
    return len(listed), judged, overdue
