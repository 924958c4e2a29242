"""Markdown as the plain text it stands for: headings and bold words without their marks, table rows with tabs between cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_PAGE: Final = re.compile(r" {0,3}#+ *Page\b", re.IGNORECASE)
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t\u3000]+(?P<words>\S[^\n]*?)(?:[ \t]+#+)?[ \t]*")
_RULE_ROW: Final = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_BULLET: Final = re.compile(r"\A(?P<indent>[ \t]*)(?:[-*+][ \t]+|>[ \t]?)(?=\S)")
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]*?\S)\1")
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_EDGE: Final = re.compile(r"(?<!\\)\|")
_BREAK: Final = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n?")
_HEADINGS: Final = 2
_STOPS: Final = tuple("、，。；：,;:")


def is_markdown(text: str) -> bool:
    """Whether a text is plainly Markdown: it has a table with its rule below the head, or several headings with their marks."""
    lines = _LINE_END.sub("\n", text).split("\n")
    if sum(_is_heading(line) for line in lines) >= _HEADINGS:
        return True
    return any(_opens_table(lines, place) for place in range(len(lines) - 1))


def plain_of(text: str) -> str:
    """The words of a Markdown text. Each line stays a line, but that the rule below a table's head goes; each table row has a
    tab between its cells; a row whose first cell alone is filled, such as a category, is that cell."""
    lines = _LINE_END.sub("\n", text).split("\n")
    found: list[str] = []
    columns = 0
    for place, line in enumerate(lines):
        if _opens_table(lines, place):
            columns = len(_cells(line))
        elif columns and place and _is_rule_row(line) and _opens_table(lines, place - 1):
            continue
        elif "|" not in line or not line.strip():
            columns = 0
        found.append(_row(line, columns) if columns else _line(line))
    return "\n".join(found)


def _is_heading(line: str) -> bool:
    return _HEADING.fullmatch(line) is not None and _PAGE.match(line) is None


def _is_rule_row(line: str) -> bool:
    return "|" in line and "-" in line and _RULE_ROW.fullmatch(line) is not None


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


def _row(line: str, columns: int) -> str:
    cells = [_words(_broken(cell)).replace("\t", " ") for cell in _cells(line)]
    cells += [""] * (columns - len(cells))
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 and cells[0] else "\t".join(cells)


def _broken(cell: str) -> str:
    """A cell with its line breaks as the stops they stand for."""
    parts = [part for part in _BREAK.split(cell) if part]
    return "".join(part if place + 1 == len(parts) or part.endswith(_STOPS) else f"{part}；" for place, part in enumerate(parts))


def _line(line: str) -> str:
    if _PAGE.match(line):
        return line
    if _RULE.fullmatch(line):
        return ""
    heading = _HEADING.fullmatch(line)
    if heading:
        return _words(heading["words"])
    return _words(_BULLET.sub(r"\g<indent>", line))


def _words(words: str) -> str:
    return _ESCAPE.sub(r"\1", _BOLD.sub(r"\2", words))
