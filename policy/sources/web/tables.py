"""Tables of a page: those that carry data become grids, those that only lay out the page are what stands in their cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from policy.canonical import fold
from policy.outline_marks import marker_at
from policy.sources.blocks import Block, Grid, GridCell, Paragraph
from policy.sources.web.labels import is_bare_label, is_label
from policy.sources.web.tree import Box, TooComplexError

_MOST_COLUMNS: Final = 1_000
_WIDEST: Final = 100
_STEPS: Final = 20_000
_STEPS_EACH: Final = 20
_SPAN: Final = re.compile(r"\s*(\d{1,6})")
_HEADER: Final = re.compile(
    "序号|任务|事项|措施|责任|单位|部门|时限|时间|进度|期限|指标|项目|类别|类型|内容|目标|备注|编号|地区|分类|名称|标准|要求|领域|环节"
)
_SHORT: Final = 16
_PARAGRAPHS: Final = 4
_MOSTLY: Final = 0.6
_LONG: Final = 600
_SPACE: Final = re.compile(r"\s+")


@dataclass(slots=True)
class Cell:
    """A cell at its place in the table; ``rows`` and ``columns`` are what it covers."""

    box: Box
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def cells_of(table: Box) -> tuple[list[Box], list[Cell]]:
    """What stands above a table, such as its caption, and its cells in order.

    A cell is placed and clipped as HTML says (13.1.9, "Forming a table"); where two would overlap, the second is made smaller.
    Heads come first and feet last, wherever they were written.
    """
    above: list[Box] = []
    groups: tuple[list[list[Box]], list[list[Box]], list[list[Box]]] = ([], [], [])
    loose: list[Box] = []
    for child in _parts(table, above):
        if child.tag == "tr":
            loose.append(child)
            continue
        if loose:
            groups[1].append(loose)
            loose = []
        groups[{"thead": 0, "tfoot": 2}.get(child.tag, 1)].append([*_rows(child, above)])
    groups[1].append(loose)
    cells: list[Cell] = []
    row = 0
    for rows in (*groups[0], *groups[1], *groups[2]):
        cells += _placed(rows, row, above)
        row += len(rows)
    return above, cells


def _parts(table: Box, above: list[Box]) -> Iterator[Box]:
    """The rows and groups of rows of a table; cells without a row share one. What is no part of a table goes above it."""
    bare = Box("tr")
    for child in table.children:
        if isinstance(child, str):
            if child.strip():
                above.append(Box("div", {}, [child]))
        elif child.tag in ("td", "th"):
            if not bare.children:
                yield bare
            bare.children.append(child)
        elif child.tag in ("tr", "thead", "tbody", "tfoot"):
            bare = Box("tr")
            yield child
        else:
            above.append(child)


def _rows(group: Box, above: list[Box]) -> Iterator[Box]:
    bare = Box("table", {}, group.children)
    return (row for row in _parts(bare, above) if row.tag == "tr")


def _placed(rows: Sequence[Box], first: int, above: list[Box]) -> Iterator[Cell]:
    """The cells of one group of rows. ``until`` says of each column up to which row it is taken."""
    until: list[int] = []
    steps = -_STEPS
    for row, box in enumerate(rows, start=first):
        column = 0
        for child in box.boxes():
            if child.tag not in ("td", "th"):
                above.append(child)
                continue
            start = _free(until, row, column)
            end = _free_end(until, row, start, start + min(max(1, _span(child, "colspan")), _WIDEST))
            stop = min(row + (_span(child, "rowspan") or len(rows)), first + len(rows))
            steps += end - column - _STEPS_EACH
            if end > _MOST_COLUMNS or steps > 0:
                raise TooComplexError
            until += [0] * (end - len(until))
            until[start:end] = [stop] * (end - start)
            yield Cell(child, row, start, stop - row, end - start)
            column = end


def _free(until: Sequence[int], row: int, start: int) -> int:
    return next((column for column in range(start, len(until)) if until[column] <= row), max(start, len(until)))


def _free_end(until: Sequence[int], row: int, start: int, end: int) -> int:
    return next((column for column in range(start + 1, min(end, len(until))) if until[column] > row), end)


def _span(cell: Box, name: str) -> int:
    found = _SPAN.match(cell.get(name))
    return int(found[1]) if found else 1


def as_block(table: Box, cells: Sequence[Cell], found: Sequence[tuple[Block, int]], offset: int) -> Block | None:
    """The grid of a table that carries data, ``None`` if it lays out the page: then its words stay as they are.

    ``found`` are the lines and tables in all cells with their linked characters; ``offset`` is the number of the first one.
    """
    held = [(cell, [block for block, _ in found[cell.box.first - offset : cell.box.last - offset]]) for cell in cells]
    said = [(cell, blocks) for cell, blocks in held if any(_is_said(block) for block in blocks)]
    if table.get("role") in ("presentation", "none") or len({cell.column for cell, _ in said}) < 2 or _is_links(found):
        return None
    if _lays_out([[_words(block) for block in blocks if _is_said(block)] for _, blocks in said], said):
        return None
    return Grid(tuple(_without_gaps([(cell, tuple(_paragraphs(blocks))) for cell, blocks in held])))


def _is_said(block: Block) -> bool:
    return not isinstance(block, Paragraph) or bool(block.text.strip())


def _is_links(found: Sequence[tuple[Block, int]]) -> bool:
    """Whether nearly all words lead elsewhere, as in a menu."""
    return sum(linked for _, linked in found) > 0.8 * sum(len(_words(block)) for block, _ in found)


def _words(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text.strip()
    return "\n".join(paragraph.text for cell in block.cells for paragraph in cell.paragraphs)


def _lays_out(words: Sequence[Sequence[str]], said: Sequence[tuple[Cell, Sequence[Block]]]) -> bool:
    if _is_information(words, said):
        return True
    if any(isinstance(block, Grid) for _, blocks in said for block in blocks):
        return not _has_header(words, said) or _rules(words)
    if _has_header(words, said):
        return False
    rows = {cell.row for cell, _ in said}
    return _rules(words) or (len(rows) == 1 and any(len(cell) > 1 or len(cell[0]) > _SHORT * 2 for cell in words))


def _is_information(words: Sequence[Sequence[str]], said: Sequence[tuple[Cell, Sequence[Block]]]) -> bool:
    """Whether the table is what a site says about a document: labels with their values beside them."""
    first = {cell.row: line[0] for (cell, _), line in zip(reversed(said), reversed(words), strict=True)}
    return sum(is_label(line[0]) for line in words) > 1 or (
        len(first) > 1 and sum(map(is_bare_label, first.values())) > len(first) / 2
    )


def _has_header(words: Sequence[Sequence[str]], said: Sequence[tuple[Cell, Sequence[Block]]]) -> bool:
    """Whether the first row names columns."""
    first = ["".join(cell) for (place, _), cell in zip(said, words, strict=True) if place.row == said[0][0].row]
    following = ["".join(cell) for (place, _), cell in zip(said, words, strict=True) if place.row == said[0][0].row + 1]
    return any(_names(row) for row in (first, following))


def _names(row: Sequence[str]) -> bool:
    short = [cell for cell in row if len(cell) <= _SHORT]
    return len(short) >= 2 and len(short) == len(row) and any(_HEADER.search(_SPACE.sub("", cell)) for cell in short)


def _rules(words: Sequence[Sequence[str]]) -> bool:
    """Whether one cell holds the article: most of the words, in several paragraphs or in a very long one."""
    largest = max(words, key=lambda cell: sum(map(len, cell)))
    size, whole = sum(map(len, largest)), sum(len(line) for cell in words for line in cell)
    marked = sum(marker_at(fold(line[:20]), 0) is not None for line in largest)
    return size > _MOSTLY * whole and (len(largest) > _PARAGRAPHS or marked > 1 or size > _LONG)


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs of a cell; a table inside it is a paragraph for each row."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield Paragraph(block.text)
            continue
        for row in dict.fromkeys(cell.row for cell in block.cells):
            cells = [cell for cell in block.cells if cell.row == row]
            yield Paragraph(" ".join(paragraph.text.strip() for cell in cells for paragraph in cell.paragraphs))


def _without_gaps(cells: Sequence[tuple[Cell, tuple[Paragraph, ...]]]) -> Iterator[GridCell]:
    """The cells in rows and columns that begin somewhere: spans larger than the table are cut to it."""
    rows = sorted({cell.row for cell, _ in cells})
    columns = sorted({cell.column for cell, _ in cells})
    for cell, paragraphs in cells:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        end, stop = bisect_left(rows, cell.row + cell.rows), bisect_left(columns, cell.column + cell.columns)
        yield GridCell(row, column, paragraphs, end - row, stop - column)
