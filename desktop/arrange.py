"""Records arranged for the views: what a snapshot looks like as rows, marks, counts and lines. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.snapshot import Snapshot
from policy.judging import Verdict, WarningLevel
from policy.ledger import warning_level
from policy.model import Provision
from policy.places import Outcome
from storage.judgements import counting_assessments
from storage.records import (
    AnnotationRecord,
    AssessmentRecord,
    EvidenceRecord,
    LinkRecord,
    LinkState,
    ReplyRecord,
    TagUseRecord,
    TaskRecord,
    Touched,
)
from widgets.models.task_model import TaskRow
from widgets.policy_view.marks import Mark

# A reviewer who corrects a row settles it; the reader itself is never quite sure.
CERTAIN = 1.0
# A write to more records than this may have changed the look of any remark.
FEW = 20


@dataclass(frozen=True, slots=True)
class Arranged:
    """A snapshot with what the table and the outline show of it, as of a day and with so many days before a deadline is near.

    ``ties`` are the accepted links by task; ``remarks`` counts, by eId, the remarks in a provision and in what stands below it.
    ``marks`` are those of all remarks where they were asked for.
    """

    snapshot: Snapshot
    as_of: dt.date
    due_soon_days: int
    ties: Mapping[str, list[LinkRecord]]
    remarks: Mapping[str, int]
    rows: list[TaskRow]
    counts: Mapping[str, tuple[int, int]]
    marks: Sequence[Mark] | None = None


def arranged(
    snapshot: Snapshot, as_of: dt.date, due_soon_days: int, before: Arranged | None = None, *, marked: bool = False
) -> Arranged:
    """``snapshot`` arranged for the views, with its marks where ``marked`` asks for them; in any thread.

    What hangs on families that are still those of ``before`` is taken from there: the window arranges anew after every write, and
    most writes touch one family.
    """
    same = before.snapshot if before is not None else None
    tied = same is not None and same.links is snapshot.links
    remarked = same is not None and same.annotations is snapshot.annotations and same.provisions is snapshot.provisions
    ties = before.ties if before is not None and tied else accepted_links(snapshot.links.values())
    remarks = before.remarks if before is not None and remarked else _remark_counts(snapshot)
    rows = _task_rows(snapshot, ties, remarks, (as_of, due_soon_days))
    counts = before.counts if before is not None and tied and remarked else _outline_counts(snapshot, ties, remarks)
    painted = marks(snapshot) if marked else None
    return Arranged(snapshot, as_of, due_soon_days, ties, remarks, rows, counts, painted)


def accepted_links(links: Iterable[LinkRecord]) -> dict[str, list[LinkRecord]]:
    """Per task, its ties that nobody rejected: confirmed ones first, then by score."""
    by_task: dict[str, list[LinkRecord]] = defaultdict(list)
    for link in links:
        if link.state is not LinkState.REJECTED:
            by_task[link.task].append(link)
    for ties in by_task.values():
        ties.sort(key=lambda link: (link.state is not LinkState.CONFIRMED, -link.score))
    return by_task


def _task_rows(
    snapshot: Snapshot, ties: Mapping[str, list[LinkRecord]], remarks: Mapping[str, int], when: tuple[dt.date, int]
) -> list[TaskRow]:
    """The rows of the task table, in the table's order."""
    judged = counting_assessments(snapshot.assessments.values())
    evidence = Counter(use.task for use in snapshot.evidence_uses.values() if use.task)
    numbers = {provision.eid: provision.number or provision.eid for provision in snapshot.provisions}
    rows = []
    for task in sorted(snapshot.tasks.values(), key=lambda task: task.position):
        clauses = [link.provision for link in ties.get(task.id, ())]
        rows.append(
            _task_row(
                task,
                judged.get(task.id),
                evidence[task.id],
                sum(remarks.get(eid, 0) for eid in clauses),
                tuple(numbers.get(eid, eid) for eid in clauses),
                when,
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


def _remark_counts(snapshot: Snapshot) -> Counter[str]:
    """Per eId, how many remarks stand in the provision or in anything below it; those without a place are in none."""
    placed = (annotation for annotation in snapshot.annotations.values() if annotation.placed)
    return _with_below(snapshot.provisions, Counter(annotation.provision for annotation in placed if annotation.provision))


def marks(snapshot: Snapshot) -> list[Mark]:
    """Every remark that has a place, as the text view paints it."""
    return _marks(snapshot, snapshot.annotations.values(), snapshot.tag_uses.values(), snapshot.replies.values())


def marks_of(snapshot: Snapshot, annotations: Collection[str]) -> list[Mark]:
    """These remarks as the text view paints them, without those that are gone or have no place."""
    records = [snapshot.annotations[key] for key in annotations if key in snapshot.annotations]
    uses = [use for use in snapshot.tag_uses.values() if use.annotation in annotations]
    replies = [reply for reply in snapshot.replies.values() if reply.annotation in annotations]
    return _marks(snapshot, records, uses, replies)


def looks_changed(before: Snapshot, after: Snapshot, touched: Touched) -> set[str] | None:
    """The remarks (ids) that a write may have given another look; ``None`` when it may be any of them."""
    known = before.reviewers.items() <= after.reviewers.items() and before.tags.items() <= after.tags.items()
    if len(touched.records) > FEW or not known:
        return None
    found = set()
    for record in touched.records:
        for snapshot in (before, after):
            hanging = snapshot.replies.get(record) or snapshot.tag_uses.get(record)
            if hanging is not None:
                found.add(hanging.annotation)
            elif record in snapshot.annotations:
                found.add(record)
    return found


def _marks(
    snapshot: Snapshot, records: Iterable[AnnotationRecord], uses: Iterable[TagUseRecord], replies: Iterable[ReplyRecord]
) -> list[Mark]:
    tags = _tags_by_annotation(snapshot, uses)
    answered = Counter(reply.annotation for reply in replies)
    return [_mark(snapshot, record, tags, answered) for record in records if record.placed]


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


def _tags_by_annotation(snapshot: Snapshot, uses: Iterable[TagUseRecord]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for use in uses:
        tag = snapshot.tags.get(use.tag)
        if tag is not None:
            found[use.annotation].append((tag.name, tag.color))
    return {annotation: tuple(sorted(names)) for annotation, names in found.items()}


def _outline_counts(
    snapshot: Snapshot, ties: Mapping[str, list[LinkRecord]], remarks: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Per eId, how many tasks and how many remarks hang on the provision and what stands below it."""
    tasks = _with_below(snapshot.provisions, Counter(links[0].provision for links in ties.values()))
    return {p.eid: (tasks.get(p.eid, 0), remarks.get(p.eid, 0)) for p in snapshot.provisions}


def _with_below(provisions: Sequence[Provision], own: Counter[str]) -> Counter[str]:
    """The counts of provisions, each with those of all that stands below it."""
    found = Counter(own)
    for provision in reversed(provisions):  # a parent always stands before its children
        if provision.parent is not None and provision.eid in found:
            found[provision.parent] += found[provision.eid]
    return found


def tasks_of_provision(snapshot: Snapshot, eid: str) -> list[str]:
    """The ids of the tasks that carry out a provision or anything in it, in the table's order."""
    inside = _family(snapshot.provisions, eid)
    ids = {link.task for link in snapshot.links.values() if link.provision in inside and link.state is not LinkState.REJECTED}
    known = [snapshot.tasks[task] for task in ids if task in snapshot.tasks]
    return [task.id for task in sorted(known, key=lambda task: task.position)]


def provisions_of_task(snapshot: Snapshot, task: str) -> list[str]:
    """The eIds of the provisions that a task carries out, best first."""
    links = (link for link in snapshot.links.values() if link.task == task)
    return [link.provision for link in accepted_links(links).get(task, ())]


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
