"""The heading of a unit: the words before its first full stop, unless they are the provision itself."""

from __future__ import annotations

import re
from typing import Final

from policy.canonical import HAN
from policy.outline_marks import Style

_LONGEST: Final = 45
_LONGEST_LINE: Final = 60
_LONGEST_LABEL: Final = 15
_ASSIGNMENT: Final = re.compile(
    r"^[ \u3000]*[(（][^()（）]*(?:负责|牵头|分工|配合|部门|单位)[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]。?$"
)
# The usual headings, for a text in which nothing stands between a heading and its sentence.
_USUAL: Final = re.compile(
    "(?:总体要求|指导思想|基本原则|(?:总体|主要|工作|发展|试点|行动|预期|具体|建设)目标|目标任务|(?:重点|主要|工作|试点)任务|任务分工|重大意义"
    "|(?:保障|政策|支持|工作|重点|主要|实施)措施|(?:工作|有关|相关|实施|保障|试点)要求|组织(?:实施|领导|保障)|保障机制|(?:适用|试点|实施|支持)范围"
    "|(?:试点|工作|体检|申报)(?:内容|方法|步骤|安排|程序|条件|进度)|(?:实施|工作)步骤|进度安排|时间安排|监督检查|附则|总则|法律责任"
    "|加强组织领导|强化组织领导|强化保障措施|加强监督检查)"
    r"(?=[\u4e00-\u9fff“《]{2})(?![和与及的、])"
)
_TYPED_STOP: Final = re.compile(f"(?<=[{HAN}])\\.(?=[{HAN}“《])")
_NAMED_ARTICLE: Final = re.compile(r"[【〔\[(（]([^】〕\])）]{1,30})[】〕\])）]")


def heading_of(words: str, style: Style) -> tuple[str | None, bool]:
    """The heading in the words after a marker, and whether more text follows it in the same paragraph."""
    bare = words.strip(" \t\u3000\u00a0*_#")
    if not bare:
        return None, False
    if style is Style.ARTICLE:
        return _article_heading(bare)
    if style <= Style.SECTION:
        return re.sub(r"\s", "", bare) if len(bare) <= _LONGEST_LINE else None, len(bare) > _LONGEST_LINE
    label, colon, after = bare.partition("：") if "：" in bare else bare.partition(":")
    head, stop, rest = _sentence(bare)
    if colon and len(label) <= _LONGEST_LABEL and len(label) < len(head) and not re.search("[，,；;。、]|下列|以下|包括", label):
        return label, bool(after.strip())
    usual = _USUAL.match(bare)
    if usual and len(bare) > _LONGEST and (len(head) > _LONGEST or "，" in head or "," in head):
        return usual.group(), True
    if not stop:
        return _whole_line(bare)
    if len(head) > _LONGEST or "；" in head or ";" in head or _ASSIGNMENT.match(rest):
        return None, True
    return head, bool(rest.strip())


def _sentence(bare: str) -> tuple[str, str, str]:
    """The first sentence, its stop and the rest; some type the stop as a plain one between characters."""
    typed = None if "。" in bare else _TYPED_STOP.search(bare)
    return (bare[: typed.start()], typed.group(), bare[typed.end() :]) if typed else bare.partition("。")


def _whole_line(bare: str) -> tuple[str | None, bool]:
    if len(bare) > _LONGEST_LINE or bare[-1] in "；;，,、":
        return None, True
    return bare.rstrip("：:"), False


def _article_heading(bare: str) -> tuple[str | None, bool]:
    named = _NAMED_ARTICLE.match(bare)
    if named and not named[1].isdecimal():
        return named[1], len(bare) > named.end()
    return None, True
