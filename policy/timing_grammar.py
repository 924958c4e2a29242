"""The grammar of timing phrases: one pattern for a step, one for a whole phrase, and where in a text a phrase begins."""

from __future__ import annotations

import re

NUMERAL = r"(?:[一二两三四五六七八九十\d]{1,3}|半)"
_YEAR = r"(?:\d{4}|[一二][零〇○九][零〇○一二三四五六七八九]{2})"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DATE = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WHICH = r"[一二三四1-4１-４]"
_UNTIL = r"(?:之前|以前|前)?"
_TO = r"[-—–―~～－至到]{1,2}"
_RANGE = (
    rf"(?=\d{{4}}|[一二][零〇○九]|{_MONTH}月?{_TO}{_MONTH}月|第?{_WHICH}(?:季度)?{_TO}第?{_WHICH}季度)"
    rf"(?:(?P<from>{_YEAR})年?)?"
    rf"(?:第?(?P<fromquarter>{_WHICH})(?:季度?|(?={_TO}第?{_WHICH}季度))"
    rf"|(?P<frommonth>{_MONTH})月?(?:(?P<fromday>{_DATE})日|份|[底初末])?"
    rf"|(?P<fromhalf>[上下])半年|年?[底末初])?{_TO}"
    rf"(?={_YEAR}年|{_MONTH}月|第?{_WHICH}季度|[上下]半年|年?[底末])(?:(?P<to>{_YEAR})年)?"
    rf"(?:(?P<tomonth>{_MONTH})月(?:(?P<today>{_DATE})日|份?[底末]?)|第?(?P<toquarter>{_WHICH})季度末?|(?P<tohalf>[上下])半年|年?[底末])?"
    rf"{_UNTIL}(?:期间)?"
)
_QUARTER = (
    rf"(?:第?(?P<firstquarter>{_WHICH})(?:季度)?[、和及])?第?(?P<letter>[QqＱ])?(?P<quarter>{_WHICH})(?(letter)|季度)"
    rf"(?:末|底)?{_UNTIL}"
)
_QUARTERS = r"前(?P<quarters>[二两三23])个?季度"
_YEAR_END = rf"年?(?<=年)(?:底|末)(?P<yearendbefore>{_UNTIL})"
_MID_YEAR = rf"年?(?<=年)中(?:期)?(?P<midyear>{_UNTIL})"
_HALF = rf"(?P<half>上|下)半年(?P<halfbefore>{_UNTIL})"
_DAY = rf"(?P<month>{_MONTH})月(?:(?P<day>{_DATE})日|份?(?P<part>底|末|初|上旬|中旬|下旬)?){_UNTIL}"
_IN_YEAR = r"年?(?<=年)(?P<inyear>之内|以内|内|初)|(?(year)(?<=年)|(?!))|(?(year)(?<=年度)|(?!))"
_SINCE = r"(?P<since>起(?![步草诉]))?"
_CALENDAR = (
    rf"(?:(?P<year>{_YEAR}|今|明|当|本|次)年度?)?"
    rf"(?:{_QUARTER}|{_QUARTERS}|{_HALF}|{_YEAR_END}|{_MID_YEAR}|{_DAY}|{_IN_YEAR}){_SINCE}"
)
_PLAN = (
    r"“(?P<plan>十[一二三四五六]?)五”(?:规划)?(?P<planpart>期间|时期|期末|末期|末)?(?:之前|前)?"
    r"|(?P<bareplan>十[一二三四五六])五(?P<bareplanpart>期间|时期|期末|末)(?:之前|前)?"
)
_ISO = r"(?P<isoyear>\d{4})[-./](?P<isomonth>0?[1-9]|1[0-2])(?:[-./](?P<isoday>\d{1,2}))?(?![\d年])(?:之前|以前|前)?"
_ISSUE = (
    r"(?:自|在|于|从)?[本该此]?(?:意见|通知|方案|办法|规划|决定|文件|规定|条例|细则|政策|措施|计划|分工方案|实施方案|实施意见|行动计划)?"
    r"(?:正式)?(?:印发|发布|出台|公布|下发|施行|发文|签发)"
)
_WITHIN = (
    rf"{_ISSUE}(?:之日|之后|以后)?(?:起|后)?的?"
    rf"(?P<count>{NUMERAL})个?(?P<unit>月|年半|年|日|天|工作日|周|季度)(?:之内|以内|内)"
)
_FROM_ISSUE = rf"(?P<fromissue>{_ISSUE})(?:之日)?(?:起|后)(?:施行|实施|执行)?"
_LENGTH = r"个?(?P<{0}>月|年半|年|天|工作日|日|周|季度)"
_SPAN = (
    rf"(?P<count2>{NUMERAL})(?:[至到-]{NUMERAL})?{_LENGTH.format('unit2')}(?:左右)?的?(?:时间)?(?:之内|以内|内)"
    rf"|(?:今后|未来|用)(?P<count3>{NUMERAL})(?:[至到-]{NUMERAL})?{_LENGTH.format('unit3')}(?:左右)?的?(?:时间)?(?:之内|以内|内)?"
    r"|(?P<bothyears>今明两年)(?:之内|以内|内)?"
)
_NEAR_MONTH = rf"(?P<nearmonth>本月|当月|下个?月|次月)(?:份|[底末内]|[上中下]旬)?{_UNTIL}"
_EVERY = r"每(?:年度?|半年|学年|学期|季度?|两?个?月|两?周|日|天|[二两三]年)(?:[底末初内])?前?"
_CONTINUOUS = (
    rf"(?P<continuous>持续|长期|常年|全年|{_EVERY}|常态化|经常性?|逐步|逐年|分步|滚动|有序|不断|定期|日常"
    r"|贯穿(?:全年|始终|全过程)|按(?:照)?(?:时序|序时|工程|计划|工作)(?:进度|节点)(?:要求)?)"
)
_CONDITIONAL = (
    r"(?P<conditional>成熟一[项个批家][、，]?(?:启动|推出|实施|推进|出台|发布|下放|取消)一[项个批家]"
    r"|适时|条件成熟[时后]|待[^、，。；]{1,20}后|视情况?|根据(?:进展|实际|需要|工作)[^、，。；\d]{0,6})"
)
_AT_ONCE = (
    r"(?P<atonce>[立即边](?:[行知查说接整][即立边][改行整办])|立即|即时|即行|即日起|马上|尽快|近期|已"
    r"|(?:主?汛期|春节|[春秋冬夏]季|秋冬季|冬春季|(?:供暖|采暖)[季期])(?:来临)?(?:之?前|期间|内)?)"
)

VERBS = (
    "启动|完成|发布|实施|出台|印发|研究|建成|推进|下放|取消|开展|制定|修订|落实|见效"
    "|推广|上线|运行|投入|使用|试点|形成|提出|建立|到位|开工|验收|总结|评估"
    "|坚持|开始|执行|报送|提交|达到|实现|公布|部署|加强|覆盖|组织|更新|完善|优化|深化"
    "|改造|基本|取得|突破|成立|举办|建设|开通|起步|进行|施行|整改到位|整改|办结|竣工|并"
)
_ADVERB = "再|基本|全面|全部|正式|陆续|力争|争取|分批|逐步|先行|初步|集中|滚动|有序|持续|分步|分年度|分阶段|常态化"
_GOALS = "一批|工作|任务|明显成效|初步成效|积极成效|显著成效|成效|阶段性成果|阶段性进展|阶段性成效|明显进展|方案|目标"
ACTION = rf"(?P<action>(?:{_ADVERB})*(?:(?:{VERBS})+)(?:{_GOALS})?)"
_DATED = (_RANGE, _WITHIN, _FROM_ISSUE, _SPAN, _NEAR_MONTH, _PLAN, _CALENDAR, _ISO)
_ANCHORS = "|".join((*_DATED, _CONDITIONAL, _CONTINUOUS, _AT_ONCE))
_PREFIX = r"(?:力争|争取|确保|计划|预计|原则上|最迟|最晚|不迟于|不晚于|于|在|到|至|截至|截止|按|自|从){0,3}"
STEP = re.compile(rf"(?P<prefix>{_PREFIX})(?:{_ANCHORS})(?:的?时间)?{ACTION}?")
DATED = re.compile(rf"(?P<prefix>{_PREFIX})(?:{'|'.join(_DATED)})")
"""A step that names days, without what is to be done by then."""
JOIN = re.compile(r"[，,；;、。]?(?:并)?")
_BEGINS = frozenset(
    "0123456789０１２３４５６７８９今明当本次下第一二三四上自在于到至力争确计预原最不截按从印发出公施持长常全每经逐分滚有成"
    "适条视根立即马尽已边定日贯汛春夏秋冬供采主两五六七八九十前年月半未用签正该此“"
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


_PLAIN_ISSUE = r"(?:印发|发布|出台|公布|下发|施行)(?:之日|之后|以后)?(?:起|后)的?"
DEADLINE = re.compile(
    rf"(?:{_YEAR}年(?:(?:年?(?:底|末)|上半年|下半年|第?[一二三四]季度末?|{_MONTH}月(?:{_DATE}日"
    r"|底|末)?)(?:之前|以前|前)|第[一二三四]季度|上半年|下半年|底|内)"
    rf"|(?:{_MONTH}月(?:{_DATE}日|底|末)|今年年?底|明年年?底|年底)(?:之前|以前|前)"
    rf"|{_PLAIN_ISSUE}{NUMERAL}个?(?:月|年半|年|日|天|工作日|周|季度)(?:之内|以内|内))"
)
"""A deadline inside running text, which is worth telling even without the action that is due."""
