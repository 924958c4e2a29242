"""A workspace as a colleague sends it, what stands in one, and ways of making it a bad one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from typing_extensions import override

from policy.model import Policy, Span
from storage.changes import digest
from storage.connect import Connection
from storage.incoming import Incoming, Vetted
from storage.merge import MergeReport, merge_in
from storage.records import AnnotationKind, EvidenceType, Family
from storage.schema import TABLES
from storage.workspace import Profile, Workspace

Contents = dict[str, set[tuple[object, ...]]]
CHANGE = "id, clock, writer, family, record, parents, patch, label, batch, sha256"
# What a merge takes from a file, apart from the bytes of attachments.
READ = {
    "change": f"SELECT {CHANGE} FROM change",
    "writer": "SELECT * FROM writer",
    "policy_text": "SELECT * FROM policy_text",
    "policy_source": "SELECT policy, sha256, bytes FROM policy_source",
}


class Directly(Incoming):
    """Open workspaces as files that were received: what stands between (copying aside, checking) has tests of its own."""

    def __init__(self, others: Sequence[Workspace]) -> None:
        self.files = tuple(Vetted(other.path.name, other.path, "", 0, False) for other in others)
        self._others = {other.path: other for other in others}

    @override
    @contextmanager
    def opened(self, vetted: Vetted) -> Iterator[Connection]:
        yield self._others[vetted.path].store.conn


def brought(target: Workspace, other: Workspace) -> MergeReport:
    """Merge a workspace that is open, without the check of received files."""
    return merge_in(target, Directly([other]))


def write_everything(path: Path, policy: Policy, profiles: Sequence[Profile]) -> None:
    """A workspace with records of every family, by several reviewers, with edits, a deletion and an attachment."""
    with Workspace.create(path, profiles[0]) as desk:
        desk.policies.add(policy, "意见.txt", policy.text.encode("gb18030"))
    for number, profile in enumerate(profiles):
        with Workspace.open(path, profile) as desk:
            tasks = desk.tasks.of(policy.id)
            span = Span(3 + number, 9 + number)
            notes = [
                desk.annotations.add(policy.id, span, AnnotationKind.ISSUE, f"问题{number}-{i}", ["重点"]).changes[0].record
                for i in range(6)
            ]
            desk.annotations.reply(notes[0], "年内完成")
            desk.annotations.edit(notes[1], body="改过的话")
            desk.annotations.remove(notes[2])
            files = [(f"附件{number}.bin", bytes(range(256)) * 20 + bytes([number]))]
            desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=files, tasks=[tasks[0].id])
            desk.assessments.set(tasks[number % len(tasks)].id, percent=30 + number)
            desk.tasks.add(policy.id, f"新任务{number}")


def alter(path: Path, work: Callable[[sqlite3.Connection], object]) -> None:
    """Have the file at ``path`` altered as somebody with another program would."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        work(conn)
        conn.commit()


def put_change(conn: sqlite3.Connection, **columns: object) -> None:
    """Add a change whose hash is right, whatever else of it is not."""
    values = {"id": "made", "clock": 1 << 50, "writer": "import", "family": "tag", "record": "made", "parents": "[]"}
    row = [*(values | {"patch": '{"name":"x"}', "label": "change.tag.add", "batch": "b"} | columns).values()]
    marks = ", ".join("?" * 10)
    conn.execute(f"INSERT OR REPLACE INTO change ({CHANGE}) VALUES ({marks})", [*row, digest(row)])


def contents_of(path: Path) -> Contents:
    """What stands in a sound file: changes, texts, and the rows of every family."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        found: Contents = {name: set(conn.execute(sql)) for name, sql in READ.items()}
        for family in Family:
            names = ", ".join(f'"{name}"' for name in TABLES[family].names)
            found[family.value] = set(conn.execute(f'SELECT {names} FROM "{family.value}"'))
        found["blob"] = set(files_of(conn).items())
    return found


def files_of(conn: sqlite3.Connection) -> dict[str, bytes]:
    """The attachments whose bytes are what their hash says."""
    files = {}
    for number, sha256 in conn.execute("SELECT id, sha256 FROM blob").fetchall():
        parts = conn.execute("SELECT data FROM blob_chunk WHERE blob = ? ORDER BY part", (number,))
        whole = b"".join(bytes(part[0]) for part in parts)
        if hashlib.sha256(whole).hexdigest() == sha256:
            files[sha256] = whole
    return files
