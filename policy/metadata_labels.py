"""Reads the lines that law databases and government sites print around a document: ``时效性：现行有效``, ``发文字号：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final


class Label(Enum):
    """What a labelled value says; ``OTHER`` is known to be no part of the document and is not kept."""

    CODE = "code"
    SOURCE = "source"
    TITLE = "title"
    ISSUER = "issuer"
    NUMBER = "number"
    WRITTEN = "written"
    PUBLISHED = "published"
    STATUS = "status"
    OTHER = "other"


_WORDS: Final = {
    Label.CODE: "法宝引证码 引证码",
    Label.SOURCE: "原文链接 原文地址 原文网址 来源链接 来源网址 网址 链接",
    Label.TITLE: "标题 名称 文件名称 文件标题 信息名称 法规标题 法规名称 公文名称 题名",
    Label.ISSUER: "发文机关 发文机构 发文单位 发文部门 发布机构 发布机关 发布部门 发布单位 制定机关 制定机构 制定单位 "
    "公布机关 颁布机关 颁布部门 颁布单位 印发机关 制发机关",
    Label.NUMBER: "发文字号 发布文号 发文文号 文件编号 文件字号 公文文号 文号 文件号",
    Label.WRITTEN: "成文日期 成文时间 发文日期 发文时间 印发日期 签发日期 制发日期 落款日期",
    Label.PUBLISHED: "发布日期 发布时间 公布日期 颁布日期 公开日期 公开时间 生成日期 上网日期 上网时间",
    Label.STATUS: "时效性 有效性 时效状态 时效 信息状态 公文时效 文件状态 效力状态 有效状态 是否有效 信息时效 信息有效性",
    Label.OTHER: "效力级别 效力位阶 效力层级 法律效力位阶 法规类别 法规类型 主题分类 主题词 主题 公文种类 "
    "信息分类 信息类别 体裁分类 体裁 组配分类 服务对象分类 专题分类 索引号 信息索引号 索引编号 "
    "公开方式 公开范围 公开属性 公开类型 公开形式 公开时限 公开程序 公开责任部门 关键词 关键字 "
    "文章来源 信息来源 稿件来源 来源 浏览次数 浏览量 点击数 点击次数 阅读次数 阅读量 访问量 "
    "访问次数 字号 字体 字体大小 字体显示 打印 分享 分享到 责任编辑 编辑 审核 作者 栏目 所属分类 "
    "文种 语种 统一登记号 统一编号 规范性文件编号 登记号 批准日期 批准部门 批准机关 批准文号 "
    "通过日期 施行日期 施行时间 实施日期 实施时间 生效日期 生效时间 失效日期 失效时间 废止日期 "
    "废止时间 截止日期 修订日期 当前位置 您的位置 所在位置 您现在的位置 公开目录 目录分类 份号 密级 "
    "紧急程度 签发人 类别 分类 机构分类 主办单位 保密期限",
}
_KINDS: Final = {word: label for label, words in _WORDS.items() for word in words.split()}
_ANY: Final = "|".join("[ \u3000]*".join(word) for word in sorted(_KINDS, key=len, reverse=True))
_SURE: Final = 3
_FIRST: Final = re.compile(rf"[【〔]? *(?P<label>{_ANY})(?: *[】〕] *:?| *:|\t+(?=\S)| {{2,}}(?=\S))[ \t\u3000]*")
_LONG: Final = "|".join(word for word in sorted(_KINDS, key=len, reverse=True) if len(word) >= _SURE)
_NEXT: Final = re.compile(
    rf"(?:^|[ \t\u3000;|]|(?=[【〔]))[【〔]? *(?P<label>{_ANY})(?: *[】〕] *:?| *:|\t+(?=\S))[ \t\u3000]*|(?P<glued>{_LONG}) *: *"
)
_SPACE: Final = re.compile(r"[ \u3000]")
_LONGEST: Final = 400


def labelled(folded: str, start: int, end: int) -> list[tuple[Label, int, int]] | None:
    """The labels of a line and where the value of each begins and ends, empty values too; ``None`` for a line of another kind."""
    if end - start > _LONGEST:
        return None
    first = _FIRST.match(folded, start, end)
    if first is None:
        return None
    return list(_pairs(folded, first, end))


def label_named(words: str) -> Label | None:
    """What the words of a label, spaces among them or not, say; ``None`` for words that are no label."""
    return _KINDS.get(_SPACE.sub("", words))


def _pairs(folded: str, first: re.Match[str], end: int) -> Iterator[tuple[Label, int, int]]:
    label, begin = _kind(first), first.end()
    for found in _NEXT.finditer(folded, first.end(), end):
        yield label, begin, _trimmed(folded, begin, found.start())
        label, begin = _kind(found), found.end()
    yield label, begin, _trimmed(folded, begin, end)


def _kind(found: re.Match[str]) -> Label:
    return _KINDS[_SPACE.sub("", found.groupdict().get("glued") or found["label"])]


def _trimmed(folded: str, start: int, end: int) -> int:
    while end > start and folded[end - 1] in " \t\u3000;|":
        end -= 1
    return end
