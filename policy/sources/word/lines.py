"""The words of one paragraph as they come in, and the comments that stand on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from policy.sources.blocks import Comment, Paragraph
from policy.sources.word.numbering import joint

_SPACES: Final = " \t\u00a0\u3000"


@dataclass(slots=True)
class Mark:
    """A comment on its way through the document: open until it ends, and placed on the first line where it covers words."""

    comment: Comment
    line: int = 0
    start: int = 0


@dataclass(slots=True)
class Remarks:
    """The comments of a document as the walk through it meets their beginnings and ends."""

    waiting: dict[str, Comment]
    open: dict[str, Mark] = field(default_factory=dict)
    late: list[Comment] = field(default_factory=list)

    def begin(self, name: str) -> None:
        """A comment begins between two paragraphs."""
        comment = self.waiting.pop(name, None)
        if comment is not None:
            self.open[name] = Mark(comment)

    def end(self, name: str) -> None:
        """A comment that met no words ends between two paragraphs: it stands where the next one begins."""
        mark = self.open.pop(name, None)
        if mark is not None:
            self.late.append(mark.comment)


@dataclass(slots=True)
class Lines:
    """The lines of a paragraph: its words, cut where it breaks a line by hand. Several paragraphs may flow into it, when the
    marks between them were deleted."""

    remarks: Remarks
    done: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    placed: list[tuple[int, Comment]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for mark in self.remarks.open.values():
            mark.line = mark.start = 0
        self.placed += [(0, comment) for comment in self.remarks.late]
        self.remarks.late.clear()

    @property
    def size(self) -> int:
        """How many characters and line breaks were written."""
        return sum(map(len, self.done)) + len(self.done) + self.length

    @property
    def text(self) -> str:
        """The line that is being written."""
        return "".join(self.parts)

    def put(self, words: str) -> None:
        """Write some words behind the last ones."""
        self.parts.append(words)
        self.length += len(words)

    def break_line(self) -> None:
        """Begin a new line."""
        self._settle()
        self.done.append("".join(self.parts))
        self.parts, self.length = [], 0
        for mark in self.remarks.open.values():
            mark.line, mark.start = len(self.done), 0

    def begin(self, name: str) -> None:
        """A comment begins here."""
        comment = self.remarks.waiting.pop(name, None)
        if comment is not None:
            self.remarks.open[name] = Mark(comment, len(self.done), self.length)

    def end(self, name: str) -> None:
        """A comment ends here, unless the line before already took it in."""
        mark = self.remarks.open.pop(name, None)
        if mark is not None:
            self._place(mark, mark.start, self.length)

    def point(self, name: str) -> None:
        """A comment refers to this place; one that had no beginning stands on it."""
        comment = self.remarks.waiting.pop(name, None)
        if comment is not None:
            self._place(Mark(comment, len(self.done)), self.length, self.length)

    def paragraphs(self, label: str, level: int | None) -> tuple[Paragraph, ...]:
        """What was written, a paragraph for each line, the automatic number ``label`` in front of the first. The comments that
        are still open go on in the next paragraph if they cover no words of this one."""
        self._settle()
        if not (self.done or self.placed or label):
            return (Paragraph(self.text, level),)
        lines = [*self.done, self.text]
        words = lines[0].lstrip(_SPACES) if label else lines[0]
        ahead = label + joint(label, words)
        moved, cut = len(ahead), len(lines[0]) - len(words)
        lines[0] = ahead + words
        found = [list[Comment]() for _ in lines]
        for line, comment in self.placed:
            start, end = comment.start, comment.end
            if not line:
                start, end = max(start - cut, 0) + moved, max(end - cut, 0) + moved
            found[line].append(replace(comment, start=start, end=end))
        return tuple(Paragraph(text, level, tuple(on)) for text, on in zip(lines, found, strict=True))

    def _settle(self) -> None:
        """Place the open comments that cover words of the line that ends here."""
        words = "".join(self.parts)
        for name, mark in list(self.remarks.open.items()):
            if words[mark.start :].strip():
                del self.remarks.open[name]
                self._place(mark, mark.start, len(words))

    def _place(self, mark: Mark, start: int, end: int) -> None:
        self.placed.append((mark.line, replace(mark.comment, start=start, end=end)))
