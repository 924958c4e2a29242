"""From the tree of a page to its lines and tables, as a browser would set them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from policy.canonical import fold
from policy.outline_marks import marker_at
from policy.sources.blocks import Block, Paragraph, Progress
from policy.sources.web.lists import Numbers
from policy.sources.web.tables import as_block, cells_of
from policy.sources.web.tree import Box

_SPACES: Final = re.compile(" {2,}")
_TO_SPACE: Final = str.maketrans("\t\n\r\f", "    ")
_LINE_END: Final = re.compile(r"\r\n?|\n")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_HEADING: Final = 120
_RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_POWER: Final = re.compile(r"[0-9+-]{1,3}")
_BASE: Final = re.compile(r"[0-9A-Za-z]")
_NOTE: Final = re.compile(r"\d{1,3}")
_STOPS: Final = ("。", "；", ";")
_REPORT: Final = 2_000


def _is_marker(words: str) -> bool:
    found = marker_at(fold(words), 0)
    return found is not None and found.content >= len(words)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line or a table of the page. ``linked`` counts its characters that lead elsewhere; ``rank`` is 1 to 6 for a heading."""

    block: Block
    linked: int = 0
    rank: int = 0

    @property
    def text(self) -> str:
        """The words of a line; nothing for a table."""
        return self.block.text if isinstance(self.block, Paragraph) else ""


def flow_of(body: Box, progress: Progress) -> list[Entry]:
    """The lines and tables of ``body`` in order; each box then knows which entries are its own. An empty line stands for empty
    paragraphs and doubled line breaks."""
    flow = _Flow(progress)
    flow.walk(body)
    flow.end_line()
    return flow.entries


class _Flow:
    """Walks down a tree and sets one line after the other."""

    def __init__(self, progress: Progress) -> None:
        self.entries: list[Entry] = []
        self._progress = progress
        self._words: list[str] = []
        self._linked = 0
        self._in_link = 0
        self._rank = 0
        self._numbers: list[Numbers] = []
        self._number = ""
        self._seen = 0

    def walk(self, box: Box) -> None:
        """Set everything inside ``box``."""
        preserved = box.preserved
        box.first = len(self.entries)
        for child in box.children:
            if isinstance(child, str):
                self._say(child, preserved=preserved)
            elif child.tag == "br":
                self.end_line(forced=True)
            elif child.block:
                self.end_line()
                self._block(child)
                self.end_line()
            else:
                self._inline(child)
        if box.block:
            self.end_line()
        box.last = len(self.entries)

    def end_line(self, *, forced: bool = False) -> None:
        """End the line that was begun; ``forced`` by a line break, which also ends an empty one."""
        words = _SPACES.sub(" ", "".join(self._words).translate(_TO_SPACE)).strip(" ") if self._words else ""
        linked, self._linked = self._linked, 0
        self._words.clear()
        if words.strip():
            words, self._number = self._numbered(words), ""
            self.entries.append(Entry(Paragraph(words), linked, self._rank))
        elif (forced or words) and self.entries and self.entries[-1].block != Paragraph(""):
            self.entries.append(Entry(Paragraph("")))

    def _numbered(self, words: str) -> str:
        """A line with the number of its list, unless it was written there by hand."""
        bare = words.lstrip("\u3000\u00a0 ")
        if not self._number or marker_at(fold(bare[:20]), 0):
            return words
        return f"{self._number} {bare}"

    def _say(self, words: str, *, preserved: bool) -> None:
        if not preserved:
            self._put(words)
            return
        first, *others = _LINE_END.split(words)
        self._put(first)
        for line in others:
            self.end_line(forced=True)
            self._put(line)

    def _put(self, words: str) -> None:
        if not words:
            return
        self._words.append(words)
        if self._in_link:
            self._linked += len(words.strip())

    def _inline(self, box: Box) -> None:
        if box.tag == "a":
            leads = bool(box.get("href"))
            self._in_link += leads
            self.walk(box)
            self._in_link -= leads
        else:
            start = len(self._words)
            self.walk(box)
            if box.tag == "sup" and len(self._words) > start:
                self._raise(start)

    def _raise(self, start: int) -> None:
        """Keep a raised number apart from the number it stands at: as a power behind a unit, else as a note in brackets."""
        raised = "".join(self._words[start:]).strip()
        before = "".join(self._words[max(0, start - 3) : start])[-1:]
        if _POWER.fullmatch(raised) and not self._in_link and _BASE.match(before):
            self._words[start:] = [raised.translate(_RAISED)]
        elif _NOTE.fullmatch(raised):
            self._words[start:] = [f"[{raised}]"]

    def _block(self, box: Box) -> None:
        self._tell()
        if box.tag == "table":
            self._table(box)
        elif box.tag in _HEADINGS:
            self._heading(box)
        elif box.tag in ("ol", "ul", "menu", "dir"):
            with self._list(Numbers(box)):
                self.walk(box)
        elif box.tag == "li" and self._numbers:
            self._number = self._numbers[-1].next(box)
            self.walk(box)
            self._number = ""
        else:
            before = len(self.entries)
            self.walk(box)
            if box.tag == "p" and len(self.entries) == before:
                self.end_line(forced=True)

    def _tell(self) -> None:
        self._seen += 1
        if self._seen % _REPORT == 0:
            self._progress(0.8)

    def _heading(self, box: Box) -> None:
        outer, self._rank = self._rank, int(box.tag[1])
        self.walk(box)
        self._rank = outer
        said = [entry for entry in self.entries[box.first :] if entry.text.strip()]
        words = [entry.text.strip() for entry in said]
        if (
            len(said) < box.last - box.first
            or sum(map(len, words)) > _LONGEST_HEADING
            or any(line.endswith(_STOPS) for line in words)
        ):
            self.entries[box.first :] = [replace(entry, rank=outer) for entry in self.entries[box.first :]]
        elif len(said) > 1:
            # A heading that was broken for its looks is one.
            whole = "".join(f"{line}\u3000" if _is_marker(line) else line for line in words)
            self.entries[box.first :] = [Entry(Paragraph(whole), sum(entry.linked for entry in said), said[0].rank)]
            box.last = box.first + 1

    @contextmanager
    def _list(self, numbers: Numbers) -> Iterator[None]:
        self._numbers.append(numbers)
        yield
        self._numbers.pop()

    def _table(self, table: Box) -> None:
        """Set the cells one after the other, and put them together if the table carries data rather than the page."""
        outer, self._numbers, self._number = self._numbers, [], ""
        table.first = len(self.entries)
        caption, cells = cells_of(table)
        for box in caption:
            self.walk(box)
        start = len(self.entries)
        for cell in cells:
            self.walk(cell.box)
        self._numbers = outer
        block = as_block(table, cells, [(entry.block, entry.linked) for entry in self.entries[start:]], start)
        if block is not None:
            linked = sum(entry.linked for entry in self.entries[start:])
            self.entries[start:] = [Entry(block, linked)]
            for cell in cells:
                # What stood in the cells is one entry now.
                cell.box.children.clear()
                cell.box.first = cell.box.last = start
        table.last = len(self.entries)
