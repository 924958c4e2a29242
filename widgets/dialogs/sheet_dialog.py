"""What the columns of a spreadsheet hold, and the tasks that it is read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from policy.model import Task
from policy.rows_header import Column
from policy.sources.sheet.book import Sheet
from policy.sources.sheet.mapping import ColumnMapping
from resources.catalogue import Catalogue
from widgets.dialogs.form_dialog import FormDialog
from widgets.dialogs.preview_table import PreviewTable
from widgets.labels import Labels
from widgets.models.sheet_model import SheetModel, column_name
from widgets.palette import Palette

SIZE = QSize(1080, 720)
LIST_WIDTH = 284
PAUSE_MS = 200
ROW_HEIGHT = 28
LONGEST = 10
SAMPLE = 50
MEANINGS = (
    Column.OTHER,
    Column.NUMBER,
    Column.CATEGORY,
    Column.TITLE,
    Column.TASK,
    Column.DEPARTMENTS,
    Column.LEAD,
    Column.JOINT,
    Column.TIMING,
)


class SheetDialog(FormDialog):
    """Shows the sheets of a file, each with the mapping guessed for it, lets the person say what the columns hold and where the
    tasks begin, and shows the tasks read so.

    ``read_requested(object, object)`` asks, after a short pause, for the tasks of a ``Sheet`` read by a ``ColumnMapping``; the
    answer comes by ``set_tasks`` or ``set_failure``. ``tasks()`` are those to be taken when the dialog is accepted.
    ``own_requested()``: the file is to be imported as a document of its own instead; the dialog is closed then.
    """

    read_requested = Signal(object, object)
    own_requested = Signal()

    def __init__(
        self,
        source_name: str,
        sheets: Sequence[tuple[Sheet, ColumnMapping]],
        policy_title: str,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        title = self.tr("Task table {name}").format(name=source_name)
        self.entitle(title, self.tr("&Add the tasks"), self.tr("Cancel"))
        self.add_note(self.tr("The rows become tasks of “{title}”. Say what each column holds.").format(title=policy_title))
        self._sheets = [sheet for sheet, _ in sheets]
        self._mappings = [mapping for _, mapping in sheets]
        self._tasks: tuple[Task, ...] = ()
        self._failure = ""
        self._waiting = True
        self._combos: list[QComboBox] = []
        self.sheet = QComboBox(self)
        self.first = QSpinBox(self)
        self.columns = QScrollArea(self)
        self.model = SheetModel(self._meanings(), self)
        self.view = QTableView(self)
        self.rows = PreviewTable(Labels(catalogue), self)
        self.own = QPushButton(self.tr("As a &document of its own…"), self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._lay_out()
        for sheet in self._sheets:
            self.sheet.addItem(sheet.name)
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.first.valueChanged.connect(self._changed)
        self.own.setAutoDefault(False)
        self.buttons.addButton(self.own, QDialogButtonBox.ButtonRole.ResetRole)
        self.own.clicked.connect(self._go_own_way)
        self._show_sheet(0)
        self.resize(SIZE)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self.model.set_palette_tokens(palette)
        self.rows.set_palette_tokens(palette)

    def mapping(self) -> ColumnMapping:
        """How the sheet on screen is read."""
        return self._mappings[self.sheet.currentIndex()]

    def tasks(self) -> tuple[Task, ...]:
        """The tasks read with the mapping on screen; none while they are still being read."""
        return () if self._waiting else self._tasks

    def set_tasks(self, sheet: Sheet, mapping: ColumnMapping, tasks: Sequence[Task]) -> None:
        """Show what was read; an answer to what is on screen no more is passed over. Asks for nothing."""
        if self._answers(sheet, mapping):
            self._waiting, self._failure, self._tasks = False, "", tuple(tasks)
            self._show_tasks()

    def set_failure(self, sheet: Sheet, mapping: ColumnMapping, sentence: str) -> None:
        """Say why nothing could be read so; an answer to what is on screen no more is passed over."""
        if self._answers(sheet, mapping):
            self._waiting, self._failure, self._tasks = False, sentence, ()
            self._show_tasks()

    @override
    def problem(self) -> str:
        if self._failure:
            return self._failure
        return self.tr("The tasks are still being read.") if self._waiting else ""

    def _answers(self, sheet: Sheet, mapping: ColumnMapping) -> bool:
        return sheet is self._sheets[self.sheet.currentIndex()] and mapping == self.mapping()

    def _meanings(self) -> dict[Column, str]:
        return {
            Column.NUMBER: self.tr("Number"),
            Column.CATEGORY: self.tr("Category"),
            Column.TITLE: self.tr("Name of the task"),
            Column.TASK: self.tr("Task"),
            Column.DEPARTMENTS: self.tr("Departments"),
            Column.LEAD: self.tr("Lead departments"),
            Column.JOINT: self.tr("Other departments"),
            Column.TIMING: self.tr("Timing"),
        }

    def _lay_out(self) -> None:
        self.sheet.setAccessibleName(self.tr("Sheet"))
        self.columns.setWidgetResizable(True)
        self.columns.setFixedWidth(LIST_WIDTH)
        self.columns.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Rows of the sheet"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.add_row(self.tr("&Sheet:"), self.sheet)
        self.form_layout.setRowVisible(self.sheet, len(self._sheets) > 1)
        self.add_row(self.tr("Tasks &begin in row:"), self.first)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self.form_layout)
        left.addWidget(self.columns, 1)
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.setChildrenCollapsible(False)
        right.addWidget(self.view)
        right.addWidget(self._below())
        right.setSizes([280, 320])
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left)
        row.addWidget(right, 1)
        self.content.addLayout(row, 1)

    def _below(self) -> QWidget:
        below = QWidget(self)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.rows.bar, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.rows, 1)
        self.rows.next_requested.connect(self._next_doubtful)
        QShortcut(QKeySequence(Qt.Key.Key_F8), self, self._next_doubtful)
        return below

    def _show_sheet(self, place: int) -> None:
        sheet, mapping = self._sheets[place], self._mappings[place]
        with QSignalBlocker(self.first):
            self.first.setRange(1, max(1, len(sheet.rows)))
            self.first.setValue(mapping.first + 1)
        self.model.set_sheet(sheet, mapping)
        self.columns.setWidget(self._column_form(sheet, mapping))
        for column in range(sheet.width):
            longest = max((len(row[column]) for row in sheet.rows[mapping.first : mapping.first + SAMPLE]), default=0)
            self.view.setColumnWidth(column, max(72, min(280, 24 + 14 * longest)))
        self._begin()

    def _column_form(self, sheet: Sheet, mapping: ColumnMapping) -> QWidget:
        form = QWidget(self)
        rows = QFormLayout(form)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setVerticalSpacing(8)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._combos = []
        words = self._meanings() | {Column.OTHER: self.tr("(left out)")}
        head = sheet.rows[mapping.first - 1] if mapping.first else ("",) * sheet.width
        for place, column in enumerate(mapping.columns):
            box = QComboBox(form)
            for meaning in MEANINGS:
                box.addItem(words[meaning], meaning)
            box.setCurrentIndex(MEANINGS.index(column))
            wording = "".join(head[place].split())
            name = f"{column_name(place)}  {wording[:LONGEST]}{'…' if len(wording) > LONGEST else ''}".rstrip()
            caption = QLabel(name, form)
            caption.setToolTip(head[place])
            caption.setBuddy(box)
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(self._changed)
            rows.addRow(caption, box)
            self._combos.append(box)
        return form

    def _changed(self) -> None:
        columns = tuple(MEANINGS[box.currentIndex()] for box in self._combos)
        place = self.sheet.currentIndex()
        self._mappings[place] = replace(self._mappings[place], first=self.first.value() - 1, columns=columns)
        self.model.set_mapping(self.mapping())
        self._begin()

    def _begin(self) -> None:
        """Wait until the person has stopped choosing, then have the sheet read."""
        self._waiting = True
        self.show_problem("")
        self._timer.start()

    def _go_own_way(self) -> None:
        self.reject()
        self.own_requested.emit()

    def _ask(self) -> None:
        self.read_requested.emit(self._sheets[self.sheet.currentIndex()], self.mapping())

    def _show_tasks(self) -> None:
        self.show_problem(self._failure)
        self.rows.set_rows(self._tasks, [task.eid for task in self._tasks if task.doubts])

    def _next_doubtful(self) -> None:
        doubtful = [task.eid for task in self._tasks if task.doubts]
        chosen = self.rows.chosen()
        later = doubtful.index(chosen) + 1 if chosen in doubtful else 0
        if doubtful:
            self.rows.choose(doubtful[later % len(doubtful)])
