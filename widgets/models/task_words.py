"""What a task says about itself, in the words of the screen."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject

from policy.judging import Progress, Verdict, WarningLevel
from policy.model import Department, DoubtKind, Phase
from resources.catalogue import Catalogue
from storage.records import TaskRecord
from widgets.models.words import date_text


class TaskWords(QObject):
    """Phrases about tasks, taken from the catalogue and from translated sentences; holds no task itself."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def task(self, record: TaskRecord) -> str:
        """The task's text, headed by its title when the text does not begin with it."""
        title = record.title or ""
        if not title or record.text.startswith(title):
            return record.text
        return f"{title}\u3000{record.text}" if record.text else title

    def departments(self, record: TaskRecord) -> str:
        """The departments as written, else their names in order."""
        return record.departments_raw or self.listed([department.name for department in record.departments])

    def department(self, department: Department) -> str:
        """One department with its role."""
        role = self._catalogue.text(f"role.{department.role}")
        return self.tr("{name} ({role})").format(name=department.name, role=role)

    def listed(self, names: list[str]) -> str:
        """Names with the enumeration mark of the language between them."""
        return self._catalogue.text("format.enumeration").join(names)

    def timing(self, record: TaskRecord) -> str:
        """The phrase as written; empty when there is none."""
        return record.timing or ""

    def meaning(self, record: TaskRecord) -> str:
        """What the timing phrase means: its kind, and its dates where it has any."""
        kind = self._catalogue.text(f"timing.{record.timing_kind}")
        return self._days(kind, record.start, record.due, starts_only=record.starts_only)

    def phase(self, phase: Phase) -> str:
        """One step of a time as written, with its days where it has any."""
        return self._days(phase.phrase, phase.start, phase.due, starts_only=False)

    def _days(self, kind: str, first: dt.date | None, last: dt.date | None, *, starts_only: bool) -> str:
        if first is None and last is None:
            return kind
        language = self._catalogue.language
        start = date_text(first, language) if first else ""
        due = date_text(last, language) if last else ""
        if start and due:
            return self._dated(starts_only).format(kind=kind, start=start, due=due)
        return self._half(starts_only, kind, start, due)

    def _dated(self, starts_only: bool) -> str:
        if starts_only:
            return self.tr("{kind}: to be started between {start} and {due}")
        return self.tr("{kind}: {start} to {due}")

    def _half(self, starts_only: bool, kind: str, start: str, due: str) -> str:
        if not due:
            return self.tr("{kind}: from {start}").format(kind=kind, start=start)
        if starts_only:
            return self.tr("{kind}: to be started by {due}").format(kind=kind, due=due)
        return self.tr("{kind}: by {due}").format(kind=kind, due=due)

    def progress(self, progress: Progress | None) -> str:
        """The label of the reported progress; says so when nothing was reported."""
        return self._catalogue.text(f"progress.{progress}" if progress is not None else "progress.none")

    def verdict(self, verdict: Verdict | None) -> str:
        """The label of the verified result; a task nobody judged is unchecked."""
        return self._catalogue.text(f"verdict.{verdict or Verdict.UNCHECKED}")

    def warning(self, level: WarningLevel) -> str:
        """The label of the warning; empty when there is none."""
        return "" if level is WarningLevel.NONE else self._catalogue.text(f"warning.{level}")

    def doubts(self, record: TaskRecord) -> list[str]:
        """The reasons to doubt the row as it was read, one sentence each."""
        return [self._doubt(doubt) for doubt in record.doubts]

    def _doubt(self, doubt: str) -> str:
        kind, _, subject = doubt.partition(":")
        if kind not in set(DoubtKind):
            return doubt
        return self._catalogue.text(f"doubt.{kind}", subject=subject)
