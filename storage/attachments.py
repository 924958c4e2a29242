"""Files kept inside the workspace by their SHA-256, in pieces of one MiB."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storage import schema
from storage.connect import Connection, writing
from storage.errors import StorageError
from storage.faults import translated
from storage.opening import open_writing
from storage.swapping import beside

CHUNK = 1 << 20
SIZE_LIMIT = 300 << 20
_IS_HERE = f'SELECT 1 FROM "{schema.BLOB}" WHERE sha256 = ?'

Incoming = Path | tuple[str, bytes]
Watch = Callable[[int], None]


def _unwatched(length: int) -> None:
    """What hears of the pieces when nobody wants to."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read once, so its hash and size are known before anything is written."""

    name: str
    sha256: str
    size: int
    source: Incoming


def prepare(file: Incoming, watch: Watch = _unwatched) -> Prepared:
    """Read a file once. Raises ``StorageError`` when it is missing, unreadable, no file, empty or too large."""
    name = file.name if isinstance(file, Path) else file[0]
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file, name):
        watch(len(piece))
        digest.update(piece)
        size += len(piece)
        if size > SIZE_LIMIT:
            raise StorageError("attachment_too_large", name=name, limit=SIZE_LIMIT >> 20)
    if not size:
        raise StorageError("attachment_empty", name=name)
    return Prepared(name, digest.hexdigest(), size, file)


def stow(path: Path, files: Sequence[Incoming], watch: Watch = _unwatched) -> tuple[Prepared, ...]:
    """Take the bytes of files into the workspace at ``path``, ahead of the records that will name them, each file in a transaction
    of its own and through a connection of its own: for a worker thread, while the workspace is open in this process.

    ``watch`` hears of every piece that was read (each is read twice) with its length, and may raise to end the work; a file half
    taken in is then taken back. Bytes that no record comes to name do no harm. What is here already and damaged is replaced.
    """
    prepared = tuple(prepare(file, watch) for file in files)
    conn = open_writing(path)
    try:
        for file in prepared:
            with writing(conn):
                _renew(conn, file, watch)
    finally:
        conn.close()
    return prepared


def heal(path: Path, files: Sequence[Prepared]) -> None:
    """Put the bytes of files right that the workspace at ``path`` holds damaged; through a connection of its own, as ``stow``."""
    conn = open_writing(path)
    try:
        for file in files:
            if conn.execute(_IS_HERE, (file.sha256,)).fetchone():
                with writing(conn):
                    _renew(conn, file)
    finally:
        conn.close()


def _renew(conn: Connection, file: Prepared, watch: Watch = _unwatched) -> None:
    """Store the bytes unless they are here and sound, inside the caller's transaction."""
    if not is_sound(conn, file.sha256):
        _drop(conn, file.sha256)
    keep(conn, file, watch)


def keep(conn: Connection, file: Prepared, watch: Watch = _unwatched) -> None:
    """Store the bytes unless they are here, inside the caller's transaction. Raises when the file changed since it was prepared."""
    if conn.execute(_IS_HERE, (file.sha256,)).fetchone():
        return
    cursor = conn.execute(f'INSERT INTO "{schema.BLOB}" (sha256, size) VALUES (?, ?)', (file.sha256, file.size))
    # A package may have come without these bytes.
    conn.execute(f'DELETE FROM "{schema.OMITTED}" WHERE change = ?', (file.sha256,))
    digest = hashlib.sha256()
    for part, piece in enumerate(_pieces(file.source, file.name)):
        watch(len(piece))
        digest.update(piece)
        add_chunk(conn, cursor.lastrowid or 0, part, piece)
    if digest.hexdigest() != file.sha256:
        raise StorageError("file_changed", name=file.name)


def _drop(conn: Connection, sha256: str) -> None:
    conn.execute(f'DELETE FROM "{schema.BLOB_CHUNK}" WHERE blob IN (SELECT id FROM "{schema.BLOB}" WHERE sha256 = ?)', (sha256,))
    conn.execute(f'DELETE FROM "{schema.BLOB}" WHERE sha256 = ?', (sha256,))


def add_chunk(conn: Connection, blob: int, part: int, piece: bytes) -> None:
    """Store one piece of a file, inside the caller's transaction."""
    conn.execute(f'INSERT INTO "{schema.BLOB_CHUNK}" (blob, part, data) VALUES (?, ?, ?)', (blob, part, piece))


def chunks(conn: Connection, sha256: str) -> Iterator[bytes]:
    """The pieces of a stored file, in order. Raises ``StorageError("missing_attachment")``."""
    row = conn.execute(f'SELECT id FROM "{schema.BLOB}" WHERE sha256 = ?', (sha256,)).fetchone()
    if row is None:
        raise StorageError("missing_attachment", sha256=sha256)
    parts = conn.execute(f'SELECT id FROM "{schema.BLOB_CHUNK}" WHERE blob = ? ORDER BY part', (row[0],)).fetchall()
    for part in parts:
        yield conn.execute(f'SELECT data FROM "{schema.BLOB_CHUNK}" WHERE id = ?', (part[0],)).fetchone()[0]


def is_sound(conn: Connection, sha256: str, watch: Watch = _unwatched) -> bool:
    """Whether a file is here, byte for byte as it was stored. ``watch`` hears of every piece with its length."""
    digest = hashlib.sha256()
    try:
        for piece in chunks(conn, sha256):
            digest.update(piece)
            watch(len(piece))
    except StorageError as error:
        if error.code != "missing_attachment":
            raise
        return False
    return digest.hexdigest() == sha256


def read(conn: Connection, sha256: str) -> bytes:
    """A stored file. Raises ``StorageError("damaged_attachment")`` when the bytes are not those that were stored."""
    content = b"".join(chunks(conn, sha256))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StorageError("damaged_attachment", sha256=sha256)
    return content


def save_as(conn: Connection, sha256: str, target: Path) -> None:
    """Write a stored file to ``target``: beside it first, then swapped in when its hash was found right. Who may read it is as with
    any new file, or as it was with the one that is replaced."""
    new = beside(target, "part")
    with translated(target.name):
        try:
            with new.open("xb") as file:
                digest = hashlib.sha256()
                for piece in chunks(conn, sha256):
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if digest.hexdigest() != sha256:
                raise StorageError("damaged_attachment", sha256=sha256)
            with suppress(OSError):
                shutil.copymode(target, new)
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)


def _pieces(file: Incoming, name: str) -> Iterator[bytes]:
    with translated(name):
        if isinstance(file, Path) and not file.is_file():
            raise StorageError("not_a_plain_file" if file.exists() else "missing_file", name=name)
        opened: IO[bytes] = file.open("rb") if isinstance(file, Path) else io.BytesIO(file[1])
        with opened as source:
            while piece := source.read(CHUNK):
                yield piece
