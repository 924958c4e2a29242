"""The subcommand that proves a workspace whole, or puts it right."""

from __future__ import annotations

import argparse

from desktop.commands.as_json import plain, print_json
from desktop.errors import RequestError
from resources.catalogue import Catalogue
from storage.checks import CheckReport, check, repair


def run_check(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print what is not as it should be; with ``--repair`` rebuild rows and index from the history first."""
    found = repair(chosen.workspace) if chosen.repair else check(chosen.workspace)
    if chosen.json:
        print_json({**plain(found), "sound": found.sound, "problems": [_problem(found, i) for i in range(len(found.problems))]})
    else:
        for problem in found.problems:
            print(catalogue.text(f"problem.{problem.code}", **dict(problem.facts)))
        if found.backup is not None:
            print(catalogue.text("cli.check.backup", path=found.backup))
        if found.sound:
            print(catalogue.text("cli.check.whole", changes=found.changes, records=found.records, attachments=found.attachments))
    if not found.sound:
        raise RequestError("not_whole", count=len(found.problems))
    return 0


def _problem(found: CheckReport, index: int) -> dict[str, object]:
    problem = found.problems[index]
    return {"code": problem.code, **dict(problem.facts)}
