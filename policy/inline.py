"""Tasks that clauses assign in passing: 「……（负责部门：甲、乙）」, 「……（甲牵头，乙等按职责分工负责，2015年底前完成）」."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from policy.departments_names import Lexicon
from policy.inline_duties import Duty, find_duties, is_heard_of
from policy.inline_labels import with_whole_labels
from policy.model import ClauseLink, Doubt, DoubtKind, Provision, ProvisionKind, Span, Task, TaskSource
from policy.outline_names import CLOSING

_LONGEST_TITLE = 40
_SURE, _UNSURE = 0.95, 0.7


def read_inline(text: str, provisions: Sequence[Provision], date: dt.date | None) -> tuple[Task, ...]:
    """The assignments of the outline's units in order, numbered from 1, each tied to its own clause.

    The category is the heading above, the title the unit's own heading; ``text`` leaves both out. A rule such as
    「排在第一位的部门为牵头部门，下同」 holds from where it stands.
    """
    text = with_whole_labels(text)
    units = sorted((p for p in provisions if p.kind is not ProvisionKind.PARAGRAPH), key=lambda p: (p.start, -p.end))
    by_eid = {unit.eid: unit for unit in units}
    starts = [unit.start for unit in units]
    lexicon = Lexicon()
    tasks: list[Task] = []
    ends: dict[str, int] = {}
    times: Counter[str] = Counter()
    by_sentences = not any(unit.kind is ProvisionKind.ARTICLE for unit in units)
    duties = find_duties(text, starts, lexicon, by_sentences=by_sentences)
    placed = _placed([(duty, unit) for duty in duties if (unit := _unit_at(duty.start, units, starts, by_eid))], by_eid)
    for place, (duty, unit) in enumerate(placed):
        times[unit.eid] += 1
        begin = ends.get(unit.eid, unit.start)
        ends[unit.eid] = duty.end
        title, words = _words(text, unit, begin, duty.start)
        if place + 1 == len(placed) or placed[place + 1][1] is not unit:
            below = bisect_right(starts, duty.end - 1)
            words = _joined(words, _after(text, duty.end, min([unit.end, *starts[below : below + 1]])))
        eid = f"{unit.eid}__task_{times[unit.eid]}"
        tasks.append(_task(eid, len(tasks) + 1, title, words, duty, Span(begin, duty.end), (unit, by_eid), lexicon, date))
    return tuple(tasks)


def _placed(duties: list[tuple[Duty, Provision]], by_eid: dict[str, Provision]) -> list[tuple[Duty, Provision]]:
    """The duties with the units they belong to: labelled lines below the last of several items, of which none has a duty of its
    own, are about the clause that holds the items."""
    siblings = Counter(unit.parent for unit in by_eid.values() if unit.kind is ProvisionKind.ITEM)
    assigned = Counter(unit.parent for _, unit in duties if unit.kind is ProvisionKind.ITEM)
    placed = []
    for duty, unit in duties:
        above = by_eid.get(unit.parent or "")
        shared = duty.labelled and unit.kind is ProvisionKind.ITEM and siblings[unit.parent] > 1 and assigned[unit.parent] == 1
        placed.append((duty, above if shared and above else unit))
    return placed


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


def _joined(words: str, rest: str) -> str:
    """Two sentences of a task; the full stop behind a bracket belongs to the words before it."""
    return f"{words}{'' if not words or words[-1] in '。；;！' else '。'}{rest}" if rest else words


def _after(text: str, start: int, end: int) -> str:
    """What its paragraph still says behind the last assignment of a unit, unless it closes the document."""
    rest = text[start:end].partition("\n")[0].strip().lstrip("。；;，")
    return "" if len(rest) < 2 or CLOSING.match(rest) else rest


def _task(
    eid: str,
    number: int,
    title: str | None,
    words: str,
    duty: Duty,
    span: Span,
    place: tuple[Provision, dict[str, Provision]],
    lexicon: Lexicon,
    date: dt.date | None,
) -> Task:
    unknown = [name for name in duty.bodies.names if not is_heard_of(name, lexicon)]
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
        departments=duty.bodies.departments,
        departments_raw=duty.raw,
        open_ended=duty.bodies.open_ended,
        timing=duty.timing(words, date),
        source=TaskSource.INLINE,
        clauses=(ClauseLink(_clause(unit, by_eid).eid, 1.0),),
        confidence=_UNSURE if doubts else _SURE,
        doubts=tuple(doubts),
        spans=(span,),
    )


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
