"""The files of a piece of evidence: by button, dropped, or pasted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from storage.records import AttachmentRecord
from widgets.dialogs.file_dialog import FileDialog

ITEM = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be attached: one on disk (``path``), or a picture from the clipboard as PNG (``data``)."""

    name: str
    path: Path | None = None
    data: bytes | None = None


class FilesEdit(QWidget):
    """Lists the files attached already and those to be attached. ``edited()`` says that the person added or removed one."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None, now: Callable[[], dt.datetime] = dt.datetime.now) -> None:
        super().__init__(parent)
        self._now = now
        self._removed: list[str] = []
        self.setAcceptDrops(True)
        self._list = QListWidget(self)
        self._list.setProperty("role", "files")
        self._list.setAccessibleName(self.tr("Files"))
        self._list.setMinimumHeight(72)
        hint = QLabel(self.tr("Drop files here, or paste a picture (Ctrl+V)"), self)
        hint.setProperty("role", "muted")
        self.add_button = self._button(self.tr("Add &files…"), self._ask_files)
        self.paste_button = self._button(self.tr("&Paste"), self.paste)
        self.remove_button = self._button(self.tr("Re&move"), self._remove_chosen)
        self.paste_button.setToolTip(self.tr("Attach the picture or files of the clipboard (Ctrl+Shift+V)"))
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.add_button, self.paste_button, self.remove_button):
            row.addWidget(button)
        row.addWidget(hint)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._list)
        column.addLayout(row)
        self.setFocusProxy(self._list)

    def set_attachments(self, attachments: Iterable[AttachmentRecord]) -> None:
        """The files that the evidence has already."""
        self._list.clear()
        self._removed.clear()
        for attachment in attachments:
            self._show(attachment.name, attachment.id)

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Take files from disk; folders and files listed already are left out."""
        known = {file.path for file in self.files()}
        for path in paths:
            if path.is_file() and path not in known:
                self._show(path.name, NewFile(path.name, path=path))
                self.edited.emit()

    def add_image(self, image: QImage) -> None:
        """Take a picture as a PNG named by the time."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        buffer.close()
        name = f"{self._now():%Y-%m-%d %H-%M-%S}.png"
        self._show(name, NewFile(name, data=bytes(data.data())))
        self.edited.emit()

    def take(self, mime: QMimeData) -> bool:
        """Take what was dropped or pasted; ``False`` when there is neither a file nor a picture in it."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.add_paths(paths)
        elif mime.hasImage():
            self.add_image(QImage(mime.imageData()))
        else:
            return False
        return True

    def paste(self) -> None:
        """Take the files or the picture of the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def files(self) -> tuple[NewFile, ...]:
        """The files to be attached, in order."""
        items = (self._list.item(row).data(ITEM) for row in range(self._list.count()))
        return tuple(item for item in items if isinstance(item, NewFile))

    def set_files(self, files: Iterable[NewFile]) -> None:
        """List files to be attached behind those attached already."""
        for row in reversed(range(self._list.count())):
            if isinstance(self._list.item(row).data(ITEM), NewFile):
                self._list.takeItem(row)
        for file in files:
            self._show(file.name, file)

    def removed(self) -> tuple[str, ...]:
        """The ids of the attachments that were taken out."""
        return tuple(self._removed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._remove_chosen()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("small", True)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _show(self, name: str, data: object) -> None:
        item = QListWidgetItem(name)
        item.setToolTip(str(data.path) if isinstance(data, NewFile) and data.path else name)
        item.setData(ITEM, data)
        self._list.addItem(item)

    def _ask_files(self) -> None:
        dialog = FileDialog(self, self.tr("Files to attach"))
        dialog.setFileMode(FileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._take_names)
        dialog.open()

    def _take_names(self, names: list[str]) -> None:
        self.add_paths([Path(name) for name in names])

    def _remove_chosen(self) -> None:
        row = self._list.currentRow()
        if row < 0:
            return
        data = self._list.takeItem(row).data(ITEM)
        if isinstance(data, str):
            self._removed.append(data)
        self.edited.emit()
