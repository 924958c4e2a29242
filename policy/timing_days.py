"""The days that one step of a timing phrase names."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from policy.model import TimingKind
from policy.numerals import to_int

Found = Mapping[str, str]
Days = tuple[TimingKind, dt.date | None, dt.date | None]
_STARTING: Final = re.compile(r"启动|开工|开始|起步|部署|举办开")
_FIVE_YEARS: Final = 5
_PLANS: Final = {"十": 2005, "十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
_NOW: Final = frozenset({"立即", "即时", "即行", "即日起", "马上"})
_OFFSETS: Final = {"今": 0, "当": 0, "本": 0, "明": 1, "次": 1}
_MONTHS: Final = {"月": 1, "季度": 3, "年": 12}
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def days_of(found: Found, action: str, date: dt.date | None, earlier: int | None) -> Days:
    """The kind, first and last day of a step, from the named parts of its pattern. ``date`` is the document's own, ``earlier`` the
    year of the step before."""
    if not found.keys().isdisjoint(("from", "frommonth", "fromquarter", "fromhalf")):
        return _range(found, action, date, earlier)
    if "fromissue" in found:
        return TimingKind.CONTINUOUS, date, None
    if any(name in found for name in ("count", "count2", "count3", "bothyears")):
        return _counted(found, date)
    if "nearmonth" in found:
        return TimingKind.BY_DATE, None, _near_month(found["nearmonth"], date)
    if "planpart" in found or "plan" in found or "bareplan" in found:
        return _plan(found)
    if "isoyear" in found:
        return TimingKind.BY_DATE, None, _iso(found)
    return _undated(found, date) or _since(found, action, date, earlier)


def _undated(found: Found, date: dt.date | None) -> Days | None:
    if "atonce" in found:
        if found["atonce"] in _NOW:
            return TimingKind.BY_DATE, None, date
        return (TimingKind.BY_DATE if found["atonce"] == "已" else TimingKind.WITHIN_PERIOD), None, None
    if "continuous" in found:
        return TimingKind.CONTINUOUS, None, None
    return (TimingKind.CONDITIONAL, None, None) if "conditional" in found else None


def _range(found: Found, action: str, date: dt.date | None, earlier: int | None) -> Days:
    kind = TimingKind.ROLLING if "滚动" in action else TimingKind.WITHIN_PERIOD
    first_year = _number(found["from"]) if "from" in found else earlier or (date.year if date else None)
    if first_year is None:
        return kind, None, None
    last_year = _number(found["to"]) if "to" in found else first_year
    first = _first_day(first_year, found)
    last = _last_day(last_year, found)
    if "from" not in found and earlier is None and date and last < date.replace(day=1):
        first, last = _first_day(first_year + 1, found), _last_day(last_year + 1, found)
    return kind, first, last


def _first_day(year: int, found: Found) -> dt.date:
    if "fromquarter" in found:
        return _day_of(year, 3 * _number(found["fromquarter"]) - 2, 1)
    if "fromhalf" in found:
        return _day_of(year, 1 if found["fromhalf"] == "上" else 7, 1)
    return _day_of(year, _number(found.get("frommonth", "1")), _number(found.get("fromday", "1")))


def _last_day(year: int, found: Found) -> dt.date:
    if "toquarter" in found:
        return _month_end(year, 3 * _number(found["toquarter"]))
    if "tohalf" in found:
        return _month_end(year, 6 if found["tohalf"] == "上" else 12)
    month = _number(found.get("tomonth", "12"))
    return _day_of(year, month, _number(found["today"])) if "today" in found else _month_end(year, month)


def _counted(found: Found, date: dt.date | None) -> Days:
    if date is None:
        return TimingKind.WITHIN_PERIOD, None, None
    if "bothyears" in found:
        return TimingKind.WITHIN_PERIOD, date, dt.date(date.year + 1, 12, 31)
    count = found.get("count") or found.get("count2") or found["count3"]
    unit = found.get("unit") or found.get("unit2") or found["unit3"]
    return TimingKind.WITHIN_PERIOD, date, _after(date, count, unit)


def _near_month(which: str, date: dt.date | None) -> dt.date | None:
    if date is None:
        return None
    ahead = which[0] in "下次"
    return _month_end(date.year + (ahead and date.month == 12), date.month % 12 + 1 if ahead else date.month)


def _plan(found: Found) -> Days:
    """A five-year plan: the whole of its years, or its end (末)."""
    last = _PLANS[found.get("plan") or found["bareplan"]]
    part = found.get("planpart") or found.get("bareplanpart") or "期间"
    start = None if part.endswith("末") else dt.date(last - _FIVE_YEARS + 1, 1, 1)
    return TimingKind.WITHIN_PERIOD, start, dt.date(last, 12, 31)


def _iso(found: Found) -> dt.date:
    year, month = _number(found["isoyear"]), _number(found["isomonth"])
    return _day_of(year, month, _number(found["isoday"])) if "isoday" in found else _month_end(year, month)


def _since(found: Found, action: str, date: dt.date | None, earlier: int | None) -> Days:
    """Calendar words; with 起 they say when something begins to hold, and no end."""
    kind, start, due = _calendar(found, action, date, earlier)
    if not found.get("since"):
        return kind, start, due
    return TimingKind.CONTINUOUS, _first_of(found, start, due), None


def _first_of(found: Found, start: dt.date | None, due: dt.date | None) -> dt.date | None:
    if start is not None or due is None:
        return start
    if "day" in found:
        return due
    return due.replace(day=1) if "month" in found else due.replace(month=1, day=1)


def _calendar(found: Found, action: str, date: dt.date | None, earlier: int | None) -> Days:
    year = _year(found, date, earlier)
    kind = _calendar_kind(found, action)
    if year is None:
        return kind, None, None
    if "quarters" in found:
        return kind, _day_of(year, 1, 1), _month_end(year, 3 * _number(found["quarters"]))
    if "quarter" in found:
        last = 3 * _number(found["quarter"])
        return kind, _day_of(year, 3 * _number(found.get("firstquarter", found["quarter"])) - 2, 1), _month_end(year, last)
    if "half" in found:
        first = 1 if found["half"] == "上" else 7
        return kind, (None if found["halfbefore"] else _day_of(year, first, 1)), _month_end(year, first + 5)
    if "midyear" in found:
        return kind, None, _month_end(year, 6)
    if "month" in found:
        return kind, None, _day(year, found)
    return _year_days(kind, year, found, date)


def _year_days(kind: TimingKind, year: int, found: Found, date: dt.date | None) -> Days:
    if "yearendbefore" in found:
        return kind, None, _day_of(year, 12, 31)
    if found.get("inyear") == "初":
        return kind, _day_of(year, 1, 1), _day_of(year, 3, 31)
    until = re.search("[到至]|截止|不[迟晚]于|最[迟晚]", found.get("prefix", "")) is not None
    return kind, (None if until else _period_start(year, found, date)), _day_of(year, 12, 31)


def _calendar_kind(found: Found, action: str) -> TimingKind:
    starts = _STARTING.search(action) is not None
    if "quarters" in found:
        return TimingKind.WITHIN_PERIOD
    if "quarter" in found:
        return TimingKind.QUARTER_START if starts else TimingKind.QUARTER
    if "half" in found:
        return TimingKind.BY_DATE if found["halfbefore"] else TimingKind.WITHIN_PERIOD
    if "month" in found or "midyear" in found:
        return TimingKind.BY_DATE
    if "yearendbefore" in found:
        if not found["yearendbefore"]:
            return TimingKind.YEAR_END
        return TimingKind.YEAR_END_START if starts else TimingKind.YEAR_END_DONE
    return TimingKind.WITHIN_PERIOD


def _period_start(year: int, found: Found, date: dt.date | None) -> dt.date:
    """A named year runs from January; 年内 runs from the document's own day."""
    return _day_of(year, 1, 1) if "year" in found or date is None or date.year != year else date


def _year(found: Found, date: dt.date | None, earlier: int | None) -> int | None:
    """The year meant. A phrase without one means the next time that its day comes, counted from the document or the step before."""
    written = found.get("year", "")
    if written and written not in _OFFSETS:
        return to_int(written)
    if written == "次" and earlier is not None:
        return earlier + 1
    if date is None:
        return None
    if written:
        return date.year + _OFFSETS[written]
    if earlier is not None:
        return earlier
    return date.year + (_last_month(found) < date.month)


def _last_month(found: Found) -> int:
    if "quarters" in found or "quarter" in found:
        return 3 * _number(found.get("quarters") or found["quarter"])
    if "half" in found:
        return 6 if found["half"] == "上" else 12
    return 6 if "midyear" in found else _number(found.get("month", "12"))


def _day(year: int, found: Found) -> dt.date:
    month = _number(found["month"])
    if "day" in found:
        return _day_of(year, month, _number(found["day"]))
    part = {"上旬": 10, "初": 10, "中旬": 20}.get(found.get("part", ""))
    return _day_of(year, month, part) if part else _month_end(year, month)


def _month_end(year: int, month: int) -> dt.date:
    return _day_of(year, month, 31)


def _day_of(year: int, month: int, day: int) -> dt.date:
    """The day, or the nearest there is to it: documents do write 2月30日."""
    year, month = min(max(year, _FIRST_YEAR), _LAST_YEAR), min(max(month, 1), 12)
    return dt.date(year, month, min(max(day, 1), calendar.monthrange(year, month)[1]))


def _number(text: str) -> int:
    return to_int(text) or 0


def _after(date: dt.date, count: str, unit: str) -> dt.date:
    """``date`` plus so many days, weeks, months, quarters or years; working days are counted as five to a week."""
    if unit == "年半":
        return _months_on(date, 12 * _number(count) + 6)
    if count == "半":
        return _months_on(date, 6) if unit == "年" else date + dt.timedelta(days=15)
    number = _number(count)
    if unit in ("日", "天"):
        return date + dt.timedelta(days=number)
    if unit == "工作日":
        return _working_days(date, number)
    if unit == "周":
        return date + dt.timedelta(weeks=number)
    return _months_on(date, number * _MONTHS[unit])


def _months_on(date: dt.date, months: int) -> dt.date:
    months += date.month - 1
    return _day_of(date.year + months // 12, months % 12 + 1, date.day)


def _working_days(date: dt.date, count: int) -> dt.date:
    while count:
        date += dt.timedelta(days=1)
        count -= date.weekday() < 5
    return date
