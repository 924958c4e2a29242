"""How far the reviewers of a policy agree, and the queue of what they disagree on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from policy.agreement_table import MEASURES, Measure, Topic
from policy.agreement_words import figure_words, how_to_read
from policy.disagreement import Agreement
from resources.catalogue import Catalogue
from widgets.dialogs.agreement_queue import AgreementQueue
from widgets.models.agreement_model import MatrixModel
from widgets.palette import Palette
from widgets.panels.parts import label

SIZE = QSize(1120, 720)
CELL = QSize(148, 60)


class AgreementDialog(QDialog):
    """Figures on one page, disagreements on the other; it is filled by ``show_agreement``, again after every write.

    Signals: ``agree_requested(str, object)`` as the queue's; ``submit_requested()``: hand in one's own judgements;
    ``report_requested()``: the same as a Word document; ``undo_requested()`` and ``redo_requested()``.
    """

    agree_requested = Signal(str, object)
    submit_requested = Signal()
    report_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._found: Agreement | None = None
        self._writable = True
        self.topic, self.measure = QComboBox(self), QComboBox(self)
        self.matrix = MatrixModel(catalogue, self)
        self.view = QTableView(self)
        self.overall = label("", "heading")
        self.explained = label("", "muted")
        self.hidden = label("", "warning")
        self.alone = label("", "muted")
        self.queue = AgreementQueue(catalogue, self)
        self.tabs = QTabWidget(self)
        self.submit = QPushButton(self)
        self.report = QPushButton(self.tr("&Word report…"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.setWindowTitle(self.tr("Agreement of the reviewers"))
        self._lay_out()
        self._connect()
        self._fill_topics()
        self.resize(SIZE)

    def set_look(self, palette: Palette) -> None:
        """Take these colours."""
        self.queue.set_palette_tokens(palette)

    def set_writable(self, writable: bool) -> None:
        """Whether something can be agreed on and submitted."""
        self._writable = writable
        self.queue.set_writable(writable)

    def show_agreement(self, found: Agreement) -> None:
        """Show these figures and this queue."""
        self._found = found
        self.queue.set_cases(found.queue)
        waiting = self.queue.model.waiting()
        title = self.tr("Disagreements")
        self.tabs.setTabText(1, f"{title} {waiting}" if waiting else title)
        self.hidden.setVisible(found.blind)
        self.hidden.setText(self._blind_words(found))
        self.submit.setVisible(found.blind)
        self.submit.setText(self.tr("&Submit my judgements ({count})").format(count=found.waiting))
        self.submit.setEnabled(self._writable and found.waiting > 0)
        self._show_figures()

    def chosen(self) -> tuple[Topic, Measure]:
        """What is shown, and how it is measured."""
        return Topic(self.topic.currentData()), Measure(self.measure.currentData())

    def _blind_words(self, found: Agreement) -> str:
        if not found.hidden:
            return self.tr("Blind review: all judgements of others that you may see yet are counted.")
        words = self.tr("Blind review: %n judgement(s) of others are hidden and not counted", "", found.hidden)
        return self.tr("{words}; each is shown when you have both submitted.").format(words=words)

    def _lay_out(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._figures(), self.tr("Figures"))
        self.tabs.addTab(self.queue, self.tr("Disagreements"))
        bar = QHBoxLayout()
        bar.addWidget(self.submit)
        bar.addWidget(self.report)
        bar.addStretch(1)
        bar.addWidget(self.close_button)
        for pressed in (self.submit, self.report, self.close_button):
            pressed.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.hidden)
        column.addWidget(self.tabs, 1)
        column.addLayout(bar)

    def _figures(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for caption, box in ((self.tr("Agreement &on"), self.topic), (self.tr("&Measured by"), self.measure)):
            named = QLabel(caption, self)
            named.setBuddy(box)
            bar.addWidget(named)
            bar.addWidget(box)
            bar.addSpacing(8)
        bar.addStretch(1)
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.topic.setAccessibleName(self.tr("Agreement on"))
        self.measure.setAccessibleName(self.tr("Measured by"))
        self.view.setModel(self.matrix)
        self.view.setAccessibleName(self.tr("Reviewers against reviewers"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setCornerButtonEnabled(False)
        for header, size in ((self.view.horizontalHeader(), CELL.width()), (self.view.verticalHeader(), CELL.height())):
            header.setDefaultSectionSize(size)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        column.addLayout(bar)
        column.addWidget(self.overall)
        column.addWidget(self.alone)
        column.addWidget(self.view, 1)
        column.addWidget(self.explained)
        return page

    def _connect(self) -> None:
        self.topic.currentIndexChanged.connect(self._fill_measures)
        self.measure.currentIndexChanged.connect(self._show_figures)
        self.queue.agree_requested.connect(self.agree_requested)
        self.submit.clicked.connect(self.submit_requested)
        self.report.clicked.connect(self.report_requested)
        self.close_button.clicked.connect(self.reject)
        for keys, signal in (
            (QKeySequence.StandardKey.Undo, self.undo_requested),
            (QKeySequence.StandardKey.Redo, self.redo_requested),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(signal)

    def _fill_topics(self) -> None:
        for topic in Topic:
            self.topic.addItem(self._catalogue.text(f"agreement.topic.{topic}"), topic.value)

    def _fill_measures(self) -> None:
        self.measure.blockSignals(True)
        self.measure.clear()
        for measure in MEASURES[Topic(self.topic.currentData())]:
            self.measure.addItem(self._catalogue.text(f"agreement.measure.{measure}"), measure.value)
        self.measure.blockSignals(False)
        self._show_figures()

    def _show_figures(self) -> None:
        found = self._found
        if found is None:
            return
        topic, measure = self.chosen()
        several = len(found.people) > 1
        self.view.setVisible(several)
        self.overall.setVisible(several)
        self.alone.setVisible(not several)
        self.alone.setText(self._catalogue.text("agreement.report.alone"))
        self.matrix.show(found, topic, measure)
        self.explained.setText(how_to_read(topic, measure, self._catalogue) if several else "")
        self.overall.setText("\n".join(self._overall(found, topic, measure)) if several else "")

    def _overall(self, found: Agreement, topic: Topic, measure: Measure) -> list[str]:
        whole = measure if topic is Topic.SPANS else Measure.ALPHA
        figure = figure_words(found.table.overall[topic, whole], topic, whole, self._catalogue)
        name = self._catalogue.text(f"agreement.measure.{whole}")
        lines = [self._catalogue.text("agreement.report.overall", measure=name, figure=figure)]
        if measure is Measure.CHARACTERS and found.table.kinds:
            kinds = (
                f"{self._catalogue.text(f'kind.{kind}')} {figure_words(one, topic, measure, self._catalogue)}"
                for kind, one in found.table.kinds.items()
            )
            lines.append("    ".join(kinds))
        return lines
