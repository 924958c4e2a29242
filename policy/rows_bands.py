"""The categories that hold for the rows of a table, on one level or on several."""

from __future__ import annotations

import re

_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十]{1,3}(?:部分|编|章|类|篇)",
        r"[一二三四五六七八九十]{1,3}[、．.]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、．.]?",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,2}[、．.](?!\d)",
        r"[（(]\d{1,2}[）)]",
    )
)
_AGAIN = re.compile(r"\s*[（(](?:续|续表|接上表?|续上表)\s*\d*[）)]$")


def plain_category(words: str) -> str:
    """A category without the remark that it goes on from the page before."""
    return _AGAIN.sub("", words)


def level_of(words: str) -> int | None:
    """How far in a category stands by its marker, from 0 (第一部分) on; ``None`` for one without a marker."""
    return next((level for level, marker in enumerate(_LEVELS) if marker.match(words)), None)


class Bands:
    """The categories that hold for the row being read, from the outermost in."""

    def __init__(self) -> None:
        self._stack: list[tuple[int | None, str]] = []

    def words(self) -> tuple[str, ...]:
        """Their words."""
        return tuple(words for _, words in self._stack)

    def take(self, words: str, fresh: bool) -> bool:
        """Take in the next category; ``fresh`` is whether no task stands between it and the one before. Gives whether it is new:
        one that a page break only repeats is not."""
        if any(words == kept for _, kept in self._stack):
            return fresh
        level = level_of(words)
        kept = [place for place, (other, _) in enumerate(self._stack) if other == level]
        if level is not None:
            outer = [item for item in self._stack if item[0] is None or item[0] < level]
            self._stack = outer if not kept else self._stack[: kept[0]]
        elif self._stack and self._stack[-1][0] is None and not fresh:
            self._stack.pop()
        self._stack.append((level, words))
        return True
