"""Undo: the change that was written, reversed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from storage.records import Written


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
