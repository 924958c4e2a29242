"""The subcommand that brings policies into a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop.errors import RequestError
from desktop.file_reading import ReadPolicy, read_file
from desktop.paths import config_folder
from desktop.profile import profile_for
from desktop.settings import Settings
from resources.catalogue import Catalogue
from storage.faults import translated
from storage.incoming import storable
from storage.remarks import signed
from storage.workspace import Profile, Workspace

_LONGEST = 10_000


def run_import(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Read policies into a workspace, which is made when it is missing.

    All are read, and none may be there already, before the first is stored; each is then stored by itself.
    """
    found = [read_file(path, encoding=chosen.encoding) for path in chosen.files]
    _refuse_twice(found)
    settings = Settings(config_folder() / "settings.json")
    with open_or_create(chosen, profile_for(chosen.reviewer, chosen.workspace, settings)) as workspace:
        _refuse_known(found, workspace)
        worded = signed(catalogue.text)
        for policy in found:
            remarks = policy.remarks if chosen.comments else ()
            workspace.policies.add(policy.policy, storable(policy.name), policy.original, remarks=remarks, worded=worded)
    for policy in found:
        facts = policy.policy.metadata
        print(f"{policy.policy.id}  {facts.doc_number or ''}  {facts.title}")
    return 0


def open_or_create(chosen: argparse.Namespace, profile: Profile) -> Workspace:
    """The workspace named on the command line, made when it is missing, open for writing."""
    if chosen.workspace.exists():
        return open_to_write(chosen.workspace, profile)
    return _writable(Workspace.create(chosen.workspace, profile))


def open_to_write(path: Path, profile: Profile) -> Workspace:
    """The workspace at ``path``, open for writing. ``RequestError`` says who holds it, or that its place cannot be written."""
    return _writable(Workspace.open(path, profile))


def passphrase_in(path: Path | None) -> str | None:
    """The first line of a small file, if there is one. Raises ``RequestError``, and ``StorageError`` when it cannot be read."""
    if path is None:
        return None
    with translated(path.name), path.open("rb") as file:
        start = file.read(_LONGEST)
    try:
        line = start.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise RequestError("no_passphrase", name=path.name) from error
    if not line:
        raise RequestError("no_passphrase", name=path.name)
    return line


def _writable(workspace: Workspace) -> Workspace:
    if not workspace.read_only:
        return workspace
    name, holder = workspace.path.name, workspace.holder
    workspace.close()
    if holder is None:
        raise RequestError("read_only_place", name=name)
    if not holder.person:
        raise RequestError("held", name=name)
    raise RequestError("busy", name=name, person=holder.person, host=holder.host)


def _refuse_twice(found: Sequence[ReadPolicy]) -> None:
    seen: set[str] = set()
    for policy in found:
        if policy.policy.id in seen:
            raise RequestError("given_twice", title=policy.policy.metadata.title)
        seen.add(policy.policy.id)


def _refuse_known(found: Sequence[ReadPolicy], workspace: Workspace) -> None:
    titles = {policy.id: policy.title for policy in workspace.policies.all()}
    for policy in found:
        if policy.policy.id in titles:
            raise RequestError("already_imported", title=titles[policy.policy.id])
