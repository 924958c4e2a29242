"""After a power cut the workspace holds everything that was acknowledged, whole, whatever the disk had not yet done."""

from __future__ import annotations

import json
import pickle
import platform
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.backup import folder_of
from storage.connect import Mode, connect, pragma
from storage.errors import StorageError
from storage.lock import lock_path
from storage.opening import open_reading
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
from tests.storage.shim_power import Event, lay_out, states

ROOT = Path(__file__).resolve().parents[2]
FIRST = ROOT / "tests" / "data" / "format-1.clausedesk"
PROFILE = Profile(ReviewerRecord("child", "子进程", ""))

# Everything that writes: an update of an old file, remarks, files, edits, a merge, a backup; each is acknowledged when it is over.
WORK = """
import os, sys
from pathlib import Path
from tests.storage.shim import install, watch_files
disk = install()
watch_files(disk)
from policy.model import Span
from storage import connect, merge, migrations
from storage.records import AnnotationKind, EvidenceType, ReviewerRecord
from storage.workspace import Profile, Workspace
migrations.load_ahead()
path, other, log, synchronous = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
level = {"OFF": 0, "FULL": 2, "EXTRA": 3}[synchronous]
others = tuple(setting for setting in connect._WRITER_SETTINGS if setting[0] != "synchronous")
connect._WRITER_SETTINGS = (*others, ("synchronous", synchronous, level))

def done(written):
    disk.note("done", [change.id for change in written.changes])
    return written.changes[0].record

disk.watched = True
workspace = Workspace.open(path, Profile(ReviewerRecord("child", "子进程", "")))
policy = workspace.policies.all()[0].id
task = workspace.tasks.of(policy)[0].id
notes = []
for number in range(int(sys.argv[5])):
    notes.append(done(workspace.annotations.add(policy, Span(1, 5), AnnotationKind.COMMENT, f"第{number}条" * 20, ["重点", "甲"])))
    if number % 5 == 4:
        done(workspace.annotations.edit(notes[number - 3], body="改过" * 40))
        done(workspace.annotations.reply(notes[number - 2], "答"))
        done(workspace.assessments.set(task, percent=number))
files = [("照片.png", os.urandom(150_000)), ("二.bin", os.urandom(1_100_000))]
found = done(workspace.evidence.add(policy, type=EvidenceType.PHOTO, title="照片", files=files))
done(workspace.annotations.remove(notes[0]))
merge.merge(workspace, other)
disk.note("merged")
backup = workspace.back_up()
disk.note("backed up", str(backup), len(workspace.history.changes()))
removed = workspace.evidence.remove(found)
done(removed)
done(workspace.reverse(removed))
workspace.close()
disk.watched = False
disk.save(log)
os._exit(0)
"""

MADE = """
import sys
from pathlib import Path
from policy.model import Span
from storage.records import AnnotationKind, ReviewerRecord
from storage.workspace import Profile, Workspace
with Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("other", "别人", ""))) as workspace:
    policy = workspace.policies.all()[0].id
    for number in range(10):
        workspace.annotations.add(policy, Span(2, 6), AnnotationKind.COMMENT, f"别人{number}", ["别人的"])
"""


@dataclass(frozen=True)
class Work:
    """What the disk was asked for, by a child that went to its end."""

    path: Path
    files: dict[str, bytes]
    events: Sequence[Event]
    actions: Sequence[frozenset[str]]
    merged: frozenset[str]


def worked(folder: Path, synchronous: str, notes: int) -> Work:
    place = folder / "work"
    place.mkdir()
    path, other, log = place / "审阅.clausedesk", folder / "other.clausedesk", folder / "log"
    shutil.copyfile(FIRST, path)
    shutil.copyfile(FIRST, other)
    subprocess.run([sys.executable, "-c", MADE, str(other)], cwd=ROOT, check=True)
    before = {str(path): path.read_bytes()}
    subprocess.run([sys.executable, "-c", WORK, *map(str, (path, other, log)), synchronous, str(notes)], cwd=ROOT, check=True)
    events = pickle.loads(log.read_bytes())
    changes = changes_in(path)
    batches: dict[str, set[str]] = {}
    for key, batch in changes.items():
        batches.setdefault(batch, set()).add(key)
    with closing(connect(other, Mode.READ)) as conn:
        writer = "SELECT id FROM writer WHERE person = '别人'"
        merged = frozenset(row[0] for row in conn.execute(f"SELECT id FROM change WHERE writer IN ({writer})").fetchall())
    return Work(path, before, events, [*map(frozenset, batches.values()), merged], merged)


def changes_in(path: Path) -> dict[str, str]:
    """The changes of a workspace, each with the action that wrote it."""
    with Workspace.open(path, None) as workspace:
        return {change.id: change.batch for change in workspace.history.changes()}


def verdict(work: Work, state: dict[str, bytes], seen: Sequence[Event], place: Path) -> str:
    """What the next start finds: ``whole``, or what is wrong."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    lay_out(state, work.path.parent, place)
    path = place / work.path.name
    # Nobody closed it.
    lock_path(path).write_text(json.dumps({"person": "x", "host": platform.node(), "pid": 1}), encoding="utf-8")
    try:
        with Workspace.open(path, PROFILE) as workspace:
            found = _found(work, workspace, seen)
        return found if found != "whole" else _backups(path, work, seen)
    except StorageError as error:
        return f"refused: {error.code}"


def _found(work: Work, workspace: Workspace, seen: Sequence[Event]) -> str:
    if pragma(workspace.store.conn, "integrity_check") != "ok":
        return "corrupt"
    here = {change.id for change in workspace.history.changes()}
    promised = {key for event in seen if event[0] == "done" for key in event[1]}
    if any(event[0] == "merged" for event in seen):
        promised |= work.merged
    if not promised <= here:
        return "lost"
    if any(here & action and not action <= here for action in work.actions):
        return "half"
    short = workspace.store.rows(
        "SELECT 1 FROM blob WHERE size <> (SELECT coalesce(sum(length(data)), 0) FROM blob_chunk WHERE blob = blob.id)"
    )
    if short or not workspace.history.rows_equal_history():
        return "half"
    return "whole"


def _backups(path: Path, work: Work, seen: Sequence[Event]) -> str:
    """A backup is there as a whole or not at all, and one that was reported is there."""
    promised = {Path(event[1]).name: event[2] for event in seen if event[0] == "backed up"}
    for name, changes in promised.items():
        backup = folder_of(path) / name
        if not backup.exists():
            return "backup lost"
        with Workspace.open(backup, None) as workspace:
            if len(workspace.history.changes()) != changes:
                return "backup lost"
    for backup in folder_of(path).glob("[!.]*.clausedesk"):
        conn = open_reading(backup) if "before-update" not in backup.name else None
        if conn is not None:
            whole = pragma(conn, "integrity_check") == "ok"
            conn.close()
            if not whole:
                return "backup half"
    return "whole"


def verdicts(work: Work, count: int, place: Path, seed: int) -> Counter[str]:
    return Counter(verdict(work, state, seen, place) for state, seen in states(work.files, work.events, count, seed))


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, nightly: bool) -> None:
    count = 2_000 if nightly else 200
    work = worked(tmp_path, "EXTRA", 60 if nightly else 20)
    assert verdicts(work, count, tmp_path / "state", seed=4) == {"whole": count}


@pytest.mark.parametrize("synchronous", ["OFF", "FULL"])
def test_the_simulation_finds_what_weaker_settings_lose(tmp_path: Path, synchronous: str) -> None:
    # Otherwise the test above would prove nothing.
    work = worked(tmp_path, synchronous, 20)
    found = verdicts(work, 150, tmp_path / "state", seed=5)
    if synchronous == "FULL":
        # A journal whose removal had not reached the disk takes the last write back.
        assert found.keys() == {"whole", "lost"}
    else:
        assert found["whole"] < 75
        assert found["refused: set_aside"] > 0
