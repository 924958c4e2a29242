"""Reads what stands above the first paragraph: title, number, addressees, citation code, source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from policy.canonical import fold
from policy.metadata_card import card_rows
from policy.metadata_glued import enacted_end, glued_title, order_at, references_end
from policy.metadata_labels import Label, labelled
from policy.metadata_title import spelled, title_of
from policy.numerals import to_date
from policy.outline_lines import Piece, Role
from policy.outline_marks import marker_at
from policy.outline_names import (
    DATE_LINE,
    DATE_PARTS,
    GLUED_KINDS,
    NUMBER,
    NUMBER_LINE,
    ORDER,
    ORDER_LINE,
    ORDER_NUMBER,
    PERSON_LINE,
    SIGNATORY,
    TABLE_HEAD,
    TITLE_END,
)
from policy.outline_regions import Annex
from policy.outline_signatures import Signature

_CODE: Final = re.compile(r"CLI(?:\.[0-9A-Za-z()]+)+|(?<=引证码)[】〕: \t]*[A-Za-z]{2,6}(?:\.[0-9A-Za-z()]+)+")
_SOURCE: Final = re.compile(r"https?://[!#-'*+\-./0-9:=?@A-Z_a-z~%&]+")
_GLUED_NUMBER: Final = re.compile(rf".{{2,180}}(?:{GLUED_KINDS})[》”]?(?:\([^()]{{1,20}}\))? *(?P<own>\(?(?:{NUMBER})\)?)")
_NUMBER_START: Final = re.compile(rf"\(?(?:{NUMBER})\)?")
_ADDRESSEES: Final = re.compile(r"[^。;!?]{2,1500}?:")
_BODIES: Final = re.compile("政府|部门|部委|机构|单位|委员会|委|局|厅|公司|院|行|办|企业|高校|学校|协会|各(?:设区)?[市县区州]")
_ANNOUNCEMENT: Final = re.compile(r"〔\d{4}〕|关于|如下|以下|事项|现将|意见:|通知:|规定:|同志们")
_ENACTED: Final = re.compile("通过|公布|发布|修订|修正|施行")
_JUNK: Final = re.compile(
    r"〔|[>|]|https?:|^(?:首页|打印|分享|字号|字体|来源|索引号|发布|发文|成文|主题|公开|信息|当前位置|名称|效力|时效|标题|文号)|:|^.{1,3}$|文件$|^目录$"
    r"|^(?:特急|加急|平急|机密|秘密|绝密)|★"
)
_ISSUER: Final = "[\u4e00-\u9fff]{2,40}?(?:院|部|委|局|厅|办公室|委员会|政府|办公厅|总局)"
_ISSUING: Final = re.compile(rf"(?P<bodies>(?:{_ISSUER}[ \u3000]+)*{_ISSUER})(?=关于|印发|转发|公布|等)")
_IN_FORCE: Final = re.compile("现行有效|^有效|^是$|正在施行")
_STATES: Final = re.compile("失效|废止|无效|修改|修订|修正|尚未(?:生效|施行)|停止|^否$|终止|部分")
_MOST_LINES: Final = 60
_LONG_LINE: Final = 90
_LONG_VALUE: Final = 40
_TITLE_LINES: Final = 4
_ABOUT: Final = re.compile("关于|印发|转发")


@dataclass(slots=True)
class Head:
    """What the lines above the first paragraph say, and where that paragraph begins. ``labels`` are the values that a law database
    or a site printed beside the document; ``status`` is what it says of its force, when that is not simply in force."""

    end: int = 0
    title: str = ""
    doc_number: str | None = None
    addressees: str | None = None
    citation_code: str | None = None
    source_url: str | None = None
    date: dt.date | None = None
    labels: dict[Label, str] = field(default_factory=dict)

    @property
    def status(self) -> str | None:
        """The stated status of a document that is not, or not wholly, in force."""
        said = self.labels.get(Label.STATUS, "")
        return said if _STATES.search(said) and not _IN_FORCE.search(said) else None


class _HeadReader:
    """Walks down the first lines until the text itself begins."""

    def __init__(self, text: str, folded: str, pieces: Sequence[Piece], heads: Collection[int]) -> None:
        self._text, self._folded, self._heads = text, folded, heads
        self._pieces = list(pieces[:_MOST_LINES])
        self._lines: list[str] = []
        self._order: str | None = None
        self._waiting: Label | None = None
        self._rows = list(card_rows(folded))
        self.head = Head()

    def read(self) -> Head:
        for index, piece in enumerate(self._pieces):
            if self._take_card(piece) or self._take_labels(index, piece):
                self.head.end = piece.end
                continue
            if self._lines and (piece.role is Role.TABLE or TABLE_HEAD.match(self._folded, piece.start)):
                break
            if piece.role is Role.TABLE:
                continue
            start = self._skip_references(piece)
            if start == piece.end:
                self.head.end = piece.end
                continue
            rest = piece if start == piece.start else Piece(start, piece.end, role=piece.role)
            if piece.role is Role.CONTENTS or self._is_body(rest) or self._take(index, rest):
                break
            self.head.end = piece.end
        self.head.title = self._title()
        self.head.doc_number = self.head.doc_number or self._labelled_number()
        return self.head

    def _title(self) -> str:
        """The title as the document prints it; what a label says of it tells which of the first lines print it, and counts itself
        when none do."""
        said = self._said()
        if not said or said.endswith(("…", "...")):
            return title_of(self._lines)
        own = spelled(self._lines, said) or title_of(self._lines)
        return own if TITLE_END.search(re.sub(r"\s", "", own)) else said

    def _said(self) -> str:
        return re.sub(r"\s", "", self.head.labels.get(Label.TITLE, ""))

    def _labelled_number(self) -> str | None:
        said = self.head.labels.get(Label.NUMBER, "")
        match = re.search(NUMBER, said)
        if match:
            return number_of(match)
        order = ORDER_LINE.fullmatch(re.sub(r"\s", "", said))
        return order.group() if order else None

    def _words(self, piece: Piece) -> str:
        return self._folded[piece.start : piece.end]

    def _take_card(self, piece: Piece) -> bool:
        """Whether a line belongs to a row of labels that were broken in two; its values are kept with the first of its lines."""
        while self._rows and self._rows[0].span.end <= piece.start:
            self._rows.pop(0)
        if not self._rows or piece.start < self._rows[0].span.start:
            return False
        self._waiting = None
        for value in self._rows[0].values:
            self._keep(*value)
        return True

    def _take_labels(self, index: int, piece: Piece) -> bool:
        """Take in a line of labelled values, or the value that a label on the line above announced."""
        pairs = labelled(self._folded, piece.start, piece.end)
        if pairs is None:
            waiting, self._waiting = self._waiting, None
            if waiting is None or (waiting is Label.OTHER and self._begins_title(index)):
                return False
            return self._take_value(waiting, piece.start, piece.end)
        self._waiting = None
        for label, start, end in pairs:
            if start < end:
                self._keep(label, start, end)
            else:
                self._waiting = label
        return True

    def _begins_title(self, index: int) -> bool:
        """Whether the line below an empty label begins the document: it stands apart from labels that have their values beside
        them, or it spells a title together with the lines below."""
        piece = self._pieces[index]
        if piece.gap and self.head.labels:
            return True
        said, words = self._said(), ""
        opening = _ABOUT.search(self._words(piece)) or SIGNATORY.fullmatch(self._words(piece))
        for line in self._pieces[index : index + _TITLE_LINES]:
            words += self._words(line)
            if said and fold(said) == re.sub(r"\s", "", words):
                return True
            if opening and _ABOUT.search(words) and TITLE_END.search(words):
                return True
        return False

    def _take_value(self, label: Label, start: int, end: int) -> bool:
        """Whether a line below an empty label is its value and not already the document."""
        words = self._folded[start:end]
        fits = {
            Label.NUMBER: re.match(NUMBER, words) is not None,
            Label.WRITTEN: DATE_PARTS.match(words) is not None,
            Label.PUBLISHED: DATE_PARTS.match(words) is not None,
            Label.ISSUER: SIGNATORY.fullmatch(words) is not None,
            Label.STATUS: _IN_FORCE.search(words) is not None or _STATES.search(words) is not None,
            Label.CODE: _CODE.search(words) is not None,
            Label.SOURCE: _SOURCE.match(words) is not None,
            Label.TITLE: TITLE_END.search(words) is not None and marker_at(words, 0) is None,
        }
        other = len(words) <= _LONG_VALUE and not (TITLE_END.search(words) or NUMBER_LINE.fullmatch(words) or words.endswith(":"))
        if not fits.get(label, other and marker_at(words, 0) is None):
            return False
        self._keep(label, start, end)
        return True

    def _keep(self, label: Label, start: int, end: int) -> None:
        words = self._folded[start:end]
        if label is Label.CODE:
            self.head.citation_code = self.head.citation_code or words.split()[0]
        source = _SOURCE.search(words)
        if source:
            self.head.source_url = self.head.source_url or source.group()
        self.head.labels.setdefault(label, self._text[start:end])

    def _skip_references(self, piece: Piece) -> int:
        """Where the document goes on behind a citation code and a link at the beginning of a line."""
        end = references_end(self._folded, piece.start, piece.end)
        words = self._folded[piece.start : end]
        code, source = _CODE.search(words), _SOURCE.search(words)
        if code:
            self.head.citation_code = self.head.citation_code or code.group().lstrip("】〕: \t")
        if source:
            self.head.source_url = self.head.source_url or source.group()
        return end

    def _is_body(self, piece: Piece) -> bool:
        if piece.start in self._heads:
            return True
        marker = marker_at(self._folded, piece.start)
        numbered_title = not self._lines and marker is not None and self._folded[marker.end - 1] == "."
        return marker is not None and not numbered_title and marker.start == piece.start

    def _take(self, index: int, piece: Piece) -> bool:
        """Take in one line; whether the text begins with or after it."""
        words = self._words(piece)
        if self._take_number(words):
            return False
        if self._take_glued(index, piece) or self._take_addressees(index, piece.start):
            return True
        if len(words) > _LONG_LINE or words[-1] in "。;" or (self._lines and words[-1] == ":"):
            return True
        if self._has_title() and self._ends_head(words):
            return True
        if (SIGNATORY.fullmatch(words) or not _JUNK.search(words)) and not self._take_enactment(words):
            self._lines.append(self._text[piece.start : piece.end])
        return False

    def _has_title(self) -> bool:
        return bool(self._lines) and (self.head.doc_number is not None or title_of(self._lines) != self._lines[0].strip())

    def _ends_head(self, words: str) -> bool:
        if self.head.doc_number is None or (TITLE_END.search(words) and not TITLE_END.search(fold(self._lines[-1]))):
            return False
        repeated = any(words in line or line in words for line in self._lines)
        return not repeated and SIGNATORY.fullmatch(words) is None and words[0] != "("

    def _take_number(self, words: str) -> bool:
        match = NUMBER_LINE.fullmatch(words)
        if match:
            self.head.doc_number = self.head.doc_number or number_of(match)
            return True
        if ORDER_NUMBER.fullmatch(words) and self._order:
            self.head.doc_number = self._order + re.sub(r"[ ()]", "", words)
            return True
        order = ORDER_LINE.fullmatch(words)
        if order:
            self.head.doc_number = re.sub(r"[ \u3000()]", "", words)
            return True
        if ORDER.fullmatch(words):
            self._order = re.sub(r"[ \u3000]", "", words)
            return True
        return self._take_joint_order(words)

    def _take_joint_order(self, words: str) -> bool:
        """An order of several bodies, each on a line of its own above the word 令."""
        if words != "令" or not self._lines or not all(SIGNATORY.fullmatch(fold(line)) for line in self._lines):
            return False
        self._order = "".join(self._lines) + words
        self.head.labels.setdefault(Label.ISSUER, " ".join(self._lines))
        self._lines.clear()
        return True

    def _take_enactment(self, words: str) -> bool:
        """A line such as ``2018年3月2日 国务院令第697号公布`` below the title, or a date alone."""
        dated = DATE_PARTS.search(words)
        if dated and (_ENACTED.search(words) or DATE_LINE.fullmatch(words) or dated.group() == words):
            self.head.date = self.head.date or date_of(dated)
            return bool(self._lines)
        return False

    def _take_glued(self, index: int, piece: Piece) -> bool:
        """A title, number, addressees and text that follow one another on one line; or a number before the addressees."""
        match = _NUMBER_START.match(self._folded, piece.start, piece.end)
        if match is None:
            limit = min(piece.end, piece.start + 200)
            match = _GLUED_NUMBER.match(self._folded, piece.start, limit)
            if match is None or not self._is_own(piece.start, match.start("own")):
                return self._take_glued_title(index, piece)
            self._lines.append(self._text[piece.start : match.start("own")])
        self.head.doc_number = self.head.doc_number or number_of(match)
        return self._go_on(index, match.end(), piece.end)

    def _take_glued_title(self, index: int, piece: Piece) -> bool:
        """The title of a document without a number, or the number of an order, that the text follows on the same line."""
        order = order_at(self._folded, piece.start, piece.end)
        if order:
            self.head.doc_number = re.sub(r"[ \u3000()]", "", self._folded[piece.start : order])
            self.head.end = order
            return True
        end = glued_title(self._folded, piece.start, piece.end) if not self._lines else None
        if end is None:
            return False
        self._lines.append(self._text[piece.start : end])
        below = enacted_end(self._folded, end, piece.end)
        self._take_enactment(self._folded[end:below])
        return self._go_on(index, below, piece.end)

    def _go_on(self, index: int, start: int, end: int) -> bool:
        while start < end and self._folded[start].isspace():
            start += 1
        self.head.end = start
        if start < end:
            self._take_addressees(index, start)
            return True
        return False

    def _is_own(self, start: int, position: int) -> bool:
        before = self._folded[start:position]
        return "。" not in before and before.count("《") == before.count("》") and before.count("(") == before.count(")")

    def _take_addressees(self, index: int, start: int) -> bool:
        last = self._pieces[min(index + 12, len(self._pieces) - 1)]
        match = _ADDRESSEES.match(self._folded, start, last.end)
        if match is None:
            return False
        words = match.group()
        if not _BODIES.search(words) or _ANNOUNCEMENT.search(words) or not self._lines:
            return False
        if "\n" in words and ("\n\n" in words or self.head.doc_number is None):
            return False
        if any(marker_at(self._folded, piece.start) for piece in self._pieces[index + 1 :] if piece.start < match.end()):
            return False
        self.head.addressees = re.sub(r"\s", "", self._text[match.start() : match.end() - 1])
        self.head.end = match.end()
        return True


def read_head(text: str, folded: str, pieces: Sequence[Piece], heads: Collection[int] = ()) -> Head:
    """What stands above the first paragraph of ``text``; ``folded`` and ``pieces`` belong to it, and units begin at ``heads``."""
    return _HeadReader(text, folded, pieces, heads).read()


def number_of(match: re.Match[str]) -> str:
    """A document number in its one spelling: ``国发〔2013〕32号``."""
    groups = match.groupdict()
    office = groups["office"] or groups["office2"] or ""
    year, serial = groups["year"] or groups["year2"], groups["serial"] or groups["serial2"]
    return f"{office.strip()}〔{year}〕{int(serial or 0)}号"


def date_of(match: re.Match[str]) -> dt.date | None:
    """The date that a match of ``DATE_PARTS`` names."""
    parts = match.groups()
    year, month, day = parts[:3] if parts[0] else parts[3:6]
    return to_date(year.replace("O", "〇").replace("0", "〇") if not parts[0] else year, month, day)


def issuer_of(text: str, signature: Signature | None, head: Head) -> str | None:
    """Who issued the document: its signatories, else what a label says, else the body that its number or title names."""
    lines = [text[span.start : span.end] for span in signature.signatories] if signature else []
    bodies = [name for line in lines if not PERSON_LINE.fullmatch(line) for name in line.split()]
    if bodies:
        return "、".join(dict.fromkeys(bodies))
    said = head.labels.get(Label.ISSUER)
    if said:
        return "、".join(dict.fromkeys(re.split(r"[\s,，;；、]+", said)))
    order = head.doc_number
    if order and re.search("[令告]", order):
        return re.split("令|公告|通告", order, maxsplit=1)[0].removeprefix("中华人民共和国") or None
    named = _ISSUING.match(head.title)
    return "、".join(named["bodies"].split()) if named else None


def annex_title_of(text: str, folded: str, listed: Sequence[Piece], annexes: Sequence[Annex]) -> str | None:
    """The title of the annex that holds the table, else of the first annex, else what the list above the signature says."""
    chosen = next((annex for annex in annexes if annex.table and annex.title), None)
    chosen = chosen or next((annex for annex in annexes if annex.title), None)
    if chosen and chosen.title:
        return re.sub(r"\s", "", text[chosen.title.start : chosen.title.end])
    if not listed:
        return None
    line = folded[listed[0].start : listed[0].end]
    prefix = re.match(r"附(?:件|表|录)?\d*[ :.、]*(?:\d+[.、] *)?", line)
    words = re.sub(r"\s", "", text[listed[0].start + (prefix.end() if prefix else 0) : listed[0].end])
    return words or None
