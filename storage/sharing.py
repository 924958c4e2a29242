"""Share packages: a part of a workspace, or all of it, as a workspace file of its own without deleted words inside.

It is made of nothing but what is chosen, so no page of it ever held anything else.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage import migrations
from storage.backup import copy_whole
from storage.connect import Connection, Mode, connect, settle
from storage.errors import StorageError
from storage.faults import translated
from storage.gate_copy import PrivateFolder
from storage.lock import in_use
from storage.opening import open_reading
from storage.sharing_choice import Offer, Selection, offer
from storage.sharing_crypt import is_text
from storage.sharing_fill import Contained, fill
from storage.sharing_seal import seal
from storage.swapping import refuse_journal
from storage.watch import Watch, part, unwatched
from storage.workspace import Workspace

__all__ = ["LOCKED_SUFFIX", "SUFFIX", "Offer", "Selection", "Shared", "offered", "share", "share_file"]

SUFFIX = ".clausedesk"
LOCKED_SUFFIX = ".clausedesk.age"


@dataclass(frozen=True, slots=True)
class Shared:
    """A package that was written: where, how large in bytes, what it contains, and whether it is locked with a passphrase."""

    path: Path
    size: int
    contains: Contained
    locked: bool


def share(ws: Workspace, selection: Selection, target: Path, passphrase: str | None = None, watch: Watch = unwatched) -> Shared:
    """Write a package to ``target``, which is there completely or not at all; what stood there is replaced.

    Reads the file of ``ws`` by itself, so any thread may call it while the workspace is written. With a passphrase nothing is
    written anywhere that is not locked. Raises ``StorageError``: the codes of reading and writing, ``package_onto_workspace``,
    ``target_in_use``, ``target_unfinished``, ``empty_passphrase``, ``bad_passphrase``, ``package_too_large``.
    """
    return share_file(ws.path, selection, target, passphrase, watch)


def share_file(
    workspace: Path, selection: Selection, target: Path, passphrase: str | None = None, watch: Watch = unwatched
) -> Shared:
    """As ``share``, for a workspace that need not be open."""
    with translated(target.name):
        if target.exists() and target.samefile(workspace):
            raise StorageError("package_onto_workspace", name=target.name)
        if target.exists() and in_use(target):
            # Whoever has it open would write on into a file without a name, and lose it on closing.
            raise StorageError("target_in_use", name=target.name)
        if not target.parent.is_dir():
            raise StorageError("missing_file", name=target.parent.name)
    refuse_journal(target)
    if passphrase is not None:
        if not passphrase:
            raise StorageError("empty_passphrase", name=target.name)
        if not is_text(passphrase):
            raise StorageError("bad_passphrase", name=target.name)
        contained = seal(workspace, selection, target, passphrase, watch)
    else:
        contained = _plain(workspace, selection, target, watch)
    with translated(target.name):
        return Shared(target, target.stat().st_size, contained, passphrase is not None)


def offered(workspace: Path) -> Offer:
    """What a workspace offers to choose from. Raises ``StorageError``."""
    with closing(open_reading(workspace)) as conn:
        return offer(conn)


def _plain(workspace: Path, selection: Selection, target: Path, watch: Watch) -> Contained:
    with (
        translated(target.name),
        closing(PrivateFolder()) as folder,
        closing(open_reading(workspace)) as source,
        closing(_fresh(folder.path / "package", target.name)) as package,
    ):
        contained = fill(package, source, selection, part(watch, 0, 0.8))
        copy_whole(package, target, part(watch, 0.8, 1))
    return contained


def _fresh(path: Path, name: str) -> Connection:
    conn = connect(path, Mode.CREATE, name)
    try:
        migrations.migrate(conn)
        return settle(conn)
    except BaseException:
        conn.close()
        raise
