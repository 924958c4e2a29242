"""From records to a finished report: which assessment counts, what is cited where, and the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from exporters.citations import Citations
from exporters.report import ClauseBlock, EvidenceRow, FileRow, IndicatorRow, LedgerRow, Remark, Reply, Report, ReportInput
from exporters.report_scope import narrow
from policy.findings import grouped
from policy.judging import ReviewState, Verdict
from policy.ledger import Standing, by_category, by_department, compare_pace, expected_percent, tally, warning_level
from policy.model import Finding, FindingKind
from storage.judgements import counting_assessments
from storage.records import AnnotationRecord, AssessmentRecord, EvidenceRecord, ReviewerRecord, TaskRecord


def assemble(source: ReportInput) -> Report:
    """The finished report of ``source``; a pure function, so equal records give an equal report."""
    source = narrow(source)
    tasks = sorted(source.tasks, key=lambda task: (task.position, task.id))
    source = replace(source, tasks=tuple(tasks), evidence=tuple(sorted(source.evidence, key=_evidence_order)))
    citations = Citations.of(source)
    names = {reviewer.id: reviewer.name for reviewer in source.reviewers}
    counting = counting_assessments(source.assessments)
    rows = tuple(_ledger_row(task, counting.get(task.id), source, citations) for task in tasks)
    standings = [_standing(row) for row in rows]
    return Report(
        policy=source.policy,
        as_of=source.as_of,
        options=source.options,
        reviewers=_writers(source),
        overall=tally(None, standings),
        categories=by_category(standings),
        departments=by_department(standings),
        ledger=rows,
        clauses=_clause_blocks(source, citations, names),
        clause_total=len(citations.clauses),
        clauses_with_task=len(citations.clauses_with_task()),
        indicators=_indicator_rows(source, citations),
        evidence=_evidence_rows(source, citations, names),
        findings=_findings(source.findings) if source.findings is not None else None,
    )


def _findings(findings: Sequence[Finding]) -> tuple[tuple[FindingKind, tuple[Finding, ...]], ...]:
    """What is told of the document. That a row is still to be checked is for the reviewer and not for who reads the report."""
    return grouped(finding for finding in findings if finding.kind is not FindingKind.ROW_UNCERTAIN)


def _writers(source: ReportInput) -> tuple[ReviewerRecord, ...]:
    """Those who wrote any of what the report shows, by name; who only made or opened the workspace did not review."""
    families = (source.annotations, source.replies, source.evidence, source.assessments)
    wrote = {record.reviewer for family in families for record in family}
    return tuple(sorted((one for one in source.reviewers if one.id in wrote), key=lambda one: (one.name, one.id)))


def _evidence_order(record: EvidenceRecord) -> tuple[bool, str, str, str]:
    return record.date is None, record.date.isoformat() if record.date else "", record.created.isoformat(), record.id


def _ledger_row(task: TaskRecord, record: AssessmentRecord | None, source: ReportInput, citations: Citations) -> LedgerRow:
    progress = record.progress if record else None
    percent = record.percent if record else None
    # A deadline to begin has no share of work that should be done by now.
    expected = None if task.starts_only else expected_percent(task.start, task.due, source.as_of)
    days = source.options.due_soon_days
    return LedgerRow(
        task=task.id,
        number=task.number,
        category=task.category,
        title=task.title,
        text=task.text,
        departments=task.departments,
        departments_raw=task.departments_raw,
        open_ended=task.open_ended,
        timing=task.timing,
        progress=progress,
        percent=percent,
        expected=expected,
        pace=compare_pace(percent, expected),
        warning=warning_level(task.starts_only, task.start, task.due, progress, percent, source.as_of, days),
        verdict=record.verdict if record else Verdict.UNCHECKED,
        reason=record.reason if record else None,
        state=record.state if record else ReviewState.PENDING,
        note=record.note if record else "",
        agreed=record.agreed if record else False,
        evidence=citations.evidence_of_task(task.id),
        clauses=citations.clauses_of_task(task.id),
    )


def _standing(row: LedgerRow) -> Standing:
    names = tuple(department.name for department in row.departments)
    return Standing(row.category, names, row.progress, row.verdict, row.state, row.warning)


def _clause_blocks(source: ReportInput, citations: Citations, names: dict[str, str]) -> tuple[ClauseBlock, ...]:
    remarks = _remarks(source, names)
    groups: dict[str | None, list[Remark]] = {}
    for annotation in sorted(source.annotations, key=lambda a: (a.start, a.end, a.created.isoformat(), a.id)):
        # What lost its place in this version stands in no clause of it.
        clause = citations.clause_of(annotation.provision) if annotation.placed else None
        groups.setdefault(clause, []).append(remarks[annotation.id])
    ordered = [*citations.outline_order(eid for eid in groups if eid is not None), *([None] if None in groups else [])]
    return tuple(_clause_block(eid, groups[eid], citations) for eid in ordered)


def _clause_block(eid: str | None, remarks: Sequence[Remark], citations: Citations) -> ClauseBlock:
    if eid is None:
        return ClauseBlock(None, None, None, (), (), tuple(remarks))
    provision = citations.provisions[eid]
    return ClauseBlock(
        citations.section_of(eid),
        provision.number,
        provision.heading,
        citations.tasks_of_clause(eid),
        citations.evidence_of_clause(eid),
        tuple(remarks),
    )


def _remarks(source: ReportInput, names: dict[str, str]) -> dict[str, Remark]:
    tag_names = {tag.id: tag.name for tag in source.tags}
    tags: dict[str, list[str]] = defaultdict(list)
    for use in source.tag_uses:
        if use.tag in tag_names:
            tags[use.annotation].append(tag_names[use.tag])
    replies: dict[str, list[Reply]] = defaultdict(list)
    for reply in sorted(source.replies, key=lambda r: (r.created.isoformat(), r.id)):
        replies[reply.annotation].append(Reply(names.get(reply.reviewer), reply.created.date(), reply.body))
    return {a.id: _remark(a, names, sorted(tags[a.id]), replies[a.id]) for a in source.annotations}


def _remark(annotation: AnnotationRecord, names: dict[str, str], tags: Sequence[str], replies: Sequence[Reply]) -> Remark:
    return Remark(
        annotation.kind,
        names.get(annotation.reviewer),
        annotation.created.date(),
        annotation.quote,
        annotation.body,
        tuple(tags),
        annotation.resolved,
        tuple(replies),
        annotation.placed,
    )


def _indicator_rows(source: ReportInput, citations: Citations) -> tuple[IndicatorRow, ...]:
    numbers = {task.id: task.number for task in source.tasks}
    return tuple(
        IndicatorRow(
            record.name,
            record.operator,
            record.value,
            record.unit,
            record.by,
            citations.label(record.provision),
            numbers.get(record.task) if record.task else None,
            record.quote,
        )
        for record in source.indicators
    )


def _evidence_rows(source: ReportInput, citations: Citations, names: dict[str, str]) -> tuple[EvidenceRow, ...]:
    files: dict[str, list[FileRow]] = defaultdict(list)
    for attachment in sorted(source.attachments, key=lambda a: (a.created.isoformat(), a.name, a.id)):
        files[attachment.evidence].append(FileRow(attachment.name, attachment.size, attachment.sha256))
    return tuple(
        EvidenceRow(
            citations.evidence_numbers[record.id],
            record,
            names.get(record.reviewer),
            citations.tasks_of_evidence(record.id),
            citations.clauses_of_evidence(record.id),
            tuple(files[record.id]),
        )
        for record in source.evidence
    )
