"""Whatever the disk refuses, once or for ever, the workspace is as before or as after, and the user is told what to do."""

from __future__ import annotations

import errno
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy.model import Policy
from resources.catalogue import Catalogue
from storage.attachments import save_as
from storage.backup import held
from storage.checks import check
from storage.errors import StorageError
from storage.faults import translated
from storage.records import EvidenceType
from storage.workspace import Profile, Workspace

ONLY_ON_WINDOWS = "winerror"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("action", ["annotate", "attach", "merge", "take back", "migrate", "import", "carry over", "backup"])
def test_every_write_may_fail(tmp_path: Path, action: str, nightly: bool) -> None:
    # A merge asks a worker process first each time, so that of the kinds of fault each call meets one.
    sample = "30" if not nightly else "1000" if action == "merge" else "0"
    command = [sys.executable, "-m", "tests.storage.shim_faults", action, str(tmp_path), sample]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    assert report["runs"] >= 30
    assert report["wrong"] == []


FILE_CALLS = ("open", "write", "ftruncate", "fsync", "replace", "mkdir")


class FileFaults:
    """Lets the calls that Python itself makes to the file system fail from the k-th on, or only that one."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.fail_at = sys.maxsize
        self.for_ever = False
        self.number = errno.EIO
        for name in FILE_CALLS:
            patch.setattr(os, name, self._failing(getattr(os, name)))

    def _failing(self, call: Callable[..., object]) -> Callable[..., object]:
        def asked(*arguments: object, **options: object) -> object:
            self.asked += 1
            if self.asked == self.fail_at or (self.for_ever and self.asked > self.fail_at):
                raise OSError(self.number, os.strerror(self.number))
            return call(*arguments, **options)

        return asked

    def each(self) -> Iterator[None]:
        """Each call of what is done in the loop fails in turn, until none is left to fail."""
        for number, self.for_ever in itertools.product((errno.EIO, errno.ENOSPC), (False, True)):
            self.number, self.fail_at, self.asked = number, 0, 0
            while self.fail_at <= self.asked:
                self.fail_at, self.asked = self.fail_at + 1, 0
                yield
        self.fail_at = sys.maxsize


@pytest.fixture
def file_faults(monkeypatch: pytest.MonkeyPatch) -> FileFaults:
    return FileFaults(monkeypatch)


def told(act: Callable[[], object]) -> str | None:
    """The code of the error that ``act`` ends with, which has a sentence."""
    found: StorageError | None = None
    try:
        act()
    except StorageError as error:
        found = error
    if found is None:
        return None
    for language in ("zh", "en"):
        assert Catalogue.load(language).text(f"error.{found.code}", **found.facts)
    return found.code


def test_a_backup_is_whole_or_absent_whatever_fails(desk: Workspace, file_faults: FileFaults) -> None:
    changes = len(desk.history.changes())
    runs = 0
    for _ in file_faults.each():
        before = {backup.path for backup in held(desk.path)}
        code = told(desk.back_up)
        asked, file_faults.asked = file_faults.asked, -1_000_000
        fresh = {backup.path for backup in held(desk.path)} - before
        assert code in (None, "disk_error", "disk_full")
        for made in fresh:
            with Workspace.open(made, None) as copy:
                assert len(copy.history.changes()) == changes
        assert fresh or code
        file_faults.asked = asked
        runs += 1
    assert runs > 8
    assert not list(desk.path.parent.rglob("*.part*"))
    assert check(desk.path).sound


def test_a_lock_that_cannot_be_written_is_told_and_leaves_nothing(
    desk: Workspace, profile: Profile, file_faults: FileFaults
) -> None:
    desk.close()
    for _ in file_faults.each():

        def opened() -> None:
            with Workspace.open(desk.path, profile):
                pass

        assert told(opened) in (None, "disk_error", "disk_full")
        asked, file_faults.asked = file_faults.asked, -1_000_000
        with Workspace.open(desk.path, profile) as again:
            assert not again.read_only
        file_faults.asked = asked


@pytest.mark.parametrize(
    ("number", "windows", "code"),
    [
        (errno.EACCES, 32, "file_in_use"),
        (errno.EACCES, 33, "file_in_use"),
        (errno.EACCES, 5, "permission"),
        (errno.EINVAL, 39, "disk_full"),
        (errno.ENOENT, 206, "name_too_long"),
        (errno.EBUSY, None, "file_in_use"),
        (errno.EACCES, None, "permission"),
        (errno.EIO, None, "disk_error"),
    ],
)
def test_what_the_system_refuses_is_told_as_what_it_is(number: int, windows: int | None, code: str) -> None:
    error = OSError(number, os.strerror(number))
    setattr(error, ONLY_ON_WINDOWS, windows)
    with pytest.raises(StorageError) as raised, translated("库.clausedesk"):
        raise error
    assert (raised.value.code, raised.value.facts) == (code, {"name": "库.clausedesk"})


def test_a_file_that_cannot_be_saved_leaves_the_old_one(
    desk: Workspace, policy: Policy, tmp_path: Path, file_faults: FileFaults
) -> None:
    desk.evidence.add(policy.id, type=EvidenceType.PHOTO, title="照片", files=[("a.png", b"new" * 1_000_000)])
    sha256 = str(desk.store.rows("SELECT sha256 FROM blob")[0][0])
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "a.png"
    for _ in file_faults.each():
        target.write_bytes(b"old")
        code = told(lambda: save_as(desk.store.conn, sha256, target))
        assert code in (None, "disk_error", "disk_full")
        assert target.read_bytes() == (b"old" if code else b"new" * 1_000_000)
        assert list(folder.iterdir()) == [target]
