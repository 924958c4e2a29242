"""Patterns for what stands around an outline: dates, names of bodies, kinds of documents, numbers of documents."""

from __future__ import annotations

import re
from typing import Final

from policy.canonical import HAN

_CHINESE_DIGIT: Final = "[〇零一二三四五六七八九O0]"
DATE: Final = (
    r"(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
    rf"|{_CHINESE_DIGIT}{{4}}年[〇零一二三四五六七八九十]{{1,3}}月[〇零一二三四五六七八九十廿]{{1,3}}日)"
)
MONTH_LINE: Final = re.compile(
    rf"((?:19|20)\d{{2}}年\d{{1,2}}月|{_CHINESE_DIGIT}{{4}}年[〇零一二三四五六七八九十]{{1,3}}月"
    r"|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})"
)
DATE_PARTS: Final = re.compile(
    r"((?:19|20)\d{2})[年./-](\d{1,2})[月./-](\d{1,2})日?"
    rf"|({_CHINESE_DIGIT}{{4}})年([〇零一二三四五六七八九十]{{1,3}})月([〇零一二三四五六七八九十]{{1,3}})日"
)
BODY_ENDS: Final = "院|部|委|局|署|厅|办|室|会|政府|行|公司|中心|组|社|处|联|军|台|学|所|党委|机关|总队|法院"
BODY: Final = rf"[{HAN}、“”]{{1,40}}(?:{BODY_ENDS})(?:\([{HAN}]{{1,6}}\))?"
_OFFICES: Final = "总理|主席|省长|市长|县长|区长|州长|部长|主任|局长|署长|行长|委员长|院长"
OFFICE: Final = re.compile(rf"(?:{_OFFICES})$")
PERSON: Final = rf"(?:{_OFFICES})[ \u3000]*[{HAN}]{{2,4}}"
PERSON_LINE: Final = re.compile(PERSON)
SIGNATORY: Final = re.compile(rf"(?:{BODY})(?:[ \u3000]+(?:{BODY}))*|{PERSON}")
NOTE: Final = rf"\([{HAN}，,、0-9A-Za-z]{{2,30}}\)"
DATE_LINE: Final = re.compile(rf"({DATE})(?:{NOTE})?")
SIGNED_DATE: Final = re.compile(rf"((?:{BODY}))[ \u3000]*({DATE})(?:{NOTE})?")
SIGNED_MONTH: Final = re.compile(rf"((?:{BODY}))[ \u3000]*({MONTH_LINE.pattern[1:-1]})")
DOTTED: Final = re.compile(r"(?:[.…·。]{3,}|…{2,}) *\(?\d{1,3}\)?$")
LEADER: Final = re.compile(r"(?:[.…·。]{3,}|…{1,}|[ \t\u3000]) *\(?\d{1,3}\)?$")
NOTE_LINE: Final = re.compile(rf"{NOTE}|主题词.{{0,80}}|抄送.{{0,200}}")

KINDS: Final = (
    "通知|意见|决定|办法|规定|条例|方案|规划|纲要|公告|通告|命令|批复|细则|规则|措施|法|报告|清单|要点|决议|指引|指南|标准|计划|安排|"
    "制度|章程|公报|说明|通报|准则|目录|函|令|规程|意见稿|规范|政策|办法稿|体系|实施|宣言|建议|分工|任务|请示|议案|纪要"
)
GLUED_KINDS: Final = "通知|意见|决定|办法|规定|条例|方案|规划|纲要|公告|通告|批复|细则|规则|措施|要点|决议|计划|安排|公报|通报"
TITLE_END: Final = re.compile(rf"(?:{KINDS})[》”]?(?:\([^()]{{1,20}}\))?$")
TITLE_GOES_ON: Final = re.compile(r"(?:的|\(试行|\(暂行|\(修订|\(征求|通知$|决定$|公告$|函$|批复$)")
FORWARDING: Final = re.compile("关于(?:印发|转发|批转|发布|公布|下达|调整|废止|修改)|印发|转发|批转")
FORWARDING_END: Final = re.compile(r"(?:通知|公告|批复|决定|令|函|通报|通告)(?:\([^()]{1,20}\))?$")
NUMBER: Final = (
    rf"(?P<office>[{HAN}]{{1,14}}) *〔 *(?P<year>(?:19|20)\d{{2}}) *年? *〕 *第? *(?P<serial>\d{{1,5}}) *号"
    rf"|(?P<office2>[{HAN}]{{1,14}}) *[(〈<] *(?P<year2>(?:19|20)\d{{2}}) *年? *[)〉>] *第? *(?P<serial2>\d{{1,5}}) *号"
)
NUMBER_LINE: Final = re.compile(rf"\(?(?:{NUMBER})\)?")
_ORDINAL: Final = r"第 *(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,7}) *号"
ORDER: Final = re.compile(rf"[{HAN} \u3000]{{2,60}}(?:令|公告|通告)")
ORDER_NUMBER: Final = re.compile(rf"\(?(?:(?:19|20)\d{{2}}年? *)?{_ORDINAL}\)?")
ORDER_LINE: Final = re.compile(rf"[{HAN} \u3000]{{2,60}}(?:令|公告|通告) *\(?(?:(?:19|20)\d{{2}}年? *)?{_ORDINAL}\)?")
ANNEX_LABEL: Final = re.compile(
    "附(?:(?:件|表|录) *(?:[0-9]{1,2}(?:-[0-9]{1,2})?|[一二三四五六七八九十]{1,3})?|[0-9]{1,2}) *[:.、]?$"
)
ANNEX_LINE: Final = re.compile(
    r"附(?:(?:件|表|录) *(?P<number>[0-9]{1,2}(?:-[0-9]{1,2})?|[一二三四五六七八九十]{1,3})(?!览)(?P<stop> *[:.、] *| *)"
    r"|(?P<number1>[0-9]{1,2})(?P<stop1> *[:.、] *| +|$)"
    r"|(?:件|表|录)(?P<stop2> *[:.、] *| +|$)|(?P<stop3> *: *))"
    r"(?P<title>(?![所中的和及、与])[^\n]{0,120})"
)
TABLE_HEAD: Final = re.compile(r"序号(?!为|是|的|[。,、;])|序(?=\n号)")
CONTENTS_LINE: Final = re.compile(r"目 *录|目 *次")
CLOSING: Final = re.compile(
    r"(?:国务院)?各(?:省|地区|地方|地|市|部门|有关|相关|级|区县|县|单位)|有关部门|本(?:通知|意见|方案|规划|办法|措施|规定|决定|文件)自|自本|"
    r"自发布|此前|特此|以上|上述|请(?:各|认真|结合|遵照)|附件"
)
