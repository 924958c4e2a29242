"""The automatic numbers of paragraphs (ECMA-376 part 1, 17.9), written out as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from policy.sources.word.number_formats import BULLET, number_words
from policy.sources.word.styles import Style, Styles
from policy.sources.word.tags import MC, VAL, Element, W, first, number, switch, value

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_DOTS: Final = (".", "．")
_PAD: Final = re.compile(r"0{1,20}\d")
_LONGEST: Final = 255
"""So many characters stand around a number at most: it is written out in front of each paragraph, and a few bytes would swell."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart``: the level, counted from 1, whose next paragraph starts this one anew; ``None`` any
    above it, 0 none. ``width`` is the fewest digits of a custom format."""

    start: int = 0
    style: str = "decimal"
    words: str = ""
    restart: int | None = None
    legal: bool = False
    linked: str | None = None
    width: int = 0

    def count(self, at: int, *, legal: bool) -> str:
        """The number ``at`` as this level writes it; ``legal`` asks for Arabic digits."""
        plain = legal and self.style not in ("decimalZero", "none", BULLET)
        return number_words("decimal" if plain else self.style, at).rjust(self.width, "0")


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it. Lists of one ``abstract`` go on counting together; ``starts`` are the levels that begin anew,
    and where, when this list is first used."""

    abstract: int
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted. ``label`` must be asked once for each paragraph, in order."""

    lists: Mapping[int, List]
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def label(self, properties: Mapping[str, Element], style: Style) -> str:
        """The number in front of the paragraph with these properties and style, without what parts it from the words; ``""``
        if it has none or only a bullet."""
        own = properties.get(f"{W}numPr")
        if own is None and style.number is None:
            return ""
        named, depth = number(value(own, "numId")), number(value(own, "ilvl"))
        found = self.lists.get(style.number if named is None and style.number is not None else named or 0)
        if found is None:
            return ""
        if depth is None:
            depth = self._depth(found, style) if named is None else style.depth
        at = min(max(depth or 0, 0), _LEVELS - 1)
        level = found.levels.get(at)
        if level is None:
            return ""
        self._count(found, (named if named is not None else style.number) or 0, at)
        return self._written(found, at)

    @staticmethod
    def _depth(found: List, style: Style) -> int | None:
        for name in style.chain:
            linked = next((at for at, level in found.levels.items() if level.linked == name), None)
            if linked is not None:
                return linked
        return style.depth

    def _count(self, found: List, name: int, at: int) -> None:
        counts = self._counts.setdefault(found.abstract, {})
        for above in range(at):
            # A level that is skipped counts as if a paragraph of it had been there.
            if above not in counts and above in found.levels:
                counts[above] = found.starts.get(above, found.levels[above].start)
        if at in found.starts and (name, at) not in self._begun:
            counts[at] = found.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else found.levels[at].start
        self._begun.add((name, at))
        for below in [deeper for deeper in counts if deeper > at]:
            level = found.levels.get(below)
            restart = None if level is None else level.restart
            if restart is None or at < restart:
                del counts[below]

    def _written(self, found: List, at: int) -> str:
        counts, level = self._counts[found.abstract], found.levels[at]

        def spelt(place: re.Match[str]) -> str:
            which = int(place[1]) - 1
            other = found.levels.get(which)
            if other is None or which > at:
                return ""
            return other.count(counts[which], legal=level.legal)

        return "" if level.style == BULLET else _PLACE.sub(spelt, level.words).strip()


def joint(label: str, words: str) -> str:
    """What stands between a number and the words behind it: a wide space after ``第一条``, a space where the two would run
    together (``1.1 总则``, ``1. 2013年``), nothing after a sign (``一、``, ``（一）``, ``①``)."""
    if not label or not words:
        return ""
    last, first = label[-1], words[0]
    if last in _DOTS:
        return " " if first.isascii() and first.isalnum() else ""
    if last.isalpha() or last.isdecimal():
        return " " if last.isascii() or last.isnumeric() else "\u3000"
    return ""


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists in a numbering part."""
    if root is None:
        return Numbering({})
    abstracts = {
        at: item for item in root.iterchildren(f"{W}abstractNum") if (at := number(item.get(f"{W}abstractNumId"))) is not None
    }
    nums = {at: item for item in root.iterchildren(f"{W}num") if (at := number(item.get(f"{W}numId"))) is not None}
    behind = _followed(abstracts, nums, styles)
    levels = {at: _levels(item) for at, item in abstracts.items()}
    lists = dict[int, List]()
    for name, item in nums.items():
        abstract = behind(number(value(item, "abstractNumId")))
        if abstract is not None:
            lists[name] = _list(item, abstract, levels[abstract])
    return Numbering(lists)


def _followed(abstracts: Mapping[int, Element], nums: Mapping[int, Element], styles: Styles) -> Callable[[int | None], int | None]:
    """Gives, for the definition of a list, the one that its ``w:numStyleLink`` leads to (17.9.21)."""
    by_link = {link: at for at, item in abstracts.items() if (link := value(item, "styleLink"))}

    def follow(at: int | None) -> int | None:
        seen = set[int]()
        while at is not None and at in abstracts and at not in seen:
            seen.add(at)
            link = value(abstracts[at], "numStyleLink")
            if link is None:
                return at
            target = nums.get(styles.run(link).number or 0)
            at = number(value(target, "abstractNumId")) if target is not None else by_link.get(link)
            at = by_link.get(link) if at in seen else at
        return None

    return follow


def _list(item: Element, abstract: int, levels: Mapping[int, Level]) -> List:
    own, starts = dict(levels), dict[int, int]()
    for override in item.iterchildren(f"{W}lvlOverride"):
        at = number(override.get(f"{W}ilvl"))
        if at is None:
            continue
        for level in override.iterchildren(f"{W}lvl"):
            own[at] = _level(level)
        start = number(value(override, "startOverride"))
        if start is not None:
            starts[at] = start
    return List(abstract, own, starts)


def _levels(item: Element) -> dict[int, Level]:
    return {at: _level(level) for level in item.iterchildren(f"{W}lvl") if (at := number(level.get(f"{W}ilvl"))) is not None}


def _level(item: Element) -> Level:
    start = number(value(item, "start"))
    text = first(item, "lvlText")
    words = "" if text is None or text.get(f"{W}null") in ("1", "true", "on") else (text.get(VAL) or "")[:_LONGEST]
    style, width = _format(item)
    restart = number(value(item, "lvlRestart"))
    return Level(start or 0, style, words, restart, bool(switch(item, "isLgl")), value(item, "pStyle"), width)


def _format(item: Element) -> tuple[str, int]:
    """The format of a level, and the fewest digits where it is a pattern such as ``001, 002, 003``."""
    found = first(item, "numFmt")
    if found is None:
        found = item.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if found is None:
        return "decimal", 0
    style = found.get(VAL) or "decimal"
    pattern = _PAD.match(found.get(f"{W}format") or "") if style == "custom" else None
    return ("decimal", len(pattern.group())) if pattern else (style, 0)
