"""The paragraphs and tables of a Word document in reading order, with changes taken as accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from policy.model import FindingKind
from policy.sources.blocks import Block, Paragraph, Progress
from policy.sources.word.lines import Lines, Remarks
from policy.sources.word.numbering import Numbering
from policy.sources.word.runs import BEGIN, END, ID, Runs, content_of
from policy.sources.word.styles import Styles, level_of
from policy.sources.word.tables import places_of, table_of
from policy.sources.word.tags import MC, VAL, Element, W, alternatives, first, named, switch

_WRAPPERS: Final = frozenset(f"{W}{name}" for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))
_CONTENTS_HEAD: Final = re.compile(r"\s*目\s*[录次]\s*")
_PAGE_NUMBER: Final = re.compile(r"[\t.…·]\s*(?:\d+|[ivxlc]+)\s*$")
_STEP: Final = 50
_MANY: Final = 1000


@dataclass(slots=True)
class _Begun:
    """A paragraph whose mark is gone, so that the next one goes on in it; ``properties`` are those of its first words."""

    lines: Lines
    properties: Mapping[str, Element] = field(default_factory=dict)


@dataclass(slots=True)
class Body:
    """Walks a document once. ``left_out`` counts what the reviewer should hear of."""

    styles: Styles
    numbering: Numbering
    runs: Runs
    remarks: Remarks
    left_out: Counter[FindingKind]
    progress: Progress
    _begun: _Begun | None = None
    _done: int = 0
    _whole: int = 1
    _told: float = 0

    def read(self, body: Element) -> list[Block]:
        """The blocks of the document, with ``progress`` told now and then."""
        blocks = list[Block]()
        self._whole = max(len(body), 1)
        for self._done, child in enumerate(body):
            if self._done % _STEP == 0:
                self._tell(0)
            self._add(child, blocks)
        self._flush(blocks)
        return blocks

    def _tell(self, share: float) -> None:
        """Tell that the ``share`` of the child of the body is done, too; a table inside a table moves nothing backwards."""
        self._told = max(self._told, (self._done + share) / self._whole)
        self.progress(self._told)

    def _blocks(self, parent: Element) -> list[Block]:
        """The blocks of a cell or a text box, which begins and ends on its own."""
        outer, self._begun = self._begun, None
        blocks = list[Block]()
        for child in parent:
            self._add(child, blocks)
        self._flush(blocks)
        self._begun = outer
        return blocks

    def _add(self, child: Element, blocks: list[Block]) -> None:
        for item in _items(child):
            if item.tag == f"{W}p":
                self._paragraph(item, blocks)
            elif item.tag == f"{W}tbl":
                self._flush(blocks)
                blocks += self._table(item)
            elif item.tag == f"{W}sdt":
                self._leave_contents_out(blocks)
            elif item.tag == BEGIN:
                self.remarks.begin(item.get(ID, ""))
            else:
                self.remarks.end(item.get(ID, ""))

    def _table(self, table: Element) -> list[Block]:
        places, contents = places_of(table), list[list[Block]]()
        for done, place in enumerate(places):
            if done % _MANY == _MANY - 1:
                self._tell(done / len(places))
            contents.append(self._blocks(place.element))
        return table_of(places, contents)

    def _paragraph(self, item: Element, blocks: list[Block]) -> None:
        own: Mapping[str, Element] = named(first(item, "pPr"))
        properties = own
        begun = self._begun or _Begun(Lines(self.remarks))
        lines, before = begun.lines, begun.lines.size
        listed = self.runs.fields.contents
        self.runs.read(item, lines)
        self.runs.fields.end_paragraph()
        if before and lines.size == before:
            # Nothing of this paragraph is left but its mark: the words keep the looks that they had.
            properties = begun.properties
        boxes, self.runs.boxes = self.runs.boxes, []
        if _mark_is_gone(own):
            self._begun = _Begun(lines, properties)
        elif not lines.size and (listed or self.runs.fields.contents):
            self._begun = None
            self._leave_contents_out(blocks)
        else:
            self._begun = None
            self._write(lines, properties, blocks)
        for box in boxes:
            blocks += self._blocks(box)

    def _write(self, lines: Lines, properties: Mapping[str, Element], blocks: list[Block]) -> None:
        chosen = properties.get(f"{W}pStyle")
        style = self.styles.paragraph(None if chosen is None else chosen.get(VAL))
        if style.contents and _PAGE_NUMBER.search(lines.text):
            self._leave_contents_out(blocks)
        else:
            blocks += lines.paragraphs(self.numbering.label(properties, style), level_of(properties, style))

    def _flush(self, blocks: list[Block]) -> None:
        """A table or the end of a cell ends a paragraph even without its mark."""
        begun, self._begun = self._begun, None
        if begun is not None and begun.lines.size:
            self._write(begun.lines, begun.properties, blocks)

    def _leave_contents_out(self, blocks: list[Block]) -> None:
        """A table of contents says nothing twice; the line above it that says 目录 goes with it."""
        self.left_out[FindingKind.CONTENTS_LEFT_OUT] = 1
        last = len(blocks) - 1
        while last >= 0 and isinstance(found := blocks[last], Paragraph) and not found.text.strip():
            last -= 1
        if last >= 0 and isinstance(found := blocks[last], Paragraph) and _CONTENTS_HEAD.fullmatch(found.text):
            del blocks[last:]


def _mark_is_gone(properties: Mapping[str, Element]) -> bool:
    """Whether a paragraph goes on in the next one: its mark was deleted, moved away or hidden."""
    mark = properties.get(f"{W}rPr")
    if mark is None or not len(mark):
        return False
    return first(mark, "del") is not None or first(mark, "moveFrom") is not None or bool(switch(mark, "vanish"))


def _items(child: Element) -> Iterator[Element]:
    """The paragraphs, tables and beginnings and ends of comments that a child of the body stands for; a control (``w:sdt``)
    only where it is a table of contents."""
    if child.tag in (f"{W}p", f"{W}tbl", BEGIN, END):
        yield child
    elif child.tag in _WRAPPERS:
        for inner in child:
            yield from _items(inner)
    elif child.tag == f"{MC}AlternateContent":
        for inner in alternatives(child):
            yield from _items(inner)
    elif child.tag == f"{W}sdt" and _lists_contents(child):
        yield child
    elif child.tag == f"{W}sdt":
        for content in content_of(child):
            yield from _items(content)


def _lists_contents(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"
