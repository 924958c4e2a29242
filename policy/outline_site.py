"""Knows the lines that a web site puts around a document: buttons, breadcrumbs, who edited the page, links to other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Final, Protocol

from policy.outline_marks import marker_at
from policy.outline_names import TITLE_END

_SCAN: Final = "(?:用?(?:手机|微信))?扫一扫[^。;]{0,8}(?:打开|分享|阅读|关注|浏览|查看|访问)[^。;]{0,14}"
_PAGE: Final = "(?:[本此该](?:页|文|窗口)|文章|页面|网页|窗口|内容)"
_COUNT: Final = r"(?:浏览|点击|阅读|访问)(?:次数|量|数|人次) *: *(?:\d[\d,]* *(?:次|人次)?|次)?"
_STRONG: Final = (
    f"{_SCAN}|(?:打印|关闭|收藏|分享|下载|转发){_PAGE}|分享[到至]|{_COUNT}"
    "|返回(?:顶部|首页|列表|上一页|上级|页首)|我要(?:纠错|打印|收藏|分享)"
    "|设为首页|加入收藏|网站地图|无障碍(?:浏览|阅读)|下载(?:文字|图片|Word|PDF)版"
)
_WEAK: Final = (
    "打印|关闭|收藏|分享|纠错|下载|返回|顶部|留言|TOP|[繁简]体版?|联系我们|关于我们|使用帮助|隐私声明|更多"
    "|字[体号](?:大小|显示)?|特大|超大|大|中|小|默认|标准|正常|A"
    "|微信(?:好友|朋友圈)?|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|朋友圈|人人网|豆瓣网?|百度贴吧|钉钉|复制链接"
)
_BUTTON: Final = re.compile(rf"{_STRONG}|{_WEAK}|[ \t\u00a0\u3000|/·、,:()〔〕\[\]<>★☆+-]+", re.IGNORECASE)
_NAMED: Final = re.compile(f"{_STRONG}|字[体号].*(?:大|小)", re.IGNORECASE)
_ACTIONS: Final = re.compile("打印|关闭|收藏|分享|纠错|下载|返回|留言")
_TRAIL: Final = re.compile(
    r"(?:[您你]?(?:现在|当前|所在)?(?:的|所在的?)?位置(?:是|为)? *:? *)?(?:网站|门户|返回)?[首主]页 *(?:[>»›→/][^>»›→/。;:]{0,40})+"
)
_BELOW: Final = re.compile(
    r"[上下前后]一(?:篇|条) *:.*|\(?〔?(?:责任编辑|责编|网站编辑|网络编辑) *:.{0,40}"
    r"|(?:信息|文章|稿件)?来源 *: *.{1,30}(?:网站?|报|社|公众号|客户端)"
    r"|[^。]{0,80}(?:版权所有|Copyright|ICP备|公网安备|网站标识码)[^。]{0,160}",
    re.IGNORECASE,
)
_MARK: Final = r"[>»›◆■●▲·\-]* *"
_LINKS: Final = re.compile(rf"{_MARK}(?:相关(?:链接|阅读|新闻|稿件|报道|文章|资讯|推荐)|(?:延伸|推荐|扩展)阅读) *[:>»›]*")
_OTHERS: Final = re.compile(rf"{_MARK}(?:相关(?:文件|解读|信息|政策|附件)|政策解读|附件下载|文件下载) *[:>»›]*")
_WEAKLY: Final = re.compile(
    r"\(?〔?(?:(?:信息|文章|稿件)?来源|编辑|作者|供稿|审核|审校|校对|[初复终]审|发布人|录入|发布时间|更新时间) *:.{0,40}"
    r"|(?:主办|承办|协办|运维|维护)(?:单位)? *:.{1,60}|技术支持 *:.{1,60}|https?://\S+",
    re.IGNORECASE,
)
_FILE: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|pptx?|html?)(?:\([^()]*\))?$", re.IGNORECASE)
_PAGE_NAME: Final = re.compile("解读|图解|一图|读懂|答记者问|问答|视频|全文")
_LONGEST: Final = 240
_LONGEST_LINK: Final = 60
_MOST_LINES: Final = 80
_MOST_LINKS: Final = 20
_STOPS: Final = "。;!?:,、"


class Words(Protocol):
    """A line of a text: where its words begin and end, and whether it stands in a table."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """Behind the last character."""

    @property
    def table(self) -> bool:
        """Whether it is a row or a cell."""


class _Kind(Enum):
    """How surely a line below a document is the site's: by itself, beside another that is, as the heading of any links or only of
    links that look like some, as such a link, as a line that may be one."""

    SURE = "sure"
    BESIDE = "beside"
    LINKS = "links"
    OTHERS = "others"
    LINK = "link"
    SHORT = "short"


def is_furniture(bare: str) -> bool:
    """Whether a folded line without its surrounding space is a site's wherever it stands: its buttons, or the way to the page."""
    if len(bare) > _LONGEST:
        return False
    if _are_buttons(bare):
        return _NAMED.search(bare) is not None
    return _TRAIL.fullmatch(bare) is not None


def _are_buttons(bare: str) -> bool:
    """Whether a line holds nothing but the words on buttons."""
    return len(bare) <= _LONGEST_LINK and not _BUTTON.sub("", bare)


def below_document(folded: str, lines: Sequence[Words]) -> int:
    """The index of the first of the lines that a site put below the whole document; their number when it put none there."""
    begin = last = len(lines)
    sure = False
    below: set[_Kind] = set()
    for index in range(last - 1, max(-1, last - 1 - _MOST_LINES), -1):
        kind = _kind(folded, lines[index])
        if kind in (_Kind.LINK, _Kind.SHORT) and begin - index <= _MOST_LINKS:
            below.add(kind)
            continue
        heads = kind is _Kind.LINKS or (kind is _Kind.OTHERS and below == {_Kind.LINK})
        if not heads and (below or kind not in (_Kind.SURE, _Kind.BESIDE)):
            break
        sure = sure or kind is not _Kind.BESIDE
        begin = index
        below.clear()
    return begin if sure else last


def _kind(folded: str, line: Words) -> _Kind | None:
    bare = folded[line.start : line.end]
    if len(bare) > _LONGEST:
        return None
    if is_furniture(bare) or _BELOW.fullmatch(bare):
        return _Kind.SURE
    if line.table:
        return None
    if _are_buttons(bare):
        return _Kind.SURE if len(set(_ACTIONS.findall(bare))) > 1 else _Kind.BESIDE
    known = ((_LINKS, _Kind.LINKS), (_OTHERS, _Kind.OTHERS), (_WEAKLY, _Kind.BESIDE))
    return next((kind for pattern, kind in known if pattern.fullmatch(bare)), None) or _link(bare)


def _link(bare: str) -> _Kind | None:
    """Whether a line may name another page or file: short, no sentence, no unit of an outline."""
    if len(bare) > _LONGEST_LINK or bare[-1] in _STOPS:
        return None
    if _FILE.search(bare):
        return _Kind.LINK
    if marker_at(bare, 0):
        return None
    return _Kind.LINK if TITLE_END.search(bare) or _PAGE_NAME.search(bare) else _Kind.SHORT
