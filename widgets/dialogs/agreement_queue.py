"""The queue of disagreements: the judgements of one task side by side, and what is agreed on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from policy.agreement_words import opinion_words, state_words
from policy.disagreement import Case
from resources.catalogue import Catalogue
from widgets.dialogs.agreed_form import AgreedForm, Draft
from widgets.models.agreement_model import FIELDS, OpinionModel, QueueModel
from widgets.models.keyed import ROW_ROLE
from widgets.models.words import moment_text
from widgets.palette import Palette
from widgets.panels.line_delegate import LineDelegate, Lines, line_list
from widgets.panels.parts import button, hairline, label

LIST_WIDTH = 330
COLUMN_WIDTH = 172
NOTE_HEIGHT = 58
ROW_HEIGHT = 26


class AgreementQueue(QWidget):
    """The cases on the left, the chosen one on the right.

    ``agree_requested(str, object)`` asks to store the fields of an agreed judgement of the task with this id. After it has been
    stored the next open case is chosen. What is written for one case and not agreed on yet waits in ``drafts``, by task, while
    another is looked at.
    """

    agree_requested = Signal(str, object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._shown: Case | None = None
        self._writable = True
        self.drafts: dict[str, Draft] = {}
        self.model = QueueModel(self)
        self.opinions = OpinionModel(catalogue, self)
        self._delegate = LineDelegate(self._lines, self)
        self.list = line_list(self._delegate, self.tr("Tasks judged differently"))
        self.list.setModel(self.model)
        self.open_only = QCheckBox(self.tr("Only &unsettled ones"), self)
        self.count = label("", "muted", wrap=False)
        self.head = label("", "heading")
        self.state = label()
        self.table = QTableView(self)
        self.take = button(self.tr("&Take over the chosen judgement"), self.tr("Put the chosen column into the form below"))
        self.form = AgreedForm(catalogue, self)
        self.previous = button(self.tr("&Previous"), "Shift+F7")
        self.following = button(self.tr("&Next"), "F7")
        self.agree = QPushButton(self.tr("&Agree on this"), self)
        self.empty = label(self.tr("There is nothing to settle: on the tasks judged by several reviewers they agree."), "muted")
        self._lay_out()
        self._connect()
        self.set_cases(())

    def set_cases(self, cases: tuple[Case, ...]) -> None:
        """Show these cases; the chosen one stays chosen."""
        self.model.set_cases(cases)
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, 0))
        total, waiting = len(cases), self.model.waiting()
        self.count.setText(self.tr("{open} open of {count}").format(open=waiting, count=total))
        self.empty.setVisible(not total)
        self._split.setVisible(bool(total))
        self._show()

    def set_writable(self, writable: bool) -> None:
        """Whether something can be agreed on."""
        self._writable = writable
        self._show_buttons()

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take these colours."""
        self._delegate.palette = palette
        self.list.viewport().update()

    def chosen(self) -> Case | None:
        """The case on the right."""
        row = self.list.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, Case) else None

    def step(self, by: int) -> None:
        """Choose the case ``by`` rows below."""
        place = self.list.currentIndex().row() + by
        if 0 <= place < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(place, 0))

    def settled(self, task: str) -> None:
        """Go on to the next open case after ``task``, which has been agreed upon; from the last one back to the first."""
        if self._shown is not None and self._shown.key == task:
            self.form.settle()
        place = self.model.place_of(task)
        rows = self.model.rows
        start = place if place is not None else -1
        order = [*range(start + 1, len(rows)), *range(max(0, start))]
        following = next((at for at in order if rows[at].open), None)
        if following is not None:
            self.list.setCurrentIndex(self.model.index(following, 0))

    def keep_draft(self) -> None:
        """Note what is written for the case on the right and not agreed on yet."""
        if self._shown is None:
            return
        draft = self.form.draft()
        if draft is not None:
            self.drafts[self._shown.key] = draft
        else:
            self.drafts.pop(self._shown.key, None)

    def take_over(self) -> None:
        """Put the judgement of the chosen column into the form."""
        opinion = self.opinions.opinion(self.table.currentIndex().column())
        if opinion is not None:
            self.form.load(opinion, why=self.form.why.text())
            self._show_buttons()

    def _lay_out(self) -> None:
        self.table.setModel(self.opinions)
        self.table.setAccessibleName(self.tr("The judgements side by side"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setDefaultSectionSize(COLUMN_WIDTH)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setMinimumHeight(ROW_HEIGHT * (len(FIELDS) + 1))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        bar = QHBoxLayout()
        bar.addWidget(self.count, 1)
        bar.addWidget(self.open_only)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        self._split = QSplitter(self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self._right())
        self._split.setSizes([LIST_WIDTH, 3 * LIST_WIDTH])
        self._split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.addWidget(self.empty)
        whole.addWidget(self._split, 1)

    def _right(self) -> QWidget:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.state)
        column.addWidget(self.table, 1)
        taking = QHBoxLayout()
        taking.addWidget(self.take)
        taking.addStretch(1)
        column.addLayout(taking)
        column.addWidget(hairline())
        column.addWidget(label(self.tr("Agreed judgement"), "heading"))
        column.addWidget(self.form)
        bar = QHBoxLayout()
        bar.addWidget(self.previous)
        bar.addWidget(self.following)
        bar.addStretch(1)
        bar.addWidget(self.agree)
        column.addLayout(bar)
        return right

    def _connect(self) -> None:
        self.agree.setAutoDefault(False)
        self.open_only.toggled.connect(self.model.set_open_only)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.take.clicked.connect(self.take_over)
        self.table.doubleClicked.connect(self.take_over)
        self.table.selectionModel().currentChanged.connect(self._show_buttons)
        self.form.progress.currentIndexChanged.connect(self._show_buttons)
        self.form.verdict.currentIndexChanged.connect(self._show_buttons)
        self.agree.clicked.connect(self._ask)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.following.clicked.connect(lambda: self.step(1))
        for keys, by in (("F7", 1), ("Shift+F7", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self.step(by))

    def _ask(self) -> None:
        case = self.chosen()
        if case is not None:
            self.agree_requested.emit(case.key, self.form.fields())

    def _show(self) -> None:
        case = self.chosen()
        if case is self._shown:
            self._show_buttons()
            return
        # What is being written for a case stays while others write: the form follows only another case, or what was agreed.
        if case is None or self._shown is None or case.key != self._shown.key:
            self.keep_draft()
            self.form.begin(case.agreed if case is not None else None, self.drafts.get(case.key) if case is not None else None)
        elif case.agreed != self._shown.agreed:
            self.form.begin(case.agreed)
        self._shown = case
        self.opinions.set_case(case)
        self._fit()
        self.head.setText(self._title(case) if case is not None else "")
        self._say_state(case)
        self._show_buttons()

    def _fit(self) -> None:
        for row, name in enumerate(FIELDS):
            self.table.setRowHeight(row, NOTE_HEIGHT if name == "note" else ROW_HEIGHT)

    def _title(self, case: Case) -> str:
        return f"{case.number}  {case.text}" if case.number is not None else case.text

    def _say_state(self, case: Case | None) -> None:
        role = "muted"
        text = ""
        if case is not None:
            text = state_words(case, self._catalogue)
            role = "warning" if case.since else "muted" if case.agreed is None else "good"
        if case is not None and case.agreed is not None:
            when = moment_text(case.agreed.modified, self._catalogue.language)
            text = f"{text} · {opinion_words(case.agreed, self._catalogue)} · {when}"
        self.state.setText(text)
        self.state.setProperty("role", role)
        self.state.style().polish(self.state)

    def _show_buttons(self) -> None:
        case = self.chosen()
        place = self.list.currentIndex().row()
        self.previous.setEnabled(place > 0)
        self.following.setEnabled(0 <= place < self.model.rowCount() - 1)
        self.take.setEnabled(self._writable and self.opinions.opinion(self.table.currentIndex().column()) is not None)
        self.agree.setEnabled(self._writable and case is not None and self.form.says_something())
        self.form.setEnabled(self._writable and case is not None)
        again = case is not None and case.agreed is not None
        self.agree.setText(self.tr("&Agree on this instead") if again else self.tr("&Agree on this"))

    def _lines(self, row: object) -> Lines:
        if not isinstance(row, Case):
            return Lines("", "")
        names = " / ".join(f"{one.name} {opinion_words(one, self._catalogue)}" for one in row.opinions)
        token = "amber" if row.since else "green" if row.agreed is not None else "accent"
        second = f"{state_words(row, self._catalogue)} · {names}" if row.agreed is not None else names
        return Lines(self._title(row), second, token, faded=not row.open)
