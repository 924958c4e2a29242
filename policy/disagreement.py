"""Tasks that reviewers judged differently, the widest differences first, and all that is told of agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from policy.agreement_table import SCALES, Table, Topic
from policy.judging import Progress, Reason, ReviewState, Verdict


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


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer said of a task, or what was agreed; ``evidence`` counts what they recorded for it."""

    reviewer: str
    name: str
    progress: Progress | None
    percent: int | None
    verdict: Verdict
    reason: Reason | None
    state: ReviewState
    note: str
    modified: dt.datetime
    evidence: int = 0

    def values(self) -> dict[Topic, str]:
        """What counts for agreement: the axes on which something was said."""
        said = {Topic.PROGRESS: self.progress.value} if self.progress is not None else {}
        return said | ({Topic.VERDICT: self.verdict.value} if self.verdict is not Verdict.UNCHECKED else {})


@dataclass(frozen=True, slots=True)
class Case:
    """A task in the queue: its ``key`` (the task's id), number and words, who judged it how, and how far that is apart.

    ``agreed`` is the agreed judgement, in the name of who wrote it; ``since`` names who judged anew after it.
    """

    key: str
    number: int | None
    text: str
    opinions: tuple[Opinion, ...]
    apart: Disagreement
    agreed: Opinion | None = None
    since: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nothing was agreed yet, or not with what was said since."""
        return self.agreed is None or bool(self.since)


@dataclass(frozen=True, slots=True)
class Person:
    """A reviewer with how many tasks they judged and how many places they marked."""

    id: str
    name: str
    judged: int
    spans: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who reviewed a policy, the figures, and the queue of disagreements. ``hidden`` judgements of others are not in it, because of
    the blind review; ``waiting`` counts one's own that are not submitted."""

    title: str
    people: tuple[Person, ...]
    table: Table
    queue: tuple[Case, ...]
    blind: bool = False
    hidden: int = 0
    waiting: int = 0
