"""The passphrase of a file that was locked with one."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from typing_extensions import override

from widgets.dialogs.form_dialog import FormDialog

WIDTH = 420


class PassphraseDialog(FormDialog):
    """Asks for the passphrase of the file ``name``; ``wrong`` says that the one given before was not right."""

    def __init__(self, name: str, wrong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Passphrase"), self.tr("&Unlock"), self.tr("Cancel"))
        self.add_note(self.tr("{name} is locked with a passphrase. Ask its sender for it.").format(name=name))
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_box = QCheckBox(self.tr("&Show it"), self)
        self.show_box.toggled.connect(self._show)
        self.content.addLayout(self.form_layout)
        self.add_row(self.tr("&Passphrase:"), self.field)
        self.form_layout.addRow("", self.show_box)
        self.setMinimumWidth(WIDTH)
        if wrong:
            self.show_problem(self.tr("The passphrase is not right."))

    def passphrase(self) -> str:
        """What was typed, as it was typed."""
        return self.field.text()

    @override
    def problem(self) -> str:
        return "" if self.field.text() else self.tr("Type the passphrase.")

    def _show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
