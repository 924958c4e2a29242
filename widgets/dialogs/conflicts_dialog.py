"""Open conflicts beside the window: all values of each, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.disputes import Dispute
from widgets.dialogs.conflict_page import ConflictPage
from widgets.models.conflict_model import ConflictLine, ConflictModel, ConflictRow, SideRow
from widgets.models.keyed import ROW_ROLE, AnyIndex
from widgets.panels.line_delegate import LineDelegate, Lines, line_list
from widgets.panels.parts import label
from widgets.style import tokens_in_use

HEADING_HEIGHT = 28
Settled = Sequence[tuple[Dispute, Mapping[str, object]]]
"""Disputes with the values that they shall have."""


class ConflictsDialog(QDialog):
    """A list of what is open, and for the chosen one its sides. Stays open while the window is used.

    Signals: ``decided(Settled)`` with one conflict or several that become one step; ``both_requested(Dispute)`` keeps both values;
    ``go_requested(ConflictRow)``; ``place_requested(ConflictRow)`` places an annotation at the words selected in the text;
    ``undo_requested()`` and ``redo_requested()`` for steps of the window.
    """

    decided = Signal(object)
    both_requested = Signal(object)
    go_requested = Signal(object)
    place_requested = Signal(object)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Conflicts"))
        self.model = ConflictModel(catalogue, self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter conflicts"))
        self.filter.setAccessibleName(self.tr("Filter conflicts"))
        self.filter.setClearButtonEnabled(True)
        self.view = line_list(_Delegate(_lines, self), self.tr("Conflicts"))
        self.view.setUniformItemSizes(False)
        self.view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.view.setModel(self.model)
        self.page = ConflictPage(catalogue, self)
        self.count = label("", "muted", wrap=False)
        self.mine = QPushButton(self)
        self.theirs = QPushButton(self)
        self.theirs_menu = QMenu(self.theirs)
        self.shown = QPushButton(self)
        self._none = label("", "muted")
        self._stack = QStackedWidget(self)
        self._writable = True
        self._known = False
        self._lay_out()
        self._connect()
        self.resize(880, 560)
        self._show()

    def set_conflicts(self, rows: Sequence[ConflictRow], *, writable: bool) -> None:
        """Show what is open; what is selected stays selected as far as it is still there."""
        self._known = True
        self._writable = writable
        self._change(lambda: self.model.set_conflicts(rows))

    def drop(self, keys: set[str]) -> None:
        """Take out what has just been decided, and go to the next."""
        self.page.forget(keys)
        self._change(lambda: self.model.drop(keys))

    def selected(self) -> list[ConflictRow]:
        """The conflicts selected in the list, in its order."""
        found = [index.data(ROW_ROLE) for index in sorted(self.view.selectedIndexes(), key=lambda index: index.row())]
        return [line.row for line in found if isinstance(line, ConflictLine) and line.row is not None]

    def keep_mine(self) -> None:
        """Decide every selected conflict for the reviewer's own value, where there is one."""
        self._settle([(row, row.mine) for row in self.selected()])

    def keep_of(self, person: str) -> None:
        """Decide every selected conflict for the value of a person, where they have one."""
        self._settle([(row, row.of(person)) for row in self.selected()])

    def keep_shown(self) -> None:
        """Decide every selected conflict for what shows now."""
        self._settle([(row, row.sides[0]) for row in self.selected()])

    def select_all(self) -> None:
        """Select every conflict that passes the filter."""
        self.view.selectAll()

    def _settle(self, choices: Sequence[tuple[ConflictRow, SideRow | None]]) -> None:
        settled = [(row.dispute, side.side.values) for row, side in choices if side is not None and row.dispute.known]
        if settled and self._writable:
            self.decided.emit(settled)

    def _decide(self, dispute: Dispute, values: Mapping[str, object]) -> None:
        if self._writable:
            self.decided.emit([(dispute, values)])

    def _lay_out(self) -> None:
        left = QWidget(self)
        bar = QVBoxLayout(left)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.filter)
        bar.addWidget(self.view, 1)
        split = QSplitter(self)
        split.addWidget(left)
        split.addWidget(self.page)
        split.setChildrenCollapsible(False)
        split.setSizes([320, 560])
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(split)
        self._stack.addWidget(self._none)
        low = QHBoxLayout()
        low.setSpacing(8)
        low.addWidget(self.count)
        low.addStretch(1)
        self.theirs.setMenu(self.theirs_menu)
        for made in (self.mine, self.theirs, self.shown):
            made.setAutoDefault(False)
            low.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._stack, 1)
        column.addLayout(low)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.view.selectionModel().selectionChanged.connect(self._show)
        self.view.doubleClicked.connect(lambda _: self.page.go.click())
        self.mine.clicked.connect(self.keep_mine)
        self.shown.clicked.connect(self.keep_shown)
        self.page.decided.connect(self._decide)
        self.page.both_requested.connect(self.both_requested)
        self.page.go_requested.connect(self.go_requested)
        self.page.place_requested.connect(self.place_requested)
        standard = QKeySequence.StandardKey
        for key, signal in ((standard.Undo, self.undo_requested), (standard.Redo, self.redo_requested)):
            QShortcut(QKeySequence(key), self).activated.connect(signal)

    def _filter(self, words: str) -> None:
        self._change(lambda: self.model.set_filter(words))

    def _change(self, change: Callable[[], None]) -> None:
        """Change the list. What was selected stays so; where nothing of it is left, the conflict that then stands in its place is
        chosen, or the last one before."""
        before = [row.key for row in self.selected()]
        at = self.model.place_of(before[0]) if before else None
        change()
        places = [place for key in before if (place := self.model.place_of(key)) is not None]
        if not places:
            others = [place for place, line in enumerate(self.model.rows) if line.row is not None]
            places = sorted(others, key=lambda place: (place < (at or 0), abs(place - (at or 0))))[:1]
        if [row.key for row in self.selected()] != [self.model.rows[place].key for place in places]:
            self._select(places)
        self._show()

    def _select(self, places: Sequence[int]) -> None:
        chosen = QItemSelection()
        for place in places:
            chosen.select(self.model.index(place, 0), self.model.index(place, 0))
        selection = self.view.selectionModel()
        selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            selection.setCurrentIndex(self.model.index(places[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _show(self) -> None:
        rows, total = self.selected(), len(self.model.conflicts)
        self._stack.setCurrentIndex(0 if total else 1)
        for button in (self.mine, self.theirs, self.shown):
            button.setVisible(bool(total))
        self._none.setText(self.tr("There are no open conflicts.") if self._known else self.tr("Looking for conflicts…"))
        counted = self.tr("%n conflict(s)", "", total)
        self.count.setText(self.tr("{count}, {selected} selected").format(count=counted, selected=len(rows)) if total else "")
        self.page.set_row(rows[0] if len(rows) == 1 else None, writable=self._writable, several=len(rows))
        self._show_buttons(rows)

    def _show_buttons(self, rows: Sequence[ConflictRow]) -> None:
        mine = sum(row.mine is not None for row in rows)
        self.mine.setText(self.tr("Keep &mine ({count})").format(count=mine))
        self.mine.setEnabled(self._writable and mine > 0)
        self.shown.setText(self.tr("Keep what is &shown ({count})").format(count=len(rows)))
        self.shown.setEnabled(self._writable and bool(rows))
        people = Counter(person for row in rows for person in {person for side in row.sides for person in side.people})
        self.theirs.setText(self.tr("Keep those &of"))
        self.theirs.setEnabled(self._writable and bool(people))
        self.theirs_menu.clear()
        for person, count in sorted(people.items(), key=lambda one: (-one[1], one[0])):
            action = self.theirs_menu.addAction(f"{person} ({count})".replace("&", "&&"))
            action.setData(person)
            action.triggered.connect(lambda _=False, person=person: self.keep_of(person))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._take_colours()
        super().showEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange and self.isVisible():
            self._take_colours()
        super().changeEvent(event)

    def _take_colours(self) -> None:
        """Take the colours of the day: they may be changed while this window stays open."""
        delegate = self.view.itemDelegate()
        if isinstance(delegate, LineDelegate):
            delegate.palette = tokens_in_use()
            self.view.viewport().update()


class _Delegate(LineDelegate):
    """Headings are lower than conflicts."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        size = super().sizeHint(option, index)
        line = index.data(ROW_ROLE)
        heading = isinstance(line, ConflictLine) and line.row is None
        return QSize(size.width(), HEADING_HEIGHT) if heading else size


def _lines(line: object) -> Lines:
    if not isinstance(line, ConflictLine):
        return Lines("", "")
    if line.row is None:
        return Lines(f"{line.text}  {line.count}", "", "window", faded=True)
    people = " / ".join("、".join(side.people) for side in line.row.sides if side.people)
    return Lines(line.text, f"{line.row.topic} · {people}", "amber")
