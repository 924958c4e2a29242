"""Finds the article of a page among menus, information tables, share bars and footers: by how its lines read, not by its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from policy.canonical import fold
from policy.outline_marks import marker_at
from policy.outline_names import ANNEX_LINE, DATE_LINE, NOTE_LINE, NUMBER_LINE, SIGNATORY, SIGNED_DATE, TITLE_END
from policy.sources.blocks import Grid
from policy.sources.web.flow import Entry
from policy.sources.web.labels import is_label, squeezed
from policy.sources.web.tree import Box

_MOSTLY: Final = 0.9
_MINOR: Final = 0.25
_LINKED: Final = 0.5
_PROSE: Final = 20
_NEAR: Final = 6
_NAME: Final = 8
_LINE: Final = 40
_ENOUGH: Final = 300
_OUT_TAGS: Final = frozenset(("nav", "footer", "aside"))
_OUT_NAMES: Final = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|menu|share|bshare|bdshare|breadcrumbs?|crumbs?|mbx|position|location|related|relation|copyright|"
    r"foot|footer|qr|qrcode|ewm|toolbar|tools?|sidebar|print|pagination|pages?bar|comments?|popup|pop|dialog|modal|layer|login|search|banner)"
    r"(?:$|[-_ ]|\d|box|bar|wrap|list|button|con)",
    re.IGNORECASE,
)
# Said only by sites about themselves, whatever else stands in the line.
_SITE: Final = re.compile(
    r"版权所有|版权归|ICP备|公网安备|网站标识码|网安备|Copyright|All Rights Reserved|分辨率|浏览器|免责声明|即将离开|即将访问|"
    r"外部链接|未经.{0,12}(?:授权|许可|书面).{0,12}(?:转载|使用)|(?:本站|本网站|网站)(?:由|主办|承办|建议|声明)|欢迎(?:访问|来到)",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"(?:您|你)?(?:现在|当前|所在)?的?位置.*|首页(?:[>＞》/|\-].*)?|(?:[\u4e00-\u9fff]{2,12}[>＞›»]){2,}.{0,40}|"
    r"[【\[〔(（]?(?:字体|字号|文字大小|视力保护色|大中小|打印|关闭|收藏|分享|保存|纠错|导出|下载|复制|返回|顶部|TOP).{0,30}|"
    r"(?:打印本页|关闭窗口|打印|关闭|收藏|分享|分享到|返回顶部|回到顶部|大|中|小|微信|微博|QQ空间|朗读|无障碍|繁体|繁體|English|搜索|登录|注册|邮箱|A\+|A-|\|)+[：:|]?|"
    r"(?:来源|信息来源|文章来源|稿源|发布时间|发布日期|更新时间|录入时间|时间|日期|作者|浏览次数|浏览量|阅读量|阅读次数|点击数|访问量|点击|阅读|浏览)[：:].{0,80}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,20}|(?:扫一扫|扫码|手机扫).{0,30}|.{0,12}二维码.{0,12}|"
    r"(?:主办|承办|主办单位|承办单位|技术支持|运行维护|维护单位|制作单位|备案号|网站地图|联系我们|关于我们|联系方式|站点地图|友情链接)[：:]?.{0,60}",
    re.IGNORECASE,
)
# What may stand between the paragraphs of an article.
_BUTTONS: Final = re.compile(
    r"[【\[〔(（]?(?:字体|字号)?[：:]?(?:打印本页|关闭窗口|打印|关闭|收藏|大|中|小|放大|缩小|分享到?|微信|微博|QQ空间|朗读|返回顶部|回到顶部|\||/|[】\]〕)）【\[〔(（：:]){2,}|"
    r"(?:扫一扫|分享到|视力保护色).{0,30}|[上下]一[页篇][：:]?.{0,60}|责任编辑[：:].{0,20}",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"[【\[〔]?(?:相关(?:链接|文档|稿件|新闻|文章|阅读|附件|信息|政策|解读|报道|文件|内容|推荐|图解|下载|专题).{0,6}|政策解读|图解|解读|延伸阅读|"
    r"推荐阅读|热点推荐|猜你喜欢|关联(?:稿件|阅读|文件)|附件下载|文件下载|正文下载|下载(?:附件|文件|word|pdf).{0,10}|责任编辑[：:]?.{0,20}|"
    r"[(（]?(?:责任)?编辑[：:].{0,20}|上一[篇条].{0,80}|下一[篇条].{0,80}|分享到.{0,30}|分享[：:]?|扫一扫.{0,30}|打印本页.{0,20}|【?打印】?.{0,20}|"
    r"关闭窗口.{0,20}|返回顶部|返回列表|我要纠错|纠错|网友评论.{0,20}|发表评论.{0,20}|视力保护色.{0,30}|版权所有.{0,80})[】\]〕]?[：:]?",
    re.IGNORECASE,
)
_FILE: Final = re.compile(
    r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar|7z|pptx?|jpe?g|png|txt|ceb)[”\"》]?(?:[(（\[][^()（）]{0,20}[)）\]])?(?:下载)?[;；。]?$",
    re.IGNORECASE,
)
_FILES_LABEL: Final = re.compile(r"(?:相关|下载)?附件(?:下载|列表)?[：:]?")
_ABOVE: Final = re.compile(r"【[^】]{2,10}】|法宝引证码|原文链接")
_ADDRESSED: Final = re.compile(r"政府|部门|部委|机构|单位|委员会|委|局|厅|公司|院|行|办|企业|学校|协会|同志")
_STOPS: Final = ("。", "；", "！", "？", ";")


@dataclass(frozen=True, slots=True)
class Article:
    """The article: its lines and tables; ``above`` are the lines of the page in front of it."""

    entries: tuple[Entry, ...]
    above: tuple[str, ...]


@dataclass(slots=True)
class _Line:
    """How an entry reads. ``said``: it shows words; ``marked``: a unit of an outline begins; ``own``: it is neither a link nor said
    about the page; ``text``: it reads like a part of a document; ``out``: it stands in a part that is named for something else."""

    entry: Entry
    said: bool
    table: bool
    marked: bool = False
    own: bool = True
    text: bool = False
    out: bool = False
    weight: float = 0.0

    @property
    def words(self) -> str:
        """The first words, folded and without space; as many as tell what a line is."""
        return fold(squeezed(self.entry.text[:_ENOUGH]))


def article_of(body: Box, entries: Sequence[Entry], title: str) -> Article:
    """The article of a page whose ``entries`` those of ``body`` are. ``title`` is what the page calls it, if it does."""
    lines = [_read(entry) for entry in entries]
    finder = _Finder(body, lines)
    first, last = finder.container()
    kept = _trimmed([line for line in lines[first:last] if not line.out], squeezed(title))
    above = [line.entry.text for line in lines[: finder.text_start(first, last)]]
    return Article(tuple(line.entry for line in kept), tuple(above))


def is_furniture(words: str) -> bool:
    """Whether a line is about the site or the page, not part of a document."""
    return len(words) <= _ENOUGH and _is_furniture(words)


def _is_furniture(words: str) -> bool:
    bare = squeezed(words)
    if _SITE.search(bare):
        return True
    return len(bare) <= 2 * _LINE and (_FURNITURE.fullmatch(bare) is not None or _BEHIND.fullmatch(bare) is not None)


def _read(entry: Entry) -> _Line:
    if isinstance(entry.block, Grid):
        size = sum(len(paragraph.text) for cell in entry.block.cells for paragraph in cell.paragraphs)
        return _Line(entry, said=True, table=True, text=True, weight=0.8 * size - entry.linked)
    words = entry.text.strip()
    if not words:
        return _Line(entry, said=False, table=False, own=False)
    marked = _has_marker(words)
    own = entry.linked <= _LINKED * len(words) and (marked or not (is_furniture(words) or is_label(words)))
    text = own and _is_text(words, marked=marked)
    weight = len(words) + 10.0 if text else 0.2 * len(words) if own else 0.0
    return _Line(entry, said=True, table=False, marked=marked, own=own, text=text, weight=weight)


def _has_marker(words: str) -> bool:
    return marker_at(fold(words[:40].lstrip("\u3000\u00a0 ")), 0) is not None


def _is_text(words: str, *, marked: bool) -> bool:
    """Whether a line reads like a part of a document: a sentence, a numbered unit, addressees."""
    if marked:
        return len(words) > 2
    if words.endswith(("：", ":")):
        return len(words) > 4 and _ADDRESSED.search(words) is not None
    return len(words) >= _PROSE and (words.endswith(_STOPS) or "，" in words or "。" in words)


class _Finder:
    """Weighs the lines of a page and walks down to the element that holds what weighs."""

    def __init__(self, body: Box, lines: Sequence[_Line]) -> None:
        self._body, self._lines = body, lines
        self._sums = list(accumulate((line.weight for line in lines), initial=0.0))
        self._set_aside(body)
        self._sums = list(accumulate((0.0 if line.out else line.weight for line in lines), initial=0.0))
        self._said = list(accumulate((line.said for line in lines), initial=0))
        self._texts = list(accumulate((line.text and not line.out for line in lines), initial=0))

    def container(self) -> tuple[int, int]:
        """The entries of the smallest element that leaves nothing of the document outside."""
        box = self._body
        while True:
            best = max(_inner(box), key=self._weight_of, default=None)
            if best is None or best.tag in ("p", "li", "dd", "dt") or self._is_one(best):
                break
            if self._weight_of(best) < _MOSTLY * self._weight_of(box) or self._needs_more(box, best):
                break
            box = best
        return box.first, box.last

    def text_start(self, first: int, last: int) -> int:
        """Where the running text of the container begins."""
        return next((index for index in range(first, last) if self._lines[index].text and not self._lines[index].out), first)

    def _weight_of(self, box: Box) -> float:
        return self._sums[box.last] - self._sums[box.first]

    def _is_one(self, box: Box) -> bool:
        """Whether the element is one line or one table, like others beside it."""
        return box.tag not in ("td", "th") and self._said[box.last] - self._said[box.first] <= 1

    def _set_aside(self, box: Box) -> None:
        """Mark what a page's own names call menus, footers and the like, unless much of the page or a numbered unit is in it."""
        whole = self._weight_of(self._body)
        waiting = [box]
        while waiting:
            for inner in _inner(waiting.pop()):
                lines = self._lines[inner.first : inner.last] if _names_furniture(inner) else []
                if lines and self._weight_of(inner) <= _MINOR * whole and not any(line.text and line.marked for line in lines):
                    for line in lines:
                        line.out = True
                elif inner.last > inner.first:
                    waiting.append(inner)

    def _needs_more(self, box: Box, inner: Box) -> bool:
        """Whether a part of the document stands beside ``inner``."""
        beside = self._texts[inner.first] - self._texts[box.first] + self._texts[box.last] - self._texts[inner.last]
        if beside or any(self._closes(index) for index in range(inner.last, box.last)):
            return True
        before = range(box.first, inner.first)
        return self._has_name(before) and not self._has_name(range(inner.first, self.text_start(inner.first, inner.last)))

    def _has_name(self, places: range) -> bool:
        """Whether the last of these lines, other than buttons and links, name a document or give its number."""
        near = [self._lines[index] for index in places[-4 * _NEAR :]]
        words = [line.words for line in near if line.own and not line.out]
        return any(NUMBER_LINE.fullmatch(line) or (len(line) >= _NAME and TITLE_END.search(line)) for line in words[-_NEAR:])

    def _closes(self, index: int) -> bool:
        """Whether an entry below the text belongs to it: a signature, or the label of an annex."""
        line = self._lines[index]
        if line.out or not line.said or line.entry.linked or len(line.entry.text) > 2 * _LINE:
            return False
        words = line.words
        if ANNEX_LINE.fullmatch(words) or SIGNED_DATE.fullmatch(words):
            return True
        return (
            DATE_LINE.fullmatch(words) is not None and index > 0 and SIGNATORY.fullmatch(self._lines[index - 1].words) is not None
        )


def _inner(box: Box) -> Iterator[Box]:
    """The elements inside that have entries of their own: of a table its cells."""
    for child in box.boxes():
        if child.tag in ("tr", "tbody", "thead", "tfoot"):
            yield from _inner(child)
        elif child.block:
            yield child


def _names_furniture(box: Box) -> bool:
    named = f"{box.get('class')} {box.get('id')}"
    return box.tag in _OUT_TAGS or (len(named) > 1 and _OUT_NAMES.search(named) is not None)


def _trimmed(lines: Sequence[_Line], title: str) -> list[_Line]:
    """The lines without what stands above the title, below the end, and between as a bar of buttons."""
    start = next((index for index, line in enumerate(lines) if line.text), len(lines))
    end = _end(lines)
    middle = [line for line in lines[start:end] if line.own or not line.said or not _is_aside(line.entry)]
    return [*_head(lines[:start], title), *_without_files(middle)]


def _is_aside(entry: Entry) -> bool:
    bare = squeezed(entry.text[:_ENOUGH])
    return _BUTTONS.fullmatch(bare) is not None or (entry.linked > 0 and _BEHIND.fullmatch(bare) is not None)


def _head(lines: Sequence[_Line], title: str) -> list[_Line]:
    """The lines above the text: from the page's title on, without labels and buttons."""
    first = next((index for index, line in enumerate(lines) if _begins(title, line.entry.text)), 0)
    return [
        line
        for index, line in enumerate(lines)
        if (index >= first and (line.own or not line.said)) or _ABOVE.match(line.entry.text.strip())
    ]


def _begins(title: str, words: str) -> bool:
    bare = squeezed(words[:_ENOUGH])
    return len(bare) > 3 and bool(title) and (title.startswith(bare) or bare.startswith(title))


def _end(lines: Sequence[_Line]) -> int:
    """Where the article ends: behind its last text, or at the first line that leads on to other pages."""
    last_unit = max((index for index, line in enumerate(lines) if _is_unit(line)), default=-1)
    for index in range(last_unit + 1, len(lines)):
        if not lines[index].text and _BEHIND.fullmatch(squeezed(lines[index].entry.text[:_ENOUGH])):
            return index
    last_text = max((index for index, line in enumerate(lines) if line.text), default=-1)
    for index in range(last_text + 1, len(lines)):
        if lines[index].said and not lines[index].own and not _FILE.search(lines[index].entry.text.strip()):
            return index
    return len(lines)


def _is_unit(line: _Line) -> bool:
    """Whether an entry surely belongs to the document: a numbered unit, a table, a signature."""
    if line.table or (line.text and line.marked):
        return True
    if not line.own or len(line.entry.text) > 2 * _LINE:
        return False
    words = line.words
    return any(kind.fullmatch(words) for kind in (DATE_LINE, SIGNED_DATE, NOTE_LINE, NUMBER_LINE))


def _without_files(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines without links to files, and without the label above a list of nothing else."""
    for index, line in enumerate(lines):
        words = line.entry.text[-_ENOUGH:].strip()
        if line.entry.linked and _FILE.search(words):
            continue
        if _FILES_LABEL.fullmatch(words) and _only_files(lines[index + 1 :]):
            continue
        yield line


def _only_files(lines: Sequence[_Line]) -> bool:
    following = next((line.entry for line in lines if line.said), None)
    return following is None or (following.linked > 0 and _FILE.search(following.text.strip()) is not None)
