"""Tasks that clauses assign in passing: 「……（负责部门：甲、乙）」, 「……（甲牵头，乙等按职责分工负责，2015年底前完成）」."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy.departments import Bodies, read_departments, says_first_leads
from policy.departments_names import Lexicon, looks_like_name
from policy.model import ClauseLink, Doubt, DoubtKind, Provision, ProvisionKind, Span, Task, TaskSource, Timing
from policy.outline_names import CLOSING
from policy.timing import first_deadline, read_timing
from policy.timing_grammar import is_phrase

_NESTED = r"[^（）()\n]*(?:[（(][^（）()\n]*[）)][^（）()\n]*)*"
_BRACKET = re.compile(rf"[（(](?P<inside>{_NESTED})[）)]")
_ROLE_LABEL = r"(?:负责|责任|牵头|主办|配合|参加|参与|协办|承办|实施|落实)(?:部门|单位|主体|机构)"
_OPEN_LABEL = re.compile(rf"(?:(?<=[\n。；;])|^)[ \t　]*(?P<inside>{_ROLE_LABEL}(?:为)?[:：][^\n。]+)")
_DUTY = re.compile(r"负责|牵头|配合|参与|指导|会同|按(?:照)?职责|分工|落实|承办|主办|组织实施")
_DUTY_END = re.compile(r"(?:负责|牵头|配合|参与|参加|协助|落实|实施|办理|推进|承办|主办|分工|指导)$|会同")
_TIME_LABEL = re.compile(
    r"^(?:(?:完成|办理|工作|实施)?(?:时限|时间|期限|进度|节点|时间节点|时限要求|时间要求"
    r"|时间进度|进度安排))(?:为|[:：])"
)
_SIDE_LABEL = re.compile(r"^(?:适用范围|适用地区|备注|注|依据|来源|联系人|支持单位)[:：]")
_RULE = re.compile(r"[^，；;、]*(?:列|排)(?:在)?(?:第一位|首位)[^，；;]*|(?:以)?下同|以下[^，；。]*|不再[^，；。]*")
_FIELD = re.compile(r"[；;，,。]")
_FOLLOWS = re.compile(
    r"[\s。；;]*(?:\n|$|[（(]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|第[一二三四五六七八九十百]+[条章]|[①-⑳])"
)
_STOPS = ("。", "；", "！")
_LONGEST_TITLE = 40
_SURE, _UNSURE = 0.95, 0.7


@dataclass(frozen=True, slots=True)
class _Assignment:
    """What a bracket says: who, by when, and where it stands."""

    start: int
    end: int
    raw: str
    bodies: Bodies
    phrase: str | None
    first_leads: bool


def read_inline(text: str, provisions: Sequence[Provision], date: dt.date | None) -> tuple[Task, ...]:
    """The assignments of the outline's units in order, numbered from 1, each tied to its own clause.

    The category is the heading above, the title the unit's own heading; ``text`` leaves both out. A rule such as
    「排在第一位的部门为牵头部门，下同」 holds from where it stands.
    """
    units = sorted((p for p in provisions if p.kind is not ProvisionKind.PARAGRAPH), key=lambda p: (p.start, -p.end))
    by_eid = {unit.eid: unit for unit in units}
    starts = [unit.start for unit in units]
    lexicon = Lexicon()
    tasks: list[Task] = []
    ends: dict[str, int] = {}
    times: dict[str, int] = {}
    placed = [(found, unit) for found in _assignments(text, lexicon) if (unit := _unit_at(found.start, units, starts, by_eid))]
    for place, (found, unit) in enumerate(placed):
        times[unit.eid] = times.get(unit.eid, 0) + 1
        begin = ends.get(unit.eid, unit.start)
        ends[unit.eid] = found.end
        title, words = _words(text, unit, begin, found.start)
        if place + 1 == len(placed) or placed[place + 1][1] is not unit:
            below = bisect_right(starts, found.end - 1)
            words += _after(text, found.end, min([unit.end, *starts[below : below + 1]]))
        eid = f"{unit.eid}__task_{times[unit.eid]}"
        tasks.append(_task(eid, len(tasks) + 1, title, words, found, Span(begin, found.end), (unit, by_eid), lexicon, date))
    return tuple(tasks)


def _assignments(text: str, lexicon: Lexicon) -> Iterator[_Assignment]:
    first_leads = False
    matches = [*_BRACKET.finditer(text), *_OPEN_LABEL.finditer(text)]
    reached = 0
    for match in sorted(matches, key=lambda match: match.start("inside")):
        if match.start() < reached:
            continue
        inside = match["inside"]
        if len(inside) < 2 or not (_FOLLOWS.match(text, match.end()) or text[match.start() - 1 : match.start()] in _STOPS):
            continue
        first_leads = first_leads or says_first_leads(inside)
        found = _read(match, inside, first_leads, lexicon)
        if found:
            reached = match.end()
            yield found


def _read(match: re.Match[str], inside: str, first_leads: bool, lexicon: Lexicon) -> _Assignment | None:
    who, when = _fields(_RULE.sub("", inside))
    if not who:
        return None
    bodies = read_departments(who, lead_first=first_leads)
    if not _assigns(who, bodies, lexicon):
        return None
    return _Assignment(match.start(), match.end(), who, bodies, when, first_leads)


def _fields(inside: str) -> tuple[str, str | None]:
    """Who is named and the timing phrase, from the fields between ； and ，."""
    whos: list[str] = []
    whens: list[str] = []
    here, side = 0, False
    for stop in [*(match.start() for match in _FIELD.finditer(inside)), len(inside)]:
        field, mark = inside[here:stop].strip(), inside[here - 1 : here]
        here = stop + 1
        side = bool(_SIDE_LABEL.match(field)) or (side and mark in "，,")
        labelled = _TIME_LABEL.match(field)
        if not field or side:
            continue
        if labelled or is_phrase(field) or (field[0].isdigit() and first_deadline(field)):
            whens.append(field[labelled.end() :] if labelled else field)
        else:
            whos.append((mark if whos else "") + field)
    return "".join(whos), "，".join(whens) or None


def _assigns(who: str, bodies: Bodies, lexicon: Lexicon) -> bool:
    """Whether a bracket says who does it, rather than explaining a word."""
    names = bodies.names
    if re.match(_ROLE_LABEL, who):
        return bool(names) or bodies.open_ended
    if not _DUTY.search(who):
        return bool(names) and all(lexicon.is_known(name) for name in names)
    if not _DUTY_END.search(who):
        return False
    likely = sum(lexicon.is_known(name) or looks_like_name(name) for name in names)
    return likely * 2 >= len(names) if names else bodies.open_ended


def _unit_at(place: int, units: Sequence[Provision], starts: Sequence[int], by_eid: dict[str, Provision]) -> Provision | None:
    """The smallest unit of the outline that a place lies in."""
    spot = bisect_right(starts, place) - 1
    unit = units[spot] if spot >= 0 else None
    while unit is not None and not unit.start <= place < unit.end:
        unit = by_eid.get(unit.parent or "")
    return unit


def _words(text: str, unit: Provision, begin: int, end: int) -> tuple[str | None, str]:
    """The title and the wording of an assignment: what stands from its unit's marker, or from the one before, up to its bracket."""
    bare = re.sub(r"(?<![A-Za-z])[ \t　]+|[ \t　]+(?![A-Za-z])|\s*\n\s*", "", text[begin:end]).lstrip("。；;，")
    if begin != unit.start:
        return None, bare
    if unit.number and bare.startswith(unit.number):
        bare = bare[len(unit.number) :].lstrip("、.．　 ")
    heading = re.sub(r"\s+", "", unit.heading or "")
    rest = bare[len(heading) :].lstrip("。：:") if heading and bare.startswith(heading) else ""
    if rest and len(heading) <= _LONGEST_TITLE and len(bare) - len(rest) > len(heading) - 1:
        return unit.heading, rest
    return None, bare


def _after(text: str, start: int, end: int) -> str:
    """What its paragraph still says behind the last assignment of a unit, unless it closes the document."""
    rest = text[start:end].partition("\n")[0].strip().lstrip("。；;，")
    return "" if len(rest) < 2 or CLOSING.match(rest) else rest


def _task(
    eid: str,
    number: int,
    title: str | None,
    words: str,
    found: _Assignment,
    span: Span,
    place: tuple[Provision, dict[str, Provision]],
    lexicon: Lexicon,
    date: dt.date | None,
) -> Task:
    unknown = [
        department.name
        for department in found.bodies.departments
        if not lexicon.is_known(department.name) and not lexicon.is_registered(department.name)
    ]
    doubts = [Doubt(DoubtKind.UNKNOWN_DEPARTMENT, name) for name in unknown]
    if not words:
        doubts.append(Doubt(DoubtKind.NO_TEXT))
    unit, by_eid = place
    return Task(
        eid=eid,
        number=number,
        category=_category(unit, by_eid),
        title=title,
        text=words,
        departments=found.bodies.departments,
        departments_raw=re.sub(rf"^{_ROLE_LABEL}[:：]", "", found.raw),
        open_ended=found.bodies.open_ended,
        timing=_timing(found, words, date),
        source=TaskSource.INLINE,
        clauses=(ClauseLink(_clause(unit, by_eid).eid, 1.0),),
        confidence=_UNSURE if doubts else _SURE,
        doubts=tuple(doubts),
        spans=(span,),
    )


def _timing(found: _Assignment, words: str, date: dt.date | None) -> Timing | None:
    phrase = found.phrase or first_deadline(words)
    return read_timing(phrase, date) if phrase else None


def _category(unit: Provision, by_eid: dict[str, Provision]) -> str | None:
    above = by_eid.get(unit.parent or "")
    while above and not above.heading:
        above = by_eid.get(above.parent or "")
    return above.heading if above else None


def _clause(unit: Provision, by_eid: dict[str, Provision]) -> Provision:
    """The cited unit that ``unit`` belongs to: its clause or article, or itself where there is none above."""
    above: Provision | None = unit
    while above is not None and above.kind not in (ProvisionKind.CLAUSE, ProvisionKind.ARTICLE):
        above = by_eid.get(above.parent or "")
    return above or unit
