"""A backup says what it holds, and takes the workspace's place completely or not at all."""

from __future__ import annotations

import datetime as dt
import errno
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.backup import held
from storage.backups import back_up_if_due, back_up_now, contents, restore, soundest
from storage.checks import check
from storage.damage import journal_of
from storage.errors import StorageError
from storage.merge import merge
from storage.opening import open_reading
from storage.records import AnnotationKind, EvidenceType
from storage.thinning import Backup
from storage.workspace import Profile, Workspace

Child = Callable[..., subprocess.Popen[str]]
OLD = Path(__file__).parents[1] / "data" / "format-1.clausedesk"
RESTORER = """
import sys
from pathlib import Path
from storage.backups import held, restore
workspace = Path(sys.argv[1])
backup = held(workspace)[-1]
print("ready")
for number in range(1000):
    restore(workspace, backup)
"""

# Dies by its own hand at the so-many-th line of Python that a restore runs through; without a number it tells where the files take
# each other's place and how many lines there are.
STEPPER = """
import os, signal, sys
from pathlib import Path
from storage import migrations
from storage.backups import held, restore
migrations.load_ahead()
workspace = Path(sys.argv[1])
backup = held(workspace)[-1]
lines, swap = 0, 0
def follow(frame, event, argument):
    global lines, swap
    lines += event == "line"
    if frame.f_code.co_name == "_keep":
        swap = lines
    if 0 < last == lines:
        os.kill(os.getpid(), signal.SIGKILL)
    return follow
for request in sys.stdin:
    last = int(request)
    child = os.fork()
    if child == 0:
        sys.settrace(follow)
        restore(workspace, backup)
        sys.settrace(None)
        if not last:
            print(swap, lines, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    print("over", flush=True)
"""


def note(workspace: Workspace, policy: Policy, body: str) -> str:
    return workspace.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, body).changes[0].record


def operations(path: Path) -> set[str]:
    with closing(open_reading(path)) as conn:
        return {row[0] for row in conn.execute('SELECT sha256 FROM "change"').fetchall()}


def spoil(path: Path) -> None:
    """Overwrite a page that holds content, as a failing disk would."""
    content = bytearray(path.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    path.write_bytes(content)


@pytest.fixture
def saved(desk: Workspace, policy: Policy) -> Backup:
    """A backup with one remark, after which a second one was written and the workspace closed."""
    note(desk, policy, "第一条")
    desk.back_up()
    note(desk, policy, "第二条")
    desk.close()
    [backup] = held(desk.path)
    return backup


def test_a_backup_says_what_it_holds_and_how_the_present_differs(desk: Workspace, policy: Policy, profile: Profile) -> None:
    note(desk, policy, "一")
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="图", files=[("a.png", b"1"), ("b.png", b"2")])
    desk.assessments.set(desk.tasks.of(policy.id)[0].id, percent=40)
    desk.back_up()
    gone = note(desk, policy, "二")
    desk.annotations.remove(gone)
    found = contents(held(desk.path)[0], desk.path)
    assert found.policies == (policy.metadata.title,)
    assert (found.annotations, found.evidence, found.files, found.assessments, found.reviewers) == (1, 1, 2, 1, 1)
    assert found.person == profile.reviewer.name
    assert found.last is not None
    assert dt.datetime.now(dt.UTC) - found.last < dt.timedelta(minutes=5)
    assert (found.whole, found.only_here, found.only_there) == (True, 2, 0)
    assert found.changes == len(desk.history.changes()) - 2


def test_a_backup_can_be_looked_at_when_the_workspace_cannot(desk: Workspace, saved: Backup) -> None:
    spoil(desk.path)
    found = contents(saved, desk.path)
    desk.path.unlink()
    assert contents(saved, desk.path) == found
    assert (found.annotations, found.only_here, found.only_there) == (1, None, None)


def test_a_backup_in_an_older_format_is_looked_at_and_stays_as_it_is(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "旧.clausedesk"
    shutil.copyfile(OLD, path)
    Workspace.open(path, profile).close()
    [backup] = held(path)
    before = backup.path.read_bytes()
    found = contents(backup, path)
    assert (found.whole, backup.reason) == (True, "before-update")
    assert found.changes > 0
    assert backup.path.read_bytes() == before
    restore(path, backup)
    assert path.read_bytes()[60:64] == before[60:64]
    with Workspace.open(path, profile) as again:
        assert not again.read_only


def test_restoring_gives_exactly_the_operations_of_the_backup(desk: Workspace, saved: Backup, policy: Policy) -> None:
    later = operations(desk.path)
    kept = restore(desk.path, saved)
    assert operations(desk.path) == operations(saved.path) < later
    assert kept is not None
    assert operations(kept) == later
    assert [backup.reason for backup in held(desk.path)] == ["before-restore", "backup"]
    assert not list(desk.path.parent.glob(".*"))
    restore(desk.path, held(desk.path)[0])
    assert operations(desk.path) == later


def test_what_was_written_since_can_be_merged_back(desk: Workspace, saved: Backup, policy: Policy, profile: Profile) -> None:
    kept = restore(desk.path, saved)
    assert kept is not None
    with Workspace.open(desk.path, profile) as again:
        assert [record.body for record in again.annotations.of(policy.id)] == ["第一条"]
        note(again, policy, "恢复后")
        merge(again, kept)
        assert {record.body for record in again.annotations.of(policy.id)} == {"第一条", "第二条", "恢复后"}
        assert again.history.rows_equal_history()


@pytest.mark.parametrize("name", ["国发[2013]32号 (1)", "a*b?c", "审 阅 库", "a.b"])
def test_a_workspace_of_any_name_is_restored(tmp_path: Path, profile: Profile, policy: Policy, name: str) -> None:
    path = tmp_path / f"{name}.clausedesk"
    with Workspace.create(path, profile) as workspace:
        workspace.back_up()
        workspace.codebook.add_tag("后来", "#000000")
    restore(path, held(path)[0])
    with Workspace.open(path, profile) as again:
        assert again.codebook.tags() == ()


def test_a_workspace_that_is_gone_is_restored(desk: Workspace, saved: Backup) -> None:
    desk.path.unlink()
    assert restore(desk.path, saved) is None
    assert operations(desk.path) == operations(saved.path)


@pytest.mark.parametrize("harm", ["spoilt", "cut short", "emptied", "another file"])
def test_a_damaged_workspace_is_set_aside_byte_for_byte_with_its_journal(desk: Workspace, saved: Backup, harm: str) -> None:
    whole = desk.path.read_bytes()
    if harm == "spoilt":
        spoil(desk.path)
    else:
        desk.path.write_bytes({"cut short": whole[:20_000], "emptied": b"", "another file": b"PK\x03\x04" * 999}[harm])
    damaged = desk.path.read_bytes()
    journal_of(desk.path).write_bytes(b"no journal of SQLite")
    kept = restore(desk.path, saved)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert operations(desk.path) == operations(saved.path)
    assert not journal_of(desk.path).exists()
    assert check(desk.path).sound


def test_the_journal_of_an_emptied_workspace_stays_with_it(desk: Workspace, saved: Backup) -> None:
    desk.path.write_bytes(b"")
    journal_of(desk.path).write_bytes(b"what was there before")
    kept = restore(desk.path, saved)
    assert kept is not None
    assert journal_of(kept).read_bytes() == b"what was there before"
    assert operations(desk.path) == operations(saved.path)


def test_a_journal_left_of_a_workspace_that_is_gone_is_not_played_into_the_restored_one(desk: Workspace, saved: Backup) -> None:
    desk.path.unlink()
    journal_of(desk.path).write_bytes(b"what was there before")
    restore(desk.path, saved)
    assert not journal_of(desk.path).exists()
    assert operations(desk.path) == operations(saved.path)


def test_who_may_read_the_workspace_may_read_the_restored_one(desk: Workspace, saved: Backup) -> None:
    desk.path.chmod(0o640)
    mode = desk.path.stat().st_mode
    saved.path.chmod(0o600)
    restore(desk.path, saved)
    assert desk.path.stat().st_mode == mode


def test_a_medium_that_knows_no_permissions_is_restored_too(
    desk: Workspace, saved: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "no permissions here")

    monkeypatch.setattr(shutil, "copymode", refused)
    restore(desk.path, saved)
    assert operations(desk.path) == operations(saved.path)


def test_a_write_cut_short_is_undone_before_the_present_is_kept(desk: Workspace, saved: Backup, child: Child) -> None:
    later = operations(desk.path)
    code = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size = 1")
c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE task SET text = hex(randomblob(20000))")
print("written")
sys.stdin.readline()
"""
    process = child(code, str(desk.path))
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert journal_of(desk.path).exists()
    kept = restore(desk.path, saved)
    assert kept is not None
    assert operations(kept) == later
    assert not journal_of(desk.path).exists()
    assert check(desk.path).sound
    assert check(kept).sound


def test_nothing_is_restored_while_somebody_writes(desk: Workspace, policy: Policy) -> None:
    desk.back_up()
    note(desk, policy, "新")
    before = operations(desk.path)
    with pytest.raises(StorageError) as raised:
        restore(desk.path, held(desk.path)[0])
    assert raised.value.code == "busy"
    assert operations(desk.path) == before


@pytest.mark.parametrize("harm", ["spoilt", "cut short", "another file"])
def test_a_damaged_backup_is_never_restored_and_never_offered(desk: Workspace, saved: Backup, harm: str) -> None:
    before = operations(desk.path)
    [good] = held(desk.path)
    bad = good.path.with_name(good.path.name.replace(f"{good.made:%Y%m%d}", "20990101"))
    bad.write_bytes(good.path.read_bytes()[: 40_000 if harm == "cut short" else None])
    if harm == "spoilt":
        spoil(bad)
    if harm == "another file":
        bad.write_bytes(b"hello" * 1000)
    assert [backup.path for backup in held(desk.path)] == [bad, good.path]
    assert soundest(desk.path) == good
    with pytest.raises(StorageError):
        restore(desk.path, held(desk.path)[0])
    assert operations(desk.path) == before
    assert not list(desk.path.parent.glob(".*"))


def test_a_backup_whose_history_was_altered_is_told_and_not_offered(
    desk: Workspace, saved: Backup, tamper: Callable[[Path, str], None]
) -> None:
    tamper(saved.path, """UPDATE "change" SET patch = replace(patch, '第一条', '别的')""")
    assert not contents(saved, desk.path).whole
    assert soundest(desk.path) is None


def test_a_full_disk_leaves_the_workspace_as_it_was(desk: Workspace, saved: Backup) -> None:
    before = operations(desk.path)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (saved.size // 2, resource.RLIM_INFINITY))
    try:
        with pytest.raises(StorageError) as raised:
            restore(desk.path, saved)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, handler)
    assert raised.value.code in ("disk_full", "disk_error")
    assert operations(desk.path) == before
    assert len(held(desk.path)) == 1


def test_a_killed_restore_leaves_the_present_or_the_restored(
    desk: Workspace, saved: Backup, profile: Profile, child: Child, nightly: bool
) -> None:
    later, earlier = operations(desk.path), operations(saved.path)
    lost = desk.path.with_name("lost.clausedesk")
    shutil.copyfile(desk.path, lost)
    chance = random.Random(7)
    for _ in range(40 if nightly else 6):
        shutil.copyfile(lost, desk.path)
        process = child(RESTORER, str(desk.path))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.08))
        process.kill()
        process.communicate()
        assert operations(desk.path) in (later, earlier)
        assert check(desk.path).sound
        assert saved.path in {backup.path for backup in held(desk.path)}
        assert {frozenset(operations(backup.path)) for backup in held(desk.path)} <= {frozenset(later), frozenset(earlier)}
    restore(desk.path, saved)
    assert operations(desk.path) == earlier
    with Workspace.open(desk.path, profile) as again:
        assert not again.read_only


def test_a_restore_killed_at_any_line_leaves_the_present_or_the_restored(
    desk: Workspace, saved: Backup, child: Child, nightly: bool
) -> None:
    later, earlier = operations(desk.path), operations(saved.path)
    lost = desk.path.with_name("lost.clausedesk")
    shutil.copyfile(desk.path, lost)
    process = child(STEPPER, str(desk.path))
    assert process.stdin is not None
    assert process.stdout is not None

    def restore_until(line: int) -> list[str]:
        assert process.stdin is not None
        assert process.stdout is not None
        shutil.copyfile(lost, desk.path)
        print(line, file=process.stdin, flush=True)
        return list(iter(process.stdout.readline, "over\n"))

    swap, total = map(int, restore_until(0)[0].split())
    outcomes = []
    for line in (*range(1, swap, swap // (100 if nightly else 4)), *range(swap, total, 1 if nightly else 7)):
        restore_until(line)
        outcomes.append(operations(desk.path))
        assert outcomes[-1] in (later, earlier)
        assert check(desk.path).sound
        assert {frozenset(operations(backup.path)) for backup in held(desk.path)} <= {frozenset(later), frozenset(earlier)}
    process.communicate()
    assert earlier in outcomes
    assert later in outcomes


def test_a_periodic_backup_is_made_only_of_what_is_new_and_not_too_often(desk: Workspace, policy: Policy) -> None:
    start = dt.datetime.now(dt.UTC)

    def after(minutes: int) -> Path | None:
        return back_up_if_due(desk.path, now=lambda: start + dt.timedelta(minutes=minutes))

    first = after(0)
    assert first is not None
    note(desk, policy, "新")
    assert after(29) is None
    second = after(30)
    assert second is not None
    assert after(90) is None
    written = desk.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, "再")
    third = after(91)
    assert third is not None
    desk.reverse(written)
    assert after(130) is not None
    assert {backup.reason for backup in held(desk.path)} == {"periodic"}


def test_a_clock_that_was_set_back_does_not_end_the_periodic_backups(desk: Workspace, policy: Policy) -> None:
    now = dt.datetime.now(dt.UTC)
    assert back_up_if_due(desk.path, now=lambda: now + dt.timedelta(days=900)) is not None
    note(desk, policy, "新")
    assert back_up_if_due(desk.path, now=lambda: now) is not None


def test_a_periodic_backup_leaves_room_for_the_work(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(desk.path.parent)._replace(free=2 * desk.path.stat().st_size)
    monkeypatch.setattr("storage.backups.shutil.disk_usage", lambda _: usage)
    with pytest.raises(StorageError) as raised:
        back_up_if_due(desk.path)
    assert raised.value.code == "no_room_for_backup"
    assert held(desk.path) == ()
    # Asked for by hand it is made as long as it fits.
    assert back_up_now(desk.path).exists()
