"""Puts the lines of running text together to paragraphs, over columns and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from policy.canonical import fold
from policy.outline_marks import marker_at
from policy.sources.blocks import Paragraph
from policy.sources.pdf.letters import joined
from policy.sources.pdf.lines import Line
from policy.sources.pdf.measure import Measure

_ROOM: Final = 0.5
_EXACT_ROOM: Final = -0.02
_HEADING: Final = 40
_SIGNS: Final = frozenset("，。；：,;")
_GAP: Final = "\u3000\u3000"
_INDENT: Final = 1.2
_SAME_LEFT: Final = 0.6
_SAME_SIZE: Final = 0.08
_WIDER: Final = 1.35
_BLANK_LINE: Final = 1.7
_STOPS: Final = frozenset("。；：！？.;:!?")
_CLOSERS: Final = "”’」』）)》"
_LARGER: Final = 1.1
_FAR_RIGHT: Final = 0.5


@dataclass(slots=True)
class Flow:
    """Takes line after line and gives the paragraphs. ``body`` is the size of the document's running text."""

    body: float
    _lines: list[Line] = field(default_factory=list)
    _measure: Measure = field(default_factory=lambda: Measure(0, 0, 0))
    _latest: Measure = field(default_factory=lambda: Measure(0, 0, 0))

    def take(self, lines: Iterable[Line], measure: Measure) -> Iterator[Paragraph]:
        """Take the lines of one stretch; the paragraphs that are complete come out."""
        above: Line | None = None
        for line in lines:
            if self._lines and self._goes_on(line, above, measure):
                self._lines.append(line)
            else:
                yield from self.close()
                if above is not None and line.y - above.y > _BLANK_LINE * measure.leading * max(line.size, above.size):
                    yield Paragraph("")
                self._lines, self._measure = [line], measure
            self._latest = measure
            above = line

    def close(self) -> Iterator[Paragraph]:
        """The paragraph that was still open, if any."""
        if not self._lines:
            return
        first = self._lines[0]
        text = first.text.lstrip(" \u3000")
        for line in self._lines[1:]:
            text = joined(text, line.text.lstrip("\u3000"))
        yield Paragraph(first.indent + text.replace("\u00ad", "").rstrip())
        self._lines = []

    def _goes_on(self, line: Line, above: Line | None, measure: Measure) -> bool:
        """Whether a line belongs to the open paragraph; ``above`` is the line right above it in the same column, if any."""
        last = self._lines[-1]
        if abs(line.size - last.size) > _SAME_SIZE * last.size:
            return False
        if above is not None and line.y - above.y > _WIDER * measure.leading * line.size:
            return False
        if self._latest.right - last.right > line.need + (_EXACT_ROOM if _ends_in_heading(last.text) else _ROOM) * line.size:
            return False
        if ends_sentence(last.text) and marker_at(fold(line.text[:20]), 0):
            return False
        return self._stands_below(line, measure)

    def _stands_below(self, line: Line, measure: Measure) -> bool:
        """Whether the line begins where a further line of the open paragraph would."""
        first, last = self._lines[0], self._lines[-1]
        reach = _SAME_LEFT * line.size
        left = line.left - measure.left
        if len(self._lines) > 1 and last.left - self._latest.left > reach:
            return abs(left - (last.left - self._latest.left)) <= reach
        own = first.left - self._measure.left
        if left < own - reach and own > _FAR_RIGHT * (measure.right - measure.left):
            # What stands in the right half, as a signature or its date does, has no further line at the left.
            return False
        if abs(left) <= reach:
            return True
        if len(self._lines) > 1:
            return False
        if abs(left - own) <= reach:
            return not ends_sentence(last.text) and not marker_at(fold(line.text[:20]), 0)
        if left < own:
            return True
        hanging = first.hang > first.left and abs(left - (first.hang - self._measure.left)) <= reach
        return hanging or self._is_title(first, line, measure)

    def _is_title(self, first: Line, line: Line, measure: Measure) -> bool:
        """Whether two centred lines are one title that was too long for its first line."""
        large = first.size > _LARGER * self.body
        return large and is_centred(line, measure) and not marker_at(fold(line.text[:20]), 0)


def is_centred(line: Line, measure: Measure) -> bool:
    """Whether a line stands in the middle between the edges, away from both."""
    before, after = line.left - measure.left, measure.right - line.right
    return before > _INDENT * line.size and abs(before - after) < line.size


def _ends_in_heading(text: str) -> bool:
    """Whether a line ends with a numbered heading behind a wide gap: there the gap that parts it from its text was lost at the
    line end, and only the room it took is left of it."""
    above, gap, words = text.rstrip(" \u3000").rpartition(_GAP)
    if not (above and gap) or len(words) > _HEADING or not marker_at(fold(words[:20]), 0):
        return False
    return _SIGNS.isdisjoint(words[:-1])


def ends_sentence(text: str) -> bool:
    """Whether the last sign of a line ends a sentence or a clause of one."""
    bare = text.rstrip(" \u3000").rstrip(_CLOSERS)
    return bare[-1:] in _STOPS or text.rstrip(" \u3000")[-1:] in _STOPS
