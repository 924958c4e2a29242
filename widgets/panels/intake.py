"""Files and pictures that come in by dropping and pasting."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QDateTime, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QImageWriter
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override


class PastedImage(NamedTuple):
    """A picture from the clipboard: a file name and the bytes of a PNG."""

    name: str
    data: bytes


def local_files(mime: QMimeData) -> list[Path]:
    """The files on this machine that ``mime`` names; folders are left out."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []
    return [path for path in paths if path.is_file()]


def pasted_image(mime: QMimeData) -> PastedImage | None:
    """The picture in ``mime`` as a PNG named after this minute."""
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    stamp = QDateTime.currentDateTime().toString("yyyyMMdd-HHmmss")
    return PastedImage(f"{stamp}.png", bytes(data.data()))


class DropList(QListView):
    """A list onto which files are dropped. Emits ``dropped(object, int)`` with the paths and the row under them (−1: none)."""

    dropped = Signal(object, int)

    def __init__(self, parent: QWidget | QObject | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self.setAcceptDrops(True)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths, self.indexAt(event.position().toPoint()).row())

    def _judge(self, event: QDragMoveEvent) -> None:
        if self.acceptDrops() and local_files(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()
