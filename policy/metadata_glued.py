"""Finds where title, number and link end when the text follows them on the same line."""

from __future__ import annotations

import re
from typing import Final

from policy.outline_names import DATE, KINDS, ORDER_LINE

_REFERENCES: Final = re.compile(
    r"(?:[【〔]?(?:法宝引证码|引证码)[】〕]?[ :\t]*[A-Za-z]{2,6}(?:\.[0-9A-Za-z()]+)+\s*"
    r"|[【〔]?(?:原文链接|原文地址|原文网址|来源链接)[】〕]?[ :\t]*https?://[!#-'*+\-./0-9:=?@A-Z_a-z~%&]+\s*"
    r"|https?://[!#-'*+\-./0-9:=?@A-Z_a-z~%&]+\s*)+"
)
_ENACTMENT: Final = rf"\(?{DATE}[^。]{{0,400}}?(?:公布|发布|通过|修订|修正|施行|批准)\)?"
_OPENERS: Final = (
    "为[^期止]|按照|根据|依据|依照|现将|现就|现印发|近年来|当前|各[^项类种级]|经[^济营验过费]|党的|为了|为贯|第[一1][编章条篇]|第一部分|前言|目录"
    "|贯彻|落实|深入|以习近平|坚持|自[12]"
)
_TITLE: Final = re.compile(rf"[^。;:!?\n]{{4,90}}?(?:{KINDS})[》”]?(?:\([^()]{{1,20}}\))?(?= *(?:{_OPENERS}|{_ENACTMENT}))")
_ENACTED: Final = re.compile(rf" *{_ENACTMENT}(?= *(?:第[一1][编章条篇]|[\u4e00-\u9fff]))")


def references_end(folded: str, start: int, end: int) -> int:
    """Where a citation code and a link at ``start`` end; ``start`` when there are none."""
    found = _REFERENCES.match(folded, start, end)
    return found.end() if found else start


def order_at(folded: str, start: int, end: int) -> int | None:
    """Where an order's name and number end at the beginning of a line that goes on with its text."""
    found = ORDER_LINE.match(folded, start, end)
    return found.end() if found and found.end() < end else None


def glued_title(folded: str, start: int, end: int) -> int | None:
    """Where a title ends that the first sentence, or the first unit, follows on the same line."""
    found = _TITLE.match(folded, start, end)
    if found is None:
        return None
    words = found.group()
    return found.end() if words.count("《") == words.count("》") else None


def enacted_end(folded: str, start: int, end: int) -> int:
    """Where the words on who passed a law and when end that follow its title; ``start`` when there are none."""
    found = _ENACTED.match(folded, start, end)
    return found.end() if found else start
