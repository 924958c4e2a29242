"""Local copies of workspaces that lie in places that bite, and what is noted of each."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.backup import sync, sync_folder
from storage.errors import StorageError
from storage.faults import real_path, translated
from storage.incoming import receive
from storage.swapping import label, place, restore_name
from storage.watch import Watch, unwatched
from storage.workspace import Profile, Workspace

_NOTE: Final = "origin.json"
_NEW: Final = ".new-"
_LEFT_BEHIND: Final = 24 * 3_600
UNKNOWN: Final = "?"
"""Stands for a content that nobody knows to be published."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A local copy at ``path`` of the workspace published at ``origin``.

    ``base`` is the hex SHA-256 of what stood there when it was taken, merged or published last, empty when nothing did;
    ``content`` says what the local copy held then (``published.content_of``), empty until it is opened for the first time;
    ``published`` is when it was published last, ``None`` for never.
    """

    path: Path
    origin: Path
    base: str
    content: str
    published: dt.datetime | None = None


def copy_folder(origin: Path, copies: Path) -> Path:
    """The folder under ``copies`` in which the local copy of a published workspace lies."""
    key = hashlib.sha256(_key(origin).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return copies / key


def known_copy(origin: Path, copies: Path) -> WorkingCopy | None:
    """The local copy of a published workspace, by whichever path it is reached, if there is one."""
    known = known_copies(copies)
    for copy in known:
        if _key(copy.origin) == _key(origin):
            return copy
    name = origin.name.casefold()
    for copy in known:
        with suppress(OSError):
            if copy.origin.name.casefold() == name and copy.origin.samefile(origin):
                return copy
    return None


def known_copies(copies: Path) -> tuple[WorkingCopy, ...]:
    """All local copies."""
    try:
        folders = sorted(copies.iterdir())
    except OSError:
        return ()
    found = (_noted(folder) for folder in folders if not folder.name.startswith(_NEW))
    return tuple(copy for copy in found if copy is not None)


def copy_at(path: Path) -> WorkingCopy | None:
    """What is noted of the local copy at ``path``, if it is one."""
    found = _noted(path.parent)
    return found if found is not None and found.path == path else None


def take(origin: Path, copies: Path, watch: Watch = unwatched) -> WorkingCopy:
    """Make a local copy of a workspace that was checked, or give the one there is. Raises ``StorageError``."""
    origin = real_path(origin)
    known = known_copy(origin, copies)
    if known is not None:
        return known
    restore_name(origin)
    with receive([origin], watch=watch, rows=False) as incoming:
        [vetted] = incoming.files
        elsewhere = _of_moved(origin, vetted.sha256, copies)
        if elsewhere is not None:
            return note(dataclasses.replace(elsewhere, origin=origin))
        with _new_folder(copies, origin.name) as folder:
            with translated(origin.name):
                path = folder / label(origin.name)
                shutil.copyfile(vetted.path, path)
                sync(path)
            # The content is noted when the copy is opened for the first time: opening may bring an older format to this one.
            return _moved_in(folder, origin, copies, vetted.sha256)


def begin(origin: Path, copies: Path, profile: Profile) -> WorkingCopy:
    """Make a new workspace as the local copy of one that is still to be published. Raises ``StorageError``: ``already_exists``."""
    origin = real_path(origin)
    with translated(origin.name):
        there = origin.exists()
    if there or known_copy(origin, copies) is not None:
        raise StorageError("already_exists", name=origin.name)
    with _new_folder(copies, origin.name) as folder:
        Workspace.create(folder / label(origin.name), profile).close()
        return _moved_in(folder, origin, copies, "", UNKNOWN)


def move_origin(copy: WorkingCopy, origin: Path) -> WorkingCopy:
    """Let a local copy be one of a workspace that is still to be published elsewhere. Raises ``StorageError``."""
    return note(WorkingCopy(copy.path, real_path(origin), "", UNKNOWN))


def let_go(copy: WorkingCopy) -> None:
    """Forget that a workspace is a local copy; it stays where it is. Raises ``StorageError``."""
    with translated(copy.path.name):
        (copy.path.parent / _NOTE).unlink(missing_ok=True)


def note(copy: WorkingCopy) -> WorkingCopy:
    """Write down what is known of a copy, whole or not at all; returns it. Raises ``StorageError``."""
    _write(copy.path.parent, copy)
    return copy


def _write(folder: Path, copy: WorkingCopy) -> None:
    place_of_note = folder / _NOTE
    beside = folder / f".{_NOTE}.{secrets.token_hex(4)}.part"
    facts = {
        "name": copy.path.name,
        "origin": str(copy.origin),
        "base": copy.base,
        "content": copy.content,
        "published": copy.published.isoformat() if copy.published else None,
    }
    with translated(copy.path.name):
        try:
            beside.write_text(json.dumps(facts), encoding="utf-8", errors="surrogatepass")
            sync(beside)
            beside.replace(place_of_note)
            sync_folder(folder)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _noted(folder: Path) -> WorkingCopy | None:
    try:
        facts = json.loads((folder / _NOTE).read_text(encoding="utf-8", errors="surrogatepass"))
        published = dt.datetime.fromisoformat(facts["published"]) if facts["published"] else None
        found = WorkingCopy(folder / facts["name"], Path(facts["origin"]), str(facts["base"]), str(facts["content"]), published)
        return found if found.path.exists() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _new_folder(copies: Path, name: str) -> Iterator[Path]:
    """A folder that is no local copy yet, gone afterwards unless it became one; and away with those that killed processes left."""
    old = time.time() - _LEFT_BEHIND
    with translated(name):
        copies.mkdir(parents=True, exist_ok=True)
        for left in copies.glob(f"{_NEW}*"):
            with suppress(OSError):
                if left.stat().st_mtime < old:
                    shutil.rmtree(left, ignore_errors=True)
        folder = copies / f"{_NEW}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _moved_in(folder: Path, origin: Path, copies: Path, base: str, content: str = "") -> WorkingCopy:
    """Let a new folder be the local copy, note and all at once; of two at the same time the first is it."""
    target = copy_folder(origin, copies)
    copy = WorkingCopy(target / label(origin.name), origin, base, content)
    _write(folder, copy)
    with suppress(OSError):
        folder.rename(target)
        sync_folder(copies)
        return copy
    known = _noted(target)
    if known is not None:
        return known
    with translated(origin.name):
        # What lies there has lost its workspace, as when that was damaged and set aside; or its note, when nobody knows
        # what of it was published.
        placed = place(folder / copy.path.name, copy.path)
    return note(copy if placed else WorkingCopy(copy.path, origin, "", UNKNOWN))


def _of_moved(origin: Path, sha256: str, copies: Path) -> WorkingCopy | None:
    """The local copy of the same file when it lay elsewhere: a stick that was plugged in again under another name."""
    for copy in known_copies(copies):
        # A place that cannot be looked at is not gone.
        with suppress(OSError):
            if copy.base == sha256 and copy.origin.name == origin.name and not copy.origin.exists():
                return copy
    return None


def _key(origin: Path) -> str:
    return os.path.normcase(os.path.realpath(origin))
