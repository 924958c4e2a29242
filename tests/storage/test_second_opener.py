"""Several people and processes at one workspace: one writes, the others read and wait for their turn, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.model import Span
from storage.checks import check
from storage.lock import Holder, WorkspaceLock, acquire, borrow, in_use, lock_path
from storage.records import AnnotationKind
from storage.workspace import Profile, Workspace

Child = Callable[..., subprocess.Popen[str]]

WRITER = """
import sys, time
from pathlib import Path
from policy.model import Span
from storage.records import AnnotationKind, ReviewerRecord
from storage.workspace import Profile, Workspace
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
profile = Profile(ReviewerRecord(name, name, ""))
done = 0
print("ready")
sys.stdin.readline()
while done < count:
    with Workspace.open(path, profile) as ws:
        if ws.read_only:
            assert ws.holder is not None
        else:
            for _ in range(min(25, count - done)):
                ws.annotations.add(ws.policies.all()[0].id, Span(0, 4), AnnotationKind.COMMENT, f"{name} {done}")
                done += 1
    time.sleep(0.01)
"""


def test_four_who_write_in_turn_lose_nothing_and_readers_are_never_refused(desk: Workspace, child: Child, nightly: bool) -> None:
    path, each = desk.path, 250 if nightly else 50
    desk.close()
    writers = [child(WRITER, str(path), f"writer-{number}", str(each)) for number in range(4)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdin is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    reads = 0
    while any(writer.poll() is None for writer in writers):
        with Workspace.open(path, None) as ws:
            assert len(ws.annotations.of(ws.policies.all()[0].id)) >= reads
            reads = len(ws.annotations.of(ws.policies.all()[0].id))
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    with Workspace.open(path, None) as ws:
        found = {record.body for record in ws.annotations.of(ws.policies.all()[0].id)}
    assert found == {f"writer-{number} {place}" for number in range(4) for place in range(each)}
    assert check(path).problems == ()


def test_who_comes_second_reads_and_is_told_who_writes(desk: Workspace, profile_of: Callable[[str], Profile]) -> None:
    with Workspace.open(desk.path, profile_of("李四")) as second:
        assert second.read_only
        assert second.holder is not None
        assert (second.holder.person, second.holder.pid) == ("王审阅", os.getpid())
        desk.annotations.add(desk.policies.all()[0].id, Span(0, 4), AnnotationKind.COMMENT, "看得到")
        assert [record.body for record in second.annotations.of(second.policies.all()[0].id)] == ["看得到"]


def test_a_glance_tells_whether_somebody_writes_and_takes_nothing(desk: Workspace) -> None:
    assert in_use(desk.path)
    assert in_use(desk.path)
    desk.close()
    assert not in_use(desk.path)
    assert not lock_path(desk.path).exists()


def test_a_lock_left_by_another_machine_still_counts(path: Path) -> None:
    lock_path(path).write_text('{"person": "李", "host": "another-machine", "pid": 1}', encoding="utf-8")
    assert in_use(path)
    assert borrow(path) == Holder("李", "another-machine", 1)
    assert acquire(path, "王") == Holder("李", "another-machine", 1)


def test_a_lock_left_by_a_killed_process_here_does_not(path: Path, child: Child) -> None:
    holder = child(
        "import sys; from pathlib import Path; from storage.lock import acquire; held = acquire(Path(sys.argv[1]), '李');"
        " print('held'); sys.stdin.read()",
        str(path),
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    assert in_use(path)
    holder.kill()
    holder.communicate()
    assert not in_use(path)
    taken = acquire(path, "王")
    assert isinstance(taken, WorkspaceLock)
    assert taken.left_behind
    taken.release()


def test_a_borrowed_lock_keeps_writers_out_and_leaves_nothing(desk: Workspace, profile: Profile) -> None:
    desk.close()
    lent = borrow(desk.path)
    assert isinstance(lent, WorkspaceLock)
    with Workspace.open(desk.path, profile) as second:
        assert second.read_only
    lent.release()
    assert not lock_path(desk.path).exists()
    with Workspace.open(desk.path, profile) as second:
        assert not second.read_only


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"person": 1}'])
def test_what_stands_in_a_lock_nobody_holds_stops_nobody(content: bytes, path: Path) -> None:
    lock_path(path).write_bytes(content)
    assert not in_use(path)
    lent = borrow(path)
    assert isinstance(lent, WorkspaceLock)
    lent.release()
