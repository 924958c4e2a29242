"""The one place where what SQLite and the file system raise becomes a ``StorageError``."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StorageError

_BY_NAME = (
    ("SQLITE_READONLY_ROLLBACK", "unfinished_write"),
    ("SQLITE_READONLY_RECOVERY", "unfinished_write"),
    ("SQLITE_READONLY_CANTLOCK", "unfinished_write"),
    ("SQLITE_READONLY_DBMOVED", "moved_away"),
    ("SQLITE_READONLY", "read_only_place"),
    ("SQLITE_FULL", "disk_full"),
    ("SQLITE_BUSY", "file_in_use"),
    ("SQLITE_LOCKED", "file_in_use"),
    ("SQLITE_PROTOCOL", "file_in_use"),
    ("SQLITE_NOTADB", "not_a_workspace"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_CANTOPEN", "permission"),
    ("SQLITE_PERM", "permission"),
    ("SQLITE_AUTH", "permission"),
    ("SQLITE_IOERR", "disk_error"),
    ("SQLITE_TOOBIG", "beyond_limits"),
    ("SQLITE_NOMEM", "beyond_limits"),
    ("SQLITE_INTERRUPT", "check_too_long"),
)

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.ENOENT: "missing_file",
    errno.ELOOP: "missing_file",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EEXIST: "already_exists",
    errno.EBUSY: "file_in_use",
    errno.ETXTBSY: "file_in_use",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "read_only_place",
    errno.EISDIR: "not_a_plain_file",
    errno.ENOTDIR: "missing_file",
}

# What Windows says more exactly than the number that Python makes of it: somebody has the file open, or a part of it locked; the
# disk is full; the name is too long.
_BY_WINDOWS = {32: "file_in_use", 33: "file_in_use", 39: "disk_full", 206: "name_too_long"}
_NO_TEXT = "Could not decode to UTF-8"


def database_fault(error: sqlite3.Error, name: str) -> StorageError:
    """The ``StorageError`` that says what ``error`` means for the workspace called ``name``."""
    symbol = getattr(error, "sqlite_errorname", None) or ""
    for prefix, code in _BY_NAME:
        if symbol.startswith(prefix):
            return StorageError(code, name=name)
    if str(error).startswith(_NO_TEXT):
        # The rest of what Python says quotes the damaged words.
        return StorageError("damaged", name=name)
    return StorageError("database_error", name=name, reason=f"{symbol} {error}".strip())


def real_path(path: Path) -> Path:
    """Where a file lies, links followed as far as they lead. Raises ``StorageError``."""
    with translated(path.name):
        # Not by ``resolve``, which takes links in a circle for a bug.
        return Path(os.path.realpath(path))


def file_fault(error: OSError, name: str) -> StorageError:
    """The ``StorageError`` that says what ``error`` means for the file called ``name``."""
    code = _BY_WINDOWS.get(getattr(error, "winerror", None) or 0) or _BY_ERRNO.get(error.errno or 0, "disk_error")
    return StorageError(code, name=name)


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what SQLite or the file system raises inside into a ``StorageError``; misuse of the library stays a bug."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise database_fault(error, name) from error
    except OSError as error:
        raise file_fault(error, name) from error
