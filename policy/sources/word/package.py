"""The parts of a Word file: found by their relationships and parsed without entities, network or great depth."""

from __future__ import annotations

import codecs
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from lxml import etree

from policy.errors import PolicyError
from policy.sources.archives import open_archive
from policy.sources.word.tags import Element

MAX_PART: Final = 128 * 1024 * 1024
MAX_TAGS: Final = 12_000_000
"""Start and end tags of one part; a table of 200,000 cells has about three million."""

_DOCTYPES: Final = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_STRICT: Final = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/(?:relationships|math)|drawingml/[a-zA-Z]+)"
)
_TRANSITIONAL: Final = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_TOO_DEEP: Final = "depth"
_TOO_LONG: Final = "huge"


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file that passed the gate. ``name`` is for sentences; ``main`` is the path of the document's own part."""

    archive: zipfile.ZipFile
    name: str
    paths: dict[str, str]
    main: str

    def document(self) -> Element:
        """The root of the document. Raises ``PolicyError`` ``broken_document`` if there is none."""
        root = self.part(self.main)
        if root is None or etree.QName(root).localname != "document":
            raise PolicyError("broken_document", name=self.name)
        return root

    def related(self, kind: str) -> Element | None:
        """The root of the part that the document names as its ``kind``, such as ``numbering``; ``None`` if it has none."""
        target = _target(self.part(_relationships_of(self.main)), self.main, kind)
        return None if target is None else self.part(target)

    def part(self, path: str) -> Element | None:
        """The root of the part at ``path``; ``None`` if there is no such part."""
        stored = self.paths.get(path.lower())
        if stored is None:
            return None
        if self.archive.getinfo(stored).file_size > MAX_PART:
            raise PolicyError("unsafe_archive", name=self.name)
        return parse_part(self.archive.read(stored), self.name)


def open_package(data: bytes, name: str) -> Package:
    """The Word file in ``data``. Raises ``PolicyError`` as ``open_archive`` and ``parse_part`` do."""
    archive = open_archive(data, name)
    paths = {entry.replace("\\", "/").lower(): entry for entry in archive.namelist()}
    bare = Package(archive, name, paths, "")
    main = _target(bare.part("_rels/.rels"), "", "officeDocument")
    return Package(archive, name, paths, main or "word/document.xml")


def parse_part(data: bytes, name: str) -> Element:
    """The root of a part, its names those of the transitional schema. A document type, and with it every entity, is refused.

    Raises ``PolicyError``: ``unsafe_document`` for a document type or nesting without end, ``broken_document`` for bad XML.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    if any(mark in data for mark in _DOCTYPES) or data.count(b"<") > MAX_TAGS:
        raise PolicyError("unsafe_document", name=name)
    if b"purl.oclc.org/ooxml" in data:
        data = _STRICT.sub(_to_transitional, data)
    # The encoding is fixed, since one that a part may name could hide a document type from the search above.
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = str(error)
        unsafe = _TOO_DEEP in reason or _TOO_LONG in reason
        raise PolicyError("unsafe_document" if unsafe else "broken_document", name=name) from error


def _to_transitional(found: re.Match[bytes]) -> bytes:
    tail = found[1]
    if tail.startswith(b"drawingml/"):
        return b"http://schemas.openxmlformats.org/drawingml/2006/" + tail.removeprefix(b"drawingml/")
    return _TRANSITIONAL[tail]


def _relationships_of(path: str) -> str:
    folder, file = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _target(relationships: Element | None, source: str, kind: str) -> str | None:
    for relationship in () if relationships is None else relationships.iterchildren("{*}Relationship"):
        if relationship.get("Type", "").rpartition("/")[2] == kind and relationship.get("TargetMode") != "External":
            target = relationship.get("Target", "").replace("\\", "/")
            return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
    return None
