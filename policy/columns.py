"""Divides rows whose columns ran together into cells: a search that learns each document's own shape and names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from policy.columns_around import Pairs
from policy.columns_cells import DEPARTMENT_COLUMNS, REMARK_COLUMNS, CellScorer, width_places
from policy.columns_geometry import APART, TOGETHER, Cuts, Geometry, Strip, learn_geometry
from policy.columns_said import said_again, shared_ends
from policy.departments_names import PLACE_WORDS, Lexicon, looks_like_name, places_of
from policy.rows_header import Column

_BEAM = 48
_ROUNDS = 3
_SURE = 5.0
_PLAIN = 6.0
_HEADED = 0.2
_LONGEST_ROW = 3000
_HOPELESS = 12.0
_JUDGES = 16
_SEVERAL = 3
_SPACED = 3
_CLEAR, _UNCLEAR = 8.0, 4.0
_CHANCE = 3.0
_HEADINGS = (Column.TITLE, *REMARK_COLUMNS)
_DELIMITER = re.compile(r" *\t *| *\| *| {2,}|　+")
_SPACE = re.compile(r"(?<=[^ A-Za-z]) (?=[^ A-Za-z])")
_HARD_EDGE = re.compile(r"[\t|]")
_INSIDE = re.compile(r"(?<=、)[^、，,；;。]{3,14}?(?=、|$|\d{4}年|持续|长期|成熟一|年内|印发后|立即)")


@dataclass(frozen=True, slots=True)
class Division:
    """A row divided into cells, how far the best way lies ahead of the next best, that next best way, and how good the best is."""

    cuts: Cuts
    margin: float
    rival: Cuts | None
    score: float = 0.0

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

    def __init__(
        self,
        strips: Sequence[Strip],
        columns: Sequence[tuple[Column, ...]],
        pairs: Pairs | None = None,
        heard: Mapping[str, int] | None = None,
    ) -> None:
        """``pairs`` are those of characters that belong together, by the rows and by running text of the same document;
        ``heard`` are names that it uses elsewhere, with how often."""
        self._columns = tuple(columns)
        self._heard = Counter(heard or {})
        self._strips = tuple(strips)
        self._places = places_of([[strip.text[start:end] for start, end in strip.lines(0, len(strip.text))] for strip in strips])
        self._pairs = pairs or Pairs(strip.text for strip in strips)
        self.lexicon = Lexicon(self._heard + _heard(strip.text for strip in strips), self._places)
        self.geometry = TOGETHER
        self._said = said_again(self._strips, columns)
        self._remarks = self._said
        self._openings: Counter[str] = Counter()

    def divide(self) -> tuple[Division, ...]:
        """The division of each row, after learning widths, heights and names from the rows that are plain."""
        rows = list(zip(self._strips, self._columns, strict=True))
        judges = 0 if _runs_together(rows) else _JUDGES
        together, apart = self._both_ways(rows[:judges])
        lead = _lead_of_apart(together, apart)
        self.geometry = APART if lead > 0 else TOGETHER
        readings = [*(apart if lead > 0 else together), *(self._read(strip, columns) for strip, columns in rows[judges:])]
        for _ in range(_ROUNDS - 1):
            self._learn(readings)
            readings = [self._again(reading) for reading in readings]
        others = together if lead > 0 else apart
        return tuple(_doubted(reading.division, other, abs(lead)) for reading, other in zip_longest(readings, others))

    def divide_row(self, strip: Strip, columns: tuple[Column, ...]) -> Division:
        """The division of one more row, by what the table taught."""
        return self._read(strip, columns).division

    def _both_ways(self, rows: Sequence[tuple[Strip, tuple[Column, ...]]]) -> tuple[list[_Reading], list[_Reading]]:
        """The rows read as cells that ran together, and as cells of which each begins a line."""
        scorers = [CellScorer(strip, self.lexicon, self._remarks, self._pairs, self._openings) for strip, _ in rows]
        together, apart = (
            [self._read(strip, columns, geometry, scorer) for (strip, columns), scorer in zip(rows, scorers, strict=True)]
            for geometry in (TOGETHER, APART)
        )
        return together, apart

    def _learn(self, readings: Sequence[_Reading]) -> None:
        common = Counter(reading.columns for reading in readings).most_common(1)
        if not common:
            return
        columns = common[0][0]
        usual = [reading for reading in readings if reading.columns == columns]
        samples = ((reading.strip, reading.division.cuts, reading.division.confidence) for reading in usual)
        self.geometry = learn_geometry(samples, len(columns))
        cells = _remark_cells(readings)
        self._remarks = Counter(cells) | shared_ends(cells) | self._said
        self._openings = _openings(readings)
        names = self._heard + _heard(strip.text for strip in self._strips)
        names.update(_used(reading for reading in readings if reading.division.margin > _SURE))
        self.lexicon = Lexicon(names, _with_words(self._places, _place_words(readings)))

    def _again(self, reading: _Reading) -> _Reading:
        """A row that was plain and has the shape that the others have need not be read again; titles and remarks are told by those
        of other rows only."""
        division = reading.division
        told = not set(_HEADINGS).intersection(reading.columns)
        if told and division.margin > _PLAIN and self.geometry.score(reading.strip, division.cuts) >= 0:
            return reading
        return self._read(reading.strip, reading.columns)

    def _read(
        self, strip: Strip, columns: tuple[Column, ...], geometry: Geometry | None = None, scorer: CellScorer | None = None
    ) -> _Reading:
        plain = _delimited(strip, len(columns))
        if plain:
            return _Reading(strip, columns, Division(plain, 9.0, None))
        if len(strip.text) > _LONGEST_ROW:
            return _Reading(strip, columns, _undivided(strip, columns))
        scorer = scorer or CellScorer(strip, self.lexicon, self._remarks, self._pairs, self._openings)
        return _Reading(strip, columns, _search(scorer, columns, geometry or self.geometry))


def _runs_together(rows: Sequence[tuple[Strip, tuple[Column, ...]]]) -> bool:
    """Whether it is plain that columns ran together: several rows stand on one line each with their number, nothing apart."""
    single = sum(strip.glued and len(strip.starts) == 1 and not _DELIMITER.search(strip.text) for strip, _ in rows)
    return single >= _SEVERAL


def _lead_of_apart(together: Sequence[_Reading], apart: Sequence[_Reading]) -> float:
    """How much better rows are explained by cells that each begin a line than by cells that ran together. That names and phrases
    should begin with a line by chance in every row is unlikely, hence what each such row adds."""
    lead = 0.0
    for joined, parted in zip(together, apart, strict=True):
        gain = parted.division.score - joined.division.score
        unlike = parted.division.cuts != joined.division.cuts
        broken = all(parted.strip.is_break(cut) for cut in parted.division.cuts)
        lead += max(-_UNCLEAR, min(_CLEAR, gain + (_CHANCE if unlike and broken else 0.0)))
    return lead


def _doubted(division: Division, other: _Reading | None, lead: float) -> Division:
    """A division that is no surer than the choice between the two kinds of tables, where that decides it."""
    if other is None or other.division.cuts == division.cuts or lead >= division.margin:
        return division
    return replace(division, margin=lead, rival=other.division.cuts)


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
    return Division(cuts, best - second[0], second[1], best)


def _places(scorer: CellScorer, columns: tuple[Column, ...], place: int, geometry: Geometry) -> tuple[int, ...]:
    """Where the cell of column ``place`` may begin."""
    column, before, strip = columns[place], columns[place - 1], scorer.strip
    length = len(strip.text)
    edges = {match.end() for match in _DELIMITER.finditer(strip.text)}
    if _HARD_EDGE.search(strip.text):
        return tuple(sorted({0, *edges, length}))
    found = {*strip.starts, *edges, length}
    if strip.ahead and place == len(columns) - 1:
        return tuple(sorted(found))
    if column is Column.TIMING:
        return tuple(sorted(found | (set(scorer.phrases()) if place == len(columns) - 1 else scorer.inner_phrases()[0])))
    if column in DEPARTMENT_COLUMNS:
        found |= scorer.name_starts(geometry, place, again=sum(other in DEPARTMENT_COLUMNS for other in columns) > 1)
    elif column in REMARK_COLUMNS:
        found |= {start for start, _ in scorer.remarks()} | width_places(strip, geometry, place)
    elif column is Column.TASK and before in _HEADINGS:
        found |= scorer.openings() | width_places(strip, geometry, place)
    return tuple(sorted(found | _ends_of(before, scorer)))


def _ends_of(column: Column, scorer: CellScorer) -> set[int]:
    """Where a cell of a column may end."""
    if column in REMARK_COLUMNS:
        return {end for _, end in scorer.remarks()}
    if column in DEPARTMENT_COLUMNS:
        return scorer.name_ends()
    return scorer.inner_phrases()[1] if column is Column.TIMING else set()


def _undivided(strip: Strip, columns: tuple[Column, ...]) -> Division:
    """All of a row as its task: what is far too long for a row is no row, and searching it would take for ever."""
    task = columns.index(Column.TASK)
    length = len(strip.text)
    return Division(tuple(0 if place <= task else length for place in range(len(columns) + 1)), 0.0, None)


def _delimited(strip: Strip, cells: int) -> Cuts | None:
    """The cells of a row whose columns are kept apart by tabs, bars or wide blanks, if there are as many as columns."""
    edges = [match.end() for match in _DELIMITER.finditer(strip.text)]
    if not edges and cells >= _SPACED and len(strip.starts) == 1:
        edges = [match.end() for match in _SPACE.finditer(strip.text)]
    if len(edges) != cells - 1 or cells < 2:
        return None
    return (0, *edges, len(strip.text))


def _heard(texts: Iterable[str]) -> Counter[str]:
    """What stands between two separators and could be a name, with how often."""
    return Counter(name for text in texts for name in _INSIDE.findall(text) if looks_like_name(name))


def _remark_cells(readings: Iterable[_Reading]) -> list[str]:
    """The cells of remark columns as read so far."""
    return [
        reading.strip.text[slice(*reading.division.cuts[place : place + 2])]
        for reading in readings
        for place, column in enumerate(reading.columns)
        if column in REMARK_COLUMNS
    ]


def _openings(readings: Iterable[_Reading]) -> Counter[str]:
    """The characters that cells of tasks begin with, as read so far."""
    cells = (
        reading.strip.text[reading.division.cuts[place] :][:2]
        for reading in readings
        for place, column in enumerate(reading.columns)
        if column is Column.TASK and reading.strip.is_break(reading.division.cuts[place])
    )
    return Counter(cells)


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
    return tuple(word for word in PLACE_WORDS if heads[word] > max(1, _HEADED * names))


def _with_words(places: Sequence[str], words: Iterable[str]) -> tuple[str, ...]:
    """The places, and the words that end none of them."""
    return (*places, *(word for word in words if not any(place.endswith(word) for place in places)))


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
