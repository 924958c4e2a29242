"""Reading a policy for whoever asks: the window or the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy.model import Policy


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """A policy that was read from a file or the clipboard, and what it was read from."""

    policy: Policy
    name: str
    original: bytes


def read_file(path: Path) -> ReadPolicy:
    """Read a policy file; ``PolicyError`` when it cannot be read as one."""
    from policy.parse import parse_text
    from policy.sources import read

    source = read(path)
    return ReadPolicy(parse_text(source.text), source.name, source.original)


def read_pasted(text: str, name: str) -> ReadPolicy:
    """Read a policy from text that was pasted."""
    from policy.canonical import canonical
    from policy.parse import parse_text
    from policy.sources.markdown import is_markdown, plain_of

    words = plain_of(text) if is_markdown(text) else text
    return ReadPolicy(parse_text(canonical(words)), name, text.encode("utf-8"))
