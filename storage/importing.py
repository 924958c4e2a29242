"""What an import writes into the history: the same changes on every machine, since they follow from the document alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.identity import derived_id
from policy.model import Indicator, Policy, Task
from storage.changes import ChangeRow, canonical, make
from storage.contents import Contents, contents_of
from storage.history_write import Made, made
from storage.records import Change, Family, LinkState

IMPORT_WRITER = "import"
IMPORT_LABEL = "change.policy.import"
JOINED_BY: Final = "join:"
"""What stands before a writer's id where a change is the image of one by that writer on a joined policy."""

ImportChanges = list[tuple[Change, ChangeRow]]
"""What a policy becomes in the history."""


@dataclass(frozen=True, slots=True)
class ReadyImport:
    """All that storing a policy writes and that follows from the document alone, so that it can be worked out before anybody waits
    for it: its contents, its changes, and what these make of records that are not here yet."""

    contents: Contents
    changes: ImportChanges
    made: Made


def ready_import(policy: Policy, original: bytes) -> ReadyImport:
    """What storing ``policy``, read from the bytes ``original``, will write."""
    changes = import_changes(policy)
    return ReadyImport(contents_of(policy, original), changes, made([change for change, _ in changes], {policy.id: policy.text}))


def task_id(policy: str, eid: str) -> str:
    """The id of the task with this eId."""
    return derived_id(policy, eid)


def link_id(policy: str, task: str, provision: str) -> str:
    """The id of the tie between a task (by id) and a provision (by eId)."""
    return derived_id(policy, "link", task, provision)


def import_changes(policy: Policy) -> ImportChanges:
    """One change, with its row, per record of a freshly read policy: itself, its tasks, their suggested links, its indicators."""
    batch = derived_id(policy.id, IMPORT_WRITER)
    changes: dict[str, tuple[Change, ChangeRow]] = {}
    for family, record, patch in _records(policy):
        key = derived_id(policy.id, record, canonical(patch))
        if record not in changes:
            changes[record] = make((key, 0, IMPORT_WRITER), (family, record), (), patch, (IMPORT_LABEL, batch))
    return list(changes.values())


def _records(policy: Policy) -> Iterator[tuple[Family, str, Mapping[str, object]]]:
    yield Family.POLICY, policy.id, _policy_fields(policy)
    for position, task in enumerate(policy.tasks, start=1):
        key = task_id(policy.id, task.eid)
        yield Family.TASK, key, task_fields(policy.id, task, position)
        for link in task.clauses:
            tie = {"policy": policy.id, "task": key, "provision": link.provision}
            suggestion = {"score": float(link.score), "state": LinkState.SUGGESTED.value}
            yield Family.LINK, link_id(policy.id, key, link.provision), tie | suggestion
    for indicator in policy.indicators:
        span = indicator.span
        key = derived_id(policy.id, "indicator", str(span.start), str(span.end), indicator.name)
        yield Family.INDICATOR, key, _indicator_fields(policy.id, indicator)


def _policy_fields(policy: Policy) -> dict[str, object]:
    facts = policy.metadata
    return {
        "title": facts.title,
        "doc_number": facts.doc_number,
        "issuer": facts.issuer,
        "addressees": facts.addressees,
        "date": facts.date.isoformat() if facts.date else None,
        "citation_code": facts.citation_code,
        "source_url": facts.source_url,
        "annex_title": facts.annex_title,
    }


def task_fields(policy: str, task: Task, position: float) -> dict[str, object]:
    """A task of a policy as the columns of its record."""
    timing = task.timing
    return {
        "policy": policy,
        "eid": task.eid,
        "position": float(position),
        "number": task.number,
        "category": task.category,
        "title": task.title,
        "text": task.text,
        "departments": [[d.name, d.role.value] for d in task.departments],
        "departments_raw": task.departments_raw,
        "open_ended": task.open_ended,
        "timing": timing.phrase if timing else None,
        "timing_kind": timing.kind.value if timing else "unknown",
        "starts_only": timing.starts_only if timing else False,
        "start": timing.start.isoformat() if timing and timing.start else None,
        "due": timing.due.isoformat() if timing and timing.due else None,
        "source": task.source.value,
        "confidence": float(task.confidence),
        "doubts": [f"{doubt.kind.value}:{doubt.subject}" for doubt in task.doubts],
        "spans": [[span.start, span.end] for span in task.spans],
    }


def _indicator_fields(policy: str, indicator: Indicator) -> dict[str, object]:
    return {
        "policy": policy,
        "provision": indicator.provision,
        "task": task_id(policy, indicator.task) if indicator.task else None,
        "name": indicator.name,
        "operator": indicator.operator,
        "value": float(indicator.value),
        "unit": indicator.unit,
        "by": indicator.by,
        "quote": indicator.quote,
        "start": indicator.span.start,
        "end": indicator.span.end,
        # Only where it is so, so that what the first format wrote down of the others is still the same change.
        **({"inherited": True} if indicator.inherited else {}),
    }
