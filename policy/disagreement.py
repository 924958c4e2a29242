"""Tasks that reviewers judged differently, the widest differences first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from policy.agreement_table import SCALES, Topic


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How far the judgements of one task are apart: the widest distance on any axis (0 to 1), the axes on which they differ, and
    how many reviewers judged it."""

    distance: float
    axes: tuple[Topic, ...]
    judges: int

    @property
    def rank(self) -> tuple[float, int, int]:
        """Sorts the widest disagreement first: by distance, then axes, then judges."""
        return -self.distance, -len(self.axes), -self.judges


def disagreement(opinions: Iterable[Mapping[Topic, str]]) -> Disagreement:
    """What there is between the opinions of one task: each the values that one reviewer gave on the axes they judged."""
    listed = [opinion for opinion in opinions if opinion]
    axes: list[Topic] = []
    widest = 0.0
    for topic, scale in SCALES.items():
        said = sorted({opinion[topic] for opinion in listed if topic in opinion})
        if len(said) > 1:
            axes.append(topic)
            widest = max(widest, *(scale.linear(one, other) for one, other in combinations(said, 2)))
    return Disagreement(widest, tuple(axes), len(listed))
