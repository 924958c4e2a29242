"""Places of a text in the units that Qt counts: UTF-16, in which characters beyond the basic plane take two."""

from __future__ import annotations

import re
from bisect import bisect_left

BEYOND = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """Turns code points of one text into UTF-16 units and back, in logarithmic time."""

    def __init__(self, text: str) -> None:
        plain = len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)
        wide = [] if plain else [found.start() for found in BEYOND.finditer(text)]
        self._points = wide
        self._units = [point + place for place, point in enumerate(wide)]

    def of(self, point: int) -> int:
        """The units before a code point."""
        return point + bisect_left(self._points, point)

    def point(self, unit: int) -> int:
        """The code points before a unit; inside a pair, those before the pair."""
        return unit - bisect_left(self._units, unit)
