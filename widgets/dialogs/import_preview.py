"""What was understood of a policy file, to be checked and put right before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from policy.corrections import Correction
from policy.model import Metadata, Policy
from resources.catalogue import Catalogue
from widgets.dialogs.form_dialog import FormDialog, hairline
from widgets.dialogs.preview_head import PreviewHead
from widgets.dialogs.preview_table import PreviewTable
from widgets.dialogs.row_editor import RowEditor
from widgets.labels import Labels
from widgets.models.preview_draft import PreviewDraft
from widgets.models.row_cut import Boundary, RowCut
from widgets.palette import Palette
from widgets.style import tokens_in_use

SIZE = QSize(1320, 704)
NO_ROW = RowCut("", 0, 0, 0)


class ImportPreview(FormDialog):
    """Shows the facts and tasks of ``policy``, read from the file ``source_name``, to be put right and accepted, with doubts left
    or not.

    After it was accepted, ``corrections()`` says what was put right in the tasks and ``metadata()`` gives the facts.
    Keys: F8 next doubtful row; Ctrl+Enter this row is right; Alt+Up / Alt+Down choose a boundary; Alt+Left / Alt+Right move it
    a character, with Shift to the next line end; Alt+1, 2, 3 make the selected words the task, departments or timing.
    """

    def __init__(self, policy: Policy, source_name: str, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Check before importing: %1").replace("%1", source_name)
        self.entitle(title, self.tr("&Import"), self.tr("Cancel"))
        labels = Labels(catalogue)
        self.draft = PreviewDraft(policy)
        self.head = PreviewHead(labels, self)
        self.table = PreviewTable(labels, self)
        self.editor = RowEditor(labels, self)
        self.row_buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._connect()
        self.set_palette_tokens(tokens_in_use())
        self._fill(policy)
        self.resize(SIZE)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.table.set_palette_tokens(palette)
        self.editor.set_palette_tokens(palette)

    def corrections(self) -> tuple[Correction, ...]:
        """What was put right in the table, for ``policy.corrections.apply``."""
        return self.draft.corrections()

    def metadata(self) -> Metadata:
        """The facts of the document as they stand in the fields."""
        return self.head.metadata()

    def restore(self, corrections: Iterable[Correction], metadata: Metadata) -> None:
        """Take up what was put right before the preview of the same policy was cancelled."""
        self.draft.restore(corrections)
        self.draft.date = metadata.date
        self.editor.set_document_date(metadata.date)
        self.head.set_metadata(metadata)
        self._show_rows()
        self._choose_near(0)

    def doubtful_left(self) -> int:
        """How many rows are still doubtful."""
        return len(self.draft.doubtful())

    def choose(self, eid: str) -> None:
        """Go to a row."""
        self.table.choose(eid)
        self._show_row(eid)

    @override
    def problem(self) -> str:
        return self.head.problem()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in a field ends the typing there; it must not import a table that is still being checked.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.accept_button.hasFocus():
            event.accept()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.content.addWidget(self.head)
        self.content.addWidget(hairline(self))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(self._button_row())
        right = QWidget(self)
        margin = QVBoxLayout(right)
        margin.setContentsMargins(12, 0, 0, 0)
        margin.addWidget(self.editor)
        split = QSplitter(self)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([640, 660])
        self.content.addWidget(split, 1)

    def _button_row(self) -> QHBoxLayout:
        buttons: tuple[tuple[str, str, str, str, Callable[[], None]], ...] = (
            (
                "right",
                self.tr("Row is ri&ght"),
                self.tr("This row is right; go to the next doubtful one"),
                "Ctrl+Return",
                self._confirm,
            ),
            ("split", self.tr("&Split"), self.tr("Begin a new row at the caret in the raw text"), "Ctrl+K", self._split),
            ("join", self.tr("&Join"), self.tr("Make one row of this one and the next"), "Ctrl+J", self._join),
            ("add", self.tr("Add ro&w"), self.tr("Add a row below this one"), "Ctrl+N", self._add),
            ("remove", self.tr("Remo&ve"), self.tr("Take this row out"), "Ctrl+Del", self._remove),
            ("undo", self.tr("Ste&p back"), self.tr("Take the last correction back"), "Ctrl+Alt+Z", self._undo),
        )
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, text, hint, keys, act in buttons:
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setProperty("small", True)
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(self.tr("{hint} ({keys})").format(hint=hint, keys=shown))
            button.setAccessibleDescription(hint)
            button.clicked.connect(act)
            QShortcut(QKeySequence(keys), self, act)
            self.row_buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.editor.cut_edited.connect(self._cut_edited)
        self.editor.fields_edited.connect(self._fields_edited)
        self.head.date_edited.connect(self._date_edited)
        self.table.next_requested.connect(self._next)
        self.table.row_chosen.connect(self._show_row)
        raw = self.editor.raw
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("F8", self._next),
            ("Alt+Up", partial(raw.choose_boundary, Boundary.DEPARTMENTS)),
            ("Alt+Down", partial(raw.choose_boundary, Boundary.TIMING)),
            ("Alt+Left", partial(raw.move_boundary, -1)),
            ("Alt+Right", partial(raw.move_boundary, 1)),
            ("Alt+Shift+Left", partial(raw.move_boundary_line, -1)),
            ("Alt+Shift+Right", partial(raw.move_boundary_line, 1)),
        )
        for sequence, act in keys:
            QShortcut(QKeySequence(sequence), self, act)

    def _fill(self, policy: Policy) -> None:
        self.head.set_policy(policy)
        self.editor.set_document_date(policy.metadata.date)
        self.editor.set_categories(list(dict.fromkeys(task.category for task in policy.tasks if task.category)))
        self._show_rows()
        first = self.draft.next_doubtful(None) or next((task.eid for task in policy.tasks), None)
        if first is None:
            self.editor.show_task(None, NO_ROW)
        else:
            self.choose(first)

    def _show_rows(self) -> None:
        self.table.set_rows(self.draft.rows, self.draft.doubtful())
        for name, button in self.row_buttons.items():
            button.setEnabled(
                name == "add" or (name == "undo" and self.draft.can_undo()) or (name != "undo" and bool(self.draft.rows))
            )

    def _show_row(self, eid: str | None) -> None:
        if eid is None:
            self.editor.show_task(None, NO_ROW)
        else:
            self.editor.show_task(self.draft.task(eid), self.draft.cut(eid))

    def _cut_edited(self, cut: RowCut) -> None:
        eid = self.table.chosen()
        if eid is not None:
            self.draft.cut_anew(eid, cut)
            self._show_rows()
            self.editor.show_task(self.draft.task(eid), cut)

    def _fields_edited(self, fields: dict[str, object]) -> None:
        eid = self.table.chosen()
        if eid is not None:
            self.draft.edit(eid, fields)
            self._show_rows()
            self.editor.show_doubts(self.draft.task(eid))

    def _date_edited(self) -> None:
        if self.head.date.is_valid():
            self.draft.set_date(self.head.date.date())
            self.editor.set_document_date(self.draft.date)
            self._show_rows()

    def _next(self) -> None:
        eid = self.draft.next_doubtful(self.table.chosen())
        if eid is not None:
            self.choose(eid)

    def _confirm(self) -> None:
        eid = self.table.chosen()
        if eid is not None:
            self.draft.confirm(eid)
            self._show_rows()
            self.choose(self.draft.next_doubtful(eid) or eid)

    def _split(self) -> None:
        eid, raw = self.table.chosen(), self.editor.raw
        second = self.draft.split(eid, raw.row_cut(), raw.caret()) if eid is not None else None
        self.show_problem("" if second else self.tr("Put the caret into the raw text where the second row begins, then split."))
        self._show_rows()
        if second is not None:
            self.choose(second)

    def _join(self) -> None:
        eid = self.table.chosen()
        if eid is not None and self.draft.join_next(eid):
            self._show_rows()
            self.choose(eid)

    def _add(self) -> None:
        eid = self.draft.add(self.table.chosen())
        self._show_rows()
        self.choose(eid)
        self.editor.text.setFocus()

    def _remove(self) -> None:
        eid = self.table.chosen()
        if eid is None:
            return
        at = self.draft.row(eid)
        self.draft.remove(eid)
        self._show_rows()
        self._choose_near(at)

    def _undo(self) -> None:
        eid = self.table.chosen()
        at = self.draft.row(eid) if eid is not None else 0
        if self.draft.undo():
            self._show_rows()
            self._choose_near(at)

    def _choose_near(self, at: int) -> None:
        if self.draft.rows:
            self.choose(self.draft.rows[min(at, len(self.draft.rows) - 1)].eid)
        else:
            self._show_row(None)
