"""Putting a workspace right: rows and index follow from the history again, and what can be read of a damaged file is rescued."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from storage import migrations, schema, search_index
from storage.backup import STAMP, back_up, sync, sync_folder
from storage.changes import digest
from storage.checks import (
    Altered,
    CheckReport,
    Problem,
    altered_changes,
    check_connection,
    complaint,
    sound_changes,
    without_history,
)
from storage.clock import Clock
from storage.connect import Connection, Mode, connect, settle, writing
from storage.damage import SPOILT, examine
from storage.errors import StorageError
from storage.faults import real_path, translated
from storage.gate_copy import PrivateFolder
from storage.history_write import fold_all, grouped, write_folded
from storage.lock import Holder, acquire
from storage.opening import look_at, open_writing
from storage.rows import clear
from storage.salvage import Salvaged, Value, salvage
from storage.schema import TABLES


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a repair did; the sentence stands under ``done.<code>`` with these facts."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def phrase(self) -> str:
        """The key of the sentence that the facts fill."""
        return f"done.{self.code}"


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair found and did, and what a check finds afterwards.

    ``backup`` is the workspace as it was; ``rescued`` the new file beside a damaged one, which itself was not touched.
    """

    found: tuple[Problem, ...]
    done: tuple[Deed, ...]
    after: CheckReport
    backup: Path | None = None
    rescued: Path | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is still not as it should be."""
        return self.after.problems

    @property
    def sound(self) -> bool:
        """Whether everything is in order now."""
        return self.after.sound


def repair(path: Path) -> RepairReport:
    """Rebuild rows and index from the history, after a backup; of a file with damaged pages bring what can be read into a new one.

    The history is never changed and nothing is discarded: records whose history was altered or is not all there are left as they
    stand, and altered changes stay where they are without being followed. Killed half-way, it leaves the workspace as it was.
    Raises ``StorageError``, with ``busy`` when somebody has the workspace open.
    """
    real = real_path(path)
    look_at(real)
    lock = acquire(real, "")
    if isinstance(lock, Holder):
        raise StorageError("busy", name=path.name, person=lock.person, host=lock.host)
    try:
        try:
            conn = open_writing(real)
        except StorageError as error:
            if error.code not in SPOILT:
                raise
            return _rescue(real, Problem("file_unreadable"))
        with closing(conn):
            damaged = _damage(conn, real)
            if damaged is None:
                return _put_right(conn, real)
        return _rescue(real, damaged)
    finally:
        lock.release()


def _damage(conn: Connection, real: Path) -> Problem | None:
    try:
        examine(conn, real, all_pages=True)
    except StorageError as error:
        if error.code != "damaged":
            raise
        return Problem("pages_damaged", (("detail", complaint(conn)),))
    return None


def _put_right(conn: Connection, real: Path) -> RepairReport:
    backup = back_up(conn, real, "before-repair", Clock().now())
    before = check_connection(conn)
    done = _rebuild(conn)
    return RepairReport(before.problems, (*_told(before.problems), *done), check_connection(conn), backup)


def _told(found: Sequence[Problem]) -> list[Deed]:
    """What is done about problems that are only counted."""
    codes = [problem.code for problem in found]
    deeds = [Deed("rows_rebuilt", (("count", codes.count("row_differs")),))] if "row_differs" in codes else []
    return deeds + ([Deed("index_rebuilt")] if "index_incomplete" in codes else [])


def _rebuild(conn: Connection) -> list[Deed]:
    """Make rows and index anew from the history, in one transaction."""
    with writing(conn):
        changes, altered = sound_changes(conn)
        lost = without_history(conn, changes)
        kept = _rows_of(conn, altered | lost)
        clear(conn)
        conn.execute(f'DELETE FROM "{schema.CONFLICT}"')
        search_index.clear(conn)
        # What stands there counts where the history does not; where nothing does, as much of the history as there is.
        standing = {str(row[0]) for _, rows in kept for row in rows}
        write_folded(conn, fold_all(grouped(change for change in changes if change.record not in standing)))
        for table, rows in kept:
            marks = ", ".join("?" * len(rows[0]))
            conn.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})', rows)
        search_index.rebuild(conn)
        cleared = conn.execute(_CLEAR_OMITTED).rowcount
    deeds = [Deed("rows_kept", (("record", record),)) for record in sorted(lost - altered)]
    deeds += [_kept("change_kept", one) for one in altered_changes(conn, schema.CHANGE)]
    deeds += [_kept("aside_kept", one) for one in altered_changes(conn, schema.ASIDE)]
    return deeds + ([Deed("omitted_cleared", (("count", cleared),))] if cleared > 0 else [])


_CLEAR_OMITTED = f'DELETE FROM "{schema.OMITTED}" WHERE change IN (SELECT id FROM "{schema.CHANGE}")'


def _kept(code: str, one: Altered) -> Deed:
    return Deed(code, (("change", one.id), ("record", one.record), ("patch", one.patch)))


def _rows_of(conn: Connection, records: set[str]) -> list[tuple[str, list[tuple[object, ...]]]]:
    found: list[tuple[str, list[tuple[object, ...]]]] = []
    for table in TABLES.values():
        rows = [tuple(row) for row in conn.execute(f'SELECT * FROM "{table.name}"').fetchall() if row["id"] in records]
        if rows:
            found.append((table.name, rows))
    return found


def _rescue(real: Path, problem: Problem) -> RepairReport:
    """Bring what can be read into a new file beside the damaged one, which appears when it is complete."""
    stamp = dt.datetime.now(dt.UTC).strftime(STAMP)
    target = real.with_name(f"{real.stem}.rescued-{stamp}{real.suffix}")
    with translated(real.name), closing(PrivateFolder()) as folder:
        copy = _private_copy(real, folder.path)
        fresh = folder.path / "fresh"
        with closing(connect(fresh, Mode.CREATE)) as conn:
            migrations.migrate(conn)
            found = salvage(copy, conn)
            if not found.count:
                raise StorageError("damaged", name=real.name)
            _fill(conn, found)
            settle(conn)
            done = _rebuild(conn)
            after = check_connection(conn)
        _publish(fresh, target, real)
    deeds = [Deed("rescued", (("name", target.name), ("rows", found.count), ("pages", found.pages)))]
    if found.unread:
        deeds.append(Deed("unread", (("count", found.unread),)))
    return RepairReport((problem,), (*deeds, *done), after, rescued=target)


def _private_copy(real: Path, folder: Path) -> Path:
    """A copy of the file on which a write that was cut short has been undone, if that can be done."""
    copy = folder / real.name
    # Nobody in this process has the file open, whose lock an ordinary reading would drop.
    shutil.copyfile(real, copy)
    journal = real.with_name(f"{real.name}-journal")
    if journal.exists():
        untouched = folder / "untouched"
        shutil.copyfile(copy, untouched)
        shutil.copyfile(journal, copy.with_name(journal.name))
        with suppress(StorageError), closing(connect(copy, Mode.WRITE)) as conn:
            conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return copy
        return untouched
    return copy


def _fill(conn: Connection, found: Salvaged) -> None:
    """Put the rows that were found into the empty workspace: of two that claim the same place, the one whose hash is right."""
    with writing(conn):
        for name, rows in found.rows.items():
            columns = [row[1] for row in conn.execute(f'PRAGMA table_info("{name}")').fetchall()]
            for row_id, row in sorted(rows, key=lambda one: not _right(name, one[1])):
                _put(conn, name, columns, row_id, row)


def _right(name: str, row: tuple[Value, ...]) -> bool:
    """Whether a row of history is as it was written; rows of other tables count as right."""
    if name not in (schema.CHANGE, schema.ASIDE):
        return True
    change = row[1:] if name == schema.CHANGE else row[:10]
    return digest(change) == change[-1]


def _put(conn: Connection, name: str, columns: Sequence[str], row_id: int, row: tuple[Value, ...]) -> None:
    named = dict(zip(columns, row, strict=False))
    if row and row[0] is None:
        # The key is the row's number, which is what other rows mean by it.
        named[columns[0]] = row_id
    names = ", ".join(f'"{column}"' for column in named)
    marks = ", ".join("?" * len(named))
    with suppress(StorageError):
        conn.execute(f'INSERT OR IGNORE INTO "{name}" ({names}) VALUES ({marks})', tuple(named.values()))


def _publish(fresh: Path, target: Path, like: Path) -> None:
    """Put the new file in its place, for those who may read ``like``."""
    beside = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(fresh, beside)
        sync(beside)
        with suppress(OSError):
            shutil.copymode(like, beside)
        beside.replace(target)
        sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)
