"""What the backups of a workspace hold, when one is due, and putting one in the workspace's place."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from storage import migrations, schema
from storage.backup import BEFORE_RESTORE, back_up, copy_whole, duplicate, folder_of, held, second_folder, sync, sync_folder
from storage.checks import Problem, check
from storage.clock import moment
from storage.connect import APPLICATION_ID, Connection, Mode, connect, pragma
from storage.damage import SPOILT, journal_of, name_aside
from storage.errors import StorageError
from storage.faults import real_path, translated
from storage.gate_copy import PrivateFolder
from storage.lock import Holder, acquire
from storage.opening import look_at, open_reading, writable
from storage.records import Family
from storage.thinning import Backup
from storage.watch import Watch, part, unwatched

__all__ = [
    "EVERY",
    "Backup",
    "BackupContents",
    "Glance",
    "back_up_if_due",
    "back_up_now",
    "contents",
    "glance",
    "held",
    "private_copy",
    "restore",
    "soundest",
]

EVERY = dt.timedelta(minutes=30)
# A periodic backup leaves room on the disk for the work itself.
_ROOM_TIMES = 3
_MB = 1 << 20
BY_HAND, PERIODIC = "backup", "periodic"
# What a check finds when something was lost or altered. The rest is put right by a repair, or was so when the backup was made.
_DAMAGE = frozenset({"pages_damaged", "change_altered", "text_altered", "attachment_damaged", "history_missing", "schema_differs"})
# Codes of what stands in a workspace's place and is none.
_NO_WORKSPACE = SPOILT | {"empty_workspace"}


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds: titles of its policies, numbers of what is not deleted, its changes with time and person of the last.

    ``only_here`` and ``only_there`` count the changes of the present workspace that are not in the backup and the other way round;
    they are ``None`` when the present workspace cannot be read. ``problems`` are what a check of the backup found.
    """

    policies: tuple[str, ...]
    annotations: int
    evidence: int
    files: int
    assessments: int
    reviewers: int
    changes: int
    last: dt.datetime | None
    person: str
    problems: tuple[Problem, ...]
    only_here: int | None
    only_there: int | None

    @property
    def whole(self) -> bool:
        """Whether nothing in it is damaged or altered."""
        return not any(problem.code in _DAMAGE for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be said of a backup at once: numbers of remarks and pieces of evidence that are not deleted, and of changes."""

    annotations: int
    evidence: int
    changes: int


def glance(backup: Backup) -> Glance | None:
    """A first look at a backup, without a check; nothing when it cannot be read."""
    try:
        with closing(_ours(backup.path)) as conn:
            [changes] = conn.execute(f'SELECT count(*) FROM "{schema.CHANGE}"').fetchone()
            return Glance(_count(conn, Family.ANNOTATION), _count(conn, Family.EVIDENCE), changes)
    except StorageError:
        return None


def private_copy(backup: Path, folder: Path, watch: Watch = unwatched) -> Path:
    """A copy of a backup in ``folder``, brought to this version's format, to look around in. Raises ``StorageError``."""
    copy = folder / backup.name
    with translated(backup.name):
        copy.unlink(missing_ok=True)
        with closing(_ours(backup)) as conn, closing(duplicate(conn, copy, watch)) as made:
            migrations.migrate(made)
    return copy


def contents(backup: Backup, workspace: Path, watch: Watch = unwatched) -> BackupContents:
    """Look into a backup, whatever its format, and compare it with the present workspace. Raises ``StorageError`` when it cannot be
    read; ``watch`` may end the work."""
    with _readable(backup.path, watch) as (conn, path):
        watch(0.3)
        here, there = _known(workspace), _ids(conn)
        watch(0.5)
        problems = check(path, part(watch, 0.5, 1.0)).problems
        watch(1.0)
        last, person = _last(conn)
        return BackupContents(
            policies=tuple(row[0] for row in conn.execute(_TITLES).fetchall()),
            annotations=_count(conn, Family.ANNOTATION),
            evidence=_count(conn, Family.EVIDENCE),
            files=_count(conn, Family.ATTACHMENT),
            assessments=_count(conn, Family.ASSESSMENT),
            reviewers=_count(conn, Family.REVIEWER),
            changes=len(there),
            last=last,
            person=person,
            problems=problems,
            only_here=None if here is None else len(here - there),
            only_there=None if here is None else len(there - here),
        )


def soundest(workspace: Path, watch: Watch = unwatched) -> Backup | None:
    """The newest backup that is whole, if there is any; each is read until one is found."""
    backups = held(workspace)
    for number, backup in enumerate(backups):
        with suppress(StorageError):
            share = part(watch, number / len(backups), (number + 1) / len(backups))
            if contents(backup, workspace, share).whole:
                return backup
    return None


def back_up_now(workspace: Path, reason: str = BY_HAND, watch: Watch = unwatched) -> Path:
    """Make a backup through a connection of its own, while others write. Raises ``StorageError``."""
    real = real_path(workspace)
    with closing(open_reading(real)) as conn:
        return back_up(conn, real, reason, _now(), watch)


def back_up_if_due(workspace: Path, watch: Watch = unwatched, now: Callable[[], dt.datetime] | None = None) -> Path | None:
    """Make a periodic backup when something was written since the newest one and that one is old enough; returns it, if any.

    Raises ``StorageError``, with ``no_room_for_backup`` when the disk has too little room for both the copy and the work.
    """
    real, at = real_path(workspace), (now or _now)()
    newest = next(iter(held(real)), None)
    if newest is not None and dt.timedelta() <= at - newest.made < EVERY:
        return None
    with closing(open_reading(real)) as conn:
        if newest is not None and _state(conn) == _state_of(newest):
            return None
        _ask_for_room(real)
        return back_up(conn, real, PERIODIC, at, watch)


def restore(workspace: Path, backup: Backup, watch: Watch = unwatched) -> Path | None:
    """Put a backup in the workspace's place; returns where what was there before is kept, if there was anything.

    At every moment the file under the workspace's name is the one from before or the restored one. What was before is backed up, or
    set aside together with its journal when it is damaged. Raises ``StorageError``, with ``busy`` when somebody has it open; then
    the workspace is as it was.
    """
    real = real_path(workspace)
    lock = acquire(real, "")
    if isinstance(lock, Holder):
        raise StorageError("busy", name=real.name, person=lock.person, host=lock.host)
    fresh = real.with_name(f".{real.name}.restoring")
    try:
        with closing(_ours(backup.path)) as conn:
            copy_whole(conn, fresh, part(watch, 0.0, 0.5))
        kept = _keep(real, part(watch, 0.5, 1.0))
        with translated(real.name):
            # Some media know no permissions, or nobody may set them.
            with suppress(OSError):
                shutil.copymode(real if real.exists() else backup.path, fresh)
            # A journal that stayed would be played back into the file that takes the place of its own.
            journal_of(real).unlink(missing_ok=True)
            fresh.replace(real)
            sync_folder(real.parent)
        return kept
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        lock.release()


_TITLES = f'SELECT title FROM "{Family.POLICY.value}" WHERE deleted = 0 ORDER BY title'


def _keep(real: Path, watch: Watch) -> Path | None:
    """Keep what stands in the workspace's place: as a backup when it can be read, and set aside otherwise."""
    if not os.path.lexists(real):
        return None
    try:
        look_at(real)
        # Opened for writing, so that a write cut short is undone first.
        with closing(connect(real, Mode.WRITE)) as conn:
            return back_up(conn, real, BEFORE_RESTORE, _now(), watch)
    except StorageError as error:
        if error.code not in _NO_WORKSPACE:
            raise
        return _named_aside(real)


def _named_aside(real: Path) -> Path:
    """Give a damaged file a second name beside its own, and its journal the name that goes with that one.

    Unlike ``set_aside`` it leaves the file under its own name too, where the restored one takes its place.
    """
    aside = name_aside(real)
    with translated(real.name):
        try:
            aside.hardlink_to(real)
        except OSError:
            # Not every file system knows second names.
            shutil.copyfile(real, aside)
            sync(aside)
        if journal_of(real).exists():
            journal_of(real).replace(journal_of(aside))
        sync_folder(real.parent)
    return aside


@contextmanager
def _readable(path: Path, watch: Watch) -> Iterator[tuple[Connection, Path]]:
    """A connection to a backup and the file it reads: the backup itself, or a private copy of one in an older format."""
    try:
        found = open_reading(path)
    except StorageError as error:
        if error.code != "older_workspace":
            raise
    else:
        with closing(found) as conn:
            yield conn, path
        return
    with closing(PrivateFolder()) as folder:
        copy = private_copy(path, folder.path, part(watch, 0.0, 0.3))
        with closing(open_reading(copy)) as conn:
            yield conn, copy


def _ours(path: Path) -> Connection:
    """A connection that reads a backup. Raises ``StorageError`` when it is no workspace."""
    look_at(path)
    conn = connect(path, Mode.READ)
    try:
        if pragma(conn, "application_id") != APPLICATION_ID:
            raise StorageError("not_a_workspace", name=path.name)
        return conn
    except BaseException:
        conn.close()
        raise


def _count(conn: Connection, family: Family) -> int:
    return int(conn.execute(f'SELECT count(*) FROM "{family.value}" WHERE deleted = 0').fetchone()[0])


def _ids(conn: Connection) -> set[str]:
    return {row[0] for row in conn.execute(f'SELECT id FROM "{schema.CHANGE}"').fetchall()}


def _known(workspace: Path) -> set[str] | None:
    """The ids of the present workspace's changes; ``None`` when it cannot be read."""
    try:
        with closing(open_reading(real_path(workspace))) as conn:
            return _ids(conn)
    except StorageError:
        return None


def _last(conn: Connection) -> tuple[dt.datetime | None, str]:
    """When and by whom the last change was written; what an import writes has no time of its own."""
    sql = (
        f'SELECT c.clock, w.person FROM "{schema.CHANGE}" c LEFT JOIN "{schema.WRITER}" w ON w.id = c.writer '
        "WHERE c.clock > 0 ORDER BY c.clock DESC, c.seq DESC LIMIT 1"
    )
    row = conn.execute(sql).fetchone()
    return (moment(row[0]), str(row[1] or "")) if row is not None else (None, "")


def _state(conn: Connection) -> tuple[int, ...]:
    """Numbers that differ after anything was written, merged or taken back."""
    row = conn.execute(f'SELECT count(*), ifnull(max(seq), 0) FROM "{schema.CHANGE}"').fetchone()
    aside = conn.execute(f'SELECT count(*) FROM "{schema.ASIDE}"').fetchone()
    return (*row, *aside)


def _state_of(backup: Backup) -> tuple[int, ...] | None:
    try:
        with closing(open_reading(backup.path)) as conn:
            return _state(conn)
    except StorageError:
        return None


def _ask_for_room(real: Path) -> None:
    folder = folder_of(real) if writable(real) else second_folder(real)
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    with translated(real.name):
        size = real.stat().st_size
        if shutil.disk_usage(standing).free < _ROOM_TIMES * size:
            raise StorageError("no_room_for_backup", name=real.name, size=max(1, _ROOM_TIMES * size // _MB))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
