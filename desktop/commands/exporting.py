"""The subcommand that writes documents."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from pathlib import Path

from desktop import snapshot
from desktop.errors import RequestError
from desktop.paths import SUFFIX, config_folder
from desktop.report_input import report_input
from desktop.settings import DUE_SOON_DAYS, REPORT_BODY_FONT, REPORT_TITLE_FONT, Settings
from desktop.snapshot import Snapshot
from desktop.writing_report import write_report
from resources.catalogue import Catalogue
from storage.workspace import Workspace


def run_export(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Write a document about one policy."""
    _check_target(chosen.output, chosen.workspace)
    with Workspace.open(chosen.workspace, None, read_only=True) as workspace:
        shown = snapshot.load(workspace, _policy(workspace, chosen.policy))
        stored = workspace.policies.findings(shown.policy.id) if chosen.findings else None
    if chosen.department is not None:
        _check_department(shown, chosen.department)
    settings = Settings(config_folder() / "settings.json")
    source = report_input(shown, chosen.as_of or dt.date.today(), settings.get(DUE_SOON_DAYS), chosen.department, stored)
    faces = (settings.get(REPORT_TITLE_FONT), settings.get(REPORT_BODY_FONT))
    write_report(chosen.kind, source, chosen.output, catalogue, faces=faces)
    print(catalogue.text("cli.export.done", path=chosen.output))
    return 0


def _check_target(target: Path, workspace: Path) -> None:
    """Raises ``RequestError`` when a workspace would make room for the document, under whatever name and link it is reached."""
    names = (target.name, os.path.realpath(target))
    same = target.exists() and workspace.exists() and target.samefile(workspace)
    if same or any(name.casefold().endswith(SUFFIX) for name in names):
        raise RequestError("export_onto_workspace", name=target.name)


def _policy(workspace: Workspace, wanted: str | None) -> str:
    """The id of the policy asked for by id or document number; without a wish, of the only one."""
    policies = workspace.policies.all()
    if not policies:
        raise RequestError("no_policy")
    if wanted is None:
        if len(policies) > 1:
            raise RequestError("policy_not_named")
        return policies[0].id
    for policy in policies:
        if wanted in (policy.id, policy.doc_number):
            return policy.id
    raise RequestError("policy_not_here", policy=wanted)


def _check_department(shown: Snapshot, name: str) -> None:
    if not any(department.name == name for task in shown.tasks.values() for department in task.departments):
        raise RequestError("department_not_here", department=name)
