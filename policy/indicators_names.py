"""Names a target by the words around its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from policy.indicators_grammar import PLAN, YEAR

_LEADING: Final = re.compile(r"^(?:其中|使|力争|确保|实现|努力|争取|推动|促进|全面|并|且|,|、|和|将|把|要|以|年底前|底前|[-—]+)+")
_TRAILING: Final = re.compile(r"(?:基本|力争|均|将|要|应|分别|总体|全部|稳定|逐步|年底前|平均|原则上|为|至少|、)+$")
_PARTIAL: Final = re.compile(
    r"(?:年均|年|平均|累计|同比|每年)?(?:增长|增速|增幅|提高|提升|下降|降低|减少|占比|比重|增加)(?:率|速度)?|占.{2,20}(?:比重|比例)?"
)
_ACTION: Final = re.compile("推广|开展|部署|建设|实施|推进|启动|建立|试点|布局|培育|打造|设立|建成")
_CHOOSING: Final = re.compile("(?:选择|选取|遴选)")
_PLACE: Final = re.compile("在$")
_MARKER: Final = re.compile(r"^(?:\([0-9一二三四五六七八九十]+\)|\d{1,3}[.、]|[一二三四五六七八九十]+、|[①-⑳])")
_BASELINE: Final = re.compile(
    r"(?:比|较|相对)(?:(?:19|20)\d{2}年|上年)(?:水平)?|(?:由|从)(?:(?:19|20)\d{2}年的?)?\d[\d.]*[^\d,]{0,12}$"
)
_SHARED: Final = 2
_PLACE_ONLY: Final = re.compile(r".{0,12}(?:区域|地区|城市|城镇|农村|乡村|城区|县城|[东中西]部|[省市县区])")
_PLACE_HEAD: Final = re.compile(r"^.{0,16}?(?:区域|地区|城市|城镇|农村|乡村|城区|县城|全国|全省|全市)(?=.{3})")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a target, and where the words that give it begin."""

    words: str
    start: int


def name_of(subject: str, last: Name | None, start: int) -> Name:
    """The name that ``subject`` gives; growth rates and partial subjects borrow from the target before."""
    bare = YEAR.sub("", PLAN.sub("", _BASELINE.sub("", _MARKER.sub("", subject))))
    bare = _TRAILING.sub("", _LEADING.sub("", bare))
    if last is None:
        return Name(bare, start)
    if not bare or _PARTIAL.fullmatch(bare):
        return Name(last.words.removesuffix("翻番") + bare, last.start)
    if _PLACE_ONLY.fullmatch(bare) and not _shares(bare, last.words):
        return Name(bare + _PLACE_HEAD.sub("", last.words), start)
    for size in range(len(bare), _SHARED - 1, -1):
        if len(bare) < len(last.words) and last.words.startswith(bare[-size:]):
            return Name(bare + last.words[size:], start)
    return Name(bare, start)


def _shares(bare: str, words: str) -> bool:
    """Whether the end of the one is the beginning of the other."""
    return any(words.startswith(bare[-size:]) for size in range(_SHARED, len(bare) + 1))


def count_name(before: str, unit: str, after: str) -> str:
    """The name of a bare count: ``在47个副省级以上城市推广百兆光纤入户`` counts ``推广百兆光纤入户的副省级以上城市数``."""
    if not _PLACE.search(before):
        before = _LEADING.sub("", before)
    verbs = [match.start() for match in _ACTION.finditer(after) if match.start() > 0]
    choosing = _CHOOSING.search(after)
    if choosing and choosing.start() > 0 and verbs:
        noun, action = after[: choosing.start()], after[next((v for v in verbs if v > choosing.start()), verbs[0]) :]
    elif verbs:
        noun, action = after[: verbs[0]], after[verbs[0] :]
    else:
        noun, action = after, _PLACE.sub("", before)
    noun = noun.removeprefix("以上")
    return f"{action}的{noun}数" if action and noun else f"{before}{noun or unit}数"
