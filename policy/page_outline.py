"""Which provision begins at, or holds, a place of the canonical text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

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

    def begins(self, start: int, end: int) -> bool:
        """Whether any provision begins from ``start`` to ``end`` inclusive (a line's indent and its first character)."""
        index = bisect_right(self._starts, start - 1)
        return index < len(self._starts) and self._starts[index] <= end

    def head_at(self, start: int, end: int) -> Provision | None:
        """The innermost numbered unit that begins there: its number and heading lead the line."""
        index = bisect_right(self._starts, start - 1)
        found: Provision | None = None
        while index < len(self._sorted) and self._starts[index] <= end:
            if self._sorted[index].kind in HEADS:
                found = self._sorted[index]
            index += 1
        return found

    def innermost(self, place: int) -> Provision | None:
        """The smallest provision that holds ``place``."""
        index = bisect_right(self._starts, place) - 1
        provision = self._sorted[index] if index >= 0 else None
        while provision is not None and provision.end <= place:
            provision = self._above(provision)
        return provision

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
