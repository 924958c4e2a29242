"""What was noticed about an import, each with the place it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from policy.model import Finding, FindingKind, Span, Task
from policy.places import ProvisionIndex
from storage.records import TaskRecord
from widgets.labels import Labels

ROW = 30
AnyIndex = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractListModel):
    """A sentence for each finding, made when it comes into sight."""

    def __init__(self, labels: Labels, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._findings: tuple[Finding, ...] = ()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show ``findings``."""
        self.beginResetModel()
        self._findings = tuple(findings)
        self.endResetModel()

    def finding(self, index: AnyIndex) -> Finding | None:
        """The finding of a row."""
        return self._findings[index.row()] if index.isValid() else None

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._findings)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        finding = self.finding(index)
        if finding is not None and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._labels.finding(finding)
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW)
        return None


class FindingsList(QListView):
    """The findings of an import as sentences. ``finding_chosen(Finding)`` says to which one the person went, by click or key."""

    finding_chosen = Signal(object)

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FindingsModel(labels, self)
        self.setModel(self._model)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What was noticed"))
        self.clicked.connect(self._choose)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show ``findings``."""
        self._model.set_findings(findings)

    def choose(self, row: int) -> None:
        """Go to a finding as a click does."""
        index = self._model.index(row, 0)
        self.setCurrentIndex(index)
        self._choose(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(before)
            return
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._choose(self.currentIndex())

    def _choose(self, index: AnyIndex) -> None:
        finding = self._model.finding(index)
        if finding is not None:
            self.finding_chosen.emit(finding)


def task_of(finding: Finding, tasks: Sequence[Task | TaskRecord]) -> str | None:
    """The eId of the task that a finding is about: its own, that of its number, or the one before a number that is missing."""
    if finding.task is not None:
        return finding.task if any(task.eid == finding.task for task in tasks) else None
    number = dict(finding.facts).get("number", "")
    if finding.kind not in (FindingKind.NUMBER_MISSING, FindingKind.NUMBER_REPEATED) or not number.isdecimal():
        return None
    if finding.kind is FindingKind.NUMBER_REPEATED:
        return next((task.eid for task in reversed(tasks) if task.number == int(number)), None)
    below = [task for task in tasks if task.number is not None and task.number < int(number)]
    return max(below, key=lambda task: task.number or 0).eid if below else None


def place_of(finding: Finding, provisions: ProvisionIndex) -> Span | None:
    """Where the provision stands that a finding is about, without what stands below it; ``None`` for one about the whole."""
    unit = provisions.get(finding.provision) if finding.provision is not None else None
    return unit.span if unit is not None else None
