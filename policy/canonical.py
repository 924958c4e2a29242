"""The canonical text of a policy: NFC, one kind of line end, no layout spaces inside words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

HAN: Final = r"\u3005-\u3007\u25cb\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_STRONG: Final = re.compile(rf"[{HAN}\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff60]")
_WEAK: Final = re.compile(rf"[0-9A-Za-z%“”‘’—…·(){HAN}\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff60]")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES: Final = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_GAP: Final = re.compile(rf"(?<=[^\s])[{_SPACES}]+(?=[^\s])")
_NUMERAL: Final = "[0-9０-９〇○零一二三四五六七八九十百千]"
_MARKER: Final = re.compile(rf"\**(?:第{_NUMERAL}+[编章节条款]|{_NUMERAL}+[、.．]|[（(]{_NUMERAL}+[）)]、?|{_NUMERAL}+[）)]|[①-⑳])")
_HASHES: Final = re.compile(r"#+")
_ROW_HEAD: Final = re.compile(r"序号|[0-9０-９]{1,4}")
_BODY: Final = re.compile(
    rf"[{HAN}]{{1,30}}(?:院|部|委|局|署|厅|办|室|会|政府|行|公司|中心|组|社|处|联)(?:[（(][{HAN}]{{1,6}}[）)])?"
)
_COLUMN: Final = rf"[{HAN}]{{2,6}}(?:单位|部门|主体|时限|时间|进度|安排|要求|节点|期限)|时限|进度|备注"
_WHO: Final = rf"[{HAN}、，（）()]{{1,80}}(?:院|部|委|局|署|厅|办|室|会|政府|行|公司|中心|组|社|处|司|等|负责|牵头|配合)"
_WHEN: Final = (
    r"(?:[0-9]{4}年)?(?:[0-9]{1,2}月|[^ ]{0,4}季度|年?底|年?末)?[^ 。，]{0,4}(?:年|月|日|底|末|前|季度|完成|启动)"
    r"|长期坚持|持续(?:推进|实施|开展)|常态化|立即"
)
_CELL: Final = re.compile(f"{_COLUMN}|{_WHO}|{_WHEN}")
_WIDE_CELLS: Final = 4
_ROW_TOKENS: Final = 3


def canonical(text: str) -> str:
    """``text`` in canonical form; canonical text comes back unchanged.

    Removed are spaces inside words (``国 务 院``, ``发放　TD-LTE``). Kept are indents, the space after an outline marker, spaces
    between Latin words, the gaps of a table row, and the wide gaps that stand for a paragraph break in a body written on one line.
    """
    lines = _LINE_END.sub("\n", unicodedata.normalize("NFC", text)).split("\n")
    return "\n".join(_tidy(line) for line in lines)


def _tidy(line: str) -> str:
    gaps = list(_GAP.finditer(line))
    if not gaps:
        return line
    bounds = [0, *(edge for gap in gaps for edge in gap.span()), len(line)]
    words = [line[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    if _is_row(words, gaps):
        return line
    tidy, opening = [words[0]], True
    for gap, left, right in zip(gaps, words, words[1:], strict=False):
        left_word = left.strip()
        marker = opening and _MARKER.fullmatch(left_word) is not None
        opening = opening and _HASHES.fullmatch(left_word) is not None
        tidy += [gap.group() if marker or _separates(gap.group(), left_word, right.strip()) else "", right]
    return "".join(tidy)


def _separates(gap: str, left: str, right: str) -> bool:
    """Whether the gap stands between words or paragraphs rather than inside a word."""
    before, after = left[-1], right[0]
    if not ((_STRONG.match(before) and _WEAK.match(after)) or (_WEAK.match(before) and _STRONG.match(after))):
        return True
    cells = sum(2 if char == "\u3000" else 1 for char in gap)
    singles = (len(left) == 1) + (len(right) == 1)
    return cells >= _WIDE_CELLS * (1 + singles) and singles < 2


def _is_row(words: list[str], gaps: list[re.Match[str]]) -> bool:
    """Whether the gaps are those between the columns of a table row or between the names of several signatories."""
    trimmed = [word.strip() for word in words]
    if all(_BODY.fullmatch(word) for word in trimmed):
        return all(len(word) > 1 for word in trimmed)
    if len(words) < _ROW_TOKENS or not _ROW_HEAD.fullmatch(trimmed[0]):
        return False
    if len(words) > _ROW_TOKENS and all(_CELL.fullmatch(word) for word in trimmed[2:]):
        return len(trimmed[1]) > 1
    wide = all(len(gap.group()) > 1 or gap.group() == "\u3000" for gap in gaps)
    return wide and all(len(word) > 1 for word in trimmed[1:])


@cache
def _fold_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    table |= {ord(bracket): "〔" for bracket in "[【［〖﹝"} | {ord(bracket): "〕" for bracket in "]】］〗﹞"}
    table |= {
        code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFE50, 0xFE53), *range(0xFE54, 0xFE58), 0xFE59, 0xFE5A)
    }
    return table | {ord(zero): "〇" for zero in "○◯"} | {ord("。"): "。", ord("｡"): "。"}


def fold(text: str) -> str:
    """``text`` with one spelling per sign, for matching only: ASCII digits, letters and punctuation, ``〔〕`` for every square
    bracket, ``〇`` for every circle, plain characters for radicals. It has the length of ``text``, so offsets are the same."""
    return text.translate(_fold_table())
