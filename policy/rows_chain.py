"""Which of the lines that may begin a row do: the ascending run of their numbers that explains a table best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WINDOW = 40
_NEVER = -1e9
_FALL = -4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin a row. ``named`` is whether its number is written there, ``ended`` whether a row can have ended before
    it, ``counted`` whether its number reads like a count of what stands behind it (3个), ``lines`` how many its number takes,
    ``begin`` where the number stands if it ran together with the category on its left."""

    line: int
    number: int
    rest: int
    weight: float
    named: bool = True
    ended: bool = True
    counted: bool = False
    lines: int = 1
    begin: int | None = None


def chain_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The ascending run of numbers that explains the table best; figures inside the text fall out of it."""
    best: list[float] = []
    back: list[int] = []
    for place, candidate in enumerate(candidates):
        top, came = -0.2 * (candidate.number - 1) + (1.0 if candidate.number == 1 else 0.0), -1
        for earlier in range(max(0, place - _WINDOW), place):
            score = best[earlier] + _step(candidates[earlier].number, candidate)
            if score > top:
                top, came = score, earlier
        best.append(top + candidate.weight)
        back.append(came)
    here = max(range(len(best)), key=best.__getitem__, default=-1)
    chain: list[Candidate] = []
    while here >= 0:
        chain.append(candidates[here])
        here = back[here]
    return chain[::-1]


def _step(before: int, candidate: Candidate) -> float:
    after = candidate.number
    if after == before + 1:
        return 3.0
    if candidate.counted:
        return _NEVER
    if before < after <= before + 15:
        return -1.0 - 0.3 * (after - before)
    if after == before:
        return -1.5
    if after == 1:
        return -1.0
    return _FALL if after < before and candidate.ended else _NEVER
