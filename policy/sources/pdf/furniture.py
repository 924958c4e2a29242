"""Finds what is printed around the text of every page: running titles, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from policy.numerals import to_int
from policy.sources.pdf.lines import Line
from policy.sources.pdf.rows import names_columns

_EDGE_LINES: Final = 3
_NEAR: Final = 4.0
_MOST_SEGMENTS: Final = 3
_FEWEST: Final = 2
_SHARE: Final = 0.2
_NUMBER: Final = re.compile(r"[0-9０-９]+|(?<=第)[〇零一二三四五六七八九十百]+(?=页)")
_PAGE_NUMBER: Final = re.compile(
    r"[-—–－─·•]*(?:第?#页?)(?:[/／,，]?共?#页?)?[-—–－─·•]*|(?:Page|P\.?)#(?:(?:of|/)#)?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\s*[0-9０-９]+\s*")
_MARGIN: Final = 0.12
_APART: Final = 1.3


def furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the places of the lines that are no part of the text.

    Dropped are: lines at the edge of a page that say the same at the same height on several pages; numbers there that count
    along with the pages; and, on any page, a page number as one is written, alone in the outer margin.
    """
    found: list[set[int]] = [set() for _ in pages]
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for place in _edges(lines):
            groups[_pattern(lines[place].text)].append((page, place))
            if _is_page_number(lines, place, heights[page], len(pages) == 1):
                found[page].add(place)
    for pattern, places in groups.items():
        for same in _at_one_height(pages, places):
            if _repeats(pattern, same, pages):
                for page, place in same:
                    found[page].add(place)
    return [_outermost(lines, places) for lines, places in zip(pages, found, strict=True)]


def _outermost(lines: Sequence[Line], places: set[int]) -> set[int]:
    """The places without those of lines in columns that have lines of the text beyond them: rows of a table may be alike."""
    kept = set[int]()
    for place in places:
        beyond = range(place) if place < len(lines) / 2 else range(place + 1, len(lines))
        if len(lines[place].segments) == 1 or places.issuperset(beyond):
            kept.add(place)
    return kept


def _edges(lines: Sequence[Line]) -> list[int]:
    """The places of the lines nearest to the upper and the lower edge, up to the first that is one of a table."""
    places = range(len(lines))
    upper, lower = (list(takewhile(lambda place: not _is_tabular(lines[place]), side)) for side in (places, reversed(places)))
    return sorted({*upper[:_EDGE_LINES], *lower[:_EDGE_LINES]})


def _is_tabular(line: Line) -> bool:
    """Whether a line is one of a table: it has many columns, or names some."""
    return len(line.segments) > _MOST_SEGMENTS or (len(line.segments) > 1 and names_columns([line]))


def _pattern(text: str) -> str:
    return _NUMBER.sub("#", re.sub(r"\s+", "", text))


def _is_page_number(lines: Sequence[Line], place: int, height: float, alone: bool) -> bool:
    """Whether the first or last line of a page is written as page numbers are and stands in the outer margin; a bare number is
    one only where it says ``1`` on the only page."""
    line = lines[place]
    outer = line.y > (1 - _MARGIN) * height if place else line.y < _MARGIN * height
    if not outer or place not in (0, len(lines) - 1):
        return False
    bare = _BARE.fullmatch(line.text) is not None
    return (alone and line.text.strip() == "1") if bare else _PAGE_NUMBER.fullmatch(_pattern(line.text)) is not None


def _at_one_height(pages: Sequence[Sequence[Line]], places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    ordered = sorted(places, key=lambda one: pages[one[0]][one[1]].y)
    groups: list[list[tuple[int, int]]] = []
    last = 0.0
    for page, place in ordered:
        y = pages[page][place].y
        if groups and y - last <= _NEAR:
            groups[-1].append((page, place))
        else:
            groups.append([(page, place)])
        last = y
    return groups


def _repeats(pattern: str, same: list[tuple[int, int]], pages: Sequence[Sequence[Line]]) -> bool:
    seen = sorted({page for page, _ in same})
    if len(seen) < max(_FEWEST, _SHARE * min(len(pages), 20)):
        return False
    if "#" not in pattern:
        enough = len(seen) > _FEWEST or len(pages) <= 2 * _FEWEST
        return enough and sum(_stands_apart(pages[page], place) for page, place in same) >= _SHARE * len(same)
    return _counts_along(same, pages) or (len(pattern) > 4 and len({pages[page][place].text for page, place in same}) == 1)


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    """Whether a line at the edge of a page is further from the text than the lines of the text from one another, or of another
    size. Lines beyond it do not count: a running title may stand above a page number."""
    inward = 1 if place < len(lines) / 2 else -1
    neighbour = place + inward
    if not 0 <= neighbour < len(lines):
        return True
    gaps = sorted(abs(lines[index + 1].y - lines[index].y) for index in range(len(lines) - 1))
    line, other = lines[place], lines[neighbour]
    further = abs(other.y - line.y) > _APART * gaps[len(gaps) // 2]
    return further or abs(line.size - other.size) > 0.05 * other.size or len(lines) <= _EDGE_LINES


def _counts_along(same: list[tuple[int, int]], pages: Sequence[Sequence[Line]]) -> bool:
    """Whether one of the numbers in the lines grows by one with every page."""
    steps: list[set[int]] = []
    for page, place in same:
        numbers = [to_int(number) for number in _NUMBER.findall(pages[page][place].text)]
        steps.append({number - page for number in numbers if number is not None})
    return bool(steps) and bool(set.intersection(*steps))
