"""Copies of a workspace that somebody else goes on with, to be merged again."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from policy.identity import policy_id
from storage.merge import merge
from storage.records import ReviewerRecord
from storage.workspace import Profile, Workspace

Edit = Callable[[Workspace], object]


def somebody(name: str) -> Profile:
    """The profile of a person; the id follows from the name."""
    return Profile(ReviewerRecord(policy_id(name), name, "督查室"))


def edited(path: Path, profile: Profile, edit: Edit, machine: str = "") -> None:
    """Let somebody open the workspace, on a machine of this name, and write."""
    with pytest.MonkeyPatch.context() as patch:
        if machine:
            patch.setattr(platform, "node", lambda: machine)
        with Workspace.open(path, profile) as workspace:
            assert not workspace.read_only
            edit(workspace)


def edited_copy(path: Path, name: str, profile: Profile, edit: Edit, machine: str = "") -> Path:
    """A copy of a closed workspace, called ``name``, in which somebody has written."""
    copy = path.with_name(f"{name}.clausedesk")
    copyfile(path, copy)
    edited(copy, profile, edit, machine)
    return copy


def merged(path: Path, profile: Profile, *sources: Path) -> None:
    """Merge these into a closed workspace."""
    with Workspace.open(path, profile) as workspace:
        for source in sources:
            merge(workspace, source)


def merged_after(path: Path, profile: Profile, source: Path, edit: Edit) -> None:
    """Let somebody write in a closed workspace, and merge another into it."""
    edited(path, profile, edit)
    merged(path, profile, source)
