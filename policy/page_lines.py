"""Lines of canonical text and what one can tell from their looks: number, date, address, heading, table header."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise, takewhile
from typing import NamedTuple

from policy.canonical import fold
from policy.metadata_card import card_rows
from policy.metadata_labels import labelled
from policy.model import Span
from policy.outline_marks import marker_at
from policy.outline_names import ANNEX_LABEL
from policy.outline_site import is_furniture
from policy.page_outline import PageOutline

METADATA = re.compile(r"^(【[^】]{2,10}】|原文链接[:：]|法宝引证码)")
DOC_NUMBER = re.compile(r"^[（(]?[^\s。，；：]{1,24}[〔\[［（(【]\s*\d{4}\s*[〕\]］）)】]\s*第?\s*\d+\s*号[）)]?$")
YEAR = r"([\d\s]{4,6}|[〇○零一二三四五六七八九]{4})"
DAY = r"([\d\s]{1,4}|[一二三四五六七八九十]{1,3})"
DATE = re.compile(rf"^[（(]?{YEAR}年{DAY}月{DAY}日[）)]?$")
YEAR_AND_NUMBER = r"[〔\[［（(【]\d{4}[〕\]］）)】]第?\d+号"
TITLE_END = r"(?:通知|意见|方案|办法|规定|决定|批复|规划|公告|细则|条例)(?!的)"
TITLE_THEN_NUMBER = re.compile(rf"{TITLE_END}(?=[一-鿿]{{1,10}}{YEAR_AND_NUMBER})")
NUMBER_THEN_MORE = re.compile(rf"{YEAR_AND_NUMBER}(?=[^\s）)])")
TABLE_HEADER = re.compile(r"^序\s*号")
COLUMN = re.compile(r"任务|事项|措施|单位|部门|时间|时限|内容|进度")
SENTENCE_ENDS = "。！？；：.:;!?"
LATIN = re.compile(r"[0-9A-Za-z]")
DATE_LENGTH = 24
SIGNATURE_LENGTH = 40
TITLE_LENGTH = 80
FRONT_LINES = 12
_LABEL_LINES = 60
_CARD_LENGTH = 6000
FRONT_LENGTH = 600


class Line(NamedTuple):
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
    next_cut = 0
    for words in text[span.start : span.end].split("\n"):
        start, place = place, place + len(words) + 1
        core = words.strip()
        if core:
            first = start if len(core) == len(words) else text.index(core[0], start)
            last = first + len(core)
            while next_cut < len(cuts) and cuts[next_cut] <= first:
                next_cut += 1
            if next_cut == len(cuts) or cuts[next_cut] >= last:
                lines.append(Line(first, last, start, blank))
            else:
                lines.extend(_cut(text, Line(first, last, start, blank), cuts[next_cut : bisect_left(cuts, last)]))
        blank = not core
    return lines


def _cut(text: str, line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    indent, after_blank = line.indent_start, line.after_blank
    for start, end in pairwise((line.start, *cuts, line.end)):
        words = text[start:end]
        begin = start + len(words) - len(words.lstrip())
        if begin < end:
            yield Line(begin, start + len(words.rstrip()), indent, after_blank)
        indent, after_blank = end, False


def pieces(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """The stretches to show for ``lines`` put together; a line end between two Latin words or numbers is kept as their space."""
    if len(lines) == 1:
        return (Span(lines[0].start, lines[0].end),)
    spans: list[Span] = []
    for line in lines:
        if spans and LATIN.match(text[line.start]) and LATIN.match(text[spans[-1].end - 1]):
            broken = text.find("\n", spans[-1].end, line.start)
            if broken >= 0:
                spans.append(Span(broken, broken + 1))
        spans.append(Span(line.start, line.end))
    return tuple(spans)


def is_metadata(words: str) -> bool:
    """Whether a law database or a site put the line above the document (法宝引证码, 时效性：…, 首页 > 政策, 打印本页)."""
    folded = fold(words)
    return METADATA.match(words) is not None or labelled(folded, 0, len(words)) is not None or is_furniture(folded)


def without_labels(text: str, lines: Sequence[Line], body_start: int) -> list[Line]:
    """The lines without those that a law database or a site put above the body."""
    rows = [row.span for row in card_rows(fold(text[:_CARD_LENGTH]))]
    above = takewhile(lambda line: line.start < body_start, lines[:_LABEL_LINES])
    shown = [line for line in above if not _is_around(text, line, rows)]
    return [*shown, *dropwhile(lambda line: line.start < body_start, lines[:_LABEL_LINES]), *lines[_LABEL_LINES:]]


def _is_around(text: str, line: Line, rows: Sequence[Span]) -> bool:
    return any(row.start <= line.start < row.end for row in rows) or is_metadata(text[line.start : line.end])


def is_row(text: str, line: Line) -> bool:
    """Whether the line is a row of a table: tabs stand between its cells. A tab behind the number of a unit makes no row."""
    tab = text.rfind("\t", line.start, line.end) - line.start
    if tab < 0:
        return False
    marker = marker_at(fold(text[line.start : line.end]), 0)
    return marker is None or marker.content <= tab


def is_doc_number(words: str) -> bool:
    """Whether the line is a 文号 such as ``国发〔2013〕32号``."""
    return DOC_NUMBER.match(words) is not None


def is_date_line(text: str, line: Line) -> bool:
    """Whether the line is a date and nothing else."""
    return line.end - line.start <= DATE_LENGTH and DATE.match(text[line.start : line.end]) is not None


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
        if ends_address(words):
            return number + 1
        if (words.endswith("。") or len(words) > TITLE_LENGTH) and body_start >= len(text):
            return number
    return len(lines)


def front_cuts(text: str, body_start: int) -> list[int]:
    """Where title, number and addressees begin that stand in one line, because a web page had them run together."""
    end = min(body_start, FRONT_LENGTH)
    title = TITLE_THEN_NUMBER.search(text, 0, end)
    number = NUMBER_THEN_MORE.search(text, title.end() if title else 0, end)
    return [found.end() for found in (title, number) if found is not None]


def may_be_title(words: str) -> bool:
    """Whether a line behind a date may be the title of what the notice hands on (``国务院工作规则``)."""
    return len(words) <= TITLE_LENGTH and words[-1] not in SENTENCE_ENDS and not is_note(words)


def is_note(words: str) -> bool:
    """Whether the line stands wholly in brackets (``（此件公开发布）``)."""
    return words.startswith(("（", "(")) and words.endswith(("）", ")"))


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
    while place < len(shown) and shown[place] in "、。：:．.,，":
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


def annex_head_length(text: str, lines: Sequence[Line], outline: PageOutline) -> int:
    """How many lines are the annex's label (``附件``) and title."""
    if not lines or not ANNEX_LABEL.match(fold(text[lines[0].start : lines[0].end])):
        return 0
    count = 1
    while count < min(len(lines), 4):
        line = lines[count]
        words = text[line.start : line.end]
        if outline.unit(line).begins or len(words) > TITLE_LENGTH or words[-1] in SENTENCE_ENDS:
            break
        count += 1
    return count
