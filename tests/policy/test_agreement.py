"""Agreement on values: against published examples, independent computations, and the laws that a figure must keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.agreement import FEWEST, PROGRESS, VERDICT, Lack, Reading, Scale, Values, alpha, kappas, ordinal, reading, share
from policy.judging import Progress, Verdict

FIVE = Scale(("1", "2", "3", "4", "5"))
CASES = [f"t{number}" for number in range(12)]
SAID = st.dictionaries(st.sampled_from(CASES), st.sampled_from(list(Progress)).map(str), min_size=0, max_size=12)
GROUPS = st.lists(SAID, min_size=2, max_size=5)


def rows(*lines: str) -> list[Values]:
    """Reviewers whose values stand in columns; a star or dot is a case not judged."""
    return [{f"u{at:02}": value for at, value in enumerate(line.split()) if value not in ".*"} for line in lines]


# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: ordinal 0.815.
FOUR_OBSERVERS = rows(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The example with three coders and fifteen units of the encyclopedias: nominal 0.691, ordinal 0.807.
THREE_CODERS = rows(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)


@pytest.mark.parametrize(("said", "published"), [(FOUR_OBSERVERS, 0.815), (THREE_CODERS, 0.807)])
def test_ordinal_alpha_of_published_examples(said: list[Values], published: float) -> None:
    found = alpha(said, FIVE).value
    assert found is not None
    assert round(found, 3) == published


@pytest.mark.parametrize(("said", "published"), [(FOUR_OBSERVERS, 0.743), (THREE_CODERS, 0.691)])
def test_a_scale_without_order_gives_the_nominal_alpha(said: list[Values], published: float) -> None:
    beside = Scale(("none", "neither"), frozenset(FIVE.ordered))
    found = alpha(said, beside).value
    assert found is not None
    assert round(found, 3) == published


def test_weighted_kappa_of_cohens_example() -> None:
    """J. Cohen, Weighted kappa (1968), table 1: three diagnoses, weighted 0.348, unweighted 0.492."""
    shares = [[44, 7, 9], [5, 20, 5], [1, 3, 6]]
    weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    pairs = [(str(i), str(j)) for i in range(3) for j in range(3) for _ in range(shares[i][j])]
    one = {f"c{at}": pair[0] for at, pair in enumerate(pairs)}
    other = {f"c{at}": pair[1] for at, pair in enumerate(pairs)}
    weighted, plain = kappas(one, other, (lambda a, b: weights[int(a)][int(b)] / 6, lambda a, b: float(a != b)))
    assert (round(weighted.value or 0, 3), round(plain.value or 0, 3)) == (0.348, 0.492)


def kappa_by_hand(one: Values, other: Values, scale: Scale, power: int) -> float:
    cases = sorted(one.keys() & other.keys())
    observed = sum(scale.linear(one[case], other[case]) ** power for case in cases) / len(cases)
    expected = sum(scale.linear(one[a], other[b]) ** power for a in cases for b in cases) / len(cases) ** 2
    return 1 - observed / expected


def alpha_by_hand(said: Sequence[Values], scale: Scale) -> float:
    """α from its definition: every pair of values within a case, against every pair of values at all."""
    cases = sorted({case for values in said for case in values})
    units = [[values[case] for values in said if case in values] for case in cases]
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]

    def rank_distance(one: str, other: str) -> float:
        if one == other:
            return 0.0
        if one in scale.apart or other in scale.apart:
            one, other = scale.ordered[0], scale.ordered[-1]
        low, high = sorted((scale.ordered.index(one), scale.ordered.index(other)))
        inside = sum(every.count(value) for value in scale.ordered[low : high + 1])
        return (inside - (every.count(one) + every.count(other)) / 2) ** 2

    def mean(unit: list[str]) -> float:
        places = range(len(unit))
        apart = [rank_distance(unit[a], unit[b]) for a in places for b in places if a != b]
        return sum(apart) / len(apart)

    observed = sum(len(unit) * mean(unit) for unit in units) / len(every)
    return 1 - observed / mean(every)


def on_scale(said: Sequence[Values]) -> bool:
    return any(value in PROGRESS.ordered for values in said for value in values.values())


@given(GROUPS)
def test_alpha_is_what_its_definition_says(said: list[Values]) -> None:
    found = alpha(said, PROGRESS)
    if found.value is not None and on_scale([{c: v for c, v in one.items() if sum(c in o for o in said) > 1} for one in said]):
        assert math.isclose(found.value, alpha_by_hand(said, PROGRESS), abs_tol=1e-9)


@given(SAID, SAID)
def test_kappa_is_what_its_definition_says_and_the_same_from_both_sides(one: Values, other: Values) -> None:
    there = kappas(one, other, (PROGRESS.linear, PROGRESS.quadratic))
    back = kappas(other, one, (PROGRESS.linear, PROGRESS.quadratic))
    for power, (figure, mirrored) in enumerate(zip(there, back, strict=True), 1):
        assert (figure.lack, figure.cases) == (mirrored.lack, mirrored.cases)
        if figure.value is not None:
            assert mirrored.value is not None
            assert math.isclose(figure.value, mirrored.value, abs_tol=1e-9)
            assert math.isclose(figure.value, kappa_by_hand(one, other, PROGRESS, power), abs_tol=1e-9)
            assert figure.value <= 1


@given(GROUPS, st.randoms())
def test_alpha_does_not_depend_on_the_names_or_order_of_reviewers_and_cases(said: list[Values], chance: object) -> None:
    names = {case: f"renamed-{place}" for place, case in enumerate(reversed(CASES))}
    renamed = [{names[case]: value for case, value in values.items()} for values in reversed(said)]
    there, back = alpha(said, PROGRESS), alpha(renamed, PROGRESS)
    assert (there.lack, there.cases) == (back.lack, back.cases)
    if there.value is not None:
        assert back.value is not None
        assert math.isclose(there.value, back.value, abs_tol=1e-9)
        assert there.value <= 1


@given(SAID.filter(lambda said: len(said) >= FEWEST and len(set(said.values())) > 1))
def test_reviewers_who_say_the_same_agree_wholly(said: Values) -> None:
    figures = [alpha([said, said, said], PROGRESS), share(said, said), *kappas(said, said, (PROGRESS.linear, PROGRESS.quadratic))]
    assert [round(figure.value or 0, 9) for figure in figures] == [1.0] * 4


def test_few_cases_give_no_figure_and_say_how_many_there_are() -> None:
    one = {f"t{n}": str(Progress.DONE if n % 2 else Progress.SLOW) for n in range(FEWEST - 1)}
    for figure in (share(one, one), alpha([one, one], PROGRESS), kappas(one, one, (PROGRESS.linear,))[0]):
        assert (figure.value, figure.cases, figure.lack) == (None, FEWEST - 1, Lack.FEW)
    apart = {f"x{n}": str(Progress.DONE) for n in range(9)}
    assert (share(one, apart).lack, share(one, apart).cases) == (Lack.NONE, 0)


def test_all_the_same_is_full_agreement_that_chance_explains() -> None:
    said = {case: str(Progress.DONE) for case in CASES}
    assert share(said, said).value == 1
    for figure in (alpha([said, said], PROGRESS), kappas(said, said, (PROGRESS.linear,))[0]):
        assert (figure.value, figure.cases, figure.lack) == (None, 12, Lack.NO_VARIANCE)


def test_cases_that_only_one_judged_count_for_nothing() -> None:
    one = dict.fromkeys(CASES[:8], str(Progress.DONE)) | {CASES[0]: str(Progress.SLOW)}
    other = one | {CASES[1]: str(Progress.SLOW)}
    alone = {f"alone{n}": str(Progress.NOT_STARTED) for n in range(50)}
    assert kappas(one, other, (PROGRESS.linear,)) == kappas(one | alone, other, (PROGRESS.linear,))
    assert alpha([one, other], PROGRESS) == alpha([one | alone, other], PROGRESS)


def test_what_stands_beside_the_scale_is_as_far_as_can_be_from_everything() -> None:
    for value in PROGRESS.ordered:
        assert PROGRESS.linear(Progress.STOPPED, value) == 1
    assert PROGRESS.linear(Progress.STOPPED, Progress.NOT_APPLICABLE) == 1
    assert PROGRESS.linear(Progress.STOPPED, Progress.STOPPED) == 0
    assert PROGRESS.linear(Progress.NOT_STARTED, Progress.DONE) == 1
    assert PROGRESS.linear(Progress.NOT_STARTED, Progress.ON_TRACK) == 0.25
    assert VERDICT.linear(Verdict.TRUE, Verdict.PARTLY_TRUE) == 0.5
    far = ordinal(dict.fromkeys(PROGRESS.ordered, 3), PROGRESS)
    assert all(far(one, other) <= far(Progress.STOPPED, one) for one, other in combinations(PROGRESS.ordered, 2))


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-0.1, Reading.POOR),
        (0.0, Reading.SLIGHT),
        (0.2, Reading.SLIGHT),
        (0.21, Reading.FAIR),
        (0.41, Reading.MODERATE),
        (0.61, Reading.SUBSTANTIAL),
        (0.8, Reading.SUBSTANTIAL),
        (0.81, Reading.ALMOST_PERFECT),
        (1.0, Reading.ALMOST_PERFECT),
    ],
)
def test_figures_are_read_by_the_words_of_landis_and_koch(value: float, word: Reading) -> None:
    assert reading(value) is word
