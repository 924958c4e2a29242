"""What records are called in a list: a task by its number and words, an annotation by its quotation, a link by its two ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from policy.places import CITED, ProvisionIndex
from resources.catalogue import Catalogue
from storage.accounts import Named
from storage.errors import StorageError
from storage.records import Family
from storage.workspace import Workspace

LONGEST: Final = 40
NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class RecordWords:
    """Calls the records of ``named``. Outlines of policies are read when a clause is first asked for."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, named: Named) -> None:
        self._workspace = workspace
        self._catalogue = catalogue
        self._named = named
        self._places: dict[str, ProvisionIndex] = {}
        self._tellers: Mapping[Family, Callable[[Mapping[str, object]], str]] = {
            Family.POLICY: lambda row: self._quoted(row, "title"),
            Family.TASK: self._task,
            Family.LINK: self._link,
            Family.INDICATOR: lambda row: self._quoted(row, "name"),
            Family.ANNOTATION: self._annotation,
            Family.REPLY: self._reply,
            Family.TAG: lambda row: self._quoted(row, "name"),
            Family.TAG_USE: self._tag_use,
            Family.EVIDENCE: lambda row: self._quoted(row, "title"),
            Family.EVIDENCE_USE: self._use,
            Family.ATTACHMENT: self._attachment,
            Family.ASSESSMENT: self._assessment,
            Family.REVIEWER: lambda row: str(row.get("name", "")),
        }

    def row(self, family: Family, record: object) -> Mapping[str, object]:
        """The naming columns of a record; empty when it is not here."""
        return self._named.get(family, {}).get(str(record), NOTHING)

    def name(self, family: Family, record: str) -> str:
        """What a record is called."""
        row = self.row(family, record)
        return (self._tellers[family](row) if row else "") or self._catalogue.text("record.unknown")

    def title(self, family: Family, record: str) -> str:
        """What a record is called where that begins a line: with a capital letter, but for the names of persons."""
        name = self.name(family, record)
        return name if family is Family.REVIEWER else name[:1].upper() + name[1:]

    def policy(self, family: Family, record: str) -> str:
        """The id of the policy that a record belongs to; empty for what all share."""
        return record if family is Family.POLICY else str(self.row(family, record).get("policy") or "")

    def clause(self, policy: object, provision: object) -> str:
        """The number of the clause around a provision; its heading, or nothing, where there is no number."""
        if not policy or not provision:
            return ""
        places = self._index(str(policy))
        unit = places.get(str(provision))
        cited = next((one for one in places.around(unit) if one.kind in CITED), unit)
        return (cited.number or cited.heading or "") if cited is not None else ""

    def _index(self, policy: str) -> ProvisionIndex:
        if policy not in self._places:
            try:
                self._places[policy] = ProvisionIndex(self._workspace.policies.provisions(policy))
            except StorageError as error:
                if error.code != "unknown_policy":
                    raise
                self._places[policy] = ProvisionIndex(())
        return self._places[policy]

    def _text(self, key: str, **facts: str) -> str:
        return self._catalogue.text(key, **facts)

    def _quoted(self, row: Mapping[str, object], name: str) -> str:
        flat = " ".join(str(row.get(name) or "").split())
        words = flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
        return self._text("record.quoted", words=words) if words else ""

    def _owner(self, family: Family, record: object, name: str) -> str:
        """What the record is called to which another belongs; it may have gone with a merge that was taken back."""
        row = self.row(family, record)
        if row or not record:
            return self._quoted(row, name)
        return self._text(f"record.gone.{family.value}")

    def short_task(self, task: object) -> str:
        """A task by its number alone, or its words where it has none."""
        row = self.row(Family.TASK, task)
        if task and not row:
            return self._text("record.gone.task")
        number = row.get("number")
        return self._text("record.task", number=str(number)) if number is not None else self._quoted(row, "text")

    def _task(self, row: Mapping[str, object]) -> str:
        number = row.get("number")
        told = self._text("record.task", number=str(number)) if number is not None else ""
        return f"{told} {self._quoted(row, 'text')}".strip()

    def _annotation(self, row: Mapping[str, object]) -> str:
        kind = f"kind.{row.get('kind')}"
        told = self._text(kind) if self._catalogue.knows(kind) else ""
        return f"{told} {self._quoted(row, 'quote')}".strip()

    def _link(self, row: Mapping[str, object]) -> str:
        clause = self.clause(row.get("policy"), row.get("provision")) or self._text("record.nowhere")
        return self._text("record.link", task=self.short_task(row.get("task")) or self._text("record.nowhere"), clause=clause)

    def _reply(self, row: Mapping[str, object]) -> str:
        annotation = self._owner(Family.ANNOTATION, row.get("annotation"), "quote")
        return self._text("record.reply", reply=self._quoted(row, "body"), annotation=annotation)

    def _tag_use(self, row: Mapping[str, object]) -> str:
        tag = self._owner(Family.TAG, row.get("tag"), "name")
        return self._text("record.tag_use", tag=tag, annotation=self._owner(Family.ANNOTATION, row.get("annotation"), "quote"))

    def _use(self, row: Mapping[str, object]) -> str:
        served = self.short_task(row.get("task")) if row.get("task") else self.clause(row.get("policy"), row.get("provision"))
        evidence = self._owner(Family.EVIDENCE, row.get("evidence"), "title")
        return self._text("record.use", evidence=evidence, served=served or self._text("record.nowhere"))

    def _attachment(self, row: Mapping[str, object]) -> str:
        evidence = self._owner(Family.EVIDENCE, row.get("evidence"), "title")
        return self._text("record.attachment", file=self._quoted(row, "name"), evidence=evidence)

    def _assessment(self, row: Mapping[str, object]) -> str:
        task = self.short_task(row.get("task")) or self._text("record.nowhere")
        if row.get("agreed"):
            return self._text("record.agreed", task=task)
        reviewer = str(self.row(Family.REVIEWER, row.get("reviewer")).get("name") or "") or self._text("record.gone.reviewer")
        return self._text("record.assessment", task=task, reviewer=reviewer)
