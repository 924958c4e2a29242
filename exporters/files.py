"""Files written beside their target and swapped in, so that nobody ever finds half a document."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from exporters.errors import ExportError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BAD_NAME = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})
# Windows: sharing violation and lock violation.
_IN_USE = frozenset({32, 33})


def replace_file(target: Path, write: Callable[[BinaryIO], None], before_swap: Callable[[], None] | None = None) -> None:
    """Let ``write`` fill a new file in the folder of ``target`` and put it in the target's place in one step.

    The bytes are on the disk before the swap. When ``write`` or ``before_swap`` (the last chance to change one's mind) raises, the
    new file is removed and the old one is untouched. Raises ``ExportError`` when the file system refuses.
    """
    place = Path(os.path.realpath(target))
    try:
        _refuse_early(place)
    except OSError as error:
        raise _explained(error, place, "export_no_permission") from error
    beside = place.with_name(f".clausedesk-{secrets.token_hex(8)}.tmp")
    try:
        _fill(beside, place, write)
        if before_swap is not None:
            before_swap()
        _swap(beside, place)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(place.parent)


def write_bytes(target: Path, content: bytes) -> None:
    """Put a file with this content in the place of ``target``; raises ``ExportError`` like ``replace_file``."""

    def fill(stream: BinaryIO) -> None:
        stream.write(content)

    replace_file(target, fill)


def _refuse_early(place: Path) -> None:
    if not place.parent.is_dir():
        raise ExportError("export_folder_missing", folder=str(place.parent))
    if place.is_dir():
        raise ExportError("export_target_is_folder", name=place.name)
    if place.exists() and not place.is_file():
        # A device or a pipe would be gone after the swap, and others need it.
        raise ExportError("export_target_not_a_file", name=place.name)
    if place.exists() and not os.access(place, os.W_OK):
        raise ExportError("export_read_only", name=place.name)


def _fill(beside: Path, place: Path, write: Callable[[BinaryIO], None]) -> None:
    try:
        with beside.open("xb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if place.exists():
            beside.chmod(place.stat().st_mode & 0o7777)
    except OSError as error:
        raise _explained(error, place, "export_no_permission") from error


def _swap(beside: Path, place: Path) -> None:
    try:
        beside.replace(place)
    except OSError as error:
        # The folder let us write the new file, so it is the old one that cannot be moved away: somebody has it open.
        raise _explained(error, place, "export_target_open") from error


def _explained(error: OSError, place: Path, forbidden: str) -> ExportError:
    facts = {"name": place.name, "folder": str(place.parent), "reason": error.strerror or type(error).__name__}
    if getattr(error, "winerror", None) in _IN_USE:
        return ExportError("export_target_open", **facts)
    if error.errno in _FULL:
        return ExportError("export_disk_full", **facts)
    if error.errno in _FORBIDDEN:
        return ExportError(forbidden, **facts)
    if error.errno == errno.ENOENT:
        return ExportError("export_folder_missing", **facts)
    return ExportError("export_bad_name" if error.errno in _BAD_NAME else "export_failed", **facts)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the swap itself is written through.
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        # A folder may let us write into it and not look at it; the file itself is safe.
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot do this; the file itself is safe.
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):
            raise _explained(error, folder / "", "export_no_permission") from error
    finally:
        os.close(descriptor)
