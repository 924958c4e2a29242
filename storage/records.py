"""The frozen records that storage gives out, one class per family."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import Department, Provision, Span, TaskSource, TimingKind
from policy.places import Anchor, Outcome


class Family(StrEnum):
    """The kinds of record whose history the workspace keeps."""

    POLICY = "policy"
    TASK = "task"
    LINK = "link"
    INDICATOR = "indicator"
    ANNOTATION = "annotation"
    REPLY = "reply"
    TAG = "tag"
    TAG_USE = "tag_use"
    EVIDENCE = "evidence"
    EVIDENCE_USE = "evidence_use"
    ATTACHMENT = "attachment"
    ASSESSMENT = "assessment"
    REVIEWER = "reviewer"


class AnnotationKind(StrEnum):
    """What a remark is: 标注, 评论, 疑问, 问题, 修改建议."""

    HIGHLIGHT = "highlight"
    COMMENT = "comment"
    QUESTION = "question"
    ISSUE = "issue"
    SUGGESTION = "suggestion"


class EvidenceType(StrEnum):
    """What a piece of evidence is (domain: Evidence types)."""

    DOCUMENT = "document"
    MINUTES = "minutes"
    STATISTICS = "statistics"
    PHOTO = "photo"
    SCREENSHOT = "screenshot"
    INTERVIEW = "interview"
    SITE_VISIT = "site_visit"
    WEB_PAGE = "web_page"
    OTHER = "other"


class LinkState(StrEnum):
    """Whether a tie between task and clause was suggested by the reader or decided by a reviewer."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """The facts of one imported policy; its text and outline come from ``PolicyRepository``.

    ``replaces`` is the policy of which this one is a new version; ``joined`` the same policy under another id, into which this one
    was joined. While ``blind``, reviewers see each other's judgement of a task when both have submitted theirs.
    """

    id: str
    title: str
    doc_number: str | None
    issuer: str | None
    addressees: str | None
    date: dt.date | None
    citation_code: str | None
    source_url: str | None
    annex_title: str | None
    source_name: str
    imported_at: dt.datetime
    replaces: str | None = None
    joined: str | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as it stands after corrections. ``position`` orders the tasks of a policy; ``doubts`` are ``DoubtKind:subject``."""

    id: str
    policy: str
    eid: str
    position: float
    number: int | None
    category: str | None
    title: str | None
    text: str
    departments: tuple[Department, ...]
    departments_raw: str
    open_ended: bool
    timing: str | None
    timing_kind: TimingKind
    starts_only: bool
    start: dt.date | None
    due: dt.date | None
    source: TaskSource
    confidence: float
    doubts: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A tie between a task and a provision; its id follows from the two, so two reviewers' links add up.

    ``origin`` is the link of an older version that it was carried over from; ``found`` is fuzzy where the words of the task or the
    provision changed. An orphan has lost one of the two, which is then empty.
    """

    id: str
    policy: str
    task: str
    provision: str
    score: float
    state: LinkState
    origin: str | None = None
    found: Outcome = Outcome.EXACT


NOWHERE: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """A quantified target; ``task`` is a task id. ``inherited``: its year or name stands in words before it. ``span`` is where it
    stands in the canonical text."""

    id: str
    policy: str
    provision: str | None
    task: str | None
    name: str
    operator: str
    value: float
    unit: str
    by: str | None
    quote: str
    inherited: bool = False
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class AnnotationRecord:
    """A remark on a span of the canonical text, with what is needed to find the span again.

    ``prefix`` and ``suffix`` are up to 32 characters around ``quote``. ``reviewer`` is a reviewer id. ``origin`` is the annotation
    of an older version that it was carried over from, ``found`` how its place was found again and ``confidence`` how surely (0 to
    1; ``None`` when a person said so). An orphan keeps its old words; its span is empty and lies where it would stand.
    """

    id: str
    policy: str
    provision: str | None
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    kind: AnnotationKind
    body: str
    reviewer: str
    created: dt.datetime
    modified: dt.datetime
    resolved: bool = False
    origin: str | None = None
    found: Outcome = Outcome.EXACT
    confidence: float | None = None

    @property
    def span(self) -> Span:
        """Where the remark stands in the canonical text."""
        return Span(self.start, self.end)

    @property
    def placed(self) -> bool:
        """Whether it has a place in the text; an orphan has none until a reviewer gives it one."""
        return self.found is not Outcome.ORPHAN

    @property
    def anchor(self) -> Anchor:
        """What is kept to find its place again."""
        return Anchor(self.provision, self.span, self.quote, self.prefix, self.suffix)


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """An answer in an annotation's thread."""

    id: str
    annotation: str
    body: str
    reviewer: str
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class TagRecord:
    """A label of the shared codebook; ``color`` is ``#RRGGBB``. The id follows from the name, so equal tags add up."""

    id: str
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class TagUseRecord:
    """A tag on an annotation."""

    id: str
    annotation: str
    tag: str


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A record that shows how tasks or clauses are carried out; ``EvidenceUseRecord`` says which ones."""

    id: str
    policy: str
    type: EvidenceType
    title: str
    source: str
    doc_number: str
    date: dt.date | None
    period: str
    original: bool
    quote: str
    note: str
    reviewer: str
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class EvidenceUseRecord:
    """That a piece of evidence serves a task or a provision: exactly one of the two is set.

    One that was carried over from an older version has its ``origin``; an orphan, whose task or provision is gone, has neither.
    """

    id: str
    evidence: str
    policy: str
    task: str | None
    provision: str | None
    origin: str | None = None
    found: Outcome = Outcome.EXACT


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A file kept inside the workspace; its bytes are found by ``sha256``. ``size`` in bytes."""

    id: str
    evidence: str
    name: str
    sha256: str
    size: int
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """One reviewer's judgement of one task, on three axes.

    ``progress`` is ``None`` until it is said, ``percent`` is 0 to 100; ``agreed`` marks an adjudicated judgement.
    One that was carried over from an older version has its ``origin``; an orphan, whose task is gone, has an empty ``task``.
    """

    id: str
    task: str
    policy: str
    reviewer: str
    progress: Progress | None
    percent: int | None
    verdict: Verdict
    reason: Reason | None
    state: ReviewState
    note: str
    modified: dt.datetime
    agreed: bool = False
    origin: str | None = None
    found: Outcome = Outcome.EXACT


@dataclass(frozen=True, slots=True)
class Orphan:
    """What was carried over from an older version and has no place in the new one.

    ``record`` is an orphaned annotation, link, use of evidence or assessment. ``task`` and ``provision`` are what it hung on in the
    old version, as far as they are known.
    """

    family: Family
    record: AnnotationRecord | LinkRecord | EvidenceUseRecord | AssessmentRecord
    task: TaskRecord | None
    provision: Provision | None


@dataclass(frozen=True, slots=True)
class ReviewerRecord:
    """Somebody who writes."""

    id: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class WriterRecord:
    """One session of one reviewer on one machine; ``Change.writer`` is its id. Imported records have the writer ``import``."""

    id: str
    reviewer: str
    person: str
    machine: str
    started: dt.datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded write: the fields set on one record, and the heads of its history the writer had seen.

    ``clock`` is a hybrid logical clock (milliseconds since 1970 shifted left by 16, plus a counter); it orders and breaks ties,
    nothing more. ``label`` is a phrase key (``change.annotation.add``). Changes of one action share a ``batch``.
    """

    id: str
    clock: int
    writer: str
    family: Family
    record: str
    parents: tuple[str, ...]
    patch: dict[str, object]
    label: str
    batch: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a write touched: which families and records, and of which policies. Views refresh by it."""

    families: frozenset[Family] = frozenset()
    records: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.families | other.families, self.records | other.records, self.policies | other.policies)


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome of one action: its changes, the values they replaced, and what was touched.

    ``before`` holds, per change and in the same order, the old values of exactly the fields that the change set (for a record
    that did not exist, ``{"deleted": True}``). ``subject`` names the thing written for the menu, e.g. the quote's first characters.
    """

    batch: str
    label: str
    subject: str
    changes: tuple[Change, ...]
    before: tuple[dict[str, object], ...]
    touched: Touched
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RowsWritten(Written):
    """The outcome of taking in the rows of a sheet, with how many of them were new, changed, here already as they are, or here in
    words of a reviewer's own, which stay (``kept``)."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One record to be written: ``fields`` are column names and plain JSON values. An unknown record is created."""

    family: Family
    record: str
    fields: dict[str, object] = field(default_factory=dict)
