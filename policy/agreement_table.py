"""All figures of agreement of the reviewers of one policy: of each pair, and of all together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import Final

from policy.agreement import PROGRESS, VERDICT, Figure, Scale, Values, alpha, kappas, share
from policy.agreement_spans import Marked, coding, covered, f1, overlap_of_characters, overlap_of_spans
from policy.model import Span


class Topic(StrEnum):
    """What reviewers may agree on."""

    PROGRESS = "progress"
    VERDICT = "verdict"
    SPANS = "spans"


class Measure(StrEnum):
    """How their agreement is measured. ``ALPHA`` is one figure for all reviewers, the others have one for each pair."""

    KAPPA_LINEAR = "kappa_linear"
    KAPPA_QUADRATIC = "kappa_quadratic"
    SHARE = "share"
    ALPHA = "alpha"
    CHARACTERS = "characters"
    WHOLE_SPANS = "whole_spans"
    CODING_KIND = "coding_kind"
    CODING_TAG = "coding_tag"


MEASURES: Final = MappingProxyType(
    {
        Topic.PROGRESS: (Measure.KAPPA_LINEAR, Measure.KAPPA_QUADRATIC, Measure.SHARE),
        Topic.VERDICT: (Measure.KAPPA_LINEAR, Measure.KAPPA_QUADRATIC, Measure.SHARE),
        Topic.SPANS: (Measure.CHARACTERS, Measure.WHOLE_SPANS, Measure.CODING_KIND, Measure.CODING_TAG),
    }
)
"""The measures that have a figure for each pair of reviewers."""
BEYOND_CHANCE: Final = frozenset(
    {Measure.KAPPA_LINEAR, Measure.KAPPA_QUADRATIC, Measure.ALPHA, Measure.CODING_KIND, Measure.CODING_TAG}
)
"""The measures that take off what chance would give; the words of ``policy.agreement.reading`` are made for these."""
SCALES: Final = MappingProxyType({Topic.PROGRESS: PROGRESS, Topic.VERDICT: VERDICT})


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation: where it stands, of which kind it is, and its tags."""

    span: Span
    kind: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Work:
    """What one reviewer did: values of tasks by task, and marks in the text."""

    progress: Values
    verdict: Values
    marks: tuple[Mark, ...]

    def values(self, topic: Topic) -> Values:
        """What they said of the tasks."""
        return self.progress if topic is Topic.PROGRESS else self.verdict


Key = tuple[Topic, Measure]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The figures: of each pair of reviewers, in the order of their ids, and of all; and by kind of mark the overlap F1 of all."""

    pairs: Mapping[Key, Mapping[Pair, Figure]] = field(default_factory=dict)
    overall: Mapping[Key, Figure] = field(default_factory=dict)
    kinds: Mapping[str, Figure] = field(default_factory=dict)

    def of(self, topic: Topic, measure: Measure, one: str, other: str) -> Figure:
        """The figure of two reviewers, whichever stands first."""
        return self.pairs[topic, measure][(one, other) if one < other else (other, one)]


Tick = Callable[[int, int], None]


def table(work: Mapping[str, Work], tick: Tick) -> Table:
    """All figures. ``tick`` is told steps done and steps in all, often; what it raises ends the work."""
    pairs = list(combinations(sorted(work), 2))
    steps = _Steps(3 * len(pairs) + 6, tick)
    found: dict[Key, dict[Pair, Figure]] = {(topic, measure): {} for topic, measures in MEASURES.items() for measure in measures}
    overall: dict[Key, Figure] = {}
    for topic, scale in SCALES.items():
        for one, other in pairs:
            figures = _of_values(work[one].values(topic), work[other].values(topic), scale)
            for measure, figure in figures.items():
                found[topic, measure][one, other] = figure
            steps.done()
        overall[topic, Measure.ALPHA] = alpha([one.values(topic) for one in work.values()], scale)
        steps.done()
    kinds = _of_marks(work, pairs, found, overall, steps)
    return Table(found, overall, kinds)


@dataclass(slots=True)
class _Steps:
    total: int
    tick: Tick
    count: int = 0

    def alive(self) -> None:
        self.tick(self.count, self.total)

    def done(self) -> None:
        self.count += 1
        self.tick(self.count, self.total)


def _of_values(one: Values, other: Values, scale: Scale) -> dict[Measure, Figure]:
    linear, quadratic = kappas(one, other, (scale.linear, scale.quadratic))
    return {Measure.KAPPA_LINEAR: linear, Measure.KAPPA_QUADRATIC: quadratic, Measure.SHARE: share(one, other)}


def _of_marks(
    work: Mapping[str, Work],
    pairs: Sequence[Pair],
    found: Mapping[Key, dict[Pair, Figure]],
    overall: dict[Key, Figure],
    steps: _Steps,
) -> dict[str, Figure]:
    """Put the figures of marks into ``found`` and ``overall``; returns the overlap F1 by kind."""
    by_kind = {name: _marked(one.marks, lambda mark: frozenset({mark.kind})) for name, one in work.items()}
    by_tag = {name: _marked((mark for mark in one.marks if mark.tags), lambda mark: mark.tags) for name, one in work.items()}
    stretches = {name: covered(marks) for name, marks in by_kind.items()}
    characters, wholes = _Pooled(), _Pooled()
    for one, other in pairs:
        cases = len(by_kind[one]) + len(by_kind[other]) if by_kind[one] and by_kind[other] else 0
        here = characters.add(overlap_of_characters(stretches[one], stretches[other]), cases)
        found[Topic.SPANS, Measure.CHARACTERS][one, other] = here
        found[Topic.SPANS, Measure.WHOLE_SPANS][one, other] = wholes.add(overlap_of_spans(by_kind[one], by_kind[other]), cases)
        found[Topic.SPANS, Measure.CODING_KIND][one, other] = coding([by_kind[one], by_kind[other]])
        found[Topic.SPANS, Measure.CODING_TAG][one, other] = coding([by_tag[one], by_tag[other]])
        steps.done()
    overall[Topic.SPANS, Measure.CHARACTERS] = characters.figure()
    overall[Topic.SPANS, Measure.WHOLE_SPANS] = wholes.figure()
    steps.done()
    overall[Topic.SPANS, Measure.CODING_KIND] = coding(list(by_kind.values()), steps.alive)
    steps.done()
    overall[Topic.SPANS, Measure.CODING_TAG] = coding(list(by_tag.values()), steps.alive)
    steps.done()
    kinds = _by_kind(work, pairs)
    steps.done()
    return kinds


@dataclass(slots=True)
class _Pooled:
    """The overlaps of several pairs added up, so that long marks and busy pairs weigh what they are (micro average)."""

    both: int = 0
    added: int = 0
    cases: int = 0

    def add(self, overlap: tuple[int, int], cases: int) -> Figure:
        """Count one pair, of which both have marks; returns its own figure."""
        if cases:
            self.both += overlap[0]
            self.added += overlap[1]
            self.cases += cases
        return f1(*overlap, cases)

    def figure(self) -> Figure:
        """The figure of all."""
        return f1(self.both, self.added, self.cases)


def _by_kind(work: Mapping[str, Work], pairs: Sequence[Pair]) -> dict[str, Figure]:
    kinds: dict[str, Figure] = {}
    for kind in sorted({mark.kind for theirs in work.values() for mark in theirs.marks}):
        pooled = _Pooled()
        stretches = {}
        counts = {}
        for name, theirs in work.items():
            marks = _marked((mark for mark in theirs.marks if mark.kind == kind), lambda mark: frozenset({mark.kind}))
            stretches[name], counts[name] = covered(marks), len(marks)
        for one, other in pairs:
            # Who has marks, but none of this kind, disagrees with who has; who marked nothing at all does not.
            if work[one].marks and work[other].marks:
                pooled.add(overlap_of_characters(stretches[one], stretches[other]), counts[one] + counts[other])
        kinds[kind] = pooled.figure()
    return kinds


def _marked(marks: Iterable[Mark], values: Callable[[Mark], frozenset[str]]) -> list[Marked]:
    return [Marked(mark.span.start, mark.span.end, values(mark)) for mark in marks if mark.span.start < mark.span.end]
