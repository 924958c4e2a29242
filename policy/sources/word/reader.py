"""From the bytes of a Word document to its blocks, with what the reviewer should know about the reading."""

from __future__ import annotations

from collections import Counter
from typing import Final

from policy.model import Finding, FindingKind
from policy.sources.blocks import Blocks, Progress
from policy.sources.word.body import Body
from policy.sources.word.comments import read_comments
from policy.sources.word.fields import read_fields
from policy.sources.word.lines import Remarks
from policy.sources.word.numbering import read_numbering
from policy.sources.word.package import open_package
from policy.sources.word.runs import Runs
from policy.sources.word.styles import read_styles
from policy.sources.word.tags import Element, W, first

_CHANGES: Final = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "cellIns", "cellDel", "cellMerge"))


def read_word(data: bytes, name: str, progress: Progress) -> Blocks:
    """The blocks of the Word document in ``data``; ``name`` is the file's, for sentences.

    Raises ``PolicyError``: ``broken_archive``, ``unsafe_archive`` and ``file_is_encrypted`` from the gate, ``unsafe_document`` and
    ``broken_document`` for its XML; and whatever ``progress`` raises.
    """
    package = open_package(data, name)
    root = package.document()
    left_out = Counter[FindingKind]()
    left_out[FindingKind.CHANGES_ACCEPTED] = _changes(root)
    styles = read_styles(package.related("styles"))
    numbering = read_numbering(package.related("numbering"), styles)
    runs = Runs(styles, read_fields(root), left_out)
    reader = Body(styles, numbering, runs, Remarks(read_comments(package)), left_out, progress)
    body = first(root, "body")
    blocks = [] if body is None else reader.read(body)
    findings = tuple(Finding(kind, facts=(("number", str(count)),)) for kind, count in left_out.items() if count)
    return Blocks(tuple(blocks), "utf-8", findings)


def _changes(root: Element) -> int:
    """How many tracked changes there are; that of a paragraph's mark belongs to the words before it, unless there are none."""
    found = 0
    for change in root.iter(*_CHANGES):
        properties = change.getparent()
        if properties is not None and properties.tag == f"{W}rPr":
            paragraph = properties.getparent()
            paragraph = None if paragraph is None else paragraph.getparent()
            if paragraph is None or paragraph.find(str(change.tag)) is not None:
                continue
        elif properties is not None and properties.tag == f"{W}numPr":
            continue
        found += 1
    return found
