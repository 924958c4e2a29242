"""How far the judgements of one task are apart, and the figures of all reviewers together."""

from __future__ import annotations

import pytest

from policy.agreement import Lack
from policy.agreement_table import MEASURES, Mark, Measure, Topic, Work, table
from policy.disagreement import disagreement
from policy.judging import Progress, Verdict
from policy.model import Span

P, V = Topic.PROGRESS, Topic.VERDICT


def test_the_widest_distance_then_the_axes_then_the_judges_decide_the_order() -> None:
    far = disagreement([{P: Progress.NOT_STARTED}, {P: Progress.DONE}])
    near_on_both = disagreement([{P: Progress.ON_TRACK, V: Verdict.TRUE}, {P: Progress.SLOW, V: Verdict.PARTLY_TRUE}])
    near = disagreement([{V: Verdict.TRUE}, {V: Verdict.PARTLY_TRUE}])
    near_by_three = disagreement([{V: Verdict.TRUE}, {V: Verdict.PARTLY_TRUE}, {V: Verdict.TRUE}])
    none = disagreement([{P: Progress.DONE}, {P: Progress.DONE}])
    assert sorted([near, none, near_by_three, far, near_on_both], key=lambda one: one.rank) == [
        far,
        near_on_both,
        near_by_three,
        near,
        none,
    ]
    assert (far.distance, far.axes, far.judges) == (1.0, (P,), 2)
    assert none.axes == ()


def test_what_somebody_did_not_judge_is_no_disagreement() -> None:
    found = disagreement([{P: Progress.DONE}, {V: Verdict.FALSE}, {}])
    assert (found.distance, found.axes, found.judges) == (0.0, (), 2)


def work(progress: Progress, spans: int) -> Work:
    marks = tuple(Mark(Span(start * 10, start * 10 + 5), "issue") for start in range(spans))
    return Work({f"t{n}": progress.value if n % 2 else Progress.SLOW.value for n in range(8)}, {}, marks)


def test_every_pair_has_a_figure_in_every_measure_whichever_stands_first() -> None:
    found = table(
        {"b": work(Progress.DONE, 6), "a": work(Progress.ON_TRACK, 6), "c": work(Progress.DONE, 0)}, lambda done, total: None
    )
    for topic, measures in MEASURES.items():
        for measure in measures:
            for one, other in (("a", "b"), ("a", "c"), ("b", "c")):
                assert found.of(topic, measure, one, other) == found.of(topic, measure, other, one)
    assert found.of(P, Measure.SHARE, "b", "c").value == 1
    assert found.of(Topic.SPANS, Measure.CHARACTERS, "a", "b").value == 1
    assert found.of(Topic.SPANS, Measure.CHARACTERS, "a", "c").lack is Lack.NONE
    assert found.overall[Topic.SPANS, Measure.CHARACTERS].value == 1  # who marked nothing takes nothing away
    assert found.kinds["issue"].value == 1
    assert found.overall[V, Measure.ALPHA].lack is Lack.NONE


def test_work_can_be_ended_at_every_step() -> None:
    class EnoughError(Exception):
        pass

    steps: list[tuple[int, int]] = []
    people = {name: work(Progress.DONE, 3) for name in "abcd"}
    table(people, lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1]

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise EnoughError

    with pytest.raises(EnoughError):
        table(people, stop)
