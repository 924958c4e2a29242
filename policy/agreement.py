"""Agreement of reviewers on values: share of equal ones, weighted κ of two reviewers, Krippendorff's α of any number.

κ and α are computed by ``nltk.metrics.agreement``. Ours are the distances between values, which values count as missing, and when a
figure says nothing: nltk gives 1 or fails where there is no variance, and takes every case for one that both have judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from policy.judging import Progress, Verdict

V = TypeVar("V", bound=Hashable)
FEWEST: Final = 5
"""Below so many cases no figure is given."""

Values = Mapping[str, str]
"""What one reviewer said, by case; a case they did not judge is not in it."""
Distance = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Scale:
    """Values in their order, and values that stand beside the order: from these everything else is as far as can be."""

    ordered: tuple[str, ...]
    apart: frozenset[str] = frozenset()

    def known(self, value: str) -> bool:
        """Whether ``value`` belongs to the scale."""
        return value in self.ordered or value in self.apart

    def linear(self, one: str, other: str) -> float:
        """How far two values are apart: steps between them, as a share of the longest way, so from 0 to 1."""
        if one == other:
            return 0.0
        if one in self.apart or other in self.apart:
            return 1.0
        return abs(self.ordered.index(one) - self.ordered.index(other)) / max(1, len(self.ordered) - 1)

    def quadratic(self, one: str, other: str) -> float:
        """The square of ``linear``: large differences weigh more."""
        return self.linear(one, other) ** 2


PROGRESS: Final = Scale(
    tuple(value.value for value in Progress if value not in (Progress.STOPPED, Progress.NOT_APPLICABLE)),
    frozenset({Progress.STOPPED.value, Progress.NOT_APPLICABLE.value}),
)
VERDICT: Final = Scale(
    (Verdict.TRUE.value, Verdict.PARTLY_TRUE.value, Verdict.FALSE.value), frozenset({Verdict.UNVERIFIABLE.value})
)


class Lack(StrEnum):
    """Why there is no figure: no case in common, fewer than ``FEWEST``, or all values the same, so that chance explains them."""

    NONE = "none"
    FEW = "few"
    NO_VARIANCE = "no_variance"


class Reading(StrEnum):
    """How strong a figure is by the convention of Landis and Koch (1977)."""

    POOR = "poor"
    SLIGHT = "slight"
    FAIR = "fair"
    MODERATE = "moderate"
    SUBSTANTIAL = "substantial"
    ALMOST_PERFECT = "almost_perfect"


_BOUNDS: Final = (
    (0.0, Reading.POOR),
    (0.2, Reading.SLIGHT),
    (0.4, Reading.FAIR),
    (0.6, Reading.MODERATE),
    (0.8, Reading.SUBSTANTIAL),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the number of cases that it rests on; without a value, ``lack`` says why."""

    value: float | None
    cases: int
    lack: Lack | None = None


def lacking(cases: int) -> Figure | None:
    """What is said instead of a figure when there are too few cases; ``None`` when there are enough."""
    if cases >= FEWEST:
        return None
    return Figure(None, cases, Lack.FEW if cases else Lack.NONE)


def reading(value: float) -> Reading:
    """The word for a κ or α."""
    if value < 0:
        return Reading.POOR
    return next((word for bound, word in _BOUNDS[1:] if value <= bound), Reading.ALMOST_PERFECT)


def common(one: Values, other: Values) -> list[str]:
    """The cases that both have judged."""
    return sorted(one.keys() & other.keys())


def share(one: Values, other: Values) -> Figure:
    """The share of common cases on which two reviewers say the same."""
    cases = common(one, other)
    return lacking(len(cases)) or Figure(sum(one[case] == other[case] for case in cases) / len(cases), len(cases))


def kappas(one: Values, other: Values, distances: Sequence[Distance]) -> tuple[Figure, ...]:
    """Cohen's weighted κ of two reviewers over their common cases, by each of these distances, which go from 0 to 1."""
    cases = common(one, other)
    found = lacking(len(cases))
    if found is not None:
        return (found,) * len(distances)
    if len({values[case] for values in (one, other) for case in cases}) == 1:
        return (Figure(None, len(cases), Lack.NO_VARIANCE),) * len(distances)
    from nltk.metrics.agreement import AnnotationTask

    task = AnnotationTask([(name, case, values[case]) for name, values in (("a", one), ("b", other)) for case in cases])
    figures = []
    for distance in distances:
        task.distance = distance
        figures.append(Figure(float(task.weighted_kappa_pairwise("a", "b")), len(cases)))
    return tuple(figures)


def alpha(reviewers: Sequence[Values], scale: Scale) -> Figure:
    """Krippendorff's ordinal α of all reviewers together; cases that fewer than two judged are left out."""
    times = Counter(case for values in reviewers for case in values)
    cases = sorted(case for case, count in times.items() if count > 1)
    found = lacking(len(cases))
    if found is not None:
        return found
    said = [(str(place), case, values[case]) for place, values in enumerate(reviewers) for case in cases if case in values]
    counts = Counter(value for _, _, value in said)
    if len(counts) == 1:
        return Figure(None, len(cases), Lack.NO_VARIANCE)
    from nltk.metrics.agreement import AnnotationTask

    return Figure(float(AnnotationTask(said, distance=ordinal(counts, scale)).alpha()), len(cases))


def ordinal(counts: Mapping[str, int], scale: Scale) -> Distance:
    """Krippendorff's ordinal distance, by how often each value was given: the ranks between two values, squared.

    A value beside the order is as far from every other as the two ends of the order are from each other.
    """
    until = [0]
    for value in scale.ordered:
        until.append(until[-1] + counts.get(value, 0))
    ends = (counts.get(scale.ordered[0], 0) + counts.get(scale.ordered[-1], 0)) / 2
    farthest = (until[-1] - ends) ** 2 or 1.0

    def between(one: str, other: str) -> float:
        low, high = sorted((scale.ordered.index(one), scale.ordered.index(other)))
        ranks = until[high + 1] - until[low] - (counts.get(one, 0) + counts.get(other, 0)) / 2
        return float(ranks**2)

    known: dict[tuple[str, str], float] = {}

    def distance(one: str, other: str) -> float:
        if one == other:
            return 0.0
        if one in scale.apart or other in scale.apart:
            return farthest
        if (one, other) not in known:
            known[one, other] = between(one, other)
        return known[one, other]

    return distance


def weighted_alpha(units: Mapping[tuple[V, ...], int], distance: Callable[[V, V], float]) -> float | None:
    """α of units that stand for many alike, which nltk does not know: ``units`` says how often each tuple of values, one per
    reviewer who valued the unit, occurs. ``None`` when there is nothing to compare, or no variance."""
    totals: Counter[V] = Counter()
    observed = 0.0
    for values, times in units.items():
        if len(values) < 2:
            continue
        counts = Counter(values)
        for value, count in counts.items():
            totals[value] += times * count
        if len(counts) > 1:
            between = sum(n * m * distance(one, other) for one, n in counts.items() for other, m in counts.items())
            observed += times * between / (len(values) - 1)
    whole = sum(totals.values())
    expected = sum(count * also * distance(one, other) for one, count in totals.items() for other, also in totals.items())
    return 1.0 - (whole - 1) * observed / expected if expected else None
