"""How links, uses of evidence and judgements stand on a new version: for who carries them over, and for who foretells it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from policy.model import TaskSource
from policy.places import Outcome
from storage.records import Family
from storage.schema import TABLES

if TYPE_CHECKING:
    from policy.compare_carry import Match

T = TypeVar("T")
_BESIDES: Final = frozenset({"policy", "task", "provision", "evidence", "origin", "found", "modified", "score"})
"""What of a tie is what it ties together, where it comes from and when."""


def by_hand(source: str, eid: str) -> bool:
    """Whether a task was added by a person, by itself or with a sheet, and so comes along where the new version has it not."""
    return source == TaskSource.MANUAL or eid.startswith("sheet_")


class Stand(Enum):
    """What becomes of a tie where others are tied to the same: the first keeps the place, one that says the same as it is one with
    it, and one that says something else loses its place."""

    FIRST = auto()
    SAME = auto()
    LOST = auto()


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """A tie with its old id, how sure it is, and what it says. ``target`` is what it ties in the new version, ``None`` for
    nothing."""

    tie: T
    key: str
    sureness: float
    target: Hashable
    said: tuple[object, ...]


def found_by(family: Family, matches: Sequence[Match | None]) -> tuple[float, Outcome] | None:
    """How sure a tie is by what is found of all that it ties, and how it is found; ``None`` when it has lost one of them."""
    known = [match for match in matches if match is not None]
    if len(known) < len(matches) or len(known) < (2 if family is Family.LINK else 1):
        return None
    sure = all(match.sure for match in known)
    return sure + min(match.likeness for match in known), Outcome.EXACT if sure else Outcome.FUZZY


def says(family: Family, value: Callable[[str], object]) -> tuple[object, ...]:
    """What a tie says apart from what it ties together and where it comes from; ``value`` gives one of its fields by name."""
    return tuple(value(column.name) for column in TABLES[family].columns if column.name not in _BESIDES)


def standing(ties: Iterable[Ranked[T]]) -> Iterator[tuple[T, Stand]]:
    """How each of the ties of one family stands, the surest first."""
    first: dict[Hashable, tuple[object, ...]] = {}
    for one in sorted(ties, key=lambda one: (-one.sureness, one.key)):
        if one.target is None:
            yield one.tie, Stand.LOST
        elif one.target not in first:
            first[one.target] = one.said
            yield one.tie, Stand.FIRST
        else:
            yield one.tie, Stand.SAME if first[one.target] == one.said else Stand.LOST
