"""Places in a policy's text: which provision holds them, and what is kept to find them again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.model import Provision, ProvisionKind, Span

CITED: Final = frozenset({ProvisionKind.ARTICLE, ProvisionKind.CLAUSE})
CONTEXT: Final = 32


class ProvisionIndex:
    """The provisions of one text, found by place in logarithmic time: they nest, and those side by side do not overlap."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.ordered = sorted(provisions, key=lambda p: (p.start, -p.end))
        self.starts = [p.start for p in self.ordered]
        self._by_eid = {p.eid: p for p in provisions}

    def get(self, eid: str) -> Provision | None:
        """The provision of that eId."""
        return self._by_eid.get(eid)

    def innermost(self, span: Span) -> Provision | None:
        """The smallest provision that holds the whole of ``span``; ``None`` outside all of them."""
        place = bisect_right(self.starts, span.start) - 1
        found = self.ordered[place] if place >= 0 else None
        return next((unit for unit in self.around(found) if unit.span.contains(span)), None)

    def cited(self, span: Span) -> Provision | None:
        """The clause or article that holds the whole of ``span``; ``None`` outside of those."""
        return next((unit for unit in self.around(self.innermost(span)) if unit.kind in CITED), None)

    def around(self, provision: Provision | None) -> Iterator[Provision]:
        """The provision itself and every unit around it, from the inside out."""
        while provision is not None:
            yield provision
            provision = self.above(provision)

    def above(self, provision: Provision) -> Provision | None:
        """The unit in which a provision stands."""
        return self._by_eid.get(provision.parent) if provision.parent is not None else None


class Outcome(StrEnum):
    """How a place was found again. An orphan is shown to the reviewer until it is placed by hand."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place: its provision, its span, the words themselves and up to 32 characters before and after them."""

    provision: str | None
    span: Span
    quote: str
    prefix: str
    suffix: str


def anchor(text: str, span: Span, index: ProvisionIndex) -> Anchor:
    """The anchor of a span of ``text``; raises ``ValueError`` for a span outside it."""
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError(span)
    provision = index.innermost(span)
    return Anchor(
        provision.eid if provision else None,
        span,
        text[span.start : span.end],
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )
