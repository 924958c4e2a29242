"""Waiting for one's turn: a workspace that somebody else has open is offered for writing when they have closed it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.notices import REOPEN
from desktop.session import Session
from storage.lock import in_use
from widgets.message_bar import Message, MessageKind

EVERY_MS = 10_000
"""How often is looked whether the holder has closed it: a glance at one small file."""


class TurnFlow(QObject):
    """Looks now and then whether the workspace shown for reading can be written. Signal ``offered(Message)`` when it can."""

    offered = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY_MS)
        self.timer.timeout.connect(self.look)
        session.workspace_opened.connect(self.follow)
        session.workspace_closed.connect(self.timer.stop)

    def follow(self) -> None:
        """Begin to look when somebody else has the workspace open."""
        workspace = self._session.workspace
        if workspace is not None and workspace.read_only and workspace.holder is not None:
            self.timer.start()
        else:
            self.timer.stop()

    def look(self) -> None:
        """Offer to open the workspace for writing if nobody has it any more."""
        workspace = self._session.workspace
        if workspace is not None and not in_use(workspace.path):
            self.timer.stop()
            text = self.tr("{name} is free now; it can be opened for writing.").format(name=workspace.path.stem)
            self.offered.emit(Message(text, MessageKind.OFFER, self.tr("Open for writing"), f"{REOPEN}{workspace.path}"))
