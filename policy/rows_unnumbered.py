"""Where the rows of a table begin whose rows carry no numbers: behind each line that can end a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policy.departments_names import looks_like_name
from policy.rows_header import Column
from policy.timing_grammar import is_phrase, phrase_starts

_LONGEST_PHRASE = 40
_LONGEST_TAIL = 10
_OPEN = "、，,（(：:"
_NEVER_FIRST = "、，,；;。）)等"
_NAMES = (Column.DEPARTMENTS, Column.LEAD, Column.JOINT)


def row_starts(lines: Sequence[str], last: Column, is_aside: Callable[[str], bool]) -> tuple[int, ...]:
    """The places among ``lines`` where rows begin whose last column is ``last``: a timing phrase or a list of names ends each.
    Lines that are ``is_aside`` (categories) begin no row. Nothing where the last column has no such ending."""
    ends = {Column.TIMING: _ends_with_phrase, **dict.fromkeys(_NAMES, _ends_with_name)}.get(last)
    if ends is None:
        return ()
    starts: list[int] = []
    fresh, held = True, ""
    for place, line in enumerate(lines):
        if fresh and not is_aside(line):
            starts.append(place)
            fresh, held = False, ""
        held = (held + line)[-_LONGEST_PHRASE:]
        following = lines[place + 1] if place + 1 < len(lines) else ""
        fresh = fresh or ends(held, following)
    return tuple(starts)


def ends_with_name(tail: str) -> bool:
    """Whether text without white space ends with what could be the name of a body."""
    tail = tail[-_LONGEST_TAIL:].removesuffix("等")
    return any(looks_like_name(tail[-length:]) for length in range(3, len(tail) + 1))


def _ends_with_phrase(held: str, following: str) -> bool:
    starts = phrase_starts(held, 0, len(held))
    return bool(starts) and not (following and is_phrase(held[starts[0] :] + following))


def _ends_with_name(held: str, following: str) -> bool:
    if held[-1] in _OPEN or following[:1] in tuple(_NEVER_FIRST):
        return False
    return ends_with_name(held) and not _is_list(following)


def _is_list(line: str) -> bool:
    names = [name for name in line.replace("，", "、").split("、") if name]
    return bool(names) and all(looks_like_name(name) for name in names)
