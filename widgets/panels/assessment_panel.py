"""The judgement of one task: the reviewer's own to edit, the others' to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from policy.judging import Progress, Reason, ReviewState, Verdict
from resources.catalogue import Catalogue
from storage.records import AssessmentRecord
from widgets.flow_layout import FlowLayout
from widgets.models.words import moment_text
from widgets.panels.autosave import AutosaveEdit
from widgets.panels.panel import Panel
from widgets.panels.parts import WheelGuard, button, column, empty_layout, hairline, label, scrolled, set_reason
from widgets.signs import SIGN_SIZE, progress_sign, sign_icon

WITHOUT_REASON = (Verdict.UNCHECKED, Verdict.TRUE)
NO_PERCENT = -1
NOTE_HEIGHT = 72

E = TypeVar("E", bound=StrEnum)


class AssessmentPanel(Panel):
    """Progress, percent, verdict, reason, review state and note of one task.

    Emits ``assess_requested(str, object)`` with the task id and a dict of the fields that the user changed (enums as values; a
    verdict that needs no reason also clears it). The note follows within 0.8 s of every key, on leaving it, and on ``flush()``.
    Filling emits nothing. Other reviewers' and the agreed judgements stand below, read only; in a blind review it is said how many
    are hidden, and ``submit_requested()`` asks to hand in all of one's own.
    """

    assess_requested = Signal(str, object)
    submit_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self._task: str | None = None
        self.progress = QButtonGroup(self)
        self.percent = QSpinBox()
        self.verdict = QComboBox()
        self.reason_box = QComboBox()
        self.state = QComboBox()
        self.note = AutosaveEdit()
        self.others, self._others_layout = column(margins=0, spacing=4)
        self.hidden = label("", "muted")
        self.submit = button(self.tr("Submit all my judgements"), self.tr("Put them in the state To recheck, as one step"))
        self._hint = label(self.tr("Choose a task to judge it."), "muted")
        self._form_widget = QWidget()
        self._build()
        self._connect()
        self._guard = WheelGuard(self)
        self._guard.watch(self.percent, self.verdict, self.reason_box, self.state)
        self.set_task(None, None)
        self.set_hidden(0)

    def set_task(self, task_id: str | None, own: AssessmentRecord | None) -> None:
        """Show the current reviewer's judgement of a task; ``None`` for a task not judged yet."""
        if task_id != self._task:
            self.percent.interpretText()
        self.note.load(task_id, own.note if own is not None else "")
        self._task = task_id
        self._show_progress(own.progress if own is not None else None)
        self._show_percent(own.percent if own is not None else None)
        verdict = own.verdict if own is not None else Verdict.UNCHECKED
        _choose(self.verdict, verdict)
        _choose(self.reason_box, own.reason if own is not None else None)
        _choose(self.state, own.state if own is not None else ReviewState.PENDING)
        self._form.setRowVisible(self.reason_box, verdict not in WITHOUT_REASON)
        self._form_widget.setVisible(task_id is not None)
        self._hint.setVisible(task_id is None)
        self.refresh()

    def set_others(self, judgements: Sequence[tuple[str, AssessmentRecord]]) -> None:
        """Show what others judged, each with the reviewer's name; agreed ones come first and say so."""
        empty_layout(self._others_layout)
        for name, record in sorted(judgements, key=lambda pair: not pair[1].agreed):
            self._others_layout.addWidget(hairline())
            self._others_layout.addWidget(label(self._headline(name, record), "heading" if record.agreed else "muted"))
            self._others_layout.addWidget(label(self._summary(record)))
            if record.note:
                self._others_layout.addWidget(label(record.note))
        self.others.setVisible(bool(judgements))

    def set_hidden(self, count: int) -> None:
        """Say that ``count`` others have judged the task whose judgements are hidden by the blind review."""
        words = self.tr("%n other(s) have judged this task; shown when you have both submitted.", "", count)
        self.hidden.setText(words if count else "")
        self.hidden.setVisible(count > 0)
        self.submit.setVisible(count > 0)

    def keep(self, task: str, fields: Mapping[str, object]) -> None:
        """Take back a note that could not be stored."""
        if "note" in fields:
            self.note.keep(task, str(fields["note"]))

    @override
    def unsaved(self) -> tuple[str, ...]:
        return self.note.unsaved()

    @override
    def flush(self) -> None:
        self.percent.interpretText()
        self.note.flush()

    @override
    def refresh(self) -> None:
        for value, chip in self._progress_buttons():
            chip.setIcon(sign_icon(progress_sign(value), self.palette_tokens))
        chips = [chip for _, chip in self._progress_buttons()]
        fields = [*chips, self.percent, self.verdict, self.reason_box, self.state, self.submit]
        set_reason(fields, not self.read_only, self.reason())
        self.note.setReadOnly(self.read_only)
        self.note.setToolTip(self.reason() if self.read_only else "")

    def _build(self) -> None:
        content, layout = column()
        self._form = QFormLayout(self._form_widget)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow(self._caption(self.tr("Progress")), self._progress_row())
        self._set_up_boxes()
        self._form.addRow(self._caption(self.tr("Verdict")), self._side_by_side(self.verdict, self.tr("State"), self.state))
        self._form.addRow(self._caption(self.tr("Reason")), self.reason_box)
        self._form.addRow(self._caption(self.tr("Note")), self.note)
        layout.addWidget(self._hint)
        layout.addWidget(self._form_widget)
        layout.addWidget(self.hidden)
        layout.addWidget(self.submit, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.others)
        layout.addStretch()
        self.page.addWidget(scrolled(content))

    def _caption(self, text: str) -> QLabel:
        return label(text, "muted", wrap=False)

    def _progress_row(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row)
        for place, value in enumerate(Progress):
            chip = QToolButton()
            chip.setText(self.catalogue.text(f"progress.{value}"))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setIconSize(QSize(SIGN_SIZE, SIGN_SIZE))
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.progress.addButton(chip, place)
            flow.addWidget(chip)
        self.percent.setRange(NO_PERCENT, 100)
        self.percent.setSpecialValueText(self.tr("– %"))
        self.percent.setSuffix(self.tr(" %"))
        self.percent.setKeyboardTracking(False)
        self.percent.setAccessibleName(self.tr("Percent done"))
        self.percent.setToolTip(self.tr("Percent done"))
        flow.addWidget(self.percent)
        return row

    def _set_up_boxes(self) -> None:
        for value in Verdict:
            self.verdict.addItem(self.catalogue.text(f"verdict.{value}"), value)
        self.reason_box.addItem(self.tr("No reason given"), None)
        for reason in Reason:
            self.reason_box.addItem(self.catalogue.text(f"reason.{reason}"), reason)
        for state in ReviewState:
            self.state.addItem(self.catalogue.text(f"state.{state}"), state)
        self.verdict.setAccessibleName(self.tr("Verdict"))
        self.reason_box.setAccessibleName(self.tr("Reason"))
        self.state.setAccessibleName(self.tr("Review state"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("What the judgement rests on; kept as you type"))
        self.note.setFixedHeight(NOTE_HEIGHT)

    def _side_by_side(self, left: QWidget, caption: str, right: QWidget) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left, 1)
        layout.addWidget(self._caption(caption))
        layout.addWidget(right, 1)
        return row

    def _connect(self) -> None:
        self.progress.idClicked.connect(self._on_progress)
        self.percent.valueChanged.connect(self._on_percent)
        self.verdict.activated.connect(self._on_verdict)
        self.reason_box.activated.connect(self._on_reason)
        self.state.activated.connect(self._on_state)
        self.note.text_committed.connect(self._on_note)
        self.submit.clicked.connect(self.submit_requested)

    def _progress_buttons(self) -> list[tuple[Progress, QAbstractButton]]:
        return [(value, self.progress.button(place)) for place, value in enumerate(Progress)]

    def _show_progress(self, progress: Progress | None) -> None:
        # An exclusive group refuses to have nothing checked.
        self.progress.setExclusive(False)
        for value, chip in self._progress_buttons():
            chip.setChecked(value is progress)
        self.progress.setExclusive(True)

    def _show_percent(self, percent: int | None) -> None:
        self.percent.blockSignals(True)
        self.percent.setValue(NO_PERCENT if percent is None else percent)
        self.percent.blockSignals(False)

    def _headline(self, name: str, record: AssessmentRecord) -> str:
        moment = moment_text(record.modified, self.catalogue.language)
        if record.agreed:
            return self.tr("Agreed, written by {name}, {moment}").format(name=name, moment=moment)
        return self.tr("{name}, {moment}").format(name=name, moment=moment)

    def _summary(self, record: AssessmentRecord) -> str:
        parts = [self.catalogue.text(f"progress.{record.progress or 'none'}"), self.catalogue.text(f"verdict.{record.verdict}")]
        if record.percent is not None:
            parts.insert(1, f"{record.percent} %")
        if record.reason is not None:
            parts.append(self.catalogue.text(f"reason.{record.reason}"))
        return " · ".join([*parts, self.catalogue.text(f"state.{record.state}")])

    def _ask(self, **fields: object) -> None:
        if self._task is not None:
            self.assess_requested.emit(self._task, fields)

    def _on_progress(self, place: int) -> None:
        self._ask(progress=list(Progress)[place])

    def _on_percent(self, value: int) -> None:
        self._ask(percent=None if value == NO_PERCENT else value)

    def _on_verdict(self) -> None:
        verdict = _chosen(self.verdict, Verdict) or Verdict.UNCHECKED
        self._form.setRowVisible(self.reason_box, verdict not in WITHOUT_REASON)
        if verdict in WITHOUT_REASON and _chosen(self.reason_box, Reason) is not None:
            _choose(self.reason_box, None)
            self._ask(verdict=verdict, reason=None)
        else:
            self._ask(verdict=verdict)

    def _on_reason(self) -> None:
        self._ask(reason=_chosen(self.reason_box, Reason))

    def _on_state(self) -> None:
        self._ask(state=_chosen(self.state, ReviewState) or ReviewState.PENDING)

    def _on_note(self, task_id: str, text: str) -> None:
        self.assess_requested.emit(task_id, {"note": text})


def _choose(box: QComboBox, value: StrEnum | None) -> None:
    box.setCurrentIndex(next((at for at in range(box.count()) if box.itemData(at) == value), 0))


def _chosen(box: QComboBox, kind: type[E]) -> E | None:
    data = box.currentData()
    return kind(data) if data is not None else None
