"""A choice among encodings for a file whose bytes do not tell its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from widgets.dialogs.form_dialog import FormDialog
from widgets.models.utf16 import Units
from widgets.palette import Palette
from widgets.policy_view.typesetting import SERIF
from widgets.style import tokens_in_use

SIZE = QSize(820, 480)
LIST_WIDTH = 232
ROW = QSize(0, 34)
FONT_PIXELS = 15
MARGIN = 12
REPLACED = "\ufffd"
TINT = 0.4


@dataclass(frozen=True, slots=True)
class Trial:
    """A file read in one encoding: its first lines, with U+FFFD for what cannot be read, and how often that is in the whole."""

    encoding: str
    text: str
    lost: int


class EncodingDialog(FormDialog):
    """Shows the first lines of the file ``source_name`` in each encoding of ``trials``, the likeliest first, and takes one in which
    every character can be read. ``encoding()`` is the one chosen."""

    def __init__(self, source_name: str, trials: Sequence[Trial], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Encoding of {name}").format(name=source_name)
        self.entitle(title, self.tr("&Read in this encoding"), self.tr("Cancel"))
        self._trials = tuple(trials)
        self._palette = tokens_in_use()
        note = self.tr("The file does not say in which encoding it is written. Choose the one in which its text reads well.")
        self.add_note(note)
        self.list = QListWidget(self)
        self.preview = QPlainTextEdit(self)
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self._lay_out()
        self._fill()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemDoubleClicked.connect(self.accept)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.resize(SIZE)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._palette = palette
        self._mark_lost()

    def encoding(self) -> str:
        """The encoding chosen."""
        return self._trials[self.list.currentRow()].encoding

    @override
    def problem(self) -> str:
        lost = self._trials[self.list.currentRow()].lost if self.list.currentRow() >= 0 else 1
        return self.tr("Characters would be lost in this encoding. Choose one in which all of them can be read.") if lost else ""

    def _lay_out(self) -> None:
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setProperty("role", "boxed")
        self.list.setAccessibleName(self.tr("Encodings"))
        font = QFont(self.preview.font())
        font.setFamilies(list(SERIF))
        font.setPixelSize(FONT_PIXELS)
        self.preview.setFont(font)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.document().setDocumentMargin(MARGIN)
        self.preview.setAccessibleName(self.tr("First lines of the file"))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.preview, 1)
        right.addWidget(self.verdict)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.content.addLayout(row, 1)

    def _fill(self) -> None:
        names = {
            "big5": self.tr("Big5 (traditional Chinese)"),
            "big5hkscs": self.tr("Big5-HKSCS (Hong Kong)"),
            "gb18030": self.tr("GB18030 (simplified Chinese)"),
            "utf-8": "UTF-8",
            "utf-16-le": "UTF-16 LE",
            "utf-16-be": "UTF-16 BE",
            "shift_jis": self.tr("Shift_JIS (Japanese)"),
            "euc_kr": self.tr("EUC-KR (Korean)"),
            "cp1252": self.tr("Windows-1252 (Western Europe)"),
        }
        for trial in self._trials:
            item = QListWidgetItem(names.get(trial.encoding, trial.encoding.upper()), self.list)
            item.setSizeHint(ROW)
            if trial.lost:
                item.setForeground(self._palette.color("muted"))

    def _show(self, row: int) -> None:
        trial = self._trials[row]
        self.show_problem("")
        self.preview.setPlainText(trial.text)
        lost = self.tr("%n character(s) of the file cannot be read in this encoding.", "", trial.lost)
        self.verdict.setText(lost if trial.lost else self.tr("Every character of the file can be read."))
        self.verdict.setProperty("role", "warning" if trial.lost else "good")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self._mark_lost()

    def _mark_lost(self) -> None:
        """Tint the places where a character is lost."""
        tint = QTextCharFormat()
        tint.setBackground(self._palette.color("amber", TINT))
        selections = []
        text = self.preview.toPlainText()
        units = Units(text)
        at = text.find(REPLACED)
        while at >= 0:
            end = at
            while text[end : end + 1] == REPLACED:
                end += 1
            selection = QTextEdit.ExtraSelection()
            selection.format = tint
            selection.cursor = QTextCursor(self.preview.document())
            selection.cursor.setPosition(units.of(at))
            selection.cursor.setPosition(units.of(end), QTextCursor.MoveMode.KeepAnchor)
            selections.append(selection)
            at = text.find(REPLACED, end)
        self.preview.setExtraSelections(selections)
