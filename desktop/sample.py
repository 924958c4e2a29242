"""The workspace of the sample policy, made where the user keeps documents."""

from __future__ import annotations

from pathlib import Path

from desktop.file_reading import read_file
from desktop.paths import sample_policy
from desktop.profile import new_reviewer
from storage.workspace import Profile, Workspace

# The sample is there before anybody has said who they are.
MAKER = "ClauseDesk"


def make_sample(path: Path) -> Path:
    """Make a workspace at ``path`` that holds the sample policy; returns ``path``. Raises ``StorageError`` and ``PolicyError``."""
    found = read_file(sample_policy())
    with Workspace.create(path, Profile(new_reviewer(MAKER))) as workspace:
        workspace.policies.add(found.policy, found.name, found.original)
    return path
