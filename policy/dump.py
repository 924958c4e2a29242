"""A policy as JSON: what ``clausedesk parse --json`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from policy.model import Finding, Indicator, Metadata, Phase, Policy, Provision, ProvisionKind, Task
from policy.places import CITED
from resources.catalogue import Catalogue

Json = dict[str, Any]
_TOP: Final = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION)


def as_json(policy: Policy, catalogue: Catalogue | None = None) -> Json:
    """The policy in the shape that ``design.md`` fixes; what the document does not have is left out.

    ``catalogue`` gives the sentences of the findings, Chinese by default.
    """
    by_eid = {provision.eid: provision for provision in policy.provisions}
    numbers = {task.eid: task.number for task in policy.tasks}
    phrases = catalogue or Catalogue.load("zh")
    top, cited = _levels(policy.provisions, by_eid)
    return _metadata(policy.metadata) | {
        "sections": [{"eid": unit.eid, "number": unit.number, "heading": unit.heading} for unit in top],
        "clauses": [_clause(unit, by_eid) for unit in cited],
        "provisions": [_provision(unit) for unit in policy.provisions],
        "text": policy.text,
        "tasks": [_task(task) for task in policy.tasks],
        "indicators": [_indicator(indicator, numbers) for indicator in policy.indicators],
        "findings": [_finding(finding, numbers, phrases) for finding in policy.findings],
    }


def _metadata(metadata: Metadata) -> Json:
    fields = {
        "title": metadata.title or None,
        "doc_number": metadata.doc_number,
        "issuer": metadata.issuer,
        "addressees": metadata.addressees,
        "date": metadata.date.isoformat() if metadata.date else None,
        "citation_code": metadata.citation_code,
        "source_url": metadata.source_url,
        "annex_title": metadata.annex_title,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _levels(provisions: tuple[Provision, ...], by_eid: Mapping[str, Provision]) -> tuple[list[Provision], list[Provision]]:
    """The first level and the cited level: of the body, or of the annexes when the body has neither."""
    annexed = [_in_annex(unit, by_eid) for unit in provisions]
    for wanted in (False, True):
        units = [unit for unit, inside in zip(provisions, annexed, strict=True) if inside is wanted]
        top = [unit for unit in units if unit.kind in _TOP and _is_first(unit, by_eid)]
        cited = [unit for unit in units if unit.kind in CITED]
        if top or cited:
            return top, cited
    return [], []


def _is_first(unit: Provision, by_eid: Mapping[str, Provision]) -> bool:
    return unit.parent is None or by_eid[unit.parent].kind is ProvisionKind.ANNEX


def _in_annex(unit: Provision, by_eid: Mapping[str, Provision]) -> bool:
    return _root(unit, by_eid).kind is ProvisionKind.ANNEX


def _root(unit: Provision, by_eid: Mapping[str, Provision]) -> Provision:
    while unit.parent is not None:
        unit = by_eid[unit.parent]
    return unit


def _clause(unit: Provision, by_eid: Mapping[str, Provision]) -> Json:
    above = unit
    while above.parent is not None and by_eid[above.parent].kind is not ProvisionKind.ANNEX:
        above = by_eid[above.parent]
    section = above.number if above is not unit and above.kind in _TOP else None
    return {"eid": unit.eid, "number": unit.number, "heading": unit.heading, "section": section}


def _provision(unit: Provision) -> Json:
    return {
        "eid": unit.eid,
        "kind": unit.kind.value,
        "number": unit.number,
        "heading": unit.heading,
        "parent": unit.parent,
        "start": unit.start,
        "end": unit.end,
    }


def _task(task: Task) -> Json:
    timing = task.timing
    phases = {"phases": [_phase(phase) for phase in timing.phases]} if timing and timing.phases else {}
    return phases | {
        "number": task.number,
        "category": task.category,
        "title": task.title,
        "task": task.text,
        "departments": [department.name for department in task.departments],
        "departments_raw": task.departments_raw,
        "lead": list(task.lead) or None,
        "open_ended": task.open_ended,
        "timing": timing.phrase if timing else None,
        "start": timing.start.isoformat() if timing and timing.start else None,
        "due": timing.due.isoformat() if timing and timing.due else None,
        "timing_kind": timing.kind.value if timing else None,
        "source": task.source.value,
        "clauses": [link.provision for link in task.clauses],
        "confidence": round(task.confidence, 3),
    }


def _phase(phase: Phase) -> Json:
    return {
        "phrase": phase.phrase,
        "start": phase.start.isoformat() if phase.start else None,
        "due": phase.due.isoformat() if phase.due else None,
    }


def _indicator(indicator: Indicator, numbers: Mapping[str, int | None]) -> Json:
    return {
        "provision": indicator.provision,
        "task": numbers.get(indicator.task) if indicator.task else None,
        "name": indicator.name,
        "operator": indicator.operator,
        "value": indicator.value,
        "unit": indicator.unit,
        "by": indicator.by,
        "inherited": indicator.inherited,
        "quote": indicator.quote,
    }


def _finding(finding: Finding, numbers: Mapping[str, int | None], phrases: Catalogue) -> Json:
    return {
        "kind": finding.kind.value,
        "message": phrases.text(f"finding.{finding.kind.value}", **dict(finding.facts)),
        "provision": finding.provision,
        "task": numbers.get(finding.task) if finding.task else None,
    }
