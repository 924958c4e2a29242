"""A table laid out by rows and columns, where a cell that covers several places stands in each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policy.departments_names import LONGEST_NAME, Lexicon, looks_like_name, may_end_name
from policy.model import Span
from policy.structure import Table
from policy.traditional import simplified

MOST_COLUMNS = 40
_BLANK = " \t\u3000\u00a0"
_NOTHING = re.compile(r"[\-—–/／\\＼一无○〇]?|[\-—–]+")
_HAN_BLANK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\u3000]+(?=[\u3000-\u9fff\uff00-\uffef])")
_LABEL = re.compile(r"(?:负责|责任|牵头|主办|配合|参加|参与|协办|协助|承办|实施|落实)(?:部门|单位|主体|机构)?[:：]")
_ROLE_END = re.compile(r"(?:牵头|主办|配合|协助|协办|参与|参加|负责|落实)$")
_STOPS = "、，,；;。：:/（("
_ITEM = re.compile(r"[\u4e00-\u9fff]{6,80}")
_LEAST = 3
_NEVER_ALONE = frozenset(
    ("办公室", "办公厅", "委员会", "管理局", "总局", "人民政府", "管委会", "领导小组", "工作组", "专班", "有关部门", "管理中心")
)
"""What names end with when a line is broken inside them, though it reads like a name too."""
_NAME_STOPS = re.compile(r"[、，,；;。]|会同|等(?=$|[、，,；;])")


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a table: its words line by line, its stretch of the text, and the rows and columns that it covers."""

    lines: tuple[str, ...]
    span: Span
    row: int
    column: int
    rows: int
    columns: int

    @property
    def words(self) -> str:
        """The words as one line."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells of a table. ``rows`` holds for each row that has a cell the cell at each column, ``None`` where there is none."""

    rows: tuple[tuple[Place | None, ...], ...]
    width: int

    def own(self, row: int) -> tuple[Place, ...]:
        """The cells that begin in a row and say something, from the left."""
        return tuple(place for place in self.cells(row) if place.words and self.begins(place, row))

    def cells(self, row: int) -> tuple[Place, ...]:
        """The cells of a row, each once, from the left."""
        return tuple(dict.fromkeys(place for place in self.rows[row] if place is not None))

    def begins(self, place: Place, row: int) -> bool:
        """Whether a cell begins in a row and does not reach into it from above."""
        return row == 0 or self.rows[row - 1][place.column] is not place

    def words(self, row: int, column: int) -> str:
        """The words at a place."""
        place = self.rows[row][column]
        return place.words if place else ""


def matrix_of(text: str, table: Table, most_rows: int | None = None) -> Matrix | None:
    """The cells of a ``table`` in its ``text`` by row and column, of its first ``most_rows`` rows if that is given; nothing for a
    table with more columns than one that is read. Traditional characters are folded."""
    numbers = sorted({cell.row for cell in table.cells})[:most_rows]
    width = 1 + max((cell.column for cell in table.cells), default=-1)
    if not numbers or not 1 <= width <= MOST_COLUMNS:
        return None
    index = {number: row for row, number in enumerate(numbers)}
    rows: defaultdict[int, list[Place | None]] = defaultdict(lambda: [None] * width)
    for cell in table.cells:
        if cell.row not in index:
            continue
        first = index[cell.row]
        place = Place(
            lines_of(simplified(text[cell.span.start : cell.span.end])), cell.span, first, cell.column, cell.rows, cell.columns
        )
        for row in range(first, len(numbers)):
            if numbers[row] >= cell.row + cell.rows:
                break
            for column in range(cell.column, min(width, cell.column + cell.columns)):
                rows[row][column] = rows[row][column] or place
    return Matrix(tuple(tuple(rows[row]) for row in range(len(numbers))), width)


def lines_of(words: str) -> tuple[str, ...]:
    """The lines of a cell that say something, without outer blanks."""
    return tuple(line for line in (line.strip(_BLANK) for line in words.split("\n")) if line)


def said(words: str) -> str:
    """The words of a cell, empty where a dash or stroke only says that there is nothing."""
    return "" if _NOTHING.fullmatch(words) else words


def unspaced(words: str) -> str:
    """Words without the blanks that only lay out Chinese characters."""
    return _HAN_BLANK.sub("", words)


def listed(lines: Sequence[str], is_name: Callable[[str], bool] = looks_like_name) -> str:
    """The lines of a departments cell as one: a line that begins a name or a role of its own is set apart from the one before.
    ``is_name`` tells whether words are a whole name."""
    out = ""
    for piece in (piece for line in lines for piece in _apart(line, is_name)):
        out += _mark_between(out, piece, is_name) + piece
    return out


def _apart(line: str, is_name: Callable[[str], bool]) -> list[str]:
    """The names that blanks keep apart in a line, though blanks may stand inside them too; else the line without its blanks."""
    pieces = [piece for piece in re.split(r"[ \t\u3000]+", line) if piece]
    names, held = list[str](), ""
    for piece in pieces:
        held += piece
        if is_name(held):
            names.append(held)
            held = ""
    return names if names and not held else [unspaced(line)]


def unglued(line: str) -> str:
    """A list in which names that stood apart by blanks only have run together (财政部商务部), with marks between them."""
    return _ITEM.sub(lambda match: "、".join(_registered_parts(match.group())), line)


def _registered_parts(item: str) -> list[str]:
    """The registered names that an item is put together of, if it is no name itself."""
    whole = Lexicon()
    if "会同" in item or whole.is_registered(item):
        return [item]
    best: dict[int, list[str]] = {0: []}
    for end in range(_LEAST, len(item) + 1):
        for start in range(max(0, end - LONGEST_NAME), end - _LEAST + 1):
            if start in best and end not in best and may_end_name(item[end - 1]) and whole.is_registered(item[start:end]):
                best[end] = [*best[start], item[start:end]]
    return best.get(len(item), [item])


def _mark_between(before: str, after: str, is_name: Callable[[str], bool]) -> str:
    if not before or before[-1] in _STOPS or after[0] in _STOPS:
        return ""
    if _LABEL.match(after):
        return "；"
    if _ROLE_END.search(before):
        return "，"
    last, first = _NAME_STOPS.split(before)[-1], _NAME_STOPS.split(after)[0]
    first = _ROLE_END.sub("", first)
    if first in _NEVER_ALONE or (last[-1:] == "会" and first[:1] == "同"):
        return ""
    return "、" if last and first and is_name(last) and is_name(first) else ""
