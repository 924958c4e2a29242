"""The rows of a table that say what the rows below belong to: categories, on one level or on several."""

from __future__ import annotations

import re

from policy.grids_head import Head
from policy.grids_matrix import Matrix, Place
from policy.rows_bands import level_of, plain_category
from policy.rows_header import Column

_NUMERAL = re.compile(r"(?P<open>[（(]?)(?P<number>[一二三四五六七八九十]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+)[）)]?[、．.]?")
_SENTENCE = re.compile(r"[，。；;]")
LONGEST_BAND = 60
_LONGEST_PLAIN = 30
_LEAST = 2
_NUMBER_LEVELS = 3


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
    level = level_of(words)
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
