"""Proving that a workspace is what its history says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Row

from policy.identity import text_sha256
from policy.places import Outcome
from storage import attachments, schema, search_index
from storage.backup import duplicate
from storage.changes import COLUMNS, digest, from_row
from storage.clock import Clock
from storage.connect import Connection, pragma, settle
from storage.contents import provisions_of
from storage.errors import StorageError
from storage.faults import real_path, translated
from storage.gate_copy import PrivateFolder
from storage.history import HistoryRepository
from storage.history_write import SELECT_CHANGES
from storage.opening import open_reading
from storage.pace import Pace
from storage.records import Change, Family
from storage.schema import TABLES
from storage.shape import strange_parts
from storage.store import Store
from storage.vetting import fits
from storage.watch import Watch, part, unwatched

# After how many changes the watch hears of them.
_OFTEN = 1_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be; the sentence stands under ``problem.<code>`` with these facts."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def phrase(self) -> str:
        """The key of the sentence that the facts fill."""
        return f"problem.{self.code}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``changes``, ``records`` and ``attachments`` were looked at."""

    problems: tuple[Problem, ...]
    changes: int
    records: int
    attachments: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def check(path: Path, watch: Watch = unwatched) -> CheckReport:
    """Check the file's pages, every change's hash, every row against its history, anchors against texts, attachments and the index.

    What is checked is a copy of one moment, so that whoever has the workspace open can write on. Raises ``StorageError`` when the
    file cannot be opened as a workspace at all, and what ``watch`` raises.
    """
    with (
        translated(path.name),
        closing(PrivateFolder()) as folder,
        closing(_copied(path, folder.path, part(watch, 0.0, 0.1))) as copy,
        Pace(watch).part(0.1, 1.0).over(copy) as pace,
    ):
        return _Check(copy, pace).report()


def _copied(path: Path, folder: Path, watch: Watch) -> Connection:
    """A connection to a copy of the workspace in ``folder``, damaged where the workspace is."""
    with closing(open_reading(real_path(path))) as conn:
        return settle(duplicate(conn, folder / "copy.clausedesk", watch))


def complaint(conn: Connection) -> str:
    """The first thing that SQLite has to say against the pages of a file; ``ok`` when there is none."""
    try:
        return str(pragma(conn, "integrity_check"))
    except StorageError as error:
        return str(error.__cause__ or error.code)


def check_connection(conn: Connection) -> CheckReport:
    """What ``check`` finds through this connection, which nobody else writes through meanwhile."""
    return _Check(conn, Pace(unwatched)).report()


def without_history(conn: Connection, changes: list[Change]) -> set[str]:
    """The records whose history is not all there: rows of which no change tells, and changes whose parents are gone."""
    known = {change.id for change in changes}
    known.update(row[0] for row in conn.execute(f'SELECT change FROM "{schema.OMITTED}"').fetchall())
    told = {change.record for change in changes}
    rows = {row[0] for table in TABLES.values() for row in conn.execute(f'SELECT id FROM "{table.name}"').fetchall()}
    return (rows - told) | {change.record for change in changes if not known.issuperset(change.parents)}


def _readable(provisions: str) -> bool:
    try:
        return bool(provisions_of(provisions)) or provisions == "[]"
    except (ValueError, TypeError):
        return False


def sound_changes(conn: Connection, watch: Watch = unwatched) -> tuple[list[Change], set[str]]:
    """The changes that can be read with their right hash, and the records that have others. Raises what ``watch`` raises."""
    sound: list[Change] = []
    altered: set[str] = set()
    rows = conn.execute(f"{SELECT_CHANGES} ORDER BY seq").fetchall()
    for number, row in enumerate(rows):
        if not number % _OFTEN:
            watch(number / len(rows))
        change = _read(row)
        if change is None:
            altered.add(str(row["record"]))
        else:
            sound.append(change)
    return sound, altered


def _read(row: Row) -> Change | None:
    if digest(tuple(row)) != row["sha256"]:
        return None
    try:
        change = from_row(tuple(row))
        fits(change)
    except (ValueError, StorageError):
        return None
    return change


@dataclass(frozen=True, slots=True)
class Altered:
    """A change whose hash is not right, or that nothing can be made of; ``patch`` is what it says, as it stands."""

    id: str
    record: str
    patch: str


def altered_changes(conn: Connection, table: str) -> tuple[Altered, ...]:
    """The altered changes of the history, or of what was set aside of it."""
    rows = conn.execute(f'SELECT {", ".join(COLUMNS)} FROM "{table}"').fetchall()
    return tuple(Altered(str(row["id"]), str(row["record"]), str(row["patch"])) for row in rows if _read(row) is None)


class _Check:
    """One run over one connection."""

    def __init__(self, conn: Connection, pace: Pace) -> None:
        self._conn = conn
        self._pace = pace
        self._history = HistoryRepository(Store(conn, Clock(), None))

    def report(self) -> CheckReport:
        """Run everything; where pages are damaged so that SQLite gives up, that alone is said."""
        try:
            return self._whole_report()
        except StorageError as error:
            if error.code != "damaged":
                raise
            return CheckReport((Problem("pages_damaged", (("detail", complaint(self._conn)),)),), 0, 0, 0)

    def _whole_report(self) -> CheckReport:
        # In a file of another shape nothing else can be relied on.
        strange = strange_parts(self._conn)
        if strange:
            return CheckReport((Problem("schema_differs", (("names", ", ".join(strange)),)),), 0, 0, 0)
        changes, altered = sound_changes(self._conn, part(self._pace.watch, 0.0, 0.5))
        parts = (
            self._pages(),
            (Problem("change_altered", (("record", record),)) for record in sorted(altered)),
            self._aside(),
            self._rows(changes, altered),
            self._texts(),
            self._anchors(),
            self._attachments(),
            self._index(),
        )
        problems: list[Problem] = []
        for number, found in enumerate(parts, start=1):
            problems += found
            self._pace.reach(0.5 + 0.5 * number / len(parts))
        records = len({change.record for change in changes})
        files = self._conn.execute(f'SELECT count(*) FROM "{schema.BLOB}"').fetchone()[0]
        return CheckReport(tuple(problems), len(changes), records, files)

    def _pages(self) -> Iterator[Problem]:
        for row in self._conn.execute("PRAGMA integrity_check").fetchall():
            if row[0] != "ok":
                yield Problem("pages_damaged", (("detail", row[0]),))
        for row in self._conn.execute("PRAGMA foreign_key_check").fetchall():
            yield Problem("reference_missing", (("table", row[0]), ("parent", row[2])))

    def _aside(self) -> Iterator[Problem]:
        for one in altered_changes(self._conn, schema.ASIDE):
            yield Problem("aside_altered", (("record", one.record),))
        sql = f'SELECT count(*) FROM "{schema.OMITTED}" WHERE change IN (SELECT id FROM "{schema.CHANGE}")'
        here = self._conn.execute(sql).fetchone()[0]
        if here:
            yield Problem("omitted_here", (("count", here),))

    def _rows(self, changes: list[Change], altered: set[str]) -> Iterator[Problem]:
        lost = without_history(self._conn, changes) - altered
        for record in sorted(lost):
            yield Problem("history_missing", (("record", record),))
        for family, record in self._history.differing(changes):
            if record not in altered | lost:
                yield Problem("row_differs", (("family", family.value), ("record", record)))

    def _texts(self) -> Iterator[Problem]:
        sources = {row[0] for row in self._conn.execute(f'SELECT policy FROM "{schema.POLICY_SOURCE}"').fetchall()}
        for row in self._conn.execute(f'SELECT policy, sha256, text, provisions FROM "{schema.POLICY_TEXT}"').fetchall():
            whole = row["policy"] in sources and _readable(row["provisions"])
            if not whole or text_sha256(row["text"]) != row["sha256"]:
                yield Problem("text_altered", (("policy", row["policy"]),))
        for row in self._conn.execute(f'SELECT policy, sha256, bytes FROM "{schema.POLICY_SOURCE}"'):
            if hashlib.sha256(row["bytes"]).hexdigest() != row["sha256"]:
                yield Problem("text_altered", (("policy", row["policy"]),))

    def _anchors(self) -> Iterator[Problem]:
        sql = (
            f'SELECT a.id, a.quote, substr(t.text, a.start + 1, a."end" - a.start) AS found FROM "{Family.ANNOTATION.value}" a '
            f'LEFT JOIN "{schema.POLICY_TEXT}" t ON t.policy = a.policy '
            f"WHERE a.deleted = 0 AND a.found <> '{Outcome.ORPHAN.value}'"
        )
        for row in self._conn.execute(sql).fetchall():
            if row["quote"] != row["found"]:
                yield Problem("anchor_differs", (("record", row["id"]), ("quote", row["quote"])))

    def _attachments(self) -> Iterator[Problem]:
        for row in self._conn.execute(f'SELECT sha256, size FROM "{schema.BLOB}"').fetchall():
            content, size = hashlib.sha256(), 0
            for piece in attachments.chunks(self._conn, row["sha256"]):
                content.update(piece)
                size += len(piece)
                self._pace.beat()
            if content.hexdigest() != row["sha256"] or size != row["size"]:
                yield Problem("attachment_damaged", (("sha256", row["sha256"]),))
        stored = f'SELECT sha256 FROM "{schema.BLOB}"'
        # Bytes that a package left out on purpose are not missing.
        left_out = f'SELECT change FROM "{schema.OMITTED}"'
        missing = f"sha256 NOT IN ({stored}) AND sha256 NOT IN ({left_out})"
        sql = f'SELECT name FROM "{Family.ATTACHMENT.value}" WHERE deleted = 0 AND {missing}'
        for row in self._conn.execute(sql).fetchall():
            yield Problem("attachment_missing", (("name", row["name"]),))

    def _index(self) -> Iterator[Problem]:
        for family in search_index.INDEXED:
            sql = f'SELECT count(*) FROM "{family.value}" WHERE id NOT IN (SELECT record FROM "{schema.SEARCH_DOC}")'
            missing = self._conn.execute(sql).fetchone()[0]
            if missing:
                yield Problem("index_incomplete", (("family", family.value), ("count", missing)))
