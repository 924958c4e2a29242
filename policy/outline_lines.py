"""The pieces of a text: its lines, cut further at the wide gaps that stand for paragraph breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from policy.outline_names import OFFICE, SIGNATORY

SPACE: Final = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE: Final = re.compile(r"[^\n]+")
_WIDE: Final = re.compile(rf"(?<=\S)[{SPACE}]{{2,}}(?=\S)")
FURNITURE: Final = re.compile(
    r"#\s*Page\s*\d+\s*:?|[-—–]{1,2}\s*\d{1,4}\s*[-—–]{1,2}|第\s*\d{1,4}\s*页(?:\s*[共/]\s*\d{1,4}\s*页?)?|\d{1,4}\s*/\s*\d{1,4}|<!--.*-->"
)
_WIDE_CELLS: Final = 4
FURNITURE_LENGTH: Final = 80


class Role(Enum):
    """What a piece is for: running text, or something that stands around it."""

    TEXT = "text"
    TABLE = "table"
    BOX = "box"
    HEAD = "head"
    CONTENTS = "contents"
    ANNEX_LIST = "annex_list"
    SIGNATURE = "signature"
    TITLE = "title"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text without its surrounding space. ``gap``: a blank line stands before it; ``indent``: it begins after
    an indent; ``inline``: it begins in the middle of a line. Each piece of running text is a paragraph."""

    start: int
    end: int
    gap: bool = False
    indent: bool = False
    inline: bool = False
    role: Role = Role.TEXT

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, position: int, folded: str) -> tuple[Piece, Piece]:
        """The two pieces on either side of ``position``, each without surrounding space."""
        left_end = position - _spaces_before(folded, position)
        right_start = position + _spaces_after(folded, position)
        return replace(self, end=left_end), Piece(right_start, self.end, inline=True, role=self.role)


def _spaces_before(text: str, position: int) -> int:
    start = position
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return position - start


def _spaces_after(text: str, position: int) -> int:
    end = position
    while end < len(text) and text[end].isspace():
        end += 1
    return end - position


def pieces_of(folded: str) -> list[Piece]:
    """The pieces of a folded text in order."""
    found: list[Piece] = []
    last_line = -1
    for line in _LINE.finditer(folded):
        raw = line.group()
        bare = raw.strip()
        if not bare:
            continue
        start = line.start() + raw.index(bare[0])
        newlines = folded.count("\n", last_line, line.start()) if last_line >= 0 else 2
        last_line = line.end()
        if len(bare) <= FURNITURE_LENGTH and SIGNATORY.fullmatch(bare):
            found.append(Piece(start, start + len(bare), newlines > 1, indent=start > line.start()))
            continue
        found += _split_wide(bare, start, gap=newlines > 1, indent=start > line.start())
    return found


def _split_wide(bare: str, offset: int, *, gap: bool, indent: bool) -> list[Piece]:
    found, start = [], 0
    for space in _WIDE.finditer(bare):
        if (
            "\t" in space.group()
            or OFFICE.search(bare, start, space.start())
            or sum(2 if char == "\u3000" else 1 for char in space.group()) < _WIDE_CELLS
        ):
            continue
        found.append(Piece(offset + start, offset + space.start(), gap, indent, inline=start > 0))
        start = space.end()
    found.append(Piece(offset + start, offset + len(bare), gap and start == 0, indent, inline=start > 0))
    return found
