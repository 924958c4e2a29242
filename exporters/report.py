"""What a report is made from and what it says, as values: no language, no layout, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from policy.judging import Progress, Reason, ReviewState, Verdict, WarningLevel
from policy.ledger import DUE_SOON_DAYS, Pace, Tally
from policy.model import Department, Finding, FindingKind, Provision
from storage.records import (
    AnnotationKind,
    AnnotationRecord,
    AssessmentRecord,
    AttachmentRecord,
    EvidenceRecord,
    EvidenceUseRecord,
    IndicatorRecord,
    LinkRecord,
    PolicyRecord,
    ReplyRecord,
    ReviewerRecord,
    TagRecord,
    TagUseRecord,
    TaskRecord,
)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Choices of the person who asks. ``department`` limits the report to the tasks of one department and what belongs to them;
    ``chart_departments`` is how many departments the chart shows (the table has them all)."""

    department: str | None = None
    due_soon_days: int = DUE_SOON_DAYS
    chart_departments: int = 15


@dataclass(frozen=True, slots=True)
class ReportInput:
    """The records of one policy as storage gives them out, and the day the report speaks of (统计截止日). ``findings`` are
    those still open, ``None`` when the report shall not tell them."""

    policy: PolicyRecord
    text: str
    as_of: dt.date
    provisions: tuple[Provision, ...] = ()
    tasks: tuple[TaskRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    annotations: tuple[AnnotationRecord, ...] = ()
    replies: tuple[ReplyRecord, ...] = ()
    tags: tuple[TagRecord, ...] = ()
    tag_uses: tuple[TagUseRecord, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    evidence_uses: tuple[EvidenceUseRecord, ...] = ()
    attachments: tuple[AttachmentRecord, ...] = ()
    assessments: tuple[AssessmentRecord, ...] = ()
    reviewers: tuple[ReviewerRecord, ...] = ()
    options: ReportOptions = field(default_factory=ReportOptions)
    findings: tuple[Finding, ...] | None = None


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause as the ledger cites it; ``suggested`` when no reviewer has confirmed the tie yet."""

    label: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task with the assessment that counts. ``number`` is the annex's number, ``evidence`` the numbers of the evidence list."""

    task: str
    number: int | None
    category: str | None
    title: str | None
    text: str
    departments: tuple[Department, ...]
    departments_raw: str
    open_ended: bool
    timing: str | None
    progress: Progress | None
    percent: int | None
    expected: int | None
    pace: Pace | None
    warning: WarningLevel
    verdict: Verdict
    reason: Reason | None
    state: ReviewState
    note: str
    agreed: bool
    evidence: tuple[int, ...]
    clauses: tuple[ClauseRef, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer under a remark; ``author`` is ``None`` when the reviewer is not known."""

    author: str | None
    date: dt.date
    body: str


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation as it is printed; one that is not ``placed`` was carried over and has no place in this version."""

    kind: AnnotationKind
    author: str | None
    date: dt.date
    quote: str
    body: str
    tags: tuple[str, ...]
    resolved: bool
    replies: tuple[Reply, ...]
    placed: bool = True


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    """A clause with its remarks; ``number`` and ``heading`` are ``None`` for remarks outside every clause. ``tasks`` are the
    numbers of the tasks that carry it out, ``evidence`` the numbers of the evidence that serves it."""

    section: str | None
    number: str | None
    heading: str | None
    tasks: tuple[int, ...]
    evidence: tuple[int, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A quantified target and where it stands."""

    name: str
    operator: str
    value: float
    unit: str
    by: str | None
    clause: str | None
    task: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a piece of evidence; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence as listed; ``tasks`` and ``clauses`` are what it serves."""

    number: int
    record: EvidenceRecord
    reviewer: str | None
    tasks: tuple[int, ...]
    clauses: tuple[str, ...]
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a document about one policy says, finished. ``clause_total`` and ``clauses_with_task`` count the clauses of the
    text; ``departments`` is sorted with the most tasks first. ``findings`` are by kind, ``None`` when they were not asked for."""

    policy: PolicyRecord
    as_of: dt.date
    options: ReportOptions
    reviewers: tuple[ReviewerRecord, ...]
    overall: Tally
    categories: tuple[Tally, ...]
    departments: tuple[Tally, ...]
    ledger: tuple[LedgerRow, ...]
    clauses: tuple[ClauseBlock, ...]
    clause_total: int
    clauses_with_task: int
    indicators: tuple[IndicatorRow, ...]
    evidence: tuple[EvidenceRow, ...]
    findings: tuple[tuple[FindingKind, tuple[Finding, ...]], ...] | None = None

    @property
    def remark_total(self) -> int:
        """How many remarks there are."""
        return sum(len(block.remarks) for block in self.clauses)
