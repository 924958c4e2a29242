"""The names of all tables and the columns of every family: the only place that knows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType

from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import TaskSource, TimingKind
from policy.places import Outcome
from storage.records import AnnotationKind, EvidenceType, Family, LinkState

CHANGE = "change"
CONFLICT = "conflict"
MERGE = "merge"
ASIDE = "change_aside"
OMITTED = "omitted"
WRITER = "writer"
POLICY_TEXT = "policy_text"
POLICY_SOURCE = "policy_source"
BLOB = "blob"
BLOB_CHUNK = "blob_chunk"
SEARCH_DOC = "search_doc"
SEARCH_INDEX = "search_index"
MIGRATIONS = "_sqlite_migrations"
MIGRATION_SET = "clausedesk"


class Kind(Enum):
    """What a column holds; dates and times are ISO text, lists are JSON."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    REAL = "REAL"
    FLAG = "FLAG"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a family: ``default`` is what a record has whose history never set it; ``choices`` limits text."""

    name: str
    kind: Kind
    default: object
    choices: frozenset[str] | None = None

    @property
    def optional(self) -> bool:
        """Whether ``None`` may stand in it."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Table:
    """The current rows of one family. Every table also has ``id`` and ``deleted``."""

    family: Family
    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All column names in the order of the table."""
        return ("id", "deleted", *(column.name for column in self.columns))


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.TEXT, "") for name in names)


def _maybe(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.TEXT, None) for name in names)


def _enum(name: str, choices: type[StrEnum], default: StrEnum | None) -> Column:
    return Column(name, Kind.TEXT, default.value if default else None, frozenset(member.value for member in choices))


def _flag(name: str) -> Column:
    return Column(name, Kind.FLAG, False)


def _number(name: str, kind: Kind, default: float | None) -> Column:
    return Column(name, kind, default)


def _lists(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.JSON, []) for name in names)


def _carried() -> tuple[Column, ...]:
    """What a record says that was carried over from another version of its policy: from which one, and how its place was found."""
    return (*_maybe("origin"), _enum("found", Outcome, Outcome.EXACT))


def _table(family: Family, *columns: Column | Iterable[Column]) -> Table:
    flat: list[Column] = []
    for column in columns:
        flat.extend([column] if isinstance(column, Column) else column)
    return Table(family, family.value, tuple(flat))


_ALL = (
    _table(
        Family.POLICY,
        _texts("title"),
        _maybe("doc_number", "issuer", "addressees", "date", "citation_code", "source_url", "annex_title"),
        _maybe("replaces", "joined"),
        _flag("blind"),
    ),
    _table(
        Family.TASK,
        _texts("policy", "eid"),
        _number("position", Kind.REAL, 0.0),
        _number("number", Kind.INTEGER, None),
        _maybe("category", "title"),
        _texts("text"),
        _lists("departments"),
        _texts("departments_raw"),
        _flag("open_ended"),
        _maybe("timing"),
        _enum("timing_kind", TimingKind, TimingKind.UNKNOWN),
        _flag("starts_only"),
        _maybe("start", "due"),
        _enum("source", TaskSource, TaskSource.MANUAL),
        _number("confidence", Kind.REAL, 1.0),
        _lists("doubts", "spans"),
    ),
    _table(
        Family.LINK,
        _texts("policy", "task", "provision"),
        _number("score", Kind.REAL, 0.0),
        _enum("state", LinkState, LinkState.SUGGESTED),
        _carried(),
    ),
    _table(
        Family.INDICATOR,
        _texts("policy"),
        _maybe("provision", "task"),
        _texts("name", "operator"),
        _number("value", Kind.REAL, 0.0),
        _texts("unit"),
        _maybe("by"),
        _texts("quote"),
        _number("start", Kind.INTEGER, 0),
        _number("end", Kind.INTEGER, 0),
        _flag("inherited"),
    ),
    _table(
        Family.ANNOTATION,
        _texts("policy"),
        _maybe("provision"),
        _number("start", Kind.INTEGER, 0),
        _number("end", Kind.INTEGER, 0),
        _texts("quote", "prefix", "suffix"),
        _enum("kind", AnnotationKind, AnnotationKind.COMMENT),
        _texts("body", "reviewer", "created", "modified"),
        _flag("resolved"),
        _carried(),
        _number("confidence", Kind.REAL, None),
    ),
    _table(Family.REPLY, _texts("policy", "annotation", "body", "reviewer", "created")),
    _table(Family.TAG, _texts("name", "color")),
    _table(Family.TAG_USE, _texts("policy", "annotation", "tag")),
    _table(
        Family.EVIDENCE,
        _texts("policy"),
        _enum("type", EvidenceType, EvidenceType.OTHER),
        _texts("title", "source", "doc_number"),
        _maybe("date"),
        _texts("period"),
        _flag("original"),
        _texts("quote", "note", "reviewer", "created"),
    ),
    _table(Family.EVIDENCE_USE, _texts("policy", "evidence"), _maybe("task", "provision"), _carried()),
    _table(Family.ATTACHMENT, _texts("policy", "evidence", "name", "sha256"), _number("size", Kind.INTEGER, 0), _texts("created")),
    _table(
        Family.ASSESSMENT,
        _texts("policy", "task", "reviewer"),
        _enum("progress", Progress, None),
        _number("percent", Kind.INTEGER, None),
        _enum("verdict", Verdict, Verdict.UNCHECKED),
        _enum("reason", Reason, None),
        _enum("state", ReviewState, ReviewState.PENDING),
        _texts("note", "modified"),
        _flag("agreed"),
        _carried(),
    ),
    _table(Family.REVIEWER, _texts("name", "organisation")),
)

TABLES = MappingProxyType({table.family: table for table in _ALL})
