"""What can be said of a file in the age format by its header alone, without the library that opens it, which loads slowly."""

from __future__ import annotations

import re
from typing import Final

MAGIC: Final = b"age-encryption.org/v1"
# Two gigabytes of memory and some seconds of work; whoever locks a package up takes a second of their own machine for it.
WORK_AT_MOST: Final = 21
_HEADER_AT_MOST: Final = 1_024
_WORK: Final = re.compile(rb"^-> scrypt [^ \n]+ (\d{1,3})$", re.MULTILINE)


def is_locked(start: bytes) -> bool:
    """Whether contents that begin so are locked up; ``start`` is at least as long as ``MAGIC``."""
    return start.startswith(MAGIC)


def work_of(start: bytes) -> int | None:
    """The work that opening takes, as a power of two; ``None`` where the header asks for no passphrase."""
    found = _WORK.search(start[:_HEADER_AT_MOST])
    return int(found[1]) if found else None
