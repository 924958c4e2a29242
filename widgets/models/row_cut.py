"""Where a raw row of a task table is cut into its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from policy.model import Span, Task, TaskSource

BRACKETS = (("（", "）"), ("(", ")"), ("〔", "〕"), ("【", "】"), ("[", "]"))
MARKS = " 　。；;，,、"


class Boundary(IntEnum):
    """The two movable boundaries of a row."""

    DEPARTMENTS = 0
    TIMING = 1


class Cell(IntEnum):
    """The three cells of a row that the boundaries divide."""

    TEXT = 0
    DEPARTMENTS = 1
    TIMING = 2


@dataclass(frozen=True, slots=True)
class RowCut:
    """A raw row as text with line ends and where its cells begin, in code points of ``raw``.

    ``start`` stands behind the number, ``departments`` and ``timing`` before the first character of those cells.
    """

    raw: str
    start: int
    departments: int
    timing: int

    def cell(self, cell: Cell) -> str:
        """The words of a cell, without the line ends of the layout."""
        begin, end = self.range_of(cell)
        return joined(self.raw[begin:end])

    def range_of(self, cell: Cell) -> tuple[int, int]:
        """Begin and end of a cell in ``raw``."""
        edges = (self.start, self.departments, self.timing, len(self.raw))
        return edges[cell], edges[cell + 1]

    def at(self, boundary: Boundary) -> int:
        """Where a boundary stands."""
        return (self.departments, self.timing)[boundary]

    def placed(self, boundary: Boundary, offset: int) -> RowCut:
        """With ``boundary`` at ``offset``; it pushes the other one along rather than pass it."""
        offset = min(max(offset, self.start), len(self.raw))
        if boundary is Boundary.DEPARTMENTS:
            return replace(self, departments=offset, timing=max(offset, self.timing))
        return replace(self, departments=min(offset, self.departments), timing=offset)

    def moved(self, boundary: Boundary, characters: int) -> RowCut:
        """With ``boundary`` moved by so many characters, line ends not counted."""
        offset, step = self.at(boundary), 1 if characters > 0 else -1
        for _ in range(abs(characters)):
            offset += step
            while self.start < offset < len(self.raw) and self.raw[offset - (step < 0)].isspace():
                offset += step
        return self.placed(boundary, offset)

    def moved_word(self, boundary: Boundary, step: int) -> RowCut:
        """With ``boundary`` moved over the next (``step`` 1) or previous (−1) word: what stands between two marks or line ends,
        or a run of letters or of digits."""
        cut = self.moved(boundary, step)
        while self.start < cut.at(boundary) < len(self.raw) and not self._parts(cut.at(boundary)):
            cut = cut.moved(boundary, step)
        return cut

    def _parts(self, offset: int) -> bool:
        """Whether a word ends or begins at ``offset``."""
        before, after = _kind(self.raw[offset - 1]), _kind(self.raw[offset])
        return before != after or before == "mark"

    def moved_line(self, boundary: Boundary, step: int) -> RowCut:
        """With ``boundary`` moved to the next (``step`` 1) or previous (−1) end of a line."""
        offset = self.at(boundary)
        if step > 0:
            found = self.raw.find("\n", offset + 1)
            return self.placed(boundary, len(self.raw) if found < 0 else found)
        return self.placed(boundary, max(self.raw.rfind("\n", 0, max(offset, 0)), self.start))

    def with_cell(self, cell: Cell, begin: int, end: int) -> RowCut:
        """With ``begin``–``end`` made the ``cell``; the neighbours give way."""
        cut = self
        if cell is not Cell.TEXT:
            cut = cut.placed(Boundary(cell - 1), begin)
        if cell is not Cell.TIMING:
            cut = cut.placed(Boundary(cell), end)
        return cut


def cut_of(task: Task, policy_text: str) -> RowCut:
    """The raw row of ``task`` with its cells found where the reader took them from."""
    raw = raw_text(policy_text, task.spans)
    start = _after_number(raw, task.number)
    bodies = _find(raw, task.departments_raw, start)
    text = _find(raw, task.text, start)
    if text and task.source is TaskSource.INLINE:
        # Before the words of a clause stands its number, which is none of the task.
        start = text[0]
    departments = text[1] if text else bodies[0] if bodies else start
    after = _find(raw, task.departments_raw, departments)
    phrase = _find(raw, task.timing.phrase, after[1] if after else departments) if task.timing else None
    timing = phrase[0] if phrase else after[1] if after and task.timing else len(raw)
    return RowCut(raw, start, departments, timing)


def raw_text(policy_text: str, spans: Sequence[Span]) -> str:
    """The stretches of the canonical text that a row was read from, one below the other."""
    return "\n".join(policy_text[span.start : span.end].strip("\n") for span in spans)


def source_offset(policy_text: str, spans: Sequence[Span], offset: int) -> int:
    """The place in the canonical text of ``offset`` in ``raw_text``."""
    for span in spans:
        piece = policy_text[span.start : span.end]
        length = len(piece.strip("\n"))
        if offset <= length:
            return span.start + len(piece) - len(piece.lstrip("\n")) + offset
        offset -= length + 1
    return spans[-1].end if spans else 0


def split_spans(policy_text: str, spans: Sequence[Span], offset: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The stretches before and behind ``offset`` of ``raw_text``."""
    at = source_offset(policy_text, spans, offset)
    before = tuple(Span(span.start, min(span.end, at)) for span in spans if span.start < at)
    behind = tuple(Span(max(span.start, at), span.end) for span in spans if span.end > at)
    return before, behind


def joined(text: str) -> str:
    """``text`` without line ends and the spaces around them; latin words that a line end parted keep a space."""
    result = ""
    for line in (line.strip() for line in text.splitlines()):
        parted = bool(result and line) and _latin(result[-1]) and _latin(line[0])
        result += f" {line}" if parted else line
    return result


def bare(cell: str) -> str:
    """The words of a cell without the brackets that close it off in a sentence (``（财政部负责）``) and the marks around them;
    brackets that stand whole inside it stay."""
    words = cell.strip(MARKS)
    for opening, closing in BRACKETS:
        inner = words[1:] if words.startswith(opening) else words
        if inner.count(closing) > inner.count(opening) and inner.endswith(closing):
            inner = inner[:-1]
        if inner.count(opening) == inner.count(closing):
            words = inner.strip(MARKS)
    return words


def leading_number(raw: str) -> int | None:
    """The number with which a row begins."""
    digits = raw.lstrip()[: len(raw.lstrip()) - len(raw.lstrip().lstrip("0123456789"))]
    return int(digits) if digits and len(digits) < 5 else None


def _kind(character: str) -> str:
    if not character.isalnum():
        return "space" if character.isspace() else "mark"
    if character.isdecimal():
        return "digit"
    return "letter" if character.isascii() else "sign"


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _after_number(raw: str, number: int | None) -> int:
    lead = len(raw) - len(raw.lstrip())
    if number is not None and raw[lead:].startswith(str(number)):
        return lead + len(str(number))
    return lead


def _find(raw: str, words: str, start: int) -> tuple[int, int] | None:
    """Where ``words`` stand in ``raw`` from ``start`` on, whatever spaces and line ends stand between them."""
    wanted = "".join(words.split())
    kept = [index for index in range(start, len(raw)) if not raw[index].isspace()]
    found = "".join(raw[index] for index in kept).find(wanted)
    if not wanted or found < 0:
        return None
    return kept[found], kept[found + len(wanted) - 1] + 1
