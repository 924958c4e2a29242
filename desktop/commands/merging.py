"""The subcommand that takes other workspaces' histories in."""

from __future__ import annotations

import argparse

from desktop.commands.as_json import plain, print_json
from desktop.commands.writing import open_to_write
from desktop.paths import config_folder
from desktop.profile import profile_for
from desktop.settings import Settings
from resources.catalogue import Catalogue
from storage.merge import MergeReport, merge
from storage.workspace import Workspace


def run_merge(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Merge each source in turn; every one is taken in whole or not at all."""
    profile = profile_for(chosen.reviewer, chosen.target, Settings(config_folder() / "settings.json"))
    reports: list[tuple[str, MergeReport]] = []
    with Workspace.open(chosen.target, profile) if chosen.dry_run else open_to_write(chosen.target, profile) as workspace:
        for source in chosen.sources:
            reports.append((str(source), merge(workspace, source, chosen.dry_run)))
    if chosen.json:
        print_json({"dry_run": chosen.dry_run, "merged": [_answer(source, report) for source, report in reports]})
        return 0
    for source, report in reports:
        key = "cli.merge.dry" if chosen.dry_run else "cli.merge.done"
        conflicts = len(report.conflicts)
        print(catalogue.text(key, source=source, new=report.new, same=report.identical, conflicts=conflicts))
    return 0


def _answer(source: str, report: MergeReport) -> dict[str, object]:
    backup = str(report.backup) if report.backup else None
    totals = {"source": source, "new": report.new, "identical": report.identical, "backup": backup}
    parts = {name: plain(getattr(report, name)) for name in ("counts", "conflicts", "rejected", "lost_attachments")}
    return {**totals, **parts, "new_attachments": report.new_attachments}
