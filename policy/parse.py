"""From a policy file to one frozen record of all it says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from policy.canonical import fold
from policy.consistency import findings_of
from policy.identity import policy_id, text_sha256
from policy.indicators import read_indicators
from policy.metadata import annex_title_of, date_of, issuer_of
from policy.metadata_labels import Label
from policy.model import Finding, FindingKind, Metadata, Policy
from policy.outline import read_outline
from policy.outline_layout import Layout, lay_out
from policy.outline_names import DATE_PARTS
from policy.sources import SourceText, read
from policy.structure import UNSTRUCTURED, Structure
from policy.tasks import read_tasks


def read_policy(path: Path) -> Policy:
    """What the file at ``path`` says; raises ``PolicyError`` for a file that cannot be read as text."""
    return parse_source(read(path))


def parse_source(source: SourceText) -> Policy:
    """What a file that was read says, with what there is to know about the reading among its findings."""
    policy = parse_text(source.text, source.structure)
    return replace(policy, findings=(*source.findings, *policy.findings))


def parse_text(text: str, structure: Structure = UNSTRUCTURED) -> Policy:
    """What a canonical text says. ``structure`` is what its source knew of tables and headings. Text without an outline makes a
    policy, with findings that say so."""
    layout = lay_out(text, structure)
    metadata = _metadata(layout)
    provisions = read_outline(layout)
    tasks = read_tasks(text, layout.tables, provisions, metadata.date, structure.tables)
    indicators = read_indicators(text, provisions, tasks, metadata.date)
    sha256 = text_sha256(text)
    findings = (*_stated(layout), *findings_of(metadata, provisions, tasks, text, indicators))
    return Policy(policy_id(sha256), text, sha256, metadata, provisions, tasks, indicators, findings)


def _stated(layout: Layout) -> tuple[Finding, ...]:
    """What the lines around the document say of its force, unless it is simply in force."""
    status = layout.head.status
    return (Finding(FindingKind.STATUS_STATED, facts=(("status", status),)),) if status else ()


def _metadata(layout: Layout) -> Metadata:
    head, text = layout.head, layout.flow.text
    return Metadata(
        _title(text, layout),
        head.doc_number,
        issuer_of(text, layout.signature, head),
        head.addressees,
        _date(layout),
        head.citation_code,
        head.source_url,
        annex_title_of(text, layout.flow.folded, layout.listed, layout.annexes),
    )


def _date(layout: Layout) -> dt.date | None:
    """The day of signature, else the one that stands beside the title."""
    signature = layout.signature
    if signature:
        match = DATE_PARTS.match(layout.flow.folded, signature.date.start, signature.date.end)
        signed = date_of(match) if match else None
        if signed:
            return signed
    return layout.head.date or _labelled_date(layout)


def _labelled_date(layout: Layout) -> dt.date | None:
    """The day that a law database or a site printed beside the document: when it was written, else when it was published."""
    for label in (Label.WRITTEN, Label.PUBLISHED):
        match = DATE_PARTS.search(fold(layout.head.labels.get(label, "")))
        said = date_of(match) if match else None
        if said:
            return said
    return None


def _title(text: str, layout: Layout) -> str:
    """The title; an order (令) is known by what it puts into force."""
    title = layout.head.title
    if not title or title.endswith("令"):
        title = layout.attached or title
    return title or _first_line(text)


def _first_line(text: str) -> str:
    return next((line.strip()[:200] for line in text.split("\n") if line.strip()), "")
