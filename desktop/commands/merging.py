"""The subcommand that takes other workspaces' histories in."""

from __future__ import annotations

import argparse
from dataclasses import replace

from desktop.blind import concealed_in
from desktop.commands.as_json import plain, print_json
from desktop.commands.writing import open_to_write, passphrase_in
from desktop.paths import config_folder
from desktop.profile import profile_for
from desktop.settings import Settings
from resources.catalogue import Catalogue
from storage.merge import MergeReport, merge_all
from storage.twins import refresh
from storage.workspace import Workspace


def run_merge(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Merge all sources together: every one of them is taken in, or none."""
    profile = profile_for(chosen.reviewer, chosen.target, Settings(config_folder() / "settings.json"))
    passphrase = passphrase_in(chosen.passphrase_file)
    with Workspace.open(chosen.target, profile) if chosen.dry_run else open_to_write(chosen.target, profile) as workspace:
        report = merge_all(workspace, chosen.sources, chosen.dry_run, passphrase=passphrase)
        if not chosen.dry_run:
            # What came for policies that were joined into others is to be seen on these.
            refresh(workspace)
        report = _discreet(workspace, report)
    parts = [(str(path), _part(report, name)) for path, name in zip(chosen.sources, report.sources, strict=True)]
    if chosen.json:
        merged = [_answer(source, part) for source, part in parts]
        whole = {"odd_clocks": plain(report.odd_clocks), "hidden": plain(report.hidden)}
        print_json({"dry_run": chosen.dry_run, "id": report.id, **whole, "merged": merged})
        return 0
    for source, part in parts:
        key = "cli.merge.dry" if chosen.dry_run else "cli.merge.done"
        print(catalogue.text(key, source=source, new=part.new, same=part.identical, conflicts=part.disputed))
        if part.rejected:
            print(catalogue.text("cli.merge.rejected", source=source, count=len(part.rejected)))
    if report.hidden:
        print(catalogue.text("cli.merge.hidden", count=sum(one.count for one in report.hidden)))
    return 0


def _discreet(workspace: Workspace, report: MergeReport) -> MergeReport:
    """The report without what may not be told in a blind review."""
    hidden = concealed_in(workspace, report.conflicts)
    told = [
        replace(one, sides=tuple(replace(side, value=None) for side in one.sides)) if one.record in hidden else one
        for one in report.conflicts
    ]
    return replace(report, conflicts=tuple(told))


def _part(report: MergeReport, source: str) -> MergeReport:
    """What of a report is about one of the files. Attachments are those of all files, which may have them in common."""
    return replace(
        report,
        counts=tuple(count for count in report.counts if count.source == source),
        conflicts=tuple(conflict for conflict in report.conflicts if conflict.source == source),
        rejected=tuple(item for item in report.rejected if item.source == source),
    )


def _answer(source: str, report: MergeReport) -> dict[str, object]:
    backup = str(report.backup) if report.backup else None
    totals = {"source": source, "new": report.new, "identical": report.identical, "backup": backup}
    parts = {name: plain(getattr(report, name)) for name in ("counts", "conflicts", "rejected", "lost_attachments")}
    return {**totals, **parts, "new_attachments": report.new_attachments}
