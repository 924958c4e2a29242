"""Notes whether the program touches the file of the workspace that its window has open by another way than SQLite."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
# Opening by ordinary means, and then closing, drops every lock that this process holds on the file.
EVENTS = frozenset(
    {"open", "os.rename", "os.remove", "os.link", "os.truncate", "shutil.copyfile", "shutil.copyfileobj", "shutil.move"}
)


class SideDoors:
    """One for the life of the process: a hook cannot be taken out again. ``live`` gives the file that is open, if any."""

    def __init__(self) -> None:
        self.live: Callable[[], Path | None] | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.live is None or event not in EVENTS:
            return
        live = self.live()
        if live is None:
            return
        for argument in arguments[:2]:
            if isinstance(argument, str | os.PathLike) and os.fspath(argument) == str(live):
                by = _nearest(sys._getframe(1))
                if by is not None:
                    self.seen.append(f"{event} by {by}")


def _nearest(frame: FrameType | None) -> str | None:
    """The nearest of the program's lines that led here; none where it was a test that did it."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts:
            inside = path.relative_to(ROOT)
            return None if inside.parts[0] == "tests" else f"{inside.as_posix()}:{frame.f_lineno}"
        frame = frame.f_back
    return None
