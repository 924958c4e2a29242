"""What a timing phrase means: its kind, its days and its steps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policy.model import Phase, Timing, TimingKind
from policy.timing_days import Found, days_of
from policy.timing_grammar import DATED, DEADLINE, JOIN, STEP, is_phrase

_STARTING = re.compile(r"启动|开工|开始|起步|部署|举办开")
_ENDING = re.compile(r"完成|建成|出台|印发|发布|实现|达到|结束|到位|见效")
_CLAUSE = re.compile(r"[^，,；;。、\n]+")
_CITED = re.compile(r"《[^》]*》")
_ONGOING = re.compile(
    r"持续|长期|常态|定期|日常|始终|加快|稳步|深入|同步|每[年月季周日]|经常|贯穿|逐步|正在|不断|有序|按(?:年|季|月|周)"
)


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
    bare = "".join(phrase.split()).rstrip("。；;")
    steps = _steps(bare, date) if is_phrase(bare) else _loose_steps(bare, date)
    if not steps:
        return Timing(phrase, TimingKind.CONTINUOUS if _ONGOING.search(bare) else TimingKind.UNKNOWN)
    if len(steps) == 1:
        only = steps[0]
        return Timing(phrase, only.kind, only.phase.start, only.phase.due, only.starts)
    return _several(phrase, steps)


def first_deadline(text: str) -> str | None:
    """The first deadline named inside running text, e.g. ``2020年底前``; ``None`` when there is none."""
    found = DEADLINE.search(text)
    return found.group() if found else None


def deadline_at(text: str) -> int:
    """Where the days end that ``text`` begins with (``2015年底前`` of ``2015年底前建立制度``); 0 if it begins otherwise."""
    found = DATED.match(text)
    return found.end() if found else 0


def _loose_steps(phrase: str, date: dt.date | None) -> list[_Step]:
    """The steps of a phrase in free words: each part between punctuation that names days begins one, parts that name none go on."""
    steps: list[_Step] = []
    year = None
    words = _CITED.sub(lambda match: " " * len(match.group()), phrase)
    parts = list(_CLAUSE.finditer(words))
    found = [(part, match) for part in parts if (match := _first_dated(words, part.start(), part.end()))]
    for place, (part, match) in enumerate(found):
        end = found[place + 1][0].start() if place + 1 < len(found) else len(phrase)
        own = phrase[part.start() : end].rstrip("，,；;。、\n")
        action = phrase[match.end() : end]
        kind, start, due = days_of(_named(match), _bare_action(action), date, year)
        year = due.year if due else year
        steps.append(_Step(Phase(own, start, due), kind, _bare_action(action)))
    return steps


def _first_dated(words: str, start: int, end: int) -> re.Match[str] | None:
    here = start
    while (match := DATED.search(words, here, end)) is not None:
        if match.end() > match.start() + len(match["prefix"]):
            return match
        here = max(match.end(), here + 1)
    return None


def _bare_action(words: str) -> str:
    """The words of what is to be done; a start is one only where nothing is brought to an end as well."""
    return "" if _STARTING.search(words) and _ENDING.search(words) else words


def _several(phrase: str, steps: list[_Step]) -> Timing:
    phases = tuple(step.phase for step in steps)
    start = next((phase.start for phase in phases if phase.start), None)
    due = next((phase.due for phase in reversed(phases) if phase.due), None)
    last = steps[-1]
    rolling = any(step.kind is TimingKind.ROLLING for step in steps)
    yearly = steps[0].kind is TimingKind.WITHIN_PERIOD and due is not None and steps[1].phase.phrase.startswith("每")
    if rolling or yearly:
        return Timing(phrase, TimingKind.ROLLING, start, steps[0].phase.due if yearly else due, False, () if yearly else phases)
    if steps[0].action == "研究" and steps[0].phase.due and due:
        return Timing(phrase, TimingKind.STUDY_THEN, start, due, last.starts, phases)
    if phrase.startswith("每"):
        return Timing(phrase, TimingKind.CONTINUOUS)
    if last.kind in (TimingKind.CONTINUOUS, TimingKind.CONDITIONAL):
        return Timing(phrase, last.kind, start, None, False, phases)
    return Timing(phrase, last.kind, start, due, last.starts, phases)


def _steps(phrase: str, date: dt.date | None) -> list[_Step]:
    steps: list[_Step] = []
    year = None
    for match in _step_matches(phrase):
        found = _named(match)
        action = found.get("action", "")
        kind, start, due = days_of(found, action, date, year)
        steps.append(_Step(Phase(match.group(), start, due), kind, action))
        year = due.year if due else year
    return steps


def _step_matches(phrase: str) -> Iterator[re.Match[str]]:
    here = 0
    while here < len(phrase):
        match = STEP.match(phrase, here)
        if match is None or match.end() == here:
            break
        yield match
        joint = JOIN.match(phrase, match.end())
        here = joint.end() if joint else match.end()


def _named(match: re.Match[str]) -> Found:
    return {name: value for name, value in match.groupdict().items() if value is not None}
