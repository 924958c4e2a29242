"""Blind review: which judgements a reviewer may see. The only place that decides it.

Whatever shows judgements takes them from a snapshot, and a snapshot holds only what this module lets through: so do the table, the
counts, the inspector with its history, the queue of disagreements, the figures of agreement and every document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.judging import ReviewState
from storage.merge_report import MergeConflict
from storage.records import AssessmentRecord, Family, Orphan
from storage.workspace import Workspace

SUBMITTED: Final = frozenset({ReviewState.TO_RECHECK, ReviewState.APPROVED})
"""A judgement in one of these states has been handed in."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The judgements that may be shown, by id, and by task how many reviewers' are hidden."""

    shown: Mapping[str, AssessmentRecord]
    hidden: Mapping[str, int]


def seen(records: Iterable[AssessmentRecord], me: str | None, blind: bool) -> Seen:
    """What the reviewer ``me`` sees of the judgements of a policy's tasks.

    While ``blind``, another's judgement of a task is seen when it and one's own of the same task have both been submitted, and the
    agreed one as soon as one's own has been. Who has no name here (``None``) sees those of a task that at least two have judged
    and all of them submitted.
    """
    listed = list(records)
    if not blind:
        return Seen({record.id: record for record in listed}, {})
    by_task: dict[str, list[AssessmentRecord]] = defaultdict(list)
    for record in listed:
        by_task[record.task].append(record)
    shown: dict[str, AssessmentRecord] = {}
    hidden: Counter[str] = Counter()
    for task, group in by_task.items():
        mine = _submitted_by(me, group)
        for record in group:
            if _own(record, me) or (mine and (record.agreed or record.state in SUBMITTED)):
                shown[record.id] = record
            elif not record.agreed:
                hidden[task] += 1
    return Seen(shown, dict(hidden))


def seen_orphans(orphans: Iterable[Orphan], me: str | None, blind: bool) -> dict[str, Orphan]:
    """Of what lost its place, by id, what the reviewer ``me`` may see: while ``blind``, of judgements only one's own."""
    return {
        one.record.id: one
        for one in orphans
        if not (blind and isinstance(one.record, AssessmentRecord) and not _own(one.record, me))
    }


def concealed(workspace: Workspace) -> frozenset[str]:
    """The judgements of all policies that may not be shown, by id, deleted ones among them: for whatever reads the history instead
    of a snapshot."""
    me = reviewer_of(workspace)
    hidden: set[str] = set()
    for policy, written in workspace.assessments.blind().items():
        shown = seen(workspace.assessments.of(policy), me, True).shown
        hidden.update(key for key, whose in written.items() if key not in shown and (whose is None or whose != me))
    return frozenset(hidden)


def concealed_in(workspace: Workspace, conflicts: Iterable[MergeConflict]) -> frozenset[str]:
    """The judgements among the records of a merge's conflicts of which the values may not be told: those that may not be shown, and
    as long as any review is blind those that are not here yet."""
    judged = {one.record for one in conflicts if one.family is Family.ASSESSMENT}
    if not judged or not any(policy.blind for policy in workspace.policies.all()):
        return frozenset()
    known = workspace.assessments.known(judged)
    return frozenset((judged & concealed(workspace)) | (judged - known))


def reviewer_of(workspace: Workspace) -> str | None:
    """The id of who reads the workspace, if they have a name here."""
    return workspace.reviewer.id if workspace.reviewer is not None else None


def _own(record: AssessmentRecord, me: str | None) -> bool:
    return me is not None and record.reviewer == me and not record.agreed


def _submitted_by(me: str | None, group: Iterable[AssessmentRecord]) -> bool:
    """Whether the reviewer has handed in their judgement of the task of ``group``; without a name, whether everybody has."""
    judged = [record for record in group if not record.agreed]
    if me is None:
        return len(judged) > 1 and all(record.state in SUBMITTED for record in judged)
    return any(record.reviewer == me and record.state in SUBMITTED for record in judged)
