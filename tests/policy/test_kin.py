"""Which policies are taken for versions of each other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.kin import by_kinship, likeness, nearest, related, runs, successor
from storage.records import PolicyRecord

PART = "推进光纤入户，统筹提高城乡宽带网络普及水平和接入能力，开展下一代互联网示范城市建设。"
TEXT = f"{PART}{PART}完善快递行业营业税改增值税政策，建立健全工作机制。"
OTHER = "第一条 为了规范行政许可的设定和实施，保护公民、法人和其他组织的合法权益，维护公共利益和社会秩序，制定本法。"


def record(key: str, title: str, number: str | None = None, replaces: str | None = None, day: int = 1) -> PolicyRecord:
    when = dt.datetime(2026, 1, day, tzinfo=dt.UTC)
    return PolicyRecord(key, title, number, None, None, None, None, None, None, f"{key}.txt", when, replaces)


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        (("意见", "国发〔2013〕32号"), ("若干意见", "国发〔2013〕32号"), True),
        (("关于港口的意见（征求意见稿）", None), ("关于港口的意见", "星政发〔2021〕7号"), True),
        (("关于港口的 意见", None), ("关于港口的意见", None), True),
        (("关于港口的意见", None), ("关于机场的意见", None), False),
        (("", None), ("", None), False),
    ],
)
def test_a_number_or_a_title_tells_versions(one: tuple[str, str | None], other: tuple[str, str | None], kin: bool) -> None:
    assert related(record("a", *one), record("b", *other)) is kin
    assert related(record("b", *other), record("a", *one)) is kin


def test_much_the_same_text_tells_a_version_whatever_its_title() -> None:
    new = record("new", "印发稿")
    others = [(record("other", "行政许可法"), OTHER), (record("old", "征求意见稿"), TEXT)]
    found = nearest(new, TEXT.replace("城乡", "城市"), others)
    assert found is not None
    assert found.id == "old"
    assert nearest(new, TEXT, others[:1]) is None
    assert nearest(new, "", others) is None


def test_of_two_versions_the_nearer_one_is_taken() -> None:
    others = [(record("far", "意见"), TEXT[:60] + OTHER), (record("near", "意见"), TEXT)]
    found = nearest(record("new", "意见"), TEXT, others)
    assert found is not None
    assert found.id == "near"


def test_the_likeliest_stands_first() -> None:
    policies = [record("a", "条例", day=3), record("b", "意见（修订）", day=1), record("c", "办法", day=2)]
    assert [policy.id for policy in by_kinship(record("x", "意见"), policies)] == ["b", "a", "c"]


def test_the_latest_of_its_versions_replaces_a_policy() -> None:
    policies = [record("a", "意见"), record("b", "意见", replaces="a", day=2), record("c", "意见", replaces="a", day=3)]
    found = successor("a", policies)
    assert found is not None
    assert found.id == "c"
    assert successor("c", policies) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways_and_whole_with_itself(one: str, other: str) -> None:
    first, second = runs(one), runs(other)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == (1 if first else 0)
