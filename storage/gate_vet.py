"""The whole check of one received file: copied aside, unlocked, identified, proved. Runs in a process of its own.

Nothing of the file is believed before it was compared: first its header, then its schema with the one that its version has, then
its pages, then what stands in it. No SQL but the reading of the schema runs before the schema is known to be ours.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from storage import gate_copy, gate_header, gate_limits, gate_reading, gate_rows, gate_unlock, migrations, schema, shape
from storage.connect import Connection, Mode, connect, pragma
from storage.errors import StorageError
from storage.faults import translated
from storage.gate_protocol import Findings, Job
from storage.watch import Watch, part, unwatched

_JOURNAL = "-journal"
_JOURNAL_LIMIT = 4 << 30
_STEP = 200_000


class Progress(Protocol):
    """Hears how far the check is, and sets its limits."""

    def __call__(self, share: float) -> None:
        """Which share of the whole is done."""

    def began(self, size: int, work: int) -> None:
        """The file, of so many bytes, lies copied aside; unlocking it takes this work (a power of two; 0: it is not locked)."""

    def over(self) -> bool:
        """Whether the check has taken more time than it may."""


class Unlimited:
    """A progress that nobody hears of, without limits."""

    def __call__(self, share: float) -> None:
        """Let the share pass."""

    def began(self, size: int, work: int) -> None:
        """Set no limits."""

    def over(self) -> bool:
        """Never."""
        return False


def vet(job: Job, progress: Progress) -> Findings:
    """Copy the file of a job aside and check the copy, which is then of this version; the file itself stays as it is.

    Raises ``StorageError`` for one that cannot be taken.
    """
    source, target = Path(job.source), Path(job.target)
    with translated(job.name):
        copied, locked, unfinished = _bring(source, target, job, part(progress, 0.0, 0.3))
        if not locked:
            progress.began(copied.size, 0)
        else:
            gate_unlock.unlock_in_place(target, job, progress.began)
            progress(0.4)
        _check_copy(target, job.name, unfinished=unfinished)
        checked = part(progress, 0.4, 1.0)
        with closing(_opened(target, job.name, progress.over)) as conn:
            _prove(conn, job.name, checked)
            changes, faults = gate_reading.read_through(conn, job.name, part(checked, 0.3, 0.5 if job.rows else 1.0), progress.over)
            if job.rows:
                gate_limits.may_do_all(conn)
                gate_rows.make_true(conn, {fault.change for fault in faults}, part(checked, 0.5, 1.0), progress.over)
    return Findings(copied.sha256, copied.size, locked, changes, tuple(faults))


def _bring(source: Path, target: Path, job: Job, watch: Watch) -> tuple[gate_copy.Copied, bool, bool]:
    """Copy the file with its journal; whether it is locked up, and whether there was a journal."""
    journal = source.with_name(source.name + _JOURNAL)
    before = _state(source), _state(journal)
    with gate_copy.reading(source, job.name) as (file, size):
        start = file.read(gate_header.LENGTH)
        locked = gate_unlock.is_locked(start)
        unfinished = not locked and _bring_journal(journal, target, job.name)
        if locked and job.passphrase is None:
            raise StorageError("passphrase_needed", name=job.name)
        if not locked:
            # Looked at before a byte is copied, so that what is no workspace at all is told at once, however large it is.
            gate_header.check_header(start, size, job.name, unfinished=unfinished)
        file.seek(0)
        copied = gate_copy.copy_aside(file, size, target, job.name, watch)
    if (_state(source), _state(journal)) != before:
        # Pieces of two moments make no whole.
        raise StorageError("file_in_use", name=job.name)
    return copied, locked, unfinished


def _state(path: Path) -> tuple[int, int] | None:
    """What changes when somebody writes to a file; ``None`` when there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns


def _filled(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


def _bring_journal(journal: Path, target: Path, name: str) -> bool:
    """Copy the journal of a write that was cut short, which SQLite will undo in the copy."""
    if not _filled(journal):
        return False
    with gate_copy.reading(journal, name) as (file, size):
        if size > _JOURNAL_LIMIT:
            raise StorageError("check_beyond", name=name)
        file.seek(max(0, size - 16))
        gate_header.check_journal(file.read(16), name)
        file.seek(0)
        copy = target.with_name(target.name + _JOURNAL)
        gate_copy.copy_aside(file, size, copy, name, unwatched)
    with copy.open("rb") as file:
        # What was copied may be longer than what was looked at.
        file.seek(max(0, copy.stat().st_size - 16))
        gate_header.check_journal(file.read(16), name)
    return True


def _check_copy(target: Path, name: str, *, unfinished: bool) -> None:
    """Check the header again, of what was copied: the file may have changed meanwhile, or was locked up."""
    with target.open("rb") as file:
        gate_header.check_header(file.read(gate_header.LENGTH), target.stat().st_size, name, unfinished=unfinished)


def _opened(target: Path, name: str, over: Callable[[], bool]) -> Connection:
    conn = connect(target, Mode.WRITE, name)
    gate_limits.limit(conn)
    conn.set_progress_handler(lambda: int(over()), _STEP)
    return conn


def _prove(conn: Connection, name: str, watch: Watch) -> None:
    """Schema, pages, and the version, to which an older copy is brought."""
    steps = shape.version_of(conn)
    if not steps:
        raise StorageError("foreign_schema", name=name)
    if migrations.applied(conn) != migrations.STEPS[:steps]:
        newer = set(migrations.applied(conn)) - set(migrations.STEPS)
        raise StorageError("newer_workspace" if newer else "foreign_schema", name=name, version=pragma(conn, "user_version"))
    gate_reading.check_sizes(conn, name)
    if pragma(conn, "integrity_check(1)") != "ok" or conn.execute("PRAGMA foreign_key_check").fetchone():
        raise StorageError("damaged", name=name)
    watch(0.25)
    if steps < migrations.FORMAT:
        migrations.migrate(conn)
        if shape.version_of(conn) != migrations.FORMAT:
            raise StorageError("foreign_schema", name=name)
    conn.execute(f'INSERT INTO "{schema.SEARCH_INDEX}" ("{schema.SEARCH_INDEX}") VALUES (\'integrity-check\')')
    gate_limits.only_reads(conn)
    watch(0.3)
