"""Which records a package gives, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Row

from storage import schema
from storage.changes import canonical
from storage.connect import Connection
from storage.records import Family
from storage.schema import TABLES
from storage.twin_sides import roots


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shared: of which policies, by which reviewers, and annotations with which tags (ids; ``None`` is all of them).

    Of chosen policies the text, tasks, links and indicators always come along; reviewers choose annotations, replies, evidence and
    assessments; tags choose annotations only. ``files`` says whether the bytes of attached files come too.
    """

    policies: frozenset[str] | None = None
    reviewers: frozenset[str] | None = None
    tags: frozenset[str] | None = None
    files: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """The records that are given as they are, those that are given as deleted only, and of which policies the texts come along.

    ``attachments`` are the size in bytes of attached files by their hash.
    """

    shown: Mapping[Family, frozenset[str]]
    gone: frozenset[str]
    texts: tuple[str, ...]
    attachments: Mapping[str, int]


Rows = Mapping[str, Row]


def choose(conn: Connection, selection: Selection) -> Chosen:
    """The records of a selection as they stand now. What is hidden with something deleted is not given at all."""
    return _Choice(conn, selection).chosen()


class _Choice:
    """Goes through the families from the policies down, each by what was chosen above it."""

    def __init__(self, conn: Connection, selection: Selection) -> None:
        self._selection = selection
        self._roots = roots(conn)
        self._rows: dict[Family, Rows] = {}
        for family, table in TABLES.items():
            names = ", ".join(f'"{name}"' for name in table.names if name in _NEEDED)
            found = conn.execute(f'SELECT {names} FROM "{family.value}"').fetchall()
            self._rows[family] = {row["id"]: row for row in found}
        self._shown: dict[Family, set[str]] = {family: set() for family in Family}
        self._gone: set[str] = set()

    def chosen(self) -> Chosen:
        """See ``choose``."""
        self._policies()
        self._tags()
        for family in (Family.TASK, Family.LINK, Family.INDICATOR, Family.ANNOTATION, Family.REPLY, Family.TAG_USE):
            self._take(family)
        for family in (Family.EVIDENCE, Family.EVIDENCE_USE, Family.ATTACHMENT, Family.ASSESSMENT):
            self._take(family)
        self._used_tags()
        self._reviewers()
        files = self._rows[Family.ATTACHMENT]
        return Chosen(
            {family: frozenset(records) for family, records in self._shown.items()},
            frozenset(self._gone),
            tuple(sorted(self._shown[Family.POLICY])),
            {files[key]["sha256"]: files[key]["size"] for key in self._shown[Family.ATTACHMENT]},
        )

    def _policies(self) -> None:
        wanted = self._selection.policies
        for key, row in self._rows[Family.POLICY].items():
            # A policy that was joined into another one goes with it.
            if wanted is None or key in wanted or self._roots.get(key) in wanted:
                self._put(Family.POLICY, row)

    def _tags(self) -> None:
        """By annotation the tags on it; a deleted one keeps those that it had, since its deletion must be told of."""
        self._tagged: dict[str, set[str]] = {}
        for use in self._rows[Family.TAG_USE].values():
            if not use["deleted"] or self._is_gone(Family.ANNOTATION, use["annotation"]):
                self._tagged.setdefault(use["annotation"], set()).add(use["tag"])

    def _take(self, family: Family) -> None:
        for row in self._rows[family].values():
            if self._fits(family, row):
                self._put(family, row)

    def _put(self, family: Family, row: Row) -> None:
        if row["deleted"]:
            self._gone.add(row["id"])
        else:
            self._shown[family].add(row["id"])

    def _fits(self, family: Family, row: Row) -> bool:
        # Of what is known only as deleted nobody can say where it belonged.
        if row["deleted"] and not row["policy"]:
            return True
        return row["policy"] in self._shown[Family.POLICY] and self._by(row) and _FITS[family](self, row)

    def _by(self, row: Row) -> bool:
        """Whether a record that belongs to a reviewer belongs to one of the chosen."""
        wanted = self._selection.reviewers
        return wanted is None or "reviewer" not in row.keys() or row["reviewer"] in wanted  # noqa: SIM118 - a row is no mapping

    def _is_gone(self, family: Family, record: str) -> bool:
        row = self._rows[family].get(record)
        return row is not None and bool(row["deleted"])

    def of_task(self, row: Row) -> bool:
        """Whether the task is not deleted that a record belongs to, if it belongs to one."""
        return not row["task"] or not self._is_gone(Family.TASK, row["task"])

    def tagged(self, row: Row) -> bool:
        """Whether an annotation has one of the chosen tags."""
        wanted = self._selection.tags
        return wanted is None or bool(wanted & self._tagged.get(row["id"], set()))

    def in_thread(self, row: Row) -> bool:
        """Whether the annotation that a reply answers is there to be seen; whose it is does not matter."""
        owner = self._rows[Family.ANNOTATION].get(row["annotation"])
        return owner is not None and not owner["deleted"] and self.tagged(owner)

    def on_shown(self, row: Row) -> bool:
        """Whether a tag is on an annotation that is given, and is not deleted itself."""
        return row["annotation"] in self._shown[Family.ANNOTATION] and not self._is_gone(Family.TAG, row["tag"])

    def of_evidence(self, row: Row) -> bool:
        """Whether the evidence is given, and the task is there if there is one."""
        return row["evidence"] in self._shown[Family.EVIDENCE] and self.of_task(row)

    def attached(self, row: Row) -> bool:
        """Whether the evidence is given that a file is attached to."""
        return row["evidence"] in self._shown[Family.EVIDENCE]

    def _used_tags(self) -> None:
        used = {self._rows[Family.TAG_USE][key]["tag"] for key in self._shown[Family.TAG_USE]}
        wanted = self._selection.tags
        for key, row in self._rows[Family.TAG].items():
            if wanted is None or key in used or key in wanted:
                self._put(Family.TAG, row)

    def _reviewers(self) -> None:
        wanted = self._selection.reviewers
        named = {
            self._rows[family][key]["reviewer"]
            for family in (Family.ANNOTATION, Family.REPLY, Family.EVIDENCE, Family.ASSESSMENT)
            for key in self._shown[family]
        }
        for key, row in self._rows[Family.REVIEWER].items():
            if wanted is None or key in wanted or key in named:
                self._put(Family.REVIEWER, row)


_NEEDED = frozenset(
    {"id", "deleted", "policy", "task", "annotation", "tag", "evidence", "reviewer", "sha256", "size"}
)  # fmt: skip


def _always(choice: _Choice, row: Row) -> bool:
    return True


_FITS = {
    Family.TASK: _always,
    Family.LINK: _Choice.of_task,
    Family.INDICATOR: _always,
    Family.ANNOTATION: _Choice.tagged,
    Family.REPLY: _Choice.in_thread,
    Family.TAG_USE: _Choice.on_shown,
    Family.EVIDENCE: _always,
    Family.EVIDENCE_USE: _Choice.of_evidence,
    Family.ATTACHMENT: _Choice.attached,
    Family.ASSESSMENT: _Choice.of_task,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, with how many records belong to it."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that could come along."""

    policy: str
    reviewer: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from. Counts: annotations, evidence and assessments of a policy; these and replies of a reviewer;
    annotations with a tag."""

    policies: tuple[Choice, ...]
    reviewers: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    files: tuple[AttachedFile, ...]

    def size(self, selection: Selection) -> int:
        """The bytes of the files that a selection takes along, each content counted once."""
        wanted = {
            file.sha256: file.size
            for file in self.files
            if (selection.policies is None or file.policy in selection.policies)
            and (selection.reviewers is None or file.reviewer in selection.reviewers)
        }
        return sum(wanted.values()) if selection.files else 0


def offer(conn: Connection) -> Offer:
    """What a workspace offers to choose from, by name; what stands on removed policies, and on those that were joined into another
    one that has it too, is not counted."""
    joined = roots(conn)
    here = conn.execute(f'SELECT id FROM "{Family.POLICY.value}" WHERE deleted = 0').fetchall()
    shown = (canonical(sorted(row["id"] for row in here if row["id"] not in joined)),)
    living = "policy IN (SELECT value FROM json_each(?)) AND deleted = 0"
    threads = f'annotation IN (SELECT id FROM "{Family.ANNOTATION.value}" WHERE deleted = 0)'
    tasks = f'task NOT IN (SELECT id FROM "{Family.TASK.value}" WHERE deleted = 1)'
    by_policy: dict[str, int] = {}
    by_reviewer: dict[str, int] = {}
    for family in (Family.ANNOTATION, Family.EVIDENCE, Family.ASSESSMENT, Family.REPLY):
        hidden = {Family.REPLY: f" AND {threads}", Family.ASSESSMENT: f" AND {tasks}"}.get(family, "")
        sql = f'SELECT policy, reviewer, count(*) FROM "{family.value}" WHERE {living}{hidden} GROUP BY policy, reviewer'
        for policy, reviewer, count in conn.execute(sql, shown).fetchall():
            by_reviewer[reviewer] = by_reviewer.get(reviewer, 0) + count
            if family is not Family.REPLY:
                by_policy[policy] = by_policy.get(policy, 0) + count
    tagged = f'SELECT tag, count(*) FROM "{Family.TAG_USE.value}" WHERE {living} AND {threads} GROUP BY tag'
    by_tag = dict(conn.execute(tagged, shown).fetchall())
    titles = (
        f'SELECT id, title FROM "{Family.POLICY.value}" '
        f'WHERE id IN (SELECT value FROM json_each(?)) AND id IN (SELECT policy FROM "{schema.POLICY_TEXT}")'
    )
    named = 'SELECT id, name FROM "{}" WHERE deleted = 0 ORDER BY name, id'
    files = (
        f'SELECT e.policy, e.reviewer, a.sha256, a.size FROM "{Family.ATTACHMENT.value}" a '
        f'JOIN "{Family.EVIDENCE.value}" e ON e.id = a.evidence '
        "WHERE a.deleted = 0 AND e.deleted = 0 AND e.policy IN (SELECT value FROM json_each(?))"
    )
    return Offer(
        _choices(conn.execute(titles, shown), by_policy),
        _choices(conn.execute(named.format(Family.REVIEWER.value)), by_reviewer),
        _choices(conn.execute(named.format(Family.TAG.value)), by_tag),
        tuple(AttachedFile(*row) for row in conn.execute(files, shown).fetchall()),
    )


def _choices(named: Iterable[Row], counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(key, name, counts.get(key, 0)) for key, name in named)
