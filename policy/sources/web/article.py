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
from policy.sources.blocks import Grid, Paragraph
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
    r"(?:您|你)?(?:现在|当前|所在)?的?位置.*|首页(?:[>＞》/|\-].*)?|.{0,12}[>＞›»].{0,40}|"
    r"[【\[〔(（]?(?:字体|字号|文字大小|视力保护色|大中小|打印|关闭|收藏|分享|保存|纠错|导出|下载|复制|返回|顶部|TOP).{0,30}|"
    r"(?:打印本页|关闭窗口|打印|关闭|收藏|分享|分享到|返回顶部|回到顶部|大|中|小|微信|微博|QQ空间|朗读|无障碍|繁体|繁體|English|搜索|登录|注册|邮箱|A\+|A-|\|)+[：:|]?|"
    r"(?:来源|信息来源|文章来源|稿源|发布时间|发布日期|更新时间|录入时间|时间|日期|作者|浏览次数|浏览量|阅读量|阅读次数|点击数|访问量|点击|阅读|浏览)[：:].{0,80}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,20}|(?:扫一扫|扫码|手机扫).{0,30}|.{0,12}二维码.{0,12}|"
    r"(?:主办|承办|主办单位|承办单位|技术支持|运行维护|维护单位|制作单位|备案号|网站地图|联系我们|关于我们|联系方式|站点地图|友情链接)[：:]?.{0,60}",
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


def article_of(body: Box, entries: Sequence[Entry], title: str) -> Article:
    """The article of a page whose ``entries`` those of ``body`` are. ``title`` is what the page calls it, if it does."""
    finder = _Finder(body, entries)
    first, last = finder.container()
    inside = [index for index in range(first, last) if not finder.out[index]]
    kept = _trimmed([entries[index] for index in inside], squeezed(title))
    return Article(tuple(kept), tuple(entry.text for entry in entries[: max(first, finder.text_start(first, last))]))


class _Finder:
    """Weighs the lines of a page and walks down to the element that holds what weighs."""

    def __init__(self, body: Box, entries: Sequence[Entry]) -> None:
        self._body, self._entries = body, entries
        self._kinds = [_is_text(entry) for entry in entries]
        weights = [_weight(entry, text=text) for entry, text in zip(entries, self._kinds, strict=True)]
        self._sums = list(accumulate(weights, initial=0.0))
        self.out = [False] * len(entries)
        self._set_aside(body)
        kept = [0.0 if out else weight for weight, out in zip(weights, self.out, strict=True)]
        self._sums = list(accumulate(kept, initial=0.0))

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
        return next((index for index in range(first, last) if self._kinds[index] and not self.out[index]), first)

    def _weight_of(self, box: Box) -> float:
        return self._sums[box.last] - self._sums[box.first]

    def _is_one(self, box: Box) -> bool:
        """Whether the element is one line or one table, like others beside it."""
        return box.tag not in ("td", "th") and sum(1 for entry in self._entries[box.first : box.last] if _is_said(entry)) <= 1

    def _set_aside(self, box: Box) -> None:
        """Mark what a page's own names call menus, footers and the like, unless too much of the page is in it."""
        whole = self._weight_of(self._body)
        waiting = [box]
        while waiting:
            for inner in _inner(waiting.pop()):
                if _names_furniture(inner) and self._weight_of(inner) <= _MINOR * whole and not self._holds_outline(inner):
                    self.out[inner.first : inner.last] = [True] * (inner.last - inner.first)
                elif inner.last > inner.first:
                    waiting.append(inner)

    def _holds_outline(self, box: Box) -> bool:
        marked = [index for index in range(box.first, box.last) if self._kinds[index] and _has_marker(self._entries[index].text)]
        return bool(marked)

    def _needs_more(self, box: Box, inner: Box) -> bool:
        """Whether a part of the document stands beside ``inner``."""
        before = range(box.first, inner.first)
        after = range(inner.last, box.last)
        if any(self._belongs(index) for index in before) or any(self._belongs(index) or self._closes(index) for index in after):
            return True
        return self._has_name(before) and not self._has_name(range(inner.first, self.text_start(inner.first, inner.last)))

    def _has_name(self, lines: range) -> bool:
        """Whether the last of these lines, other than buttons and links, name a document or give its number."""
        said = [self._entries[index] for index in lines if not self.out[index] and _is_said(self._entries[index])]
        words = [fold(squeezed(entry.text)) for entry in said[-3 * _NEAR :] if _is_own(entry)]
        return any(NUMBER_LINE.fullmatch(line) or (len(line) >= _NAME and TITLE_END.search(line)) for line in words[-_NEAR:])

    def _belongs(self, index: int) -> bool:
        return self._kinds[index] and not self.out[index]

    def _closes(self, index: int) -> bool:
        """Whether an entry below the text belongs to it: a signature, or the label of an annex."""
        entry = self._entries[index]
        if self.out[index] or entry.linked:
            return False
        words = fold(squeezed(entry.text))
        if ANNEX_LINE.fullmatch(words):
            return True
        above = fold(squeezed(self._entries[index - 1].text)) if index else ""
        return SIGNED_DATE.fullmatch(words) is not None or bool(DATE_LINE.fullmatch(words) and SIGNATORY.fullmatch(above))


def _inner(box: Box) -> Iterator[Box]:
    """The elements inside that have entries of their own: of a table its cells."""
    for child in box.boxes():
        if child.tag in ("tr", "tbody", "thead", "tfoot"):
            yield from _inner(child)
        elif child.block:
            yield child


def _names_furniture(box: Box) -> bool:
    return box.tag in _OUT_TAGS or _OUT_NAMES.search(f"{box.get('class')} {box.get('id')}") is not None


def _has_marker(words: str) -> bool:
    return marker_at(fold(words[:40].lstrip("\u3000\u00a0 ")), 0) is not None


def _is_text(entry: Entry) -> bool:
    """Whether an entry reads like a part of a document: a sentence, a numbered unit, addressees, a table."""
    if isinstance(entry.block, Grid):
        return True
    words = entry.text.strip()
    if not words or entry.linked > _LINKED * len(words) or is_furniture(words) or is_label(words):
        return False
    if _has_marker(words):
        return len(words) > 2
    if words.endswith(("：", ":")):
        return len(words) > 4 and _ADDRESSED.search(words) is not None
    return len(words) >= _PROSE and (words.endswith(_STOPS) or "，" in words or "。" in words)


def _weight(entry: Entry, *, text: bool) -> float:
    if isinstance(entry.block, Grid):
        return 0.8 * sum(len(paragraph.text) for cell in entry.block.cells for paragraph in cell.paragraphs) - entry.linked
    words = entry.text.strip()
    if text:
        return len(words) + 10.0
    return 0.0 if not words or entry.linked > _LINKED * len(words) or is_furniture(words) else 0.2 * len(words)


def is_furniture(words: str) -> bool:
    """Whether a line is about the site or the page, not part of a document."""
    bare = squeezed(words)
    if len(bare) > 2 * _LINE:
        return _SITE.search(bare) is not None and len(bare) < 6 * _LINE
    if _has_marker(words):
        return False
    return _SITE.search(bare) is not None or _FURNITURE.fullmatch(bare) is not None or _BEHIND.fullmatch(bare) is not None


def _trimmed(entries: Sequence[Entry], title: str) -> list[Entry]:
    """The entries without what stands above the title, below the end, and between as a bar of buttons."""
    kinds = [_is_text(entry) for entry in entries]
    start = next((index for index, text in enumerate(kinds) if text), len(entries))
    end = _end(entries, kinds)
    head = _head(entries[:start], title)
    middle = [entry for entry in entries[start:end] if not (len(entry.text) <= _LINE and entry.text and is_furniture(entry.text))]
    return [*head, *_without_files(middle)]


def _head(entries: Sequence[Entry], title: str) -> list[Entry]:
    """The lines above the text: from the page's title on, without labels and buttons."""
    first = next((index for index, entry in enumerate(entries) if _begins(title, entry.text)), 0)
    return [entry for index, entry in enumerate(entries) if (index >= first and _is_own(entry)) or _ABOVE.match(entry.text.strip())]


def _begins(title: str, words: str) -> bool:
    bare = squeezed(words)
    return len(bare) > 3 and bool(title) and (title.startswith(bare) or bare.startswith(title))


def _is_said(entry: Entry) -> bool:
    return bool(entry.text.strip()) or isinstance(entry.block, Grid)


def _is_own(entry: Entry) -> bool:
    words = entry.text.strip()
    return not words or not (entry.linked > _LINKED * len(words) or is_furniture(words) or is_label(words))


def _end(entries: Sequence[Entry], kinds: Sequence[bool]) -> int:
    """Where the article ends: behind its last text, or at the first line that leads on to other pages."""
    last_unit = max((index for index, entry in enumerate(entries) if _is_unit(entry, text=kinds[index])), default=-1)
    for index in range(last_unit + 1, len(entries)):
        if _BEHIND.fullmatch(squeezed(entries[index].text)):
            return index
    last_text = max((index for index, text in enumerate(kinds) if text), default=-1)
    for index in range(last_text + 1, len(entries)):
        words = entries[index].text.strip()
        if words and not _is_own(entries[index]) and not _FILE.search(words):
            return index
    return len(entries)


def _is_unit(entry: Entry, *, text: bool) -> bool:
    """Whether an entry surely belongs to the document: a numbered unit, a table, a signature."""
    if isinstance(entry.block, Grid):
        return True
    words = fold(squeezed(entry.text)) if len(entry.text) < 2 * _LINE else ""
    signed = (
        DATE_LINE.fullmatch(words) or SIGNED_DATE.fullmatch(words) or NOTE_LINE.fullmatch(words) or NUMBER_LINE.fullmatch(words)
    )
    return (text and _has_marker(entry.text)) or (signed is not None and not is_label(entry.text))


def _without_files(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries without links to files, and without the label above a list of nothing else."""
    for index, entry in enumerate(entries):
        words = entry.text.strip()
        if entry.linked and _FILE.search(words):
            continue
        if _FILES_LABEL.fullmatch(words) and _only_files(entries[index + 1 :]):
            continue
        yield entry


def _only_files(entries: Sequence[Entry]) -> bool:
    following = next((entry for entry in entries if entry.text.strip() or isinstance(entry.block, Grid)), None)
    return following is None or (
        isinstance(following.block, Paragraph) and following.linked > 0 and _FILE.search(following.text) is not None
    )
