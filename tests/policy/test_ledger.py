"""Laws of the arithmetic of progress."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.judging import Progress, ReviewState, Verdict, WarningLevel
from policy.ledger import (
    PROGRESS_ORDER,
    Pace,
    Standing,
    by_category,
    by_department,
    compare_pace,
    expected_percent,
    shares,
    tally,
    warning_level,
)

DAYS = st.dates(dt.date(2013, 1, 1), dt.date(2016, 12, 31))
COUNTS = st.lists(st.integers(0, 5000), min_size=1, max_size=12)
PROGRESSES = st.none() | st.sampled_from(Progress)
PERCENTS = st.none() | st.integers(0, 100)
GRAVITY = [WarningLevel.NONE, WarningLevel.DUE_SOON, WarningLevel.BEHIND, WarningLevel.OVERDUE]
STANDINGS = st.lists(
    st.builds(
        Standing,
        st.none() | st.sampled_from(["宽带", "终端", "服务"]),
        st.lists(st.sampled_from(["财政部", "商务部", "公安部"]), max_size=4).map(tuple),
        PROGRESSES,
        st.sampled_from(Verdict),
        st.sampled_from(ReviewState),
        st.sampled_from(WarningLevel),
    )
)
JUNE_30 = dt.date(2014, 6, 30)


@given(COUNTS, st.integers(0, 3))
def test_shares_add_up_to_exactly_one_hundred(counts: list[int], places: int) -> None:
    found = shares(counts, places)
    assert sum(found) == (100 if any(counts) else 0)
    assert all(share.as_tuple().exponent == -places for share in found)


@given(COUNTS)
def test_a_share_is_within_one_unit_of_the_true_percent(counts: list[int]) -> None:
    total = sum(counts)
    for count, share in zip(counts, shares(counts), strict=True):
        assert total == 0 or abs(share - Decimal(100 * count) / total) < Decimal("0.1")


@given(COUNTS)
def test_more_never_gets_a_smaller_share(counts: list[int]) -> None:
    pairs = sorted(zip(counts, shares(counts), strict=True))
    assert [share for _, share in pairs] == sorted(share for _, share in pairs)


def test_the_largest_remainders_get_the_missing_units() -> None:
    assert shares([1, 1, 1]) == (Decimal("33.4"), Decimal("33.3"), Decimal("33.3"))
    assert shares([12, 30, 35]) == (Decimal("15.6"), Decimal("39.0"), Decimal("45.4"))


def test_negative_counts_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        shares([3, -1])


@given(DAYS, DAYS, DAYS)
def test_expected_percent_stays_in_bounds_and_is_whole_at_the_end(start: dt.date, due: dt.date, as_of: dt.date) -> None:
    found = expected_percent(start, due, as_of)
    assert found is not None
    assert 0 <= found <= 100
    assert (found == 100) == (as_of >= due)


@given(DAYS, DAYS, DAYS)
def test_expected_percent_never_falls_as_days_pass(start: dt.date, due: dt.date, as_of: dt.date) -> None:
    today = expected_percent(start, due, as_of)
    tomorrow = expected_percent(start, due, as_of + dt.timedelta(days=1))
    assert today is not None
    assert tomorrow is not None
    assert today <= tomorrow


def test_expected_percent_of_half_a_year_is_rounded_down() -> None:
    assert expected_percent(dt.date(2014, 1, 1), dt.date(2014, 12, 31), JUNE_30) == 49


def test_expected_percent_is_unknown_without_a_period() -> None:
    assert expected_percent(dt.date(2014, 1, 1), None, JUNE_30) is None
    assert expected_percent(None, dt.date(2014, 12, 31), JUNE_30) is None
    assert expected_percent(None, dt.date(2014, 6, 30), JUNE_30) == 100


@pytest.mark.parametrize(
    ("percent", "expected", "tolerance", "pace"),
    [
        (60, 49, 0, Pace.AHEAD),
        (49, 49, 0, Pace.ON_PACE),
        (48, 49, 0, Pace.BEHIND),
        (45, 49, 5, Pace.ON_PACE),
        (None, 49, 0, None),
        (49, None, 0, None),
    ],
)
def test_pace(percent: int | None, expected: int | None, tolerance: int, pace: Pace | None) -> None:
    assert compare_pace(percent, expected, tolerance) is pace


@given(st.booleans(), st.none() | DAYS, st.none() | DAYS, PERCENTS, DAYS)
def test_done_stopped_and_not_applicable_never_warn(
    starts_only: bool, start: dt.date | None, due: dt.date | None, percent: int | None, as_of: dt.date
) -> None:
    for progress in (Progress.DONE, Progress.STOPPED, Progress.NOT_APPLICABLE):
        assert warning_level(starts_only, start, due, progress, percent, as_of) is WarningLevel.NONE


@given(st.booleans(), st.none() | DAYS, st.none() | DAYS, PROGRESSES, PERCENTS, DAYS)
def test_a_warning_never_gets_milder_as_days_pass(
    starts_only: bool, start: dt.date | None, due: dt.date | None, progress: Progress | None, percent: int | None, as_of: dt.date
) -> None:
    today = warning_level(starts_only, start, due, progress, percent, as_of)
    tomorrow = warning_level(starts_only, start, due, progress, percent, as_of + dt.timedelta(days=1))
    assert GRAVITY.index(today) <= GRAVITY.index(tomorrow)


@given(DAYS, DAYS, st.sampled_from([Progress.ON_TRACK, Progress.PARTLY_DONE, Progress.SLOW]))
def test_a_task_that_only_had_to_begin_is_not_overdue_once_begun(due: dt.date, as_of: dt.date, progress: Progress) -> None:
    assert warning_level(True, None, due, progress, 1, as_of) is not WarningLevel.OVERDUE


@pytest.mark.parametrize("progress", [None, Progress.NOT_STARTED])
def test_a_task_that_had_to_begin_and_did_not_is_overdue(progress: Progress | None) -> None:
    assert warning_level(True, None, dt.date(2014, 6, 29), progress, None, JUNE_30) is WarningLevel.OVERDUE


def test_the_last_day_is_not_yet_overdue() -> None:
    assert warning_level(False, None, JUNE_30, None, None, JUNE_30) is WarningLevel.DUE_SOON
    assert warning_level(False, None, JUNE_30, None, None, dt.date(2014, 7, 1)) is WarningLevel.OVERDUE


def test_a_report_short_of_the_expected_percent_is_behind() -> None:
    period = (dt.date(2014, 1, 1), dt.date(2014, 12, 31))
    assert warning_level(False, *period, Progress.ON_TRACK, 48, JUNE_30) is WarningLevel.BEHIND
    assert warning_level(False, *period, Progress.ON_TRACK, 49, JUNE_30) is WarningLevel.NONE
    assert warning_level(False, None, None, Progress.SLOW, None, JUNE_30) is WarningLevel.BEHIND


def test_due_soon_begins_on_the_day_asked_for() -> None:
    due = JUNE_30 + dt.timedelta(days=10)
    assert warning_level(False, None, due, None, None, JUNE_30, due_soon_days=10) is WarningLevel.DUE_SOON
    assert warning_level(False, None, due, None, None, JUNE_30, due_soon_days=9) is WarningLevel.NONE


@given(STANDINGS)
def test_every_axis_of_a_tally_counts_every_task_once(standings: list[Standing]) -> None:
    found = tally(None, standings)
    assert sum(found.by_progress) == sum(found.by_verdict) == sum(found.by_state) == found.total == len(standings)
    assert found.overdue + found.behind + found.due_soon <= found.total
    assert sum(found.count(progress) for progress in PROGRESS_ORDER) == found.total


@given(STANDINGS)
def test_categories_add_up_to_the_whole(standings: list[Standing]) -> None:
    whole = tally(None, standings)
    parts = by_category(standings)
    assert sum(part.total for part in parts) == whole.total
    assert tuple(map(sum, zip(*(p.by_progress for p in parts), strict=True))) == (whole.by_progress if parts else ())
    assert sum(part.overdue for part in parts) == whole.overdue


@given(STANDINGS)
def test_a_department_counts_each_of_its_tasks_once(standings: list[Standing]) -> None:
    for found in by_department(standings):
        own = [s for s in standings if (found.name in s.departments if found.name else not s.departments)]
        assert found.total == len(own)
    totals = [found.total for found in by_department(standings)]
    assert totals == sorted(totals, reverse=True)


def test_the_share_of_unreported_tasks_is_read_by_name() -> None:
    reported = Standing(None, (), Progress.DONE, Verdict.TRUE, ReviewState.APPROVED, WarningLevel.NONE)
    silent = Standing(None, (), None, Verdict.UNCHECKED, ReviewState.PENDING, WarningLevel.OVERDUE)
    found = tally("全部", [reported, silent, silent])
    assert (found.count(None), found.share(None), found.share(Progress.DONE)) == (2, Decimal("66.7"), Decimal("33.3"))
    assert (found.checked, found.overdue) == (1, 2)


def test_a_percent_that_stands_alone_is_rounded_by_itself() -> None:
    done = Standing(None, (), Progress.DONE, Verdict.TRUE, ReviewState.APPROVED, WarningLevel.NONE)
    others = [Standing(None, (), p, Verdict.TRUE, ReviewState.APPROVED, WarningLevel.NONE) for p in (Progress.SLOW, None)]
    found = tally(None, [done, *others])
    assert (found.done_percent, found.share(Progress.DONE)) == (Decimal("33.3"), Decimal("33.4"))
    assert tally(None, []).done_percent == 0
