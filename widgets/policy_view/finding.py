"""Words found on the page: which there are, and which one is the current."""

from __future__ import annotations

from PySide6.QtCore import QObject

from widgets.find_bar import FindBar
from widgets.policy_view.page_area import PageArea

REVEAL_AT = 0.28


class Finder(QObject):
    """Keeps the hits of one search in the look of the page, where the painter reads them, and serves the find bar."""

    def __init__(self, area: PageArea, bar: FindBar, parent: QObject) -> None:
        super().__init__(parent)
        self._area = area
        self._bar = bar
        self._words = ""
        bar.closed.connect(self.close_bar)
        bar.find_requested.connect(self.set_words)
        bar.next_requested.connect(self.go_next)
        bar.previous_requested.connect(self.go_previous)

    def open_bar(self) -> None:
        """Open the bar with the words selected in the text."""
        cursor = self._area.textCursor()
        words = self._area.page.selected_text(cursor.selectionStart(), cursor.selectionEnd())
        self._bar.open(words if "\n" not in words else "")

    def close_bar(self) -> None:
        """Close the bar; the hits fade."""
        self._bar.hide()
        self.set_words("")
        self._area.setFocus()

    def set_words(self, words: str) -> int:
        """Find ``words`` and give the number of hits; none of them is current yet."""
        self._words = words
        look, page = self._area.look, self._area.page
        look.hits = page.find(words)
        look.hit = -1
        look.hit_blocks = {}
        for number, (start, _end) in enumerate(look.hits):
            look.hit_blocks.setdefault(page.block_index(start), []).append(number)
        self._bar.set_words(words)
        self._bar.set_count(0, len(look.hits))
        self._area.viewport().update()
        return len(look.hits)

    def renew(self) -> None:
        """Find the same words on a page that was set anew."""
        if self._words or self._area.look.hits:
            self.set_words(self._words)

    def go_next(self) -> None:
        """Choose the next hit after the caret."""
        self._go(1)

    def go_previous(self) -> None:
        """Choose the hit before the caret."""
        self._go(-1)

    def _go(self, step: int) -> None:
        """Choose a hit, going round at the ends, and select its words, so that they can be annotated at once."""
        look = self._area.look
        if not look.hits:
            return
        if look.hit >= 0:
            look.hit = (look.hit + step) % len(look.hits)
        else:
            caret = self._area.textCursor().selectionStart()
            following = next((number for number, hit in enumerate(look.hits) if hit[0] >= caret), 0)
            look.hit = following if step > 0 else (following - 1) % len(look.hits)
        start, end = look.hits[look.hit]
        if not self._area.in_sight(start, end):
            self._area.scroll_to(start, REVEAL_AT * self._area.viewport().height())
        self._area.select(start, end)
        self._bar.set_count(look.hit + 1, len(look.hits))
        self._area.viewport().update()
