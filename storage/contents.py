"""What a policy consists of apart from its history: text, outline and original bytes, never changed after the import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from policy.model import Finding, FindingKind, Policy, Provision, ProvisionKind
from storage import schema
from storage.changes import canonical
from storage.connect import Connection


def provisions_json(provisions: Sequence[Provision]) -> str:
    """Provisions as compact JSON."""
    return canonical([[p.eid, p.kind.value, p.number, p.heading, p.parent, p.start, p.end] for p in provisions])


def provisions_of(text: str) -> tuple[Provision, ...]:
    """The reverse of ``provisions_json``."""
    return tuple(Provision(eid, ProvisionKind(kind), *rest) for eid, kind, *rest in json.loads(text))


def findings_json(findings: Sequence[Finding]) -> str:
    """Findings as compact JSON."""
    return canonical([[f.kind.value, f.provision, f.task, f.facts] for f in findings])


def findings_of(text: str) -> tuple[Finding, ...]:
    """The reverse of ``findings_json``."""
    items = json.loads(text)
    return tuple(Finding(FindingKind(kind), clause, task, tuple((k, v) for k, v in facts)) for kind, clause, task, facts in items)


@dataclass(frozen=True, slots=True)
class Contents:
    """A policy's contents as its tables hold them."""

    policy: str
    text_sha256: str
    text: str
    outline: str
    findings: str
    original_sha256: str
    original: bytes


def contents_of(policy: Policy, original: bytes) -> Contents:
    """The contents of a policy that was read from the bytes ``original``."""
    outline, findings = provisions_json(policy.provisions), findings_json(policy.findings)
    return Contents(policy.id, policy.sha256, policy.text, outline, findings, hashlib.sha256(original).hexdigest(), original)


def store_contents(conn: Connection, of: Contents, source_name: str, at: str) -> None:
    """Keep a policy's contents unless they are here already, inside the caller's transaction."""
    values = (of.policy, of.text_sha256, source_name, at, of.text, of.outline, of.findings)
    conn.execute(f'INSERT OR IGNORE INTO "{schema.POLICY_TEXT}" VALUES (?, ?, ?, ?, ?, ?, ?)', values)
    source = (of.policy, of.original_sha256, of.original)
    conn.execute(f'INSERT OR IGNORE INTO "{schema.POLICY_SOURCE}" VALUES (?, ?, ?)', source)
