"""Finding the provision of a place by halving agrees with looking at every provision."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policy.model import Provision, ProvisionKind, Span
from policy.places import CITED, ProvisionIndex

LENGTH = 60
KINDS = (ProvisionKind.SECTION, ProvisionKind.CLAUSE, ProvisionKind.PARAGRAPH)


@st.composite
def outlines(draw: st.DrawFn) -> list[Provision]:
    """Provisions three deep that nest and do not overlap side by side; a child may begin and end where its parent does."""
    found: list[Provision] = []

    def divide(parent: str | None, span: Span, depth: int) -> None:
        cuts = sorted(draw(st.lists(st.integers(span.start, span.end), max_size=6)))
        for number, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False), 1):
            if start < end:
                eid = f"{parent or 'u'}_{number}"
                found.append(Provision(eid, KINDS[depth], str(number), None, parent, start, end))
                if depth < 2:
                    divide(eid, Span(start, end), depth + 1)

    divide(None, Span(0, LENGTH), 0)
    return found


def looked_at_one_by_one(provisions: list[Provision], span: Span) -> list[Provision]:
    return sorted((p for p in provisions if p.span.contains(span)), key=lambda p: (len(p.span), -KINDS.index(p.kind)))


@given(outlines(), st.integers(0, LENGTH - 1), st.integers(1, 20))
def test_innermost_and_cited_agree_with_looking_at_every_provision(provisions: list[Provision], start: int, length: int) -> None:
    span = Span(start, min(LENGTH, start + length))
    holding = looked_at_one_by_one(provisions, span)
    index = ProvisionIndex(provisions)
    assert index.innermost(span) == (holding[0] if holding else None)
    cited = [p for p in holding if p.kind in CITED]
    assert index.cited(span) == (cited[0] if cited else None)


@given(outlines())
def test_around_leads_from_a_unit_to_the_outermost(provisions: list[Provision]) -> None:
    index = ProvisionIndex(provisions)
    for provision in provisions:
        path = list(index.around(provision))
        assert path[0] == provision
        assert path[-1].parent is None
        assert all(inner.parent == outer.eid for inner, outer in pairwise(path))
