"""The remarks that stood in an imported file, as annotations of the reviewer who imports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from policy.identity import derived_id
from policy.model import Policy, Span
from policy.places import ProvisionIndex, anchor
from storage.annotations import anchor_fields
from storage.known import Known
from storage.records import AnnotationKind, Draft, Family
from storage.store import Store

if TYPE_CHECKING:
    from policy.sources.compose import Remark

Wording = Callable[["Remark"], str]
"""How a remark reads as an annotation: its words with its author and date."""


def unsigned(remark: Remark) -> str:
    """The words of a remark without its author and date."""
    return remark.body


def signed(say: Callable[..., str]) -> Wording:
    """The wording of one language: ``say`` gives a phrase by its key (``remark.signed`` …), as ``Catalogue.text`` does."""

    def worded(remark: Remark) -> str:
        facts: dict[str, object] = {"body": remark.body}
        if remark.author:
            facts["author"] = remark.author
        if remark.date is not None:
            facts["date"] = remark.date.date().isoformat()
        key = {1: "remark.unsigned", 3: "remark.signed_dated"}.get(len(facts), "remark.signed" if remark.author else "remark.dated")
        return say(key, **facts)

    return worded


def remark_drafts(policy: Policy, remarks: Sequence[Remark], worded: Wording, store: Store) -> list[Draft]:
    """The annotations and replies that ``remarks`` become, those left out that are here already.

    Their ids follow from the policy and the remark, so that nothing doubles when the file is imported again or elsewhere.
    """
    drafts = list(_drafts(policy, remarks, worded, store)) if remarks else []
    known = Known(store, drafts)
    return [draft for draft in drafts if draft.record not in known]


def _drafts(policy: Policy, remarks: Sequence[Remark], worded: Wording, store: Store) -> Iterator[Draft]:
    index, times = ProvisionIndex(policy.provisions), Counter[tuple[str, ...]]()
    now, me = store.stamp(), store.me.reviewer.id
    for remark in remarks:
        place = _whole_place(policy.text, remark.span)
        if place is None:
            continue
        said = (str(place.start), str(place.end), *_said(remark))
        times[said] += 1
        key = derived_id(policy.id, "remark", *said, str(times[said]))
        written = remark.date.isoformat() if remark.date is not None else now
        fields = anchor_fields(anchor(policy.text, place, index))
        fields |= {"policy": policy.id, "kind": AnnotationKind.COMMENT.value, "body": worded(remark), "reviewer": me}
        yield Draft(Family.ANNOTATION, key, fields | {"created": written, "modified": written})
        for number, reply in enumerate(_flat(remark.replies)):
            answer: dict[str, object] = {"policy": policy.id, "annotation": key, "body": worded(reply), "reviewer": me}
            answer["created"] = reply.date.isoformat() if reply.date is not None else now
            yield Draft(Family.REPLY, derived_id(key, "reply", str(number), *_said(reply)), answer)


def _said(remark: Remark) -> tuple[str, str, str]:
    return remark.author, remark.date.isoformat() if remark.date is not None else "", remark.body


def _flat(replies: Sequence[Remark]) -> Iterator[Remark]:
    for reply in replies:
        yield reply
        yield from _flat(reply.replies)


def _whole_place(text: str, span: Span) -> Span | None:
    """The words that a remark is about: its own, else those of its line, else of the last line with words before it."""
    start, end = max(0, min(span.start, len(text))), max(0, min(span.end, len(text)))
    if text[start:end].strip():
        return Span(start, end)
    while True:
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", start)
        line = text[first : last if last >= 0 else len(text)]
        if line.strip():
            indent = len(line) - len(line.lstrip())
            return Span(first + indent, first + len(line.rstrip()))
        if first == 0:
            break
        start = first - 1
    words = text.strip()
    at = text.find(words)
    return Span(at, at + len(words.split("\n", 1)[0])) if words else None
