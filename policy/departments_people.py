"""Persons that a list of bodies names in brackets behind the body they belong to: 市财政局（张三）, 财政部(李四 司长)."""

from __future__ import annotations

import functools
import re

from policy.departments_names import looks_like_name, registry

_BRACKET = re.compile(r"(?<=.)[（(〔\[](?P<inside>[^（）()〔〕\[\]]{2,60})[）)〕\]]")
_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木"
    "|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷"
    "侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫"
    "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈韋鄒閻龍陶賀顧龔錢嚴溫齊喬龐顏莊聶魯關蘭畢單])"
)
_GIVEN = r"(?:[一-鿿]{1,2}?|[一-鿿]?[×*某○〇]{1,2})"
_POST = (
    r"(?:(?:党[组委]|常务|执行|分管|主要|第一)*(?:副|总|正)?"
    r"(?:司长|局长|处长|科长|厅长|部长|市长|县长|区长|镇长|乡长|省长|州长|主任|书记|秘书长|院长|校长|所长|站长|队长|行长|署长|组长|会长|总经理|董事长|主席|巡视员|调研员|负责人|负责同志|领导)"
    r"|同志|先生|女士)"
)
_ROLE = r"(?:(?:联系|责任|负责|经办|联络)(?:人|员)|负责同志|分管领导)[:：]"
_PHONE = r"(?:(?:联系)?电话[:：])?[\d\-－—转]{5,20}"
_PERSON = re.compile(
    rf"(?:{_ROLE})?(?:(?P<post>{_POST})?[:：]?(?P<name>{_SURNAME}{_GIVEN})(?P<titled>{_POST})?|(?P<only>{_POST}))?(?:{_PHONE})?"
)
_SEPARATOR = re.compile(r"[、，,；;/]")
_OFFICE = re.compile(r"[部委局署办厅会院行社处队馆站所室司科股组州市县区省镇乡村街岛港路业政法产校融监教科]$")
_PLACES = re.compile(
    "江苏|江西|江门|江阴|江津|安徽|安阳|安康|安庆|安顺|宁波|宁夏|宁德|唐山|秦皇|秦皇岛|黄山|黄石|黄冈|武汉|武威|武夷山"
    "|温州|金华|金昌|白银|白城|白山|石家庄|石嘴山|马鞍山|常德|许昌|成都|吉安|吉林|吕梁|包头|乐山|阳江|阳泉|龙岩|景德|华北"
    "|华东|华南|华中|关中|全国|全省|高新|高速|高等|常务|史志|文明|方志|时限|单列|管理|成员|全部|全程|金库|和平|阳光"
    "|应急|车辆|程序"
)
"""Short words that begin like a surname and name a place or a field of work."""


def without_persons(name: str) -> str:
    """A body's ``name`` without the brackets that only say who in it is answerable; brackets that belong to the name stay."""
    return _BRACKET.sub(lambda match: "" if _are_persons(match["inside"]) else match.group(), name)


def _are_persons(inside: str) -> bool:
    """Whether each part of a bracket is a person, a post or a number to call, and one of them more than a number."""
    pieces = [bare for piece in _SEPARATOR.split(inside) if (bare := "".join(piece.split()))]
    found = [_PERSON.fullmatch(piece) for piece in pieces]
    if not pieces or not all(found):
        return False
    named = [match["name"] or match["only"] for match in found if match and (match["name"] or match["only"])]
    return bool(named) and all(_may_be_person(match) for match in found if match and match["name"])


def _may_be_person(match: re.Match[str]) -> bool:
    """Whether words that begin with a surname are no office, place or field of work; beside a post they can only be a person."""
    name = match["name"]
    if match["titled"] or match["post"]:
        return True
    return not (_OFFICE.search(name) or _PLACES.fullmatch(name) or looks_like_name(name) or _is_field(name))


@functools.lru_cache(maxsize=1024)
def _is_field(words: str) -> bool:
    """Whether a registered body is named after what the words say (林业, 文化)."""
    return any(words in name for body in registry().bodies for name in body.names)
