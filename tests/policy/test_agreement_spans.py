"""Agreement on marks in a text: against brute force over characters, and never swayed by what nobody marked."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from policy.agreement import FEWEST, Lack
from policy.agreement_spans import Marked, apart, coding, covered, f1, overlap_of_characters, overlap_of_spans
from policy.agreement_table import Mark, Measure, Topic, Work, table
from policy.model import Span

LENGTH = 60
MARK = st.builds(
    lambda start, length, values: Marked(start, start + length, frozenset(values)),
    st.integers(0, LENGTH - 1),
    st.integers(1, 12),
    st.sets(st.sampled_from("abc"), min_size=1, max_size=2),
)
MARKS = st.lists(MARK, max_size=8)
Marks = Sequence[Marked]


def mark(start: int, end: int, *values: str) -> Marked:
    return Marked(start, end, frozenset(values or ("a",)))


def characters(marks: Marks) -> dict[int, frozenset[str]]:
    """Every marked character with the values given to it."""
    found: dict[int, frozenset[str]] = {}
    for one in marks:
        for at in range(one.start, one.end):
            found[at] = found.get(at, frozenset()) | one.values
    return found


def of_characters(one: Marks, other: Marks) -> float | None:
    return f1(*overlap_of_characters(covered(one), covered(other)), 99).value


@given(MARKS, MARKS)
def test_the_overlap_is_that_of_the_characters_one_by_one(one: list[Marked], other: list[Marked]) -> None:
    here, there = characters(one).keys(), characters(other).keys()
    assert overlap_of_characters(covered(one), covered(other)) == (len(here & there), len(here) + len(there))


@given(MARKS, MARKS)
def test_overlaps_are_the_same_from_both_sides_and_at_most_whole(one: list[Marked], other: list[Marked]) -> None:
    assert overlap_of_characters(covered(one), covered(other)) == overlap_of_characters(covered(other), covered(one))
    both, added = overlap_of_spans(one, other)
    assert 2 * both <= added == len(one) + len(other)
    assert overlap_of_spans(other, one) == (both, added)


@given(MARKS.filter(bool))
def test_the_same_marks_overlap_wholly(marks: list[Marked]) -> None:
    assert of_characters(marks, marks) == 1
    assert overlap_of_spans(marks, marks) == (len(marks), 2 * len(marks))


def test_spans_are_the_same_from_half_of_what_they_cover_together() -> None:
    assert overlap_of_spans([mark(0, 10)], [mark(0, 5)]) == (1, 2)
    assert overlap_of_spans([mark(0, 10)], [mark(0, 4)]) == (0, 2)
    assert overlap_of_spans([mark(0, 10)], [mark(10, 20)]) == (0, 2)


def test_a_span_is_matched_once_and_with_its_likest() -> None:
    assert overlap_of_spans([mark(0, 10)], [mark(0, 9), mark(0, 10)]) == (1, 3)
    assert overlap_of_spans([mark(0, 10), mark(0, 8)], [mark(0, 10), mark(0, 8)]) == (2, 4)


@given(st.lists(MARKS, min_size=2, max_size=4))
def test_coding_is_the_alpha_over_every_character_that_two_marked(reviewers: list[list[Marked]]) -> None:
    """Against nltk over single characters, and against the definition over all pairs of characters."""
    found = coding(reviewers)
    each = [characters(marks) for marks in reviewers]
    shared = [at for at in range(LENGTH + 12) if sum(at in one for one in each) > 1]
    if found.value is None:
        return
    said = [(str(who), str(at), one[at]) for who, one in enumerate(each) for at in shared if at in one]
    assert math.isclose(found.value, float(AnnotationTask(said, distance=apart).alpha()), abs_tol=1e-9)
    units = [[one[at] for one in each if at in one] for at in shared]
    every = [value for unit in units for value in unit]
    within = sum(sum(apart(a, b) for a in unit for b in unit) / (len(unit) - 1) for unit in units) / len(every)
    at_all = sum(apart(a, b) for a in every for b in every) / (len(every) * (len(every) - 1))
    assert math.isclose(found.value, 1 - within / at_all, abs_tol=1e-9)
    assert found.value <= 1 + 1e-9


@given(MARKS)
def test_the_same_marks_are_coded_the_same(marks: list[Marked]) -> None:
    found = coding([marks, marks])
    assert found.value is None or math.isclose(found.value, 1)
    assert (found.value is None) == (found.lack is not None)


def test_coding_without_variance_or_with_few_stretches_gives_no_figure() -> None:
    alike = [mark(start, start + 5) for start in range(0, 80, 10)]
    assert coding([alike, alike]).lack is Lack.NO_VARIANCE
    assert coding([alike[: FEWEST - 1], alike]).lack is Lack.FEW
    assert coding([alike, []]).lack is Lack.NONE


def test_few_spans_give_no_figure() -> None:
    assert f1(3, 6, FEWEST - 1).lack is Lack.FEW
    assert f1(0, 0, 0).lack is Lack.NONE


def work(*spans: tuple[int, int, str]) -> Work:
    return Work({}, {}, tuple(Mark(Span(start, end), kind, frozenset({f"tag of {kind}"})) for start, end, kind in spans))


ONE = work(*((start, start + 8, "issue" if start % 20 else "comment") for start in range(0, 200, 10)))
OTHER = work(*((start + 2, start + 9, "issue" if start % 30 else "comment") for start in range(0, 150, 10)))


@pytest.mark.parametrize("inserted", [100_000, 1])
def test_text_that_nobody_marked_changes_no_figure(inserted: int) -> None:
    """Unmarked text behind the marks, and between them."""

    def moved(one: Work) -> Work:
        marks = (Mark(_shifted(m.span, inserted) if m.span.start >= 100 else m.span, m.kind, m.tags) for m in one.marks)
        return Work({}, {}, tuple(marks))

    before = table({"one": ONE, "other": OTHER}, lambda done, total: None)
    after = table({"one": moved(ONE), "other": moved(OTHER)}, lambda done, total: None)
    assert before == after
    assert before.of(Topic.SPANS, Measure.CHARACTERS, "other", "one").value is not None
    assert before.of(Topic.SPANS, Measure.CODING_KIND, "one", "other").value is not None


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
