"""What a reviewer should look at after an import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from policy.consistency_clauses import compare_with_clauses
from policy.consistency_names import judge_names, judge_targets
from policy.inline import read_inline
from policy.model import DoubtKind, Finding, FindingKind, Indicator, Metadata, Provision, ProvisionKind, Task, TaskSource
from policy.places import CITED

CERTAIN: Final = 0.8
_UNITS: Final = (*CITED, ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION, ProvisionKind.ITEM)
_MOST_GAPS: Final = 200
_FEWEST, _RARE = 4, 0.25
_GENERAL: Final = re.compile(
    r"^(?:指导思想|基本原则|总体要求|总体思路|工作原则|基本思路|重要意义|重大意义|适用范围)|^(?:主要|发展|总体|工作|基本|行动)?目标"
    r"|^(?:强化|加强|做好)?(?:组织|实施|政策)?(?:领导|实施|保障|落实)(?:措施)?$|^(?:实施步骤|进度安排|工作要求|附则)$"
)


def findings_of(
    metadata: Metadata,
    provisions: Sequence[Provision],
    tasks: Sequence[Task],
    text: str = "",
    indicators: Sequence[Indicator] = (),
) -> tuple[Finding, ...]:
    """The findings about a document: first what is missing altogether, then what contradicts itself, the doubtful rows and the
    links, and last what is to know of the departments. ``text`` is the canonical text that the spans count in."""
    found: list[Finding] = []
    if not metadata.title:
        found.append(Finding(FindingKind.NO_TITLE))
    if not any(provision.kind in _UNITS for provision in provisions):
        found.append(Finding(FindingKind.NO_OUTLINE))
    if not tasks:
        found.append(Finding(FindingKind.NO_TASKS))
    table = [task for task in tasks if task.source is TaskSource.TABLE]
    found += _numbers(table)
    if table and text:
        found += compare_with_clauses(text, provisions, table, read_inline(text, provisions, metadata.date))
    found += judge_targets(indicators)
    found += _doubtful(tasks)
    found += _links(provisions, table) if table else _unassigned(provisions, tasks)
    found += judge_names(tasks, metadata.date)
    return tuple(found)


def _fact(number: object) -> tuple[tuple[str, str], ...]:
    return (("number", str(number)),)


def _numbers(tasks: Sequence[Task]) -> Iterable[Finding]:
    """Numbers that are there twice in one count of rows, and those that a count leaves out."""
    counts = _counts([task for task in tasks if task.number is not None])
    for count in counts:
        yield from map(_repeated, _twice(count))
    for count in counts:
        for before, after in pairwise(sorted({0} | {task.number or 0 for task in count})):
            for missing in range(before + 1, min(after, before + 1 + _MOST_GAPS)):
                yield Finding(FindingKind.NUMBER_MISSING, facts=_fact(missing))


def _repeated(task: Task) -> Finding:
    return Finding(FindingKind.NUMBER_REPEATED, task=task.eid, facts=_fact(task.number))


def _counts(tasks: Sequence[Task]) -> list[list[Task]]:
    """The rows in the stretches that are counted on their own: numbers may begin anew with a category, a table or anywhere, but
    a lone smaller number is no beginning where the row below goes on with the count above it."""
    counts: list[list[Task]] = []
    for place, task in enumerate(tasks):
        before = tasks[place - 1] if place else None
        after = tasks[place + 1].number if place + 1 < len(tasks) else None
        if before is None or _begins_anew(before, task, after):
            counts.append([])
        counts[-1].append(task)
    return counts


def _begins_anew(before: Task, task: Task, after: int | None) -> bool:
    last, number = before.number or 0, task.number or 0
    if number > last or (number == last and _is_said_twice(task)):
        return False
    if task.category != before.category or _annex_of(task) != _annex_of(before):
        return True
    return number == 1 and after != last + 1


def _twice(count: Sequence[Task]) -> Iterable[Task]:
    """The rows whose number an earlier row has; rows that share one number cell have it in common."""
    seen: set[int] = set()
    for before, task in pairwise((None, *count)):
        number = task.number if task else None
        if task and number in seen and not (before and before.number == number and not _is_said_twice(task)):
            yield task
        seen.add(number or 0)


def _is_said_twice(task: Task) -> bool:
    return any(doubt.kind is DoubtKind.NUMBER_REPEATED for doubt in task.doubts)


def _annex_of(task: Task) -> str:
    return task.eid.partition("__")[0]


def _doubtful(tasks: Sequence[Task]) -> Iterable[Finding]:
    for place, task in enumerate(tasks, start=1):
        if task.confidence < CERTAIN:
            yield Finding(FindingKind.ROW_UNCERTAIN, task=task.eid, facts=_fact(task.number or place))


def _links(provisions: Sequence[Provision], tasks: Sequence[Task]) -> Iterable[Finding]:
    """Clauses that no row of the table carries out, and rows that carry out no clause; only where there is a table. Clauses that
    set the tone, as 指导思想 does, need no row."""
    linked = {link.provision for task in tasks for link in task.clauses}
    if not linked:
        return
    by_eid = {provision.eid: provision for provision in provisions}
    for provision in provisions:
        if provision.kind in CITED and provision.eid not in linked and not _needs_no_task(provision, by_eid):
            yield _without_task(provision)
    for place, task in enumerate(tasks, start=1):
        if not task.clauses:
            yield Finding(FindingKind.TASK_WITHOUT_CLAUSE, task=task.eid, facts=_fact(task.number or place))


def _unassigned(provisions: Sequence[Provision], tasks: Sequence[Task]) -> Iterable[Finding]:
    """Clauses that say nobody's duty in a section where nearly every other clause does."""
    assigned = {task.clauses[0].provision for task in tasks if task.clauses}
    sections: dict[str | None, list[Provision]] = {}
    by_eid = {provision.eid: provision for provision in provisions}
    for provision in provisions:
        if provision.kind is ProvisionKind.CLAUSE and not _needs_no_task(provision, by_eid):
            sections.setdefault(provision.parent, []).append(provision)
    for clauses in sections.values():
        without = [clause for clause in clauses if clause.eid not in assigned]
        if len(clauses) >= _FEWEST and len(without) <= _RARE * len(clauses):
            yield from map(_without_task, without)


def _needs_no_task(provision: Provision, by_eid: Mapping[str, Provision]) -> bool:
    """Whether a clause, or the unit it stands in, sets the tone or says how the document is to be carried out."""
    above = by_eid.get(provision.parent or "")
    headings = (provision.heading or "", (above.heading or "") if above else "")
    return provision.eid.startswith("att_") or any(map(_GENERAL.search, headings))


def _without_task(provision: Provision) -> Finding:
    return Finding(FindingKind.CLAUSE_WITHOUT_TASK, provision.eid, facts=_fact(provision.number or provision.eid))
