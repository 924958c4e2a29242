"""The table of tasks with its filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from policy.judging import Progress
from resources.catalogue import Catalogue
from widgets.empty_state import EmptyState
from widgets.filter_bar import FilterBar
from widgets.models.keyed import ROW_ROLE
from widgets.models.task_filter import TaskFilter, TaskQuery
from widgets.models.task_model import Column, TaskModel, TaskRow
from widgets.palette import LIGHT, Palette
from widgets.signs import progress_sign, sign_icon
from widgets.task_view import TaskView


class TaskTable(QWidget):
    """Tasks under their categories with filters above; shows what to do when there is nothing to show.

    Emits ``task_chosen(str)`` when the user moves to a task, ``task_activated(str)`` on Enter or double click, and the wishes
    ``add_requested()``, ``edit_requested(str)``, ``remove_requested(str)``, ``progress_requested(str, object)`` with a ``Progress``
    and ``evidence_requested(str)``. Filling and choosing from outside emit nothing. The chosen task stays chosen while a filter
    hides it.
    """

    task_chosen = Signal(str)
    task_activated = Signal(str)
    add_requested = Signal()
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    progress_requested = Signal(str, object)
    evidence_requested = Signal(str)

    def __init__(self, catalogue: Catalogue, as_of: dt.date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._palette = LIGHT
        self._chosen: str | None = None
        self._quiet = False
        self._read_only = False
        self.model = TaskModel(catalogue, self)
        self.proxy = TaskFilter(self.model, as_of or dt.date.today(), self)
        self.filters = FilterBar(catalogue)
        self.view = TaskView(self.model, self.proxy)
        self.setFocusProxy(self.view)
        self.no_tasks = EmptyState(self.tr("No tasks were found in this document."), self.tr("Add task"))
        self.no_match = EmptyState(self.tr("No task passes the filters."), self.tr("Clear filters"))
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self._refresh()

    def set_rows(self, rows: Sequence[TaskRow]) -> None:
        """Show these tasks, in the order of their positions; selection and scroll stay where they are."""
        with self._silently():
            self.model.set_tasks(rows)
            if self._chosen is not None and self.model.task(self._chosen) is None:
                self._chosen = None
        self._refresh()

    def set_as_of(self, as_of: dt.date) -> None:
        """Group the deadlines as they stand on this date."""
        if as_of == self.proxy.as_of:
            return
        with self._silently():
            self.proxy.set_as_of(as_of)
        self._refresh()

    def set_lit(self, task_ids: Collection[str]) -> None:
        """Light up the tasks that belong to the chosen clause and bring the first of them into view."""
        self.view.delegate.lit = frozenset(task_ids)
        self.view.viewport().update()
        places = [index.row() for index in map(self._index_of, task_ids) if index.isValid()]
        if places:
            self.view.scrollTo(self.proxy.index(min(places), Column.TASK))

    def choose(self, task_id: str | None) -> bool:
        """Choose a task and bring it into view; ``False`` when there is none or a filter hides it; then it is chosen unseen."""
        with self._silently():
            self._chosen = task_id if task_id is not None and self.model.task(task_id) is not None else None
        index = self._index_of(self._chosen) if self._chosen is not None else QModelIndex()
        if index.isValid():
            self.view.scrollTo(index)
        return index.isValid()

    def chosen(self) -> str | None:
        """The id of the chosen task."""
        return self._chosen

    def neighbour(self, task_id: str | None, step: int) -> str | None:
        """The task ``step`` rows below this one as the table is filtered and sorted, headings not counted; from no task the first
        or last one; ``None`` past the ends."""
        rows = [self.proxy.index(place, Column.TASK).data(ROW_ROLE) for place in range(self.proxy.rowCount())]
        keys = [row.key for row in rows if isinstance(row, TaskRow)]
        if task_id not in keys:
            return None if not keys else keys[0] if step > 0 else keys[-1]
        place = keys.index(task_id) + step
        return keys[place] if 0 <= place < len(keys) else None

    def set_query(self, query: TaskQuery) -> None:
        """Set the filters from outside, for instance by a figure of the dashboard."""
        self.filters.set_query(query)
        self._apply_query(query)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Take the colours of ``palette``."""
        self._palette = palette
        self.view.delegate.palette = palette
        self.filters.set_palette_tokens(palette)
        self.view.viewport().update()

    def set_read_only(self, read_only: bool) -> None:
        """Offer nothing that writes."""
        self._read_only = read_only
        self.no_tasks.button.setEnabled(not read_only)
        self.no_tasks.button.setToolTip(self.tr("The workspace is open read only") if read_only else "")

    def save_state(self) -> bytes:
        """Column widths, hidden columns and sorting."""
        return self.view.save_state()

    def restore_state(self, state: bytes) -> bool:
        """Take back what ``save_state`` gave; ``False`` and nothing changed when it is from elsewhere."""
        with self._silently():
            return self.view.restore_state(state)

    def context_menu(self) -> QMenu:
        """What can be done with the chosen task; the caller shows it and deletes it."""
        menu = QMenu(self)
        progress = menu.addMenu(self.tr("Set progress"))
        for value in Progress:
            icon = sign_icon(progress_sign(value), self._palette)
            action = progress.addAction(icon, self._catalogue.text(f"progress.{value}"))
            action.setData(value)
            action.triggered.connect(self._ask_progress)
        self._act(menu, self.tr("Record evidence…"), Qt.Key.Key_unknown).triggered.connect(self._ask_evidence)
        menu.addSeparator()
        self._act(menu, self.tr("Edit task…"), Qt.Key.Key_F2).triggered.connect(self._ask_edit)
        self._act(menu, self.tr("Remove task"), Qt.Key.Key_Delete).triggered.connect(self._ask_remove)
        for action in menu.actions():
            action.setEnabled(self._chosen is not None and not self._read_only)
        add = self._act(menu, self.tr("Add task…"), Qt.Key.Key_Insert)
        add.triggered.connect(self._ask_add)
        add.setEnabled(not self._read_only)
        return menu

    def _act(self, menu: QMenu, text: str, key: Qt.Key) -> QAction:
        action = menu.addAction(text)
        if key is not Qt.Key.Key_unknown:
            action.setShortcut(key)
            # The key itself is handled by the view, so that it acts only there.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action

    def _arrange(self) -> None:
        for page in (self.view, self.no_tasks, self.no_match):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.filters.query_changed.connect(self._apply_query)
        self.no_tasks.pressed.connect(self._ask_add)
        self.no_match.pressed.connect(self.filters.clear)
        self.view.doubleClicked.connect(self._activate)
        self.view.key_pressed.connect(self._on_key)
        self.view.menu_wanted.connect(self._show_menu)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)

    @contextmanager
    def _silently(self) -> Iterator[None]:
        """Change rows without saying that the user chose something, then select the chosen task again where it stands."""
        self._quiet = True
        try:
            yield
            index = self._index_of(self._chosen) if self._chosen is not None else QModelIndex()
            if not index.isValid():
                self.view.selectionModel().clear()
            elif index.row() != self.view.currentIndex().row() or not self.view.selectionModel().isRowSelected(index.row()):
                self.view.setCurrentIndex(index)
        finally:
            self._quiet = False

    def _index_of(self, task_id: str) -> QModelIndex:
        place = self.model.place_of(task_id)
        return QModelIndex() if place is None else self.proxy.mapFromSource(self.model.index(place, Column.TASK))

    def _apply_query(self, query: TaskQuery) -> None:
        with self._silently():
            self.proxy.set_query(query)
        self._refresh()

    def _refresh(self) -> None:
        counts = self.proxy.counts()
        shown = self.proxy.shown_count()
        self.filters.set_counts(counts)
        self.filters.set_shown(shown, counts.total)
        self.filters.setVisible(counts.total > 0)
        self._pages.setCurrentWidget(self.no_tasks if not counts.total else self.view if shown else self.no_match)

    def _on_current(self, current: QModelIndex) -> None:
        row = current.data(ROW_ROLE) if current.isValid() else None
        if not self._quiet and isinstance(row, TaskRow) and row.key != self._chosen:
            self._chosen = row.key
            self.task_chosen.emit(row.key)

    def _activate(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, TaskRow):
            self.task_activated.emit(row.key)

    def _on_key(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.task_activated.emit(self._chosen)
        elif key == Qt.Key.Key_Insert:
            self._ask_add()
        elif key == Qt.Key.Key_F2:
            self._ask_edit()
        elif key == Qt.Key.Key_Delete:
            self._ask_remove()

    def _show_menu(self, place: QPoint) -> None:
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _ask_progress(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._chosen is not None:
            self.progress_requested.emit(self._chosen, Progress(action.data()))

    def _ask_evidence(self) -> None:
        if self._chosen is not None and not self._read_only:
            self.evidence_requested.emit(self._chosen)

    def _ask_edit(self) -> None:
        if self._chosen is not None and not self._read_only:
            self.edit_requested.emit(self._chosen)

    def _ask_remove(self) -> None:
        if self._chosen is not None and not self._read_only:
            self.remove_requested.emit(self._chosen)

    def _ask_add(self) -> None:
        if not self._read_only:
            self.add_requested.emit()
