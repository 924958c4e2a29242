"""Makes one table of a table that goes on over pages: repeated headers dropped, cut rows and merged cells joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy.sources.pdf.parts import Sheet, TableCell

_NEAR: Final = 4.0
_LOOSE: Final = 14.0
_SERIAL: Final = re.compile(r"[0-9０-９]{1,4}|[〇一二三四五六七八九十百]{1,4}|[（(][0-9０-９一二三四五六七八九十]{1,3}[）)]")
_SERIAL_SHARE: Final = 0.5
_HEAD: Final = re.compile(r"序号|编号|指标|单位|部门|任务|事项|内容|时限|时间|进度|名称|备注")
_HEAD_WORDS: Final = 2
_STOPS: Final = frozenset("。；！？.;!?")


def continues(above: Sheet, below: Sheet) -> bool:
    """Whether ``below``, at the top of the page after the one that ``above`` ends at, is the rest of it: it has the same columns,
    and no header of another table."""
    if below.page != above.page + 1 or above.ruled != below.ruled or not _same_columns(above, below):
        return False
    return _repeated(above, below) > 0 or not _has_own_head(below)


def append(above: Sheet, below: Sheet) -> None:
    """Add the rows of ``below`` to ``above``."""
    dropped = _repeated(above, below)
    serial = _serial_column(above)
    _renumber(above, below, dropped)
    cells = below.cells
    if cells:
        first = min(cell.row for cell in cells)
        last = [cell for cell in above.cells if cell.row + cell.rows == above.height]
        top = [cell for cell in cells if cell.row == first]
        cut = _is_cut(last, top, serial)
        offset = above.height - first - cut
        for cell in cells:
            cell.row += offset
        for cell in top:
            home = next((one for one in last if (one.column, one.columns) == (cell.column, cell.columns)), None)
            if home is not None and (cut or _is_rest(home, cell, serial)):
                _glue(home, cell)
                cells.remove(cell)
        above.cells += cells
    above.page, above.bottom = below.page, below.bottom


def _glue(home: TableCell, rest: TableCell) -> None:
    if rest.text != home.text:
        home.lines += rest.lines
    home.rows = rest.row + rest.rows - home.row


def _renumber(above: Sheet, below: Sheet, dropped: int) -> None:
    """Give the cells of ``below`` the columns of the whole table, whose borders both parts share out."""
    edges = _union(above.edges, [edge + _shift(above, below) for edge in below.edges]) if above.ruled else above.edges
    mine = {place: _nearest(edges, edge) for place, edge in enumerate(above.edges)}
    for cell in above.cells:
        cell.column, cell.columns = mine[cell.column], mine[cell.column + cell.columns] - mine[cell.column]
    shift = _shift(above, below)
    theirs = {place: _nearest(edges, edge + shift) for place, edge in enumerate(below.edges)}
    below.cells = [cell for cell in below.cells if cell.row >= dropped]
    for cell in below.cells:
        cell.column, cell.columns = theirs[cell.column], theirs[cell.column + cell.columns] - theirs[cell.column]
        cell.left, cell.right = cell.left + shift, cell.right + shift
        for place, line in enumerate(cell.lines):
            cell.lines[place] = line.moved(shift)
    above.edges = edges


def _shift(above: Sheet, below: Sheet) -> float:
    return above.edges[0] - below.edges[0]


def _union(edges: Sequence[float], others: Sequence[float]) -> list[float]:
    found = list(edges)
    found += [edge for edge in others if all(abs(edge - known) > _NEAR for known in edges)]
    return sorted(found)


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - edge))


def _same_columns(above: Sheet, below: Sheet) -> bool:
    """Whether the borders of one part are among those of the other; a part may lack some where its rows are merged."""
    shift = _shift(above, below)
    few, many = sorted((above.edges, [edge + shift for edge in below.edges]), key=len)
    if not above.ruled:
        return len(few) == len(many) and all(abs(one - other) <= _LOOSE for one, other in zip(few[:-1], many, strict=False))
    reach = _NEAR
    return abs(few[-1] - many[-1]) <= reach and all(min(abs(edge - other) for other in many) <= reach for edge in few)


def _rows(sheet: Sheet) -> list[list[TableCell]]:
    rows: list[list[TableCell]] = [[] for _ in range(sheet.height)]
    for cell in sorted(sheet.cells, key=lambda cell: cell.column):
        rows[cell.row].append(cell)
    return rows


def _repeated(above: Sheet, below: Sheet) -> int:
    """How many rows at the top of ``below`` say what the first rows of ``above`` say."""
    count = 0
    for known, row in zip(_rows(above), _rows(below), strict=False):
        words = [cell.text for cell in row]
        if not any(words) or words != [cell.text for cell in known]:
            break
        count += 1
    while count and any(cell.row < count < cell.row + cell.rows for cell in below.cells):
        count -= 1
    return count


def _has_own_head(sheet: Sheet) -> bool:
    """Whether the first row names columns."""
    top = [cell.text for cell in sheet.cells if cell.row == 0]
    named = sum(len(text) <= 10 and _HEAD.search(text) is not None for text in top)
    return len(top) > 1 and named >= max(_HEAD_WORDS, len(top) / 2)


def _serial_column(sheet: Sheet) -> int | None:
    """The column whose cells are numbers, given by where it begins."""
    for column in sorted({cell.column for cell in sheet.cells}):
        cells = [cell for cell in sheet.cells if cell.column == column and cell.columns == 1 and cell.row > 0]
        numbers = sum(_SERIAL.fullmatch(cell.text) is not None for cell in cells)
        if cells and numbers >= _SERIAL_SHARE * len(cells):
            return column if numbers else None
    return None


def _is_cut(last: Sequence[TableCell], top: Sequence[TableCell], serial: int | None) -> bool:
    """Whether a page break cut the row that ``last`` and ``top`` are parts of."""
    if len(top) < 2 or {(cell.column, cell.columns) for cell in last} != {(cell.column, cell.columns) for cell in top}:
        return False
    if serial is not None:
        numbered = [next((cell.text for cell in row if cell.column == serial), "") for row in (last, top)]
        if all(numbered):
            return numbered[0] == numbered[1]
        return any(cell.text for cell in top)
    above = {cell.column: cell for cell in last}
    pairs = [(above[cell.column], cell) for cell in top]
    lost = [one.text for one, rest in pairs if one.text and not rest.text]
    open_ended = [rest for one, rest in pairs if one.text and rest.text and one.text[-1] not in _STOPS]
    return bool(lost) and bool(open_ended)


def _is_rest(home: TableCell, cell: TableCell, serial: int | None) -> bool:
    """Whether a cell at the top of a page is the rest of a merged one above the break."""
    if cell.column == serial or not home.text:
        return False
    merged = home.rows > 1 or cell.rows > 1
    return merged and (not cell.text or cell.text == home.text)
