"""Taking over what stands outside the history: writers, policies' texts, attachments and what packages left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Row

from policy.identity import policy_id, text_sha256
from storage import schema
from storage.attachments import add_chunk, chunks, is_sound
from storage.changes import canonical
from storage.connect import Connection
from storage.contents import findings_of, provisions_of
from storage.errors import StorageError
from storage.merge_plan import Source, streamed, tuples
from storage.pace import Pace


@dataclass(frozen=True, slots=True)
class Contents:
    """Texts (by policy) and attachments (by hash) that are not here yet, each with the file to take it from. The bytes of ``lost``
    attachments are right in none of the files."""

    texts: dict[str, Source]
    blobs: dict[str, Source]
    lost: tuple[str, ...]


def missing_contents(target: Connection, sources: Iterable[Source], pace: Pace) -> Contents:
    """What is not here yet, after a look at every byte of it. Raises ``StorageError("damaged")`` for a text that is not what its
    id says."""
    texts: dict[str, Source] = {}
    blobs: dict[str, Source] = {}
    lost: set[str] = set()
    for source in sources:
        for policy in _missing(target, source.conn, schema.POLICY_TEXT, "policy"):
            if not _sound_text(_text_row(source.conn, policy)):
                raise StorageError("damaged", name=source.name)
            texts.setdefault(policy, source)
            pace.beat()
        for sha256 in _missing(target, source.conn, schema.BLOB, "sha256"):
            if sha256 not in blobs and is_sound(source.conn, sha256, lambda _: pace.beat()):
                blobs[sha256] = source
            elif sha256 not in blobs:
                lost.add(sha256)
    return Contents(texts, blobs, tuple(sorted(lost - blobs.keys())))


def _missing(target: Connection, source: Connection, table: str, key: str) -> list[str]:
    here = {row[0] for row in tuples(target, f'SELECT {key} FROM "{table}"')}
    return sorted(row[0] for row in tuples(source, f'SELECT {key} FROM "{table}"') if row[0] not in here)


def add_writers(target: Connection, sources: Iterable[Source], writer: str) -> None:
    """Add the writers that are not here yet; ``writer`` is the one who writes here, whom no file can introduce."""
    for source in sources:
        for rows in streamed(source.conn, f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"'):
            theirs = [row for row in rows if row[0] != writer]
            target.executemany(f'INSERT OR IGNORE INTO "{schema.WRITER}" VALUES (?, ?, ?, ?, ?)', theirs)


def _text_row(source: Connection, policy: str) -> Row:
    row: Row = source.execute(f'SELECT * FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,)).fetchone()
    return row


def _sound_text(row: Row) -> bool:
    text = row["text"]
    if text_sha256(text) != row["sha256"] or policy_id(row["sha256"]) != row["policy"]:
        return False
    try:
        findings_of(row["findings"])
        return all(0 <= unit.start <= unit.end <= len(text) for unit in provisions_of(row["provisions"]))
    except (ValueError, TypeError, RecursionError):
        return False


def add_text(target: Connection, source: Connection, policy: str) -> None:
    """Add one policy's contents, with the original file when its hash is right."""
    row = _text_row(source, policy)
    original = source.execute(f'SELECT sha256, bytes FROM "{schema.POLICY_SOURCE}" WHERE policy = ?', (policy,)).fetchone()
    target.execute(f'INSERT INTO "{schema.POLICY_TEXT}" VALUES (?, ?, ?, ?, ?, ?, ?)', tuple(row))
    if original is not None and hashlib.sha256(original["bytes"]).hexdigest() == original["sha256"]:
        target.execute(f'INSERT INTO "{schema.POLICY_SOURCE}" VALUES (?, ?, ?)', (policy, *original))


def add_blob(target: Connection, source: Connection, sha256: str, pace: Pace) -> bool:
    """Add one attachment's bytes; ``False`` when what was written is not what its hash says."""
    blob = target.execute(f'INSERT INTO "{schema.BLOB}" (sha256, size) VALUES (?, 0)', (sha256,)).lastrowid or 0
    digest, size = hashlib.sha256(), 0
    for part, piece in enumerate(chunks(source, sha256)):
        digest.update(piece)
        size += len(piece)
        add_chunk(target, blob, part, piece)
        pace.beat()
    target.execute(f'UPDATE "{schema.BLOB}" SET size = ? WHERE id = ?', (size, blob))
    arrived(target, [sha256])
    written = f'SELECT coalesce(sum(length(data)), 0) FROM "{schema.BLOB_CHUNK}" WHERE blob = ?'
    return digest.hexdigest() == sha256 and target.execute(written, (blob,)).fetchone()[0] == size


def add_omitted(target: Connection, sources: Iterable[Source]) -> None:
    """Take over which changes the packages left out, as far as they are not here."""
    for source in sources:
        for rows in streamed(source.conn, f'SELECT change FROM "{schema.OMITTED}"'):
            leave_out(target, [row[0] for row in rows])


def leave_out(target: Connection, changes: Iterable[str]) -> None:
    """Note that these changes, or the bytes with these hashes, were left out, unless they are here."""
    sql = (
        f'INSERT OR IGNORE INTO "{schema.OMITTED}" SELECT value FROM json_each(?) '
        f'WHERE value NOT IN (SELECT id FROM "{schema.CHANGE}" WHERE id IN (SELECT value FROM json_each(?))) '
        f'AND value NOT IN (SELECT sha256 FROM "{schema.BLOB}" WHERE sha256 IN (SELECT value FROM json_each(?)))'
    )
    wanted = canonical(list(changes))
    target.execute(sql, (wanted, wanted, wanted))


def arrived(target: Connection, changes: Iterable[str]) -> None:
    """Note that these changes, or the bytes with these hashes, are here: they were not left out, nor do they lie aside."""
    wanted = canonical(list(changes))
    for table, column in ((schema.OMITTED, "change"), (schema.ASIDE, "id")):
        if target.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
            target.execute(f'DELETE FROM "{table}" WHERE {column} IN (SELECT value FROM json_each(?))', (wanted,))
