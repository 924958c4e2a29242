"""What a timing phrase means: its kind, its days and its steps."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from policy.model import Phase, Timing, TimingKind
from policy.timing_grammar import DEADLINE, JOIN, STEP, is_phrase

_STARTING = re.compile(r"启动|开工|开始|起步|部署|举办开")
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a phrase, read on its own."""

    phase: Phase
    kind: TimingKind
    action: str

    @property
    def starts(self) -> bool:
        return _STARTING.search(self.action) is not None


def read_timing(phrase: str, date: dt.date | None = None) -> Timing | None:
    """The meaning of ``phrase``, which is kept as written; ``None`` for an empty one. Phrases without a year, and those that
    count from the document, are resolved from ``date``; without it their days stay open."""
    if not phrase:
        return None
    if not is_phrase(phrase):
        return _inside(phrase, date)
    steps = _steps(phrase.rstrip("。；;"), date)
    if len(steps) == 1:
        only = steps[0]
        return Timing(phrase, only.kind, only.phase.start, only.phase.due, only.starts)
    return _several(phrase, steps)


def first_deadline(text: str) -> str | None:
    """The first deadline named inside running text, e.g. ``2020年底前``; ``None`` when there is none."""
    found = DEADLINE.search(text)
    return found.group() if found else None


def _inside(phrase: str, date: dt.date | None) -> Timing:
    deadline = first_deadline(phrase)
    step = _steps(deadline, date)[0] if deadline else None
    if step is None:
        return Timing(phrase, TimingKind.UNKNOWN)
    return Timing(phrase, step.kind, step.phase.start, step.phase.due, _STARTING.search(phrase) is not None)


def _several(phrase: str, steps: list[_Step]) -> Timing:
    phases = tuple(step.phase for step in steps)
    start = next((phase.start for phase in phases if phase.start), None)
    due = next((phase.due for phase in reversed(phases) if phase.due), None)
    if any(step.kind is TimingKind.ROLLING for step in steps):
        return Timing(phrase, TimingKind.ROLLING, start, due, False, phases)
    if steps[0].action == "研究" and steps[0].phase.due and due:
        return Timing(phrase, TimingKind.STUDY_THEN, start, due, steps[-1].starts, phases)
    last = steps[-1]
    if phrase.startswith("每"):
        return Timing(phrase, TimingKind.CONTINUOUS, None, None, False, phases)
    if last.kind in (TimingKind.CONTINUOUS, TimingKind.CONDITIONAL):
        return Timing(phrase, last.kind, start, None, False, phases)
    return Timing(phrase, last.kind, start, due, last.starts, phases)


def _steps(phrase: str, date: dt.date | None) -> list[_Step]:
    steps: list[_Step] = []
    here, year = 0, date.year if date else None
    while here < len(phrase):
        match = STEP.match(phrase, here)
        if match is None or match.end() == here:
            break
        step = _read_step(match, date, year if steps else None)
        steps.append(step)
        year = step.phase.due.year if step.phase.due else year
        joint = JOIN.match(phrase, match.end())
        here = joint.end() if joint else match.end()
    return steps


def _read_step(match: re.Match[str], date: dt.date | None, earlier: int | None) -> _Step:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    action = found.get("action", "")
    kind, start, due = _days(found, action, date, earlier)
    return _Step(Phase(match.group(), start, due), kind, action)


_Days = tuple[TimingKind, dt.date | None, dt.date | None]


def _days(found: dict[str, str], action: str, date: dt.date | None, earlier: int | None) -> _Days:
    if "from" in found:
        return _range(found, action)
    if "count" in found or "count2" in found:
        return _counted(found, date)
    if "atonce" in found:
        return TimingKind.BY_DATE, None, date if found["atonce"] != "已" else None
    if "continuous" in found:
        return TimingKind.CONTINUOUS, None, None
    if "conditional" in found:
        return TimingKind.CONDITIONAL, None, None
    return _calendar(found, action, date, earlier)


def _range(found: dict[str, str], action: str) -> _Days:
    first = dt.date(int(found["from"]), _month(found.get("frommonth", "1月")), 1)
    last = _month_end(int(found["to"]), _month(found.get("tomonth", "12月")))
    return (TimingKind.ROLLING if "滚动" in action else TimingKind.WITHIN_PERIOD), first, last


def _counted(found: dict[str, str], date: dt.date | None) -> _Days:
    if date is None:
        return TimingKind.WITHIN_PERIOD, None, None
    count, unit = _number(found.get("count") or found["count2"]), found.get("unit") or found["unit2"]
    return TimingKind.WITHIN_PERIOD, date, _after(date, count, unit)


def _calendar(found: dict[str, str], action: str, date: dt.date | None, earlier: int | None) -> _Days:
    year = _year(found, date, earlier)
    kind = _calendar_kind(found, action)
    if year is None:
        return kind, None, None
    if "quarter" in found:
        first = 3 * _number(found["quarter"]) - 2
        return kind, dt.date(year, first, 1), _month_end(year, first + 2)
    if "half" in found:
        first = 1 if found["half"] == "上" else 7
        return kind, (None if found["halfbefore"] else dt.date(year, first, 1)), _month_end(year, first + 5)
    if "month" in found:
        return kind, None, _day(year, found)
    if "yearendbefore" in found:
        return kind, None, dt.date(year, 12, 31)
    if found.get("inyear") == "初":
        return kind, dt.date(year, 1, 1), dt.date(year, 3, 31)
    return kind, _period_start(year, found, date), dt.date(year, 12, 31)


def _calendar_kind(found: dict[str, str], action: str) -> TimingKind:
    starts = _STARTING.search(action) is not None
    if "quarter" in found:
        return TimingKind.QUARTER_START if starts else TimingKind.QUARTER
    if "half" in found:
        return TimingKind.BY_DATE if found["halfbefore"] else TimingKind.WITHIN_PERIOD
    if "month" in found:
        return TimingKind.BY_DATE
    if "yearendbefore" in found:
        if not found["yearendbefore"]:
            return TimingKind.YEAR_END
        return TimingKind.YEAR_END_START if starts else TimingKind.YEAR_END_DONE
    return TimingKind.WITHIN_PERIOD


def _period_start(year: int, found: dict[str, str], date: dt.date | None) -> dt.date:
    """A named year runs from January; 年内 runs from the document's own day."""
    return dt.date(year, 1, 1) if "year" in found or date is None else date


def _year(found: dict[str, str], date: dt.date | None, earlier: int | None) -> int | None:
    """The year meant. A phrase without one means the next time that its day comes, counted from the document or the step before."""
    written = found.get("year", "")
    if written.isdigit():
        return int(written)
    if date is None:
        return None
    if written:
        return date.year + (written == "明")
    if earlier is not None:
        return earlier
    return date.year + (_last_month(found) < date.month)


def _last_month(found: dict[str, str]) -> int:
    if "quarter" in found:
        return 3 * _number(found["quarter"])
    if "half" in found:
        return 6 if found["half"] == "上" else 12
    return int(found.get("month", "12"))


def _day(year: int, found: dict[str, str]) -> dt.date:
    month = min(12, max(1, int(found["month"])))
    last = _month_end(year, month)
    if "day" in found:
        return last.replace(day=min(last.day, max(1, int(found["day"]))))
    part = {"上旬": 10, "中旬": 20}.get(found.get("part", ""))
    return last.replace(day=part) if part else last


def _month_end(year: int, month: int) -> dt.date:
    month = min(12, max(1, month))
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _month(text: str) -> int:
    return int(text.rstrip("月"))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0)


def _after(date: dt.date, count: int, unit: str) -> dt.date:
    """``date`` plus so many days, weeks, months, quarters or years; working days are counted as five to a week."""
    if unit in ("日", "天"):
        return date + dt.timedelta(days=count)
    if unit == "工作日":
        return _working_days(date, count)
    if unit == "周":
        return date + dt.timedelta(weeks=count)
    months = date.month - 1 + count * {"月": 1, "季度": 3, "年": 12}[unit]
    last = _month_end(date.year + months // 12, months % 12 + 1)
    return last.replace(day=min(last.day, date.day))


def _working_days(date: dt.date, count: int) -> dt.date:
    while count:
        date += dt.timedelta(days=1)
        count -= date.weekday() < 5
    return date
