"""What was carried over from another version of a policy and waits for a reviewer: orphans, and places found with doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from sqlite3 import Row
from types import MappingProxyType

from policy.model import Provision
from policy.places import Outcome
from storage import schema
from storage.annotations import annotation_of
from storage.assessments import assessment_of
from storage.carrying import tie_id
from storage.contents import provisions_of
from storage.errors import StorageError
from storage.evidence import evidence_use
from storage.known import Known
from storage.records import (
    AnnotationRecord,
    AssessmentRecord,
    Draft,
    EvidenceUseRecord,
    Family,
    LinkRecord,
    Orphan,
    TaskRecord,
    Written,
)
from storage.repository import Repository
from storage.rows import decode
from storage.schema import TABLES
from storage.tasks import link_of, task_of

_Record = AnnotationRecord | LinkRecord | EvidenceUseRecord | AssessmentRecord
_MAKERS: Mapping[Family, Callable[[Row], _Record]] = MappingProxyType(
    {
        Family.ANNOTATION: annotation_of,
        Family.LINK: link_of,
        Family.EVIDENCE_USE: evidence_use,
        Family.ASSESSMENT: assessment_of,
    }
)


class CarriedRepository(Repository):
    """The records whose place in the new version a reviewer has to give, confirm or put aside."""

    def orphans(self, policy: str) -> tuple[Orphan, ...]:
        """All orphans of a policy: annotations in the order of the text, then links, uses of evidence and assessments."""
        return tuple(self._orphans(policy))

    def confirm(self, record: str) -> Written:
        """Say that a place found with doubt is right. Raises ``StorageError``: ``not_placed`` for an orphan, ``unknown_record``."""
        family, row = self._find(record)
        if row["found"] == Outcome.ORPHAN.value:
            raise StorageError("not_placed")
        fields: dict[str, object] = {"found": Outcome.EXACT}
        if family is Family.ANNOTATION:
            fields |= {"confidence": None, "modified": self._store.stamp()}
        return self._edit(family, record, "change.carried.confirm", fields, _subject(family, row))

    def place(self, record: str, *, task: str | None = None, provision: str | None = None) -> Written:
        """Give an orphaned link, use of evidence or assessment its task (id) or provision (eId); a link keeps the one it still has.

        Raises ``StorageError``: ``not_placed`` when that is not enough, ``already_assessed`` where the same reviewer has judged
        that task. Annotations are placed by ``annotations.place``.
        """
        family, row = self._find(record)
        table = TABLES[family]
        fields = {column.name: decode(column, row[column.name]) for column in table.columns}
        given = {"task": task, "provision": provision}
        fields |= {name: value for name, value in given.items() if value is not None and name in fields}
        served = [bool(fields.get("task")), bool(fields.get("provision"))]
        if family is Family.ANNOTATION or sum(served) != (2 if family is Family.LINK else 1):
            raise StorageError("not_placed")
        if task is not None:
            self._row(Family.TASK, task)
        fields["found"] = Outcome.EXACT.value
        target = Draft(family, tie_id(family, row["policy"], fields), fields | {"deleted": False})
        known = Known(self._store, [target])
        if family is Family.ASSESSMENT and target.record in known and not known.deleted(target.record):
            raise StorageError("already_assessed")
        drafts = [target, Draft(family, record, {"deleted": True})]
        return self._store.write("change.carried.place", drafts, _subject(family, row))

    def put_aside(self, record: str) -> Written:
        """Remove an orphan that is no longer wanted."""
        family, row = self._find(record)
        return self._edit(family, record, "change.carried.remove", {"deleted": True}, _subject(family, row))

    def _orphans(self, policy: str) -> Iterator[Orphan]:
        # The outline of an older version is long, and all orphans of it look into the same one.
        outlines: dict[str, Mapping[str, Provision]] = {}
        for family, make in _MAKERS.items():
            rows = self._select(family, "policy = ? AND found = ?", (policy, Outcome.ORPHAN.value), _order(family))
            for row, record in zip(rows, self._made(make, rows), strict=True):
                task, provision = self._stood(self._origin(family, row["origin"]), outlines)
                yield Orphan(family, record, task, provision)

    def _stood(
        self, origin: Row | None, outlines: dict[str, Mapping[str, Provision]]
    ) -> tuple[TaskRecord | None, Provision | None]:
        """The task and the provision on which an old record hung; an outline that is looked into is kept in ``outlines``."""
        names = origin.keys() if origin is not None else ()
        task = self._task(origin["task"]) if origin is not None and "task" in names else None
        if origin is None or "provision" not in names or not origin["provision"]:
            return task, None
        policy = origin["policy"]
        if policy not in outlines:
            outlines[policy] = self._outline(policy)
        return task, outlines[policy].get(origin["provision"])

    def _origin(self, family: Family, record: str | None) -> Row | None:
        """The first record of the older versions from which this one was carried over and that had a place."""
        names = ", ".join(f'"{name}"' for name in TABLES[family].names)
        seen: set[str] = set()
        while record is not None and record not in seen:
            seen.add(record)
            row = self._store.row(f'SELECT {names} FROM "{family.value}" WHERE id = ?', (record,))
            if row is None or row["found"] != Outcome.ORPHAN.value:
                return row
            record = row["origin"]
        return None

    def _task(self, task: str | None) -> TaskRecord | None:
        names = ", ".join(f'"{name}"' for name in TABLES[Family.TASK].names)
        rows = self._store.rows(f'SELECT {names} FROM "{Family.TASK.value}" WHERE id = ?', (task,))
        return next(iter(self._made(task_of, rows)), None)

    def _outline(self, policy: str) -> Mapping[str, Provision]:
        row = self._store.row(f'SELECT provisions FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,))
        units = self._made(provisions_of, [row[0]])[0] if row is not None else ()
        return {unit.eid: unit for unit in units}

    def _find(self, record: str) -> tuple[Family, Row]:
        for family in _MAKERS:
            rows = self._select(family, "id = ?", (record,), "id")
            if rows:
                return family, rows[0]
        raise StorageError("unknown_record", record=record)


def _order(family: Family) -> str:
    return "start, id" if family is Family.ANNOTATION else "id"


def _subject(family: Family, row: Row) -> str:
    return str(row["quote"]) if family is Family.ANNOTATION else ""
