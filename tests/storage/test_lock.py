"""Whatever the file system says, a lock ends in a lock, a holder or a plain error, and no handle stays open."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import lock
from storage.errors import StorageError
from storage.lock import Holder, WorkspaceLock, acquire, lock_path


@pytest.fixture
def handles(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The handles that are open, as the lock opens and closes them."""
    opened: list[int] = []
    really_open, really_close = os.open, os.close

    def open_(path: Path, flags: int, mode: int = 0o777) -> int:
        opened.append(really_open(path, flags, mode))
        return opened[-1]

    def close(handle: int) -> None:
        opened.remove(handle)
        really_close(handle)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "close", close)
    return opened


def full(*_arguments: object, **_options: object) -> int:
    raise OSError(errno.ENOSPC, "full")


def short(handle: int, content: bytes) -> int:
    return len(content) - 1


@pytest.mark.parametrize(("name", "failing"), [("write", full), ("write", short), ("ftruncate", full)])
def test_a_disk_too_full_for_the_lock_is_told_and_the_lock_given_back(
    path: Path, handles: list[int], monkeypatch: pytest.MonkeyPatch, name: str, failing: Callable[..., int]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, name, failing)
        with pytest.raises(StorageError) as raised:
            acquire(path, "王")
    assert raised.value.code == "disk_full"
    assert handles == []
    again = acquire(path, "王")
    assert isinstance(again, WorkspaceLock)
    again.release()
    assert not lock_path(path).exists()


def test_a_crash_is_still_known_after_the_lock_could_not_be_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashed = acquire(path, "王")
    assert isinstance(crashed, WorkspaceLock)
    left = lock_path(path).read_bytes()
    crashed.release()
    lock_path(path).write_bytes(left)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(StorageError):
            acquire(path, "李")
    again = acquire(path, "李")
    assert isinstance(again, WorkspaceLock)
    assert again.left_behind
    again.release()


def test_a_lock_file_that_its_holder_removes_meanwhile_is_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really, holders = lock._try_lock, ["王"]

    def given_back_first(handle: int) -> bool:
        if holders:
            holders.pop()
            lock_path(path).unlink()
        return really(handle)

    with monkeypatch.context() as patched:
        patched.setattr(lock, "_try_lock", given_back_first)
        mine = acquire(path, "李")
    assert isinstance(mine, WorkspaceLock)
    other = acquire(path, "赵")
    assert isinstance(other, Holder)
    assert other.person == "李"
    mine.release()


def test_giving_a_lock_back_never_fails_and_others_can_have_it(
    path: Path, handles: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = acquire(path, "王")
    assert isinstance(mine, WorkspaceLock)
    with monkeypatch.context() as patched:
        patched.setattr(os, "ftruncate", full)
        patched.setattr(lock, "_unlock", full)
        patched.setattr(Path, "unlink", full)
        mine.release()
    assert handles == []
    other = acquire(path, "李")
    assert not isinstance(other, Holder)
    other.release()
