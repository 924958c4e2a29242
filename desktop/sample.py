"""The workspace of the sample policy, made where the user keeps documents."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop.file_reading import read_file
from desktop.paths import sample_policy
from desktop.profile import new_reviewer
from storage.errors import StorageError
from storage.faults import translated
from storage.workspace import Profile, Workspace

# The sample is there before anybody has said who they are.
MAKER = "ClauseDesk"


def make_sample(path: Path) -> Path:
    """Make a workspace at ``path`` that holds the sample policy; returns ``path``. Raises ``StorageError`` and ``PolicyError``.

    It is made beside and appears under its name only when it is complete, so that a failure leaves nothing behind.
    """
    found = read_file(sample_policy())
    with translated(path.name), tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as folder:
        beside = Path(folder) / path.name
        with Workspace.create(beside, Profile(new_reviewer(MAKER))) as workspace:
            workspace.policies.add(found.policy, found.name, found.original)
        if path.exists():
            raise StorageError("already_exists", name=path.name)
        beside.rename(path)
    return path
