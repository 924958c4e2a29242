"""The subcommand that proves a workspace whole, or puts it right."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop.commands.as_json import plain, print_json
from desktop.errors import RequestError
from resources.catalogue import Catalogue
from storage.checks import CheckReport, Problem, check
from storage.repairs import Deed, RepairReport, repair


def run_check(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print what is not as it should be; with ``--repair`` what was found, what was done about it and what is left."""
    if chosen.repair:
        return _repair(chosen.workspace, catalogue, in_json=chosen.json)
    found = check(chosen.workspace)
    if chosen.json:
        print_json({**plain(found), **_outcome(found)})
    else:
        _print(found.problems, catalogue)
    return _end(found, catalogue, "not_whole", in_json=chosen.json)


def _repair(workspace: Path, catalogue: Catalogue, *, in_json: bool) -> int:
    report = repair(workspace)
    if in_json:
        lists = {"found": _plain(report.found), "done": _plain(report.done), "repaired": bool(report.done)}
        print_json({**plain(report.after), **_outcome(report.after), **lists, **_files(report)})
    else:
        _print(report.found, catalogue)
        _print(report.done, catalogue)
        _print([problem for problem in report.problems if problem not in report.found], catalogue)
        if report.backup is not None:
            print(catalogue.text("cli.check.backup", path=report.backup))
    return _end(report.after, catalogue, "not_repaired", in_json=in_json)


def _end(found: CheckReport, catalogue: Catalogue, fault: str, *, in_json: bool) -> int:
    if not found.sound:
        raise RequestError(fault, count=len(found.problems))
    if not in_json:
        print(catalogue.text("cli.check.whole", changes=found.changes, records=found.records, attachments=found.attachments))
    return 0


def _files(report: RepairReport) -> dict[str, str | None]:
    files = {"backup": report.backup, "rescued": report.rescued}
    return {name: str(path) if path is not None else None for name, path in files.items()}


def _outcome(found: CheckReport) -> dict[str, object]:
    return {"sound": found.sound, "problems": _plain(found.problems)}


def _plain(items: Sequence[Problem | Deed]) -> list[dict[str, object]]:
    return [{"code": item.code, **dict(item.facts)} for item in items]


def _print(items: Sequence[Problem | Deed], catalogue: Catalogue) -> None:
    for item in items:
        print(catalogue.text(item.phrase, **dict(item.facts)))
