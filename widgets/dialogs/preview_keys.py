"""The keys of the import preview, and the buttons of those that change rows.

Besides those of ``Step``: Alt+Up and Alt+Down choose a boundary; Alt+Left and Alt+Right move it a character, with Ctrl a word,
with Shift to the next line end; Alt+1, 2, 3 make the selected words the task, departments or timing; Ctrl+1, 2, 3 turn to the
tasks, the findings, the outline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets.dialogs.raw_row_view import RawRowView
from widgets.models.row_cut import Boundary


class Step(StrEnum):
    """What can be done in the preview, by its key."""

    RIGHT = "Ctrl+Return"
    SPLIT = "Ctrl+K"
    JOIN = "Ctrl+J"
    JOIN_PREVIOUS = "Ctrl+Shift+J"
    ADD = "Ctrl+N"
    REMOVE = "Ctrl+Del"
    UNDO = "Ctrl+Z"
    REDO = "Ctrl+Shift+Z"
    NEXT = "F8"
    FIND = "Ctrl+F"


class RowButtons(QWidget):
    """A button for each step that changes rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[Step, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for step, text, hint in (
            (Step.RIGHT, self.tr("Row is ri&ght"), self.tr("This row is right; go to the next doubtful one")),
            (Step.SPLIT, self.tr("&Split"), self.tr("Begin a new row at the caret in the raw text")),
            (Step.JOIN, self.tr("&Join"), self.tr("Make one row of this one and the next")),
            (Step.JOIN_PREVIOUS, self.tr("Join abo&ve"), self.tr("Make one row of this one and the one before")),
            (Step.ADD, self.tr("Add ro&w"), self.tr("Add a row below this one")),
            (Step.REMOVE, self.tr("Rem&ove"), self.tr("Take this row out")),
            (Step.UNDO, self.tr("U&ndo"), self.tr("Take the last step back")),
            (Step.REDO, self.tr("Redo"), self.tr("Make the step again that was taken back")),
        ):
            self._buttons[step] = self._button(step, text, hint)
            row.addWidget(self._buttons[step])
        row.addStretch(1)

    def button(self, step: Step) -> QPushButton:
        """The button of a step; ``KeyError`` for one that has none."""
        return self._buttons[step]

    def connect_steps(self, steps: Mapping[str, Callable[[], object]]) -> None:
        """Let each button carry out its step."""
        for step, button in self._buttons.items():
            button.clicked.connect(partial(_carry_out, steps[step]))

    def enable(self, rows: bool, undo: bool, redo: bool) -> None:
        """Offer what can be done, with or without rows and steps to be taken back or made again."""
        for step, button in self._buttons.items():
            button.setEnabled({Step.ADD: True, Step.UNDO: undo, Step.REDO: redo}.get(step, rows))

    def _button(self, step: Step, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setProperty("small", True)
        shown = QKeySequence(step.value).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(self.tr("{hint} ({keys})").format(hint=hint, keys=shown))
        button.setAccessibleDescription(hint)
        return button


def _carry_out(act: Callable[[], object], _checked: bool = False) -> None:
    act()


def bind(dialog: QWidget, steps: Mapping[str, Callable[[], object]], raw: RawRowView | None = None) -> None:
    """Let keys of ``dialog`` carry out ``steps``, and those for boundaries move them in ``raw``."""
    keys: dict[str, Callable[[], object]] = dict(steps)
    if raw is not None:
        keys |= {
            "Alt+Up": partial(raw.choose_boundary, Boundary.DEPARTMENTS),
            "Alt+Down": partial(raw.choose_boundary, Boundary.TIMING),
            "Alt+Left": partial(raw.move_boundary, -1),
            "Alt+Right": partial(raw.move_boundary, 1),
            "Ctrl+Alt+Left": partial(raw.move_boundary_word, -1),
            "Ctrl+Alt+Right": partial(raw.move_boundary_word, 1),
            "Alt+Shift+Left": partial(raw.move_boundary_line, -1),
            "Alt+Shift+Right": partial(raw.move_boundary_line, 1),
        }
    for sequence, act in keys.items():
        QShortcut(QKeySequence(sequence), dialog, act)
