"""Pairs the items of two lists by their words and their order: anchored by equal items first, then by likeness, then moved ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

_LEAST: Final = 0.5
"""Items that are less alike are not the same item changed."""
_LEAST_MOVED: Final = 0.75
_LEAST_JOINED: Final = 0.7
_GAIN: Final = 0.04
"""So much more alike must a pair become by what stands beside it to count as split or merged."""
_SHORT: Final = 6
_RAREST: Final = 20
_COMMON: Final = 24
_CANDIDATES: Final = 6
_HEAVIEST: Final = 400
_LONG: Final = 4_000_000
_LONG_RUN: Final = 4
_MOST_BETWEEN: Final = 8
"""Of more items between two pairs nobody would say that all together stand for one another."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be paired: its words without spaces and without its own number, and its name, which breaks ties."""

    key: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring items of the old list and those that stand for them in the new one; an empty side where there are none.

    ``in_order`` is false for what stands elsewhere in the new list.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    in_order: bool
    likeness: float


def align(old: Sequence[Item], new: Sequence[Item]) -> list[Group]:
    """Groups that hold every item of both lists once, in the order of the new list; what is only in the old list stands behind what
    it followed. Time grows in step with the length of the lists."""
    chain = _chained(old, new)
    moved = _moved(old, new, chain)
    joined = _Joiner(old, new, chain, moved).groups()
    return _ordered(joined, moved, len(old), len(new))


def _chained(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """The pairs that keep the order of both lists."""
    anchors = _heaviest([(o, n, _weight(old[o])) for o, n in _unique_pairs(old, new, range(len(old)), range(len(new)))])
    edges = [(-1, -1), *anchors, (len(old), len(new))]
    chain: list[tuple[int, int]] = []
    for (o, n), (next_o, next_n) in pairwise(edges):
        if o >= 0:
            chain.append((o, n))
        chain += _paired(old, new, range(o + 1, next_o), range(n + 1, next_n))
    return chain


def _weight(item: Item) -> float:
    return float(1 + min(len(item.key), _HEAVIEST))


def _unique_pairs(old: Sequence[Item], new: Sequence[Item], olds: Iterable[int], news: Iterable[int]) -> list[tuple[int, int]]:
    """The items that are equal to exactly one of the other list."""
    places: dict[str, list[int]] = {}
    for n in news:
        places.setdefault(new[n].key, []).append(n)
    olds = list(olds)
    times = Counter(old[o].key for o in olds)
    return [(o, places[old[o].key][0]) for o in olds if times[old[o].key] == 1 and len(places.get(old[o].key, ())) == 1]


def _paired(old: Sequence[Item], new: Sequence[Item], olds: range, news: range) -> list[tuple[int, int]]:
    """The pairs between two anchors: equal items, or else those that are alike."""
    if not olds or not news:
        return []
    found = _candidates(old, new, olds, news)
    weighed: list[tuple[int, int, float]] = []
    for o, n in found:
        likeness = _likeness(old[o].key, new[n].key, _LEAST)
        if likeness >= _LEAST:
            named = 0.05 if old[o].name and old[o].name == new[n].name else 0.0
            weighed.append((o, n, (likeness + named) * (_weight(old[o]) + _weight(new[n])) / 2))
    return _heaviest(weighed)


def _likeness(one: str, other: str, least: float = 0.0) -> float:
    if one == other:
        return 1.0
    if len(one) * len(other) > _LONG:
        return _long_likeness(one, other)
    return fuzz.ratio(one, other, score_cutoff=least * 100) / 100


def _long_likeness(one: str, other: str) -> float:
    """The share of runs of characters that two long texts have in common: the time grows only with their length."""
    runs = [{text[at : at + _LONG_RUN] for at in range(len(text) - _LONG_RUN + 1)} for text in (one, other)]
    return 2 * len(runs[0] & runs[1]) / max(1, len(runs[0]) + len(runs[1]))


def _candidates(old: Sequence[Item], new: Sequence[Item], olds: Sequence[int], news: Sequence[int]) -> list[tuple[int, int]]:
    """For each old item the few new ones that may be it: those that share its rarest runs of characters, its name, its place."""
    grams = _Grams(new, news)
    names = {new[n].name: n for n in news if new[n].name}
    same: dict[str, list[int]] = {}
    for n in news:
        same.setdefault(new[n].key, []).append(n)
    found: list[tuple[int, int]] = []
    for at, o in enumerate(olds):
        likely = grams.like(old[o].key)
        equal = same.get(old[o].key, [])
        # Of many equal items those are tried that stand at the same place.
        from_start, from_end = at, len(news) - (len(olds) - at)
        for place in (from_start, from_end):
            near = bisect_left(equal, news[min(max(place, 0), len(news) - 1)])
            likely += equal[max(0, near - 1) : near + 2]
            if 0 <= place < len(news):
                likely.append(news[place])
        if old[o].name in names:
            likely.append(names[old[o].name])
        found += [(o, n) for n in dict.fromkeys(likely)]
    return found


class _Grams:
    """Which items hold a run of three characters."""

    def __init__(self, items: Sequence[Item], places: Sequence[int]) -> None:
        self._holders: dict[str, list[int]] = {}
        for place in places:
            for gram in _grams(items[place].key):
                self._holders.setdefault(gram, []).append(place)

    def like(self, key: str) -> list[int]:
        """The items that share most of the rarest runs of ``key``, best first."""
        lists = [self._holders[gram] for gram in _grams(key) if gram in self._holders]
        votes: Counter[int] = Counter()
        for holders in sorted(lists, key=len)[:_RAREST]:
            if len(holders) <= _COMMON:
                for place in holders:
                    votes[place] += 1
        return sorted(votes, key=lambda place: (-votes[place], place))[:_CANDIDATES]


def _grams(key: str) -> set[str]:
    width = 3 if len(key) >= 2 * _SHORT else 2
    return {key[at : at + width] for at in range(len(key) - width + 1)}


def _heaviest(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Of weighed pairs those that together weigh most while both sides keep their order."""
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    places = sorted({pair[1] for pair in ordered})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)
    before: list[int] = []
    for index, (_, n, weight) in enumerate(ordered):
        rank = bisect_right(places, n)
        best, at = (0.0, -1), rank - 1
        while at > 0:
            best = max(best, tree[at])
            at -= at & -at
        before.append(best[1])
        total, at = (best[0] + weight, index), rank
        while at <= len(places):
            tree[at] = max(tree[at], total)
            at += at & -at
    last = max(tree, default=(0.0, -1))[1]
    chosen: list[tuple[int, int]] = []
    while last >= 0:
        chosen.append((ordered[last][0], ordered[last][1]))
        last = before[last]
    return chosen[::-1]


def _moved(old: Sequence[Item], new: Sequence[Item], chain: Sequence[tuple[int, int]]) -> list[Group]:
    """What stands elsewhere in the new list: equal or very like, and long enough that this is no accident."""
    taken_old, taken_new = {o for o, _ in chain}, {n for _, n in chain}
    olds = [o for o in range(len(old)) if o not in taken_old and len(old[o].key) >= _SHORT]
    news = [n for n in range(len(new)) if n not in taken_new and len(new[n].key) >= _SHORT]
    if not olds or not news:
        return []
    grams = _Grams(new, news)
    found = [(o, n) for o in olds for n in grams.like(old[o].key)] + _unique_pairs(old, new, olds, news)
    weighed = [(_likeness(old[o].key, new[n].key, _LEAST_MOVED), o, n) for o, n in dict.fromkeys(found)]
    weighed.sort(key=lambda pair: (-pair[0] * len(old[pair[1]].key), pair[1], pair[2]))
    groups: list[Group] = []
    for likeness, o, n in weighed:
        if likeness >= _LEAST_MOVED and o not in taken_old and n not in taken_new:
            taken_old.add(o)
            taken_new.add(n)
            groups.append(Group((o,), (n,), False, likeness))
    return groups


class _Joiner:
    """Takes what is left beside the pairs into them where they become more alike by it: items that were split or merged."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item], chain: Sequence[tuple[int, int]], moved: Sequence[Group]) -> None:
        self._old, self._new = old, new
        self._olds: list[list[int]] = [[o] for o, _ in chain]
        self._news: list[list[int]] = [[n] for _, n in chain]
        self._likeness = [_likeness(old[o].key, new[n].key) for o, n in chain]
        self._left_old = set(range(len(old))) - {o for o, _ in chain} - {g.old[0] for g in moved}
        self._left_new = set(range(len(new))) - {n for _, n in chain} - {g.new[0] for g in moved}

    def groups(self) -> list[Group]:
        """The pairs in order, grown, and the groups between them of what only together stands for one another."""
        for at in range(len(self._olds)):
            if self._likeness[at] < 1.0:
                self._grow(at)
        between = self._between()
        paired = [Group(tuple(o), tuple(n), True, s) for o, n, s in zip(self._olds, self._news, self._likeness, strict=True)]
        return sorted([*paired, *between], key=lambda group: group.new)

    def _grow(self, at: int) -> None:
        growing = True
        while growing:
            growing = False
            for own, left in ((self._olds[at], self._left_old), (self._news[at], self._left_new)):
                for beside in (own[-1] + 1, own[0] - 1):
                    growing = growing or (beside in left and self._taken(at, own, left, beside))

    def _taken(self, at: int, own: list[int], left: set[int], beside: int) -> bool:
        before = list(own)
        own[:] = sorted([*own, beside])
        joined = self._alike(self._olds[at], self._news[at])
        if joined < max(_LEAST_JOINED, self._likeness[at] + _GAIN):
            own[:] = before
            return False
        self._likeness[at] = joined
        left.discard(beside)
        return True

    def _alike(self, olds: Iterable[int], news: Iterable[int]) -> float:
        return _likeness("".join(self._old[o].key for o in olds), "".join(self._new[n].key for n in news))

    def _between(self) -> list[Group]:
        """What is left between two pairs on both sides, when all of it together is alike."""
        found: list[Group] = []
        edges = [([-1], [-1]), *zip(self._olds, self._news, strict=True), ([len(self._old)], [len(self._new)])]
        for (olds, news), (next_olds, next_news) in pairwise(edges):
            o, n = range(olds[-1] + 1, next_olds[0]), range(news[-1] + 1, next_news[0])
            if (
                not 0 < len(o) <= _MOST_BETWEEN
                or not 0 < len(n) <= _MOST_BETWEEN
                or not self._left_old.issuperset(o)
                or not self._left_new.issuperset(n)
            ):
                continue
            likeness = self._alike(o, n)
            if likeness >= _LEAST_JOINED:
                found.append(Group(tuple(o), tuple(n), True, likeness))
        return found


def _ordered(joined: Sequence[Group], moved: Sequence[Group], olds: int, news: int) -> list[Group]:
    """All groups in the order of the new list, with those of the old list alone behind what they followed."""
    groups = [*joined, *moved]
    seen_old = {o for group in groups for o in group.old}
    seen_new = {n for group in groups for n in group.new}
    groups += [Group((), (n,), True, 0.0) for n in range(news) if n not in seen_new]
    groups.sort(key=lambda group: group.new)
    lost = [o for o in range(olds) if o not in seen_old]
    ordered: list[Group] = []
    at = 0
    for group in groups:
        if group.old and group.in_order:
            while at < len(lost) and lost[at] < group.old[0]:
                ordered.append(Group((lost[at],), (), True, 0.0))
                at += 1
        ordered.append(group)
    return [*ordered, *(Group((o,), (), True, 0.0) for o in lost[at:])]
