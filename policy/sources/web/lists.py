"""The numbers that a browser writes in front of the items of a list."""

from __future__ import annotations

import re
from typing import Final

from policy.sources.web.tree import Box
from policy.sources.word.number_formats import number_words

_STYLE: Final = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:(?P<words>[^;]*)", re.IGNORECASE)
# What a declaration may say besides the style.
_BESIDE: Final = frozenset(("inside", "outside", "inherit", "initial", "unset", "revert", "!important"))
_TYPES: Final = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# What a style is called in a Word file, and what stands behind its number.
_FORMATS: Final = {
    "decimal": ("decimal", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "cjk-decimal": ("taiwaneseDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
}
_UNNUMBERED: Final = frozenset(("none", "disc", "circle", "square"))
_WHOLE: Final = re.compile(r"\s*(-?\d{1,6})")


class Numbers:
    """Counts the items of one list."""

    def __init__(self, box: Box) -> None:
        self._style = _style(box) or ("decimal" if box.tag == "ol" else "none")
        self._step = -1 if "reversed" in box.attributes else 1
        items = sum(child.tag == "li" for child in box.boxes()) if self._step < 0 else 1
        start = _whole(box.get("start"))
        self._next = items if start is None else start

    def next(self, item: Box) -> str:
        """The number of the next item, with its stop; nothing for a list without numbers."""
        given = _whole(item.get("value"))
        number = self._next if given is None else given
        self._next = number + self._step
        style = _style(item) or self._style
        if style in _UNNUMBERED:
            return ""
        form, stop = _FORMATS.get(style, _FORMATS["decimal"])
        return f"{number_words(form, number)}{stop}"


def _style(box: Box) -> str:
    for found in _STYLE.finditer(box.get("style")):
        named = [word for word in found["words"].lower().split() if word not in _BESIDE and not word.startswith("url(")]
        if named:
            return named[0].removesuffix("!important")
    kind = box.get("type").strip()
    return _TYPES.get(kind, kind.lower() if kind.lower() in _UNNUMBERED else "")


def _whole(words: str) -> int | None:
    found = _WHOLE.match(words)
    return int(found[1]) if found else None
