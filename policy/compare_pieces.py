"""The differences inside a pair of texts, in pieces that read well: whole numbers and phrases, not scattered characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from policy.compare_model import Piece, PieceKind, moved_by
from policy.model import Span

_MOST: Final = 3_000_000
"""Beyond this product of lengths equal stretches are looked for first, so that time and memory stay small."""
_ANCHOR: Final = 12
_SAMPLE: Final = 7
"""Of eight runs one is looked at, chosen by this mask over its first two characters."""
_LONGEST_NOISE: Final = 4
_WORDS: Final = re.compile(r"[0-9A-Za-z０-９]+(?:[.．,，:：%％/-][0-9A-Za-z０-９]+)*[%％]?")
_COUNTED: Final = "%‰"
_SPACE: Final = re.compile(r"\s+")


@dataclass(slots=True)
class _Run:
    """Characters without spaces of both sides, equal or not, as places in the two folded texts."""

    equal: bool
    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without its spaces and line breaks; ``at`` gives for each character its place in the text."""

    text: str
    at: Sequence[int]


def folded(text: str) -> Folded:
    """``text`` without spaces and line breaks, and where its characters stand."""
    bare = "".join(text.split())
    if len(bare) == len(text):
        return Folded(text, range(len(text)))
    return Folded(bare, [place for place, char in enumerate(text) if not char.isspace()])


def plain(text: str) -> str:
    """``text`` without spaces and punctuation, width and case folded: texts alike in this differ in layout only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if _says_something(char))


def _says_something(char: str) -> bool:
    return char in _COUNTED or unicodedata.category(char)[0] not in "PZC"


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of two texts, in order; each side's pieces put together are that text.

    Equal stretches too short to read between two changes count as changed, and a number or Latin word is changed as a whole. A
    difference that is nothing but spaces is a piece of its own.
    """
    if old == new:
        return (Piece(PieceKind.EQUAL, Span(0, len(old)), Span(0, len(new))),) if old else ()
    sides = folded(old), folded(new)
    runs = _whole_words(_calm(_runs(sides[0].text, sides[1].text)), sides[0].text, sides[1].text)
    return tuple(_spaced(old, new, sides, runs))


def shifted(found: Iterable[Piece], old: int, new: int) -> tuple[Piece, ...]:
    """Pieces whose texts begin at these places of larger ones."""
    return tuple(moved_by(piece, old, new) for piece in found)


def _runs(old: str, new: str) -> list[_Run]:
    """Equal and different stretches in turn."""
    found: list[_Run] = []
    o = n = 0
    for start, other in [*(_anchors(old, new) if len(old) * len(new) > _MOST else ()), (len(old), len(new))]:
        if start < o or other < n:
            continue
        found += _between(old, new, Span(o, start), Span(n, other))
        o, n = min(start + _ANCHOR, len(old)), min(other + _ANCHOR, len(new))
        found.append(_Run(True, Span(start, o), Span(other, n)))
    return _joined(run for run in found if len(run.old) or len(run.new))


def _between(old: str, new: str, o: Span, n: Span) -> list[_Run]:
    if not len(o) or not len(n) or len(o) * len(n) > _MOST:
        return [_Run(False, o, n)]
    found = _opcodes(old[o.start : o.end], new[n.start : n.end])
    return [_Run(run.equal, _on(run.old, o.start), _on(run.new, n.start)) for run in found]


def _anchors(old: str, new: str) -> list[tuple[int, int]]:
    """Where runs of characters stand that both long texts have exactly once, in the order of both."""
    sides = _sampled(old), _sampled(new)
    pairs = sorted((at, sides[1][run]) for run, at in sides[0].items() if at >= 0 and sides[1].get(run, -1) >= 0)
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(pairs):
        rank = bisect_left(ends, other)
        before.append(chain[rank - 1] if rank else -1)
        ends[rank : rank + 1] = [other]
        chain[rank : rank + 1] = [index]
    found: list[tuple[int, int]] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _sampled(text: str) -> dict[str, int]:
    """Runs of characters chosen by what they are, so that both texts choose the same, with their place; -1 for one that repeats."""
    found: dict[str, int] = {}
    for at in range(len(text) - _ANCHOR + 1):
        if (ord(text[at]) * 2_654_435_761 ^ ord(text[at + 1]) * 40_503_401) >> 9 & _SAMPLE == 0:
            run = text[at : at + _ANCHOR]
            found[run] = -1 if run in found else at
    return found


def _opcodes(old: str, new: str) -> list[_Run]:
    found = [
        _Run(code.tag == "equal", Span(code.src_start, code.src_end), Span(code.dest_start, code.dest_end))
        for code in Indel.opcodes(old, new)
    ]
    return _joined(found)


def _on(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """The runs with neighbours of one sort put together."""
    found: list[_Run] = []
    for run in runs:
        if found and found[-1].equal == run.equal:
            found[-1].old = Span(found[-1].old.start, run.old.end)
            found[-1].new = Span(found[-1].new.start, run.new.end)
        else:
            found.append(run)
    return found


def _calm(runs: Sequence[_Run]) -> list[_Run]:
    """The runs without equal stretches that are no longer than the changes on both their sides, and short."""
    for at in range(1, len(runs) - 1):
        run, before, after = runs[at], runs[at - 1], runs[at + 1]
        if run.equal and len(run.old) <= min(_LONGEST_NOISE, _size(before), _size(after)):
            run.equal = False
    return _joined(runs)


def _size(run: _Run) -> int:
    return max(len(run.old), len(run.new))


def _whole_words(runs: Sequence[_Run], old: str, new: str) -> list[_Run]:
    """The runs with every number and Latin word that is changed in part changed as a whole."""
    inner = {place for text in (old,) for found in _WORDS.finditer(text) for place in range(found.start() + 1, found.end())}
    inner_new = {place for found in _WORDS.finditer(new) for place in range(found.start() + 1, found.end())}
    grown: list[_Run] = []
    for run in runs:
        if not run.equal:
            grown.append(run)
            continue
        head, tail = 0, len(run.old)
        while head < tail and grown and (run.old.start + head in inner or run.new.start + head in inner_new):
            head += 1
        last = run is runs[-1]
        while tail > head and not last and (run.old.start + tail in inner or run.new.start + tail in inner_new):
            tail -= 1
        cuts = ((False, 0, head), (True, head, tail), (False, tail, len(run.old)))
        for equal, start, end in cuts:
            if start < end:
                o, n = Span(run.old.start + start, run.old.start + end), Span(run.new.start + start, run.new.start + end)
                grown.append(_Run(equal, o, n))
    return _joined(grown)


def _spaced(old: str, new: str, sides: tuple[Folded, Folded], runs: Sequence[_Run]) -> Iterator[Piece]:
    """The runs as pieces of the texts with their spaces, which belong to what stands before them."""
    done = Span(0, 0)
    for at, run in enumerate(runs):
        last = at == len(runs) - 1
        ends = [
            len(text) if last else side.at[span.end] if span.end < len(side.at) else len(text)
            for text, side, span in ((old, sides[0], run.old), (new, sides[1], run.new))
        ]
        o, n = Span(done.start, ends[0]), Span(done.end, ends[1])
        done = Span(ends[0], ends[1])
        if run.equal:
            yield from _equal(old, new, o, n)
        else:
            tail = _common_space(old[o.start : o.end], new[n.start : n.end])
            yield _different(old, new, Span(o.start, o.end - tail), Span(n.start, n.end - tail))
            if tail:
                yield Piece(PieceKind.EQUAL, Span(o.end - tail, o.end), Span(n.end - tail, n.end))
    if not runs and (old or new):
        yield _different(old, new, Span(0, len(old)), Span(0, len(new)))


def _common_space(old: str, new: str) -> int:
    """How many spaces and line breaks both texts end with alike."""
    count = 0
    while count < min(len(old), len(new)) and old[-1 - count].isspace() and old[-1 - count] == new[-1 - count]:
        count += 1
    return count


def _equal(old: str, new: str, o: Span, n: Span) -> Iterator[Piece]:
    """An equal run: where the spaces on the two sides differ, they are pieces of their own."""
    if old[o.start : o.end] == new[n.start : n.end]:
        yield Piece(PieceKind.EQUAL, o, n)
        return
    start = here = Span(o.start, n.start)
    while here.start < o.end or here.end < n.end:
        ends = _space_end(old, here.start, o.end), _space_end(new, here.end, n.end)
        if old[here.start : ends[0]] != new[here.end : ends[1]]:
            if here.start > start.start:
                yield Piece(PieceKind.EQUAL, Span(start.start, here.start), Span(start.end, here.end))
            yield _different(old, new, Span(here.start, ends[0]), Span(here.end, ends[1]))
            start = Span(*ends)
        step = _word_end(old, ends[0], o.end) - ends[0]
        other = _word_end(new, ends[1], n.end) - ends[1]
        step = min(step, other)
        here = Span(ends[0] + step, ends[1] + step)
    if here.start > start.start:
        yield Piece(PieceKind.EQUAL, Span(start.start, here.start), Span(start.end, here.end))


def _space_end(text: str, start: int, end: int) -> int:
    found = _SPACE.match(text, start, end)
    return found.end() if found else start


def _word_end(text: str, start: int, end: int) -> int:
    found = _SPACE.search(text, start, end)
    return found.start() if found else end


def _different(old: str, new: str, o: Span, n: Span) -> Piece:
    kind = PieceKind.ONLY_OLD if not len(n) else PieceKind.CHANGED if len(o) else PieceKind.ONLY_NEW
    return Piece(kind, o, n, layout=plain(old[o.start : o.end]) == plain(new[n.start : n.end]))
