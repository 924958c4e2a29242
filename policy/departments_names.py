"""How much a stretch of text looks like the name of a body: registered, local form of a registered one, learnt, or unheard of."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from resources.registry import Registry

LONGEST_NAME = 24
REGISTERED, LEARNT, LOCAL = 8.0, 6.5, 6.0
_KNOWN = LOCAL - 1
_UNHEADED = 3.0
_FAR, _NAMED_ALIKE = 5.4, 3.5
_MOSTLY = 0.7
_USUAL = 5.5
_HEAD_SIZE = 2
_REMEMBERED = 16_384
PLACE_WORDS = "省市区县州旗"
_ENDS = (
    "部|委|局|署|办|厅|会|院|行|社|处|队|馆|站|所|办公室|(?<![教验议居浴温])室|委员会|总局|中心|集团|公司|政府"
    "|海关|兵团|部门|单位|联盟|大学|学院|机构|基金|党委|支行|分行|工委|党校|学校|组|企业"
    "|园区"
)
_ENDING = re.compile(rf"(?:{_ENDS})(?:[（(〔][^）)〕]*[）)〕])?$")
_END_CHARS = frozenset("部委局署办厅会院行社处队馆站所室心团司府关位盟学构金校组业区门）)〕")
_PLACE = (
    r"(?:国家|全国|中国|国务院|中央|省委|市委|区委|县委|省|市|区|县|州|旗|盟|自治区|兵团"
    r"|[\u4e00-\u9fff]{2,3}[省市区县州]|各[省市区县])"
)
_FAR_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}[省市区县州]")
_LOCAL_SUFFIX = r"(?:部|厅|局|委|办|处|署|总局|委员会|办公室|管理局|监管局)"
_DEEDS = re.compile(
    "推进|推动|加强|完善|开展|实施|制定|推广|建设(?!部|厅|局|委)|研究(?!院|所|室|中心)"
    "|支持|鼓励|落实|提升|优化|创新|培育|启动|出台|促进(?!会|局)|深化|健全|规范|提高"
    "|加快|扩大|应用|工作|项目|机制|制度|平台|体系|政策|办法|能力|水平|产业化|示范|试点|工程|标准"
    "|规划(?!资源|局|和自然)|[的了为与将等及在对于是、，。；：:]"
)
_LISTED = re.compile(r"(?<=[、，])[^、，,；;。\d]{3,16}?(?=[、，]|$|等|会同|\d{4}年|持续|长期|成熟|年内|印发|立即)")
_HEAD = re.compile(r"[省市区县州旗]|[\u4e00-\u9fff]{2,3}[省市区县州旗盟](?=..)")
_MANY = 0.3
_OPEN, _CLOSE = re.compile("[（(〔]"), re.compile("[）)〕]")
_FIRST = re.compile(r"[^、，,；;。（(]+")
_LOCAL_ENDING = re.compile("(?<!总)(?:局|委|办|厅|中心|委员会|办公室|政府)$")
_PLACES_AT_LARGE = re.compile(
    "(?:[城都上超门股集楼各全县]市|[社园小城片校景库矿林牧湖山灾新特地辖街景市郊]区|[全各外本跨]省|[全各区市郡]县)$"
)
_CUT_ITEM = re.compile(r"(?<=、)[\u4e00-\u9fff]{1,3}$")
_CUT_OFF = re.compile(r"(?:有关|相关)(?:部|单|地)$")
_BRACKET = re.compile(r"[（(〔].*[）)〕]$")
_BRACKETS = re.compile(r"[（(〔][^）)〕]*[）)〕]")
_EACH = re.compile(
    r"各(?:有关|相关)?(?:省辖|设区|直属|二级|省级|市级|县级|成员|责任|驻[省市县区])?(?:[省市州盟县区旗乡镇]+|镇街|街道|乡镇街道|地市|园区|开发区"
    r"|功能区|部门|单位|分行|支行|分支机构|子公司|分公司|分局|学院|院系|系|科室|处室|部室|高校|学校|银行|企业|医院|村|社区)"
    r"(?:委|党委|党工委|人民政府|政府|管委会|管理委员会|办事处|街道|部门|单位|卫生院|公司)?"
)


@functools.cache
def registry() -> Registry:
    """The registry that ships with the program, read once."""
    return Registry.load()


@functools.cache
def _stems() -> frozenset[str]:
    """What the registered short names are about: 发展改革, 财政, 市场监管, which local bodies are named after too."""
    names = (name for body in registry().bodies for name in body.names)
    stems = {re.sub(rf"{_LOCAL_SUFFIX}$", "", re.sub("^(?:国家|中央|全国|中国|国务院)", "", name)) for name in names}
    extra = (
        "人社|住建|工信|发改|水务|规划资源|规划和自然资源|城市管理|城管|金融|地方金融监管"
        "|大数据|政务服务|投资促进|国资监管|园林绿化|房管|口岸|机关事务|教体|文旅|卫健|农业农村"
        "|农委|粮食|通信管理|公积金管理"
    )
    return frozenset(stem for stem in stems | set(extra.split("|")) if len(stem) > 1)


_LOCAL_NAME = re.compile(rf"(?P<place>{_PLACE})?(?P<stem>[\u4e00-\u9fff]{{2,10}}?){_LOCAL_SUFFIX}")


def places_of(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The places (星海市) or words for one (市) that head many of the names of local bodies in rows, each a list of its lines."""
    listed = [name for lines in rows for name in _LISTED.findall("".join(lines)) if _ENDING.search(name)]
    heads = Counter(match.group() for name in listed if (match := _HEAD.match(name)))
    broken = ["\n".join(lines) for lines in rows]
    local = [text[max(0, match.start() - 2) : match.end()] for text in broken for match in _local_pattern().finditer(text)]
    first = Counter(head[-1] for head in local if head[-2:-1] in ("", "\n"))
    far = Counter(head for head in local if _FAR_PLACE.fullmatch(head))
    found = {head for head, times in heads.items() if times > 1 and times >= _MANY * len(listed)}
    found |= {word for word, times in first.items() if times > 1 and times >= _MANY * len(local)}
    for head, times in far.items():
        if times > 1 and times >= _MANY * len(local) and not heads[head[-1]] and not first[head[-1]]:
            found.add(head)
    return tuple(sorted(head for head in found if not any(len(other) > 1 and other[-1] == head for other in found)))


@functools.cache
def _local_pattern() -> re.Pattern[str]:
    """A word for a place and what a local body is about behind it: 市财政局."""
    stems = "|".join(sorted(map(re.escape, _stems()), key=len, reverse=True))
    return re.compile(rf"[{PLACE_WORDS}](?=(?:{stems}){_LOCAL_SUFFIX})")


class Lexicon:
    """Scores names. Starts from the registry and learns the names that a document itself uses between its separators.

    Scores are log-odds in spirit: registered names far above zero, plausible unknown ones around it, running text below.
    """

    def __init__(self, learnt: Mapping[str, int] | None = None, places: Iterable[str] = ()) -> None:
        """``learnt`` are names with how often the document uses them, ``places`` the words (省, 市) that head its bodies."""
        self._learnt = dict(learnt or {})
        self._places = tuple(places)
        self._usual = _usual_length(self._learnt)
        self._strange = sum(map(self._is_strange, self._learnt)) > _MOSTLY * max(2, len(self._learnt))
        self._scores: dict[str, float] = {}
        self._tails = frozenset(
            name[start:] for name in self._learnt if self._is_strange(name) for start in range(1, len(name) - 2)
        )
        self.heads = _heads(filter(self._is_strange, self._learnt))

    def score(self, name: str) -> float:
        """How much ``name`` looks like one whole name of a body."""
        found = self._scores.get(name)
        if found is None:
            found = self._scores[name] = self._judge(name)
        return found

    def is_known(self, name: str) -> bool:
        """Whether the name needs no guess: registered, a local form, or used before in the document."""
        return self.score(name) >= _KNOWN

    def is_registered(self, name: str) -> bool:
        """Whether the registry has the name, or the body that a local one is named after, or it stands for all of a kind."""
        bare = _BRACKET.sub("", name)
        return names_each(name) or registry().find(bare) is not None or _is_local(bare)

    def times(self, name: str) -> int:
        """How often the document uses the name between its separators."""
        return self._learnt.get(name, 0)

    def ending_at(self, text: str, end: int, begin: int) -> Iterable[tuple[int, float]]:
        """The (start, score) of every known name that ends at ``end`` and does not start before ``begin``."""
        if end <= begin or not may_end_name(text[end - 1]):
            return
        for start in range(max(begin, end - LONGEST_NAME), end - 1):
            name = text[start:end]
            if self.score(name) >= _KNOWN:
                yield start, self.score(name)

    @staticmethod
    def _is_strange(name: str) -> bool:
        """Whether the registry tells nothing about a name that the document uses."""
        return registry().find(name) is None and not _is_local(name, near=True)

    def _guess(self, name: str) -> float:
        """What a name nobody knows is worth: more behind a place that heads other names too, or when it names a usual office."""
        place = name[:_HEAD_SIZE] if name[:_HEAD_SIZE] in self.heads else None
        place = place or next((place for place in self._places if len(place) > 1 and name.startswith(place)), None)
        if place and self.score(name[len(place) :]) > 0:
            return LOCAL + 1
        return max(_guess(name, self._usual), _FAR if _is_local(name) else _NAMED_ALIKE if _is_office(name) else -8.0)

    def _judge(self, name: str) -> float:
        length = len(name)
        if length < 2 or length > 2 * LONGEST_NAME:
            return -8.0
        bare = _BRACKET.sub("", name)
        times = self._learnt.get(name, 0)
        heard = min(1.5, 0.3 * times)
        headed = bare.startswith(self._places) if self._places else True
        if registry().find(bare):
            strange = not headed or name in self._tails or (self._strange and _LOCAL_ENDING.search(bare) is not None)
            return REGISTERED + heard + 0.1 * length - (_UNHEADED if strange and not times else 0.0)
        guess = LOCAL if _is_local(bare, near=True) or names_each(bare) else self._guess(bare)
        if self._places and guess > -1:
            guess += 1.5 if headed else -1.0
        if times and guess > -2:
            return max(guess, min(LEARNT, 3.5 + times)) + heard + 0.05 * length
        return guess + (0.05 * length if guess >= LOCAL else 0.0)


def _heads(names: Iterable[str]) -> frozenset[str]:
    """The two characters that several names begin with which nobody has registered: most likely their place (东岭)."""
    seen = Counter(name[:_HEAD_SIZE] for name in names if len(name) > _HEAD_SIZE + 2 and not _DEEDS.search(name[:_HEAD_SIZE]))
    return frozenset(head for head, times in seen.items() if times > 1)


def beheads(text: str, start: int, names: str) -> bool:
    """Whether a list of names that begins at ``start`` leaves the head of its first one before it: the word of its place
    (市｜数据局), or what stands behind a separator (、东岭｜林草局)."""
    if start == 0 or not names:
        return False
    if text[start - 1] == "各":
        return True
    first = _FIRST.match(names)
    if first is None:
        return False
    if text[start - 1] in PLACE_WORDS and _LOCAL_ENDING.search(first.group()) and not _PLACES_AT_LARGE.search(text, 0, start):
        return True
    cut = _CUT_ITEM.search(text[max(0, start - 4) : start])
    return cut is not None and _guess(cut.group() + first.group()) > 0


@functools.lru_cache(maxsize=_REMEMBERED)
def _is_local(name: str, *, near: bool = False) -> bool:
    """Whether a name is that of a registered body's local counterpart (省财政厅, 深圳市财政局). With ``near`` only a single word
    such as 省 may stand before it: more could as well be the end of a sentence."""
    if name and name[0] in PLACE_WORDS and registry().find(name[1:]):
        return True
    found = _LOCAL_NAME.fullmatch(name)
    if found is None or found["place"] is None or found["stem"] not in _stems():
        return False
    return not near or _FAR_PLACE.fullmatch(found["place"]) is None


def _is_office(name: str) -> bool:
    """Whether a name is that of an office behind two characters that could be a place (云山数据局)."""
    return _LOCAL_ENDING.search(name) is not None and registry().find(name[2:]) is not None and not _DEEDS.search(name[:2])


def _usual_length(names: Iterable[str]) -> float:
    """How long the names are that nobody has registered, where there are some."""
    lengths = [len(name) for name in names if not _is_local(name) and registry().find(name) is None]
    return sum(lengths) / len(lengths) if len(lengths) > 1 else _USUAL


@functools.lru_cache(maxsize=_REMEMBERED)
def _guess(name: str, usual: float = _USUAL) -> float:
    """What an unheard-of name is worth by its ending, its length and the words of deeds in it."""
    if (
        not name
        or name[-1] not in _END_CHARS
        or not _ENDING.search(name)
        or _CUT_OFF.search(name)
        or len(_OPEN.findall(name)) != len(_CLOSE.findall(name))
    ):
        return -6.0
    body = _ENDING.sub("", name)
    # What an office is for may be a deed (学生工作部, 科技创新处); what it ends with is no running text then.
    deeds = sum(match.end() < len(body) or match.start() == 0 for match in _DEEDS.finditer(body))
    length = len(name)
    fit = 2.5 - 0.45 * abs(length - usual) if length > 2 else -1.5
    return max(-7.0, fit - 3.0 * deeds)


def names_each(name: str) -> bool:
    """Whether a name stands for all bodies of one kind (各乡镇, 各分行), which no list can have."""
    return name.startswith("各") and _EACH.fullmatch(_BRACKETS.sub("", name)) is not None


def names_an_office(text: str) -> bool:
    """Whether ``text`` ends like the name of an office that a place may have of its own (局, 委, 办), not like a ministry's."""
    return _LOCAL_ENDING.search(text) is not None


def may_end_name(char: str) -> bool:
    """Whether a name can end with this character, which is quick to ask."""
    return char in _END_CHARS


def looks_like_name(text: str) -> bool:
    """Whether ``text`` could be a name nobody has registered."""
    return (len(text) > 2 and _guess(text) > -0.5) or registry().find(text) is not None
