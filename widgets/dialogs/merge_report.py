"""What a merge has done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.merge_facts import MergeFactsView
from widgets.models.merge_model import MergeShown

SIZE = QSize(880, 640)
SMALL = QSize(880, 400)


class MergeReportDialog(FormDialog):
    """Shows whose work came, what is disputed and what was left out.

    ``save_requested()`` asks for it as a Word document. ``conflicts_requested()`` says that the conflicts are to be decided; the
    dialog is closed then. ``restore_requested()`` asks that what somebody removed is shown again, with what others wrote under it.
    """

    save_requested = Signal()
    conflicts_requested = Signal()
    restore_requested = Signal()

    def __init__(self, shown: MergeShown, decidable: bool = True, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Report on a merge"), self.tr("Close"), "")
        self.cancel_button.hide()
        self.facts = MergeFactsView(shown, self)
        self.content.addWidget(self.facts, 1)
        self.save = QPushButton(self.tr("&Save as Word…"), self)
        self.decide = QPushButton(self.tr("&Decide conflicts…"), self)
        self.restore = QPushButton(self.tr("Show what was &removed again"), self)
        for button in (self.save, self.restore, self.decide):
            button.setAutoDefault(False)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ResetRole)
        disputed = decidable and bool(shown.conflicts)
        self.decide.setVisible(disputed)
        self.restore.setVisible(writable and shown.hidden)
        # What is left to do stands out; closing is nothing to be done.
        (self.decide if disputed else self.accept_button).setDefault(True)
        self.save.clicked.connect(self.save_requested)
        self.decide.clicked.connect(self._go_on)
        self.restore.clicked.connect(self.restore_requested)
        self.resize(SIZE if shown.new else SMALL)

    def set_restored(self) -> None:
        """Say that all of it is shown again."""
        self.restore.setEnabled(False)

    def _go_on(self) -> None:
        self.accept()
        self.conflicts_requested.emit()
