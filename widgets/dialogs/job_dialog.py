"""Work in the background, with its step and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

WAIT_MS = 400


class JobDialog(QDialog):
    """Says what is being done and how far it is. After ``start`` it shows itself only when the work takes a while, and the window
    stays usable; made modal and shown at once it keeps the person from doing anything else.

    ``cancel_requested()`` asks to stop; the dialog stays until ``finish`` says that the work has ended.
    """

    cancel_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setMinimumWidth(400)
        self._step = QLabel(self)
        self._step.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self._ask_cancel)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._step)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.show)
        self._cancelled = False
        self._stoppable = True

    def must_finish(self) -> None:
        """Offer no way to stop: for work that is short and must be whole."""
        self._stoppable = False
        self.cancel_button.hide()

    def start(self) -> None:
        """Show the dialog unless the work ends soon."""
        self._timer.start()

    def set_step(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done, and that ``done`` of ``total`` parts are; without a total the bar runs."""
        if not self._cancelled:
            self._step.setText(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def step(self) -> str:
        """What is said at present."""
        return self._step.text()

    def finish(self) -> None:
        """Close: the work has ended."""
        self._timer.stop()
        super().accept()

    @override
    def reject(self) -> None:
        self._ask_cancel()

    def _ask_cancel(self) -> None:
        if self._stoppable and not self._cancelled:
            self._cancelled = True
            self.cancel_button.setEnabled(False)
            self._step.setText(self.tr("Stopping…"))
            self.cancel_requested.emit()
