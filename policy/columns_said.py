"""What several rows of a table say alike: remarks and categories, found where they stand on lines of their own or run together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policy.columns_geometry import Strip
from policy.departments_names import looks_like_name
from policy.rows_header import Column
from policy.timing_grammar import is_phrase, phrase_starts

_SEVERAL = 3
_SHORTEST, _LONGEST = 3, 24
_NEARLY = 0.7
_LAST_LINES, _PHRASE_LINES = 2, 3


def said_again(strips: Sequence[Strip], columns: Sequence[tuple[Column, ...]]) -> Counter[str]:
    """What several rows say alike, with how often: lines, for a column of remarks; what most rows begin or end with, for one of
    categories there."""
    kinds = {column for row in columns for column in row}
    found: Counter[str] = Counter()
    if Column.OTHER in kinds:
        at_end = all(row.index(Column.OTHER) == len(row) - 1 for row in columns if Column.OTHER in row)
        found |= _lines(strips, _LAST_LINES if at_end else None)
    if columns and columns[0][:1] == (Column.CATEGORY,):
        found |= _of_most([strip.text for strip in strips])
    if columns and columns[0][-1:] == (Column.CATEGORY,):
        turned = _of_most([strip.text[::-1] for strip in strips])
        found |= Counter({words[::-1]: times for words, times in turned.items()})
    return found


def shared_ends(cells: Iterable[str]) -> Counter[str]:
    """What several different cells end with: a remark that ran together with different words before it."""
    turned = _shared([cell[::-1][:_LONGEST] for cell in set(cells)])
    return Counter({words[::-1]: times for words, times in turned.items()})


def _of_most(texts: Sequence[str]) -> Counter[str]:
    """What texts begin with alike, if most do."""
    begun = _shared([text[:_LONGEST] for text in texts])
    most = sum(text.startswith(tuple(begun)) for text in texts) >= _NEARLY * len(texts)
    return begun if most else Counter()


def _lines(strips: Iterable[Strip], last: int | None) -> Counter[str]:
    """The lines that several rows have, only their ``last`` ones where that is given, but for names, timing phrases and what a
    phrase goes on with."""
    seen: Counter[str] = Counter()
    for strip in strips:
        lines = [strip.text[start:end] for start, end in strip.lines(0, len(strip.text))]
        first = max(0, len(lines) - last) if last else 0
        seen.update(line for place, line in enumerate(lines) if place >= first and not _ends_phrase(lines, place))
    often = {line: times for line, times in seen.items() if times >= _SEVERAL}
    return Counter({line: times for line, times in often.items() if not (is_phrase(line) or looks_like_name(line))})


def _ends_phrase(lines: Sequence[str], place: int) -> bool:
    """Whether a line is the end of a timing phrase that began in one of the lines above."""
    held = "".join(lines[max(0, place - _PHRASE_LINES) : place + 1])
    return any(start < len(held) - len(lines[place]) for start in phrase_starts(held, 0, len(held)))


def _shared(texts: Sequence[str]) -> Counter[str]:
    """The beginnings that several texts share and that go on differently in them."""
    seen = Counter(text[:size] for text in texts for size in range(_SHORTEST, len(text) + 1))
    longer: Counter[str] = Counter()
    for words, times in seen.items():
        longer[words[:-1]] = max(longer[words[:-1]], times)
    return Counter({words: times for words, times in seen.items() if times >= _SEVERAL and longer[words] < _NEARLY * times})
