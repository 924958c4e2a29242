"""One writer at a time: a lock file beside the workspace says who it is.

The lock of the operating system on that file is what counts, since it falls when its process dies. What stands in the file
tells others who holds it, and whether it was taken on another machine, whose locks are not always seen across a network.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.errors import StorageError
from storage.faults import file_fault

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 30
_SIZE_LIMIT = 4_096
_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the workspace open for writing."""

    person: str
    host: str
    pid: int


class WorkspaceLock:
    """The right to write a workspace, until ``release``. ``left_behind`` tells that its last holder did not close it."""

    def __init__(self, path: Path, handle: int, *, left_behind: bool) -> None:
        self._path = path
        self._handle: int | None = handle
        self.left_behind = left_behind

    def release(self) -> None:
        """Give the right back; doing it twice does nothing. Never raises."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        # Each step stands alone: closing alone gives the lock back, and what stays in the file only asks for a check next time.
        with suppress(OSError):
            os.ftruncate(handle, 0)
        if sys.platform != "win32":
            # Removed while still locked, so that nobody can lock the file in between and lose it.
            _remove(self._path)
        _let_go(handle)
        if sys.platform == "win32":
            _remove(self._path)


def lock_path(workspace: Path) -> Path:
    """Where the lock file of a workspace stands."""
    return workspace.with_name(f".{workspace.name}.lock")


def acquire(workspace: Path, person: str, *, take_over: bool = False) -> WorkspaceLock | Holder:
    """The lock, or who holds it. ``take_over`` ignores a holder on another machine, after the user was asked.

    Raises ``StorageError`` when the folder cannot be written.
    """
    path = lock_path(workspace)
    handle = _grab(path, workspace.name)
    if isinstance(handle, Holder):
        return handle
    previous = _read(handle)
    if previous is not None and previous.host != platform.node() and not take_over:
        _let_go(handle)
        return previous
    try:
        _write(handle, Holder(person, platform.node(), os.getpid()))
    except OSError as error:
        _let_go(handle)
        raise file_fault(error, workspace.name) from error
    return WorkspaceLock(path, handle, left_behind=previous is not None)


def borrow(workspace: Path, *, take_over: bool = False) -> WorkspaceLock | Holder:
    """The lock for the moment in which the file is replaced, without a word in it about who has it; or who holds it, here or on
    another machine, whom ``take_over`` ignores. Raises ``StorageError`` when the folder cannot be written."""
    path = lock_path(workspace)
    handle = _grab(path, workspace.name)
    if isinstance(handle, Holder):
        return handle
    previous = _read(handle)
    if previous is not None and previous.host != platform.node() and not take_over:
        _let_go(handle)
        return previous
    return WorkspaceLock(path, handle, left_behind=previous is not None)


def in_use(workspace: Path) -> bool:
    """Whether somebody holds the lock, as far as a glance tells; looking does not take it from anybody."""
    path = lock_path(workspace)
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError as error:
        # Where the name is too long for a lock nobody can write.
        return error.errno != errno.ENAMETOOLONG
    try:
        if not _try_lock(handle):
            os.close(handle)
            return True
    except StorageError:
        return True
    previous = _read(handle)
    _let_go(handle)
    return previous is not None and previous.host != platform.node()


def _grab(path: Path, name: str) -> int | Holder:
    """The lock file, open and locked; or who has it locked. Raises ``StorageError``."""
    for _ in range(_TRIES):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise file_fault(error, name) from error
        if not _try_lock(handle):
            holder = _read(handle)
            os.close(handle)
            return holder or Holder("", "", 0)
        try:
            there = _still_there(handle, path)
        except OSError as error:
            _let_go(handle)
            raise file_fault(error, name) from error
        if there:
            return handle
        os.close(handle)
    # A place that shows no file just made has no locks to trust.
    raise StorageError("file_in_use", name=name)


def _read(handle: int) -> Holder | None:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        facts = json.loads(os.read(handle, _SIZE_LIMIT).decode("utf-8"))
        return Holder(str(facts["person"]), str(facts["host"]), int(facts["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(handle: int, holder: Holder) -> None:
    facts = {"person": holder.person, "host": holder.host, "pid": holder.pid}
    content = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")
    # Written before the rest is cut off: when nothing can be written, what the last holder left there still tells of it.
    os.lseek(handle, 0, os.SEEK_SET)
    if os.write(handle, content) < len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.ftruncate(handle, len(content))


def _still_there(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one under its name: its holder may just have removed it."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(handle)
    return (there.st_ino, there.st_dev) == (mine.st_ino, mine.st_dev)


def _remove(path: Path) -> None:
    # Where somebody is just looking at it, it stays; the empty file does no harm.
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        os.close(handle)
        raise StorageError("no_locks", reason=str(error)) from error
    return True


def _let_go(handle: int) -> None:
    """Unlock and close, whatever the file system says."""
    try:
        with suppress(OSError):
            _unlock(handle)
    finally:
        with suppress(OSError):
            os.close(handle)


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
