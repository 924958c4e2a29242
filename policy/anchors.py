"""Holds a place in a policy so that it is found again in another version of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from policy.model import Provision, Span
from policy.places import Anchor, Outcome

__all__ = ["MARGIN", "SURE", "Outcome", "Resolution", "Searched", "resolve"]

SURE: Final = 0.75
MARGIN: Final = 0.05
_MOST_CANDIDATES: Final = 2000
_LEAST_QUOTE: Final = 4
_WIDE: Final = 2
_LEAST_RATIO: Final = 80.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor stands in a text; ``span`` is ``None`` for an orphan, ``confidence`` goes from 0 to 1."""

    outcome: Outcome
    span: Span | None
    confidence: float


_ORPHAN: Final = Resolution(Outcome.ORPHAN, None, 0.0)


class Searched:
    """A text in which many places are looked for: its copy without spaces is made once, when it is needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bare: str | None = None
        self._at: Sequence[int] = ()

    def places(self, quote: str) -> Iterator[Span]:
        """Where the words of ``quote`` stand whatever the spaces and line breaks between them."""
        if self._bare is None:
            self._at = [at for at, char in enumerate(self.text) if not char.isspace()]
            self._bare = "".join(self.text.split())
        wanted = _bare(quote)
        found = self._bare.find(wanted) if wanted else -1
        while found >= 0:
            yield Span(self._at[found], self._at[found + len(wanted) - 1] + 1)
            found = self._bare.find(wanted, found + 1)


def resolve(
    text: str, place: Anchor, provisions: Sequence[Provision], prior: Span | None = None, searched: Searched | None = None
) -> Resolution:
    """Where ``place`` stands in ``text``.

    Position and quote agree: exact. Otherwise the candidates are scored by quote, context, provision and distance: one good
    candidate is fuzzy; none, or two that are equally good, leave an orphan. Spaces and line breaks do not count. ``prior`` is the
    stretch that became of the place's provision, when the two versions were compared; without it the provision of the same eId
    is taken. ``searched`` may hold ``text`` for many calls.
    """
    there = place.span.end <= len(text) and text[place.span.start : place.span.end] == place.quote
    if there and (place.quote or _context(text, place.span, place) >= SURE):
        return Resolution(Outcome.EXACT, place.span, 1.0)
    if not place.quote.strip():
        return _ORPHAN
    own = prior or next((provision.span for provision in provisions if provision.eid == place.provision), None)
    found = _candidates(searched or Searched(text), place, own)
    scored = sorted(
        ((_score(text, span, place, own, likeness), span) for span, likeness in found),
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


def _candidates(searched: Searched, place: Anchor, own: Span | None) -> Iterator[tuple[Span, float]]:
    """The places whose words are the quote; if there are none, the one most like it inside its provision or near its place."""
    text = searched.text
    found = list(islice(searched.places(place.quote), _MOST_CANDIDATES))
    yield from ((span, 1.0) for span in found)
    if found or len(place.quote) < _LEAST_QUOTE:
        return
    reach = len(place.quote) * 4 + 2000
    near = Span(max(0, place.span.start - reach), min(len(text), place.span.end + reach))
    for window in (own, near):
        if window is None or len(window) == 0:
            continue
        alike = _most_alike(text, window, place.quote)
        if alike is not None:
            yield alike


def _bare(text: str) -> str:
    return "".join(text.split())


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
    prefix, suffix = _bare(place.prefix), _bare(place.suffix)
    before = _bare(text[max(0, span.start - _WIDE * len(place.prefix)) : span.start])[-len(prefix) :] if prefix else ""
    after = _bare(text[span.end : span.end + _WIDE * len(place.suffix)])[: len(suffix)]
    return (Levenshtein.normalized_similarity(before, prefix) + Levenshtein.normalized_similarity(after, suffix)) / 2


def _score(text: str, span: Span, place: Anchor, own: Span | None, likeness: float) -> float:
    near = 1 - min(abs(span.start - place.span.start) / max(len(text), 1), 1)
    inside = 1.0 if own is not None and own.contains(span) else 0.0
    return 0.5 * likeness + 0.3 * _context(text, span, place) + 0.15 * inside + 0.05 * near
