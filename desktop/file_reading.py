"""Reading a policy for whoever asks: the window or the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy.model import Policy
from policy.sources.blocks import Progress, unheard

if TYPE_CHECKING:
    from policy.sources import SourceText
    from policy.sources.compose import Remark
    from storage.importing import ReadyImport

STRUCTURED = re.compile(r"<(table|h[1-6]|ol)\b", re.IGNORECASE)
READING_SHARE = 0.7
"""What reading takes of the whole; the rest is understanding."""


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """A policy that was read from a file or the clipboard, what it was read from, and the comments that stood there; ``ready`` is
    what storing it will write, where that was worked out already."""

    policy: Policy
    name: str
    original: bytes
    remarks: Sequence[Remark] = ()
    ready: ReadyImport | None = None


def read_file(path: Path, progress: Progress = unheard, encoding: str | None = None) -> ReadPolicy:
    """Read a policy file, in an ``encoding`` that a person chose or the one that the bytes tell.

    Raises ``PolicyError`` when it cannot be read as one, and whatever ``progress`` raises.
    """
    from policy.sources import read

    return _understood(read(path, encoding, lambda share: progress(READING_SHARE * share)), progress)


def read_pasted(text: str, name: str) -> ReadPolicy:
    """Read a policy from text that was pasted."""
    from policy.canonical import canonical
    from policy.parse import parse_text
    from policy.sources.compose import compose
    from policy.sources.markdown import blocks_of, is_markdown

    original = text.encode("utf-8")
    if is_markdown(text):
        whole = compose(blocks_of(text))
        return ReadPolicy(parse_text(whole.text, whole.structure), name, original)
    return ReadPolicy(parse_text(canonical(text)), name, original)


def has_structure(html: str) -> bool:
    """Whether a page that was pasted says more than its words: it has tables, headings or numbered lists."""
    return STRUCTURED.search(html) is not None


def read_pasted_page(html: str, text: str, name: str, progress: Progress = unheard) -> ReadPolicy:
    """Read a policy from a page that was pasted, as a browser or a word processor gives it; from its plain ``text`` when the page
    cannot be read."""
    from policy.errors import PolicyError
    from policy.sources.compose import compose
    from policy.sources.reading import READERS, SourceText

    data = html.encode("utf-8")
    try:
        blocks = READERS["web_page"](data, name, "utf-8", progress)
    except PolicyError:
        return read_pasted(text, name)
    whole = compose(blocks.blocks)
    if not whole.text.strip():
        return read_pasted(text, name)
    source = SourceText(name, whole.text, data, blocks.encoding, whole.structure, whole.remarks, blocks.findings)
    return _understood(source, progress)


def _understood(source: SourceText, progress: Progress) -> ReadPolicy:
    from policy.parse import parse_source

    progress(READING_SHARE)
    policy = parse_source(source)
    progress(1.0)
    return ReadPolicy(policy, source.name, source.original, source.remarks)
