"""The subcommand that says who wrote what."""

from __future__ import annotations

import argparse

from desktop.account_rows import account_row
from desktop.blind import concealed
from desktop.commands.as_json import print_json
from desktop.histories import all_lines, clock_text, history_lines
from resources.catalogue import Catalogue
from resources.change_words import ChangeWords
from storage.workspace import Workspace
from widgets.models.history_model import HistoryLine


def run_history(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print the changes of one record, or all there are, newest first."""
    with Workspace.open(chosen.workspace, None, read_only=True) as workspace:
        hidden = concealed(workspace)
        if chosen.record is None:
            lines = all_lines(workspace, catalogue, hidden=hidden)
        else:
            lines = history_lines(workspace, catalogue, chosen.record, hidden)
    if chosen.json:
        print_json([_answer(line) for line in lines])
        return 0
    words = ChangeWords(catalogue)
    for line in lines:
        row = account_row(line, words, catalogue)
        who = " ".join(part for part in (row.who or catalogue.text("history.import"), row.where and f"({row.where})") if part)
        print(f"{clock_text(row.when)}  {who}  {row.what}  {row.record}")
        for detail in (*row.details, row.came):
            if detail:
                print(f"    {detail}")
    if not lines:
        print(catalogue.text("cli.history.none"))
    return 0


def _answer(line: HistoryLine) -> dict[str, object]:
    return {
        "id": line.id,
        "when": line.when,
        "person": line.who,
        "machine": line.machine,
        "where": line.where,
        "label": line.label,
        "family": line.family,
        "record": line.record,
        "subject": line.subject,
        "note": line.note,
        "fields": [{"name": one.name, "old": one.old, "new": one.new} for one in line.details],
    }
