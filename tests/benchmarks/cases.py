"""What a benchmark is: our work beside the least that the same outcome could cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison. ``ours`` and ``raw`` do their work once and return what it took, in ``unit``; preparing is not part of it.

    ``goal`` is the ratio ours ÷ raw that we want to stay under. Where it is absolute, ``raw`` returns that limit and ``goal`` is 1.
    A module ``bench_*.py`` of this folder offers its cases by ``cases() -> Iterable[Case]``; a generator may clean up after the
    last one.
    """

    name: str
    ours: Callable[[], float]
    raw: Callable[[], float]
    goal: float
    unit: str = "ms"
