"""The context menu of the policy text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from resources.catalogue import Catalogue
from storage.records import AnnotationKind


class TextMenu(QMenu):
    """What can be done with the selected words and with the chosen mark.

    Signals: ``annotate_requested(object)`` with an ``AnnotationKind``, ``evidence_requested()``, ``task_requested()``,
    ``copy_requested()``, ``edit_requested(str)`` and ``remove_requested(str)`` with a mark's id.
    """

    annotate_requested = Signal(object)
    evidence_requested = Signal()
    task_requested = Signal()
    copy_requested = Signal()
    edit_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._mark: str | None = None
        self.kinds = {self._kind_action(kind, catalogue): kind for kind in AnnotationKind}
        self.addSeparator()
        self.evidence = self.addAction(self.tr("Record evidence…"), self.evidence_requested.emit)
        self.task = self.addAction(self.tr("Make a task of the selection…"), self.task_requested.emit)
        self.addSeparator()
        self.copy = self.addAction(self.tr("Copy"), self.copy_requested.emit)
        self.addSeparator()
        self.edit = self.addAction(self.tr("Edit annotation"), self._edit)
        self.remove = self.addAction(self.tr("Remove annotation"), self._remove)

    def _kind_action(self, kind: AnnotationKind, catalogue: Catalogue) -> QAction:
        action = self.addAction(catalogue.text(f"kind.{kind.value}"))
        action.triggered.connect(self._annotate)
        return action

    def enable(self, *, selected: bool, mark: str | None, writing: bool = True) -> None:
        """Offer what there is a selection and a chosen mark for, and nothing that writes unless ``writing``."""
        self._mark = mark
        self.copy.setEnabled(selected)
        for action in (*self.kinds, self.evidence, self.task):
            action.setEnabled(selected and writing)
        for action in (self.edit, self.remove):
            action.setVisible(mark is not None)
            action.setEnabled(writing)

    def _annotate(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.annotate_requested.emit(self.kinds[action])

    def _edit(self) -> None:
        if self._mark is not None:
            self.edit_requested.emit(self._mark)

    def _remove(self) -> None:
        if self._mark is not None:
            self.remove_requested.emit(self._mark)
