"""What the running text before a table teaches about it: which characters belong together, and who is answerable for what.

It is counted once as the tables of a text are read one after the other, not anew for each of them.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from itertools import pairwise

from policy.departments import read_departments
from policy.departments_names import looks_like_name

_ENOUGH_TEXT = 100_000
_DUTY = re.compile(r"[（(]([^（）()]{3,200}(?:负责|牵头|配合|参与|落实))[）)]")


class Pairs:
    """The pairs of neighbouring characters that stand in several rows, or several times in the text around them."""

    def __init__(self, rows: Iterable[str], around: Counter[str] | None = None) -> None:
        """``around`` is how often each pair stands in that text."""
        self._around = around if around is not None else Counter[str]()
        self._rows: Counter[str] = Counter()
        for row in rows:
            self._rows.update(set(map("".join, pairwise(row))))

    def __contains__(self, pair: object) -> bool:
        return isinstance(pair, str) and self._around.get(pair, 0) + self._rows.get(pair, 0) > 1


class Around:
    """The text before each table of a text, for tables that are asked for in their order. What it gives for one table holds until
    the next is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = 0
        self._seen: Counter[str] = Counter()
        self._counted = 0
        self._names: Counter[str] = Counter()
        self._duties: deque[tuple[int, tuple[str, ...]]] = deque()
        self._ahead = _DUTY.finditer(text)
        self._next = next(self._ahead, None)

    def go_to(self, start: int) -> None:
        """Take what stands before the table at ``start``, which is not before the one asked for last."""
        self._start = start
        self._count_pairs()
        self._count_names()

    def pairs(self, rows: Iterable[str]) -> Pairs:
        """The pairs of characters that the rows of the table and the first part of the text before it have more than once."""
        return Pairs(rows, self._seen)

    def names(self) -> Counter[str]:
        """The names in brackets not far above the table that say who is answerable, with how often."""
        return self._names

    def _count_pairs(self) -> None:
        stop = min(self._start, _ENOUGH_TEXT)
        if stop > self._counted:
            self._seen.update(map("".join, pairwise(self._text[max(0, self._counted - 1) : stop])))
            self._counted = stop

    def _count_names(self) -> None:
        while self._next and self._next.end() <= self._start:
            names = tuple(filter(looks_like_name, read_departments("".join(self._next.group(1).split())).names))
            self._duties.append((self._next.start(), names))
            self._names.update(names)
            self._next = next(self._ahead, None)
        while self._duties and self._duties[0][0] < self._start - _ENOUGH_TEXT:
            self._names.subtract(self._duties.popleft()[1])
        self._names = +self._names
