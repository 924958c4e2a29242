"""Holds a place in a policy so that it is found again in another version of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from policy.model import Provision, Span
from policy.places import Anchor

SURE: Final = 0.75
MARGIN: Final = 0.05
_MOST_CANDIDATES: Final = 2000
_LEAST_QUOTE: Final = 4
_LEAST_RATIO: Final = 80.0


class Outcome(StrEnum):
    """How a place was found again. An orphan is shown to the reviewer until it is placed by hand."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor stands in a text; ``span`` is ``None`` for an orphan, ``confidence`` goes from 0 to 1."""

    outcome: Outcome
    span: Span | None
    confidence: float


_ORPHAN: Final = Resolution(Outcome.ORPHAN, None, 0.0)


def resolve(text: str, place: Anchor, provisions: Sequence[Provision]) -> Resolution:
    """Where ``place`` stands in ``text``.

    Position and quote agree: exact. Otherwise the candidates are scored by quote, context, provision and distance: one good
    candidate is fuzzy; none, or two that are equally good, leave an orphan.
    """
    there = place.span.end <= len(text) and text[place.span.start : place.span.end] == place.quote
    if there and (place.quote or _context(text, place.span, place) >= SURE):
        return Resolution(Outcome.EXACT, place.span, 1.0)
    if not place.quote.strip():
        return _ORPHAN
    own = next((provision.span for provision in provisions if provision.eid == place.provision), None)
    scored = sorted(
        ((_score(text, span, place, own, likeness), span) for span, likeness in _candidates(text, place, own)),
        key=lambda pair: (-pair[0], abs(pair[1].start - place.span.start)),
    )
    return _choose(scored)


def _choose(scored: Sequence[tuple[float, Span]]) -> Resolution:
    if not scored or scored[0][0] < SURE:
        return _ORPHAN
    best, span = scored[0]
    rivals = [score for score, other in scored[1:] if not other.overlaps(span)]
    if rivals and best - rivals[0] < MARGIN:
        return _ORPHAN
    return Resolution(Outcome.FUZZY, span, round(min(best, 0.99), 3))


def _candidates(text: str, place: Anchor, own: Span | None) -> Iterator[tuple[Span, float]]:
    """The places whose words are the quote; if there are none, the one most like it inside its provision or near its place."""
    found = text.find(place.quote)
    count = 0
    while found >= 0 and count < _MOST_CANDIDATES:
        yield Span(found, found + len(place.quote)), 1.0
        found = text.find(place.quote, found + 1)
        count += 1
    if count or len(place.quote) < _LEAST_QUOTE:
        return
    reach = len(place.quote) * 4 + 2000
    near = Span(max(0, place.span.start - reach), min(len(text), place.span.end + reach))
    for window in (own, near):
        if window is None or len(window) == 0:
            continue
        alike = _most_alike(text, window, place.quote)
        if alike is not None:
            yield alike


def _most_alike(text: str, window: Span, quote: str) -> tuple[Span, float] | None:
    words = text[window.start : window.end]
    found = fuzz.partial_ratio_alignment(quote, words, score_cutoff=_LEAST_RATIO)
    if found is None:
        return None
    if len(quote) > len(words):
        return window, Levenshtein.normalized_similarity(quote, words)
    span = Span(window.start + found.dest_start, window.start + found.dest_end)
    return span, Levenshtein.normalized_similarity(quote, text[span.start : span.end])


def _context(text: str, span: Span, place: Anchor) -> float:
    """How much the words around ``span`` are those around the anchor, from 0 to 1."""
    before = text[max(0, span.start - len(place.prefix)) : span.start]
    after = text[span.end : span.end + len(place.suffix)]
    return (Levenshtein.normalized_similarity(before, place.prefix) + Levenshtein.normalized_similarity(after, place.suffix)) / 2


def _score(text: str, span: Span, place: Anchor, own: Span | None, likeness: float) -> float:
    near = 1 - min(abs(span.start - place.span.start) / max(len(text), 1), 1)
    inside = 1.0 if own is not None and own.contains(span) else 0.0
    return 0.5 * likeness + 0.3 * _context(text, span, place) + 0.15 * inside + 0.05 * near
