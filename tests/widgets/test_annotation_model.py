"""Annotations in the order of the text, and which of them pass."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.modeltest import ModelTester

from resources.catalogue import Catalogue
from storage.records import AnnotationKind, AnnotationRecord, ReplyRecord, TagRecord
from widgets.models.annotation_model import AnnotationFilter, AnnotationModel, AnnotationQuery, AnnotationRow, ReplyRow
from widgets.models.keyed import KEY_ROLE

NOON = dt.datetime(2013, 12, 1, 12, tzinfo=dt.UTC)
SCOPE = TagRecord("tag-1", "口径", "#A8281E")


def row(name: str, start: int, kind: AnnotationKind, body: str, *, author: str = "王晓明", clause: str = "cl_4") -> AnnotationRow:
    record = AnnotationRecord(name, "policy-1", clause, start, start + 4, "宽带网络", "", "", kind, body, "r1", NOON, NOON)
    replies = (ReplyRow(ReplyRecord("reply", name, "已请发改委补充", "r2", NOON), "李华"),) if name == "a" else ()
    return AnnotationRow(record, author, (SCOPE,) if name == "b" else (), replies, "（四）", frozenset({"sec_2"}))


ROWS = [
    row("c", 90, AnnotationKind.ISSUE, "与任务3重复", clause="cl_5"),
    row("a", 10, AnnotationKind.QUESTION, "户数还是人口？"),
    row("b", 50, AnnotationKind.HIGHLIGHT, "", author="李华"),
]


@pytest.fixture
def model(catalogue: Catalogue) -> AnnotationModel:
    model = AnnotationModel(catalogue)
    model.set_annotations(ROWS)
    return model


def keys(proxy: AnnotationFilter) -> list[str]:
    return [proxy.index(at, 0).data(KEY_ROLE) for at in range(proxy.rowCount())]


def test_model_and_filter_keep_the_rules_of_qt(catalogue: Catalogue, qtmodeltester: ModelTester) -> None:
    model = AnnotationModel(catalogue)
    proxy = AnnotationFilter(model)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    qtmodeltester.check(proxy)  # type: ignore[no-untyped-call]
    model.set_annotations(ROWS)
    proxy.set_query(AnnotationQuery(kind=AnnotationKind.ISSUE))
    model.set_annotations(ROWS[1:])
    proxy.set_query(AnnotationQuery())


def test_they_stand_in_the_order_of_the_text(model: AnnotationModel) -> None:
    assert [row.key for row in model.rows] == ["a", "b", "c"]


def test_a_remark_without_words_shows_what_it_is_about(model: AnnotationModel) -> None:
    assert [model.index(at, 0).data() for at in range(3)] == ["户数还是人口？", "宽带网络", "与任务3重复"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (AnnotationQuery(), ["a", "b", "c"]),
        (AnnotationQuery(clause="cl_4"), ["a", "b"]),
        (AnnotationQuery(clause="sec_2"), ["a", "b", "c"]),
        (AnnotationQuery(kind=AnnotationKind.QUESTION), ["a"]),
        (AnnotationQuery(tag="tag-1"), ["b"]),
        (AnnotationQuery(author="王晓明"), ["a", "c"]),
        (AnnotationQuery(words=("口径",)), ["b"]),
        (AnnotationQuery(words=("发改委", "人口")), ["a"]),
        (AnnotationQuery(author="李华", words=("重复",)), []),
    ],
)
def test_filters_combine(model: AnnotationModel, query: AnnotationQuery, expected: list[str]) -> None:
    proxy = AnnotationFilter(model)
    proxy.set_query(query)
    assert keys(proxy) == expected
