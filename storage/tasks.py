"""Tasks and their ties to provisions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from sqlite3 import Row

from policy.model import Department, Role, Span, Task, TaskSource, TimingKind
from policy.places import Outcome
from storage.clock import uuid7
from storage.importing import link_id
from storage.records import Draft, Family, LinkRecord, LinkState, RowsWritten, TaskRecord, Written
from storage.repository import Repository, plain, short
from storage.sheets import import_rows
from storage.store import date_of


class TaskRepository(Repository):
    """The tasks of the policies, as they stand after corrections."""

    def of(self, policy: str) -> tuple[TaskRecord, ...]:
        """The tasks of a policy, in their order."""
        return self._made(task_of, self._select(Family.TASK, "policy = ?", (policy,), "position, number, id"))

    def get(self, task: str) -> TaskRecord:
        """One task. Raises ``StorageError("unknown_record")``."""
        return self._made(task_of, [self._row(Family.TASK, task)])[0]

    def add(self, policy: str, text: str, **fields: object) -> Written:
        """Add a task written by a reviewer; without ``position`` it goes to the end."""
        key = uuid7()
        given: dict[str, object] = {"eid": f"manual_{key}", "source": TaskSource.MANUAL, "position": self._next(policy)} | fields
        draft = Draft(Family.TASK, key, plain(Family.TASK, given | {"policy": policy, "text": text}))
        return self._store.write("change.task.add", [draft], short(text))

    def edit(self, task: str, **fields: object) -> Written:
        """Correct fields of a task."""
        return self._edit(Family.TASK, task, "change.task.edit", fields, self.get(task).text)

    def remove(self, task: str) -> Written:
        """Remove a task."""
        return self._edit(Family.TASK, task, "change.task.remove", {"deleted": True}, self.get(task).text)

    def links(self, policy: str) -> tuple[LinkRecord, ...]:
        """The ties between tasks and provisions, rejected ones too, best first for each task. Orphans are not among them."""
        living = f'SELECT id FROM "{Family.TASK.value}" WHERE deleted = 0'
        where = f"policy = ? AND found <> '{Outcome.ORPHAN.value}' AND task IN ({living})"
        return self._made(link_of, self._select(Family.LINK, where, (policy,), "task, score DESC, provision"))

    def set_link(self, task: str, provision: str, state: LinkState) -> Written:
        """Decide on the tie between a task and a provision (by eId), making it when it is new."""
        owner = self.get(task)
        key = link_id(owner.policy, task, provision)
        fields: dict[str, object] = {"state": state.value, "deleted": False}
        if not self._known(Family.LINK, key):
            fields |= {"policy": owner.policy, "task": task, "provision": provision, "score": 1.0}
        return self._store.write("change.link.set", [Draft(Family.LINK, key, fields)], short(owner.text))

    def import_rows(self, policy: str, rows: Sequence[Task], source_name: str) -> RowsWritten:
        """Take in the rows of a sheet as tasks of a policy that is here, as one action, and count what became of them.

        A row that is here already (by number and words, whatever it came from) writes nothing. A row of an earlier sheet that
        reads differently now, known by its number, is edited where no reviewer wrote in between; what a reviewer wrote or removed
        stays. All others are added behind the last task. Raises ``StorageError("unknown_policy")``.
        """
        self._row(Family.POLICY, policy)
        return import_rows(self._store, policy, rows, source_name)

    def _next(self, policy: str) -> float:
        rows = self._store.rows(f'SELECT max(position) FROM "{Family.TASK.value}" WHERE policy = ?', (policy,))
        return float(rows[0][0] or 0) + 1.0


def task_of(row: Row) -> TaskRecord:
    """The record of a row; ``ValueError`` or ``TypeError`` when it is none."""
    return TaskRecord(
        id=row["id"],
        policy=row["policy"],
        eid=row["eid"],
        position=row["position"],
        number=row["number"],
        category=row["category"],
        title=row["title"],
        text=row["text"],
        departments=tuple(Department(name, Role(role)) for name, role in json.loads(row["departments"])),
        departments_raw=row["departments_raw"],
        open_ended=bool(row["open_ended"]),
        timing=row["timing"],
        timing_kind=TimingKind(row["timing_kind"]),
        starts_only=bool(row["starts_only"]),
        start=date_of(row["start"]),
        due=date_of(row["due"]),
        source=TaskSource(row["source"]),
        confidence=row["confidence"],
        doubts=tuple(json.loads(row["doubts"])),
        spans=tuple(Span(start, end) for start, end in json.loads(row["spans"])),
    )


def link_of(row: Row) -> LinkRecord:
    """The record of a row; ``ValueError`` or ``TypeError`` when it is none."""
    key, _, policy, task, provision, score, state, origin, found = row
    return LinkRecord(key, policy, task, provision, score, LinkState(state), origin, Outcome(found))
