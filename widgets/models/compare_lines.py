"""The lines of a comparison as they are read side by side: the words of each side, and which of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from policy.compare_model import Comparison, Piece, PieceKind, PolicyLike, Row, RowKind, TaskLike, TaskRow
from policy.model import Span, Timing
from widgets.labels import ENUMERATION, join_names

ARROW = "→"
GAP = "\u2003"
# One character for one, so that places stay what they are: Qt breaks lines at the first, and shows nothing for the last.
BREAK, NOTHING = "\u2028", "\u200b"
BLANK = re.compile(r"\s*\n\s*\n")


class Stroke(StrEnum):
    """How words that differ are marked: gone, new, or different in punctuation and width of characters only."""

    REMOVED = "removed"
    ADDED = "added"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of one side; ``strokes`` are start, end and how they are marked, in code points of ``text``. ``lead`` is how many
    of the first characters are the number of the provision or task."""

    text: str
    strokes: tuple[tuple[int, int, Stroke], ...] = ()
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A provision or task of both versions, or of one of them.

    ``note`` says in numbers what became of it. ``old_span`` and ``new_span`` are its places in the canonical texts (those of tasks
    are empty), ``old_eids`` and ``new_eids`` what begins there.
    """

    key: str
    kind: RowKind
    old: Cell | None
    new: Cell | None
    note: str = ""
    old_span: Span | None = None
    new_span: Span | None = None
    old_eids: tuple[str, ...] = ()
    new_eids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a line is looked for by: a character of the old or the new text, or a task of either version by its eId."""

    old: int | None = None
    new: int | None = None
    old_task: str | None = None
    new_task: str | None = None

    def on(self, line: Line) -> bool:
        """Whether ``line`` holds this place."""
        return any(
            (
                self.old is not None and line.old_span is not None and line.old_span.start <= self.old < line.old_span.end,
                self.new is not None and line.new_span is not None and line.new_span.start <= self.new < line.new_span.end,
                self.old_task is not None and self.old_task in line.old_eids,
                self.new_task is not None and self.new_task in line.new_eids,
            )
        )


def text_lines(found: Comparison, old: PolicyLike, new: PolicyLike) -> list[Line]:
    """The lines of the two texts; stretches of nothing but spaces are left out."""
    numbers = [{p.eid: p.number or p.heading or "" for p in side.provisions} for side in (old, new)]
    lines = (_text_line(place, row, (old.text, new.text), numbers) for place, row in enumerate(found.rows))
    return [line for line in lines if line.old is not None or line.new is not None]


def task_lines(found: Comparison, old: PolicyLike, new: PolicyLike) -> list[Line]:
    """The lines of the two task tables."""
    tasks = [{task.eid: task for task in side.tasks} for side in (old, new)]
    return [_task_line(place, row, tasks) for place, row in enumerate(found.tasks)]


def _text_line(place: int, row: Row, texts: tuple[str, str], numbers: Sequence[dict[str, str]]) -> Line:
    begun = [
        [known[eid] for eid in eids if known.get(eid)] for eids, known in zip((row.old_eids, row.new_eids), numbers, strict=True)
    ]
    old = _stretch(texts[0], row.old, row.pieces, begun[0], old=True)
    new = _stretch(texts[1], row.new, row.pieces, begun[1], old=False)
    spans = (row.old, row.new, row.old_eids, row.new_eids)
    return Line(f"text:{place}", row.kind, old, new, _note(row.kind, *begun), *spans)


def _stretch(text: str, span: Span | None, pieces: Iterable[Piece], numbers: Sequence[str], *, old: bool) -> Cell | None:
    words = text[span.start : span.end] if span is not None else ""
    shown = words.strip()
    if span is None or not shown:
        return None
    first = span.start + len(words) - len(words.lstrip())
    found = []
    for piece in pieces:
        side = piece.old if old else piece.new
        start, end = max(side.start - first, 0), min(side.end - first, len(shown))
        stroke = _stroke(piece, shown[start:end], old=old) if start < end else None
        if stroke is not None:
            found.append((start, end, stroke))
    lead = len(numbers[0]) if numbers and shown.startswith(numbers[0]) else 0
    return Cell(_shown(shown), tuple(found), lead)


def _shown(words: str) -> str:
    """``words`` with its line breaks as Qt takes them, and without empty lines; as long as before."""
    closed = BLANK.sub(lambda found: NOTHING * (len(found[0]) - 1) + BREAK, words)
    return closed.replace("\n", BREAK).replace("\t", GAP)


def _stroke(piece: Piece, words: str, *, old: bool) -> Stroke | None:
    if piece.kind is PieceKind.EQUAL or not words.strip():
        return None
    if piece.layout:
        return Stroke.LAYOUT
    return Stroke.REMOVED if old else Stroke.ADDED


def _note(kind: RowKind, old: Sequence[str], new: Sequence[str]) -> str:
    """Which numbers became which, where that says something."""
    if kind in (RowKind.SAME, RowKind.CHANGED) and list(old) == list(new):
        return join_names(new)
    sides = [join_names(side) for side in (old, new)]
    return f" {ARROW} ".join(side for side in sides if side) if sides[0] != sides[1] else sides[0]


def _task_line(place: int, row: TaskRow, tasks: Sequence[dict[str, TaskLike]]) -> Line:
    sides = (row.old_eids, row.new_eids)
    both = [[known[eid] for eid in eids if eid in known] for eids, known in zip(sides, tasks, strict=True)]
    names = [{department.name for task in side for department in task.departments} for side in both]
    old, new = _tasks_cell(row, both[0], names[1], old=True), _tasks_cell(row, both[1], names[0], old=False)
    numbers = [[str(task.number) for task in side if task.number is not None] for side in both]
    return Line(f"task:{place}", row.kind, old, new, _note(row.kind, *numbers), None, None, row.old_eids, row.new_eids)


def _tasks_cell(row: TaskRow, tasks: Sequence[TaskLike], others: Set[str], *, old: bool) -> Cell | None:
    if not tasks:
        return None
    words = row.old_text if old else row.new_text
    writer = _Writer(Stroke.REMOVED if old else Stroke.ADDED, whole=row.kind in (RowKind.ADDED, RowKind.REMOVED))
    if len(tasks) > 1:
        writer.pieces(words, row.pieces, old=old)
        return writer.cell(0)
    task = tasks[0]
    number = str(task.number) if task.number is not None else ""
    writer.field(number, GAP, differs="number" in row.fields)
    writer.field(task.title or "", "\n", differs="title" in row.fields)
    writer.pieces(words, row.pieces, old=old)
    writer.newline()
    writer.names([department.name for department in task.departments], others, differs="departments" in row.fields)
    for name, value in (("timing", _phrase(task)), ("category", task.category or "")):
        if value:
            writer.newline()
            writer.field(value, "", differs=name in row.fields)
    return writer.cell(len(number))


def _phrase(task: TaskLike) -> str:
    return (task.timing.phrase if isinstance(task.timing, Timing) else task.timing) or ""


class _Writer:
    """Puts the fields of a task together and remembers which of them differ."""

    def __init__(self, stroke: Stroke, *, whole: bool) -> None:
        self._stroke = stroke
        self._whole = whole
        self._text = ""
        self._strokes: list[tuple[int, int, Stroke]] = []

    def field(self, words: str, behind: str, *, differs: bool) -> None:
        if words and (differs or self._whole):
            self._strokes.append((len(self._text), len(self._text) + len(words), self._stroke))
        self._text += words + behind if words else ""

    def names(self, names: Sequence[str], others: Set[str], *, differs: bool) -> None:
        """Names, of which those are marked that the other version does not have; all of them when only order or roles differ."""
        fresh = [name for name in names if name not in others]
        for at, name in enumerate(names):
            self._text += ENUMERATION if at else ""
            self.field(name, "", differs=differs and (name in fresh or set(names) == others))

    def newline(self) -> None:
        self._text += "\n" if self._text and not self._text.endswith("\n") else ""

    def pieces(self, words: str, pieces: Iterable[Piece], *, old: bool) -> None:
        for piece in pieces:
            side = piece.old if old else piece.new
            stroke = _stroke(piece, words[side.start : side.end], old=old)
            if stroke is not None:
                self._strokes.append((len(self._text) + side.start, len(self._text) + side.end, stroke))
        self._text += words

    def cell(self, lead: int) -> Cell:
        return Cell(_shown(self._text), tuple(self._strokes), lead)
