"""A workbook or a CSV file as a document: each sheet with its title above its table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policy.errors import PolicyError
from policy.sources.blocks import Block, Blocks, Grid, GridCell, Paragraph, Progress, unheard
from policy.sources.formats import recognise
from policy.sources.reading import bytes_of
from policy.sources.sheet.book import Sheet, cells_of, read_csv, read_workbook


def read_sheets(data: bytes, name: str, encoding: str | None, progress: Progress) -> tuple[tuple[Sheet, ...], str]:
    """The sheets of a workbook or CSV file that say something, and the encoding. ``PolicyError`` ``empty_file`` when none does."""
    if name.lower().endswith((".csv", ".tsv")):
        sheet, used = read_csv(data, name, encoding)
        sheets = tuple(one for one in (sheet,) if one.rows)
    else:
        sheets, used = read_workbook(data, name, progress), "xlsx"
    if not sheets:
        raise PolicyError("empty_file", name=name)
    return sheets, used


def open_sheets(path: Path, encoding: str | None = None, progress: Progress = unheard) -> tuple[Sheet, ...]:
    """The sheets of the workbook or CSV file at ``path``. Raises what ``read_sheets`` and ``bytes_of`` do, ``not_a_sheet`` for a
    file of another kind, and whatever ``progress`` raises."""
    data = bytes_of(path)
    kind = recognise(data, path.name)
    if kind.name == "old_sheet":
        raise PolicyError(kind.refusal, name=path.name)
    if kind.name not in ("sheet", "csv"):
        raise PolicyError("not_a_sheet", name=path.name)
    return read_sheets(data, path.name, encoding, progress)[0]


def read_sheet(data: bytes, name: str, encoding: str | None, progress: Progress) -> Blocks:
    """A workbook or CSV file as the blocks of a document. Raises what ``read_sheets`` does."""
    sheets, used = read_sheets(data, name, encoding, progress)
    stem = name.rpartition(".")[0] or name
    blocks: list[Block] = []
    for sheet in sheets:
        blocks += _blocks(sheet, stem if len(sheets) == 1 else sheet.name)
    return Blocks(tuple(blocks), used)


def _blocks(sheet: Sheet, name: str) -> Iterator[Block]:
    """The lines above the table, such as its title, and the table. A table without a title has the name of what it stands in."""
    rows = [place for place, row in enumerate(sheet.rows) if any(row)]
    above = next((count for count, place in enumerate(rows) if sum(map(bool, sheet.rows[place])) > 1), len(rows))
    lines = [words for place in rows[:above] for words in sheet.rows[place] if words]
    for line in lines or [name]:
        yield from (Paragraph(part) for part in line.splitlines())
    cells = [
        GridCell(row, column, tuple(Paragraph(part) for part in words.splitlines()), high, wide)
        for row, column, words, high, wide in cells_of(sheet, rows[above:])
    ]
    if cells:
        yield Grid(tuple(cells))
