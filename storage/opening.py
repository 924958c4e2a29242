"""What a file is before it is trusted, and a connection to it that is ready for use."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from contextlib import closing
from pathlib import Path

from storage import migrations
from storage.age_format import is_locked
from storage.backup import back_up
from storage.connect import APPLICATION_ID, Connection, Mode, connect, pragma, settle
from storage.errors import StorageError
from storage.faults import translated
from storage.swapping import refuse_journal

_MAGIC = b"SQLite format 3\0"


def look_at(path: Path) -> None:
    """Check what can be seen without opening. Raises ``StorageError`` for what cannot be a workspace."""
    with translated(path.name):
        facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise StorageError("not_a_plain_file", name=path.name)
    if facts.st_size == 0:
        raise StorageError("empty_workspace", name=path.name)
    if not os.access(path, os.R_OK):
        raise StorageError("permission", name=path.name)


def writable(path: Path) -> bool:
    """Whether the file and its folder (where SQLite keeps its journal) may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def open_reading(path: Path) -> Connection:
    """A read-only connection to a workspace of this version. Raises ``StorageError``; the file stays as it is."""
    look_at(path)
    conn = _identified(path, Mode.READ)
    try:
        if _pending(conn):
            raise StorageError("older_workspace", name=path.name)
        return settle(conn)
    except BaseException:
        conn.close()
        raise


def open_writing(path: Path) -> Connection:
    """A connection that may write; an older file is copied beside and brought to this version first. Raises ``StorageError``."""
    look_at(path)
    # Looked at read-only first where that is possible, so that a file that is not ours is not touched. A file whose last write was
    # cut short cannot be read without undoing that write, and its journal can only be ours.
    _check_untouched(path)
    conn = _identified(path, Mode.WRITE)
    try:
        if _pending(conn):
            back_up(conn, path, "before-update", dt.datetime.now(dt.UTC))
            migrations.migrate(conn)
        elif pragma(conn, "user_version") != migrations.FORMAT:
            # The update was cut short after its last step.
            migrations.migrate(conn)
        return settle(conn)
    except BaseException:
        conn.close()
        raise


def create_file(path: Path) -> None:
    """Make an empty workspace; it appears under its name only when it is complete. Never overwrites. Raises ``StorageError``."""
    with translated(path.name):
        # Nothing that is open somewhere in this process is even reached for.
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        refuse_journal(path)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        beside = path.with_name(f".{path.name}.new")
        try:
            beside.unlink(missing_ok=True)
            conn = connect(beside, Mode.CREATE)
            try:
                migrations.migrate(conn)
            finally:
                conn.close()
            beside.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            beside.unlink(missing_ok=True)


def _check_untouched(path: Path) -> None:
    try:
        conn = _identified(path, Mode.READ)
    except StorageError as error:
        if error.code != "unfinished_write":
            raise
        return
    with closing(conn):
        # Some other program set it so. What stands in the log beside comes into the file now, after all of it was copied.
        if pragma(conn, "journal_mode") == "wal":
            back_up(conn, path, "before-update", dt.datetime.now(dt.UTC))


def _identified(path: Path, mode: Mode) -> Connection:
    conn: Connection | None = None
    try:
        conn = connect(path, mode)
        _check_ours(conn, path)
        return conn
    except BaseException as error:
        if conn is not None:
            conn.close()
        if isinstance(error, StorageError) and error.code in ("not_a_workspace", "damaged") and (code := _refused(path)):
            raise StorageError(code, name=path.name) from error
        raise


def _check_ours(conn: Connection, path: Path) -> None:
    found = pragma(conn, "application_id")
    if found != APPLICATION_ID:
        # The first reading of a page shows whether this is a database at all.
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        raise StorageError("other_program", name=path.name)
    pages, size = pragma(conn, "page_count"), pragma(conn, "page_size")
    # SQLite takes a last page that is not all there for a whole one.
    if isinstance(pages, int) and isinstance(size, int) and path.stat().st_size < pages * size:
        raise StorageError("truncated", name=path.name)
    version = pragma(conn, "user_version")
    unknown = [name for name in migrations.applied(conn) if name not in migrations.STEPS]
    if not isinstance(version, int) or version > migrations.FORMAT or unknown:
        raise StorageError("newer_workspace", name=path.name, version=version)


def _pending(conn: Connection) -> bool:
    return set(migrations.STEPS) - set(migrations.applied(conn)) != set()


def _refused(path: Path) -> str:
    """What is the matter with a file that SQLite refused: the code for a locked package, and for what is not all there."""
    # An ordinary opening is harmless here: nobody in this process holds a lock on a file that SQLite does not take.
    with translated(path.name), path.open("rb") as file:
        header = file.read(100)
    if is_locked(header):
        return "locked_package"
    return "truncated" if _cut_short(header, path) else ""


def _cut_short(header: bytes, path: Path) -> bool:
    """Whether a file begins like a database and is shorter than it says."""
    if not header.startswith(_MAGIC[: len(header)]) or len(header) < len(_MAGIC):
        return False
    if len(header) < 100:
        return True
    page = int.from_bytes(header[16:18], "big")
    return path.stat().st_size < (65_536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
