"""Annotations follow their words into the next version, or are said to have lost them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy.compare import compare
from policy.compare_carry import Carried, CarryPlan, carry
from policy.compare_model import Version
from policy.model import Policy, Span
from policy.parse import parse_text
from policy.places import Anchor, Outcome, ProvisionIndex, anchor

OLD = (
    "关于促进消费的若干意见\n一、总体要求\n（一）指导思想。坚持市场导向，推进光纤入户。\n（二）基本原则。坚持创新驱动，推进光纤入户。\n"
    "二、主要任务\n（三）扩大网络覆盖范围，提升宽带接入能力，加强行业监管。\n（四）废止过时的行政审批事项。\n"
)


def anchored(policy: Policy, words: str, nth: int = 1) -> Anchor:
    start = -1
    for _ in range(nth):
        start = policy.text.index(words, start + 1)
    return anchor(policy.text, Span(start, start + len(words)), ProvisionIndex(policy.provisions))


def carried(new_text: str, words: str, nth: int = 1) -> Carried:
    old, new = parse_text(OLD), parse_text(new_text)
    return carry(compare(old, new), old, new, {"note": anchored(old, words, nth)}).places["note"]


def test_words_in_a_renumbered_clause_are_found_there_exactly() -> None:
    new = OLD.replace("（二）", "（三）").replace("（一）指导", "（一）重大意义。推进光纤入户。\n（二）指导")
    found = carried(new, "推进光纤入户", nth=2)
    assert (found.found, found.confidence, found.anchor.provision) == (Outcome.EXACT, 1.0, "sec_1__cl_3")
    assert found.anchor.span.start == new.rindex("推进光纤入户")


def test_words_broken_over_lines_are_the_same_words() -> None:
    found = carried(OLD.replace("推进光纤入户", "推进\n光纤 入户"), "推进光纤入户")
    assert (found.found, found.anchor.quote) == (Outcome.EXACT, "推进\n光纤 入户")


def test_words_that_changed_are_found_with_doubt() -> None:
    found = carried(OLD.replace("提升宽带接入能力", "全面提升宽带的接入能力"), "提升宽带接入能力，加强行业监管")
    assert found.found is Outcome.FUZZY
    assert found.anchor.quote == "提升宽带的接入能力，加强行业监管"
    assert 0.75 < found.confidence < 1


def test_words_that_moved_into_another_clause_are_found_with_doubt() -> None:
    new = OLD.replace("，加强行业监管", "").replace("推进光纤入户。\n（二）", "推进光纤入户，加强行业监管。\n（二）")
    found = carried(new, "加强行业监管")
    assert (found.found, found.anchor.provision, found.anchor.quote) == (Outcome.FUZZY, "sec_1__cl_1", "加强行业监管")


def test_words_that_are_gone_leave_an_orphan_with_its_words_near_its_place() -> None:
    new = OLD.replace("（四）废止过时的行政审批事项。\n", "（四）强化组织领导，健全考核机制。\n")
    found = carried(new, "废止过时的行政审批事项")
    assert (found.found, found.confidence, found.anchor.quote) == (Outcome.ORPHAN, 0.0, "废止过时的行政审批事项")
    assert len(found.anchor.span) == 0
    assert found.anchor.span.start >= new.index("加强行业监管")


def test_an_orphan_of_an_earlier_version_may_find_its_words_again() -> None:
    old, new = parse_text(OLD.replace("（四）废止过时的行政审批事项。\n", "")), parse_text(OLD)
    lost = Anchor(None, Span(10, 10), "废止过时的行政审批事项", "（四）", "。")
    found = carry(compare(old, new), old, new, {"note": lost}).places["note"]
    assert (found.found, found.anchor.quote) == (Outcome.FUZZY, "废止过时的行政审批事项")


def test_provisions_and_tasks_say_what_they_became() -> None:
    new_text = OLD.replace("（三）扩大", "（三）稳步扩大").replace("（四）废止过时的行政审批事项。\n", "")
    old, new = parse_text(OLD), parse_text(new_text)
    plan = carry(compare(old, new), old, new, {})
    assert plan.provisions["sec_1__cl_1"].sure
    assert not plan.provisions["sec_2__cl_3"].sure
    assert "sec_2__cl_4" not in plan.provisions


@given(
    st.lists(st.text(alphabet="甲乙丙，。\n 1", max_size=12), max_size=5),
    st.lists(st.text(alphabet="甲乙丙，。\n 1", max_size=12), max_size=5),
    st.data(),
)
def test_nothing_is_left_out_and_every_place_says_what_stands_there(one: list[str], other: list[str], data: st.DataObject) -> None:
    old, new = Version("\n".join(one), (), ()), Version("\n".join(other), (), ())
    ends = [data.draw(st.integers(0, len(old.text))) for _ in range(2)]
    place = anchor(old.text, Span(min(ends), max(ends)), ProvisionIndex(()))
    plan: CarryPlan = carry(compare(old, new), old, new, {"a": place})
    found = plan.places["a"]
    span = found.anchor.span
    assert 0 <= span.start <= span.end <= len(new.text)
    if found.found is Outcome.ORPHAN:
        assert found.anchor.quote == place.quote
    else:
        assert found.anchor.quote == new.text[span.start : span.end] != ""
    if found.found is Outcome.EXACT:
        assert "".join(found.anchor.quote.split()) == "".join(place.quote.split())


@given(st.text(alphabet="甲乙丙丁，。\n", min_size=1, max_size=60), st.data())
def test_in_the_same_text_every_place_is_exact(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    version = Version(text, (), ())
    place = anchor(text, Span(start, end), ProvisionIndex(()))
    found = carry(compare(version, version), version, version, {"a": place}).places["a"]
    if place.quote.strip():
        assert found.found is Outcome.EXACT
        assert found.anchor.quote == place.quote.strip()
