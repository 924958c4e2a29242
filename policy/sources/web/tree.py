"""A web page as a small tree of what matters for its text: blocks, tables, lists and links; what a browser hides is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree
from typing_extensions import override

from policy.sources.blocks import Progress

_MOST_TAGS: Final = 400_000
_MOST_SIGNS: Final = 500_000
_DEEPEST: Final = 1_000
_DEEPEST_TABLE: Final = 40
_FLAT_BELOW: Final = 90
_CHUNK: Final = 1 << 18


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNSEEN: Final = _words(
    "script style noscript template title meta link select option datalist textarea button iframe object applet "
    "embed svg canvas math audio video map rp rt noframes xml progress meter"
)
_VOID: Final = _words("area base br col embed hr img input link meta param source track wbr basefont frame keygen")
BLOCKS: Final = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre "
    "search section summary table tbody td tfoot th thead tr ul xmp"
)
_KEPT_INLINE: Final = frozenset(("a", "sup", "sub"))
_GROUPS: Final = ("tbody", "thead", "tfoot")
_CELLS: Final = ("td", "th")
_TABLE_PARTS: Final = frozenset(("table", "tr", *_CELLS))
_KEPT_ATTRIBUTES: Final = ("id", "class", "style", "href", "type", "start", "value", "reversed", "colspan", "rowspan", "role")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_AS_BLOCK: Final = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_PRESERVED: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
# Marks that only change how letters look. They are taken out first: unclosed ones would nest without end.
_LOOKS: Final = re.compile(
    r"</?(?:font|b|i|u|em|strong|big|small|tt|strike|s|o:p|st1:\w+|nobr)"
    r"(?:\s(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)?/?>",
    re.IGNORECASE,
)
_HIDDEN_SPAN: Final = re.compile(r"<span\b[^<>]*(?:display|visibility|mso-hide|hidden|white-space)", re.IGNORECASE)
_SPANS: Final = re.compile(r"</?span(?:\s(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)?/?>", re.IGNORECASE)
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_CONTROLS: Final = dict.fromkeys([*range(1, 9), 11, *range(14, 32), 127])


if TYPE_CHECKING:
    # What lxml calls back; it has a name for type checkers only.
    from lxml.etree import ParserTarget

    _Target = ParserTarget[None]
else:
    _Target = object


@dataclass(slots=True, eq=False)
class Box:
    """An element that a browser shows. ``children`` are its words as they stand in the file and its inner elements, in order;
    a ``br`` is a line break. Words that only look different have no box. ``first`` and ``last`` (exclusive) count the entries that
    it became."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    children: list[str | Box] = field(default_factory=list)
    first: int = 0
    last: int = 0

    def get(self, name: str) -> str:
        """An attribute, or nothing."""
        return self.attributes.get(name, "")

    @property
    def block(self) -> bool:
        """Whether the element stands on lines of its own."""
        return self.tag in BLOCKS

    @property
    def preserved(self) -> bool:
        """Whether line ends in the file are line breaks."""
        return self.tag in ("pre", "listing", "xmp", "plaintext") or bool(_PRESERVED.search(self.get("style")))

    def boxes(self) -> Iterator[Box]:
        """The elements directly inside."""
        return (child for child in self.children if isinstance(child, Box))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its body, the words of its ``<title>``, and its ``<meta>`` values by their names in small letters."""

    body: Box
    title: str
    meta: Mapping[str, str]


class TooComplexError(Exception):
    """A page of more tags or levels than a policy has."""


def page_of(html: str, progress: Progress) -> Page:
    """The tree of a page, put in order as browsers do where its tags are not.

    Raises ``TooComplexError`` for a page with hundreds of thousands of tags or hundreds of levels, which the parser would cut
    without a word, and for one that declares entities of its own.
    """
    plain = html.translate(_CONTROLS).replace("\r\n", "\n").replace("&nbsp;", "\u00a0")
    if plain.count("<") > _MOST_TAGS or plain.count("&") > _MOST_SIGNS or "<!ENTITY" in plain:
        raise TooComplexError
    plain = _LOOKS.sub("", plain)
    if not _HIDDEN_SPAN.search(plain):
        plain = _SPANS.sub("", plain)
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, huge_tree=True, encoding="utf-8")
    try:
        for start in range(0, len(plain), _CHUNK):
            progress(0.7 * start / len(plain))
            parser.feed(plain[start : start + _CHUNK].encode())
        parser.close()
    except etree.XMLSyntaxError:
        # Nothing but comments or space: a page without words.
        return Page(Box("body"), "", {})
    return Page(builder.root, "".join(builder.title).strip(), builder.meta)


class _Builder(_Target):
    """Takes in the tags of a page one by one, after libxml2 has closed what was left open."""

    def __init__(self) -> None:
        self._depth = 0
        self._unseen = 0
        self._in_title = False
        self._tables = 0
        self._open = [Box("body")]
        self._begun: list[Box | None] = []
        self.title: list[str] = []
        self.meta: dict[str, str] = {}

    @property
    def root(self) -> Box:
        return self._open[0]

    @override
    def start(self, tag: str, attributes: Mapping[str, str], /) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            # The parser drops what is nested deeper than it allows, without a word.
            raise TooComplexError
        if tag == "meta":
            self._note(attributes)
        self._in_title = self._in_title or (tag == "title" and not self.title)
        if self._unseen or tag in _UNSEEN or _is_hidden(attributes):
            self._unseen += 1
            return
        self._begin(tag, attributes)

    @override
    def end(self, tag: str, /) -> None:
        """An element ends."""
        self._depth -= 1
        if tag == "title":
            self._in_title = False
        if self._unseen:
            self._unseen -= 1
            return
        # The parser ends what it began, in turn; a table may have closed it here before.
        box = self._begun.pop()
        if box is not None and box in self._open[1:]:
            while self._pop() is not box:
                pass

    @override
    def data(self, words: str, /) -> None:
        """Words."""
        if self._in_title:
            self.title.append(words)
        elif not self._unseen:
            self._open[-1].children.append(words)

    @override
    def close(self) -> None:
        """The page ends."""

    def _note(self, attributes: Mapping[str, str]) -> None:
        key = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        if key and attributes.get("content"):
            self.meta.setdefault(key, attributes["content"].strip())

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag not in BLOCKS and tag not in _KEPT_INLINE and tag != "br":
            tag = "div" if _AS_BLOCK.search(attributes.get("style", "")) else ""
        if tag in ("body", "html", ""):
            self._begun.append(None)
            return
        self._place(tag)
        kept = {key: attributes[key] for key in _KEPT_ATTRIBUTES if key in attributes} if attributes else _NONE
        box = Box(tag, kept)
        self._open[-1].children.append(box)
        flat = tag in _VOID or (len(self._open) > _FLAT_BELOW and tag not in _TABLE_PARTS)
        self._begun.append(None if flat else box)
        if not flat:
            self._push(box)

    def _place(self, tag: str) -> None:
        """Close what a browser closes before a part of a table, wherever the parser would put it."""
        if tag in _CELLS:
            self._close_to(("tr", *_GROUPS, "table"))
        elif tag == "tr":
            self._close_to((*_GROUPS, "table"))
        elif tag in (*_GROUPS, "caption"):
            self._close_to(("table",))
        elif tag == "table":
            while self._open[-1].tag in ("table", "tr", *_GROUPS):
                self._pop()

    def _close_to(self, tags: tuple[str, ...]) -> None:
        """Close what is open above the nearest of ``tags``, if a table is open at all."""
        if self._tables:
            while self._open[-1].tag not in tags:
                self._pop()

    def _push(self, box: Box) -> None:
        self._open.append(box)
        if box.tag == "table":
            self._tables += 1
            if self._tables > _DEEPEST_TABLE:
                raise TooComplexError

    def _pop(self) -> Box:
        box = self._open.pop()
        self._tables -= box.tag == "table"
        return box


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")) is not None
