"""Locking a package up with a passphrase, in the age format, and opening it again."""

from __future__ import annotations

from pyrage import DecryptError
from pyrage import passphrase as age

from storage.age_format import WORK_AT_MOST, is_locked, work_of
from storage.errors import StorageError

# The library works on whole contents in memory, several times over.
LIMIT = 500 << 20
# What the library says when no key comes out of the passphrase; everything else it says is about what the key then opens.
_NO_KEY = "Decryption failed"


def is_text(passphrase: str) -> bool:
    """Whether a passphrase is made of characters: half of one, as some keyboards leave behind, can lock nothing up."""
    return not any("\ud800" <= character <= "\udfff" for character in passphrase)


def lock_up(plain: bytes, passphrase: str, name: str = "") -> bytes:
    """``plain`` as an age file. Raises ``StorageError("package_too_large")`` beyond ``LIMIT`` bytes.

    Takes a second and more, during which no other thread of the process runs.
    """
    if len(plain) > LIMIT:
        raise StorageError("package_too_large", name=name, limit=LIMIT >> 20)
    locked: bytes = age.encrypt(plain, passphrase)
    return locked


def unlock(data: bytes, passphrase: str, name: str = "") -> bytes:
    """The contents of an age file, whole and as they were locked up.

    Raises ``StorageError``: ``received_too_large``; ``bad_passphrase``; ``wrong_passphrase``, also where the few bytes are altered
    that only the passphrase opens; ``package_altered`` for everything else that is not as it was written. Blocks other threads as
    ``lock_up`` does.
    """
    if len(data) > LIMIT + (LIMIT >> 10):
        raise StorageError("received_too_large", name=name, limit=LIMIT >> 20)
    if not is_text(passphrase):
        raise StorageError("bad_passphrase", name=name)
    work = work_of(data)
    if not is_locked(data) or work is None or work > WORK_AT_MOST:
        raise StorageError("package_altered", name=name)
    try:
        plain: bytes = age.decrypt(data, passphrase)
    except DecryptError as error:
        raise StorageError("wrong_passphrase" if str(error) == _NO_KEY else "package_altered", name=name) from error
    return plain
