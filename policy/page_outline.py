"""Which provision begins at, or holds, a place of the canonical text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

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

    def unit(self, start: int, end: int) -> Unit:
        """What begins from ``start`` to ``end`` inclusive (a line's indent and its first character), and what holds ``end``."""
        index = bisect_right(self._starts, end) - 1
        leaf = self._sorted[index] if index >= 0 else None
        begins = index >= 0 and self._starts[index] >= start
        head: Provision | None = None
        while head is None and index >= 0 and self._starts[index] >= start:
            if self._sorted[index].kind in HEADS:
                head = self._sorted[index]
            index -= 1
        return Unit(begins, head, self._holding(leaf, end))

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
