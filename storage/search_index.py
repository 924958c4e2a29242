"""The search index: one token per Chinese character, punctuation kept, asked for phrases.

It holds nothing that is not elsewhere. A record that is written again gets a new document; the old one stays behind
unreferenced until the index is rebuilt, since SQLite before 3.43 cannot take documents out of an index that keeps no contents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from storage import schema
from storage.connect import Connection
from storage.records import Family
from storage.rows import Row
from storage.schema import TABLES, Table

INDEXED: dict[Family, tuple[str, ...]] = {
    Family.POLICY: ("title", "doc_number"),
    Family.TASK: ("text", "category", "title", "departments_raw", "timing"),
    Family.ANNOTATION: ("body", "quote"),
    Family.REPLY: ("body",),
    Family.EVIDENCE: ("title", "quote", "note", "source", "doc_number"),
}
# Left-behind documents are cleared away when they outnumber the living this many times.
_WASTE = 4
_SMALL = 5_000


class _Folding(dict[int, str]):
    """How each character is searched: width and case folded, always one character for one, so that offsets stay true."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).casefold()
        if len(folded) != 1:
            folded = character.lower() if len(character.lower()) == 1 else character
        self[code] = " " if folded.isspace() or folded < " " or folded == "\x7f" else folded
        return self[code]


class _Tokens(dict[int, str]):
    """How each character stands in the index: letters and digits of Latin words together, everything else alone.

    The index's tokenizer parts words at ASCII punctuation, so that is written in its full width.
    """

    def __missing__(self, code: int) -> str:
        folded = _FOLDING[code]
        if folded.isascii() and folded.isalnum():
            self[code] = folded
        elif "!" <= folded <= "~":
            self[code] = f" {chr(ord(folded) + 0xFEE0)} "
        else:
            self[code] = f" {folded} "
        return self[code]


_FOLDING = _Folding()
_TOKENS = _Tokens()


def folded(text: str) -> str:
    """``text`` with width and case folded, of the same length."""
    return text.translate(_FOLDING)


def tokens(text: str) -> str:
    """``text`` as the index takes it: every character that is not a Latin letter or digit stands alone."""
    return text.translate(_TOKENS)


def update(conn: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Index rows that were just written, inside the caller's transaction."""
    if table.family in INDEXED:
        policies = [str(row[0]) for row in rows] if table.family is Family.POLICY else []
        add(conn, table.family, words(table, rows, dict(_policy_texts(conn, policies))))


def words(table: Table, rows: Sequence[Row], texts: Mapping[str, str]) -> dict[str, str]:
    """What the index holds of these rows, by record; nothing of a family that is not searched. ``texts`` are the canonical texts
    of policies, by id."""
    places = [table.names.index(name) for name in INDEXED.get(table.family, ())]
    if not places:
        return {}
    found = {str(row[0]): "\n".join(str(row[place]) for place in places if row[place]) for row in rows}
    return {record: tokens(f"{text}\n{texts[record]}" if record in texts else text) for record, text in found.items()}


def _policy_texts(conn: Connection, records: Iterable[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for record in records:
        row = conn.execute(f'SELECT text FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (record,)).fetchone()
        if row:
            found.append((record, row[0]))
    return found


def add(conn: Connection, family: Family, found: Mapping[str, str]) -> None:
    """Index records by their ``words``, inside the caller's transaction."""
    first = conn.execute(f'SELECT coalesce(max(doc), 0) + 1 FROM "{schema.SEARCH_DOC}"').fetchone()[0]
    numbered = list(enumerate(found.items(), start=first))
    conn.executemany(
        f'INSERT OR REPLACE INTO "{schema.SEARCH_DOC}" (doc, family, record) VALUES (?, ?, ?)',
        [(doc, family.value, record) for doc, (record, _) in numbered],
    )
    conn.executemany(
        f'INSERT INTO "{schema.SEARCH_INDEX}" (rowid, tokens) VALUES (?, ?)', [(doc, text) for doc, (_, text) in numbered]
    )


def wasteful(conn: Connection) -> bool:
    """Whether so many documents were left behind that a rebuild pays."""
    living, last = conn.execute(f'SELECT count(*), coalesce(max(doc), 0) FROM "{schema.SEARCH_DOC}"').fetchone()
    return bool(last > _SMALL and last > living * _WASTE)


def rebuild(conn: Connection) -> None:
    """Make the index anew from the rows, inside the caller's transaction."""
    clear(conn)
    for family in INDEXED:
        table = TABLES[family]
        names = ", ".join(f'"{name}"' for name in table.names)
        update(conn, table, [tuple(row) for row in conn.execute(f'SELECT {names} FROM "{table.name}"').fetchall()])


def clear(conn: Connection) -> None:
    """Empty the index, inside the caller's transaction."""
    conn.execute(f'DELETE FROM "{schema.SEARCH_DOC}"')
    conn.execute(f'INSERT INTO "{schema.SEARCH_INDEX}" ("{schema.SEARCH_INDEX}") VALUES (\'delete-all\')')
