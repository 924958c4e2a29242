"""What happened to the chosen record, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from widgets.empty_state import EmptyState
from widgets.models.history_model import FieldChange, HistoryLine, HistoryModel
from widgets.models.keyed import ROW_ROLE
from widgets.panels.line_delegate import LineDelegate, Lines, line_list
from widgets.panels.panel import Panel
from widgets.panels.parts import WheelGuard, button, column, label, scrolled

__all__ = ["FieldChange", "HistoryLine", "HistoryPanel"]


class HistoryPanel(Panel):
    """The changes of one record and all that hangs on it, each with who, where, when and which fields.

    The box above names the record and offers those around it. Signals ``subject_chosen(str)`` and ``save_requested(str)`` carry a
    record's id.
    """

    subject_chosen = Signal(str)
    save_requested = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self.model = HistoryModel(catalogue, self)
        self._delegate = LineDelegate(self._lines, self)
        self.view = line_list(self._delegate, self.tr("Changes"))
        self.view.setModel(self.model)
        self.details = label()
        self.subjects = QComboBox()
        self.subjects.setAccessibleName(self.tr("Whose history"))
        self.subjects.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.subjects.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.save = button(self.tr("Save this history…"), self.tr("As a Word document or as a table (CSV)"))
        self._guard = WheelGuard(self)
        self._guard.watch(self.subjects)
        self._empty = EmptyState(self.tr("Nothing has been changed yet."))
        self._pages = QStackedWidget()
        detail, layout = column()
        layout.addWidget(self.details)
        layout.addStretch()
        split = QSplitter()
        split.addWidget(self.view)
        split.addWidget(scrolled(detail))
        split.setChildrenCollapsible(False)
        split.setSizes([260, 340])
        self._pages.addWidget(split)
        self._pages.addWidget(self._empty)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 4)
        top.setSpacing(8)
        top.addWidget(self.subjects, 1)
        top.addWidget(self.save)
        self.page.addLayout(top)
        self.page.addWidget(self._pages)
        self.subjects.activated.connect(self._choose)
        self.save.clicked.connect(lambda: self.save_requested.emit(self.subject()))
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.set_lines(())

    def set_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these changes, newest first whatever their order."""
        self.model.set_rows(sorted(lines, key=lambda line: line.when, reverse=True))
        self._pages.setCurrentIndex(0 if lines else 1)
        if lines and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._show(self.view.currentIndex())

    def set_subjects(self, subjects: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these records, each by id and name, with ``chosen`` in front."""
        self.subjects.clear()
        for key, name in subjects:
            self.subjects.addItem(name, key)
        self.subjects.setCurrentIndex(self.subjects.findData(chosen))
        self.subjects.setEnabled(len(subjects) > 1)
        self.save.setEnabled(bool(subjects))

    def subject(self) -> str:
        """The id of the record whose history is shown; empty for none."""
        return str(self.subjects.currentData() or "")

    @override
    def refresh(self) -> None:
        self._delegate.palette = self.palette_tokens
        self.view.viewport().update()

    def _lines(self, row: object) -> Lines:
        if not isinstance(row, HistoryLine):
            return Lines("", "")
        return Lines(self.model.what(row), self.model.whence(row))

    def _on_current(self, current: QModelIndex) -> None:
        self._show(current)

    def _choose(self) -> None:
        self.subject_chosen.emit(self.subject())

    def _show(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        self.details.setText("\n".join(self.model.told(row)) if isinstance(row, HistoryLine) else "")
