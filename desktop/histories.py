"""A record's history as lines that a person can read."""

from __future__ import annotations

import datetime as dt

from desktop.snapshot import Snapshot
from storage.clock import moment
from storage.records import Change, Family
from storage.workspace import Workspace
from widgets.models.history_model import FieldChange, HistoryLine

# Fields that say where a record belongs, when it was written or what the reader thought of it, not what somebody decided.
PLACES = {"policy", "task", "provision", "reviewer", "eid", "position", "spans", "prefix", "suffix", "start", "end"}
SILENT = frozenset({*PLACES, "created", "modified", "confidence", "doubts", "departments_raw"})


def history_lines(workspace: Workspace, shown: Snapshot, record: str) -> tuple[HistoryLine, ...]:
    """What was written of a record and of the judgements of it, newest first."""
    records = [record, *(item.id for item in shown.assessments.values() if item.task == record)]
    writers = workspace.history.writers()
    lines: list[HistoryLine] = []
    for name in records:
        values: dict[str, object] = {}
        for change in workspace.history.of(name):
            writer = writers.get(change.writer)
            # What an import writes has no time of its own, so that it is the same on every machine.
            when = moment(change.clock) if change.clock else shown.policy.imported_at
            lines.append(_line(change, values, writer.person if writer else "", when))
            values.update(change.patch)
    return tuple(sorted(lines, key=lambda line: line.when, reverse=True))


def _line(change: Change, values: dict[str, object], who: str, when: dt.datetime) -> HistoryLine:
    silent = SILENT - {"start"} if change.family is Family.TASK else SILENT
    details = tuple(
        FieldChange(name, values.get(name), value)
        for name, value in change.patch.items()
        if name not in silent and values.get(name) != value and not (name == "deleted" and not values.get(name) and not value)
    )
    return HistoryLine(when, who, change.label, details, change.id, change.family)
