"""Measures the columns of text of a document: between which edges its lines run, and how far they are apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policy.sources.pdf.lines import Line
from policy.sources.pdf.parts import Stretch

_SHARE: Final = 0.03
_FEWEST: Final = 2
_EXACT: Final = 1.0
_JUSTIFIED: Final = 0.8
_ENOUGH: Final = 3
_SHORT_OF_MARGIN: Final = 3.0
_WIDE: Final = 20.0
_NO_ROOM: Final = 0.6
_MANY: Final = 20
_REGULAR: Final = 0.95
_TIGHT: Final = 0.15
_USUAL_LEADING: Final = 1.5
_HANGING: Final = frozenset("，。、；：！？,.;:!?）》”’·-")


@dataclass(frozen=True, slots=True)
class Measure:
    """The edges that lines run between, in points, and the usual distance of two baselines in sizes of their characters."""

    left: float
    right: float
    leading: float


def measures(stretches: Sequence[Stretch]) -> dict[tuple[int, ...], Measure]:
    """The measure of every frame that occurs. A frame whose lines all end well before the margin has the margin as its edge, so
    that no line of it fills the measure: such lines were broken by hand."""
    frames: dict[tuple[int, ...], list[Stretch]] = defaultdict(list)
    for stretch in stretches:
        frames[stretch.frame].append(stretch)
    return {frame: _measure(held) for frame, held in frames.items()}


def _measure(stretches: Sequence[Stretch]) -> Measure:
    lines = [line for stretch in stretches for line in stretch.lines]
    edges = next((stretch.edges for stretch in stretches if stretch.edges), None)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    left = _edge([line.left for line in lines], size)
    # Signs such as a comma may hang out over the edge, so other lines say where it is, if there are any.
    unhung = [line for line in lines if line.text.rstrip()[-1:] not in _HANGING]
    right = -_edge([-line.right for line in unhung or lines], size)
    if edges:
        # A box has about the same room inside its right border as inside its left.
        right = max(right, edges[1] - max(0.0, left - edges[0]))
    elif len(stretches[0].frame) == 1:
        margin = stretches[0].width - left
        if margin - right > _SHORT_OF_MARGIN * size and not _is_set(stretches, left, right, size):
            right = margin
    return Measure(left, right, _leading(stretches))


def _edge(values: Sequence[float], size: float) -> float:
    """The outermost value (the smallest) that several lines share."""
    ordered = sorted(values)
    wanted = min(len(ordered), max(_FEWEST, round(_SHARE * len(ordered))))
    for start in range(len(ordered) - wanted + 1):
        if ordered[start + wanted - 1] - ordered[start] <= 0.6 * size:
            return ordered[start]
    return ordered[0]


def _is_set(stretches: Sequence[Stretch], left: float, right: float, size: float) -> bool:
    """Whether a program broke the lines at this right edge, however wide the margin beyond it is."""
    lines = [line for stretch in stretches for line in stretch.lines]
    return _is_justified(lines, right, size) or (right - left > _WIDE * size and _is_wrapped(stretches, left, right))


def _is_wrapped(stretches: Iterable[Stretch], left: float, right: float) -> bool:
    """Whether lines that go on at the left edge had no room above, one and all: lines broken by hand are not so regular."""
    pairs = [
        right - above.right <= below.need + _NO_ROOM * below.size
        for stretch in stretches
        for above, below in pairwise(stretch.lines)
        if abs(below.left - left) < _NO_ROOM * below.size and abs(above.size - below.size) < _EXACT and above.y < below.y
    ]
    return len(pairs) >= _MANY and sum(pairs) >= _REGULAR * len(pairs)


def _is_justified(lines: Iterable[Line], right: float, size: float) -> bool:
    """Whether lines were stretched to the right edge: those with letters or digits of half a character's width, which by themselves
    would end anywhere, reach it to the point."""
    full = [line for line in lines if abs(line.right - right) < 1.2 * size and sum(map(str.isascii, line.text)) % 2]
    exact = sum(abs(line.right - right) < _EXACT for line in full)
    return exact >= _ENOUGH and exact >= _JUSTIFIED * len(full)


def _leading(stretches: Iterable[Stretch]) -> float:
    """How far lines that follow one another closely are apart."""
    steps = sorted(
        (below.y - above.y) / below.size
        for stretch in stretches
        for above, below in zip(stretch.lines, stretch.lines[1:], strict=False)
        if below.y > above.y and abs(below.size - above.size) < 0.05 * above.size
    )
    return steps[int(_TIGHT * len(steps))] if steps else _USUAL_LEADING
