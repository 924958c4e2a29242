"""A Word table as a grid (ECMA-376 part 1, 17.4): its cells with the rows and columns that they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policy.sources.blocks import Block, Grid, GridCell, Paragraph
from policy.sources.word.runs import content_of
from policy.sources.word.tags import VAL, Element, W, first, named, number, switch, value

_MOST_COLUMNS: Final = 100
_WRAPPERS: Final = frozenset(f"{W}{name}" for name in ("customXml", "ins", "moveTo", "smartTag"))
_LETTERHEAD: Final = 2
_COLONS: Final = ("：", ":")


@dataclass(slots=True)
class Place:
    """A cell that shows: where it begins and ends, in rows and in the columns of the table's own grid."""

    element: Element
    row: int
    start: int
    end: int
    goes_on: bool = False
    rows: int = 1


def places_of(table: Element) -> list[Place]:
    """The cells of a table in order; those that another one covers are part of it. Deleted rows and cells are not there."""
    found, above = list[Place](), dict[int, Place]()
    for row, line in enumerate(_rows(table)):
        current = dict[int, Place]()
        for place in _row(line, row):
            covering = above.get(place.start)
            if place.goes_on and covering is not None and covering.end == place.end:
                covering.rows += 1
                current[place.start] = covering
            else:
                found.append(place)
                current[place.start] = place
        above = current
    return found


def _rows(table: Element) -> Iterator[Element]:
    for row in _below(table, f"{W}tr"):
        properties = first(row, "trPr")
        if properties is None or (first(properties, "del") is None and not switch(properties, "hidden")):
            yield row


def _below(parent: Element, wanted: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, wanted)
        elif child.tag == f"{W}sdt":
            for content in content_of(child):
                yield from _below(content, wanted)


def _row(line: Element, row: int) -> list[Place]:
    found = list[Place]()
    column = _clamped(value(first(line, "trPr"), "gridBefore"), 0)
    for cell in _below(line, f"{W}tc"):
        properties = named(first(cell, "tcPr"))
        if f"{W}cellDel" in properties:
            continue
        span = properties.get(f"{W}gridSpan")
        end = column + (1 if span is None else _clamped(span.get(VAL), 1))
        if found and _kind(properties, f"{W}hMerge") == "continue":
            found[-1].end = end
        else:
            found.append(Place(cell, row, column, end, _goes_on(properties)))
        column = end
    return found


def _clamped(text: str | None, least: int) -> int:
    return min(max(number(text) or least, least), _MOST_COLUMNS)


def _kind(properties: Mapping[str, Element], name: str) -> str | None:
    found = properties.get(name)
    return None if found is None else found.get(VAL, "continue")


def _goes_on(properties: Mapping[str, Element]) -> bool:
    """Whether a cell is covered by the one above it; a tracked merge counts as made (17.13.5.1)."""
    tracked = properties.get(f"{W}cellMerge")
    if tracked is not None:
        return tracked.get(f"{W}vMerge") == "cont"
    return _kind(properties, f"{W}vMerge") == "continue"


def table_of(places: Sequence[Place], contents: Sequence[list[Block]]) -> list[Block]:
    """A table with the blocks of each cell: one grid, whose columns are those that cells begin at, or the blocks themselves if
    it only lays out a page; a card of labels is a line for each label. Tables inside a cell become paragraphs of it."""
    if _is_layout(places, contents):
        return [block for blocks in contents for block in blocks]
    card = _card(places, contents)
    if card:
        return card
    edges = sorted({place.start for place in places})
    cells = list[GridCell]()
    for place, blocks in zip(places, contents, strict=True):
        first, last = bisect_left(edges, place.start), bisect_left(edges, place.end)
        paragraphs = tuple(paragraph for block in blocks for paragraph in _paragraphs(block))
        cells.append(GridCell(place.row, first, paragraphs, place.rows, last - first))
    return [Grid(tuple(cells))]


def _card(places: Sequence[Place], contents: Sequence[list[Block]]) -> list[Block]:
    """The lines of a card such as a register keeps of a document: cells that end with a colon, each with its answer beside it.
    Nothing for any other table."""
    found, label, answered = list[Block](), None, False
    for place, blocks in zip(places, contents, strict=True):
        paragraphs = [paragraph for block in blocks for paragraph in _paragraphs(block) if paragraph.text.strip()]
        asks = len(paragraphs) == 1 and paragraphs[0].text.rstrip().endswith(_COLONS)
        if asks:
            label = (place, paragraphs[0])
            found.append(paragraphs[0])
        elif paragraphs and (label is None or label[0].row != place.row or label[0].end != place.start or len(paragraphs) > 1):
            return []
        elif paragraphs and label is not None:
            found[-1], answered = _beside(label[1], paragraphs[0]), True
    return found if answered else []


def _beside(label: Paragraph, answer: Paragraph) -> Paragraph:
    words = label.text.rstrip()
    moved = tuple(replace(comment, start=comment.start + len(words), end=comment.end + len(words)) for comment in answer.comments)
    return Paragraph(words + answer.text, None, (*label.comments, *moved))


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    if isinstance(block, Paragraph):
        yield block
    else:
        for cell in block.cells:
            yield from cell.paragraphs


def _is_layout(places: Sequence[Place], contents: Sequence[list[Block]]) -> bool:
    """Whether a table is only there for the looks: its words stand in one column or are the two ends of one line, such as a
    document's number beside who signed it, or a table inside it says more than it does."""
    said = [place for place, blocks in zip(places, contents, strict=True) if any(map(_says, blocks))]
    if len({place.start for place in said}) < 2 or (len({place.row for place in places}) == 1 and len(said) <= _LETTERHEAD):
        return True
    inner = (block for blocks in contents for block in blocks if isinstance(block, Grid))
    return any(sum(any(map(_says, cell.paragraphs)) for cell in grid.cells) > len(said) for grid in inner)


def _says(block: Block) -> bool:
    return any(paragraph.text.strip() for paragraph in _paragraphs(block))
