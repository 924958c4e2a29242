"""Agreement of reviewers on where and how they marked a text. Text that nobody marked counts for nothing.

*Where* is told by the overlap F1. A chance-corrected figure needs the text that both left alone: the longer that is, the nearer
such a figure comes to F1 (Hripcsak and Rothschild 2005), so F1 is what is left of it when unmarked text is not to count. Over
marked text alone it would be of no use either: all differences are then more than chance expects, and it is never above 0 unless
all marks are equal.

*How* is told by the unitizing α of the coding (Krippendorff's cuα, 2016, which passes over gaps): over every character that at
least two reviewers marked, whether they marked it as the same. Who marked a character in several ways gave it a set of values, and
sets are compared by what they have in common (after the multi-valued coding of Krippendorff and Craggs, 2016).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from policy.agreement import FEWEST, Figure, Lack, weighted_alpha

K = TypeVar("K", bound=Hashable)
ENOUGH: Final = 0.5
"""Two spans are the same when they share at least so much of what they cover together."""
OFTEN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Marked:
    """A span that one reviewer marked, and as what: its kind, its tags, or one of these."""

    start: int
    end: int
    values: frozenset[str]


Marks = Sequence[Marked]
Stretch = tuple[int, int]


def covered(marks: Marks) -> list[Stretch]:
    """The characters that are marked, as stretches in order that do not touch."""
    found: list[Stretch] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start >= mark.end:
            continue
        if found and mark.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], mark.end))
        else:
            found.append((mark.start, mark.end))
    return found


def overlap_of_characters(one: Sequence[Stretch], other: Sequence[Stretch]) -> tuple[int, int]:
    """Of what two reviewers marked, as ``covered`` gives it: the characters that both did, and those of each added up."""
    both = at = 0
    for start, end in one:
        while at < len(other) and other[at][1] <= start:
            at += 1
        place = at
        while place < len(other) and other[place][0] < end:
            both += min(end, other[place][1]) - max(start, other[place][0])
            place += 1
    return both, _length(one) + _length(other)


def overlap_of_spans(one: Marks, other: Marks) -> tuple[int, int]:
    """The spans of two reviewers that are the same, each counted once and the likest first, and those of each added up."""
    left, right = _placed(one), _placed(other)
    starts = [mark.start for mark in right]
    longest = max((mark.end - mark.start for mark in right), default=0)
    alike = []
    for place, mark in enumerate(left):
        first = bisect_left(starts, mark.start - longest)
        for beside in range(first, bisect_left(starts, mark.end)):
            against = right[beside]
            shared = min(mark.end, against.end) - max(mark.start, against.start)
            whole = max(mark.end, against.end) - min(mark.start, against.start)
            if shared > 0 and shared / whole >= ENOUGH:
                alike.append((-shared / whole, mark.start + against.start, mark.end + against.end, place, beside))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for *_, place, beside in sorted(alike):
        if place not in taken_left and beside not in taken_right:
            taken_left.add(place)
            taken_right.add(beside)
    return len(taken_left), len(left) + len(right)


def f1(both: int, added: int, cases: int) -> Figure:
    """The overlap F1: twice what is in common over what each has, added up. ``cases`` is the number of spans of both."""
    if not added or not cases:
        return Figure(None, 0, Lack.NONE)
    return Figure(2 * both / added, cases) if cases >= FEWEST else Figure(None, cases, Lack.FEW)


def coding(reviewers: Sequence[Marks], alive: Callable[[], None] = lambda: None) -> Figure:
    """cuα of two or more reviewers. The cases are the stretches, between one edge of a mark and the next, that two or more marked;
    each weighs as many characters as it has. ``alive`` is called now and then, and ends the work by raising."""
    units: Counter[tuple[frozenset[str], ...]] = Counter()
    cases = 0
    for length, values in _stretches(reviewers):
        if len(values) > 1:
            units[values] += length
            cases += 1
            if cases % OFTEN == 0:
                alive()
    if cases < FEWEST:
        return Figure(None, cases, Lack.FEW if cases else Lack.NONE)
    found = weighted_alpha(units, apart)
    return Figure(None, cases, Lack.NO_VARIANCE) if found is None else Figure(found, cases)


def apart(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets of values are apart: the share of their values that is not in common, from 0 to 1."""
    added = len(one) + len(other)
    return len(one ^ other) / added if added else 0.0


def _stretches(reviewers: Sequence[Marks]) -> Iterator[tuple[int, tuple[frozenset[str], ...]]]:
    """The text between one edge of a mark and the next: its length, and the values that each reviewer gave it who marked it."""
    edges: dict[int, list[tuple[int, Marked, int]]] = defaultdict(list)
    for place, marks in enumerate(reviewers):
        for mark in _placed(marks):
            edges[mark.start].append((place, mark, 1))
            edges[mark.end].append((place, mark, -1))
    open_values: dict[int, Counter[str]] = {}
    open_marks: Counter[int] = Counter()
    last = 0
    for at in sorted(edges):
        if open_marks and at > last:
            yield at - last, tuple(frozenset(open_values[place]) for place in open_marks)
        for place, mark, step in edges[at]:
            _turn(open_marks, place, step)
            values = open_values.setdefault(place, Counter())
            for value in mark.values:
                _turn(values, value, step)
        last = at


def _turn(counts: Counter[K], key: K, step: int) -> None:
    counts[key] += step
    if not counts[key]:
        del counts[key]


def _placed(marks: Marks) -> list[Marked]:
    return sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, mark.end))


def _length(stretches: Sequence[Stretch]) -> int:
    return sum(end - start for start, end in stretches)
