"""The small parts the panels are built from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

GAP = 4


class WheelGuard(QObject):
    """Keeps the wheel from changing a field that the user only scrolls past."""

    def watch(self, *fields: QWidget) -> None:
        """Let these fields take the wheel only while they have the focus."""
        for field in fields:
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def label(text: str = "", role: str = "", *, wrap: bool = True) -> QLabel:
    """A plain text label that can be selected; ``role`` is one of the style sheet (``muted``, ``heading``, ``warning`` …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        made.setProperty("role", role)
    return made


def button(text: str, hint: str = "") -> QPushButton:
    """A small button that Enter elsewhere does not press."""
    made = QPushButton(text)
    made.setProperty("small", "true")
    made.setAutoDefault(False)
    made.setToolTip(hint)
    return made


def link(text: str, hint: str = "") -> QToolButton:
    """A flat button that reads as a link; its colour comes from the panel's palette."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(hint)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def hairline() -> QFrame:
    """A line of one pixel between sections."""
    made = QFrame()
    made.setProperty("role", "hairline")
    made.setFixedHeight(1)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """``content`` in an area that scrolls downwards only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    area.setWidget(content)
    return area


def column(*, margins: int = 12, spacing: int = 8) -> tuple[QWidget, QVBoxLayout]:
    """A widget with a vertical layout."""
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    return widget, layout


def empty_layout(layout: QLayout) -> None:
    """Take out and delete everything in ``layout``."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            # The widget may be the sender of the signal that brings us here, so it goes when Qt is back in its loop.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def empty_form(form: QFormLayout) -> None:
    """Take out and delete all rows; taking single items would leave empty rows behind."""
    while form.rowCount():
        form.removeRow(0)


def set_reason(widgets: Iterable[QWidget], enabled: bool, reason: str) -> None:
    """Enable or disable, saying why not in the tool tip; the ordinary tip comes back with the enabling."""
    for widget in widgets:
        if widget.property("hint") is None:
            widget.setProperty("hint", widget.toolTip())
        widget.setEnabled(enabled)
        widget.setToolTip(str(widget.property("hint")) if enabled else reason)
