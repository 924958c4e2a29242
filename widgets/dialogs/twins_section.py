"""Policies that are here under another id: a section of the merge preview, and a dialog of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.merge_facts import sentence

WIDTH = 560
GAP = 4
INDENT = 28


@dataclass(frozen=True, slots=True)
class TwinWords:
    """One pair: a key that tells it from others, its title, what is said about it, and whether joining is suggested."""

    key: str
    title: str
    facts: tuple[str, ...]
    suggested: bool


class TwinsSection(QWidget):
    """Lists pairs, each with a box to check."""

    def __init__(self, heading: str, pairs: Sequence[TwinWords], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(sentence(heading, "subheading", self))
        for pair in pairs:
            # A title may hold what would be taken for a mnemonic.
            box = QCheckBox(pair.title.replace("&", "&&"), self)
            box.setChecked(pair.suggested)
            box.setToolTip(pair.title)
            box.setAccessibleDescription(" ".join(pair.facts))
            self.boxes[pair.key] = box
            column.addWidget(box)
            for fact in pair.facts:
                column.addWidget(self._indented(fact))

    def chosen(self) -> tuple[str, ...]:
        """The keys of the pairs that are checked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def _indented(self, fact: str) -> QLabel:
        label = sentence(fact, "muted", self)
        label.setContentsMargins(INDENT, 0, 0, 0)
        return label


class TwinsDialog(FormDialog):
    """Asks which of the policies found are to be joined; where there are none it says so."""

    def __init__(self, title: str, pairs: Sequence[TwinWords], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Join the same policy"), self.tr("&Join"), self.tr("Cancel"))
        self.content.addWidget(sentence(title, "heading", self))
        heading = self.tr("The same policy is here under another id:") if pairs else ""
        self.section = TwinsSection(heading, pairs, self)
        self.content.addWidget(self.section)
        if pairs:
            self.add_note(self.tr("Everything written on both then stands on the one that was imported first. Undo takes it back."))
        else:
            self.add_note(self.tr("No other policy in this workspace is the same document."))
            self.accept_button.hide()
            self.cancel_button.setText(self.tr("Close"))
            self.cancel_button.setDefault(True)
        self.content.addStretch(1)
        self.setMinimumWidth(WIDTH)

    @override
    def problem(self) -> str:
        """Nothing is joined when nothing is checked."""
        return "" if self.section.chosen() else self.tr("Choose what is to be joined.")
