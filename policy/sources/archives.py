"""The gate in front of zipped documents (.docx, .xlsx): nothing is parsed before the whole archive is known to be harmless."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from policy.errors import PolicyError

MAX_ENTRIES: Final = 5_000
MAX_TOTAL: Final = 300 * 1024 * 1024
MAX_RATIO: Final = 100
"""How many times larger than packed the contents may be, once they are larger than ``FREE_SIZE``."""
FREE_SIZE: Final = 10 * 1024 * 1024

_CHUNK: Final = 64 * 1024
_LOCAL_HEADER: Final = 30
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive in ``data``, once every entry was inflated in small pieces and found to be as large as the directory says.

    After this, reading any entry is safe: it has the declared size, the right checksum, and all of them together are at most
    ``MAX_TOTAL`` bytes. ``name`` is the file's name for the sentence. Raises ``PolicyError``: ``broken_archive`` for a file
    that is cut off or damaged, ``file_is_encrypted`` for a password, ``unsafe_archive`` for too many entries, contents that
    are too large or packed too tightly, sizes that lie, and names that lead outside the archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError, OverflowError) as error:
        raise PolicyError("broken_archive", name=name) from error
    entries = archive.infolist()
    _check_directory(entries, len(data), name)
    for entry in entries:
        _check_contents(data, entry, name)
    return archive


def _check_directory(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    names = {entry.filename for entry in entries}
    swollen = total > FREE_SIZE and total > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or total > MAX_TOTAL or swollen or len(names) < len(entries):
        raise PolicyError("unsafe_archive", name=name)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise PolicyError("file_is_encrypted", name=name)
        if entry.file_size > max(FREE_SIZE, MAX_RATIO * entry.compress_size) or _leads_outside(entry.orig_filename):
            raise PolicyError("unsafe_archive", name=name)
        if entry.compress_type not in _PLAIN:
            raise PolicyError("broken_archive", name=name)


def _leads_outside(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or "\x00" in path or _DRIVE.match(path) is not None


def _check_contents(data: bytes, entry: zipfile.ZipInfo, name: str) -> None:
    """Inflate an entry without keeping it. Its own decompressor is used: the library's would hide bytes beyond the declared
    size, and take them all into memory when an entry is read at once."""
    size, checksum = 0, 0
    try:
        for piece in _inflated(data, entry):
            size += len(piece)
            if size > entry.file_size:
                raise PolicyError("unsafe_archive", name=name)
            checksum = zlib.crc32(piece, checksum)
    except zlib.error as error:
        raise PolicyError("broken_archive", name=name) from error
    if size < entry.file_size or checksum != entry.CRC:
        raise PolicyError("broken_archive", name=name)


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    head = entry.header_offset
    start = head + _LOCAL_HEADER + sum(int.from_bytes(data[head + at : head + at + 2], "little") for at in (26, 28))
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _CHUNK):
        waiting = bytes(packed[at : at + _CHUNK])
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unconsumed_tail
    while not inflater.eof and (rest := inflater.decompress(b"", _CHUNK)):
        yield rest
