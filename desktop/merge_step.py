"""Undo of a merge: taken back and brought back as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from desktop.undo import UndoStack

Turn = Callable[[str, bool], bool]
"""Brings a merge back, or else takes it back, at once; whether that went well."""


class MergeStep(QUndoCommand):
    """A merge that was made, or one that was taken back (``back``) or brought back: the step stands for the turn already done.

    Turning it does the opposite. Large merges are turned in the background first; ``is_turned`` then says that only the place in
    the stack is still to follow. A step whose turn storage refuses stays where it is, so that it can be tried again.
    """

    def __init__(self, merge: str, changes: int, title: str, turn: Turn, stack: UndoStack, *, back: bool = False) -> None:
        super().__init__(title)
        self.merge = merge
        self.changes = changes
        self._turn = turn
        self._stack = stack
        self._back = back
        self._turned = True

    def brings(self, *, undo: bool) -> bool:
        """Whether undoing (or else redoing) this step brings the merge back."""
        return self._back if undo else not self._back

    def is_turned(self) -> None:
        """The next turn of this step has been carried out."""
        self._turned = True

    @override
    def redo(self) -> None:
        self._follow(self.brings(undo=False))

    @override
    def undo(self) -> None:
        self._follow(self.brings(undo=True))

    def _follow(self, bring: bool) -> None:
        if self._stack.passing:
            return
        turned, self._turned = self._turned, False
        if not turned and not self._turn(self.merge, bring):
            self._stack.refuse()
