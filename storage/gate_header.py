"""What the first bytes of a received file say, before a database library is let near it."""

from __future__ import annotations

from storage.connect import APPLICATION_ID
from storage.errors import StorageError
from storage.migrations import FORMAT

MAGIC = b"SQLite format 3\0"
LENGTH = 100
_UTF8 = 1
# The newest way of writing rows down that SQLite knows.
_SCHEMA_FORMAT = 4
# What the last eight bytes of a journal are when it names another file, which SQLite would then read, and delete.
_NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")


def check_header(start: bytes, size: int, name: str, *, unfinished: bool) -> None:
    """Check the first ``LENGTH`` bytes of a file of ``size`` bytes; ``unfinished``: it came with a journal, so that its length may
    be that of a write half done.

    Raises ``StorageError``: ``empty_workspace``, ``not_a_workspace``, ``truncated``, ``other_program``, ``newer_workspace``,
    ``not_closed``, ``damaged``.
    """
    if not start:
        raise StorageError("empty_workspace", name=name)
    if not start.startswith(MAGIC):
        raise StorageError("not_a_workspace", name=name)
    if len(start) < LENGTH:
        raise StorageError("truncated", name=name)
    if _number(start, 68) != APPLICATION_ID:
        raise StorageError("other_program", name=name)
    version = _number(start, 60)
    if version > FORMAT:
        raise StorageError("newer_workspace", name=name, version=version)
    if start[18:20] == b"\2\2":
        # Its last rows stand in a file beside it, which a copy does not have.
        raise StorageError("not_closed", name=name)
    page = _page_size(start)
    plain = version > 0 and start[18:20] == b"\1\1" and start[20] == 0 and _number(start, 56) == _UTF8
    plain = plain and 1 <= _number(start, 44) <= _SCHEMA_FORMAT
    if not page or not plain:
        raise StorageError("damaged", name=name)
    if not unfinished:
        _check_size(_number(start, 28) * page, size, name)


def check_journal(end: bytes, name: str) -> None:
    """Check the last bytes of a journal that came with a file. Raises ``StorageError("foreign_schema")`` when it names other files:
    no journal of ours does, and to undo its write SQLite would delete them."""
    if end.endswith(_NAMES_ANOTHER):
        raise StorageError("foreign_schema", name=name)


def _check_size(told: int, size: int, name: str) -> None:
    if size < told:
        raise StorageError("truncated", name=name)
    if size > told:
        raise StorageError("damaged", name=name)


def _page_size(start: bytes) -> int:
    """The page size; 0 when there is none of that size."""
    found = int.from_bytes(start[16:18], "big")
    size = 65_536 if found == 1 else found
    return size if size >= 512 and size & (size - 1) == 0 else 0


def _number(start: bytes, at: int) -> int:
    return int.from_bytes(start[at : at + 4], "big")
