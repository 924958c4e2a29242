"""The frozen records of one imported policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of canonical text: code points, ``end`` exclusive."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class ProvisionKind(StrEnum):
    """The units of an outline (domain glossary: Provision)."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    CLAUSE = "clause"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    ANNEX = "annex"


class Role(StrEnum):
    """What a department does in a task: 牵头, 会同/配合, 负责."""

    LEAD = "lead"
    JOINT = "joint"
    RESPONSIBLE = "responsible"


class TimingKind(StrEnum):
    """What a timing phrase means; the phrase itself is always kept as written."""

    QUARTER = "quarter"
    QUARTER_START = "quarter_start"
    YEAR_END = "year_end"
    YEAR_END_START = "year_end_start"
    YEAR_END_DONE = "year_end_done"
    STUDY_THEN = "study_then"
    ROLLING = "rolling"
    CONTINUOUS = "continuous"
    CONDITIONAL = "conditional"
    BY_DATE = "by_date"
    WITHIN_PERIOD = "within_period"
    UNKNOWN = "unknown"


class TaskSource(StrEnum):
    """Where a task was found: in the annex's table, at the end of a clause, or written by a reviewer."""

    TABLE = "table"
    INLINE = "inline"
    MANUAL = "manual"


class DoubtKind(StrEnum):
    """Why a task is not certain; each has a sentence in ``labels.json`` under ``doubt.<value>``."""

    BOUNDARY = "boundary"
    UNKNOWN_DEPARTMENT = "unknown_department"
    NO_DEPARTMENT = "no_department"
    NO_TIMING = "no_timing"
    UNKNOWN_TIMING = "unknown_timing"
    NO_TEXT = "no_text"
    NUMBER_GAP = "number_gap"
    NUMBER_REPEATED = "number_repeated"
    NO_CLAUSE = "no_clause"


class FindingKind(StrEnum):
    """What the reader noticed about the document; sentence under ``finding.<value>`` in ``labels.json``."""

    NO_TITLE = "no_title"
    NO_OUTLINE = "no_outline"
    NO_TASKS = "no_tasks"
    STATUS_STATED = "status_stated"
    NUMBER_MISSING = "number_missing"
    NUMBER_REPEATED = "number_repeated"
    ROW_UNCERTAIN = "row_uncertain"
    CLAUSE_WITHOUT_TASK = "clause_without_task"
    TASK_WITHOUT_CLAUSE = "task_without_clause"
    PAGES_WITHOUT_TEXT = "pages_without_text"
    TEXT_RECOGNISED = "text_recognised"
    CHANGES_ACCEPTED = "changes_accepted"
    HIDDEN_LEFT_OUT = "hidden_left_out"
    NOTES_LEFT_OUT = "notes_left_out"
    PICTURES_LEFT_OUT = "pictures_left_out"
    CONTENTS_LEFT_OUT = "contents_left_out"
    DEPARTMENTS_DIFFER = "departments_differ"
    LEAD_DIFFERS = "lead_differs"
    DEADLINE_DIFFERS = "deadline_differs"
    WORDING_DIFFERS = "wording_differs"
    TARGETS_CONTRADICT = "targets_contradict"
    DEPARTMENT_UNKNOWN = "department_unknown"
    DEPARTMENT_RENAMED = "department_renamed"
    DEPARTMENT_OUT_OF_TIME = "department_out_of_time"


@dataclass(frozen=True, slots=True)
class Provision:
    """A unit of the outline. ``start``/``end`` are code points of the canonical text and cover its children too.

    ``number`` is the marker as written (``一``, ``（四）``, ``第三条``, ``1.``), ``parent`` the eId of the unit above.
    """

    eid: str
    kind: ProvisionKind
    number: str | None
    heading: str | None
    parent: str | None
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The unit with all that stands below it."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Department:
    """A body that carries a task, named as the document names it."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a timing phrase, e.g. ``2013年研究`` of ``2013年研究，2014年启动``."""

    phrase: str
    start: dt.date | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Timing:
    """A timing phrase and its meaning. ``due`` is the latest day for the action named; ``starts_only`` marks 启动 phrases,
    whose deadline is to begin: such a task is not late because it is not finished."""

    phrase: str
    kind: TimingKind
    start: dt.date | None = None
    due: dt.date | None = None
    starts_only: bool = False
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """A suggested tie between a task and the clause it carries out; ``score`` from 0 to 1."""

    provision: str
    score: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason for low confidence, with the words it is about."""

    kind: DoubtKind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the task annex, or a sentence that says who does what by when.

    ``spans`` are the stretches of canonical text the row was read from, in order (a row may be cut by a page header);
    ``departments_raw`` is the cell as written without line breaks; ``departments`` are the named bodies in order.
    """

    eid: str
    number: int | None
    category: str | None
    title: str | None
    text: str
    departments: tuple[Department, ...]
    departments_raw: str
    open_ended: bool
    timing: Timing | None
    source: TaskSource
    clauses: tuple[ClauseLink, ...]
    confidence: float
    doubts: tuple[Doubt, ...]
    spans: tuple[Span, ...]

    @property
    def lead(self) -> tuple[str, ...]:
        """The names of the departments that lead, in order."""
        return tuple(d.name for d in self.departments if d.role is Role.LEAD)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantified target. ``operator`` is one of ``>= > <= < =``; ``by`` a year or date as ISO text (``2015``).

    ``inherited`` is whether the year or the name stands in words before this number and not beside it.
    """

    provision: str | None
    task: str | None
    name: str
    operator: str
    value: float
    unit: str
    by: str | None
    quote: str
    span: Span
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reviewer should look at. ``facts`` fill the braces of the sentence."""

    kind: FindingKind
    provision: str | None = None
    task: str | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stands around the outline; ``None`` where the document does not say it."""

    title: str
    doc_number: str | None = None
    issuer: str | None = None
    addressees: str | None = None
    date: dt.date | None = None
    citation_code: str | None = None
    source_url: str | None = None
    annex_title: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One imported document. ``id`` is the UUIDv5 of the canonical text's SHA-256, so equal texts have equal ids."""

    id: str
    text: str
    sha256: str
    metadata: Metadata
    provisions: tuple[Provision, ...]
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
