"""What the clauses say against what the rows of the table say: who, by when, and in which words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from policy.canonical import fold
from policy.departments_names import registry
from policy.model import Department, Finding, FindingKind, Provision, Role, Span, Task, TaskSource, Timing
from policy.timing import first_deadline, read_timing

_BRACKET: Final = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]*[）)〕\]】]")
_SENTENCE: Final = re.compile(r"[^。；;！？\n]+")
_LEAST, _LONGEST_CLAUSE = 10, 8_000
_SAME, _SAME_START, _RELATED = 85.0, 0.75, 60.0
_LIGHT: Final = re.compile(r"[\W_]|[和与及或的地得了等并且在对将把于为以其该各]|逐步|积极|进一步|大力|切实|努力|加快|要|应")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千两]+(?=[个项家万亿倍成分年月日批次类种])")
_EDGE: Final = 3


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row of the table and what the clause it carries out says of the same thing."""

    row: Task
    place: int
    clause: Provision

    def finding(self, kind: FindingKind, in_clause: str, in_table: str) -> Finding:
        facts = (
            ("number", str(self.row.number or self.place)),
            ("clause", self.clause.number or self.clause.eid),
            ("in_clause", in_clause or "—"),
            ("in_table", in_table or "—"),
        )
        return Finding(kind, self.clause.eid, self.row.eid, facts)


def compare_with_clauses(
    text: str, provisions: Sequence[Provision], table: Sequence[Task], duties: Sequence[Task]
) -> Iterator[Finding]:
    """Where a row and the clause it is linked to best contradict each other. ``duties`` are the tasks read from the clauses
    themselves; those that lie inside the table's own text are left out."""
    by_eid = {provision.eid: provision for provision in provisions}
    held: dict[str, list[_Pair]] = defaultdict(list)
    for place, row in enumerate(table, start=1):
        if row.clauses and (clause := by_eid.get(row.clauses[0].provision)):
            held[clause.eid].append(_Pair(row, place, clause))
    said = _outside(duties, [span for row in table for span in row.spans])
    for eid, pairs in held.items():
        own = said.get(eid, [])
        for pair in pairs:
            duty = own[0] if len(own) == 1 and len(pairs) == 1 else _same_matter(pair.row, own)
            if duty is not None:
                yield from _differing_duty(pair, duty)
        yield from _differing_words(text, pairs, dated=not own)


def _outside(duties: Sequence[Task], taken: Sequence[Span]) -> Mapping[str, list[Task]]:
    """The duties by clause, without those that are read from the rows themselves."""
    said: dict[str, list[Task]] = defaultdict(list)
    marks = sorted(
        [(span.start, 0, span.end) for span in taken] + [(duty.spans[0].start, 1, place) for place, duty in enumerate(duties)]
    )
    reached = -1
    for start, kind, value in marks:
        if kind == 0:
            reached = max(reached, value)
        elif start >= reached:
            said[duties[value].clauses[0].provision].append(duties[value])
    return said


def _same_matter(row: Task, duties: Sequence[Task]) -> Task | None:
    """The duty whose words are those of the row; ``None`` where none is close."""
    words = _bare(row.text)
    scored = [(fuzz.partial_ratio(words, _bare((duty.title or "") + duty.text)), place) for place, duty in enumerate(duties[:50])]
    best = max(scored, default=(0.0, 0))
    return duties[best[1]] if best[0] >= _SAME and len(words) >= _LEAST else None


def _differing_duty(pair: _Pair, duty: Task) -> Iterator[Finding]:
    row = pair.row
    if row.departments and duty.departments:
        only_clause = [] if row.open_ended else _missing(duty.departments, row.departments)
        only_table = [] if duty.open_ended else _missing(row.departments, duty.departments)
        if only_clause or only_table:
            yield pair.finding(FindingKind.DEPARTMENTS_DIFFER, "、".join(only_clause), "、".join(only_table))
        if (leads := _differing_leads(duty.departments, row.departments)) is not None:
            yield pair.finding(FindingKind.LEAD_DIFFERS, "、".join(leads[0]), "、".join(leads[1]))
    if _contradict(duty.timing, row.timing) and duty.timing and row.timing:
        yield pair.finding(FindingKind.DEADLINE_DIFFERS, duty.timing.phrase, row.timing.phrase)


def _contradict(ours: Timing | None, theirs: Timing | None) -> bool:
    """Whether two times name different last days, and none of the one's steps ends when the other does."""
    if ours is None or theirs is None or ours.due is None or theirs.due is None:
        return False
    own = {ours.due, *(phase.due for phase in ours.phases)}
    other = {theirs.due, *(phase.due for phase in theirs.phases)}
    return own.isdisjoint(other)


def _missing(these: Sequence[Department], those: Sequence[Department]) -> list[str]:
    return [one.name for one in these if not any(is_same_body(one.name, other.name) for other in those)]


def _differing_leads(these: Sequence[Department], those: Sequence[Department]) -> tuple[list[str], list[str]] | None:
    """Who leads only by the one and only by the other; ``None`` where they agree or one of them names no lead."""
    ours, theirs = ([one for one in group if one.role is Role.LEAD] for group in (these, those))
    only_ours, only_theirs = _missing(ours, theirs), _missing(theirs, ours)
    return (only_ours, only_theirs) if ours and theirs and (only_ours or only_theirs) else None


def is_same_body(one: str, other: str) -> bool:
    """Whether two names mean one body: any two names of a registered one, or the same name with and without its place."""
    one, other = _BRACKET.sub("", one), _BRACKET.sub("", other)
    if one == other:
        return True
    known, also = registry().find(one), registry().find(other)
    if known is not None or also is not None:
        return known is also
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and long.endswith(short)


def _differing_words(text: str, pairs: Sequence[_Pair], *, dated: bool) -> Iterator[Finding]:
    clause = pairs[0].clause
    if clause.end - clause.start > _LONGEST_CLAUSE:
        return
    body = "".join(_BRACKET.sub("", text[clause.start : clause.end]).split())
    sentences = [match.group() for match in _SENTENCE.finditer(body)]
    for pair in pairs:
        if pair.row.source is not TaskSource.TABLE:
            continue
        for words in (match.group() for match in _SENTENCE.finditer("".join(_BRACKET.sub("", pair.row.text).split()))):
            twin = _twin(words, sentences)
            if twin is None:
                continue
            if dated and twin != words:
                yield from _differing_deadline(pair, twin)
            if (changed := _changed(twin, words)) is not None:
                yield pair.finding(FindingKind.WORDING_DIFFERS, *changed)


def _differing_deadline(pair: _Pair, sentence: str) -> Iterator[Finding]:
    phrase, timing = first_deadline(sentence), pair.row.timing
    if phrase and timing and _contradict(read_timing(sentence), timing) and not timing.starts_only:
        yield pair.finding(FindingKind.DEADLINE_DIFFERS, phrase, timing.phrase)


def _twin(words: str, sentences: Sequence[str]) -> str | None:
    """The sentence that has these words or is clearly the same one; ``None`` where none is."""
    if len(words) < _LEAST:
        return None
    best, found = _SAME, None
    for sentence in sentences:
        if words in sentence:
            return sentence
        score = fuzz.ratio(words, sentence, score_cutoff=best)
        if score >= best and score > 0:
            best, found = score, sentence
    return found


def _changed(sentence: str, words: str) -> tuple[str, str] | None:
    """The words of both that stand in each other's place; ``None`` where one only leaves out or rearranges."""
    ours, theirs = fold(sentence), fold(words)
    for before, after in _replaced(ours, theirs):
        old, new = ours[slice(*before)], theirs[slice(*after)]
        weight = _LIGHT.sub("", old), _LIGHT.sub("", new)
        figures = _FIGURE.findall(_around(ours, before)) != _FIGURE.findall(_around(theirs, after))
        if (all(weight) and old not in theirs and new not in ours) or (figures and re.search(r"\d", old + new)):
            return _shown(sentence, before), _shown(words, after)
    return None


_Range = tuple[int, int]


def _replaced(ours: str, theirs: str) -> Iterator[tuple[_Range, _Range]]:
    """The stretches that replace each other between stretches that both have; a single character in common does not part them."""
    here = there = 0
    for block in Indel.opcodes(ours, theirs):
        if block.tag == "equal" and block.src_end - block.src_start > 1:
            if block.src_start > here and block.dest_start > there:
                yield (here, block.src_start), (there, block.dest_start)
            here, there = block.src_end, block.dest_end
    if len(ours) > here and len(theirs) > there:
        yield (here, len(ours)), (there, len(theirs))


def _around(words: str, span: _Range) -> str:
    start, end = span
    while start > 0 and words[start - 1] in "0123456789.":
        start -= 1
    while end < len(words) and words[end] in "0123456789.":
        end += 1
    return words[start:end]


def _shown(words: str, span: _Range) -> str:
    start, end = max(0, span[0] - 2 * _EDGE), min(len(words), span[1] + 2 * _EDGE)
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"


def _bare(words: str) -> str:
    return "".join(_BRACKET.sub("", words).split())
