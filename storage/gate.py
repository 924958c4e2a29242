"""One received file, checked, for as long as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.connect import Connection
from storage.incoming import receive


@contextmanager
def received(source: Path) -> Iterator[Connection]:
    """A connection to a checked private copy of ``source``, which itself stays as it is. Raises ``StorageError``."""
    with receive([source], rows=False) as incoming, incoming.opened(incoming.files[0]) as conn:
        yield conn
