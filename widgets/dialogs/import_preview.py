"""What was understood of a policy file beside its text, to be checked and put right before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from typing_extensions import override

from policy.corrections import Correction
from policy.model import Finding, Metadata, Policy
from policy.places import ProvisionIndex
from resources.catalogue import Catalogue
from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.preview_findings import FindingsList, place_of, task_of
from widgets.dialogs.preview_head import PreviewHead
from widgets.dialogs.preview_keys import RowButtons, Step, bind
from widgets.dialogs.preview_layout import department_names, lay_out
from widgets.dialogs.preview_source import SourcePane
from widgets.dialogs.preview_table import PreviewTable
from widgets.dialogs.row_editor import RowEditor
from widgets.labels import Labels
from widgets.models.preview_draft import PreviewDraft
from widgets.models.row_cut import RowCut
from widgets.outline import OutlineView
from widgets.palette import Palette
from widgets.style import tokens_in_use

SIZE = QSize(1340, 720)
NO_ROW = RowCut("", 0, 0, 0)


class ImportPreview(FormDialog):
    """Shows the facts, tasks, findings and outline of ``policy``, read from the file ``source_name``, beside its text, to be put
    right and accepted, with doubts left or not. A policy without doubts is accepted by one Enter.

    After it was accepted, ``corrections()`` says what was put right in the tasks, ``metadata()`` gives the facts and
    ``takes_remarks()`` says whether the comments of the file come too. ``widgets.dialogs.preview_keys`` lists the keys.
    """

    def __init__(self, policy: Policy, source_name: str, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Check before importing: %1").replace("%1", source_name)
        self.entitle(title, self.tr("&Import"), self.tr("Cancel"))
        labels = Labels(catalogue)
        self.draft = PreviewDraft(policy)
        self._provisions = ProvisionIndex(policy.provisions)
        self.head = PreviewHead(self)
        self.source = SourcePane(self)
        self.table = PreviewTable(labels, self)
        self.findings = FindingsList(labels, self)
        self.outline = OutlineView(self)
        self.editor = RowEditor(labels, self)
        self.rows = RowButtons(self)
        self.tabs = QTabBar(self)
        self.remarks = QCheckBox(self)
        self.remarks.setChecked(True)
        self.buttons.addButton(self.remarks, QDialogButtonBox.ButtonRole.ResetRole)
        # The box shows what it is given.
        self.remarks.hide()
        lay_out(self)
        self._connect()
        self.set_palette_tokens(tokens_in_use())
        self._fill(policy)
        self.resize(SIZE)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        for part in (self.source.view, self.table, self.outline, self.editor):
            part.set_palette_tokens(palette)

    def set_place(self, number: int, total: int) -> None:
        """Say in the title that this is one of several files."""
        if total > 1:
            place = self.tr("{title} ({number} of {total})")
            self.setWindowTitle(place.format(title=self.windowTitle(), number=number, total=total))

    def offer_remarks(self, count: int) -> None:
        """Offer to bring in the comments that the file holds."""
        self.remarks.setText(self.tr("Bring in the %n comment(s) of the file as annotations", "", count))
        self.remarks.setVisible(count > 0)

    def takes_remarks(self) -> bool:
        """Whether the comments of the file come in too."""
        return not self.remarks.isHidden() and self.remarks.isChecked()

    def corrections(self) -> tuple[Correction, ...]:
        """What was put right in the table, for ``policy.corrections.apply``."""
        return self.draft.corrections()

    def metadata(self) -> Metadata:
        """The facts of the document as they stand in the fields."""
        return self.head.metadata()

    def restore(self, corrections: Iterable[Correction], metadata: Metadata) -> None:
        """Take up what was put right before the preview of the same policy was cancelled."""
        self.draft.restore(corrections, metadata)
        self._show_all(0)

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

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A field knows only what was typed in it: here a step back is one of the whole preview.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.editor.cut_edited.connect(self._cut_edited)
        self.editor.fields_edited.connect(self._fields_edited)
        self.findings.finding_chosen.connect(self._go_to_finding)
        self.head.edited.connect(self._facts_edited)
        self.outline.provision_chosen.connect(self._go_to_provision)
        self.source.view.place_chosen.connect(self._go_to_place)
        self.table.next_requested.connect(self._next)
        self.table.row_chosen.connect(self._show_row)
        steps: dict[str, Callable[[], object]] = {
            Step.RIGHT: self._confirm,
            Step.SPLIT: self._split,
            Step.JOIN: self._join,
            Step.JOIN_PREVIOUS: self._join_previous,
            Step.ADD: self._add,
            Step.REMOVE: self._remove,
            Step.UNDO: self._undo,
            Step.REDO: self._redo,
            Step.NEXT: self._next,
            Step.FIND: self.source.open_find,
        }
        bind(self, steps, self.editor.raw)
        self.rows.connect_steps(steps)
        for number in range(self.tabs.count()):
            bind(self, {f"Ctrl+{number + 1}": partial(self.tabs.setCurrentIndex, number)})
        for field in (*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)):
            if field not in self.source.findChildren(QLineEdit):
                field.installEventFilter(self)

    def _fill(self, policy: Policy) -> None:
        self.head.set_policy(policy)
        self.source.view.set_text(policy.text)
        self.findings.set_findings(policy.findings)
        self.outline.set_provisions(policy.provisions, {})
        self.editor.set_document_date(policy.metadata.date)
        self.editor.set_categories(list(dict.fromkeys(task.category for task in policy.tasks if task.category)))
        self.editor.set_departments(department_names(policy.tasks))
        self.editor.set_provisions(policy.provisions)
        self._show_rows()
        first = self.draft.next_doubtful(None) or next((task.eid for task in policy.tasks), None)
        if first is None:
            self.editor.show_task(None, NO_ROW)
        else:
            self.choose(first)
        (self.table.view if self.doubtful_left() else self.accept_button).setFocus()

    def _show_rows(self) -> None:
        rows, doubtful = self.draft.rows, self.draft.doubtful()
        self.table.set_rows(rows, doubtful)
        self.source.view.set_tasks(rows)
        self.head.show_counts(len(rows), len(doubtful))
        self.tabs.setTabText(0, self.tr("Tasks {count}").format(count=len(rows)))
        self.rows.enable(bool(rows), self.draft.can_undo(), self.draft.can_redo())

    def _show_all(self, at: int) -> None:
        """Show the draft as it stands after a step of whatever kind, with the row near the place ``at`` chosen."""
        self.head.set_metadata(self.draft.facts)
        self.editor.set_document_date(self.draft.facts.date)
        self._show_rows()
        self._choose_near(at)

    def _show_row(self, eid: str | None) -> None:
        if eid is None:
            self.editor.show_task(None, NO_ROW)
        else:
            task = self.draft.task(eid)
            self.editor.show_task(task, self.draft.cut(eid))
            self.source.view.show_spans(task.spans, eid)

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

    def _facts_edited(self) -> None:
        facts = self.head.metadata()
        redated = facts.date != self.draft.facts.date
        self.draft.set_facts(facts)
        if redated:
            self.editor.set_document_date(facts.date)
        self._show_rows()

    def _go_to_finding(self, finding: Finding) -> None:
        eid, place = task_of(finding, self.draft.rows), place_of(finding, self._provisions)
        if eid is not None:
            self.choose(eid)
        elif place is not None:
            self.source.view.show_spans((place,), found=True)

    def _go_to_provision(self, eid: str) -> None:
        unit = self._provisions.get(eid)
        if unit is not None:
            self.source.view.show_spans((unit.span,), found=True)

    def _go_to_place(self, point: int) -> None:
        eid = self.source.view.task_at(point)
        if eid is not None:
            self.choose(eid)

    def _next(self) -> None:
        eid = self.draft.next_doubtful(self.table.chosen())
        if eid is not None:
            self.tabs.setCurrentIndex(0)
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

    def _join_previous(self) -> None:
        eid = self.table.chosen()
        kept = self.draft.join_previous(eid) if eid is not None else None
        if kept is not None:
            self._show_rows()
            self.choose(kept)

    def _add(self) -> None:
        eid = self.draft.add(self.table.chosen())
        self._show_rows()
        self.choose(eid)
        self.editor.text.setFocus()

    def _remove(self) -> None:
        eid = self.table.chosen()
        if eid is not None:
            at = self.draft.row(eid)
            self.draft.remove(eid)
            self._show_rows()
            self._choose_near(at)

    def _undo(self) -> None:
        at = self._place()
        if self.draft.undo():
            self._show_all(at)

    def _redo(self) -> None:
        at = self._place()
        if self.draft.redo():
            self._show_all(at)

    def _place(self) -> int:
        eid = self.table.chosen()
        return self.draft.row(eid) if eid is not None else 0

    def _choose_near(self, at: int) -> None:
        if self.draft.rows:
            self.choose(self.draft.rows[min(at, len(self.draft.rows) - 1)].eid)
        else:
            self._show_row(None)
