"""Reads the rows of a table of tasks one after the other: categories, tasks, and what goes on from the row above."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policy.columns_cells import DEPARTMENT_COLUMNS, is_balanced
from policy.grids_bands import band_of
from policy.grids_entry import Entry
from policy.grids_head import Head, header_at, row_words
from policy.grids_matrix import Matrix, Place, listed, said, unglued, unspaced
from policy.model import Doubt, Span
from policy.numerals import to_int
from policy.rows import number_doubts
from policy.rows_bands import Bands, plain_category
from policy.rows_header import Column
from policy.timing_grammar import is_phrase

_ASIDE = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|(?:附|备)?注|说\s*明|填表说明|续\s*表|接上[表页]|[（(]续[^）)]*[）)])(?:$|[:：1１])"
)
_NUMBER = re.compile(
    r"\D{0,4}?(?:(?P<above>\d{1,4})[.．\-](?=\d))?(?P<digits>\d{1,5})[)）.．、]?|[（(]?(?P<other>[①-⑳㉑-㉟㊱-㊿])[)）]?"
)
_CHINESE = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十百]{1,5})[)）]?[、.．]?")
_LEADING = re.compile(r"(?:[（(](?P<bracket>\d{1,4})[)）]|(?P<digits>\d{1,4})(?:[.．](?!\d)|、)|(?P<circle>[①-⑳㉑-㉟㊱-㊿]))\s*")
_UNDONE, _NEVER_FIRST, _FULL_STOP = "、，,：:（(“《", "、，,。；;）)”》", tuple("。；;！")
_USUALLY = 0.7
_NEAR = 3
_GUESSED = 0.9


@dataclass(slots=True)
class _Draft:
    """A task while its rows are read."""

    number: int | None
    category: str | None
    title: str
    head: Head
    text: str = ""
    places: list[tuple[Column, Place]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    doubts: tuple[Doubt, ...] = ()
    confidence: float = 1.0
    task: Place | None = None

    def cell(self, column: Column) -> str:
        """What the cells under a column say, those of names with a mark between the names."""
        places = [place for kind, place in self.places if kind is column and said(place.words)]
        if column in DEPARTMENT_COLUMNS:
            return unglued(listed([line for place in places for line in place.lines]))
        words = ""
        for place in places:
            apart = words and is_phrase(words) and is_phrase(place.words)
            words += f"；{place.words}" if apart else place.words
        return unspaced(words)

    def entry(self) -> Entry:
        columns = dict.fromkeys(kind for kind, _ in self.places if kind in DEPARTMENT_COLUMNS)
        names = tuple((kind, words) for kind in columns if (words := self.cell(kind)))
        kinds = frozenset(self.head.columns)
        return Entry(
            self.number,
            self.category,
            self.title,
            self.text,
            names,
            self.cell(Column.TIMING),
            kinds,
            self.confidence,
            self.doubts,
            tuple(self.spans),
        )


class RowReader:
    """Reads the rows of one table, or of the parts that page breaks made of it, into tasks."""

    def __init__(self, heading: str = "") -> None:
        """``heading`` is the category that stands above the table, if there is one."""
        self._drafts: list[_Draft] = []
        self._bands = Bands()
        if heading:
            self._bands.take(heading, fresh=True)
        self._columns: dict[int, str] = {}
        self._numbered = False
        self._series: tuple[str, int] | None = None
        self._category: str | None = None
        self._fresh = True

    def read(self, matrix: Matrix, head: Head) -> None:
        """Read the rows of a table, or of a part that goes on with the one before."""
        self._numbered = _is_numbered(matrix, head)
        row = head.end
        while row < len(matrix.rows):
            below = header_at(matrix, row) if not head.repeats(row_words(matrix, row)) else None
            if below:
                head, row = below, below.end
                self._numbered = _is_numbered(matrix, head)
                continue
            self._row(matrix, head, row)
            row += 1

    def entries(self) -> tuple[Entry, ...]:
        """The tasks that were read."""
        _number_by_text(self._drafts)
        return tuple(draft.entry() for draft in self._drafts)

    def _row(self, matrix: Matrix, head: Head, row: int) -> None:
        own = matrix.own(row)
        if not own or head.repeats(row_words(matrix, row)) or _ASIDE.match(own[0].words):
            return
        band = band_of(matrix, head, row)
        if band:
            if not head.is_title(band):
                self._fresh = self._bands.take(band, self._fresh)
            return
        if all(head.columns[place.column] is Column.NUMBER for place in own) and not _reached(matrix, head, row):
            return
        if self._goes_on(matrix, head, row):
            self._add(matrix, head, row, self._drafts[-1])
        else:
            self._begin(matrix, head, row)

    def _begin(self, matrix: Matrix, head: Head, row: int) -> None:
        category = self._category_at(matrix, head, row)
        title = _words(matrix, head, row, Column.TITLE)
        place = _place(matrix, head, row, Column.NUMBER)
        before = self._drafts[-1] if self._drafts and not self._fresh else None
        doubts: tuple[Doubt, ...] = ()
        if before and not (place and place.words) and not title and head.has(Column.TITLE) and category == before.category:
            number, title = before.number, before.title
        elif place and before and not matrix.begins(place, row):
            number = before.number
        else:
            number, doubts = self._number(place.words if place else "", category)
        self._category, self._fresh = category, False
        draft = _Draft(number, category, title, head, doubts=doubts, confidence=1.0 if head.rows else _GUESSED)
        self._drafts.append(draft)
        self._add(matrix, head, row, draft)

    def _number(self, words: str, category: str | None) -> tuple[int | None, tuple[Doubt, ...]]:
        """The number in a cell, and what is doubtful about it after the one before."""
        found = _numbered(words)
        if found is None:
            return None, ()
        above, number = found
        before = self._series[1] if self._series and self._series[0] == above else None
        if number == 1 and category != self._category:
            before = None
        self._series = (above, number)
        return number, number_doubts(before, number)

    def _category_at(self, matrix: Matrix, head: Head, row: int) -> str | None:
        columns = [column for column, kind in enumerate(head.columns) if kind is Column.CATEGORY]
        seen: list[Place] = []
        for column in columns:
            place = matrix.rows[row][column]
            if place and place.words and place not in seen and _kind(head, place) is Column.CATEGORY:
                words = plain_category(place.words)
                if self._columns.get(column) != words:
                    self._columns = {other: kept for other, kept in self._columns.items() if other < column} | {column: words}
                seen.append(place)
            elif self._fresh and not (place and place.words):
                self._columns.pop(column, None)
        levels = [*self._bands.words(), *(words for _, words in sorted(self._columns.items()))]
        return " / ".join(dict.fromkeys(levels)) or None

    def _add(self, matrix: Matrix, head: Head, row: int, draft: _Draft) -> None:
        """Put the cells of a row to a task: those that begin in the row, and for its first row those that reach into it."""
        first = not draft.spans
        own = [place for place in matrix.own(row) if _kind(head, place) is not Column.CATEGORY]
        seen = {place for _, place in draft.places}
        for place in own if not first else [place for place in matrix.cells(row) if place.words]:
            kind = _kind(head, place)
            if kind is Column.TASK and place is not draft.task:
                draft.text += place.words
                draft.task = place
            if place not in seen and (kind in DEPARTMENT_COLUMNS or kind is Column.TIMING):
                draft.places.append((kind, place))
        if own:
            draft.spans.append(Span(min(place.span.start for place in own), max(place.span.end for place in own)))

    def _goes_on(self, matrix: Matrix, head: Head, row: int) -> bool:
        """Whether a row only goes on with the task above: a page break cut it in two, or its wording covers both rows."""
        draft = self._drafts[-1] if self._drafts and not self._fresh else None
        number, task = _place(matrix, head, row, Column.NUMBER), _place(matrix, head, row, Column.TASK)
        if draft is None:
            return False
        if task and task is draft.task:
            return True
        if number and number.words and matrix.begins(number, row):
            return False
        if any(
            _kind(head, place) is Column.CATEGORY and plain_category(place.words) not in self._columns.values()
            for place in matrix.own(row)
        ):
            return False
        words = task.words if task else ""
        if not words and not _words(matrix, head, row, Column.TITLE):
            return True
        lacking = _lacking(matrix, head, row)
        if number and not matrix.begins(number, row):
            return False
        return _is_cut(draft, words, _cell(matrix, head, row, *DEPARTMENT_COLUMNS), _cell(matrix, head, row, Column.TIMING)) or (
            lacking and (self._numbered or not draft.text.endswith(_FULL_STOP))
        )


def _kind(head: Head, place: Place) -> Column:
    """What a cell holds: its column, of several the one for tasks, or for departments of any role."""
    kinds = head.columns[place.column : place.column + place.columns]
    if Column.TASK in kinds:
        return Column.TASK
    roles = {kind for kind in kinds if kind in DEPARTMENT_COLUMNS}
    return kinds[0] if len(roles) < 2 else Column.DEPARTMENTS


def _place(matrix: Matrix, head: Head, row: int, kind: Column) -> Place | None:
    return matrix.rows[row][head.columns.index(kind)] if kind in head.columns else None


def _words(matrix: Matrix, head: Head, row: int, kind: Column) -> str:
    place = _place(matrix, head, row, kind)
    return place.words if place and _kind(head, place) is kind else ""


def _cell(matrix: Matrix, head: Head, row: int, *kinds: Column) -> str:
    return "".join(said(matrix.words(row, column)) for column, kind in enumerate(head.columns) if kind in kinds)


def _reached(matrix: Matrix, head: Head, row: int) -> bool:
    """Whether the wording of a row reaches into it from above."""
    return bool(_words(matrix, head, row, Column.TASK))


def _lacking(matrix: Matrix, head: Head, row: int) -> bool:
    """Whether a row names nobody or no time though the table has columns for them."""
    groups = [kinds for kinds in (DEPARTMENT_COLUMNS, (Column.TIMING,)) if head.has(*kinds)]
    return any(not _cell(matrix, head, row, *kinds) for kinds in groups)


def _is_cut(draft: _Draft, words: str, names: str, timing: str) -> bool:
    """Whether a task plainly goes on in the row below: its wording, its list or its phrase is broken off there."""
    if words[:1] in tuple(_NEVER_FIRST) or draft.text[-1:] in tuple(_UNDONE):
        return bool(words and draft.text)
    if not is_balanced(draft.text) and is_balanced(draft.text + words):
        return True
    above = "".join(place.words for kind, place in draft.places if kind in DEPARTMENT_COLUMNS)
    if names and above and (above[-1] in "、，," or names[0] in "、，,"):
        return True
    phrase = draft.cell(Column.TIMING)
    return bool(phrase and timing) and is_phrase(phrase + timing) and not (is_phrase(phrase) and is_phrase(timing))


def _is_numbered(matrix: Matrix, head: Head) -> bool:
    """Whether nearly all rows that name a task carry a number of their own."""
    rows = [row for row in range(head.end, len(matrix.rows)) if len(matrix.own(row)) > 1 and _words(matrix, head, row, Column.TASK)]
    numbered = sum(_numbered(_words(matrix, head, row, Column.NUMBER)) is not None for row in rows)
    return numbered >= _USUALLY * len(rows) > 0


def _numbered(words: str) -> tuple[str, int] | None:
    """The number that a cell says, behind the one of its group if there is one: 1.2, （3）, ④, 五."""
    bare = "".join(words.split())
    found = _NUMBER.fullmatch(bare)
    if found:
        number = _value(found["digits"] or found["other"])
        return (found["above"] or "", number) if number is not None else None
    chinese = _CHINESE.fullmatch(bare)
    number = to_int(chinese["number"]) if chinese else None
    return ("一", number) if number else None


def _number_by_text(drafts: Sequence[_Draft]) -> None:
    """Take the numbers of tasks from the start of their wording where the table has no column for them."""
    if not drafts or any(draft.head.has(Column.NUMBER) for draft in drafts):
        return
    matches = [_LEADING.match(draft.title or draft.text) for draft in drafts]
    numbers = [_leading(match) if match else None for match in matches]
    if len(drafts) < 2 or not _ascends(numbers):
        return
    before: int | None = None
    for draft, match, number in zip(drafts, matches, numbers, strict=True):
        draft.number = number
        if match and number is not None:
            draft.doubts += number_doubts(None if number == 1 else before, number)
            before = number
            if draft.title:
                draft.title = draft.title[match.end() :]
            else:
                draft.text = draft.text[match.end() :]


def _leading(match: re.Match[str]) -> int | None:
    return _value(match["bracket"] or match["digits"] or match["circle"])


def _value(digits: str) -> int | None:
    """The value of digits of any width, or of a number in a circle."""
    return to_int(digits) if digits.isdecimal() else int(unicodedata.numeric(digits))


def _ascends(numbers: Iterable[int | None]) -> bool:
    """Whether nearly all numbers follow the one before, or begin again."""
    pairs = list(pairwise(numbers))
    steps = [after is not None and (before is None or _follows(before, after)) for before, after in pairs]
    grown = any(before and after and after > before for before, after in pairs)
    return grown and sum(steps) >= _USUALLY * len(steps)


def _follows(before: int, after: int) -> bool:
    return before < after <= before + _NEAR or after == 1 < before
