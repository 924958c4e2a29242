"""Which provision begins at, or holds, a place of the canonical text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from policy.model import Provision, ProvisionKind

HEADS = {
    ProvisionKind.PART: 1,
    ProvisionKind.CHAPTER: 1,
    ProvisionKind.SECTION: 1,
    ProvisionKind.ARTICLE: 2,
    ProvisionKind.CLAUSE: 2,
    ProvisionKind.ITEM: 3,
}
CITED = frozenset({ProvisionKind.ARTICLE, ProvisionKind.CLAUSE})


class Unit(NamedTuple):
    """The outline at the beginning of a line: whether any provision ``begins`` there, the innermost numbered one that does
    (``head``), and the innermost that holds it (``leaf``)."""

    begins: bool
    head: Provision | None
    leaf: Provision | None


class Place(Protocol):
    """A line: where its indent begins, and its first character."""

    @property
    def indent_start(self) -> int:
        """Where the blanks before the first character begin."""

    @property
    def start(self) -> int:
        """The offset of the first character."""


class PageOutline:
    """The provisions of one text, found by place in logarithmic time.

    ``cuts`` are the offsets, sorted, at which a new block begins even in the middle of a line.
    """

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._sorted = sorted(provisions, key=lambda p: (p.start, -p.end))
        self._starts = [p.start for p in self._sorted]
        self._by_eid = {p.eid: p for p in provisions}
        self.cuts = sorted({p.start for p in provisions if self._cuts_line(p)})

    def _cuts_line(self, provision: Provision) -> bool:
        """A paragraph begins a block of its own unless it runs on from its clause's heading."""
        parent = self._by_eid.get(provision.parent or "")
        return provision.kind is not ProvisionKind.PARAGRAPH or parent is None or parent.kind not in HEADS

    def get(self, eid: str) -> Provision | None:
        """The provision of that eId."""
        return self._by_eid.get(eid)

    def units(self, lines: Iterable[Place]) -> Iterator[Unit]:
        """The outline at the beginning of each of ``lines``, which come in the order of the text."""
        ordered, starts = self._sorted, self._starts
        following = 0
        for line in lines:
            while following < len(starts) and starts[following] <= line.start:
                following += 1
            if not following:
                yield Unit(False, None, None)
                continue
            last = ordered[following - 1]
            leaf = last if last.end > line.start else self._holding(last, line.start)
            if starts[following - 1] < line.indent_start:
                yield Unit(False, None, leaf)
            else:
                yield Unit(True, self._head(following - 1, line.indent_start), leaf)

    def unit(self, line: Place) -> Unit:
        """The outline at the beginning of one line."""
        return next(self.units((line,)))

    def _head(self, index: int, start: int) -> Provision | None:
        while index >= 0 and self._starts[index] >= start:
            if self._sorted[index].kind in HEADS:
                return self._sorted[index]
            index -= 1
        return None

    def _holding(self, provision: Provision | None, place: int) -> Provision | None:
        while provision is not None and provision.end <= place:
            provision = self._above(provision)
        return provision

    def innermost(self, place: int) -> Provision | None:
        """The smallest provision that holds ``place``."""
        index = bisect_right(self._starts, place) - 1
        return self._holding(self._sorted[index] if index >= 0 else None, place)

    def cited(self, place: int) -> Provision | None:
        """The clause or article that holds ``place``; outside of those the innermost unit."""
        leaf = provision = self.innermost(place)
        while provision is not None:
            if provision.kind in CITED:
                return provision
            provision = self._above(provision)
        return leaf

    def _above(self, provision: Provision) -> Provision | None:
        return self._by_eid.get(provision.parent) if provision.parent is not None else None
