"""The chosen conflict: where it stands, its sides, and a field for another value."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.catalogue import Catalogue
from storage.graph import DELETED
from storage.records import Family
from storage.topics import PLACE
from widgets.dialogs.conflict_side import SideCard
from widgets.dialogs.third_value import ThirdValue, offers
from widgets.models.conflict_model import ConflictRow, SideRow
from widgets.panels.parts import button, column, empty_layout, hairline, label, scrolled

BOTH = frozenset({"body", "kind", PLACE})
"""Of which fields of an annotation both values can be kept, as two annotations."""


class ConflictPage(QWidget):
    """What the chosen conflict is about and what can become of it. What is typed for one stays while another is looked at.

    Signals: ``decided(Dispute, values)``; ``both_requested(Dispute)``; ``go_requested(ConflictRow)``;
    ``place_requested(ConflictRow)``.
    """

    decided = Signal(object, object)
    both_requested = Signal(object)
    go_requested = Signal(object)
    place_requested = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ConflictRow | None = None
        self._writable = False
        self.head = label("", "heading")
        self.words = label("", "quote")
        self.note = label("", "muted")
        self.cards: list[SideCard] = []
        self.third = ThirdValue(catalogue, self)
        self.go = button(self.tr("Show in the window"), self.tr("Go to the record (double click)"))
        self.both = button(self.tr("Keep both"), self.tr("The value that does not show becomes a second annotation"))
        self.place = button(self.tr("Place at the selection"), self.tr("Select words in the text first"))
        self.write = button(self.tr("Write another"))
        self.use = button(self.tr("Use this"))
        self.problem = label("", "error")
        self._holder, self._cards = column(margins=0)
        self._third, self._third_rows = column(margins=8)
        self._lay_out()
        self._connect()
        self.set_row(None, writable=False)

    def set_row(self, row: ConflictRow | None, *, writable: bool, several: int = 0) -> None:
        """Show a conflict, or that ``several`` are selected."""
        if row == self._row and writable == self._writable and row is not None:
            return
        same = row is not None and self._row is not None and row.key == self._row.key
        self._row, self._writable = row, writable
        self.head.setText(f"{row.context}\n{row.topic}" if row is not None else "")
        self.words.setText(row.words if row is not None else "")
        self.words.setVisible(row is not None and bool(row.words) and row.dispute.topic not in (PLACE, "text", "quote"))
        self.note.setText(self._note(row, several))
        self.note.setVisible(bool(self.note.text()))
        self._show_sides(row)
        self._show_buttons(row)
        self._open_third(row is not None and (self.third.begun(row.key) or (same and not self._third.isHidden())))

    def forget(self, keys: set[str]) -> None:
        """Forget what was typed for conflicts that have been decided."""
        self.third.forget(keys)

    def _note(self, row: ConflictRow | None, several: int) -> str:
        if row is None:
            return self.tr("%n conflict(s) selected: decide them together below.", "", several) if several > 1 else ""
        if not row.dispute.known:
            return self.tr("This was written by a newer version of the program, which is needed to decide it.")
        return "" if self._writable else self.tr("The workspace is open read only")

    def _show_sides(self, row: ConflictRow | None) -> None:
        empty_layout(self._cards)
        self.cards = []
        sides = row.sides if row is not None else ()
        for place, side in enumerate(sides):
            # Of two places the words around them differ, which says nothing: the brackets do.
            compared = len(sides) > 1 and row is not None and row.dispute.topic != PLACE
            other = sides[1 if place == 0 else 0] if compared else None
            card = SideCard(side, other, self._keep_words(side), self._holder)
            card.keep.setEnabled(self._writable and row is not None and row.dispute.known)
            card.keep_requested.connect(lambda side=side: self._keep(side))
            self._cards.addWidget(card)
            self.cards.append(card)

    def _keep_words(self, side: SideRow) -> str:
        if DELETED in side.side.values:
            return self.tr("Delete it after all") if side.side.values[DELETED] else self.tr("Keep the record")
        return self.tr("Keep this")

    def _show_buttons(self, row: ConflictRow | None) -> None:
        may = row is not None and self._may(row)
        dispute = row.dispute if row is not None else None
        annotation = dispute is not None and dispute.family is Family.ANNOTATION
        self.go.setVisible(row is not None)
        self.both.setVisible(may and annotation and dispute is not None and dispute.topic in BOTH)
        self.place.setVisible(may and annotation and dispute is not None and dispute.topic == PLACE)

    def _may(self, row: ConflictRow) -> bool:
        return self._writable and row.dispute.known

    def _open_third(self, opened: bool) -> None:
        row = self._row
        self.problem.hide()
        self._third.setVisible(opened)
        self.use.setVisible(opened)
        self.write.setVisible(not opened and row is not None and self._may(row) and offers(row.dispute))
        if opened and row is not None:
            self.third.set_dispute(row.dispute, row.sides[0].side.values, row.date)
            self.use.setEnabled(self._may(row))
        else:
            self.third.set_dispute(None, {})

    def _keep(self, side: SideRow) -> None:
        if self._row is not None:
            self.decided.emit(self._row.dispute, side.side.values)

    def _ask(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row)

    def _ask_both(self) -> None:
        if self._row is not None:
            self.both_requested.emit(self._row.dispute)

    def _write(self) -> None:
        self._open_third(True)
        self.third.focus()

    def _use(self) -> None:
        try:
            values = self.third.values()
        except ValueError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.problem.hide()
        if self._row is not None:
            self.decided.emit(self._row.dispute, values)

    def _lay_out(self) -> None:
        content, lines = column()
        for widget in (self.head, self.words, self.note, self._holder):
            lines.addWidget(widget)
        for widget in (self.third, self.problem):
            self._third_rows.addWidget(widget)
        lines.addStretch()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(8)
        for made in (self.use, self.write, self.both, self.place):
            bar.addWidget(made)
        bar.addStretch(1)
        bar.addWidget(self.go)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(scrolled(content), 1)
        page.addWidget(hairline())
        page.addWidget(self._third)
        page.addLayout(bar)

    def _connect(self) -> None:
        self.go.clicked.connect(lambda: self._ask(self.go_requested))
        self.both.clicked.connect(self._ask_both)
        self.place.clicked.connect(lambda: self._ask(self.place_requested))
        self.write.clicked.connect(self._write)
        self.use.clicked.connect(self._use)
