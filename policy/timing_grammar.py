"""The grammar of timing phrases: one pattern for a step, one for a whole phrase, and where in a text a phrase begins."""

from __future__ import annotations

import re

NUMERAL = r"[一二两三四五六七八九十\d]{1,3}"
_UNTIL = r"(?:之前|以前|前)?"
_RANGE = r"(?P<from>\d{4})年?(?P<frommonth>\d{1,2}月)?[-—–―~～－至到]{1,2}(?P<to>\d{4})年(?P<tomonth>\d{1,2}月)?(?:期间)?"
_QUARTER = rf"第?(?P<quarter>[一二三四1-4])季度(?:末|底)?{_UNTIL}"
_YEAR_END = rf"年?(?<=年)(?:底|末)(?P<yearendbefore>{_UNTIL})"
_HALF = rf"(?P<half>上|下)半年(?P<halfbefore>{_UNTIL})"
_DAY = rf"(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|份?(?P<part>底|末|上旬|中旬|下旬)?){_UNTIL}"
_IN_YEAR = r"年?(?<=年)(?P<inyear>之内|以内|内|中|初)|(?<=\d年)|(?<=[今明当本]年)|(?<=年度)"
_CALENDAR = rf"(?:(?P<year>\d{{4}}|今|明|当|本)年度?)?(?:{_QUARTER}|{_HALF}|{_YEAR_END}|{_DAY}|{_IN_YEAR})"
_WITHIN = (
    r"(?:自|在)?本?(?:意见|通知|方案|办法|规划|决定|文件)?(?:印发|发布|出台|公布|下发|施行)(?:之日)?(?:起|后)?的?"
    rf"(?P<count>{NUMERAL})个?(?P<unit>月|年|日|天|工作日|周|季度)(?:之内|以内|内)"
)
_SPAN = rf"(?P<count2>{NUMERAL})个?(?P<unit2>月|年|天|工作日|周)(?:之内|以内|内)"
_CONTINUOUS = r"(?P<continuous>持续|长期|常年|全年|每年|每季度|每月|常态化|经常性?|逐步|逐年|分步|滚动|有序|不断)"
_CONDITIONAL = (
    r"(?P<conditional>成熟一[项个批家][、，]?(?:启动|推出|实施|推进|出台|发布|下放|取消)一[项个批家]"
    r"|适时|条件成熟[时后]|视情|根据(?:进展|实际|需要|工作)[^、，。；\d]{0,6})"
)
_AT_ONCE = r"(?P<atonce>立即|即时|即行|尽快|已)"

VERBS = (
    "启动|完成|发布|实施|出台|印发|研究|建成|推进|下放|取消|开展|制定|修订|落实|见效"
    "|推广|上线|运行|投入|使用|试点|形成|提出|建立|到位|开工|验收|总结|评估"
    "|坚持|开始|执行|报送|提交|达到|实现|公布|部署|加强|覆盖|组织|更新|完善|优化|深化"
    "|改造|基本|取得|突破|成立|举办|建设|开通|起步|进行|并"
)
_ADVERB = "再|基本|全面|全部|正式|陆续|力争|争取|分批|逐步|先行|初步|集中|滚动|有序|持续|分步|常态化"
ACTION = rf"(?P<action>(?:{_ADVERB})*(?:(?:{VERBS})+)(?:一批|工作|任务|成效|阶段性成果|方案|目标)?)"
_ANCHORS = "|".join((_RANGE, _WITHIN, _SPAN, _CALENDAR, _CONDITIONAL, _CONTINUOUS, _AT_ONCE))
STEP = re.compile(rf"(?:力争|争取|计划|于|在|到|截至|按)?(?:{_ANCHORS}){ACTION}?")
JOIN = re.compile(r"[，,；;、。]?(?:并)?")
_BEGINS = frozenset(
    "0123456789今明当本年第一二三四上下自在于到力争计截按印发出公施持长常全每经逐分滚有不成适条视根立即尽已两五六七八九十"
)


def step_ends(text: str, start: int, end: int) -> tuple[int, ...]:
    """Where timing phrases that begin at ``start`` may end, up to ``end``: after one step, two steps, and so on."""
    ends: list[int] = []
    here = start
    while here < end:
        step = STEP.match(text, here, end)
        if step is None or step.end() == here:
            break
        ends.append(step.end())
        joint = JOIN.match(text, step.end(), end)
        here = joint.end() if joint else step.end()
    return tuple(ends)


def may_begin(char: str) -> bool:
    """Whether a timing phrase can begin with this character, which is quick to ask."""
    return char in _BEGINS


def is_phrase(text: str) -> bool:
    """Whether the whole of ``text`` is a timing phrase."""
    bare = text.rstrip("。；;")
    ends = step_ends(bare, 0, len(bare))
    return bool(ends) and ends[-1] == len(bare)


def phrase_starts(text: str, start: int, end: int) -> tuple[int, ...]:
    """The places from ``start`` on where a timing phrase begins that reaches exactly to ``end``, leftmost first."""
    tail = end
    while tail > start and text[tail - 1] in "。；;":
        tail -= 1
    return tuple(here for here in range(start, tail) if text[here] in _BEGINS and step_ends(text, here, tail)[-1:] == (tail,))


DEADLINE = re.compile(
    r"(?:\d{4}年(?:(?:年?(?:底|末)|上半年|下半年|第?[一二三四]季度末?|\d{1,2}月(?:\d{1,2}日"
    r"|底|末)?)(?:之前|以前|前)|第[一二三四]季度|上半年|下半年|底|内)"
    r"|(?:\d{1,2}月(?:\d{1,2}日|底|末)|今年年?底|明年年?底|年底)(?:之前|以前|前))"
)
"""A deadline inside running text, which is worth telling even without the action that is due."""
