"""How high things are and on which page they fall: an estimate, good enough for the first numbers of a table of contents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exporters.word.gb9704 import Page

# The mean of letters, digits and spaces in Times New Roman.
LATIN_EM = 0.46


def em_count(text: str) -> float:
    """The width of ``text`` in its own size: Chinese characters 1, others somewhat less than one half."""
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2
    return wide + (len(text) - wide) * LATIN_EM


def line_count(text: str, width: int, half_points: int) -> int:
    """How many lines ``text`` fills in a column of ``width`` twips."""
    per_line = max(1.0, width / (half_points * 10))
    if "\n" not in text:
        return max(1, _ceil(em_count(text) / per_line))
    return sum(max(1, _ceil(em_count(part) / per_line)) for part in text.split("\n"))


def _ceil(number: float) -> int:
    return -int(-number // 1)


@dataclass(slots=True)
class Pager:
    """A pen that goes down the pages. Heights in twips; ``number`` counts from 0, ``used`` is how full the page is."""

    page: Page
    number: int = 0
    used: int = 0

    def take(self, height: int) -> None:
        """Set a block that is not divided."""
        if self.used and self.used + height > self.page.text_height:
            self.turn()
        self.used += height
        while self.used > self.page.text_height:
            self.number += 1
            self.used -= self.page.text_height

    def lines(self, count: int, height: int) -> None:
        """Set ``count`` lines that may be divided between pages."""
        for _ in range(count):
            self.take(height)

    def rows(self, header: int, heights: Iterable[int]) -> None:
        """Set the rows of a table whose header row is repeated on every page."""
        self.take(header)
        for height in heights:
            if self.used + height > self.page.text_height:
                self.turn()
                self.take(header)
            self.take(height)

    def hold(self, height: int) -> None:
        """Begin a new page unless ``height`` more fits: for what is kept with the next block."""
        if self.used and self.used + height > self.page.text_height:
            self.turn()

    def turn(self, page: Page | None = None) -> None:
        """Begin a new page, of another kind when ``page`` is given."""
        self.page = page or self.page
        self.number += 1
        self.used = 0
