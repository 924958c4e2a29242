"""The markers of an outline: ``第一章``, ``第二条``, ``一、``, ``（一）``, ``1.``, ``（1）``, ``①``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from policy.numerals import to_int

NUMERAL: Final = "[〇零一二三四五六七八九十百千]"


class Style(IntEnum):
    """The ways to number a unit, from the highest level to the lowest."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    HEADING = 5
    BRACKET = 6
    NUMBER = 7
    BRACKET_NUMBER = 8
    CIRCLE = 9


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
    rf"第(?P<ordinal>{NUMERAL}{{1,8}}|\d{{1,4}})(?P<unit>编|篇|章|节|条|部分)(?:之{NUMERAL}{{1,3}})?(?![款项、和或至及,第的规之])"
    rf"|(?P<heading>{NUMERAL}{{1,6}})(?=[、.])"
    rf"|\((?P<bracket>{NUMERAL}{{1,6}})\)"
    rf"|\((?P<inner>\d{{1,3}})\)"
    rf"|(?P<number>\d{{1,3}})(?:\.(?!\d)|、|\))"
    rf"|(?P<circle>[①-⑳])"
    rf")(?P<tail>[、.]?(?:\*\*|__)?[ \t\u00a0\u3000]*)"
)
_STYLES: Final = {
    "heading": Style.HEADING,
    "bracket": Style.BRACKET,
    "number": Style.NUMBER,
    "inner": Style.BRACKET_NUMBER,
    "circle": Style.CIRCLE,
}


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
    if match["unit"]:
        style, numeral = _UNITS[match["unit"]], match["ordinal"]
    else:
        name = next(name for name in _STYLES if match[name])
        style, numeral = _STYLES[name], match[name]
    number = to_int(numeral)
    return None if number is None else Marker(style, number, match.start("label"), match.end("label"), match.end())
