"""What may stand on a disk after the power failed, worked out from what was asked of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
Event = tuple[Any, ...]


@dataclass
class _Content:
    """The bytes of one file: those that are safe, and what was written since it was synced last."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for at, data in self.waiting:
            _apply(self.safe, at, data)
        self.waiting.clear()

    def after_cut(self, dice: random.Random, kept: float) -> bytes:
        """The bytes when each write that was not synced was kept, dropped or torn between sectors."""
        content = bytearray(self.safe)
        for at, data in self.waiting:
            if dice.random() < kept:
                _apply(content, at, data)
            elif data is not None and dice.random() < 0.5:
                for start in range(0, len(data), SECTOR):
                    if dice.random() < 0.5:
                        _apply(content, at + start, data[start : start + SECTOR])
        return bytes(content)


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    """A write at a place, or (without data) a cut to this size."""
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


class PowerCut:
    """The folder of a workspace as its disk was asked to change it, event by event.

    Names are safe when their folder was synced; until then each may still stand for what it stood for at any time since.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self._contents = [_Content(bytearray(data)) for data in files.values()]
        self._names: dict[str, list[int | None]] = {name: [number] for number, name in enumerate(files)}
        self._open: dict[int, int] = {}

    def take(self, event: Event) -> None:
        """Go on by one event; those that change nothing on the disk are passed over."""
        kind, *rest = event
        handler = getattr(self, f"_on_{kind}", None)
        if handler is not None:
            handler(*rest)

    def _on_write(self, number: int, at: int, data: bytes | None = None) -> None:
        if number in self._open:
            self._contents[self._open[number]].waiting.append((at, data))

    _on_truncate = _on_write

    def _on_sync(self, number: int) -> None:
        if number in self._open:
            self._contents[self._open[number]].sync()

    def _on_sync_path(self, path: str) -> None:
        number = self._now(path)
        if number is not None:
            self._contents[number].sync()

    def _on_sync_folder(self, folder: str) -> None:
        for name, history in self._names.items():
            if str(Path(name).parent) == folder:
                del history[:-1]

    def _on_delete(self, path: str) -> None:
        self._set(path, None)

    def _on_rename(self, old: str, new: str) -> None:
        self._set(new, self._now(old))
        self._set(old, None)

    def _on_open(self, number: int, path: str, created: bool) -> None:
        if not path:
            return
        if created or self._now(path) is None:
            self._contents.append(_Content())
            self._set(path, len(self._contents) - 1)
        found = self._now(path)
        assert found is not None
        self._open[number] = found

    def _now(self, name: str) -> int | None:
        return self._names.get(name, [None])[-1]

    def _set(self, name: str, content: int | None) -> None:
        self._names.setdefault(name, [None]).append(content)

    def state(self, dice: random.Random) -> dict[str, bytes]:
        """What each name may hold if the power fails now."""
        kept, newest = dice.choice((0.0, 0.5, 0.9, 1.0)), dice.choice((0.0, 0.5, 1.0))
        found: dict[str, bytes] = {}
        for name, history in self._names.items():
            number = history[-1] if dice.random() < newest else dice.choice(history)
            if number is not None:
                found[name] = self._contents[number].after_cut(dice, kept)
        return found


def states(
    files: dict[str, bytes], events: Sequence[Event], count: int, seed: int
) -> Iterator[tuple[dict[str, bytes], Sequence[Event]]]:
    """So many states after a power cut at random moments, each with the events up to then."""
    dice = random.Random(seed)
    moments = sorted(dice.choices(range(len(events) + 1), k=count))
    cut, at = PowerCut(files), 0
    for moment in moments:
        while at < moment:
            cut.take(events[at])
            at += 1
        yield cut.state(dice), events[:at]


def lay_out(state: dict[str, bytes], was: Path, place: Path) -> None:
    """Write the files of a state that stood in the folder ``was`` into ``place``."""
    for name, content in state.items():
        if not Path(name).is_relative_to(was):
            continue
        target = place / Path(name).relative_to(was)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
