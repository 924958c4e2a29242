"""Which policy is the new version of the one on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QWidget
from typing_extensions import override

from widgets.dialogs.form_dialog import FormDialog
from widgets.models.keyed import ROW_ROLE, KeyedModel
from widgets.palette import Palette
from widgets.panels.line_delegate import LineDelegate, Lines, line_list


@dataclass(frozen=True, slots=True)
class Candidate:
    """A policy of the workspace: its id, its title and what tells it from others of the same title."""

    key: str
    title: str
    facts: str


class _Candidates(KeyedModel[Candidate]):
    """The policies in the order given."""

    @override
    def value(self, row: Candidate, column: int, role: int) -> object:
        return f"{row.title} {row.facts}".strip() if role == 0 else None


class VersionDialog(FormDialog):
    """Lets the person choose among the other policies of the workspace, the likeliest first, or ask for a file.

    ``file_requested()``: the new version is in a file; the dialog is closed then.
    """

    file_requested = Signal()

    def __init__(self, title: str, candidates: Sequence[Candidate], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("New version of a policy"), self.tr("&Compare"), self.tr("Cancel"))
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        self.content.addWidget(heading)
        if candidates:
            self.add_note(self.tr("Which policy is its new version? Nothing is written before you have seen the comparison."))
        else:
            self.add_note(self.tr("No other policy is in this workspace. Import the new version from a file."))
        self.model: KeyedModel[Candidate] = _Candidates(self)
        self.model.set_rows(candidates)
        self._delegate = LineDelegate(_lines, self)
        self.list = line_list(self._delegate, self.tr("Policies"))
        self.list.setModel(self.model)
        self.list.setVisible(bool(candidates))
        self.content.addWidget(self.list, 1)
        self.file = QPushButton(self.tr("From a &file…"), self)
        self.file.setAutoDefault(False)
        self.file.clicked.connect(self._ask_file)
        self.buttons.addButton(self.file, QDialogButtonBox.ButtonRole.ResetRole)
        self.list.doubleClicked.connect(self._take)
        self.accept_button.setEnabled(bool(candidates))
        if candidates:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self.resize(560, 400 if candidates else 160)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._delegate.palette = palette

    def chosen(self) -> str | None:
        """The id of the policy chosen."""
        row = self.list.currentIndex().data(ROW_ROLE)
        return row.key if isinstance(row, Candidate) else None

    @override
    def problem(self) -> str:
        return "" if self.chosen() is not None else self.tr("Choose the new version first.")

    def _take(self, _: QModelIndex) -> None:
        self.accept()

    def _ask_file(self) -> None:
        self.reject()
        self.file_requested.emit()


def _lines(row: object) -> Lines:
    return Lines(row.title, row.facts) if isinstance(row, Candidate) else Lines("", "")
