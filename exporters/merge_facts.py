"""What a document about a merge says, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountFacts:
    """How many changes are new, changed, here already, in conflict and left out; ``heading`` sums up one person's."""

    name: str
    numbers: tuple[int, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """A conflict in words: the record, the field, what shows with its author, and what else was written."""

    where: str
    field: str
    shows: str
    others: str


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """What the document says; everything in words. ``rejected`` are pairs of what and why, ``backup`` is the name of the file."""

    workspace: str
    when: dt.datetime
    who: str
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...]
    counts: tuple[CountFacts, ...]
    conflicts: tuple[ConflictFacts, ...]
    rejected: tuple[tuple[str, str], ...]
    backup: str = ""
