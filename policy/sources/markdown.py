"""Markdown as what it stands for: paragraphs and headings without their marks, tables cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policy.sources.blocks import Block, Grid, GridCell, Paragraph
from policy.sources.levels import levels_of

_PAGE: Final = re.compile(r" {0,3}#+ *Page\b", re.IGNORECASE)
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t\u3000]+(?P<words>\S.*)")
_RULE_ROW: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_BULLET: Final = re.compile(r"\A(?P<indent>[ \t]*)(?:[-*+][ \t]+|>[ \t]?)(?=\S)")
_BOLD: Final = re.compile(r"(?=(?P<mark>\*\*|__)\S)")
_BOLD_ENDS: Final = {"**": re.compile(r"(?<=\S)(?=\*\*)"), "__": re.compile(r"(?<=\S)(?=__)")}
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_EDGE: Final = re.compile(r"(?<!\\)\|")
_BREAK: Final = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n?")
_BLANKS: Final = " \t"
_HEADINGS: Final = 2


def is_markdown(text: str) -> bool:
    """Whether a text is plainly Markdown: it has a table with its rule below the head, or several headings with their marks."""
    lines = _LINE_END.sub("\n", text).split("\n")
    if sum(_heading(line) is not None for line in lines) >= _HEADINGS:
        return True
    return any(_opens_table(lines, place) for place in range(len(lines) - 1))


def blocks_of(text: str) -> tuple[Block, ...]:
    """What a Markdown text stands for: each line a paragraph without its marks, each table a grid, ranks of headings as levels."""
    lines = _LINE_END.sub("\n", text).split("\n")
    found: list[Block] = []
    ranks: list[int] = []
    place = 0
    while place < len(lines):
        if _opens_table(lines, place):
            grid, place = _grid(lines, place)
            found.append(grid)
            ranks.append(0)
            continue
        heading = _heading(lines[place])
        found.append(Paragraph(_line(lines[place])))
        ranks.append(lines[place].lstrip()[:6].count("#") if heading is not None else 0)
        place += 1
    words = [block.text if isinstance(block, Paragraph) else " | " for block in found]
    levels = levels_of(list(zip(words, ranks, strict=True)))
    return tuple(_levelled(block, level) for block, level in zip(found, levels, strict=True))


def _levelled(block: Block, level: int | None) -> Block:
    return replace(block, level=level) if isinstance(block, Paragraph) else block


def _grid(lines: Sequence[str], place: int) -> tuple[Grid, int]:
    """The table that begins at ``place``, and where it ends. A row with too few cells has empty ones at its end; a row with too
    many makes the table wider, so that nothing is lost."""
    rows = [_cells(lines[place])]
    place += 2
    while place < len(lines) and "|" in lines[place] and lines[place].strip() and not _opens_table(lines, place):
        rows.append(_cells(lines[place]))
        place += 1
    wide = max(map(len, rows))
    cells = [
        GridCell(row, column, _paragraphs(words))
        for row, said in enumerate(rows)
        for column, words in enumerate([*said, *[""] * (wide - len(said))])
    ]
    return Grid(tuple(cells)), place


def _paragraphs(cell: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(_words(part)) for part in _BREAK.split(cell) if part.strip())


def _heading(line: str) -> str | None:
    """The words of a heading, without the marks in front of it and behind it; ``None`` for any other line."""
    found = None if _PAGE.match(line) else _HEADING.fullmatch(line)
    if found is None:
        return None
    words = found["words"].rstrip(_BLANKS)
    bare = words.rstrip("#")
    return bare.rstrip(_BLANKS) if bare.endswith(tuple(_BLANKS)) else words


def _is_rule_row(line: str) -> bool:
    return "|" in line and "-" in line and _RULE_ROW.fullmatch(line.strip(_BLANKS)) is not None


def _opens_table(lines: Sequence[str], place: int) -> bool:
    """Whether a line is the head of a table: below it stands a rule with as many columns."""
    if place + 1 >= len(lines) or "|" not in lines[place] or not _is_rule_row(lines[place + 1]):
        return False
    return not _is_rule_row(lines[place]) and len(_cells(lines[place])) == len(_cells(lines[place + 1]))


def _cells(line: str) -> list[str]:
    bare = line.strip()
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip() for cell in _EDGE.split(bare)]


def _line(line: str) -> str:
    if _PAGE.match(line):
        return line
    if _RULE.fullmatch(line):
        return ""
    heading = _heading(line)
    return _words(heading) if heading is not None else _words(_BULLET.sub(r"\g<indent>", line))


def _words(words: str) -> str:
    return _ESCAPE.sub(r"\1", _without_bold(words))


def _without_bold(words: str) -> str:
    """The words without the marks around bold ones. The places where bold may end are found once, for a line of many marks that
    open and never close would be walked to its end from each."""
    ends = {mark: [found.start() for found in pattern.finditer(words)] for mark, pattern in _BOLD_ENDS.items() if mark in words}
    parts, here = list[str](), 0
    for found in _BOLD.finditer(words):
        inside = found.start() + len(found["mark"])
        closing = ends[found["mark"]]
        at = bisect_right(closing, inside)
        if found.start() >= here and at < len(closing):
            parts += (words[here : found.start()], words[inside : closing[at]])
            here = closing[at] + len(found["mark"])
    return "".join((*parts, words[here:]))
