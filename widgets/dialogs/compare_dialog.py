"""Two versions of a policy compared, and what carrying over would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from policy.compare_model import RowKind
from policy.places import Outcome
from resources.catalogue import Catalogue
from storage.records import Family
from widgets.compare_view import CompareView
from widgets.dialogs.form_dialog import FormDialog, hairline
from widgets.icons import Icons
from widgets.models.carry_model import FAMILIES, CarryItem, CarryModel, tallied
from widgets.models.compare_lines import Line
from widgets.models.keyed import ROW_ROLE
from widgets.palette import LIGHT, Palette
from widgets.panels.line_delegate import LineDelegate, Lines, line_list

SIZE = QSize(1240, 760)
SIDE = 316
COUNTED = (
    RowKind.CHANGED,
    RowKind.ADDED,
    RowKind.REMOVED,
    RowKind.MOVED,
    RowKind.RENUMBERED,
    RowKind.SPLIT,
    RowKind.MERGED,
    RowKind.SAME,
)
FOUND_TOKENS = {Outcome.EXACT: "green", Outcome.FUZZY: "amber", Outcome.ORPHAN: "accent"}


@dataclass(frozen=True, slots=True)
class Compared:
    """What the dialog shows: the titles of the two versions, the lines of their texts and tasks, and what would be carried over.

    ``again`` says that it was carried over before, ``writable`` that it can be.
    """

    old_title: str
    new_title: str
    texts: Sequence[Line]
    tasks: Sequence[Line]
    items: Sequence[CarryItem]
    again: bool = False
    writable: bool = True


class CompareDialog(FormDialog):
    """Shows what differs, side by side, and beside it what carrying over will find, doubt and lose; accepting carries over."""

    def __init__(self, found: Compared, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = found
        self._catalogue = catalogue
        self._palette = LIGHT
        self.entitle(self.tr("Two versions of a policy"), self.tr("&Carry over"), self.tr("Close"))
        titles = (self.tr("Old: {title}").format(title=found.old_title), self.tr("New: {title}").format(title=found.new_title))
        same = self.tr("{count} unchanged")
        self.texts = CompareView(self.tr("Text of both versions"), titles, same, self)
        self.tasks = CompareView(self.tr("Tasks of both versions"), titles, same, self)
        self.tabs = QTabWidget(self)
        self.counts = QLabel(self)
        self.unchanged = QCheckBox(self.tr("Show &unchanged"), self)
        self.previous = QPushButton(self.tr("&Previous difference"), self)
        self.following = QPushButton(self.tr("&Next difference"), self)
        self.items = CarryModel(self)
        self._delegate = LineDelegate(self._item_lines, self)
        self.list = line_list(self._delegate, self.tr("To be looked at"))
        self.list.setModel(self.items)
        self._lay_out()
        self._connect()
        self._fill()
        self.resize(SIZE)

    def set_look(self, palette: Palette, font: QFont) -> None:
        """Take these colours, and this face for the words of the policy."""
        self._palette = palette
        for view in (self.texts, self.tasks):
            view.set_look(palette, font)
        self._delegate.palette = palette
        icons = Icons(palette)
        self.previous.setIcon(icons.icon("previous"))
        self.following.setIcon(icons.icon("next"))
        self.list.viewport().update()

    def view(self) -> CompareView:
        """The table in front."""
        return self.tasks if self.tabs.currentWidget() is self.tasks else self.texts

    def tally(self) -> Mapping[tuple[Family, Outcome], int]:
        """How many things of each family are found, doubtful or lost."""
        return tallied(self._found.items)

    @override
    def problem(self) -> str:
        return "" if self._found.writable else self.tr("The workspace is open read only; nothing can be carried over.")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is self.list and pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def go_to(self, item: CarryItem) -> None:
        """Bring the line on which something to be carried over stands into sight."""
        for view in (self.texts, self.tasks):
            if view.go_to(item.place):
                self.tabs.setCurrentWidget(view)
                return

    def _step(self, step: int) -> None:
        self.view().step(step)

    def _lay_out(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.addTab(self.texts, "")
        self.tabs.addTab(self.tasks, "")
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        self.counts.setProperty("role", "muted")
        self.counts.setWordWrap(True)
        bar.addWidget(self.counts, 1)
        for button in (self.previous, self.following):
            button.setProperty("small", "true")
            button.setAutoDefault(False)
        self.previous.setToolTip("Shift+F7")
        self.following.setToolTip("F7")
        for widget in (self.unchanged, self.previous, self.following):
            bar.addWidget(widget)
        column.addWidget(self.tabs, 1)
        column.addLayout(bar)
        split = QSplitter(self)
        split.addWidget(left)
        split.addWidget(self._side())
        split.setChildrenCollapsible(False)
        split.setSizes([SIZE.width() - SIDE, SIDE])
        split.setStretchFactor(0, 1)
        self.content.addWidget(split, 1)

    def _side(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 6, 0, 0)
        column.setSpacing(8)
        heading = QLabel(self.tr("What is carried over"), self)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        column.addLayout(self._table())
        note = self.tr(
            "Annotations, evidence, assessments and links are copied to the new version; the old one stays as it is. "
            "One undo takes it back."
        )
        if self._found.again:
            note = self.tr("It was carried over before: only what is new since then is added.")
        told = self._label(note, "muted")
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(hairline(self))
        self.open_label = QLabel(self)
        self.open_label.setWordWrap(True)
        column.addWidget(self.open_label)
        column.addWidget(self.list, 1)
        return side

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        tally = self.tally()
        for column, found in enumerate(Outcome, 1):
            grid.addWidget(self._label(self.outcome(found), "muted"), 0, column, Qt.AlignmentFlag.AlignRight)
        for row, family in enumerate(FAMILIES, 1):
            name = Family.EVIDENCE if family is Family.EVIDENCE_USE else family
            grid.addWidget(self._label(self._catalogue.text(f"family.{name}"), ""), row, 0)
            for column, found in enumerate(Outcome, 1):
                number = tally.get((family, found), 0)
                grid.addWidget(
                    self._label(str(number) if number else "–", self._role(found, number)), row, column, Qt.AlignmentFlag.AlignRight
                )
        return grid

    def outcome(self, found: Outcome) -> str:
        """What a way of being found is called."""
        return {Outcome.EXACT: self.tr("certain"), Outcome.FUZZY: self.tr("in doubt"), Outcome.ORPHAN: self.tr("no place")}[found]

    def _role(self, found: Outcome, number: int) -> str:
        if not number or found is Outcome.EXACT:
            return "" if number else "muted"
        return "warning" if found is Outcome.FUZZY else "error"

    def _label(self, words: str, role: str) -> QLabel:
        made = QLabel(words, self)
        if role:
            made.setProperty("role", role)
        return made

    def _connect(self) -> None:
        for keys, step in (("F7", 1), ("Shift+F7", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._step(step))
        self.previous.clicked.connect(lambda: self._step(-1))
        self.following.clicked.connect(lambda: self._step(1))
        self.unchanged.toggled.connect(self._show_unchanged)
        self.tabs.currentChanged.connect(self._show_counts)
        self.list.clicked.connect(self._choose)
        # Enter there goes to the line: it must not press the button that carries over.
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._choose)

    def _fill(self) -> None:
        self.texts.set_lines(self._found.texts)
        self.tasks.set_lines(self._found.tasks)
        for view, title in ((self.texts, self.tr("Provisions")), (self.tasks, self.tr("Tasks"))):
            counts = view.lines.counts()
            differing = sum(counts.values()) - counts.get(RowKind.SAME, 0)
            self.tabs.setTabText(self.tabs.indexOf(view), f"{title} {differing}" if differing else title)
        self.items.set_items(self._found.items)
        waiting = self.items.rowCount()
        self.list.setVisible(waiting > 0)
        if waiting:
            self.open_label.setText(self.tr("To be looked at afterwards, under To place:"))
        elif self._found.items:
            self.open_label.setText(self.tr("Everything finds its place."))
        else:
            self.open_label.setText(self.tr("Nothing has been written on the old version yet."))
        self.accept_button.setEnabled(self._found.writable)
        self._show_counts()
        self.texts.setFocus()

    def _show_unchanged(self, shown: bool) -> None:
        for view in (self.texts, self.tasks):
            view.lines.unfold_all(shown)

    def _show_counts(self) -> None:
        view = self.view()
        names, counts = view.names(), view.lines.counts()
        parts = [f"{names[kind]} {counts[kind]}" for kind in COUNTED if counts.get(kind)]
        same = not any(counts.get(kind) for kind in COUNTED[:-1])
        self.counts.setText(self.tr("Both versions say the same.") if same else " · ".join(parts))
        self.previous.setEnabled(not same)
        self.following.setEnabled(not same)

    def _choose(self, index: QModelIndex) -> None:
        item = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(item, CarryItem):
            self.go_to(item)

    def _item_lines(self, row: object) -> Lines:
        if not isinstance(row, CarryItem):
            return Lines("", "")
        name = Family.EVIDENCE if row.family is Family.EVIDENCE_USE else row.family
        second = (self.outcome(row.found), self._catalogue.text(f"family.{name}"), row.note)
        return Lines(row.text, " · ".join(part for part in second if part), FOUND_TOKENS[row.found])
