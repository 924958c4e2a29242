"""What several rows of a table say alike: remarks and categories, found where they stand on lines of their own or run together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policy.columns_geometry import Strip
from policy.departments_names import looks_like_name
from policy.rows_header import Column
from policy.timing_grammar import is_phrase

_SEVERAL = 3
_SHORTEST, _LONGEST = 3, 24
_NEARLY = 0.7


def said_again(strips: Sequence[Strip], columns: Sequence[tuple[Column, ...]]) -> Counter[str]:
    """What several rows say alike, with how often: lines, for a column of remarks; what most rows begin or end with, for one of
    categories there."""
    kinds = {column for row in columns for column in row}
    found: Counter[str] = Counter()
    if Column.OTHER in kinds:
        found |= _lines(strips)
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


def _lines(strips: Iterable[Strip]) -> Counter[str]:
    """The lines that several rows have, but for names and timing phrases."""
    seen = Counter(strip.text[start:end] for strip in strips for start, end in strip.lines(0, len(strip.text)))
    often = {line: times for line, times in seen.items() if times >= _SEVERAL}
    return Counter({line: times for line, times in often.items() if not (is_phrase(line) or looks_like_name(line))})


def _shared(texts: Sequence[str]) -> Counter[str]:
    """The beginnings that several texts share and that go on differently in them."""
    seen = Counter(text[:size] for text in texts for size in range(_SHORTEST, len(text) + 1))
    longer: Counter[str] = Counter()
    for words, times in seen.items():
        longer[words[:-1]] = max(longer[words[:-1]], times)
    return Counter({words: times for words, times in seen.items() if times >= _SEVERAL and longer[words] < _NEARLY * times})
