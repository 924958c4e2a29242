"""All there is to know about the policy on screen: findings, targets and facts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from policy.model import Finding
from resources.catalogue import Catalogue
from storage.records import PolicyRecord
from widgets.dialogs.facts_page import FactsPage
from widgets.dialogs.findings_page import FindingsPage
from widgets.dialogs.targets_page import TargetsPage
from widgets.labels import Labels
from widgets.models.target_model import TargetRow


class PolicyPage(IntEnum):
    """The pages of the dialog, from left to right."""

    FINDINGS = 0
    TARGETS = 1
    FACTS = 2


class PolicyDialog(QDialog):
    """Stays open beside the window, so that one finding after the other can be read in its place.

    Signals: ``finding_chosen(Finding)`` and ``target_chosen(TargetRow)`` with what to go to; ``fact_edited(str, object)`` with a
    fact that was put right; ``copy_requested(str)``; ``undo_requested()`` and ``redo_requested()`` for steps of the window.
    """

    finding_chosen = Signal(object)
    target_chosen = Signal(object)
    fact_edited = Signal(str, object)
    copy_requested = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About this policy"))
        self.findings = FindingsPage(Labels(catalogue), self)
        self.targets = TargetsPage(catalogue, self)
        self.facts = FactsPage(catalogue, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for page in (self.findings, self.targets, self.facts):
            self.tabs.addTab(page, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.addWidget(self.tabs)
        self._connect()
        self.set_findings(None)
        self.set_targets(())
        self.tabs.setTabText(PolicyPage.FACTS, self.tr("Facts"))
        self.resize(720, 560)

    def set_policy(self, record: PolicyRecord | None, *, writable: bool) -> None:
        """Show the facts of a policy, or that none is on screen."""
        name = record.title if record is not None else ""
        self.setWindowTitle(self.tr("About this policy: {title}").format(title=name) if name else self.tr("About this policy"))
        self.facts.set_record(record, writable=writable)

    def set_findings(self, findings: Sequence[Finding] | None) -> None:
        """Show what was found; ``None`` while it is being looked for."""
        self.findings.set_findings(findings)
        self.tabs.setTabText(PolicyPage.FINDINGS, self._counted(self.tr("Findings"), self.findings.model.total()))

    def set_targets(self, rows: Sequence[TargetRow]) -> None:
        """Show the targets."""
        self.targets.set_targets(rows)
        self.tabs.setTabText(PolicyPage.TARGETS, self._counted(self.tr("Targets"), len(rows)))

    def show_page(self, page: PolicyPage) -> None:
        """Bring a page to the front and give it the keyboard."""
        self.tabs.setCurrentIndex(page)
        front = {
            PolicyPage.FINDINGS: self.findings.view,
            PolicyPage.TARGETS: self.targets.view,
            PolicyPage.FACTS: self.facts.lines["title"],
        }
        front[page].setFocus()

    def flush(self) -> None:
        """Carry what is typed in a field of the facts and not left yet."""
        self.facts.flush()

    @override
    def done(self, result: int) -> None:
        self.flush()
        super().done(result)

    def _counted(self, name: str, count: int) -> str:
        return self.tr("{name} {count}").format(name=name, count=count) if count else name

    def _connect(self) -> None:
        self.findings.finding_chosen.connect(self.finding_chosen)
        self.findings.copy_requested.connect(self.copy_requested)
        self.targets.target_chosen.connect(self.target_chosen)
        self.targets.copy_requested.connect(self.copy_requested)
        self.facts.fact_edited.connect(self.fact_edited)
        for key, signal in (
            (QKeySequence.StandardKey.Undo, self.undo_requested),
            (QKeySequence.StandardKey.Redo, self.redo_requested),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(signal)
