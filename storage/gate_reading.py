"""Reading what stands in a received file: every hash worked out again, every value looked at, in pieces that memory can hold."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator

from policy.identity import policy_id, text_sha256
from storage import schema
from storage.attachments import CHUNK
from storage.changes import canonical, digest
from storage.connect import Connection
from storage.contents import findings_of, provisions_of
from storage.errors import StorageError
from storage.faults import translated
from storage.gate_protocol import Fault
from storage.history_write import SELECT_CHANGES
from storage.vetting import Fault as Reason
from storage.watch import Watch

SOURCE_LIMIT = 100 << 20
# More than this many changes that are not as they were written is no accident that a report could list.
FAULTS_AT_MOST = 1_000
_BATCH = 2_000
_NAMES_AT_MOST = 2_000
_WRITERS_AT_MOST = 100_000
# What only a change that was made to do harm holds: halves of characters, numbers that are none, lists within lists within lists.
_SUSPECT = re.compile(r"\\u[dD]|NaN|Infinity")
_LISTS_AT_MOST = 64
_LONG = 1 << 20
_PARENTS_AT_MOST = 8 << 20
_DEEP_AT_MOST = 20

Over = Callable[[], bool]


def check_sizes(conn: Connection, name: str) -> None:
    """Raise ``StorageError("check_beyond")`` for a value larger than any that a workspace holds, before anything reads it."""
    for table, column, most in ((schema.POLICY_SOURCE, "bytes", SOURCE_LIMIT), (schema.BLOB_CHUNK, "data", CHUNK)):
        found = conn.execute(f'SELECT max(length({column})) FROM "{table}"').fetchone()[0]
        if isinstance(found, int) and found > most:
            raise StorageError("check_beyond", name=name)


def read_through(conn: Connection, name: str, watch: Watch, over: Over) -> tuple[int, list[Fault]]:
    """How many changes there are, and those that are not as they were written, for a merge to report.

    Raises ``StorageError`` for a file that is not to be used at all: ``damaged``, ``package_altered``, ``check_beyond``,
    ``check_too_long``.
    """
    try:
        _check_writers(conn, name)
        _check_texts(conn, name)
        _check_omitted(conn, name)
        return _check_changes(conn, name, watch, over)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise StorageError("package_altered", name=name) from error


def batches(conn: Connection, sql: str, over: Over) -> Iterator[list[tuple[object, ...]]]:
    """The rows of a query, some thousand at a time."""
    cursor = conn.execute(sql)
    with translated(conn.name):
        while True:
            if over():
                raise StorageError("check_too_long", name=conn.name)
            try:
                rows = cursor.fetchmany(_BATCH)
            except UnicodeDecodeError as error:
                raise StorageError("damaged", name=conn.name) from error
            if not rows:
                return
            yield rows


def _check_changes(conn: Connection, name: str, watch: Watch, over: Over) -> tuple[int, list[Fault]]:
    whole = conn.execute(f'SELECT count(*) FROM "{schema.CHANGE}"').fetchone()[0]
    faults: list[Fault] = []
    done = 0
    for rows in batches(conn, SELECT_CHANGES, over):
        for row in rows:
            if digest(row) != row[9]:
                faults.append(Fault(str(row[0]), Reason.ALTERED.value))
            elif not _plain(row):
                raise StorageError("package_altered", name=name)
        if len(faults) > FAULTS_AT_MOST:
            raise StorageError("package_altered", name=name)
        done += len(rows)
        watch(done / max(whole, 1))
    if not all(_is_key(fault.change) for fault in faults):
        raise StorageError("package_altered", name=name)
    return done, faults


def _plain(row: tuple[object, ...]) -> bool:
    """Whether a change whose hash is right can be read without harm: nobody writes another by accident."""
    key, clock, writer, family, record, parents, patch, label, batch, _ = row
    if not isinstance(clock, int) or clock < 0 or not isinstance(parents, str) or not isinstance(patch, str):
        return False
    if not _is_key(f"{key}{writer}{family}{record}{label}{batch}"):
        return False
    if len(patch) > _LONG or patch.count("[") + patch.count("{") > _LISTS_AT_MOST or _SUSPECT.search(patch):
        return _is_canonical(patch)
    if len(parents) > _PARENTS_AT_MOST:
        return False
    return not (len(parents) > _LONG or parents.count("[") > 1 or "\\" in parents) or _is_canonical(parents)


def _is_key(text: str) -> bool:
    return text.isprintable() and 0 < len(text) < _NAMES_AT_MOST


def _is_canonical(text: str) -> bool:
    """Whether JSON is worded as every version words it, and not too deep. (What is no JSON at all is told by the merge.)"""
    try:
        value = json.loads(text)
    except RecursionError:
        return False
    except ValueError:
        return True
    if _depth(value) > _DEEP_AT_MOST:
        return False
    worded = canonical(value)
    worded.encode()
    return worded == text


def _depth(value: object) -> int:
    deepest, level = 0, [value]
    while level and deepest <= _DEEP_AT_MOST:
        deepest += 1
        lists = [list(one.values()) if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [item for items in lists for item in items]
    return deepest


def _check_writers(conn: Connection, name: str) -> None:
    sql = f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}" LIMIT {_WRITERS_AT_MOST + 1}'
    rows = conn.execute(sql).fetchall()
    for key, reviewer, person, machine, started in rows:
        dt.datetime.fromisoformat(started)
        if not _is_key(f"{key}{reviewer}") or "\0" in person + machine or len(person + machine) > _NAMES_AT_MOST:
            raise StorageError("package_altered", name=name)
    if len(rows) > _WRITERS_AT_MOST:
        raise StorageError("check_beyond", name=name)


def _check_texts(conn: Connection, name: str) -> None:
    sql = f'SELECT policy, sha256, source_name, imported_at, text, provisions, findings FROM "{schema.POLICY_TEXT}"'
    for row in conn.execute(sql):
        policy, sha256, source_name, imported_at, text, provisions, findings = row
        dt.datetime.fromisoformat(imported_at)
        if text_sha256(text) != sha256 or policy_id(sha256) != policy or "\0" in source_name or len(source_name) > _NAMES_AT_MOST:
            raise StorageError("package_altered", name=name)
        _check_outline(provisions, len(text), name)
        findings_of(findings)
        if not (_is_canonical(provisions) and _is_canonical(findings)):
            raise StorageError("package_altered", name=name)
    for number, sha256 in conn.execute(f'SELECT rowid, sha256 FROM "{schema.POLICY_SOURCE}"').fetchall():
        if _sha256_of_source(conn, number) != sha256:
            raise StorageError("package_altered", name=name)


def _check_outline(provisions: str, length: int, name: str) -> None:
    """Every unit lies in the text, has a name of its own, and a parent that comes before it."""
    known: set[str | None] = {None}
    for unit in provisions_of(provisions):
        placed = 0 <= unit.start <= unit.end <= length
        words = [part for part in (unit.eid, unit.number, unit.heading) if part is not None]
        if not placed or unit.eid in known or unit.parent not in known or not all(isinstance(word, str) for word in words):
            raise StorageError("package_altered", name=name)
        known.add(unit.eid)


def _sha256_of_source(conn: Connection, number: int) -> str:
    found = hashlib.sha256()
    with translated(conn.name), conn.blobopen(schema.POLICY_SOURCE, "bytes", number, readonly=True) as blob:
        while piece := blob.read(CHUNK):
            found.update(piece)
    return found.hexdigest()


def _check_omitted(conn: Connection, name: str) -> None:
    sql = f'SELECT count(*) FROM "{schema.OMITTED}" WHERE length(change) NOT BETWEEN 1 AND 200'
    if conn.execute(sql).fetchone()[0]:
        raise StorageError("package_altered", name=name)
