"""Workbooks and CSV files as plain rows of words."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from policy.errors import PolicyError
from policy.sources.archives import open_archive
from policy.sources.blocks import Progress
from policy.sources.decoding import decode

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

    AnyCell = Cell | MergedCell | ReadOnlyCell | EmptyCell

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_VALUES: Final = 300_000
"""How many cells of one sheet may say something; more are no table that a reader could go through."""
MOST_CELLS: Final = 5_000_000
"""How many cells of one sheet are looked at, empty ones between and beside the others included."""
_CHUNK: Final = 1024 * 1024
"""Of the parts of a workbook that are read as a whole."""
_DELIMITERS: Final = "\t,;|，；"
_SNIFFED: Final = 20
_ERRORS: Final = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
_RANGE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MARKUP: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_PERCENT: Final = re.compile(r"0(?:\.(?P<places>0+))?%")


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were made one: the place of the first, counted from 0, and how many rows and columns they cover."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows of equal length with the words that its cells show, and the cells that were made one."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


def read_workbook(data: bytes, name: str, progress: Progress) -> tuple[Sheet, ...]:
    """The visible sheets of an ``.xlsx`` workbook that say something; formulas by the values that were saved with them.

    Raises ``PolicyError``: those of ``open_archive``, ``broken_sheet`` for bad contents, ``sheet_too_large`` beyond ``MOST_ROWS``,
    ``MOST_COLUMNS`` or what else is no table, ``unsafe_document`` for markup that defines entities.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    archive = open_archive(data, name)
    _check_parts(archive, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        merges = _merges(archive)
        found = []
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for place, sheet in enumerate(visible):
            progress(place / len(visible))
            _forget_size(sheet)
            rows = _rows(sheet.iter_rows(), name)
            found.append(_trimmed(Sheet(sheet.title, rows, merges.get(sheet.title, ())), name))
        book.close()
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise PolicyError("broken_sheet", name=name) from error
    return tuple(sheet for sheet in found if sheet.rows)


def read_csv(data: bytes, name: str, encoding: str | None) -> tuple[Sheet, str]:
    """The rows of a CSV file, whose cells may be kept apart by commas, semicolons, tabs or bars, and the encoding it was read in.

    Raises ``PolicyError``: those of ``decode``, ``sheet_too_large``, ``broken_sheet`` for quotes that never end.
    """
    text, used = decode(data, name, encoding)
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise PolicyError("binary_file", name=name)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(tuple(cell.strip() for cell in row))
            _check_size(len(rows), len(row), name)
    except csv.Error as error:
        raise PolicyError("broken_sheet", name=name) from error
    return _trimmed(Sheet(name.rpartition(".")[0] or name, tuple(rows)), name), used


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        if entry.file_size > MOST_BYTES:
            raise PolicyError("sheet_too_large", name=name, rows=MOST_ROWS, columns=MOST_COLUMNS)
        if "worksheets/" in entry.filename and _values(archive, entry) > MOST_VALUES:
            raise PolicyError("sheet_too_large", name=name, rows=MOST_ROWS, columns=MOST_COLUMNS)
        with archive.open(entry) as part:
            head = part.read(64 * 1024)
        if any(mark in head for mark in _MARKUP):
            raise PolicyError("unsafe_document", name=name)


def _values(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """How many values a sheet holds, counted by the ends of their tags before any of them is parsed."""
    count = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            count += chunk.count(b"v>") + chunk.count(b"is>")
    return count // 2


def _check_size(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise PolicyError("sheet_too_large", name=name, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _forget_size(sheet: object) -> None:
    """Read the cells that are there, whatever a sheet says of its own size: some programs name only its first cell there."""
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    if isinstance(sheet, ReadOnlyWorksheet):
        sheet.reset_dimensions()


def _rows(cells: Iterable[tuple[AnyCell, ...]], name: str) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    said, blank, looked_at = 0, 0, 0
    for row in cells:
        looked_at += len(row)
        if looked_at > MOST_CELLS:
            raise PolicyError("sheet_too_large", name=name, rows=MOST_ROWS, columns=MOST_COLUMNS)
        words = [_shown(cell) for cell in row]
        while words and not words[-1]:
            words.pop()
        blank = 0 if words else blank + 1
        said = len(rows) + 1 if words else said
        # Sheets that were formatted to their very end have a million empty rows.
        if blank > MOST_ROWS:
            break
        _check_size(said, len(words), name)
        rows.append(tuple(words))
    return tuple(rows[:said])


def _shown(cell: AnyCell) -> str:
    """The words of a cell as a reader of the sheet sees them."""
    value = cell.value
    if value is None or value in _ERRORS:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (dt.datetime, dt.date)):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (int, float)):
        return _figure(value, str(cell.number_format or ""))
    return str(value).replace("_x000D_", "").strip()


def _figure(value: float, layout: str) -> str:
    percent = _PERCENT.search(layout)
    if percent:
        return f"{value:.{len(percent['places'] or '')}%}"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.12g}"


def _trimmed(sheet: Sheet, name: str) -> Sheet:
    """A sheet without the empty rows and columns around what it says, its rows filled up to the same length.

    Raises ``PolicyError`` ``broken_sheet`` when cells were made one more than once, which no office program does.
    """
    said = [place for place, row in enumerate(sheet.rows) if any(row)]
    if not said:
        return Sheet(sheet.name, ())
    first, last = said[0], said[-1]
    left = min(next(column for column, words in enumerate(row) if words) for row in sheet.rows if any(row))
    width = max(len(row) for row in sheet.rows)
    rows = tuple((row + ("",) * (width - len(row)))[left:] for row in sheet.rows[first : last + 1])
    merges = [
        Merge(
            merge.row - first, merge.column - left, min(merge.rows, last + 1 - merge.row), min(merge.columns, width - merge.column)
        )
        for merge in sheet.merges
        if first <= merge.row <= last and left <= merge.column < width
    ]
    if sum(merge.rows * merge.columns for merge in merges) > len(rows) * width:
        raise PolicyError("broken_sheet", name=name)
    return Sheet(sheet.name, rows, tuple(merge for merge in merges if merge.rows * merge.columns > 1))


def _delimiter(text: str) -> str:
    """What keeps the cells apart: the sign that cuts the most lines into as many cells as their neighbours."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_SNIFFED]
    best, most = ",", 0
    for sign in _DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(counts, key=counts.count, default=1)
        score = counts.count(usual) * (usual > 1) * 100 + usual
        if usual > 1 and score > most:
            best, most = sign, score
    return best


def _merges(archive: zipfile.ZipFile) -> dict[str, tuple[Merge, ...]]:
    """The cells that were made one, by the name of their sheet: read-only workbooks do not tell."""
    book = _root(archive, "xl/workbook.xml")
    relations = _root(archive, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations.iter("{*}Relationship")}
    found: dict[str, tuple[Merge, ...]] = {}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            found[sheet.get("name", "")] = tuple(_merged_in(archive, path))
    return found


def _root(archive: zipfile.ZipFile, path: str) -> etree._Element | None:
    if path not in archive.namelist():
        return None
    return etree.fromstring(archive.read(path), etree.XMLParser(resolve_entities=False, no_network=True))


def _merged_in(archive: zipfile.ZipFile, path: str) -> Iterator[Merge]:
    with archive.open(path) as part:
        for _, element in etree.iterparse(part, tag=("{*}row", "{*}mergeCell"), resolve_entities=False, no_network=True):
            if etree.QName(element).localname == "row":
                _forget(element)
                continue
            place = _RANGE.fullmatch(element.get("ref", "").replace("$", ""))
            if place:
                top, left = int(place[2]) - 1, _column(place[1])
                yield Merge(top, left, int(place[4]) - top, _column(place[3]) + 1 - left)


def _forget(row: etree._Element) -> None:
    """Drop a row that was parsed, with those before it, so that a long sheet never stands in memory whole."""
    row.clear()
    above = row.getparent()
    while above is not None and row.getprevious() is not None:
        del above[0]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def cells_of(sheet: Sheet, rows: Sequence[int]) -> Iterator[tuple[int, int, str, int, int]]:
    """The cells of some rows: row, column, words, and how many of these rows and how many columns they cover; covered ones not."""
    wanted = set(rows)
    merges = {(merge.row, merge.column): merge for merge in sheet.merges}
    covered = {
        (row, column)
        for merge in sheet.merges
        for row in range(merge.row, merge.row + merge.rows)
        for column in range(merge.column, merge.column + merge.columns)
        if (row, column) != (merge.row, merge.column)
    }
    for row in rows:
        for column, words in enumerate(sheet.rows[row]):
            if (row, column) in covered:
                continue
            merge = merges.get((row, column))
            if merge is None:
                yield row, column, words, 1, 1
            else:
                high = sum(below in wanted for below in range(row, row + merge.rows))
                yield row, column, words, high, merge.columns
