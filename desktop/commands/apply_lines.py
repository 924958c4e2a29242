"""Lines of a foreign file turned into records to write. Pure: it knows what the workspace holds and writes nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from desktop.errors import RequestError
from desktop.snapshot import Snapshot
from policy.identity import derived_id
from policy.judging import Progress, Reason, ReviewState, Verdict
from policy.model import Provision, Span
from policy.places import anchor
from storage.annotations import anchor_fields
from storage.attachments import Prepared, prepare
from storage.clock import uuid7
from storage.codebook import coded
from storage.importing import link_id
from storage.records import AnnotationKind, Draft, EvidenceType, Family, LinkState, TagRecord, TaskRecord
from storage.repository import plain

Line = Mapping[str, Any]
Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(slots=True)
class Intake:
    """Reads lines one after another; a later line may name what an earlier one made by ``line:N``.

    ``snapshots`` are the policies of the workspace, ``reviewer`` the id in whose name is written, ``folder`` where relative paths
    of files start, ``now`` the time that is written down.
    """

    snapshots: Sequence[Snapshot]
    reviewer: str
    folder: Path
    now: str
    drafts: list[Draft] = field(default_factory=list)
    files: list[Prepared] = field(default_factory=list)
    made: dict[int, str] = field(default_factory=dict)
    _annotations: dict[str, str] = field(default_factory=dict)
    _tags: dict[str, TagRecord] = field(default_factory=dict)
    _by_task: dict[str, dict[str, list[TaskRecord]]] = field(default_factory=dict)

    def take(self, number: int, line: Line) -> str:
        """Read the line ``number``; returns the id of its record. Raises ``RequestError`` when it does not fit."""
        readers = {
            "annotation": self._annotation,
            "evidence": self._evidence,
            "assessment": self._assessment,
            "reply": self._reply,
            "tag": self._tag,
            "link": self._link,
        }
        family = line.get("family")
        if not isinstance(family, str) or family not in readers:
            raise RequestError("unknown_family", family=family, families=", ".join(readers))
        self.made[number] = readers[family](line)
        return self.made[number]

    def _annotation(self, line: Line) -> str:
        shown = self._policy(line)
        span = self._locate(shown, line)
        key = uuid7()
        fields = anchor_fields(anchor(shown.text, span, shown.places)) | {
            "policy": shown.policy.id,
            "kind": _choice(line, "kind", AnnotationKind, AnnotationKind.COMMENT),
            "body": _text(line, "body"),
            "reviewer": self.reviewer,
            "created": self.now,
            "modified": self.now,
            "resolved": _flag(line, "resolved"),
        }
        self._put(Family.ANNOTATION, key, fields)
        self._annotations[key] = shown.policy.id
        for name in _texts(line, "tags"):
            if not name.strip():
                raise RequestError("bad_value", field="tags", value=repr(name), choices="[text, …]")
            tag = self._named_tag(name)
            self._put(Family.TAG_USE, derived_id(key, tag), {"policy": shown.policy.id, "annotation": key, "tag": tag})
        return key

    def _evidence(self, line: Line) -> str:
        shown = self._policy(line)
        key, policy = uuid7(), shown.policy.id
        title = _text(line, "title")
        if not title.strip():
            raise RequestError("field_missing", field="title")
        fields: dict[str, object] = {name: _text(line, name) for name in ("source", "doc_number", "period", "quote", "note")}
        given = {
            "policy": policy,
            "title": title,
            "type": _choice(line, "type", EvidenceType, EvidenceType.OTHER),
            "date": _date(line, "date"),
            "original": _flag(line, "original"),
            "reviewer": self.reviewer,
            "created": self.now,
        }
        self._put(Family.EVIDENCE, key, fields | given)
        for column, target in self._served(shown, line):
            use = {"policy": policy, "evidence": key, column: target}
            self._put(Family.EVIDENCE_USE, derived_id(key, column, target), use)
        for name in _texts(line, "files"):
            file = prepare(self.folder / name)
            self.files.append(file)
            known = {"policy": policy, "evidence": key, "name": file.name, "sha256": file.sha256, "size": file.size}
            self._put(Family.ATTACHMENT, uuid7(), known | {"created": self.now})
        return key

    def _assessment(self, line: Line) -> str:
        shown = self._policy(line)
        task = self._task(shown, line.get("task"))
        fields: dict[str, object] = {"policy": shown.policy.id, "task": task.id, "reviewer": self.reviewer, "modified": self.now}
        fields["agreed"] = _flag(line, "agreed")
        axes: dict[str, type[StrEnum]] = {"progress": Progress, "verdict": Verdict, "reason": Reason, "state": ReviewState}
        for name, kind in axes.items():
            if line.get(name) is not None:
                fields[name] = _choice(line, name, kind, None)
        if line.get("percent") is not None:
            fields["percent"] = _percent(line["percent"])
        if "note" in line:
            fields["note"] = _text(line, "note")
        key = derived_id(task.id, "assessment", "agreed" if fields["agreed"] else self.reviewer)
        self._put(Family.ASSESSMENT, key, fields | {"deleted": False})
        return key

    def _reply(self, line: Line) -> str:
        annotation = self._referred(line.get("annotation"))
        policy = self._annotations.get(annotation) or self._policy_of_annotation(annotation)
        body = _text(line, "body")
        if not body.strip():
            raise RequestError("field_missing", field="body")
        key = uuid7()
        fields = {"policy": policy, "annotation": annotation, "body": body, "reviewer": self.reviewer, "created": self.now}
        self._put(Family.REPLY, key, fields)
        return key

    def _tag(self, line: Line) -> str:
        name = _text(line, "name")
        if not name.strip():
            raise RequestError("field_missing", field="name")
        color = line.get("color")
        if color is not None and not _is_color(color):
            raise RequestError("bad_value", field="color", value=color, choices="#RRGGBB")
        return self._named_tag(name, color or "")

    def _link(self, line: Line) -> str:
        shown = self._policy(line)
        task = self._task(shown, line.get("task"))
        provision = self._provision(shown, line.get("provision", line.get("clause")))
        key = link_id(shown.policy.id, task.id, provision.eid)
        state = _choice(line, "state", LinkState, LinkState.CONFIRMED)
        fields: dict[str, object] = {"state": state, "deleted": False}
        if key not in shown.links:
            fields |= {"policy": shown.policy.id, "task": task.id, "provision": provision.eid, "score": 1.0}
        self._put(Family.LINK, key, fields)
        return key

    def _put(self, family: Family, key: str, fields: Mapping[str, object]) -> None:
        self.drafts.append(Draft(family, key, plain(family, fields)))

    def _policy(self, line: Line) -> Snapshot:
        wanted = line.get("policy")
        if wanted is None and len(self.snapshots) == 1:
            return self.snapshots[0]
        for shown in self.snapshots:
            if wanted is not None and wanted in (shown.policy.id, shown.policy.doc_number):
                return shown
        if wanted is None:
            raise RequestError("policy_not_named")
        raise RequestError("policy_not_here", policy=wanted)

    def _task(self, shown: Snapshot, wanted: object) -> TaskRecord:
        """A task by its id, its eId or its number in the annex."""
        index = self._by_task.setdefault(shown.policy.id, _task_index(shown))
        found = index.get(str(wanted), []) if wanted is not None else []
        if len(found) != 1:
            raise RequestError("task_repeated" if found else "task_not_here", task=wanted)
        return found[0]

    def _provision(self, shown: Snapshot, wanted: object) -> Provision:
        """A provision by its eId, or by its number when only one unit bears it."""
        by_eid = [provision for provision in shown.provisions if provision.eid == wanted]
        found = by_eid or [provision for provision in shown.provisions if wanted is not None and provision.number == wanted]
        if len(found) != 1:
            raise RequestError("provision_not_here", provision=wanted)
        return found[0]

    def _locate(self, shown: Snapshot, line: Line) -> Span:
        start, end, quote = line.get("start"), line.get("end"), line.get("quote")
        if isinstance(start, int) and isinstance(end, int) and not isinstance(start, bool):
            if not 0 <= start < end <= len(shown.text) or quote not in (None, shown.text[start:end]):
                raise RequestError("span_not_here", start=start, end=end)
            return Span(start, end)
        if not isinstance(quote, str) or not quote:
            raise RequestError("field_missing", field="quote")
        inside = self._provision(shown, line["provision"]).span if line.get("provision") else Span(0, len(shown.text))
        place = shown.text.find(quote, inside.start, inside.end)
        if place < 0:
            raise RequestError("quote_not_here", quote=quote[:30])
        return Span(place, place + len(quote))

    def _served(self, shown: Snapshot, line: Line) -> list[tuple[str, str]]:
        tasks = [*_many(line, "task"), *_many(line, "tasks")]
        provisions = [*_many(line, "provision"), *_many(line, "provisions"), *_many(line, "clause"), *_many(line, "clauses")]
        served = [("task", self._task(shown, task).id) for task in tasks]
        return served + [("provision", self._provision(shown, eid).eid) for eid in provisions]

    def _referred(self, wanted: object) -> str:
        if isinstance(wanted, str) and re.fullmatch(r"line:[0-9]{1,9}", wanted):
            return self.made.get(int(wanted[5:]), wanted)
        return str(wanted)

    def _policy_of_annotation(self, annotation: str) -> str:
        for shown in self.snapshots:
            if annotation in shown.annotations:
                return shown.policy.id
        raise RequestError("annotation_not_here", annotation=annotation)

    def _named_tag(self, name: str, color: str = "") -> str:
        known = {tag.id: tag for shown in self.snapshots for tag in shown.tags.values()} | self._tags
        (key,), drafts = coded(tuple(known.values()), [name], color=color)
        if color and key in known and key not in self._tags:
            drafts = [Draft(Family.TAG, key, {"name": name.strip(), "color": color, "deleted": False})]
        self.drafts += drafts
        self._tags[key] = TagRecord(key, name.strip(), color)
        return key


def _task_index(shown: Snapshot) -> dict[str, list[TaskRecord]]:
    index: dict[str, list[TaskRecord]] = {}
    for task in shown.tasks.values():
        for name in {task.id, task.eid, str(task.number)}:
            index.setdefault(name, []).append(task)
    return index


def _text(line: Line, name: str) -> str:
    value = line.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RequestError("bad_value", field=name, value=value, choices="text")
    return value


def _texts(line: Line, name: str) -> list[str]:
    value = line.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RequestError("bad_value", field=name, value=value, choices="[text, …]")
    return value


def _many(line: Line, name: str) -> list[Any]:
    value = line.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _flag(line: Line, name: str) -> bool:
    value = line.get(name, False)
    if not isinstance(value, bool):
        raise RequestError("bad_value", field=name, value=value, choices="true, false")
    return value


def _choice(line: Line, name: str, kind: type[Kind], default: Kind | None) -> Kind:
    value = line.get(name)
    if value is None and default is not None:
        return default
    try:
        return kind(str(value))
    except ValueError:
        raise RequestError("bad_value", field=name, value=value, choices=", ".join(kind)) from None


def _date(line: Line, name: str) -> dt.date | None:
    value = line.get(name)
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise RequestError("bad_value", field=name, value=value, choices="YYYY-MM-DD")


def _percent(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise RequestError("bad_value", field="percent", value=value, choices="0–100")
    return value


def _is_color(value: object) -> bool:
    return isinstance(value, str) and len(value) == 7 and value[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in value[1:])
