"""The comments of a Word file with their answers, before it is known where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from policy.sources.blocks import Comment
from policy.sources.word.package import Package
from policy.sources.word.symbols import symbol
from policy.sources.word.tags import W14, W15, Element, W

_PARAGRAPH: Final = f"{W14}paraId"


def read_comments(package: Package) -> dict[str, Comment]:
    """The comments that are no answers, by the name that the document gives them; their places are still 0."""
    root = package.related("comments")
    items = [] if root is None else [item for item in root.iterchildren(f"{W}comment") if item.get(f"{W}id") is not None]
    above = _answers(items, package.related("commentsExtended"))
    answers = dict[str, list[Comment]]()
    for item in items:
        first = above.get(item.get(f"{W}id", ""))
        if first is not None:
            answers.setdefault(first, []).append(_comment(item, ()))
    return {name: _comment(item, tuple(answers.get(name, ()))) for item in items if (name := item.get(f"{W}id", "")) not in above}


def _answers(items: list[Element], extended: Element | None) -> dict[str, str]:
    """For each comment that answers another, the one that began the talk."""
    if extended is None:
        return {}
    names = {last: item.get(f"{W}id", "") for item in items if (last := _last_paragraph(item))}
    parents = {
        entry.get(f"{W15}paraId", ""): parent
        for entry in extended.iterchildren(f"{W15}commentEx")
        if (parent := entry.get(f"{W15}paraIdParent"))
    }
    found = dict[str, str]()
    for paragraph, name in names.items():
        first = _first(paragraph, parents)
        if first != paragraph and first in names:
            found[name] = names[first]
    return found


def _first(paragraph: str, parents: Mapping[str, str]) -> str:
    seen, here = {paragraph}, paragraph
    while here in parents and parents[here] not in seen:
        here = parents[here]
        seen.add(here)
    return paragraph if here in parents else here


def _last_paragraph(item: Element) -> str:
    """The name of a comment's last paragraph, by which the part of the answers knows the comment."""
    names = [name for paragraph in item.iter(f"{W}p") if (name := paragraph.get(_PARAGRAPH))]
    return names[-1] if names else ""


def _comment(item: Element, replies: tuple[Comment, ...]) -> Comment:
    author = (item.get(f"{W}author") or item.get(f"{W}initials") or "").strip()
    return Comment(0, 0, author, _date(item.get(f"{W}date")), _body(item), replies)


def _date(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _body(item: Element) -> str:
    return "\n".join(_words(paragraph) for paragraph in item.iter(f"{W}p")).strip()


def _words(paragraph: Element) -> str:
    parts = list[str]()
    for found in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}sym"):
        parent = found.getparent()
        if parent is None or parent.tag != f"{W}r":
            continue
        name = found.tag
        if name == f"{W}t":
            parts.append(found.text or "")
        elif name == f"{W}sym":
            parts.append(symbol(found))
        else:
            parts.append({f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}.get(str(name), "\n"))
    return "".join(parts)
