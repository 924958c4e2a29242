"""Telling a watch at a steady pace how far work in a database is, and ending that work at once when the watch says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self

from storage.connect import Connection
from storage.errors import StorageError
from storage.watch import Watch

_SECONDS: Final = 0.05
_STEPS: Final = 20_000


class Pace:
    """Passes on to a watch, at most every twentieth of a second, which share is done; also while SQLite is at work by itself."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._start, self._end = 0.0, 1.0
        self._share = 0.0
        self._told = float("-inf")
        self._raised: BaseException | None = None

    def part(self, start: float, end: float) -> Pace:
        """Let what follows be the part from ``start`` to ``end`` of the whole; returns itself."""
        self._start, self._end = start, end
        self.reach(0.0)
        return self

    def reach(self, done: float) -> None:
        """Take note that this share of the part is done. Raises what the watch raises."""
        self._share = min(self._end, self._start + (self._end - self._start) * min(1.0, max(0.0, done)))
        self.beat()

    def beat(self) -> None:
        """Tell the watch that the work goes on. Raises what the watch raises."""
        now = time.monotonic()
        if now - self._told >= _SECONDS:
            self._told = now
            self._watch(self._share)

    def watch(self, done: float) -> None:
        """This pace as a watch of a smaller work."""
        self.reach(done)

    @contextmanager
    def over(self, conn: Connection) -> Iterator[Pace]:
        """Follow a connection: a statement that takes long is ended when the watch raises, and that is raised then."""
        conn.set_progress_handler(self._goes_on, _STEPS)
        try:
            yield self
        except StorageError:
            if self._raised is not None:
                raise self._raised from None
            raise
        finally:
            conn.set_progress_handler(None, 0)

    def _goes_on(self) -> int:
        # SQLite swallows what is raised in here; it must reach whoever waits.
        with _Keeping() as keeping:
            self.beat()
        self._raised = keeping.raised
        return self._raised is not None


class _Keeping:
    """Keeps what is raised inside."""

    raised: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        self.raised = error
        return error is not None
