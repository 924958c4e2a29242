"""Numbers in every script that policies use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.numerals import to_chinese, to_date, to_int


@given(st.integers(min_value=0, max_value=99_999_999))
def test_chinese_numerals_read_back_as_the_number_they_spell(value: int) -> None:
    assert to_int(to_chinese(value)) == value


@given(st.integers(min_value=0, max_value=99_999))
def test_arabic_numerals_of_either_width_are_read(value: int) -> None:
    wide = str(value).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    assert to_int(str(value)) == to_int(wide) == value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("二十五", 25),
        ("一百零三", 103),
        ("二〇一三", 2013),
        ("二○一一", 2011),
        ("⑫", 12),
        ("两千", 2000),
        ("三万零五", 30005),
    ],
)
def test_common_spellings(numeral: str, value: int) -> None:
    assert to_int(numeral) == value


@pytest.mark.parametrize("numeral", ["", "十三五", "十十", "三x", "条", "1.5", "九" * 21])
def test_what_is_no_number_is_refused(numeral: str) -> None:
    assert to_int(numeral) is None


def test_only_numbers_that_outlines_use_are_spelt() -> None:
    with pytest.raises(ValueError, match="-1"):
        to_chinese(-1)


def test_dates_need_a_day_that_exists() -> None:
    assert to_date("二〇一三", "八", "三十一") == dt.date(2013, 8, 31)
    assert to_date("2013", "2", "30") is None
    assert to_date("2013", "八月", "1") is None
