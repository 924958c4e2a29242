"""Merging: add the changes that are not here yet, and fold anew the records they touch.

Idempotent, commutative and associative, since a history is a set of changes and rows follow from it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage import merge_contents, schema
from storage.backup import back_up
from storage.changes import ChangeRow, canonical
from storage.connect import Connection, writing
from storage.errors import StorageError
from storage.gate import received
from storage.history_write import (
    SELECT_CHANGES,
    FoldedRecord,
    conflict_rows,
    fold_all,
    grouped,
    insert_missing,
    load_changes,
    write_folded,
)
from storage.records import Change, Family, Touched, WriterRecord
from storage.store import moment_of
from storage.vetting import Fault, Rejected, Vetting
from storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: the value, and the change that set it with the person and clock behind it."""

    change: str
    value: object
    person: str
    clock: int


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A field that both files set without knowing of each other; the side that shows stands first."""

    family: Family
    record: str
    field: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class MergeCount:
    """How many changes of one reviewer (by name; empty for imports) and family were new, or here already."""

    person: str
    family: Family
    new: int
    identical: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, or would do. ``lost_attachments`` are hashes whose bytes were not right in the other file."""

    counts: tuple[MergeCount, ...]
    conflicts: tuple[MergeConflict, ...]
    rejected: tuple[Rejected, ...]
    lost_attachments: tuple[str, ...]
    new_attachments: int
    touched: Touched
    backup: Path | None

    @property
    def new(self) -> int:
        """How many changes were new."""
        return sum(count.new for count in self.counts)

    @property
    def identical(self) -> int:
        """How many changes were here already."""
        return sum(count.identical for count in self.counts)


@dataclass(frozen=True, slots=True)
class _Plan:
    fresh: list[Change]
    rows: list[ChangeRow]
    known: list[ChangeRow]
    rejected: list[Rejected]
    folded: list[FoldedRecord]
    conflicts: tuple[MergeConflict, ...]
    writers: dict[str, WriterRecord]


def merge(target: Workspace, source: Path, dry_run: bool = False) -> MergeReport:
    """Take the history of ``source`` into ``target``: all of it in one transaction, or nothing.

    ``source`` is copied aside and checked first; a backup of the target is made before anything is written. With ``dry_run`` the
    report says what would happen. Raises ``StorageError``: the codes of opening, and ``foreign_schema``, ``same_workspace``,
    ``read_only``.
    """
    if source.exists() and source.samefile(target.path):
        raise StorageError("same_workspace", name=source.name)
    with received(source) as other:
        conn = target.store.conn
        plan = _plan(target, other)
        news = merge_contents.missing_texts(conn, other) or merge_contents.missing_blobs(conn, other) or plan.fresh
        if not dry_run:
            target.store.me  # noqa: B018 - raises when nothing may be written
        if dry_run or not news:
            return _report(plan, len(merge_contents.missing_blobs(conn, other)), (), None)
        backup = back_up(conn, target.path, "before-merge", target.store.clock.now())
        with writing(conn):
            added, lost = _write(conn, other, plan)
        return _report(plan, added, lost, backup)


def _plan(target: Workspace, other: Connection) -> _Plan:
    conn = target.store.conn
    here = dict(conn.execute(f'SELECT id, sha256 FROM "{schema.CHANGE}"').fetchall())
    rows: list[ChangeRow] = [tuple(row) for row in other.execute(f"{SELECT_CHANGES} ORDER BY seq").fetchall()]
    foreign = [row for row in rows if row[0] not in here]
    vetting = Vetting(_families(conn, {row[4] for row in foreign}))
    fresh = vetting.accept(foreign)
    altered = [Rejected(row[0], Fault.ALTERED) for row in rows if here.get(row[0], row[9]) != row[9]]
    histories = _united(conn, fresh)
    folded = fold_all(histories)
    writers = target.history.writers() | _writers(other)
    new = {change.id for change in fresh}
    return _Plan(
        fresh=fresh,
        rows=[row for row in foreign if row[0] in new],
        known=[row for row in rows if here.get(row[0]) == row[9]],
        rejected=vetting.rejected + altered,
        folded=folded,
        conflicts=_conflicts(conn, folded, histories, writers),
        writers=writers,
    )


def _families(conn: Connection, records: Iterable[str]) -> dict[str, str]:
    sql = f'SELECT DISTINCT record, family FROM "{schema.CHANGE}" WHERE record IN (SELECT value FROM json_each(?))'
    return dict(conn.execute(sql, (canonical(list(records)),)).fetchall())


def _united(conn: Connection, fresh: Sequence[Change]) -> dict[str, list[Change]]:
    histories = grouped(fresh)
    for record, changes in load_changes(conn, histories).items():
        histories[record] += changes
    return histories


def _writers(other: Connection) -> dict[str, WriterRecord]:
    rows = other.execute(f'SELECT id, reviewer, person, machine, started FROM "{schema.WRITER}"').fetchall()
    return {row[0]: WriterRecord(row[0], row[1], row[2], row[3], moment_of(row[4])) for row in rows}


def _conflicts(
    conn: Connection, folded: Sequence[FoldedRecord], histories: dict[str, list[Change]], writers: dict[str, WriterRecord]
) -> tuple[MergeConflict, ...]:
    """The conflicts that were not here before."""
    before = {tuple(row) for row in conn.execute(f'SELECT record, field, family, changes FROM "{schema.CONFLICT}"').fetchall()}
    found: list[MergeConflict] = []
    for item in folded:
        rows = conflict_rows(item.record, item.family, item.folded)
        if not rows:
            continue
        by_id = {change.id: change for change in histories[item.record]}
        for row, contested in zip(rows, item.folded.contested, strict=True):
            if row not in before:
                sides = tuple(_side(by_id[key], contested.field, writers) for key in contested.changes)
                found.append(MergeConflict(item.family, item.record, contested.field, sides))
    return tuple(sorted(found, key=lambda conflict: (conflict.record, conflict.field)))


def _side(change: Change, field: str, writers: dict[str, WriterRecord]) -> Side:
    value = change.patch.get(field, False if field == "deleted" else None)
    return Side(change.id, value, writers[change.writer].person if change.writer in writers else "", change.clock)


def _write(conn: Connection, other: Connection, plan: _Plan) -> tuple[int, tuple[str, ...]]:
    """Write all of the plan inside the caller's transaction; how many attachments came, and which were not right."""
    merge_contents.add_writers(conn, other)
    for policy in merge_contents.missing_texts(conn, other):
        if not merge_contents.add_text(conn, other, policy):
            raise StorageError("damaged", name=other.name)
    blobs = merge_contents.missing_blobs(conn, other)
    lost = tuple(sha256 for sha256 in blobs if not merge_contents.add_blob(conn, other, sha256))
    insert_missing(conn, plan.rows)
    write_folded(conn, plan.folded)
    return len(blobs) - len(lost), lost


def _report(plan: _Plan, added: int, lost: tuple[str, ...], backup: Path | None) -> MergeReport:
    def person(writer: str) -> str:
        return plan.writers[writer].person if writer in plan.writers else ""

    new = Counter((person(change.writer), change.family) for change in plan.fresh)
    known = Counter((person(row[2]), Family(row[3])) for row in plan.known)
    disputed = Counter((conflict.sides[0].person, conflict.family) for conflict in plan.conflicts)
    keys = sorted(new.keys() | known.keys() | disputed.keys())
    counts = tuple(MergeCount(*key, new[key], known[key], disputed[key]) for key in keys)
    policies = {str(item.folded.fields.get("policy") or item.record) for item in plan.folded if _owned(item)}
    touched = Touched(
        frozenset(item.family for item in plan.folded), frozenset(item.record for item in plan.folded), frozenset(policies)
    )
    return MergeReport(counts, plan.conflicts, tuple(plan.rejected), lost, added, touched, backup)


def _owned(item: FoldedRecord) -> bool:
    return item.family is Family.POLICY or bool(item.folded.fields.get("policy"))
