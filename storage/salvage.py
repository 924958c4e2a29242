"""Reading the rows of a damaged database page by page, whatever has become of the pages between them.

Every page that holds rows of a table says so by itself, so the rows of a page can be read although nothing leads there any more.
Which table a row belongs to is told by the number and kinds of its values.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage import schema
from storage.connect import Connection
from storage.records import Family

Value = str | bytes | int | float | None
_MAGIC = b"SQLite format 3\0"
_DEFAULT_PAGE = 4_096
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
# What a page of rows or index entries or the way to them begins with; an empty or overflowing page begins with a zero.
_KINDS = frozenset({_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER, 0x05, 0x00})
_FIXED = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The rows found, by table, each with its row id; how many pages gave rows, and how many are no page of a database."""

    rows: Mapping[str, Sequence[tuple[int, tuple[Value, ...]]]]
    pages: int
    unread: int

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.rows.values())


def salvage(path: Path, fresh: Connection) -> Salvaged:
    """Read every row that can still be read from the database at ``path``, a private copy that nobody has open.

    ``fresh`` is an empty workspace, whose tables are looked for. The caller translates what the file system raises.
    """
    pages = _Pages(path.read_bytes())
    tables = _tables(fresh)
    found: dict[str, list[tuple[int, tuple[Value, ...]]]] = {table.name: [] for table in tables}
    found[schema.OMITTED] = []
    gave = unread = 0
    for number in range(1, pages.count + 1):
        before = sum(map(len, found.values()))
        for row_id, row in pages.rows(number):
            name = _owner(tables, row)
            if name is not None:
                found[name].append((row_id, row))
        found[schema.OMITTED] += [(0, row) for row in pages.entries(number) if _names_a_change(row)]
        gave += sum(map(len, found.values())) > before
        unread += pages.kind(number) not in _KINDS
    return Salvaged(found, gave, unread)


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    kinds: tuple[str, ...]
    optional: tuple[bool, ...]
    required: int


def _tables(fresh: Connection) -> list[_Table]:
    """The tables worth looking for, those first whose rows are told apart best."""
    names = [schema.CHANGE, schema.ASIDE, schema.MERGE, schema.WRITER, schema.POLICY_TEXT, schema.POLICY_SOURCE]
    names += [schema.BLOB, schema.BLOB_CHUNK, *(family.value for family in Family)]
    tables = []
    for name in names:
        columns = fresh.execute(f'PRAGMA table_info("{name}")').fetchall()
        # A row written before a column was added ends where the columns of its time ended.
        required = max(n for n, (_, _, _, needed, default, key) in enumerate(columns, 1) if key or (needed and default is None))
        # An INTEGER PRIMARY KEY is the row id, and nothing stands in its place.
        kinds = tuple("NULL" if kind == "INTEGER" and key else kind for _, _, kind, _, _, key in columns)
        optional = tuple(not needed and not key for _, _, _, needed, _, key in columns)
        tables.append(_Table(name, kinds, optional, required))
    return tables


def _owner(tables: Sequence[_Table], row: tuple[Value, ...]) -> str | None:
    fitting = [table.name for table in tables if _fits(table, row)]
    if Family.TAG.value in fitting and Family.REVIEWER.value in fitting:
        coloured = isinstance(row[3], str) and _COLOUR.fullmatch(row[3]) is not None
        return Family.TAG.value if coloured else Family.REVIEWER.value
    return fitting[0] if fitting else None


def _fits(table: _Table, row: tuple[Value, ...]) -> bool:
    if not table.required <= len(row) <= len(table.kinds):
        return False
    if table.name in _BY_HASH and not (isinstance(row[_BY_HASH[table.name]], str) and len(str(row[_BY_HASH[table.name]])) == 64):
        return False
    return all(map(_of_kind, row, table.kinds, table.optional))


# Where a SHA-256 stands in tables that look like others.
_BY_HASH = {schema.BLOB: 1, schema.POLICY_SOURCE: 1}


def _of_kind(value: Value, kind: str, optional: bool) -> bool:
    if value is None:
        return optional or kind == "NULL"
    wanted: dict[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "REAL": (int, float), "BLOB": bytes}
    return kind in wanted and isinstance(value, wanted[kind])


def _names_a_change(row: tuple[Value, ...]) -> bool:
    return len(row) == 1 and isinstance(row[0], str) and _ID.fullmatch(row[0]) is not None


class _Pages:
    """The bytes of a database file, cut into pages; whatever in them makes no sense is passed over."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        size = int.from_bytes(content[16:18], "big") if content.startswith(_MAGIC) else _DEFAULT_PAGE
        size = 65_536 if size == 1 else size
        self._size = size if size in {1 << n for n in range(9, 17)} else _DEFAULT_PAGE
        reserved = content[20] if content.startswith(_MAGIC) else 0
        self._usable = self._size - reserved if self._size - reserved >= 480 else self._size
        # The last page may be cut off, and is read as far as it goes.
        self.count = -(-len(content) // self._size)

    def kind(self, number: int) -> int:
        """What the page says it is."""
        page = self._page(number)
        return page[self._start(number)] if len(page) > self._start(number) else 0

    def rows(self, number: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """The rows on a page that holds rows of a table."""
        if self.kind(number) == _TABLE_LEAF:
            yield from self._cells(number, 8, self._row)

    def entries(self, number: int) -> Iterator[tuple[Value, ...]]:
        """The entries on a page that holds those of an index."""
        if self.kind(number) == _INDEX_LEAF:
            yield from (entry for _, entry in self._cells(number, 8, self._entry))
        elif self.kind(number) == _INDEX_INNER:
            yield from (entry for _, entry in self._cells(number, 12, self._inner_entry))

    def _start(self, number: int) -> int:
        return 100 if number == 1 else 0

    def _page(self, number: int) -> bytes:
        return self._content[(number - 1) * self._size : number * self._size]

    def _cells(self, number: int, header: int, read: _Reader) -> Iterator[tuple[int, tuple[Value, ...]]]:
        page, start = self._page(number), self._start(number)
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        for at in range(start + header, min(start + header + 2 * count, len(page) - 1), 2):
            try:
                yield read(page, int.from_bytes(page[at : at + 2], "big"))
            except (IndexError, ValueError, struct.error):
                continue

    def _row(self, page: bytes, at: int) -> tuple[int, tuple[Value, ...]]:
        size, at = _varint(page, at)
        row_id, at = _varint(page, at)
        return row_id, _record(self._payload(page, at, size, self._usable - 35))

    def _entry(self, page: bytes, at: int) -> tuple[int, tuple[Value, ...]]:
        size, at = _varint(page, at)
        return 0, _record(self._payload(page, at, size, (self._usable - 12) * 64 // 255 - 23))

    def _inner_entry(self, page: bytes, at: int) -> tuple[int, tuple[Value, ...]]:
        return self._entry(page, at + 4)

    def _payload(self, page: bytes, at: int, size: int, most: int) -> bytes:
        """The bytes of a record, those on further pages too. Raises ``ValueError`` when they are not all there."""
        if size > len(self._content):
            raise ValueError(size)
        local = size
        if size > most:
            least = (self._usable - 12) * 32 // 255 - 23
            fitting = least + (size - least) % (self._usable - 4)
            local = fitting if fitting <= most else least
        found = bytearray(page[at : at + local])
        following = int.from_bytes(page[at + local : at + local + 4], "big") if size > local else 0
        while following and len(found) < size:
            more = self._page(following)
            following = int.from_bytes(more[:4], "big")
            found += more[4 : 4 + min(self._usable - 4, size - len(found))]
            if not more:
                break
        if len(found) != size:
            raise ValueError(size)
        return bytes(found)


class _Reader(Protocol):
    """The type of what reads one cell of a page."""

    def __call__(self, page: bytes, at: int) -> tuple[int, tuple[Value, ...]]: ...


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for position in range(at, at + 8):
        value = value << 7 | data[position] & 0x7F
        if data[position] < 0x80:
            return value, position + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


def _record(payload: bytes) -> tuple[Value, ...]:
    """The values of a record. Raises ``ValueError`` when its header and its length do not agree."""
    length, at = _varint(payload, 0)
    place = length
    values: list[Value] = []
    while at < length:
        kind, at = _varint(payload, at)
        size = _size_of(kind)
        values.append(_value(kind, payload[place : place + size]))
        place += size
    if at != length or place != len(payload):
        raise ValueError(place)
    return tuple(values)


def _size_of(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    if kind in (10, 11) or kind < 0:
        raise ValueError(kind)
    return 8 if kind == 7 else _FIXED.get(kind, 0)


def _value(kind: int, data: bytes) -> Value:
    if kind == 0:
        return None
    if kind in _FIXED:
        return int.from_bytes(data, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind in (8, 9):
        return kind - 8
    return data.decode("utf-8") if kind % 2 else data
