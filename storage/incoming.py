"""Received files, copied aside and checked, for as long as they are looked at or merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import gate_limits
from storage.connect import Connection, Mode, connect, settle
from storage.errors import StorageError
from storage.faults import real_path
from storage.gate_copy import PrivateFolder
from storage.gate_process import Checker
from storage.gate_protocol import Findings, Job
from storage.opening import look_at
from storage.vetting import Fault, Rejected
from storage.watch import Watch, part, unwatched

_LONGEST_NAME = 200
_LOCKED_ENDS = (".age", ".asc")


@dataclass(frozen=True, slots=True)
class Vetted:
    """A file that was found sound: its name as received, the private copy, and the hex SHA-256 and size of what was received.

    ``changes`` is how many it holds; ``rejected`` are those of them that are not as they were written.
    """

    name: str
    path: Path
    sha256: str
    size: int
    encrypted: bool
    changes: int = 0
    rejected: tuple[Rejected, ...] = ()


class Incoming:
    """Vetted files in a private folder, which is gone when this is closed."""

    def __init__(self, files: Sequence[Vetted], folder: PrivateFolder) -> None:
        self.files = tuple(files)
        self._folder = folder

    @contextmanager
    def opened(self, vetted: Vetted) -> Iterator[Connection]:
        """A connection to the private copy that only reads, within limits."""
        conn = connect(vetted.path, Mode.READ, vetted.name)
        try:
            gate_limits.limit(conn)
            settle(conn)
            gate_limits.only_reads(conn)
            yield conn
        finally:
            conn.close()

    def close(self) -> None:
        """Remove the private copies; doing it twice does nothing."""
        self._folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def receive(paths: Sequence[Path], passphrase: str | None = None, watch: Watch = unwatched, *, rows: bool = True) -> Incoming:
    """Copy files aside and check them, each in turn, in a process of their own; the files stay as they are.

    With ``rows`` a private copy also shows nothing but what its history says, for ``Workspace.open(vetted.path, None)``; a merge,
    which reads the history alone, does without in less than half the time. Whatever ``watch`` raises ends the work.

    Raises ``StorageError`` for the first file that cannot be taken, and nothing is left of it: the codes of opening,
    ``file_in_use``, ``foreign_schema``, ``not_closed``, ``passphrase_needed``, ``bad_passphrase``, ``wrong_passphrase``,
    ``package_altered``, ``received_too_large``, ``check_beyond``, ``check_too_long``, ``check_failed``, ``no_room_to_check``.
    """
    for path in paths:
        look_at(path)
    folder = PrivateFolder()
    try:
        files: list[Vetted] = []
        names = [storable(path.name) for path in paths]
        with Checker(names[0] if names else "") as checker:
            for number, (path, name) in enumerate(zip(paths, names, strict=True)):
                target = folder.path / str(number) / _private_name(name)
                target.parent.mkdir()
                job = Job(str(real_path(path)), str(target), name, passphrase, rows)
                found = checker.check(job, part(watch, number / len(paths), (number + 1) / len(paths)))
                files.append(_vetted(name, target, found))
        return Incoming(files, folder)
    except BaseException:
        folder.close()
        raise


def _vetted(name: str, path: Path, found: Findings) -> Vetted:
    try:
        rejected = tuple(Rejected(fault.change, Fault(fault.fault)) for fault in found.faults)
    except ValueError as error:
        raise StorageError("check_failed", name=name) from error
    return Vetted(name, path, found.sha256, found.size, found.encrypted, found.changes, rejected)


def storable(name: str) -> str:
    """The name of a file as it can be written down: a byte that is no character becomes a question mark."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _private_name(name: str) -> str:
    """The name of the private copy, which is shown when it is looked into, and which SQLite adds to."""
    plain = next((name.removesuffix(end) for end in _LOCKED_ENDS if name.endswith(end)), name)
    return plain if 0 < len(plain.encode("utf-8")) <= _LONGEST_NAME else "received.clausedesk"
