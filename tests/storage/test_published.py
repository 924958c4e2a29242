"""Working on local copies of workspaces in places that bite, and publishing them back without loss."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from policy.identity import policy_id
from policy.model import Policy, Span
from storage import published, swapping, working_copy
from storage.checks import check
from storage.errors import StorageError
from storage.lock import acquire, lock_path
from storage.published import Standing, catch_up, content_of, pending, publish, settle_content, standing, unpublished
from storage.records import AnnotationKind, ReviewerRecord
from storage.swapping import place, restore_name
from storage.working_copy import WorkingCopy, begin, copy_at, known_copies, known_copy, let_go, move_origin, take
from storage.workspace import Profile, Workspace

if TYPE_CHECKING:
    from _typeshed import TraceFunction

NAME = "审阅 库#1.clausedesk"
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Desk:
    """Somebody who works on a local copy."""

    name: str
    profile: Profile
    copies: Path
    copy: WorkingCopy

    def write(self, body: str) -> None:
        with Workspace.open(self.copy.path, self.profile) as ws:
            self.copy = settle_content(ws, self.copy)
            ws.annotations.add(ws.policies.all()[0].id, Span(0, 4), AnnotationKind.COMMENT, body)

    def publish(self, *, anew: bool = False) -> published.Published:
        with Workspace.open(self.copy.path, self.profile) as ws:
            done = publish(ws, copy_at(self.copy.path) or self.copy, anew=anew)
        self.copy = done.copy
        return done

    def standing(self) -> Standing:
        return standing(self.copy)

    def unpublished(self) -> bool:
        with Workspace.open(self.copy.path, None) as ws:
            return unpublished(ws, copy_at(self.copy.path) or self.copy)


Join = Callable[[str], Desk]


@pytest.fixture
def origin(tmp_path: Path, profile: Profile, policy: Policy) -> Path:
    """A workspace that was published."""
    folder = tmp_path / "共享"
    folder.mkdir()
    with Workspace.create(folder / NAME, profile) as ws:
        ws.policies.add(policy, "意见.txt", policy.text.encode("gb18030"))
    shutil.rmtree(folder / f"{Path(NAME).stem}.backups", ignore_errors=True)
    return folder / NAME


@pytest.fixture
def join(tmp_path: Path, origin: Path, profile_of: Callable[[str], Profile]) -> Join:
    """Gives somebody a computer of their own with a local copy."""

    def begin_to_work(name: str) -> Desk:
        copies = tmp_path / f"电脑 {name}" / "copies"
        return Desk(name, profile_of(name), copies, take(origin, copies))

    return begin_to_work


def bodies(path: Path) -> set[str]:
    """The remarks in a file, read as it lies there."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        return {row[0] for row in conn.execute("SELECT body FROM annotation WHERE deleted = 0")}


def everything(origin: Path) -> set[str]:
    """The remarks in the published file and in all files kept beside it under names that show."""
    files = [path for path in origin.parent.glob("*.clausedesk") if path.is_file()]
    return set().union(*(bodies(path) for path in files))


def hidden(origin: Path) -> list[str]:
    return sorted(path.name for path in origin.parent.iterdir() if path.name.startswith("."))


def newer(desk: Desk, body: str, tmp_path: Path) -> bytes:
    """The file that ``desk`` would publish with one more remark."""
    there = tmp_path / "theirs.clausedesk"
    with Workspace.open(desk.copy.path, desk.profile) as ws:
        ws.annotations.add(ws.policies.all()[0].id, Span(0, 4), AnnotationKind.COMMENT, body)
        there.unlink(missing_ok=True)
        ws.store.conn.execute("VACUUM INTO ?", (str(there),)).fetchall()
    return there.read_bytes()


def test_an_unchanged_file_is_replaced_whole(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    assert mine.unpublished()
    done = mine.publish()
    assert (done.merged, done.kept) == ((), ())
    assert bodies(origin) == {"甲的意见"}
    assert not mine.unpublished()
    assert mine.standing() is Standing.SAME
    assert check(origin).problems == ()
    assert hidden(origin) == []
    assert [path.name for path in origin.parent.iterdir()] == [NAME]


def test_what_others_published_is_merged_first_and_heard_of(join: Join, origin: Path) -> None:
    mine, other, third = join("甲"), join("乙"), join("丙")
    for desk in (other, third):
        desk.write(f"{desk.name}的意见")
        desk.publish()
    mine.write("甲的意见")
    heard: list[object] = []
    with Workspace.open(mine.copy.path, mine.profile) as ws:
        done = publish(ws, mine.copy, heard=heard.append)
    assert heard == list(done.merged)
    assert len(heard) == 1
    assert bodies(origin) == {"甲的意见", "乙的意见", "丙的意见"}


def test_catching_up_merges_and_leaves_nothing_to_publish(join: Join) -> None:
    mine, other = join("甲"), join("乙")
    with Workspace.open(mine.copy.path, mine.profile) as ws:
        mine.copy = settle_content(ws, mine.copy)
    other.write("乙的意见")
    other.publish()
    with Workspace.open(mine.copy.path, mine.profile) as ws:
        done = catch_up(ws, mine.copy)
        assert [report.new > 0 for report in done.merged] == [True]
        assert catch_up(ws, done.copy).merged == ()
        assert not unpublished(ws, done.copy)
    assert bodies(mine.copy.path) == {"乙的意见"}


def test_after_an_older_file_was_put_back_all_is_to_be_published_again(join: Join, origin: Path) -> None:
    mine, old = join("甲"), origin.read_bytes()
    mine.write("甲的意见")
    mine.publish()
    origin.write_bytes(old)
    with Workspace.open(mine.copy.path, mine.profile) as ws:
        assert unpublished(ws, catch_up(ws, mine.copy).copy)
    mine.publish()
    assert bodies(origin) == {"甲的意见"}


@pytest.mark.parametrize("sql", ["patch = '{}'", "patch = '{}', sha256 = hex(zeroblob(32))"])
def test_after_a_change_was_altered_there_all_is_to_be_published_again(
    sql: str, join: Join, origin: Path, tamper: Callable[[Path, str], None]
) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    mine.publish()
    tamper(origin, f"UPDATE change SET {sql} WHERE family = 'annotation'")
    with Workspace.open(mine.copy.path, mine.profile) as ws:
        assert unpublished(ws, catch_up(ws, mine.copy).copy)
    mine.publish()
    assert check(origin).problems == ()


def replaced(origin: Path, theirs: bytes) -> None:
    origin.with_name("new").write_bytes(theirs)
    origin.with_name("new").replace(origin)


def touched(origin: Path, theirs: bytes) -> None:
    os.utime(origin, (1, 1))


def written_over(origin: Path, theirs: bytes) -> None:
    origin.write_bytes(theirs)


def removed_and_made_anew(origin: Path, theirs: bytes) -> None:
    origin.unlink()
    origin.write_bytes(theirs)


def moved_aside_by_somebody_killed(origin: Path, theirs: bytes) -> None:
    origin.write_bytes(theirs)
    origin.rename(origin.with_name(f".{NAME}.0a1b2c3d.was"))


def linked(origin: Path, theirs: bytes) -> None:
    elsewhere = origin.with_name("elsewhere")
    elsewhere.write_bytes(theirs)
    origin.unlink()
    origin.symlink_to(elsewhere)


def shown_to_all(origin: Path, theirs: bytes) -> None:
    origin.write_bytes(theirs)
    origin.chmod(0o666)


MERGED = (replaced, written_over, removed_and_made_anew, moved_aside_by_somebody_killed, linked, shown_to_all, touched)


@pytest.mark.parametrize("alter", MERGED, ids=lambda alter: str(alter.__name__))
def test_sound_changes_of_the_published_file_are_merged(
    alter: Callable[[Path, bytes], None], join: Join, origin: Path, tmp_path: Path
) -> None:
    mine, other = join("甲"), join("乙")
    theirs = newer(other, "乙的意见", tmp_path)
    mine.write("甲的意见")
    alter(origin, theirs)
    mine.publish()
    expected = {"甲的意见"} | (set() if alter is touched else {"乙的意见"})
    assert bodies(origin) == expected
    assert check(origin).problems == ()
    assert hidden(origin) == []


def deleted(origin: Path) -> None:
    origin.unlink()


def renamed(origin: Path) -> None:
    origin.rename(origin.with_name("改名.clausedesk"))


def emptied(origin: Path) -> None:
    origin.write_bytes(b"")


def truncated(origin: Path) -> None:
    origin.write_bytes(origin.read_bytes()[:-5000])


def cut_at_the_head(origin: Path) -> None:
    origin.write_bytes(origin.read_bytes()[:50])


def text(origin: Path) -> None:
    origin.write_text("一份文字", encoding="utf-8")


def flipped(origin: Path) -> None:
    content = bytearray(origin.read_bytes())
    content[4096:8192] = bytes(4096)
    origin.write_bytes(content)


def of_another_program(origin: Path) -> None:
    origin.unlink()
    with closing(sqlite3.connect(origin)) as conn:
        conn.executescript("CREATE TABLE other(x)")


def locked(origin: Path) -> None:
    origin.write_bytes(b"age-encryption.org/v1\n-> scrypt ")


def newer_format(origin: Path) -> None:
    with closing(sqlite3.connect(origin)) as conn:
        conn.execute("PRAGMA user_version=99")


def folder_in_its_place(origin: Path) -> None:
    origin.unlink()
    origin.mkdir()
    (origin / "inside").write_text("x", encoding="utf-8")


def protected(origin: Path) -> None:
    origin.chmod(0o444)


def being_written(origin: Path) -> None:
    origin.with_name(f"{NAME}-journal").write_bytes(b"half a write")


def dangling(origin: Path) -> None:
    origin.unlink()
    origin.symlink_to(origin.with_name("nowhere"))


def unrelated(origin: Path) -> None:
    origin.unlink()
    Workspace.create(origin, Profile(ReviewerRecord(policy_id("别人"), "别人", "别处"))).close()


REFUSED = {
    deleted: "published_gone",
    renamed: "published_gone",
    emptied: "empty_workspace",
    truncated: "truncated",
    cut_at_the_head: "truncated",
    text: "not_a_workspace",
    flipped: "package_altered",
    of_another_program: "other_program",
    locked: "passphrase_needed",
    newer_format: "newer_workspace",
    folder_in_its_place: "not_a_plain_file",
    protected: "read_only_place",
    being_written: "place_unfinished",
    dangling: "published_gone",
    unrelated: "other_workspace",
}


def standing_bytes(folder: Path) -> dict[str, bytes | None]:
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


@pytest.mark.parametrize(("alter", "code"), REFUSED.items(), ids=[alter.__name__ for alter in REFUSED])
def test_anything_else_in_its_place_is_told_and_left_alone(
    alter: Callable[[Path], None], code: str, join: Join, origin: Path
) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    alter(origin)
    before = standing_bytes(origin.parent)
    with pytest.raises(StorageError) as told:
        mine.publish()
    assert told.value.code == code
    assert standing_bytes(origin.parent) == before
    assert bodies(mine.copy.path) == {"甲的意见"}
    assert mine.unpublished()


def test_a_deleted_file_is_published_anew_when_asked(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    origin.unlink()
    mine.publish(anew=True)
    assert bodies(origin) == {"甲的意见"}


def test_a_place_that_is_gone_is_told_and_never_made(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    away = origin.parent.rename(origin.parent.with_name("拔出"))
    for anew in (False, True):
        with pytest.raises(StorageError) as told:
            mine.publish(anew=anew)
        assert told.value.code == "place_gone"
    assert not origin.parent.exists()
    away.rename(origin.parent)
    mine.publish()
    assert bodies(origin) == {"甲的意见"}


def test_nobody_publishes_while_somebody_writes_the_file_where_it_lies(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    lock = acquire(origin, "直接写的人")
    try:
        with pytest.raises(StorageError) as told:
            mine.publish()
        assert (told.value.code, told.value.facts["person"]) == ("busy", "直接写的人")
    finally:
        lock.release()  # type: ignore[union-attr]
    mine.publish()


def test_nobody_publishes_over_whom_works_on_another_machine_unless_asked_to(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    # What a machine leaves whose own locks are not seen here.
    lock_path(origin).write_text(json.dumps({"person": "直接写的人", "host": "另一台", "pid": 1}), encoding="utf-8")
    old = origin.read_bytes()
    with pytest.raises(StorageError) as told:
        mine.publish()
    assert (told.value.code, told.value.facts["host"]) == ("busy", "另一台")
    assert origin.read_bytes() == old
    with Workspace.open(mine.copy.path, mine.profile) as ws:
        publish(ws, mine.copy, take_over=True)
    assert bodies(origin) == {"甲的意见"}
    assert hidden(origin) == []


# Meddling at the very steps by which one file follows another.

STEPS: tuple[tuple[object, str], ...] = (
    (published, "standing"),
    (shutil, "copyfile"),
    (published, "swap"),
    (swapping, "file_hash"),
    (Path, "rename"),
    (swapping, "place"),
    (swapping, "sync_folder"),
)


def meddling(patch: pytest.MonkeyPatch, owner: object, name: str, act: Callable[[], None], *, after: bool) -> None:
    """Have ``act`` done once, right before or after the first use of a function."""
    real, acts = getattr(owner, name), [act]

    def step(*arguments: object, **named: object) -> object:
        due = [acts.pop()] if acts else []
        for one in [] if after else due:
            one()
        result = real(*arguments, **named)
        for one in due if after else []:
            one()
        return result

    patch.setattr(owner, name, step)


@pytest.mark.usefixtures("no_locks")
def test_a_write_that_begins_while_the_file_is_moved_aside_is_not_given_another_file(
    join: Join, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    old, journal = origin.read_bytes(), origin.with_name(f"{origin.name}-journal")

    def begin_to_write() -> None:
        journal.write_bytes(b"what SQLite noted")

    with monkeypatch.context() as patch:
        meddling(patch, swapping, "file_hash", begin_to_write, after=True)
        with pytest.raises(StorageError) as told:
            mine.publish()
    assert told.value.code == "place_unfinished"
    assert origin.read_bytes() == old
    assert hidden(origin) == []
    journal.unlink()
    mine.publish()
    assert bodies(origin) == {"甲的意见"}


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_what_appears_at_a_step_of_publishing_is_never_lost(
    owner: object, name: str, after: bool, join: Join, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = join("甲"), join("乙")
    mine.write("甲的意见")
    theirs = newer(other, "乙的意见", tmp_path)
    with monkeypatch.context() as patch:
        meddling(patch, owner, name, lambda: put_over(origin, theirs), after=after)
        with suppress(StorageError):
            mine.publish()
    assert "乙的意见" in everything(origin) | bodies(mine.copy.path)
    mine.publish()
    assert bodies(origin) >= {"甲的意见", "乙的意见"}
    assert hidden(origin) == []


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize(("name", "after"), [("file_hash", True), ("place", False), ("place", True), ("sync_folder", True)])
def test_what_is_written_into_the_file_that_was_moved_aside_is_kept(
    name: str, after: bool, join: Join, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = join("甲"), join("乙")
    mine.write("甲的意见")
    theirs = newer(other, "乙的意见", tmp_path)
    with origin.open("r+b") as file, monkeypatch.context() as patch:

        def write() -> None:
            file.write(theirs)
            file.truncate()
            file.flush()

        meddling(patch, swapping, name, write, after=after)
        kept = mine.publish().kept
    assert "乙的意见" in set().union(*(bodies(path) for path in (origin, *kept)))
    assert "甲的意见" in bodies(origin)


# Meddling between any two lines of publishing.

Meddle = Callable[[Path, bytes], None]


def put_over(origin: Path, theirs: bytes) -> None:
    """As a synchronising program does: over whatever stands there."""
    replaced(origin, theirs)


def written_in_place(origin: Path, theirs: bytes) -> None:
    with origin.open("r+b" if origin.exists() else "xb") as file:
        file.write(theirs)
        file.truncate()


MEDDLES: tuple[Meddle, ...] = (put_over, written_in_place)


class Lines:
    """Counts the lines that run in the modules that publish, and does something before one of them."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.at, self.act, self.count = at, act, 0
        self.files = {str(module.__file__) for module in (published, swapping, working_copy)}

    def __enter__(self) -> Lines:
        self.before = sys.gettrace()
        sys.settrace(self.call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)

    def call(self, frame: FrameType, event: str, _: object) -> TraceFunction | None:
        return self.line if frame.f_code.co_filename in self.files else None

    def line(self, frame: FrameType, event: str, _: object) -> TraceFunction:
        if event == "line":
            self.count += 1
            if self.count == self.at:
                sys.settrace(None)
                self.act()
                sys.settrace(self.call)
        return self.line


def sampled(total: int, nightly: bool, parts: int) -> Iterator[int]:
    return iter(range(1, total + 1, 1 if nightly else max(1, total // parts)))


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place in which nobody sees the locks of others."""

    def none(path: Path, *, take_over: bool) -> None:
        raise StorageError("no_locks", name=path.name, reason="")

    monkeypatch.setattr(swapping, "borrow", none)


def lines_of_a_publish(mine: Desk) -> int:
    with Workspace.open(mine.copy.path, mine.profile) as ws, Lines(-1, lambda: None) as lines:
        mine.copy = publish(ws, mine.copy).copy
    return lines.count


@pytest.mark.usefixtures("no_locks")
@pytest.mark.parametrize("meddle", MEDDLES, ids=lambda meddle: str(meddle.__name__))
def test_what_appears_between_any_two_lines_is_never_lost(
    meddle: Meddle, join: Join, origin: Path, tmp_path: Path, nightly: bool
) -> None:
    mine, other = join("甲"), join("乙")
    mine.write("起先")
    total = lines_of_a_publish(mine)
    ever = {"起先"}
    for at in sampled(total, nightly, 3):
        theirs = newer(other, f"乙 {at}", tmp_path)
        mine.write(f"甲 {at}")
        ever |= {f"甲 {at}", f"乙 {at}"}
        with Workspace.open(mine.copy.path, mine.profile) as ws, Lines(at, lambda new=theirs: meddle(origin, new)):  # type: ignore[misc]
            try:
                mine.copy = publish(ws, mine.copy).copy
            except StorageError:
                mine.copy = copy_at(mine.copy.path) or mine.copy
        assert f"乙 {at}" in everything(origin) | bodies(mine.copy.path), at
        mine.publish(anew=True)
        assert ever <= everything(origin), at
        assert check(origin).problems == ()
        other.copy = take(origin, other.copies)


@pytest.mark.usefixtures("no_locks")
def test_two_who_publish_at_once_lose_nothing(join: Join, origin: Path, nightly: bool) -> None:
    mine, other = join("甲"), join("乙")
    mine.write("起先")
    total = lines_of_a_publish(mine)
    ever = {"起先"}
    for at in sampled(total, nightly, 3):
        mine.write(f"甲 {at}")
        other.write(f"乙 {at}")
        ever |= {f"甲 {at}", f"乙 {at}"}
        with Workspace.open(mine.copy.path, mine.profile) as ws, Lines(at, lambda: ended(other)):
            try:
                mine.copy = publish(ws, mine.copy).copy
            except StorageError:
                mine.copy = copy_at(mine.copy.path) or mine.copy
        for desk in (other, mine):
            desk.publish()
        assert ever <= everything(origin), at
        assert hidden(origin) == []


def ended(desk: Desk) -> None:
    """Publish, or be told that it cannot be done now."""
    try:
        desk.publish()
    except StorageError:
        desk.copy = copy_at(desk.copy.path) or desk.copy


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from storage import published, swapping, working_copy
from storage.published import publish
from storage.working_copy import copy_at
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace
path, at = Path(sys.argv[2]), int(sys.argv[3])
files = {module.__file__ for module in (published, swapping, working_copy)}
count = 0
def line(frame, event, _):
    global count
    count += event == "line"
    if count == at:
        os.kill(os.getpid(), 9)
    return line
with Workspace.open(path, Profile(ReviewerRecord(sys.argv[4], "甲", ""))) as ws:
    copy = copy_at(path)
    sys.settrace(lambda frame, event, _: line if frame.f_code.co_filename in files else None)
    publish(ws, copy)
    sys.settrace(None)
"""


def test_killed_at_any_line_the_name_holds_the_old_or_the_new(join: Join, origin: Path, nightly: bool) -> None:
    mine = join("甲")
    mine.write("起先")
    total = lines_of_a_publish(mine)
    ever = {"起先"}
    for at in sampled(total, nightly, 5):
        old = origin.read_bytes()
        mine.write(f"甲 {at}")
        command = [sys.executable, "-c", KILLED, str(ROOT), str(mine.copy.path), str(at), mine.profile.reviewer.id]
        ended = subprocess.run(command, check=False, capture_output=True)
        assert ended.returncode == -9, ended.stderr
        restore_name(origin)
        assert origin.read_bytes() == old or f"甲 {at}" in bodies(origin), at
        assert ever <= everything(origin)
        ever.add(f"甲 {at}")
        mine.publish()
        assert bodies(origin) == ever
        assert check(origin).problems == ()
        for left in origin.parent.iterdir():
            os.utime(left, (time.time() - 90_000,) * 2)
    mine.write("最后")
    mine.publish()
    assert hidden(origin) == []
    assert [path.name for path in origin.parent.iterdir()] == [NAME]


def test_what_a_killed_process_left_aside_is_kept_when_nobody_merged_it(join: Join, origin: Path, tmp_path: Path) -> None:
    mine, other = join("甲"), join("乙")
    left = origin.with_name(f".{NAME}.0a1b2c3d.was")
    left.write_bytes(newer(other, "没人合并过", tmp_path))
    os.utime(left, (time.time() - 90_000,) * 2)
    mine.write("甲的意见")
    [kept] = mine.publish().kept
    assert bodies(kept) == {"没人合并过"}
    assert not kept.name.startswith(".")
    assert bodies(origin) == {"甲的意见"}


# Faults of the medium.

FSYNC = os.fsync
FAULTS: tuple[tuple[object, str], ...] = (
    (os, "fsync"),
    (os, "link"),
    (shutil, "copyfile"),
    (Path, "rename"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "open"),
    (Path, "stat"),
    (os, "open"),
)


class Faulty:
    """A function that fails from its ``at``-th use on what lies in a folder on."""

    def __init__(self, real: Callable[..., object], folder: Path, number: int, at: int) -> None:
        self.real, self.folder, self.number, self.left = real, str(folder), number, at

    def __call__(self, *arguments: object, **named: object) -> object:
        if any(name.startswith(self.folder) for name in self.names(arguments)):
            self.left -= 1
            if self.left <= 0:
                raise OSError(self.number, os.strerror(self.number), self.folder)
        return self.real(*arguments, **named)

    def names(self, arguments: tuple[object, ...]) -> list[str]:
        if self.real is FSYNC:
            return [str(Path(f"/proc/self/fd/{arguments[0]}").readlink())]
        return [str(one) for one in arguments if isinstance(one, str | Path)]


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.ENOENT], ids=errno.errorcode.get)
@pytest.mark.parametrize(("owner", "name"), FAULTS, ids=[name for _, name in FAULTS])
def test_a_medium_that_fails_loses_nothing(
    owner: object, name: str, number: int, join: Join, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    old = origin.read_bytes()
    for at in (1, 3):
        faulty = Faulty(getattr(owner, name), origin.parent, number, at)
        with Workspace.open(mine.copy.path, mine.profile) as ws, monkeypatch.context() as patch:
            # A plain function, so that it is a method where it stands in a class.
            patch.setattr(owner, name, lambda *arguments, faulty=faulty, **named: faulty(*arguments, **named))
            with suppress(StorageError):
                publish(ws, copy_at(mine.copy.path) or mine.copy)
        restore_name(origin)
        assert origin.read_bytes() == old or bodies(origin) == {"甲的意见"}
        assert bodies(mine.copy.path) == {"甲的意见"}
    mine.copy = copy_at(mine.copy.path) or mine.copy
    mine.publish()
    assert bodies(origin) == {"甲的意见"}


def test_the_medium_has_the_file_and_its_name_before_it_counts_as_published(
    join: Join, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    order: list[str] = []
    fsync, link, unlink = os.fsync, os.link, Path.unlink

    def synced(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path == origin.parent:
            order.append("sync names")
        elif path.parent == origin.parent and path.suffix == ".part":
            order.append("sync file")
        fsync(handle)

    def linked(source: Path, target: Path) -> None:
        if target == origin:
            order.append("name")
        link(source, target)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".was":
            order.append("drop")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    monkeypatch.setattr(Path, "unlink", unlinked)
    mine.publish()
    assert order == ["sync file", "name", "sync names", "drop", "sync names"]


@pytest.mark.parametrize("rename", [True, False], ids=("rename without writing over", "nothing of the kind"))
def test_a_medium_without_links_is_written_as_safely(
    rename: bool, join: Join, origin: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    if not rename:
        monkeypatch.setattr(swapping, "_renamed", lambda source, target: None)
    mine, other = join("甲"), join("乙")
    other.write("乙的意见")
    other.publish()
    mine.write("甲的意见")
    mine.publish()
    assert bodies(origin) == {"甲的意见", "乙的意见"}
    assert hidden(origin) == []
    one, two = tmp_path / "一", tmp_path / "二"
    one.write_text("1", encoding="utf-8")
    two.write_text("2", encoding="utf-8")
    assert not place(one, two)
    assert (one.read_text(encoding="utf-8"), two.read_text(encoding="utf-8")) == ("1", "2")


def test_an_empty_file_that_only_kept_the_name_gives_way_to_what_was_there(origin: Path) -> None:
    content = origin.read_bytes()
    origin.rename(origin.with_name(f".{NAME}.0a1b2c3d.was"))
    origin.touch()
    restore_name(origin)
    assert origin.read_bytes() == b""
    os.utime(origin, (time.time() - 120,) * 2)
    restore_name(origin)
    assert origin.read_bytes() == content


# Local copies.


def test_one_workspace_has_one_local_copy_by_whichever_path(join: Join, origin: Path, tmp_path: Path) -> None:
    mine = join("甲")
    link = tmp_path / "另一条路"
    link.symlink_to(origin.parent, target_is_directory=True)
    assert take(link / NAME, mine.copies) == mine.copy
    assert take(origin.parent / ".." / origin.parent.name / NAME, mine.copies) == mine.copy
    hard = tmp_path / NAME.upper()
    os.link(origin, hard)
    assert known_copy(hard, mine.copies) == mine.copy
    assert len(known_copies(mine.copies)) == 1


def test_a_stick_under_another_name_is_known_again(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("还没发布")
    moved = origin.parent.rename(origin.parent.with_name("另一个盘符")) / NAME
    again = take(moved, mine.copies)
    assert (again.path, again.origin) == (mine.copy.path, moved)
    mine.copy = again
    mine.publish()
    assert bodies(moved) == {"还没发布"}


def test_a_linked_file_is_published_where_it_really_lies(join: Join, origin: Path, tmp_path: Path) -> None:
    link = tmp_path / "快捷.clausedesk"
    link.symlink_to(origin)
    mine = join("甲")
    mine.copy = take(link, mine.copies)
    mine.write("甲的意见")
    mine.publish()
    assert link.is_symlink()
    assert bodies(origin) == {"甲的意见"}


def test_names_that_are_long_leave_room_for_ours(tmp_path: Path, profile: Profile, policy: Policy) -> None:
    origin = tmp_path / ("长" * 80 + ".clausedesk")
    with Workspace.create(tmp_path / "短.clausedesk", profile) as ws:
        ws.policies.add(policy, "意见.txt", b"x")
    (tmp_path / "短.clausedesk").rename(origin)
    mine = Desk("甲", profile, tmp_path / "copies", take(origin, tmp_path / "copies"))
    mine.write("甲的意见")
    mine.publish()
    assert bodies(origin) == {"甲的意见"}


def test_a_new_workspace_is_made_here_and_published_where_it_was_wanted(tmp_path: Path, profile: Profile) -> None:
    place_, copies = tmp_path / "U盘", tmp_path / "copies"
    place_.mkdir()
    mine = Desk("甲", profile, copies, begin(place_ / NAME, copies, profile))
    assert mine.standing() is Standing.GONE
    assert [copy.path for copy in pending(copies)] == [mine.copy.path]
    mine.publish()
    assert check(place_ / NAME).problems == ()
    assert pending(copies) == ()
    with pytest.raises(StorageError) as told:
        begin(place_ / NAME, copies, profile)
    assert told.value.code == "already_exists"


def test_what_is_not_published_is_listed_until_it_is(join: Join) -> None:
    mine = join("甲")
    assert pending(mine.copies) == ()
    mine.write("还没发布")
    assert [copy.origin for copy in pending(mine.copies)] == [mine.copy.origin]
    assert pending(mine.copies, mine.copy.path) == ()
    mine.publish()
    assert pending(mine.copies) == ()


def test_a_copy_for_which_there_is_no_room_leaves_nothing(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies, real = tmp_path / "copies", shutil.copyfile

    def full(source: Path, target: Path) -> None:
        real(source, target)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        with pytest.raises(StorageError) as told:
            take(origin, copies)
    assert told.value.code == "disk_full"
    assert list(copies.iterdir()) == []
    assert take(origin, copies).path.exists()


def test_a_copy_set_aside_for_damage_is_taken_anew(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.copy.path.rename(mine.copy.path.with_name("set aside"))
    again = take(origin, mine.copies)
    assert again.path == mine.copy.path
    assert (again.path.with_name("set aside")).exists()


def test_a_copy_whose_note_is_lost_keeps_its_work(join: Join, origin: Path) -> None:
    mine = join("甲")
    mine.write("还没发布")
    (mine.copy.path.parent / "origin.json").write_text("{", encoding="utf-8")
    mine.copy = take(origin, mine.copies)
    assert mine.unpublished()
    mine.publish()
    assert bodies(origin) == {"还没发布"}


def test_work_can_be_published_elsewhere_and_the_copy_let_go(join: Join, origin: Path, tmp_path: Path) -> None:
    mine = join("甲")
    mine.write("甲的意见")
    before = origin.read_bytes()
    mine.copy = move_origin(mine.copy, tmp_path / "别处.clausedesk")
    mine.publish()
    assert bodies(tmp_path / "别处.clausedesk") == {"甲的意见"}
    assert origin.read_bytes() == before
    let_go(mine.copy)
    assert known_copies(mine.copies) == ()
    assert mine.copy.path.exists()


def test_a_local_copy_is_known_by_its_own_path(join: Join, origin: Path) -> None:
    mine = join("甲")
    assert copy_at(mine.copy.path) == mine.copy
    assert copy_at(origin) is None


def test_every_write_changes_what_is_known_of_the_content(desk: Workspace) -> None:
    seen = {content_of(desk)}
    written = desk.annotations.add(desk.policies.all()[0].id, Span(0, 4), AnnotationKind.COMMENT, "一")
    seen.add(content_of(desk))
    desk.reverse(written)
    seen.add(content_of(desk))
    assert len(seen) == 3
