"""The rows and columns of the task table: widths, sorting, hidden columns, keys."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget
from typing_extensions import override

from policy.judging import Progress, Verdict
from widgets.models.task_filter import TaskFilter
from widgets.models.task_model import Column, TaskModel
from widgets.task_delegate import ROW_HEIGHT, TaskDelegate

STATE_MARK = b"task-table-1:"
OWN_MARK, FITTED_MARK = b"own:", b"fit:"
COUNTS = (Column.NUMBER, Column.EVIDENCE, Column.ANNOTATIONS)
HEADER_MARGIN = 18
WORD_MARGIN = 14
SIGNED_MARGIN = 30


class TaskView(QTableView):
    """Task rows with a header that shares the width out until the user sets a column of their own.

    Emits ``key_pressed(int)`` for the keys that act on a task and ``menu_wanted(QPoint)`` with a place of the screen.
    """

    key_pressed = Signal(int)
    menu_wanted = Signal(QPoint)

    ACTING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_F2})

    def __init__(self, model: TaskModel, proxy: TaskFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = model
        self._own_widths = False
        self._fitting = False
        self.delegate = TaskDelegate(model, self)
        self.setModel(proxy)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(self.tr("Task table"))
        self._set_up_rows()
        self._set_up_header()

    def save_state(self) -> bytes:
        """Column widths, hidden columns and sorting."""
        mark = OWN_MARK if self._own_widths else FITTED_MARK
        return STATE_MARK + mark + self.horizontalHeader().saveState().data()

    def restore_state(self, state: bytes) -> bool:
        """Take back what ``save_state`` gave; ``False`` and nothing changed when it is from elsewhere."""
        header = self.horizontalHeader()
        mark = state[len(STATE_MARK) : len(STATE_MARK) + len(OWN_MARK)]
        saved = QByteArray(state[len(STATE_MARK) + len(OWN_MARK) :])
        if not state.startswith(STATE_MARK) or mark not in (OWN_MARK, FITTED_MARK) or not header.restoreState(saved):
            return False
        self._own_widths = mark == OWN_MARK
        self._fit_columns()
        self.model().sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        return True

    def columns_menu(self) -> QMenu:
        """Which columns are shown; number and task always are. The caller shows the menu and deletes it."""
        menu = QMenu(self)
        for column in Column:
            action = menu.addAction(self._tasks.titles()[column])
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column not in (Column.TASK, Column.NUMBER))
            action.setData(int(column))
            action.toggled.connect(self._toggle_column)
        return menu

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(32)
        header.setSortIndicatorClearable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setSectionResizeMode(Column.TASK, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(Column.NUMBER, Qt.SortOrder.AscendingOrder)
        self.setColumnHidden(Column.CLAUSES, True)
        self.setSortingEnabled(True)
        self._on_sorted(Column.NUMBER, Qt.SortOrder.AscendingOrder)
        header.customContextMenuRequested.connect(self._show_columns)
        header.sectionResized.connect(self._on_resized)
        header.sortIndicatorChanged.connect(self._on_sorted)

    def _fit_columns(self) -> None:
        if self._own_widths:
            return
        self._fitting = True
        for column, width in self._fitted_widths(self.width()).items():
            self.setColumnWidth(column, width)
        self._fitting = False

    def _fitted_widths(self, width: int) -> dict[Column, int]:
        """What each column but the task's gets of ``width``; the task takes the rest."""
        metrics, words = self.fontMetrics(), self._tasks.words
        progress = max(metrics.horizontalAdvance(words.progress(value)) for value in Progress) + SIGNED_MARGIN
        verdict = max(metrics.horizontalAdvance(words.verdict(value)) for value in Verdict) + WORD_MARGIN
        header = self.horizontalHeader().fontMetrics()
        titles = self._tasks.titles()
        return {column: header.horizontalAdvance(titles[column]) + HEADER_MARGIN for column in COUNTS} | {
            Column.DEPARTMENTS: _between(98, int(width * 0.165), 200),
            Column.TIMING: _between(92, int(width * 0.12), 140),
            Column.PROGRESS: min(progress, max(108, int(width * 0.13))),
            Column.VERDICT: min(verdict, max(88, int(width * 0.11))),
            Column.CLAUSES: _between(64, int(width * 0.09), 104),
        }

    def _on_resized(self, section: int) -> None:
        if not self._fitting and section != Column.TASK and self.horizontalHeader().isVisible():
            self._own_widths = True

    def _on_sorted(self, section: int, order: Qt.SortOrder) -> None:
        """The order of the document needs no arrow."""
        natural = section in (-1, Column.NUMBER) and order is Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(not natural)

    def _show_columns(self, place: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _toggle_column(self, shown: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            column = int(action.data())
            self._fitting = True
            self.setColumnHidden(column, not shown)
            self._fitting = False
            self._fit_columns()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self.ACTING and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self.key_pressed.emit(event.key())
            return
        super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(place)


def _between(least: int, wanted: int, most: int) -> int:
    return min(max(least, wanted), most)
