"""Where the rows of a table begin whose rows carry no numbers: behind each line that can end a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from policy.departments_names import LONGEST_NAME, Lexicon, looks_like_name
from policy.rows_header import Column
from policy.timing_grammar import is_phrase, phrase_starts

_LONGEST_PHRASE = 40
_LONGEST_TAIL = 10
_LONGEST_ROW = 600
_LINES = 3
_OPEN = "、，,（(：:"
_NEVER_FIRST = "、，,；;。）)等”》"
_NAMES = (Column.DEPARTMENTS, Column.LEAD, Column.JOINT)
_BODIES = ("有关部门", "有关单位", "人民政府", "各地区", "等", "负责", "配合")
_LISTED = re.compile(r"(?<=、)[^、，,；;。]{3,14}(?=、|$)|(?<![^、])[^、，,；;。]{3,14}(?=、)")
_Test = Callable[[str, Sequence[str]], bool]


def row_starts(lines: Sequence[str], columns: Sequence[Column], is_aside: Callable[[str], bool]) -> tuple[int, ...]:
    """The places among ``lines`` where rows begin that have such ``columns``: a timing phrase or a list of names ends each.
    Lines that are ``is_aside`` (categories) begin no row. Nothing where the last column has no such ending."""
    ends = _test(lines, columns)
    if ends is None:
        return ()
    starts: list[int] = []
    fresh, held = True, ""
    for place, line in enumerate(lines):
        if fresh and not is_aside(line):
            starts.append(place)
            fresh, held = False, ""
        held = (held + line)[-_LONGEST_ROW:]
        fresh = fresh or ends(held, lines[place + 1 : place + 1 + _LINES])
    return tuple(starts)


def _test(lines: Sequence[str], columns: Sequence[Column]) -> _Test | None:
    """What tells whether a row ends behind some words, from its last column and the one before."""
    if columns[-1] in _NAMES:
        return _ends_with_names(Lexicon(Counter(name for line in lines for name in _LISTED.findall(line) if looks_like_name(name))))
    if columns[-1] is not Column.TIMING:
        return None
    return _ends_with_names_and_phrase if columns[-2:-1] and columns[-2] in _NAMES else _ends_with_phrase


def ends_with_name(tail: str) -> bool:
    """Whether text without white space ends with what could be the name of a body."""
    tail = tail[-_LONGEST_TAIL:].removesuffix("等")
    return any(looks_like_name(tail[-length:]) for length in range(3, len(tail) + 1))


def _ends_with_phrase(held: str, following: Sequence[str]) -> bool:
    return bool(_phrases(held, following))


def _ends_with_names_and_phrase(held: str, following: Sequence[str]) -> bool:
    """Whether words end with a phrase behind the name of a body, unlike the time that a task names in passing."""
    return any(held[:start].endswith(_BODIES) or ends_with_name(held[:start]) for start in _phrases(held, following))


def _phrases(held: str, following: Sequence[str]) -> tuple[int, ...]:
    """Where phrases begin that reach to the end of ``held`` and do not go on in the lines that follow."""
    starts = phrase_starts(held, max(0, len(held) - _LONGEST_PHRASE), len(held))
    if not starts or (following and following[0][0] in _NEVER_FIRST):
        return ()
    more = held[starts[0] :]
    for line in following:
        more += line
        if is_phrase(more):
            return ()
    return starts


def _ends_with_names(known: Lexicon) -> _Test:
    """A test for a list of names at the end: one behind a separator, or one that is known alone."""

    def ends(held: str, following: Sequence[str]) -> bool:
        if held[-1] in _OPEN or (following and following[0][0] in _NEVER_FIRST):
            return False
        if following and _is_list(following[0]):
            return False
        tail = held.removesuffix("等")
        return held.endswith(_BODIES[:-2]) or any(known.ending_at(tail, len(tail), max(0, len(tail) - LONGEST_NAME)))

    return ends


def _is_list(line: str) -> bool:
    names = [name for name in line.replace("，", "、").split("、") if name]
    return bool(names) and all(looks_like_name(name) for name in names)
