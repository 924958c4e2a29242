"""Taking over what stands outside the history: writers, policies' texts and attachments."""

from __future__ import annotations

import hashlib

from policy.identity import policy_id, text_sha256
from storage import schema
from storage.attachments import add_chunk, chunks
from storage.connect import Connection
from storage.contents import findings_of, provisions_of


def add_writers(target: Connection, source: Connection) -> None:
    """Add the writers that are not here yet."""
    rows = source.execute(f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"').fetchall()
    target.executemany(f'INSERT OR IGNORE INTO "{schema.WRITER}" VALUES (?, ?, ?, ?, ?)', [tuple(row) for row in rows])


def missing_texts(target: Connection, source: Connection) -> list[str]:
    """The ids of the policies whose texts are not here yet."""
    return _missing(target, source, schema.POLICY_TEXT, "policy")


def missing_blobs(target: Connection, source: Connection) -> list[str]:
    """The hashes of the attachments that are not here yet."""
    return _missing(target, source, schema.BLOB, "sha256")


def _missing(target: Connection, source: Connection, table: str, key: str) -> list[str]:
    here = {row[0] for row in target.execute(f'SELECT {key} FROM "{table}"').fetchall()}
    return sorted(row[0] for row in source.execute(f'SELECT {key} FROM "{table}"').fetchall() if row[0] not in here)


def add_text(target: Connection, source: Connection, policy: str) -> bool:
    """Add one policy's contents; ``False`` when they are not what its id says."""
    row = source.execute(f'SELECT * FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,)).fetchone()
    if not _sound(policy, row["sha256"], row["text"], row["provisions"], row["findings"]):
        return False
    original = source.execute(f'SELECT sha256, bytes FROM "{schema.POLICY_SOURCE}" WHERE policy = ?', (policy,)).fetchone()
    target.execute(f'INSERT INTO "{schema.POLICY_TEXT}" VALUES (?, ?, ?, ?, ?, ?, ?)', tuple(row))
    if original is not None and hashlib.sha256(original["bytes"]).hexdigest() == original["sha256"]:
        target.execute(f'INSERT INTO "{schema.POLICY_SOURCE}" VALUES (?, ?, ?)', (policy, *original))
    return True


def _sound(policy: str, sha256: str, text: str, provisions: str, findings: str) -> bool:
    if text_sha256(text) != sha256 or policy_id(sha256) != policy:
        return False
    try:
        findings_of(findings)
        return all(0 <= unit.start <= unit.end <= len(text) for unit in provisions_of(provisions))
    except (ValueError, TypeError):
        return False


def add_blob(target: Connection, source: Connection, sha256: str) -> bool:
    """Add one attachment's bytes; ``False`` when they are not what their hash says, and nothing is added."""
    target.execute("SAVEPOINT blob")
    blob = target.execute(f'INSERT INTO "{schema.BLOB}" (sha256, size) VALUES (?, 0)', (sha256,)).lastrowid or 0
    digest, size = hashlib.sha256(), 0
    for part, piece in enumerate(chunks(source, sha256)):
        digest.update(piece)
        size += len(piece)
        add_chunk(target, blob, part, piece)
    sound = digest.hexdigest() == sha256
    if sound:
        target.execute(f'UPDATE "{schema.BLOB}" SET size = ? WHERE id = ?', (size, blob))
    else:
        target.execute("ROLLBACK TO blob")
    target.execute("RELEASE blob")
    return sound
