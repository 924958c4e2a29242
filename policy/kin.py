"""Which policies are versions of each other: the same number or title, or much the same text. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol, TypeVar

RUN: Final = 8
"""Texts are compared by their runs of so many characters."""
SAMPLE: Final = 7
"""Of eight runs one is looked at, chosen by what it is, so that both texts choose the same."""
ALIKE: Final = 0.4
_IN_BRACKETS: Final = re.compile(r"[（(〔\[][^）)〕\]]*[）)〕\]]")
_SPACES: Final = re.compile(r"\s+")


class Kin(Protocol):
    """What of an imported policy tells its kin."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def doc_number(self) -> str | None:
        """Its document number."""

    @property
    def date(self) -> dt.date | None:
        """When it was issued."""

    @property
    def source_name(self) -> str:
        """The name of the file it came from."""

    @property
    def imported_at(self) -> dt.datetime:
        """When it was imported."""

    @property
    def replaces(self) -> str | None:
        """The policy of which it is a new version."""


K = TypeVar("K", bound=Kin)


def runs(text: str) -> frozenset[str]:
    """What of a text is compared with another."""
    bare = _SPACES.sub("", text)
    found = (bare[at : at + RUN] for at in range(len(bare) - RUN + 1))
    return frozenset(run for run in found if (ord(run[0]) * 31 + ord(run[RUN // 2]) * 7 + ord(run[-1])) & SAMPLE == 0)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much alike two texts are, from 0 to 1."""
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0


def related(policy: Kin, other: Kin) -> bool:
    """Whether two policies bear the same number, or the same title but for what it says in brackets, such as （征求意见稿）."""
    if policy.doc_number and policy.doc_number == other.doc_number:
        return True
    return bool(_bare(policy.title)) and _bare(policy.title) == _bare(other.title)


def nearest(policy: Kin, text: str, others: Iterable[tuple[K, str]]) -> K | None:
    """The one of ``others`` (with their texts) of which ``policy`` is likely another version; ``None`` when none is."""
    own = runs(text)
    ranked = [(likeness(own, runs(words)) + related(policy, other), other) for other, words in others]
    likely = [pair for pair in ranked if pair[0] >= ALIKE]
    return max(likely, key=lambda pair: (pair[0], pair[1].imported_at))[1] if likely else None


def by_kinship(policy: Kin, others: Sequence[K]) -> list[K]:
    """``others`` with the likeliest versions of ``policy`` first, then the latest imported."""
    return sorted(others, key=lambda other: (not related(policy, other), -other.imported_at.timestamp()))


def successor(policy: str, policies: Iterable[K]) -> K | None:
    """The latest of the policies that replace one."""
    later = [other for other in policies if other.replaces == policy]
    return max(later, key=lambda other: other.imported_at, default=None)


def told_apart(policy: Kin) -> str:
    """What tells a policy from another version of the same title: number, date, and the file it came from."""
    parts = (policy.doc_number, policy.date.isoformat() if policy.date else None, policy.source_name)
    return " · ".join(part for part in parts if part)


def _bare(title: str) -> str:
    return _SPACES.sub("", _IN_BRACKETS.sub("", title))
