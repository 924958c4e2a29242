"""Carrying what was written on one version of a policy over to the next.

What is written follows from the old records and the plan alone, ids included, as an import's changes do: two reviewers who carry
over on two machines write the same changes, so that their workspaces merge without a conflict.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from policy.identity import derived_id
from policy.places import Outcome
from storage.annotations import anchor_fields
from storage.assessments import AGREED
from storage.changes import ChangeRow, canonical, make
from storage.importing import link_id
from storage.known import Known
from storage.records import Change, Draft, Family, LinkState, Written
from storage.repository import short
from storage.rows import decode
from storage.schema import CHANGE, TABLES
from storage.store import UNDO, Store
from storage.ties import Ranked, Stand, by_hand, found_by, says, standing

if TYPE_CHECKING:
    from policy.compare_carry import CarryPlan, Match

CARRY_WRITER = "carry"
CARRY_LABEL = "change.policy.carry"

# The removed tasks of a policy, each with the label of its last change.
_REMOVED = (
    f'SELECT t.id, (SELECT label FROM "{CHANGE}" c WHERE c.record = t.id ORDER BY c.seq DESC LIMIT 1) '
    f'FROM "{Family.TASK.value}" t WHERE t.policy = ? AND t.deleted = 1'
)
Fields = dict[str, object]


def carried_id(policy: str, record: str) -> str:
    """The id, in the new version ``policy``, of what ``record`` becomes when nothing else gives it one."""
    return derived_id(policy, "carried", record)


def carry_over(store: Store, old: str, new: str, plan: CarryPlan, subject: str) -> Written:
    """Write what was written on ``old`` onto ``new`` as ``plan`` says, in one action. What is there already stays as it is."""
    drafts = list(_Copies(store, old, new, plan).all())
    copies = _copies_of(store, new)
    known = Known(store, [*drafts, *(Draft(family, key) for (family, _), keys in copies.items() for key in keys)])
    batch = derived_id(new, CARRY_WRITER, old)
    fresh: list[tuple[Change, ChangeRow]] = []
    restored: list[Draft] = []
    before: dict[str, Fields] = {}
    for draft in drafts:
        others = copies.get((draft.family, str(draft.fields.get("origin"))), set()) - {draft.record}
        if any(not known.taken_back(key) for key in others):
            # It was carried over before, to another place or as an orphan.
            continue
        if draft.record not in known:
            fresh.append(_change(new, draft, (), batch))
        elif known.taken_back(draft.record):
            restored.append(Draft(draft.family, draft.record, {"deleted": False} | _changed_since(known, draft)))
        elif draft.family is Family.LINK and known.value(draft.record, "state") == LinkState.SUGGESTED.value:
            decided = Draft(draft.family, draft.record, {name: draft.fields[name] for name in ("state", "origin", "found")})
            heads = known.import_heads(draft.record)
            if heads:
                fresh.append(_change(new, decided, heads, batch))
                before[draft.record] = {name: known.value(draft.record, name) for name in decided.fields}
            elif known.undone(draft.record):
                restored.append(decided)
    if store.rows(f'SELECT 1 FROM "{Family.POLICY.value}" WHERE id = ? AND replaces IS NOT ?', (new, old)):
        # What was judged blind stays hidden in the copy.
        blind = store.rows(f'SELECT 1 FROM "{Family.POLICY.value}" WHERE id = ? AND blind', (old,))
        restored.append(Draft(Family.POLICY, new, {"replaces": old} | ({"blind": True} if blind else {})))
    with store.action(CARRY_LABEL, short(subject)) as action:
        action.add_foreign(fresh, before)
        if restored:
            action.put(restored)
    return action.written


def _changed_since(known: Known, draft: Draft) -> Fields:
    """What is carried over otherwise than the last time, where no reviewer wrote on the copy meanwhile."""
    last: Fields = {}
    for change in known.history(draft.record):
        if change.label == CARRY_LABEL:
            last |= change.patch
    return {
        name: value
        for name, value in draft.fields.items()
        if last.get(name) != value and known.value(draft.record, name) == last.get(name)
    }


def _copies_of(store: Store, policy: str) -> dict[tuple[Family, str], set[str]]:
    """The records of a policy that were carried over, by what they were carried over from."""
    found: dict[tuple[Family, str], set[str]] = {}
    for family, table in TABLES.items():
        if any(column.name == "origin" for column in table.columns):
            for row in store.rows(f'SELECT origin, id FROM "{table.name}" WHERE policy = ? AND origin IS NOT NULL', (policy,)):
                found.setdefault((family, row[0]), set()).add(row[1])
    return found


def _change(policy: str, draft: Draft, parents: Sequence[str], batch: str) -> tuple[Change, ChangeRow]:
    key = derived_id(policy, CARRY_WRITER, draft.record, canonical(draft.fields), *parents)
    return make((key, 0, CARRY_WRITER), (draft.family, draft.record), parents, draft.fields, (CARRY_LABEL, batch))


class _Copies:
    """The records of the old version as they stand on the new one."""

    def __init__(self, store: Store, old: str, new: str, plan: CarryPlan) -> None:
        self._store = store
        self._old, self._new = old, new
        self._plan = plan
        task = Family.TASK.value
        rows = store.rows(f'SELECT id, eid, source, deleted FROM "{task}" WHERE policy = ?', (old,))
        self._eids = {row["id"]: row["eid"] for row in rows}
        alone = {row["id"] for row in rows if by_hand(row["source"], row["eid"]) and row["eid"] not in plan.tasks}
        self._gone = {row["id"] for row in rows if row["deleted"]}
        live = store.rows(f'SELECT eid, id FROM "{task}" WHERE policy = ? AND deleted = 0', (new,))
        self._tasks = {row[0]: row[1] for row in live}
        removed = {row[0] for row in store.rows(_REMOVED, (new,)) if row[1] != UNDO}
        self._added = {key for key in alone - self._gone if carried_id(new, key) not in removed}

    def all(self) -> Iterator[Draft]:
        """All copies, each once; what a copy hangs on comes before it."""
        yield from self._own_tasks()
        annotations = yield from self._annotations()
        yield from self._hanging(Family.REPLY, "annotation", annotations)
        yield from self._tag_uses(annotations)
        evidence = yield from self._evidence()
        yield from self._hanging(Family.ATTACHMENT, "evidence", evidence)
        yield from self._ties(Family.EVIDENCE_USE, evidence)
        yield from self._ties(Family.LINK, {})
        yield from self._ties(Family.ASSESSMENT, {})

    def _records(self, family: Family) -> Iterator[tuple[str, Fields]]:
        table = TABLES[family]
        names = ", ".join(f'"{name}"' for name in table.names)
        sql = f'SELECT {names} FROM "{table.name}" WHERE policy = ? AND deleted = 0 ORDER BY id'
        for row in self._store.rows(sql, (self._old,)):
            yield row["id"], {column.name: decode(column, row[column.name]) for column in table.columns} | {"policy": self._new}

    def _own_tasks(self) -> Iterator[Draft]:
        """The tasks that people added and that none of the new version is."""
        for key, fields in self._records(Family.TASK):
            if key in self._added:
                # Where they stand in the old text says nothing of the new one.
                yield Draft(Family.TASK, carried_id(self._new, key), fields | {"spans": []})

    def _annotations(self) -> Generator[Draft, None, dict[str, str]]:
        made: dict[str, str] = {}
        for key, fields in self._records(Family.ANNOTATION):
            place = self._plan.places.get(key)
            # One written since the plan was made is carried over the next time.
            if place is None:
                continue
            made[key] = carried_id(self._new, key)
            confidence = None if place.found is Outcome.EXACT else float(place.confidence)
            state = {"origin": key, "found": place.found.value, "confidence": confidence}
            yield Draft(Family.ANNOTATION, made[key], fields | anchor_fields(place.anchor) | state)
        return made

    def _evidence(self) -> Generator[Draft, None, dict[str, str]]:
        made: dict[str, str] = {}
        for key, fields in self._records(Family.EVIDENCE):
            made[key] = carried_id(self._new, key)
            yield Draft(Family.EVIDENCE, made[key], fields)
        return made

    def _hanging(self, family: Family, owner: str, owners: dict[str, str]) -> Iterator[Draft]:
        for key, fields in self._records(family):
            if (above := owners.get(str(fields[owner]))) is not None:
                yield Draft(family, carried_id(self._new, key), fields | {owner: above})

    def _tag_uses(self, annotations: dict[str, str]) -> Iterator[Draft]:
        for _, fields in self._records(Family.TAG_USE):
            if (above := annotations.get(str(fields["annotation"]))) is not None:
                yield Draft(Family.TAG_USE, derived_id(above, str(fields["tag"])), fields | {"annotation": above})

    def _ties(self, family: Family, evidence: dict[str, str]) -> Iterator[Draft]:
        """What hangs on tasks and provisions: the surest first, since two tasks may have become one."""
        found: list[Ranked[tuple[str, Fields, str | None]]] = []
        for key, fields in self._records(family):
            if fields.get("state") == LinkState.SUGGESTED.value or fields.get("task") in self._gone:
                continue
            if family is Family.EVIDENCE_USE:
                if (above := evidence.get(str(fields["evidence"]))) is None:
                    continue
                fields["evidence"] = above
            found.append(self._tie(family, key, fields))
        for (key, fields, record), stand in standing(found):
            if stand is Stand.LOST:
                yield Draft(family, carried_id(self._new, key), fields | _lost(family, record))
            elif stand is Stand.FIRST and record is not None:
                yield Draft(family, record, fields)

    def _tie(self, family: Family, key: str, fields: Fields) -> Ranked[tuple[str, Fields, str | None]]:
        """The tie with its old id, its new fields, and its new id when it has a place."""
        served = {name: fields[name] for name in ("task", "provision") if fields.get(name)}
        matches = [self._task(str(value)) if name == "task" else self._provision(str(value)) for name, value in served.items()]
        moved: Fields = {name: match[0] if match else None for name, match in zip(served, matches, strict=True)}
        said = says(family, fields.get)
        found = found_by(family, [match[1] if match else None for match in matches])
        if found is None:
            blank = {name: value or (None if family is Family.EVIDENCE_USE else "") for name, value in moved.items()}
            lost = fields | blank | {"origin": key, "found": Outcome.ORPHAN.value}
            return Ranked((key, lost, None), key, 0.0, None, said)
        whole = fields | moved | {"origin": key, "found": found[1].value}
        record = tie_id(family, self._new, whole)
        return Ranked((key, whole, record), key, found[0], record, said)

    def _task(self, task: str) -> tuple[str, Match] | None:
        if task in self._added:
            return carried_id(self._new, task), _its_own(self._eids[task])
        match = self._plan.tasks.get(self._eids.get(task, ""))
        key = self._tasks.get(match.eid) if match else None
        return (key, match) if key is not None and match is not None else None

    def _provision(self, eid: str) -> tuple[str, Match] | None:
        match = self._plan.provisions.get(eid)
        return (match.eid, match) if match else None


def _its_own(eid: str) -> Match:
    """What a task becomes that comes along as it is."""
    # Loaded here: only who carries over needs it.
    from policy.compare_carry import Match

    return Match(eid, True, 1.0)


def tie_id(family: Family, policy: str, fields: Fields) -> str:
    """The id that a link, a use of evidence or an assessment has by what it ties together."""
    task = str(fields.get("task") or "")
    if family is Family.LINK:
        return link_id(policy, task, str(fields["provision"]))
    if family is Family.ASSESSMENT:
        return derived_id(task, "assessment", AGREED if fields["agreed"] else str(fields["reviewer"]))
    served = ("task", task) if task else ("provision", str(fields["provision"]))
    return derived_id(str(fields["evidence"]), *served)


def _lost(family: Family, record: str | None) -> Fields:
    """How a tie stands whose place another has taken."""
    if record is None:
        return {}
    blank: Fields = {"task": ""} if family is not Family.EVIDENCE_USE else {"task": None, "provision": None}
    return blank | {"found": Outcome.ORPHAN.value}
