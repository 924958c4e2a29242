"""WordprocessingML as text: the fast way to long documents, with user text let in at one place only.

Building each element by itself costs most of an export; text is joined at C speed and parsed once. ``Markup`` is a type of its
own, so the type checker refuses plain text where markup is expected: what a person wrote can only come in through ``escape``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NewType

Markup = NewType("Markup", str)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:c="{C}"'
EMPTY = Markup("")

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"]')
_BREAKS = re.compile("([\n\t])")
# Word sets these in the Latin face unless told that they stand among Chinese characters.
_SHARED_WITH_LATIN = re.compile("[“”‘’—…·×°±§]")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HINT = Markup('<w:rFonts w:hint="eastAsia"/>')


def clean(text: str) -> str:
    """``text`` as a Word file can hold it: every kind of line end becomes ``\\n``; characters that XML cannot hold (controls,
    halves of surrogate pairs, U+FFFE, U+FFFF) become U+FFFD, one for one. Nothing else changes."""
    if _UNUSUAL.search(text) is None:
        return text
    return _NOT_IN_XML.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def escape(text: str) -> Markup:
    """``text`` cleaned and safe between tags and inside double quotes."""
    text = clean(text)
    if _SPECIAL.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return Markup(text)


def run(text: str, props: Markup = EMPTY) -> Markup:
    """A run of text with the ``rPr`` children ``props``; line ends become breaks and tabs become tabs."""
    if (
        not props.startswith("<w:rStyle")
        and not props.startswith("<w:rFonts")
        and _SHARED_WITH_LATIN.search(text)
        and _CHINESE.search(text)
    ):
        props = Markup(_HINT + props)
    look = f"<w:rPr>{props}</w:rPr>" if props else ""
    content = escape(text)
    if _BREAKS.search(content) is None:
        return Markup(f'<w:r>{look}<w:t xml:space="preserve">{content}</w:t></w:r>')
    pieces = "".join(map(_piece, _BREAKS.split(content)))
    return Markup(f"<w:r>{look}{pieces}</w:r>")


def _piece(piece: str) -> str:
    if piece == "\n":
        return "<w:br/>"
    if piece == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{piece}</w:t>' if piece else ""


def paragraph(style: str, *content: Markup, props: Markup = EMPTY) -> Markup:
    """A paragraph of the style with this id; ``props`` are the ``pPr`` children after ``pStyle``, in the schema's order."""
    return Markup(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{props}</w:pPr>{"".join(content)}</w:p>')


def join(parts: Iterable[Markup]) -> Markup:
    """The parts one after another."""
    return Markup("".join(parts))
