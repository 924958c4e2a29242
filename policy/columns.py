"""Divides rows whose columns ran together into cells: a search that learns each document's own shape and names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy.columns_cells import DEPARTMENT_COLUMNS, CellScorer
from policy.columns_geometry import Cuts, Geometry, Strip, learn_geometry
from policy.departments_names import PLACE_WORDS, Lexicon, looks_like_name
from policy.rows_header import Column

_BEAM = 48
_ROUNDS = 3
_SURE = 5.0
_PLAIN = 6.0
_HEADED = 0.2
_LONGEST_ROW = 3000
_HOPELESS = 16.0
_DELIMITER = re.compile(r" *\t *| *\| *| {2,}|　+")
_HARD_EDGE = re.compile(r"[\t|]")
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
        self._remarks: Counter[str] = Counter()

    def divide(self) -> tuple[Division, ...]:
        """The division of each row, after learning widths, heights and names from the rows that are plain."""
        readings = [self._read(strip, columns) for strip, columns in zip(self._strips, self._columns, strict=True)]
        for _ in range(_ROUNDS - 1):
            self._learn(readings)
            readings = [self._again(reading) for reading in readings]
        return tuple(reading.division for reading in readings)

    def _learn(self, readings: Sequence[_Reading]) -> None:
        common = Counter(reading.columns for reading in readings).most_common(1)
        if not common:
            return
        columns = common[0][0]
        usual = [reading for reading in readings if reading.columns == columns]
        samples = ((reading.strip, reading.division.cuts, reading.division.confidence) for reading in usual)
        self.geometry = learn_geometry(samples, len(columns))
        self._remarks = _remarks(readings)
        names = _heard(strip.text for strip in self._strips)
        names.update(_used(reading for reading in readings if reading.division.margin > _SURE))
        self.lexicon = Lexicon(names, _place_words(readings))

    def _again(self, reading: _Reading) -> _Reading:
        """A row that was plain and has the shape that the others have need not be read again."""
        division = reading.division
        if division.margin > _PLAIN and self.geometry.score(reading.strip, division.cuts) >= 0:
            return reading
        return self._read(reading.strip, reading.columns)

    def _read(self, strip: Strip, columns: tuple[Column, ...]) -> _Reading:
        plain = _delimited(strip, len(columns))
        if plain:
            return _Reading(strip, columns, Division(plain, 9.0, None))
        if len(strip.text) > _LONGEST_ROW:
            return _Reading(strip, columns, _undivided(strip, columns))
        return _Reading(strip, columns, _search(CellScorer(strip, self.lexicon, self._remarks), columns, self.geometry))


def _search(scorer: CellScorer, columns: tuple[Column, ...], geometry: Geometry) -> Division:
    """The best way to divide a row and the lead it has, by a beam over the columns from the right, where phrases are plainest."""
    strip = scorer.strip
    beam: list[tuple[float, Cuts]] = [(0.0, (len(strip.text),))]
    for place in range(len(columns) - 1, -1, -1):
        starts = _places(scorer, columns, place, geometry) if place else (0,)
        grown = [
            (score + scorer.score(columns[place], start, cuts[0]), (start, *cuts))
            for score, cuts in beam
            for start in starts
            if start <= cuts[0]
        ]
        grown.sort(key=lambda item: (-item[0], item[1]))
        beam = [item for item in grown[:_BEAM] if item[0] > grown[0][0] - _HOPELESS]
    ranked = sorted(((score + geometry.score(strip, cuts), cuts) for score, cuts in beam), key=lambda item: (-item[0], item[1]))
    best, cuts = ranked[0]
    second = ranked[1] if len(ranked) > 1 else (best - _HOPELESS, None)
    return Division(cuts, best - second[0], second[1])


def _places(scorer: CellScorer, columns: tuple[Column, ...], place: int, geometry: Geometry) -> tuple[int, ...]:
    """Where the cell of column ``place`` may begin."""
    column, before, strip = columns[place], columns[place - 1], scorer.strip
    length = len(strip.text)
    edges = {match.end() for match in _DELIMITER.finditer(strip.text)}
    if _HARD_EDGE.search(strip.text):
        return tuple(sorted({0, *edges, length}))
    found = {*strip.starts, *edges, length}
    if column in DEPARTMENT_COLUMNS:
        found |= scorer.name_starts(geometry, place, again=sum(other in DEPARTMENT_COLUMNS for other in columns) > 1)
    if column is Column.TIMING:
        found |= set(scorer.phrases()) if place == len(columns) - 1 else scorer.inner_phrases()[0]
    elif before in DEPARTMENT_COLUMNS:
        found |= scorer.name_ends()
    elif before is Column.TIMING:
        found |= scorer.inner_phrases()[1]
    return tuple(sorted(found))


def _undivided(strip: Strip, columns: tuple[Column, ...]) -> Division:
    """All of a row as its task: what is far too long for a row is no row, and searching it would take for ever."""
    task = columns.index(Column.TASK)
    length = len(strip.text)
    return Division(tuple(0 if place <= task else length for place in range(len(columns) + 1)), 0.0, None)


def _delimited(strip: Strip, cells: int) -> Cuts | None:
    """The cells of a row whose columns are kept apart by tabs, bars or wide blanks, if there are as many as columns."""
    edges = [match.end() for match in _DELIMITER.finditer(strip.text)]
    if len(edges) != cells - 1 or cells < 2:
        return None
    return (0, *edges, len(strip.text))


def _heard(texts: Iterable[str]) -> Counter[str]:
    """What stands between two separators and could be a name, with how often."""
    return Counter(name for text in texts for name in _INSIDE.findall(text) if looks_like_name(name))


def _remarks(readings: Iterable[_Reading]) -> Counter[str]:
    """The cells of remark columns as read so far."""
    return Counter(
        reading.strip.text[slice(*reading.division.cuts[place : place + 2])]
        for reading in readings
        for place, column in enumerate(reading.columns)
        if column is Column.OTHER
    )


def _place_words(readings: Sequence[_Reading]) -> tuple[str, ...]:
    """The words that head many of the names (省, 市), whether they were read as part of the first name or left before it."""
    heads: Counter[str] = Counter()
    for reading in readings:
        for place, column in enumerate(reading.columns):
            if column in DEPARTMENT_COLUMNS:
                start, end = reading.division.cuts[place : place + 2]
                heads.update(name[0] for name in re.split("[、，]", reading.strip.text[start:end]) if name)
                heads.update(reading.strip.text[max(0, start - 1) : start])
    names = sum(heads.values()) / 1.2
    return tuple(word for word in PLACE_WORDS if heads[word] > _HEADED * names)


def _used(readings: Iterable[_Reading]) -> Counter[str]:
    """The names in departments cells, but for a first one that ran together with the task: guesses must not confirm themselves."""
    names: Counter[str] = Counter()
    for reading in readings:
        cuts = reading.division.cuts
        for place, column in enumerate(reading.columns):
            if column in DEPARTMENT_COLUMNS:
                cell = re.split("[、，]", reading.strip.text[cuts[place] : cuts[place + 1]])
                bounded = cell if reading.strip.is_break(cuts[place]) else cell[1:]
                names.update(name for name in bounded if looks_like_name(name))
    return names
