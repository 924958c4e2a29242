"""What accounts of the history are made of, read and never written.

Changes with how they came here, the records that hang together, and the rows by which records are called, deleted ones too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from storage import schema
from storage.changes import COLUMNS, canonical, from_row
from storage.errors import StorageError
from storage.hanging import HANGING
from storage.merge_aside import Owners, Piece
from storage.records import Change, Family
from storage.store import Store, moment_of
from storage.topics import topic_of
from storage.workspace import Workspace

# The columns by which a record of a family is called, or that lead to what it is called by.
NAMING: Final[Mapping[Family, tuple[str, ...]]] = MappingProxyType(
    {
        Family.POLICY: ("title",),
        Family.TASK: ("policy", "number", "text"),
        Family.LINK: ("policy", "task", "provision"),
        Family.INDICATOR: ("policy", "name"),
        Family.ANNOTATION: ("policy", "provision", "start", "quote", "body", "kind", "reviewer"),
        Family.REPLY: ("policy", "annotation", "body"),
        Family.TAG: ("name",),
        Family.TAG_USE: ("policy", "annotation", "tag"),
        Family.EVIDENCE: ("policy", "title"),
        Family.EVIDENCE_USE: ("policy", "evidence", "task", "provision"),
        Family.ATTACHMENT: ("policy", "evidence", "name"),
        Family.ASSESSMENT: ("policy", "task", "reviewer", "agreed"),
        Family.REVIEWER: ("name",),
    }
)
_LEADING: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "policy": Family.POLICY,
        "task": Family.TASK,
        "annotation": Family.ANNOTATION,
        "tag": Family.TAG,
        "evidence": Family.EVIDENCE,
        "reviewer": Family.REVIEWER,
    }
)
AT_ONCE: Final = 5_000

Named = Mapping[Family, Mapping[str, Mapping[str, object]]]
"""Rows by family and id, with the columns of ``NAMING``."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A merge that was made here: when, and the names of the files that it took in."""

    id: str
    at: dt.datetime
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A change, and the merge that brought it; ``None`` for what was written here or is older than the record of merges."""

    change: Change
    arrival: Arrival | None


def family_of(workspace: Workspace, record: str) -> Family:
    """What kind of record it is. Raises ``StorageError("unknown_record")``."""
    row = workspace.store.row(f'SELECT family FROM "{schema.CHANGE}" WHERE record = ? LIMIT 1', (record,))
    if row is None:
        raise StorageError("unknown_record", record=record)
    return Family(row["family"])


def belonging(workspace: Workspace, record: str) -> tuple[str, ...]:
    """The record and all that hangs on it, removed things too."""
    found = [record]
    for family, column in HANGING.get(family_of(workspace, record), ()):
        rows = workspace.store.rows(f'SELECT id FROM "{family.value}" WHERE "{column}" = ? ORDER BY id', (record,))
        found += [row["id"] for row in rows]
    return tuple(found)


def entries(workspace: Workspace, records: Iterable[str] | None = None) -> Iterator[Entry]:
    """The changes of these records, or all there are: record by record, each in the order in which they came here. What was taken
    back is not among them. Read in portions, between which others may write."""
    store = workspace.store
    arrivals, owners = _arrivals(store)
    wanted = canonical(sorted(set(records))) if records is not None else None
    narrowed = "AND record IN (SELECT value FROM json_each(?))" if wanted is not None else ""
    sql = f'SELECT {", ".join(COLUMNS)}, seq FROM "{schema.CHANGE}" WHERE (record, seq) > (?, ?) {narrowed} ORDER BY record, seq'
    last: tuple[str, int] = ("", -1)
    while True:
        rows = store.rows(f"{sql} LIMIT {AT_ONCE}", (*last, wanted) if wanted is not None else last)
        for row in rows:
            last = (row["record"], row["seq"])
            yield Entry(from_row(tuple(row)[:-1]), arrivals.get(owners.of(last[1]) or ""))
        if len(rows) < AT_ONCE:
            return


def total(workspace: Workspace) -> int:
    """How many changes there are."""
    row = workspace.store.row(f'SELECT count(*) FROM "{schema.CHANGE}"')
    return int(row[0]) if row is not None else 0


def open_count(workspace: Workspace, hidden: Set[str] = frozenset()) -> int:
    """How many decisions are open, those about the records ``hidden`` left out; quick."""
    rows = workspace.store.rows(f'SELECT family, record, field FROM "{schema.CONFLICT}"')
    return len({(row["record"], topic_of(Family(row["family"]), row["field"])) for row in rows if row["record"] not in hidden})


def named(workspace: Workspace, records: Mapping[Family, Iterable[str]] | None = None) -> Named:
    """By what these records, or all there are, and those that they lead to are called."""
    store = workspace.store
    if records is None:
        return {family: _rows(store, family, None) for family in Family}
    found: dict[Family, dict[str, Mapping[str, object]]] = {family: {} for family in Family}
    waiting = {family: set(keys) for family, keys in records.items()}
    while waiting:
        fresh = {family: _rows(store, family, keys) for family, keys in waiting.items()}
        for family, rows in fresh.items():
            found[family].update(rows)
        led: dict[Family, set[str]] = {}
        for row in (row for rows in fresh.values() for row in rows.values()):
            for column, family in _LEADING.items():
                key = row.get(column)
                if isinstance(key, str) and key and key not in found[family]:
                    led.setdefault(family, set()).add(key)
        waiting = {family: keys for family, keys in led.items() if keys - waiting.get(family, set())}
    return found


def _rows(store: Store, family: Family, wanted: Iterable[str] | None) -> dict[str, Mapping[str, object]]:
    columns = ", ".join(f'"{name}"' for name in ("id", "deleted", *NAMING[family]))
    sql = f'SELECT {columns} FROM "{family.value}"'
    if wanted is None:
        rows = store.rows(sql)
    else:
        rows = store.rows(f"{sql} WHERE id IN (SELECT value FROM json_each(?))", (canonical(sorted(wanted)),))
    return {row["id"]: dict(row) for row in rows}


def _arrivals(store: Store) -> tuple[dict[str, Arrival], Owners]:
    """The merges, and which of them brought the change at a place: what came back after it was taken back stands in pieces, with
    changes of others between them."""
    pieces: dict[str, list[Piece]] = {}
    arrivals: dict[str, Arrival] = {}
    sql = f"SELECT id, at, sources, json_extract(report, '$.pieces') AS pieces FROM \"{schema.MERGE}\" WHERE taken_back IS NULL"
    for row in store.rows(sql):
        arrivals[row["id"]] = Arrival(row["id"], moment_of(row["at"]), tuple(map(str, json.loads(row["sources"]))))
        pieces[row["id"]] = [Piece(*piece) for piece in json.loads(row["pieces"])]
    return arrivals, Owners(pieces)
