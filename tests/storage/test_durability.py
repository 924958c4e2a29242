"""What was acknowledged is there, whatever happens to the process or the disk."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy, Span
from storage.backup import held
from storage.checks import check
from storage.connect import pragma
from storage.errors import StorageError
from storage.lock import lock_path
from storage.records import AnnotationKind, EvidenceType
from storage.workspace import Profile, Workspace

Child = Callable[..., subprocess.Popen[str]]

WRITER = """
import sys
from pathlib import Path
from policy.model import Span
from storage.records import AnnotationKind, ReviewerRecord
from storage.workspace import Profile, Workspace
workspace = Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("child", "子进程", "")))
[policy] = workspace.policies.all()
print("ready")
for number in range(100_000):
    written = workspace.annotations.add(policy.id, Span(1, 5), AnnotationKind.COMMENT, f"第{number}条", ["重点"])
    print(written.changes[0].record)
"""

HOLDER = """
import sys
from pathlib import Path
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
workspace = Workspace.open(Path(sys.argv[1]), Profile(ReviewerRecord("child", "子进程", "")))
print(workspace.opening.value)
sys.stdin.readline()
workspace.close()
"""


def killed(process: subprocess.Popen[str], after: float) -> list[str]:
    """Kill a child so long after it said that it is ready; the whole lines that it had printed by then."""
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    process.kill()
    # The last line may have been cut off while it was written.
    *printed, _ = process.stdout.read().split("\n")
    process.wait()
    process.stdout.close()
    process.stdin.close()
    return printed


def test_a_killed_process_loses_nothing_it_acknowledged(
    desk: Workspace, policy: Policy, profile: Profile, child: Child, nightly: bool
) -> None:
    desk.close()
    before = desk.path.read_bytes()
    dice = random.Random(1)
    written = 0
    for _ in range(200 if nightly else 20):
        desk.path.write_bytes(before)
        acknowledged = killed(child(WRITER, str(desk.path)), dice.uniform(0.01, 0.45))
        written += len(acknowledged)
        with Workspace.open(desk.path, profile) as again:
            assert again.left_open
            assert not again.read_only
            found = {record.id for record in again.annotations.of(policy.id)}
            assert set(acknowledged) <= found
            assert len(found) <= len(acknowledged) + 2
            assert len(again.codebook.uses(policy.id)) == len(found)
        assert check(desk.path).sound
    assert written > 0


BACKER = """
import sys
from pathlib import Path
from storage.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]), None)
print("ready")
while True:
    print(workspace.back_up().name)
"""


def test_a_backup_whose_process_was_killed_is_whole_or_absent(desk: Workspace, policy: Policy, child: Child, nightly: bool) -> None:
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="大", files=[("big", random.Random(2).randbytes(6_000_000))])
    changes = len(desk.history.changes())
    dice = random.Random(3)
    for _ in range(40 if nightly else 6):
        reported = killed(child(BACKER, str(desk.path)), dice.uniform(0.005, 0.2))
        names = {backup.path.name for backup in held(desk.path)}
        assert set(reported[-1:]) <= names
        for backup in held(desk.path):
            with Workspace.open(backup.path, None) as copy:
                assert pragma(copy.store.conn, "integrity_check") == "ok"
                assert len(copy.history.changes()) == changes
            backup.path.unlink()


def test_a_second_process_is_told_who_holds_the_workspace(desk: Workspace, policy: Policy, profile: Profile, child: Child) -> None:
    desk.close()
    process = child(HOLDER, str(desk.path))
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "opened\n"
    with Workspace.open(desk.path, profile) as second:
        assert second.read_only
        assert second.holder is not None
        assert (second.holder.person, second.holder.pid) == ("子进程", process.pid)
        assert len(second.tasks.of(policy.id)) == 3
    process.communicate("\n")
    assert process.returncode == 0
    with Workspace.open(desk.path, profile) as third:
        assert not third.read_only
        assert not third.left_open
    assert not lock_path(desk.path).exists()


def test_the_lock_of_a_killed_process_is_taken_over_at_once(desk: Workspace, profile: Profile, child: Child) -> None:
    desk.close()
    process = child(HOLDER, str(desk.path))
    assert process.stdout is not None
    assert process.stdout.readline() == "opened\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Workspace.open(desk.path, profile) as again:
        assert not again.read_only
        assert again.left_open


def test_the_lock_of_another_machine_is_not_stolen_unasked(desk: Workspace, profile: Profile) -> None:
    desk.close()
    lock_path(desk.path).write_text('{"person": "李", "host": "another-machine", "pid": 1}', encoding="utf-8")
    with Workspace.open(desk.path, profile) as second:
        assert second.read_only
        assert second.holder is not None
        assert second.holder.host == "another-machine"
    assert "李" in lock_path(desk.path).read_text(encoding="utf-8")
    with Workspace.open(desk.path, profile, take_over=True) as third:
        assert not third.read_only


def test_two_openings_in_one_process_do_not_both_write(desk: Workspace, profile: Profile) -> None:
    with Workspace.open(desk.path, profile) as second:
        assert second.read_only
    assert not desk.read_only
    desk.codebook.add_tag("仍可写", "#000000")


def test_a_reader_sees_what_was_committed_meanwhile(desk: Workspace, policy: Policy) -> None:
    with Workspace.open(desk.path, None) as reader:
        for number in range(5):
            desk.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, str(number))
            assert len(reader.annotations.of(policy.id)) == number + 1


@pytest.fixture
def limited() -> Iterator[Callable[[int], None]]:
    """Lets no file grow beyond so many bytes, until the test ends."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def limit(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    yield limit
    limit(resource.RLIM_INFINITY)
    signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_loses_nothing_and_writing_works_again(desk: Workspace, policy: Policy, limited: Callable[[int], None]) -> None:
    acknowledged: list[str] = []

    def write_on() -> None:
        for _ in range(10_000):
            written = desk.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, "满" * 300)
            acknowledged.append(written.changes[0].record)

    limited(desk.path.stat().st_size + 60_000)
    with pytest.raises(StorageError) as raised:
        write_on()
    limited(resource.RLIM_INFINITY)
    assert raised.value.code in ("disk_full", "disk_error")
    assert len(acknowledged) > 3
    assert {record.id for record in desk.annotations.of(policy.id)} == set(acknowledged)
    desk.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, "又可以了")
    assert desk.history.rows_equal_history()
    desk.close()
    assert check(desk.path).sound


def test_sqlite_says_full_and_half_an_attachment_is_not_kept(desk: Workspace, policy: Policy) -> None:
    [pages] = desk.store.rows("PRAGMA page_count")[0]
    desk.store.conn.execute(f"PRAGMA max_page_count = {pages + 300}")
    note = desk.annotations.add(policy.id, Span(0, 2), AnnotationKind.COMMENT, "前").changes[0].record
    changes = len(desk.history.changes())
    with pytest.raises(StorageError) as raised:
        desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="大", files=[("big", b"x" * 5_000_000)])
    assert raised.value.code == "disk_full"
    assert len(desk.history.changes()) == changes
    assert desk.store.rows("SELECT count(*) FROM blob_chunk")[0][0] == 0
    desk.annotations.edit(note, body="后")
    assert desk.history.rows_equal_history()


def test_a_journal_left_by_a_crash_in_a_read_only_place_is_explained(desk: Workspace, child: Child) -> None:
    desk.close()
    code = """
import os, sqlite3, sys
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
    assert desk.path.with_name(f"{desk.path.name}-journal").exists()
    with pytest.raises(StorageError) as raised:
        Workspace.open(desk.path, None)
    assert raised.value.code == "unfinished_write"


def test_a_journal_left_by_a_crash_is_rolled_back_where_one_may_write(
    desk: Workspace, policy: Policy, profile: Profile, child: Child
) -> None:
    test_a_journal_left_by_a_crash_in_a_read_only_place_is_explained(desk, child)
    with Workspace.open(desk.path, profile) as again:
        assert again.tasks.of(policy.id)[0].text == "第1项：组建网络公司"
        assert again.history.rows_equal_history()


def test_a_creation_cut_short_leaves_no_half_a_workspace(path: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_conn: object) -> None:
        raise StorageError("disk_full", name=path.name)

    monkeypatch.setattr("storage.migrations.migrate", fail)
    with pytest.raises(StorageError):
        Workspace.create(path, profile)
    assert list(path.parent.iterdir()) == []


def test_a_file_that_is_renamed_while_it_is_open_is_said_to_be_and_takes_writes_again_when_it_is_back(
    desk: Workspace, policy: Policy
) -> None:
    elsewhere = desk.path.with_name("改名.clausedesk")
    desk.path.rename(elsewhere)
    with pytest.raises(StorageError) as raised:
        desk.tasks.add(policy.id, "新")
    assert raised.value.code == "moved_away"
    elsewhere.rename(desk.path)
    desk.tasks.add(policy.id, "新")
