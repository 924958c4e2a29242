"""The background work of publishing: what it gives, also when the place fails halfway."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from storage.errors import StorageError
from storage.merge import MergeReport
from storage.published import Standing, catch_up, publish, settle_content, standing, unpublished
from storage.watch import Watch
from storage.working_copy import WorkingCopy, copy_at
from storage.workspace import Workspace


class Consent(Enum):
    """To what the person agreed who publishes: nothing special, making a file anew that is gone, or that another machine's lock
    stands there."""

    NONE = ""
    ANEW = "published_gone"
    TAKE_OVER = "busy"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was merged, files found and kept, why nothing more came of it, and whether anything is unpublished now."""

    merged: tuple[MergeReport, ...]
    kept: tuple[Path, ...]
    error: StorageError | None
    unpublished: bool


def caught_up(path: Path, workspace: Workspace, watch: Watch) -> Outcome:
    """Note what a local copy holds, and merge what others published. Raises ``StorageError`` when it is no local copy any more."""
    merged: list[MergeReport] = []
    error: StorageError | None = None
    copy = settle_content(workspace, _noted(path))
    try:
        if copy.base and standing(copy) is Standing.GONE:
            raise StorageError("published_gone", name=copy.origin.name)
        catch_up(workspace, copy, watch, merged.append)
    except StorageError as raised:
        error = raised
    return Outcome(tuple(merged), (), error, unpublished(workspace, _noted(path)))


def publish_all(path: Path, consent: Consent, workspace: Workspace, watch: Watch) -> Outcome:
    """Publish a local copy. Raises ``StorageError`` when it is no local copy any more."""
    merged: list[MergeReport] = []
    try:
        done = publish(
            workspace,
            _noted(path),
            watch,
            anew=consent is Consent.ANEW,
            take_over=consent is Consent.TAKE_OVER,
            heard=merged.append,
        )
    except StorageError as raised:
        return Outcome(tuple(merged), (), raised, unpublished(workspace, _noted(path)))
    return Outcome(tuple(merged), done.kept, None, unpublished(workspace, done.copy))


def _noted(path: Path) -> WorkingCopy:
    found = copy_at(path)
    if found is None:
        raise StorageError("missing_file", name=path.name)
    return found
