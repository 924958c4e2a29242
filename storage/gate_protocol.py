"""What the program and the process that checks received files say to each other: a line of JSON each way.

Imports little, since the program looks here at every start.
"""

from __future__ import annotations

from dataclasses import dataclass

# The first argument by which a program that was frozen into one file is told to be that process.
CHECK_ARGUMENT = "--check-received"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to copy aside and check: ``source`` as received, ``target`` where its private copy shall stand, and its name in
    sentences. With ``rows``, what the file shows of itself is proved against its history too."""

    source: str
    target: str
    name: str
    passphrase: str | None
    rows: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A change that cannot be taken in, and why (a value of ``storage.vetting.Fault``)."""

    change: str
    fault: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found about a file that is sound: SHA-256 and size as received, whether it was locked up, the number of its changes
    and those of them that are not."""

    sha256: str
    size: int
    encrypted: bool
    changes: int
    faults: tuple[Fault, ...]
