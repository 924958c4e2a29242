"""The markers of an outline: ``第一章``, ``第二条``, ``一、``, ``（一）``, ``1.``, ``1.2``, ``（1）``, ``①``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from policy.canonical import HAN
from policy.numerals import to_int

NUMERAL: Final = "[〇零一二三四五六七八九十百千]"
SIGNS: Final = "[①-⑳⑴-⒇⒈-⒛㈠-㈩]"
_UNITS_OF_FIGURES: Final = "[万亿千百元倍个吨米版℃年月日期]|公里|公顷|平方|立方|左右|以上|以下|以内|小时|分钟"


class Style(IntEnum):
    """The ways to number a unit, from the highest level to the lowest."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    HEADING = 5
    BRACKET = 6
    NUMBER = 7
    DECIMAL = 8
    DECIMAL_3 = 9
    DECIMAL_4 = 10
    BRACKET_NUMBER = 11
    CIRCLE = 12


_UNITS: Final = {
    "编": Style.PART,
    "篇": Style.PART,
    "部分": Style.PART,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "条": Style.ARTICLE,
}
_MARKER: Final = re.compile(
    rf"(?:#{{1,6}} *)?(?:\*\*|__)?(?P<label>"
    rf"第(?P<ordinal>{NUMERAL}{{1,8}}|\d{{1,4}})(?P<unit>编|篇|章|节|条|部分)(?:之{NUMERAL}{{1,3}})?(?![款项、和或至及,第的之]|规[定\s])"
    rf"|(?P<heading>{NUMERAL}{{1,6}})(?=[、.]|,[{HAN}“《])"
    rf"|\((?P<bracket>{NUMERAL}{{1,6}})\)"
    rf"|\((?P<inner>\d{{1,3}})\)"
    rf"|(?P<number>\d{{1,3}})(?:\.(?!\d)|\.(?=(?:19|20)\d{{2}}年)|、|\))"
    rf"|(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?=[ \t\u3000]*[{HAN}“《])(?![ \t\u3000]*(?:{_UNITS_OF_FIGURES}))"
    rf"|(?P<sign>{SIGNS})"
    rf")(?P<tail>[、.,]?(?:\*\*|__)?[ \t\u00a0\u3000]*)"
)
_STYLES: Final = {
    "heading": Style.HEADING,
    "bracket": Style.BRACKET,
    "number": Style.NUMBER,
    "inner": Style.BRACKET_NUMBER,
}


_DECIMALS: Final = {2: Style.DECIMAL, 3: Style.DECIMAL_3, 4: Style.DECIMAL_4}
_SIGNS: Final = (
    ("①", "⑳", Style.CIRCLE),
    ("⑴", "⒇", Style.BRACKET_NUMBER),
    ("⒈", "⒛", Style.NUMBER),
    ("㈠", "㈩", Style.BRACKET),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in the text: its style and number, where its label stands, and where the words after it begin."""

    style: Style
    number: int
    start: int
    end: int
    content: int


def marker_at(folded: str, position: int) -> Marker | None:
    """The marker that begins at ``position`` of a folded text."""
    match = _MARKER.match(folded, position)
    if match is None:
        return None
    if match["decimal"]:
        parts = match["decimal"].split(".")
        return Marker(_DECIMALS[len(parts)], int(parts[-1]), match.start("label"), match.end("label"), match.end())
    if match["sign"]:
        style, first = next((style, first) for first, last, style in _SIGNS if first <= match["sign"] <= last)
        return Marker(style, ord(match["sign"]) - ord(first) + 1, match.start("label"), match.end("label"), match.end())
    if match["unit"]:
        style, numeral = _UNITS[match["unit"]], match["ordinal"]
    else:
        name = next(name for name in _STYLES if match[name])
        style, numeral = _STYLES[name], match[name]
    number = to_int(numeral)
    return None if number is None else Marker(style, number, match.start("label"), match.end("label"), match.end())
