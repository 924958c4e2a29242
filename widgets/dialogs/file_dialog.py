"""Qt's file dialog, with the labels that Qt itself does not translate."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget


class FileDialog(QFileDialog):
    """A file dialog all of whose words are in the user's language. Without ``folder`` it starts where Qt likes."""

    def __init__(self, parent: QWidget, title: str, folder: str = "", filters: str = "") -> None:
        super().__init__(parent, title, folder, filters)
        self.setLabelText(QFileDialog.DialogLabel.LookIn, self.tr("&Look in:"))
        self.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("Files of &type:"))
