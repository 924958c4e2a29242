"""The merges made so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialogButtonBox, QHeaderView, QPushButton, QStackedWidget, QWidget

from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.merge_facts import boxed_table
from widgets.empty_state import EmptyState
from widgets.models.keyed import ROW_ROLE
from widgets.models.merge_model import MergeLine, MergesModel

SIZE = QSize(960, 440)
WIDTHS = (168, 112, 0, 80, 72, 208)


class MergesDialog(FormDialog):
    """Lists the merges, newest first.

    ``report_requested(str)``, ``save_requested(str)`` and ``turn_requested(str)`` carry the id of the one chosen: its report is to
    be shown or saved, or it is to be taken back or brought back. ``merge_requested()``: there is none yet, and one is wished for.
    """

    report_requested = Signal(str)
    save_requested = Signal(str)
    turn_requested = Signal(str)
    merge_requested = Signal()

    def __init__(self, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Merges so far"), self.tr("Close"), "")
        self.cancel_button.hide()
        self._writable = writable
        self.model = MergesModel(self)
        self.view = boxed_table(self.model, self.tr("Merges so far"), self)
        self.report = self._button(self.tr("Show &report…"))
        self.save = self._button(self.tr("&Save as Word…"))
        self.turn = self._button(self.tr("&Take back"))
        self.report.setDefault(True)
        self.none = EmptyState(self.tr("Nothing has been merged into this workspace yet."), parent=self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.none.pressed.connect(self._go_merging)
        self.report.clicked.connect(lambda: self.report_requested.emit(self.chosen()))
        self.save.clicked.connect(lambda: self.save_requested.emit(self.chosen()))
        self.turn.clicked.connect(lambda: self.turn_requested.emit(self.chosen()))
        self.view.doubleClicked.connect(lambda: self.report_requested.emit(self.chosen()))
        self.view.selectionModel().currentRowChanged.connect(self._offer)
        self.resize(SIZE)

    def set_lines(self, lines: Sequence[MergeLine]) -> None:
        """Show these merges; the one chosen stays chosen."""
        chosen = self.chosen()
        self.model.set_rows(lines)
        self.view.selectRow(self.model.place_of(chosen) or 0)
        self._stack.setCurrentIndex(0 if lines else 1)
        for part in (self._note, self.report, self.save, self.turn):
            part.setVisible(bool(lines))
        if not lines and self._writable:
            self.none.set_state(self.tr("Nothing has been merged into this workspace yet."), self.tr("&Merge…"))
            self.none.button.setDefault(True)
        self._offer()

    def chosen(self) -> str:
        """The id of the merge chosen; empty for none."""
        line = self.view.currentIndex().data(ROW_ROLE)
        return line.key if isinstance(line, MergeLine) else ""

    def _go_merging(self) -> None:
        self.reject()
        self.merge_requested.emit()

    def _offer(self) -> None:
        line = self.view.currentIndex().data(ROW_ROLE)
        known = line if isinstance(line, MergeLine) else None
        for button in (self.report, self.save):
            button.setEnabled(known is not None)
        self.turn.setEnabled(known is not None and self._writable)
        self.turn.setText(self.tr("&Take back") if known is None or known.standing else self.tr("&Bring back"))

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ResetRole)
        return button

    def _lay_out(self) -> None:
        self._note = self.add_note(
            self.tr(
                "Taking a merge back removes all that it brought, and what was built on it here; bringing it back restores both."
            )
        )
        header = self.view.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            if width:
                self.view.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.none)
        self.content.addWidget(self._stack, 1)
