"""Importing policies and adding one remark, beside the bare reads and inserts that they cannot do without."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from policy.model import Span
from policy.parse import read_policy
from storage.records import AnnotationKind
from storage.workspace import Workspace
from tests.benchmarks.cases import Case
from tests.benchmarks.inputs import PROFILE, plain_text, policy_text, write_policies

POLICIES = 10
CHARACTERS = 20_000
MARKS = 20


def raw_database(path: Path) -> sqlite3.Connection:
    """A table with the workspace's durability and nothing else."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=EXTRA")
    connection.execute("CREATE TABLE item (id TEXT PRIMARY KEY, body TEXT, bytes BLOB) STRICT")
    return connection


def import_ours(folder: Path, paths: Iterable[Path]) -> float:
    """Read, parse and store the policies in a new workspace; milliseconds per policy."""
    target = folder / "ours.clausedesk"
    with Workspace.create(target, PROFILE) as workspace:
        start = time.perf_counter()
        for path in paths:
            workspace.policies.add(read_policy(path), path.name, path.read_bytes())
        took = time.perf_counter() - start
    target.unlink()
    return took * 1_000 / POLICIES


def import_raw(folder: Path, paths: Iterable[Path]) -> float:
    """Read, hash and insert the same files, each in a durable commit; milliseconds per policy."""
    target = folder / "raw.db"
    connection = raw_database(target)
    start = time.perf_counter()
    for path in paths:
        content = path.read_bytes()
        row = (hashlib.sha256(content).hexdigest(), content.decode(), content)
        connection.execute("INSERT INTO item VALUES (?, ?, ?)", row)
    took = time.perf_counter() - start
    connection.close()
    target.unlink()
    return took * 1_000 / POLICIES


def mark_ours(workspace: Workspace) -> float:
    """Add remarks one by one; milliseconds per remark, its durable commit included."""
    [policy] = workspace.policies.all()
    start = time.perf_counter()
    for place in range(MARKS):
        workspace.annotations.add(policy.id, Span(1_000 + place, 1_010 + place), AnnotationKind.COMMENT, "需要说明依据。")
    return (time.perf_counter() - start) * 1_000 / MARKS


def mark_raw(connection: sqlite3.Connection) -> float:
    """Insert rows one by one, each in a durable commit; milliseconds per row."""
    start = time.perf_counter()
    for _ in range(MARKS):
        connection.execute("INSERT INTO item VALUES (lower(hex(randomblob(16))), '需要说明依据。', NULL)")
    return (time.perf_counter() - start) * 1_000 / MARKS


def cases() -> Iterator[Case]:
    """Import of a policy of 20,000 characters, and one remark on it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        plain = write_policies(folder, (plain_text(CHARACTERS, number) for number in range(1, POLICIES + 1)))
        yield Case(
            "import a policy (read, parse, store)", lambda: import_ours(folder, plain), lambda: import_raw(folder, plain), 12.5
        )
        full = write_policies(folder, (policy_text(CHARACTERS, number) for number in range(1, POLICIES + 1)))
        # Its 77 rows are cut out of run-together columns; nobody should wonder whether anything happens.
        yield Case("import with an annex, against 500 ms", lambda: import_ours(folder, full), lambda: 500.0, 1)
        connection = raw_database(folder / "raw.db")
        with Workspace.create(folder / "marks.clausedesk", PROFILE) as workspace:
            workspace.policies.add(read_policy(full[0]), full[0].name, full[0].read_bytes())
            yield Case("add a mark, durably stored", lambda: mark_ours(workspace), lambda: mark_raw(connection), 4)
            # However slow the disk, the person must not notice: ten milliseconds, of which the view takes a part.
            yield Case("add a mark, against 10 ms", lambda: mark_ours(workspace), lambda: 10.0, 1)
        connection.close()
