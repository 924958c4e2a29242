"""The subcommand that brings policies into a workspace."""

from __future__ import annotations

import argparse

from desktop.file_reading import read_file
from desktop.paths import config_folder
from desktop.profile import profile_for
from desktop.settings import Settings
from resources.catalogue import Catalogue
from storage.workspace import Profile, Workspace


def run_import(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Read policies into a workspace, which is made when it is missing; every file is read before the first is stored."""
    found = [read_file(path) for path in chosen.files]
    settings = Settings(config_folder() / "settings.json")
    with open_or_create(chosen, profile_for(chosen.reviewer, chosen.workspace, settings)) as workspace:
        for policy in found:
            workspace.policies.add(policy.policy, policy.name, policy.original)
            facts = policy.policy.metadata
            print(f"{policy.policy.id}  {facts.doc_number or ''}  {facts.title}")
    return 0


def open_or_create(chosen: argparse.Namespace, profile: Profile) -> Workspace:
    """The workspace named on the command line, made when it is missing."""
    if chosen.workspace.exists():
        return Workspace.open(chosen.workspace, profile)
    return Workspace.create(chosen.workspace, profile)
