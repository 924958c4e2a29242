"""Search in policies, tasks, annotations, replies and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policy.model import Span
from storage import schema
from storage.records import Family
from storage.search_index import INDEXED, folded, tokens
from storage.store import Store
from storage.twin_sides import roots

_AROUND = 24
_ORDER = " ".join(f"WHEN '{family.value}' THEN {place}" for place, family in enumerate(INDEXED))


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all words of the query were found.

    ``spans`` are the found words inside ``snippet``. In a policy's text every line with the words is a hit of its own, and
    ``place`` is the first of them in the canonical text. A reply is found as its annotation.
    """

    policy: str
    family: Family
    record: str
    snippet: str
    spans: tuple[Span, ...]
    place: Span | None = None


class Searcher:
    """Asks the index, then reads the records found, so that a hit always stands in what is there now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def search(self, query: str, limit: int = 200) -> tuple[Hit, ...]:
        """At most ``limit`` hits: policies first, then tasks, annotations, evidence.

        Words set apart by spaces must all be there.
        """
        words = folded(query).split()
        if not words or limit <= 0:
            return ()
        pattern = _pattern(words)
        hits: list[Hit] = []
        # What stands there stands on the policy into which it was joined as well.
        hidden = roots(self._store.conn)
        for family, record in self._found(words):
            for hit in self._hits(family, record, pattern):
                if hit.policy in hidden:
                    break
                hits.append(hit)
                if len(hits) >= limit:
                    return tuple(hits)
        return tuple(hits)

    def _found(self, words: list[str]) -> Iterator[tuple[Family, str]]:
        phrases = " AND ".join(_phrase(word) for word in words)
        cursor = self._store.conn.execute(
            f'SELECT d.family, d.record FROM "{schema.SEARCH_INDEX}" s JOIN "{schema.SEARCH_DOC}" d ON d.doc = s.rowid '
            f'WHERE s."{schema.SEARCH_INDEX}" MATCH ? ORDER BY CASE d.family {_ORDER} END, d.doc',
            (phrases,),
        )
        for family, record in cursor.fetchall():
            yield Family(family), record

    def _hits(self, family: Family, record: str, pattern: re.Pattern[str]) -> Iterator[Hit]:
        if family is Family.POLICY:
            yield from self._policy_hits(record, pattern)
            return
        names = ", ".join(f'r."{name}"' for name in INDEXED[family])
        owner = "r.annotation" if family is Family.REPLY else "r.id"
        row = self._store.row(
            f'SELECT r.policy, {owner}, {names} FROM "{family.value}" r JOIN "{Family.POLICY.value}" p ON p.id = r.policy '
            "WHERE r.id = ? AND r.deleted = 0 AND p.deleted = 0",
            (record,),
        )
        if row is None or (family is Family.REPLY and not self._lives(row[1])):
            return
        for text in row[2:]:
            spans = _spans(text or "", pattern)
            if spans:
                shown = Family.ANNOTATION if family is Family.REPLY else family
                yield _hit(row[0], shown, row[1], text, spans)
                return

    def _lives(self, annotation: str) -> bool:
        return self._store.row(f'SELECT 1 FROM "{Family.ANNOTATION.value}" WHERE id = ? AND deleted = 0', (annotation,)) is not None

    def _policy_hits(self, record: str, pattern: re.Pattern[str]) -> Iterator[Hit]:
        row = self._store.row(
            f'SELECT p.title, t.text FROM "{Family.POLICY.value}" p JOIN "{schema.POLICY_TEXT}" t ON t.policy = p.id '
            "WHERE p.id = ? AND p.deleted = 0",
            (record,),
        )
        if row is None:
            return
        text = row["text"]
        spans = _spans(text, pattern)
        at = 0
        while at < len(spans):
            end = text.find("\n", spans[at].end)
            line = [span for span in spans[at:] if end < 0 or span.start < end]
            yield _hit(record, Family.POLICY, record, text, line, placed=True)
            at += len(line)
        if not spans and (found := _spans(row["title"], pattern)):
            yield _hit(record, Family.POLICY, record, row["title"], found)


def _phrase(word: str) -> str:
    """A word as the index is asked for it; a Latin word may be the beginning of one."""
    quoted = f'"{" ".join(tokens(word).split())}"'
    return f"{quoted}*" if word[-1].isascii() and word[-1].isalnum() else quoted


def _pattern(words: list[str]) -> re.Pattern[str]:
    """What the words look like in folded text, where a line end may stand inside them."""
    return re.compile("|".join(r"\s*".join(re.escape(character) for character in folded(word)) for word in words))


def _spans(text: str, pattern: re.Pattern[str]) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(folded(text))]


def _hit(policy: str, family: Family, record: str, text: str, spans: list[Span], *, placed: bool = False) -> Hit:
    line_start = text.rfind("\n", 0, spans[0].start) + 1
    start = max(line_start, spans[0].start - _AROUND)
    line_end = text.find("\n", spans[0].end)
    end = min(line_end if line_end >= 0 else len(text), spans[0].end + 3 * _AROUND)
    shown = tuple(Span(span.start - start, span.end - start) for span in spans if span.end <= end)
    return Hit(policy, family, record, text[start:end], shown, spans[0] if placed else None)
