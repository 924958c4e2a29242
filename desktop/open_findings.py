"""The findings of a policy that are still open: judged anew from the records as they stand after corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from desktop import arrange
from desktop.snapshot import Snapshot
from policy.findings import OF_THE_SOURCE
from policy.model import (
    ClauseLink,
    Doubt,
    DoubtKind,
    Finding,
    FindingKind,
    Indicator,
    Metadata,
    Task,
    TaskSource,
    Timing,
    TimingKind,
)
from storage.records import IndicatorRecord, LinkRecord, PolicyRecord, TaskRecord


def open_findings(shown: Snapshot, stored: Sequence[Finding]) -> tuple[Finding, ...]:
    """What there is to look at in ``shown``. ``stored`` is what was found at the import: what it says of the file itself stays, all
    else is judged anew, so that a correction settles it. Takes its time: a job calls it."""
    # Loaded here: the window that opens has nothing to judge yet.
    from policy.consistency import findings_of

    links = arrange.accepted_links(shown.links.values())
    records = sorted(shown.tasks.values(), key=lambda task: (task.position, task.number or 0, task.id))
    tasks = [_task(record, links.get(record.id, ()), shown.policy.date) for record in records]
    eids = {record.id: record.eid for record in records}
    indicators = [_indicator(record, eids) for record in shown.indicators.values()]
    judged = findings_of(_metadata(shown.policy), shown.provisions, tasks, shown.text, indicators)
    kept = [finding for finding in stored if finding.kind in OF_THE_SOURCE]
    return tuple(dict.fromkeys([*kept, *_unsettled(judged, tasks)]))


def _unsettled(judged: Sequence[Finding], tasks: Sequence[Task]) -> Iterator[Finding]:
    """Without what a task written by a reviewer settles: the clause it carries out, the number it has."""
    own = [task for task in tasks if task.source is TaskSource.MANUAL]
    clauses = {link.provision for task in own for link in task.clauses}
    numbers = {str(task.number) for task in own}
    for finding in judged:
        if finding.kind is FindingKind.CLAUSE_WITHOUT_TASK and finding.provision in clauses:
            continue
        if finding.kind is FindingKind.NUMBER_MISSING and dict(finding.facts).get("number") in numbers:
            continue
        yield finding


def _metadata(policy: PolicyRecord) -> Metadata:
    return Metadata(
        policy.title,
        policy.doc_number,
        policy.issuer,
        policy.addressees,
        policy.date,
        policy.citation_code,
        policy.source_url,
        policy.annex_title,
    )


def _task(record: TaskRecord, links: Sequence[LinkRecord], date: dt.date | None) -> Task:
    return Task(
        eid=record.eid,
        number=record.number,
        category=record.category,
        title=record.title,
        text=record.text,
        departments=record.departments,
        departments_raw=record.departments_raw,
        open_ended=record.open_ended,
        timing=_timing(record, date),
        source=record.source,
        clauses=tuple(ClauseLink(link.provision, link.score) for link in links),
        confidence=record.confidence,
        doubts=tuple(_doubts(record)),
        spans=record.spans,
    )


def _timing(record: TaskRecord, date: dt.date | None) -> Timing | None:
    """The time of a task. Its steps are not stored: they are read again, unless a reviewer gave the phrase another meaning."""
    from policy.timing import read_timing

    if record.timing is None and record.timing_kind is TimingKind.UNKNOWN:
        return None
    read = read_timing(record.timing, date) if record.timing else None
    if read is not None and (read.kind, read.start, read.due) == (record.timing_kind, record.start, record.due):
        return read
    return Timing(record.timing or "", record.timing_kind, record.start, record.due, record.starts_only)


def _doubts(record: TaskRecord) -> Iterator[Doubt]:
    for doubt in record.doubts:
        kind, _, subject = doubt.partition(":")
        if kind in set(DoubtKind):
            yield Doubt(DoubtKind(kind), subject)


def _indicator(record: IndicatorRecord, eids: dict[str, str]) -> Indicator:
    task = eids.get(record.task) if record.task else None
    name, operator, value, unit = record.name, record.operator, record.value, record.unit
    return Indicator(record.provision, task, name, operator, value, unit, record.by, record.quote, record.span, record.inherited)
