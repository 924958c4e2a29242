"""What a reviewer should look at after an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from policy.model import Finding, FindingKind, Metadata, Provision, ProvisionKind, Task, TaskSource
from policy.places import CITED

CERTAIN: Final = 0.8
_UNITS: Final = (*CITED, ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION, ProvisionKind.ITEM)
_MOST_GAPS: Final = 200


def findings_of(metadata: Metadata, provisions: Sequence[Provision], tasks: Sequence[Task]) -> tuple[Finding, ...]:
    """The findings about a document: first what is missing altogether, then the numbers, the doubtful rows and the links."""
    found: list[Finding] = []
    if not metadata.title:
        found.append(Finding(FindingKind.NO_TITLE))
    if not any(provision.kind in _UNITS for provision in provisions):
        found.append(Finding(FindingKind.NO_OUTLINE))
    if not tasks:
        found.append(Finding(FindingKind.NO_TASKS))
    table = [task for task in tasks if task.source is TaskSource.TABLE]
    found += _numbers(table)
    found += _doubtful(tasks)
    found += _links(provisions, table)
    return tuple(found)


def _fact(number: object) -> tuple[tuple[str, str], ...]:
    return (("number", str(number)),)


def _numbers(tasks: Sequence[Task]) -> Iterable[Finding]:
    numbered = [(task.number, task) for task in tasks if task.number is not None]
    seen: set[int] = set()
    for number, task in numbered:
        if number in seen:
            yield Finding(FindingKind.NUMBER_REPEATED, task=task.eid, facts=_fact(number))
        seen.add(number)
    for before, after in pairwise(sorted({0} | seen) if seen else []):
        for missing in range(before + 1, min(after, before + 1 + _MOST_GAPS)):
            yield Finding(FindingKind.NUMBER_MISSING, facts=_fact(missing))


def _doubtful(tasks: Sequence[Task]) -> Iterable[Finding]:
    for place, task in enumerate(tasks, start=1):
        if task.confidence < CERTAIN:
            yield Finding(FindingKind.ROW_UNCERTAIN, task=task.eid, facts=_fact(task.number or place))


def _links(provisions: Sequence[Provision], tasks: Sequence[Task]) -> Iterable[Finding]:
    """Clauses that no row of the table carries out, and rows that carry out no clause; only where there is a table."""
    linked = {link.provision for task in tasks for link in task.clauses}
    if not linked:
        return
    for provision in provisions:
        if provision.kind in CITED and provision.eid not in linked and not provision.eid.startswith("att_"):
            yield Finding(FindingKind.CLAUSE_WITHOUT_TASK, provision.eid, facts=_fact(provision.number or provision.eid))
    for place, task in enumerate(tasks, start=1):
        if not task.clauses:
            yield Finding(FindingKind.TASK_WITHOUT_CLAUSE, task=task.eid, facts=_fact(task.number or place))
