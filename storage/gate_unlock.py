"""Undoing the encryption of a received package, also of one that was sent as text."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from pathlib import Path

from storage import age_format
from storage.errors import StorageError
from storage.gate_protocol import Job

_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMORED = re.compile(rb"\s*-----BEGIN AGE ENCRYPTED FILE-----\s([A-Za-z0-9+/=\s]+)-----END AGE ENCRYPTED FILE-----\s*")


def is_locked(start: bytes) -> bool:
    """Whether a file that begins so is locked up with age, as it is or as text."""
    return age_format.is_locked(start) or start.lstrip().startswith(_ARMOR)


def unlock_in_place(target: Path, job: Job, began: Callable[[int, int], None]) -> None:
    """Put what is locked up in ``target`` in its place. ``began`` hears the size in bytes and the work (a power of two) first.

    Raises ``StorageError``: ``wrong_passphrase``, ``package_altered``, ``received_too_large``.
    """
    # The library behind it takes a while to load.
    from storage import sharing_crypt

    size = target.stat().st_size
    if size > sharing_crypt.LIMIT * 3 // 2:
        raise StorageError("received_too_large", name=job.name, limit=sharing_crypt.LIMIT >> 20)
    data = target.read_bytes()
    if not age_format.is_locked(data):
        data = _without_armor(data, job.name)
    began(size, age_format.work_of(data) or 0)
    target.write_bytes(sharing_crypt.unlock(data, job.passphrase or "", job.name))


def _without_armor(data: bytes, name: str) -> bytes:
    found = _ARMORED.fullmatch(data)
    if found is None:
        raise StorageError("package_altered", name=name)
    try:
        return base64.b64decode(b"".join(found[1].split()), validate=True)
    except binascii.Error as error:
        raise StorageError("package_altered", name=name) from error
