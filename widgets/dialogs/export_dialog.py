"""What to export, as of when, in which language, and where to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from widgets.dialogs.date_field import DateField
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.form_dialog import FormDialog, plain


@dataclass(frozen=True, slots=True)
class ExportKind:
    """Something that can be exported: ``key`` is returned, ``title`` and ``hint`` are read, ``suffix`` ends the file's name."""

    key: str
    title: str
    suffix: str
    hint: str = ""
    uses_date: bool = True


@dataclass(frozen=True, slots=True)
class ExportForm:
    """What to export. ``as_of`` is the day up to which progress counts; ``language`` is ``zh`` or ``en``; ``findings`` asks
    for a section that tells them."""

    kind: str
    as_of: dt.date | None
    language: str
    path: Path
    findings: bool = False


class ExportDialog(FormDialog):
    """Takes kind, day, language and target of an export. The proposed name follows the kind until the person changes it.

    ``form()`` is what was chosen.
    """

    def __init__(self, kinds: Sequence[ExportKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Export"), self.tr("&Export"), self.tr("Cancel"))
        self._kinds = tuple(kinds)
        self._folder, self._stem = Path(), ""
        self.kind = QComboBox(self)
        for kind in self._kinds:
            self.kind.addItem(kind.title, kind.key)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self.as_of = DateField(self)
        self.language = QComboBox(self)
        for name, code in (("中文", "zh"), ("English", "en")):
            self.language.addItem(name, code)
        self.findings = QCheckBox(self.tr("With the &findings of the reading"), self)
        self.findings.setToolTip(self.tr("What does not agree in the policy, and what to know about it, in a section at the end"))
        self.path = QLineEdit(self)
        self.browse = QPushButton(self.tr("&Browse…"), self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._ask_path)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self._kind_changed()
        self.setMinimumWidth(600)

    def set_proposal(self, folder: Path, stem: str, as_of: dt.date | None, language: str, kind: str = "") -> None:
        """Propose a target ``folder/stem`` (the suffix follows the kind), a day, a language and a kind."""
        self._folder, self._stem = folder, stem
        self.as_of.set_date(as_of)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        if kind:
            self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.path.setText(str(folder / f"{stem}{self._kind().suffix}"))

    def form(self) -> ExportForm:
        """What was chosen; the file's name always ends with the suffix of the kind."""
        kind, path = self._kind(), Path(self.path.text().strip())
        if path.name and path.suffix.casefold() != kind.suffix.casefold():
            path = path.with_name(path.name + kind.suffix)
        as_of = self.as_of.date() if kind.uses_date else None
        return ExportForm(kind.key, as_of, str(self.language.currentData()), path, self.findings.isChecked())

    @override
    def problem(self) -> str:
        if not self._kinds:
            return self.tr("There is nothing to export.")
        path = self.form().path
        if not path.name:
            return self.tr("Please say where the file goes.")
        if not path.parent.is_dir():
            return self.tr("The folder %1 does not exist.").replace("%1", str(path.parent))
        if not self.as_of.is_valid():
            return self.tr("The as-of date is not a day; leave it empty for today.")
        return ""

    def _kind(self) -> ExportKind:
        return self._kinds[self.kind.currentIndex()]

    def _kind_changed(self) -> None:
        if not self._kinds:
            return
        kind = self._kind()
        self._hint.setText(kind.hint)
        self._hint.setVisible(bool(kind.hint))
        self.as_of.setEnabled(kind.uses_date)
        path = Path(self.path.text().strip())
        if path.suffix.casefold() in {other.suffix.casefold() for other in self._kinds if other.suffix}:
            self.path.setText(str(path.with_suffix(kind.suffix)))

    def _lay_out(self) -> None:
        self.add_row(self.tr("&What:"), self.kind)
        self.form_layout.addRow("", self._hint)
        self.add_row(self.tr("&As of:"), self.as_of)
        self.add_row(self.tr("&Language:"), self.language)
        self.form_layout.addRow("", self.findings)
        caption = QLabel(self.tr("&To:"), self)
        caption.setBuddy(self.path)
        self.path.setAccessibleName(plain(caption.text()))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        self.form_layout.addRow(caption, row)
        self.content.addLayout(self.form_layout)

    def _ask_path(self) -> None:
        path = self.form().path
        dialog = FileDialog(self, self.tr("Export to"), str(path.parent), f"*{self._kind().suffix}")
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(path.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
