"""The words of a paragraph out of its runs (ECMA-376 part 1, 17.3.2 and 17.3.3), with changes taken as accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from policy.model import FindingKind
from policy.sources.word.fields import Fields
from policy.sources.word.lines import Lines
from policy.sources.word.styles import Styles
from policy.sources.word.symbols import symbol
from policy.sources.word.tags import MC, Element, W, alternatives, first, switch, value

_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS: Final = " \t\r\n"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BOX: Final = f"{W}txbxContent"
_GRAPHICS: Final = frozenset(
    {
        "{urn:schemas-microsoft-com:vml}imagedata",
        "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
        "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
        "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    }
)
_WRAPPERS: Final = frozenset(
    f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "dir", "bdo", "fldSimple")
)
_GONE: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_DRAWN: Final = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES: Final = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_SIGNS: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_BREAKS: Final = frozenset({f"{W}br", f"{W}cr"})
BEGIN: Final = f"{W}commentRangeStart"
END: Final = f"{W}commentRangeEnd"
POINT: Final = f"{W}commentReference"
ID: Final = f"{W}id"


@dataclass(slots=True)
class Runs:
    """Reads the runs of paragraphs one after the other. ``boxes`` are the text boxes met since they were last asked for;
    ``left_out`` counts what is not among the words."""

    styles: Styles
    fields: Fields
    left_out: Counter[FindingKind]
    boxes: list[Element] = field(default_factory=list)

    def read(self, parent: Element, lines: Lines) -> None:
        """Write the words below ``parent``, a paragraph or something inside one, to ``lines``."""
        for child in parent:
            self._inside(child, lines)

    def _inside(self, child: Element, lines: Lines) -> None:
        tag = child.tag
        if tag == f"{W}r":
            self._run(child, lines)
        elif tag in _WRAPPERS:
            self.read(child, lines)
        elif tag in _GONE:
            _remarks_of(child.iter(BEGIN, END, POINT), lines)
        elif tag == f"{W}sdt":
            for content in content_of(child):
                self.read(content, lines)
        elif tag in (BEGIN, END):
            _remarks_of((child,), lines)
        elif tag == f"{MC}AlternateContent":
            for other in alternatives(child):
                self._inside(other, lines)
        elif isinstance(tag, str) and tag.startswith(_MATH):
            lines.put("".join(found.text or "" for found in child.iter(f"{_MATH}t")))

    def _run(self, run: Element, lines: Lines) -> None:
        if self._hidden(first(run, "rPr")):
            self.left_out[FindingKind.HIDDEN_LEFT_OUT] += any(child.text for child in run.iterchildren(f"{W}t"))
            for child in run.iterchildren(f"{W}fldChar"):
                self.fields.turn(child)
            _remarks_of(run.iterchildren(POINT), lines)
            return
        for child in run:
            self._sign(child, lines)

    def _sign(self, child: Element, lines: Lines) -> None:
        tag = child.tag
        if tag == f"{W}t":
            if not self.fields.silent:
                lines.put(_text(child))
        elif tag == f"{W}fldChar":
            self.fields.turn(child)
        elif tag == POINT:
            _remarks_of((child,), lines)
        elif not self.fields.silent:
            self._shown(child, str(tag), lines)

    def _shown(self, child: Element, tag: str, lines: Lines) -> None:
        if tag in _SIGNS:
            lines.put(_SIGNS[tag])
        elif tag in _BREAKS:
            lines.break_line()
        elif tag == f"{W}sym":
            lines.put(symbol(child))
        elif tag == f"{W}ruby":
            for base in child.iterchildren(f"{W}rubyBase"):
                self.read(base, lines)
        elif tag in _DRAWN:
            self._drawing(child)
        elif tag in _NOTES:
            self.left_out[FindingKind.NOTES_LEFT_OUT] += 1
        elif tag == f"{MC}AlternateContent":
            for other in alternatives(child):
                self._sign(other, lines)

    def _hidden(self, properties: Element | None) -> bool:
        if properties is None or not len(properties):
            return False
        own = switch(properties, "vanish")
        if own is not None:
            return own
        style = value(properties, "rStyle")
        return style is not None and self.styles.run(style).hidden

    def _drawing(self, drawing: Element) -> None:
        """Set the text boxes of a drawing aside, and count its pictures."""
        for child in drawing:
            tag = child.tag
            if tag == _BOX:
                self.boxes.append(child)
            elif tag in _GRAPHICS:
                self.left_out[FindingKind.PICTURES_LEFT_OUT] += 1
            elif tag == f"{MC}AlternateContent":
                for other in alternatives(child):
                    self._drawing(other)
            else:
                self._drawing(child)


def content_of(control: Element) -> Iterable[Element]:
    """What a content control holds; nothing while it only asks to be filled in (17.5.2.39)."""
    if switch(first(control, "sdtPr"), "showingPlcHdr"):
        return ()
    return control.iterchildren(f"{W}sdtContent")


def _text(element: Element) -> str:
    words = element.text or ""
    if words[:1] in _BLANKS or words[-1:] in _BLANKS:
        kept = element.get(_XML_SPACE) == "preserve"
        return words if kept else words.strip(_BLANKS)
    return words


def _remarks_of(marks: Iterable[Element], lines: Lines) -> None:
    for mark in marks:
        name = mark.get(ID, "")
        if mark.tag == BEGIN:
            lines.begin(name)
        elif mark.tag == END:
            lines.end(name)
        else:
            lines.point(name)
