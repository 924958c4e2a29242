"""Reads a card of labels above a document whose labels were broken over two lines, with the values half-way between them.

A page as narrow as paper breaks ``索引号：`` in two and sets its value in the middle of its cell's height, so that what is printed
reads, line by line, ``索引``, ``000014349/2018-00207``, ``号：``; two such cells may stand side by side with a wide gap between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from policy.metadata_labels import Label, label_named, labelled
from policy.model import Span

_LINE: Final = re.compile(r"[^\n]+")
_GAP: Final = re.compile(r"\t+|[ \u00a0\u3000]{4,}|\u3000{2,}")
_LOOKED_AT: Final = 6000
_MOST_LINES: Final = 60
_MOST_BETWEEN: Final = 3
_LONGEST_HALF: Final = 8


class Value(NamedTuple):
    """A label and where its value stands; an empty span when it has none."""

    label: Label
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of a card: all its lines, and the values in it."""

    span: Span
    values: tuple[Value, ...]


def card_rows(folded: str) -> tuple[CardRow, ...]:
    """The rows with broken labels in the first lines of a folded text."""
    lines = [_cells(folded, found) for found in _LINE.finditer(folded, 0, min(len(folded), _LOOKED_AT)) if found.group().strip()]
    return tuple(_rows(folded, lines[:_MOST_LINES]))


def _cells(folded: str, line: re.Match[str]) -> list[Span]:
    """The cells of a line: what stands between its wide gaps."""
    ends = [line.start(), *(place for gap in _GAP.finditer(folded, *line.span()) for place in gap.span()), line.end()]
    cells = []
    for begin, end in pairwise(ends):
        words = folded[begin:end]
        if words.strip():
            start = begin + len(words) - len(words.lstrip())
            cells.append(Span(start, start + len(words.strip())))
    return cells


def _rows(folded: str, lines: Sequence[list[Span]]) -> Iterator[CardRow]:
    index = 0
    while index < len(lines):
        found = _row(folded, lines, index)
        if found is None:
            index += 1
            continue
        row, index = found
        yield row


def _row(folded: str, lines: Sequence[list[Span]], top: int) -> tuple[CardRow, int] | None:
    """The row that begins at a line, and the index of the line below it."""
    heads = lines[top]
    if any(head.end - head.start > _LONGEST_HALF for head in heads):
        return None
    for bottom in range(top + 1, min(top + 2 + _MOST_BETWEEN, len(lines))):
        labels = _labels(folded, heads, lines[bottom])
        if labels:
            span = Span(heads[0].start, lines[bottom][-1].end)
            return CardRow(span, tuple(_values(folded, labels, lines[top + 1 : bottom]))), bottom + 1
    return None


def _labels(folded: str, heads: Sequence[Span], tails: Sequence[Span]) -> list[Label]:
    """The labels whose halves stand above and below one another; none unless all of them are known."""
    if len(heads) != len(tails):
        return []
    found = []
    for head, tail in zip(heads, tails, strict=True):
        words = folded[tail.start : tail.end]
        label = label_named(folded[head.start : head.end] + words[:-1]) if words.endswith(":") else None
        if label is None:
            return []
        found.append(label)
    return found


def _values(folded: str, labels: Sequence[Label], between: Sequence[list[Span]]) -> Iterator[Value]:
    """What stands between the halves: a cell for each label, and labels that were not broken beside their own values. A single
    label has all the lines."""
    free: list[Span] = []
    for cell in (cell for line in between for cell in line):
        whole = labelled(folded, cell.start, cell.end)
        if whole is None:
            free.append(cell)
        else:
            yield from (Value(*pair) for pair in whole)
    if len(labels) == 1 and free:
        yield Value(labels[0], free[0].start, free[-1].end)
    elif len(labels) == len(free):
        yield from (Value(label, cell.start, cell.end) for label, cell in zip(labels, free, strict=True))
