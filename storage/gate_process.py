"""The program's end of the process that checks received files: started, asked, watched, and killed when it takes too long."""

from __future__ import annotations

import json
import logging
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from storage.errors import StorageError
from storage.gate_protocol import CHECK_ARGUMENT, Fault, Findings, Job
from storage.watch import Watch

# How often in seconds the watch is asked whether to go on, so that calling off takes no longer.
_TICK = 0.05
# How long in seconds it may take to end after its last word.
_GRACE = 1.0
# The folder of this program is named, and the current folder is not searched: anybody may have put a module there.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from storage.gate_worker import serve; sys.exit(serve())"
_ROOT = Path(__file__).resolve().parents[1]


class Checker:
    """A process that checks files, one after the other, until ``close``.

    Raises ``StorageError("check_failed")``, with the ``name`` of the first of them, where no process can be started.
    """

    def __init__(self, name: str = "") -> None:
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(_command(), stdin=pipe, stdout=pipe, stderr=nowhere, creationflags=flags)
        except OSError as error:
            raise StorageError("check_failed", name=name) from error
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listener = threading.Thread(target=_listen, args=(self._process.stdout, self._lines), daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    @property
    def pid(self) -> int:
        """The number that the system knows the process by."""
        return self._process.pid

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing; doing it twice does nothing."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def check(self, job: Job, watch: Watch) -> Findings:
        """Have a file checked. Raises ``StorageError`` for one that cannot be taken, and whatever ``watch`` raises; after either
        the process must be closed."""
        self._send(job)
        share, end = 0.0, float("inf")
        while True:
            message = self._next(job.name)
            if "done" in message:
                watch(1.0)
                return _findings(message["done"], job.name)
            if "error" in message:
                raise _refusal(message, job.name)
            share = max(share, _number(message.get("share"), 0.0))
            if "within" in message:
                end = time.monotonic() + _number(message["within"], 0.0)
            watch(min(share, 1.0))
            if time.monotonic() > end:
                raise StorageError("check_too_long", name=job.name)

    def _send(self, job: Job) -> None:
        line = json.dumps(asdict(job)).encode() + b"\n"
        if self._process.stdin is not None:
            # One that has died already is told by its silence.
            with suppress(OSError):
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _next(self, name: str) -> Mapping[str, object]:
        """The next message, or an empty one when there was none for a moment."""
        try:
            line = self._lines.get(timeout=_TICK)
        except queue.Empty:
            return {}
        if not line:
            raise self._ended(name)
        return _message(line, name)

    def _ended(self, name: str) -> StorageError:
        try:
            code = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            # It has nothing more to say and does not end: it is no longer ours.
            return StorageError("check_failed", name=name)
        if -code in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)):
            return StorageError("check_too_long", name=name)
        # No warning, which the command line would print beside its one sentence.
        logging.getLogger(__name__).info("the process that checks received files ended with %s", code)
        return StorageError("check_failed", name=name)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHECK_ARGUMENT]
    return [sys.executable, "-P", "-c", _START, str(_ROOT)]


def _listen(stream: IO[bytes] | None, lines: queue.SimpleQueue[bytes]) -> None:
    if stream is not None:
        with suppress(OSError, ValueError):
            for line in stream:
                lines.put(line)
    lines.put(b"")


# What comes back is no more believed than the file: who took the process over with a file could say anything.
def _message(line: bytes, name: str) -> Mapping[str, object]:
    try:
        message = json.loads(line)
    except ValueError as error:
        raise StorageError("check_failed", name=name) from error
    if not isinstance(message, dict):
        raise StorageError("check_failed", name=name)
    return message


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else otherwise


def _refusal(message: Mapping[str, object], name: str) -> StorageError:
    facts = message.get("facts")
    told = {str(key): value for key, value in facts.items()} if isinstance(facts, dict) else {}
    return StorageError(str(message["error"]), **({"name": name} | told))


def _findings(value: object, name: str) -> Findings:
    try:
        facts = dict(value) if isinstance(value, dict) else {}
        faults = tuple(Fault(str(one["change"]), str(one["fault"])) for one in facts.pop("faults"))
        return Findings(str(facts["sha256"]), int(facts["size"]), facts["encrypted"] is True, int(facts["changes"]), faults)
    except (KeyError, TypeError, ValueError) as error:
        raise StorageError("check_failed", name=name) from error
