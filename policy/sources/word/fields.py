"""Complex fields (ECMA-376 part 1, 17.16.18): what they show is text, what they are told to do is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from policy.sources.word.tags import Element, W

_CONTENTS: Final = re.compile(r"\s*TOC\b", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    contents: bool
    instruction: bool = True


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of the document. ``tables_of_contents`` are the beginnings of those that list the
    headings and that also end."""

    tables_of_contents: frozenset[Element]
    _open: list[_Field] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Whether words at this place are none of the document's: an instruction, or a table of contents."""
        return any(found.instruction or found.contents for found in self._open)

    @property
    def contents(self) -> bool:
        """Whether this place is inside a table of contents."""
        return any(found.contents for found in self._open)

    def turn(self, mark: Element) -> None:
        """Pass a ``w:fldChar``."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(_Field(mark in self.tables_of_contents))
        elif self._open and kind == "separate":
            self._open[-1].instruction = False
        elif self._open and kind == "end":
            self._open.pop()

    def end_paragraph(self) -> None:
        """No instruction goes on in another paragraph but that of a table of contents: a field cut in two hides nothing."""
        for found in self._open:
            found.instruction = False


def read_fields(root: Element) -> Fields:
    """The fields of a document, before its first word."""
    found, stack = set[Element](), list[tuple[Element, list[str]]]()
    for mark in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append((mark, []))
        elif stack and kind == "end":
            begin, words = stack.pop()
            if _CONTENTS.match("".join(words)):
                found.add(begin)
        elif stack and kind is None:
            stack[-1][1].append(mark.text or "")
    return Fields(frozenset(found))
