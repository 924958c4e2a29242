"""Private folders for received files, and the copying into them."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storage.errors import StorageError
from storage.faults import translated
from storage.watch import Watch

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PREFIX = "clausedesk-received-"
SIZE_LIMIT = 20 << 30
_OWNED = ".owned"
_PIECE = 1 << 20
# Left free on the disk, for what a migration and the program itself write there.
_SPARE = 64 << 20
# A folder that is younger may belong to somebody who has not come to lock it yet.
_YOUNG_SECONDS = 60


class PrivateFolder:
    """A new folder that only this user may enter, locked as long as its process lives, until ``close``."""

    def __init__(self) -> None:
        clear_leftovers()
        with translated(PREFIX):
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
            self._handle: int | None = os.open(self.path / _OWNED, os.O_RDWR | os.O_CREAT, 0o600)
        _locked(self._handle)

    def close(self) -> None:
        """Remove the folder with all that is in it; doing it twice does nothing. Never raises."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with suppress(OSError):
            os.close(handle)
        shutil.rmtree(self.path, ignore_errors=True)


def clear_leftovers() -> None:
    """Remove the private folders of this user whose process was killed. Never raises."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    with suppress(OSError):
        facts = folder.lstat()
        mine = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
        if not stat.S_ISDIR(facts.st_mode) or not mine or time.time() - facts.st_mtime < _YOUNG_SECONDS:
            return
        handle = os.open(folder / _OWNED, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            left = _locked(handle)
        finally:
            os.close(handle)
        if left:
            shutil.rmtree(folder, ignore_errors=True)


def _locked(handle: int) -> bool:
    """Lock the file, which falls when its process dies; ``False`` when another holds it or nothing can be locked here."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Copied:
    """The hex SHA-256 and the size in bytes of what was copied."""

    sha256: str
    size: int


@contextmanager
def reading(source: Path, name: str) -> Iterator[tuple[IO[bytes], int]]:
    """The plain file at ``source`` opened for reading, with its size. Raises ``StorageError`` for anything that is none.

    Only for a process that does not have the same file open as a database: closing it would drop that one's locks.
    """
    # A pipe is not waited for.
    handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise StorageError("not_a_plain_file", name=name)
        file = os.fdopen(handle, "rb", buffering=0, closefd=False)
        yield file, facts.st_size
    finally:
        os.close(handle)


def check_room(size: int, folder: Path, name: str) -> None:
    """Raise ``StorageError`` when ``size`` bytes are too many, or more than there is room for in ``folder``."""
    if size > SIZE_LIMIT:
        raise StorageError("check_beyond", name=name)
    if shutil.disk_usage(folder).free < size + _SPARE:
        raise StorageError("no_room_to_check", name=name, needed=(size + _SPARE) >> 20)


def copy_aside(file: IO[bytes], size: int, target: Path, name: str, watch: Watch) -> Copied:
    """Copy what is left to read of ``file`` to ``target``, which must be new. Raises ``StorageError`` when it is too large."""
    check_room(size, target.parent, name)
    digest, done = hashlib.sha256(), 0
    with target.open("xb") as copy:
        while piece := file.read(_PIECE):
            digest.update(piece)
            copy.write(piece)
            done += len(piece)
            if done > SIZE_LIMIT:
                raise StorageError("check_beyond", name=name)
            watch(min(1.0, done / max(size, 1)))
    return Copied(digest.hexdigest(), done)
