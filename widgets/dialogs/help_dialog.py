"""The manual."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

import resources

GAP = 8
LINE_PERCENT = 140
FOLDER = Path(resources.__file__).parent / "help"


class HelpDialog(QDialog):
    """Shows the manual in ``language`` with a field to find words in it (Enter: next, Shift+Enter: previous)."""

    def __init__(self, language: str, parent: QWidget | None = None, folder: Path = FOLDER) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Manual"))
        self.page = QTextBrowser(self)
        self.page.setProperty("role", "page")
        self.page.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.page.setOpenExternalLinks(True)
        self.page.setAccessibleName(self.tr("Manual"))
        self.find_field = QLineEdit(self)
        self.find_field.setPlaceholderText(self.tr("Find in the manual"))
        self.find_field.setClearButtonEnabled(True)
        self.find_field.setAccessibleName(self.tr("Find in the manual"))
        self.find_field.setFixedWidth(280)
        self._result = QLabel(self)
        self._result.setProperty("role", "muted")
        self.find_field.returnPressed.connect(self.find_next)
        self.find_field.textEdited.connect(self._find_anew)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.find_field.setFocus)
        row = QHBoxLayout()
        row.addWidget(self.find_field)
        row.addWidget(self._result)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.page, 1)
        self._load(folder / f"{language}.md", folder)
        self.resize(800, 640)
        self.page.setFocus()

    def show_section(self, heading: str) -> bool:
        """Scroll to a heading of the manual; whether it is there."""
        block = self.page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                cursor = self.page.textCursor()
                cursor.setPosition(block.position())
                self.page.setTextCursor(cursor)
                bar = self.page.verticalScrollBar()
                bar.setValue(bar.value() + self.page.cursorRect(cursor).top())
                return True
            block = block.next()
        return False

    def find_next(self) -> bool:
        """Go to the next place with the words of the field, round from the end; whether there is one."""
        words = self.find_field.text()
        found = bool(words) and self.page.find(words)
        if words and not found:
            self._to_start()
            found = self.page.find(words)
        self._result.setText("" if found or not words else self.tr("Not found"))
        return found

    def _find_anew(self) -> None:
        self._to_start()
        self.find_next()

    def _to_start(self) -> None:
        cursor = self.page.textCursor()
        cursor.setPosition(0)
        self.page.setTextCursor(cursor)

    def _load(self, path: Path, folder: Path) -> None:
        self.page.document().setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
        try:
            self.page.setMarkdown(path.read_text(encoding="utf-8"))
            set_type(self.page.document())
        except FileNotFoundError:
            self.page.setPlainText(self.tr("The manual is missing from this installation: %1").replace("%1", str(path)))


def set_type(document: QTextDocument) -> None:
    """Give Markdown the air it lacks in Qt: space around headings and paragraphs, hairlines in tables, code within the page."""
    document.setDocumentMargin(GAP)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        form = QTextBlockFormat()
        heading = bool(block.blockFormat().headingLevel())
        form.setTopMargin(2 * GAP if heading else 0)
        cursor.setPosition(block.position())
        in_table = cursor.currentTable() is not None
        form.setBottomMargin(0 if in_table else GAP / 2 if block.textList() is not None else GAP)
        form.setNonBreakableLines(False)
        form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(form)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            table.setBorderCollapse(True)
            table.setCellPadding(GAP / 2)
            table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            table.setBorder(1)
            frame.setFormat(table)
    cursor.endEditBlock()
