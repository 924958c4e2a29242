"""The same policy under two ids: recognised here and in received files, joined into one, and kept joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy.places import Outcome
from storage.connect import Connection
from storage.errors import StorageError
from storage.graph import DELETED, fold
from storage.history_write import load_changes
from storage.records import Change, Draft, Family, PolicyRecord, Written
from storage.repository import short
from storage.store import UNDO, Action, Store
from storage.twin_mirror import JOIN_LABEL, Image, Mirror
from storage.twin_sides import Side, history_of, listed, load_side, roots
from storage.watch import Watch, part, unwatched

if TYPE_CHECKING:
    from storage.incoming import Incoming
    from storage.workspace import Workspace

_Listed = tuple[PolicyRecord, str]
PLACED = (Family.ANNOTATION, Family.LINK, Family.EVIDENCE_USE, Family.ASSESSMENT)


@dataclass(frozen=True, slots=True)
class Twin:
    """A policy that is here, ``here``, and the same document under another id, ``there``, from the received file ``source`` (empty
    when that is in the workspace too).

    ``likeness`` goes from 0 to 1; ``sure`` tells that nothing but the layout differs. ``counts`` says how many annotations, decided
    links, uses of evidence and judgements of ``there`` would have which place on ``here``.
    """

    here: PolicyRecord
    there: PolicyRecord
    source: str
    likeness: float
    sure: bool
    counts: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class _Pair:
    here: PolicyRecord
    there: PolicyRecord
    likeness: float


def twins(ws: Workspace, incoming: Incoming, watch: Watch = unwatched) -> tuple[Twin, ...]:
    """The policies of received files that are here under another id, each with the likeliest one. Raises what ``watch`` raises."""
    conn = ws.store.conn
    hidden = roots(conn)
    here = [pair for pair in listed(conn) if pair[0].id not in hidden]
    known = {record.id for record, _ in here} | hidden.keys()
    found: dict[str, Twin] = {}
    for number, vetted in enumerate(incoming.files):
        share = part(watch, number / len(incoming.files), (number + 1) / len(incoming.files))
        with incoming.opened(vetted) as other:
            theirs = [pair for pair in listed(other) if pair[0].id not in known and not pair[0].joined]
            pairs = [pair for pair in _recognised(theirs, here, share) if pair.there.id not in found]
            histories = history_of(other) if pairs else {}
            for pair in pairs:
                twin = _twin(load_side(conn, pair.here.id), load_side(other, pair.there.id, histories), pair, vetted.name)
                if twin is not None:
                    found[pair.there.id] = twin
    return tuple(found.values())


def twins_here(ws: Workspace, policy: str | None = None, watch: Watch = unwatched) -> tuple[Twin, ...]:
    """The policies of the workspace that are the same document, as pairs: ``here`` is the one that was imported first. With
    ``policy`` only those pairs that it is one of. Raises what ``watch`` raises."""
    conn = ws.store.conn
    hidden = roots(conn)
    here = [pair for pair in listed(conn) if pair[0].id not in hidden]
    found: list[Twin] = []
    for number, pair in enumerate(here):
        share = part(watch, number / len(here), (number + 1) / len(here))
        before = [other for other in here[:number] if policy is None or policy in (other[0].id, pair[0].id)]
        found += [
            twin
            for two in _recognised([pair], before, share)
            if (twin := _twin(load_side(conn, two.here.id), load_side(conn, two.there.id), two, ""))
        ]
    return tuple(found)


def join(ws: Workspace, twin: str, kept: str, watch: Watch = unwatched) -> Written:
    """Join one policy into another that is the same document: everything written on it stands on ``kept`` too, and it is listed no
    more. What is written on either later, here or elsewhere, comes to ``kept`` by ``refresh``.

    One action, which undo takes back. Raises ``StorageError``: ``unknown_policy``, ``same_version``, ``read_only``, and what
    ``watch`` raises; then nothing was written.
    """
    title = ws.policies.get(kept).title
    ws.policies.get(twin)
    if kept == twin or roots(ws.store.conn).get(kept) == twin:
        raise StorageError("same_version")
    with ws.store.action(JOIN_LABEL, short(title)) as action:
        action.put([Draft(Family.POLICY, twin, {"joined": kept})])
        root = roots(action.conn).get(kept, kept)
        targets = _carry_out(ws.store, action, root, watch)
        again = list(_restored(ws.store, twin, targets))
        if again:
            action.put(again)
    return action.written


def refresh(ws: Workspace, watch: Watch = unwatched) -> Written | None:
    """Bring to the policies that show what has come to those joined into them since, in one action; ``None`` when that is nothing.

    Raises ``StorageError``, and what ``watch`` raises; then nothing was written.
    """
    into = sorted(set(roots(ws.store.conn).values()))
    shares = [part(watch, number / len(into), (number + 1) / len(into)) for number in range(len(into))]
    fresh = [images for root, share in zip(into, shares, strict=True) if (images := _fresh(ws.store, root, share))]
    if not fresh:
        return None
    with ws.store.action(JOIN_LABEL) as action:
        for images in fresh:
            _add(ws.store, action, images)
    return action.written


def joined(ws: Workspace) -> bool:
    """Whether any policy was joined into another one."""
    return bool(roots(ws.store.conn))


def outcomes(written: Sequence[Written]) -> Mapping[Outcome, int]:
    """How many annotations, links, uses of evidence and judgements came to the kept policies, by how their place was found."""
    found: Counter[Outcome] = Counter()
    for one in written:
        for change in one.changes:
            if change.label == JOIN_LABEL and change.family in PLACED and not change.parents:
                found[Outcome(str(change.patch.get("found") or Outcome.EXACT))] += 1
    return found


def _carry_out(store: Store, action: Action, root: str, watch: Watch) -> list[str]:
    """Write the images that are missing; returns all records that have one."""
    mirror = _mirror(store, root, watch)
    if mirror is None:
        return []
    images = list(mirror.all())
    _add(store, action, _missing(store.conn, images))
    return list(dict.fromkeys(change.record for change, _ in images))


def _fresh(store: Store, root: str, watch: Watch) -> list[Image]:
    mirror = _mirror(store, root, watch)
    return _missing(store.conn, list(mirror.all())) if mirror is not None else []


def _mirror(store: Store, root: str, watch: Watch) -> Mirror | None:
    watch(0.0)
    kept = load_side(store.conn, root)
    members = sorted(policy for policy, into in roots(store.conn).items() if into == root)
    others = [side for policy in members if (side := load_side(store.conn, policy)) is not None]
    watch(0.3)
    if kept is None or not others:
        return None
    made = Mirror(kept, others)
    watch(0.8)
    return made


def _missing(conn: Connection, images: Sequence[Image]) -> list[Image]:
    there = load_changes(conn, {change.record for change, _ in images})
    known = {change.id for history in there.values() for change in history}
    return [image for image in images if image[0].id not in known]


def _add(store: Store, action: Action, images: Sequence[Image]) -> None:
    """Write images, with what undo needs to know of the records that are here already."""
    before: dict[str, dict[str, object]] = {}
    histories = load_changes(store.conn, {change.record for change, _ in images})
    for change, _ in images:
        history = histories.get(change.record)
        if history:
            folded = fold(history)
            values = before.setdefault(change.record, {} if change.family is Family.POLICY else {DELETED: folded.deleted})
            values.update({name: folded.fields.get(name) for name in change.patch if name != DELETED and name in folded.fields})
    action.add_foreign(list(images), before)


def _restored(store: Store, twin: str, records: Iterable[str]) -> Iterator[Draft]:
    """What was taken from these records when an earlier joining of ``twin`` was undone, as it was."""
    parted = {
        change.batch
        for change in load_changes(store.conn, [twin]).get(twin, ())
        if change.label == UNDO and "joined" in change.patch
    }
    for record, history in load_changes(store.conn, list(records)).items():
        last = _newest(history)
        if last.label != UNDO or last.batch not in parted:
            continue
        meant = fold([change for change in history if change.batch != last.batch])
        now = fold(history)
        fields = {name: value for name, value in meant.fields.items() if now.fields.get(name) != value}
        if meant.deleted != now.deleted:
            fields[DELETED] = meant.deleted
        if fields:
            yield Draft(history[0].family, record, fields)


def _newest(history: Sequence[Change]) -> Change:
    return max(history, key=lambda change: (change.clock, change.id))


def _recognised(theirs: Iterable[_Listed], here: Sequence[_Listed], watch: Watch) -> Iterator[_Pair]:
    """Each of ``theirs`` with the one of ``here`` whose text is likest to its own."""
    from policy.twinning import could_be_same

    for there, text in theirs:
        watch(0.0)
        likest = [_Pair(own, there, found) for own, words in here if (found := could_be_same(own, there, (words, text)))]
        if likest:
            yield max(likest, key=lambda pair: (pair.likeness, pair.here.id))
    watch(1.0)


def _twin(kept: Side | None, side: Side | None, pair: _Pair, source: str) -> Twin | None:
    from policy.twinning import Sameness, sameness

    if kept is None or side is None:
        return None
    found = sameness(kept.version, side.version)
    if found is Sameness.OTHER:
        return None
    return Twin(pair.here, pair.there, source, pair.likeness, found is Sameness.SURE, _counts(kept, side))


def _counts(kept: Side, side: Side) -> Mapping[Outcome, int]:
    """How what people wrote on a policy would be found on the other."""
    mirror = Mirror(kept, [side])
    histories: dict[str, list[Change]] = {}
    for change, _ in mirror.all():
        histories.setdefault(change.record, []).append(change)
    found: Counter[Outcome] = Counter()
    for history in histories.values():
        folded = fold(history)
        if history[0].family in PLACED and not folded.deleted:
            found[Outcome(str(folded.fields.get("found") or Outcome.EXACT))] += 1
    return dict(found)
