"""The index of marks: always what a plain search would find, whatever was added and removed."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from policy.model import Span
from resources.catalogue import Catalogue
from storage.records import AnnotationKind
from widgets.palette import LIGHT
from widgets.policy_view import intervals
from widgets.policy_view.cards import GAP, CardFace, age, stack
from widgets.policy_view.intervals import IntervalIndex
from widgets.policy_view.marks import Mark, MarkSet, MarkShape
from widgets.policy_view.painter import LANES, lanes

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
STEPS = st.lists(st.tuples(st.sampled_from("abcdefghijklmnop"), st.none() | SPANS), max_size=60)


def mark(name: str, start: int, end: int, kind: AnnotationKind = AnnotationKind.COMMENT, *tags: str) -> Mark:
    return Mark(name, Span(start, end), kind, "王敏", NOW, "", tuple((tag, "#1F4E8C") for tag in tags))


@given(STEPS, SPANS)
def test_the_index_finds_what_a_plain_search_finds(steps: list[tuple[str, Span | None]], window: Span) -> None:
    index, plain = IntervalIndex(), dict[str, Span]()
    before, intervals.BUCKET = intervals.BUCKET, 3
    try:
        for key, span in steps:
            if span is None:
                index.remove(key)
                plain.pop(key, None)
            else:
                index.put(key, span)
                plain[key] = span
    finally:
        intervals.BUCKET = before
    expected = sorted((span.start, span.end, key) for key, span in plain.items() if span.overlaps(window))
    assert index.touching(window.start, window.end) == [key for _, _, key in expected]
    assert len(index) == len(plain)
    assert index.sound()


@given(st.lists(SPANS, max_size=40))
def test_stepping_from_mark_to_mark_visits_each_once_in_the_order_of_the_text(spans: list[Span]) -> None:
    index = IntervalIndex({str(number): span for number, span in enumerate(spans)})
    place, seen = None, []
    for _ in spans:
        key = index.neighbour(place, 1)
        assert key is not None
        span = spans[int(key)]
        place = (span.start, span.end, key)
        seen.append(place)
    assert seen == sorted((span.start, span.end, str(number)) for number, span in enumerate(spans))
    if place is not None:
        assert index.neighbour(place, 1) == seen[0][2]


def test_a_mark_whose_tags_are_all_hidden_is_left_out() -> None:
    kind = AnnotationKind.COMMENT
    marks = MarkSet([mark("a", 0, 5, kind, "x"), mark("b", 0, 5, kind, "x", "y"), mark("c", 0, 5)])
    marks.hide_tags(frozenset({"x"}))
    assert [each.id for each in marks.touching(Span(0, 9))] == ["b", "c"]
    marks.hide_tags(frozenset())
    assert [each.id for each in marks.touching(Span(0, 9))] == ["a", "b", "c"]


def test_the_innermost_mark_comes_first() -> None:
    marks = MarkSet([mark("outer", 0, 20), mark("inner", 5, 9), mark("beside", 9, 12)])
    assert [each.id for each in marks.at(8)] == ["inner", "outer"]


def test_every_kind_has_a_shape_of_its_own() -> None:
    assert {mark("m", 0, 1, kind).shape for kind in AnnotationKind} == set(MarkShape)


def test_overlapping_underlines_stand_on_lanes_of_their_own() -> None:
    found = lanes([mark("a", 0, 10), mark("b", 4, 14), mark("c", 6, 8), mark("d", 10, 12)])
    assert len({found["a"], found["b"], found["c"]}) == 3
    assert found["d"] == found["a"]
    assert max(lanes([mark(str(number), 0, 10) for number in range(9)]).values()) == LANES - 1


def test_a_highlight_takes_no_lane() -> None:
    found = lanes([mark("h", 0, 10, AnnotationKind.HIGHLIGHT), mark("c", 2, 5)])
    assert found == {"c": 0}


CARDS = st.lists(st.tuples(st.floats(0, 400), st.floats(10, 80)), min_size=1, max_size=12)


@given(CARDS, st.data())
def test_cards_never_overlap_and_the_chosen_one_stands_at_its_line(cards: list[tuple[float, float]], data: st.DataObject) -> None:
    anchors = sorted(anchor for anchor, _ in cards)
    heights = [height for _, height in cards]
    pinned = data.draw(st.none() | st.integers(0, len(cards) - 1))
    tops = stack(anchors, heights, pinned)
    for upper, height, lower in zip(tops, heights, tops[1:], strict=False):
        assert lower >= upper + height + GAP - 1e-6
    if pinned is not None:
        assert tops[pinned] == anchors[pinned]


def test_the_age_is_told_in_the_unit_that_fits_and_from_a_week_on_as_the_date() -> None:
    ages = [age(NOW, NOW + dt.timedelta(seconds=seconds)) for seconds in (5, 300, 7200, 3 * 86400, 30 * 86400)]
    assert len(set(ages)) == 5
    assert ages[-1] == "2026-01-05"


def test_a_narrow_card_names_who_says_it_rather_than_when(qapp: object) -> None:
    face = CardFace(Catalogue.load("en"), QFont())

    def painted(width: int, when: str) -> QImage:
        image = QImage(width, 60, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        note = mark("m", 0, 1)
        face.paint(painter, face.card(note, width, full=False), QRectF(image.rect()), LIGHT, when, chosen=False)
        painter.end()
        return image

    assert painted(120, "47 minutes ago") == painted(120, "")
    assert painted(400, "47 minutes ago") != painted(400, "")
