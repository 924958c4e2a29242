"""Finds the title among the first lines of a document: it may stand twice, be broken over lines and follow other lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from policy.canonical import fold
from policy.outline_names import DATE, FORWARDING, FORWARDING_END, SIGNATORY, TITLE_END, TITLE_GOES_ON

_LIST_NUMBER: Final = re.compile(r"(?:#+\s*|\*\*)*(?:[IVX]{1,4}(?=[\u4e00-\u9fff])|\d{1,3}\s*[.、．]\s*)?(?=\D)")
_DATED: Final = re.compile(rf"[(（]{DATE}[)）]\s*$|\*+$|\s+$")
_OPENING: Final = re.compile("关于|印发|转发|公布|发布")
_ABOUT: Final = re.compile("关于|印发|转发|批转|公布|发布")
_LONGEST: Final = 6
_SHORT_END: Final = 8


def title_of(lines: Sequence[str]) -> str:
    """The title that the lines spell, or the first line when none of them ends like one."""
    tidy = [bare for line in lines if (bare := _bare(line))]
    if not tidy:
        return ""
    for end in range(len(tidy)):
        for start in range(max(0, end - _LONGEST + 1), end + 1):
            words = _joined(tidy[start : end + 1])
            if _is_complete(words) and not _goes_on(tidy, end) and _starts(tidy, start, end):
                return words
    return tidy[0]


def spelled(lines: Sequence[str], said: str) -> str:
    """The lines that follow one another and spell ``said``, put together; empty when none do. ``said`` has no spaces."""
    tidy = [bare for line in lines if (bare := _bare(line))]
    for start in range(len(tidy)):
        for end in range(start, min(start + _LONGEST, len(tidy))):
            words = _joined(tidy[start : end + 1])
            if "".join(words.split()) == said:
                return words
    return ""


def _joined(lines: Sequence[str]) -> str:
    """The lines of a title in one, with a space between two bodies that issued it together."""
    words = lines[0]
    for above, line in pairwise(lines):
        words += " " + line if SIGNATORY.fullmatch(fold(above)) and SIGNATORY.fullmatch(fold(line)) else line
    return words


def _bare(line: str) -> str:
    bare = _LIST_NUMBER.sub("", line.strip(), count=1)
    bare = _DATED.sub("", bare.strip("*# ")).strip()
    if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1:
        bare = bare[1:-1]
    half = len(bare) // 2
    twice = half > _SHORT_END and bare[:half].strip() == bare[half:].strip()
    return bare[:half].strip() if twice else bare


def _is_complete(words: str) -> bool:
    ending = FORWARDING_END if FORWARDING.search(words) else TITLE_END
    return ending.search(words) is not None


def _goes_on(lines: Sequence[str], end: int) -> bool:
    return end + 1 < len(lines) and TITLE_GOES_ON.match(lines[end + 1]) is not None


def _starts(lines: Sequence[str], start: int, end: int) -> bool:
    """Whether a title may start at this line: at the one that names what it is about, else at the last that is long enough."""
    about = [index for index in range(max(0, end - _LONGEST + 1), end + 1) if _OPENING.search(lines[index])]
    if about:
        return start == _bodies_above(lines, about[-1])
    whole = len(lines[end]) >= _SHORT_END
    return start == (end if whole or end == 0 else end - 1)


def _bodies_above(lines: Sequence[str], about: int) -> int:
    """The first of the lines that name who issued it, each body on a line, above one that goes straight on with what it is about.
    A site prints its own name above a body whose name begins with it."""
    first = about
    while first and _ABOUT.match(lines[about]) and SIGNATORY.fullmatch(fold(lines[first - 1])):
        if first < about and lines[first].startswith(lines[first - 1]):
            break
        first -= 1
    return first
