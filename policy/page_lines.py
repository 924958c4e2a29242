"""Lines of canonical text and what one can tell from their looks: number, date, address, heading, table header."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policy.model import Span

BLANKS = " \t\u3000\u00a0\ufeff"
METADATA = re.compile(r"^(【[^】]{2,10}】|原文链接[:：]|法宝引证码)")
DOC_NUMBER = re.compile(r"^[（(]?[^\s。，；：]{1,24}[〔\[［（(【]\s*\d{4}\s*[〕\]］）)】]\s*第?\s*\d+\s*号[）)]?$")
YEAR = r"([\d\s]{4,6}|[〇○零一二三四五六七八九]{4})"
DAY = r"([\d\s]{1,4}|[一二三四五六七八九十]{1,3})"
DATE = re.compile(rf"^[（(]?{YEAR}年{DAY}月{DAY}日[）)]?$")
ANNEX_LABEL = re.compile(r"^附\s*(件|表|录)\s*[\d一二三四五六七八九十]*[:：]?$")
TABLE_HEADER = re.compile(r"^序\s*号")
COLUMN = re.compile(r"任务|事项|措施|单位|部门|时间|时限|内容|进度")
SENTENCE_ENDS = "。！？；：.:;!?"
LATIN = re.compile(r"[0-9A-Za-z]")
SIGNATURE_LENGTH = 40
TITLE_LENGTH = 80
FRONT_LINES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its blanks at both ends. ``indent_start`` is where its indent begins; ``after_blank`` that an empty line
    stands above; ``indented`` that the writer began a paragraph with blanks."""

    start: int
    end: int
    indent_start: int
    after_blank: bool

    @property
    def indented(self) -> bool:
        """Whether blanks stand before the first character."""
        return self.indent_start < self.start


def split(text: str, span: Span, cuts: Sequence[int]) -> list[Line]:
    """The non-empty lines in ``span``; a line is cut again at each offset of ``cuts`` (sorted) inside it."""
    lines: list[Line] = []
    place, blank = span.start, False
    while place < span.end:
        end = text.find("\n", place, span.end)
        end = span.end if end < 0 else end
        added = [line for start, stop in _parts(place, end, cuts) if (line := _trim(text, start, stop, blank)) is not None]
        lines.extend(added)
        blank = not added
        place = end + 1
    return lines


def _parts(start: int, end: int, cuts: Sequence[int]) -> list[tuple[int, int]]:
    bounds = [start]
    index = bisect_left(cuts, start + 1)
    while index < len(cuts) and cuts[index] < end:
        bounds.append(cuts[index])
        index += 1
    return list(zip(bounds, [*bounds[1:], end], strict=True))


def _trim(text: str, start: int, end: int, after_blank: bool) -> Line | None:
    words = text[start:end]
    core = words.strip(BLANKS)
    if not core:
        return None
    first = start + len(words) - len(words.lstrip(BLANKS))
    return Line(first, first + len(core), start, after_blank)


def pieces(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """The stretches to show for ``lines`` put together; a line end between two Latin words or numbers is kept as their space."""
    spans: list[Span] = []
    for line in lines:
        if spans and LATIN.match(text[line.start]) and LATIN.match(text[spans[-1].end - 1]):
            broken = text.find("\n", spans[-1].end, line.start)
            if broken >= 0:
                spans.append(Span(broken, broken + 1))
        spans.append(Span(line.start, line.end))
    return tuple(spans)


def is_metadata(words: str) -> bool:
    """Whether a law database put the line above the document (法宝引证码, 原文链接)."""
    return METADATA.match(words) is not None


def is_doc_number(words: str) -> bool:
    """Whether the line is a 文号 such as ``国发〔2013〕32号``."""
    return DOC_NUMBER.match(words) is not None


def is_date(words: str) -> bool:
    """Whether the line is a date and nothing else."""
    return DATE.match(words) is not None


def ends_address(words: str) -> bool:
    """Whether the line ends the list of addressees."""
    return words.endswith(("：", ":"))


def may_sign(words: str) -> bool:
    """Whether a line above a date may be the issuer's name."""
    return len(words) <= SIGNATURE_LENGTH and not re.search(r"[。，；：:]|^附", words)


def front_length(text: str, lines: Sequence[Line], body_start: int) -> int:
    """How many lines stand above the body: up to the first provision, or the addressees, or the first sentence."""
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        if line.start >= body_start or number >= FRONT_LINES:
            return number
        if ends_address(words) and number > 0:
            return number + 1
        if (words.endswith("。") or len(words) > TITLE_LENGTH) and body_start >= len(text):
            return number
    return len(lines)


def once(text: str, lines: Sequence[Line]) -> list[Line]:
    """Title lines without those that say the title a second time."""
    kept: list[Line] = []
    said = ""
    for line in lines:
        words = re.sub(r"\s", "", text[line.start : line.end])
        if said and said.endswith(words):
            continue
        kept.append(line)
        said += words
    return kept


def flows_on(text: str, last: Line, line: Line) -> bool:
    """Whether ``line`` goes on where ``last`` was broken: no indent, no empty line between, no sentence ended."""
    return not line.indented and not line.after_blank and text[last.end - 1] not in SENTENCE_ENDS


def heading_length(shown: str, number: str | None, heading: str | None) -> int:
    """How many characters at the beginning of ``shown`` are the unit's number and heading, with the stop that ends it."""
    place = len(number) if number and shown.startswith(number) else 0
    if heading:
        found = shown.find(heading, place, place + len(heading) + 8)
        place = found + len(heading) if found >= 0 else place
    while place < len(shown) and shown[place] in "、。：:．.":
        place += 1
    return place


def table_start(text: str, lines: Sequence[Line]) -> int | None:
    """The index of the line where a table begins whose columns ran together, or ``None``: its header names the columns."""
    for number, line in enumerate(lines):
        if not TABLE_HEADER.match(text[line.start : line.end]):
            continue
        header = text[line.start : lines[min(number + 3, len(lines) - 1)].end]
        if len(COLUMN.findall(header)) >= 2:
            return number
    return None


def annex_head_length(text: str, lines: Sequence[Line], begins: Callable[[int, int], bool]) -> int:
    """How many lines are the annex's label (``附件``) and title."""
    if not lines or not ANNEX_LABEL.match(text[lines[0].start : lines[0].end]):
        return 0
    count = 1
    while count < min(len(lines), 4):
        line = lines[count]
        words = text[line.start : line.end]
        if begins(line.indent_start, line.start) or len(words) > TITLE_LENGTH or words[-1] in SENTENCE_ENDS:
            break
        count += 1
    return count
