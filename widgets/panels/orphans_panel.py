"""The tray: what was carried over from an older version and has no certain place in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget
from typing_extensions import override

from resources.catalogue import Catalogue
from storage.records import Family
from widgets.flow_layout import FlowLayout
from widgets.models.keyed import ROW_ROLE
from widgets.models.place_model import PlaceModel, PlaceRow, Target, Targets
from widgets.palette import MARK_TOKENS
from widgets.panels.line_delegate import LineDelegate, Lines, line_list
from widgets.panels.panel import Panel
from widgets.panels.parts import button, column, hairline, label, scrolled, set_reason


class OrphansPanel(Panel):
    """A list of what waits, and for the chosen one where it stood, what it says, and what can be done with it.

    Signals, each with the record's id: ``go_requested``, ``confirm_requested``, ``aside_requested``, and ``place_requested`` with a
    ``Target`` too. Enter goes to the place, Space confirms, Insert places, Delete puts aside.
    """

    go_requested = Signal(str)
    confirm_requested = Signal(str)
    place_requested = Signal(str, object)
    aside_requested = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(catalogue, parent)
        self._targets = Targets()
        self.model = PlaceModel(self)
        self._delegate = LineDelegate(self._lines, self)
        self.view = line_list(self._delegate, self.tr("To place"))
        self.view.setModel(self.model)
        self.head = label("", "heading")
        self.stood = label("", "muted")
        self.quote = label("", "quote")
        self.now_title = label("", "muted")
        self.now = label("", "quote")
        self.body = label()
        self.go = button(self.tr("Show"), self.tr("Go to the place (Enter)"))
        self.confirm = button(self.tr("It is right"), self.tr("Confirm the place (Space)"))
        self.aside = button(self.tr("Put aside"), self.tr("Remove it; undo brings it back (Delete)"))
        self.place = {target: button("") for target in Target}
        self._build()
        self._connect()
        self.set_rows(())

    def set_rows(self, rows: Sequence[PlaceRow]) -> None:
        """Show what waits; the next one is chosen when the chosen one is gone."""
        self.model.set_waiting(rows)
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._show()

    def set_targets(self, targets: Targets) -> None:
        """Say what is chosen in the window to place something on."""
        self._targets = targets
        self._show_buttons()

    def chosen(self) -> PlaceRow | None:
        """The one on the right."""
        row = self.view.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, PlaceRow) else None

    def row(self, key: str) -> PlaceRow | None:
        """The one of this id."""
        place = self.model.place_of(key)
        return self.model.row_at(place) if place is not None else None

    def place_now(self) -> None:
        """Ask to place the chosen one on the first target there is."""
        row = self.chosen()
        target = next((one for one in row.targets if self._targets.offers(one)), None) if row else None
        if row is not None and target is not None and not self.read_only:
            self.place_requested.emit(row.key, target)

    @override
    def refresh(self) -> None:
        self._delegate.palette = self.palette_tokens
        self.view.viewport().update()
        self._show_buttons()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            keys = {
                Qt.Key.Key_Return: self.go.click,
                Qt.Key.Key_Enter: self.go.click,
                Qt.Key.Key_Space: self.confirm.click,
                Qt.Key.Key_Insert: self.place_now,
                Qt.Key.Key_Delete: self.aside.click,
            }
            act = keys.get(Qt.Key(event.key())) if event.modifiers() in (_PLAIN, _PAD) else None
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        content, lines = column()
        for widget in (self.head, self.stood, self.quote, self.now_title, self.now, self.body):
            lines.addWidget(widget)
        lines.addStretch()
        bar, around = column(margins=8, spacing=0)
        buttons = FlowLayout()
        around.addLayout(buttons)
        for made in self._buttons():
            buttons.addWidget(made)
        right, layout = column(margins=0, spacing=0)
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(hairline())
        layout.addWidget(bar)
        split = QSplitter()
        split.addWidget(self.view)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setSizes([240, 366])
        self.page.addWidget(split)

    def _buttons(self) -> list[QPushButton]:
        return [self.confirm, *self.place.values(), self.go, self.aside]

    def _connect(self) -> None:
        self.view.installEventFilter(self)
        self.view.selectionModel().currentChanged.connect(self._show)
        self.view.doubleClicked.connect(lambda _: self.go.click())
        self.go.clicked.connect(lambda: self._ask(self.go_requested.emit))
        self.confirm.clicked.connect(lambda: self._ask(self.confirm_requested.emit))
        self.aside.clicked.connect(lambda: self._ask(self.aside_requested.emit))
        for target, made in self.place.items():
            made.clicked.connect(lambda _=False, target=target: self._ask_place(target))

    def _ask(self, tell: Callable[[str], None]) -> None:
        row = self.chosen()
        if row is not None:
            tell(row.key)

    def _ask_place(self, target: Target) -> None:
        row = self.chosen()
        if row is not None:
            self.place_requested.emit(row.key, target)

    def _show(self, _: QModelIndex | None = None) -> None:
        row = self.chosen()
        self.head.setText(self._headline(row) if row else "")
        for part, words in (
            (self.stood, self.tr("In the old version: {place}").format(place=row.stood) if row and row.stood else ""),
            (self.quote, row.text if row else ""),
            (self.body, row.body if row and row.body != row.text else ""),
            (self.now_title, self._now_title(row) if row and row.now else ""),
            (self.now, row.now if row else ""),
        ):
            part.setText(words)
            part.setVisible(bool(words))
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.chosen()
        self.go.setVisible(row is not None and (row.span is not None or row.task is not None or row.provision is not None))
        self.confirm.setVisible(row is not None and row.placed)
        self.aside.setVisible(row is not None)
        for target, made in self.place.items():
            made.setVisible(row is not None and target in row.targets)
            made.setText(self._place_words(target))
            made.setEnabled(not self.read_only and self._targets.offers(target))
            made.setToolTip(self._place_hint(target))
        set_reason([self.confirm, self.aside], not self.read_only, self.reason())

    def _place_words(self, target: Target) -> str:
        chosen = self._targets
        if target is Target.WORDS:
            return self.tr("Place at the selection")
        if target is Target.TASK:
            return self.tr("Place on task {task}").format(task=chosen.task) if chosen.task else self.tr("Place on a task")
        if target is Target.CLAUSE:
            return self.tr("Place on {clause}").format(clause=chosen.clause) if chosen.clause else self.tr("Place on a clause")
        if chosen.task and chosen.clause:
            return self.tr("Tie task {task} to {clause}").format(task=chosen.task, clause=chosen.clause)
        return self.tr("Tie a task to a clause")

    def _place_hint(self, target: Target) -> str:
        if self.read_only:
            return self.reason()
        if self._targets.offers(target):
            return self.tr("Place it there (Insert)")
        return {
            Target.WORDS: self.tr("Select its words in the text first"),
            Target.TASK: self.tr("Choose a task first"),
            Target.CLAUSE: self.tr("Choose a clause first"),
            Target.PAIR: self.tr("Choose a task and a clause first"),
        }[target]

    def _now_title(self, row: PlaceRow) -> str:
        if row.confidence is None:
            return self.tr("Found here; the words have changed:")
        return self.tr("Found here, {percent} % alike:").format(percent=round(row.confidence * 100))

    def _headline(self, row: PlaceRow) -> str:
        return " · ".join(part for part in (self._name(row), self._state(row), row.author) if part)

    def _name(self, row: PlaceRow) -> str:
        if row.kind is not None:
            return self.catalogue.text(f"kind.{row.kind}")
        family = Family.EVIDENCE if row.family is Family.EVIDENCE_USE else row.family
        return self.catalogue.text(f"family.{family}")

    def _state(self, row: PlaceRow) -> str:
        if not row.placed:
            return self.tr("no place")
        if row.confidence is None:
            return self.tr("in doubt")
        return self.tr("in doubt, {percent} %").format(percent=round(row.confidence * 100))

    def _lines(self, row: object) -> Lines:
        if not isinstance(row, PlaceRow):
            return Lines("", "")
        token = MARK_TOKENS[row.kind] if row.kind is not None else "blue"
        return Lines(row.body or row.text if row.kind is not None else row.text, self._headline(row), token)


_PLAIN = Qt.KeyboardModifier.NoModifier
_PAD = Qt.KeyboardModifier.KeypadModifier
