"""The history as lines that a person can read: of one record with all that hangs on it, or of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby

from desktop.record_words import RecordWords
from policy.places import Outcome
from resources.catalogue import Catalogue
from storage.accounts import Arrival, Entry, Named, belonging, entries, named
from storage.clock import moment
from storage.graph import DELETED, SUMMARY, fold
from storage.records import Change, Family, WriterRecord
from storage.workspace import Workspace
from widgets.models.history_model import FieldChange, HistoryLine
from widgets.models.words import moment_text

# Fields that say where a record belongs, when it was written or what the reader thought of it, not what somebody decided.
PLACES = {"policy", "task", "provision", "reviewer", "eid", "position", "spans", "prefix", "suffix", "start", "end"}
LEADS = {"annotation", "tag", "evidence", "origin", "sha256", "size", "score"}
SILENT = frozenset({*PLACES, *LEADS, "created", "modified", "confidence", "doubts", "departments_raw"})
CARRY = "change.policy.carry"
SESSION_DIGITS = 6


def history_lines(
    workspace: Workspace, catalogue: Catalogue, record: str, hidden: Set[str] = frozenset()
) -> tuple[HistoryLine, ...]:
    """What was written of a record and of all that hangs on it, newest first; nothing of the records ``hidden`` in blind review.

    Raises ``StorageError``.
    """
    found = list(entries(workspace, set(belonging(workspace, record)) - hidden))
    wanted: dict[Family, set[str]] = {}
    for entry in found:
        wanted.setdefault(entry.change.family, set()).add(entry.change.record)
    return _Account(workspace, catalogue, named(workspace, wanted)).lines(found)


def all_lines(
    workspace: Workspace, catalogue: Catalogue, told: Callable[[int], None] | None = None, hidden: Set[str] = frozenset()
) -> tuple[HistoryLine, ...]:
    """All that was written, newest first. ``told`` is called with how many changes are read and ends the work by raising."""
    found = (entry for entry in _counted(entries(workspace), told) if entry.change.record not in hidden)
    return _Account(workspace, catalogue, named(workspace)).lines(found)


def _counted(found: Iterator[Entry], told: Callable[[int], None] | None) -> Iterator[Entry]:
    for count, entry in enumerate(found, 1):
        if told is not None and count % 1_000 == 0:
            told(count)
        yield entry


class _Account:
    """Turns changes into lines."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, rows: Named) -> None:
        self._words = RecordWords(workspace, catalogue, rows)
        self._catalogue = catalogue
        self._writers = workspace.history.writers()
        self._imported = {policy.id: policy.imported_at for policy in workspace.policies.all()}
        self._names: dict[tuple[Family, str], str] = {}

    def lines(self, found: Iterable[Entry]) -> tuple[HistoryLine, ...]:
        """The lines, newest first; ``found`` comes record by record."""
        lines: list[tuple[dt.datetime, int, str, HistoryLine]] = []
        for _, group in groupby(found, key=lambda entry: entry.change.record):
            # The moment alone would leave open what came first of all that one action wrote.
            lines += [(line.when, clock, line.id, line) for clock, line in self._of_record(list(group))]
        return tuple(line for *_, line in sorted(lines, key=lambda one: one[:3], reverse=True))

    def _of_record(self, group: Sequence[Entry]) -> Iterator[tuple[int, HistoryLine]]:
        changes = {entry.change.id: entry.change for entry in group}
        states = _States(changes)
        for entry in group:
            change = entry.change
            missing = any(parent not in changes for parent in change.parents)
            # A summary of words that are all here says nothing of its own.
            if change.label != SUMMARY or missing or not change.parents:
                yield change.clock, self._line(change, states.before(change), self._note(change, entry.arrival))

    def _line(self, change: Change, before: Mapping[str, object], note: str) -> HistoryLine:
        writer = self._writers.get(change.writer)
        policy = self._words.policy(change.family, change.record)
        # What an import writes has no time of its own, so that it is the same on every machine.
        when = moment(change.clock) if change.clock else self._imported.get(policy, moment(0))
        return HistoryLine(
            when,
            writer.person if writer is not None else "",
            change.label,
            _details(change, before),
            change.id,
            change.family,
            record=change.record,
            subject=self._name(change),
            machine=writer.machine if writer is not None else "",
            where=self._where(change, writer),
            note=note,
            policy=policy,
        )

    def _name(self, change: Change) -> str:
        key = (change.family, change.record)
        if key not in self._names:
            self._names[key] = self._words.title(*key)
        return self._names[key]

    def _where(self, change: Change, writer: WriterRecord | None) -> str:
        """The machine and the session: who copied a file, or bears the same name, is told apart by them."""
        session = change.writer[-SESSION_DIGITS:]
        if writer is None:
            # What everybody who reads the same file writes alike bears the name of what wrote it, and no session.
            return "" if not change.clock else self._catalogue.text("history.unknown_writer", session=session)
        key = "history.session" if writer.machine else "history.session_unnamed"
        return self._catalogue.text(key, machine=writer.machine, session=session)

    def _note(self, change: Change, arrival: Arrival | None) -> str:
        notes = []
        if change.label == SUMMARY:
            notes.append(self._catalogue.text("history.summary"))
        if change.label == CARRY and change.patch.get("origin"):
            notes.append(self._catalogue.text("history.carried"))
        if arrival is not None:
            sources = self._catalogue.text("format.enumeration").join(arrival.sources)
            notes.append(
                self._catalogue.text("history.merged", at=moment_text(arrival.at, self._catalogue.language), sources=sources)
            )
        return self._catalogue.text("account.separator").join(notes)


class _States:
    """What each change of one record had before it, as its writer saw it: others may have written meanwhile."""

    def __init__(self, changes: Mapping[str, Change]) -> None:
        self._changes = changes
        self._after: dict[str, Mapping[str, object]] = {}

    def before(self, change: Change) -> Mapping[str, object]:
        """The fields as the writer of ``change`` had them."""
        parents = [parent for parent in change.parents if parent in self._changes]
        if not parents:
            state: Mapping[str, object] = {}
        elif len(parents) == 1 and parents[0] in self._after:
            state = self._after[parents[0]]
        else:
            state = self._folded(parents)
        self._after[change.id] = {**state, **change.patch}
        return state

    def _folded(self, heads: Sequence[str]) -> Mapping[str, object]:
        seen: dict[str, Change] = {}
        waiting = list(heads)
        while waiting:
            key = waiting.pop()
            if key in self._changes and key not in seen:
                seen[key] = self._changes[key]
                waiting += seen[key].parents
        found = fold(list(seen.values()))
        return {**found.fields, DELETED: found.deleted}


def _details(change: Change, before: Mapping[str, object]) -> tuple[FieldChange, ...]:
    silent = SILENT - {"start"} if change.family is Family.TASK else SILENT
    return tuple(
        FieldChange(name, before.get(name), value)
        for name, value in change.patch.items()
        if name not in silent and before.get(name) != value and not (_blank(before.get(name)) and _plain(name, value))
    )


def _blank(value: object) -> bool:
    return value is None or value is False or value in ("", [])


def _plain(name: str, value: object) -> bool:
    """Whether a value is what a record has by itself."""
    return _blank(value) or (name == "found" and value == Outcome.EXACT)


def clock_text(when: dt.datetime) -> str:
    """A moment by the clock of this place, as the exports and the command line write it."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
