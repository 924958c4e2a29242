"""Which policies are the same document that was read twice: from two formats, or by two versions of the reader. Pure."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from policy.compare import compare
from policy.compare_model import Comparison, PieceKind, PolicyLike, RowKind
from policy.kin import Kin, likeness, runs

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE: Final = 0.97
"""So much alike are two readings of one text, whatever they are called."""
RELATED: Final = 0.85
"""So much alike are they at least when they bear the same number or title."""
_STRAY: Final = 0.01
"""So much of the longer text may stand in only one of the two: more tells of another wording."""
_NUMBERS: Final = re.compile(r"\d{2,}(?:\.\d+)?")
_WORDS: Final = re.compile(r"[^\W\d_]")
_SPACES: Final = re.compile(r"\s+")
_PAGE: Final = 3


class Sameness(IntEnum):
    """Whether two policies are one document."""

    OTHER = 0
    LIKELY = 1
    SURE = 2


def bare(text: str) -> str:
    """A text without spaces, line breaks and the width of its characters."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def could_be_same(one: Kin, other: Kin, texts: tuple[str, str]) -> float:
    """How much alike the texts of two policies are, from 0 to 1; 0 where something says at once that they are not the same:
    number, date or title differ, or their texts do too much."""
    if one.id == other.id or one.replaces == other.id or other.replaces == one.id:
        return 0.0
    if _differ(one.doc_number, other.doc_number) or (one.date and other.date and one.date != other.date):
        return 0.0
    titles = bare(one.title), bare(other.title)
    if _differ(*titles) and (_telling(titles[0]) != _telling(titles[1]) or not (titles[0] in titles[1] or titles[1] in titles[0])):
        return 0.0
    found = likeness(runs(bare(texts[0])), runs(bare(texts[1])))
    related = bool(one.doc_number and other.doc_number) or (bool(titles[0]) and titles[0] == titles[1])
    return found if found >= (RELATED if related else ALIKE) else 0.0


def sameness(one: PolicyLike, other: PolicyLike) -> Sameness:
    """Whether two policies that could be the same are: no words and no number stand in the place of others."""
    texts = bare(one.text), bare(other.text)
    numbers = [set(_numbers(text)) for text in texts]
    # What only one of them has may be the numbers of its pages, or a part that the other lacks.
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        return Sameness.OTHER
    if texts[0] == texts[1]:
        return Sameness.SURE
    stray = _stray(compare(one, other), one.text, other.text)
    if stray is None or stray > _STRAY * max(map(len, texts)):
        return Sameness.OTHER
    return Sameness.LIKELY if stray else Sameness.SURE


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one) and bool(other) and bare(one or "") != bare(other or "")


def _telling(title: str) -> tuple[list[str], list[str]]:
    """What of a title tells a draft from what was issued, and one year's edition from the next."""
    return re.findall(r"[(〔\[][^)〕\]]*[)〕\]]", title), re.findall(r"\d+|[一二三四五六七八九十〇零]{2,}", title)


def _numbers(text: str) -> Iterable[str]:
    return (found.group() for found in _NUMBERS.finditer(text) if len(found.group()) >= _PAGE or "." in found.group())


def _stray(comparison: Comparison, old: str, new: str) -> int | None:
    """How many letters stand in one of the texts and nowhere in the other; ``None`` where words stand for other words."""
    found = 0
    wholes = _letters(old), _letters(new)
    for row in comparison.rows:
        apart = row.kind in (RowKind.ADDED, RowKind.REMOVED)
        for piece in row.pieces:
            if piece.kind is PieceKind.EQUAL or piece.layout:
                continue
            sides = _letters(old[piece.old.start : piece.old.end]), _letters(new[piece.new.start : piece.new.end])
            if not apart and all(sides) and _reworded(*sides):
                return None
            # A cell that goes over several rows of a table is told in each of them by some formats.
            if sides[0] not in wholes[1] or sides[1] not in wholes[0]:
                found += max(len(sides[0]), len(sides[1])) if apart else abs(len(sides[0]) - len(sides[1]))
    return found


def _letters(text: str) -> str:
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", text)))


def _reworded(one: str, other: str) -> bool:
    """Whether the same letters do not merely stand in another order, as cells of a table do."""
    return sorted(one) != sorted(other) and one not in other and other not in one
