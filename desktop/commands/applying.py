"""The subcommand that writes records from a file of JSON lines: all of them, or none."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop import snapshot
from desktop.commands.apply_lines import Intake
from desktop.commands.as_json import print_line
from desktop.commands.writing import open_to_write
from desktop.errors import RequestError
from desktop.messages import sentence
from desktop.paths import config_folder
from desktop.profile import profile_for
from desktop.settings import Settings
from policy.errors import ClauseDeskError
from resources.catalogue import Catalogue
from storage.attachments import heal
from storage.incoming import storable
from storage.workspace import Workspace

# What JSON can write and Unicode text cannot be: half of a pair, and the character that ends a text in C.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def run_apply(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    """Print one JSON line per record with its id; for every line that does not fit its number and a sentence, and write nothing."""
    profile = profile_for(chosen.reviewer, chosen.workspace, Settings(config_folder() / "settings.json"))
    with open_to_write(chosen.workspace, profile) as workspace:
        intake = _intake(workspace, chosen.file)
        made, bad = [], []
        for number, text in _lines(chosen.file):
            try:
                line = _object(text)
                made.append({"line": number, "family": line.get("family"), "id": intake.take(number, line)})
            except ClauseDeskError as error:
                bad.append({"line": number, "error": sentence(error, catalogue)})
        if bad:
            for answer in bad:
                print_line(answer)
            raise RequestError("lines_refused", count=len(bad), first=bad[0]["line"])
        _write(workspace, intake, storable(chosen.file.name))
    for answer in made:
        print_line(answer)
    return 0


def apply_file(workspace: Workspace, file: Path) -> None:
    """Write the records of ``file`` into an open workspace; raises at the first line that does not fit."""
    intake = _intake(workspace, file)
    for number, text in _lines(file):
        intake.take(number, _object(text))
    _write(workspace, intake, file.name)


def _write(workspace: Workspace, intake: Intake, subject: str) -> None:
    if intake.files:
        heal(workspace.path, intake.files)
    workspace.write("change.apply", intake.drafts, subject=subject, files=intake.files)


def _intake(workspace: Workspace, file: Path) -> Intake:
    snapshots = [snapshot.load(workspace, policy.id) for policy in workspace.policies.all()]
    if workspace.reviewer is None:
        raise RequestError("workspace_read_only", name=workspace.path.name)
    return Intake(snapshots, workspace.reviewer.id, file.parent, dt.datetime.now(dt.UTC).isoformat())


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        if file.exists() and not file.is_file():
            # A pipe or a device might never come to its end.
            raise RequestError("lines_not_readable", name=file.name)
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError("lines_not_text", name=file.name) from None
    except OSError:
        raise RequestError("lines_not_readable", name=file.name) from None
    # Only line feeds end a JSON line; text inside may hold U+2028 and its like.
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError("line_not_json") from None
    if not isinstance(value, dict):
        raise RequestError("line_not_json")
    for field, item in value.items():
        _refuse_unstorable(field, item)
    return value


def _refuse_unstorable(field: str, value: object) -> None:
    """Raises ``RequestError`` for a text in ``value`` that no database and no document can hold."""
    pending = [field, value]
    while pending:
        item = pending.pop()
        if isinstance(item, str) and UNSTORABLE.search(item):
            # Escaped, since a terminal cannot show it either.
            raise RequestError("bad_value", field=ascii(field)[1:-1], value=ascii(item[:30]), choices="text")
        if isinstance(item, dict):
            pending += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            pending += item
