"""The form of an agreed judgement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from policy.disagreement import Opinion
from policy.judging import Progress, Reason, ReviewState, Verdict
from resources.catalogue import Catalogue
from widgets.panels.assessment_panel import NO_PERCENT, WITHOUT_REASON
from widgets.panels.parts import WheelGuard

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form."""

    progress: Progress | None
    percent: int
    verdict: Verdict | None
    reason: Reason | None
    why: str


class AgreedForm(QWidget):
    """Progress, percent, verdict, reason, and why; ``fields()`` is what is to be stored, ``draft()`` what is not stored yet."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.progress = self._box("progress", Progress, self.tr("Not reported"))
        self.percent = QSpinBox(self)
        self.percent.setRange(NO_PERCENT, 100)
        self.percent.setSpecialValueText(self.tr("– %"))
        self.percent.setSuffix(self.tr(" %"))
        self.verdict = self._box("verdict", Verdict, "")
        self.reason = self._box("reason", Reason, self.tr("No reason given"))
        self.why = QLineEdit(self)
        self.why.setPlaceholderText(self.tr("Why this is what was agreed"))
        self.verdict.currentIndexChanged.connect(self._follow_verdict)
        self._guard = WheelGuard(self)
        self._guard.watch(self.progress, self.percent, self.verdict, self.reason)
        self._lay_out()
        self.begin(None)
        self._follow_verdict()

    def load(self, opinion: Opinion | None, *, why: str | None = None) -> None:
        """Take over a judgement, with ``why`` in place of its note; without one the form is empty."""
        if opinion is None:
            self._write(Draft(None, NO_PERCENT, Verdict.UNCHECKED, None, why or ""))
            return
        percent = NO_PERCENT if opinion.percent is None else opinion.percent
        note = opinion.note if why is None else why
        self._write(Draft(opinion.progress, percent, opinion.verdict, opinion.reason, note))

    def begin(self, stored: Opinion | None, draft: Draft | None = None) -> None:
        """Show the judgement that is stored, or what was written in its place and is not stored yet."""
        self.load(stored)
        self.settle()
        if draft is not None:
            self._write(draft)

    def settle(self) -> None:
        """Take what stands there for stored."""
        self._stored = self._read()

    def draft(self) -> Draft | None:
        """What stands there and is not stored yet, if anything."""
        written = self._read()
        return written if written != self._stored else None

    def says_something(self) -> bool:
        """Whether there is a progress or a verdict to agree on."""
        return _chosen(self.progress, Progress) is not None or _chosen(self.verdict, Verdict) is not Verdict.UNCHECKED

    def fields(self) -> dict[str, object]:
        """The agreed judgement as the fields of an assessment."""
        verdict = _chosen(self.verdict, Verdict) or Verdict.UNCHECKED
        return {
            "agreed": True,
            "progress": _chosen(self.progress, Progress),
            "percent": None if self.percent.value() == NO_PERCENT else self.percent.value(),
            "verdict": verdict,
            "reason": None if verdict in WITHOUT_REASON else _chosen(self.reason, Reason),
            "state": ReviewState.APPROVED,
            "note": self.why.text().strip(),
        }

    def _read(self) -> Draft:
        progress, verdict = _chosen(self.progress, Progress), _chosen(self.verdict, Verdict)
        return Draft(progress, self.percent.value(), verdict, _chosen(self.reason, Reason), self.why.text())

    def _write(self, draft: Draft) -> None:
        _choose(self.progress, draft.progress)
        self.percent.setValue(draft.percent)
        _choose(self.verdict, draft.verdict)
        _choose(self.reason, draft.reason)
        self.why.setText(draft.why)

    def _box(self, area: str, kind: type[StrEnum], nothing: str) -> QComboBox:
        box = QComboBox(self)
        if nothing:
            box.addItem(nothing, None)
        for value in kind:
            box.addItem(self._catalogue.text(f"{area}.{value}"), value)
        return box

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(6)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._reason_label = QLabel(self.tr("Reason"), self)
        percent = QLabel(self.tr("Percent done"), self)
        self._form.addRow(self.tr("Progress"), self._beside(self.progress, percent, self.percent))
        self._form.addRow(self.tr("Verdict"), self._beside(self.verdict, self._reason_label, self.reason))
        self._form.addRow(self.tr("Why"), self.why)
        names = {self.progress: self.tr("Progress"), self.verdict: self.tr("Verdict"), self.why: self.tr("Why")}
        for field, name in (names | {self.percent: percent.text(), self.reason: self._reason_label.text()}).items():
            field.setAccessibleName(name)

    def _beside(self, left: QWidget, caption: QLabel, right: QWidget) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left, 1)
        layout.addWidget(caption)
        layout.addWidget(right, 1)
        return row

    def _follow_verdict(self) -> None:
        needed = _chosen(self.verdict, Verdict) not in WITHOUT_REASON
        self.reason.setEnabled(needed)
        self._reason_label.setEnabled(needed)


def _choose(box: QComboBox, value: StrEnum | None) -> None:
    box.setCurrentIndex(next((at for at in range(box.count()) if box.itemData(at) == value), 0))


def _chosen(box: QComboBox, kind: type[E]) -> E | None:
    data = box.currentData()
    return kind(data) if data is not None else None
