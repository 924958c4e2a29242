"""Cuts a task table's text into rows: headers and page marks aside, numbers in ascending order, categories between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy.model import Doubt, DoubtKind, Span
from policy.rows_bands import Bands, level_of, plain_category
from policy.rows_chain import Candidate, chain_of
from policy.rows_header import Column, Header, find_headers
from policy.rows_unnumbered import ends_with_name, row_starts
from policy.timing_grammar import is_phrase, phrase_starts

_NUMBER = re.compile(
    r"[ \t　]*[（(]?(?:\d{1,2}[.．](?=\d{1,2}(?!\d)))?(?:(?P<number>[0-9０-９]{1,5})|(?P<circle>[①-⑳㉑-㉟㊱-㊿]))"
    r"(?P<mark>[）)．、]|\.(?!\d))?(?P<blank> *[\t|] *|[ 　]*)(?P<rest>.*)"
)
_LEFT = re.compile(r"(?P<above>[一-鿿“”（）()、·]{1,16}?)(?P<number>\d{1,3})(?P<rest>(?!\d).*)")
_CELL_EDGE = re.compile(r"[\t|]|[ 　]{2}")
_UNIT = re.compile(
    r"[年月日个项家条%％‰万亿元户人次倍天种批类处座吨公里米号版届代部所名分秒时期级层位张套]"
    r"|[、，。～~\-—–/)）+.．\d]|[GMKTDgmk](?![一-鿿]{2})"
)
_HAN = re.compile(r"[一-鿿]")
_CATEGORY = re.compile(
    r"[ \t　]*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．.]"
    r"|第[一二三四五六七八九十]{1,3}(?:部分|类|章)|[Ⅰ-Ⅻ][、.．]?)\s*\S"
)
_PAGE = re.compile(
    r"[ \t　]*(?:#\s*Page\s*\d+:?|[—–\-－]+\s*\d{1,4}\s*[—–\-－]+|第\s*\d+\s*页(?:\s*[/共]\s*\d+\s*页?)?"
    r"|\d+\s*/\s*\d+)[ \t　]*"
)
_ON = re.compile(r"\s*[（(]?(?:续\s*上?表|接上[表页]|续)[\d一二三四五六七八九十]*[）)]?\s*")
_AFTER_TABLE = re.compile(
    r"[ \t　]*(?:附件|附表|附录|注\s*[:：1１]|备注\s*[:：]|[（(]此件|抄送|主题词|主送|公开方式|信息公开选项"
    r"|.{0,30}办公[厅室]\s*\d{4}年\d{1,2}月\d{1,2}日印发)"
)
_NAME_REACH = 10
_CUT_IN_TWO = 2
LONGEST_CATEGORY = 60
_WHOLE_ROW = 3.0
_DIGITS = 4
_LINES_ABOVE = 3
_AFTER_ROW, _ANYWHERE = 0.5, -4.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a row: its code points without outer blanks, and whether a blank line stands before it."""

    start: int
    end: int
    gap: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The raw lines of one row, its number and whether that stands on the row's first line, and what is doubtful about it."""

    number: int | None
    glued: bool
    category: str | None
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    spans: tuple[Span, ...]
    doubts: tuple[Doubt, ...]


@dataclass(slots=True)
class _Sheet:
    """The lines of the table's stretch with what is known about each."""

    text: str
    lines: list[Line]
    aside: set[int]
    headers: dict[int, Header]


def read_tables(text: str, start: int, end: int) -> Iterator[tuple[Row, ...]]:
    """The rows of each task table between two code points, in order; nothing when there is no header of one."""
    sheet = _sheet(text, start, end)
    last = 0
    for first in sorted(sheet.headers):
        if first >= last:
            last = _table_end(sheet, first)
            rows = tuple(_rows(sheet, _beginnings(sheet, first, last), first, last))
            if rows:
                yield rows


def read_rows(text: str, start: int, end: int) -> tuple[Row, ...]:
    """The rows of the first task table between two code points; nothing when there is none."""
    return next(read_tables(text, start, end), ())


def _beginnings(sheet: _Sheet, first: int, last: int) -> list[Candidate]:
    """Where the rows of a table begin: at their numbers, or, where there are none, behind what can end a row."""
    chain = chain_of(_candidates(sheet, first, last))
    columns = sheet.headers[first].columns
    if len(chain) > (0 if Column.NUMBER in columns else 1):
        return chain
    places = [place for place in range(sheet.headers[first].end, last) if place not in sheet.aside]
    lines = [sheet.text[sheet.lines[place].start : sheet.lines[place].end] for place in places]
    starts = row_starts(lines, columns, lambda line: _CATEGORY.match(line) is not None and len(line) <= LONGEST_CATEGORY)
    return [
        Candidate(places[place], number, sheet.lines[places[place]].start, 0.0, named=False)
        for number, place in enumerate(starts, start=1)
    ]


def is_page_mark(line: str) -> bool:
    """Whether a line is only what stands between the pages of a table: a page number, or a word that the table goes on."""
    return _PAGE.fullmatch(line) is not None or _ON.fullmatch(line) is not None


def with_end_last(row: Row, count: int) -> Row | None:
    """The row with the last ``count`` lines above its page break put at its end: a cell that was centred on its part of the row
    is printed there, before what goes on overleaf. Nothing where the row is not cut in two or has too few lines."""
    if len(row.spans) != _CUT_IN_TWO:
        return None
    above = [line for line in row.lines if line.start < row.spans[0].end]
    below = row.lines[len(above) :]
    if len(above) <= count or not below:
        return None
    return replace(row, lines=(*above[:-count], *below, *above[-count:]))


def _sheet(text: str, start: int, end: int) -> _Sheet:
    lines, gap, here = list[Line](), False, start
    while here < end:
        stop = text.find("\n", here, end)
        stop = end if stop < 0 else stop
        bare = text[here:stop]
        if bare.strip():
            lead = len(bare) - len(bare.lstrip())
            lines.append(Line(here + lead, here + len(bare.rstrip(" 　\r")), gap))
            gap = False
        else:
            gap = True
        here = stop + 1
    strings = [text[line.start : line.end] for line in lines]
    headers = find_headers(strings)
    aside = {place for place, string in enumerate(strings) if _PAGE.fullmatch(string)}
    for header in headers:
        aside.update(range(header.first, header.end))
    return _Sheet(text, lines, aside, {header.first: header for header in headers})


def _table_end(sheet: _Sheet, first: int) -> int:
    """Where the table stops: at what stands after a table (notes, 附件, the printing line), where text without tabs goes on below
    a table with tabs between its cells, else at the end."""
    last_tab = _last_tab(sheet, first)
    for place in range(sheet.headers[first].end, len(sheet.lines)):
        last_tab = _last_tab(sheet, place) if place in sheet.headers else last_tab
        line = sheet.lines[place]
        if place not in sheet.aside and (
            _AFTER_TABLE.match(sheet.text, line.start, line.end) or (line.gap and last_tab is not None and place > last_tab)
        ):
            return place
    return len(sheet.lines)


def _last_tab(sheet: _Sheet, header: int) -> int | None:
    """The last line with a tab from a header to the next one; nothing when the header has none."""
    last = None
    for place in range(header, len(sheet.lines)):
        if place > header and place in sheet.headers:
            break
        if sheet.text.find("\t", sheet.lines[place].start, sheet.lines[place].end) >= 0:
            last = place
        elif place == header:
            break
    return last


def _candidates(sheet: _Sheet, first: int, last: int) -> list[Candidate]:
    found: list[Candidate] = []
    fresh = True
    before: Line | None = None
    for place in range(first, last):
        if place in sheet.aside:
            fresh = True
            continue
        line = sheet.lines[place]
        match = _NUMBER.fullmatch(sheet.text, line.start, line.end)
        if match:
            below = sheet.lines[place + 1] if place + 1 < last else line
            can_begin = fresh or line.gap or _ends_row(sheet.text, before)
            candidate = _candidate(match, place, can_begin, sheet.text[below.start : below.end])
            if candidate and can_begin and _ends_row(sheet.text, line):
                candidate = replace(candidate, weight=candidate.weight + _WHOLE_ROW)
            found += [candidate] if candidate else []
            found += _broken(sheet, place, last, match, can_begin)
        elif _is_category_ahead(sheet.headers[first].columns) and (candidate := _left(sheet, place, first, last)):
            found.append(candidate)
        fresh = bool(_CATEGORY.match(sheet.text, line.start, line.end))
        before = line
    return found


def _left(sheet: _Sheet, place: int, first: int, last: int) -> Candidate | None:
    """The row that begins inside a line, where its number ran together with the category on its left: 开放6启动."""
    line = sheet.lines[place]
    match = _LEFT.fullmatch(sheet.text, line.start, line.end)
    if match is None:
        return None
    below = sheet.lines[place + 1] if place + 1 < last else None
    following = match["rest"] or (sheet.text[below.start : below.end] if below else "")
    if not following or _UNIT.match(following):
        return None
    above = range(max(sheet.headers[first].end, place - _LINES_ABOVE), place)
    after_row = (
        not above or place in (above[0], sheet.headers[first].end) or any(_ends_row(sheet.text, sheet.lines[k]) for k in above)
    )
    weight = _AFTER_ROW if after_row else _ANYWHERE
    return Candidate(place, int(match["number"]), match.start("rest"), weight, ended=after_row, begin=match.start("number"))


def _broken(sheet: _Sheet, place: int, last: int, match: re.Match[str], can_begin: bool) -> list[Candidate]:
    """The row that a line of digits may begin whose number a narrow column broke over two lines."""
    if match["rest"] or match["mark"] or not match["number"] or place + 1 >= last or place + 1 in sheet.aside:
        return []
    line = sheet.lines[place + 1]
    below = _NUMBER.fullmatch(sheet.text, line.start, line.end)
    if line.gap or below is None or not below["number"] or len(match["number"] + below["number"]) > _DIGITS:
        return []
    if below["rest"] and not below["mark"] and _UNIT.match(below["rest"]):
        return []
    number = int(match["number"] + below["number"])
    weight = (2.0 if below["rest"] else 4.0) + 1.5 * can_begin
    return [Candidate(place, number, below.start("rest"), weight, ended=can_begin, lines=2)]


def _candidate(match: re.Match[str], place: int, fresh: bool, following: str) -> Candidate | None:
    """The row that a line may begin. A lone figure before a unit (47, 个县) is doubtful unless a row can have ended before it."""
    rest = match["rest"]
    number = int(match["number"]) if match["number"] else int(unicodedata.numeric(match["circle"]))
    if not rest:
        counted = not fresh and _UNIT.match(following)
        return Candidate(place, number, match.end(), 2.0 + 1.5 * fresh - (4.0 if counted else 0.0), ended=fresh)
    if _CELL_EDGE.search(match["blank"]):
        return Candidate(place, number, match.start("rest"), 2.0)
    apart = bool(match["mark"] or match["blank"] or match["circle"])
    if not apart and _UNIT.match(rest):
        if not fresh or not _HAN.match(rest) or is_phrase(match.group().strip()):
            return None
        return Candidate(place, number, match.start("rest"), 0.0, counted=True)
    weight = (1.0 if fresh else -3.0) + (2.0 if apart else 0.0)
    return Candidate(place, number, match.start("rest"), weight, ended=fresh)


def _ends_row(text: str, line: Line | None) -> bool:
    """Whether a line can be the last of a row: it ends with a timing phrase or the name of a body."""
    if line is None:
        return False
    named = ends_with_name("".join(text[max(0, line.end - _NAME_REACH) : line.end].split()))
    return named or bool(phrase_starts(text, max(line.start, line.end - 40), line.end))


def _rows(sheet: _Sheet, chain: list[Candidate], first: int, last: int) -> Iterator[Row]:
    stop = chain[0].line if chain else last
    bands, columns = Bands(), _columns_after(sheet, first - 1, stop, sheet.headers[first].columns)
    above = _joined(sheet, sheet.headers[first].end, stop) + (_text(sheet, _above(sheet, chain[0])) if chain else "")
    if Column.CATEGORY in columns and not _has_inner_category(columns) and 0 < len(above) <= LONGEST_CATEGORY:
        bands.take(above, fresh=True)
    else:
        _take_categories(sheet, bands, _category_lines(sheet, sheet.headers[first].end, stop), stop)
    before: int | None = None
    for place, candidate in enumerate(chain):
        is_last = place + 1 == len(chain)
        stop = last if is_last else chain[place + 1].line
        tail = None if is_last else _above(sheet, chain[place + 1])
        lines = () if is_last or tail or _has_inner_category(columns) else _category_lines(sheet, candidate.line + 1, stop)
        category = " / ".join(bands.words()) or None
        doubts = number_doubts(before, candidate.number)
        yield _row(sheet, candidate, lines[0] if lines else stop, category, columns, doubts, tail)
        before = candidate.number
        if lines:
            _take_categories(sheet, bands, lines, stop)
            before = None if chain[place + 1].number == 1 else before
        columns = _columns_after(sheet, candidate.line, stop, columns)


def _above(sheet: _Sheet, candidate: Candidate) -> Line | None:
    """What of a row's first line stands before its number, and so belongs above it."""
    if candidate.begin is None:
        return None
    line = sheet.lines[candidate.line]
    return Line(line.start, candidate.begin, line.gap)


def _text(sheet: _Sheet, line: Line | None) -> str:
    return sheet.text[line.start : line.end] if line else ""


def _is_category_ahead(columns: Sequence[Column]) -> bool:
    """Whether a column of categories stands to the left of the numbers."""
    return Column.CATEGORY in columns and Column.NUMBER in columns and not _has_inner_category(columns)


def _has_inner_category(columns: Sequence[Column]) -> bool:
    """Whether the cells of a column within the rows name the category, so that a line in them is no row of its own."""
    if Column.CATEGORY not in columns:
        return False
    return Column.NUMBER not in columns or columns.index(Column.NUMBER) < columns.index(Column.CATEGORY)


def _take_categories(sheet: _Sheet, bands: Bands, lines: Sequence[int], stop: int) -> None:
    for here, end in pairwise((*lines, stop)):
        bands.take(plain_category(_joined(sheet, here, end)), fresh=here != lines[0])


def _columns_after(sheet: _Sheet, line: int, stop: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    for place in range(line + 1, stop):
        if place in sheet.headers:
            columns = sheet.headers[place].columns
    return columns


def _category_lines(sheet: _Sheet, begin: int, stop: int) -> tuple[int, ...]:
    """The lines where categories begin that fill the rest up to ``stop``, from the outermost in."""
    length, found, inner = 0, list[int](), len(sheet.text)
    for place in range(stop - 1, begin - 1, -1):
        if place in sheet.aside:
            continue
        line = sheet.lines[place]
        length += line.end - line.start
        if length > LONGEST_CATEGORY:
            break
        if _CATEGORY.match(sheet.text, line.start, line.end):
            level = level_of(sheet.text[line.start : line.end])
            if level is None or level >= inner:
                break
            found.insert(0, place)
            length, inner = 0, level
    return tuple(found)


def _joined(sheet: _Sheet, begin: int, stop: int) -> str:
    lines = (sheet.lines[place] for place in range(begin, stop) if place not in sheet.aside)
    return "".join(sheet.text[line.start : line.end] for line in lines)


def _row(
    sheet: _Sheet,
    candidate: Candidate,
    until: int,
    category: str | None,
    columns: tuple[Column, ...],
    doubts: tuple[Doubt, ...],
    tail: Line | None,
) -> Row:
    below = candidate.line + candidate.lines
    own = sheet.lines[below - 1]
    glued = candidate.rest < own.end
    lines = [Line(candidate.rest, own.end, False)] if glued else []
    spans = [Span(candidate.begin or sheet.lines[candidate.line].start, own.end)]
    apart = False
    for place in range(below, until):
        if place in sheet.aside:
            apart = True
            continue
        line = sheet.lines[place]
        lines.append(Line(line.start, line.end, line.gap and not apart))
        spans[-1:] = [spans[-1], Span(line.start, line.end)] if apart else [Span(spans[-1].start, line.end)]
        apart = False
    if tail:
        lines.append(tail)
        spans[-1:] = [spans[-1], Span(tail.start, tail.end)] if apart else [Span(spans[-1].start, tail.end)]
    return Row(candidate.number if candidate.named else None, glued, category, tuple(lines), columns, tuple(spans), doubts)


def number_doubts(before: int | None, number: int) -> tuple[Doubt, ...]:
    """What is doubtful about a number after the one ``before``: that others are missing, or that it is there twice."""
    if before is None:
        return (Doubt(DoubtKind.NUMBER_GAP, f"1–{number - 1}"),) if number > 1 else ()
    if number == before:
        return (Doubt(DoubtKind.NUMBER_REPEATED, str(number)),)
    if number > before + 1:
        missing = str(before + 1) if number == before + 2 else f"{before + 1}–{number - 1}"
        return (Doubt(DoubtKind.NUMBER_GAP, missing),)
    return ()
