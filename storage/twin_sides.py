"""One of two policies that are the same document: its contents as they were read, and the history of all that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy.compare_model import Version
from policy.model import Department, Provision, Role, Span, TaskSource, TimingKind
from storage import schema
from storage.connect import Connection
from storage.contents import provisions_of
from storage.graph import Folded, fold
from storage.history_write import SELECT_CHANGES, grouped, load_changes
from storage.importing import IMPORT_WRITER
from storage.records import Change, Family, PolicyRecord, TaskRecord
from storage.store import date_of, moment_of
from storage.vetting import vetted

Histories = Mapping[str, list[Change]]


@dataclass(frozen=True)
class Side:
    """A policy with the whole history of it and of everything on it, by record."""

    policy: PolicyRecord
    text: str
    provisions: tuple[Provision, ...]
    histories: Histories

    @cached_property
    def folded(self) -> dict[str, Folded]:
        """What each record amounts to."""
        return {record: fold(history) for record, history in self.histories.items()}

    @cached_property
    def families(self) -> dict[str, Family]:
        """The family of each record."""
        return {record: history[0].family for record, history in self.histories.items()}

    @cached_property
    def imported(self) -> dict[str, Change]:
        """By record, the change with which the reader brought it in: the same on every machine."""
        found: dict[str, Change] = {}
        for record, history in self.histories.items():
            made = [change for change in history if change.writer == IMPORT_WRITER]
            if made:
                found[record] = min(made, key=lambda change: change.id)
        return found

    @cached_property
    def tasks(self) -> tuple[TaskRecord, ...]:
        """The tasks as they were read, whatever was corrected since, in their order."""
        made = [_task(record, change.patch) for record, change in self.imported.items() if change.family is Family.TASK]
        return tuple(sorted(made, key=lambda task: (task.position, task.id)))

    @property
    def version(self) -> Version:
        """What is compared."""
        return Version(self.text, self.provisions, self.tasks)


def load_side(conn: Connection, policy: str, received: Histories | None = None) -> Side | None:
    """A policy of a workspace, or of a received file of which ``received`` is the history; ``None`` when it is not there with its
    text."""
    row = conn.execute(
        f'SELECT text, provisions, source_name, imported_at FROM "{schema.POLICY_TEXT}" WHERE policy = ?', (policy,)
    ).fetchone()
    if row is None:
        return None
    if received is None:
        sql = f"SELECT DISTINCT record FROM \"{schema.CHANGE}\" WHERE record = ? OR json_extract(patch, '$.policy') = ?"
        histories: Histories = load_changes(conn, [found[0] for found in conn.execute(sql, (policy, policy)).fetchall()])
    else:
        histories = {record: history for record, history in received.items() if record == policy or _is_on(history, policy)}
    if policy not in histories:
        return None
    record = _policy(policy, fold(histories[policy]).fields, row["source_name"], row["imported_at"])
    return Side(record, row["text"], provisions_of(row["provisions"]), histories)


def listed(conn: Connection) -> list[tuple[PolicyRecord, str]]:
    """The policies of a workspace or of a received file that were not removed, with their texts, in the order of their import."""
    rows = conn.execute(
        f'SELECT policy, text, source_name, imported_at FROM "{schema.POLICY_TEXT}" ORDER BY imported_at, policy'
    ).fetchall()
    histories = history_of(conn, Family.POLICY)
    found: list[tuple[PolicyRecord, str]] = []
    for row in rows:
        folded = fold(histories[row["policy"]]) if row["policy"] in histories else None
        if folded is not None and not folded.deleted:
            found.append((_policy(row["policy"], folded.fields, row["source_name"], row["imported_at"]), row["text"]))
    return found


def history_of(conn: Connection, family: Family | None = None) -> Histories:
    """The history of a workspace or of a received file, of one family or of all: what can be taken in of it."""
    where, parameters = ("WHERE family = ?", (family.value,)) if family else ("", ())
    rows = conn.execute(f"{SELECT_CHANGES} {where}", parameters).fetchall()
    found = (vetted(tuple(row), "") for row in rows)
    return grouped(change for change in found if isinstance(change, Change))


def _is_on(history: list[Change], policy: str) -> bool:
    return any(change.patch.get("policy") == policy for change in history)


def roots(conn: Connection) -> dict[str, str]:
    """By every policy that was joined into another one that is still here, the one that shows instead.

    Where each of two was joined into the other, which happens when two do it on two machines, the one with the lesser id shows.
    """
    sql = (
        f'SELECT p.id, p.joined FROM "{Family.POLICY.value}" p JOIN "{Family.POLICY.value}" k ON k.id = p.joined '
        f'WHERE k.deleted = 0 AND p.joined <> p.id AND k.id IN (SELECT policy FROM "{schema.POLICY_TEXT}")'
    )
    into = {row[0]: row[1] for row in conn.execute(sql).fetchall()}
    found: dict[str, str] = {}
    for policy in into:
        path = [policy]
        while path[-1] in into and into[path[-1]] not in path:
            path.append(into[path[-1]])
        last = path[-1]
        root = min(path[path.index(into[last]) :]) if last in into else last
        if root != policy:
            found[policy] = root
    return found


def _policy(key: str, facts: Mapping[str, Any], source_name: str, imported_at: str) -> PolicyRecord:
    return PolicyRecord(
        id=key,
        title=str(facts.get("title") or ""),
        doc_number=facts.get("doc_number"),
        issuer=facts.get("issuer"),
        addressees=facts.get("addressees"),
        date=date_of(facts.get("date")),
        citation_code=facts.get("citation_code"),
        source_url=facts.get("source_url"),
        annex_title=facts.get("annex_title"),
        source_name=source_name,
        imported_at=moment_of(imported_at),
        replaces=facts.get("replaces"),
        joined=facts.get("joined"),
        blind=bool(facts.get("blind")),
    )


def _task(record: str, patch: Mapping[str, Any]) -> TaskRecord:
    number = patch.get("number")
    return TaskRecord(
        id=record,
        policy=str(patch.get("policy") or ""),
        eid=str(patch.get("eid") or record),
        position=float(patch.get("position") or 0.0),
        number=number if isinstance(number, int) else None,
        category=patch.get("category"),
        title=patch.get("title"),
        text=str(patch.get("text") or ""),
        departments=tuple(Department(name, Role(role)) for name, role in patch.get("departments") or ()),
        departments_raw=str(patch.get("departments_raw") or ""),
        open_ended=bool(patch.get("open_ended")),
        timing=patch.get("timing"),
        timing_kind=TimingKind.UNKNOWN,
        starts_only=False,
        start=None,
        due=None,
        source=TaskSource.TABLE,
        confidence=1.0,
        spans=tuple(Span(start, end) for start, end in patch.get("spans") or ()),
    )
