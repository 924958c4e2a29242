"""Tasks from a sheet for a policy that is already here: the same sheet twice writes nothing, and what reviewers wrote stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from policy.identity import derived_id
from policy.model import Task
from storage.changes import ChangeRow, canonical, make
from storage.history_write import made
from storage.importing import link_id, task_fields
from storage.known import Known
from storage.records import Change, Draft, Family, LinkState, RowsWritten, Written
from storage.repository import short
from storage.rows import decode
from storage.schema import TABLES
from storage.store import Store

SHEET_WRITER = "sheet"
SHEET_LABEL = "change.task.rows"
# What a sheet says of a task; where it stands and what the reader made of it is not the sheet's to change later.
_SAID = (
    "number",
    "category",
    "title",
    "text",
    "departments",
    "departments_raw",
    "open_ended",
    "timing",
    "timing_kind",
    "starts_only",
    "start",
    "due",
)

Fields = dict[str, object]


def sheet_task_id(policy: str, task: Task) -> str:
    """The id of the task that a row of a sheet makes: by its policy, its number and its words."""
    return derived_id(policy, SHEET_WRITER, str(task.number or ""), _bare(task.text))


def import_rows(store: Store, policy: str, rows: Sequence[Task], source_name: str) -> RowsWritten:
    """Write the rows as tasks in one action; see ``TaskRepository.import_rows``."""
    taker = _Taker(store, policy, rows)
    for row in rows:
        taker.take(row)
    ready = made([change for change, _ in taker.fresh])
    with store.action(SHEET_LABEL, short(source_name)) as action:
        action.add_foreign(taker.fresh, ready=ready)
        if taker.edits:
            action.put(taker.edits)
    counts = taker.counts
    done = {one.name: getattr(action.written, one.name) for one in fields(Written)}
    return RowsWritten(**done, added=counts.added, changed=counts.changed, unchanged=counts.unchanged, kept=counts.kept)


@dataclass(slots=True)
class _Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0


class _Taker:
    """Decides row by row what is written."""

    def __init__(self, store: Store, policy: str, rows: Sequence[Task]) -> None:
        self.fresh: list[tuple[Change, ChangeRow]] = []
        self.edits: list[Draft] = []
        self.counts = _Counts()
        self._policy = policy
        self._batch = derived_id(policy, SHEET_WRITER)
        self._tasks = _tasks(store, policy)
        self._ids = {sheet_task_id(policy, row) for row in rows}
        own = [Draft(Family.TASK, key) for key in {*self._tasks, *self._ids}]
        ties = {link_id(policy, sheet_task_id(policy, row), link.provision) for row in rows for link in row.clauses}
        self._known = Known(store, [*own, *(Draft(Family.LINK, key) for key in ties)])
        self._position = max((float(str(task["position"])) for task in self._tasks.values()), default=0.0)
        self._taken: set[str] = set()
        self._sheet = {key: said for key in self._tasks if (said := _written(self._known, key))}
        self._by_words = {
            (task["number"], _bare(str(task["text"]))): key for key, task in self._tasks.items() if not self._known.deleted(key)
        }

    def take(self, row: Task) -> None:
        """Take one row in."""
        key = sheet_task_id(self._policy, row)
        before = key if key in self._known else self._reworded(row)
        if key in self._taken or (before is None and (row.number, _bare(row.text)) in self._by_words):
            self.counts.unchanged += 1
        elif before is not None:
            self._taken.update((key, before))
            self._again(before, row)
        else:
            self._taken.add(key)
            self._add(key, row)

    def _reworded(self, row: Task) -> str | None:
        """The one task of an earlier sheet that had this number and whose first words the sheet no longer has."""
        if row.number is None:
            return None
        found = [
            key
            for key, said in self._sheet.items()
            if key not in self._ids | self._taken and said.get("number") == row.number and not self._known.taken_back(key)
        ]
        return found[0] if len(found) == 1 else None

    def _again(self, key: str, row: Task) -> None:
        """A row that an earlier sheet had: what the sheet changed since is written where no reviewer wrote."""
        task = self._tasks[key]
        last, now = self._sheet.get(key, {}), _said(self._policy, row)
        other = {name: value for name, value in now.items() if task.get(name) != value}
        free = {name: value for name, value in other.items() if last.get(name) != value and task.get(name) == last.get(name)}
        if self._known.taken_back(key):
            self.edits.append(Draft(Family.TASK, key, {"deleted": False} | free))
            self._tie(key, row)
            self.counts.added += 1
        elif self._known.deleted(key):
            self.counts.kept += 1
        elif free:
            self.edits.append(Draft(Family.TASK, key, free))
            self.counts.changed += 1
        elif other:
            self.counts.kept += 1
        else:
            self.counts.unchanged += 1

    def _add(self, key: str, row: Task) -> None:
        self._position += 1.0
        made = task_fields(self._policy, replace(row, eid=f"sheet_{key}", spans=()), self._position)
        self._change(Family.TASK, key, made)
        self._tie(key, row)
        self.counts.added += 1

    def _tie(self, task: str, row: Task) -> None:
        """Suggest the clauses of a row for its task; suggestions that went with a task when it was undone come back with it."""
        for link in row.clauses:
            key = link_id(self._policy, task, link.provision)
            tie: Fields = {"policy": self._policy, "task": task, "provision": link.provision}
            suggestion: Fields = {"score": float(link.score), "state": LinkState.SUGGESTED.value}
            if key not in self._known:
                self._change(Family.LINK, key, tie | suggestion)
            elif self._known.taken_back(key):
                self.edits.append(Draft(Family.LINK, key, {"deleted": False}))

    def _change(self, family: Family, record: str, patch: Mapping[str, object]) -> None:
        key = derived_id(self._policy, SHEET_WRITER, record, canonical(patch))
        self.fresh.append(make((key, 0, SHEET_WRITER), (family, record), (), patch, (SHEET_LABEL, self._batch)))


def _tasks(store: Store, policy: str) -> dict[str, Fields]:
    table = TABLES[Family.TASK]
    names = ", ".join(f'"{name}"' for name in table.names)
    rows = store.rows(f'SELECT {names} FROM "{table.name}" WHERE policy = ?', (policy,))
    return {row["id"]: {column.name: decode(column, row[column.name]) for column in table.columns} for row in rows}


def _said(policy: str, row: Task) -> Fields:
    whole = task_fields(policy, row, 0.0)
    return {name: whole[name] for name in _SAID}


def _written(known: Known, record: str) -> Fields:
    """What sheets have said of a task so far; nothing for a task that came from elsewhere."""
    said: Fields = {}
    for change in known.history(record):
        if change.label == SHEET_LABEL:
            said |= {name: value for name, value in change.patch.items() if name in _SAID}
    return said


def _bare(text: str) -> str:
    return "".join(text.split())
