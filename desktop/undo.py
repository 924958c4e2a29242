"""Undo: the change that was written, reversed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack
from typing_extensions import override

from storage.records import Written


class UndoStack(QUndoStack):
    """The steps that can be undone. A step that storage refuses to turn stays where it is, so that it can be tried again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refused = False
        self.passing = False

    def refuse(self) -> None:
        """Told by a step, while it is being turned, that nothing was written."""
        self._refused = True

    @override
    def undo(self) -> None:
        super().undo()
        self._put_back(super().redo)

    @override
    def redo(self) -> None:
        super().redo()
        self._put_back(super().undo)

    def _put_back(self, turn: Callable[[], None]) -> None:
        if not self._refused:
            return
        self._refused = False
        # The stack has moved over the step, which moves back without being asked to write.
        self.passing = True
        try:
            turn()
        finally:
            self.passing = False


class WriteCommand(QUndoCommand):
    """An action that has already been written.

    The stack calls ``redo`` when a command is pushed; that first call does nothing. Every later call appends the reverse of what
    was written last, so undo and redo are changes of their own in the history.
    """

    def __init__(self, written: Written, title: str, reverse: Callable[[Written], Written | None], stack: UndoStack) -> None:
        super().__init__(title)
        self._written = written
        self._reverse = reverse
        self._stack = stack
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
        if self._stack.passing:
            return
        reversed_ = self._reverse(self._written)
        if reversed_ is None:
            self._stack.refuse()
        else:
            self._written = reversed_
