"""Where the parts of the import preview stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from policy.model import Task
from resources.registry import Registry
from widgets.dialogs.form_dialog import hairline

if TYPE_CHECKING:
    from widgets.dialogs.import_preview import ImportPreview

translate = QCoreApplication.translate
WIDTHS = [400, 920]
HEIGHTS = [276, 264]


def lay_out(dialog: ImportPreview) -> None:
    """The facts above; below them the source at the left, and at the right what was understood, with the row chosen in parts."""
    dialog.content.addWidget(dialog.head)
    dialog.content.addWidget(hairline(dialog))
    across = _splitter(dialog, Qt.Orientation.Horizontal, (dialog.source, _understood(dialog)), WIDTHS)
    across.setStretchFactor(0, 1)
    across.setStretchFactor(1, 2)
    dialog.content.addWidget(across, 1)


def _understood(dialog: ImportPreview) -> QWidget:
    pages = QStackedWidget(dialog)
    findings = translate("ImportPreview", "Findings {count}").format(count=len(dialog.draft.policy.findings))
    for page, name in (
        (dialog.table, ""),
        (dialog.findings, findings),
        (dialog.outline, translate("ImportPreview", "Outline")),
    ):
        pages.addWidget(page)
        dialog.tabs.addTab(name)
    dialog.tabs.currentChanged.connect(pages.setCurrentIndex)
    dialog.tabs.currentChanged.connect(lambda page: dialog.table.bar.setVisible(page == 0))
    row = QHBoxLayout()
    row.addWidget(dialog.tabs)
    row.addStretch(1)
    row.addWidget(dialog.table.bar)
    above = QWidget(dialog)
    upper = QVBoxLayout(above)
    upper.setContentsMargins(0, 0, 0, 0)
    upper.setSpacing(4)
    upper.addLayout(row)
    upper.addWidget(pages, 1)
    below = QWidget(dialog)
    column = QVBoxLayout(below)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    column.addWidget(dialog.rows)
    column.addWidget(dialog.editor, 1)
    down = _splitter(dialog, Qt.Orientation.Vertical, (above, below), HEIGHTS)
    down.setStretchFactor(0, 1)
    holder = QWidget(dialog)
    inset = QVBoxLayout(holder)
    inset.setContentsMargins(12, 0, 0, 0)
    inset.addWidget(down)
    return holder


def _splitter(parent: QWidget, way: Qt.Orientation, parts: Sequence[QWidget], sizes: Sequence[int]) -> QSplitter:
    splitter = QSplitter(way, parent)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    splitter.setSizes(list(sizes))
    return splitter


def department_names(tasks: Sequence[Task]) -> list[str]:
    """Names to complete: those of the document first, then the short and full ones of all known bodies."""
    own = (department.name for task in tasks for department in task.departments)
    known = (name for body in Registry.load().bodies for name in (body.short, body.full))
    return list(dict.fromkeys((*own, *known)))
