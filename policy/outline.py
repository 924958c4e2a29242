"""Builds the tree of provisions from the paragraphs of a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy.model import Provision, ProvisionKind, Span
from policy.outline_flow import Flow
from policy.outline_heads import heading_of
from policy.outline_layout import Layout
from policy.outline_lines import Piece, Role
from policy.outline_marks import Marker, Style, marker_at
from policy.outline_names import CLOSING

_KINDS: Final = {
    Style.PART: ProvisionKind.PART,
    Style.CHAPTER: ProvisionKind.CHAPTER,
    Style.SECTION: ProvisionKind.SECTION,
    Style.ARTICLE: ProvisionKind.ARTICLE,
    Style.HEADING: ProvisionKind.SECTION,
    Style.BRACKET: ProvisionKind.CLAUSE,
}
_DECIMAL_KINDS: Final = {Style.NUMBER: ProvisionKind.SECTION, Style.DECIMAL: ProvisionKind.CLAUSE}
_NAMES: Final = {
    ProvisionKind.PART: "part",
    ProvisionKind.CHAPTER: "chp",
    ProvisionKind.SECTION: "sec",
    ProvisionKind.ARTICLE: "art",
    ProvisionKind.CLAUSE: "cl",
    ProvisionKind.ITEM: "item",
    ProvisionKind.PARAGRAPH: "para",
    ProvisionKind.ANNEX: "att",
}
_MANAGING: Final = ("要求", "实施", "领导", "保障", "落实", "组织", "附则")


@dataclass(slots=True)
class _Unit:
    """A unit while its end is still open. ``order`` is its level; ``paragraphs`` counts the paragraphs of text it has."""

    eid: str
    kind: ProvisionKind
    number: str | None
    heading: str | None
    parent: str | None
    start: int
    end: int
    order: float
    paragraphs: int = 0

    def provision(self, flow: Flow) -> Provision:
        span = flow.span(self.start, self.end)
        return Provision(self.eid, self.kind, self.number, self.heading, self.parent, span.start, span.end)


class _Builder:
    """Hangs paragraph after paragraph into the tree."""

    def __init__(self, layout: Layout, taken: dict[str, int]) -> None:
        self._text, self._folded, self._taken = layout.flow.text, layout.flow.folded, taken
        self._heads, self._styled = layout.heads, layout.styled
        self._stack: list[_Unit] = []
        self._loose: dict[str, int] = {}
        self.units: list[_Unit] = []

    def annex(self, number: int, label: str, title: str | None, start: int, end: int) -> None:
        unit = _Unit(self._free(f"att_{number}"), ProvisionKind.ANNEX, label or None, title, None, start, end, 0)
        self.units.append(unit)
        self._stack = [unit]

    def build(self, paragraphs: Sequence[Piece], *, running: bool) -> None:
        markers = [self._marker(paragraph) for paragraph in paragraphs]
        closing = len(paragraphs) if self._stack or self._styled else self._closing(paragraphs, markers)
        for index, (paragraph, marker) in enumerate(zip(paragraphs, markers, strict=True)):
            if marker is not None:
                self._open(paragraph, marker, running=running)
            elif paragraph.start in self._styled and paragraph.role is not Role.BOX:
                self._open_styled(paragraph, self._styled[paragraph.start])
            elif index >= closing and paragraph.role is not Role.BOX:
                self._add_loose(paragraph, "conclusions")
            else:
                self._add_paragraph(paragraph)

    def _marker(self, paragraph: Piece) -> Marker | None:
        if paragraph.role is Role.BOX:
            return None
        return self._heads.get(paragraph.start) or marker_at(self._folded, paragraph.start)

    def _open(self, paragraph: Piece, marker: Marker, *, running: bool) -> None:
        while self._stack and self._stack[-1].order >= marker.style:
            self._stack.pop()
        kind = self._kind(marker.style, running=running)
        heading, more = heading_of(self._text[marker.content : paragraph.end], marker.style)
        parent = self._stack[-1].eid if self._stack else None
        eid = self._free(_join(parent, f"{_NAMES[kind]}_{marker.number}"))
        label = self._text[marker.start : marker.end]
        if kind is ProvisionKind.ARTICLE or (kind is ProvisionKind.ITEM and self._has_article()):
            more = True
            heading = heading if kind is ProvisionKind.ARTICLE else None
        unit = _Unit(eid, kind, label, heading, parent, marker.start, paragraph.end, marker.style, paragraphs=int(more))
        self._add(unit)
        self._stack.append(unit)

    def _open_styled(self, paragraph: Piece, order: float) -> None:
        """Open a unit for a heading that has no number: its source's style makes it one."""
        while self._stack and self._stack[-1].order >= order:
            self._stack.pop()
        parent = self._stack[-1].eid if self._stack else None
        self._loose["head"] = self._loose.get("head", 0) + 1
        eid = self._free(_join(parent, f"head_{self._loose['head']}"))
        words = "".join(self._text[paragraph.start : paragraph.end].split())
        unit = _Unit(eid, ProvisionKind.SECTION, None, words, parent, paragraph.start, paragraph.end, order)
        self._add(unit)
        self._stack.append(unit)

    def _kind(self, style: Style, *, running: bool) -> ProvisionKind:
        if style is Style.HEADING and running:
            return ProvisionKind.ARTICLE
        if self._heads and style in _DECIMAL_KINDS:
            return _DECIMAL_KINDS[style]
        if style is Style.BRACKET and any(unit.kind is ProvisionKind.ARTICLE for unit in self._stack):
            return ProvisionKind.ITEM
        return _KINDS.get(style, ProvisionKind.ITEM)

    def _add_paragraph(self, paragraph: Piece) -> None:
        if not self._stack:
            self._add_loose(paragraph, "preamble")
            return
        while paragraph.role is Role.BOX and len(self._stack) > 1 and self._stack[-1].kind is ProvisionKind.ITEM:
            self._stack.pop()
        owner = self._owner()
        owner.paragraphs += 1
        eid = self._free(f"{owner.eid}__para_{owner.paragraphs}")
        self._add(_Unit(eid, ProvisionKind.PARAGRAPH, None, None, owner.eid, paragraph.start, paragraph.end, 99))

    def _owner(self) -> _Unit:
        """The unit that an unnumbered paragraph belongs to: an article keeps what follows its items."""
        if self._has_article():
            while self._stack[-1].kind is ProvisionKind.ITEM:
                self._stack.pop()
        return self._stack[-1]

    def _has_article(self) -> bool:
        return any(unit.kind is ProvisionKind.ARTICLE for unit in self._stack)

    def _add_loose(self, paragraph: Piece, place: str) -> None:
        self._stack.clear()
        self._loose[place] = self._loose.get(place, 0) + 1
        eid = self._free(f"{place}__para_{self._loose[place]}")
        self._add(_Unit(eid, ProvisionKind.PARAGRAPH, None, None, None, paragraph.start, paragraph.end, 99))

    def _add(self, unit: _Unit) -> None:
        for above in self._stack:
            above.end = max(above.end, unit.end)
        self.units.append(unit)

    def _free(self, eid: str) -> str:
        """``eid``, or with a count behind it when a number stands twice under the same unit."""
        count = self._taken.get(eid, 0) + 1
        self._taken[eid] = count
        return eid if count == 1 else f"{eid}-{count}"

    def _closing(self, paragraphs: Sequence[Piece], markers: Sequence[Marker | None]) -> int:
        """The index from which unnumbered paragraphs close the document instead of belonging to its last unit."""
        numbered = [(index, marker) for index, marker in enumerate(markers) if marker is not None]
        if not numbered or any(marker.style is Style.ARTICLE for _, marker in numbered):
            return len(paragraphs)
        last, final = numbered[-1]
        if last + 1 >= len(paragraphs):
            return len(paragraphs)
        heading, more = heading_of(self._text[final.content : paragraphs[last].end], final.style)
        if more and not self._siblings_go_on(markers, final.style):
            return last + 1
        if not more and heading and heading.endswith(_MANAGING):
            return len(paragraphs)
        first = last + (1 if more else 2)
        while first < len(paragraphs) and paragraphs[first].role is Role.BOX:
            first += 1
        return next((i for i in range(first, len(paragraphs)) if CLOSING.match(self._folded, paragraphs[i].start)), len(paragraphs))

    @staticmethod
    def _siblings_go_on(markers: Sequence[Marker | None], style: Style) -> bool:
        own = [index for index, marker in enumerate(markers[:-1]) if marker and marker.style is style]
        follows = sum(markers[index + 1] is None for index in own[:-1])
        return follows > 0.3 * max(len(own) - 1, 1)


def _join(parent: str | None, name: str) -> str:
    return f"{parent}__{name}" if parent else name


def _is_running(folded: str, paragraphs: Sequence[Piece]) -> bool:
    """Whether ``一、二、…`` run through all chapters and so are the articles of the document."""
    markers = [marker for paragraph in paragraphs if (marker := marker_at(folded, paragraph.start))]
    chapters = sum(marker.style in (Style.PART, Style.CHAPTER) for marker in markers)
    numbers = [marker.number for marker in markers if marker.style is Style.HEADING]
    articles = any(marker.style is Style.ARTICLE for marker in markers)
    return chapters > 1 and not articles and len(numbers) > 2 and numbers.count(1) < 2


def _hold_tables(units: Sequence[_Unit], tables: Sequence[Span]) -> None:
    """Stretch the units in which a table stands to its end; a paragraph above it stays as it is."""
    by_eid = {unit.eid: unit for unit in units}
    starts = [unit.start for unit in units]
    for table in tables:
        index = bisect_right(starts, table.start) - 1
        holder = units[index] if index >= 0 else None
        if holder and holder.kind is ProvisionKind.PARAGRAPH:
            holder = by_eid.get(holder.parent or "")
        while holder is not None:
            holder.end = max(holder.end, table.end)
            holder = by_eid.get(holder.parent or "")


def read_outline(layout: Layout) -> tuple[Provision, ...]:
    """The provisions of a document in the order of the text: preamble, units, closing paragraphs, annexes.

    Spans are code points of the source; parents cover their children, siblings do not overlap, eIds are unique.
    """
    flow, taken = layout.flow, dict[str, int]()
    text, folded = flow.text, flow.folded
    body = _Builder(layout, taken)
    body.build(layout.body, running=_is_running(folded, layout.body))
    units = body.units
    for number, (annex, inside) in enumerate(zip(layout.annexes, layout.inside, strict=True), start=1):
        builder = _Builder(layout, taken)
        title = "".join(text[annex.title.start : annex.title.end].split()) if annex.title else None
        builder.annex(number, text[annex.label.start : annex.label.end], title, annex.span.start, annex.span.end)
        builder.build(inside, running=_is_running(folded, inside))
        units += builder.units
    _hold_tables(units, layout.set_aside)
    return tuple(unit.provision(flow) for unit in units)
