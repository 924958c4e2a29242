"""Annotations, their replies and their tags."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Row

from policy.identity import derived_id
from policy.model import Span
from policy.places import Anchor, Outcome, ProvisionIndex, anchor
from storage import schema
from storage.clock import uuid7
from storage.codebook import coded
from storage.contents import provisions_of
from storage.errors import StorageError
from storage.records import AnnotationKind, AnnotationRecord, Draft, Family, ReplyRecord, TagRecord, Written
from storage.repository import Repository, plain, short
from storage.store import Store, moment_of

_KINDS = {kind.value: kind for kind in AnnotationKind}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class AnnotationRepository(Repository):
    """The remarks on the policies' texts."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._contents: dict[str, tuple[str, ProvisionIndex]] = {}

    def of(self, policy: str) -> tuple[AnnotationRecord, ...]:
        """The annotations of a policy, in the order of the text."""
        return self._made(annotation_of, self._select(Family.ANNOTATION, "policy = ?", (policy,), 'start, "end", created, id'))

    def get(self, annotation: str) -> AnnotationRecord:
        """One annotation. Raises ``StorageError("unknown_record")``."""
        return self._made(annotation_of, [self._row(Family.ANNOTATION, annotation)])[0]

    def add(self, policy: str, span: Span, kind: AnnotationKind, body: str, tags: Iterable[str] = ()) -> Written:
        """Remark on a span of the canonical text; ``tags`` are names. The new record is the one of the first change."""
        key = uuid7()
        anchor = self._anchor(policy, span)
        now = self._store.stamp()
        fields = anchor | {"policy": policy, "kind": kind, "body": body, "created": now, "modified": now}
        fields["reviewer"] = self._store.me.reviewer.id
        drafts = [Draft(Family.ANNOTATION, key, plain(Family.ANNOTATION, fields)), *self._tagging(policy, key, tags)]
        return self._store.write("change.annotation.add", drafts, short(str(anchor["quote"])))

    def edit(self, annotation: str, **fields: object) -> Written:
        """Change ``body``, ``kind`` or ``resolved``; ``span=Span(…)`` moves it."""
        old = self.get(annotation)
        label = "change.annotation.edit"
        if "span" in fields:
            span = fields.pop("span")
            if not isinstance(span, Span):
                raise TypeError("span must be a Span")
            fields |= self._anchor(old.policy, span) | _by_hand()
            label = "change.annotation.move"
        if set(fields) == {"resolved"}:
            label = "change.annotation.resolve" if fields["resolved"] else "change.annotation.reopen"
        return self._edit(Family.ANNOTATION, annotation, label, fields | {"modified": self._store.stamp()}, old.quote)

    def place(self, annotation: str, span: Span) -> Written:
        """Give an annotation that was carried over, an orphan or a doubtful one, its place in the text."""
        old = self.get(annotation)
        fields = self._anchor(old.policy, span) | _by_hand() | {"modified": self._store.stamp()}
        return self._edit(Family.ANNOTATION, annotation, "change.annotation.place", fields, old.quote)

    def anchors(self, policy: str) -> dict[str, Anchor]:
        """What is kept of the annotations' places, by id, for ``policy.compare_carry.carry``."""
        return {record.id: record.anchor for record in self.of(policy)}

    def set_tags(self, annotation: str, names: Iterable[str]) -> Written:
        """Make these the tags of an annotation; names new to the codebook are added to it."""
        old = self.get(annotation)
        return self._store.write("change.annotation.tag", self._tagging(old.policy, annotation, names), short(old.quote))

    def remove(self, annotation: str) -> Written:
        """Remove an annotation; its replies and tags are hidden with it."""
        old = self.get(annotation)
        return self._edit(Family.ANNOTATION, annotation, "change.annotation.remove", {"deleted": True}, old.quote)

    def replies(self, owner: str) -> tuple[ReplyRecord, ...]:
        """The replies in one annotation's thread, or in all threads of a policy, oldest first."""
        where = f'(annotation = ? OR policy = ?) AND annotation IN (SELECT id FROM "{Family.ANNOTATION.value}" WHERE deleted = 0)'
        return self._made(_reply, self._select(Family.REPLY, where, (owner, owner), "created, id"))

    def reply(self, annotation: str, body: str) -> Written:
        """Answer in an annotation's thread."""
        old = self.get(annotation)
        fields = {"policy": old.policy, "annotation": annotation, "body": body, "created": self._store.stamp()}
        fields["reviewer"] = self._store.me.reviewer.id
        return self._store.write("change.reply.add", [Draft(Family.REPLY, uuid7(), plain(Family.REPLY, fields))], short(body))

    def edit_reply(self, reply: str, body: str) -> Written:
        """Change the words of a reply."""
        return self._edit(Family.REPLY, reply, "change.reply.edit", {"body": body}, body)

    def remove_reply(self, reply: str) -> Written:
        """Remove a reply."""
        body = str(self._row(Family.REPLY, reply)["body"])
        return self._edit(Family.REPLY, reply, "change.reply.remove", {"deleted": True}, body)

    def _anchor(self, policy: str, span: Span) -> dict[str, object]:
        text, places = self._content(policy)
        if not 0 <= span.start < span.end <= len(text):
            raise StorageError("span_outside_text", start=span.start, end=span.end)
        return anchor_fields(anchor(text, span, places))

    def _content(self, policy: str) -> tuple[str, ProvisionIndex]:
        """Text and outline of a policy, which never change; those of the policy that was annotated last are kept at hand."""
        if policy not in self._contents:
            row = self._store.row(f'SELECT text, provisions FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,))
            if row is None:
                raise StorageError("unknown_policy", record=policy)
            self._contents = {policy: (row["text"], ProvisionIndex(provisions_of(row["provisions"])))}
        return self._contents[policy]

    def _tagging(self, policy: str, annotation: str, names: Iterable[str]) -> list[Draft]:
        drafts, wanted = self._codes(names)
        used = self._select(Family.TAG_USE, "annotation = ?", (annotation,), "id")
        gone = [row["id"] for row in used if row["tag"] not in wanted]
        fresh = sorted(wanted - {row["tag"] for row in used})
        drafts += [Draft(Family.TAG_USE, key, {"deleted": True}) for key in gone]
        for tag in fresh:
            fields: dict[str, object] = {"policy": policy, "annotation": annotation, "tag": tag, "deleted": False}
            drafts.append(Draft(Family.TAG_USE, derived_id(annotation, tag), fields))
        return drafts

    def _codes(self, names: Iterable[str]) -> tuple[list[Draft], set[str]]:
        """The tags called so, and drafts of those that the codebook does not have yet."""
        rows = self._store.rows(f'SELECT id, name, color, deleted FROM "{Family.TAG.value}"')
        tags = [TagRecord(row["id"], row["name"], row["color"]) for row in rows if not row["deleted"]]
        ids, drafts = coded(tags, names, removed={row["id"] for row in rows if row["deleted"]})
        return drafts, set(ids)


def _by_hand() -> dict[str, object]:
    """A place that a person gave or confirmed is as it is."""
    return {"found": Outcome.EXACT, "confidence": None}


def anchor_fields(place: Anchor) -> dict[str, object]:
    """An anchor as columns of an annotation."""
    return {
        "provision": place.provision,
        "start": place.span.start,
        "end": place.span.end,
        "quote": place.quote,
        "prefix": place.prefix,
        "suffix": place.suffix,
    }


def annotation_of(row: Row) -> AnnotationRecord:
    """The record of a row; ``ValueError`` or ``KeyError`` when it is none."""
    # By place, since looking up fifteen names takes longer than all the rest and thousands of marks may stand in a text.
    key, _, policy, provision, start, end, quote, prefix, suffix, *rest = row
    kind, body, reviewer, created, modified, resolved, origin, found, confidence = rest
    anchor = (policy, provision, start, end, quote, prefix, suffix)
    moments = (moment_of(created), moment_of(modified))
    return AnnotationRecord(
        key, *anchor, _KINDS[kind], body, reviewer, *moments, bool(resolved), origin, _OUTCOMES[found], confidence
    )


def _reply(row: Row) -> ReplyRecord:
    return ReplyRecord(row["id"], row["annotation"], row["body"], row["reviewer"], moment_of(row["created"]))
