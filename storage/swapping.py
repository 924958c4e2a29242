"""Putting a file in the place of another one that others can reach too, without ever writing over what was not looked at."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.backup import sync_folder
from storage.errors import StorageError
from storage.faults import translated
from storage.lock import Holder, borrow

_PIECE: Final = 1 << 20
_LONGEST: Final = 100
_LEFT_BEHIND: Final = 24 * 3_600
_STRAY: Final = 3_600
_RESERVED: Final = 60
_NO_LINKS: Final = frozenset(
    (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV)
)
_AT_FDCWD: Final = -100
_NO_REPLACE_LINUX, _NO_REPLACE_MAC = 1, 4


@dataclass(frozen=True, slots=True)
class Swapped:
    """Whether the new file stands under the name, and the file beside it under which something unforeseen was kept."""

    done: bool
    kept: Path | None = None


def label(name: str) -> str:
    """A name short enough for something to be added to it; cut ones stay told apart."""
    if len(os.fsencode(name)) <= _LONGEST:
        return name
    mark = hashlib.sha256(os.fsencode(name)).hexdigest()[:8]
    whole = Path(name)
    stem = os.fsencode(whole.stem)[: _LONGEST - 20].decode("utf-8", "ignore")
    return f"{stem}~{mark}{whole.suffix if len(os.fsencode(whole.suffix)) < 20 else ''}"


def beside(path: Path, end: str) -> Path:
    """A new hidden name beside a file."""
    return path.with_name(f".{label(path.name)}.{secrets.token_hex(4)}.{end}")


def file_hash(path: Path) -> str:
    """The hex SHA-256 of a file. Raises ``StorageError``."""
    digest = hashlib.sha256()
    with translated(path.name), path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def restore_name(origin: Path) -> None:
    """Give a file its name back that a process left moved aside when it was killed."""
    with suppress(OSError):
        aside = sorted(_asides(origin), key=lambda path: path.stat().st_mtime)
        if aside and _nameless(origin):
            place(aside[-1], origin)


@contextmanager
def undisturbed(origin: Path, *, take_over: bool = False) -> Iterator[None]:
    """Keep those out who would write the file where it lies. Raises ``StorageError``: ``busy`` when somebody does, and
    ``place_unfinished`` when a write there was cut short. ``take_over`` ignores somebody on another machine."""
    try:
        lock = borrow(origin, take_over=take_over)
    except StorageError as error:
        # Without locks, or where the name is too long for one, nobody can write there either.
        if error.code not in ("no_locks", "name_too_long", "missing_file"):
            raise
        refuse_unfinished(origin)
        yield
        return
    if isinstance(lock, Holder):
        code = "busy" if lock.person else "place_busy"
        raise StorageError(code, name=origin.name, person=lock.person, host=lock.host)
    try:
        refuse_unfinished(origin)
        yield
    finally:
        lock.release()


def refuse_unfinished(origin: Path) -> None:
    """Raise ``StorageError("place_unfinished")`` when what SQLite noted for a write stands beside a file: with another file under
    the name, it would be taken for that one's."""
    for end in ("-journal", "-wal"):
        with suppress(OSError):
            if origin.with_name(f"{origin.name}{end}").stat().st_size > 0:
                raise StorageError("place_unfinished", name=origin.name, journal=f"{origin.name}{end}")


def refuse_journal(target: Path) -> None:
    """Raise ``StorageError("target_unfinished")`` where what SQLite noted for a write to another file of this name still stands:
    it would be played into a new one. Whose write it was, and whether it is still needed, is not known."""
    try:
        refuse_unfinished(target)
    except StorageError as error:
        raise StorageError("target_unfinished", **error.facts) from None


def swap(origin: Path, new: Path, sha256: str, base: str, *, absent: bool) -> Swapped:
    """Put ``new`` under the name of ``origin`` if what stands there has the hash ``base``, or with ``absent`` if nothing does.

    Otherwise what stands there stands there afterwards. What is moved aside meanwhile is dropped only if it still has the hash
    ``base``, else it is kept beside under a name that shows. Raises ``StorageError``.
    """
    aside = beside(origin, "was")
    kept: Path | None = None
    done = False
    with translated(origin.name):
        if not absent:
            try:
                origin.rename(aside)
            except FileNotFoundError:
                return Swapped(done=False)
            # So that it counts as fresh for whoever clears away.
            with suppress(OSError):
                os.utime(aside)
        try:
            if absent or file_hash(aside) == base:
                refuse_unfinished(origin)
                done = place(new, origin)
            if done:
                sync_folder(origin.parent)
                done = file_hash(origin) == sha256
        finally:
            kept = None if absent else _tidy(aside, origin, base)
        if done:
            sync_folder(origin.parent)
    return Swapped(done, kept)


def place(source: Path, target: Path) -> bool:
    """Give a file a name that nothing has yet; ``False`` when something has it. Raises ``OSError``."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _moved(source, target)
    # With two names it is whole too; whoever clears away finds the other one.
    with suppress(OSError):
        source.unlink()
    return True


def strays(origin: Path) -> list[Path]:
    """What processes that were killed left moved aside for long while the file has its name again."""
    old = time.time() - _STRAY
    found: list[Path] = []
    for path in _asides(origin):
        with suppress(OSError):
            if path.samefile(origin):
                path.unlink()
            elif path.stat().st_mtime < old:
                found.append(path)
    return found


def show(hidden: Path, origin: Path) -> Path | None:
    """Give what was kept aside a name that shows; ``None`` when it is gone."""
    whole = Path(label(origin.name))
    visible = origin.with_name(f"{whole.stem}.kept-{secrets.token_hex(3)}{whole.suffix}")
    with suppress(OSError):
        return visible if place(hidden, visible) else None
    return None


def sweep(origin: Path) -> None:
    """Remove unfinished copies that killed processes left beside a file long ago; what they hold is in those people's copies."""
    old = time.time() - _LEFT_BEHIND
    for left in _hidden(origin, "part"):
        with suppress(OSError):
            if left.stat().st_mtime < old:
                left.unlink()


def _tidy(aside: Path, origin: Path, base: str) -> Path | None:
    """Bring what was moved aside back when nothing stands in its place, else drop it if it is what was seen; returns what was kept
    beside since it is not."""
    with suppress(OSError, StorageError):
        if not aside.exists() or (not origin.exists() and place(aside, origin)):
            return None
        if not aside.samefile(origin) and file_hash(aside) != base:
            return show(aside, origin)
        aside.unlink()
    return None


def _nameless(origin: Path) -> bool:
    """Whether nothing stands under a name, or only what kept it free for somebody who was killed."""
    try:
        facts = origin.stat()
    except FileNotFoundError:
        return True
    if facts.st_size == 0 and facts.st_mtime < time.time() - _RESERVED:
        origin.unlink()
        return True
    return False


def _moved(source: Path, target: Path) -> bool:
    """``place`` for file systems without links."""
    refused = _renamed(source, target)
    if refused is None:
        # Whoever makes the empty file first has the name.
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        try:
            source.replace(target)
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise
        return True
    if refused not in (0, errno.EEXIST):
        raise OSError(refused, os.strerror(refused), str(source))
    return refused == 0


def _renamed(source: Path, target: Path) -> int | None:
    """Rename without writing over anything: the error number, 0 when it is done, ``None`` where that is not known."""
    if sys.platform == "win32":
        try:
            source.rename(target)
        except FileExistsError:
            return errno.EEXIST
        return 0
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(source), os.fsencode(target)
    if sys.platform == "darwin":
        failed = library.renamex_np(*names, _NO_REPLACE_MAC)
    elif hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _NO_REPLACE_LINUX)
    else:
        return None
    number = ctypes.get_errno() if failed else 0
    return None if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP) else number


def _asides(origin: Path) -> list[Path]:
    return _hidden(origin, "was")


def _hidden(origin: Path, end: str) -> list[Path]:
    """The hidden names beside a file that end so."""
    start, length = f".{label(origin.name)}.", len(".12345678.") + len(end)
    with suppress(OSError):
        found = [path for path in origin.parent.iterdir() if path.name.startswith(start) and path.name.endswith(f".{end}")]
        return [path for path in found if len(path.name) == len(start) - 1 + length]
    return []
