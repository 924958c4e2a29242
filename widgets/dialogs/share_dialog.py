"""What goes into a share package, whether it is locked, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from storage.sharing_choice import Choice as Offered
from storage.sharing_choice import Offer, Selection
from widgets.dialogs.check_list import CheckList, Choice
from widgets.dialogs.file_dialog import FileDialog
from widgets.dialogs.form_dialog import GAP, FormDialog, hairline, plain
from widgets.models.words import size_text
from widgets.passphrase_strength import Strength, strength

SUFFIX = ".clausedesk"
LOCKED_SUFFIX = ".clausedesk.age"
_LISTS = QSize(800, 210)
_PATH_WIDTH = 440


@dataclass(frozen=True, slots=True)
class ShareForm:
    """What was chosen; ``passphrase`` is ``None`` when the package is not to be locked."""

    selection: Selection
    path: Path
    passphrase: str | None


class ShareDialog(FormDialog):
    """Takes what is shared, with or without files, an optional passphrase, and the target. ``form()`` is what was chosen."""

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Share package"), self.tr("Write pac&kage"), self.tr("Cancel"))
        self._offer = offer
        self._stem = ""
        self._confirmed: Path | None = None
        self.whole = QRadioButton(self.tr("The &whole workspace"), self)
        self.part = QRadioButton(self.tr("&Part of it:"), self)
        self.policies = CheckList(self.tr("Policies"), self)
        self.reviewers = CheckList(self.tr("Reviewers"), self)
        self.tags = CheckList(self.tr("Tags"), self)
        self.files = QCheckBox(self)
        self.lock = QCheckBox(self.tr("&Lock with a passphrase"), self)
        self.passphrase = QLineEdit(self)
        self.again = QLineEdit(self)
        self.show_box = QCheckBox(self.tr("&Show it"), self)
        self._hint = QLabel(self)
        self.path = QLineEdit(self)
        self.browse = QPushButton(self.tr("&Browse…"), self)
        self.browse.setAutoDefault(False)
        # Not the dialog's own: that would let the lists be cut off.
        self.path.setMinimumWidth(_PATH_WIDTH)
        self._lists = QWidget(self)
        self._keys = QWidget(self)
        self._lay_out()
        self._fill()
        self._connect()
        self.whole.setChecked(True)
        self._part_toggled(False)
        self._lock_toggled(False)
        self._show_size()

    def set_proposal(self, folder: Path, stem: str) -> None:
        """Propose a target ``folder/stem``; the suffix follows the lock."""
        self._stem = stem
        self.path.setText(str(folder / f"{stem}{self._suffix()}"))
        self._fit()

    def form(self) -> ShareForm:
        """What was chosen; the file's name always ends as such a package does."""
        path = Path(self.path.text().strip())
        if path.name and not path.name.endswith(self._suffix()):
            path = path.with_name(_bare(path.name) + self._suffix())
        return ShareForm(self._selection(), path, self.passphrase.text() if self.lock.isChecked() else None)

    @override
    def problem(self) -> str:
        form = self.form()
        if form.selection.policies is not None and not form.selection.policies:
            return self.tr("Tick at least one policy.")
        if form.passphrase is not None and not form.passphrase:
            return self.tr("Type the passphrase, or do not lock the package.")
        if form.passphrase is not None and form.passphrase != self.again.text():
            return self.tr("The two passphrases differ; type the same one twice.")
        if not form.path.name:
            return self.tr("Please say where the package goes.")
        if not form.path.parent.is_dir():
            return self.tr("The folder %1 does not exist.").replace("%1", str(form.path.parent))
        if form.path.exists() and form.path != self._confirmed:
            return self.tr("There is a file of this name already; choose another name, or the same one again with Browse.")
        return ""

    def _selection(self) -> Selection:
        files = self.files.isChecked()
        if self.whole.isChecked():
            return Selection(files=files)
        tags = frozenset(self.tags.chosen())
        return Selection(
            _restricted(self.policies.chosen(), self._offer.policies),
            _restricted(self.reviewers.chosen(), self._offer.reviewers),
            tags or None,
            files,
        )

    def _suffix(self) -> str:
        return LOCKED_SUFFIX if self.lock.isChecked() else SUFFIX

    def _lay_out(self) -> None:
        for widget in (self.whole, self.part):
            self.content.addWidget(widget)
        group = QButtonGroup(self)
        group.addButton(self.whole)
        group.addButton(self.part)
        columns = QHBoxLayout(self._lists)
        columns.setContentsMargins(3 * GAP, 0, 0, 0)
        columns.setSpacing(2 * GAP)
        headings = (self.tr("P&olicies"), self.tr("Work of these &reviewers"), self.tr("Only with these &tags (none: all)"))
        for heading, box in zip(headings, (self.policies, self.reviewers, self.tags), strict=True):
            columns.addLayout(self._column(heading, box), 2 if box is self.policies else 1)
        self._lists.setMinimumSize(_LISTS)
        self.content.addWidget(self._lists, 1)
        self.content.addWidget(self.files)
        self.content.addWidget(hairline(self))
        self.content.addWidget(self.lock)
        self._lay_out_keys()
        self.content.addWidget(self._keys)
        self.content.addWidget(hairline(self))
        caption = QLabel(self.tr("To &file:"), self)
        caption.setBuddy(self.path)
        self.path.setAccessibleName(plain(caption.text()))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(caption)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        self.content.addLayout(row)
        self.add_note(self.tr("Deleted words and words that were changed since are not in the package."))

    def _column(self, heading: str, box: CheckList) -> QVBoxLayout:
        caption = QLabel(heading, self)
        caption.setBuddy(box)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(caption)
        column.addWidget(box, 1)
        return column

    def _lay_out_keys(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for label, field in ((self.tr("Passp&hrase:"), self.passphrase), (self.tr("A&gain:"), self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(plain(label))
            caption = QLabel(label, self)
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, 1)
        row.addWidget(self.show_box)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._keys)
        column.setContentsMargins(3 * GAP, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._hint)

    def _fill(self) -> None:
        for box, offered, ticked in (
            (self.policies, self._offer.policies, True),
            (self.reviewers, self._offer.reviewers, True),
            (self.tags, self._offer.tags, False),
        ):
            box.set_choices(_choices(offered), [choice.id for choice in offered] if ticked else ())
        self.files.setChecked(True)

    def _connect(self) -> None:
        self.part.toggled.connect(self._part_toggled)
        self.policies.changed.connect(self._show_size)
        self.reviewers.changed.connect(self._show_size)
        self.lock.toggled.connect(self._lock_toggled)
        self.passphrase.textChanged.connect(self._show_strength)
        for field in (self.passphrase, self.again):
            # What was said of the passphrases is about those typed before.
            field.textChanged.connect(lambda: self.show_problem(""))
        self.show_box.toggled.connect(self._show_keys)
        self.browse.clicked.connect(self._ask_path)

    def _part_toggled(self, part: bool) -> None:
        self._lists.setVisible(part)
        self._show_size()
        self._fit()

    def _lock_toggled(self, locked: bool) -> None:
        self._keys.setVisible(locked)
        path = Path(self.path.text().strip())
        if path.name:
            self.path.setText(str(path.with_name(_bare(path.name) + self._suffix())))
        self._show_strength()
        self._fit()
        if locked:
            self.passphrase.setFocus()

    def _fit(self) -> None:
        """Take no more room than what is shown needs."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.adjustSize()

    def _show_size(self) -> None:
        selection = self._selection()
        size = self._offer.size(Selection(selection.policies, selection.reviewers, selection.tags))
        self.files.setText(self.tr("With the &attached files (%1)").replace("%1", size_text(size)))
        self.files.setEnabled(size > 0)

    def _show_strength(self) -> None:
        words = {
            Strength.WEAK: self.tr("Easy to guess. Four words that do not belong together are better, and easy to say."),
            Strength.FAIR: self.tr("Hard to guess, unless somebody has many computers and a lot of time."),
            Strength.STRONG: self.tr("Very hard to guess."),
        }
        never = self.tr("Tell it to the receiver in another way. Nobody can open the package without it.")
        typed = self.passphrase.text()
        self._hint.setText(f"{words[strength(typed)]} {never}" if typed else never)

    def _show_keys(self, shown: bool) -> None:
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _ask_path(self) -> None:
        path = self.form().path
        dialog = FileDialog(self, self.tr("Share package"), str(path.parent), f"*{self._suffix()}")
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(path.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take_path)
        dialog.open()

    def _take_path(self, name: str) -> None:
        """Qt has asked already whether a file that is there may go."""
        self.path.setText(name)
        self._confirmed = Path(name)


def _restricted(chosen: Sequence[str], offered: Sequence[Offered]) -> frozenset[str] | None:
    """What was ticked; everything ticked is no restriction."""
    return None if len(chosen) == len(offered) else frozenset(chosen)


def _choices(offered: Sequence[Offered]) -> list[Choice]:
    return [Choice(choice.id, f"{choice.name} ({choice.count})") for choice in offered]


def _bare(name: str) -> str:
    """A file's name without the ends that packages have."""
    for suffix in (LOCKED_SUFFIX, SUFFIX, ".age"):
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name
