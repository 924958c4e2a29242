"""The engine under the repositories: reads, and actions that write history and rows in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Row
from types import MappingProxyType

from storage import schema
from storage.attachments import Prepared, keep
from storage.changes import ChangeRow
from storage.clock import Clock, uuid7
from storage.connect import Connection, writing
from storage.errors import StorageError
from storage.history_write import Appender, Made, Outcome, made, take_in
from storage.records import Change, Draft, Family, ReviewerRecord, Touched, Written

UNDO = "change.undo"
REDO = "change.redo"


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes in this session: ``writer`` is fresh per session, since a copied file copies every id in it."""

    reviewer: ReviewerRecord
    writer: str
    machine: str


class Action:
    """One action being written: put drafts, then read ``written`` when the transaction is over."""

    def __init__(self, store: Store, label: str, subject: str, touched: Touched) -> None:
        self.at = store.clock.now()
        self.batch = uuid7()
        self._store = store
        self._label = label
        self._subject = subject
        self._outcome = Outcome(touched=touched)

    def following(self, label: str, subject: str) -> Action:
        """Another action, in the same transaction, that can be taken back by itself."""
        return Action(self._store, label, subject, Touched())

    @property
    def conn(self) -> Connection:
        """The connection, for contents that stand outside the history."""
        return self._store.conn

    def put(self, drafts: Sequence[Draft]) -> None:
        """Write drafts as changes by this session's writer."""
        appender = Appender(self.conn, self._store.clock, self._store.me.writer, (self._label, self.batch))
        self._outcome += appender.append(drafts)

    def add_foreign(
        self,
        changes: Sequence[tuple[Change, ChangeRow]],
        before: Mapping[str, dict[str, object]] = MappingProxyType({}),
        ready: Made | None = None,
    ) -> None:
        """Add changes that are the same on every machine (an import's) as they are; those already here are left out.

        ``before`` holds, by record, what stood there before a change that is not the first of its record. ``ready`` is what
        ``made`` makes of the changes, for who made it before the transaction, when nobody had to wait for it.
        """
        fresh, touched = take_in(self.conn, changes, made([change for change, _ in changes]) if ready is None else ready)
        self._outcome += Outcome(fresh, [before.get(change.record) or _made(change) for change in fresh], touched)

    @property
    def written(self) -> Written:
        """What was written."""
        done = self._outcome
        return Written(self.batch, self._label, self._subject, tuple(done.changes), tuple(done.before), done.touched, self.at)


def _made(change: Change) -> dict[str, object]:
    return {"deleted": True} if not change.parents else {}


class Store:
    """One connection with who writes through it. ``author`` is ``None`` when the workspace is open for reading only."""

    def __init__(self, conn: Connection, clock: Clock, author: Author | None) -> None:
        self.conn = conn
        self.clock = clock
        self.author = author
        self._introduced = False

    @property
    def me(self) -> Author:
        """The author. Raises ``StorageError("read_only")`` when there is none."""
        if self.author is None:
            raise StorageError("read_only", name=self.conn.name)
        return self.author

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        found: list[Row] = self.conn.execute(sql, parameters).fetchall()
        return found

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or ``None``."""
        found: Row | None = self.conn.execute(sql, parameters).fetchone()
        return found

    @contextmanager
    def action(self, label: str, subject: str = "") -> Iterator[Action]:
        """One action in one transaction: all of it is written, or nothing."""
        author = self.me
        with writing(self.conn):
            touched = Touched() if self._introduced else self._introduce(author)
            yield Action(self, label, subject, touched)
        self._introduced = True

    def write(self, label: str, drafts: Sequence[Draft], subject: str = "", files: Sequence[Prepared] = ()) -> Written:
        """Write drafts as one action; the bytes of ``files`` are stored in the same transaction."""
        with self.action(label, subject) as action:
            for file in files:
                keep(action.conn, file)
            action.put(drafts)
        return action.written

    def reverse(self, written: Written) -> Written:
        """Append what takes ``written`` back; reversing the outcome brings it back again."""
        label = REDO if written.label == UNDO else UNDO
        return self.write(label, _reversed(written), written.subject)

    def introduce(self) -> None:
        """Write down who writes, now rather than at the first write."""
        with writing(self.conn):
            self._introduce(self.me)
        self._introduced = True

    def introduce_again(self) -> Touched:
        """Write the reviewer down anew when what told of them went while something of theirs is still here or may yet come; inside
        the caller's transaction."""
        author = self.me
        known = self.row(f'SELECT 1 FROM "{Family.REVIEWER.value}" WHERE id = ?', (author.reviewer.id,))
        wrote = f'reviewer = ? AND (id = ? OR id IN (SELECT writer FROM "{schema.CHANGE}"))'
        here = self.row(f'SELECT 1 FROM "{schema.WRITER}" WHERE {wrote}', (author.reviewer.id, author.writer))
        if known is not None or here is None:
            return Touched()
        return self._introduce(author)

    def _introduce(self, author: Author) -> Touched:
        """Write down the session, and the reviewer unless known as such, inside the caller's transaction."""
        started = self.clock.now().isoformat()
        values = (author.writer, author.reviewer.id, author.reviewer.name, author.machine, started)
        self.conn.execute(f'INSERT OR IGNORE INTO "{schema.WRITER}" VALUES (?, ?, ?, ?, ?)', values)
        known = self.row(f'SELECT name, organisation, deleted FROM "{Family.REVIEWER.value}" WHERE id = ?', (author.reviewer.id,))
        if known is None or tuple(known) != (author.reviewer.name, author.reviewer.organisation, 0):
            return self._describe(author, "change.reviewer.edit" if known else "change.reviewer.add")
        return Touched()

    def _describe(self, author: Author, label: str) -> Touched:
        person = author.reviewer
        fields: dict[str, object] = {"name": person.name, "organisation": person.organisation, "deleted": False}
        appender = Appender(self.conn, self.clock, author.writer, (label, uuid7()))
        return appender.append([Draft(Family.REVIEWER, person.id, fields)]).touched

    def stamp(self) -> str:
        """The present time as rows hold it."""
        return self.clock.now().isoformat()


def _reversed(written: Written) -> list[Draft]:
    """The drafts that restore what stood before, one per record.

    Taking back an import removes the policy alone, which hides all that belongs to it.
    """
    fields: dict[tuple[Family, str], dict[str, object]] = {}
    pairs = list(zip(written.changes, written.before, strict=True))
    imported = [change.record for change, before in pairs if change.family is Family.POLICY and before.get("deleted")]
    # What was only shown again is hidden again, each thing by itself.
    if imported and any(change.patch.keys() != {"deleted"} for change in written.changes):
        return [Draft(Family.POLICY, record, {"deleted": True}) for record in imported]
    for change, before in reversed(pairs):
        fields.setdefault((change.family, change.record), {}).update(before)
    return [Draft(family, record, values) for (family, record), values in fields.items() if values]


def moment_of(text: str) -> dt.datetime:
    """A stored time; text that is none gives the beginning of time."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def date_of(text: str | None) -> dt.date | None:
    """A stored date; text that is none gives ``None``."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
