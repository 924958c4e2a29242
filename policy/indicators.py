"""Reads the quantified targets of a policy: what is to reach how much by when."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from policy.canonical import fold
from policy.indicators_grammar import (
    CONDITION,
    NOT_A_GOAL,
    PAST,
    TARGET,
    YEAR,
    Quantity,
    is_time,
    quantity_of,
    same_kind,
    upper_of,
    year_in,
)
from policy.indicators_names import Name, count_name, name_of
from policy.model import Indicator, Provision, ProvisionKind, Span, Task, TaskSource
from policy.numerals import to_int

_DIGIT: Final = re.compile(r"\d|百分之|翻[一两二]?番|分之|达到[一二三四五六七八九十]")
_SENTENCE: Final = re.compile(r"[^。;!?]+[。;!?]?")
_SEGMENT: Final = re.compile(r"(?:[^,:]|(?<=\d),(?=\d{3}))+[,:]?")
_AIM: Final = re.compile("建成|建设|培育|打造|创建|形成|新建|新增|完成|推广|建立|支持|选择|认定|扶持|引进")
_LONGEST_SUBJECT: Final = 80
_LONGEST_QUOTE: Final = 200
_LEAST_YEAR: Final = 1900
_LISTED: Final = re.compile("[、和及]|以及")
_CHINESE_YEAR: Final = re.compile("[一二][〇零九][〇零一二三四五六七八九]{2}(?=年)")
_SHORTEN: Final = re.compile("压缩|缩短|压减|控制在|缩减|不超过")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Words without white space, and where each of their characters stands in the canonical text."""

    words: str
    places: Sequence[int]
    counts: bool = False

    def span(self, start: int, end: int) -> Span:
        return Span(self.places[start], self.places[end - 1] + 1)


def read_indicators(
    text: str, provisions: Sequence[Provision], tasks: Sequence[Task], date: dt.date | None
) -> tuple[Indicator, ...]:
    """The targets in the provisions and in the rows of the task table, in the order of the text.

    ``date`` is that of the document: a year before it tells of the past and is no target. The articles of laws are left out: what
    they count are conditions.
    """
    earliest = date.year if date else 0
    inline = _Inline(tasks)
    found = [
        target.indicator(text, provision.eid, inline.task(target.span))
        for provision, reading in _own_words(text, provisions)
        for target in _targets(reading, earliest)
    ]
    for task in tasks:
        if task.source is not TaskSource.INLINE:
            found += [target.indicator(text, None, task.eid) for target in _targets(_task_words(text, task), earliest)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Target:
    name: Name
    quantity: Quantity
    by: int | None
    span: Span
    inherited: bool

    def indicator(self, text: str, provision: str | None, task: str | None) -> Indicator:
        quote = "".join(text[self.span.start : self.span.end].split("\n"))
        quantity, by = self.quantity, str(self.by) if self.by else None
        name, operator, value, unit = self.name.words, quantity.operator, quantity.value, quantity.unit
        return Indicator(provision, task, name, operator, value, unit, by, quote, self.span, self.inherited)


@dataclass(frozen=True, slots=True)
class _Year:
    """The year that holds, whether a sentence before gave it, and where it stands if it does so alone between commas."""

    by: int | None
    inherited: bool
    dated: int | None


class _Inline:
    """The stretches of tasks that were found in sentences, by place."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        inline = [(order, task) for order, task in enumerate(tasks) if task.source is TaskSource.INLINE]
        self._spans = sorted((span.start, span.end, order, task.eid) for order, task in inline for span in task.spans)
        self._reach = list(accumulate((end for _, end, _, _ in self._spans), max))

    def task(self, span: Span) -> str | None:
        """The first task that has the whole of ``span``."""
        index = bisect_right(self._spans, span.start, key=lambda own: own[0]) - 1
        found: list[tuple[int, str]] = []
        while index >= 0 and self._reach[index] >= span.end:
            _, end, order, eid = self._spans[index]
            if end >= span.end:
                found.append((order, eid))
            index -= 1
        return min(found)[1] if found else None


def _own_words(text: str, provisions: Sequence[Provision]) -> Iterator[tuple[Provision, _Reading]]:
    """Each provision outside articles and tables with its words up to its first child."""
    skipped: set[str] = set()
    for index, provision in enumerate(provisions):
        if provision.kind is ProvisionKind.ARTICLE or provision.parent in skipped:
            skipped.add(provision.eid)
            continue
        if provision.kind is ProvisionKind.ANNEX:
            continue
        following = provisions[index + 1] if index + 1 < len(provisions) else None
        end = following.start if following and following.parent == provision.eid else provision.end
        if _DIGIT.search(text, provision.start, end):
            yield provision, _reading(text, [Span(provision.start, end)])


def _reading(text: str, spans: Sequence[Span], *, counts: bool = False) -> _Reading:
    places = [place for span in spans for place in range(span.start, span.end) if not text[place].isspace()]
    return _Reading(_arabic(fold("".join(text[place] for place in places))), places, counts)


def _arabic(words: str) -> str:
    """``words`` with years in Arabic digits; the length stays."""
    return _CHINESE_YEAR.sub(lambda match: str(to_int(match.group())), words)


def _task_words(text: str, task: Task) -> _Reading:
    row = _reading(text, task.spans, counts=True)
    words = _arabic(fold("".join(task.text.split())))
    start = row.words.find(words)
    if start >= 0:
        return _Reading(words, row.places[start : start + len(words)], counts=True)
    whole = task.spans[0] if task.spans else Span(0, 1)
    return _Reading(words, [whole.start, *[whole.end - 1] * max(len(words) - 1, 0)], counts=True)


def _targets(reading: _Reading, earliest: int) -> Iterator[_Target]:
    by: int | None = None
    inherited = False
    for sentence in _SENTENCE.finditer(reading.words):
        if PAST.search(sentence.group()) or NOT_A_GOAL.search(sentence.group()):
            by = None
            continue
        last: Name | None = None
        dated: int | None = None
        for segment in _SEGMENT.finditer(reading.words, sentence.start(), sentence.end()):
            year = year_in(segment.group())
            by, inherited = (year, False) if year else (by, inherited)
            if year and YEAR.fullmatch(segment.group().rstrip(",")):
                dated = segment.start()
                continue
            for target in _in_segment(reading, segment, last, _Year(by, inherited and by is not None, dated)):
                last = target.name
                if last.words and (not by or by >= earliest):
                    yield target
            dated = None
        inherited = inherited or not sentence.group().endswith(";")


def _in_segment(reading: _Reading, segment: re.Match[str], last: Name | None, year: _Year) -> Iterator[_Target]:
    start = year.dated if year.dated is not None else segment.start()
    position = segment.start()
    first: Quantity | None = None
    for match in TARGET.finditer(reading.words, segment.start(), segment.end()):
        quantity = quantity_of(match)
        before, after = reading.words[position : match.start()], reading.words[match.end() : segment.end()].rstrip(",:。;")
        if first and last and _LISTED.fullmatch(before):
            position = match.end()
            yield _Target(last, same_kind(first, match), year.by, reading.span(start, match.end()), year.inherited)
            continue
        if not _is_target(reading, quantity, before, after, match, year.by):
            continue
        if quantity.compared or quantity.changed:
            subject = before + (match["op"] or "翻番" if quantity.changed else "")
            last = name_of(subject, last, start)
            span = reading.span(last.start if match.end() - last.start <= _LONGEST_QUOTE else segment.start(), match.end())
            first = quantity if "分别" in before else None
        else:
            last = Name(count_name(before, quantity.unit, after), start)
            span = reading.span(start, segment.end() - (reading.words[segment.end() - 1] in ",:。;"))
        position = match.end()
        upper = upper_of(match, quantity)
        for value in (quantity, upper) if upper else (quantity,):
            yield _Target(last, value, year.by, span, year.inherited)


def _is_target(reading: _Reading, quantity: Quantity, before: str, after: str, match: re.Match[str], by: int | None) -> bool:
    if len(before) > _LONGEST_SUBJECT:
        return False
    if is_time(quantity.unit):
        return quantity.value < _LEAST_YEAR and quantity.compared and _SHORTEN.search(before + (match["op"] or "")) is not None
    if CONDITION.match(after):
        return False
    if quantity.compared:
        return not _tells_of_the_present(reading, match, after, by)
    if quantity.changed:
        return by is not None
    counted = quantity.unit[-1] not in "%‰元点" and bool(after) and not match["about"]
    return counted and (reading.counts or (by is not None and _AIM.search(before) is not None))


def _tells_of_the_present(reading: _Reading, match: re.Match[str], after: str, by: int | None) -> bool:
    """Whether a number is no goal though it is compared: 30万千瓦以上 says which plants are meant, 达100万批 in running text
    without a year says how things are."""
    if match["op"] is None and after:
        return True
    return match["op"] in (None, "达") and by is None and not reading.counts
