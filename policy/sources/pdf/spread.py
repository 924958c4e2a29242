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
_MANY_ROWS: Final = 200
_STOPS: Final = frozenset("。；！？.;!?")


def continues(above: Sheet, below: Sheet) -> bool:
    """Whether ``below``, at the top of the page after the one that ``above`` ends at, is the rest of it: it has the same columns,
    and no header of another table."""
    if below.page != above.page + 1 or above.ruled != below.ruled or not _same_columns(above, below):
        return False
    return _repeated(above, below) > 0 or not _has_own_head(below)


def append(above: Sheet, below: Sheet) -> None:
    """Add the rows of ``below`` to ``above``. The time it takes does not depend on how long ``above`` is already."""
    dropped = _repeated(above, below)
    _renumber(above, below, dropped)
    if above.serial is None and above.height <= _MANY_ROWS:
        above.serial = _serial_column(above)
    if above.serial is None:
        above.serial = _serial_column(below)
    above.page, above.bottom = below.page, below.bottom
    if not below.cells:
        return
    first = min(cell.row for cell in below.cells)
    top = [cell for cell in below.cells if cell.row == first]
    cut = _is_cut(above.tail, top, above.serial)
    for cell in below.cells:
        cell.row += above.height - first - cut
    homes = {(cell.column, cell.columns): cell for cell in above.tail}
    glued = list[TableCell]()
    for cell in top:
        home = homes.get((cell.column, cell.columns))
        if home is not None and (cut or _is_rest(home, cell, above.serial)):
            _glue(home, cell)
            glued.append(home)
            below.cells.remove(cell)
    above.cells += below.cells
    above.height += below.height - first - cut
    above.tail = [cell for cell in (*glued, *below.cells) if cell.row + cell.rows == above.height]


def _glue(home: TableCell, rest: TableCell) -> None:
    if rest.text != home.text:
        home.lines += rest.lines
    home.rows = rest.row + rest.rows - home.row


def _renumber(above: Sheet, below: Sheet, dropped: int) -> None:
    """Give the cells of ``below`` the columns of the whole table, whose borders both parts share out."""
    shift = _shift(above, below)
    edges = _union(above.edges, [edge + shift for edge in below.edges]) if above.ruled else above.edges
    if len(edges) > len(above.edges):
        mine = [_nearest(edges, edge) for edge in above.edges]
        for cell in above.cells:
            cell.column, cell.columns = mine[cell.column], mine[cell.column + cell.columns] - mine[cell.column]
        above.serial = None if above.serial is None else mine[above.serial]
    theirs = [_nearest(edges, edge + shift) for edge in below.edges]
    below.cells = [cell for cell in below.cells if cell.row >= dropped]
    for cell in below.cells:
        cell.column, cell.columns = theirs[cell.column], theirs[cell.column + cell.columns] - theirs[cell.column]
        cell.left, cell.right = cell.left + shift, cell.right + shift
        cell.lines = [line.moved(shift) for line in cell.lines]
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


def _repeated(above: Sheet, below: Sheet) -> int:
    """How many rows at the top of ``below`` say what the first rows of ``above`` say."""
    count = 0
    for known, words in zip(above.opening, below.opening, strict=False):
        if not any(words) or words != known:
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
        said = [cell.text for cell in sheet.cells if cell.column == column and cell.columns == 1 and cell.text]
        numbers = sum(_SERIAL.fullmatch(text) is not None for text in said)
        # One of the cells may be the header.
        if numbers and numbers >= _SERIAL_SHARE * (len(said) - 1):
            return column
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
