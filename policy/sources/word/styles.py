"""What the styles of a Word file give its paragraphs: a heading's level, a list, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from policy.sources.word.tags import VAL, Element, W, first, number, switch, value

_BODY_TEXT: Final = 9
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES: Final = ("title", "标题")
_CONTENTS: Final = re.compile(r"toc\s*(?:[1-9]|heading)|contents (?:[1-9]|heading)|目录\s*[1-9]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it takes over from those it is based on. ``level`` is that of ``Paragraph``; ``chain`` are the names
    of the style and its bases; ``number`` and ``depth`` are the list and its level, where the style names one."""

    level: int | None = None
    hidden: bool = False
    contents: bool = False
    number: int | None = None
    depth: int | None = None
    chain: tuple[str, ...] = ()


PLAIN: Final = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a document; ``default`` is the one of paragraphs that name none."""

    raw: dict[str, Element]
    default: str | None = None
    _known: dict[str, Style] = field(default_factory=dict)

    def paragraph(self, name: str | None) -> Style:
        """The style of a paragraph that names ``name``."""
        wanted = name if name in self.raw else self.default
        return PLAIN if wanted is None else self._resolved(wanted)

    def run(self, name: str) -> Style:
        """The style of a run that names ``name``."""
        return self._resolved(name)

    def _resolved(self, name: str) -> Style:
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> Style:
        chain = list(self._chain(name))
        if not chain:
            return PLAIN
        properties = [first(style, "pPr") for _, style in chain]
        numbered = [first(found, "numPr") for found in properties]
        hidden = (switch(first(style, "rPr"), "vanish") for _, style in chain)
        words = value(chain[0][1], "name") or name
        return Style(
            _style_level(properties, words),
            next((state for state in hidden if state is not None), False),
            _CONTENTS.fullmatch(words) is not None,
            next((found for item in numbered if (found := number(value(item, "numId"))) is not None), None),
            next((found for item in numbered if (found := number(value(item, "ilvl"))) is not None), None),
            tuple(found for found, _ in chain),
        )

    def _chain(self, name: str) -> Iterator[tuple[str, Element]]:
        seen = set[str]()
        following: str | None = name
        while following is not None and following in self.raw and following not in seen:
            seen.add(following)
            yield following, self.raw[following]
            following = value(self.raw[following], "basedOn")


def read_styles(root: Element | None) -> Styles:
    """The styles in a styles part."""
    styles = Styles({})
    for style in () if root is None else root.iterchildren(f"{W}style"):
        name = style.get(f"{W}styleId")
        if name is None or name in styles.raw:
            continue
        styles.raw[name] = style
        if style.get(f"{W}default") in ("1", "true", "on") and style.get(f"{W}type", "paragraph") == "paragraph":
            styles.default = name
    return styles


def level_of(properties: Mapping[str, Element], style: Style) -> int | None:
    """The level of a paragraph as a heading: its own, else its style's (17.3.1.20)."""
    outline = properties.get(f"{W}outlineLvl")
    own = None if outline is None else number(outline.get(VAL))
    return style.level if own is None else _level(own)


def _level(outline: int) -> int | None:
    return outline + 1 if 0 <= outline < _BODY_TEXT else None


def _style_level(properties: list[Element | None], name: str) -> int | None:
    if name.lower() in _TITLES:
        return 0
    outline = next((found for item in properties if (found := number(value(item, "outlineLvl"))) is not None), None)
    if outline is not None:
        return _level(outline)
    heading = _HEADING.fullmatch(name)
    return int(heading[1]) if heading else None
