"""Places in UTF-16 units and in code points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.models.utf16 import Units


@given(st.text(alphabet="a中𠮷😀\n", max_size=30))
def test_units_are_those_of_the_encoded_text_and_lead_back(text: str) -> None:
    units = Units(text)
    for point in range(len(text) + 1):
        assert units.of(point) == len(text[:point].encode("utf-16-le")) // 2
        assert units.point(units.of(point)) == point


def test_inside_a_pair_is_before_it() -> None:
    assert Units("中𠮷国").point(2) == 1
