"""Where what stands on a policy stands on the same policy under another id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Protocol

from policy.identity import derived_id
from policy.model import Span
from policy.places import Anchor, Outcome
from storage.annotations import anchor_fields
from storage.carrying import carried_id, tie_id
from storage.records import Change, Family

if TYPE_CHECKING:
    from policy.compare_model import Row, TaskRow
    from storage.twin_sides import Side

Fields = dict[str, Any]
_ORDER: Final = (Outcome.EXACT, Outcome.FUZZY, Outcome.ORPHAN)
_OF_THE_TEXT: Final = frozenset({"eid", "spans", "position", "source"})
"""What of a task follows from how the other policy was read."""
_OF_THE_PLACE: Final = frozenset({"provision", "task", "start", "end", "quote"})
_ANCHOR: Final = frozenset({"provision", "start", "end", "quote", "prefix", "suffix"})
_OWN_EIDS: Final = ("manual_", "sheet_")
_TIES: Final = frozenset({Family.LINK, Family.EVIDENCE_USE, Family.ASSESSMENT})


class Targets(Protocol):
    """Who knows which record stands for which."""

    def target(self, record: str) -> str:
        """The record of the kept policy that stands for one of the others."""


class Places:
    """How provisions, tasks and stretches of text of one policy are called on another. One stands for at most one: of two that
    became one, the first."""

    def __init__(self, side: Side, kept: Side) -> None:
        # Loaded here: who opens a workspace has nothing to compare yet.
        from policy.compare import compare
        from policy.compare_carry import following

        self._side, self._kept = side, kept
        old, new = side.version, kept.version
        found = compare(old, new)
        self._follow = following(found, old, new)
        self._provisions = dict(_pairs(found.rows))
        by_eid = {task.eid: task.id for task in side.tasks}
        kept_by_eid = {task.eid: task.id for task in kept.tasks}
        pairs = _pairs(found.tasks)
        self._tasks = {by_eid[old_eid]: (kept_by_eid[new_eid], sure) for old_eid, (new_eid, sure) in pairs}
        self._indicators = dict(_indicator_pairs(side, kept))

    def target(self, record: str, family: Family, targets: Targets) -> str:
        """What stands on the kept policy for a record that was made on the other."""
        policy = self._kept.policy.id
        if family is Family.POLICY:
            return policy
        if family is Family.TASK:
            found = self._tasks.get(record)
            return found[0] if found else carried_id(policy, record)
        if family is Family.INDICATOR:
            return self._indicators.get(record) or carried_id(policy, record)
        fields = self._side.folded[record].fields
        if family is Family.TAG_USE:
            return derived_id(targets.target(str(fields.get("annotation"))), str(fields.get("tag")))
        if family in _TIES and (tied := self._tied(record, family, targets)) is not None and tied["found"] is not Outcome.ORPHAN:
            whole = fields | tied
            if family is Family.EVIDENCE_USE:
                whole["evidence"] = targets.target(str(fields.get("evidence")))
            return tie_id(family, policy, whole | {"agreed": bool(fields.get("agreed")), "reviewer": fields.get("reviewer")})
        return carried_id(policy, record)

    def translated(self, change: Change, fields: Fields, targets: Targets) -> Fields:
        """The fields of a change in the words of the kept policy; those that have no meaning there are left out."""
        if change.family is Family.ANNOTATION:
            return self._annotation(change, fields)
        if change.family is Family.TASK:
            return self._task(change, fields, targets)
        if change.family is Family.INDICATOR:
            return self._indicator(change, fields, targets)
        if change.family in _TIES:
            return self._tie(change, fields, targets)
        return fields

    def _annotation(self, change: Change, fields: Fields) -> Fields:
        said = fields.pop("found", None), fields.pop("confidence", None)
        fields.pop("origin", None)
        if not _ANCHOR & fields.keys():
            return fields
        whole: Fields = self._side.folded[change.record].fields | fields
        span = Span(_number(whole.get("start")), _number(whole.get("end")))
        words = [str(whole.get(name) or "") for name in ("quote", "prefix", "suffix")]
        place = self._follow(Anchor(whole.get("provision"), span, *words))
        worst = max(place.found, Outcome(said[0] or Outcome.EXACT), key=_ORDER.index)
        sure = None if worst is Outcome.EXACT else float(min(place.confidence, said[1] if said[1] is not None else 1.0))
        state: Fields = {"origin": change.record, "found": worst.value, "confidence": sure}
        return fields | anchor_fields(place.anchor) | state

    def _task(self, change: Change, fields: Fields, targets: Targets) -> Fields:
        own = targets.target(change.record)
        if own != carried_id(self._kept.policy.id, change.record):
            return {name: value for name, value in fields.items() if name not in _OF_THE_TEXT and name != "policy"}
        if "eid" in fields and not str(fields["eid"]).startswith(_OWN_EIDS):
            fields["eid"] = f"joined_{own}"
        if "spans" in fields:
            fields["spans"] = []
        return fields

    def _indicator(self, change: Change, fields: Fields, targets: Targets) -> Fields:
        if targets.target(change.record) != carried_id(self._kept.policy.id, change.record):
            return {name: value for name, value in fields.items() if name not in _OF_THE_PLACE and name != "policy"}
        if fields.get("task"):
            fields["task"] = targets.target(str(fields["task"]))
        if fields.get("provision"):
            found = self._provisions.get(str(fields["provision"]))
            fields["provision"] = found[0] if found else None
        if "quote" in fields:
            whole: Fields = self._side.folded[change.record].fields | fields
            span = Span(_number(whole.get("start")), _number(whole.get("end")))
            text = self._side.text
            place = self._follow(Anchor(whole.get("provision"), span, text[span.start : span.end], "", ""))
            fields |= {"start": place.anchor.span.start, "end": place.anchor.span.end}
        return fields

    def _tie(self, change: Change, fields: Fields, targets: Targets) -> Fields:
        named = "task" in fields or "provision" in fields
        for name in ("found", "origin"):
            fields.pop(name, None)
        if not named:
            return fields
        tied = self._tied(change.record, change.family, targets)
        if tied is None:
            return fields
        fields |= {name: value for name, value in tied.items() if name != "found"}
        if tied["found"] is Outcome.ORPHAN:
            fields |= {"origin": change.record, "found": Outcome.ORPHAN.value}
        elif tied["found"] is Outcome.FUZZY:
            fields["found"] = Outcome.FUZZY.value
        return fields

    def _tied(self, record: str, family: Family, targets: Targets) -> Fields | None:
        """What a tie ties on the kept policy, and how that was found; ``None`` for one that ties nothing at all."""
        fields = self._side.folded[record].fields
        blank = None if family is Family.EVIDENCE_USE else ""
        names = {Family.LINK: ("task", "provision"), Family.ASSESSMENT: ("task",)}.get(family, ("task", "provision"))
        found: Fields = {}
        worst = [Outcome(str(fields.get("found") or Outcome.EXACT))]
        for name in names:
            key = str(fields.get(name) or "")
            if not key:
                found[name] = blank
                continue
            value, outcome = self._matched_task(key, targets) if name == "task" else self._matched_provision(key)
            found[name] = value or blank
            worst.append(outcome)
        if len(worst) == 1:
            return None
        return found | {"found": max(worst, key=_ORDER.index)}

    def _matched_task(self, task: str, targets: Targets) -> tuple[str, Outcome]:
        match = self._tasks.get(task)
        if match is not None:
            return match[0], Outcome.EXACT if match[1] else Outcome.FUZZY
        return targets.target(task), Outcome.EXACT

    def _matched_provision(self, provision: str) -> tuple[str, Outcome]:
        match = self._provisions.get(provision)
        if match is None:
            return "", Outcome.ORPHAN
        return match[0], Outcome.EXACT if match[1] else Outcome.FUZZY


def _pairs(rows: Iterable[Row | TaskRow]) -> Iterator[tuple[str, tuple[str, bool]]]:
    from policy.compare_model import UNTOUCHED

    for row in rows:
        sure = row.kind in UNTOUCHED and len(row.old_eids) == len(row.new_eids)
        for old, new in zip(row.old_eids, row.new_eids, strict=False):
            yield old, (new, sure)


def _indicator_pairs(side: Side, kept: Side) -> Iterator[tuple[str, str]]:
    """The indicators that both have: the same words with the same value, the first with the first."""
    there = {key: record for record, key in _indicators(kept)}
    for record, key in _indicators(side):
        if key in there:
            yield record, there[key]


def _indicators(side: Side) -> Iterator[tuple[str, tuple[object, ...]]]:
    met: Counter[tuple[object, ...]] = Counter()
    made = [change for change in side.imported.values() if change.family is Family.INDICATOR]
    for change in sorted(made, key=lambda one: (_number(one.patch.get("start")), one.record)):
        key = ("".join(str(change.patch.get("quote")).split()), change.patch.get("name"), change.patch.get("value"))
        met[key] += 1
        yield change.record, (*key, met[key])


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
