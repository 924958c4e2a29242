"""Where what was written on one version of a policy stands in the next: annotations, and the provisions and tasks they hang on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

from rapidfuzz import fuzz

from policy.anchors import SURE, Searched, resolve
from policy.compare_model import UNTOUCHED, Comparison, Piece, PieceKind, PolicyLike, Row, RowKind, TaskRow
from policy.model import Span
from policy.places import Anchor, Outcome, ProvisionIndex, anchor

_ALIKE: Final = 0.5
"""The words that the comparison puts in the place of a quote are its fuzzy place when they are at least so much alike."""
_TELLING: Final = 6
_ELSEWHERE: Final = 0.6
"""How sure the place of words is that stand in the new text once, but among other words than before; shorter ones may be others."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a provision or a task became: the eId of the new version; ``sure`` when its words are the same."""

    eid: str
    sure: bool
    likeness: float


@dataclass(frozen=True, slots=True)
class Carried:
    """An annotation's place in the new version.

    An orphan keeps its old words; its span is empty and lies where it would stand, in the provision that became of its own.
    """

    found: Outcome
    anchor: Anchor
    confidence: float


@dataclass(frozen=True, slots=True)
class CarryPlan:
    """What becomes of what was written on the old version.

    ``places`` by annotation id; ``provisions`` and ``tasks`` by the old eId, where a missing eId means that it has no successor.
    """

    places: Mapping[str, Carried]
    provisions: Mapping[str, Match]
    tasks: Mapping[str, Match]


def carry(comparison: Comparison, old: PolicyLike, new: PolicyLike, places: Mapping[str, Anchor]) -> CarryPlan:
    """Where each of ``places`` (anchors in the old version, by annotation id) stands in the new one, and what the old provisions
    and tasks became.

    What the comparison put in the place of the words comes first: the same words are exact, words much like them fuzzy. Then they
    are looked for elsewhere, above all in the provision that became of theirs. Nothing is left out: what is not found is an orphan.
    """
    provisions = _provisions(comparison.rows)
    follower = _Follower(comparison.rows, old, new, provisions)
    carried = {key: follower.follow(place) for key, place in places.items()}
    return CarryPlan(carried, provisions, _tasks(comparison.tasks))


def following(comparison: Comparison, old: PolicyLike, new: PolicyLike) -> Callable[[Anchor], Carried]:
    """What ``carry`` says of one place after another."""
    return _Follower(comparison.rows, old, new, _provisions(comparison.rows)).follow


def _provisions(rows: Iterable[Row]) -> dict[str, Match]:
    found: dict[str, Match] = {}
    for row in rows:
        _match(found, row.kind, row.old_eids, row.new_eids, row.likeness)
    return found


def _tasks(rows: Iterable[TaskRow]) -> dict[str, Match]:
    found: dict[str, Match] = {}
    for row in rows:
        _match(found, row.kind, row.old_eids, row.new_eids, row.likeness)
    return found


def _match(found: dict[str, Match], kind: RowKind, olds: tuple[str, ...], news: tuple[str, ...], likeness: float) -> None:
    if not news:
        return
    for place, eid in enumerate(olds):
        found[eid] = Match(news[min(place, len(news) - 1)], kind in UNTOUCHED and len(olds) == len(news), likeness)


class _Follower:
    """Follows places from the old text into the new one."""

    def __init__(self, rows: Iterable[Row], old: PolicyLike, new: PolicyLike, provisions: Mapping[str, Match]) -> None:
        self._old, self._new = old, new
        self._provisions = provisions
        self._spans = {provision.eid: provision.span for provision in new.provisions}
        self._outline = ProvisionIndex(new.provisions)
        self._old_outline = ProvisionIndex(old.provisions)
        self._searched = Searched(new.text)
        self._pieces = sorted((piece for row in rows for piece in row.pieces if len(piece.old)), key=lambda piece: piece.old)
        self._starts = [piece.old.start for piece in self._pieces]
        self._paired = [row for row in rows if row.old is not None and row.new is not None]
        self._paired.sort(key=lambda row: row.old or Span(0, 0))
        self._row_starts = [row.old.start for row in self._paired if row.old is not None]

    def follow(self, place: Anchor) -> Carried:
        """The place of an anchor in the new text."""
        near = min(self._near(place.span.start), len(self._new.text))
        eid, prior = self._successor(place)
        lost = Carried(Outcome.ORPHAN, replace(place, provision=eid, span=Span(near, near)), 0.0)
        return (self._sought(place, eid, prior) or lost) if place.quote.strip() else lost

    def _sought(self, place: Anchor, eid: str | None, prior: Span | None) -> Carried | None:
        span = self._through(place)
        if span is not None and _bare(self._new.text[span.start : span.end]) == _bare(place.quote):
            return self._found(Outcome.EXACT, span, 1.0)
        likeness = self._likeness(place, span)
        if span is not None and likeness >= SURE:
            return self._found(Outcome.FUZZY, span, likeness)
        expected = span.start if span else prior.start if prior else self._near(place.span.start)
        moved = replace(place, provision=eid, span=Span(expected, expected + len(place.quote)))
        searched = resolve(self._new.text, moved, self._new.provisions, prior, self._searched)
        if searched.span is not None:
            return self._found(Outcome.FUZZY, searched.span, min(searched.confidence, 0.99))
        if span is not None and likeness >= _ALIKE:
            return self._found(Outcome.FUZZY, span, likeness)
        alone = list(islice(self._searched.places(place.quote), 2))
        if len(alone) == 1 and len(_bare(place.quote)) >= _TELLING:
            return self._found(Outcome.FUZZY, alone[0], _ELSEWHERE)
        return None

    def _found(self, found: Outcome, span: Span, confidence: float) -> Carried:
        return Carried(found, anchor(self._new.text, span, self._outline), round(confidence, 3))

    def _likeness(self, place: Anchor, span: Span | None) -> float:
        if span is None:
            return 0.0
        words = _bare(self._new.text[span.start : span.end])
        return min(0.99, fuzz.ratio(_bare(place.quote), words) / 100)

    def _through(self, place: Anchor) -> Span | None:
        """The stretch of the new text that stands for the place, piece by piece, when its pieces stand in order there."""
        start, end = place.span.start, place.span.end
        if start >= end or self._old.text[start:end] != place.quote:
            return None
        touched = [piece for piece in self._touched(place.span) if len(piece.new)]
        if not touched or any(a.new.end > b.new.start for a, b in pairwise(touched)):
            return None
        first, last = _inside(touched[0], start, end), _inside(touched[-1], start, end)
        text = self._new.text
        words = text[first.start : last.end]
        span = Span(first.start + len(words) - len(words.lstrip()), last.end - len(words) + len(words.rstrip()))
        return span if span.start < span.end else None

    def _touched(self, span: Span) -> list[Piece]:
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return [piece for piece in self._pieces[first : bisect_left(self._starts, span.end)] if piece.old.overlaps(span)]

    def _successor(self, place: Anchor) -> tuple[str | None, Span | None]:
        """The provision that became of the place's own, or of the next one around it that has a successor."""
        own = self._old_outline.get(place.provision) if place.provision else None
        for unit in self._old_outline.around(own):
            match = self._provisions.get(unit.eid)
            if match is not None and match.eid in self._spans:
                return match.eid, self._spans[match.eid]
        return None, None

    def _near(self, start: int) -> int:
        """Where in the new text what stood at ``start`` would be."""
        at = bisect_right(self._row_starts, start) - 1
        row = self._paired[at] if at >= 0 else None
        if row is None or row.old is None or row.new is None:
            return 0
        return row.new.end if start >= row.old.end else min(row.new.start + start - row.old.start, row.new.end)


def _inside(piece: Piece, start: int, end: int) -> Span:
    """What of the piece's new side stands for the part of its old side between ``start`` and ``end``."""
    if piece.kind is not PieceKind.EQUAL:
        return piece.new
    skip = max(0, start - piece.old.start)
    length = min(end, piece.old.end) - max(start, piece.old.start)
    return Span(piece.new.start + skip, piece.new.start + skip + length)


def _bare(text: str) -> str:
    return "".join(text.split())
