"""Working on a local copy of a workspace that lies in a place that bites, and publishing it back.

Nothing that ever stood under the published name is written over unseen: what stands there is moved aside, found to be what was
merged last, and only then followed by the new file. Whatever else is found is merged first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from storage import schema
from storage.backup import copy_whole
from storage.connect import Connection
from storage.errors import StorageError
from storage.faults import translated
from storage.incoming import receive
from storage.merge import MergeReport, merge_in
from storage.watch import Watch, part, unwatched
from storage.workspace import Workspace

_NOTE: Final = "origin.json"
_PIECE: Final = 1 << 20
_ATTEMPTS: Final = 5
_LEFT_BEHIND: Final = 24 * 3_600
_FAT_HAS_NO_LINKS: Final = (OSError, NotImplementedError)


class Standing(StrEnum):
    """How the published file stands to the one that was taken or published last."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A local copy at ``path`` of the workspace published at ``origin``.

    ``base`` is the hex SHA-256 of what stood there when it was taken, merged or published last; ``content`` says what the local
    copy held then (``content_of``); ``published`` is when it was published last, ``None`` for never.
    """

    path: Path
    origin: Path
    base: str
    content: str
    published: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the copy as it is noted now, and what was merged into it before."""

    copy: WorkingCopy
    merged: tuple[MergeReport, ...]


def copy_folder(origin: Path, copies: Path) -> Path:
    """The folder under ``copies`` in which the local copy of a published workspace lies."""
    key = hashlib.sha256(str(origin.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return copies / key


def known_copy(origin: Path, copies: Path) -> WorkingCopy | None:
    """The local copy of a published workspace, if there is one."""
    return _noted(copy_folder(origin, copies))


def known_copies(copies: Path) -> tuple[WorkingCopy, ...]:
    """All local copies."""
    if not copies.is_dir():
        return ()
    return tuple(copy for folder in sorted(copies.iterdir()) if (copy := _noted(folder)) is not None)


def take(origin: Path, copies: Path, watch: Watch = unwatched) -> WorkingCopy:
    """Make a local copy of a workspace that was checked, or give the one there is. Raises ``StorageError``."""
    known = known_copy(origin, copies)
    if known is not None:
        return known
    restore_name(origin)
    folder = copy_folder(origin, copies)
    with translated(origin.name), receive([origin], watch=watch, rows=False) as incoming:
        [vetted] = incoming.files
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / origin.name
        beside = folder / f".{origin.name}.part"
        shutil.copyfile(vetted.path, beside)
        _sync(beside)
        beside.replace(path)
        _sync_folder(folder)
        # The content is noted when the copy is opened for the first time: opening may bring an older format to this one.
        return _note(WorkingCopy(path, origin, vetted.sha256, ""))


def standing(copy: WorkingCopy) -> Standing:
    """How the published file stands now. Raises ``StorageError`` when it cannot be read."""
    restore_name(copy.origin)
    try:
        return Standing.SAME if _hash(copy.origin) == copy.base else Standing.CHANGED
    except StorageError as error:
        if error.code != "missing_file":
            raise
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


def settle_content(ws: Workspace, copy: WorkingCopy) -> WorkingCopy:
    """Note, for a copy that was just taken and opened, what it holds before anything is written."""
    return copy if copy.content else _note(_with(copy, content=content_of(ws)))


def catch_up(ws: Workspace, copy: WorkingCopy, watch: Watch = unwatched) -> Published:
    """Merge what was published by others meanwhile into the open local copy. Raises ``StorageError``."""
    if standing(copy) is not Standing.CHANGED:
        return Published(copy, ())
    clean = not unpublished(ws, copy)
    with receive([copy.origin], watch=part(watch, 0.0, 0.4), rows=False) as incoming:
        report = merge_in(ws, incoming, part(watch, 0.4, 1.0))
        base = incoming.files[0].sha256
    content = content_of(ws) if clean else copy.content
    return Published(_note(_with(copy, base=base, content=content)), (report,))


def publish(ws: Workspace, copy: WorkingCopy, watch: Watch = unwatched, *, anew: bool = False) -> Published:
    """Put the open local copy in the place of the published file; changed meanwhile, that is merged first.

    When this returns, the file is on the medium as far as the system can tell, and was read back. ``anew`` publishes although the
    published file is gone. Raises ``StorageError``: ``published_gone``, ``place_busy``, and what reading and writing raise; then
    what stood there stands there still.
    """
    merged: list[MergeReport] = []
    for _ in range(_ATTEMPTS):
        state = standing(copy)
        if state is Standing.GONE and not anew:
            raise StorageError("published_gone", name=copy.origin.name)
        if state is Standing.CHANGED:
            caught = catch_up(ws, copy, part(watch, 0.0, 0.4))
            copy = caught.copy
            merged += caught.merged
        content = content_of(ws)
        with _outgoing(ws.store.conn, copy, part(watch, 0.4, 0.8)) as (beside, sha256):
            if _swapped(copy, beside, sha256, absent=state is Standing.GONE):
                watch(1.0)
                now = dt.datetime.now(dt.UTC)
                return Published(_note(_with(copy, base=sha256, content=content, published=now)), tuple(merged))
    raise StorageError("place_busy", name=copy.origin.name)


def forget(copy: WorkingCopy) -> None:
    """Remove the local copy and its folder; for one that holds nothing unpublished and is closed. Raises ``StorageError``."""
    with translated(copy.path.name):
        shutil.rmtree(copy.path.parent)


def restore_name(origin: Path) -> None:
    """Give a published file its name back that a process left moved aside when it was killed."""
    with suppress(OSError):
        if not origin.exists():
            aside = sorted(origin.parent.glob(f".{_globbed(origin.name)}.*.was"), key=lambda path: path.stat().st_mtime)
            if aside:
                _place(aside[-1], origin)


@contextmanager
def _outgoing(conn: Connection, copy: WorkingCopy, watch: Watch) -> Iterator[tuple[Path, str]]:
    """The local copy, whole, beside the published file under another name, read back; with its hash. Gone afterwards."""
    here = copy.path.with_name(f".{copy.path.name}.outgoing")
    there = copy.origin.with_name(f".{copy.origin.name}.{secrets.token_hex(4)}.part")
    try:
        copy_whole(conn, here)
        watch(0.5)
        with translated(copy.origin.name):
            shutil.copyfile(here, there)
            _sync(there)
        sha256 = _hash(here)
        if _hash(there) != sha256:
            raise StorageError("disk_error", name=copy.origin.name)
        watch(1.0)
        yield there, sha256
    finally:
        for left in (here, there):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _swapped(copy: WorkingCopy, beside: Path, sha256: str, *, absent: bool) -> bool:
    """Put ``beside`` under the published name; ``False`` when something else stood or appeared there, which then stands there."""
    origin = copy.origin
    aside = origin.with_name(f".{origin.name}.{secrets.token_hex(4)}.was")
    with translated(origin.name):
        if not absent:
            try:
                origin.rename(aside)
            except FileNotFoundError:
                return False
        seen = False
        try:
            seen = absent or _hash(aside) == copy.base
            if not seen or not _place(beside, origin):
                return False
            _sync_folder(origin.parent)
            if _hash(origin) != sha256:
                return False
        finally:
            _tidy(aside, origin, seen=seen)
    _sweep(origin)
    return True


def _tidy(aside: Path, origin: Path, *, seen: bool) -> None:
    """Bring what was moved aside back when nothing stands in its place, else drop it if it was ``seen``; what was not is kept
    beside under a name that shows."""
    with suppress(OSError):
        if not aside.exists() or (not origin.exists() and _place(aside, origin)):
            return
        if seen:
            aside.unlink()
        else:
            aside.rename(origin.with_name(f"{origin.stem}.{aside.name.split('.')[-2]}{origin.suffix}"))


def _sweep(origin: Path) -> None:
    """Remove what killed processes left beside a published file long ago; while the file is there, none of it is needed."""
    old = dt.datetime.now(dt.UTC).timestamp() - _LEFT_BEHIND
    for end in ("part", "was"):
        for left in origin.parent.glob(f".{_globbed(origin.name)}.*.{end}"):
            with suppress(OSError):
                if left.stat().st_mtime < old:
                    left.unlink()


def _place(source: Path, target: Path) -> bool:
    """Give a file a name that nothing has yet; ``False`` when something has it."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except _FAT_HAS_NO_LINKS:
        if target.exists():
            return False
        source.rename(target)
        return True
    source.unlink()
    return True


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with translated(path.name), path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Some network file systems know no syncing of folders, and Windows does not either.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _globbed(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _with(copy: WorkingCopy, *, base: str = "", content: str = "", published: dt.datetime | None = None) -> WorkingCopy:
    return WorkingCopy(copy.path, copy.origin, base or copy.base, content or copy.content, published or copy.published)


def _note(copy: WorkingCopy) -> WorkingCopy:
    """Write down what is known of a copy, whole or not at all; returns it."""
    note = copy.path.parent / _NOTE
    beside = note.with_name(f".{_NOTE}.part")
    facts = {
        "name": copy.path.name,
        "origin": str(copy.origin),
        "base": copy.base,
        "content": copy.content,
        "published": copy.published.isoformat() if copy.published else None,
    }
    with translated(copy.path.name):
        beside.write_text(json.dumps(facts), encoding="utf-8", errors="surrogatepass")
        _sync(beside)
        beside.replace(note)
        _sync_folder(note.parent)
    return copy


def _noted(folder: Path) -> WorkingCopy | None:
    try:
        facts = json.loads((folder / _NOTE).read_text(encoding="utf-8", errors="surrogatepass"))
        published = dt.datetime.fromisoformat(facts["published"]) if facts["published"] else None
        found = WorkingCopy(folder / facts["name"], Path(facts["origin"]), str(facts["base"]), str(facts["content"]), published)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.path.exists() else None
