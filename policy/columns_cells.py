"""How well a stretch of a row serves as the cell of a column, and where such a cell may begin."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Mapping
from itertools import pairwise

from policy.columns_geometry import Geometry, Strip
from policy.departments_names import LONGEST_NAME, Lexicon, beheads, looks_like_name, may_end_name, names_an_office
from policy.rows_header import Column
from policy.timing_grammar import VERBS, is_phrase, may_begin, phrase_starts, step_ends

_LONGEST_PHRASE = 48
_LONGEST_LIST = 500
_REMARK_LINE = 1.5
_BEHEADED, _PARTED = 3.0, 1.5
_BROKEN = 6.0
_NO_CATEGORY = -1.0
_COMMON = 64
_USUAL_OPENING = 3
DEEDS = frozenset(
    (
        *("推进", "推动", "加强", "完善", "开展", "实施", "制定", "推广", "建设", "研究", "支持", "鼓励", "落实", "提升", "优化"),
        *("创新", "培育", "启动", "出台", "促进", "深化", "健全", "规范", "提高", "加快", "扩大", "建立", "修订", "组织", "统筹"),
        *("强化", "引导", "打造", "构建", "发挥", "探索", "全面", "积极", "大力", "编制", "发布", "加大", "严格", "依法", "改革"),
        *("改造", "举办", "取消", "持续", "成立", "设立", "实行", "推行", "搭建", "聚焦", "围绕", "做好", "开通", "开设", "发行"),
        *("制订", "充分", "着力", "坚持", "加速", "实现", "拓展", "拓宽", "引进", "吸引", "设置", "选择", "稳步", "有序", "切实"),
    )
)
"""What the wording of a task often begins with."""
_OPENED = 1.5
_USUAL = 6.0
_LONGEST_TITLE = 60
_DELIMITERS = " \t|　"
DEPARTMENT_COLUMNS = (Column.DEPARTMENTS, Column.LEAD, Column.JOINT)
REMARK_COLUMNS = (Column.OTHER, Column.CATEGORY)
_WHOLE = re.compile(r"各?(?:有关|相关)?省、自治区、直辖市(?:及计划单列市)?(?:人民政府|政府)?|[（(〔][^（）()〔〕]*[）)〕]|“[^”]*”")
_GLUE = re.compile(
    r"(?<![高平同优])等(?:(?:国务院)?(?:有关|相关)?(?:部门|单位|地方|方面)(?:[和及](?:有关|相关)?(?:单位|地区|地方))?)?|(?:会同|各?(?:国务院)?(?:有关|相关)部门|按(?:照)?职责分工|分工负责|分别负责"
    r"|牵头负责|牵头|配合|负责|参与|参加)"
)
_SEPARATORS = re.compile(r"[、，,；;/]|以及")
_LISTS = "、，,；;/"
_PLACE_SIZES = (2, 3)
_NEVER_FIRST = _LISTS + "）)」”》。"
_REST = re.compile(rf"(?:[\d年月日底末初旬前以之内起]|季度|半年)*(?:{VERBS})*")
"""What the end of a phrase may say, unlike a remark that begins with a deed (实施方案)."""
_TIMELY = re.compile(r"[年月]|底前|启动|完成|持续|长期|季度|进度|时限")
_CLOSERS = {"）": "（", ")": "(", "”": "“", "》": "《", "〕": "〔", "】": "【"}


def department_score(text: str, lexicon: Lexicon) -> float:
    """How much ``text`` looks like a departments cell: the worth of its names and of the words that bind them."""
    if not text:
        return -4.0
    total = 0.0
    shown = _WHOLE.sub(lambda match: "各省级人民政府" if "自治区" in match.group() else "", text)
    bound = _GLUE.sub("、", shown)
    if bound != shown:
        total += 1.0 if not shown.startswith("等") else -4.0
    names = [name for name in _SEPARATORS.split(bound) if name]
    if not names:
        return total + 3.0
    if text[0] in _NEVER_FIRST or text[-1] in _LISTS:
        total -= 6.0
    return total + sum(lexicon.score(name) for name in names)


def timing_score(text: str) -> float:
    """How much ``text`` looks like a timing cell."""
    if not text:
        return -4.0
    if is_phrase(text):
        return 6.0 + 0.4 * min(len(text), 24)
    return max(-14.0, -4.0 - 0.4 * len(text) + (3.0 if _TIMELY.search(text) else 0.0))


def prose_score(text: str) -> float:
    """How much ``text`` looks like a whole task or remark: not empty, brackets closed, not broken off at a comma."""
    if not text:
        return -12.0
    total = 0.0
    if text[-1] in "、，,（(“《〔：":
        total -= 6.0
    if text[0] in "、，,。；：）)”》〕":
        total -= 6.0
    if not is_balanced(text):
        total -= 4.0
    return total - (3.0 if len(text) < 3 else 0.0)


def is_balanced(text: str) -> bool:
    """Whether every bracket and quotation mark in ``text`` is closed."""
    open_marks: list[str] = []
    for char in text:
        if char in "（(“《〔【":
            open_marks.append(char)
        elif char in _CLOSERS and (not open_marks or open_marks.pop() != _CLOSERS[char]):
            return False
    return not open_marks


class CellScorer:
    """Scores the cells of one strip and knows where they may begin."""

    def __init__(
        self,
        strip: Strip,
        lexicon: Lexicon,
        remarks: Mapping[str, int],
        pairs: Container[str] = (),
        openings: Mapping[str, int] | None = None,
    ) -> None:
        """``remarks`` are the words that the document's remark cells were read as, with how often; ``pairs`` the characters that
        often stand side by side, so that no cell is likely to begin between them; ``openings`` those that tasks begin with."""
        self._openings = openings or {}
        self.strip = strip
        self._lexicon = lexicon
        self._remarks = remarks
        self._pairs = pairs
        self._scores: dict[tuple[Column, int, int], float] = {}
        self._plain = not (_GLUE.search(strip.text) or _WHOLE.search(strip.text))
        self._common = [words for words, times in Counter(remarks).most_common(_COMMON) if times > 1 and len(words) > 1]
        self._rests: dict[tuple[int, int], float] = {}
        self._phrases: tuple[int, ...] | None = None

    def score(self, column: Column, start: int, end: int) -> float:
        """How well the stretch serves as a cell of ``column``."""
        key = (column, start, end)
        found = self._scores.get(key)
        if found is None:
            found = self._scores[key] = self._judge(column, start, end)
        return found

    def _judge(self, column: Column, start: int, end: int) -> float:
        text = self.strip.text[start:end].strip(_DELIMITERS)
        if column in DEPARTMENT_COLUMNS:
            score = self._names_score(text, start, end)
            head = self.strip.text[max(0, start - 2) : start]
            score -= _BEHEADED if head in self._lexicon.heads or beheads(self.strip.text, start, text) else 0.0
            score -= _PARTED if self.strip.text[max(0, start - 1) : start + 1] in self._pairs else 0.0
            return score + (2.0 if column is Column.JOINT and not text else 0.0)
        if column is Column.TIMING:
            return timing_score(text) - (_BROKEN if text and self._goes_on(start, end) else 0.0)
        if column is Column.TASK:
            opened = max(_USUAL_OPENING * (text[:2] in DEEDS), self._openings.get(text[:2], 0))
            return prose_score(text) + min(_OPENED, 0.5 * math.log2(1 + opened))
        return self._remark_score(column, text, start, end) if column in REMARK_COLUMNS else prose_score(text) - 0.03 * len(text)

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a phrase does not end with its cell but with a line below (2014年6月底｜前完成)."""
        text = self.strip.text
        longer = step_ends(text, start, min(len(text), start + _LONGEST_PHRASE))
        return any(place > end and self.strip.is_break(place) and _REST.fullmatch(text, end, place) for place in longer)

    def _names_score(self, text: str, start: int, end: int) -> float:
        """What ``department_score`` gives; where nothing binds the names but separators, cells that end alike share the work."""
        if len(text) > _LONGEST_LIST:
            return -float(len(text))
        if not self._plain or not text:
            return department_score(text, self._lexicon)
        total = self._listed(start, end)
        return total - (6.0 if text[0] in _NEVER_FIRST or text[-1] in _LISTS else 0.0)

    def _listed(self, start: int, end: int) -> float:
        text = self.strip.text
        stop = _SEPARATORS.search(text, start, end)
        if stop is None:
            return self._lexicon.score(text[start:end].strip(_DELIMITERS))
        name, key = text[start : stop.start()].strip(_DELIMITERS), (stop.end(), end)
        rest = self._rests.get(key)
        if rest is None:
            names = (name.strip(_DELIMITERS) for name in _SEPARATORS.split(text[stop.end() : end]))
            rest = self._rests[key] = sum(self._lexicon.score(name) for name in names if name)
        return rest + (self._lexicon.score(name) if name else 0.0)

    def _remark_score(self, column: Column, text: str, start: int, end: int) -> float:
        """Remarks are short and say the same again and again; where a category goes on from the row above its cell is empty."""
        if not text:
            return _NO_CATEGORY if column is Column.CATEGORY else -6.0
        more = 0 if column is Column.CATEGORY else len(self.strip.lines(start, end)) - 1
        usual = min(_USUAL, 1.2 * math.log2(max(1, self._remarks.get(text, 0))))
        return prose_score(text) + usual - 0.03 * len(text) - _REMARK_LINE * more - (4.0 if _GLUE.match(text) else 0.0)

    def phrases(self) -> tuple[int, ...]:
        """Where timing phrases begin that reach to the end of the row."""
        if self._phrases is None:
            length = len(self.strip.text)
            self._phrases = phrase_starts(self.strip.text, max(0, length - _LONGEST_PHRASE), length)
        return self._phrases

    def inner_phrases(self) -> tuple[set[int], set[int]]:
        """Where timing phrases begin, and where they end, anywhere in the row."""
        text, begins, ends = self.strip.text, set[int](), set[int]()
        for here in range(len(text)):
            found = step_ends(text, here, len(text)) if may_begin(text[here]) else ()
            if found:
                begins.add(here)
                ends.update(found)
        return begins, ends

    def remarks(self) -> list[tuple[int, int]]:
        """Where what remark cells of other rows say stands in this one."""
        found: list[tuple[int, int]] = []
        for words in self._common:
            here = self.strip.text.find(words)
            while here >= 0:
                found.append((here, here + len(words)))
                here = self.strip.text.find(words, here + 1)
        return found

    def openings(self) -> set[int]:
        """Where a task could begin behind its title: at characters that several tasks begin with."""
        text = self.strip.text
        spots = range(2, min(len(text), _LONGEST_TITLE))
        return {here for here in spots if (pair := text[here : here + 2]) in DEEDS or self._openings.get(pair, 0) > 1}

    def name_starts(self, geometry: Geometry, column: int, *, again: bool) -> set[int]:
        """Where names may begin: at known ones and binding words, one cell's width before a line's end, and, before names nobody
        knows, anywhere in their reach. ``again`` looks once more before the names found, for columns of names side by side."""
        text, places = self.strip.text, width_places(self.strip, geometry, column)
        ends = self._name_ends(places)
        for end, begin in ends:
            places.update(self._starts_before(text, end, begin))
        if again:
            for end in [place for place in places if place]:
                places.update(start for start, _ in self._lexicon.ending_at(text, end, max(0, end - LONGEST_NAME)))
        return places

    def _starts_before(self, text: str, end: int, begin: int) -> list[int]:
        known = [start for start, _ in self._lexicon.ending_at(text, end, begin)]
        if known and names_an_office(text[begin:end]):
            known += [start - size for start in known for size in _PLACE_SIZES if start - size > begin]
        if known or not any(looks_like_name(text[start:end]) for start in range(max(begin, end - 6), end - 2)):
            return known
        return list(range(max(begin, end - LONGEST_NAME // 2), end - 1))

    def name_ends(self) -> set[int]:
        """Where a list of names may end in running text: after each name that begins at a line, a separator or another name."""
        text = self.strip.text
        begins = {*self.strip.starts, *(match.end() for match in _SEPARATORS.finditer(text))}
        glue = {match.end() for match in _GLUE.finditer(text)}
        ends = glue | begins
        for begin in begins | glue:
            for end in range(begin + 2, min(len(text), begin + LONGEST_NAME) + 1):
                if may_end_name(text[end - 1]) and self._lexicon.score(text[begin:end]) > 0:
                    ends.add(end)
        return ends

    def _name_ends(self, places: set[int]) -> list[tuple[int, int]]:
        """Where names may end, with the place after the separator before: at separators, binding words, phrases and line ends."""
        text = self.strip.text
        bounds = {match.start(): match.end() for match in _SEPARATORS.finditer(text)}
        if not self._plain:
            glue = {match.start(): match.end() for match in _GLUE.finditer(text)}
            places.update(glue)
            bounds |= glue
        for place in (*self.strip.starts[1:], len(text), *self.phrases()):
            bounds.setdefault(place, place)
        ends, begin = [], 0
        for end in sorted(bounds):
            ends.append((end, begin))
            if bounds[end] > end:
                begin = bounds[end]
        return ends


def width_places(strip: Strip, geometry: Geometry, column: int) -> set[int]:
    """Where the cell of a column begins if a line of the row ends with a full line of it."""
    known = geometry.widths.get(column)
    if known is None:
        return set()
    edges = (*strip.starts, len(strip.text))
    return {max(start, bisect_left(strip.reach, strip.reach[end] - known[0])) for start, end in pairwise(edges)}
