"""Making a package that is locked with a passphrase, in a process of its own.

The plain package is made in that process's memory and never stands on a disk. Locking up takes a second and more, during which no
other thread of a process runs: here that is nobody's window.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from storage import migrations
from storage.backup import sync_folder
from storage.connect import in_memory, settle
from storage.errors import StorageError
from storage.faults import translated
from storage.opening import open_reading
from storage.sharing_choice import Selection
from storage.sharing_crypt import LIMIT, lock_up
from storage.sharing_fill import Contained, fill
from storage.watch import Watch

_LOOK_EVERY_SECONDS = 0.1
_FILLED = 0.7


def seal(workspace: Path, selection: Selection, target: Path, passphrase: str, watch: Watch) -> Contained:
    """Write a locked package, which is there completely or not at all. Raises ``StorageError``, and whatever ``watch`` raises."""
    beside = target.with_name(f".{target.name}.part")
    with translated(target.name):
        try:
            contained = _in_process(_Order(workspace, selection, beside, target.name, passphrase), watch)
            watch(1.0)
            beside.replace(target)
            sync_folder(target.parent)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    return contained


@dataclass(frozen=True, slots=True)
class _Order:
    """What the process is to do; ``beside`` is where it writes."""

    workspace: Path
    selection: Selection
    beside: Path
    name: str
    passphrase: str


def _in_process(order: _Order, watch: Watch) -> Contained:
    context = multiprocessing.get_context("spawn")
    # One way only: a pipe that goes both ways is a pair of sockets.
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, order), daemon=True)
    process.start()
    theirs.close()
    share = 0.0
    try:
        while True:
            watch(share)
            said = _heard(ours, share)
            if isinstance(said, Contained):
                return said
            if isinstance(said, StorageError):
                raise said
            share = said
    except EOFError as error:
        # It ends without a word when there is not enough memory.
        raise StorageError("beyond_limits", name=order.name) from error
    finally:
        process.terminate()
        process.join()
        ours.close()


def _heard(pipe: Pipe, last: float) -> float | Contained | StorageError:
    """What the process says next, or the share that it told ``last`` when it says nothing for a moment. Raises ``EOFError`` when it
    has ended."""
    try:
        if not pipe.poll(_LOOK_EVERY_SECONDS):
            return last
        said: float | Contained | tuple[str, dict[str, object]] = pipe.recv()
    except BrokenPipeError as error:
        # So Windows tells of the end of the other side.
        raise EOFError from error
    return StorageError(said[0], **said[1]) if isinstance(said, tuple) else said


def _work(pipe: Pipe, order: _Order) -> None:
    """The work of the process."""
    # Ctrl-C reaches every process of a command; the one that waits for this one ends it and says so.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with closing(open_reading(order.workspace)) as source, closing(settle(in_memory())) as package:
            package.name = order.name
            migrations.migrate(package)
            contained = fill(package, source, order.selection, lambda share: pipe.send(share * _FILLED), LIMIT)
            locked = lock_up(package.serialize(), order.passphrase, order.name)
        _write(order.beside, locked, order.name)
        pipe.send(contained)
    except StorageError as error:
        pipe.send((error.code, error.facts))
    except BrokenPipeError:
        # Nobody waits for the package any longer.
        order.beside.unlink(missing_ok=True)


def _write(path: Path, content: bytes, name: str) -> None:
    with translated(name), path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
