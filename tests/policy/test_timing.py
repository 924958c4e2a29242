"""What timing phrases mean."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.model import TimingKind
from policy.timing import deadline_at, first_deadline, read_timing
from policy.timing_grammar import is_phrase, phrase_starts

ISSUED = dt.date(2013, 8, 8)
DAY = dt.date.fromisoformat


def meaning(phrase: str, issued: dt.date | None = ISSUED) -> tuple[str, str, str, bool]:
    timing = read_timing(phrase, issued)
    assert timing is not None
    assert timing.phrase == phrase
    return timing.kind.value, str(timing.start or ""), str(timing.due or ""), timing.starts_only


@pytest.mark.parametrize(
    ("phrase", "kind", "start", "due", "starts_only"),
    [
        ("2013年第三季度", "quarter", "2013-07-01", "2013-09-30", False),
        ("2013年第三季度启动", "quarter_start", "2013-07-01", "2013-09-30", True),
        ("2014年一季度完成", "quarter", "2014-01-01", "2014-03-31", False),
        ("2013年年底前启动", "year_end_start", "", "2013-12-31", True),
        ("2013年年底启动", "year_end", "", "2013-12-31", True),
        ("2014年底前完成", "year_end_done", "", "2014-12-31", False),
        ("2013年年底前再下放一批", "year_end_done", "", "2013-12-31", False),
        ("2013年研究，2014年启动", "study_then", "2013-01-01", "2014-12-31", True),
        ("2013年研究，2014年发布", "study_then", "2013-01-01", "2014-12-31", False),
        ("2013年年底前启动，2013-2015年滚动实施", "rolling", "2013-01-01", "2015-12-31", False),
        ("2013年第三季度启动，2013-2015年滚动实施", "rolling", "2013-07-01", "2015-12-31", False),
        ("2016—2018年滚动实施", "rolling", "2016-01-01", "2018-12-31", False),
        ("2013年至2015年", "within_period", "2013-01-01", "2015-12-31", False),
        ("持续实施", "continuous", "", "", False),
        ("长期坚持", "continuous", "", "", False),
        ("每年12月底前完成", "continuous", "", "", False),
        ("成熟一项、启动一项", "conditional", "", "", False),
        ("2024年6月30日前", "by_date", "", "2024-06-30", False),
        ("2024年2月底前完成", "by_date", "", "2024-02-29", False),
        ("2014年上半年启动", "within_period", "2014-01-01", "2014-06-30", True),
        ("2013年10月底前完成，长期坚持", "continuous", "", "", False),
    ],
)
def test_a_phrase_with_its_own_dates(phrase: str, kind: str, start: str, due: str, starts_only: bool) -> None:
    assert meaning(phrase) == (kind, start, due, starts_only)


@pytest.mark.parametrize(
    ("phrase", "kind", "start", "due"),
    [
        ("6月底前", "by_date", "", "2014-06-30"),
        ("10月底前", "by_date", "", "2013-10-31"),
        ("一季度", "quarter", "2014-01-01", "2014-03-31"),
        ("上半年", "within_period", "2014-01-01", "2014-06-30"),
        ("年内", "within_period", "2013-08-08", "2013-12-31"),
        ("印发后3个月内", "within_period", "2013-08-08", "2013-11-08"),
        ("自本意见印发之日起30个工作日内", "within_period", "2013-08-08", "2013-09-19"),
        ("立即", "by_date", "", "2013-08-08"),
        ("明年年底前", "year_end_done", "", "2014-12-31"),
    ],
)
def test_a_phrase_that_counts_from_the_document(phrase: str, kind: str, start: str, due: str) -> None:
    assert meaning(phrase)[:3] == (kind, start, due)
    assert meaning(phrase, None)[2] == ""


@pytest.mark.parametrize(
    ("phrase", "kind", "start", "due", "starts_only"),
    [
        ("二〇一四年十二月底前完成", "by_date", "", "2014-12-31", False),
        ("２０１４年底前", "year_end_done", "", "2014-12-31", False),
        ("十月底前", "by_date", "", "2013-10-31", False),
        ("2013年9月—2014年6月", "within_period", "2013-09-01", "2014-06-30", False),
        ("2014年3—6月", "within_period", "2014-03-01", "2014-06-30", False),
        ("2014年3月1日至6月30日", "within_period", "2014-03-01", "2014-06-30", False),
        ("3月至6月", "within_period", "2014-03-01", "2014-06-30", False),
        ("9—12月", "within_period", "2013-09-01", "2013-12-31", False),
        ("2014年第一季度至第三季度", "within_period", "2014-01-01", "2014-09-30", False),
        ("2014年第一季度末", "quarter", "2014-01-01", "2014-03-31", False),
        ("2014年第三、四季度", "quarter", "2014-07-01", "2014-12-31", False),
        ("前三季度", "within_period", "2013-01-01", "2013-09-30", False),
        ("“十二五”期间", "within_period", "2011-01-01", "2015-12-31", False),
        ("“十二五”末", "within_period", "", "2015-12-31", False),
        ("十三五期间", "within_period", "2016-01-01", "2020-12-31", False),
        ("到2015年", "within_period", "", "2015-12-31", False),
        ("最迟不晚于2014年6月底", "by_date", "", "2014-06-30", False),
        ("自2014年1月1日起", "continuous", "2014-01-01", "", False),
        ("2014年起实施", "continuous", "2014-01-01", "", False),
        ("印发之日起", "continuous", "2013-08-08", "", False),
        ("2013—2015年每年", "rolling", "2013-01-01", "2015-12-31", False),
        ("每季度", "continuous", "", "", False),
        ("半年内", "within_period", "2013-08-08", "2014-02-08", False),
        ("印发后一年半内", "within_period", "2013-08-08", "2015-02-08", False),
        ("60日内", "within_period", "2013-08-08", "2013-10-07", False),
        ("今后三年", "within_period", "2013-08-08", "2016-08-08", False),
        ("年中", "by_date", "", "2014-06-30", False),
        ("本月底前", "by_date", "", "2013-08-31", False),
        ("次年6月底前", "by_date", "", "2014-06-30", False),
        ("2014-06-30前", "by_date", "", "2014-06-30", False),
        ("2014年2月30日前", "by_date", "", "2014-02-28", False),
        ("适时启动", "conditional", "", "", True),
        ("尽快", "within_period", "", "", False),
        ("加快推进", "continuous", "", "", False),
        ("2013年底前启动，2015年底前完成", "year_end_done", "", "2015-12-31", False),
        ("2014年6月底前拿出具体办法", "by_date", "", "2014-06-30", False),
        ("2014年底前上报方案，次年启动", "within_period", "2015-01-01", "2015-12-31", True),
    ],
)
def test_other_ways_to_write_a_time(phrase: str, kind: str, start: str, due: str, starts_only: bool) -> None:
    assert meaning(phrase) == (kind, start, due, starts_only)


@pytest.mark.parametrize(
    ("phrase", "phases"),
    [
        (
            "2014年底前取得阶段性成果，2015年底前完成",
            [("2014年底前取得阶段性成果", "2014-12-31"), ("2015年底前完成", "2015-12-31")],
        ),
        (
            "2014年底前拿出方案，报国务院批准；次年推行",
            [("2014年底前拿出方案，报国务院批准", "2014-12-31"), ("次年推行", "2015-12-31")],
        ),
        ("每年6月底前完成", []),
    ],
)
def test_phases_are_kept_with_their_own_days(phrase: str, phases: list[tuple[str, str]]) -> None:
    timing = read_timing(phrase, ISSUED)
    assert timing is not None
    assert [(phase.phrase, str(phase.due)) for phase in timing.phases] == phases


@pytest.mark.parametrize("phrase", ["按照《2013年工作要点》办理", "第30年来", "联系2013号房"])
def test_a_number_that_is_no_time_gives_no_days(phrase: str) -> None:
    assert meaning(phrase)[1:3] == ("", "")


def test_where_the_days_at_the_head_of_a_phrase_end() -> None:
    assert deadline_at("2015年底前建立制度") == len("2015年底前")
    assert deadline_at("财政部2015年底前") == 0


def test_steps_of_a_phrase_are_told_apart() -> None:
    timing = read_timing("2013年研究，2014年启动", ISSUED)
    assert timing is not None
    assert [(phase.phrase, phase.start, phase.due) for phase in timing.phases] == [
        ("2013年研究", DAY("2013-01-01"), DAY("2013-12-31")),
        ("2014年启动", DAY("2014-01-01"), DAY("2014-12-31")),
    ]


def test_a_phrase_nobody_knows_is_kept_without_dates() -> None:
    timing = read_timing("会议另行商定", ISSUED)
    assert timing is not None
    assert (timing.kind, timing.start, timing.due) == (TimingKind.UNKNOWN, None, None)
    assert read_timing("", ISSUED) is None


def test_a_phrase_is_found_at_the_end_of_running_text() -> None:
    text = "工业和信息化部2013年第三季度启动，2013-2015年滚动实施"
    assert text[phrase_starts(text, 0, len(text))[0] :] == "2013年第三季度启动，2013-2015年滚动实施"


def test_the_first_deadline_in_a_sentence() -> None:
    assert first_deadline("加快改革，2020年底前基本实现电子化，2021年6月底前推广。") == "2020年底前"
    assert first_deadline("加快改革，力争取得实效。") is None
    assert first_deadline("各部门应当在通知印发后60日内报送。") == "印发后60日内"


@given(st.integers(2000, 2050), st.integers(1, 12))
def test_a_month_s_end_is_its_last_day(year: int, month: int) -> None:
    timing = read_timing(f"{year}年{month}月底前完成", None)
    assert timing is not None
    assert timing.due is not None
    assert (timing.due.year, timing.due.month) == (year, month)
    assert (timing.due + dt.timedelta(days=1)).day == 1


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    timing = read_timing(text, ISSUED)
    assert timing is None if not text else timing is not None and timing.phrase == text
    assert is_phrase(text) in (True, False)


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("一至三季度", ("2013-01-01", "2013-09-30")),
        ("2014年第二至第三季度", ("2014-04-01", "2014-09-30")),
        ("2014年Q2", ("2014-04-01", "2014-06-30")),
    ],
)
def test_quarters_in_a_row_and_by_letter(phrase: str, days: tuple[str, str]) -> None:
    assert meaning(phrase)[1:3] == days
    assert is_phrase(phrase)


@pytest.mark.parametrize(
    "phrase", ["立行立改", "立行立改，长期坚持", "边查边改", "按序时进度推进", "定期开展", "贯穿全年", "立即整改到位", "汛期前"]
)
def test_words_that_a_time_column_has_for_at_once_and_all_along(phrase: str) -> None:
    assert is_phrase(phrase)
    assert phrase_starts(f"省水利厅{phrase}", 0, len(phrase) + 4)[0] == 4
