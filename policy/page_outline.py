"""Which provision begins at, or holds, a place of the canonical text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from policy.model import Provision, ProvisionKind, Span
from policy.places import ProvisionIndex

HEADS = {
    ProvisionKind.PART: 1,
    ProvisionKind.CHAPTER: 1,
    ProvisionKind.SECTION: 1,
    ProvisionKind.ARTICLE: 2,
    ProvisionKind.CLAUSE: 2,
    ProvisionKind.ITEM: 3,
}


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


class PageOutline(ProvisionIndex):
    """Which provisions begin and end on the lines of a page.

    ``cuts`` are the offsets, sorted, at which a new block begins even in the middle of a line.
    """

    def __init__(self, provisions: Sequence[Provision]) -> None:
        super().__init__(provisions)
        self.cuts = sorted({p.start for p in provisions if self._cuts_line(p)})

    def _cuts_line(self, provision: Provision) -> bool:
        """A paragraph begins a block of its own unless it runs on from its clause's heading."""
        parent = self.above(provision)
        return provision.kind is not ProvisionKind.PARAGRAPH or parent is None or parent.kind not in HEADS

    def units(self, lines: Iterable[Place]) -> Iterator[Unit]:
        """The outline at the beginning of each of ``lines``, which come in the order of the text."""
        ordered, starts = self.ordered, self.starts
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
        while index >= 0 and self.starts[index] >= start:
            if self.ordered[index].kind in HEADS:
                return self.ordered[index]
            index -= 1
        return None

    def _holding(self, provision: Provision | None, place: int) -> Provision | None:
        while provision is not None and provision.end <= place:
            provision = self.above(provision)
        return provision

    def leaf(self, place: int) -> Provision | None:
        """The smallest provision that holds the character at ``place``."""
        return self.innermost(Span(place, place + 1))

    def clause(self, place: int) -> Provision | None:
        """The clause or article that holds the character at ``place``; outside of those the innermost unit."""
        here = Span(place, place + 1)
        return self.cited(here) or self.innermost(here)
