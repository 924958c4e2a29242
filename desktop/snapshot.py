"""The records of the policy on screen, refreshed by what a write touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from desktop import blind
from policy.model import Provision
from policy.places import Outcome, ProvisionIndex
from storage.errors import StorageError
from storage.records import (
    AnnotationRecord,
    AssessmentRecord,
    AttachmentRecord,
    EvidenceRecord,
    EvidenceUseRecord,
    Family,
    IndicatorRecord,
    LinkRecord,
    Orphan,
    PolicyRecord,
    ReplyRecord,
    ReviewerRecord,
    TagRecord,
    TagUseRecord,
    TaskRecord,
    Touched,
)
from storage.workspace import Workspace

FEW = 50
"""Up to so many touched records are read one by one; beyond, the whole family is read anew."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the window shows of one policy, by record id. Immutable: a refresh gives a new snapshot.

    ``assessments`` and ``orphans`` hold what may be shown: in a blind review some judgements are not here (``desktop.blind``), and
    ``hidden`` counts them by task.
    """

    policy: PolicyRecord
    text: str
    provisions: tuple[Provision, ...]
    places: ProvisionIndex = field(compare=False)
    tasks: Mapping[str, TaskRecord] = field(default_factory=dict)
    links: Mapping[str, LinkRecord] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorRecord] = field(default_factory=dict)
    annotations: Mapping[str, AnnotationRecord] = field(default_factory=dict)
    replies: Mapping[str, ReplyRecord] = field(default_factory=dict)
    tags: Mapping[str, TagRecord] = field(default_factory=dict)
    tag_uses: Mapping[str, TagUseRecord] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceRecord] = field(default_factory=dict)
    evidence_uses: Mapping[str, EvidenceUseRecord] = field(default_factory=dict)
    attachments: Mapping[str, AttachmentRecord] = field(default_factory=dict)
    assessments: Mapping[str, AssessmentRecord] = field(default_factory=dict)
    hidden: Mapping[str, int] = field(default_factory=dict)
    reviewers: Mapping[str, ReviewerRecord] = field(default_factory=dict)
    orphans: Mapping[str, Orphan] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Source:
    """How one family of a policy is read: all of it, or one record."""

    name: str
    all: Callable[[Workspace, str], Iterable[Any]]
    one: Callable[[Workspace, str], Any] | None = None


HANGING = {
    Family.TASK: (Family.LINK, Family.ASSESSMENT),
    Family.ANNOTATION: (Family.REPLY, Family.TAG_USE),
    Family.TAG: (Family.TAG_USE,),
    Family.EVIDENCE: (Family.EVIDENCE_USE, Family.ATTACHMENT),
}

# In this order: what hangs on a family stands behind it.
SOURCES = {
    Family.TASK: _Source("tasks", lambda ws, p: ws.tasks.of(p), lambda ws, r: ws.tasks.get(r)),
    Family.LINK: _Source("links", lambda ws, p: ws.tasks.links(p)),
    Family.INDICATOR: _Source("indicators", lambda ws, p: ws.indicators.of(p)),
    Family.ANNOTATION: _Source("annotations", lambda ws, p: ws.annotations.of(p), lambda ws, r: ws.annotations.get(r)),
    Family.REPLY: _Source("replies", lambda ws, p: ws.annotations.replies(p)),
    Family.TAG: _Source("tags", lambda ws, _: ws.codebook.tags()),
    Family.TAG_USE: _Source("tag_uses", lambda ws, p: ws.codebook.uses(p)),
    Family.EVIDENCE: _Source("evidence", lambda ws, p: ws.evidence.of(p)),
    Family.EVIDENCE_USE: _Source("evidence_uses", lambda ws, p: ws.evidence.uses(p)),
    Family.ATTACHMENT: _Source("attachments", lambda ws, p: ws.evidence.attachments(p)),
    Family.REVIEWER: _Source("reviewers", lambda ws, _: ws.reviewers.all()),
}


CARRIED = frozenset({Family.POLICY, Family.ANNOTATION, Family.LINK, Family.EVIDENCE_USE, Family.EVIDENCE, Family.ASSESSMENT})


def load(workspace: Workspace, policy: str) -> Snapshot:
    """Read everything of ``policy``; ``StorageError`` when the workspace does not hold it."""
    families: dict[str, Any] = {source.name: _by_id(source.all(workspace, policy)) for source in SOURCES.values()}
    families |= _judgements(workspace, workspace.policies.get(policy))
    provisions = workspace.policies.provisions(policy)
    places = ProvisionIndex(provisions)
    record = workspace.policies.get(policy)
    empty = Snapshot(record, workspace.policies.text(policy), provisions, places, orphans=_orphans(workspace, record))
    return replace(empty, **families)


def refreshed(snapshot: Snapshot, workspace: Workspace, touched: Touched) -> Snapshot:
    """The snapshot after a write: only the families that were touched are read again, single records where few were."""
    updates: dict[str, Any] = {}
    shown_anew: set[Family] = set()
    for family, source in SOURCES.items():
        if family not in touched.families | shown_anew:
            continue
        before = getattr(snapshot, source.name)
        if source.one is not None and len(touched.records) <= FEW:
            updates[source.name] = _patched(before, workspace, source, touched.records, snapshot.policy.id)
        else:
            updates[source.name] = _by_id(source.all(workspace, snapshot.policy.id))
        if before.keys() != updates[source.name].keys():
            # What hangs on a record is hidden with it and comes back with it, without being touched itself.
            shown_anew.update(HANGING.get(family, ()))
    if Family.POLICY in touched.families:
        updates["policy"] = workspace.policies.get(snapshot.policy.id)
    updates |= _judgements_anew(snapshot, workspace, updates.get("policy", snapshot.policy), touched, shown_anew)
    after = replace(snapshot, **updates) if updates else snapshot
    if CARRIED & touched.families and _may_touch_orphans(after, touched):
        return replace(after, orphans=_orphans(workspace, after.policy))
    return after


def _judgements(workspace: Workspace, policy: PolicyRecord) -> dict[str, Any]:
    """The judgements that may be shown, and by task how many may not."""
    found = blind.seen(workspace.assessments.of(policy.id), blind.reviewer_of(workspace), policy.blind)
    return {"assessments": found.shown, "hidden": found.hidden}


def _judgements_anew(
    before: Snapshot, workspace: Workspace, policy: PolicyRecord, touched: Touched, shown_anew: set[Family]
) -> dict[str, Any]:
    """The same after a write; of a write to few records only the tasks that they judge are read, for what is seen of a task hangs
    on all its judgements."""
    if Family.ASSESSMENT in shown_anew or policy.blind != before.policy.blind:
        return _judgements(workspace, policy)
    if Family.ASSESSMENT not in touched.families:
        return {}
    if len(touched.records) > FEW:
        return _judgements(workspace, policy)
    tasks, records = workspace.assessments.beside(policy.id, touched.records)
    found = blind.seen(records, blind.reviewer_of(workspace), policy.blind)
    kept = {key: record for key, record in before.assessments.items() if record.task not in tasks}
    hidden = {task: count for task, count in before.hidden.items() if task not in tasks}
    return {"assessments": kept | dict(found.shown), "hidden": hidden | dict(found.hidden)}


def _may_touch_orphans(after: Snapshot, touched: Touched) -> bool:
    """Whether a write may have made or settled an orphan: reading them takes time, and most writes are about other records."""
    families = (after.annotations, after.links, after.evidence_uses, after.assessments)
    placed = {
        key
        for family in families
        for key in touched.records
        if (record := family.get(key)) is not None and record.found is not Outcome.ORPHAN
    }
    return Family.POLICY in touched.families or bool(touched.records - placed) or bool(touched.records & after.orphans.keys())


def _orphans(workspace: Workspace, policy: PolicyRecord) -> dict[str, Orphan]:
    """What was carried over and lost its place, by the record's id; only a policy that replaces another can have any."""
    if policy.replaces is None:
        return {}
    return blind.seen_orphans(workspace.carried.orphans(policy.id), blind.reviewer_of(workspace), policy.blind)


def _by_id(records: Iterable[R]) -> dict[str, R]:
    return {record.id: record for record in records}


def _patched(
    records: Mapping[str, Any], workspace: Workspace, source: _Source, touched: Iterable[str], policy: str
) -> dict[str, Any]:
    patched = dict(records)
    assert source.one is not None
    for record_id in touched:
        record = _found(source.one, workspace, record_id)
        if record is not None and record.policy == policy:
            patched[record_id] = record
        else:
            patched.pop(record_id, None)
    return patched


def _found(one: Callable[[Workspace, str], Any], workspace: Workspace, record: str) -> Any:  # noqa: ANN401 - any family's
    """The record, or ``None`` when it is deleted or of another family."""
    try:
        return one(workspace, record)
    except StorageError as error:
        if error.code != "unknown_record":
            raise
        return None
