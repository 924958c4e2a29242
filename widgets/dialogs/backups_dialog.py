"""The backups of a workspace, what each holds, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from resources.catalogue import Catalogue
from storage.backups import Backup, BackupContents, Glance
from widgets.dialogs.form_dialog import GAP, MARGIN, plain
from widgets.models.backup_model import BackupModel, BackupRow
from widgets.models.keyed import ROW_ROLE
from widgets.panels.line_delegate import LineDelegate, Lines, line_list
from widgets.panels.parts import label, scrolled
from widgets.style import tokens_in_use

SHOWN_TITLES = 8


class BackupsDialog(QDialog):
    """A list of backups, the newest first, and beside it what the chosen one holds and how it differs from the present.

    ``chosen(Backup)`` asks for the contents of a backup, which ``show_contents`` or ``show_problem`` gives. The buttons are
    ``restore_requested(Backup)``, ``look_requested(Backup)``, ``merge_requested(Backup)``, ``backup_requested()`` and
    ``folder_requested()``.
    """

    chosen = Signal(object)
    restore_requested = Signal(object)
    look_requested = Signal(object)
    merge_requested = Signal(object)
    backup_requested = Signal()
    folder_requested = Signal()

    def __init__(self, workspace: Path, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backups of %1").replace("%1", workspace.stem))
        self.model = BackupModel(catalogue, self)
        self._delegate = LineDelegate(self._lines, self)
        self._delegate.palette = tokens_in_use()
        self.list = line_list(self._delegate, self.tr("Backups"))
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self._asked: Backup | None = None
        self._writable = True
        self._intro = label(role="muted")
        self._title = label(role="heading")
        self._state = label()
        self._facts = QWidget()
        self._form = QFormLayout(self._facts)
        self._compared = label()
        self._problem = label(role="error")
        self._build_buttons()
        self._lay_out()
        self.set_backups(())
        self.resize(880, 520)
        self.list.setFocus()

    def set_intro(self, text: str) -> None:
        """Say above the list why it is shown."""
        self._intro.setText(text)
        self._intro.setVisible(bool(text))

    def set_writable(self, writable: bool) -> None:
        """Offer to make another backup, and to merge one in, which needs a workspace that is open."""
        self._writable = writable
        self.now.setEnabled(writable)

    def set_backups(self, backups: Sequence[Backup]) -> None:
        """List these, and keep or make one the chosen one."""
        self.model.set_backups(backups)
        if not backups:
            self._asked = None
            self._clear(
                self.tr("There are no backups yet. Press “Back up now” to make one.")
                if self._writable
                else self.tr("There are no backups yet.")
            )
        elif self.backup() is None:
            self.list.setCurrentIndex(self.model.index(0, 0))

    def choose(self, backup: Backup) -> None:
        """Make this the chosen one."""
        place = self.model.place_of(str(backup.path))
        if place is not None:
            self.list.setCurrentIndex(self.model.index(place, 0))

    def backup(self) -> Backup | None:
        """The chosen one."""
        row = self.list.currentIndex().data(ROW_ROLE)
        return row.backup if isinstance(row, BackupRow) else None

    def set_glance(self, backup: Backup, glance: Glance) -> None:
        """Say in the list what a backup holds."""
        self.model.learn(str(backup.path), glance=glance)

    def show_contents(self, backup: Backup, contents: BackupContents) -> None:
        """Show what a backup holds, if it is still the chosen one."""
        self.model.learn(str(backup.path), whole=contents.whole)
        if backup == self.backup():
            self._say_state(contents)
            self._fill(contents)
            self._compared.setText(self._difference(contents))
            self._offer(contents.whole, look=True, merge=bool(contents.only_there))

    def show_problem(self, backup: Backup, sentence: str) -> None:
        """Say why a backup cannot be read, if it is still the chosen one."""
        self.model.learn(str(backup.path), whole=False)
        if backup == self.backup():
            self._say(self.tr("This backup is damaged and cannot be restored."), "error")
            self._compared.setText(sentence)
            self._offer(False, look=False)

    def show_failure(self, sentence: str) -> None:
        """Say what went wrong with something asked for here; an empty sentence hides it."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def state(self) -> str:
        """What is said of the chosen one: that it is whole, damaged, or being read."""
        return self._state.text()

    def facts(self) -> dict[str, str]:
        """What is said of the contents of the chosen one, by the words before it."""
        found = {}
        for row in range(self._form.rowCount()):
            name, value = (
                self._form.itemAt(row, role) for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
            )
            widgets = (name.widget() if name else None, value.widget() if value else None)
            if isinstance(widgets[0], QLabel) and isinstance(widgets[1], QLabel):
                found[plain(widgets[0].text())] = widgets[1].text()
        return found

    def difference(self) -> str:
        """What is said of the difference to the present."""
        return self._compared.text()

    def _build_buttons(self) -> None:
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.now = self._button(self.tr("&Back up now"), role.ResetRole)
        self.folder = self._button(self.tr("Open &folder"), role.ResetRole)
        self.look = self._button(self.tr("&Look inside"), role.ActionRole)
        self.merge = self._button(self.tr("&Merge back…"), role.ActionRole)
        self.merge.setToolTip(self.tr("Take what is missing in the present workspace out of this backup; nothing is lost"))
        self.restore = self._button(self.tr("&Restore"), role.AcceptRole)
        self.close_button = self._button(self.tr("Close"), role.RejectRole)
        self.restore.setDefault(True)
        self.now.clicked.connect(self.backup_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.look.clicked.connect(lambda: self.look_requested.emit(self.backup()))
        self.merge.clicked.connect(lambda: self.merge_requested.emit(self.backup()))
        self.restore.clicked.connect(lambda: self.restore_requested.emit(self.backup()))
        self.close_button.clicked.connect(self.reject)

    def _button(self, text: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        self.buttons.addButton(made, role)
        return made

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(2 * GAP)
        self._form.setVerticalSpacing(GAP)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(MARGIN, GAP, GAP, GAP)
        column.setSpacing(MARGIN)
        for widget in (self._title, self._state, self._facts, self._compared):
            column.addWidget(widget)
        column.addStretch(1)
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(scrolled(side))
        split.setChildrenCollapsible(False)
        split.setSizes([400, 440])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        whole.setSpacing(MARGIN)
        for part in (self._intro, split, self._problem, self.buttons):
            whole.addWidget(part)
        whole.setStretchFactor(split, 1)
        self._intro.hide()
        self._problem.hide()

    def _choose(self) -> None:
        backup = self.backup()
        # Rows that come or go move the current one without making another of it.
        if backup is None or backup == self._asked:
            return
        self._asked = backup
        self._clear(self.tr("Reading and checking this backup…"))
        self._title.setText(self.model.title(BackupRow(backup)))
        self._offer(False, look=False)
        self.chosen.emit(backup)

    def _clear(self, state: str) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._title.setText("")
        self._compared.setText("")
        self._say(state, "muted")
        self._offer(False, look=False)

    def _offer(self, restore: bool, *, look: bool, merge: bool = False) -> None:
        self.restore.setEnabled(restore)
        self.look.setEnabled(look)
        self.merge.setEnabled(restore and merge and self._writable)

    def _say(self, text: str, role: str) -> None:
        self._state.setText(text)
        self._state.setProperty("role", role)
        self._state.style().polish(self._state)

    def _say_state(self, contents: BackupContents) -> None:
        if contents.whole:
            self._say(self.tr("Whole: every page and every change in it was checked."), "good")
        else:
            count = len(contents.problems)
            self._say(self.tr("Damaged: the check found %n problem(s). Choose another backup to restore.", "", count), "error")

    def _fill(self, contents: BackupContents) -> None:
        titles = [*contents.policies[:SHOWN_TITLES], *(["…"] if len(contents.policies) > SHOWN_TITLES else [])]
        evidence = self.tr("{evidence}, with %n file(s)", "", contents.files).format(evidence=contents.evidence)
        last = self.model.moment(contents.last) if contents.last else ""
        rows = (
            (self.tr("Policies"), "\n".join(titles) or self.tr("none")),
            (self.tr("Annotations"), str(contents.annotations)),
            (self.tr("Evidence"), evidence),
            (self.tr("Assessments"), str(contents.assessments)),
            (self.tr("Reviewers"), str(contents.reviewers)),
            (self.tr("Changes"), str(contents.changes)),
            (self.tr("Last change"), f"{last}  {contents.person}".strip() or self.tr("none")),
        )
        for name, value in rows:
            caption = label(name, "muted", wrap=False)
            self._form.addRow(caption, label(value))

    def _difference(self, contents: BackupContents) -> str:
        if contents.only_here is None or contents.only_there is None:
            return self.tr("The workspace itself cannot be read, so there is nothing to compare with.")
        if not contents.only_here and not contents.only_there:
            return self.tr("It holds exactly the changes of the present workspace.")
        parts = []
        if contents.only_here:
            parts.append(
                self.tr(
                    "%n change(s) written since are not in it; after restoring they can be merged back.", "", contents.only_here
                )
            )
        if contents.only_there:
            parts.append(self.tr("%n change(s) in it are missing in the present workspace.", "", contents.only_there))
        return "\n".join(parts)

    def _lines(self, row: object) -> Lines:
        if not isinstance(row, BackupRow):
            return Lines("", "")
        token = {None: "line", True: "green", False: "accent"}[row.whole]
        return Lines(self.model.title(row), self.model.facts(row), token, faded=row.whole is False)
