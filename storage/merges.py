"""The merges that were made here: to be looked at again, taken back and brought back.

Nothing is deleted by taking a merge back: its changes, and those made here since that had seen them, are moved out of the history
and wait aside.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from storage import merge_aside, schema
from storage.changes import canonical
from storage.connect import Connection, roomy, writing
from storage.errors import StorageError
from storage.merge_aside import Leaving, Owners, Piece
from storage.merge_report import MergeReport, report_json, report_of
from storage.pace import Pace
from storage.records import Family, Touched
from storage.repository import Repository
from storage.store import moment_of
from storage.watch import Watch, unwatched


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """One merge: when it was made, the name of who made it, the names of the files and how many changes it brought.

    ``taken_back`` is when it was taken back, ``None`` while it stands. ``stored`` is the report as it is kept.
    """

    id: str
    at: dt.datetime
    reviewer: str
    sources: tuple[str, ...]
    changes: int
    taken_back: dt.datetime | None
    stored: str

    @property
    def report(self) -> MergeReport:
        """What was reported then; read anew each time. Raises ``StorageError("damaged")`` when it cannot be read."""
        try:
            return report_of(json.loads(self.stored)["report"])
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError("damaged", name=self.id) from error


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a merge back, or bringing it back, touched: how many changes moved, and how many changes written here since, and
    how many of other merges, go with it or are of records that do not show without it (not known of those that come back)."""

    touched: Touched
    changes: int = 0
    own: int = 0
    others: int = 0

    def __or__(self, other: TakenBack) -> TakenBack:
        return TakenBack(
            self.touched | other.touched, self.changes + other.changes, self.own + other.own, self.others + other.others
        )


class MergeRepository(Repository):
    """The merges of this workspace; they are not exchanged with others."""

    def all(self) -> tuple[MergeRecord, ...]:
        """Every merge, newest first."""
        sql = f"SELECT id, at, reviewer, sources, json_extract(report, '$.changes'), taken_back, report FROM \"{schema.MERGE}\""
        return self._made(_record, self._store.rows(f"{sql} ORDER BY at DESC, id DESC"))

    def would_take(self, merge_id: str, watch: Watch = unwatched) -> TakenBack:
        """What ``take_back`` would move; nothing is written. Raises ``StorageError`` as it does."""
        conn, pace = self._store.conn, Pace(watch)
        with pace.over(conn):
            owners = self._owners(merge_id, standing=True)
            found = TakenBack(Touched())
            emptied: dict[Family, list[str]] = {}
            for batch in merge_aside.leaving(conn, owners, merge_id, pace):
                found |= TakenBack(merge_aside.touched(conn, batch), batch.changes, batch.own, batch.others)
                _gather(emptied, batch)
            return found | TakenBack(Touched(), 0, *merge_aside.stranded(conn, owners, merge_id, emptied))

    def take_back(self, merge_id: str, watch: Watch = unwatched) -> TakenBack:
        """Set the changes of a merge aside, with all changes here that had seen them; rows and conflicts become what the rest says.

        Raises ``StorageError`` (``unknown_merge``, ``merge_taken_back``, ``read_only``), and what ``watch`` raises; then nothing
        changed.
        """
        self._store.me  # noqa: B018 - raises when nothing may be written
        conn, pace = self._store.conn, Pace(watch)
        with pace.over(conn), roomy(conn), writing(conn):
            owners = self._owners(merge_id, standing=True)
            found = TakenBack(Touched())
            emptied: dict[Family, list[str]] = {}
            for batch in merge_aside.leaving(conn, owners, merge_id, pace):
                touched = merge_aside.touched(conn, batch) | merge_aside.set_aside(conn, batch)
                found |= TakenBack(touched, batch.changes, batch.own, batch.others)
                _gather(emptied, batch)
            found |= TakenBack(Touched(), 0, *merge_aside.stranded(conn, owners, merge_id, emptied))
            for merge, pieces in merge_aside.remaining(conn, owners).items():
                _set_pieces(conn, merge, pieces)
            conn.execute(f'UPDATE "{schema.MERGE}" SET taken_back = ? WHERE id = ?', (self._store.stamp(), merge_id))
            # The merge may have told who writes here, of whom nothing would be said in this session otherwise.
            return found | TakenBack(self._store.introduce_again())

    def bring_back(self, merge_id: str, watch: Watch = unwatched) -> TakenBack:
        """Take in again what ``take_back`` set aside, except what still waits for another merge.

        Raises ``StorageError`` (``unknown_merge``, ``merge_stands``, ``read_only``), and what ``watch`` raises; then nothing
        changed.
        """
        self._store.me  # noqa: B018 - raises when nothing may be written
        conn, pace = self._store.conn, Pace(watch)
        with pace.over(conn), roomy(conn), writing(conn):
            owners = self._owners(merge_id, standing=False)
            found = TakenBack(Touched())
            for batch in merge_aside.returning(conn, self._taken() - {merge_id}, pace):
                touched = merge_aside.take_in_again(conn, batch, owners)
                found |= TakenBack(touched, len(batch.changes))
            for merge, pieces in owners.pieces.items():
                _set_pieces(conn, merge, pieces)
            conn.execute(f'UPDATE "{schema.MERGE}" SET taken_back = NULL WHERE id = ?', (merge_id,))
            return found

    def _owners(self, merge_id: str, *, standing: bool) -> Owners:
        """Which merge brought what is here."""
        row = self._store.row(f'SELECT taken_back FROM "{schema.MERGE}" WHERE id = ?', (merge_id,))
        if row is None:
            raise StorageError("unknown_merge", merge=merge_id)
        if (row["taken_back"] is None) is not standing:
            raise StorageError("merge_taken_back" if standing else "merge_stands", merge=merge_id)
        rows = self._store.rows(f"SELECT id, json_extract(report, '$.pieces') AS pieces FROM \"{schema.MERGE}\"")
        return Owners({row["id"]: [Piece(*piece) for piece in json.loads(row["pieces"])] for row in rows})

    def _taken(self) -> set[str]:
        return {row["id"] for row in self._store.rows(f'SELECT id FROM "{schema.MERGE}" WHERE taken_back IS NOT NULL')}


def enter(conn: Connection, report: MergeReport, reviewer: str, piece: Piece) -> None:
    """Write a merge down inside its own transaction; ``piece`` is where its changes stand."""
    pieces = [[piece.first, piece.last]] if piece.last >= piece.first else []
    stored = f'{{"changes":{report.new},"pieces":{canonical(pieces)},"report":{json.dumps(report_json(report))}}}'
    row = (report.id, report.at.isoformat(), reviewer, canonical(report.sources), piece.first, piece.last, stored, None)
    conn.execute(f'INSERT INTO "{schema.MERGE}" VALUES (?, ?, ?, ?, ?, ?, ?, ?)', row)


def _set_pieces(conn: Connection, merge: str, pieces: list[Piece]) -> None:
    first, last = min((p.first for p in pieces), default=0), max((p.last for p in pieces), default=-1)
    sql = f"UPDATE \"{schema.MERGE}\" SET first = ?, last = ?, report = json_set(report, '$.pieces', json(?)) WHERE id = ?"
    conn.execute(sql, (first, last, canonical([[p.first, p.last] for p in pieces]), merge))


def _record(row: tuple[str, str, str, str, int, str | None, str]) -> MergeRecord:
    key, at, reviewer, sources, changes, taken_back, stored = row
    gone = moment_of(taken_back) if taken_back else None
    return MergeRecord(key, moment_of(at), reviewer, tuple(json.loads(sources)), changes, gone, stored)


def _gather(emptied: dict[Family, list[str]], batch: Leaving) -> None:
    for family, records in batch.emptied.items():
        emptied.setdefault(family, []).extend(records)
