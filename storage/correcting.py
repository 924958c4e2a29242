"""Corrections made in an import's preview, as the drafts that follow the import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policy.corrections import Correction, apply
from policy.model import ClauseLink, Policy
from storage.importing import link_id, task_fields, task_id
from storage.records import Draft, Family, LinkState


def correction_drafts(policy: Policy, corrections: Sequence[Correction]) -> list[Draft]:
    """What ``corrections`` change in the records that importing ``policy`` makes. Rows added by hand get a place between their
    neighbours. Raises ``ValueError`` for a task or field there is not."""
    return [draft for step in correction_steps(policy, corrections) for draft in step.drafts]


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """What is put right in one task, which undo takes back by itself; ``subject`` are its words."""

    subject: str
    drafts: tuple[Draft, ...]


def correction_steps(policy: Policy, corrections: Sequence[Correction]) -> list[CorrectionStep]:
    """The drafts of ``correction_drafts`` task by task. A row that is split is an edited row and one added after it, rows that are
    joined an edited row and removed ones: each a step of its own."""
    positions = _positions(policy, corrections)
    known = {task.eid: task for task in policy.tasks}
    corrected = {task.eid: task for task in apply(policy, corrections)}
    steps: list[CorrectionStep] = []
    for eid in dict.fromkeys(correction.task for correction in corrections):
        task, record = corrected.get(eid), task_id(policy.id, eid)
        if task is None:
            if eid in known:
                steps.append(CorrectionStep(known[eid].text, (Draft(Family.TASK, record, {"deleted": True}),)))
            continue
        drafts: list[Draft] = []
        fields = task_fields(policy.id, task, positions.get(eid, 0.0))
        if eid in known:
            before = task_fields(policy.id, known[eid], 0.0)
            fields = {name: value for name, value in fields.items() if value != before[name]}
        if fields:
            drafts.append(Draft(Family.TASK, record, fields))
        drafts += _links(policy.id, record, known[eid].clauses if eid in known else (), task.clauses)
        if drafts:
            steps.append(CorrectionStep(task.text, tuple(drafts)))
    return steps


def _links(policy: str, task: str, before: Iterable[ClauseLink], after: Iterable[ClauseLink]) -> list[Draft]:
    old, new = ({link.provision for link in links} for links in (before, after))
    rejected: Mapping[str, object] = {"state": LinkState.REJECTED.value}
    drafts = [Draft(Family.LINK, link_id(policy, task, eid), dict(rejected)) for eid in sorted(old - new)]
    for eid in sorted(new - old):
        fields: dict[str, object] = {
            "policy": policy,
            "task": task,
            "provision": eid,
            "score": 1.0,
            "state": LinkState.CONFIRMED.value,
        }
        drafts.append(Draft(Family.LINK, link_id(policy, task, eid), fields))
    return drafts


def _positions(policy: Policy, corrections: Sequence[Correction]) -> dict[str, float]:
    """Where added rows stand: each between its neighbours in the corrected order, where imported rows keep 1, 2, 3 …"""
    fixed = {task.eid: float(place) for place, task in enumerate(policy.tasks, start=1)}
    order = [task.eid for task in apply(policy, [c for c in corrections if not c.removed])]
    places: dict[str, float] = {}
    last, run = 0.0, list[str]()
    for eid in [*order, ""]:
        if eid and eid not in fixed:
            run.append(eid)
            continue
        following = fixed.get(eid, last + 1.0)
        for number, added in enumerate(run, start=1):
            places[added] = last + (following - last) * number / (len(run) + 1)
        last, run = following, []
    return places
