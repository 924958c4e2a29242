"""Undo: the change that was written, reversed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from storage.records import Change, Family, Written

# As storage calls the writer of what follows from a document alone.
IMPORTED = "import"
CORRECTIONS, REMARKS = "change.policy.correct", "change.policy.remarks"


class WriteCommand(QUndoCommand):
    """An action that has already been written.

    The stack calls ``redo`` when a command is pushed; that first call does nothing. Every later call appends the reverse of what
    was written last, so undo and redo are changes of their own in the history. A reversal that storage refuses makes the command
    obsolete, and the stack drops it.
    """

    def __init__(self, written: Written, title: str, reverse: Callable[[Written], Written | None]) -> None:
        super().__init__(title)
        self._written = written
        self._reverse = reverse
        self._pushed = False

    @override
    def redo(self) -> None:
        if not self._pushed:
            self._pushed = True
            return
        self._turn()

    @override
    def undo(self) -> None:
        self._turn()

    def _turn(self) -> None:
        reversed_ = self._reverse(self._written)
        if reversed_ is None:
            self.setObsolete(True)
        else:
            self._written = reversed_


def as_one(written: Written) -> Sequence[Written]:
    """An action that is undone as it was done."""
    return (written,)


def import_steps(written: Written) -> Sequence[Written]:
    """An import as the steps in which it is undone: first the comments of the file, then what was put right in the preview, and
    last the policy as it was read."""
    if not any(change.writer == IMPORTED for change in written.changes):
        return (written,)
    groups: dict[str, list[int]] = {written.label: [], CORRECTIONS: [], REMARKS: []}
    for place, change in enumerate(written.changes):
        groups[_group(change, written.label)].append(place)
    return [_part(written, label, places) for label, places in groups.items() if places]


def _group(change: Change, label: str) -> str:
    if change.family in (Family.ANNOTATION, Family.REPLY):
        return REMARKS
    return label if change.writer == IMPORTED or change.family is Family.REVIEWER else CORRECTIONS


def _part(written: Written, label: str, places: Sequence[int]) -> Written:
    changes = tuple(written.changes[place] for place in places)
    before = tuple(written.before[place] for place in places)
    return replace(written, label=label, changes=changes, before=before)
