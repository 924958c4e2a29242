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
    was written last, so undo and redo are changes of their own in the history. A large action is reversed in the background first;
    ``is_turned`` then says that only the place in the stack is still to follow.
    """

    def __init__(self, written: Written, title: str, reverse: Callable[[Written], Written | None], stack: UndoStack) -> None:
        super().__init__(title)
        self._written = written
        self._reverse = reverse
        self._stack = stack
        self._turned = True

    @property
    def written(self) -> Written:
        """What was written last: the action, or its reverse."""
        return self._written

    def is_turned(self, reversed_: Written) -> None:
        """What was written last has been taken back by ``reversed_``."""
        self._written = reversed_
        self._turned = True

    @override
    def redo(self) -> None:
        self._turn()

    @override
    def undo(self) -> None:
        self._turn()

    def _turn(self) -> None:
        if self._stack.passing:
            return
        turned, self._turned = self._turned, False
        if turned:
            return
        reversed_ = self._reverse(self._written)
        if reversed_ is None:
            self._stack.refuse()
        else:
            self._written = reversed_
