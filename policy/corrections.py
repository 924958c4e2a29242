"""What a reviewer puts right in an imported task table before it is stored."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from policy.model import DoubtKind, Policy, Task, TaskSource

SETTLED_BY: Mapping[DoubtKind, frozenset[str]] = {
    DoubtKind.BOUNDARY: frozenset({"text", "departments", "timing"}),
    DoubtKind.UNKNOWN_DEPARTMENT: frozenset({"departments"}),
    DoubtKind.NO_DEPARTMENT: frozenset({"departments"}),
    DoubtKind.NO_TIMING: frozenset({"timing"}),
    DoubtKind.UNKNOWN_TIMING: frozenset({"timing"}),
    DoubtKind.NO_TEXT: frozenset({"text"}),
    DoubtKind.NUMBER_GAP: frozenset({"number"}),
    DoubtKind.NUMBER_REPEATED: frozenset({"number"}),
    DoubtKind.NO_CLAUSE: frozenset({"clauses"}),
}
CHECKED = 1.0
FIELDS = frozenset(f.name for f in fields(Task)) - {"eid"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One task put right.

    ``task`` is its eId; ``fields`` holds the new values of exactly the fields that change, named and typed as in ``Task``.
    ``removed`` takes the row out. ``added`` makes a row that the reader did not find; it stands behind the task ``after`` (before
    all others when ``None``), and ``fields`` holds what is known of it.
    """

    task: str
    fields: Mapping[str, object] = field(default_factory=dict)
    removed: bool = False
    added: bool = False
    after: str | None = None


def apply(policy: Policy, corrections: Iterable[Correction]) -> tuple[Task, ...]:
    """The tasks of ``policy`` as they stand after ``corrections``, in reading order; ``ValueError`` for a task or field there is
    not."""
    tasks = list(policy.tasks)
    for correction in corrections:
        _check_fields(correction)
        if correction.added:
            tasks.insert(_place(tasks, correction.after), corrected(blank_task(correction.task), correction.fields))
            continue
        at = _index(tasks, correction.task)
        if correction.removed:
            del tasks[at]
        else:
            tasks[at] = corrected(tasks[at], correction.fields)
    return tuple(tasks)


def corrected(task: Task, changes: Mapping[str, object]) -> Task:
    """``task`` with ``changes``; the doubts that they settle are gone, and without doubts the row counts as certain."""
    values: dict[str, Any] = dict(changes)
    if "doubts" not in values:
        doubts = tuple(doubt for doubt in task.doubts if not SETTLED_BY[doubt.kind] & values.keys())
        if doubts != task.doubts:
            values["doubts"] = doubts
    if not values.get("doubts", task.doubts) and task.doubts:
        values["confidence"] = CHECKED
    return replace(task, **values)


def changed_fields(before: Task, after: Task) -> dict[str, object]:
    """The fields in which ``after`` differs from ``before``, with their new values."""
    return {name: getattr(after, name) for name in sorted(FIELDS) if getattr(before, name) != getattr(after, name)}


def new_eid() -> str:
    """The eId of a task written by hand: unique, since two reviewers who each add a row do not mean the same one."""
    return f"task_{uuid.uuid4().hex[:12]}"


def blank_task(eid: str) -> Task:
    """A task of which nothing is known yet, as a reviewer adds it."""
    return Task(
        eid=eid,
        number=None,
        category=None,
        title=None,
        text="",
        departments=(),
        departments_raw="",
        open_ended=False,
        timing=None,
        source=TaskSource.MANUAL,
        clauses=(),
        confidence=CHECKED,
        doubts=(),
        spans=(),
    )


def _check_fields(correction: Correction) -> None:
    unknown = correction.fields.keys() - FIELDS
    if unknown:
        raise ValueError(f"a task has no {', '.join(sorted(unknown))}")


def _index(tasks: list[Task], eid: str) -> int:
    for index, task in enumerate(tasks):
        if task.eid == eid:
            return index
    raise ValueError(f"no task {eid}")


def _place(tasks: list[Task], after: str | None) -> int:
    return 0 if after is None else _index(tasks, after) + 1
