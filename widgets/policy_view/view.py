"""The policy text as a typeset page, with the reviewers' marks under it and their cards beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from policy.model import Provision, Span
from policy.page import BlockKind
from resources.catalogue import Catalogue
from widgets.find_bar import FindBar
from widgets.palette import LIGHT, Palette
from widgets.policy_view.burst import burst
from widgets.policy_view.finding import REVEAL_AT, Finder
from widgets.policy_view.margin import Anchor, Margin
from widgets.policy_view.marks import Mark, MarkSet
from widgets.policy_view.menu import TextMenu
from widgets.policy_view.page_area import PageArea
from widgets.policy_view.sheet import Sheet
from widgets.policy_view.typesetting import FOLD_GAP, SIZE, Faces, TypeStyle


class PolicyView(QWidget):
    """Text and margin of one policy.

    Facts: ``selection_changed(object)`` with the selected ``Span`` or ``None``, ``mark_chosen(str)`` when a marked span or a card
    is clicked, ``provision_chosen(str)`` when a clause is clicked, ``visible_provision_changed(str)`` while scrolling.
    Wishes: ``annotate_requested(object)`` with an ``AnnotationKind``, ``evidence_requested()``, ``task_requested()`` (all about the
    selection), ``mark_edit_requested(str)``, ``mark_remove_requested(str)``, ``table_requested()`` for the folded annex. While
    ``read_only`` is set, the menu offers nothing that writes.
    """

    selection_changed = Signal(object)
    annotate_requested = Signal(object)
    evidence_requested = Signal()
    task_requested = Signal()
    mark_chosen = Signal(str)
    mark_edit_requested = Signal(str)
    mark_remove_requested = Signal(str)
    provision_chosen = Signal(str)
    table_requested = Signal()
    visible_provision_changed = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._faces = Faces(TypeStyle())
        self._sheet = Sheet("", (), self._fold_label)
        self._lit: frozenset[str] = frozenset()
        self._visible = ""
        self.read_only = False
        self.area = PageArea()
        self.area.setAccessibleName(self.tr("Policy text"))
        self.margin = Margin(catalogue, self._anchors, self.area)
        self.find_bar = FindBar()
        self.find_bar.hide()
        self._finder = Finder(self.area, self.find_bar, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.area, 1)
        self.setFocusProxy(self.area)
        self._connect()
        self.set_palette_tokens(LIGHT)

    def _connect(self) -> None:
        self.area.arranged.connect(self._follow)
        self.area.clicked.connect(self._click)
        self.area.context_requested.connect(self._open_menu)
        self.area.entered.connect(self._enter)
        self.area.selectionChanged.connect(self._tell_selection)
        self.area.step_requested.connect(self._step_mark)
        self.margin.mark_chosen.connect(self._choose_and_tell)
        self.margin.mark_edit_requested.connect(self.mark_edit_requested)
        self.margin.mark_remove_requested.connect(self.mark_remove_requested)
        self.margin.step_requested.connect(self._step_mark)

    def set_palette_tokens(self, palette: Palette) -> None:
        """Show everything in these colours."""
        self.area.look.palette = palette
        colors = palette.qt()
        colors.setColor(colors.ColorRole.Window, palette.color("paper"))
        self.area.setPalette(colors)
        self.area.viewport().setPalette(colors)
        self.margin.set_palette_tokens(palette)
        self._set_page()

    def set_document_font(self, family: str, size: int = SIZE) -> None:
        """Set the page in another face (empty: the first there is of 仿宋 and serif) and size in pixels."""
        self._faces = Faces(TypeStyle(family, size))
        self._set_page()

    def set_policy(self, text: str, provisions: Sequence[Provision]) -> None:
        """Show a policy from its top, without marks."""
        with burst():
            self._sheet = Sheet(text, provisions, self._fold_label)
        self._lit = frozenset()
        self._visible = ""
        self.area.look.chosen = None
        self.area.marks = MarkSet()
        self.margin.set_chosen(None)
        self.margin.forget()
        self.area.verticalScrollBar().setValue(0)
        self._set_page()

    def clear(self) -> None:
        """Show an empty page."""
        self.set_policy("", ())

    def _set_page(self) -> None:
        """Typeset the sheet anew; what stood at the top stays there."""
        if not self._sheet.page.blocks and not self.area.page.blocks:
            return
        first = self.area.first_position()
        top = self.area.page.offset(first)
        with burst():
            self.area.show_page(self._sheet.page, self._faces)
        self.area.look.lit = self._sheet.blocks_of(self._lit)
        self._finder.renew()
        if first:
            self.area.scroll_to(self.area.page.position(top), 0)
        self._repaint()

    def _fold_label(self, unfolded: bool) -> str:
        toggle = self.tr("Hide the raw text") if unfolded else self.tr("Show the raw text")
        return self.tr("▤ The annex is a table: open its tasks") + FOLD_GAP + toggle

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show exactly these marks."""
        with burst():
            self.area.marks = MarkSet(marks)
        self.margin.forget()
        self._repaint()

    def upsert_mark(self, mark: Mark) -> None:
        """Add one mark, or replace the one of the same id."""
        before = self.area.marks.get(mark.id)
        self.area.marks.put(mark)
        for each in (before, mark):
            if each is not None:
                self.area.repaint_span(*self.area.page.positions(each.span))
        self.margin.refresh()

    def remove_mark(self, mark_id: str) -> None:
        """Take one mark off the page."""
        mark = self.area.marks.get(mark_id)
        if mark is None:
            return
        if self.area.look.chosen == mark_id:
            self.choose_mark(None)
        self.area.marks.remove(mark_id)
        self.area.repaint_span(*self.area.page.positions(mark.span))
        self.margin.refresh()

    def hide_tags(self, names: Collection[str]) -> None:
        """Leave out the marks all of whose tags are among ``names``."""
        self.area.marks.hide_tags(frozenset(names))
        self._repaint()

    def choose_mark(self, mark_id: str | None) -> None:
        """Show one mark as the chosen one, with its whole card; ``None`` for no mark."""
        self.area.look.chosen = mark_id
        self.margin.set_chosen(mark_id)
        self.area.viewport().update()

    def chosen_mark(self) -> str | None:
        """The id of the chosen mark."""
        return self.area.look.chosen

    def set_lit(self, eids: Collection[str]) -> None:
        """Light up these provisions: those of the chosen task."""
        self._lit = frozenset(eids)
        self.area.look.lit = self._sheet.blocks_of(self._lit)
        self.area.viewport().update()

    def reveal(self, span: Span, flash: bool = True) -> None:
        """Bring ``span`` into sight, unfolding an annex that hides it, and let it light up once."""
        fold = self._sheet.fold_over(span)
        if fold is not None:
            self._sheet.toggle(fold)
            self._set_page()
        start, end = self.area.page.positions(span)
        if not self.area.in_sight(start, end):
            self.area.scroll_to(start, REVEAL_AT * self.area.viewport().height())
        if flash:
            self.area.flash(start, end)

    def selected_span(self) -> Span | None:
        """The selected stretch of canonical text."""
        cursor = self.area.textCursor()
        return self.area.page.span(cursor.selectionStart(), cursor.selectionEnd()) if cursor.hasSelection() else None

    def quote(self, span: Span) -> str:
        """The words of ``span`` as the page shows them, lines that were broken inside words joined."""
        return self.area.page.selected_text(*self.area.page.positions(span))

    def open_find(self) -> None:
        """Open the find bar with the selected words."""
        self._finder.open_bar()

    def set_find(self, words: str) -> int:
        """Show all places of ``words`` and give their number."""
        return self._finder.set_words(words)

    def find_next(self) -> None:
        """Go to the next place found."""
        self._finder.go_next()

    def find_previous(self) -> None:
        """Go to the previous place found."""
        self._finder.go_previous()

    def context_menu(self) -> TextMenu:
        """A menu for what is selected and the mark at the caret, connected to the requests."""
        made = TextMenu(self, self._catalogue)
        mark = self.area.marks.get(self.chosen_mark())
        key = mark.id if mark is not None else None
        made.enable(selected=self.selected_span() is not None, mark=key, writing=not self.read_only)
        made.annotate_requested.connect(self.annotate_requested)
        made.copy_requested.connect(self.area.copy)
        made.edit_requested.connect(self.mark_edit_requested)
        made.evidence_requested.connect(self.evidence_requested)
        made.remove_requested.connect(self.mark_remove_requested)
        made.task_requested.connect(self.task_requested)
        return made

    def _open_menu(self, place: QPoint) -> None:
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _repaint(self) -> None:
        self.area.viewport().update()
        self.margin.refresh()

    def _anchors(self) -> Iterator[Anchor]:
        """The marks that begin in a line in sight, from top to bottom."""
        page, area = self.area.page, self.area
        for seen in area.geometry_of.seen(0, area.viewport().height()):
            span = page.block_span(seen.index) if seen.index < len(page.blocks) else Span(0, 0)
            for mark in area.marks.touching(span):
                if mark.span.start >= span.start:
                    top = seen.line_top(page.position(mark.span.start))
                    if top > -area.look.size:
                        yield Anchor(mark, top)

    def _follow(self) -> None:
        """The page was scrolled or wrapped: the margin goes with it, and the outline is told what is at the top."""
        viewport = self.area.viewport().geometry()
        width = self.area.margin_width
        self.margin.setGeometry(viewport.right() + 1, viewport.top(), width, viewport.height())
        self.margin.setVisible(width > 0)
        self.margin.refresh()
        eid = self._sheet.cited(self.area.page.offset(self.area.first_position()))
        if eid and eid != self._visible:
            self._visible = eid
            self.visible_provision_changed.emit(eid)

    def _click(self, position: int, on_words: bool) -> None:
        page = self.area.page
        index = page.block_index(position)
        if index < 0:
            return
        if page.blocks[index].kind is BlockKind.ANNEX_FOLD:
            if on_words:
                self._click_fold(index, position)
            return
        offset = page.offset(position)
        if on_words and self._choose_at(offset):
            return
        eid = self._sheet.cited(offset)
        if eid:
            self.provision_chosen.emit(eid)

    def _click_fold(self, index: int, position: int) -> None:
        words = self.area.page.block_texts[index]
        if position - self.area.page.block_start(index) <= words.rindex(FOLD_GAP):
            self.table_requested.emit()
            return
        self._sheet.toggle(self.area.page.blocks[index])
        self._set_page()

    def _choose_at(self, offset: int) -> bool:
        """Choose the innermost mark at ``offset``, or with each further call the one around it; whether there is any."""
        ids = [mark.id for mark in self.area.marks.at(offset)]
        if not ids:
            return False
        chosen = self.chosen_mark()
        following = (ids.index(chosen) + 1) % len(ids) if chosen in ids else 0
        self._choose_and_tell(ids[following])
        return True

    def _choose_and_tell(self, mark_id: str) -> None:
        self.choose_mark(mark_id)
        self.mark_chosen.emit(mark_id)

    def _enter(self) -> None:
        """Enter at the caret chooses the mark there, and asks to edit it when it is chosen already."""
        offset = self.area.page.offset(self.area.textCursor().position())
        chosen = self.chosen_mark()
        if chosen is not None and chosen in (mark.id for mark in self.area.marks.at(offset)):
            self.mark_edit_requested.emit(chosen)
        else:
            self._choose_at(offset)

    def _step_mark(self, step: int) -> None:
        mark = self.area.marks.neighbour(self.chosen_mark(), step)
        if mark is not None:
            self.reveal(mark.span, flash=False)
            self._choose_and_tell(mark.id)

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selected_span())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Beside the viewport (margin, paper at both sides) the wheel scrolls the text too.
        QApplication.sendEvent(self.area.verticalScrollBar(), event)
