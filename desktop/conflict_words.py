"""Open conflicts in words: what each is about, what each side says, who said it and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Final

from desktop.histories import SESSION_DIGITS
from desktop.record_words import LONGEST, RecordWords
from resources.catalogue import Catalogue
from resources.change_words import ChangeWords
from storage import disputes, topics
from storage.accounts import entries, named
from storage.clock import moment
from storage.disputes import Dispute, Side
from storage.records import Change, Family, WriterRecord
from storage.workspace import Workspace
from widgets.models.conflict_model import SEPARATOR, ConflictRow, SideRow
from widgets.models.words import moment_text

# What of a group of fields is read; the rest goes along with it.
READ: Final[Mapping[str, tuple[str, ...]]] = {
    topics.PLACE: ("quote",),
    topics.TIMING: ("timing", "timing_kind", "start", "due", "starts_only"),
    topics.DEPARTMENTS: ("departments", "open_ended"),
    topics.JUDGEMENT: ("progress", "percent", "verdict", "reason"),
}


def conflict_rows(workspace: Workspace, catalogue: Catalogue, me: str | None, hidden: Collection[str]) -> list[ConflictRow]:
    """The open conflicts that may be shown to the reviewer ``me``, all but those of the records ``hidden``.

    Raises ``StorageError``.
    """
    found = [conflict for conflict in workspace.history.conflicts() if conflict.record not in hidden]
    histories: dict[str, list[Change]] = {}
    for entry in entries(workspace, {conflict.record for conflict in found}):
        histories.setdefault(entry.change.record, []).append(entry.change)
    wanted: dict[Family, set[str]] = {}
    for conflict in found:
        wanted.setdefault(conflict.family, set()).add(conflict.record)
    names = RecordWords(workspace, catalogue, named(workspace, wanted))
    dates = {policy.id: policy.date for policy in workspace.policies.all()}
    words = _Words(catalogue, names, workspace.history.writers(), me, dates)
    listed = sorted(disputes.disputes(found, histories), key=lambda dispute: _place(dispute, names))
    return [words.row(dispute) for dispute in listed]


def topic_words(catalogue: Catalogue, topic: str) -> str:
    """What a conflict is about: a field, or fields that belong together."""
    return catalogue.text(f"topic.{topic}") if topic in _TOPICS else ChangeWords(catalogue).field(topic)


def _place(dispute: Dispute, names: RecordWords) -> tuple[str, int, int, str]:
    """Where a conflict stands in the list: as its record does in its policy, things of one task or annotation together."""
    row = names.row(dispute.family, dispute.record)
    task = row if dispute.family is Family.TASK else names.row(Family.TASK, row.get("task"))
    annotation = row if dispute.family is Family.ANNOTATION else names.row(Family.ANNOTATION, row.get("annotation"))
    number, start = task.get("number"), annotation.get("start")
    at = number if isinstance(number, int) else start if isinstance(start, int) else 0
    return names.policy(dispute.family, dispute.record), at, 0 if dispute.topic == "deleted" else 1, dispute.key


class _Words:
    """Puts disputes into words."""

    def __init__(
        self,
        catalogue: Catalogue,
        names: RecordWords,
        writers: Mapping[str, WriterRecord],
        me: str | None,
        dates: Mapping[str, dt.date | None],
    ) -> None:
        self._catalogue = catalogue
        self._names = names
        self._writers = writers
        self._me = me
        self._dates = dates
        self._fields = ChangeWords(catalogue)

    def row(self, dispute: Dispute) -> ConflictRow:
        """One decision to be made."""
        family, record = dispute.family, dispute.record
        row = self._names.row(family, record)
        policy = self._names.policy(family, record)
        parts = [self._names.title(family, record)]
        if family is Family.ANNOTATION:
            parts.append(self._names.clause(policy, row.get("provision")))
        if len(self._dates) > 1 and policy and family is not Family.POLICY:
            parts.append(self._names.name(Family.POLICY, policy))
        said = str(row.get("quote") or row.get("text") or "")
        # A short one is in the name already.
        said = said if len(said) > LONGEST else ""
        precise = self._precision(dispute)
        sides = tuple(self._side(dispute, side, policy, precise) for side in dispute.sides)
        topic = topic_words(self._catalogue, dispute.topic)
        return ConflictRow(dispute, SEPARATOR.join(filter(None, parts)), topic, said, policy, sides, self._dates.get(policy))

    def _precision(self, dispute: Dispute) -> int:
        """How much of a writer has to be named for each name to stand for one person and one side: the machine, the session."""
        for precise in (0, 1):
            named_on = [{self._called(change, precise) for change in side.changes} for side in dispute.sides]
            people = {(self._called(change, precise), self._reviewer(change)) for side in dispute.sides for change in side.changes}
            names = set().union(*named_on)
            if sum(map(len, named_on)) == len(names) == len(people):
                return precise
        return 2

    def _reviewer(self, change: Change) -> str:
        writer = self._writers.get(change.writer)
        return writer.reviewer if writer is not None else ""

    def _called(self, change: Change, precise: int) -> str:
        writer = self._writers.get(change.writer)
        if writer is None:
            return self._person(change)
        parts = [writer.machine] * (precise > 0) + [change.writer[-SESSION_DIGITS:]] * (precise > 1)
        where = self._catalogue.text("account.separator").join(filter(None, parts))
        return self._catalogue.text("conflict.called", person=writer.person, where=where) if where else writer.person

    def _side(self, dispute: Dispute, side: Side, policy: str, precise: int) -> SideRow:
        people = tuple(dict.fromkeys(self._called(change, precise) for change in side.changes))
        whence = tuple(dict.fromkeys(self._whence(change, precise) for change in side.changes))
        own = any(
            (writer := self._writers.get(change.writer)) is not None and writer.reviewer == self._me for change in side.changes
        )
        return SideRow(side, whence, people, self._values(dispute, side, policy), self._me is not None and own)

    def _person(self, change: Change) -> str:
        writer = self._writers.get(change.writer)
        return writer.person if writer is not None else self._catalogue.text("account.nobody")

    def _whence(self, change: Change, precise: int) -> str:
        when = f"{SEPARATOR}{moment_text(moment(change.clock), self._catalogue.language)}" if change.clock else ""
        return f"{self._called(change, max(precise, 1))}{when}"

    def _values(self, dispute: Dispute, side: Side, policy: str) -> tuple[tuple[str, str], ...]:
        if dispute.topic == topics.PLACE:
            return self._place(side.values, policy)
        fields = [field for field in READ.get(dispute.topic, dispute.fields) if field in side.values]
        return tuple((self._fields.field(field), self._value(field, side.values[field])) for field in fields)

    def _value(self, field: str, value: object) -> str:
        for family, name in ((Family.TASK, "task"), (Family.EVIDENCE, "evidence"), (Family.TAG, "tag"), (Family.POLICY, "joined")):
            if field == name and isinstance(value, str):
                return self._names.name(family, value)
        return self._fields.value(field, value, None)

    def _place(self, values: Mapping[str, object], policy: str) -> tuple[tuple[str, str], ...]:
        quote, before, after = (str(values.get(name) or "") for name in ("quote", "prefix", "suffix"))
        around = self._catalogue.text("conflict.around", before=before, quote=quote, after=after)
        clause = self._names.clause(policy, values.get("provision"))
        told = [(self._fields.field("quote"), " ".join(around.split()))]
        return (*told, (self._fields.field("provision"), clause)) if clause else tuple(told)


_TOPICS: Final = frozenset({topics.PLACE, topics.TIMING, topics.DEPARTMENTS, topics.JUDGEMENT, "deleted"})
