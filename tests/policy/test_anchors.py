"""Places are found again, or said to be lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.anchors import Outcome, resolve
from policy.model import Policy, Provision, ProvisionKind, Span
from policy.places import ProvisionIndex, anchor

TEXT = "一、总则\n（一）加快网络建设，推进光纤入户。\n（二）推进光纤入户的试点工作，总结经验。\n"
UNITS = (
    Provision("sec_1", ProvisionKind.SECTION, "一", "总则", None, 0, len(TEXT) - 1),
    Provision("sec_1__cl_1", ProvisionKind.CLAUSE, "（一）", None, "sec_1", 5, 23),
    Provision("sec_1__cl_2", ProvisionKind.CLAUSE, "（二）", None, "sec_1", 24, len(TEXT) - 1),
)


@given(st.text(), st.integers(min_value=0), st.integers(min_value=0))
def test_every_place_is_found_in_its_own_text(text: str, one: int, other: int) -> None:
    start, end = sorted((one % (len(text) + 1), other % (len(text) + 1)))
    found = resolve(text, anchor(text, Span(start, end), ProvisionIndex(())), ())
    assert (found.outcome, found.span, found.confidence) == (Outcome.EXACT, Span(start, end), 1.0)


def test_the_smallest_provision_is_kept_with_the_place() -> None:
    start = TEXT.index("光纤")
    place = anchor(TEXT, Span(start, start + 4), ProvisionIndex(UNITS))
    assert (place.provision, place.quote, place.suffix[:3]) == ("sec_1__cl_1", "光纤入户", "。\n（")


def test_a_place_follows_its_words_when_text_is_put_before_it(sample: Policy) -> None:
    start = sample.text.index("推动于2013年内")
    place = anchor(sample.text, Span(start, start + 8), ProvisionIndex(sample.provisions))
    moved = "新加的一行。\n" + sample.text
    found = resolve(moved, place, ())
    assert found.outcome is Outcome.FUZZY
    assert found.span is not None
    assert moved[found.span.start : found.span.end] == place.quote


def test_changed_words_are_found_with_less_confidence(sample: Policy) -> None:
    start = sample.text.index("扩大第三代移动通信（3G）网络覆盖")
    place = anchor(sample.text, Span(start, start + 17), ProvisionIndex(sample.provisions))
    found = resolve(sample.text.replace("扩大第三代移动通信", "大力扩大第三代的移动通信"), place, sample.provisions)
    assert found.outcome is Outcome.FUZZY
    assert 0.75 <= found.confidence < 1


def test_context_tells_equal_words_apart() -> None:
    start = TEXT.index("推进光纤入户的")
    place = anchor(TEXT, Span(start, start + 6), ProvisionIndex(UNITS))
    found = resolve("前言。" + TEXT, place, ())
    assert found.span == Span(start + 3, start + 9)


def test_two_equal_candidates_leave_an_orphan() -> None:
    place = anchor("甲" * 40 + "目标" + "乙" * 40, Span(40, 42), ProvisionIndex(()))
    twice = ("甲" * 40 + "目标" + "乙" * 40) * 2
    assert resolve("序" + twice, place, ()).outcome is Outcome.ORPHAN


def test_lost_words_leave_an_orphan() -> None:
    place = anchor(TEXT, Span(8, 14), ProvisionIndex(UNITS))
    found = resolve("完全不同的文字。" * 10, place, ())
    assert (found.outcome, found.span) == (Outcome.ORPHAN, None)


def test_a_place_outside_the_text_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Span"):
        anchor("甲乙", Span(1, 3), ProvisionIndex(()))


def test_words_broken_over_lines_are_found_although_their_place_moved() -> None:
    place = anchor(TEXT, Span(TEXT.index("推进光纤入户的"), TEXT.index("推进光纤入户的") + 6), ProvisionIndex(UNITS))
    wrapped = "新加的一行。\n" + TEXT.replace("光纤入户的", "光纤\n入户的")
    found = resolve(wrapped, place, ())
    assert found.span is not None
    assert wrapped[found.span.start : found.span.end] == "推进光纤\n入户"


def test_the_provision_that_became_of_its_own_decides_between_equal_words() -> None:
    alike = "（一）推进光纤入户。\n（二）推进光纤入户。\n"
    place = anchor("推进光纤入户", Span(0, 6), ProvisionIndex(()))
    second = alike.index("（二）")
    found = resolve(alike, place, (), Span(second, len(alike)))
    assert found.span == Span(second + 3, second + 9)
