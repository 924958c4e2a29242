"""The inspector under the task table: everything about the chosen task, in tabs."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from widgets.palette import Palette
from widgets.panels.annotation_panel import AnnotationPanel
from widgets.panels.assessment_panel import AssessmentPanel
from widgets.panels.evidence_panel import EvidencePanel
from widgets.panels.history_panel import HistoryPanel
from widgets.panels.orphans_panel import OrphansPanel
from widgets.panels.panel import Panel
from widgets.panels.task_panel import TaskPanel


class Tab(IntEnum):
    """The tabs, in order."""

    TASK = 0
    EVIDENCE = 1
    ASSESSMENT = 2
    ANNOTATIONS = 3
    HISTORY = 4
    PLACE = 5


class Inspector(QWidget):
    """Task, evidence, assessment, annotations, history and what waits to be placed, each a panel with its own signals.

    Holds the panels as ``task``, ``evidence``, ``assessment``, ``annotations``, ``history`` and ``orphans``; ``tabs`` is the tab
    widget. Leaving a tab hands on what was typed there. The tab of what waits is there only while something does.
    """

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = TaskPanel(catalogue)
        self.evidence = EvidencePanel(catalogue)
        self.assessment = AssessmentPanel(catalogue)
        self.annotations = AnnotationPanel(catalogue)
        self.history = HistoryPanel(catalogue)
        self.orphans = OrphansPanel(catalogue)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Inspector"))
        for panel, title in zip(self.panels(), self.titles(), strict=True):
            self.tabs.addTab(panel, title)
        self.set_waiting(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self.flush)

    def panels(self) -> tuple[Panel, ...]:
        """The panels in the order of ``Tab``."""
        return (self.task, self.evidence, self.assessment, self.annotations, self.history, self.orphans)

    def titles(self) -> tuple[str, ...]:
        """The names of the tabs in the order of ``Tab``."""
        first = (self.tr("Task"), self.tr("Evidence"), self.tr("Assessment"), self.tr("Annotations"))
        return (*first, self.tr("History"), self.tr("To place"))

    def set_count(self, tab: Tab, count: int) -> None:
        """Write a count beside a tab's name; nothing for zero."""
        title = self.titles()[tab]
        self.tabs.setTabText(tab, self.tr("{title} {count}").format(title=title, count=count) if count else title)
        self._fit()

    def set_waiting(self, count: int) -> None:
        """Say how many things wait for their place; without any the tab is not there."""
        self.set_count(Tab.PLACE, count)
        self.tabs.setTabVisible(Tab.PLACE, count > 0)

    def waiting(self) -> bool:
        """Whether anything waits for its place."""
        return self.tabs.isTabVisible(Tab.PLACE)

    def show_tab(self, tab: Tab) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(tab)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        for panel in self.panels():
            panel.set_palette_tokens(palette)

    def set_read_only(self, read_only: bool) -> None:
        """Offer nothing that writes."""
        for panel in self.panels():
            panel.set_read_only(read_only)

    def unsaved(self) -> tuple[str, ...]:
        """What was typed in any panel and could not be stored."""
        return tuple(text for panel in self.panels() for text in panel.unsaved())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each tab the room of its words: Qt keeps the old widths of tabs that were renamed out of sight."""
        bar = self.tabs.tabBar()
        bar.setElideMode(bar.elideMode())

    def flush(self) -> None:
        """Hand on at once whatever was typed in any panel."""
        for panel in self.panels():
            panel.flush()
