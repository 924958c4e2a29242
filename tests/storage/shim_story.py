"""A day's work in a process of its own, that notes whoever touches the file of the open workspace by another way than SQLite.

Called as ``python -m tests.storage.shim_story FOLDER PROBE``. With ``PROBE`` another process tries to write while a transaction is
open here, during everything that may happen in the background. Prints one JSON object.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from policy.model import Span
from storage import backups
from storage.attachments import prepare, save_as, stow
from storage.checks import check
from storage.connect import writing
from storage.merge import merge
from storage.records import AnnotationKind, EvidenceType, ReviewerRecord
from storage.sharing import Selection, share
from storage.workspace import Profile, Workspace
from tests.storage.versions import old_policy

# Opening by ordinary means, and then closing, drops every lock that this process holds on the file.
EVENTS = {"open", "os.rename", "os.remove", "os.link", "os.truncate", "shutil.copyfile", "shutil.move"}
TRIES = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
for line in sys.stdin:
    try:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("ROLLBACK")
        print("in", flush=True)
    except sqlite3.OperationalError as error:
        print(error, flush=True)
"""


class Watch:
    """Notes what Python does to one file, as long as it is open."""

    def __init__(self) -> None:
        self.path = ""
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.path or event not in EVENTS:
            return
        for argument in arguments[:2]:
            if isinstance(argument, str | os.PathLike) and os.path.abspath(os.fspath(argument)) == self.path:  # noqa: PTH100
                self.seen.append(event)


def begin(folder: Path) -> tuple[Workspace, Path]:
    """A workspace with something in it, and one to merge."""
    profile = Profile(ReviewerRecord("somebody", "某人", ""))
    other = folder / "别人.clausedesk"
    policy = old_policy()
    with Workspace.create(other, Profile(ReviewerRecord("other", "别人", ""))) as workspace:
        workspace.policies.add(policy, "旧.txt", policy.text.encode())
        workspace.annotations.add(policy.id, Span(1, 4), AnnotationKind.COMMENT, "别人的话")
    workspace = Workspace.create(folder / "审阅.clausedesk", profile)
    workspace.policies.add(policy, "旧.txt", policy.text.encode())
    return workspace, other


def background(workspace: Workspace, folder: Path) -> dict[str, Callable[[], object]]:
    """What may happen beside the writing, by name."""
    sha256 = str(workspace.store.rows("SELECT sha256 FROM blob")[0][0])
    return {
        "backup": lambda: backups.back_up_now(workspace.path),
        "backup if due": lambda: backups.back_up_if_due(workspace.path),
        "contents of backups": lambda: [backups.contents(backup, workspace.path) for backup in backups.held(workspace.path)],
        "check": lambda: check(workspace.path),
        "hash": lambda: hashlib.sha256(b"".join(_rows(workspace))).hexdigest(),
        "save a file": lambda: save_as(workspace.store.conn, sha256, folder / "out.bin"),
        "share": lambda: share(workspace, Selection(None, None, None, True), folder / "package.clausedesk"),
        "look at what is here": lambda: (workspace.path.stat(), os.access(workspace.path, os.W_OK)),
        "open for reading": lambda: Workspace.open(workspace.path, None).close(),
        "open a second time": lambda: Workspace.open(workspace.path, Profile(ReviewerRecord("second", "第二", ""))).close(),
    }


def _rows(workspace: Workspace) -> list[bytes]:
    return [row[0].encode() for row in workspace.store.rows("SELECT sha256 FROM change")]


def story(folder: Path) -> dict[str, object]:
    """A day's work; who touched the file."""
    watch = Watch()
    workspace, other = begin(folder)
    with closing(workspace):
        watch.path = str(workspace.path)
        policy = workspace.policies.all()[0].id
        note = workspace.annotations.add(policy, Span(1, 4), AnnotationKind.COMMENT, "话", ["重点"])
        workspace.reverse(note)
        photo = folder / "照片.png"
        photo.write_bytes(os.urandom(2_000_000))
        stow(workspace.path, [photo])
        workspace.evidence.add(policy, type=EvidenceType.PHOTO, title="照片", files=[prepare(photo)])
        merge(workspace, other)
        workspace.search("宽带")
        for act in background(workspace, folder).values():
            act()
        watched = list(watch.seen)
        # The proof that the hook hears what it should.
        workspace.path.open("rb").close()
        proof = watch.seen[len(watched) :]
        watch.path = ""
    return {"seen": watched, "proof": proof}


def probe(folder: Path) -> dict[str, object]:
    """Whether another process gets in during what happens in the background of a write."""
    workspace, _ = begin(folder)
    got_in: dict[str, str] = {}
    with closing(workspace):
        policy = workspace.policies.all()[0].id
        workspace.evidence.add(policy, type=EvidenceType.PHOTO, title="照片", files=[("a.bin", os.urandom(900_000))])
        command = [sys.executable, "-u", "-c", TRIES, str(workspace.path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as tries:
            assert tries.stdin is not None
            assert tries.stdout is not None

            def tried() -> str:
                print("now", file=tries.stdin, flush=True)
                assert tries.stdout is not None
                return tries.stdout.readline().strip()

            before = tried()
            for name, act in background(workspace, folder).items():
                with Workspace.open(workspace.path, None) as reader, writing(workspace.store.conn) as conn:
                    conn.execute("UPDATE task SET deleted = deleted")
                    got_in[name] = tried()
                    assert reader.policies.all()
                    act()
                    got_in[name] += f", {tried()}"
            with writing(workspace.store.conn) as conn:
                conn.execute("UPDATE task SET deleted = deleted")
                workspace.path.open("rb").close()
                proof = tried()
            tries.stdin.close()
    return {"before": before, "during": got_in, "proof": proof}


if __name__ == "__main__":
    code = 1
    try:
        print(json.dumps((probe if sys.argv[2] == "probe" else story)(Path(sys.argv[1])), ensure_ascii=False))
        code = 0
    except BaseException:  # noqa: BLE001 - told, whatever it is
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(code)
