"""Working on a local copy of a workspace that lies in a place that bites, and publishing it back.

Nothing that ever stood under the published name is written over unseen: what stands there is moved aside, found to be what was
merged last, and only then followed by the new file. Whatever else is found is merged first.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from storage import schema
from storage.backup import copy_whole, sync
from storage.connect import Connection
from storage.errors import StorageError
from storage.faults import translated
from storage.incoming import Incoming, receive
from storage.merge import MergeReport, look, merge_in
from storage.swapping import beside, file_hash, restore_name, show, strays, swap, sweep, undisturbed
from storage.watch import Watch, part, unwatched
from storage.working_copy import UNKNOWN, WorkingCopy, known_copies, note
from storage.workspace import Workspace

_ATTEMPTS: Final = 5
Heard = Callable[[MergeReport], None]


class Standing(StrEnum):
    """How the published file stands to the one that was taken or published last."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the copy as it is noted now, what was merged into it before, and files found and kept beside the
    published one since they hold what nobody has merged."""

    copy: WorkingCopy
    merged: tuple[MergeReport, ...] = ()
    kept: tuple[Path, ...] = ()


def _unheard(report: MergeReport) -> None:
    """Nobody listens to single merges."""


def standing(copy: WorkingCopy) -> Standing:
    """How the published file stands now. Raises ``StorageError``: ``place_gone`` when its folder is not there, and what reading
    raises."""
    restore_name(copy.origin)
    try:
        return Standing.SAME if file_hash(copy.origin) == copy.base else Standing.CHANGED
    except StorageError as error:
        if error.code != "missing_file":
            raise
        with translated(copy.origin.name):
            there = copy.origin.parent.is_dir()
        if not there:
            raise StorageError("place_gone", name=copy.origin.name, place=str(copy.origin.parent)) from error
        return Standing.GONE


def content_of(ws: Workspace) -> str:
    """A short text that changes with everything that is written in a workspace."""
    counted = (
        f"SELECT count(*), total(seq), coalesce(max(seq), 0), coalesce(max(id), '') FROM \"{schema.CHANGE}\"",
        f'SELECT count(*), coalesce(max(rowid), 0) FROM "{schema.ASIDE}"',
        f"SELECT count(*), coalesce(max(at), ''), coalesce(max(taken_back), '') FROM \"{schema.MERGE}\"",
        f'SELECT count(*), total(size) FROM "{schema.BLOB}"',
        f'SELECT count(*) FROM "{schema.POLICY_TEXT}"',
    )
    found = [tuple(row) for sql in counted for row in ws.store.rows(sql)]
    return hashlib.sha256(json.dumps(found).encode("utf-8")).hexdigest()


def unpublished(ws: Workspace, copy: WorkingCopy) -> bool:
    """Whether the local copy holds what was not published yet."""
    return content_of(ws) != copy.content


def pending(copies: Path, except_for: Path | None = None) -> tuple[WorkingCopy, ...]:
    """The local copies that hold what was not published yet; one that cannot be read, or is ``except_for``, is not among them."""
    found: list[WorkingCopy] = []
    for copy in known_copies(copies):
        with suppress(StorageError):
            if copy.path != except_for and copy.content:
                with Workspace.open(copy.path, None) as ws:
                    if unpublished(ws, copy):
                        found.append(copy)
    return tuple(found)


def settle_content(ws: Workspace, copy: WorkingCopy) -> WorkingCopy:
    """Note, for a copy that was just taken and opened, what it holds before anything is written."""
    return copy if copy.content else note(dataclasses.replace(copy, content=content_of(ws)))


def catch_up(ws: Workspace, copy: WorkingCopy, watch: Watch = unwatched, heard: Heard = _unheard) -> Published:
    """Merge what was published by others meanwhile into the open local copy; ``heard`` is told as soon as it is written.

    Raises ``StorageError``: ``other_workspace`` when what stands there has nothing in common with the local copy, and what reading
    and merging raise.
    """
    if standing(copy) is not Standing.CHANGED:
        return Published(copy)
    clean = not unpublished(ws, copy)
    with receive([copy.origin], watch=part(watch, 0.0, 0.4), rows=False) as incoming:
        _refuse_strange(ws, incoming, copy)
        report = merge_in(ws, incoming, part(watch, 0.4, 1.0))
        heard(report)
        [vetted] = incoming.files
    # Something older than what was published last may stand there, or something altered: then this copy is still to be published.
    same = vetted.changes == _changes(ws) and not (vetted.rejected or report.rejected)
    content = content_of(ws) if clean and same else UNKNOWN
    return Published(note(dataclasses.replace(copy, base=vetted.sha256, content=content)), (report,))


def publish(
    ws: Workspace,
    copy: WorkingCopy,
    watch: Watch = unwatched,
    *,
    anew: bool = False,
    take_over: bool = False,
    heard: Heard = _unheard,
) -> Published:
    """Put the open local copy in the place of the published file; changed meanwhile, that is merged first.

    When this returns, the file is on the medium as far as the system can tell, and was read back. ``anew`` publishes although the
    published file is gone, ``take_over`` although the lock of another machine stands there. Raises ``StorageError``:
    ``published_gone``, ``place_gone``, ``place_busy``, ``busy``, ``place_unfinished``, ``other_workspace``, and what reading and
    writing raise; then what stood there stands there still.
    """
    merged: list[MergeReport] = []

    def hear(report: MergeReport) -> None:
        merged.append(report)
        heard(report)

    state = standing(copy)
    with undisturbed(copy.origin, take_over=take_over):
        kept = [] if state is Standing.GONE else _strays_told(ws, copy)
        for _ in range(_ATTEMPTS):
            state = standing(copy)
            if state is Standing.GONE and copy.base and not anew:
                raise StorageError("published_gone", name=copy.origin.name)
            if state is Standing.CHANGED:
                copy = catch_up(ws, copy, part(watch, 0.0, 0.4), hear).copy
            content = content_of(ws)
            with _outgoing(ws.store.conn, copy, part(watch, 0.4, 0.8)) as (new, sha256):
                swapped = swap(copy.origin, new, sha256, copy.base, absent=state is Standing.GONE)
            if swapped.kept is not None:
                kept.append(swapped.kept)
            if swapped.done:
                return _noted(copy, sha256, content, merged, kept)
    raise StorageError("place_busy", name=copy.origin.name)


def _noted(copy: WorkingCopy, sha256: str, content: str, merged: list[MergeReport], kept: list[Path]) -> Published:
    sweep(copy.origin)
    now = dt.datetime.now(dt.UTC)
    return Published(note(WorkingCopy(copy.path, copy.origin, sha256, content, now)), tuple(merged), tuple(kept))


@contextmanager
def _outgoing(conn: Connection, copy: WorkingCopy, watch: Watch) -> Iterator[tuple[Path, str]]:
    """The local copy, whole, beside the published file under another name, read back; with its hash. Gone afterwards."""
    here, there = beside(copy.path, "outgoing"), beside(copy.origin, "part")
    try:
        copy_whole(conn, here, part(watch, 0.0, 0.5))
        with translated(copy.origin.name):
            _refuse_protected(copy.origin)
            shutil.copyfile(here, there)
            with suppress(OSError):
                shutil.copymode(copy.origin, there)
            sync(there)
        sha256 = file_hash(here)
        if file_hash(there) != sha256:
            raise StorageError("disk_error", name=copy.origin.name)
        watch(1.0)
        yield there, sha256
    finally:
        for left in (here, there):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _refuse_protected(origin: Path) -> None:
    """Raise ``StorageError("read_only_place")`` for a file that nobody may write: somebody wants it to stay as it is."""
    with suppress(FileNotFoundError):
        if not origin.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise StorageError("read_only_place", name=origin.name)


def _refuse_strange(ws: Workspace, incoming: Incoming, copy: WorkingCopy) -> None:
    """Raise ``StorageError("other_workspace")`` when what was received shares no change with the local copy."""
    here = {row[0] for table in (schema.CHANGE, schema.ASIDE) for row in ws.store.rows(f'SELECT id FROM "{table}"')}
    [vetted] = incoming.files
    with incoming.opened(vetted) as conn, translated(copy.origin.name):
        if here and not any(row[0] in here for row in conn.execute(f'SELECT id FROM "{schema.CHANGE}"')):
            raise StorageError("other_workspace", name=copy.origin.name)


def _changes(ws: Workspace) -> int:
    return int(ws.store.rows(f'SELECT count(*) FROM "{schema.CHANGE}"')[0][0])


def _strays_told(ws: Workspace, copy: WorkingCopy) -> list[Path]:
    """Clear away what killed processes left beside the published file; what holds anything new is given a name that shows."""
    kept: list[Path] = []
    for stray in strays(copy.origin):
        if _brings_nothing(ws, stray):
            with suppress(OSError):
                stray.unlink()
        elif (shown := show(stray, copy.origin)) is not None:
            kept.append(shown)
    return kept


def _brings_nothing(ws: Workspace, stray: Path) -> bool:
    try:
        with receive([stray], rows=False) as incoming:
            report = look(ws, incoming)
            return not (report.brings or report.rejected or report.lost_attachments)
    except StorageError:
        return False
