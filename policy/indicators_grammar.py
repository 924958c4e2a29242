"""The words of a quantified target: comparisons, numbers, units, years."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from policy.numerals import to_int

_AT_LEAST: Final = (
    "达到|达|不低于|不少于|不小于|不得低于|不得少于|至少|提高到|提高至|提升到|提升至|增加到|"
    "增加至|增至|增长到|增长至|扩大到|扩大至|上升到|保持在|稳定在|维持在"
)
_ABOVE: Final = "超过|突破|高于|大于|多于"
_AT_MOST: Final = (
    "不超过|不高于|不得超过|不得高于|不得多于|不大于|不多于|控制在|压缩到|压缩至|压减到|"
    "压减至|缩短到|缩短至|缩减至|下降到|下降至|降至|降到|降低到|降低至|减少到|减少至"
)
_BELOW: Final = "低于|小于|少于"
_CHANGE: Final = "增长|提高|提升|增加|下降|降低|减少|压减|缩短|缩减|上升"
_COUNT_UNITS: Final = (
    "个|家|户|人次|人|名|项|件|种|座|条|所|处|辆|台|套|艘|架|张|部|对|批|片|只|头|株|场|次|例|倍|吨标准煤|吨|公斤|公里|千米|平方公里|平方千米|"
    "平方米|立方米/小时|立方米|公顷|亩|千瓦时|千瓦|兆瓦|床|标箱|班列|列"
)
TIME_UNITS: Final = "个工作日|工作日|个月|小时|分钟|天|日|年|岁|月"
_UNITS: Final = (
    rf"个百分点|[%‰]|{TIME_UNITS}|兆比特(?:每秒|/秒)?(?:\(Mbps\))?|吉比特(?:每秒|/秒)?(?:\(Gbps\))?|[MGT]bps|"
    rf"(?:[十百千]?[万亿]{{0,2}})(?:元|美元|{_COUNT_UNITS})(?:/(?:人|户|[万亿]?元|公顷|亩|小时|年|日|天|平方公里|平方米|立方米))?"
)
_HAN: Final = "[一二两三四五六七八九十百千]"
_NUMBER: Final = r"\d+(?:,\d{3})*(?:\.\d+)?"
TARGET: Final = re.compile(
    rf"(?P<op>{_AT_LEAST}|{_AT_MOST}|{_ABOVE}|{_BELOW}|{_CHANGE})?(?P<to>到|至)?(?P<about>约|近)?(?:每秒)?"
    rf"(?:(?<![\dA-Za-z.〔第-])(?P<value>{_NUMBER})(?:(?P<lowunit>%)?(?:-|—|~|～|至|到)(?P<high>{_NUMBER}))?(?P<unit>{_UNITS})"
    rf"|百分之(?P<percent>{_HAN}{{1,5}})|(?<=[到达过于少低高升降占至在约近加])(?P<parts>{_HAN})分之(?P<share>{_HAN})"
    rf"|翻(?P<double>[一两二三四])?番"
    rf"|(?<=[到达过于超少])(?P<spelt>{_HAN}{{1,6}})(?P<speltunit>[万亿]{{0,2}}(?:元|吨|人|户|家|个|亩|公里)))"
    rf"(?P<tail>\(?含?\)?(?:及以上|以上|以内|之内|以下|左右))?"
)
_SIGNS: Final = ((_AT_MOST, "<="), (_AT_LEAST, ">="), (_ABOVE, ">"), (_BELOW, "<"))
_TAIL_SIGNS: Final = {"以上": ">=", "以内": "<=", "之内": "<=", "以下": "<="}
YEAR: Final = re.compile(
    r"(?P<lead>到|至|力争|在|于|截至)?(?:(?:19|20)\d{2}[-—~至])?(?P<year>(?:19|20)\d{2})年(?P<end>年?底|年?末)?(?P<before>以?前|之前)?(?!.{0,3}(?:度|起|以来))"
)
_BASELINE: Final = re.compile(r"(?:比|较|自|从|由|相对|对比|与)$")
PLAN: Final = re.compile("“?(十[一二三四五六]五)”?(?:期间|末|期末|时期)")
_PLAN_ENDS: Final = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
PAST: Final = re.compile("已|截至目前|截止|目前|同比|上年|去年|曾|累计(?:完成|建成|实现)了|了(?=\\d|近|约)|分别比")
CONDITION: Final = re.compile(r"^的(?!比例|目标|水平|占比|要求|增速)|^标准|^档|^计算|^计征|^税|^扣除")
NOT_A_GOAL: Final = re.compile(
    "罚款|处以|税率|每月|每年按|年满|印发后|之日起|发布后|满\\d|不足\\d|对.{0,12}(?:超过|达到)|凡|如果|下列"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its comparison and unit; ``compared`` is whether the text says a comparison, ``changed`` whether it is the
    change that is counted (``增长20%``) and so part of the name."""

    operator: str
    value: float
    unit: str
    compared: bool
    changed: bool


def quantity_of(match: re.Match[str]) -> Quantity:
    """What a match of ``TARGET`` says; of a range its lower end."""
    verb, tail = match["op"], match["tail"]
    changed = bool(verb) and re.fullmatch(_CHANGE, verb) is not None and not match["to"]
    sign = None if changed else next((sign for words, sign in _SIGNS if verb and re.fullmatch(words, verb)), None)
    ending = next((sign for word, sign in _TAIL_SIGNS.items() if tail and tail.endswith(word)), None)
    if ending and sign not in (">", "<"):
        sign = ending
    value, unit = _amount(match)
    doubled = match.group().startswith("翻")
    return Quantity(">=" if match["high"] else sign or "=", value, unit, sign is not None, changed or doubled)


def upper_of(match: re.Match[str], lower: Quantity) -> Quantity | None:
    """The upper end of a range such as ``10%—15%``; ``None`` where one number stands alone."""
    if match["high"] is None:
        return None
    return replace(lower, operator="<=", value=float(match["high"].replace(",", "")))


def same_kind(first: Quantity, match: re.Match[str]) -> Quantity:
    """A further number of a list that 分别 announces, compared as the first one is."""
    value, unit = _amount(match)
    return replace(first, value=value, unit=unit)


def _amount(match: re.Match[str]) -> tuple[float, str]:
    """The number and its unit: 百分之八十 is 80 %, 三分之二 66.7 %, 翻一番 2 倍, 翻两番 4 倍."""
    if match["value"]:
        return float(match["value"].replace(",", "")), _unit(match["unit"])
    if match["percent"]:
        return float(to_int(match["percent"]) or 0), "%"
    if match["parts"]:
        return round(100 * (to_int(match["share"]) or 0) / (to_int(match["parts"]) or 1), 1), "%"
    if match["spelt"]:
        return float(to_int(match["spelt"]) or 0), match["speltunit"]
    return float(2 ** (to_int(match["double"] or "一") or 1)), "倍"


def _unit(unit: str) -> str:
    if unit.startswith("兆比特"):
        return "Mbps"
    return "Gbps" if unit.startswith("吉比特") else unit


def is_time(unit: str) -> bool:
    """Whether a unit counts time, so that a number of it is a deadline unless it is to be shortened."""
    return re.fullmatch(TIME_UNITS, unit) is not None


def year_in(words: str) -> int | None:
    """The year by which the words want something: ``到2015年``, ``2020年底前``, ``“十三五”末``; not one they compare with."""
    for match in YEAR.finditer(words):
        aims = match["lead"] or match["end"] or match["before"] or match.start() == 0
        if aims and not _BASELINE.search(words[: match.start()]):
            return int(match["year"])
    plan = PLAN.search(words)
    return _PLAN_ENDS.get(plan[1]) if plan else None
