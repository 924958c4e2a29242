"""Identity is content: ids that two reviewers' machines give alike."""

from __future__ import annotations

import hashlib
import uuid

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://clausedesk.example/identity")


def text_sha256(text: str) -> str:
    """The hex SHA-256 of a canonical text, as UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def policy_id(sha256: str) -> str:
    """The id of the policy whose canonical text has this hash."""
    return str(uuid.uuid5(NAMESPACE, f"policy:{sha256}"))


def derived_id(owner: str, *parts: str) -> str:
    """The id of a record that is fixed by what it belongs to: a task by policy and eId, a tag use by annotation and tag."""
    return str(uuid.uuid5(uuid.UUID(owner), "/".join(parts)))
