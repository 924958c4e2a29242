"""The process that checks received files: it can be ended at any time, and has no more time and memory than the work needs.

It takes one job per line on its standard input and answers in lines of JSON. It opens no socket, and ends when its input does.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from types import ModuleType

from storage import gate_vet
from storage.age_format import WORK_AT_MOST
from storage.errors import StorageError
from storage.gate_protocol import Job

_MEMORY = 1 << 30
# How often in seconds the share done is told.
_OFTEN = 0.05
_CPU_SECONDS = 15.0
_CPU_BYTES_PER_SECOND = 8 << 20
# The program waits this many times as long as the work may take on its own, since the computer has other things to do.
_PATIENCE = 4
_SCRYPT_BYTES = 1_024

# What is said of one's own workspace advises to restore a backup; of a received file, to have it sent again.
_SENT = {
    "damaged": "package_altered",
    "database_error": "package_altered",
    "unfinished_write": "package_altered",
    "beyond_limits": "check_beyond",
}


def serve() -> int:
    """Check files until the input ends."""
    # By number: a frozen program without a console has no such streams.
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    answers = os.dup(1)
    # Whatever else is printed must not be taken for an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    say = _speaker(answers)
    while line := jobs.get():
        say(_answer(Job(**json.loads(line)), say))
    return 0


def _listen(jobs: queue.SimpleQueue[bytes]) -> None:
    with os.fdopen(0, "rb", closefd=False) as requests:
        for line in requests:
            jobs.put(line)
    # The program has gone, perhaps killed: nobody is left to whom a check could be of use.
    os._exit(0)


def _speaker(answers: int) -> Callable[[dict[str, object]], None]:
    def say(message: dict[str, object]) -> None:
        os.write(answers, json.dumps(message).encode() + b"\n")

    return say


def _answer(job: Job, say: Callable[[dict[str, object]], None]) -> dict[str, object]:
    try:
        return {"done": asdict(gate_vet.vet(job, Limited(say)))}
    except StorageError as error:
        return {"error": _SENT.get(error.code, error.code), "facts": error.facts}
    except (MemoryError, OverflowError, RecursionError):
        return {"error": "check_beyond", "facts": {"name": job.name}}


class Limited:
    """Tells the program how far the check is, and sets the limits of this process when it begins."""

    def __init__(self, say: Callable[[dict[str, object]], None]) -> None:
        self._say = say
        self._next = 0.0
        self._end = float("inf")

    def __call__(self, share: float) -> None:
        """Tell the share done, unless it was told a moment ago."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _OFTEN
            self._say({"share": round(share, 4)})

    def began(self, size: int, work: int) -> None:
        """Limit time and memory, by the size of the file and the work that unlocking it takes."""
        seconds = _CPU_SECONDS + size / _CPU_BYTES_PER_SECOND + (30.0 if work else 0.0)
        self._end = time.process_time() + seconds
        self._say({"within": seconds * _PATIENCE})
        _limit_process(int(self._end) + 2, _MEMORY + (4 * size + (_SCRYPT_BYTES << min(work, WORK_AT_MOST)) if work else 0))

    def over(self) -> bool:
        """Whether the time is up."""
        return time.process_time() > self._end


def _limit_process(cpu_seconds: int, memory: int) -> None:
    """Have the system end or starve this process beyond these limits, where it can."""
    limits = _resource()
    if limits is None:
        return
    for kind, value in ((limits.RLIMIT_CPU, cpu_seconds), (limits.RLIMIT_AS, memory), (limits.RLIMIT_CORE, 0)):
        hard = limits.getrlimit(kind)[1]
        most = value if hard == limits.RLIM_INFINITY else min(value, hard)
        # The hard limits stay, since a later job may be larger.
        with suppress(ValueError, OSError):
            limits.setrlimit(kind, (most, hard))


def _resource() -> ModuleType | None:
    return importlib.import_module("resource") if sys.platform != "win32" else None
