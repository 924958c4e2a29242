"""Divides rows whose columns ran together into cells: a search over the boundaries that learns each document's own shape and names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy.columns_cells import DEPARTMENT_COLUMNS, CellScorer, department_places
from policy.columns_geometry import Cuts, Geometry, Strip, learn_geometry
from policy.departments_names import Lexicon, looks_like_name
from policy.rows_header import Column
from policy.timing_grammar import phrase_starts

_BEAM = 48
_ROUNDS = 3
_SURE = 5.0
_DELIMITER = re.compile(r"\t+|[ \t]*\|[ \t]*|[ \t]{2,}|　+")
_INSIDE = re.compile(r"(?<=、)[^、，,；;。]{3,14}(?=、)")


@dataclass(frozen=True, slots=True)
class Division:
    """A row divided into cells, how far the best way lies ahead of the next best, and that next best way."""

    cuts: Cuts
    margin: float
    rival: Cuts | None

    @property
    def confidence(self) -> float:
        """The chance that the division is right, from 0 to 1."""
        return 1 / (1 + math.exp(-(self.margin - 1.5)))


@dataclass(slots=True)
class _Reading:
    strip: Strip
    columns: tuple[Column, ...]
    division: Division


class Splitter:
    """Divides the rows of one table. ``lexicon`` and ``geometry`` hold what it learnt from them."""

    def __init__(self, strips: Sequence[Strip], columns: Sequence[tuple[Column, ...]]) -> None:
        self._columns = tuple(columns)
        self._strips = tuple(strips)
        self.lexicon = Lexicon(_heard(strip.text for strip in strips))
        self.geometry = Geometry()

    def divide(self) -> tuple[Division, ...]:
        """The division of each row, after learning widths, heights and names from the rows that are plain."""
        readings = [self._read(strip, columns) for strip, columns in zip(self._strips, self._columns, strict=True)]
        for _ in range(_ROUNDS - 1):
            self._learn(readings)
            readings = [self._read(reading.strip, reading.columns) for reading in readings]
        return tuple(reading.division for reading in readings)

    def _learn(self, readings: Sequence[_Reading]) -> None:
        common = Counter(reading.columns for reading in readings).most_common(1)
        if not common:
            return
        columns = common[0][0]
        usual = [reading for reading in readings if reading.columns == columns]
        samples = ((reading.strip, reading.division.cuts, reading.division.confidence) for reading in usual)
        self.geometry = learn_geometry(samples, len(columns))
        names = _heard(strip.text for strip in self._strips)
        names.update(_used(reading for reading in readings if reading.division.margin > _SURE))
        self.lexicon = Lexicon(names)

    def _read(self, strip: Strip, columns: tuple[Column, ...]) -> _Reading:
        plain = _delimited(strip, len(columns))
        if plain:
            return _Reading(strip, columns, Division(plain, 9.0, None))
        return _Reading(strip, columns, _search(strip, columns, self.lexicon, self.geometry))


def _search(strip: Strip, columns: tuple[Column, ...], lexicon: Lexicon, geometry: Geometry) -> Division:
    """The best way to divide a row and the lead it has, by a beam over the columns from left to right."""
    scorer, length = CellScorer(strip, lexicon), len(strip.text)
    beam: list[tuple[float, Cuts]] = [(0.0, (0,))]
    for place, column in enumerate(columns):
        ends = (length,) if place == len(columns) - 1 else _places(strip, columns, place + 1, lexicon, geometry)
        grown = [
            (score + scorer.score(column, cuts[-1], end), (*cuts, end))
            for score, cuts in beam
            for end in ends
            if end >= cuts[-1]
        ]
        grown.sort(key=lambda item: (-item[0], item[1]))
        beam = grown[:_BEAM]
    ranked = sorted(((score + geometry.score(strip, cuts), cuts) for score, cuts in beam), key=lambda item: (-item[0], item[1]))
    best, cuts = ranked[0]
    second = ranked[1] if len(ranked) > 1 else (best - 9.0, None)
    return Division(cuts, best - second[0], second[1])


def _places(strip: Strip, columns: tuple[Column, ...], place: int, lexicon: Lexicon, geometry: Geometry) -> tuple[int, ...]:
    """Where the cell of column ``place`` may begin."""
    column, before = columns[place], columns[place - 1]
    length = len(strip.text)
    found = {*strip.starts, length}
    if column in DEPARTMENT_COLUMNS:
        found |= department_places(strip, lexicon, geometry, place)
    elif before in DEPARTMENT_COLUMNS and column is not Column.TIMING:
        found |= department_places(strip, lexicon, geometry, place)
    if Column.TIMING in (column, before):
        found.update(phrase_starts(strip.text, 0, length))
    return tuple(sorted(found))


def _delimited(strip: Strip, cells: int) -> Cuts | None:
    """The cells of a row whose columns are kept apart by tabs, bars or wide blanks, if there are as many as columns."""
    edges = [(match.start(), match.end()) for match in _DELIMITER.finditer(strip.text)]
    if len(edges) != cells - 1 or cells < 2:
        return None
    return (0, *(end for _, end in edges), len(strip.text))


def _heard(texts: Iterable[str]) -> Counter[str]:
    """What stands between two separators and could be a name, with how often."""
    return Counter(name for text in texts for name in _INSIDE.findall(text) if looks_like_name(name))


def _used(readings: Iterable[_Reading]) -> Counter[str]:
    """The names in departments cells that are surely bounded."""
    names: Counter[str] = Counter()
    for reading in readings:
        cuts = reading.division.cuts
        for place, column in enumerate(reading.columns):
            if column in DEPARTMENT_COLUMNS:
                cell = reading.strip.text[cuts[place] : cuts[place + 1]]
                names.update(name for name in re.split("[、，]", cell) if looks_like_name(name))
    return names
