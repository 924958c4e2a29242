"""Departments that are unknown, of another time or since renamed, and targets that contradict each other."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from policy.departments_names import registry
from policy.model import Finding, FindingKind, Indicator, Task
from resources.registry import Body

_LISTED: Final = 5
_SEEN_OFTEN: Final = 3
_MOSTLY_KNOWN: Final = 0.3
_LEAST_NAME: Final = 5
_LOCAL_HEADS: Final = "省市县区州旗"
_NATIONAL: Final = re.compile(r"^(?:国家|中国|国务院|中央|全国)|(?:部|总局|总署|署)$")
_SCALES: Final = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "十亿": 1e9,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
}


def judge_names(tasks: Sequence[Task], date: dt.date | None) -> Iterator[Finding]:
    """The departments that a reviewer should look up, each once: those nobody knows, those that did not exist when the document was
    made, and those that were reorganised since."""
    used: dict[str, list[tuple[int, Task]]] = defaultdict(list)
    for place, task in enumerate(tasks, start=1):
        for department in task.departments:
            used[department.name].append((task.number or place, task))
    local = any(name[0] in _LOCAL_HEADS for name in used if name)
    yield from _unknown(used)
    for name, uses in used.items():
        body = registry().find(name)
        if body is None or (local and not _NATIONAL.search(name)):
            continue
        if date is not None and not body.existed(date.year):
            yield _about(FindingKind.DEPARTMENT_OUT_OF_TIME, name, uses, ("year", str(date.year)))
        elif body.until is not None and (now := _today(body)):
            yield _about(FindingKind.DEPARTMENT_RENAMED, name, uses, ("today", now))


def _today(body: Body) -> str:
    return "、".join(other.short for other in registry().today(body.short) if other is not body)


def _unknown(used: dict[str, list[tuple[int, Task]]]) -> Iterator[Finding]:
    """Names of no known form; none where the registry knows few of the document's names, or where the document uses one often."""
    strange = [name for name in used if registry().kind_of(name) is None]
    if len(strange) > _MOSTLY_KNOWN * len(used):
        return
    for name in strange:
        if len(used[name]) < _SEEN_OFTEN:
            yield _about(FindingKind.DEPARTMENT_UNKNOWN, name, used[name])


def _about(kind: FindingKind, name: str, uses: Sequence[tuple[int, Task]], *facts: tuple[str, str]) -> Finding:
    numbers = [str(number) for number, _ in uses]
    listed = "、".join(numbers[:_LISTED]) + ("…" if len(numbers) > _LISTED else "")
    return Finding(kind, task=uses[0][1].eid, facts=(("name", name), ("number", listed), *facts))


def judge_targets(indicators: Sequence[Indicator]) -> Iterator[Finding]:
    """Targets of one name for one year that name different values; a list (分别) or a range has several of its own."""
    known: dict[tuple[str, str, str, bool], list[tuple[Indicator, float]]] = defaultdict(list)
    told: set[tuple[str, str, str, bool]] = set()
    for indicator in indicators:
        unit, scale = _unit(indicator.unit)
        name = "".join(indicator.name.split())
        if indicator.by is None or len(name) < _LEAST_NAME:
            continue
        key, value = (name, indicator.by, unit, indicator.operator.startswith("<")), indicator.value * scale
        earlier = known[key]
        other = next((one for one, _ in earlier if not one.span.overlaps(indicator.span)), None)
        if other and key not in told and not any(math.isclose(value, said) for _, said in earlier):
            told.add(key)
            facts = (("name", indicator.name), ("year", indicator.by), ("first", _value(other)), ("second", _value(indicator)))
            yield Finding(FindingKind.TARGETS_CONTRADICT, indicator.provision, indicator.task, facts)
        earlier.append((indicator, value))


def _unit(unit: str) -> tuple[str, float]:
    """The unit without 万 or 亿, and how many of it those are."""
    scale = next((word for word in _SCALES if unit.startswith(word)), "")
    return unit[len(scale) :], _SCALES.get(scale, 1.0)


def _value(indicator: Indicator) -> str:
    return f"{indicator.operator}{indicator.value:g}{indicator.unit}".removeprefix("=")
