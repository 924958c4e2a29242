"""The rows of a table that say what the rows below belong to: categories, on one level or on several."""

from __future__ import annotations

import re

from policy.grids_head import Head
from policy.grids_matrix import Matrix, Place
from policy.rows_header import Column

_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十]{1,3}(?:部分|编|章|类|篇)",
        r"[一二三四五六七八九十]{1,3}[、．.]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、．.]?",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,2}[、．.](?!\d)",
        r"[（(]\d{1,2}[）)]",
    )
)
_AGAIN = re.compile(r"\s*[（(](?:续|续表|接上表?|续上表)\s*\d*[）)]$")
_NUMERAL = re.compile(r"(?P<open>[（(]?)(?P<number>[一二三四五六七八九十]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+)[）)]?[、．.]?")
_SENTENCE = re.compile(r"[，。；;]")
LONGEST_BAND = 60
_LONGEST_PLAIN = 30
_LEAST = 2
_NUMBER_LEVELS = 3


def plain_category(words: str) -> str:
    """A category without the remark that it goes on from the page before."""
    return _AGAIN.sub("", words)


def band_of(matrix: Matrix, head: Head, row: int) -> str:
    """The category that a row is, empty for any other row: one cell over the table, one filled cell alone that does not go on with
    a task, or a Chinese numeral with words beside it."""
    own = matrix.own(row)
    if len(own) == 2:
        return _numbered_band(head, own[0], own[1])
    if len(own) != 1 or _hangs_over(matrix, head, row):
        return ""
    (place,) = own
    words = plain_category(place.words)
    if len(words) > LONGEST_BAND:
        return ""
    if place.columns >= max(2, matrix.width - 1):
        return words
    kind = head.columns[place.column]
    level = _level(words)
    marked = level is not None and level < _NUMBER_LEVELS
    if kind in (Column.TASK, Column.TITLE):
        return words if marked or (place.column == 0 and len(words) <= _LONGEST_PLAIN and not _SENTENCE.search(words)) else ""
    if kind is Column.NUMBER:
        return "" if words[-1:].isdigit() or len(words) < _LEAST else words
    return words if place.column == 0 and (marked or kind in (Column.CATEGORY, Column.OTHER)) else ""


def _hangs_over(matrix: Matrix, head: Head, row: int) -> bool:
    """Whether the wording of a task reaches into a row from above."""
    held = (Column.TASK, Column.TITLE)
    return any(place.words and not matrix.begins(place, row) and head.columns[place.column] in held for place in matrix.cells(row))


def _numbered_band(head: Head, first: Place, second: Place) -> str:
    """A category whose numeral stands in the column of numbers and whose words stand beside it, nothing else in the row."""
    held = (Column.TASK, Column.TITLE, Column.CATEGORY)
    if head.columns[first.column] is not Column.NUMBER or head.columns[second.column] not in held:
        return ""
    numeral = _NUMERAL.fullmatch(first.words)
    if numeral is None or len(second.words) > LONGEST_BAND:
        return ""
    return f"（{numeral['number']}）{second.words}" if numeral["open"] else f"{numeral['number']}、{second.words}"


def _level(words: str) -> int | None:
    return next((level for level, marker in enumerate(_LEVELS) if marker.match(words)), None)


class Bands:
    """The categories that hold for the row being read, from the outermost in."""

    def __init__(self) -> None:
        self._stack: list[tuple[int | None, str]] = []

    def words(self) -> tuple[str, ...]:
        """Their words."""
        return tuple(words for _, words in self._stack)

    def take(self, words: str, fresh: bool) -> bool:
        """Take in the next category; ``fresh`` is whether no task stands between it and the one before. Gives whether it is new:
        one that a page break only repeats is not."""
        if any(words == kept for _, kept in self._stack):
            return fresh
        level = _level(words)
        kept = [place for place, (other, _) in enumerate(self._stack) if other == level]
        if level is not None:
            outer = [item for item in self._stack if item[0] is None or item[0] < level]
            self._stack = outer if not kept else self._stack[: kept[0]]
        elif self._stack and self._stack[-1][0] is None and not fresh:
            self._stack.pop()
        self._stack.append((level, words))
        return True
