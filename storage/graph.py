"""One record's history as a graph: what it says now, and where two writers did not know of each other.

Pure: it sees changes and gives values, and knows no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.records import Change

DELETED = "deleted"
# The label of a change that says again what its parents amount to, for whoever was not given them. Its parents are all the changes
# it stands for, not only the last of them, so that it beats each of those that is here.
SUMMARY = "change.share.summary"
# When something was last touched, and who brought in what came with a file, is no statement that two reviewers could disagree
# about.
_NEVER_CONTESTED = frozenset({"modified", "created", "reviewer"})


@dataclass(frozen=True, slots=True)
class Contested:
    """A field that changes set differently without having seen each other; the change that shows stands first."""

    field: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """What a record's history amounts to. ``fields`` holds every field ever set, also those of newer versions."""

    fields: dict[str, object]
    deleted: bool
    heads: tuple[str, ...]
    contested: tuple[Contested, ...]


def fold(changes: Sequence[Change]) -> Folded:
    """Fold the changes of one record, in any order.

    A field has the value of the newest change in the graph that set it; a change that had seen another beats it whatever the
    clocks say. Of those that had not seen each other the later clock shows (then the greater id). A deletion holds unless a change
    that knew of no deletion, and that no deletion knew of, stands beside it. A summary whose parents are all here says nothing of
    its own, or else it would contest what others wrote who had seen the same; whoever had seen all that it stands for has seen it.
    """
    if len(changes) == 1:
        only = changes[0]
        fields = {name: value for name, value in only.patch.items() if name != DELETED}
        return Folded(fields, only.patch.get(DELETED) is True, (only.id,), ())
    chain = _chain(changes)
    return _fold_chain(chain) if chain is not None else _Graph(changes).folded()


def standing(changes: Sequence[Change]) -> dict[str, frozenset[str]]:
    """By change of one record, the fields that still count as that change set them: no change that had seen it set them anew.

    A change of which nothing counts is left out, unless it stands beside a deletion that it did not know of.
    """
    chain = _chain(changes)
    if chain is None:
        return _Graph(changes).standing()
    last = {name: change.id for change in chain for name in change.patch}
    return {key: frozenset(name for name, setter in last.items() if setter == key) for key in dict.fromkeys(last.values())}


def is_chain(changes: Sequence[Change]) -> bool:
    """Whether each of the changes, none of them a summary, had seen exactly the one before it."""
    return _chain(changes) is not None


def _chain(changes: Sequence[Change]) -> list[Change] | None:
    """The changes from first to last when each had seen exactly the one before it."""
    following: dict[str | None, Change] = {}
    if any(change.label == SUMMARY for change in changes):
        return None
    known = {change.id for change in changes}
    for change in changes:
        parents = [parent for parent in change.parents if parent in known]
        before = parents[0] if parents else None
        if len(parents) > 1 or before in following:
            return None
        following[before] = change
    chain: list[Change] = []
    last: str | None = None
    while last in following:
        chain.append(following.pop(last))
        last = chain[-1].id
    return chain if not following else None


def _fold_chain(chain: Sequence[Change]) -> Folded:
    fields: dict[str, object] = {}
    for change in chain:
        fields.update(change.patch)
    deleted = fields.pop(DELETED, False) is True
    return Folded(fields, deleted, (chain[-1].id,), ())


class _Graph:
    """The changes in an order in which parents come first, each with the set of all that it had seen (as bits)."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = parents_first(changes)
        here = len(self._changes)
        index = {change.id: i for i, change in enumerate(self._changes)}
        for parent in (parent for change in self._changes for parent in change.parents):
            index.setdefault(parent, len(index))
        self._seen: list[int] = []
        parents_of_some = 0
        for i, change in enumerate(self._changes):
            seen = 0
            for parent in change.parents:
                at = index[parent]
                if at < i:
                    seen |= self._seen[at] | 1 << at
                    parents_of_some |= 1 << at
                elif at >= here:
                    seen |= 1 << at
            self._seen.append(seen)
        self._heads = tuple(sorted(c.id for i, c in enumerate(self._changes) if not parents_of_some >> i & 1))
        silent = self._summarise()
        self._speaking = [i for i in range(here) if i not in silent]

    def _summarise(self) -> frozenset[int]:
        """Let every change that had seen all that a summary stands for have seen the summary too; returns the summaries that have
        nothing to say, since all that they stand for is here, or is told by others that stand for a part of it."""
        stands = {i: self._seen[i] for i, change in enumerate(self._changes) if change.label == SUMMARY and self._seen[i]}
        if not stands:
            return frozenset()
        here = (1 << len(self._changes)) - 1
        silent: set[int] = set()
        for i, mine in stands.items():
            told = here
            for other in stands.values():
                if other != mine and not other & ~mine:
                    told |= other
            if not mine & ~told:
                silent.add(i)
        known = list(self._seen)
        for i, mine in enumerate(known):
            for j, other in stands.items():
                # Of two that stand for the same, one has to come first.
                if j != i and not other & ~mine and (mine != other or i not in stands or self._rank(j) < self._rank(i)):
                    self._seen[i] |= 1 << j
        return frozenset(silent)

    def _setters(self) -> dict[str, list[int]]:
        setters: dict[str, list[int]] = {}
        for i in self._speaking:
            for name in self._changes[i].patch:
                setters.setdefault(name, []).append(i)
        return setters

    def standing(self) -> dict[str, frozenset[str]]:
        """See ``standing``."""
        setters = self._setters()
        found: dict[int, set[str]] = {}
        for name, group in setters.items():
            for i in self._newest(group):
                found.setdefault(i, set()).add(name)
        removers = self._newest(setters.get(DELETED, []))
        for i in self._keeping(removers) if removers else ():
            found.setdefault(i, set())
        return {self._changes[i].id: frozenset(names) for i, names in sorted(found.items())}

    def folded(self) -> Folded:
        """See ``fold``."""
        setters = self._setters()
        removers = self._newest(setters.pop(DELETED, []))
        fields: dict[str, object] = {}
        contested: list[Contested] = []
        for name, group in setters.items():
            newest = self._newest(group)
            fields[name] = self._changes[newest[0]].patch[name]
            if name not in _NEVER_CONTESTED and any(self._changes[i].patch[name] != fields[name] for i in newest[1:]):
                contested.append(self._contested(name, newest))
        deleted, dispute = self._deletion(removers)
        if dispute is not None:
            contested.append(dispute)
        return Folded(fields, deleted, self._heads, tuple(sorted(contested, key=lambda c: c.field)))

    def _newest(self, group: Sequence[int]) -> list[int]:
        """Those of ``group`` that no other of it had seen, the one that shows first."""
        seen = 0
        for i in group:
            seen |= self._seen[i]
        return sorted((i for i in group if not seen >> i & 1), key=self._rank, reverse=True)

    def _rank(self, i: int) -> tuple[int, str]:
        return self._changes[i].clock, self._changes[i].id

    def _contested(self, name: str, newest: Sequence[int]) -> Contested:
        return Contested(name, tuple(self._changes[i].id for i in newest))

    def _deletion(self, removers: Sequence[int]) -> tuple[bool, Contested | None]:
        says = [i for i in removers if self._changes[i].patch[DELETED] is True]
        if not says:
            return False, None
        keeps = [i for i in removers if i not in says]
        keeps += self._keeping(removers)
        if not keeps:
            return True, None
        keeps.sort(key=self._rank, reverse=True)
        return False, self._contested(DELETED, [*keeps, *says])

    def _keeping(self, removers: Sequence[int]) -> list[int]:
        """Those that say nothing of a deletion and knew of none of these, as these did not know of them."""
        silent = (i for i in self._speaking if DELETED not in self._changes[i].patch)
        return [i for i in silent if all(self._apart(i, d) for d in removers)]

    def _apart(self, one: int, other: int) -> bool:
        return not self._seen[one] >> other & 1 and not self._seen[other] >> one & 1


def parents_first(changes: Sequence[Change]) -> list[Change]:
    """Changes with parents before their children; a parent that is not here does not count, and a circle (never written by us) is
    cut by clock."""
    waiting = {change.id: {p for p in change.parents if p != change.id} for change in changes}
    for parents in waiting.values():
        parents.intersection_update(waiting)
    children: dict[str, list[str]] = {}
    for key, parents in waiting.items():
        for parent in parents:
            children.setdefault(parent, []).append(key)
    by_id = {change.id: change for change in changes}
    rest = sorted(by_id, key=lambda key: (by_id[key].clock, key), reverse=True)
    ready = [key for key in rest if not waiting[key]]
    done: dict[str, Change] = {}
    while rest:
        key = ready.pop() if ready else rest[-1]
        if key not in done:
            done[key] = by_id[key]
            for child in children.get(key, ()):
                waiting[child].discard(key)
                if not waiting[child]:
                    ready.append(child)
        while rest and rest[-1] in done:
            rest.pop()
    return list(done.values())
