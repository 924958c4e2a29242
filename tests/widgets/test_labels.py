"""Words for values, and what people type for names and days."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.model import Department, Doubt, DoubtKind, Finding, FindingKind, Role, Timing, TimingKind
from resources.catalogue import Catalogue
from widgets.labels import AREAS, Labels, read_date, split_names

ZH = Labels(Catalogue.load("zh"))
EN = Labels(Catalogue.load("en"))
DAY = dt.date(2013, 8, 8)


@pytest.mark.parametrize("labels", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("kind", AREAS, ids=lambda kind: kind.__name__)
def test_every_member_has_a_word(labels: Labels, kind: type[StrEnum]) -> None:
    assert all(labels.of(member) for member in kind)


@pytest.mark.parametrize("labels", [ZH, EN], ids=["zh", "en"])
def test_every_doubt_and_finding_has_a_phrase(labels: Labels) -> None:
    assert all("{" not in labels.doubt(Doubt(kind, "甲")) for kind in DoubtKind)
    assert all("{" not in labels.finding(Finding(kind)) for kind in FindingKind)


def test_dates_are_written_as_the_language_writes_them() -> None:
    assert (ZH.date(DAY), EN.date(DAY), ZH.date(None)) == ("2013年8月8日", "2013-08-08", "")


def test_departments_stand_in_one_line() -> None:
    departments = (Department("发展改革委", Role.LEAD), Department("财政部", Role.JOINT))
    assert ZH.departments(departments) == "发展改革委、财政部"


def test_a_timing_says_its_kind_and_dates() -> None:
    due = Timing("2014年底前完成", TimingKind.YEAR_END_DONE, due=dt.date(2014, 12, 31))
    both = Timing("2013年第三季度", TimingKind.QUARTER, dt.date(2013, 7, 1), dt.date(2013, 9, 30))
    assert "2014年12月31日" in ZH.timing(due)
    assert ZH.timing(both).index("2013年7月1日") < ZH.timing(both).index("2013年9月30日")
    assert ZH.timing(Timing("持续推进", TimingKind.CONTINUOUS)) == "持续推进"
    assert ZH.timing(None) == ""


def test_names_are_divided_however_people_divide_them() -> None:
    assert split_names("发展改革委、财政部，科技部, 教育部;财政部\n") == ("发展改革委", "财政部", "科技部", "教育部")


@pytest.mark.parametrize("typed", ["2013-8-8", "2013-08-08", "20130808", "2013年8月8日", "2013/8/8", " 2013.8.8 "])
def test_a_day_is_understood_however_people_write_it(typed: str) -> None:
    assert read_date(typed) == DAY


@pytest.mark.parametrize("typed", ["", "2013", "2013-13-1", "2013-2-30", "昨天", "2013111"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_date(typed) is None


@given(st.dates())
def test_the_chinese_form_of_a_day_is_read_back(day: dt.date) -> None:
    if day.year >= 1000:
        assert read_date(ZH.date(day)) == day
