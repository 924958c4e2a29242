"""The widgets of the main window and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from resources.catalogue import Catalogue
from widgets.empty_state import EmptyState
from widgets.icons import Icons
from widgets.message_bar import MessageBar
from widgets.outline import OutlineView
from widgets.palette import Palette
from widgets.panels.inspector import Inspector
from widgets.place_status import PlaceStatus
from widgets.policy_view.view import PolicyView
from widgets.task_table import TaskTable

translate = QCoreApplication.translate
OUTLINE_WIDTH, TEXT_WIDTH, TABLE_WIDTH = 200, 560, 606
TABLE_HEIGHT, INSPECTOR_HEIGHT = 400, 270


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that stands in the main window. ``pages`` shows the start page, the page of an empty workspace, or the desk."""

    text: PolicyView
    outline: OutlineView
    table: TaskTable
    inspector: Inspector
    policies: QComboBox
    newer: QToolButton
    messages: MessageBar
    reviewer: QToolButton
    counts: QLabel
    conflicts: QToolButton
    findings: QToolButton
    place: PlaceStatus
    saved: QLabel
    pages: QStackedWidget
    start: EmptyState
    empty: EmptyState
    columns: QSplitter
    right: QSplitter
    left: QWidget
    central: QWidget

    def set_palette(self, palette: Palette) -> None:
        """Show every part in these colours."""
        for part in (self.text, self.outline, self.table, self.inspector, self.messages):
            part.set_palette_tokens(palette)


def build_parts(catalogue: Catalogue, icons: Icons) -> Parts:
    """Make the widgets and put them in their places."""
    text, outline, table = PolicyView(catalogue), OutlineView(), TaskTable(catalogue)
    inspector, policies, messages = Inspector(catalogue), _policy_box(), MessageBar()
    newer = _newer_button(icons)
    start = EmptyState()
    start.set_state(
        translate("Window", "Open a workspace to go on with a review, or look at the sample policy first."),
        translate("Window", "Open workspace…"),
        "open",
        translate("Window", "Open the sample"),
    )
    empty = EmptyState()
    empty.set_state(
        translate("Window", "This workspace holds no policy yet. Import a policy file, or drop it on this window."),
        translate("Window", "Import policy…"),
        "import",
    )
    right = _splitter(Qt.Orientation.Vertical, (table, inspector), (TABLE_HEIGHT, INSPECTOR_HEIGHT))
    left = _column(policies, newer, outline)
    columns = _splitter(Qt.Orientation.Horizontal, (left, text, right), (OUTLINE_WIDTH, TEXT_WIDTH, TABLE_WIDTH))
    pages = QStackedWidget()
    for page in (start, empty, columns):
        pages.addWidget(page)
    return Parts(
        text=text,
        outline=outline,
        table=table,
        inspector=inspector,
        policies=policies,
        newer=newer,
        messages=messages,
        reviewer=_reviewer_button(icons),
        counts=QLabel(),
        conflicts=_findings_button(),
        findings=_findings_button(),
        place=PlaceStatus(),
        saved=QLabel(),
        pages=pages,
        start=start,
        empty=empty,
        columns=columns,
        right=right,
        left=left,
        central=_column(messages, pages),
    )


def _policy_box() -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(translate("Window", "Policy"))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def _newer_button(icons: Icons) -> QToolButton:
    """Says that the policy on screen has a newer version, and leads there; hidden while it has none."""
    button = QToolButton()
    button.setIcon(icons.icon("versions", "blue"))
    button.setText(translate("Window", "A newer version is here"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setAutoRaise(True)
    button.hide()
    return button


def _findings_button() -> QToolButton:
    """Says in the status bar how many findings or conflicts there are, and leads to them; hidden while there are none."""
    button = QToolButton()
    button.setAutoRaise(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.hide()
    return button


def _reviewer_button(icons: Icons) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon("reviewer"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    return button


def _column(*widgets: QWidget) -> QWidget:
    """The widgets below each other without space between; the last one takes the room."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.setStretch(len(widgets) - 1, 1)
    return holder


def _splitter(orientation: Qt.Orientation, widgets: tuple[QWidget, ...], sizes: tuple[int, ...]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    splitter.setSizes(list(sizes))
    return splitter
